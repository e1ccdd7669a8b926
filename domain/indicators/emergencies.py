"""Indicators of calls to 112: pure functions of (frame, now). `now_ms` is milliseconds since 1970 UTC."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from domain.city_day import DaySpan
from domain.clock import ONE_MS
from domain.complaints import UNSET_MS
from domain.emergencies import UNTOLD, CallFrame
from domain.indicators.portion import NO_PORTION, Portion
from domain.live_table import Rows
from domain.survival import MINUTE_MS, Percentile, percentile

Mask = NDArray[np.bool_]
HOURS = 24
HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class EmergencyRules:
    """How emergencies are judged.

    The city has some five a day, so a percentile over 24 hours is mostly withheld; a review gives a frame and a window
    of 90 days (B03).
    """

    window: timedelta = timedelta(hours=24)
    percentile: float = 0.90
    smallest_n: int = 10
    answer_seconds: float = 10.0


@dataclass(frozen=True, slots=True)
class HourOfCalls:
    """The calls received in one hour of the city's clock, which begins at `start_ms`."""

    start_ms: int
    emergencies: int
    others: int


@dataclass(frozen=True, slots=True)
class EmergencyBoard:
    """Emergencies at one instant; other calls (information, pranks) are a number of their own and never added.

    `waiting` have no unit on site, `longest_minutes` is the longest of them since its receipt. `units_busy` are the
    units sent to open calls; one that was sent on to a second open call counts for both. `hours` are the hour that
    runs and the 23 before it, oldest first. `answered` are the calls of the window that were answered in time, of
    those whose ringing was told (B04). `pranks` are its prank and silent calls, of all its calls (B02); None where the
    city does not say which calls these are.
    """

    waiting: int
    longest_minutes: float | None
    open: int
    response: Percentile
    units_busy: int
    emergencies_today: int
    others_today: int
    hours: tuple[HourOfCalls, ...]
    as_of_ms: int
    answered: Portion = NO_PORTION
    pranks: Portion | None = None


def emergency_board(frame: CallFrame, now_ms: int, day: DaySpan, rules: EmergencyRules) -> EmergencyBoard:
    """The emergencies of this instant; `day` is the city's day that holds `now_ms`."""
    rows = frame.rows
    waiting = is_waiting(rows)
    received = rows["received_ms"]
    is_today = (received >= day.start_ms) & (received <= now_ms)
    is_open = rows["closed_ms"] == UNSET_MS
    return EmergencyBoard(
        waiting=int(np.count_nonzero(waiting)),
        longest_minutes=_longest_minutes(received[waiting], now_ms),
        open=int(np.count_nonzero(is_open & rows["is_emergency"])),
        response=response_percentile(rows, now_ms, rules),
        units_busy=int(rows["units"][is_open].sum()),
        emergencies_today=int(np.count_nonzero(is_today & rows["is_emergency"])),
        others_today=int(np.count_nonzero(is_today & ~rows["is_emergency"])),
        hours=calls_by_hour(rows, now_ms, day),
        as_of_ms=now_ms,
        answered=answered_in_time(rows, now_ms, rules),
        pranks=prank_share(frame, now_ms, rules),
    )


def calls_by_hour(rows: Rows, now_ms: int, day: DaySpan) -> tuple[HourOfCalls, ...]:
    """How many calls came in each of the last 24 hours of the city's clock, the running hour last."""
    running_ms = now_ms - (now_ms - day.start_ms) % HOUR_MS
    starts = running_ms - HOUR_MS * np.arange(HOURS - 1, -1, -1)
    received = rows["received_ms"]
    hour = (received - starts[0]) // HOUR_MS
    is_in = (hour >= 0) & (received <= now_ms)
    urgent, others = (
        np.bincount(hour[is_in & mask], minlength=HOURS) for mask in (rows["is_emergency"], ~rows["is_emergency"])
    )
    return tuple(HourOfCalls(int(at), int(u), int(o)) for at, u, o in zip(starts, urgent, others, strict=True))


def answered_in_time(rows: Rows, now_ms: int, rules: EmergencyRules) -> Portion:
    """Calls of the window that rang for 10 seconds at most, of those whose ringing was told (B04).

    The streams tell of answered calls only: who hung up while it rang is in neither number.
    """
    rang = rows["ring_seconds"]
    is_told = _came_in(rows, now_ms, rules) & (rang != UNTOLD)
    in_time = is_told & (rang <= rules.answer_seconds)
    return Portion(int(np.count_nonzero(in_time)), int(np.count_nonzero(is_told)), rules.smallest_n)


def prank_share(frame: CallFrame, now_ms: int, rules: EmergencyRules) -> Portion | None:
    """Prank and silent calls, of all calls received in the window (B02); what a call is, its category says.

    None where the city does not say which categories these are: none of them would be counted, which is not zero.
    """
    if frame.codes.pranks is None:
        return None
    came_in = _came_in(frame.rows, now_ms, rules)
    pranks = int(np.count_nonzero(came_in & frame.rows["is_prank"]))
    return Portion(pranks, int(np.count_nonzero(came_in)), rules.smallest_n)


def _came_in(rows: Rows, now_ms: int, rules: EmergencyRules) -> Mask:
    """The calls received in the window."""
    mask: Mask = (rows["received_ms"] > now_ms - rules.window // ONE_MS) & (rows["received_ms"] <= now_ms)
    return mask


def is_waiting(rows: Rows) -> Mask:
    """Open emergencies at which no unit has arrived."""
    mask: Mask = rows["is_emergency"] & (rows["closed_ms"] == UNSET_MS) & (rows["arrived_ms"] == UNSET_MS)
    return mask


def response_percentile(rows: Rows, now_ms: int, rules: EmergencyRules) -> Percentile:
    """P90 from receipt to the first arrival, of the emergencies received in the window.

    Those still waiting count as at least so long; those closed without an arrival needed none and are left out.
    """
    received, arrived = rows["received_ms"], rows["arrived_ms"]
    has_arrived = arrived != UNSET_MS
    cohort = _came_in(rows, now_ms, rules) & ((rows["is_emergency"] & has_arrived) | is_waiting(rows))
    lasted = np.maximum(0, np.where(has_arrived, arrived, now_ms) - received)
    return percentile(lasted[cohort], has_arrived[cohort], rules.percentile, rules.smallest_n)


def _longest_minutes(received_ms: NDArray[np.int64], now_ms: int) -> float | None:
    return max(0, now_ms - int(received_ms.min())) / MINUTE_MS if len(received_ms) else None
