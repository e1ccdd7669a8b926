"""One table of what was measured, on the screen and as a file, with the machine and the hour it was measured on."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("dash", "dash-leaflet", "flask-socketio", "numpy", "redis", "sqlalchemy", "psycopg", "playwright")


@dataclass(frozen=True)
class Row:
    """One measurement. `verdict` is empty where there is no target; `load` is the machine's load while it ran."""

    group: str
    what: str
    measured: str
    target: str = ""
    verdict: str = ""
    note: str = ""
    load: str = ""


def met(is_met: bool) -> str:
    """The verdict in a word."""
    return "met" if is_met else "MISSED"


def load_now() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


def with_load(rows: Sequence[Row]) -> list[Row]:
    """Rows with the load average at their end."""
    return [row if row.load else replace(row, load=load_now()) for row in rows]


HEADINGS = ("what", "measured", "target", "", "load", "note")


def table(rows: Sequence[Row]) -> str:
    """The table as text."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join("  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)).rstrip() for line in lines)


def _cells(row: Row) -> tuple[str, ...]:
    return row.what, row.measured, row.target, row.verdict, row.load, row.note


def machine() -> str:
    """What it was measured on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}; Python {platform.python_version()}, {libraries}"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")
