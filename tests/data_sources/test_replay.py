"""Replaying a published table: every quirk of such files, the city made of one, and the pace of writing."""

import csv
import gzip
import json
import math
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as Signal
from typing import Any, cast
from zoneinfo import ZoneInfo

import pytest
import redis
import yaml
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET, to_builtins

from data_sources.city_files import CityFolderError
from data_sources.city_folder import load_city, load_legal_limits
from data_sources.decode import Decoder
from data_sources.replay.city import generate_city
from data_sources.replay.names import code_of
from data_sources.replay.plan import Fault, Quirk, ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.schema import FileSchema, ReplayError, read_schema
from data_sources.replay.writing import ReplayClock, ReplayOptions, parse_speed, replay
from domain.complaints import Complaint, ComplaintRules, ComplaintState, StoredFact, fold_complaint
from domain.events import ComplaintFiled, Event, Stream

SCHEMA_FILE = Path(__file__).parents[2] / "data_sources" / "replay" / "schemas" / "baltimore_311.yaml"
NEW_YORK = ZoneInfo("America/New_York")
KEY = "liveroom:complaints"
SECRET = "3400 NOWHERE ROAD, BALTIMORE"
QUIET = ReplayOptions(has_progress_bar=False, tick_seconds=0.001)

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


def write_table(path: Path, *rows: Row) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(a_row()))
        writer.writeheader()
        writer.writerows(rows)
    return path


@pytest.fixture(scope="module")
def schema() -> FileSchema:
    return read_schema(SCHEMA_FILE)


class Reader:
    """Writes rows to a file and reads them back as a plan."""

    def __init__(self, folder: Path, schema: FileSchema) -> None:
        self.folder, self.schema = folder, schema

    def __call__(self, *rows: Row) -> ReplayPlan:
        return read_events(write_table(self.folder / "table.csv", *rows), self.schema)


@pytest.fixture
def read(tmp_path: Path, schema: FileSchema) -> Reader:
    return Reader(tmp_path, schema)


def filing(plan: ReplayPlan) -> ComplaintFiled:
    payload = next(event.payload for event in plan.events if event.payload.type == "complaint.filed")
    assert isinstance(payload, ComplaintFiled)
    return payload


def steps(plan: ReplayPlan) -> list[tuple[str, str]]:
    return [(event.payload.type, f"{event.at:%Y-%m-%d %H:%M:%S}") for event in plan.events]


# --- a row as events


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


# --- local time


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


# --- places


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


# --- names


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


# --- rows that are set aside


@pytest.mark.parametrize(
    ("changes", "fault", "column", "value"),
    [
        ({"CreatedDate": "13/45/2018 05:30:13 AM"}, Fault.BAD_DATE, "CreatedDate", "13/45/2018 05:30:13 AM"),
        ({"CreatedDate": "2018-04-16"}, Fault.BAD_DATE, "CreatedDate", "2018-04-16"),
        ({"CreatedDate": "01/01/1900 12:00:00 AM"}, Fault.BAD_DATE, "CreatedDate", "01/01/1900 12:00:00 AM"),
        ({"DueDate": "12/31/9999 11:59:59 PM"}, Fault.BAD_DATE, "DueDate", "12/31/9999 11:59:59 PM"),
        ({"CloseDate": "soon"}, Fault.BAD_DATE, "CloseDate", "soon"),
        ({"CreatedDate": ""}, Fault.MISSING_VALUE, "CreatedDate", ""),
        ({"SRRecordID": "  "}, Fault.MISSING_VALUE, "SRRecordID", ""),
        ({"Agency": ""}, Fault.MISSING_VALUE, "Agency", ""),
        ({"CloseDate": "", "StatusDate": ""}, Fault.MISSING_VALUE, "CloseDate", ""),
        ({"SRStatus": "Reopened"}, Fault.UNKNOWN_STATUS, "SRStatus", "Reopened"),
        ({"SRType": "Pothole\x00"}, Fault.BAD_TEXT, "SRType", "'Pothole\\x00'"),
        ({"SRRecordID": "18-1"}, Fault.REPEATED_KEY, "SRRecordID", "18-1"),
    ],
)
def test_a_row_that_cannot_be_read_is_reported_and_the_rest_goes_on(
    read: Reader, changes: Row, fault: Fault, column: str, value: str
) -> None:
    """With its line, the column and the value; the rows around it are replayed."""
    plan = read(a_row(), a_row(**{"SRRecordID": "18-2", **changes}), a_row(SRRecordID="18-3"))
    (rejected,) = plan.rejected
    assert (rejected.line, rejected.reason, rejected.column, rejected.value) == (3, fault, column, value)
    assert [event.event_id for event in plan.events if event.event_id.endswith("filed")] == [
        "baltimore-311:18-1:filed",
        "baltimore-311:18-3:filed",
    ]
    assert f"line 3: {fault} in {column}, got {value!r}" in plan.describe()


