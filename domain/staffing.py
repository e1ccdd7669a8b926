"""Staffing: who came to work, and which crews are on duty; each is a fold over the set of its events.

Attendance events are keyed by employee, an attendance is per employee and city day. So the entity is the employee, and
its state is that of the latest day; `attendance_days` gives every day of the same facts, for reviews. The facts are
taken in the order of (occurred, event id), so any delivery gives the same state.

An `employee_id` is a pseudonym and stays out of the columns: indicators see units, never a person.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from enum import IntEnum
from zoneinfo import ZoneInfo

from msgspec import Struct

from domain import events as ev
from domain.city_day import day_span
from domain.clock import ONE_MS, from_epoch_ms
from domain.complaints import UNSET_MS, StoredFact
from domain.facts import in_order


class AttendanceState(IntEnum):
    """Where an employee stands on a day."""

    UNKNOWN = 0
    CHECKED_IN = 1
    CHECKED_OUT = 2
    EXCUSED = 3


@dataclass(frozen=True, slots=True)
class StaffingRules:
    """What the folds and the live set ask of the city.

    A check-out within `longest_duty` of the last check-in belongs to that check-in's day (a night duty ends on the
    next one). A shift without an end counts as ended after `longest_shift`: its end was not reported.
    """

    timezone: ZoneInfo
    longest_duty: timedelta = timedelta(hours=16)
    longest_shift: timedelta = timedelta(hours=24)


class Attendance(Struct, kw_only=True):
    """One employee on the latest day with a fact. All `_ms` are milliseconds since 1970 UTC, 0 when not happened.

    `day_ms` is the start of that day in the city; `in_ms` is the day's first check-in, `last_in_ms` its last one,
    `out_ms` the check-out after it. `is_field` is what the latest check-in of any day up to then said; an employee
    who never checked in counts to the office, as in the contract.
    """

    employee_id: str
    state: int = AttendanceState.UNKNOWN
    agency: str = ""
    is_field: bool = False
    day_ms: int = UNSET_MS
    in_ms: int = UNSET_MS
    last_in_ms: int = UNSET_MS
    out_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The employee's pseudonym."""
        return self.employee_id

    @property
    def is_known(self) -> bool:
        """Whether any fact has arrived."""
        return self.day_ms != UNSET_MS


class Shift(Struct, kw_only=True):
    """One duty of a crew; once ended it stays ended. All `_ms` are milliseconds since 1970 UTC, 0 when not happened."""

    shift_id: str
    crew_id: str = ""
    agency: str = ""
    started_ms: int = UNSET_MS
    ended_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The shift's id."""
        return self.shift_id

    @property
    def is_known(self) -> bool:
        """Whether its start has arrived; before that it counts nowhere."""
        return self.started_ms != UNSET_MS


# --- folds


def fold_attendance(employee_id: str, facts: Iterable[StoredFact], rules: StaffingRules) -> Attendance:
    """The employee's latest day that a set of facts describes."""
    days = attendance_days(employee_id, facts, rules)
    return days[-1] if days else Attendance(employee_id=employee_id)


def attendance_days(employee_id: str, facts: Iterable[StoredFact], rules: StaffingRules) -> Sequence[Attendance]:
    """Every day that a set of facts describes, oldest first; days without a fact are not in it."""
    days: list[Attendance] = []
    for fact in in_order(facts):
        payload = fact.payload
        assert isinstance(payload, ev.AttendanceCheckedIn | ev.AttendanceCheckedOut | ev.AttendanceExcused)
        day = _day_of(days, employee_id, fact, rules)
        _ATTENDANCE_HANDLERS[type(payload)](day, fact)
        day.agency, day.changed_ms = payload.agency, fact.occurred_ms
    return days


def _day_of(days: list[Attendance], employee_id: str, fact: StoredFact, rules: StaffingRules) -> Attendance:
    """The day that a fact belongs to, begun when it is the first one."""
    if isinstance(fact.payload, ev.AttendanceCheckedOut):
        duty = next((day for day in reversed(days) if day.in_ms != UNSET_MS), None)
        if duty is not None and fact.occurred_ms - duty.last_in_ms <= rules.longest_duty // ONE_MS:
            return duty
    day_ms = day_span(from_epoch_ms(fact.occurred_ms), rules.timezone).start_ms
    if not days or days[-1].day_ms != day_ms:
        is_field = bool(days) and days[-1].is_field
        days.append(Attendance(employee_id=employee_id, day_ms=day_ms, is_field=is_field))
    return days[-1]


def _checked_in(day: Attendance, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.AttendanceCheckedIn)
    day.state, day.is_field = AttendanceState.CHECKED_IN, payload.is_field
    day.in_ms = day.in_ms or fact.occurred_ms
    day.last_in_ms, day.out_ms = fact.occurred_ms, UNSET_MS


def _checked_out(day: Attendance, fact: StoredFact) -> None:
    """Who leaves was there, also when the check-in was lost."""
    day.state, day.out_ms = AttendanceState.CHECKED_OUT, fact.occurred_ms


def _excused(day: Attendance, _fact: StoredFact) -> None:
    """Who came on the day is present, whatever was approved."""
    if day.state == AttendanceState.UNKNOWN:
        day.state = AttendanceState.EXCUSED


_ATTENDANCE_HANDLERS: dict[type[ev.Payload], Callable[[Attendance, StoredFact], None]] = {
    ev.AttendanceCheckedIn: _checked_in,
    ev.AttendanceCheckedOut: _checked_out,
    ev.AttendanceExcused: _excused,
}


def fold_shift(shift_id: str, facts: Iterable[StoredFact]) -> Shift:
    """The shift that a set of facts describes: its first start, its first end."""
    shift = Shift(shift_id=shift_id)
    for fact in in_order(facts):
        payload = fact.payload
        assert isinstance(payload, ev.ShiftStarted | ev.ShiftEnded)
        if isinstance(payload, ev.ShiftStarted):
            shift.started_ms = shift.started_ms or fact.occurred_ms
        else:
            shift.ended_ms = shift.ended_ms or fact.occurred_ms
        shift.crew_id, shift.agency, shift.changed_ms = payload.crew_id, payload.agency, fact.occurred_ms
    return shift
