"""Deadlines that explain themselves: the examples of the city's rules, and laws that hold for every receipt."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.deadlines import Budget, BudgetClock, BudgetError, DayKind, explain_deadline, parse_budget
from tests.domain.test_working_time import TANGERANG, instants, jakarta

HK, JAM, MNT = BudgetClock.WORKING_DAYS, BudgetClock.HOURS, BudgetClock.SERVICE_MINUTES
FRIDAY_13 = jakarta(2026, 3, 13, 10)


@pytest.mark.parametrize(
    ("words", "budget"), [("5HK", Budget(5, HK)), ("24 jam", Budget(24, JAM)), ("90mnt", Budget(90, MNT))]
)
def test_a_budget_is_a_number_and_its_clock(words: str, budget: Budget) -> None:
    assert parse_budget(words) == budget
    assert parse_budget(str(budget)) == budget


@pytest.mark.parametrize("words", ["", "5", "HK", "5 days", "-5HK", "5.5HK", "9999999HK"])
def test_what_is_no_budget_is_told(words: str) -> None:
    with pytest.raises(BudgetError, match="expected a number and one of HK, JAM, MNT, as 5HK"):
        parse_budget(words)


@pytest.mark.parametrize(("days", "due"), [(5, (2026, 3, 27)), (14, (2026, 4, 10)), (60, (2026, 6, 24))])
def test_a_report_before_the_long_holidays(days: int, due: tuple[int, int, int]) -> None:
    """Received on Friday 13 March 2026: with collective leave, as the city's rules have it."""
    found = explain_deadline(FRIDAY_13, Budget(days, HK), TANGERANG)
    assert TANGERANG.local_date(found.due) == date(*due)


def test_the_days_on_the_way_are_told() -> None:
    found = explain_deadline(FRIDAY_13, Budget(5, HK), TANGERANG)
    kinds = {day.day.day: day.kind for day in found.days}
    assert kinds[13] is DayKind.RECEIPT
    assert [day.day.day for day in found.days if day.kind is DayKind.COUNTED] == [16, 17, 25, 26, 27]
    assert [kinds[day] for day in (14, 15)] == [DayKind.CLOSED_WEEKDAY] * 2
    assert all(kinds[day] is DayKind.HOLIDAY for day in (18, 19, 20, 21, 22, 23, 24))
    assert next(day.name for day in found.days if day.day.day == 19).startswith("Hari Suci Nyepi")


def test_after_the_cut_off_the_next_working_day_is_day_0() -> None:
    """Friday 16.31 counts as received on Monday."""
    found = explain_deadline(jakarta(2026, 11, 20, 16, 31), Budget(1, HK), TANGERANG)
    assert [day.kind for day in found.days] == [
        DayKind.AFTER_CUT_OFF,
        DayKind.CLOSED_WEEKDAY,
        DayKind.CLOSED_WEEKDAY,
        DayKind.RECEIPT,
        DayKind.COUNTED,
    ]
    assert found.due == jakarta(2026, 11, 24, 16)


def test_around_the_clock_no_day_is_skipped() -> None:
    found = explain_deadline(FRIDAY_13, Budget(24, JAM), TANGERANG)
    assert (found.due, found.days) == (FRIDAY_13 + timedelta(hours=24), ())


@given(received=instants, days=st.integers(0, 60))
def test_as_many_days_are_counted_as_were_promised(received: datetime, days: int) -> None:
    found = explain_deadline(received, Budget(days, HK), TANGERANG)
    assert sum(day.kind is DayKind.COUNTED for day in found.days) == days
    assert sum(day.kind is DayKind.RECEIPT for day in found.days) == 1
    assert all(
        TANGERANG.is_working_day(day.day) == (day.kind in (DayKind.COUNTED, DayKind.RECEIPT, DayKind.AFTER_CUT_OFF))
        for day in found.days
    )


@given(received=instants, minutes=st.integers(0, 5000))
def test_the_service_time_of_the_days_is_the_budget(received: datetime, minutes: int) -> None:
    found = explain_deadline(received, Budget(minutes, MNT), TANGERANG)
    assert sum((day.served for day in found.days), timedelta()) == timedelta(minutes=minutes)


@given(received=instants, days=st.integers(0, 59))
def test_a_larger_budget_never_ends_earlier(received: datetime, days: int) -> None:
    assert (
        explain_deadline(received, Budget(days, HK), TANGERANG).due
        <= explain_deadline(received, Budget(days + 1, HK), TANGERANG).due
    )
