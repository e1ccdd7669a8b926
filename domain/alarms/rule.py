"""What is an alarm: a rule over one source, which says when it rings, for whom, and what is to be done.

An alarm asks for a response (ISA-18.2); what asks for none is an event and belongs to the ticker. Levels, delays and
owners are the installation's (config.yaml), never constants of this code.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.alarms.priority import Priority
from domain.identity import Role
from domain.indicators.catalogue import CATALOGUE
from domain.indicators.readings import NOT_COMPUTED

LEAD_AGENCY = "lead_agency"
"""As an owner: the agency that leads the case."""

URGENT = "urgent"
"""As categories: those with a promise in minutes, around the clock."""

LONGEST_NAME = 60
_NAME = re.compile(r"[a-z][a-z0-9_]*")


class AlarmRuleError(ValueError):
    """A rule that cannot be used; says which, what was expected and what came."""


class RuleKind(StrEnum):
    """What is looked at: a level, its change in an hour, minutes left, silence, or an emerging incident."""

    THRESHOLD = "threshold"
    RATE = "rate"
    COUNTDOWN = "countdown"
    ABSENCE = "absence"
    INCIDENT = "incident"


class Source(StrEnum):
    """What a rule looks at.

    `INDICATOR`: one number of the catalogue, in its unit. `COMPLAINT_CLOCK`: minutes left of each open case.
    `QUEUE_SITE`: each site's longest wait as a multiple of its promise. `CALL`: minutes that each emergency waits for
    a unit. `FEED`: 0 while a feed is heard, 1 late, 2 lost. `INCIDENT`: each emerging incident. `INTAKE`: complaints of
    today in percent of the P95 of the same weekday. `SILENCE`: minutes of a silence that is too long for the habit of
    a feed that lives.
    """

    INDICATOR = "indicator"
    COMPLAINT_CLOCK = "complaint_clock"
    QUEUE_SITE = "queue_site"
    CALL = "call"
    FEED = "feed"
    INCIDENT = "incident"
    INTAKE = "intake"
    SILENCE = "silence"


FITTING: Mapping[RuleKind, tuple[Source, ...]] = {
    RuleKind.THRESHOLD: (Source.INDICATOR, Source.QUEUE_SITE, Source.CALL, Source.INTAKE),
    RuleKind.RATE: (Source.INDICATOR, Source.QUEUE_SITE),
    RuleKind.COUNTDOWN: (Source.COMPLAINT_CLOCK,),
    RuleKind.ABSENCE: (Source.FEED, Source.SILENCE),
    RuleKind.INCIDENT: (Source.INCIDENT,),
}
"""Which sources a kind of rule may look at."""


class Deadline(StrEnum):
    """Which clock of a complaint runs out."""

    RESOLUTION = "resolution"
    RESPONSE = "response"
    LEGAL = "legal"


class LeftOf(StrEnum):
    """How minutes left are counted: around the clock, or while the city serves."""

    CALENDAR = "calendar"
    SERVICE = "service"


class GroupBy(StrEnum):
    """What is shown as one line: all of a rule, or those of it with one place, agency or ward."""

    RULE = "rule"
    PLACE = "place"
    AGENCY = "agency"
    WARD = "ward"


@dataclass(frozen=True, slots=True)
class Step:
    """One step of an escalation: after so many minutes unacknowledged, to a role, and perhaps a priority higher."""

    after_minutes: float
    to: Role
    raises_priority: bool = False
    priorities: frozenset[Priority] = frozenset(Priority)


@dataclass(frozen=True, slots=True)
class AlarmRule:
    """One rule. `label` and `todo` are words by language.

    It rings from `raise_at` on and ends at `clear_at`: with `raise_at` the greater it rings above, else below. Delays
    are seconds of the city's clock. A latching alarm stays until it is acknowledged. `lapse_minutes` after its deadline
    a case is backlog and no alarm any more. `source_words` say whose rule it is.
    """

    name: str
    kind: RuleKind
    source: Source
    priority: Priority
    label: Mapping[str, str]
    todo: Mapping[str, str]
    owner: str = Role.OPERATOR.value
    raise_at: float = 1.0
    clear_at: float = 0.0
    delay_on_seconds: float = 0.0
    delay_off_seconds: float = 0.0
    is_latching: bool = False
    group_by: GroupBy = GroupBy.RULE
    indicator: str = ""
    window_minutes: float = 60.0
    categories: frozenset[str] = frozenset()
    deadline: Deadline = Deadline.RESOLUTION
    left_of: LeftOf = LeftOf.CALENDAR
    lapse_minutes: float = 1440.0
    least_weeks: int = 4
    most_weeks: int = 8
    source_words: str = ""

    def __post_init__(self) -> None:
        """Refuse what cannot be judged. Raises AlarmRuleError."""
        if not _NAME.fullmatch(self.name) or len(self.name) > LONGEST_NAME:
            raise self._error("name", f"1 to {LONGEST_NAME} small letters, digits and underscores", self.name[:80])
        if self.source not in FITTING[self.kind]:
            known = ", ".join(FITTING[self.kind])
            raise self._error("of", f"one of {known} for a rule of kind {self.kind.value}", self.source.value)
        if self.raise_at == self.clear_at:
            raise self._error("clear_at", "a level apart from raise_at, or the alarm would chatter", self.clear_at)
        if self.kind is RuleKind.COUNTDOWN and self.raise_at > self.clear_at:
            raise self._error("clear_at", "more minutes than raise_at, for it rings when few are left", self.clear_at)
        self._check_indicator()

    def _check_indicator(self) -> None:
        if (self.source is Source.INDICATOR) != bool(self.indicator):
            raise self._error("indicator", "an id of the catalogue, for a rule of an indicator only", self.indicator)
        if self.indicator and self.indicator not in CATALOGUE:
            raise self._error("indicator", "an id of the catalogue (docs/indicators.md)", self.indicator)
        if self.indicator and CATALOGUE[self.indicator].key in NOT_COMPUTED:
            raise self._error("indicator", "one that is computed", self.indicator)

    def _error(self, key: str, expected: str, came: object) -> AlarmRuleError:
        return AlarmRuleError(f"alarm rule {self.name[:80]!r}, {key}: expected {expected}, got {came!r}")

    @property
    def rings_above(self) -> bool:
        """Whether great values are bad."""
        return self.raise_at > self.clear_at

    def rings_at(self, value: float) -> bool:
        """Whether a value is bad enough to ring."""
        return value >= self.raise_at if self.rings_above else value <= self.raise_at

    def ends_at(self, value: float) -> bool:
        """Whether a value is good enough to end it; between the two levels it stays as it is."""
        return value <= self.clear_at if self.rings_above else value >= self.clear_at


@dataclass(frozen=True, slots=True)
class FloodRules:
    """A flood begins with more than `above` new alarms in `minutes`, and ends with at most `ends_at` (ISA-18.2: 10)."""

    above: int = 10
    minutes: float = 10.0
    ends_at: int = 5

    def __post_init__(self) -> None:
        """Refuse a flood that would end as it begins. Raises AlarmRuleError."""
        if not 0 <= self.ends_at < self.above:
            raise AlarmRuleError(
                f"alarms.flood.ends_at: expected less than above ({self.above}) and at least 0, got {self.ends_at}"
            )

    @property
    def window_ms(self) -> int:
        """The minutes, in milliseconds."""
        return round(self.minutes * 60_000)


@dataclass(frozen=True, slots=True)
class AlarmRules:
    """All rules of an installation: what rings, how it escalates, and when it is a flood."""

    rules: tuple[AlarmRule, ...] = ()
    steps: tuple[Step, ...] = ()
    flood: FloodRules = field(default_factory=FloodRules)

    def __post_init__(self) -> None:
        """Refuse two rules of one name. Raises AlarmRuleError."""
        names = [rule.name for rule in self.rules]
        twice = sorted({name for name in names if names.count(name) > 1})
        if twice:
            raise AlarmRuleError(f"alarm rules: expected each name once, got {', '.join(twice)} more than once")
        minutes = [step.after_minutes for step in self.steps]
        if minutes != sorted(minutes):
            raise AlarmRuleError(f"alarms.escalation: expected steps by growing after_minutes, got {minutes}")

    def named(self, name: str) -> AlarmRule | None:
        """A rule; None where there is none of that name any more."""
        return next((rule for rule in self.rules if rule.name == name), None)


def check_city(rules: AlarmRules, agencies: frozenset[str], categories: frozenset[str]) -> None:
    """Refuse rules that name what the city does not have. Raises AlarmRuleError."""
    owners = {Role.OPERATOR.value, Role.AGENCY_HEAD.value, Role.MAYOR.value, LEAD_AGENCY, *agencies}
    for rule in rules.rules:
        if rule.owner not in owners:
            raise AlarmRuleError(
                f"alarm rule {rule.name!r}, owner: expected operator, agency-head, mayor, {LEAD_AGENCY} "
                f"or an agency of the city, got {rule.owner!r}"
            )
        unknown = sorted(rule.categories - {URGENT} - categories)
        if unknown:
            raise AlarmRuleError(
                f"alarm rule {rule.name!r}, categories: expected {URGENT} or categories of the city, "
                f"got {', '.join(unknown)}; they stand in categories.yaml"
            )
