"""Rows with the instants of several steps: units sent to calls, and actions on cases."""

from pathlib import Path
from typing import Any

import pytest
import yaml
from msgspec import to_builtins

from data_sources.replay.plan import Fault, Quirk
from data_sources.replay.schema import ReplayError, read_schema, schema_path
from domain.events import Stream
from tests.data_sources.replay.columns import changed_schema, read_rows, told

Row = dict[str, str]


def a_unit(unit: str = "E39", call: str = "16-1", **changes: str) -> Row:
    """An engine sent across the turn of the year; a test states only what matters to it."""
    row = {
        "RowID": f"{call}-{unit}",
        "Call Number": call,
        "Unit ID": unit,
        "Unit Type": "ENGINE",
        "Call Type": "Alarms",
        "Call Final Disposition": "Fire",
        "Watch Date": "12/31/2016",
        "Received DtTm": "12/31/2016 11:57:56 PM",
        "Dispatch DtTm": "12/31/2016 11:59:42 PM",
        "Response DtTm": "01/01/2017 12:01:47 AM",
        "On Scene DtTm": "01/01/2017 12:04:18 AM",
        "Available DtTm": "01/01/2017 12:24:11 AM",
        "Location": "(37.745858648581, -122.456664252061)",
    }
    times = {f"{name.replace('_', ' ')} DtTm": value for name, value in changes.items() if f"{name} DtTm" in row}
    others = {name.replace("_", " "): value for name, value in changes.items() if f"{name} DtTm" not in row}
    return row | times | others


def an_action(task: str, done: str, **changes: str) -> Row:
    row = {
        "concept:instance": task,
        "case:concept:name": "case-1",
        "case:startdate": "2011-10-11 13:42:22.688000+02:00",
        "case:enddate": "2011-12-01 09:00:00+01:00",
        "case:deadline": "2011-12-06 13:41:31.788000+01:00",
        "case:channel": "Internet",
        "case:group": "Group 2",
        "org:group": "Group 1",
        "org:resource": "Resource21",
        "time:timestamp": done,
    }
    return row | {name.replace("_", ":"): value for name, value in changes.items()}


# --- units sent to calls


def test_a_unit_is_told_as_part_of_its_call_and_as_a_task_of_its_crew(tmp_path: Path) -> None:
    """Over midnight and the year's end, with the receipt first."""
    plan = read_rows(tmp_path, "sffd_calls", a_unit())
    assert told(plan) == [
        ("call.received", "16-1", "12-31 23:57:56"),
        ("call.dispatched", "16-1", "12-31 23:59:42"),
        ("shift.started", "E39 12/31/2016", "12-31 23:59:42"),
        ("task.assigned", "16-1-E39", "12-31 23:59:42"),
        ("task.accepted", "16-1-E39", "01-01 00:01:47"),
        ("call.arrived", "16-1", "01-01 00:04:18"),
        ("task.arrived", "16-1-E39", "01-01 00:04:18"),
        ("call.closed", "16-1", "01-01 00:24:11"),
        ("shift.ended", "E39 12/31/2016", "01-01 00:24:11"),
        ("task.finished", "16-1-E39", "01-01 00:24:11"),
    ]
    assert plan.notes == {}
    assert plan.streams == (Stream.COMPLAINTS, Stream.ACTIVITY)
    assert to_builtins(plan.events[3].payload) == {
        "task_id": "16-1-E39",
        "crew_id": "E39",
        "complaint_id": "16-1",
        "agency": "san_francisco_fire_department",
        "lat": 37.745858648581,
        "lon": -122.456664252061,
    }


def test_a_call_is_received_once_and_closed_when_its_last_unit_is_available(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(), a_unit("T15", Available="01/01/2017 12:59:00 AM"), a_unit("B9"))
    about_the_call = [line for line in told(plan) if line[0] in ("call.received", "call.closed")]
    assert about_the_call == [("call.received", "16-1", "12-31 23:57:56"), ("call.closed", "16-1", "01-01 00:59:00")]


@pytest.mark.parametrize("order", [1, -1])
def test_a_call_stays_open_while_one_of_its_units_is_not_available(tmp_path: Path, order: int) -> None:
    """Whichever row comes first; what has no instant is counted and is no event."""
    plan = read_rows(tmp_path, "sffd_calls", *[a_unit(), a_unit("T15", Available="")][::order])
    assert "call.closed" not in {event.payload.type for event in plan.events}
    assert plan.notes == {f"{Quirk.NO_STEP}: {name}": 1 for name in ("call.closed", "task.finished", "shift.ended")}


def test_a_unit_that_is_called_off_never_arrives(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(Response="", On_Scene=""), a_unit("T15", **{"On Scene": ""}))
    assert plan.notes[f"{Quirk.NO_STEP}: call.arrived"] == 1


def test_a_unit_on_scene_before_it_responds_is_kept_as_it_is(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(Response="01/01/2017 12:05:00 AM"))
    assert plan.notes == {f"{Quirk.STEP_OUT_OF_SEQUENCE}: task.arrived": 1}
    assert ("task.accepted", "16-1-E39", "01-01 00:05:00") in told(plan)


def test_private_ambulances_are_another_agency(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(), a_unit("AM30", Unit_Type="PRIVATE"))
    assert list(plan.agencies.values()) == ["Private ambulances", "San Francisco Fire Department"]
    assert plan.notes == {"read_as: agency 'PRIVATE' as 'Private ambulances'": 1}


