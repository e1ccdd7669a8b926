"""Dead letters as an administrator sees them: why they were set aside and of what shape they are, nothing personal."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from domain.events import DeadLetterReason


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One entry that was set aside. `raw_bytes` is the length of what came, None once it has expired."""

    id: int
    stream: str
    position: str
    source: str
    reason: str
    field: str
    value: str
    received_ms: int
    replayed_ms: int
    raw_bytes: int | None


class LetterState(StrEnum):
    """Whether a letter still lies there."""

    WAITING = "waiting"
    REPLAYED = "replayed"


@dataclass(frozen=True, slots=True)
class LetterChoice:
    """Which letters: of a stream, a producer, a reason, received in [from_ms, until_ms) of the city's clock, or one."""

    stream: str = ""
    source: str = ""
    reason: DeadLetterReason | None = None
    from_ms: int | None = None
    until_ms: int | None = None
    state: LetterState | None = None
    letter_id: int | None = None


ALL_LETTERS = LetterChoice()


@dataclass(frozen=True, slots=True)
class LetterPage:
    """Some letters of a choice, the newest first, and how many it has."""

    letters: Sequence[DeadLetter]
    total: int


class PartKind(StrEnum):
    """What a part of an entry is, as far as it is told."""

    TEXT = "text"
    NUMBER = "number"
    SWITCH = "switch"
    LIST = "list"
    OBJECT = "object"
    NOTHING = "nothing"
    PERSONAL = "personal"
    UNNAMED = "unnamed"
    UNREADABLE = "unreadable"


@dataclass(frozen=True, slots=True)
class LetterPart:
    """One field of an entry: its name, what it is and how long, in bytes; its value only where that is harmless.

    The name is empty where the contract does not know it: then it may itself be what somebody typed.
    """

    name: str
    kind: PartKind
    size: int
    value: str = ""


@dataclass(frozen=True, slots=True)
class LetterView:
    """A letter and its parts; no parts once its bytes have expired."""

    letter: DeadLetter
    parts: Sequence[LetterPart]


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What became of the letters: stored now, known already, heartbeats, and those that stay with their new reason."""

    replayed: int = 0
    duplicates: int = 0
    heartbeats: int = 0
    still_rejected: int = 0

    def __add__(self, other: "ReplayResult") -> "ReplayResult":
        """The result of both."""
        return ReplayResult(
            self.replayed + other.replayed,
            self.duplicates + other.duplicates,
            self.heartbeats + other.heartbeats,
            self.still_rejected + other.still_rejected,
        )
