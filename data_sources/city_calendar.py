"""The calendar of a city's folder: its week, its periods with other hours, and its closed days."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date, time
from importlib.metadata import version
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_lines import where, where_at
from data_sources.city_shapes import (
    WEEKDAYS,
    CalendarFile,
    DayRow,
    HolidaysRow,
    PeriodRow,
    UnitHoursRow,
    Weekday,
    WeekRow,
)
from domain.calendar_record import (
    ANY_PERIOD,
    CalendarDayKind,
    CalendarRecord,
    RecordedDay,
    RecordedHours,
    week_rows,
)
from domain.working_time import ALL_DAY, Calendar, DayHours

COLLECTIVE = MappingProxyType({"government": CalendarDayKind.COLLECTIVE_LEAVE})
ALWAYS_OPEN = dict.fromkeys(range(7), ALL_DAY)


def load_calendar(path: Path, timezone: ZoneInfo) -> CalendarRecord:
    """The record; without a week every hour is service time, without a cut-off each report counts the same day."""
    content = read_yaml(path, CalendarFile)
    _check_periods(path, content.periods)
    return CalendarRecord(
        version=content.version,
        timezone=timezone,
        first_day=date(content.first_year, 1, 1),
        last_day=date(content.last_year, 12, 31),
        cut_off=content.cut_off.at if content.cut_off else time.max,
        days=tuple(sorted([*_closed_days(path, content), *_days_of_periods(content.periods)])),
        hours=tuple(sorted(_all_hours(content))),
    )


def _days_of_periods(rows: Iterable[PeriodRow]) -> Iterator[RecordedDay]:
    for row in rows:
        for day in range(row.first_day.toordinal(), row.last_day.toordinal() + 1):
            yield RecordedDay(date.fromordinal(day), CalendarDayKind.OTHER_HOURS, row.name, row.source)


def _all_hours(content: CalendarFile) -> Iterator[RecordedHours]:
    week, source = (_week(content.week), content.week.source) if content.week else (ALWAYS_OPEN, "no week in the file")
    yield from week_rows("", "", week, source)
    for period in content.periods:
        yield from week_rows("", period.name, _week(period), period.source)
    for unit in content.units:
        name = ";".join([*unit.codes, *unit.kinds])
        yield from week_rows(name, "", ALWAYS_OPEN if unit.around_the_clock else _hours(unit.hours), unit.source)
        yield from week_rows(name, ANY_PERIOD, _hours(unit.period_hours), unit.source)


def load_unit_calendars(
    path: Path, city: Calendar, agencies: Collection[str], kinds: Mapping[str, str]
) -> dict[str, Calendar]:
    """The calendars of units with hours of their own, by code; `kinds` tells the kind of each site.

    Of several rows for a unit the first holds. Raises CityFolderError for a code or a kind that the city does not have.
    """
    calendars: dict[str, Calendar] = {}
    for row in read_yaml(path, CalendarFile).units:
        unknown = [code for code in row.codes if code not in agencies and code not in kinds]
        unknown += [kind for kind in row.kinds if kind not in kinds.values()]
        if unknown:
            raise CityFolderError(
                f"{where(path, row.name)}: units: {row.name!r}: the city has no {', '.join(unknown)}; correct the row"
            )
        calendar = _of_unit(row, city)
        codes = [*row.codes, *(code for code, kind in kinds.items() if kind in row.kinds)]
        calendars |= {code: calendar for code in codes if code not in calendars}
    return calendars


def _of_unit(row: UnitHoursRow, city: Calendar) -> Calendar:
    """The city's calendar with a unit's hours. Around the clock no day is closed and no hour cuts off."""
    if row.around_the_clock:
        return replace(city, week=ALWAYS_OPEN, periods=(), closed_days={}, cut_off=time.max)
    in_periods = _hours(row.period_hours)
    periods = tuple(replace(period, week=in_periods) if in_periods else period for period in city.periods)
    return replace(city, week=_hours(row.hours), periods=periods)


def _week(row: WeekRow) -> dict[int, DayHours]:
    return _hours(row.hours)


def _hours(hours: Mapping[Weekday, tuple[time, time]]) -> dict[int, DayHours]:
    return {WEEKDAYS.index(day): DayHours(opens, closes) for day, (opens, closes) in hours.items()}


def _check_periods(path: Path, rows: Iterable[PeriodRow]) -> None:
    ordered = sorted(rows, key=lambda row: row.first_day)
    for earlier, later in pairwise(ordered):
        if later.first_day <= earlier.last_day:
            raise CityFolderError(
                f"{where(path, later.name)}: periods: {later.name!r} starts on {later.first_day}, before"
                f" {earlier.name!r} ends on {earlier.last_day}; correct one of the days"
            )


def _closed_days(path: Path, content: CalendarFile) -> list[RecordedDay]:
    years = range(content.first_year, content.last_year + 1)
    for row in (*content.closed_days, *content.reopened_days):
        if row.day.year not in years:
            raise CityFolderError(
                f"{where(path, str(row.day))}: day {row.day} ({row.name}) is outside first_year to last_year,"
                f" {years[0]} to {years[-1]};"
                " correct the day or the years"
            )
    closed = _holidays(path, content.holidays, years) if content.holidays else []
    closed += _listed(content.closed_days, CalendarDayKind.LOCAL_CLOSURE)
    for row in content.reopened_days:
        if all(row.day != known.day for known in closed):
            raise CityFolderError(
                f"{where(path, str(row.day))}: reopened_days: {row.day} ({row.name}) is no closed day; remove the row"
            )
    return [*closed, *_listed(content.reopened_days, CalendarDayKind.REOPENED)]


def _listed(rows: Iterable[DayRow], kind: CalendarDayKind) -> list[RecordedDay]:
    return [RecordedDay(row.day, kind, row.name, row.source) for row in rows]


def _holidays(path: Path, row: HolidaysRow, years: Iterable[int]) -> list[RecordedDay]:
    """The days of each category; "government" are those of the collective leave, all others are national holidays."""
    options: dict[str, Any] = {"language": row.language, "years": years, "subdiv": row.subdivision}
    source = f"holidays {version('holidays')}, {row.country}"
    try:
        return [
            RecordedDay(day, COLLECTIVE.get(category, CalendarDayKind.NATIONAL_HOLIDAY), name, f"{source}, {category}")
            for category in row.categories
            for day, name in holidays.country_holidays(row.country, categories=(category,), **options).items()
        ]
    except (NotImplementedError, ValueError) as error:
        part = f", subdivision {row.subdivision!r}," if row.subdivision else ""
        raise CityFolderError(
            f"{where_at(path, ['holidays'])}: holidays: country {row.country!r}{part} with categories {row.categories}"
            f" is unknown: {error}; correct it, or leave holidays out and list closed_days"
        ) from error
