"""Reads a city's folder of YAML and CSV files into a CityProfile, and refuses what does not fit together."""

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, time
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any, Literal, Protocol, TypeVar
from zoneinfo import ZoneInfo

import holidays
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from domain.profile import DISTRICT, Agency, Bounds, Category, CityProfile, Routing, ServicePolicy, Ward
from domain.sla import LegalLimits
from domain.working_time import Calendar, DayHours, HoursPeriod, build_calendar

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ALWAYS_OPEN = dict.fromkeys(range(7), DayHours(time.min, time.max))


class CityFolderError(ValueError):
    """A city folder that cannot be used: the message names the file, the field and the value."""


def load_city(folder: Path) -> CityProfile:
    """The city that a folder describes: city.yaml, agencies.csv, categories.yaml, calendar.yaml and wards.csv."""
    if not folder.is_dir():
        raise CityFolderError(f"{folder}: expected a city folder, found none; correct the path in the configuration")
    city = _read_yaml(folder / "city.yaml", _CityFile)
    calendar = _calendar(folder / "calendar.yaml", city.timezone)
    bounds = Bounds(city.bounds.south, city.bounds.west, city.bounds.north, city.bounds.east)
    wards = _wards(folder / "wards.csv", bounds)
    agencies = _agencies(folder / "agencies.csv", wards)
    return CityProfile(
        name=city.name,
        title=city.title,
        timezone=city.timezone,
        timezone_label=city.timezone_label,
        agencies=agencies,
        categories=_categories(folder / "categories.yaml", agencies, wards, calendar),
        wards=wards,
        bounds=bounds,
        calendar=calendar,
        channels=tuple(city.channels.names),
        boundary_credit=city.boundary_credit,
    )


def load_legal_limits(folder: Path) -> LegalLimits:
    """What the law allows at most, from the city's policies.yaml."""
    return LegalLimits(**_read_yaml(folder / "policies.yaml", _PoliciesFile).legal_limits.model_dump())


# --- the shape of each file


