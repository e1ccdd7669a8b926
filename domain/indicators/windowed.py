"""What complaints tell over days and months (A01, A06, A08-A15, A17, F04): computed now and then, with an as-of time.

Pure functions of (frame, now, calendar). Instants are epoch milliseconds. Open cases enter as "at least so long" or as
not done; they are never left out.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time, timedelta
from statistics import median

import numpy as np

from domain.city import ComplaintFrame
from domain.city_day import day_span
from domain.clock import from_epoch_ms
from domain.complaints import FIRST_CLOSED_STATE, UNSET_MS, ComplaintState
from domain.filters import Window
from domain.indicators.agency_scores import rating_share, reopened_share, response_rate
from domain.indicators.complaints import DAY_MS, Mask, Share, resolution_cohort, within
from domain.indicators.durations import (
    Ages,
    DaysToResolve,
    Instants,
    days_to_resolve,
    local_ms,
    open_ages,
    response_time,
)
from domain.survival import Percentile
from domain.working_time import Calendar

WEEKS = 8
"""The same weekday of so many weeks is what a day is compared with (A01)."""

FEWEST_WEEKS = 4
"""Of fewer weeks no median is told."""

MONTHS = 5
"""The running month and those before it (A11): all that was received in them is still live, also when it was closed."""

MANY_HANDOFFS = 2


@dataclass(frozen=True, slots=True)
class UsualDay:
    """What came in up to this time of day on the same weekday of the weeks before, as far as they are known."""

    counts: tuple[int, ...]

    @property
    def median(self) -> float | None:
        """The usual count; None where too few weeks are known."""
        return float(median(self.counts)) if len(self.counts) >= FEWEST_WEEKS else None


@dataclass(frozen=True, slots=True)
class Cohort:
    """What was received in one month (its first day): how much of it is resolved, and how much is decided or due."""

    month: date
    received: int
    resolved: int
    mature: int


@dataclass(frozen=True, slots=True)
class BacklogBalance:
    """What came in and what was closed in a window."""

    received: int
    closed: int

    @property
    def grown(self) -> int:
        """By how much more came in than was closed."""
        return self.received - self.closed


@dataclass(frozen=True, slots=True)
class HandOffs:
    """How often what was received in a window was passed on: in all, and by how many cases at least twice."""

    total: int
    many: Share

    @property
    def mean(self) -> float | None:
        """Hand-offs for each complaint; None where they are too few."""
        return self.total / self.many.n if self.many.value is not None else None


@dataclass(frozen=True, slots=True)
class WindowedBoard:
    """All of it at `as_of_ms`; `n` complaints were live. Targets of shares are those of the catalogue."""

    as_of_ms: int
    n: int
    usual: UsualDay
    response: Percentile
    legal: Share
    resolution: DaysToResolve
    ages: Ages
    cohorts: tuple[Cohort, ...]
    backlog_7: BacklogBalance
    backlog_28: BacklogBalance
    reopened: Share
    handoffs: HandOffs
    rejected: Share
    rating: Share
    rated: Share
    complete: Share


def windowed_board(frame: ComplaintFrame, now_ms: int, calendar: Calendar) -> WindowedBoard:
    """The windows of this instant."""
    days_7, days_28, days_90 = (Window(now_ms - days * DAY_MS, now_ms) for days in (7, 28, 90))
    return WindowedBoard(
        as_of_ms=now_ms,
        n=len(frame.rows),
        usual=usual_day(frame, now_ms, calendar),
        response=response_time(frame, days_28, now_ms),
        legal=legal_share(frame, now_ms),
        resolution=days_to_resolve(frame, days_90, now_ms, calendar),
        ages=open_ages(frame, now_ms, calendar),
        cohorts=cohorts(frame, now_ms, calendar),
        backlog_7=backlog(frame, days_7),
        backlog_28=backlog(frame, days_28),
        reopened=reopened_share(frame, now_ms),
        handoffs=handoffs(frame, days_90),
        rejected=share_of_received(frame, days_28, frame.rows["state"] == ComplaintState.REJECTED, 0.0),
        rating=rating_share(frame, now_ms),
        rated=response_rate(frame, now_ms),
        complete=share_of_received(frame, days_28, frame.rows["is_complete"], 0.98),
    )


def usual_day(frame: ComplaintFrame, now_ms: int, calendar: Calendar) -> UsualDay:
    """What came in up to this time of day on the same weekday of eight weeks (A01).

    Weeks that began before the first complaint known tell nothing: nobody counted then.
    """
    opened = frame.rows["opened_ms"]
    if not len(opened):
        return UsualDay(())
    now, first_ms = from_epoch_ms(now_ms), int(opened.min())
    today_ms = day_span(now, calendar.timezone).start_ms
    starts = [day_span(now - timedelta(weeks=week), calendar.timezone).start_ms for week in range(1, WEEKS + 1)]
    spans = ((start, start + now_ms - today_ms) for start in starts if start >= first_ms)
    return UsualDay(tuple(int(np.count_nonzero((opened >= begin) & (opened <= end))) for begin, end in spans))


def legal_share(frame: ComplaintFrame, now_ms: int, window_days: int = 90, target: float = 1.0) -> Share:
    """Resolved by the legal limit of their class, of all whose limit fell in the window (A08).

    The limit is never moved by a wait for the reporter.
    """
    cohort, met = resolution_cohort(frame, now_ms - window_days * DAY_MS, now_ms, "legal_due_ms")
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, window_days)


def cohorts(frame: ComplaintFrame, now_ms: int, calendar: Calendar) -> tuple[Cohort, ...]:
    """What was received in the running month and those before it, and what became of it by now (A11); oldest first.

    A month before the first complaint known is none.
    """
    rows = frame.rows
    edges = _months(now_ms, calendar)
    month = np.searchsorted([local_ms(day, time.min, calendar) for day in edges], rows["opened_ms"], side="right") - 1
    is_past = rows["opened_ms"] <= now_ms
    is_resolved = rows["state"] == ComplaintState.RESOLVED
    is_mature = ~frame.is_open | ((rows["due_ms"] != UNSET_MS) & (rows["due_ms"] <= now_ms))
    counted = [_by_month(month, mask) for mask in (is_past, is_past & is_resolved, is_past & is_mature)]
    first = next((i for i, n in enumerate(counted[0]) if n), len(edges))
    return tuple(Cohort(edges[i], *(int(counts[i]) for counts in counted)) for i in range(first, len(edges)))


def backlog(frame: ComplaintFrame, window: Window) -> BacklogBalance:
    """What came in and what was closed in whatever way (A12); what was reopened is not closed any more."""
    rows = frame.rows
    is_closed = (rows["state"] >= FIRST_CLOSED_STATE) & within(rows["closed_ms"], window)
    received = within(rows["opened_ms"], window)
    return BacklogBalance(int(np.count_nonzero(received)), int(np.count_nonzero(is_closed)))


def handoffs(frame: ComplaintFrame, window: Window) -> HandOffs:
    """How often what was received in the window was passed from one agency to another (A14)."""
    passed = frame.rows["handoffs"]
    received = within(frame.rows["opened_ms"], window)
    return HandOffs(int(passed[received].sum()), share_of_received(frame, window, passed >= MANY_HANDOFFS, 0.15))


def share_of_received(frame: ComplaintFrame, window: Window, mask: Mask, target: float) -> Share:
    """Those of a mask, of all received in the window (A14, A15, F04)."""
    received = within(frame.rows["opened_ms"], window)
    days = round((window.to_ms - window.from_ms) / DAY_MS)
    return Share(int(np.count_nonzero(received & mask)), int(np.count_nonzero(received)), target, days)


def _months(now_ms: int, calendar: Calendar) -> Sequence[date]:
    """The first days of the months, oldest first."""
    day = calendar.local_date(from_epoch_ms(now_ms)).replace(day=1)
    days = [day]
    for _ in range(MONTHS - 1):
        days.append((days[-1] - timedelta(days=1)).replace(day=1))
    return days[::-1]


def _by_month(month: Instants, mask: Mask) -> Instants:
    counts: Instants = np.bincount(month[mask & (month >= 0)], minlength=MONTHS)
    return counts
