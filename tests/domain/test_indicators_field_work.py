"""Field work against a recomputation in plain Python, and the cases at its edges."""

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.field_columns import FieldFrame, position_table, task_table
from domain.field_work import Task, TaskState
from domain.indicators import field_work as indicators
from domain.indicators.field_work import CrewCounts, DeadlineCounts, EvidenceShare, PositionAge, PositionAges
from domain.indicators.task_times import Leg, leg_times
from domain.live_table import name_number
from domain.staffing import Shift, StaffingRules
from domain.staffing_columns import shift_table
from tests.domain.field_lives import Field, a_position, a_shift, a_task, fields, frame_of, windows
from tests.domain.lives import DAY_MS, HOUR_MS, MINUTE_MS, NOW, NOW_MS, city

RULES = StaffingRules(city().timezone)
AGES = PositionAges(fresh_seconds=120, silent_seconds=600)
MIDNIGHT_MS = NOW_MS - 10 * HOUR_MS


# --- the same rules once more, task by task and crew by crew


def duties(shifts: Sequence[Shift]) -> dict[str, int]:
    """Crews on duty, and when the latest duty of each began."""
    begun: dict[str, int] = {}
    for shift in shifts:
        if not shift.ended_ms and shift.started_ms >= NOW_MS - DAY_MS:
            begun[shift.crew_id] = max(begun.get(shift.crew_id, 0), shift.started_ms)
    return begun


@given(fields)
def test_crew_counts_equal_a_plain_recomputation(field: Field) -> None:
    tasks, shifts, positions = field
    begun = duties(shifts)
    in_hand = [one for one in tasks if one.is_open]
    busy = set(begun) & {one.crew_id for one in in_hand}
    heard = {crew: begun[crew] for crew in begun}
    for one in positions:
        if one.crew_id in heard:
            heard[one.crew_id] = max(heard[one.crew_id], one.occurred_ms)
    silent = sum(NOW_MS - at_ms > 600_000 for at_ms in heard.values())
    expected = CrewCounts(len(begun), len(begun) - len(busy), len(busy), silent, len(in_hand))
    assert indicators.crew_counts(frame_of(*field), NOW_MS, RULES, AGES) == expected


@given(fields)
def test_only_crews_on_duty_are_followed(field: Field) -> None:
    _, shifts, positions = field
    begun = duties(shifts)
    expected = [one.crew_id in begun and one.occurred_ms >= begun[one.crew_id] for one in positions]
    assert indicators.tracked(frame_of(*field), NOW_MS, RULES).tolist() == expected


def kaplan_meier(durations: Sequence[tuple[int, bool]], share: float) -> tuple[float, bool]:
    """Minutes within which the share has ended, and whether that is only a lower bound; by its definition."""
    lasting = 1.0
    for at in sorted({length for length, has_ended in durations if has_ended}):
        at_risk = sum(length >= at for length, _ in durations)
        lasting *= 1 - sum(length == at and has_ended for length, has_ended in durations) / at_risk
        if lasting <= 1 - share + 1e-9:
            return at / MINUTE_MS, False
    return max(length for length, _ in durations) / MINUTE_MS, True


LEGS: dict[Leg, tuple[Callable[[Task], tuple[int, int]], TaskState]] = {
    Leg.ACCEPT: (lambda one: (one.assigned_ms, one.accepted_ms), TaskState.ACCEPTED),
    Leg.ARRIVE: (lambda one: (one.assigned_ms, one.arrived_ms), TaskState.ARRIVED),
    Leg.TRAVEL: (lambda one: (one.accepted_ms, one.arrived_ms), TaskState.ARRIVED),
    Leg.ON_SITE: (lambda one: (one.arrived_ms, one.finished_ms), TaskState.FINISHED),
}
"""When each leg of a task begins and ends, and in which state it ends."""


