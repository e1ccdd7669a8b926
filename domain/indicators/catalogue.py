"""The catalogue: what each number on a screen means. Its words are in `layouts/text_indicators.py`.

Windows, clocks and targets here are those that the indicators' functions have by default; an installation may set
others for some (config.yaml), and a snapshot says which hold.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Unit(StrEnum):
    """What a number counts."""

    COMPLAINTS = "complaints"
    CALLS = "calls"
    PEOPLE = "people"
    COUNTERS = "counters"
    CREWS = "crews"
    UNITS = "units"
    TASKS = "tasks"
    AGENCIES = "agencies"
    ENTRIES = "entries"
    ACCOUNTS = "accounts"
    PERCENT = "percent"
    MINUTES = "minutes"
    SECONDS = "seconds"


class Window(StrEnum):
    """Over which time; what is published for a period stands beside it with that period, as told."""

    NOW = "now"
    TODAY = "today"
    LAST_HOUR = "last_hour"
    LAST_DAY = "last_day"
    DAYS_7 = "days_7"
    DAYS_28 = "days_28"
    DAYS_90 = "days_90"
    AS_TOLD = "as_told"


class Clock(StrEnum):
    """Which time counts: every hour, working days, the shifts and opening hours of those who serve, or none."""

    CALENDAR = "calendar"
    WORKING_DAYS = "working_days"
    SERVICE_HOURS = "service_hours"
    NONE = "none"


class Owner(StrEnum):
    """Who answers for a number: a role, since each city names its offices itself."""

    COMPLAINTS_DESK = "complaints_desk"
    LEAD_AGENCY = "lead_agency"
    EMERGENCY_CENTRE = "emergency_centre"
    SERVICE_SITE = "service_site"
    STAFF_OFFICE = "staff_office"
    FIELD_SUPERVISOR = "field_supervisor"
    DATA_TEAM = "data_team"
    APP_TEAM = "app_team"


class Source(StrEnum):
    """Where a definition or its target comes from."""

    PROPOSAL = "proposal"
    LAKSA = "laksa"
    CITY_DEADLINES = "city_deadlines"
    LEGAL_RESPONSE = "legal_response"
    FIRE_LIMIT = "fire_limit"
    HOSPITAL_WAIT = "hospital_wait"
    WORKING_HOURS = "working_hours"
    CITY_FIGURES = "city_figures"


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at, in the indicator's unit (percent: 0 to 100)."""

    value: float
    is_most: bool = False
    """Whether the value is the most that is good, else the least."""


@dataclass(frozen=True, slots=True)
class Indicator:
    """One number. `key` names its words; shares and percentiles of fewer than `smallest_n` cases are withheld."""

    id: str
    key: str
    unit: Unit
    window: Window
    clock: Clock
    owner: Owner
    source: Source
    target: Target | None = None
    smallest_n: int | None = None
    is_share: bool = False
    """Whether it has a denominator."""


