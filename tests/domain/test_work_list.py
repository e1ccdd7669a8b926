"""The order of the work list: what will be lost first comes first, and no two rows ever stand equal."""

from dataclasses import replace
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from domain.city import Codes, LiveCity
from domain.clock import from_epoch_ms
from domain.complaints import ComplaintState
from domain.work_list import (
    HOUR_MS,
    Band,
    WorkClock,
    WorkItem,
    WorkKind,
    WorkRules,
    band,
    complaint_items,
    next_clock,
    order_key,
    ordered,
    queue_items,
    work_board,
)
from tests.factories import NOW_MS, a_snapshot, tangerang
from tests.fake_reviews import a_case

NOW, RULES = 1_000 * HOUR_MS, WorkRules()

ITEMS = st.builds(
    WorkItem,
    kind=st.sampled_from(WorkKind),
    ref=st.text("abc", min_size=1, max_size=3),
    since_ms=st.integers(0, 2 * NOW),
    due_ms=st.one_of(st.just(0), st.integers(NOW - 99 * HOUR_MS, NOW + 99 * HOUR_MS)),
    stopped_ms=st.one_of(st.just(0), st.integers(NOW - 99 * HOUR_MS, NOW)),
    is_critical=st.booleans(),
)
LISTS = st.lists(ITEMS, unique_by=lambda item: item.key, max_size=25)


def a_complaint(ref: str, hours_left: float, **changes: object) -> WorkItem:
    item = WorkItem(WorkKind.COMPLAINT, ref, due_ms=NOW + int(hours_left * HOUR_MS), clock=WorkClock.RESOLUTION)
    return replace(item, **changes)  # type: ignore[arg-type]


def test_people_come_first_then_what_can_be_kept_then_what_is_lost() -> None:
    """An emergency, an incident, the deadlines of today, the oldest of the overdue, the others, and what is paused."""
    rows = [
        a_complaint("paused", 2, stopped_ms=NOW - HOUR_MS),
        a_complaint("next week", 150),
        a_complaint("late since yesterday", -20),
        a_complaint("late for long", -500),
        a_complaint("this evening", 6),
        a_complaint("within the hour", 0.5),
        WorkItem(WorkKind.INCIDENT, "flood", since_ms=NOW - HOUR_MS),
        WorkItem(WorkKind.CALL, "112-7", since_ms=NOW, due_ms=NOW + HOUR_MS // 4),
    ]
    expected = ["112-7", "flood", "within the hour", "this evening", "late for long", "late since yesterday"]
    assert [item.ref for item in ordered(rows, NOW, RULES)] == [*expected, "next week", "paused"]


def test_a_clock_that_was_lost_before_its_pause_stays_lost() -> None:
    assert band(a_complaint("a", -5, stopped_ms=NOW - HOUR_MS), NOW, RULES) is Band.LOST
    assert band(a_complaint("a", -0.5, stopped_ms=NOW - HOUR_MS), NOW, RULES) is Band.PAUSED


def test_the_clock_that_can_still_be_kept_is_told() -> None:
    """The first response while nobody answered, then the resolution; where both are lost, the resolution."""
    assert next_clock(NOW + 9, 0, NOW + 5, NOW) == (WorkClock.RESPONSE, NOW + 5)
    assert next_clock(NOW + 9, NOW - 1, NOW + 5, NOW) == (WorkClock.RESOLUTION, NOW + 9)
    assert next_clock(NOW + 9, 0, NOW - 5, NOW) == (WorkClock.RESOLUTION, NOW + 9)
    assert next_clock(NOW - 2, 0, NOW - 5, NOW) == (WorkClock.RESOLUTION, NOW - 2)
    assert next_clock(0, 0, 0, NOW) == (WorkClock.NONE, 0)


@given(LISTS)
def test_the_order_is_total_and_does_not_depend_on_how_rows_came(items: list[WorkItem]) -> None:
    rows = ordered(items, NOW, RULES)
    assert ordered(reversed(rows), NOW, RULES) == rows
    assert sorted(item.key for item in rows) == sorted(item.key for item in items)
    keys = [order_key(item, NOW, RULES) for item in rows]
    assert all(one < other for one, other in pairwise(keys))


@given(LISTS, st.integers(1, 30))
def test_what_is_left_out_is_the_end_and_is_counted(items: list[WorkItem], most: int) -> None:
    board = work_board(items, NOW, replace(RULES, most_rows=most))
    assert [*board.items] == ordered(items, NOW, RULES)[:most]
    assert len(board.items) + board.left_out == len(items)


def test_only_open_complaints_are_work_and_a_secret_one_tells_neither_category_nor_place() -> None:
    city = LiveCity(tangerang())
    codes = Codes.from_profile(tangerang())
    secret = next(code for code in codes.categories if code not in codes.secrets.harmless)
    cases = [
        a_case(1, complaint_id="open"),
        a_case(2, complaint_id="secret", category=secret),
        a_case(3, complaint_id="closed", state=ComplaintState.RESOLVED, closed_ms=NOW_MS - 1),
    ]
    city.load(cases, from_epoch_ms(NOW_MS))
    found = {item.ref: item for item in complaint_items(city.frame(), city.ids(), NOW_MS)}
    assert sorted(found) == ["open", "secret"]
    assert found["open"].what
    assert (found["secret"].what, found["secret"].ward) == ("", "")


def test_a_queue_is_work_from_near_its_promise_on() -> None:
    """Its instant is when the longest wait reaches the promise: later than now below it, earlier above it."""
    board = a_snapshot().services.queues
    found = {item.ref: item for item in queue_items(board, tangerang())}
    assert set(found) == {queue.site for queue in board.sites if queue.has_data and (queue.pressure or 0) >= 0.8}
    assert found
    for queue in board.sites:
        if queue.site in found and queue.longest_minutes is not None:
            assert (found[queue.site].due_ms < board.as_of_ms) == ((queue.pressure or 0) >= 1)