@given(fields, windows, st.sampled_from(list(Leg)))
def test_times_of_a_leg_equal_a_plain_recomputation(field: Field, from_ms: int, leg: Leg) -> None:
    instants, state = LEGS[leg]
    cohort = []
    for one in field[0]:
        began_ms, ended_ms = instants(one)
        if began_ms and from_ms < began_ms <= NOW_MS and (ended_ms or one.state < state):
            cohort.append((max(0, (ended_ms or NOW_MS) - began_ms), bool(ended_ms)))
    times = leg_times(frame_of(*field), leg, from_ms, NOW_MS)
    for found, share in ((times.median, 0.5), (times.p90, 0.9)):
        assert (found.n, found.censored) == (len(cohort), sum(not has_ended for _, has_ended in cohort))
        if len(cohort) < 10:
            assert found.minutes is None
        else:
            minutes, is_at_least = kaplan_meier(cohort, share)
            assert found.minutes == pytest.approx(minutes)
            assert found.is_at_least == is_at_least


@given(fields, windows)
def test_finished_evidence_and_deadlines_equal_a_plain_recomputation(field: Field, from_ms: int) -> None:
    tasks, frame = field[0], frame_of(*field)
    done = [one for one in tasks if one.finished_ms and from_ms < one.finished_ms <= NOW_MS]
    agencies = Counter(one.agency for one in done if one.agency != "GONE")
    assert indicators.finished_by_agency(frame, from_ms, NOW_MS) == dict(agencies)
    placed = [one for one in done if one.lat is not None]
    complete = [
        one
        for one in placed
        if one.photos_before and one.photos_after and one.distance_m is not None and one.distance_m <= 100
    ]
    expected = EvidenceShare(len(complete), len(placed), len(done) - len(placed))
    assert indicators.evidence_share(frame, from_ms, NOW_MS) == expected
    due = [one for one in tasks if one.due_ms and from_ms < one.due_ms <= NOW_MS]
    missed = [one for one in due if not one.finished_ms or one.finished_ms > one.due_ms]
    assert indicators.deadlines(frame, from_ms, NOW_MS) == DeadlineCounts(len(due), len(missed))


@given(fields)
def test_tasks_in_hand_and_late_of_each_agency_equal_a_plain_recomputation(field: Field) -> None:
    frame = frame_of(*field)
    open_tasks = [one for one in field[0] if one.is_open and one.agency != "GONE"]
    late = [one for one in open_tasks if 0 < one.due_ms <= NOW_MS]
    of_agencies = indicators.tasks_by_agency(frame, indicators.in_hand(frame))
    assert of_agencies == dict(Counter(one.agency for one in open_tasks))
    assert indicators.late_by_agency(frame, NOW_MS) == dict(Counter(one.agency for one in late))


@given(fields)
def test_the_live_city_and_a_review_give_the_same_numbers(field: Field) -> None:
    """For any window of today: what was finished before has left the live set and counts in neither."""
    tasks, shifts, positions = task_table(city()), shift_table(city(), RULES), position_table(city())
    tasks.load(field[0], NOW)
    shifts.load(field[1], NOW)
    positions.load(field[2], NOW)
    live = FieldFrame(tasks.copy_rows(), shifts.copy_rows(), positions.copy_rows(), tuple(city().agencies))
    both = (live, frame_of(*field))
    assert len({indicators.crew_counts(frame, NOW_MS, RULES, AGES) for frame in both}) == 1
    assert len({leg_times(frame, Leg.ARRIVE, MIDNIGHT_MS, NOW_MS) for frame in both}) == 1
    assert len({indicators.evidence_share(frame, MIDNIGHT_MS, NOW_MS) for frame in both}) == 1
    assert len({str(indicators.finished_by_agency(frame, MIDNIGHT_MS, NOW_MS)) for frame in both}) == 1
    assert len({str(indicators.late_by_agency(frame, NOW_MS)) for frame in both}) == 1


# --- the cases at its edges


