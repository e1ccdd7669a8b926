"""Persons, screens and sessions as an administrator sees them, and why a change of them is refused."""

from dataclasses import dataclass
from enum import StrEnum

from domain.identity import Identity, Kind


class Origin(StrEnum):
    """How an account comes in."""

    PASSWORD = "password"  # noqa: S105  # a word
    DEMONSTRATION = "demonstration"
    OTHER = "other"


class Refusal(StrEnum):
    """Why an account or a screen is not made or changed so."""

    NOT_THERE = "not there"
    THERE_ALREADY = "there already"
    LOGIN = "login"
    NAME = "name"
    ROLE = "role"
    LAST_ADMINISTRATOR = "last administrator"
    PROVIDED = "provided"
    DISABLED = "disabled"


class RefusedError(ValueError):
    """A change that is refused; says what was expected, what came and what to do."""

    def __init__(self, words: str, refusal: Refusal) -> None:
        super().__init__(words)
        self.refusal = refusal


@dataclass(frozen=True, slots=True)
class Account:
    """A person's account; `signed_in_ms` is its last sign-in, ms since 1970, None where none is told."""

    login: str
    identity: Identity
    is_disabled: bool
    must_change: bool
    has_second_factor: bool
    origin: Origin = Origin.OTHER
    signed_in_ms: int | None = None


@dataclass(frozen=True, slots=True)
class Screen:
    """An enrolled screen, or one that waits for its code.

    `seen_ms` is the last request of its session, `code_ends_ms` until when an unused code is good (ms since 1970).
    """

    identity: Identity
    is_revoked: bool
    created_ms: int
    seen_ms: int | None = None
    is_enrolled: bool = False
    code_ends_ms: int | None = None


@dataclass(frozen=True, slots=True)
class SessionRow:
    """A session as a list shows it; instants are milliseconds since 1970 UTC."""

    session_id: str
    kind: Kind
    subject: str
    created_ms: int
    seen_ms: int
    ends_ms: int
    identity: Identity | None = None
    """Who it is now; None where its owner was shut out."""
