"""A call to 112 is a fold over the set of its events; which calls are live."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import events as ev
from domain.complaints import StoredFact
from domain.emergencies import CallCodes, CallState, call_frame, call_table, fold_call, is_call_live, past_calls
from tests.domain.lives import MINUTE_MS, NOW, NOW_MS, city
from tests.domain.queue_lives import call_facts, minutes

DAY = 24 * 60
CLOSED = ev.CallClosed(call_id="C1", outcome="handled")


def received(**changes: object) -> ev.CallReceived:
    return ev.CallReceived(call_id="C1", **{"category": "fire", **changes})  # type: ignore[arg-type]  # any field


def sent(unit_id: str = "U1") -> ev.CallDispatched:
    return ev.CallDispatched(call_id="C1", unit_id=unit_id, agency="BPBD")


def arrived(unit_id: str = "U1") -> ev.CallArrived:
    return ev.CallArrived(call_id="C1", unit_id=unit_id)


def test_a_call_goes_from_receipt_to_closed() -> None:
    call = fold_call("C1", minutes((30, received()), (28, sent()), (18, arrived()), (5, CLOSED)))
    assert (call.entity_id, call.category, call.is_emergency, call.outcome) == ("C1", "fire", True, "handled")
    instants = (call.received_ms, call.dispatched_ms, call.arrived_ms, call.closed_ms)
    assert instants == tuple(NOW_MS - before * MINUTE_MS for before in (30, 28, 18, 5))
    assert (call.state, call.is_open, call.is_waiting) == (CallState.CLOSED, False, False)


def test_the_first_unit_counts_and_every_unit_keeps_its_times() -> None:
    facts = minutes((30, received()), (28, sent("U1")), (27, sent("U2")), (20, arrived("U2")), (15, arrived("U1")))
    call = fold_call("C1", facts)
    assert (call.dispatched_ms, call.arrived_ms) == (NOW_MS - 28 * MINUTE_MS, NOW_MS - 20 * MINUTE_MS)
    times = [(unit.unit_id, unit.agency, unit.dispatched_ms, unit.arrived_ms) for unit in call.units]
    assert times == [
        ("U1", "BPBD", NOW_MS - 28 * MINUTE_MS, NOW_MS - 15 * MINUTE_MS),
        ("U2", "BPBD", NOW_MS - 27 * MINUTE_MS, NOW_MS - 20 * MINUTE_MS),
    ]


def test_a_second_unit_sent_after_the_first_arrived_does_not_turn_the_call_back() -> None:
    call = fold_call("C1", minutes((30, received()), (20, arrived()), (10, sent("U2"))))
    assert (call.state, call.is_waiting) == (CallState.ARRIVED, False)


def test_an_emergency_waits_until_a_unit_arrives_and_another_call_never_does() -> None:
    assert fold_call("C1", minutes((30, received()), (20, sent()))).is_waiting
    assert not fold_call("C1", minutes((30, received(is_emergency=False)))).is_waiting


def test_a_call_is_unknown_until_it_is_received() -> None:
    assert not fold_call("C1", minutes((20, sent()))).is_known
    call = fold_call("C1", minutes((30, sent()), (20, received())))
    assert (call.is_known, call.state) == (True, CallState.DISPATCHED)


@given(call_facts)
def test_a_call_is_consistent_in_itself(rows: list[StoredFact]) -> None:
    call = fold_call("C1", rows)
    assert (call.state == CallState.CLOSED) == (call.closed_ms != 0)
    sent_at = [unit.dispatched_ms for unit in call.units if unit.dispatched_ms]
    arrived_at = [unit.arrived_ms for unit in call.units if unit.arrived_ms]
    assert call.dispatched_ms == min(sent_at, default=0)
    assert call.arrived_ms == min(arrived_at, default=0)
    assert len({unit.unit_id for unit in call.units}) == len(call.units)
    assert call.is_waiting <= call.is_open <= call.is_known


@pytest.mark.parametrize(
    ("age", "is_emergency", "is_closed", "is_live"),
    [
        (25 * 60, False, True, True),
        (25 * 60 + 1, False, False, False),
        (25 * 60 + 1, True, True, False),
        (7 * DAY, True, False, True),
        (7 * DAY + 1, True, False, False),
    ],
)
def test_calls_are_live_for_a_day_and_open_emergencies_for_a_week(
    age: int, is_emergency: bool, is_closed: bool, is_live: bool
) -> None:
    facts = [(age, received(is_emergency=is_emergency)), *([(age, CLOSED)] if is_closed else [])]
    assert is_call_live(fold_call("C1", minutes(*facts)), NOW) is is_live


@given(call_facts, st.integers(0, 9 * DAY).map(lambda n: NOW + timedelta(minutes=n)))
def test_dropping_leaves_the_call_that_a_fresh_load_holds(rows: list[StoredFact], later: datetime) -> None:
    call = fold_call("C1", rows)
    table, fresh = call_table(city()), call_table(city())
    table.apply(call, NOW)
    table.drop(past_calls(table.live_rows, later))
    fresh.apply(call, later)
    assert table.ids() == fresh.ids()


def test_a_frame_from_the_store_equals_the_live_one() -> None:
    ward, codes = "36.71.01.1001", CallCodes.from_profile(city())
    call = fold_call("C1", minutes((30, received(ward=ward, lat=-6.17, lon=106.63)), (28, sent()), (27, sent("U2"))))
    unknown = fold_call("C2", minutes((30, sent())))
    frame, table = call_frame([unknown, call], city()), call_table(city())
    table.load([unknown, call], NOW)
    assert np.array_equal(frame.rows, table.copy_rows())
    row = frame.rows[0]
    assert (codes.categories[row["category"]], codes.wards[row["ward"]], row["units"]) == ("fire", ward, 2)
    assert (row["lat"], row["lon"]) == (-6.17, 106.63)
