"""How a number is taken from a snapshot: what a reading is made of, and the kinds of numbers that there are."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from domain.indicators.complaints import Share
from domain.indicators.field_work import EvidenceShare
from domain.snapshot import Snapshot
from domain.survival import Percentile

PERCENT = 100.0


class Reason(StrEnum):
    """Why there is no number."""

    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    NOBODY_WAITS = "nobody_waits"
    DAY_OFF = "day_off"
    NOT_BEGUN = "not_begun"
    WRONG_SCHEDULE = "wrong_schedule"
    EACH_AGENCY = "each_agency"
    WHOLE_CITY = "whole_city"
    NOT_RECORDED = "not_recorded"
    IN_REVIEW = "in_review"


@dataclass(frozen=True, slots=True)
class Part:
    """A number of one agency or unit, where an indicator has one for each; `n` are its cases."""

    name: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Value:
    """A number of `n` cases, or why there is none; `as_of_ms` where it is older than what it stands among."""

    value: float | None
    n: int | None
    reason: Reason | None = None
    is_at_least: bool = False
    parts: tuple[Part, ...] = ()
    as_of_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Asked:
    """A snapshot of what is asked for, and that of the whole city where it is another one."""

    snapshot: Snapshot
    whole: Snapshot
    agency: str


Take = Callable[[Asked], Value]


def none(reason: Reason, n: int | None = None, parts: tuple[Part, ...] = ()) -> Value:
    """No number, and why."""
    return Value(None, n, reason, parts=parts)


def nothing_yet(_: Asked) -> Value:
    """What nothing computes yet: it has a row and words, and no number."""
    return none(Reason.NO_DATA)


def count(of: Callable[[Snapshot], int], total: Callable[[Snapshot], int] | None = None) -> Take:
    """A count, and how many there are in all (itself where it is of nothing else)."""
    return lambda asked: Value(of(asked.snapshot), (total or of)(asked.snapshot))


def share(of: Callable[[Snapshot], Share | EvidenceShare]) -> Take:
    """A share in percent, where there are enough cases."""

    def take(asked: Asked) -> Value:
        found = of(asked.snapshot)
        if found.value is None:
            return none(Reason.TOO_FEW, found.n)
        return Value(found.value * PERCENT, found.n)

    return take


def minutes(of: Callable[[Snapshot], Percentile]) -> Take:
    """A percentile of durations, where there are enough cases."""

    def take(asked: Asked) -> Value:
        found = of(asked.snapshot)
        if found.minutes is None:
            return none(Reason.TOO_FEW, found.n)
        return Value(found.minutes, found.n, is_at_least=found.is_at_least)

    return take
