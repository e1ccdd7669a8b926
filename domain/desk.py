"""What operators do with a row of the work list: acknowledge, own, release, comment, shelve; a fold over entries.

Entries are only added. How a row stands is what they say of it, whoever reads them and whenever.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from enum import StrEnum

HOUR_MS = 3_600_000
LONGEST_TEXT, LONGEST_DECISION = 1000, 2000


class DeskAct(StrEnum):
    """What is done with a row."""

    ACKNOWLEDGE = "acknowledge"
    OWN = "own"
    TAKE_OVER = "take_over"
    RELEASE = "release"
    COMMENT = "comment"
    SHELVE = "shelve"
    UNSHELVE = "unshelve"


class DeskState(StrEnum):
    """How a row stands at the desks."""

    NEW = "new"
    ACKNOWLEDGED = "acknowledged"
    OWNED = "owned"
    SHELVED = "shelved"


class DeskProblem(StrEnum):
    """Why something cannot be done."""

    NOT_A_ROW = "not_a_row"
    OWNED_BY_OTHER = "owned_by_other"
    NOT_OWNED = "not_owned"
    ALREADY = "already"
    NEEDS_TEXT = "needs_text"
    TOO_LONG = "too_long"
    NEEDS_EXPIRY = "needs_expiry"
    NOT_SHELVED = "not_shelved"
    NO_RELEASE = "no_release"


class DeskError(ValueError):
    """Something that cannot be done with a row, or not by this one; `detail` is a name or a number for the words."""

    def __init__(self, problem: DeskProblem, detail: str = "") -> None:
        super().__init__(f"{problem.value}: {detail}" if detail else problem.value)
        self.problem = problem
        self.detail = detail


@dataclass(frozen=True, slots=True)
class DeskRules:
    """For how long a row may be shelved at most, hours of the city's clock."""

    shelve_most_hours: float = 24.0


@dataclass(frozen=True, slots=True)
class DeskEntry:
    """One thing that was done, by an account and its name, at an instant of the city's clock."""

    at_ms: int
    by: str
    by_name: str
    kind: str
    ref: str
    act: DeskAct
    text: str = ""
    until_ms: int = 0
    number: int = 0

    @property
    def key(self) -> str:
        """The row that it is about."""
        return f"{self.kind}:{self.ref}"


@dataclass(frozen=True, slots=True)
class Handling:
    """How a row stands. `since_ms` is that of the last change of its state, `comments` how many there are."""

    acknowledged_by: str = ""
    owner: str = ""
    owner_name: str = ""
    shelved_until_ms: int = 0
    shelved_by: str = ""
    reason: str = ""
    since_ms: int = 0
    by_name: str = ""
    comments: int = 0

    def state(self, now_ms: int) -> DeskState:
        """At an instant: what is shelved comes back by itself."""
        if self.shelved_until_ms > now_ms:
            return DeskState.SHELVED
        if self.owner:
            return DeskState.OWNED
        return DeskState.ACKNOWLEDGED if self.acknowledged_by else DeskState.NEW


UNTOUCHED = Handling()


def applied(handling: Handling, entry: DeskEntry) -> Handling:
    """A row after one more entry."""
    if entry.act is DeskAct.COMMENT:
        return replace(handling, comments=handling.comments + 1)
    changed = replace(handling, since_ms=entry.at_ms, by_name=entry.by_name)
    match entry.act:
        case DeskAct.ACKNOWLEDGE:
            return replace(changed, acknowledged_by=entry.by)
        case DeskAct.OWN | DeskAct.TAKE_OVER:
            known = handling.acknowledged_by or entry.by
            return replace(changed, acknowledged_by=known, owner=entry.by, owner_name=entry.by_name)
        case DeskAct.RELEASE:
            return replace(changed, owner="", owner_name="")
        case DeskAct.SHELVE:
            known = handling.acknowledged_by or entry.by
            shelved = replace(changed, shelved_until_ms=entry.until_ms, shelved_by=entry.by_name, reason=entry.text)
            return replace(shelved, acknowledged_by=known)
        case DeskAct.UNSHELVE:
            return replace(changed, shelved_until_ms=0, shelved_by="", reason="")
    return changed


