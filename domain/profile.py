"""What a city is: its agencies, categories, wards and service policies, as plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain.bands import IndexBands
from domain.calendar_record import CalendarRecord
from domain.figures import Figure
from domain.indicators.satisfaction import SurveyResult
from domain.promises import ServicePromise
from domain.stages import StagePolicy
from domain.working_time import Calendar

DISTRICT = "DISTRICT"
"""In a routing: the agency of the district in which the complaint lies, see `CityProfile.lead_agency`."""


class UnknownCodeError(LookupError):
    """A code that the city's folder does not define."""


class ChannelKind(StrEnum):
    """What a channel is to a citizen: the city's app, a web page, a message, a call, a desk, or a system's own."""

    APP = "app"
    WEB = "web"
    MESSAGE = "message"
    PHONE = "phone"
    DESK = "desk"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Agency:
    """An agency (OPD): `group` is the peer group it may be compared with.

    `district_code` is set for the agency that runs one district (kecamatan). `phone` and `contact` (a post, a duty
    room, an e-mail address of the office) are what an operator calls, empty where the city published none.
    """

    code: str
    name: str
    short: str
    group: str = "city"
    district_code: str = ""
    phone: str = ""
    contact: str = ""


@dataclass(frozen=True, slots=True)
class Routing:
    """Which agency leads a category, and from when to when (`valid_to` is the first day it no longer holds)."""

    agency: str
    valid_from: date = date.min
    valid_to: date = date.max


@dataclass(frozen=True, slots=True)
class ServicePolicy:
    """The promise for one category, with its source.

    `response_days` and `resolution_days` are working days (hari kerja); `resolution_minutes`, when set,
    replaces the day count and runs around the clock (emergencies). Without `has_promise` the city promises no
    solution by a day: a complaint has a deadline only where its source gave one.
    """

    code: str
    source: str
    response_days: int = 1
    resolution_days: int = 5
    resolution_minutes: int | None = None
    has_promise: bool = True
    valid_from: date = date.min
    valid_to: date = date.max


@dataclass(frozen=True, slots=True)
class Category:
    """A kind of complaint. `is_sensitive` ones never reach a map or a ticker.

    `is_misconduct` is about an agency itself: never told to the agency that a report names.
    """

    code: str
    label: str
    routing: tuple[Routing, ...]
    policies: tuple[ServicePolicy, ...]
    is_sensitive: bool = False
    is_misconduct: bool = False
    weight: float = 1.0

    def agency_on(self, day: date) -> str:
        """The code of the agency that leads this category on a day, or DISTRICT: see `CityProfile.lead_agency`."""
        for routing in self.routing:
            if routing.valid_from <= day < routing.valid_to:
                return routing.agency
        raise UnknownCodeError(f"category {self.code}: no agency leads it on {day}; add a routing row that covers it")

    def policy_on(self, day: date) -> ServicePolicy:
        """The service policy in force on a day."""
        for policy in self.policies:
            if policy.valid_from <= day < policy.valid_to:
                return policy
        raise UnknownCodeError(f"category {self.code}: no policy in force on {day}; add one that covers it")


@dataclass(frozen=True, slots=True)
class Ward:
    """A ward (kelurahan): `lat`, `lon` are a point inside it."""

    code: str
    name: str
    district_code: str
    district: str
    lat: float
    lon: float
    area_km2: float


@dataclass(frozen=True, slots=True)
class Site:
    """A place where citizens queue: an office, a mall booth, a clinic.

    `lat`, `lon` are None where nobody knows the place; with `is_approximate` they are only a point inside its ward.
    `counters_planned` are the counters that should be open in its service hours. A site that serves while the city
    does not, at night or on a holiday, then plans `counters_off_hours`: None for as many as ever, 0 where nobody knows.
    `capacity` are the people who can wait there, None when unknown.
    """

    code: str
    name: str
    short: str
    kind: str
    agency: str
    ward: str = ""
    lat: float | None = None
    lon: float | None = None
    is_approximate: bool = True
    counters_planned: int = 0
    counters_off_hours: int | None = None
    capacity: int | None = None


@dataclass(frozen=True, slots=True)
class Service:
    """What citizens queue for, and at which kinds of sites.

    `wait_target_minutes` is the promised longest wait until the first call, None without a promise; `source` says
    where that comes from. `promise` is what a citizen is promised beside: procedure, time and cost.
    """

    code: str
    name: str
    site_kinds: tuple[str, ...]
    wait_target_minutes: int | None
    source: str
    promise: ServicePromise | None = None


@dataclass(frozen=True, slots=True)
class Headcount:
    """How many people of an agency are scheduled on a working day, in offices and in the field; `source` says whose."""

    office: int
    field: int
    source: str = ""