def test_a_city_without_field_work_has_counts_of_zero_and_no_shares() -> None:
    frame = frame_of()
    assert indicators.crew_counts(frame, NOW_MS, RULES, AGES) == CrewCounts(0, 0, 0, 0, 0)
    assert indicators.tracked(frame, NOW_MS, RULES).tolist() == []
    assert leg_times(frame, Leg.ACCEPT, 0, NOW_MS).p90.minutes is None
    assert indicators.evidence_share(frame, 0, NOW_MS).value is None
    assert indicators.finished_by_agency(frame, 0, NOW_MS) == {}
    assert indicators.deadlines(frame, 0, NOW_MS) == DeadlineCounts(0, 0)
    assert indicators.late_by_agency(frame, NOW_MS) == {}


def test_a_crew_with_two_shifts_and_two_tasks_is_one_crew() -> None:
    frame = frame_of([a_task(), a_task()], [a_shift(number=1), a_shift(number=2), a_shift("R2", number=3)])
    counts = indicators.crew_counts(frame, NOW_MS, RULES, AGES)
    assert (counts.on_duty, counts.on_task, counts.available, counts.tasks_in_hand) == (2, 1, 1, 2)


def test_a_task_of_a_single_employee_busies_no_crew() -> None:
    counts = indicators.crew_counts(frame_of([a_task(crew_id="")], [a_shift()]), NOW_MS, RULES, AGES)
    assert (counts.available, counts.tasks_in_hand) == (1, 1)


@pytest.mark.parametrize(
    ("seconds", "age"),
    [
        (-30, PositionAge.FRESH),
        (0, PositionAge.FRESH),
        (120, PositionAge.FRESH),
        (121, PositionAge.FADING),
        (600, PositionAge.FADING),
        (601, PositionAge.SILENT),
    ],
)
def test_a_position_fades_before_it_is_silent(seconds: int, age: PositionAge) -> None:
    instants = np.array([NOW_MS - 1000 * seconds], dtype=np.int64)
    assert indicators.position_ages(instants, NOW_MS, AGES).tolist() == [age]


def test_the_thresholds_of_fading_stand_in_order() -> None:
    with pytest.raises(ValueError, match=r"got 600 s and 120 s; swap them"):
        PositionAges(600, 120)


@pytest.mark.parametrize(
    ("shift_minutes", "position_minutes", "silent"), [(60, None, 1), (5, None, 0), (60, 5, 0), (60, 11, 1), (5, 11, 0)]
)
def test_a_crew_is_silent_when_nothing_was_heard_since_it_could_report(
    shift_minutes: int, position_minutes: int | None, silent: int
) -> None:
    """One that has only just begun is not."""
    positions = [] if position_minutes is None else [a_position("R1", position_minutes * MINUTE_MS)]
    frame = frame_of((), [a_shift(ago_ms=shift_minutes * MINUTE_MS)], positions)
    assert indicators.crew_counts(frame, NOW_MS, RULES, AGES).silent == silent


@pytest.mark.parametrize(
    ("shifts", "is_followed"),
    [
        ([a_shift()], True),
        ([], False),
        ([a_shift(ended_ms=NOW_MS - 1)], False),
        ([a_shift("R2")], False),
        ([a_shift(ago_ms=MINUTE_MS)], False),
    ],
)
def test_off_duty_nobody_is_followed(shifts: list[Shift], is_followed: bool) -> None:
    """Nor is the position of an earlier duty drawn in the next one."""
    frame = frame_of((), shifts, [a_position(ago_ms=2 * MINUTE_MS)])
    assert indicators.tracked(frame, NOW_MS, RULES).tolist() == [is_followed]


def test_tasks_that_still_wait_count_as_at_least_so_long() -> None:
    """Else a crew that takes no task at all would look quick."""
    quick = [a_task(state=TaskState.ACCEPTED, accepted_ms=NOW_MS - HOUR_MS + 60_000) for _ in range(10)]
    waiting = [a_task() for _ in range(30)]
    times = leg_times(frame_of([*quick, *waiting]), Leg.ACCEPT, MIDNIGHT_MS, NOW_MS)
    assert (times.median.n, times.median.censored) == (40, 30)
    assert (times.median.minutes, times.median.is_at_least) == (60.0, True)
    alone = leg_times(frame_of(quick), Leg.ACCEPT, MIDNIGHT_MS, NOW_MS)
    assert (alone.median.minutes, alone.median.is_at_least) == (1.0, False)


