"""Files with the columns that a schema of the project names, written for a test and read back."""

import csv
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import yaml

from data_sources.replay.plan import ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.schema import read_schema, schema_path


def write_table(path: Path, *rows: Mapping[str, str]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)
    return path


def read_rows(folder: Path, schema: str, *rows: Mapping[str, str]) -> ReplayPlan:
    return read_events(write_table(folder / "table.csv", *rows), read_schema(schema_path(schema)))


def changed_schema(folder: Path, schema: str, **changes: Any) -> Path:
    """A schema of the project with some of its keys replaced."""
    path = folder / "schema.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(schema_path(schema).read_text(encoding="utf-8")) | changes))
    return path


def told(plan: ReplayPlan) -> list[tuple[str, str, str]]:
    """Each event as its type, what it is about and its local time."""
    zone = plan.timezone
    return [(e.payload.type, e.payload.entity_id, f"{e.at.astimezone(zone):%m-%d %H:%M:%S}") for e in plan.events]
