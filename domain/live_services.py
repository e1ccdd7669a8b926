"""The live sets beside complaints: calls, queues, attendance, shifts, tasks and positions. One owner."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

import numpy as np
from numpy.typing import NDArray

from domain.emergencies import CallCodes, CallFrame, call_table, past_calls
from domain.field_columns import FieldFrame, past_positions, past_tasks, position_table, task_table
from domain.live_table import LiveTable, Rows
from domain.profile import CityProfile
from domain.queue_columns import (
    QueueCodes,
    QueueFrame,
    counter_table,
    past_counters,
    past_tickets,
    past_waits,
    ticket_table,
    wait_table,
)
from domain.staffing import StaffingRules
from domain.staffing_columns import AttendanceFrame, attendance_table, past_attendances, past_shifts, shift_table

Past = Callable[[Rows, datetime], NDArray[np.bool_]]


class LiveServices:
    """Live tables by the first word of their event types."""

    def __init__(self, profile: CityProfile) -> None:
        timezone, staffing = profile.timezone, StaffingRules(profile.timezone)
        self._agencies = tuple(profile.agencies)
        self._categories = tuple(profile.categories)
        self._calls = CallCodes.from_profile(profile)
        self._queues = QueueCodes.from_profile(profile)
        self._tables: Mapping[str, LiveTable[Any]] = {
            "call": call_table(profile),
            "ticket": ticket_table(profile),
            "counter": counter_table(profile),
            "site": wait_table(profile),
            "attendance": attendance_table(profile, staffing),
            "shift": shift_table(profile, staffing),
            "task": task_table(profile),
            "position": position_table(profile),
        }
        self._past: Mapping[str, Past] = {
            "call": past_calls,
            "ticket": lambda rows, now: past_tickets(rows, now, timezone),
            "counter": lambda rows, now: past_counters(rows, now, timezone),
            "site": lambda rows, now: past_waits(rows, now, timezone),
            "attendance": lambda rows, now: past_attendances(rows, now, staffing),
            "shift": lambda rows, now: past_shifts(rows, now, staffing),
            "task": lambda rows, now: past_tasks(rows, now, timezone),
            "position": past_positions,
        }

    @property
    def kinds(self) -> tuple[str, ...]:
        """The kinds that are kept live."""
        return tuple(self._tables)

    def count(self, kind: str) -> int:
        """How many of a kind are live."""
        return len(self._tables[kind])

    def ids(self, kind: str) -> Sequence[str]:
        """The ids of a kind, in row order."""
        return self._tables[kind].ids()

    def load(self, kind: str, entities: Iterable[Any], now: datetime) -> None:
        """Apply entities of a kind, in any order; a kind that is not kept live is left out."""
        if kind in self._tables:
            self._tables[kind].load(entities, now)

    def drop_past(self, now: datetime) -> None:
        """Remove what is no longer live."""
        for kind, table in self._tables.items():
            gone = self._past[kind](table.live_rows, now)
            if gone.any():
                table.drop(gone)

    def calls(self) -> CallFrame:
        """Calls of this instant."""
        return CallFrame(self._rows("call"), self._calls)

    def queues(self) -> QueueFrame:
        """Queues of this instant."""
        return QueueFrame(self._rows("ticket"), self._rows("counter"), self._rows("site"), self._queues)

    def attendance(self) -> AttendanceFrame:
        """Attendance of this instant."""
        return AttendanceFrame(self._rows("attendance"), self._agencies)

    def field(self) -> FieldFrame:
        """Field work of this instant."""
        tables = (self._rows("task"), self._rows("shift"), self._rows("position"))
        return FieldFrame(*tables, self._agencies, self._categories)

    def _rows(self, kind: str) -> Rows:
        return self._tables[kind].copy_rows()
