"""Crews of the simulated city: shifts, tasks that stem from complaints, and ways that a car can go."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from itertools import pairwise

import numpy as np
import pytest

from data_sources.simulator.arrivals import Arrivals
from data_sources.simulator.complaints import Complaints
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.steps import Step
from domain.nearby import distance_m
from domain.profile import CityProfile
from domain.sla import LegalLimits
from tests.data_sources.simulator.plans import MINUTE_MS, at_ms, by_entity, field_plan, instants, position_plan

TUESDAY = date(2026, 11, 17)
SATURDAY = date(2026, 11, 21)
TASK_STEPS = ["assigned", "accepted", "arrived", "finished"]


@pytest.fixture(scope="module")
def fortnight(tangerang: CityProfile, config: SimulatorConfig) -> Mapping[date, Sequence[Step]]:
    plan = field_plan(tangerang, config)
    days = [TUESDAY + timedelta(days=number) for number in range(14)]
    return {day: sorted(plan.steps(day)) for day in days}


def test_seventy_crews_work_in_three_shifts(fortnight: Mapping[date, Sequence[Step]], tangerang: CityProfile) -> None:
    def on_duty(day: date, hour: int) -> int:
        lives = by_entity(fortnight[day], "shift_id").values()
        now_ms = at_ms(tangerang, day, hour)
        return sum(life[0].at_ms <= now_ms < life[-1].at_ms for life in lives)

    crews = {step.data["crew_id"] for step in fortnight[TUESDAY] if step.type == "shift.started"}
    assert len(crews) == 70
    assert on_duty(TUESDAY, 10) > on_duty(TUESDAY, 18) > 10
    assert on_duty(SATURDAY, 10) == pytest.approx(on_duty(TUESDAY, 10) / 2, abs=3)


def test_a_task_goes_from_its_assignment_to_its_evidence(fortnight: Mapping[date, Sequence[Step]]) -> None:
    for steps in fortnight.values():
        for life in by_entity(steps, "task_id").values():
            assert [step.type.partition(".")[2] for step in life] == TASK_STEPS
            assert len({step.at_ms for step in life}) == len(TASK_STEPS)
            assert life[-1].data["photos_after"] >= 1


def test_a_crew_does_one_thing_at_a_time_and_on_duty(fortnight: Mapping[date, Sequence[Step]]) -> None:
    for steps in fortnight.values():
        shifts = {life[0].data["crew_id"]: life for life in by_entity(steps, "shift_id").values()}
        spans: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for life in by_entity(steps, "task_id").values():
            spans[life[0].data["crew_id"]].append((life[0].at_ms, life[-1].at_ms))
        for crew, tasks in spans.items():
            assert all(before[1] <= after[0] for before, after in pairwise(sorted(tasks)))
            duty = shifts[crew]
            assert duty[0].at_ms <= min(tasks)[0]
            assert max(end for _, end in tasks) <= duty[-1].at_ms


def test_times_of_tasks_are_those_of_a_town(fortnight: Mapping[date, Sequence[Step]]) -> None:
    lives = [instants(life) for steps in fortnight.values() for life in by_entity(steps, "task_id").values()]
    accepted, arrived = ([(at[name] - at["assigned"]) / MINUTE_MS for at in lives] for name in ("accepted", "arrived"))
    assert 100 <= len(lives) / 14 <= 260
    assert 2 <= float(np.median(accepted)) <= 6
    assert 8 <= float(np.median(arrived)) <= 25


def test_work_on_complaints_is_a_task_of_the_agency_that_completed_it(
    fortnight: Mapping[date, Sequence[Step]], tangerang: CityProfile, config: SimulatorConfig
) -> None:
    complaints = Complaints(tangerang, config, 1, None, LegalLimits())
    completed: dict[str, tuple[str, int]] = {}
    for number in range(40):
        for life in complaints.lives(TUESDAY + timedelta(days=14 - number)):
            agency = ""
            for step in life:
                agency = step.data.get("agency", agency)
                if step.type == "complaint.completed":  # once more when it was reopened
                    completed.setdefault(step.data["complaint_id"], (agency, step.at_ms))
    linked = {
        life[0].data["complaint_id"]: (life[0].data["agency"], life[-1].at_ms)
        for steps in fortnight.values()
        for life in by_entity(steps, "task_id").values()
        if "complaint_id" in life[0].data
    }
    assert len(linked) / 14 > 12
    assert {complaint: completed[complaint] for complaint in linked} == linked


def test_most_evidence_is_complete(fortnight: Mapping[date, Sequence[Step]]) -> None:
    complete = []
    for steps in fortnight.values():
        for life in by_entity(steps, "task_id").values():
            task, done = life[0].data, life[-1].data
            if "lat" in task:
                is_near = distance_m(task["lat"], task["lon"], done["lat"], done["lon"]) <= 100
                complete.append(is_near and done["photos_before"] > 0)
    assert 0.85 <= float(np.mean(complete)) <= 0.95


def test_rain_brings_work(tangerang: CityProfile, config: SimulatorConfig) -> None:
    arrivals, plan = Arrivals(tangerang, config, 1, None), field_plan(tangerang, config)
    tasks: dict[bool, list[int]] = {True: [], False: []}
    for number in range(28):
        day = date(2026, 1, 5) + timedelta(days=number)
        if tangerang.calendar.is_working_day(day):
            types = Counter(step.type for step in plan.steps(day))
            tasks[arrivals.rain(day) is not None].append(types["task.assigned"])
    assert float(np.mean(tasks[True])) > 1.15 * float(np.mean(tasks[False]))


# --- positions


@pytest.fixture(scope="module")
def positions(tangerang: CityProfile, config: SimulatorConfig) -> Sequence[Step]:
    return sorted(position_plan(tangerang, config).steps(TUESDAY))


def test_crews_are_followed_on_duty_only(positions: Sequence[Step], fortnight: Mapping[date, Sequence[Step]]) -> None:
    shifts = {life[0].data["crew_id"]: life for life in by_entity(fortnight[TUESDAY], "shift_id").values()}
    assert {step.data["crew_id"] for step in positions} == set(shifts)
    for step in positions:
        duty = shifts[step.data["crew_id"]]
        assert duty[0].at_ms <= step.at_ms <= duty[-1].at_ms


def test_positions_come_every_45_seconds_and_at_night_less_often(
    positions: Sequence[Step], tangerang: CityProfile
) -> None:
    gaps: dict[bool, list[int]] = {True: [], False: []}
    for life in by_entity(positions, "crew_id").values():
        for before, after in pairwise(life):
            gaps[before.at_ms >= at_ms(tangerang, TUESDAY, 22)].append(after.at_ms - before.at_ms)
    assert float(np.median(gaps[False])) == 45_000
    assert float(np.median(gaps[True])) == 120_000
    assert 1 <= sum(gap > 10 * MINUTE_MS for gap in gaps[False]) <= 10  # a crew falls silent now and then


def test_crews_move_as_cars_do(positions: Sequence[Step], tangerang: CityProfile) -> None:
    speeds = []
    for life in by_entity(positions, "crew_id").values():
        for before, after in pairwise(life):
            way_m = distance_m(before.data["lat"], before.data["lon"], after.data["lat"], after.data["lon"])
            speeds.append(way_m / (after.at_ms - before.at_ms) * 3600)
    assert all(tangerang.bounds.contains(step.data["lat"], step.data["lon"]) for step in positions)
    assert 0.25 <= float(np.mean(np.array(speeds) > 3)) <= 0.75
    assert float(np.quantile(speeds, 0.99)) < 45
