"""Attendance is a fold per employee and city day, a shift one per duty: examples, and laws that hold for any set."""

from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import events as ev
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import StoredFact
from domain.live_table import name_number
from domain.staffing import (
    Attendance,
    AttendanceState,
    Shift,
    attendance_days,
    fold_attendance,
    fold_shift,
)
from domain.staffing_columns import (
    attendance_frame,
    attendance_table,
    is_attendance_live,
    is_shift_live,
    on_duty,
    past_attendances,
    past_shifts,
    shift_table,
)
from tests.domain.lives import DAY_MS, HOUR_MS, NOW, city
from tests.domain.staffing_lives import (
    RULES,
    TODAY_MS,
    attendance_facts,
    came,
    ended,
    excused,
    left,
    shift_facts,
    started,
)


def at_hours(*facts: tuple[float, ev.Payload]) -> list[StoredFact]:
    """Facts at hours after today's midnight."""
    return [
        StoredFact(TODAY_MS + round(hour * HOUR_MS), f"e{number:02}", payload)
        for number, (hour, payload) in enumerate(facts)
    ]


def attendance(*facts: tuple[float, ev.Payload]) -> Attendance:
    return fold_attendance("p-1", at_hours(*facts), RULES)


def shift(*facts: tuple[float, ev.Payload]) -> Shift:
    return fold_shift("S-1", at_hours(*facts))


# --- attendance


@pytest.mark.parametrize(
    ("facts", "state"),
    [
        ([(7.5, came())], AttendanceState.CHECKED_IN),
        ([(7.5, came()), (16, left())], AttendanceState.CHECKED_OUT),
        ([(7.5, came()), (12, left()), (13, came())], AttendanceState.CHECKED_IN),
        ([(7.5, excused())], AttendanceState.EXCUSED),
        ([(7.5, excused()), (13, came())], AttendanceState.CHECKED_IN),
        ([(7.5, came()), (13, excused())], AttendanceState.CHECKED_IN),
        ([(16, left())], AttendanceState.CHECKED_OUT),
    ],
)
def test_each_fact_moves_the_state_of_its_day(facts: list[tuple[float, ev.Payload]], state: AttendanceState) -> None:
    """Who came on a day is present, whatever was approved or forgotten."""
    one = attendance(*facts)
    assert (one.state, one.day_ms, one.agency, one.is_known) == (state, TODAY_MS, "DLH", True)


def test_the_day_keeps_its_first_check_in_and_its_last_one() -> None:
    one = attendance((7.5, came()), (12, left()), (13, came()), (16, left()))
    assert (one.in_ms, one.last_in_ms) == (TODAY_MS + 7.5 * HOUR_MS, TODAY_MS + 13 * HOUR_MS)
    assert one.out_ms == TODAY_MS + 16 * HOUR_MS
    assert attendance((7.5, came()), (12, left()), (13, came())).out_ms == 0


def test_a_new_day_begins_at_the_citys_midnight() -> None:
    days = attendance_days("p-1", at_hours((-0.001, came()), (0, came())), RULES)
    assert [day.day_ms for day in days] == [TODAY_MS - DAY_MS, TODAY_MS]
    assert attendance((-0.001, came()), (0, excused())).state == AttendanceState.EXCUSED


def test_a_night_duty_ends_on_the_day_it_began() -> None:
    (night,) = attendance_days("p-1", at_hours((-2, came()), (6, left())), RULES)
    assert (night.day_ms, night.out_ms) == (TODAY_MS - DAY_MS, TODAY_MS + 6 * HOUR_MS)
    night, leave = attendance_days("p-1", at_hours((-2, came()), (1, excused()), (6, left())), RULES)
    assert (night.state, leave.state) == (AttendanceState.CHECKED_OUT, AttendanceState.EXCUSED)


def test_a_check_out_long_after_a_forgotten_one_is_of_its_own_day() -> None:
    yesterday, today = attendance_days("p-1", at_hours((-16.5, came()), (16, left())), RULES)
    assert (yesterday.state, yesterday.out_ms) == (AttendanceState.CHECKED_IN, 0)
    assert (today.state, today.in_ms, today.out_ms) == (AttendanceState.CHECKED_OUT, 0, TODAY_MS + 16 * HOUR_MS)


def test_an_absence_says_nothing_about_the_field_so_the_days_before_do() -> None:
    assert attendance((-16, came(is_field=True)), (8, excused())).is_field
    assert not attendance((8, excused())).is_field


def test_without_facts_nothing_is_known() -> None:
    nobody = attendance()
    assert (nobody.is_known, nobody.state) == (False, AttendanceState.UNKNOWN)
    assert not is_attendance_live(nobody, NOW, RULES)


@given(attendance_facts, st.data())
def test_any_order_and_any_repetition_give_the_same_days(rows: list[StoredFact], data: st.DataObject) -> None:
    repeated = data.draw(st.lists(st.sampled_from(rows), max_size=6))
    shuffled = data.draw(st.permutations([*rows, *repeated]))
    assert attendance_days("p-1", shuffled, RULES) == attendance_days("p-1", rows, RULES)
    assert fold_attendance("p-1", shuffled, RULES) == attendance_days("p-1", rows, RULES)[-1]


