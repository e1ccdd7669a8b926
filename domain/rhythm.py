"""The rhythm of a feed: how much it brings in each hour of the week, and when its silence is too long to be chance.

A heartbeat proves that a feed lives, not that anything still reaches it. Where so much would have been expected since
its last event that silence is hardly chance, what it brings counts as old (WALL.md, "too quiet").
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from domain.clock import from_epoch_ms

HOUR_MS = 3_600_000
WEEK_HOURS = 168
SUNDAY = 6


@dataclass(frozen=True, slots=True)
class RhythmRules:
    """What counts as too quiet: a silence in which so many events would have been expected.

    `expected` is compared with the mean of the same hours of the week, over `least_weeks` to `most_weeks` weeks. Were
    events independent of each other, chance alone would be silent so long once in exp(expected) such stretches. They
    are not where reports come in bundles: a silence must also be `longer` times the longest of the weeks looked at.
    """

    expected: float = 8.0
    longer: float = 1.5
    least_weeks: int = 4
    most_weeks: int = 8


@dataclass(frozen=True, slots=True)
class CityWeek:
    """The hours of the city's week: local time; a holiday has the hours of a Sunday."""

    timezone: ZoneInfo
    is_holiday: Callable[[date], bool]

    def slot(self, hour_ms: int) -> int:
        """The hour of the week, 0 to 167 from Monday's midnight, that an instant (epoch ms) lies in."""
        local: datetime = from_epoch_ms(hour_ms).astimezone(self.timezone)
        weekday = SUNDAY if self.is_holiday(local.date()) else local.weekday()
        return weekday * 24 + local.hour


@dataclass(frozen=True, slots=True)
class Rhythm:
    """The mean number of events in each hour of the week (168 values).

    `longest_silence` is the longest stretch of whole hours without an event in the weeks looked at, as the number of
    events that were to be expected in it.
    """

    per_hour: tuple[float, ...]
    longest_silence: float = 0.0

    def expected(self, from_ms: int, until_ms: int, week: CityWeek) -> float:
        """How many events usually come between two instants (epoch ms); looks back at most one week."""
        start = max(from_ms, until_ms - WEEK_HOURS * HOUR_MS)
        return sum(share * self.per_hour[week.slot(hour)] for hour, share in _hours(start, until_ms))


def _hours(from_ms: int, until_ms: int) -> Iterator[tuple[int, float]]:
    """The hours that a stretch touches, each with the share of it that lies in the stretch."""
    hour = from_ms - from_ms % HOUR_MS
    while hour < until_ms:
        inside = min(until_ms, hour + HOUR_MS) - max(from_ms, hour)
        yield hour, inside / HOUR_MS
        hour += HOUR_MS


def rhythm_of(
    counts: Mapping[int, int], from_ms: int, until_ms: int, week: CityWeek, rules: RhythmRules
) -> Rhythm | None:
    """The rhythm of a feed from its events by hour (start of the hour in epoch ms -> events).

    Only whole hours between the two instants count; None where they span fewer than `least_weeks` weeks, or where an
    hour of the week never came (its holidays aside, which fall to Sundays).
    """
    first = -(-from_ms // HOUR_MS)
    hours = range(max(first, until_ms // HOUR_MS - rules.most_weeks * WEEK_HOURS), until_ms // HOUR_MS)
    if len(hours) < rules.least_weeks * WEEK_HOURS:
        return None
    slots = [week.slot(hour * HOUR_MS) for hour in hours]
    numbers = [counts.get(hour * HOUR_MS, 0) for hour in hours]
    events, seen = [0] * WEEK_HOURS, [0] * WEEK_HOURS
    for slot, number in zip(slots, numbers, strict=True):
        events[slot] += number
        seen[slot] += 1
    if not all(seen):
        return None
    per_hour = tuple(number / times for number, times in zip(events, seen, strict=True))
    return Rhythm(per_hour, _longest_silence(numbers, [per_hour[slot] for slot in slots]))


def _longest_silence(numbers: Iterable[int], usual: Iterable[float]) -> float:
    """The most events that were to be expected in a row of hours that brought none."""
    longest = current = 0.0
    for number, expected in zip(numbers, usual, strict=True):
        current = 0.0 if number else current + expected
        longest = max(longest, current)
    return longest


def is_too_quiet(rhythm: Rhythm, last_ms: int, now_ms: int, week: CityWeek, rules: RhythmRules) -> bool:
    """Whether a feed whose last event was at `last_ms` has been silent for longer than chance explains."""
    limit = max(rules.expected, rules.longer * rhythm.longest_silence)
    return rhythm.expected(last_ms, now_ms, week) >= limit
