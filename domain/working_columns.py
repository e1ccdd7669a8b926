"""The clocks of a calendar over whole columns: what `Calendar` answers for one instant, for a million at once.

Instants are int64, milliseconds since 1970 in UTC. Each answer equals the calendar's own, and so does each refusal:
one instant outside the calendar refuses the whole column, as a CalendarRangeError that names the first such.
"""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.working_time import Calendar

Instants = NDArray[np.int64]
Mask = NDArray[np.bool_]


class ColumnClock:
    """A calendar's clocks, forward and backward, over columns."""

    def __init__(self, calendar: Calendar) -> None:
        windows = calendar.windows
        self._calendar = calendar
        self._start_ms, self._end_ms = windows.start_ms, windows.end_ms
        self._opens, self._closes, self._cut_offs, self._served = (
            np.array(column, dtype=np.int64)
            for column in (windows.opens_ms, windows.closes_ms, windows.cut_offs_ms, windows.served_ms)
        )

    def deadlines_ms(self, at_ms: Instants, working_days: Instants | int) -> Instants:
        """The close of the n-th working day after each receipt day; n is one number, or one for each instant."""
        days = np.broadcast_to(np.asarray(working_days, dtype=np.int64), at_ms.shape)
        if (days < 0).any():
            self._calendar.deadline_ms(int(at_ms[days < 0][0]), int(days.min()))  # refuses, with the reason
        index = np.searchsorted(self._cut_offs, at_ms, side="left") + days
        beyond = self._outside(at_ms) | (index >= len(self._closes))
        if beyond.any():
            first = int(np.flatnonzero(beyond)[0])
            self._calendar.deadline_ms(int(at_ms[first]), int(days[first]))
        due: Instants = self._closes[index]
        return due

    def one_working_day_before_ms(self, due_ms: Instants) -> Instants:
        """The instants from which deadlines are due within one working day."""
        index = np.searchsorted(self._closes, due_ms, side="left")
        beyond = self._outside(due_ms) | (index < 1) | (index >= len(self._closes))
        if beyond.any():
            self._calendar.one_working_day_before_ms(int(due_ms[beyond][0]))
        before_close_ms = self._closes[index] - due_ms
        earlier: Instants = np.maximum(self._opens[index - 1], self._closes[index - 1] - before_close_ms)
        return earlier

    def service_ms_between(self, start_ms: Instants, end_ms: Instants) -> Instants:
        """The time the service window is open between two instants, row by row; negative where the end comes first."""
        for column in (start_ms, end_ms):
            outside = self._outside(column)
            if outside.any():
                self._calendar.service_ms_between(*[int(column[outside][0])] * 2)
        return self._elapsed_ms(end_ms) - self._elapsed_ms(start_ms)

    def add_service_ms(self, at_ms: Instants, service_ms: Instants | int) -> Instants:
        """The first instants by which so much service time has passed; no time at all leaves an instant as it is."""
        added = np.broadcast_to(np.asarray(service_ms, dtype=np.int64), at_ms.shape)
        target = self._elapsed_ms(at_ms) + added
        index = np.searchsorted(self._served, target, side="left")
        refused = (added < 0) | self._outside(at_ms) | ((added > 0) & (index >= len(self._served)))
        if refused.any():
            first = int(np.flatnonzero(refused)[0])
            self._calendar.add_service_ms(int(at_ms[first]), int(added[first]))
        index = np.minimum(index, len(self._served) - 1)
        later: Instants = np.where(added == 0, at_ms, self._closes[index] - (self._served[index] - target))
        return later

    def _elapsed_ms(self, at_ms: Instants) -> Instants:
        """Service time from the start of the calendar up to each instant."""
        index = np.searchsorted(self._opens, at_ms, side="right") - 1
        elapsed = self._served[index] - np.maximum(0, self._closes[index] - at_ms)
        told: Instants = np.where(index < 0, 0, elapsed)
        return told

    def _outside(self, at_ms: NDArray[Any]) -> Mask:
        mask: Mask = (at_ms < self._start_ms) | (at_ms >= self._end_ms)
        return mask
