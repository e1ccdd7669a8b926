"""What crews have to do, and where their evidence comes from: examples, and a plain recount."""

from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from msgspec import structs

from domain.field_work import TaskState
from domain.indicators.task_times import Leg, leg_times, times_by_category
from domain.indicators.workload import EvidenceDistance, WorkBoard, Workload, evidence_distance, work_board
from domain.profile import Capacity
from domain.small_cells import SMALLEST_CELL
from domain.staffing import Shift, StaffingRules
from tests.domain.field_lives import Field, a_shift, a_task, fields, frame_of, windows
from tests.domain.lives import HOUR_MS, MINUTE_MS, NOW_MS, city
from tests.domain.test_indicators_field_work import duties

RULES = StaffingRules(city().timezone)
MIDNIGHT_MS = NOW_MS - 10 * HOUR_MS
TREES = Capacity("Pohon", frozenset({"tree_fallen", "tree_risk"}), 4, 15, 20, "a test")


def board(field: Field) -> WorkBoard:
    return work_board(frame_of(*field), MIDNIGHT_MS, NOW_MS, RULES, replace(city(), capacities=(TREES,)))


def five_crews() -> list[Shift]:
    return [a_shift(f"R{number}", number=number) for number in range(SMALLEST_CELL)]


def test_the_load_is_open_tasks_of_crews_by_crews_on_duty() -> None:
    tasks = [a_task(task_id=f"T{number}") for number in range(6)]
    single = a_task(task_id="single", crew_id="", employee_id="p-1")
    done = a_task(task_id="done", state=TaskState.FINISHED, finished_ms=NOW_MS - MINUTE_MS)
    found = board(([*tasks, single, done], five_crews(), []))
    assert (found.city.tasks, found.city.crews, found.city.per_crew) == (6, 5, 1.2)
    assert [(one.agency, one.per_crew) for one in found.agencies] == [("DPUPR", 1.2)]


def test_an_agency_with_few_crews_is_not_shown_and_a_city_without_has_no_load() -> None:
    few = board(([a_task()], five_crews()[:-1], []))
    assert (few.agencies, few.hidden, few.city.crews) == ((), frozenset({"DPUPR"}), 4)
    assert few.of_agency("DPUPR") is None
    nobody = board(([a_task()], [], []))
    assert (nobody.city.tasks, nobody.city.per_crew) == (1, None)


def test_a_capacity_is_held_against_what_is_open_and_what_is_done_today() -> None:
    open_trees = [a_task(task_id=f"T{number}", category="tree_risk") for number in range(3)]
    done = a_task(task_id="D", category="tree_fallen", state=TaskState.FINISHED, finished_ms=NOW_MS - MINUTE_MS)
    before = structs.replace(done, task_id="B", finished_ms=MIDNIGHT_MS - MINUTE_MS)
    (use,) = board(([*open_trees, done, before, a_task(category="pothole")], [], [])).capacities
    assert (use.capacity, use.open, use.finished) == (TREES, 3, 1)


def test_the_distance_of_evidence_is_of_finished_tasks_that_told_both_places() -> None:
    """Ten of 10, 20 … 100 metres, one of 450; one told no place."""
    metres = [*range(10, 101, 10), 450.0]
    tasks = [
        a_task(task_id=f"T{metre}", state=TaskState.FINISHED, finished_ms=NOW_MS - MINUTE_MS, distance_m=float(metre))
        for metre in metres
    ]
    silent = a_task(task_id="silent", state=TaskState.FINISHED, finished_ms=NOW_MS - MINUTE_MS)
    found = evidence_distance(frame_of([*tasks, silent]), MIDNIGHT_MS, NOW_MS)
    assert found == EvidenceDistance(11, 10, 60.0, 100.0)
    assert found.near_share == pytest.approx(10 / 11)
    few = evidence_distance(frame_of(tasks[:9]), MIDNIGHT_MS, NOW_MS)
    assert (few.n, few.median_m, few.p90_m, few.near_share) == (9, None, None, None)