def test_a_rejected_row_leaves_no_trace_in_the_notes(read: Reader) -> None:
    plan = read(a_row(), a_row(SRRecordID="18-2", Latitude="39", Longitude="-77", CloseDate="soon"))
    assert plan.notes == {}


def test_a_key_that_the_contract_refuses_is_reported(read: Reader) -> None:
    (rejected,) = read(a_row(SRRecordID="9" * 81)).rejected
    assert (rejected.line, rejected.reason) == (2, Fault.BREAKS_CONTRACT)
    assert "complaint_id" in rejected.value


def test_lines_are_counted_as_an_editor_does(read: Reader) -> None:
    """A quoted line break inside a cell belongs to its record, which is named by its first line."""
    plan = read(a_row(Address="a\nb"), a_row(SRRecordID="18-2", SRStatus="?", Address="c\nd"), a_row(SRRecordID=""))
    assert [(row.line, row.reason) for row in plan.rejected] == [(4, Fault.UNKNOWN_STATUS), (6, Fault.MISSING_VALUE)]


def test_a_row_with_cells_too_many_or_too_few_is_reported(tmp_path: Path, schema: FileSchema) -> None:
    table = write_table(tmp_path / "table.csv", a_row(), a_row(SRRecordID="18-2"))
    header, first, second = table.read_text().splitlines()
    table.write_text("\n".join([header, f"{first},more", "18-9,short", "", second]))
    plan = read_events(table, schema)
    assert [(row.line, row.reason) for row in plan.rejected] == [(2, Fault.MALFORMED_ROW), (3, Fault.MALFORMED_ROW)]
    assert (plan.rows, len(plan.events)) == (3, 2)


@pytest.mark.parametrize("length", [3, 140_000])
def test_a_quote_without_end_swallows_no_other_row(tmp_path: Path, schema: FileSchema, length: int) -> None:
    table = write_table(tmp_path / "table.csv", a_row(), a_row(SRRecordID="18-2"), a_row(SRRecordID="18-3"))
    header, *rows = table.read_text().splitlines()
    table.write_text("\n".join([header, rows[0], '18-9,"' + "x" * length, *rows[1:], ""]))
    plan = read_events(table, schema)
    assert [(row.line, row.reason) for row in plan.rejected] == [(3, Fault.MALFORMED_ROW)]
    assert len(plan.events) == 6


def test_bytes_that_are_no_text_spoil_only_their_own_row(tmp_path: Path, schema: FileSchema) -> None:
    """And not even that, where no column of ours holds them."""
    rows = [a_row(SRType="Caf@"), a_row(SRRecordID="18-2", Address="Caf@"), a_row(SRRecordID="18-3")]
    table = write_table(tmp_path / "table.csv", *rows)
    table.write_bytes(table.read_bytes().replace(b"Caf@", b"Caf\xe9"))
    plan = read_events(table, schema)
    assert [(row.line, row.reason, row.column) for row in plan.rejected] == [(2, Fault.BAD_TEXT, "SRType")]
    assert len(plan.events) == 4


# --- files


def test_a_gzipped_file_with_a_byte_order_mark_reads_the_same(tmp_path: Path, read: Reader) -> None:
    plain = read(a_row(), a_row(SRRecordID="18-2", SRStatus="?"))
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress(b"\xef\xbb\xbf" + (tmp_path / "table.csv").read_bytes()))
    assert read_events(packed, read.schema) == plain


