"""Daylight time: deadlines and days of a city whose clocks are put forward on 8 March and back on 1 November 2026."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data_sources.simulator.local_day import LocalDay
from domain.city_day import day_span
from domain.clock import epoch_ms, from_epoch_ms
from domain.working_time import Calendar, DayHours, build_calendar

EASTERN = ZoneInfo("America/New_York")
HOUR = timedelta(hours=1)
OFFICE = dict.fromkeys(range(5), DayHours(time(8, 30), time(16, 30)))
AROUND_THE_CLOCK = dict.fromkeys(range(7), DayHours(time.min, time.max))


def calendar(week: dict[int, DayHours], cut_off: time = time(16, 30)) -> Calendar:
    return build_calendar(EASTERN, 2025, 2027, {}, week, cut_off=cut_off)


CITY, ALWAYS = calendar(OFFICE), calendar(AROUND_THE_CLOCK, time.max)


def local(*when: int, fold: int = 0) -> datetime:
    year, month, day, hour, minute = when
    return datetime(year, month, day, hour, minute, tzinfo=EASTERN, fold=fold)


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (local(2026, 3, 6, 10, 0), 1, datetime(2026, 3, 9, 20, 30, tzinfo=UTC)),
        (local(2026, 3, 6, 10, 0), 0, datetime(2026, 3, 6, 21, 30, tzinfo=UTC)),
        (local(2026, 3, 8, 2, 30), 0, datetime(2026, 3, 9, 20, 30, tzinfo=UTC)),
        (local(2026, 10, 30, 10, 0), 1, datetime(2026, 11, 2, 21, 30, tzinfo=UTC)),
        (local(2026, 10, 30, 10, 0), 0, datetime(2026, 10, 30, 20, 30, tzinfo=UTC)),
        (local(2026, 11, 1, 1, 30), 0, datetime(2026, 11, 2, 21, 30, tzinfo=UTC)),
        (local(2026, 11, 1, 1, 30, fold=1), 0, datetime(2026, 11, 2, 21, 30, tzinfo=UTC)),
    ],
)
def test_a_deadline_closes_with_the_office_on_either_side_of_the_change(
    received: datetime, days: int, due: datetime
) -> None:
    """16:30 is 21:30 UTC in winter time and 20:30 in summer time."""
    assert CITY.deadline(received, days) == due
    assert CITY.deadline(received, days).astimezone(EASTERN).time() == time(16, 30)


def test_a_week_of_office_hours_has_forty_hours_whatever_the_clocks_do() -> None:
    for monday in (date(2026, 3, 2), date(2026, 3, 9), date(2026, 10, 26), date(2026, 11, 2)):
        start = datetime.combine(monday, time.min, tzinfo=EASTERN)
        end = datetime.combine(monday + timedelta(days=7), time.min, tzinfo=EASTERN)
        assert CITY.service_time_between(start, end) == 40 * HOUR


@pytest.mark.parametrize(("day", "hours"), [((2026, 3, 8), 23), ((2026, 11, 1), 25), ((2026, 6, 1), 24)])
def test_days_have_as_many_hours_as_pass(day: tuple[int, int, int], hours: int) -> None:
    span = day_span(local(*day, 12, 0), EASTERN)
    assert span.end_ms - span.start_ms == hours * HOUR / timedelta(milliseconds=1)
    midnight = local(*day, 0, 0)
    served = ALWAYS.service_time_between(midnight, from_epoch_ms(span.end_ms))
    assert abs(served - hours * HOUR) < timedelta(milliseconds=2)


def test_the_hour_that_comes_twice_is_two_hours() -> None:
    first, second = local(2026, 11, 1, 1, 30), local(2026, 11, 1, 1, 30, fold=1)
    assert epoch_ms(second) - epoch_ms(first) == HOUR / timedelta(milliseconds=1)
    assert ALWAYS.service_time_between(first, second) == HOUR
    assert epoch_ms(ALWAYS.add_service_time(first, HOUR)) == epoch_ms(second)


instants = st.integers(epoch_ms(local(2026, 3, 5, 0, 0)), epoch_ms(local(2026, 3, 12, 0, 0))) | st.integers(
    epoch_ms(local(2026, 10, 29, 0, 0)), epoch_ms(local(2026, 11, 5, 0, 0))
)


@pytest.mark.parametrize("city", [CITY, ALWAYS], ids=["office", "always"])
@given(first=instants, second=instants, days=st.integers(0, 5))
def test_what_comes_later_is_never_due_earlier(city: Calendar, first: int, second: int, days: int) -> None:
    earlier, later = sorted((first, second))
    assert city.deadline_ms(earlier, days) <= city.deadline_ms(later, days)
    assert city.deadline_ms(earlier, days) <= city.deadline_ms(earlier, days + 1)
    assert city.deadline_ms(earlier, days) >= earlier or city is ALWAYS
    assert 0 <= city.service_ms_between(earlier, later) <= later - earlier


@given(instants, st.integers(0, 40 * 3_600_000))
def test_service_time_that_is_added_has_passed(at_ms: int, service_ms: int) -> None:
    end_ms = CITY.add_service_ms(at_ms, service_ms)
    assert end_ms >= at_ms
    assert CITY.service_ms_between(at_ms, end_ms) == service_ms


@pytest.mark.parametrize("day", [date(2026, 3, 8), date(2026, 11, 1), date(2026, 6, 1)])
def test_a_simulated_shift_begins_at_the_hour_that_the_clocks_show(day: date) -> None:
    shown = from_epoch_ms(LocalDay.of(day, EASTERN).at(time(7, 0))).astimezone(EASTERN)
    assert (shown.date(), shown.time()) == (day, time(7, 0))
