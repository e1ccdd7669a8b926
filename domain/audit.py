"""The trail of what was done: its actions, its rows, and what is asked of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Action(StrEnum):
    """What is told."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    REFUSED = "refused"
    EXPORTED = "exported"
    READ_PERSONAL = "read personal data"
    ERASED_PERSONAL = "erased personal data"
    ACCOUNT_ADDED = "account added"
    ACCOUNT_CHANGED = "account changed"
    SESSION_REVOKED = "session revoked"
    SCREEN_ADDED = "screen added"
    SCREEN_CODE = "screen code made"
    SCREEN_ENROLLED = "screen enrolled"
    SCREEN_REVOKED = "screen revoked"
    SCREEN_PICTURED = "picture of a screen asked for"
    LETTER_INSPECTED = "dead letter inspected"
    LETTERS_REPLAYED = "dead letters replayed"
    ALARM_ACTED = "acted on an alarm"
    EXPIRED = "expired"
    STARTED = "started"
    CITY_STATUS_SET = "city status set"
    DESK = "work item handled"
    DECIDED = "decision stored"
    WALL_STEERED = "wall steered"
    WALL_RELEASED = "wall released"
    HANDED_OVER = "shift handed over"
    HANDOVER_SIGNED = "hand-over signed off"


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One row of the trail: `at_ms` is the machine's time in ms since 1970, `detail` a JSON object as it was hashed."""

    number: int
    at_ms: int
    who: str
    role: str
    action: str
    subject: str
    detail: str
    hash: str


@dataclass(frozen=True, slots=True)
class AuditChoice:
    """Which rows: from an instant until before another (ms since 1970), and words that `who` and `subject` hold."""

    from_ms: int | None = None
    until_ms: int | None = None
    who: str = ""
    action: Action | None = None
    subject: str = ""


@dataclass(frozen=True, slots=True)
class AuditPage:
    """Some rows of a choice, the newest first, and how many it has."""

    rows: Sequence[AuditRow]
    total: int


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found; `broken_at` is the first row that is not what it was, None where all are."""

    rows: int
    last_hash: str
    broken_at: int | None


@dataclass(frozen=True, slots=True)
class ChainState:
    """The latest check of the chain, and when it was made, ms since 1970 on the machine's clock."""

    report: ChainReport
    at_ms: int
