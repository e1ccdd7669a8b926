"""Indicators of calls to 112: pure functions of (frame, now). `now_ms` is milliseconds since 1970 UTC."""

from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from domain.city_day import DaySpan
from domain.clock import ONE_MS
from domain.complaints import UNSET_MS
from domain.emergencies import CallFrame
from domain.live_table import Rows
from domain.survival import MINUTE_MS, Percentile, percentile

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class EmergencyRules:
    """How emergencies are judged.

    The city has some five a day, so a percentile over 24 hours is mostly withheld; a review gives a frame and a window
    of 90 days (B03).
    """

    window: timedelta = timedelta(hours=24)
    percentile: float = 0.90
    smallest_n: int = 10


@dataclass(frozen=True, slots=True)
class EmergencyBoard:
    """Emergencies at one instant; other calls (information, pranks) are a number of their own and never added.

    `waiting` have no unit on site, `longest_minutes` is the longest of them since its receipt. `units_busy` are the
    units sent to open calls; one that was sent on to a second open call counts for both.
    """

    waiting: int
    longest_minutes: float | None
    open: int
    response: Percentile
    units_busy: int
    emergencies_today: int
    others_today: int
    as_of_ms: int


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
        as_of_ms=now_ms,
    )


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
    is_recent = (received > now_ms - rules.window // ONE_MS) & (received <= now_ms)
    cohort = is_recent & ((rows["is_emergency"] & has_arrived) | is_waiting(rows))
    lasted = np.maximum(0, np.where(has_arrived, arrived, now_ms) - received)
    return percentile(lasted[cohort], has_arrived[cohort], rules.percentile, rules.smallest_n)


def _longest_minutes(received_ms: NDArray[np.int64], now_ms: int) -> float | None:
    return max(0, now_ms - int(received_ms.min())) / MINUTE_MS if len(received_ms) else None
