"""Rows of a published table of complaints, and a reader that writes them to a file and reads them back."""

from pathlib import Path
from zoneinfo import ZoneInfo

from data_sources.replay.plan import ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.schema import FileSchema, schema_path
from domain.events import ComplaintFiled
from tests.data_sources.replay.columns import write_table

SCHEMA_FILE = schema_path("baltimore_311")
NEW_YORK = ZoneInfo("America/New_York")
SECRET = "3400 NOWHERE ROAD, BALTIMORE"

Row = dict[str, str]


def a_row(**changes: str) -> Row:
    """A valid row, closed on time; a test states only what matters to it."""
    row = {
        "SRRecordID": "18-1",
        "SRType": "SW-Dirty Alley",
        "MethodReceived": "Phone",
        "CreatedDate": "04/16/2018 05:30:13 AM",
        "SRStatus": "Closed",
        "StatusDate": "04/20/2018 06:25:34 AM",
        "DueDate": "04/23/2018 05:30:13 AM",
        "CloseDate": "04/20/2018 06:25:33 AM",
        "Agency": "Solid Waste",
        "Outcome": "",
        "Address": SECRET,
        "Latitude": "39.347",
        "Longitude": "-76.669",
    }
    assert set(changes) <= set(row)
    return row | changes


def an_open_row(**changes: str) -> Row:
    return a_row(**{"SRStatus": "Open", "CloseDate": "", **changes})


class Reader:
    """Writes rows to a file and reads them back as a plan."""

    def __init__(self, folder: Path, schema: FileSchema) -> None:
        self.folder, self.schema = folder, schema

    def __call__(self, *rows: Row) -> ReplayPlan:
        return read_events(write_table(self.folder / "table.csv", *rows), self.schema)


def filing(plan: ReplayPlan) -> ComplaintFiled:
    payload = next(event.payload for event in plan.events if event.payload.type == "complaint.filed")
    assert isinstance(payload, ComplaintFiled)
    return payload


def steps(plan: ReplayPlan) -> list[tuple[str, str]]:
    return [(event.payload.type, f"{event.at:%Y-%m-%d %H:%M:%S}") for event in plan.events]