@dataclass(frozen=True, slots=True)
class Capacity:
    """What all crews for some categories together can do in a day, from `low` to `high` tasks; `source` says whose."""

    name: str
    categories: frozenset[str]
    crews: int
    low: int
    high: int
    source: str


@dataclass(frozen=True, slots=True)
class Bounds:
    """The rectangle that holds every place of the city, in degrees."""

    south: float
    west: float
    north: float
    east: float

    def contains(self, lat: float, lon: float) -> bool:
        """Whether a point lies in the rectangle."""
        return self.south <= lat <= self.north and self.west <= lon <= self.east


@dataclass(frozen=True, slots=True)
class CityProfile:
    """One city as data. The order of agencies, categories, wards, sites and services is stable: their column code.

    `call_classes` are the categories of calls to the emergency number; a city that lists none takes any.
    `prank_classes` are those of them that are pranks or silent, None where nobody said which these are.
    `citizen_app` is the title of the app that citizens use, empty where there is none, `reviews_source` says who
    counted the reviews in its store; `figures` are the slow facts of its folder, to which the store may hold newer
    ones. `bands` are those of published indexes by name, `surveys` the satisfaction surveys that were held.
    `channel_kinds` say what a channel is: app, web or another; of `unheard_channels` of its services no stream tells.
    `calendar_record` is the calendar as rows with their sources, `stage_policies` are the promises by stage, category
    and classification.
    """

    name: str
    title: str
    timezone: ZoneInfo
    timezone_label: str
    agencies: Mapping[str, Agency]
    categories: Mapping[str, Category]
    wards: Mapping[str, Ward]
    bounds: Bounds
    calendar: Calendar
    channels: Sequence[str]
    boundary_credit: str = ""
    sites: Mapping[str, Site] = field(default_factory=dict)
    services: Mapping[str, Service] = field(default_factory=dict)
    headcounts: Mapping[str, Headcount] = field(default_factory=dict)
    capacities: Sequence[Capacity] = ()
    call_classes: frozenset[str] = frozenset()
    prank_classes: frozenset[str] | None = None
    unit_calendars: Mapping[str, Calendar] = field(default_factory=dict)
    citizen_app: str = ""
    reviews_source: str = ""
    figures: Sequence[Figure] = ()
    calendar_record: CalendarRecord | None = None
    stage_policies: Sequence[StagePolicy] = ()
    bands: Mapping[str, IndexBands] = field(default_factory=dict)
    surveys: Sequence[SurveyResult] = ()
    channel_kinds: Mapping[str, ChannelKind] = field(default_factory=dict)
    unheard_channels: Sequence[str] = ()

    def services_of(self, agency: str) -> Sequence[Service]:
        """The services at the sites of an agency, in the order of the folder."""
        kinds = {site.kind for site in self.sites.values() if site.agency == agency}
        return [service for service in self.services.values() if kinds & set(service.site_kinds)]

    @property
    def districts(self) -> Mapping[str, str]:
        """District code to name, in ward order."""
        return {ward.district_code: ward.district for ward in self.wards.values()}

    def calendar_of(self, unit: str) -> Calendar:
        """The clock of an agency or a site: its own where it has one, else the city's. Raises UnknownCodeError."""
        if unit not in self.agencies and unit not in self.sites:
            raise UnknownCodeError(
                f"unit {unit!r} is no agency and no site of {self.name}; see agencies.csv, sites.csv"
            )
        return self.unit_calendars.get(unit, self.calendar)

    def never_closing_sites(self) -> frozenset[str]:
        """The sites that serve around the clock: their numbers and counters go on over midnight."""
        return frozenset(code for code in self.sites if self.calendar_of(code).never_closes)

    def counters_planned_at(self, site: Site, at: datetime) -> int:
        """How many counters of a site should be open at an instant, by its own service hours; 0 while it is closed."""
        if not self.calendar_of(site.code).is_open(at):
            return 0
        if site.counters_off_hours is None or self.calendar.is_open(at):
            return site.counters_planned
        return site.counters_off_hours

    def lead_agency(self, category_code: str, ward_code: str | None, day: date) -> str:
        """The code of the agency that leads a complaint; empty when its district leads and its ward is unknown."""
        category = self.categories.get(category_code)
        if category is None:
            raise UnknownCodeError(f"category {category_code!r} is not one of {self.name}; add it to its categories")
        code = category.agency_on(day)
        return self._district_agency(ward_code) if code == DISTRICT else code

    def _district_agency(self, ward_code: str | None) -> str:
        ward = self.wards.get(ward_code or "")
        if ward is None:
            return ""
        for agency in self.agencies.values():
            if agency.district_code == ward.district_code:
                return agency.code
        raise UnknownCodeError(f"district {ward.district_code}: no agency has it as district_code; add it to one")
