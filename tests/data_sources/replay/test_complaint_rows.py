"""A row of complaints as events: what its status, its times, its place and its names say."""

from datetime import datetime
from pathlib import Path

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, to_builtins

from data_sources.city_folder import load_city
from data_sources.replay.city import generate_city
from data_sources.replay.names import code_of
from data_sources.replay.plan import Quirk
from data_sources.replay.reading import read_events
from data_sources.replay.schema import read_schema
from tests.data_sources.replay.columns import write_table
from tests.data_sources.replay.rows import NEW_YORK, SCHEMA_FILE, SECRET, Reader, a_row, an_open_row, filing, steps


def test_a_closed_row_is_a_filing_and_a_resolution(read: Reader) -> None:
    """Local times become UTC, ids are derived from the row's key, names become codes."""
    plan = read(a_row())
    assert steps(plan) == [
        ("complaint.filed", "2018-04-16 09:30:13"),
        ("complaint.resolved", "2018-04-20 10:25:33"),
    ]
    assert [event.event_id for event in plan.events] == ["baltimore-311:18-1:filed", "baltimore-311:18-1:resolved"]
    filed = filing(plan)
    assert (filed.agency, filed.category, filed.channel) == ("solid_waste", "sw_dirty_alley", "Phone")
    assert (filed.lat, filed.lon) == (39.347, -76.669)
    assert filed.due_at == datetime(2018, 4, 23, 5, 30, 13, tzinfo=NEW_YORK)
    assert (plan.rows, plan.rejected, plan.notes) == (1, (), {})


def test_the_address_is_left_in_the_file(read: Reader) -> None:
    """No event, no note and no line for a person holds a column that the schema does not name."""
    plan = read(a_row(), a_row(SRRecordID="18-2", CreatedDate="yesterday"))
    assert SECRET not in str([to_builtins(event.payload) for event in plan.events])
    assert SECRET not in plan.describe()
    assert not filing(plan).reporter


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("New", []),
        ("Open", []),
        ("Pending", []),
        ("In Progress", [("complaint.started", "2018-04-20 10:25:34")]),
        ("Closed", [("complaint.resolved", "2018-04-20 10:25:33")]),
        ("Closed (Duplicate)", [("complaint.duplicate", "2018-04-20 10:25:33")]),
        ("Closed (Transferred)", [("complaint.rejected", "2018-04-20 10:25:33")]),
    ],
)
def test_the_status_says_what_followed_the_filing(read: Reader, status: str, expected: list[tuple[str, str]]) -> None:
    """Open rows have no closing date; closed ones are closed at theirs, not at their status's."""
    closed = a_row()["CloseDate"] if status.startswith("Closed") else ""
    assert steps(read(a_row(SRStatus=status, CloseDate=closed)))[1:] == expected


@pytest.mark.parametrize("status", ["Open (Duplicate)", "New (Duplicate)"])
def test_a_duplicate_is_over_whatever_else_its_status_says(read: Reader, status: str) -> None:
    """Without a closing date it is over since its status changed, and that is counted."""
    plan = read(an_open_row(SRStatus=status))
    assert steps(plan)[1:] == [("complaint.duplicate", "2018-04-20 10:25:34")]
    assert plan.notes == {Quirk.CLOSED_WITHOUT_DATE: 1}


def test_a_transfer_gives_its_reason(read: Reader) -> None:
    event = read(a_row(SRStatus="Closed (Transferred)")).events[-1]
    assert to_builtins(event.payload) == {"complaint_id": "18-1", "reason": "transferred"}


def test_the_status_decides_where_a_closing_date_contradicts_it(read: Reader) -> None:
    plan = read(a_row(SRStatus="Open"))
    assert len(plan.events) == 1
    assert plan.notes == {Quirk.CLOSING_DATE_OF_AN_OPEN_ROW: 1}


def test_a_row_closed_in_the_second_of_its_filing_is_filed_first(read: Reader) -> None:
    plan = read(a_row(CloseDate=a_row()["CreatedDate"], SRStatus="Closed (Duplicate)"))
    assert [event.payload.type for event in plan.events] == ["complaint.filed", "complaint.duplicate"]
    assert plan.events[0].at == plan.events[1].at
    assert plan.notes == {Quirk.CLOSED_AT_FILING: 1}