def test_travel_and_work_on_site_are_legs_of_their_own() -> None:
    """Accepted after 5 minutes, there after 20, done after 50: 15 on the way, 30 on site."""
    began = NOW_MS - HOUR_MS
    steps = {"accepted_ms": began + 5 * MINUTE_MS, "arrived_ms": began + 20 * MINUTE_MS}
    done = {"state": TaskState.FINISHED, "finished_ms": began + 50 * MINUTE_MS}
    frame = frame_of([a_task(task_id=f"T{number}", assigned_ms=began, **steps, **done) for number in range(10)])
    minutes = {leg: leg_times(frame, leg, MIDNIGHT_MS, NOW_MS).median.minutes for leg in Leg}
    assert minutes == {Leg.ACCEPT: 5.0, Leg.ARRIVE: 20.0, Leg.TRAVEL: 15.0, Leg.ON_SITE: 30.0}


def test_times_are_told_of_categories_with_enough_tasks() -> None:
    arrived = {"state": TaskState.ARRIVED, "arrived_ms": NOW_MS - 40 * MINUTE_MS}
    trees = [a_task(task_id=f"T{number}", category="tree_risk", **arrived) for number in range(10)]
    holes = [a_task(task_id=f"H{number}", category="pothole", **arrived) for number in range(9)]
    found = times_by_category(frame_of([*trees, *holes, a_task(task_id="own")]), Leg.ARRIVE, MIDNIGHT_MS, NOW_MS)
    assert {code: times.median.minutes for code, times in found.items()} == {"tree_risk": 20.0}


def test_no_few_crews_are_told_by_the_rest_of_the_total() -> None:
    """Three of DLH would be the city's less the others: the next smallest agency is hidden with them."""
    of = {"DLH": 3, "DPUPR": 6, "DISHUB": 9}
    names = [(agency, number) for agency, count in of.items() for number in range(count)]
    shifts = [
        structs.replace(a_shift(f"{agency}-{one}", number=number), agency=agency)
        for number, (agency, one) in enumerate(names)
    ]
    found = board(([], shifts, []))
    assert (found.city.crews, found.hidden) == (18, frozenset({"DLH", "DPUPR"}))
    assert [(one.agency, one.crews) for one in found.agencies] == [("DISHUB", 9)]


@given(fields)
def test_the_load_equals_a_recount(field: Field) -> None:
    tasks, shifts, _ = field
    begun, open_tasks = duties(shifts), [one for one in tasks if one.is_open and one.crew_id]
    found = board(field)
    assert (found.city.tasks, found.city.crews) == (len(open_tasks), len(begun))
    loads, crews = Counter(one.agency for one in open_tasks), Counter("DPUPR" for _ in begun)
    shown = {agency: (loads[agency], count) for agency, count in crews.items() if count >= SMALLEST_CELL}
    assert {one.agency: (one.tasks, one.crews) for one in found.agencies} == shown
    assert found.hidden == {agency for agency, count in crews.items() if count < SMALLEST_CELL}
    assert all(isinstance(one, Workload) and one.per_crew is not None for one in found.agencies)


@given(fields, windows)
def test_distances_equal_a_recount(field: Field, from_ms: int) -> None:
    done = [one for one in field[0] if one.finished_ms and from_ms < one.finished_ms <= NOW_MS]
    metres = sorted(one.distance_m for one in done if one.distance_m is not None)
    found = evidence_distance(frame_of(*field), from_ms, NOW_MS, smallest_n=1)
    assert (found.n, found.near) == (len(metres), sum(metre <= 100 for metre in metres))
    if metres:
        ranks = [-(-len(metres) * share // 100) - 1 for share in (50, 90)]
        assert [found.median_m, found.p90_m] == pytest.approx([metres[rank] for rank in ranks])
