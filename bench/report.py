"""One table of what was measured, on the screen and as a file, with the machine and the hour it was measured on."""

import os
import platform
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from importlib.metadata import version
from pathlib import Path

LIBRARIES = ("dash", "dash-leaflet", "flask-socketio", "numpy", "redis", "sqlalchemy", "psycopg", "playwright")


def load_now() -> str:
    """The load average of the last minute."""
    return f"{os.getloadavg()[0]:.1f}"


@dataclass(frozen=True)
class Row:
    """One measurement. `verdict` is empty where there is no target; `load` is the machine's load while it ran.

    `figures` are the measured numbers that grow with the city, in the order in which they stand in `measured`;
    `growth` is how many times those of a tenth of the load they are.
    """

    group: str
    what: str
    measured: str
    target: str = ""
    verdict: str = ""
    note: str = ""
    load: str = field(default_factory=load_now)
    figures: Sequence[float] = ()
    growth: str = ""


def met(is_met: bool) -> str:
    """The verdict in a word."""
    return "met" if is_met else "MISSED"


def named(what: str, beside: str) -> str:
    """What was measured, and what went on beside it, if anything did."""
    return f"{what}, {beside}" if beside else what


def with_growth(full: Sequence[Row], tenth: Sequence[Row]) -> list[Row]:
    """The rows of the full load, each with its growth where the same was measured at a tenth; names end in the size."""
    small = {_subject(row): row for row in tenth}
    return [replace(row, growth=_growth(row, small.get(_subject(row)))) for row in full]


def _subject(row: Row) -> str:
    return row.what.rpartition(", ")[0]


def _growth(row: Row, small: Row | None) -> str:
    pairs = zip(row.figures, small.figures, strict=True) if small else ()
    return ", ".join(f"×{full / tenth:.2f}" for full, tenth in pairs if tenth)


HEADINGS = ("what", "measured", "target", "", "full ÷ tenth", "load", "note")


def table(rows: Sequence[Row]) -> str:
    """The table as text."""
    lines = [HEADINGS, *(_cells(row) for row in rows)]
    widths = [max(len(line[column]) for line in lines) for column in range(len(HEADINGS))]
    return "\n".join(_line(line, widths) for line in lines)


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=True)).rstrip()


def _cells(row: Row) -> tuple[str, ...]:
    return row.what, row.measured, row.target, row.verdict, row.growth, row.load, row.note


def machine() -> str:
    """What it was measured on."""
    libraries = ", ".join(f"{name} {version(name)}" for name in LIBRARIES)
    system = f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, {_processor()}"
    return f"{system}; Python {platform.python_version()}, {libraries}"


def _boundaries() -> str:
    """Real outlines have more corners than approximate ones, so a browser has more to do with them."""
    return "the boundaries of LIVEROOM_BOUNDARIES" if os.environ.get("LIVEROOM_BOUNDARIES") else "approximate cells"


def _processor() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
    except OSError:
        return platform.processor()
    return next((line.partition(":")[2].strip() for line in lines if line.startswith("model name")), "")


PROFILES = "\n## Profiles\n"
"""What explains the figures is written by hand below this heading, and kept when the table is written anew."""


def document(rows: Sequence[Row], started: datetime, before: str) -> str:
    """The table as a page, with the profiles of the page that was there before."""
    lines = [
        "# What was measured",
        "",
        f"{started:%Y-%m-%d %H:%M} UTC. {machine()}. The map drew {_boundaries()}.",
        "",
        "Written by `make bench`. `load` is the machine's load average of the last minute at each row: what else runs",
        "makes figures worse, never better. The full load is 20,000 tickets, 10,000 employees and 500 crews that each",
        "report every ten seconds, beside the complaints (for the draws 100,000); `full ÷ tenth` is by how much its",
        "figures exceed a tenth's.",
        "",
        *_markdown(rows),
    ]
    profiles = before.partition(PROFILES)[2]
    return "\n".join(lines) + "\n" + (PROFILES + profiles if profiles else "")


def _markdown(rows: Sequence[Row]) -> list[str]:
    head = ["| " + " | ".join(HEADINGS) + " |", "|" + " --- |" * len(HEADINGS)]
    return head + ["| " + " | ".join(_cells(row)) + " |" for row in rows]