def test_a_step_dated_before_the_filing_is_taken_at_the_filing(read: Reader) -> None:
    plan = read(an_open_row(SRStatus="In Progress", StatusDate="04/16/2018 05:30:12 AM"))
    assert plan.events[0].at == plan.events[1].at
    assert plan.notes == {Quirk.BEFORE_FILING: 1}


def test_a_row_without_a_due_date_promises_nothing(read: Reader) -> None:
    plan = read(an_open_row(DueDate=""))
    assert filing(plan).due_at is UNSET
    assert plan.notes == {Quirk.NO_DUE_DATE: 1}


def test_a_due_date_before_the_filing_is_kept_and_counted(read: Reader) -> None:
    plan = read(a_row(DueDate="04/15/2018 05:30:13 AM"))
    assert filing(plan).due_at == datetime(2018, 4, 15, 5, 30, 13, tzinfo=NEW_YORK)
    assert plan.notes == {Quirk.DUE_BEFORE_FILING: 1}


def test_events_come_in_the_order_they_happened(read: Reader) -> None:
    """The file is in no order; of equal times the filing comes first, then the id decides."""
    late = a_row(SRRecordID="18-3", CreatedDate="04/19/2018 12:00:00 PM", CloseDate="04/19/2018 12:00:00 PM")
    twin = a_row(SRRecordID="18-2", CreatedDate=late["CreatedDate"])
    plan = read(late, twin, a_row())
    assert [event.event_id.removeprefix("baltimore-311:18-") for event in plan.events] == [
        "1:filed",
        "2:filed",
        "3:filed",
        "3:resolved",
        "1:resolved",
        "2:resolved",
    ]
    assert plan.notes[Quirk.OUT_OF_ORDER] == 1


@pytest.mark.parametrize(
    ("written", "utc", "quirk"),
    [
        ("03/11/2018 01:59:59 AM", "2018-03-11 06:59:59", None),
        ("03/11/2018 02:00:00 AM", "2018-03-11 07:00:00", Quirk.NONEXISTENT_HOUR),
        ("03/11/2018 02:30:00 AM", "2018-03-11 07:30:00", Quirk.NONEXISTENT_HOUR),
        ("03/11/2018 03:00:00 AM", "2018-03-11 07:00:00", None),
        ("11/04/2018 12:59:59 AM", "2018-11-04 04:59:59", None),
        ("11/04/2018 01:00:00 AM", "2018-11-04 05:00:00", Quirk.AMBIGUOUS_HOUR),
        ("11/04/2018 01:59:59 AM", "2018-11-04 05:59:59", Quirk.AMBIGUOUS_HOUR),
        ("11/04/2018 02:00:00 AM", "2018-11-04 07:00:00", None),
    ],
)
def test_local_time_is_read_the_same_way_where_the_clocks_change(
    read: Reader, written: str, utc: str, quirk: Quirk | None
) -> None:
    """An hour that comes twice is the first; one that never was is read one hour later."""
    plan = read(an_open_row(CreatedDate=written, DueDate="12/31/2018 12:00:00 PM"))
    assert steps(plan)[0][1] == utc
    assert plan.notes == ({quirk: 1} if quirk else {})


def test_a_closing_in_the_second_pass_of_an_hour_is_not_put_before_the_filing(read: Reader) -> None:
    """Filed at 01:50, closed at 01:10 on the wall clock: twenty minutes later."""
    plan = read(a_row(CreatedDate="11/04/2018 01:50:00 AM", CloseDate="11/04/2018 01:10:00 AM", DueDate=""))
    assert steps(plan) == [
        ("complaint.filed", "2018-11-04 05:50:00"),
        ("complaint.resolved", "2018-11-04 06:10:00"),
    ]
    assert plan.notes == {Quirk.AMBIGUOUS_HOUR: 2, Quirk.NO_DUE_DATE: 1}


