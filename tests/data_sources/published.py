"""Published files in the folder that LIVEROOM_DATA names, as plans of the replay."""

import os
from datetime import datetime
from functools import cache
from pathlib import Path

import pytest

from data_sources.replay.plan import ReplayEvent, ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.schema import FileSchema, read_schema, schema_path

TABLES = {
    "baltimore_311": "311_baltimore_dev.csv.gz",
    "kansascity_potholes": "311_kansascity_potholes_dev.csv.gz",
    "sffd_calls": "queue_sffd_dev.csv.gz",
    "wabo_receipt": "activity_wabo_receipt_dev.csv.gz",
    "rmv_waits": "queue_ma_rmv_waits_dev.csv.gz",
}
"""The file of each schema that comes with the project."""

POSTGRESQL_WHEN_LONG = pytest.mark.parametrize(
    "store_url", ["sqlite", pytest.param("postgresql", marks=pytest.mark.long)], indirect=True
)
"""For whole files on the road: Baltimore's and Kansas City's are always read on both stores."""


def published_table(schema: str) -> Path:
    """The file of a schema; without it a test is skipped, in continuous integration it fails."""
    table, folder = TABLES[schema], os.environ.get("LIVEROOM_DATA")
    path = Path(folder or "") / table
    if folder and path.is_file():
        return path
    message = f"expected {table} in the folder LIVEROOM_DATA, got {folder or 'no such variable'}"
    if os.environ.get("CI") == "true":
        pytest.fail(f"{message}; set it to the folder with the data sets")
    pytest.skip(message)


def schema_of(name: str) -> FileSchema:
    return read_schema(schema_path(name))


def published_plan(schema: str) -> ReplayPlan:
    """What the replay reads of a file."""
    return _plan_of(published_table(schema), schema)


@cache
def _plan_of(path: Path, schema: str) -> ReplayPlan:
    return read_events(path, schema_of(schema))


def events_until(plan: ReplayPlan, kind: str, until: datetime) -> list[ReplayEvent]:
    """The events of one kind of thing up to an instant, in order."""
    return [event for event in plan.events if event.payload.type.startswith(f"{kind}.") and event.at <= until]
