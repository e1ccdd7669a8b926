"""Attendance against a recomputation in plain Python, and what must never be shown."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import time, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators.staffing import AttendanceBoard, UnitAttendance, WorkDay, attendance_board, work_day
from domain.privacy import SMALLEST_UNIT, shows_unit
from domain.profile import Headcount
from domain.staffing import Attendance, AttendanceState, StaffingRules
from domain.staffing_columns import AttendanceFrame, attendance_frame, attendance_table
from tests.domain.lives import DAY_MS, HOUR_MS, MINUTE_MS, NOW, NOW_MS, city

DAY = work_day(NOW, city().calendar, time(7, 30), timedelta(minutes=15))
PRESENT = (AttendanceState.CHECKED_IN, AttendanceState.CHECKED_OUT)


def a_person(number: int, **changes: object) -> Attendance:
    values: dict[str, object] = {
        "state": AttendanceState.CHECKED_IN,
        "agency": "DLH",
        "day_ms": DAY.day_ms,
        "in_ms": DAY.begins_ms,
        "last_in_ms": DAY.begins_ms,
    }
    return Attendance(employee_id=f"p-{number}", **{**values, **changes})  # type: ignore[arg-type]  # any field


def people(count: int, first: int = 0, **changes: object) -> list[Attendance]:
    return [a_person(first + number, **changes) for number in range(count)]


def board(
    everybody: Iterable[Attendance], headcounts: dict[str, Headcount], day: WorkDay = DAY, now_ms: int = NOW_MS
) -> AttendanceBoard:
    return attendance_board(attendance_frame(everybody, city()), headcounts, day, now_ms)


def only_unit(everybody: Iterable[Attendance], headcount: Headcount) -> UnitAttendance:
    (unit,) = board(everybody, {"DLH": headcount}).units
    return unit


def random_person(number: int, random: Random) -> Attendance:
    state = random.choice(list(AttendanceState)[1:])
    in_ms = DAY.begins_ms + random.randrange(-60, 60) * MINUTE_MS
    has_come = state in PRESENT and random.random() < 0.9
    return a_person(
        number,
        state=state,
        agency=random.choice(["DLH", "DPUPR", "DISHUB", "GONE"]),
        is_field=random.random() < 0.4,
        day_ms=DAY.day_ms - DAY_MS * (random.random() < 0.2),
        in_ms=in_ms if has_come else 0,
        last_in_ms=in_ms if has_come else 0,
    )


def some_people(seed: int, count: int) -> list[Attendance]:
    random = Random(seed)
    return [random_person(number, random) for number in range(count)]


crowds = st.builds(some_people, st.integers(0, 10_000), st.integers(0, 150))
counts = st.integers(0, 40)
schedules = st.dictionaries(
    st.sampled_from(["DLH", "DPUPR", "DISHUB", "DINKES"]), st.builds(Headcount, counts, counts), max_size=4
)


# --- the same rules once more, person by person


def recomputed(everybody: Sequence[Attendance], agency: str, is_field: bool, scheduled: int) -> UnitAttendance:
    mine = [one for one in everybody if (one.agency, one.is_field, one.day_ms) == (agency, is_field, DAY.day_ms)]
    present = [one for one in mine if one.state in PRESENT]
    timed = [one for one in present if one.in_ms and not is_field]
    on_time = [one for one in timed if one.in_ms <= DAY.begins_ms + DAY.tolerance_ms]
    absent_with_leave = [one for one in mine if one.state == AttendanceState.EXCUSED]
    return UnitAttendance(agency, is_field, scheduled - len(absent_with_leave), len(present), len(timed), len(on_time))


@given(crowds, schedules)
def test_the_board_equals_a_plain_recomputation(everybody: list[Attendance], schedule: dict[str, Headcount]) -> None:
    units = [
        recomputed(everybody, agency, is_field, scheduled)
        for agency in city().agencies
        if agency in schedule
        for is_field, scheduled in ((False, schedule[agency].office), (True, schedule[agency].field))
        if scheduled
    ]
    shown = board(everybody, schedule)
    assert list(shown.units) == [unit for unit in units if unit.expected >= 10]
    assert shown.hidden == len(units) - len(shown.units)
    assert shown.unknown == tuple(agency for agency in city().agencies if agency not in schedule)


@given(crowds, schedules)
def test_no_unit_below_ten_is_ever_shown(everybody: list[Attendance], schedule: dict[str, Headcount]) -> None:
    """Nor can one be worked out: a total holds nothing but shown units."""
    shown = board(everybody, schedule)
    for unit in shown.units:
        assert unit.expected >= SMALLEST_UNIT
        assert unit.on_time_share is None or unit.timed >= SMALLEST_UNIT
    for is_field in (False, True):
        total, added = shown.city(is_field=is_field), [one for one in shown.units if one.is_field == is_field]
        if total is not None:
            held = [one for one in added if one.is_consistent]
            assert total.expected == sum(one.expected for one in held) >= SMALLEST_UNIT
            assert total.present == sum(one.present for one in held)


@given(crowds, schedules)
def test_rates_lie_between_none_and_all(everybody: list[Attendance], schedule: dict[str, Headcount]) -> None:
    for unit in board(everybody, schedule).units:
        assert unit.rate is None or 0 <= unit.rate <= 1
        assert unit.on_time <= unit.timed <= unit.present


@given(crowds, schedules)
def test_the_live_city_and_a_review_give_the_same_board(
    everybody: list[Attendance], schedule: dict[str, Headcount]
) -> None:
    table = attendance_table(city(), StaffingRules(city().timezone))
    table.load(everybody, NOW)
    live = AttendanceFrame(table.copy_rows(), tuple(city().agencies))
    assert attendance_board(live, schedule, DAY, NOW_MS) == board(everybody, schedule)


# --- the cases at its edges


def test_those_excused_are_neither_present_nor_absent() -> None:
    """The denominator is who was scheduled and not excused, never all employees."""
    unit = only_unit([*people(15), *people(5, 15, state=AttendanceState.EXCUSED)], Headcount(25, 0))
    assert (unit.expected, unit.present, unit.rate) == (20, 15, 0.75)


def test_late_is_not_absent() -> None:
    unit = only_unit([*people(10), *people(10, 10, in_ms=DAY.begins_ms + 3 * HOUR_MS)], Headcount(20, 0))
    assert (unit.rate, unit.on_time_share) == (1.0, 0.5)


@pytest.mark.parametrize(("late_ms", "share"), [(0, 1.0), (1, 0.0)])
def test_on_time_is_until_the_tolerance_ends(late_ms: int, share: float) -> None:
    arrived_ms = DAY.begins_ms + 15 * MINUTE_MS + late_ms
    assert only_unit(people(10, in_ms=arrived_ms), Headcount(10, 0)).on_time_share == share


def test_a_lost_check_in_is_no_late_one() -> None:
    gone = people(10, 10, state=AttendanceState.CHECKED_OUT, in_ms=0, last_in_ms=0)
    unit = only_unit([*people(10), *gone], Headcount(20, 0))
    assert (unit.present, unit.timed, unit.on_time_share) == (20, 10, 1.0)


def test_office_and_field_are_apart_and_the_field_has_no_common_beginning() -> None:
    everybody = [*people(8), *people(12, 8, is_field=True)]
    office, field = board(everybody, {"DLH": Headcount(10, 24)}).units
    assert (office.is_field, office.rate) == (False, 0.8)
    assert (field.is_field, field.rate, field.on_time_share) == (True, 0.5, None)


@pytest.mark.parametrize(("scheduled", "shown"), [(9, 0), (10, 1)])
def test_a_unit_is_shown_from_ten_people_on(scheduled: int, shown: int) -> None:
    found = board(people(9), {"DLH": Headcount(scheduled, 0)})
    assert (len(found.units), found.hidden) == (shown, 1 - shown)


def test_a_unit_that_leave_makes_small_is_hidden_too() -> None:
    found = board(people(3, state=AttendanceState.EXCUSED), {"DLH": Headcount(12, 0)})
    assert (found.units, found.hidden) == ((), 1)


def test_without_a_schedule_there_is_no_data() -> None:
    """Not zero, and not a rate of those who happen to be known."""
    found = board(people(30), {})
    assert (found.units, found.hidden) == ((), 0)
    assert found.unknown == tuple(city().agencies)
    assert found.city(is_field=False) is None


def test_a_unit_that_nobody_is_scheduled_for_is_no_unit() -> None:
    assert board(people(30, is_field=True), {"DLH": Headcount(0, 0)}).hidden == 0


def test_more_people_than_the_schedule_knows_give_no_rate() -> None:
    found = board([*people(11), *people(10, 11, agency="DPUPR")], {"DLH": Headcount(10, 0), "DPUPR": Headcount(20, 0)})
    assert {unit.agency: unit.rate for unit in found.units} == {"DLH": None, "DPUPR": 0.5}
    total = found.city(is_field=False)
    assert total is not None
    assert (total.agency, total.expected, total.rate) == ("", 20, 0.5)


def test_a_day_off_says_nothing_about_anybody() -> None:
    found = board(people(2), {"DLH": Headcount(20, 20)}, replace(DAY, is_working_day=False))
    assert (found.units, found.hidden, found.is_working_day) == ((), 0, False)


@pytest.mark.parametrize(("before_ms", "has_begun"), [(1, False), (0, True)])
def test_nobody_is_absent_until_the_tolerance_is_over(before_ms: int, has_begun: bool) -> None:
    found = board(people(2), {"DLH": Headcount(20, 0)}, now_ms=DAY.begins_ms + DAY.tolerance_ms - before_ms)
    assert (found.has_begun, len(found.units)) == (has_begun, int(has_begun))


def test_the_work_day_is_that_of_the_city() -> None:
    """10.00 on a Monday; a Sunday and a collective leave day are days off."""
    assert (DAY.day_ms, DAY.is_working_day) == (NOW_MS - 10 * HOUR_MS, True)
    assert DAY.begins_ms == NOW_MS - 150 * MINUTE_MS
    sunday = work_day(NOW - timedelta(days=1), city().calendar, time(8), timedelta())
    assert (sunday.is_working_day, sunday.begins_ms - sunday.day_ms) == (False, 8 * HOUR_MS)


@pytest.mark.parametrize(("size", "is_shown"), [(-1, False), (9, False), (10, True), (11, True)])
def test_the_smallest_unit_has_ten_people(size: int, is_shown: bool) -> None:
    assert shows_unit(size) == is_shown
