"""Attendance of the simulated city: shares, hours and days off."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import date

import numpy as np
import pytest

from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.steps import Step
from domain.profile import CityProfile
from tests.data_sources.simulator.plans import at_ms, attendance_plan, by_entity

TUESDAY, FRIDAY, SATURDAY = date(2026, 11, 17), date(2026, 11, 20), date(2026, 11, 21)
IN_RAMADAN = date(2026, 3, 3)
PEOPLE = 4870


def of(day: date, tangerang: CityProfile, config: SimulatorConfig) -> Sequence[Step]:
    return sorted(attendance_plan(tangerang, config).steps(day))


def checked_in(steps: Sequence[Step], *, is_field: bool) -> list[int]:
    return [
        step.at_ms
        for step in steps
        if step.type == "attendance.checked_in" and step.data.get("is_field", False) == is_field
    ]


def test_shares_of_a_working_day_are_believable(tangerang: CityProfile, config: SimulatorConfig) -> None:
    types = Counter(step.type for step in of(TUESDAY, tangerang, config))
    absent = PEOPLE - types["attendance.checked_in"] - types["attendance.excused"]
    assert 0.05 <= types["attendance.excused"] / PEOPLE <= 0.08
    assert 0.01 <= absent / PEOPLE <= 0.03
    assert types["attendance.checked_out"] == types["attendance.checked_in"]


def test_everybody_has_one_state_a_day(tangerang: CityProfile, config: SimulatorConfig) -> None:
    for life in by_entity(of(TUESDAY, tangerang, config), "employee_id").values():
        types = [step.type.partition(".")[2] for step in life]
        assert types in (["excused"], ["checked_in", "checked_out"])


def test_offices_fill_around_half_past_seven(tangerang: CityProfile, config: SimulatorConfig) -> None:
    came = np.array(checked_in(of(TUESDAY, tangerang, config), is_field=False))
    assert 0.80 <= float(np.mean(came <= at_ms(tangerang, TUESDAY, 7, 30))) <= 0.95
    assert 0.90 <= float(np.mean(came <= at_ms(tangerang, TUESDAY, 7, 45))) <= 0.98
    assert at_ms(tangerang, TUESDAY, 5, 45) <= came.min()
    assert came.max() < at_ms(tangerang, TUESDAY, 16)


@pytest.mark.parametrize(
    ("day", "begins", "ends"), [(TUESDAY, (7, 30), (16, 0)), (FRIDAY, (7, 30), (16, 30)), (IN_RAMADAN, (8, 0), (15, 0))]
)
def test_offices_keep_the_hours_of_the_calendar(
    tangerang: CityProfile, config: SimulatorConfig, day: date, begins: tuple[int, int], ends: tuple[int, int]
) -> None:
    steps = of(day, tangerang, config)
    came = checked_in(steps, is_field=False)
    office = {step.data["employee_id"] for step in steps if "-K" in step.data["employee_id"]}
    left = [step.at_ms for step in steps if step.type.endswith("out") and step.data["employee_id"] in office]
    half_hour = 30 * 60_000
    assert abs(float(np.median(came)) - at_ms(tangerang, day, *begins)) < half_hour
    assert min(left) >= at_ms(tangerang, day, *ends)
    assert float(np.median(left)) < at_ms(tangerang, day, *ends) + half_hour


def test_on_a_day_off_only_a_part_of_the_field_staff_comes(tangerang: CityProfile, config: SimulatorConfig) -> None:
    steps = of(SATURDAY, tangerang, config)
    field = sum(people.field for people in tangerang.headcounts.values())
    assert checked_in(steps, is_field=False) == []
    assert 0.2 <= len(checked_in(steps, is_field=True)) / field <= 0.35


def test_no_unit_has_more_people_than_are_scheduled(tangerang: CityProfile, config: SimulatorConfig) -> None:
    people: dict[str, set[str]] = defaultdict(set)
    for step in of(TUESDAY, tangerang, config):
        people[step.data["agency"]].add(step.data["employee_id"])
    for agency, known in people.items():
        headcount = tangerang.headcounts[agency]
        assert len(known) <= headcount.office + headcount.field