@given(attendance_facts)
def test_the_days_of_an_employee_are_consistent(rows: list[StoredFact]) -> None:
    days = attendance_days("p-1", rows, RULES)
    assert [day.day_ms for day in days] == sorted({day.day_ms for day in days})
    spans = {(fact.occurred_ms - TODAY_MS) // DAY_MS * DAY_MS + TODAY_MS for fact in rows}
    assert {day.day_ms for day in days} <= spans
    for day in days:
        assert day.state != AttendanceState.UNKNOWN
        assert (day.state == AttendanceState.CHECKED_OUT) == (day.out_ms != 0)
        assert (day.in_ms != 0) == (day.last_in_ms != 0)
        assert day.out_ms == 0 or day.out_ms >= day.last_in_ms
        assert day.state != AttendanceState.EXCUSED or day.in_ms == day.out_ms == 0


@given(attendance_facts)
def test_whoever_checked_in_on_a_day_is_present_on_it(rows: list[StoredFact]) -> None:
    present = {day.day_ms for day in attendance_days("p-1", rows, RULES) if day.in_ms}
    checked_in = [fact.occurred_ms for fact in rows if isinstance(fact.payload, ev.AttendanceCheckedIn)]
    assert present == {(at_ms - TODAY_MS) // DAY_MS * DAY_MS + TODAY_MS for at_ms in checked_in}


# --- shifts


def test_a_shift_runs_from_its_first_start_to_its_first_end() -> None:
    one = shift((7, started()), (8, started()), (15, ended()), (16, ended()))
    assert (one.started_ms, one.ended_ms) == (TODAY_MS + 7 * HOUR_MS, TODAY_MS + 15 * HOUR_MS)
    assert (one.crew_id, one.agency) == ("R1", "DLH")


def test_an_ended_shift_stays_ended() -> None:
    one = shift((7, started()), (9, ended()), (9.5, started()))
    assert not duty_of(one, NOW)


def test_a_shift_without_a_start_counts_nowhere() -> None:
    one = shift((9, ended()))
    assert not one.is_known
    assert not is_shift_live(one, NOW, RULES)


def test_a_shift_whose_end_was_never_reported_ends_after_a_day() -> None:
    one = shift((-10, started()))
    last = from_epoch_ms(one.started_ms) + RULES.longest_shift
    assert duty_of(one, last)
    assert not duty_of(one, last + timedelta(milliseconds=1))


def duty_of(one: Shift, now: datetime) -> bool:
    table = shift_table(city(), RULES)
    table.apply(one, now)
    return bool(on_duty(table.live_rows, epoch_ms(now), RULES).any())


# --- the live set


@pytest.mark.parametrize(
    ("facts", "is_live"),
    [
        ([(7.5, came())], True),
        ([(0, excused())], True),
        ([(-2, came())], True),
        ([(-2, came()), (6, left())], False),
        ([(-7, came())], False),
        ([(-2, excused())], False),
    ],
)
def test_attendance_is_live_today_and_while_a_duty_goes_on(
    facts: list[tuple[float, ev.Payload]], is_live: bool
) -> None:
    assert is_attendance_live(attendance(*facts), NOW, RULES) == is_live


@pytest.mark.parametrize(
    ("facts", "is_live"),
    [
        ([(7, started())], True),
        ([(-9, started())], True),
        ([(-9, started()), (1, ended())], True),
        ([(-9, started()), (-1, ended())], False),
        ([(-20, started())], False),
    ],
)
def test_a_shift_is_live_while_it_goes_on_and_for_the_rest_of_its_day(
    facts: list[tuple[float, ev.Payload]], is_live: bool
) -> None:
    assert is_shift_live(shift(*facts), NOW, RULES) == is_live


@given(st.lists(attendance_facts, max_size=12), st.integers(0, 80))
def test_attendance_that_leaves_as_time_goes_by_would_not_be_loaded(lives: list[list[StoredFact]], hours: int) -> None:
    later = NOW + timedelta(hours=hours)
    people = [fold_attendance(f"p-{number}", rows, RULES) for number, rows in enumerate(lives)]
    table = attendance_table(city(), RULES)
    table.load(people, NOW)
    table.drop(past_attendances(table.live_rows, later, RULES))
    stays = [one for one in people if is_attendance_live(one, NOW, RULES) and is_attendance_live(one, later, RULES)]
    assert set(table.ids()) == {one.entity_id for one in stays}


@given(st.lists(shift_facts, max_size=12), st.integers(0, 80))
def test_shifts_that_leave_as_time_goes_by_would_not_be_loaded(lives: list[list[StoredFact]], hours: int) -> None:
    later = NOW + timedelta(hours=hours)
    shifts = [fold_shift(f"S-{number}", rows) for number, rows in enumerate(lives)]
    table = shift_table(city(), RULES)
    table.load(shifts, NOW)
    table.drop(past_shifts(table.live_rows, later, RULES))
    stays = [one for one in shifts if is_shift_live(one, NOW, RULES) and is_shift_live(one, later, RULES)]
    assert set(table.ids()) == {one.entity_id for one in stays}


def test_a_frame_from_the_store_has_the_values_of_the_live_one() -> None:
    people = [attendance((7.5, came(is_field=True))), attendance((8, excused("UNKNOWN")))]
    people[1].employee_id, people[1].revision = "p-2", 3
    table = attendance_table(city(), RULES)
    table.load(people, NOW)
    frame = attendance_frame([*people, Attendance(employee_id="p-3")], city())
    assert frame.rows.tolist() == table.copy_rows().tolist()
    assert frame.rows["agency"].tolist() == [list(city().agencies).index("DLH"), -1]
    assert frame.rows["is_field"].tolist() == [True, False]


def test_a_crew_has_one_number_everywhere_and_no_crew_has_none() -> None:
    numbers = [name_number(f"R{number}") for number in range(1000)]
    assert len(set(numbers)) == 1000
    assert np.array(numbers, dtype=np.int64).tolist() == numbers
    assert (name_number("R1"), name_number("")) == (numbers[1], 0)
