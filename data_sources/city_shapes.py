"""The shape of each file in a city's folder, as far as it can be told from that file alone."""

from datetime import date, time
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from domain.events import ComplaintClass
from domain.profile import ChannelKind
from domain.stages import Stage

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")


def _clock_time(value: object) -> object:
    if isinstance(value, str):
        return value
    raise ValueError('expected a time in quotes such as "08:00" (YAML reads an unquoted 16:00 as a number)')


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (LookupError, ValueError) as error:
        raise ValueError("expected an IANA time zone such as Asia/Jakarta") from error


def _parts(value: object) -> object:
    return tuple(value.split(";")) if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Days = Annotated[int, Field(ge=0)]
ClockTime = Annotated[time, BeforeValidator(_clock_time)]
Zone = Annotated[ZoneInfo, BeforeValidator(_zone)]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]


class Row(BaseModel):
    """A mapping or a line with exactly these fields."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class BoundsRow(Row):
    """The box that the city lies in."""

    south: float = Field(ge=-90, le=90)
    west: float = Field(ge=-180, le=180)
    north: float = Field(ge=-90, le=90)
    east: float = Field(ge=-180, le=180)
    source: Text

    @model_validator(mode="after")
    def _is_a_box(self) -> "BoundsRow":
        if self.south >= self.north or self.west >= self.east:
            raise ValueError("expected south below north and west below east; swap them")
        return self


class ChannelsRow(Row):
    """The ways by which complaints come in, and what those are of which that is known.

    `unheard` are ways to the city's services of which no stream tells.
    """

    names: list[Text] = Field(min_length=1)
    kinds: dict[Text, ChannelKind] = {}
    unheard: list[Text] = []
    source: Text

    @model_validator(mode="after")
    def _are_of_channels(self) -> "ChannelsRow":
        if unknown := sorted(set(self.kinds) - set(self.names)):
            raise ValueError(f"kinds: {', '.join(unknown)} is not among names; correct it or add the channel")
        return self


class PrankClassesRow(Row):
    """Which of the call classes are pranks or silent calls."""

    codes: list[Text] = Field(min_length=1)
    source: Text


class CallClassesRow(Row):
    """What calls to the emergency number may be about.

    Without `pranks` nobody knows which of them are pranks; then there is no share of pranks either.
    """

    codes: tuple[Text, ...] = ()
    source: str = ""
    pranks: PrankClassesRow | None = None

    @model_validator(mode="after")
    def _pranks_are_classes(self) -> "CallClassesRow":
        if unknown := sorted(set(self.pranks.codes if self.pranks else ()) - set(self.codes)):
            raise ValueError(f"pranks: {', '.join(unknown)} is not among codes; correct it or add the class")
        return self


class CityFile(Row):
    """city.yaml."""

    name: Text
    title: Text
    timezone: Zone
    timezone_label: Text
    bounds: BoundsRow
    channels: ChannelsRow
    call_classes: CallClassesRow = CallClassesRow()
    citizen_app: str = ""
    reviews_source: str = ""
    wards_source: str = ""
    boundary_credit: str = ""


class AgencyRow(Row):
    """A line of agencies.csv."""

    code: Text
    name: Text
    short: Text
    group: Text = "city"
    district_code: str = ""
    phone: str = Field("", max_length=60)
    contact: str = Field("", max_length=120)
    source: str = ""


class WardRow(Row):
    """A line of wards.csv."""

    code: Text
    name: Text
    district_code: Text
    district: Text
    lat: float
    lon: float
    area_km2: float = Field(gt=0, allow_inf_nan=False)


class SiteRow(Row):
    """A line of sites.csv."""

    code: Text
    name: Text
    short: Text
    kind: Text
    agency: Text
    ward: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool
    counters_planned: int = Field(ge=0)
    counters_off_hours: int | None = Field(default=None, ge=0)
    capacity: int | None = Field(default=None, gt=0)
    source: Text

    @model_validator(mode="after")
    def _has_a_place_or_says_so(self) -> "SiteRow":
        if (self.lat is None) != (self.lon is None):
            raise ValueError("expected both lat and lon, or none of them")
        if self.lat is None and not self.is_approximate:
            raise ValueError("expected is_approximate: true where lat and lon are left out")
        return self


class ServiceRow(Row):
    """A line of services.csv; `site_kinds` are separated by semicolons."""

    code: Text
    name: Text
    site_kinds: Annotated[tuple[Text, ...], BeforeValidator(_parts)] = Field(min_length=1)
    wait_target_minutes: int | None = Field(default=None, gt=0)
    source: Text


class DatedRow(Row):
    """What holds from one day until before another."""

    valid_from: date = date.min
    valid_to: date = date.max
    source: Text

    @model_validator(mode="after")
    def _lasts(self) -> "DatedRow":
        if self.valid_from >= self.valid_to:
            raise ValueError("expected valid_from before valid_to (the first day it no longer holds)")
        return self


class RoutingRow(DatedRow):
    """The agency that a category goes to."""

    agency: Text


class PolicyRow(DatedRow):
    """What is promised for a category: days, minutes or nothing."""

    code: Text
    response_days: Days | None = None
    resolution_days: Days | None = None
    resolution_minutes: int | None = Field(default=None, gt=0)
    has_promise: bool = True

    @model_validator(mode="after")
    def _has_one_target(self) -> "PolicyRow":
        if not self.has_promise and (self.resolution_days, self.resolution_minutes) != (None, None):
            raise ValueError("expected no resolution_days and no resolution_minutes beside has_promise: false")
        if self.has_promise and (self.resolution_days is None) == (self.resolution_minutes is None):
            raise ValueError("expected either resolution_days or resolution_minutes, not both and not none")
        return self


class CategoryRow(Row):
    """A category of complaints."""

    id: Text
    label: Text
    weight: float = Field(default=1.0, ge=0, allow_inf_nan=False)
    is_sensitive: bool = False
    is_misconduct: bool = False
    routing: list[RoutingRow] = Field(min_length=1)
    policies: list[PolicyRow] = Field(min_length=1)


class WeightsRow(Row):
    """Where the weights of the categories come from."""

    source: Text


class ResponseRow(Row):
    """The first response where a policy names none."""

    days: Days
    source: Text


class CategoriesFile(Row):
    """categories.yaml."""

    weights: WeightsRow
    response: ResponseRow
    categories: list[CategoryRow]


class WeekRow(Row):
    """The hours of each day of the week; days that are not named are closed."""

    hours: dict[Weekday, tuple[ClockTime, ClockTime]]
    source: Text

    @model_validator(mode="after")
    def _opens_before_it_closes(self) -> "WeekRow":
        for day, (opens, closes) in self.hours.items():
            if opens >= closes:
                raise ValueError(f"{day}: expected opening before closing, got {opens:%H:%M} and {closes:%H:%M}")
        return self


class PeriodRow(WeekRow):
    """Days with other hours, such as Ramadan."""

    name: Text
    first_day: date
    last_day: date
    is_approximate: bool = False

    @model_validator(mode="after")
    def _lasts(self) -> "PeriodRow":
        if self.first_day > self.last_day:
            raise ValueError("expected first_day not after last_day; swap them")
        return self


class UnitHoursRow(Row):
    """Units with hours of their own: named by code, or all sites of some kinds.

    `around_the_clock` knows no closed day; else the city's closed days hold, and `period_hours` in its periods.
    """

    name: Text
    codes: list[Text] = []
    kinds: list[Text] = []
    around_the_clock: bool = False
    hours: dict[Weekday, tuple[ClockTime, ClockTime]] = {}
    period_hours: dict[Weekday, tuple[ClockTime, ClockTime]] = {}
    source: Text

    @model_validator(mode="after")
    def _says_when_for_whom(self) -> "UnitHoursRow":
        if not self.codes and not self.kinds:
            raise ValueError("expected codes or kinds of units; name at least one")
        if self.around_the_clock == bool(self.hours):
            raise ValueError("expected either around_the_clock or hours; leave one of them out")
        return self


class CutOffRow(Row):
    """The time of day from which a report counts as one of the next day."""

    at: ClockTime
    source: Text


class HolidaysRow(Row):
    """The public holidays of a country, or of a part of it, as the holidays package knows them."""

    country: Text
    subdivision: Text | None = None
    categories: list[Text] = ["public"]
    language: Text | None = None
    source: Text


class DayRow(Row):
    """A single day that is closed or reopened."""

    day: date
    name: Text
    source: Text


class CalendarFile(Row):
    """calendar.yaml."""

    version: Text
    first_year: int = Field(ge=1970, le=9998)
    last_year: int = Field(ge=1970, le=9998)
    week: WeekRow | None = None
    periods: list[PeriodRow] = []
    units: list[UnitHoursRow] = []
    cut_off: CutOffRow | None = None
    holidays: HolidaysRow | None = None
    closed_days: list[DayRow] = []
    reopened_days: list[DayRow] = []

    @model_validator(mode="after")
    def _has_years(self) -> "CalendarFile":
        if self.first_year > self.last_year:
            raise ValueError("expected first_year not after last_year; swap them")
        return self


class LegalLimitsRow(Row):
    """What the law allows at most."""

    response_days: Days
    information_request_days: Days
    aspiration_days: Days
    without_oversight_days: Days
    with_oversight_days: Days
    source: Text


class StageRow(DatedRow):
    """What is promised for one stage, to all or to those of a category, of a classification or of both."""

    code: Text
    stage: Stage
    target_days: Days | None = None
    legal_days: Days | None = None
    category: str = ""
    classification: ComplaintClass | Literal[""] = ""
    is_provisional: bool = False

    @model_validator(mode="after")
    def _gives_days(self) -> "StageRow":
        if self.target_days is None and self.legal_days is None:
            raise ValueError("expected target_days, legal_days or both; add one")
        return self


class PoliciesFile(Row):
    """policies.yaml."""

    legal_limits: LegalLimitsRow
    stages: list[StageRow] = []