def test_a_step_that_was_skipped_has_no_time() -> None:
    skipped = a_task(state=TaskState.ARRIVED, arrived_ms=NOW_MS)
    frame = frame_of([skipped])
    assert leg_times(frame, Leg.ACCEPT, MIDNIGHT_MS, NOW_MS).median.n == 0
    assert leg_times(frame, Leg.ARRIVE, MIDNIGHT_MS, NOW_MS).median.n == 1


def complete_task(**changes: object) -> Task:
    values: dict[str, object] = {
        "state": TaskState.FINISHED,
        "finished_ms": NOW_MS,
        "photos_before": 1,
        "photos_after": 1,
        "lat": -6.2,
        "lon": 106.6,
        "distance_m": 100.0,
    }
    return a_task(**{**values, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({}, EvidenceShare(1, 1, 0)),
        ({"photos_before": 0}, EvidenceShare(0, 1, 0)),
        ({"photos_after": 0}, EvidenceShare(0, 1, 0)),
        ({"distance_m": 100.1}, EvidenceShare(0, 1, 0)),
        ({"distance_m": None}, EvidenceShare(0, 1, 0)),
        ({"assigned_ms": NOW_MS + 1}, EvidenceShare(0, 1, 0)),
        ({"lat": None, "lon": None, "distance_m": None}, EvidenceShare(0, 0, 1)),
        ({"finished_ms": MIDNIGHT_MS}, EvidenceShare(0, 0, 0)),
    ],
)
def test_evidence_needs_two_photos_a_place_nearby_and_a_time(
    changes: dict[str, object], expected: EvidenceShare
) -> None:
    assert indicators.evidence_share(frame_of([complete_task(**changes)]), MIDNIGHT_MS, NOW_MS) == expected


@pytest.mark.parametrize(("n", "value"), [(9, None), (10, 1.0)])
def test_evidence_of_fewer_than_ten_has_no_share(n: int, value: float | None) -> None:
    frame = frame_of([complete_task() for _ in range(n)])
    assert indicators.evidence_share(frame, MIDNIGHT_MS, NOW_MS).value == value


@pytest.mark.parametrize(
    ("due_ms", "finished_ms", "expected"),
    [
        (NOW_MS, 0, DeadlineCounts(1, 1)),
        (NOW_MS, NOW_MS, DeadlineCounts(1, 0)),
        (NOW_MS - 1, NOW_MS, DeadlineCounts(1, 1)),
        (NOW_MS + 1, 0, DeadlineCounts(0, 0)),
        (MIDNIGHT_MS, 0, DeadlineCounts(0, 0)),
        (0, 0, DeadlineCounts(0, 0)),
    ],
)
def test_a_deadline_is_missed_when_it_passes_unfinished(
    due_ms: int, finished_ms: int, expected: DeadlineCounts
) -> None:
    state = TaskState.FINISHED if finished_ms else TaskState.ASSIGNED
    frame = frame_of([a_task(due_ms=due_ms, finished_ms=finished_ms, state=state)])
    assert indicators.deadlines(frame, MIDNIGHT_MS, NOW_MS) == expected
    is_late_in_hand = not finished_ms and 0 < due_ms <= NOW_MS
    assert indicators.late_by_agency(frame, NOW_MS) == ({"DPUPR": 1} if is_late_in_hand else {})


def test_crews_are_known_by_their_number() -> None:
    crews, started_ms = indicators.crews_on_duty(frame_of((), [a_shift("R1")]).shifts, NOW_MS, RULES)
    assert (crews.tolist(), started_ms.tolist()) == ([name_number("R1")], [NOW_MS - 3 * HOUR_MS])
