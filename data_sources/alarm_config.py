"""The alarms as config.yaml has them, checked at the door."""

from collections.abc import Mapping
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from data_sources.alarm_outbox import Target
from domain.alarms.priority import Priority
from domain.alarms.rule import (
    AlarmRule,
    AlarmRules,
    Deadline,
    FloodRules,
    GroupBy,
    LeftOf,
    RuleKind,
    Source,
    Step,
)
from domain.identity import Role

PriorityWord = Annotated[str, Field(pattern="^(critical|high|medium|low)$")]


class _Section(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")


class WordsRow(_Section):
    """Words in the two languages of the screens."""

    id: str = Field(min_length=1, max_length=80)
    en: str = Field(min_length=1, max_length=80)


class TodoRow(_Section):
    """What to do, in the two languages."""

    id: str = Field(min_length=1, max_length=200)
    en: str = Field(min_length=1, max_length=200)


class AlarmRuleRow(_Section):
    """One rule, as a person writes it."""

    name: str
    label: WordsRow
    todo: TodoRow
    kind: RuleKind
    of: Source
    priority: PriorityWord
    owner: str = Role.OPERATOR.value
    raise_at: float | None = None
    clear_at: float | None = None
    delay_on_seconds: float = Field(0, ge=0, le=86_400)
    delay_off_seconds: float = Field(0, ge=0, le=86_400)
    latching: bool | None = None
    group_by: GroupBy = GroupBy.RULE
    indicator: str = ""
    window_minutes: float = Field(60, gt=0, le=1440)
    categories: frozenset[str] = frozenset()
    deadline: Deadline = Deadline.RESOLUTION
    left_of: LeftOf = LeftOf.CALENDAR
    lapse_minutes: float = Field(1440, ge=0, le=43_200)
    least_weeks: int = Field(4, ge=2, le=16)
    most_weeks: int = Field(8, ge=2, le=16)
    source: str = Field(min_length=1)

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.rule()
        return self

    def rule(self) -> AlarmRule:
        """The rule. Raises AlarmRuleError."""
        if self.kind is not RuleKind.INCIDENT and (self.raise_at is None or self.clear_at is None):
            raise ValueError(
                f"alarm rule {self.name[:60]!r}: expected raise_at and clear_at for kind {self.kind.value}"
            )
        if self.kind is RuleKind.INCIDENT and (self.raise_at is not None or self.clear_at is not None):
            raise ValueError(
                f"alarm rule {self.name[:60]!r}: an incident has no raise_at and no clear_at; leave them out"
            )
        priority = Priority[self.priority.upper()]
        same = self.model_dump(include=_SAME)
        levels = {} if self.raise_at is None or self.clear_at is None else self.model_dump(include=_LEVELS)
        return AlarmRule(
            **same,
            **levels,
            source=self.of,
            priority=priority,
            is_latching=priority is Priority.CRITICAL if self.latching is None else self.latching,
            source_words=self.source,
        )


_LEVELS = {"raise_at", "clear_at"}
_SAME = {
    *("name", "kind", "label", "todo", "owner", "delay_on_seconds", "delay_off_seconds", "group_by", "indicator"),
    *("window_minutes", "categories", "deadline", "left_of", "lapse_minutes", "least_weeks", "most_weeks"),
}


class StepRow(_Section):
    """One step of the escalation."""

    after_minutes: float = Field(gt=0, le=1440)
    to: Role
    raise_priority: bool = False
    priorities: tuple[PriorityWord, ...] = ("critical", "high")

    def step(self) -> Step:
        """The step."""
        words = frozenset(Priority[word.upper()] for word in self.priorities)
        return Step(self.after_minutes, self.to, self.raise_priority, words)


class TargetRow(_Section):
    """Whom to tell outside; the addresses are in an environment variable, since they hold secrets."""

    name: str = Field(pattern="^[a-z][a-z0-9_-]{0,39}$")
    urls_from: str = Field(pattern="^[A-Z][A-Z0-9_]{0,79}$")
    priorities: tuple[PriorityWord, ...] = ("critical",)
    roles: tuple[Role, ...] = ()
    agency: str = ""

    @field_validator("urls_from")
    @classmethod
    def _a_name_of_its_own(cls, name: str) -> str:
        if name.startswith("LIVEROOM_"):
            raise ValueError("expected a variable that does not begin with LIVEROOM_, for those are settings")
        return name

    def target(self, environment: Mapping[str, str]) -> Target:
        """The target with its addresses, separated by spaces."""
        priorities = frozenset(Priority[word.upper()] for word in self.priorities)
        roles = frozenset(role.value for role in self.roles)
        return Target(self.name, tuple(environment.get(self.urls_from, "").split()), priorities, roles, self.agency)


class HealthRow(_Section):
    """What the alarms are measured against."""

    operators: int = Field(1, ge=1, le=100)
    period_minutes: float = Field(10, gt=0, le=1440)
    most_in_period: int = Field(10, ge=1)
    good_rate: float = Field(1, gt=0)
    standing_hours: float = Field(24, gt=0)
    chatter_times: int = Field(3, ge=2)
    chatter_minutes: float = Field(1, gt=0)
    top: int = Field(10, ge=1, le=50)
    crowded_percent: float = Field(1, ge=0, le=100)
    critical_percent: float = Field(5, ge=0, le=100)
    high_percent: float = Field(15, ge=0, le=100)
    standing_most: int = Field(4, ge=0)
    top_percent: float = Field(5, ge=0, le=100)


class FloodRow(_Section):
    """When it is a flood."""

    above: int = Field(10, ge=1, le=1000)
    minutes: float = Field(10, gt=0, le=1440)
    ends_at: int = Field(5, ge=0)


class AlarmSettings(_Section):
    """The alarms of an installation."""

    rules: tuple[AlarmRuleRow, ...] = ()
    escalation: tuple[StepRow, ...] = ()
    flood: FloodRow = FloodRow()
    notify: tuple[TargetRow, ...] = ()
    health: HealthRow = HealthRow()
    keep_days: int = Field(365, ge=30, le=3660)

    @field_validator("notify")
    @classmethod
    def _each_name_once(cls, notify: tuple[TargetRow, ...]) -> tuple[TargetRow, ...]:
        names = [row.name for row in notify]
        if len(names) != len(set(names)):
            raise ValueError(f"expected each name once, got {', '.join(names)}")
        return notify

    @model_validator(mode="after")
    def _fits(self) -> Self:
        self.alarm_rules()
        return self

    def alarm_rules(self) -> AlarmRules:
        """The rules. Raises AlarmRuleError."""
        return AlarmRules(
            tuple(row.rule() for row in self.rules),
            tuple(row.step() for row in self.escalation),
            FloodRules(**self.flood.model_dump()),
        )
