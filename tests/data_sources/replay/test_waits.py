"""Wide tables of posted waits: one row an instant, one column a site."""

from pathlib import Path

import pytest

from data_sources.replay.plan import Fault, Quirk, ReplayPlan
from data_sources.replay.schema import ReplayError, read_schema
from domain.events import SiteWaitReported
from tests.data_sources.replay.columns import changed_schema, read_rows

Row = dict[str, str]


def a_row(timestamp: str = "14/07/2015 9:05 AM", boston: str = "7.5", vineyard: str = "0") -> Row:
    return {"timestamp": timestamp, "Boston": boston, "Martha's Vineyard": vineyard}


def reports(plan: ReplayPlan) -> list[tuple[str, float]]:
    return [(e.event_id, e.payload.wait_minutes) for e in plan.events if isinstance(e.payload, SiteWaitReported)]


def test_each_column_is_a_site_that_reports_its_wait(tmp_path: Path) -> None:
    """The day comes first, the time is local, and decimals are parts of a minute."""
    plan = read_rows(tmp_path, "rmv_waits", a_row())
    assert reports(plan) == [
        ("rmv:boston:20150714T130500Z:wait_reported", 7.5),
        ("rmv:martha_s_vineyard:20150714T130500Z:wait_reported", 0.0),
    ]
    assert plan.sites == {"boston": "Boston", "martha_s_vineyard": "Martha's Vineyard"}


@pytest.mark.parametrize(("cell", "quirk"), [("999", "closed_site"), ("999.0", "closed_site"), ("", "no_figure")])
def test_a_closed_site_and_an_empty_cell_report_nothing(tmp_path: Path, cell: str, quirk: str) -> None:
    plan = read_rows(tmp_path, "rmv_waits", a_row(vineyard=cell))
    assert len(plan.events) == 1
    assert plan.notes == {quirk: 1}
    assert "martha_s_vineyard" in plan.sites


def test_an_instant_that_comes_twice_is_a_second_version_only_where_it_differs(tmp_path: Path) -> None:
    """The later row counts: its report sorts after the first."""
    plan = read_rows(tmp_path, "rmv_waits", a_row(), a_row(boston="9", vineyard="0.0"))
    assert reports(plan) == [
        ("rmv:boston:20150714T130500Z:wait_reported", 7.5),
        ("rmv:boston:20150714T130500Z:wait_reported:2", 9.0),
        ("rmv:martha_s_vineyard:20150714T130500Z:wait_reported", 0.0),
    ]
    assert plan.notes == {Quirk.CHANGED_FIGURE: 1, Quirk.REPEATED_FIGURE: 1}


@pytest.mark.parametrize(
    ("row", "fault", "column", "value"),
    [
        (a_row("URL request failed"), Fault.BAD_DATE, "timestamp", "URL request failed"),
        (a_row("07/14/2015 9:05 AM"), Fault.BAD_DATE, "timestamp", "07/14/2015 9:05 AM"),
        (a_row("14/07/2015 9:06 AM", boston="long"), Fault.BAD_NUMBER, "Boston", "long"),
        (a_row("14/07/2015 9:06 AM", boston="nan"), Fault.BAD_NUMBER, "Boston", "nan"),
    ],
)
def test_a_row_that_cannot_be_read_is_set_aside(
    tmp_path: Path, row: Row, fault: Fault, column: str, value: str
) -> None:
    plan = read_rows(tmp_path, "rmv_waits", a_row(), row)
    assert [(each.line, each.reason, each.column, each.value) for each in plan.rejected] == [(3, fault, column, value)]
    assert len(plan.events) == 2


def test_a_wait_below_zero_breaks_the_contract(tmp_path: Path) -> None:
    (rejected,) = read_rows(tmp_path, "rmv_waits", a_row(boston="-1")).rejected
    assert rejected.reason == Fault.BREAKS_CONTRACT


def test_a_schema_of_waits_names_only_the_instant(tmp_path: Path) -> None:
    columns = {"at": "timestamp", "boston": "Boston"}
    with pytest.raises(ReplayError, match="expected only the column at; every other column of the file is a site"):
        read_schema(changed_schema(tmp_path, "rmv_waits", columns=columns))