def test_a_file_cut_short_is_refused(tmp_path: Path, read: Reader) -> None:
    read(*(a_row(SRRecordID=f"18-{number}") for number in range(200)))
    packed = tmp_path / "table.csv.gz"
    packed.write_bytes(gzip.compress((tmp_path / "table.csv").read_bytes())[:-20])
    with pytest.raises(ReplayError, match=r"expected a whole gzip file.*fetch the file again"):
        read_events(packed, read.schema)


def test_a_missing_file_is_named(tmp_path: Path, schema: FileSchema) -> None:
    with pytest.raises(ReplayError, match=r"nowhere.csv: expected a published table, found none"):
        read_events(tmp_path / "nowhere.csv", schema)


def test_a_file_of_another_publisher_is_refused_with_both_sets_of_columns(tmp_path: Path, schema: FileSchema) -> None:
    (tmp_path / "other.csv").write_text("CASE ID,STATUS\n1,OPEN\n")
    with pytest.raises(ReplayError, match=r"expected the columns SRRecordID, .* got CASE ID, STATUS; correct"):
        read_events(tmp_path / "other.csv", schema)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"speed": 3}, "speed: Extra inputs are not permitted, got '3'"),
        ({"time": {"zone": "Baltimore", "format": "%Y"}}, "time.zone: expected an IANA time zone"),
        ({"required": ["key"]}, "an event needs opened, status, category, channel; add them to required"),
        ({"states": {"Closed": {"event": "complaint.vanished"}}}, "states.Closed.event"),
        ({"states": {"Open": {"event": "open", "reason": "x"}}}, "expected a reason with complaint.rejected only"),
    ],
)
def test_a_schema_with_a_mistake_names_the_field_and_the_value(
    tmp_path: Path, change: dict[str, Any], message: str
) -> None:
    path = tmp_path / "schema.yaml"
    path.write_text(yaml.safe_dump(yaml.safe_load(SCHEMA_FILE.read_text()) | change))
    with pytest.raises(ReplayError, match=rf"schema.yaml: .*{message}"):
        read_schema(path)


def test_a_schema_that_requires_an_unnamed_column_is_refused(tmp_path: Path) -> None:
    content = yaml.safe_load(SCHEMA_FILE.read_text())
    content["columns"].pop("agency")
    (tmp_path / "schema.yaml").write_text(yaml.safe_dump(content))
    with pytest.raises(ReplayError, match="expected a column for each required field; add agency to columns"):
        read_schema(tmp_path / "schema.yaml")


# --- the city of a file


def fold(plan: ReplayPlan, city_folder: Path) -> dict[str, Complaint]:
    rules = ComplaintRules(load_city(city_folder), load_legal_limits(city_folder))
    facts: dict[str, list[StoredFact]] = {}
    for event in plan.events:
        fact = StoredFact(int(event.at.timestamp() * 1000), event.event_id, event.payload)
        facts.setdefault(event.payload.entity_id, []).append(fact)
    return {key: fold_complaint(key, each, rules) for key, each in facts.items()}


def test_a_city_is_made_of_the_file(tmp_path: Path, read: Reader) -> None:
    """Agencies and categories as they occur, each category led by the agency that has most of it; no wards."""
    plan = read(
        a_row(),
        a_row(SRRecordID="18-2"),
        a_row(SRRecordID="18-3", Agency="Housing"),
        a_row(SRRecordID="18-4", Agency="Housing", SRType="HSG-Graffiti", MethodReceived="API"),
    )
    generate_city(plan, read.schema, tmp_path / "city")
    city = load_city(tmp_path / "city")
    assert {code: agency.name for code, agency in city.agencies.items()} == {
        "housing": "Housing",
        "solid_waste": "Solid Waste",
    }
    assert [category.label for category in city.categories.values()] == ["HSG-Graffiti", "SW-Dirty Alley"]
    assert city.lead_agency("sw_dirty_alley", None, plan.events[0].at.date()) == "solid_waste"
    assert (city.name, city.timezone, city.timezone_label) == ("Baltimore", NEW_YORK, "ET")
    assert (tuple(city.channels), dict(city.wards)) == (("API", "Phone"), {})
    assert city.calendar.is_working_day(datetime(2018, 7, 4, tzinfo=UTC).date())
    assert not city.calendar.is_working_day(datetime(2018, 7, 7, tzinfo=UTC).date())


