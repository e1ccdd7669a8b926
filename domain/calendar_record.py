"""A city's calendar as rows: every day that is not a usual one, all hours, and where each comes from.

What is stored, compared and logged is a record; the clock that runs on it is its `Calendar`.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, time
from enum import StrEnum
from functools import cached_property
from zoneinfo import ZoneInfo

from domain.working_time import Calendar, DayHours, HoursPeriod

ANY_PERIOD = "*"
"""The period of a unit's hours that hold in every period of the city."""

SHORT_HASH = 8


class CalendarDayKind(StrEnum):
    """What makes a day unlike others: libur nasional, cuti bersama, closed here alone, worked after all, or hours."""

    NATIONAL_HOLIDAY = "national_holiday"
    COLLECTIVE_LEAVE = "collective_leave"
    LOCAL_CLOSURE = "local_closure"
    REOPENED = "reopened"
    OTHER_HOURS = "other_hours"


CLOSING = (CalendarDayKind.NATIONAL_HOLIDAY, CalendarDayKind.COLLECTIVE_LEAVE, CalendarDayKind.LOCAL_CLOSURE)


@dataclass(frozen=True, slots=True, order=True)
class RecordedDay:
    """One day, and why it is in the record; `name` is the holiday's, or the period's whose hours hold on it."""

    day: date
    kind: CalendarDayKind
    name: str
    source: str = ""


@dataclass(frozen=True, slots=True, order=True)
class RecordedHours:
    """The service window of one weekday (Monday 0), local time.

    `unit` is empty for the city, else the codes and kinds of the units that it holds for, with semicolons; `period` is
    empty for the usual week, else a period's name, or `ANY_PERIOD`.
    """

    unit: str
    period: str
    weekday: int
    opens: time
    closes: time
    source: str = ""


@dataclass(frozen=True)
class CalendarRecord:
    """A calendar of a city as rows; days and hours are sorted. `first_day` and `last_day` are covered."""

    version: str
    timezone: ZoneInfo
    first_day: date
    last_day: date
    cut_off: time
    days: tuple[RecordedDay, ...]
    hours: tuple[RecordedHours, ...]

    @cached_property
    def content_hash(self) -> str:
        """A fingerprint of the days and hours, the same for the same content.

        The version's name and the sources are left out: what only cites another source moves no deadline.
        """
        told = asdict(self)
        del told["version"]
        for row in (*told["days"], *told["hours"]):
            del row["source"]
        return hashlib.sha256(json.dumps(told, default=str, sort_keys=True).encode()).hexdigest()

    @cached_property
    def calendar(self) -> Calendar:
        """The city's clock of this record."""
        return Calendar(
            timezone=self.timezone,
            first_day=self.first_day,
            last_day=self.last_day,
            closed_days=self._closed_days(),
            week=self._week(""),
            periods=tuple(self._periods()),
            cut_off=self.cut_off,
            version=self.version,
        )

    def _closed_days(self) -> dict[date, str]:
        reopened = {row.day for row in self.days if row.kind is CalendarDayKind.REOPENED}
        names: dict[date, list[str]] = {}
        for row in sorted(self.days, key=lambda row: (row.day, CLOSING.index(row.kind) if row.kind in CLOSING else 0)):
            if row.kind in CLOSING and row.day not in reopened and row.name not in names.get(row.day, []):
                names.setdefault(row.day, []).append(row.name)
        return {day: "; ".join(found) for day, found in names.items()}

    def _periods(self) -> Iterable[HoursPeriod]:
        spans: dict[str, list[date]] = {}
        for row in self.days:
            if row.kind is CalendarDayKind.OTHER_HOURS:
                spans.setdefault(row.name, []).append(row.day)
        for name, days in spans.items():
            yield HoursPeriod(name, min(days), max(days), self._week(name))

    def _week(self, period: str) -> dict[int, DayHours]:
        rows = (row for row in self.hours if not row.unit and row.period == period)
        return {row.weekday: DayHours(row.opens, row.closes) for row in rows}


def record_of(calendar: Calendar) -> CalendarRecord:
    """The record of a calendar that came without one: its closed days count as local closures."""
    days = [RecordedDay(day, CalendarDayKind.LOCAL_CLOSURE, name) for day, name in calendar.closed_days.items()]
    days += [
        RecordedDay(date.fromordinal(day), CalendarDayKind.OTHER_HOURS, period.name)
        for period in calendar.periods
        for day in range(period.from_date.toordinal(), period.to_date.toordinal() + 1)
    ]
    hours = week_rows("", "", calendar.week)
    for period in calendar.periods:
        hours += week_rows("", period.name, period.week)
    return CalendarRecord(
        calendar.version,
        calendar.timezone,
        calendar.first_day,
        calendar.last_day,
        calendar.cut_off,
        tuple(sorted(days)),
        tuple(sorted(hours)),
    )


def week_rows(unit: str, period: str, week: Mapping[int, DayHours], source: str = "") -> list[RecordedHours]:
    """The hours of a week as rows."""
    return [RecordedHours(unit, period, day, hours.opens, hours.closes, source) for day, hours in week.items()]


def unused_version(record: CalendarRecord, is_used: Callable[[str], bool]) -> str:
    """A name that no version has yet: the file's own, else with the fingerprint of its content, else counted."""
    fingerprint = f"{record.version}+{record.content_hash[:SHORT_HASH]}"
    if not is_used(record.version):
        return record.version
    if not is_used(fingerprint):
        return fingerprint
    number = 2
    while is_used(f"{fingerprint}.{number}"):
        number += 1
    return f"{fingerprint}.{number}"