def handling_of(entries: Iterable[DeskEntry]) -> Handling:
    """How a row stands after its entries, in the order of their numbers."""
    handling = UNTOUCHED
    for entry in sorted(entries, key=lambda entry: entry.number):
        handling = applied(handling, entry)
    return handling


def check(handling: Handling, entry: DeskEntry, rules: DeskRules) -> None:
    """Whether it can be done now. Raises DeskError."""
    if len(entry.text) > LONGEST_TEXT:
        raise DeskError(DeskProblem.TOO_LONG, str(LONGEST_TEXT))
    _CHECKS[entry.act](handling, entry, rules)


def _acknowledge(handling: Handling, _: DeskEntry, __: DeskRules) -> None:
    if handling.acknowledged_by:
        raise DeskError(DeskProblem.ALREADY, handling.by_name)


def _own(handling: Handling, entry: DeskEntry, _: DeskRules) -> None:
    if handling.owner == entry.by:
        raise DeskError(DeskProblem.ALREADY, handling.owner_name)
    if handling.owner:
        raise DeskError(DeskProblem.OWNED_BY_OTHER, handling.owner_name)


def _take_over(handling: Handling, entry: DeskEntry, _: DeskRules) -> None:
    if not handling.owner:
        raise DeskError(DeskProblem.NOT_OWNED)
    if handling.owner == entry.by:
        raise DeskError(DeskProblem.ALREADY, handling.owner_name)


def _release(handling: Handling, entry: DeskEntry, _: DeskRules) -> None:
    if not handling.owner:
        raise DeskError(DeskProblem.NOT_OWNED)
    if handling.owner != entry.by:
        raise DeskError(DeskProblem.OWNED_BY_OTHER, handling.owner_name)


def _needs_text(_: Handling, entry: DeskEntry, __: DeskRules) -> None:
    if not entry.text.strip():
        raise DeskError(DeskProblem.NEEDS_TEXT)


def _shelve(handling: Handling, entry: DeskEntry, rules: DeskRules) -> None:
    _needs_text(handling, entry, rules)
    if not entry.at_ms < entry.until_ms <= entry.at_ms + rules.shelve_most_hours * HOUR_MS:
        raise DeskError(DeskProblem.NEEDS_EXPIRY, f"{rules.shelve_most_hours:g}")


def _unshelve(handling: Handling, entry: DeskEntry, _: DeskRules) -> None:
    if handling.state(entry.at_ms) is not DeskState.SHELVED:
        raise DeskError(DeskProblem.NOT_SHELVED)


_CHECKS = {
    DeskAct.ACKNOWLEDGE: _acknowledge,
    DeskAct.OWN: _own,
    DeskAct.TAKE_OVER: _take_over,
    DeskAct.RELEASE: _release,
    DeskAct.COMMENT: _needs_text,
    DeskAct.SHELVE: _shelve,
    DeskAct.UNSHELVE: _unshelve,
}


# --- shifts of the desk


@dataclass(frozen=True, slots=True)
class DutyShift:
    """One shift of the operators: from when to when, milliseconds since 1970 UTC; `name` as the settings have it."""

    name: str
    from_ms: int
    to_ms: int


# --- who sits where


@dataclass(frozen=True, slots=True)
class Present:
    """An operator whose desk is open; `since_ms` is the city's time, `desk` a name that was chosen, or empty."""

    session_id: str
    login: str
    name: str
    desk: str
    since_ms: int


# --- decisions


@dataclass(frozen=True, slots=True)
class DecidedOn:
    """A number that a decision rests on: which indicator, what it was, of how many cases, and as of when."""

    indicator: str
    value: float | None
    n: int | None
    as_of_ms: int | None


@dataclass(frozen=True, slots=True)
class Decision:
    """Who decided what about which row (or nothing in particular), on which numbers."""

    at_ms: int
    by: str
    by_name: str
    text: str
    about: str = ""
    numbers: tuple[DecidedOn, ...] = field(default_factory=tuple)
    number: int = 0
