"""A file that dates closings by the day, or only by how many days they took."""

from pathlib import Path

import pytest

from data_sources.replay.plan import Fault, Quirk
from domain.events import ComplaintFiled
from tests.data_sources.replay.columns import read_rows, told

Row = dict[str, str]


def a_row(**changes: str) -> Row:
    """A request closed on a day; a test states only what matters to it."""
    row = {
        "CASE ID": "1",
        "SOURCE": "WEB",
        "WORK GROUP": "District 3",
        "TYPE": "Pothole",
        "CREATION DATE": "1/7/20",
        "CREATION TIME": "12:59 PM",
        "STATUS": "RESOL",
        "EXCEEDED EST TIMEFRAME": "Y",
        "CLOSED DATE": "2/12/20",
        "DAYS TO CLOSE": "36",
        "ADDRESS WITH GEOCODE": "4900 E 63rd St\n(39.014495, -94.527365)",
        "LATITUDE": "39.014495",
        "LONGITUDE": "-94.527365",
    }
    return row | {name.replace("_", " "): value for name, value in changes.items()}


def test_a_request_is_open_until_the_end_of_the_day_of_its_closing(tmp_path: Path) -> None:
    """The last second of the local day, also for one that was filed on it."""
    plan = read_rows(tmp_path, "kansascity_potholes", a_row(), a_row(CASE_ID="2", CLOSED_DATE="1/7/20"))
    assert told(plan) == [
        ("complaint.filed", "1", "01-07 12:59:00"),
        ("complaint.filed", "2", "01-07 12:59:00"),
        ("complaint.resolved", "2", "01-07 23:59:59"),
        ("complaint.resolved", "1", "02-12 23:59:59"),
    ]


def test_days_to_close_stand_in_for_a_missing_date(tmp_path: Path) -> None:
    """They are counted from the day of the filing, and end as a day does."""
    plan = read_rows(tmp_path, "kansascity_potholes", a_row(CLOSED_DATE=""), a_row(CASE_ID="2"))
    assert [line for line in told(plan) if line[0] == "complaint.resolved"] == [
        ("complaint.resolved", "1", "02-12 23:59:59"),
        ("complaint.resolved", "2", "02-12 23:59:59"),
    ]
    assert plan.notes[Quirk.CLOSED_AFTER_DAYS] == 1


@pytest.mark.parametrize("days", ["soon", "-1", "1.5", "99999999"])
def test_days_that_are_no_number_of_days_set_the_row_aside(tmp_path: Path, days: str) -> None:
    (rejected,) = read_rows(tmp_path, "kansascity_potholes", a_row(CLOSED_DATE="", DAYS_TO_CLOSE=days)).rejected
    assert (rejected.reason, rejected.column, rejected.value) == (Fault.BAD_NUMBER, "DAYS TO CLOSE", days)


def test_a_closed_row_without_any_date_is_set_aside(tmp_path: Path) -> None:
    (rejected,) = read_rows(tmp_path, "kansascity_potholes", a_row(CLOSED_DATE="", DAYS_TO_CLOSE="")).rejected
    assert (rejected.reason, rejected.column) == (Fault.MISSING_VALUE, "CLOSED DATE")


def test_a_date_that_is_told_in_two_columns_is_refused_with_both(tmp_path: Path) -> None:
    (rejected,) = read_rows(tmp_path, "kansascity_potholes", a_row(CREATION_TIME="25:00")).rejected
    assert (rejected.column, rejected.value) == ("CREATION DATE, CREATION TIME", "1/7/20 25:00")


def test_the_verdict_makes_no_deadline(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "kansascity_potholes", a_row())
    assert all(not event.payload.due_at for event in plan.events if isinstance(event.payload, ComplaintFiled))
