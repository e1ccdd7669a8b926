"""The city's status: how far from a normal day it is, in five levels; who said so, when and why.

A person sets it. Rules may propose a level from what is measured; a proposal changes nothing by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

LONGEST_REASON = 160


class Level(IntEnum):
    """From a normal day to a crisis, as the five stages of the operations centre of Rio de Janeiro.

    The words of the wall for them are a proposal of this project: normal, waspada, siaga, darurat, krisis.
    """

    NORMAL = 1
    WATCH = 2
    READY = 3
    EMERGENCY = 4
    CRISIS = 5


class StatusError(ValueError):
    """A level that there is not, or one that is set without a reason."""


class Measure(StrEnum):
    """What a rule may look at; None where nothing is known of it."""

    INCIDENTS = "incidents"
    OVERDUE_SHARE = "overdue_share"
    LONGEST_EMERGENCY_MINUTES = "longest_emergency_minutes"
    EMERGENCIES_WAITING = "emergencies_waiting"
    LOST_FEEDS = "lost_feeds"
    CRITICAL_ALARMS = "critical_alarms"


@dataclass(frozen=True, slots=True)
class StatusEntry:
    """One level that was set: its number in the history, by whom in which role, why, and when (ms since 1970 UTC)."""

    number: int
    level: Level
    by: str
    role: str
    reason: str
    at_ms: int


@dataclass(frozen=True, slots=True)
class StatusRule:
    """A level is proposed where a measure is at least so much."""

    measure: Measure
    at_least: float
    level: Level


@dataclass(frozen=True, slots=True)
class Proposal:
    """A rule that speaks, and what was measured."""

    rule: StatusRule
    value: float


@dataclass(frozen=True, slots=True)
class CityState:
    """The newest levels that were set, newest first, and what the rules propose above the present one."""

    entries: tuple[StatusEntry, ...] = ()
    proposals: tuple[Proposal, ...] = ()

    @property
    def current(self) -> StatusEntry | None:
        """The level that holds; None where nobody ever set one."""
        return self.entries[0] if self.entries else None

    @property
    def level(self) -> Level | None:
        """Which level holds; None where nobody ever set one: that is not the same as normal."""
        return self.current.level if self.current else None


def level_of(value: int) -> Level:
    """A level by its number. Raises StatusError."""
    try:
        return Level(value)
    except ValueError:
        known = ", ".join(f"{level.value} {level.name.lower()}" for level in Level)
        raise StatusError(f"level: expected one of {known}, got {value}") from None


def checked_reason(reason: str) -> str:
    """A reason as it stands on the wall: one line. Raises StatusError."""
    words = " ".join(reason.split())
    if not words or len(words) > LONGEST_REASON or not words.isprintable():
        raise StatusError(
            f"reason: expected 1 to {LONGEST_REASON} letters, got {len(words)}; say in one line why, without a "
            f"person's name: everybody in the room reads it"
        )
    return words


def proposals(
    rules: Sequence[StatusRule], measured: Mapping[Measure, float | None], level: Level | None
) -> tuple[Proposal, ...]:
    """The rules that speak for a higher level than the present one, the highest first; the unknown says nothing."""
    present = level or Level.NORMAL
    found = [
        Proposal(rule, value)
        for rule in rules
        if (value := measured.get(rule.measure)) is not None and value >= rule.at_least and rule.level > present
    ]
    return tuple(sorted(found, key=lambda one: -one.rule.level))