def test_a_format_with_an_offset_needs_no_zone(tmp_path: Path) -> None:
    """A published instant that states its offset is taken at its word."""
    content = yaml.safe_load(SCHEMA_FILE.read_text())
    content["time"]["format"] = "%m/%d/%Y %I:%M:%S %p %z"
    (tmp_path / "schema.yaml").write_text(yaml.safe_dump(content))
    zoned = {name: f"{a_row()[name]} +0700" for name in ("CreatedDate", "StatusDate", "DueDate", "CloseDate")}
    plan = read_events(write_table(tmp_path / "table.csv", a_row(**zoned)), read_schema(tmp_path / "schema.yaml"))
    assert steps(plan)[0][1] == "2018-04-15 22:30:13"


@pytest.mark.parametrize(
    ("lat", "lon", "quirk"),
    [
        ("39", "-77", Quirk.WHOLE_DEGREES),
        ("39.0", "-77.0", Quirk.WHOLE_DEGREES),
        ("39.44", "-76.64", Quirk.OUTSIDE_BOUNDS),
        ("0.1", "0.1", Quirk.OUTSIDE_BOUNDS),
        ("", "", Quirk.NO_PLACE),
        ("39.3", "", Quirk.UNREADABLE_PLACE),
        ("north", "-76.6", Quirk.UNREADABLE_PLACE),
        ("nan", "-76.6", Quirk.UNREADABLE_PLACE),
        ("39.3", "inf", Quirk.UNREADABLE_PLACE),
    ],
)
def test_a_row_with_an_unusable_place_is_kept_without_one(read: Reader, lat: str, lon: str, quirk: Quirk) -> None:
    plan = read(a_row(Latitude=lat, Longitude=lon))
    assert (filing(plan).lat, filing(plan).lon) == (UNSET, UNSET)
    assert plan.notes == {quirk: 1}
    assert not plan.rejected


def test_names_that_differ_in_case_or_marks_are_one(read: Reader) -> None:
    plan = read(a_row(), a_row(SRRecordID="18-2", Agency="SOLID WASTE ", SRType="SW - Dirty Alley"))
    assert plan.agencies == {"solid_waste": "Solid Waste"}
    assert [(use.label, use.rows) for use in plan.categories.values()] == [("SW-Dirty Alley", 2)]
    assert plan.notes[Quirk.OTHER_SPELLING] == 2


def test_a_row_without_an_agency_goes_where_its_category_goes(tmp_path: Path) -> None:
    """Where the schema allows it; the city's routing then names the agency."""
    content = yaml.safe_load(SCHEMA_FILE.read_text())
    content["required"].remove("agency")
    (tmp_path / "schema.yaml").write_text(yaml.safe_dump(content))
    schema = read_schema(tmp_path / "schema.yaml")
    rows = [a_row(), a_row(SRRecordID="18-2", Agency=""), a_row(SRRecordID="18-3", Agency="", SRType="Orphan")]
    plan = read_events(write_table(tmp_path / "table.csv", *rows), schema)
    generate_city(plan, schema, tmp_path / "city")
    city = load_city(tmp_path / "city")
    assert city.lead_agency("sw_dirty_alley", None, plan.events[0].at.date()) == "solid_waste"
    assert city.agencies[city.lead_agency("orphan", None, plan.events[0].at.date())].name == "Unknown agency"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("Mayor's Office", "mayor_s_office"),
        ("BGE-StLight(s) Out", "bge_stlight_s_out"),
        ("Дороги", "дороги"),
    ],
)
def test_a_code_is_the_name_in_plain_words(name: str, code: str) -> None:
    assert code_of(name) == code


@given(st.text(min_size=1, max_size=200))
def test_every_name_has_a_code_that_the_contract_takes(name: str) -> None:
    assert 1 <= len(code_of(name)) <= 60
    assert code_of(name) == code_of(name)


def test_long_names_that_begin_alike_have_codes_of_their_own() -> None:
    assert code_of("x" * 70) != code_of("x" * 71)
    assert code_of("?") != code_of("!")
