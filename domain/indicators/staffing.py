"""Indicators of attendance: pure functions of (frame, headcounts, day, now). Units only, never a person.

Attendance (D01) is who came, of those scheduled less those excused; late is not absent. On-time arrival (D02) is a
number of its own, and only of offices: crews in the field work in shifts that begin at different hours.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.city_day import day_span
from domain.clock import ONE_MS, epoch_ms
from domain.complaints import UNSET_MS
from domain.privacy import shows_unit
from domain.profile import Headcount
from domain.staffing import AttendanceState
from domain.staffing_columns import AttendanceFrame, Mask
from domain.working_time import Calendar

Counts = NDArray[np.int64]
WHOLE_CITY = ""


@dataclass(frozen=True, slots=True)
class WorkDay:
    """A day as the city's employees work it: its start, and when offices begin (milliseconds since 1970 UTC)."""

    day_ms: int
    is_working_day: bool
    begins_ms: int
    tolerance_ms: int


@dataclass(frozen=True, slots=True)
class UnitAttendance:
    """One unit: the office or the field staff of an agency, or of all shown units (`agency` is then empty).

    `expected` is scheduled less excused; `timed` are those present whose check-in is known, `on_time` those of them
    who came by the beginning and its tolerance. Both are 0 in the field.
    """

    agency: str
    is_field: bool
    expected: int
    present: int
    timed: int
    on_time: int

    @property
    def is_consistent(self) -> bool:
        """Whether no more came than were expected; else the schedule is wrong."""
        return self.present <= self.expected

    @property
    def rate(self) -> float | None:
        """Present of expected (D01), 0 to 1; None when the schedule is wrong."""
        return self.present / self.expected if self.is_consistent else None

    @property
    def on_time_share(self) -> float | None:
        """On time of those whose check-in is known (D02), 0 to 1; None in the field and when they are too few."""
        return self.on_time / self.timed if shows_unit(self.timed) else None


@dataclass(frozen=True, slots=True)
class AttendanceBoard:
    """The units that may be shown, in the city's order, never by rate.

    `hidden` units are too small; of the agencies in `unknown` the city has no schedule, which is no data, not zero.
    On a day off, and until the tolerance after the offices begin is over, nobody is missing yet: `units` is empty.
    """

    units: tuple[UnitAttendance, ...]
    hidden: int
    unknown: tuple[str, ...]
    is_working_day: bool
    has_begun: bool
    as_of_ms: int

    def city(self, *, is_field: bool) -> UnitAttendance | None:
        """All shown units together whose schedule holds, so that no hidden one can be worked out; None without any."""
        return _sum([unit for unit in self.units if unit.is_field == is_field and unit.is_consistent], is_field)


def work_day(now: datetime, calendar: Calendar, begins: time, tolerance: timedelta) -> WorkDay:
    """The city's day at an instant.

    `begins` is when offices begin, local time (07.30, in Ramadan 08.00: Perpres 21/2023).
    """
    day = calendar.local_date(now)
    return WorkDay(
        day_ms=day_span(now, calendar.timezone).start_ms,
        is_working_day=calendar.is_working_day(day),
        begins_ms=epoch_ms(datetime.combine(day, begins, tzinfo=calendar.timezone)),
        tolerance_ms=tolerance // ONE_MS,
    )


def is_present(frame: AttendanceFrame, day_ms: int) -> Mask:
    """Who came on a day, at any hour, also when only the check-out is known."""
    came = np.isin(frame.rows["state"], (AttendanceState.CHECKED_IN, AttendanceState.CHECKED_OUT))
    mask: Mask = came & (frame.rows["day_ms"] == day_ms)
    return mask


def attendance_board(
    frame: AttendanceFrame, headcounts: Mapping[str, Headcount], day: WorkDay, now_ms: int
) -> AttendanceBoard:
    """Attendance of every unit with a schedule and enough people."""
    has_begun = now_ms >= day.begins_ms + day.tolerance_ms
    units = _units(frame, headcounts, day) if day.is_working_day and has_begun else ()
    shown = tuple(unit for unit in units if shows_unit(unit.expected))
    unknown = tuple(agency for agency in frame.agencies if agency not in headcounts)
    return AttendanceBoard(shown, len(units) - len(shown), unknown, day.is_working_day, has_begun, now_ms)


def _units(frame: AttendanceFrame, headcounts: Mapping[str, Headcount], day: WorkDay) -> Sequence[UnitAttendance]:
    """Every unit for which somebody is scheduled, also the small ones."""
    rows = frame.rows
    excused = _counts(frame, (rows["state"] == AttendanceState.EXCUSED) & (rows["day_ms"] == day.day_ms))
    here = is_present(frame, day.day_ms)
    timed = here & (rows["in_ms"] != UNSET_MS) & ~rows["is_field"]
    on_time = timed & (rows["in_ms"] <= day.begins_ms + day.tolerance_ms)
    present, known, punctual = (_counts(frame, mask) for mask in (here, timed, on_time))
    return [
        UnitAttendance(
            agency,
            is_field,
            expected=scheduled - int(excused[row, column]),
            present=int(present[row, column]),
            timed=int(known[row, column]),
            on_time=int(punctual[row, column]),
        )
        for row, agency in enumerate(frame.agencies)
        for column, is_field, scheduled in _schedule(headcounts.get(agency))
        if scheduled
    ]


def _schedule(headcount: Headcount | None) -> Iterable[tuple[int, bool, int]]:
    """Column of the counts, whether it is the field, and how many are scheduled."""
    return () if headcount is None else ((0, False, headcount.office), (1, True, headcount.field))


def _counts(frame: AttendanceFrame, mask: Mask) -> Counts:
    """Masked people by agency (rows) and by office and field (columns)."""
    rows = frame.rows[mask & (frame.rows["agency"] >= 0)]
    cells = 2 * rows["agency"].astype(np.int64) + rows["is_field"]
    counts: Counts = np.bincount(cells, minlength=2 * len(frame.agencies)).reshape(-1, 2)
    return counts


def _sum(units: Sequence[UnitAttendance], is_field: bool) -> UnitAttendance | None:
    if not units:
        return None
    totals = (sum(getattr(unit, name) for unit in units) for name in ("expected", "present", "timed", "on_time"))
    return UnitAttendance(WHOLE_CITY, is_field, *totals)