def test_a_later_row_that_tells_the_call_differently_is_counted(tmp_path: Path) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(), a_unit("T15", Received="12/31/2016 11:50:00 PM"))
    assert plan.notes[f"{Quirk.OTHER_ACCOUNT}: call.received"] == 1
    assert told(plan)[0] == ("call.received", "16-1", "12-31 23:57:56")


@pytest.mark.parametrize(
    ("changes", "fault", "column"),
    [
        ({"Dispatch": ""}, Fault.MISSING_VALUE, "Dispatch DtTm"),
        ({"Available": "later"}, Fault.BAD_DATE, "Available DtTm"),
        ({"RowID": ""}, Fault.MISSING_VALUE, "RowID"),
        ({"RowID": "16-1-E39"}, Fault.REPEATED_KEY, "RowID"),
        ({"Call_Number": "9" * 81}, Fault.BREAKS_CONTRACT, ""),
    ],
)
def test_a_row_that_cannot_be_read_leaves_no_trace_of_itself(
    tmp_path: Path, changes: Row, fault: Fault, column: str
) -> None:
    plan = read_rows(tmp_path, "sffd_calls", a_unit(), a_unit("T15", **changes))
    assert [(row.line, row.reason, row.column) for row in plan.rejected] == [(3, fault, column)]
    assert plan.events == read_rows(tmp_path, "sffd_calls", a_unit()).events


# --- actions on cases


def test_a_case_has_a_deadline_that_its_actions_share(tmp_path: Path) -> None:
    """Offsets are taken at their word, on both sides of a change of the clocks; the case is told once."""
    plan = read_rows(
        tmp_path,
        "wabo_receipt",
        an_action("task-1", "2011-10-11 13:45:40.276000+02:00"),
        an_action("task-2", "2011-11-24 15:36:51.302000+01:00", org_group="EMPTY"),
    )
    assert told(plan) == [
        ("complaint.filed", "case-1", "10-11 13:42:22"),
        ("task.assigned", "task-1", "10-11 13:42:22"),
        ("task.assigned", "task-2", "10-11 13:42:22"),
        ("task.finished", "task-1", "10-11 13:45:40"),
        ("task.finished", "task-2", "11-24 15:36:51"),
        ("complaint.resolved", "case-1", "12-01 09:00:00"),
    ]
    due = {to_builtins(event.payload)["due_at"] for event in plan.events[:3]}
    assert due == {"2011-12-06T12:41:31.788000Z"}
    assert plan.notes == {"read_as: group 'EMPTY' as 'Unknown group'": 1}


def test_an_action_before_its_case_and_an_end_before_its_start_are_moved(tmp_path: Path) -> None:
    early = an_action("task-1", "2011-10-10 09:00:00+02:00", case_enddate="2011-10-01 09:00:00+02:00")
    plan = read_rows(tmp_path, "wabo_receipt", early)
    assert told(plan) == [
        ("task.assigned", "task-1", "10-10 09:00:00"),
        ("task.finished", "task-1", "10-10 09:00:00"),
        ("complaint.filed", "case-1", "10-11 13:42:22"),
        ("complaint.resolved", "case-1", "10-11 13:42:22"),
    ]
    assert plan.notes == {f"{Quirk.STEP_MOVED}: complaint.resolved": 1, f"{Quirk.STEP_MOVED}: task.assigned": 1}


# --- schemas


@pytest.mark.parametrize(
    ("step", "message"),
    [
        ({"event": "call.vanished"}, "expected a type of the contract, got 'call.vanished'"),
        ({"event": "heartbeat"}, "expected a type of the contract, got 'heartbeat'"),
        ({"data": {"call_id": "call", "colour": "unit"}}, "call.received has no colour; remove it"),
        ({"data": {"category": "category"}}, "expected call_id, which says what call.received is about"),
        ({"at": "heard"}, "expected each name that a step uses in columns; add heard"),
        ({"per": "sometimes"}, "steps.0.per"),
    ],
)
def test_a_step_with_a_mistake_is_named(tmp_path: Path, step: dict[str, Any], message: str) -> None:
    first, *others = yaml.safe_load(schema_path("sffd_calls").read_text(encoding="utf-8"))["steps"]
    with pytest.raises(ReplayError, match=message):
        read_schema(changed_schema(tmp_path, "sffd_calls", steps=[first | step, *others]))


@pytest.mark.parametrize(
    ("rule", "message"),
    [
        ({"column": "Location", "pattern": "("}, "expected a regular expression"),
        ({"column": "Location", "pattern": "x"}, "expected a regular expression with one group"),
        ({"values": {"a": "b"}}, "expected a column, or otherwise with the text that all rows have"),
    ],
)
def test_a_column_with_a_mistake_is_named(tmp_path: Path, rule: dict[str, Any], message: str) -> None:
    columns = yaml.safe_load(schema_path("sffd_calls").read_text(encoding="utf-8"))["columns"]
    with pytest.raises(ReplayError, match=rf"columns.lat.*{message}"):
        read_schema(changed_schema(tmp_path, "sffd_calls", columns=columns | {"lat": rule}))


def test_a_schema_says_what_kind_of_rows_it_reads(tmp_path: Path) -> None:
    with pytest.raises(ReplayError, match="reads: expected one of complaints, steps, waits, got 'dreams'"):
        read_schema(changed_schema(tmp_path, "sffd_calls", reads="dreams"))