def _clock_time(value: object) -> object:
    if isinstance(value, str):
        return value
    raise ValueError('expected a time in quotes such as "08:00" (YAML reads an unquoted 16:00 as a number)')


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (LookupError, ValueError) as error:
        raise ValueError("expected an IANA time zone such as Asia/Jakarta") from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Days = Annotated[int, Field(ge=0)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class _Row(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class _BoundsRow(_Row):
    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    source: Text

    @model_validator(mode="after")
    def _is_a_box(self) -> "_BoundsRow":
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("expected south below north and west below east; swap them")
        return self


class _ChannelsRow(_Row):
    names: list[Text] = Field(min_length=1)
    source: Text


class _CityFile(_Row):
    name: Text
    title: Text
    timezone: Zone
    timezone_label: Text
    bounds: _BoundsRow
    channels: _ChannelsRow
    wards_source: str = ""
    boundary_credit: str = ""


class _AgencyRow(_Row):
    code: Text
    name: Text
    short: Text
    group: Text = "city"
    district_code: str = ""
    source: str = ""


class _WardRow(_Row):
    code: Text
    name: Text
    district_code: Text
    district: Text
    lat: float
    lon: float
    area_km2: float = Field(gt=0, allow_inf_nan=False)


class _DatedRow(_Row):
    valid_from: date = date.min
    valid_to: date = date.max
    source: Text

    @model_validator(mode="after")
    def _lasts(self) -> "_DatedRow":
        if self.valid_from >= self.valid_to:
            raise ValueError("expected valid_from before valid_to (the first day it no longer holds)")
        return self


class _RoutingRow(_DatedRow):
    agency: Text


class _PolicyRow(_DatedRow):
    code: Text
    response_days: Days | None = None
    resolution_days: Days | None = None
    resolution_minutes: int | None = Field(default=None, gt=0)
    has_promise: bool = True

    @model_validator(mode="after")
    def _has_one_target(self) -> "_PolicyRow":
        if not self.has_promise and (self.resolution_days, self.resolution_minutes) != (None, None):
            raise ValueError("expected no resolution_days and no resolution_minutes beside has_promise: false")
        if self.has_promise and (self.resolution_days is None) == (self.resolution_minutes is None):
            raise ValueError("expected either resolution_days or resolution_minutes, not both and not none")
        return self


class _CategoryRow(_Row):
    id: Text
    label: Text
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    is_sensitive: bool = False
    routing: list[_RoutingRow] = Field(min_length=1)
    policies: list[_PolicyRow] = Field(min_length=1)


class _WeightsRow(_Row):
    source: Text


class _ResponseRow(_Row):
    days: Days
    source: Text


class _CategoriesFile(_Row):
    weights: _WeightsRow
    response: _ResponseRow
    categories: list[_CategoryRow]


class _WeekRow(_Row):
    hours: dict[Weekday, tuple[ClockTime, ClockTime]]
    source: Text

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "_WeekRow":
        for day, (opens, closes) in self.hours.items():
            if opens >= closes:
                raise ValueError(f"{day}: expected opening before closing, got {opens:%H:%M} and {closes:%H:%M}")
        return self


class _PeriodRow(_WeekRow):
    name: Text
    first_day: date
    last_day: date
    is_approximate: bool = False

    @model_validator(mode="after")
    def _lasts(self) -> "_PeriodRow":
        if self.first_day > self.last_day:
            raise ValueError("expected first_day not after last_day; swap them")
        return self


class _CutOffRow(_Row):
    at: ClockTime
    source: Text


class _HolidaysRow(_Row):
    country: Text
    categories: list[Text] = ["public"]
    language: Text | None = None
    source: Text


class _DayRow(_Row):
    day: date
    name: Text
    source: Text


class _CalendarFile(_Row):
    version: Text
    first_year: int = Field(ge=1970, le=9998)
    last_year: int = Field(ge=1970, le=9998)
    week: _WeekRow | None = None
    periods: list[_PeriodRow] = []
    cut_off: _CutOffRow | None = None
    holidays: _HolidaysRow | None = None
    closed_days: list[_DayRow] = []
    reopened_days: list[_DayRow] = []

    @model_validator(mode="after")
    def _has_years(self) -> "_CalendarFile":
        if self.first_year > self.last_year:
            raise ValueError("expected first_year not after last_year; swap them")
        return self


class _LegalLimitsRow(_Row):
    response_days: Days
    information_request_days: Days
    aspiration_days: Days
    without_oversight_days: Days
    with_oversight_days: Days
    source: Text


class _PoliciesFile(_Row):
    legal_limits: _LegalLimitsRow


# --- reading and checking the shape

Shape = TypeVar("Shape", bound=BaseModel)


def _read_yaml(path: Path, shape: type[Shape]) -> Shape:
    try:
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise CityFolderError(f"{path}: the file is missing; write it as in another city's folder") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise CityFolderError(f"{path}: expected YAML in UTF-8, {error}") from error
    return _shaped(path, shape, content)


def _read_csv(path: Path, shape: type[Shape]) -> list[Shape]:
    """The rows of a CSV file; an empty cell counts as absent."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            reader = csv.DictReader(file, restkey="(cell beyond the header)")
            cells = [(reader.line_num, {key: value for key, value in row.items() if value}) for row in reader]
    except FileNotFoundError:
        raise CityFolderError(f"{path}: the file is missing; write it as in another city's folder") from None
    except (csv.Error, UnicodeDecodeError) as error:
        raise CityFolderError(f"{path}: expected CSV in UTF-8, {error}") from error
    return [_shaped(path, shape, row, f"line {line}: ") for line, row in cells]


def _shaped(path: Path, shape: type[Shape], content: object, where: str = "") -> Shape:
    try:
        return shape.model_validate(content)
    except ValidationError as error:
        raise CityFolderError("\n".join(f"{path}: {where}{text}" for text in _problems(error))) from error


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        field = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
        match problem["type"]:
            case "missing":
                yield f"{field}: required, but absent; add it"
            case "extra_forbidden":
                yield f"{field}: unknown key with value {problem['input']!r}; remove or rename it"
            case _:
                yield f"{field}: {problem['msg'].removeprefix('Value error, ')}, got {problem['input']!r}"


# --- agencies and wards


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


CodedRow = TypeVar("CodedRow", bound=_Coded)


def _by_code(path: Path, rows: Iterable[CodedRow]) -> dict[str, CodedRow]:
    found: dict[str, CodedRow] = {}
    for row in rows:
        if row.code in found:
            raise CityFolderError(f"{path}: code: {row.code!r} occurs twice; codes are unique, rename or remove one")
        found[row.code] = row
    return found


def _agencies(path: Path, wards: Mapping[str, Ward]) -> dict[str, Agency]:
    rows = _by_code(path, _read_csv(path, _AgencyRow))
    if not rows:
        raise CityFolderError(f"{path}: expected at least one agency, found none; add a row")
    if DISTRICT in rows:
        raise CityFolderError(f"{path}: code: {DISTRICT!r} is reserved for routing to districts; choose another code")
    _check_district_codes(path, rows.values(), {ward.district_code for ward in wards.values()})
    return {row.code: Agency(row.code, row.name, row.short, row.group, row.district_code) for row in rows.values()}


def _check_district_codes(path: Path, rows: Iterable[_AgencyRow], districts: set[str]) -> None:
    led: dict[str, str] = {}
    for row in rows:
        if not row.district_code:
            continue
        if row.district_code not in districts:
            raise CityFolderError(
                f"{path}: {row.code}: district_code {row.district_code!r} is that of no ward; correct it or wards.csv"
            )
        if row.district_code in led:
            raise CityFolderError(
                f"{path}: {row.code}: district_code {row.district_code!r} is already that of {led[row.district_code]};"
                " a district has one agency"
            )
        led[row.district_code] = row.code


def _wards(path: Path, bounds: Bounds) -> dict[str, Ward]:
    """The wards; a city without wards.csv has none."""
    if not path.exists():
        return {}
    rows = _by_code(path, _read_csv(path, _WardRow))
    wards = {code: Ward(**row.model_dump()) for code, row in rows.items()}
    names: dict[str, str] = {}
    points: dict[tuple[float, float], str] = {}
    for ward in wards.values():
        _check_ward(path, ward, bounds)
        if names.setdefault(ward.district_code, ward.district) != ward.district:
            raise CityFolderError(
                f"{path}: {ward.code}: district {ward.district!r}, but {ward.district_code} is"
                f" {names[ward.district_code]!r} in an earlier row; use one name"
            )
        if points.setdefault((ward.lat, ward.lon), ward.code) != ward.code:
            raise CityFolderError(
                f"{path}: {ward.code}: lat, lon {ward.lat}, {ward.lon} is also the point of"
                f" {points[ward.lat, ward.lon]}; each ward needs a point of its own"
            )
    return wards


def _check_ward(path: Path, ward: Ward, bounds: Bounds) -> None:
    if not bounds.contains(ward.lat, ward.lon):
        raise CityFolderError(
            f"{path}: {ward.code}: lat, lon {ward.lat}, {ward.lon} is outside the bounds of city.yaml"
            f" ({bounds.south}..{bounds.north}, {bounds.west}..{bounds.east}); correct one of them"
        )


# --- categories

DatedRow = TypeVar("DatedRow", bound=_DatedRow)


def _categories(
    path: Path, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], calendar: Calendar
) -> dict[str, Category]:
    content = _read_yaml(path, _CategoriesFile)
    categories = [_category(row, content.response.days) for row in content.categories]
    if not categories:
        raise CityFolderError(f"{path}: categories: expected at least one, found none; add one")
    _by_code(path, (policy for category in categories for policy in category.policies))
    for category in categories:
        _check_category(path, category, agencies, wards, calendar)
    return _by_code(path, categories)


def _category(row: _CategoryRow, response_days: int) -> Category:
    return Category(
        code=row.id,
        label=row.label,
        routing=tuple(Routing(each.agency, each.valid_from, each.valid_to) for each in _in_order(row.routing)),
        policies=tuple(_policy(each, response_days) for each in _in_order(row.policies)),
        is_sensitive=row.is_sensitive,
        weight=row.weight,
    )


def _in_order(rows: Iterable[DatedRow]) -> list[DatedRow]:
    return sorted(rows, key=lambda row: row.valid_from)


def _policy(row: _PolicyRow, response_days: int) -> ServicePolicy:
    return ServicePolicy(**{"response_days": response_days} | row.model_dump(exclude_none=True))


def _check_category(
    path: Path, category: Category, agencies: Mapping[str, Agency], wards: Mapping[str, Ward], calendar: Calendar
) -> None:
    where = f"{path}: {category.code}"
    for routing in category.routing:
        if routing.agency == DISTRICT:
            _check_district_routing(where, agencies, wards)
        elif routing.agency not in agencies:
            raise CityFolderError(
                f"{where}: agency {routing.agency!r} is not in agencies.csv; add it there or correct it"
            )
    _check_coverage(f"{where}: routing", category.routing, calendar)
    _check_coverage(f"{where}: policies", category.policies, calendar)


def _check_district_routing(where: str, agencies: Mapping[str, Agency], wards: Mapping[str, Ward]) -> None:
    led = {agency.district_code for agency in agencies.values()}
    missing = sorted({ward.district_code for ward in wards.values()} - led)
    if missing or not wards:
        raise CityFolderError(
            f"{where}: agency {DISTRICT!r} needs wards and an agency with the district_code of each district,"
            f" missing {', '.join(missing) or 'wards.csv'}; complete agencies.csv or route to an agency"
        )


class _Dated(Protocol):
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_to(self) -> date: ...


def _check_coverage(where: str, rows: Sequence[_Dated], calendar: Calendar) -> None:
    """Every day of the calendar has exactly one row in force; rows come sorted by valid_from."""
    for earlier, later in pairwise(rows):
        if later.valid_from != earlier.valid_to:
            what = "overlap" if later.valid_from < earlier.valid_to else "leave a gap"
            raise CityFolderError(
                f"{where}: valid_to {earlier.valid_to} and the next valid_from {later.valid_from} {what};"
                " make them equal"
            )
    if rows[0].valid_from > calendar.first_day or rows[-1].valid_to <= calendar.last_day:
        raise CityFolderError(
            f"{where}: valid from {rows[0].valid_from} to {rows[-1].valid_to}, but calendar.yaml covers"
            f" {calendar.first_day} to {calendar.last_day}; add a row or leave the outer dates out"
        )


# --- calendar


def _calendar(path: Path, timezone: ZoneInfo) -> Calendar:
    """The calendar; without a week every hour is service time, without a cut-off each report counts the same day."""
    content = _read_yaml(path, _CalendarFile)
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


def _week(row: _WeekRow) -> dict[int, DayHours]:
    return {WEEKDAYS.index(day): DayHours(opens, closes) for day, (opens, closes) in row.hours.items()}


def _check_periods(path: Path, rows: Iterable[_PeriodRow]) -> None:
    ordered = sorted(rows, key=lambda row: row.first_day)
    for earlier, later in pairwise(ordered):
        if later.first_day <= earlier.last_day:
            raise CityFolderError(
                f"{path}: periods: {later.name!r} starts on {later.first_day}, before {earlier.name!r} ends on"
                f" {earlier.last_day}; correct one of the days"
            )


def _closed_days(path: Path, content: _CalendarFile) -> dict[date, str]:
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


def _holidays(path: Path, row: _HolidaysRow, years: Iterable[int]) -> dict[date, str]:
    options: dict[str, Any] = {"categories": tuple(row.categories), "language": row.language, "years": years}
    try:
        return dict(holidays.country_holidays(row.country, **options))
    except (NotImplementedError, ValueError) as error:
        raise CityFolderError(
            f"{path}: holidays: country {row.country!r} with categories {row.categories} is unknown: {error};"
            " correct it, or leave holidays out and list closed_days"
        ) from error
