"""The rhythm of a feed: what is expected by the hour of the week, and when silence is too long to be chance."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms
from domain.rhythm import HOUR_MS, WEEK_HOURS, CityWeek, RhythmRules, is_too_quiet, rhythm_of

JAKARTA = ZoneInfo("Asia/Jakarta")
HOLIDAY = date(2026, 11, 25)
WEEK = CityWeek(JAKARTA, lambda day: day == HOLIDAY)
NO_HOLIDAYS = CityWeek(JAKARTA, lambda day: False)
RULES = RhythmRules(expected=8, longer=1.5, least_weeks=4, most_weeks=8)
MONDAY_MS = epoch_ms(datetime(2026, 11, 22, 17, tzinfo=UTC))
"""Monday 23 November 2026, 00.00 in Jakarta."""


def weeks_of(per_hour: int, weeks: int) -> dict[int, int]:
    """So many events in each hour from 08.00 to 16.00 of every day of the weeks before the Monday."""
    hours = (MONDAY_MS - number * HOUR_MS for number in range(1, weeks * WEEK_HOURS + 1))
    return {hour: per_hour for hour in hours if 8 <= NO_HOLIDAYS.slot(hour) % 24 < 16}


def test_a_holiday_has_the_hours_of_a_sunday() -> None:
    wednesday_ten = epoch_ms(datetime(2026, 11, 25, 3, tzinfo=UTC))
    assert (NO_HOLIDAYS.slot(wednesday_ten), WEEK.slot(wednesday_ten)) == (2 * 24 + 10, 6 * 24 + 10)


def test_what_is_expected_is_the_mean_of_the_same_hours() -> None:
    rhythm = rhythm_of(weeks_of(2, 8), 0, MONDAY_MS, NO_HOLIDAYS, RULES)
    assert rhythm is not None
    assert rhythm.expected(MONDAY_MS, MONDAY_MS + 8 * HOUR_MS, NO_HOLIDAYS) == 0
    assert rhythm.expected(MONDAY_MS, MONDAY_MS + 10 * HOUR_MS, NO_HOLIDAYS) == 4
    assert rhythm.expected(MONDAY_MS + 8 * HOUR_MS, MONDAY_MS + 8 * HOUR_MS + HOUR_MS // 4, NO_HOLIDAYS) == 0.5
    assert rhythm.longest_silence == 0


@pytest.mark.parametrize(("weeks", "is_known"), [(3, False), (4, True)])
def test_of_too_few_weeks_nothing_is_said(weeks: int, is_known: bool) -> None:
    start = MONDAY_MS - weeks * WEEK_HOURS * HOUR_MS
    assert (rhythm_of(weeks_of(1, weeks), start, MONDAY_MS, NO_HOLIDAYS, RULES) is not None) == is_known


@pytest.mark.parametrize(("hours", "quiet"), [(11.9, False), (12.0, True)])
def test_a_silence_is_too_long_once_enough_was_expected_in_it(hours: float, quiet: bool) -> None:
    """Two an hour from eight o'clock: eight by noon."""
    rhythm = rhythm_of(weeks_of(2, 8), 0, MONDAY_MS, NO_HOLIDAYS, RULES)
    assert rhythm is not None
    assert is_too_quiet(rhythm, MONDAY_MS, MONDAY_MS + int(hours * HOUR_MS), NO_HOLIDAYS, RULES) is quiet


def test_where_reports_come_in_bundles_only_a_longer_silence_than_usual_counts() -> None:
    """Sixteen at once each Sunday noon and nothing else: a week without any is usual."""
    hours = {hour: 16 * (NO_HOLIDAYS.slot(hour) == 6 * 24 + 12) for hour in weeks_of(1, 8)}
    del hours[MONDAY_MS - 12 * HOUR_MS]  # the last Sunday brought none
    rhythm = rhythm_of(hours, 0, MONDAY_MS, NO_HOLIDAYS, RULES)
    assert rhythm is not None
    assert rhythm.longest_silence == pytest.approx(14)
    last_ms, now_ms = MONDAY_MS - (WEEK_HOURS + 12) * HOUR_MS, MONDAY_MS
    assert rhythm.expected(last_ms, now_ms, NO_HOLIDAYS) > RULES.expected
    assert not is_too_quiet(rhythm, last_ms, now_ms, NO_HOLIDAYS, RULES)


@given(st.integers(0, 7 * 24 * 60), st.integers(0, 24 * 60), st.integers(0, 24 * 60))
def test_what_is_expected_of_two_stretches_is_expected_of_both_together(start: int, first: int, second: int) -> None:
    rhythm = rhythm_of(weeks_of(3, 8), 0, MONDAY_MS, NO_HOLIDAYS, RULES)
    assert rhythm is not None
    a = MONDAY_MS + start * 60_000
    b, c = a + first * 60_000, a + (first + second) * 60_000
    whole = rhythm.expected(a, c, NO_HOLIDAYS)
    assert whole == pytest.approx(rhythm.expected(a, b, NO_HOLIDAYS) + rhythm.expected(b, c, NO_HOLIDAYS))
