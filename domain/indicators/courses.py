"""The course of a day's lines: who was ahead, and how many were called, at any instant, for all lines at once.

A point forecast is the time until one's own number is called if numbers go on being called as in the last half hour:
(people ahead + 1) / (calls a minute). Instants are milliseconds since 1970 UTC.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.complaints import UNSET_MS
from domain.indicators import waits
from domain.indicators.waits import Moment
from domain.live_table import Rows
from domain.queue_lines import Lines, Numbers
from domain.survival import MINUTE_MS

Amounts = NDArray[np.float64]

_MARGIN_MS = 60 * MINUTE_MS
_LINE_MS = 48 * 60 * MINUTE_MS
"""Each line has a stretch of its own on one axis of numbers, so that one sorted column answers for all of them."""


@dataclass(frozen=True, slots=True)
class CallRate:
    """From which calls a point forecast is made (proposals of this project, after C04).

    Of the calls in the last `window_minutes`, or after the line's first call of the day where that is shorter.
    """

    window_minutes: int = 30
    shortest_minutes: int = 10
    fewest_calls: int = 3


@dataclass(frozen=True, slots=True)
class Course:
    """The waits of a day, by their beginning: of each its line, from when until when, and whether a call ended it.

    `until_ms` is the call, the giving up, or now. `came`, `left` and `called` are sorted places on the common axis.
    """

    line: Numbers
    from_ms: Numbers
    until_ms: Numbers
    is_called: NDArray[np.bool_]
    came: Numbers
    left: Numbers
    called: Numbers
    start_ms: int

    def ahead(self, line: Numbers, at_ms: Numbers) -> Numbers:
        """How many of a line had come before an instant and were neither called nor gone."""
        at = self._places(line, at_ms)
        return np.searchsorted(self.came, at, side="left") - np.searchsorted(self.left, at, side="right")

    def points(self, line: Numbers, at_ms: Numbers, rate: CallRate) -> Amounts:
        """The point forecast for one who comes to a line at an instant, milliseconds; NaN where calls are too few."""
        from_ms = np.maximum(at_ms - rate.window_minutes * MINUTE_MS, self._first_call_ms(line))
        span_ms = at_ms - from_ms
        until = np.searchsorted(self.called, self._places(line, at_ms), side="right")
        calls = until - np.searchsorted(self.called, self._places(line, from_ms), side="right")
        is_told = (calls >= rate.fewest_calls) & (span_ms >= rate.shortest_minutes * MINUTE_MS)
        points = np.full(len(line), np.nan)
        points[is_told] = ((self.ahead(line, at_ms) + 1) * span_ms)[is_told] / calls[is_told]
        return points

    def _places(self, line: Numbers, at_ms: Numbers) -> Numbers:
        return _places(line, at_ms, self.start_ms)

    def _first_call_ms(self, line: Numbers) -> Numbers:
        """When a line's first number of the day was called; far away without one."""
        first = np.searchsorted(self.called, line * _LINE_MS)
        known = np.append(self.called, np.iinfo(np.int64).max)[first]
        return np.where(known < (line + 1) * _LINE_MS, known - line * _LINE_MS - _MARGIN_MS, _LINE_MS) + self.start_ms


def course_of(tickets: Rows, lines: Lines, moment: Moment) -> Course:
    """The course of the tickets of today, `lines` being theirs."""
    line, start_ms = lines.of_ticket, moment.day.start_ms
    is_called, is_wait = tickets["called_ms"] != UNSET_MS, waits.has_wait(tickets, moment)
    order = np.flatnonzero(is_wait)
    order = order[np.argsort(tickets["wait_from_ms"][order], kind="stable")]
    from_ms = tickets["wait_from_ms"][order]
    until_ms = from_ms + waits.waited_ms(tickets[order], moment)
    goes_on = waits.is_waiting(tickets[order], moment)
    left_ms = np.where(goes_on, start_ms + _LINE_MS, until_ms)
    stood = left_ms > from_ms  # who was called at once was ahead of nobody
    return Course(
        line=line[order],
        from_ms=from_ms,
        until_ms=until_ms,
        is_called=is_called[order],
        came=np.sort(_places(line[order][stood], from_ms[stood], start_ms)),
        left=np.sort(_places(line[order][stood], left_ms[stood], start_ms)),
        called=np.sort(_places(line[is_called], tickets["called_ms"][is_called], start_ms)),
        start_ms=start_ms,
    )


def _places(line: Numbers, at_ms: Numbers, start_ms: int) -> Numbers:
    places: Numbers = line * _LINE_MS + np.clip(at_ms - start_ms + _MARGIN_MS, 0, _LINE_MS - 1)
    return places
