"""Staffing as columns: attendance and shifts that are open or of the city's day, for live tables and for reviews."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.city_day import day_span
from domain.clock import ONE_MS, epoch_ms
from domain.complaints import UNSET_MS
from domain.live_table import Entity, LiveTable, Rows, index_of, name_number
from domain.profile import CityProfile
from domain.staffing import Attendance, AttendanceState, Shift, StaffingRules

NO_CODE = -1
Mask = NDArray[np.bool_]
E = TypeVar("E", bound=Entity)

ATTENDANCE_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("state", np.int8),
        ("agency", np.int16),
        ("is_field", np.bool_),
        ("day_ms", np.int64),
        ("in_ms", np.int64),
        ("last_in_ms", np.int64),
        ("out_ms", np.int64),
    ]
)
"""One row an employee. `agency` is its index in the profile, -1 when the city does not know it."""

SHIFT_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("agency", np.int16),
        ("crew", np.int64),
        ("started_ms", np.int64),
        ("ended_ms", np.int64),
    ]
)
"""One row a shift. `crew` is the `name_number` of its crew."""


def attendance_values(attendance: Attendance, agency_index: Mapping[str, int]) -> tuple[object, ...]:
    """One row of `ATTENDANCE_DTYPE` after key and revision."""
    return (
        attendance.state,
        agency_index.get(attendance.agency, NO_CODE),
        attendance.is_field,
        attendance.day_ms,
        attendance.in_ms,
        attendance.last_in_ms,
        attendance.out_ms,
    )


def shift_values(shift: Shift, agency_index: Mapping[str, int]) -> tuple[object, ...]:
    """One row of `SHIFT_DTYPE` after key and revision."""
    agency = agency_index.get(shift.agency, NO_CODE)
    return (agency, name_number(shift.crew_id), shift.started_ms, shift.ended_ms)


# --- what is live


def is_attendance_live(attendance: Attendance, now: datetime, rules: StaffingRules) -> bool:
    """Whether it is of today, or of an employee still on a duty that began before midnight."""
    is_at_work = attendance.state == AttendanceState.CHECKED_IN
    is_today = attendance.day_ms >= day_span(now, rules.timezone).start_ms
    return is_today or (is_at_work and attendance.last_in_ms >= epoch_ms(now - rules.longest_duty))


def is_shift_live(shift: Shift, now: datetime, rules: StaffingRules) -> bool:
    """Whether a shift goes on, or started or ended today."""
    is_open = shift.ended_ms == UNSET_MS and shift.started_ms >= epoch_ms(now - rules.longest_shift)
    is_today = max(shift.started_ms, shift.ended_ms) >= day_span(now, rules.timezone).start_ms
    return shift.is_known and (is_open or is_today)


def past_attendances(rows: Rows, now: datetime, rules: StaffingRules) -> Mask:
    """The rows that are no longer live, see `is_attendance_live`."""
    is_at_work = rows["state"] == AttendanceState.CHECKED_IN
    is_today = rows["day_ms"] >= day_span(now, rules.timezone).start_ms
    mask: Mask = ~(is_today | (is_at_work & (rows["last_in_ms"] >= epoch_ms(now - rules.longest_duty))))
    return mask


def past_shifts(rows: Rows, now: datetime, rules: StaffingRules) -> Mask:
    """The rows that are no longer live, see `is_shift_live`."""
    is_today = np.maximum(rows["started_ms"], rows["ended_ms"]) >= day_span(now, rules.timezone).start_ms
    mask: Mask = ~(on_duty(rows, epoch_ms(now), rules) | is_today)
    return mask


def on_duty(rows: Rows, now_ms: int, rules: StaffingRules) -> Mask:
    """Shifts that go on; one whose end was never reported does so for `longest_shift`."""
    since_ms = now_ms - rules.longest_shift // ONE_MS
    mask: Mask = (rows["ended_ms"] == UNSET_MS) & (rows["started_ms"] >= since_ms)
    return mask


# --- tables and frames


@dataclass(frozen=True, slots=True)
class AttendanceFrame:
    """Attendance at one instant, live or historical; `agencies` are the codes of the column `agency`."""

    rows: Rows
    agencies: Sequence[str]


def attendance_table(profile: CityProfile, rules: StaffingRules) -> LiveTable[Attendance]:
    """An empty live set of attendance."""
    index = index_of(tuple(profile.agencies))
    return LiveTable(
        ATTENDANCE_DTYPE,
        lambda attendance: attendance_values(attendance, index),
        lambda attendance, now: is_attendance_live(attendance, now, rules),
    )


def shift_table(profile: CityProfile, rules: StaffingRules) -> LiveTable[Shift]:
    """An empty live set of shifts."""
    index = index_of(tuple(profile.agencies))
    return LiveTable(
        SHIFT_DTYPE, lambda shift: shift_values(shift, index), lambda shift, now: is_shift_live(shift, now, rules)
    )


def attendance_frame(attendances: Iterable[Attendance], profile: CityProfile) -> AttendanceFrame:
    """A frame of days read from the store, for a review of any day; one row an employee and day."""
    index = index_of(tuple(profile.agencies))
    known = (attendance for attendance in attendances if attendance.is_known)
    rows = rows_of(known, ATTENDANCE_DTYPE, lambda attendance: attendance_values(attendance, index))
    return AttendanceFrame(rows, tuple(profile.agencies))


def rows_of(entities: Iterable[E], dtype: np.dtype[Any], values: Callable[[E], tuple[object, ...]]) -> Rows:
    """Rows like those of a live table, with all that is given, whether it is live or not."""
    return np.array([(key, one.revision, *values(one)) for key, one in enumerate(entities, start=1)], dtype)
