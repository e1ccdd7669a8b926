"""The calendar of a city's folder: its week, its periods with other hours, and its closed days."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import holidays

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_shapes import WEEKDAYS, CalendarFile, HolidaysRow, PeriodRow, UnitHoursRow, Weekday, WeekRow
from domain.working_time import Calendar, DayHours, HoursPeriod, build_calendar

ALWAYS_OPEN = dict.fromkeys(range(7), DayHours(time.min, time.max))


def load_calendar(path: Path, timezone: ZoneInfo) -> Calendar:
    """The calendar; without a week every hour is service time, without a cut-off each report counts the same day."""
    content = read_yaml(path, CalendarFile)
    _check_periods(path, content.periods)
    return build_calendar(
        timezone=timezone,
        first_year=content.first_year,
        last_year=content.last_year,
        closed_days=_closed_days(path, content),
        week=_week(content.week) if content.week else ALWAYS_OPEN,
        periods=tuple(HoursPeriod(row.name, row.first_day, row.last_day, _week(row)) for row in content.periods),
        cut_off=content.cut_off.at if content.cut_off else time.max,
        version=content.version,
    )


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
            raise CityFolderError(f"{path}: units: {row.name!r}: the city has no {', '.join(unknown)}; correct the row")
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
                f"{path}: periods: {later.name!r} starts on {later.first_day}, before {earlier.name!r} ends on"
                f" {earlier.last_day}; correct one of the days"
            )


def _closed_days(path: Path, content: CalendarFile) -> dict[date, str]:
    years = range(content.first_year, content.last_year + 1)
    for row in (*content.closed_days, *content.reopened_days):
        if row.day.year not in years:
            raise CityFolderError(
                f"{path}: day {row.day} ({row.name}) is outside first_year to last_year, {years[0]} to {years[-1]};"
                " correct the day or the years"
            )
    closed = _holidays(path, content.holidays, years) if content.holidays else {}
    closed |= {row.day: row.name for row in content.closed_days}
    for row in content.reopened_days:
        if closed.pop(row.day, None) is None:
            raise CityFolderError(f"{path}: reopened_days: {row.day} ({row.name}) is no closed day; remove the row")
    return closed


def _holidays(path: Path, row: HolidaysRow, years: Iterable[int]) -> dict[date, str]:
    options: dict[str, Any] = {"categories": tuple(row.categories), "language": row.language, "years": years}
    options["subdiv"] = row.subdivision
    try:
        return dict(holidays.country_holidays(row.country, **options))
    except (NotImplementedError, ValueError) as error:
        part = f", subdivision {row.subdivision!r}," if row.subdivision else ""
        raise CityFolderError(
            f"{path}: holidays: country {row.country!r}{part} with categories {row.categories} is unknown: {error};"
            " correct it, or leave holidays out and list closed_days"
        ) from error
