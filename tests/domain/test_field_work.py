"""A task and a crew's position are folds: examples, and laws that hold for any set of facts in any order."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import UNSET

from domain import events as ev
from domain.complaints import StoredFact
from domain.field_columns import (
    KEEP_POSITION,
    field_frame,
    is_position_live,
    is_task_live,
    past_positions,
    past_tasks,
    position_table,
    task_table,
)
from domain.field_work import CrewPosition, Task, TaskState, fold_position, fold_task
from domain.live_table import name_number
from domain.nearby import distance_m
from tests.domain.field_lives import (
    ACCEPTED,
    ARRIVED,
    NEAR,
    PLACE,
    assigned,
    finished,
    position_facts,
    positions_of,
    task_facts,
)
from tests.domain.lives import HOUR_MS, NOW, NOW_MS, city

MIDNIGHT_MS = NOW_MS - 10 * HOUR_MS


def hours_ago(*facts: tuple[float, ev.Payload]) -> list[StoredFact]:
    return [StoredFact(NOW_MS - round(ago * HOUR_MS), f"e{n:02}", payload) for n, (ago, payload) in enumerate(facts)]


def task(*facts: tuple[float, ev.Payload]) -> Task:
    return fold_task("T-1", hours_ago(*facts))


def ago_ms(hours: float) -> int:
    return NOW_MS - round(hours * HOUR_MS)


# --- tasks


def test_a_task_goes_through_its_steps() -> None:
    due_at = NOW + timedelta(hours=1)
    one = task(
        (4, assigned(complaint_id="K-1", employee_id="p-1", due_at=due_at, **PLACE)),
        (3, ACCEPTED),
        (2, ARRIVED),
        (1, finished(photos_before=1, photos_after=2, **NEAR)),
    )
    assert (one.agency, one.crew_id, one.employee_id, one.complaint_id) == ("DPUPR", "R1", "p-1", "K-1")
    assert (one.assigned_ms, one.accepted_ms, one.arrived_ms, one.finished_ms) == tuple(map(ago_ms, (4, 3, 2, 1)))
    assert (one.state, one.due_ms, one.is_open) == (TaskState.FINISHED, ago_ms(-1), False)
    assert (one.photos_before, one.photos_after, one.changed_ms) == (1, 2, ago_ms(1))
    assert one.distance_m == pytest.approx(55.6, abs=0.1)


@pytest.mark.parametrize(
    ("payload", "state"),
    [(ACCEPTED, TaskState.ACCEPTED), (ARRIVED, TaskState.ARRIVED), (finished(), TaskState.FINISHED)],
)
def test_a_step_may_be_left_out(payload: ev.Payload, state: TaskState) -> None:
    """The state moves on; a step that nobody reported has no time."""
    one = task((2, assigned()), (1, payload))
    assert one.state == state
    assert [one.accepted_ms, one.arrived_ms, one.finished_ms].count(0) == 2


def test_a_late_report_of_an_earlier_step_does_not_move_a_task_back() -> None:
    one = task((3, assigned()), (2, finished()), (1, ACCEPTED))
    assert (one.state, one.finished_ms) == (TaskState.FINISHED, ago_ms(2))


def test_a_handover_keeps_the_clock_and_voids_what_the_former_crew_did() -> None:
    one = task((4, assigned()), (3, ACCEPTED), (2, ARRIVED), (1, assigned(crew_id="R2")))
    assert (one.crew_id, one.handovers, one.state) == ("R2", 1, TaskState.ASSIGNED)
    assert (one.assigned_ms, one.accepted_ms, one.arrived_ms) == (ago_ms(4), 0, 0)


def test_a_task_given_again_to_the_same_crew_is_no_handover() -> None:
    """A later assignment may only bring a new deadline, or nothing but an agency."""
    one = task((4, assigned(**PLACE)), (3, ACCEPTED), (2, assigned(due_at=NOW)), (1, assigned(crew_id=UNSET)))
    assert (one.crew_id, one.handovers, one.state, one.accepted_ms) == ("R1", 0, TaskState.ACCEPTED, ago_ms(3))
    assert (one.due_ms, one.lat) == (NOW_MS, PLACE["lat"])


def test_a_finished_task_stays_with_who_finished_it() -> None:
    one = task((3, assigned()), (2, finished()), (1, assigned(crew_id="R2")))
    assert (one.crew_id, one.state, one.handovers) == ("R1", TaskState.FINISHED, 0)


def test_evidence_that_is_sent_again_replaces_the_former_and_keeps_the_time() -> None:
    one = task((3, assigned(**PLACE)), (2, finished()), (1, finished(photos_before=1, photos_after=1, **NEAR)))
    assert (one.finished_ms, one.photos_before, one.photos_after) == (ago_ms(2), 1, 1)
    assert one.distance_m is not None


@pytest.mark.parametrize(("place", "evidence"), [({}, NEAR), (PLACE, {}), ({}, {})])
def test_a_distance_needs_two_places(place: dict[str, float], evidence: dict[str, float]) -> None:
    assert task((2, assigned(**place)), (1, finished(**evidence))).distance_m is None


def test_a_task_is_unknown_until_it_is_assigned() -> None:
    one = task((1, finished(photos_before=1)))
    assert (one.is_known, one.is_open) == (False, False)
    assert not is_task_live(one, NOW, city().timezone)
    assert task((1, finished()), (2, assigned())).is_known


@pytest.mark.parametrize(
    ("other", "metres"),
    [((-6.1783, 106.6319), 0.0), ((-7.1783, 106.6319), 111_195.1), ((-6.1783, 106.6328), 99.5)],
)
def test_distances_are_metres_on_the_ground(other: tuple[float, float], metres: float) -> None:
    assert distance_m(PLACE["lat"], PLACE["lon"], *other) == pytest.approx(metres, abs=0.1)


def test_the_other_end_of_the_earth_is_half_a_circumference_away() -> None:
    assert distance_m(0, 0, 0, 180) == pytest.approx(20_015_115, abs=1)


@given(task_facts)
def test_a_task_is_consistent_in_itself(rows: list[StoredFact]) -> None:
    one = fold_task("T-1", rows)
    given_ms = [fact.occurred_ms for fact in rows if isinstance(fact.payload, ev.TaskAssigned)]
    done_ms = [fact.occurred_ms for fact in rows if isinstance(fact.payload, ev.TaskFinished)]
    assert one.assigned_ms == min(given_ms, default=0)
    assert one.finished_ms == min(done_ms, default=0)
    assert (one.state == TaskState.FINISHED) == bool(done_ms)
    assert one.is_open == (bool(given_ms) and not done_ms)
    assert one.changed_ms == max(fact.occurred_ms for fact in rows)
    assert one.accepted_ms == 0 or one.state >= TaskState.ACCEPTED
    assert one.handovers < max(1, len(given_ms))


# --- positions


def test_an_older_position_never_overwrites_a_newer_one() -> None:
    """Not when it comes later, and not at the same instant with a smaller event id."""
    new, old, tie = positions_of((0, "b"), (9, "z"), (0, "a"))
    known = fold_position([new])
    assert known == fold_position([old, tie], known) == fold_position([old, new, tie])
    assert known is not None
    assert (known.crew_id, known.occurred_ms, known.event_id, known.lat) == ("R1", NOW_MS, "b", -6.0)
    assert known.accuracy_m == 12.0


def test_without_positions_there_is_none() -> None:
    assert fold_position([]) is None


@given(position_facts, st.data())
def test_the_latest_position_wins_in_any_order_and_in_any_batches(rows: list[StoredFact], data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(rows), max_size=6))
    shuffled = data.draw(st.permutations([*rows, *repeated]))
    cut = data.draw(st.integers(0, len(shuffled)))
    latest = max(rows, key=lambda fact: (fact.occurred_ms, fact.event_id))
    folded = fold_position(shuffled[cut:], fold_position(shuffled[:cut]))
    assert folded == fold_position([latest])
    assert folded is not None
    assert (folded.occurred_ms, folded.event_id) == (latest.occurred_ms, latest.event_id)


# --- the live set


@pytest.mark.parametrize(
    ("steps", "is_live"),
    [
        ([(400, assigned())], True),
        ([(400, assigned()), (0.5, finished())], True),
        ([(400, assigned()), (10, finished())], True),
        ([(400, assigned()), (10.01, finished())], False),
    ],
)
def test_a_task_is_live_while_it_is_open_and_for_the_rest_of_its_last_day(
    steps: list[tuple[float, ev.Payload]], is_live: bool
) -> None:
    assert is_task_live(task(*steps), NOW, city().timezone) == is_live


def a_position(number: int, ago: timedelta) -> CrewPosition:
    at_ms = NOW_MS - ago // timedelta(milliseconds=1)
    return CrewPosition(crew_id=f"R{number}", agency="DPUPR", occurred_ms=at_ms, event_id="e", lat=-6.2, lon=106.6)


def test_a_position_is_kept_for_a_day() -> None:
    assert is_position_live(a_position(1, KEEP_POSITION), NOW)
    assert not is_position_live(a_position(1, KEEP_POSITION + timedelta(milliseconds=1)), NOW)


def live_tasks(tasks: Sequence[Task], now: datetime) -> set[str]:
    return {one.task_id for one in tasks if is_task_live(one, now, city().timezone)}


@given(st.lists(task_facts, max_size=10), st.lists(st.integers(0, 40), max_size=10), st.integers(0, 60))
def test_what_leaves_as_time_goes_by_would_not_be_loaded(
    lives: list[list[StoredFact]], ages: list[int], hours: int
) -> None:
    later = NOW + timedelta(hours=hours)
    tasks = [fold_task(f"T-{number}", rows) for number, rows in enumerate(lives)]
    positions = [a_position(number, timedelta(hours=age)) for number, age in enumerate(ages)]
    task_rows, position_rows = task_table(city()), position_table(city())
    task_rows.load(tasks, NOW)
    position_rows.load(positions, NOW)
    task_rows.drop(past_tasks(task_rows.live_rows, later, city().timezone))
    position_rows.drop(past_positions(position_rows.live_rows, later))
    assert set(task_rows.ids()) == live_tasks(tasks, NOW) & live_tasks(tasks, later)
    assert set(position_rows.ids()) == {one.crew_id for one in positions if is_position_live(one, later)}


def test_a_frame_from_the_store_has_the_values_of_the_live_one() -> None:
    one = task((3, assigned(**PLACE)), (2, ACCEPTED))
    unknown = fold_task("T-2", hours_ago((1, ACCEPTED)))
    place = a_position(1, timedelta(minutes=1))
    tasks, positions = task_table(city()), position_table(city())
    tasks.load([one, unknown], NOW)
    positions.load([place], NOW)
    frame = field_frame([one, unknown], [], [place], city())
    assert str(frame.tasks.tolist()) == str(tasks.copy_rows().tolist())
    assert str(frame.positions.tolist()) == str(positions.copy_rows().tolist())
    assert frame.tasks["crew"].tolist() == frame.positions["crew"].tolist() == [name_number("R1")]
    assert np.isnan(frame.tasks["distance_m"]).tolist() == [True]
