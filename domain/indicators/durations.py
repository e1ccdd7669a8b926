"""How long complaints take, in working days and on the clock on the wall (A09), and how old the open ones are (A10).

Instants are epoch milliseconds. What still goes on enters as "at least so long" (Kaplan-Meier).
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.city import ComplaintFrame
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import UNSET_MS, ComplaintState
from domain.filters import Window
from domain.indicators.complaints import DAY_MS, Mask, within
from domain.survival import Percentile, percentile
from domain.working_time import Calendar

Instants = NDArray[np.int64]
MINUTES_IN_DAY = 1440
SMALLEST_N = 10

AGE_LAST_DAYS = (1, 3, 7, 14, 30)
"""The last working day of each age but the oldest (A10)."""

OLDEST_DAYS = 60
"""The longest legal limit in working days (PermenPANRB 62/2018): no open complaint should be older (A10)."""


@dataclass(frozen=True, slots=True)
class Lasting:
    """A percentile in working days and in hours of the clock on the wall; None when `n` is too small to say."""

    days: float | None
    hours: float | None
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class ResolutionTime:
    """How long cases of the window take (A09), by Kaplan-Meier: of `n`, `unfinished` enter as "at least so long"."""

    n: int
    unfinished: int
    median: Lasting
    p90: Lasting


@dataclass(frozen=True, slots=True)
class DaysTaken:
    """A percentile in working days of `n` cases; None when they are too few, a lower bound where too many go on."""

    n: int
    days: float | None
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class DaysToResolve:
    """Median and P90 in working days (A09), of all cases and of each category that may be told."""

    median: DaysTaken
    p90: DaysTaken
    by_category: Mapping[str, tuple[DaysTaken, DaysTaken]]


@dataclass(frozen=True, slots=True)
class Ages:
    """Open cases by age in working days: up to each of `AGE_LAST_DAYS`, and older; `too_old` are beyond the law."""

    counts: tuple[int, ...]
    too_old: int


# --- days


def local_ms(day: date, at: time, calendar: Calendar) -> int:
    """A time of a city's day."""
    return epoch_ms(datetime.combine(day, at, tzinfo=calendar.timezone))


def working_days_taken(opened: Instants, until: Instants, calendar: Calendar) -> Instants:
    """Working days from the day of receipt (day 0, see `Calendar.receipt_day`) to that of `until`; never negative."""
    if not len(opened):
        return np.zeros(0, dtype=np.int64)
    first = calendar.local_date(from_epoch_ms(int(opened.min())))
    last = calendar.local_date(from_epoch_ms(int(until.max())))
    days = [first + timedelta(days=offset) for offset in range((last - first).days + 1)]
    working = [day for day in days if calendar.first_day <= day <= calendar.last_day and calendar.is_working_day(day)]
    starts = np.array([local_ms(day, time.min, calendar) for day in working], dtype=np.int64)
    cut_offs = np.array([local_ms(day, calendar.cut_off, calendar) for day in working], dtype=np.int64)
    received = np.searchsorted(cut_offs, opened, side="left")
    taken: Instants = np.maximum(0, np.searchsorted(starts, until, side="right") - 1 - received)
    return taken


# --- ages


def open_ages(frame: ComplaintFrame, now_ms: int, calendar: Calendar) -> Ages:
    """Open cases by age in working days (A10)."""
    opened = frame.rows["opened_ms"][frame.is_open]
    days = working_days_taken(opened, np.full(len(opened), now_ms), calendar)
    buckets = np.searchsorted(AGE_LAST_DAYS, days, side="left")
    counts = np.bincount(buckets, minlength=len(AGE_LAST_DAYS) + 1)
    return Ages(tuple(int(n) for n in counts), int(np.count_nonzero(days > OLDEST_DAYS)))


# --- durations


def resolution_time(frame: ComplaintFrame, window: Window, now_ms: int, calendar: Calendar) -> ResolutionTime:
    """Median and P90 from receipt to resolution (A09) of cases received in the window, by both clocks."""
    rows, is_done, until = _owed(frame, window, now_ms)
    spent = np.maximum(0, until - rows["opened_ms"])
    days = working_days_taken(rows["opened_ms"], until, calendar) * DAY_MS
    median, p90 = (_lasting(days, spent, is_done, share) for share in (0.5, 0.9))
    return ResolutionTime(len(rows), int(np.count_nonzero(~is_done)), median, p90)


def days_to_resolve(frame: ComplaintFrame, window: Window, now_ms: int, calendar: Calendar) -> DaysToResolve:
    """Median and P90 in working days (A09) of cases received in the window, of all and by category."""
    rows, is_done, until = _owed(frame, window, now_ms)
    days = working_days_taken(rows["opened_ms"], until, calendar) * DAY_MS
    order = np.argsort(rows["category"], kind="stable")
    edges = np.searchsorted(rows["category"][order], np.arange(len(frame.codes.categories) + 1))
    by_category = {
        code: _both(days[order[begin:end]], is_done[order[begin:end]])
        for code, begin, end in zip(frame.codes.categories, edges[:-1], edges[1:], strict=True)
        if end > begin
    }
    return DaysToResolve(*_both(days, is_done), by_category)


def response_time(frame: ComplaintFrame, window: Window, now_ms: int) -> Percentile:
    """The median time to a first response of what was received in the window (A06), every hour counted."""
    rows = frame.rows[within(frame.rows["opened_ms"], window)]
    has_response = rows["response_ms"] != UNSET_MS
    spent = np.maximum(0, np.where(has_response, rows["response_ms"], now_ms) - rows["opened_ms"])
    return percentile(spent, has_response, 0.5, SMALLEST_N)


def _owed(frame: ComplaintFrame, window: Window, now_ms: int) -> tuple[NDArray[np.void], Mask, Instants]:
    """What was received in the window and owes a solution: open ones, and not those closed without one."""
    rows = frame.rows
    rows = rows[within(rows["opened_ms"], window) & (rows["state"] <= ComplaintState.RESOLVED)]
    is_done: Mask = rows["closed_ms"] != UNSET_MS
    return rows, is_done, np.where(is_done, rows["closed_ms"], now_ms)


def _lasting(days: Instants, spent: Instants, is_done: Mask, share: float) -> Lasting:
    """Both clocks; a share that not enough cases have reached is a lower bound."""
    by_days = percentile(days, is_done, share, SMALLEST_N)
    by_clock = percentile(spent, is_done, share, SMALLEST_N)
    if by_days.minutes is None or by_clock.minutes is None:
        return Lasting(None, None)
    return Lasting(by_days.minutes / MINUTES_IN_DAY, by_clock.minutes / 60, by_clock.is_at_least)


def _both(days: Instants, is_done: Mask) -> tuple[DaysTaken, DaysTaken]:
    median, p90 = (_taken(percentile(days, is_done, share, SMALLEST_N)) for share in (0.5, 0.9))
    return median, p90


def _taken(found: Percentile) -> DaysTaken:
    return DaysTaken(found.n, None if found.minutes is None else found.minutes / MINUTES_IN_DAY, found.is_at_least)
