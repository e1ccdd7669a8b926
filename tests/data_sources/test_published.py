"""Every published file the project can read: what is in it, and that its own city takes all of it."""

from collections import Counter
from datetime import timedelta
from pathlib import Path

import msgspec
import pytest

from data_sources.city_folder import load_city
from data_sources.decode import Decoder
from data_sources.replay.city import generate_city
from data_sources.replay.plan import Fault
from data_sources.stream_entry import encode_entry
from domain.events import Event, Rejected, Stream
from tests.data_sources.published import TABLES, published_plan, schema_of

COMPLAINTS, QUEUES, ACTIVITY = Stream
ROWS = {
    "kansascity_potholes": 4_493,
    "sffd_calls": 7_704,
    "wabo_receipt": 8_577,
    "rmv_waits": 1_892,
}
NOTES = {
    "kansascity_potholes": {
        "out_of_order": 1_901,
        "no_due_date": 4_493,
        "closed_after_days": 457,
        "outside_bounds": 42,
    },
    "sffd_calls": {
        "out_of_order": 3_048,
        "read_as: agency 'PRIVATE' as 'Private ambulances'": 757,
        "step_out_of_sequence: task.arrived": 1,
        "no_step: call.arrived": 1_554,
        "no_step: call.closed": 5,
        "no_step: task.accepted": 214,
        "no_step: task.arrived": 1_554,
        "no_step: task.finished": 5,
        "no_step: shift.ended": 5,
    },
    "wabo_receipt": {
        "out_of_order": 855,
        "read_as: group 'EMPTY' as 'Unknown group'": 1_936,
        "read_as: case_group 'empty' as 'Unknown group'": 825,
        "no_step: complaint.resolved": 105,
        "step_moved: complaint.resolved": 2,
        "step_moved: task.assigned": 12,
    },
    "rmv_waits": {"closed_site": 6_634, "no_figure": 87, "repeated_figure": 1_850, "changed_figure": 1_171},
}
EVENTS = {
    "kansascity_potholes": {"complaint.filed": 4_493, "complaint.resolved": 2_812},
    "sffd_calls": {
        "call.received": 3_560,
        "call.dispatched": 7_704,
        "call.arrived": 6_150,
        "call.closed": 3_555,
        "task.assigned": 7_704,
        "task.accepted": 7_490,
        "task.arrived": 6_150,
        "task.finished": 7_699,
        "shift.started": 1_161,
        "shift.ended": 1_156,
    },
    "wabo_receipt": {
        "complaint.filed": 1_434,
        "complaint.resolved": 1_329,
        "task.assigned": 8_577,
        "task.finished": 8_577,
    },
    "rmv_waits": {"site.wait_reported": 48_129},
}
STREAMS = {
    "baltimore_311": (COMPLAINTS,),
    "kansascity_potholes": (COMPLAINTS,),
    "sffd_calls": (COMPLAINTS, ACTIVITY),
    "wabo_receipt": (COMPLAINTS, ACTIVITY),
    "rmv_waits": (QUEUES,),
}


@pytest.mark.parametrize("name", ROWS)
def test_every_row_is_read_and_every_quirk_is_counted(name: str) -> None:
    plan = published_plan(name)
    assert plan.rows == ROWS[name]
    assert dict(plan.notes) == NOTES[name]
    assert Counter(event.payload.type for event in plan.events) == EVENTS[name]


def test_every_cell_of_the_waits_is_accounted_for() -> None:
    """1,890 rows of 30 branches: reported, repeated, closed or empty."""
    plan = published_plan("rmv_waits")
    told_nothing = sum(plan.notes[quirk] for quirk in ("repeated_figure", "closed_site", "no_figure"))
    assert len(plan.events) + told_nothing == 1_890 * 30


@pytest.mark.parametrize("name", TABLES)
def test_only_the_rows_without_a_time_are_set_aside(name: str) -> None:
    rejected = [(row.line, row.reason, row.value) for row in published_plan(name).rejected]
    failures = [(line, Fault.BAD_DATE, "URL request failed") for line in (24, 568)]
    assert rejected == (failures if name == "rmv_waits" else [])


@pytest.mark.parametrize("name", TABLES)
def test_the_city_of_a_file_takes_all_of_its_events(name: str, tmp_path: Path) -> None:
    """Each on the stream of its type, in the order of time, under an id of its own."""
    plan = published_plan(name)
    generate_city(plan, schema_of(name), tmp_path)
    decoder, now = Decoder(load_city(tmp_path)), plan.events[-1].at + timedelta(hours=1)
    assert plan.streams == STREAMS[name]
    assert list(plan.events) == sorted(plan.events, key=lambda event: event.at)
    assert len({event.event_id for event in plan.events}) == len(plan.events)
    for event in plan.events:
        data = msgspec.to_builtins(event.payload)
        entry = encode_entry(event.payload.type, event.event_id, event.at, plan.source, data)
        fields = {key.encode(): value.encode() if isinstance(value, str) else value for key, value in entry.items()}
        decoded = decoder.decode(fields, "1-1", event.stream, now)
        assert not isinstance(decoded, Rejected), decoded
        assert isinstance(decoded, Event)
        assert decoded.payload == event.payload


def test_the_branches_are_sites_without_a_place(tmp_path: Path) -> None:
    plan = published_plan("rmv_waits")
    generate_city(plan, schema_of("rmv_waits"), tmp_path)
    city = load_city(tmp_path)
    assert len(city.sites) == 30
    site = city.sites["martha_s_vineyard"]
    assert (site.name, site.kind, site.agency) == ("Martha's Vineyard", "branch", "registry_of_motor_vehicles")
    assert (site.lat, site.lon, site.is_approximate) == (None, None, True)
    assert [service.wait_target_minutes for service in city.services.values()] == [None]
