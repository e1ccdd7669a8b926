"""What a row of the indicator catalogue says: the kinds of its parts, and how far a number is from what is good."""

from dataclasses import dataclass
from enum import StrEnum

from domain.snapshot import Facts


class Unit(StrEnum):
    """What a number counts."""

    COMPLAINTS = "complaints"
    CALLS = "calls"
    PEOPLE = "people"
    COUNTERS = "counters"
    CREWS = "crews"
    UNITS = "units"
    TASKS = "tasks"
    TASKS_A_CREW = "tasks_a_crew"
    AGENCIES = "agencies"
    ENTRIES = "entries"
    ACCOUNTS = "accounts"
    PLACES = "places"
    HANDOFFS = "handoffs"
    PERCENT = "percent"
    POINTS = "points"
    STARS = "stars"
    WORKING_DAYS = "working_days"
    HOURS = "hours"
    MINUTES = "minutes"
    SECONDS = "seconds"


class Window(StrEnum):
    """Over which time; what is published for a period stands beside it with that period, as told."""

    NOW = "now"
    TODAY = "today"
    LAST_HOUR = "last_hour"
    MINUTES_15 = "minutes_15"
    LAST_DAY = "last_day"
    DAYS_7 = "days_7"
    DAYS_28 = "days_28"
    DAYS_30 = "days_30"
    DAYS_90 = "days_90"
    MONTH = "month"
    QUARTER = "quarter"
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
    LAKSA_TOTALS = "laksa_totals"
    CITY_DEADLINES = "city_deadlines"
    LEGAL_RESPONSE = "legal_response"
    LEGAL_RESOLUTION = "legal_resolution"
    REPEATS = "repeats"
    PRANKS = "pranks"
    FIRE_LIMIT = "fire_limit"
    HOSPITAL_WAIT = "hospital_wait"
    SATISFACTION_RULE = "satisfaction_rule"
    WORKING_HOURS = "working_hours"
    TREE_CREWS = "tree_crews"
    CITY_FIGURES = "city_figures"


class Apart(StrEnum):
    """What a number may rest on besides the facts of the streams.

    `FEEDS`: how the sources are, and what became of their entries, recorded once a minute. `FIGURES`: what somebody
    published. `APP`: what the citizens' app counts of itself, which no stream of the contract brings.
    """

    FEEDS = "feeds"
    FIGURES = "figures"
    APP = "app"


Basis = Facts | Apart
"""What a number rests on: without all of it there is no number."""


@dataclass(frozen=True, slots=True)
class Target:
    """What is aimed at, in the indicator's unit (percent: 0 to 100), or in percent of its n."""

    value: float
    is_most: bool = False
    """Whether the value is the most that is good, else the least."""
    is_of_n: bool = False


class Level(StrEnum):
    """How far a number is from what is good."""

    GOOD = "good"
    WATCH = "watch"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Bounds:
    """Where good ends and bad begins, in the indicator's unit or, with `is_of_n`, in percent of its n.

    Up to `good` (with `is_most`; else from `good` on) all is well, up to `watch` it is to be watched, beyond it is bad.
    What is below `least` is to be watched too.
    """

    good: float
    watch: float
    is_most: bool = False
    is_of_n: bool = False
    least: float | None = None

    def level(self, value: float, n: int | None = None) -> Level | None:
        """How far a value is from what is good; None where a share of no cases is asked for."""
        if self.is_of_n:
            if not n:
                return None
            value = 100.0 * value / n
        worse, good, watch = (value, self.good, self.watch) if self.is_most else (-value, -self.good, -self.watch)
        if worse > good:
            return Level.WATCH if worse <= watch else Level.BAD
        return Level.WATCH if self.least is not None and value < self.least else Level.GOOD


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
    rests_on: tuple[Basis, ...]
    target: Target | None = None
    bounds: Bounds | None = None
    smallest_n: int | None = None
    is_share: bool = False
    """Whether it has a denominator."""
    is_of_city: bool = False
    """Whether it is told of the whole city only, never of one agency."""