def test_a_city_is_made_again_over_itself_but_never_over_another(tmp_path: Path, read: Reader) -> None:
    plan = read(a_row())
    generate_city(plan, read.schema, tmp_path / "city")
    generate_city(plan, read.schema, tmp_path / "city")
    city_file = tmp_path / "city" / "city.yaml"
    city_file.write_text("name: Kota Tangerang\n")
    with pytest.raises(ReplayError, match="expected an empty or generated folder"):
        generate_city(plan, read.schema, tmp_path / "city")
    assert city_file.read_text() == "name: Kota Tangerang\n"


def test_a_file_without_a_readable_row_makes_no_city(tmp_path: Path, read: Reader) -> None:
    with pytest.raises(ReplayError, match="expected rows to make a city of, found none"):
        generate_city(read(a_row(SRStatus="?")), read.schema, tmp_path / "city")


def test_only_the_file_sets_deadlines(tmp_path: Path, read: Reader) -> None:
    """A complaint without a due date of its own has no deadline in the generated city, and is never overdue."""
    plan = read(a_row(), an_open_row(SRRecordID="18-2", DueDate=""))
    generate_city(plan, read.schema, tmp_path / "city")
    complaints = fold(plan, tmp_path / "city")
    assert complaints["18-1"].due_ms == int(datetime(2018, 4, 23, 9, 30, 13, tzinfo=UTC).timestamp() * 1000)
    assert complaints["18-1"].state == ComplaintState.RESOLVED
    assert (complaints["18-2"].due_ms, complaints["18-2"].is_open) == (0, True)


def test_a_policy_promises_or_it_does_not(tmp_path: Path, read: Reader) -> None:
    """A target beside `has_promise: false` is a contradiction, and so is a promise without one."""
    generate_city(read(a_row()), read.schema, tmp_path / "city")
    path = tmp_path / "city" / "categories.yaml"
    generated = path.read_text()
    path.write_text(generated.replace("has_promise: false", "has_promise: false\n    resolution_days: 5"))
    with pytest.raises(CityFolderError, match="expected no resolution_days and no resolution_minutes"):
        load_city(tmp_path / "city")
    path.write_text(generated.replace("has_promise: false", "has_promise: true"))
    with pytest.raises(CityFolderError, match="expected either resolution_days or resolution_minutes"):
        load_city(tmp_path / "city")


def test_a_closing_in_the_second_of_the_filing_folds_to_a_closed_complaint(tmp_path: Path, read: Reader) -> None:
    plan = read(a_row(CloseDate=a_row()["CreatedDate"]))
    generate_city(plan, read.schema, tmp_path / "city")
    complaint = fold(plan, tmp_path / "city")["18-1"]
    assert (complaint.state, complaint.closed_ms) == (ComplaintState.RESOLVED, complaint.opened_ms)


def test_a_part_of_a_plan_holds_what_happened_after_one_instant_and_up_to_another(read: Reader) -> None:
    plan = read(a_row(), a_row(SRRecordID="18-2", CreatedDate="04/18/2018 12:00:00 PM"))
    instants = [event.at for event in plan.events]
    assert plan.part(until=instants[1]).events == plan.events[:2]
    assert plan.part(after=instants[1]).events == plan.events[2:]
    assert plan.part(instants[0], instants[1]).events == plan.events[1:2]


# --- writing to the stream


def test_the_clock_of_a_replay_only_goes_forward() -> None:
    start = datetime(2018, 1, 1, tzinfo=NEW_YORK)
    clock = ReplayClock(start)
    clock.reach(start + timedelta(hours=2))
    clock.reach(start + timedelta(hours=1))
    assert clock.now() == start + timedelta(hours=2)
    assert clock.now().tzinfo is UTC
    assert not clock.is_real