_ALL = (
    Indicator("A01", "filed_today", Unit.COMPLAINTS, Window.TODAY, Clock.CALENDAR, Owner.COMPLAINTS_DESK, Source.LAKSA),
    Indicator("A02", "open", Unit.COMPLAINTS, Window.NOW, Clock.CALENDAR, Owner.COMPLAINTS_DESK, Source.PROPOSAL),
    Indicator(
        *("A03", "overdue", Unit.COMPLAINTS, Window.NOW, Clock.WORKING_DAYS, Owner.LEAD_AGENCY, Source.CITY_DEADLINES),
        target=Target(0, is_most=True),
    ),
    Indicator(
        *("A04", "due_soon", Unit.COMPLAINTS, Window.NOW, Clock.WORKING_DAYS, Owner.LEAD_AGENCY, Source.CITY_DEADLINES)
    ),
    Indicator(
        *("A05", "first_response", Unit.PERCENT, Window.DAYS_28, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.LEGAL_RESPONSE, Target(95), 10, True),
    ),
    Indicator(
        *("A07", "on_time", Unit.PERCENT, Window.DAYS_28, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, Target(90), 10, True),
    ),
    Indicator(
        *("A07-OPD", "agency_on_time", Unit.PERCENT, Window.DAYS_90, Clock.WORKING_DAYS, Owner.LEAD_AGENCY),
        *(Source.CITY_DEADLINES, Target(90), 20, True),
    ),
    Indicator(
        *("A13", "reopened", Unit.PERCENT, Window.DAYS_90, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        *(Target(5, is_most=True), 10, True),
    ),
    Indicator(
        *("A16", "evidence", Unit.PERCENT, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        *(Target(95), 10, True),
    ),
    Indicator(
        *("A17", "rating", Unit.PERCENT, Window.DAYS_90, Clock.CALENDAR, Owner.LEAD_AGENCY, Source.PROPOSAL),
        *(Target(80), 30, True),
    ),
    Indicator(
        "B01", "emergencies_today", Unit.CALLS, Window.TODAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE, Source.PROPOSAL
    ),
    Indicator("B02", "other_calls", Unit.CALLS, Window.TODAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE, Source.PROPOSAL),
    Indicator(
        *("B03", "response", Unit.MINUTES, Window.LAST_DAY, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.FIRE_LIMIT, Target(15, is_most=True), 10),
    ),
    Indicator(
        *("B05", "emergencies_waiting", Unit.CALLS, Window.NOW, Clock.CALENDAR, Owner.EMERGENCY_CENTRE),
        *(Source.PROPOSAL, Target(0, is_most=True)),
    ),
    Indicator("B06", "units_busy", Unit.UNITS, Window.NOW, Clock.CALENDAR, Owner.EMERGENCY_CENTRE, Source.PROPOSAL),
    Indicator("C01", "waiting", Unit.PEOPLE, Window.NOW, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
    Indicator(
        "C02", "longest_wait", Unit.MINUTES, Window.NOW, Clock.CALENDAR, Owner.SERVICE_SITE, Source.HOSPITAL_WAIT
    ),
    Indicator(
        *("C02-P90", "wait_today", Unit.MINUTES, Window.TODAY, Clock.CALENDAR, Owner.SERVICE_SITE, Source.PROPOSAL),
        smallest_n=10,
    ),
    Indicator(
        *("C07", "counters", Unit.COUNTERS, Window.NOW, Clock.SERVICE_HOURS, Owner.SERVICE_SITE, Source.PROPOSAL),
        is_share=True,
    ),
    Indicator(
        *("D01", "attendance", Unit.PERCENT, Window.TODAY, Clock.SERVICE_HOURS, Owner.STAFF_OFFICE),
        *(Source.WORKING_HOURS, Target(95), 10, True),
    ),
    Indicator(
        *("D03", "crews", Unit.CREWS, Window.NOW, Clock.SERVICE_HOURS, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
    ),
    Indicator(
        *("D04", "arrival", Unit.MINUTES, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
        smallest_n=10,
    ),
    Indicator("D06", "finished", Unit.TASKS, Window.TODAY, Clock.CALENDAR, Owner.FIELD_SUPERVISOR, Source.PROPOSAL),
    Indicator(
        *("E01", "verified_accounts", Unit.ACCOUNTS, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        source=Source.CITY_FIGURES,
    ),
    Indicator(
        *("E01-DL", "verified_of_downloads", Unit.PERCENT, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        source=Source.CITY_FIGURES,
        is_share=True,
    ),
    Indicator(
        *("E01-POP", "verified_of_population", Unit.PERCENT, Window.AS_TOLD, Clock.NONE, Owner.APP_TEAM),
        source=Source.CITY_FIGURES,
        is_share=True,
    ),
    Indicator("F01", "freshness", Unit.SECONDS, Window.NOW, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
    Indicator(
        *("F02", "integration", Unit.AGENCIES, Window.DAYS_7, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        is_share=True,
    ),
    Indicator(
        *("F03", "balance", Unit.ENTRIES, Window.NOW, Clock.CALENDAR, Owner.DATA_TEAM, Source.PROPOSAL),
        target=Target(0, is_most=True),
    ),
)

CATALOGUE: Mapping[str, Indicator] = {indicator.id: indicator for indicator in _ALL}


def by_key(key: str) -> Indicator:
    """The indicator that a number on a screen shows."""
    return _BY_KEY[key]


_BY_KEY = {indicator.key: indicator for indicator in _ALL}
