"""Files that are cut short, rows that cannot be read, and schemas with a mistake."""

import gzip
from pathlib import Path
from typing import Any

import pytest
import yaml

from data_sources.replay.plan import Fault
from data_sources.replay.reading import read_events
from data_sources.replay.schema import FileSchema, ReplayError, read_schema
from tests.data_sources.replay.columns import write_table
from tests.data_sources.replay.rows import SCHEMA_FILE, Reader, Row, a_row


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