def test_a_speed_is_a_number_or_max() -> None:
    assert parse_speed("60") == 60
    assert parse_speed(" MAX ") == math.inf
    for text in ("0", "-1", "fast", "", "nan"):
        with pytest.raises(ReplayError, match="speed: expected a number above 0 such as 60, or max"):
            parse_speed(text)


class FakeTime(Signal):
    """Elapsed seconds that pass only while the replay waits."""

    def __init__(self) -> None:
        super().__init__()
        self.seconds = 0.0

    def elapsed(self) -> float:
        return self.seconds

    def wait(self, timeout: float | None = None) -> bool:
        self.seconds += timeout or 0.0
        return self.is_set()


def nothing_waits() -> int:
    return 0


def entries(client: "redis.Redis") -> list[dict[str, str]]:
    raw = cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrange(KEY))
    return [{name.decode(): value.decode() for name, value in fields.items()} for _, fields in raw]


def facts(client: "redis.Redis") -> list[dict[str, str]]:
    return [entry for entry in entries(client) if entry["type"] != "heartbeat"]


@pytest.mark.services
def test_what_is_written_decodes_to_the_events_of_the_plan(
    any_redis_client: "redis.Redis", tmp_path: Path, read: Reader
) -> None:
    """In their order, with the offset of the city's zone, and none of it refused or ahead of the clock."""
    plan = read(a_row(), an_open_row(SRRecordID="18-2", CreatedDate="12/16/2018 07:34:22 PM", DueDate=""))
    generate_city(plan, read.schema, tmp_path / "city")
    clock = ReplayClock(plan.events[0].at)
    report = replay(plan, any_redis_client, KEY, clock, nothing_waits, QUIET)
    decoder = Decoder(load_city(tmp_path / "city"))
    raw = cast("list[tuple[bytes, dict[bytes, bytes]]]", any_redis_client.xrange(KEY))
    decoded = [decoder.decode(fields, "1-1", Stream.COMPLAINTS, clock.now()) for _, fields in raw]
    events = [event for event in decoded if isinstance(event, Event)]
    assert len(events) == len(raw)
    assert not any(event.is_skewed for event in events)
    assert [event.payload for event in events if event.kind == "complaint"] == [event.payload for event in plan.events]
    assert facts(any_redis_client)[0]["at"] == "2018-04-16T05:30:13.000-04:00"
    assert (report.events, report.is_complete, report.reached_at) == (3, True, plan.events[-1].at)
    assert clock.now() == plan.events[-1].at


@pytest.mark.services
def test_the_source_reads_as_alive(redis_client: "redis.Redis", read: Reader) -> None:
    """A heartbeat at the start, one for each interval of real time, and one at the end."""
    time = FakeTime()
    plan = read(a_row())
    options = ReplayOptions(speed=86_400, heartbeat_seconds=1.0, tick_seconds=0.25, has_progress_bar=False)
    report = replay(plan, redis_client, KEY, ReplayClock(plan.events[0].at), nothing_waits, options, time, time.elapsed)
    beats = [entry for entry in entries(redis_client) if entry["type"] == "heartbeat"]
    assert json.loads(beats[0]["data"]) == {"producer": "baltimore-311", "interval_seconds": 1.0}
    assert len(beats) == report.heartbeats == 6
    assert len({beat["id"] for beat in beats}) == 6


@pytest.mark.services
def test_a_pace_is_kept_and_the_clock_runs_along(redis_client: "redis.Redis", read: Reader) -> None:
    """At 3600, an hour of the city passes in a second, with or without an event in it."""
    time, seen = FakeTime(), []
    plan = read(
        a_row(CloseDate="04/16/2018 07:30:13 AM"),
        an_open_row(SRRecordID="18-2", CreatedDate="04/16/2018 06:30:13 AM"),
    )
    clock = ReplayClock(plan.events[0].at)

    def watch() -> int:
        seen.append((time.seconds, (clock.now() - plan.events[0].at).total_seconds() / 3600, len(facts(redis_client))))
        return 0

    options = ReplayOptions(speed=3600, tick_seconds=0.5, has_progress_bar=False)
    replay(plan, redis_client, KEY, clock, watch, options, time, time.elapsed)
    assert seen == [
        (0.0, 0.0, 0),
        (0.0, 0.0, 1),
        (0.5, 0.0, 1),
        (1.0, 0.5, 1),
        (1.0, 1.0, 2),
        (1.5, 1.0, 2),
        (2.0, 1.5, 2),
    ]
    assert clock.now() == plan.events[-1].at


