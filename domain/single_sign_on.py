"""Signing in through the city's own identity provider: what its claims make of a person, and why one stays out."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from domain.identity import AGENCY_ROLES, Identity, Role

LONGEST_NAME = 120
LOGIN_PREFIX = "sso-"
"""Accounts that begin so belong to persons of the provider: it says who they are and what, at each sign-in."""


def login_of(issuer: str, subject: str) -> str:
    """The account of a provider's person: the same at each sign-in, another one for each subject of each issuer."""
    return LOGIN_PREFIX + hashlib.sha256(f"{issuer}\n{subject}".encode()).hexdigest()[:32]


def is_provided(login: str) -> bool:
    """Whether an account is one of the provider's."""
    return login.startswith(LOGIN_PREFIX)


class Refusal(StrEnum):
    """Why somebody does not come in through the provider."""

    THROTTLED = "throttled"
    PROVIDER_AWAY = "provider away"
    PROVIDER_SLOW = "provider slow"
    PROVIDER_BROKEN = "provider broken"
    NOT_BEGUN_HERE = "not begun here"
    PROVIDER_REFUSED = "provider refused"
    CODE_REFUSED = "code refused"
    TOKEN = "token"  # noqa: S105  # a reason
    NO_ROLE = "no role"
    NO_AGENCY = "no agency"
    DISABLED = "disabled"
    NO_SECOND_FACTOR = "no second factor"
    WRONG_SECOND_FACTOR = "wrong second factor"


class SignOnError(Exception):
    """A sign-in through the provider that was refused; `detail` is for the audit trail, never for the page."""

    def __init__(self, refusal: Refusal, detail: str, subject: str = "", login: str = "") -> None:
        super().__init__(f"{refusal.value}: {detail}")
        self.refusal = refusal
        self.detail = detail
        self.subject = subject
        self.login = login


@dataclass(frozen=True, slots=True)
class Departure:
    """Where the browser goes now, and the secret that it keeps until it is back."""

    address: str
    browser: str


@dataclass(frozen=True, slots=True)
class Arrival:
    """Who is back gets a session's token, or is asked for a code first (`token` is empty); `path` is where to go next.

    `browser` is the secret that a browser keeps which is asked for a code.
    """

    token: str = ""
    path: str = ""
    browser: str = ""


@dataclass(frozen=True, slots=True)
class RoleRow:
    """A value of the roles' claim, the role that it means here, and the agencies of an agency's role."""

    value: str
    role: Role
    agencies: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class ClaimRules:
    """How claims are read. A claim is named as in the token, or by a path with dots (`realm_access.roles`)."""

    rows: Sequence[RoleRow]
    roles_claim: str = "groups"
    name_claim: str = "name"
    agencies_claim: str | None = None
    agencies: frozenset[str] = field(default_factory=frozenset)
    """The codes that the city has; others in the agencies' claim are passed over."""


def identity_of(claims: Mapping[str, object], login: str, rules: ClaimRules) -> Identity:
    """Who somebody is here. Of several roles the one whose row stands first holds. Raises SignOnError."""
    values, subject = words_of(claims, rules.roles_claim), str(claims.get("sub", ""))
    fitting = [row for row in rules.rows if row.value in values]
    if not fitting:
        raise SignOnError(Refusal.NO_ROLE, f"{rules.roles_claim}: {', '.join(values) or 'nothing'}"[:200], subject)
    role = fitting[0].role
    agencies = _agencies(claims, [row for row in fitting if row.role is role], rules) if role in AGENCY_ROLES else ()
    if role in AGENCY_ROLES and not agencies:
        raise SignOnError(Refusal.NO_AGENCY, f"{role.value} without an agency of this city", subject)
    return Identity(login, _name(claims, rules.name_claim) or login, role, agencies)


def words_of(claims: Mapping[str, object], claim: str) -> tuple[str, ...]:
    """The words of a claim that is one word or a list of words; nothing where it is absent or something else."""
    found = _found(claims, claim)
    if isinstance(found, str):
        return (found,)
    return tuple(one for one in found if isinstance(one, str)) if isinstance(found, list) else ()


def _found(claims: Mapping[str, object], claim: str) -> object:
    """A claim by its whole name (which may be an address with dots), else by its path."""
    if claim in claims:
        return claims[claim]
    found: object = claims
    for part in claim.split("."):
        found = found.get(part) if isinstance(found, Mapping) else None
    return found


def _agencies(claims: Mapping[str, object], rows: Sequence[RoleRow], rules: ClaimRules) -> tuple[str, ...]:
    told = words_of(claims, rules.agencies_claim) if rules.agencies_claim else ()
    mapped = {agency for row in rows for agency in row.agencies}
    return tuple(sorted(mapped | (set(told) & rules.agencies)))


def _name(claims: Mapping[str, object], claim: str) -> str:
    words = " ".join(words_of(claims, claim))
    return "".join(letter for letter in words if letter.isprintable()).strip()[:LONGEST_NAME]