@pytest.mark.services
def test_a_later_part_goes_on_from_where_the_clock_stands(redis_client: "redis.Redis", read: Reader) -> None:
    """The days between two parts take their time."""
    time = FakeTime()
    plan = read(a_row())
    clock = ReplayClock(plan.events[0].at)
    options = ReplayOptions(speed=86_400, tick_seconds=0.25, has_progress_bar=False)
    rest = plan.part(after=plan.events[0].at)
    replay(rest, redis_client, KEY, clock, nothing_waits, options, time, time.elapsed)
    assert time.seconds == pytest.approx(4.04, abs=0.25)


@pytest.mark.services
def test_the_consumer_is_not_outrun(redis_client: "redis.Redis", read: Reader) -> None:
    """Writing waits while more is unread than allowed."""
    time = FakeTime()
    plan = read(*(an_open_row(SRRecordID=f"18-{number:03}") for number in range(100)))
    most, read_so_far = 0, 0

    def slow_consumer() -> int:
        nonlocal most, read_so_far
        unread = len(facts(redis_client)) - read_so_far
        most = max(most, unread)
        read_so_far += min(3, unread)
        return unread

    options = ReplayOptions(batch=10, max_unread=20, has_progress_bar=False)
    report = replay(plan, redis_client, KEY, ReplayClock(plan.events[0].at), slow_consumer, options, time, time.elapsed)
    assert report.is_complete
    assert 20 < most <= 30
    assert time.seconds > 0


@pytest.mark.services
def test_a_consumer_that_reads_nothing_ends_the_replay_with_advice(redis_client: "redis.Redis", read: Reader) -> None:
    time = FakeTime()
    plan = read(*(an_open_row(SRRecordID=f"18-{number}") for number in range(30)))
    options = ReplayOptions(batch=10, max_unread=5, patience_seconds=30, has_progress_bar=False)
    with pytest.raises(ReplayError, match=r"10 entries have waited for 30 seconds; start the ingester"):
        replay(
            plan,
            redis_client,
            KEY,
            ReplayClock(plan.events[0].at),
            lambda: len(facts(redis_client)),
            options,
            time,
            time.elapsed,
        )


@pytest.mark.services
def test_a_replay_can_be_stopped_and_written_again_with_the_same_ids(redis_client: "redis.Redis", read: Reader) -> None:
    stop = Signal()
    plan = read(*(an_open_row(SRRecordID=f"18-{number:03}") for number in range(30)))

    def stop_after_ten() -> int:
        if len(facts(redis_client)) >= 10:
            stop.set()
        return 0

    options = ReplayOptions(batch=10, has_progress_bar=False)
    first = replay(plan, redis_client, KEY, ReplayClock(plan.events[0].at), stop_after_ten, options, stop)
    assert not first.is_complete
    assert first.events < 30
    replay(plan, redis_client, KEY, ReplayClock(plan.events[0].at), nothing_waits, options)
    written = [entry["id"] for entry in facts(redis_client)]
    assert written[: first.events] == written[first.events : 2 * first.events]
    assert len(set(written)) == 30


@pytest.mark.services
def test_a_plan_without_events_is_complete_at_once(redis_client: "redis.Redis", read: Reader) -> None:
    plan = read(a_row()).part(after=datetime(2020, 1, 1, tzinfo=UTC))
    report = replay(plan, redis_client, KEY, ReplayClock(datetime(2020, 1, 1, tzinfo=UTC)), nothing_waits, QUIET)
    assert (report.events, report.is_complete) == (0, True)
