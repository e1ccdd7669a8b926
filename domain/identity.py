"""Who is signed in: a role, and the agencies it holds for. What each may see of the city is in `domain/privacy.py`."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from domain.privacy import Audience, Viewer


class Role(StrEnum):
    """What a person or a screen is in the room."""

    WALL_GUEST = "wall-guest"
    WALL_STAFF = "wall-staff"
    OPERATOR = "operator"
    MAYOR = "mayor"
    AGENCY_HEAD = "agency-head"
    AGENCY_STAFF = "agency-staff"
    ADMINISTRATOR = "administrator"


DEMONSTRATION = "demo-"
"""Names that begin so are of a demonstration, and shut out of any other installation."""

SCREEN_ROLES = (Role.WALL_GUEST, Role.WALL_STAFF)
"""Unattended screens; nobody signs in as one by a password."""

PERSON_ROLES = tuple(role for role in Role if role not in SCREEN_ROLES)
AGENCY_ROLES = (Role.AGENCY_HEAD, Role.AGENCY_STAFF)

AUDIENCE_OF: Mapping[Role, Audience] = {
    Role.WALL_GUEST: Audience.WALL_GUEST,
    Role.WALL_STAFF: Audience.WALL_STAFF,
    Role.OPERATOR: Audience.OPERATOR,
    Role.MAYOR: Audience.MAYOR,
    Role.AGENCY_HEAD: Audience.AGENCY_HEAD,
    Role.AGENCY_STAFF: Audience.AGENCY_HEAD,
    Role.ADMINISTRATOR: Audience.ADMINISTRATOR,
}
"""Whose row of the privacy table holds for a role; an agency's staff see what its head sees."""


class IdentityError(ValueError):
    """A role or a scope that cannot be; says what was expected, what came and what to do."""


@dataclass(frozen=True, slots=True)
class Identity:
    """A signed-in person or an enrolled screen. `agencies` are those of an agency role, and empty for all others."""

    subject: str
    name: str
    role: Role
    agencies: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse an agency role without an agency, which would see all or nothing, and any other role with one."""
        if (self.role in AGENCY_ROLES) != bool(self.agencies):
            raise IdentityError(
                f"{self.role.value}: expected at least one agency for an agency role and none for any other, "
                f"got {', '.join(self.agencies) or 'none'}; give --agency for {AGENCY_ROLES[0].value} only"
            )

    def viewer(self, agency: str = "") -> Viewer:
        """How this one looks at an agency's cases. Raises IdentityError for an agency that is not its own."""
        audience = AUDIENCE_OF[self.role]
        if self.role not in AGENCY_ROLES:
            return Viewer(audience)
        if agency not in self.agencies:
            raise IdentityError(f"agency {agency!r} is not one of {', '.join(self.agencies)}")
        return Viewer(audience, agency)

    def may_review(self, agency: str) -> bool:
        """Whether the review of an agency is theirs to read: their own, or any for who looks at the whole city."""
        if self.role in AGENCY_ROLES:
            return agency in self.agencies
        return self.role in (Role.OPERATOR, Role.MAYOR)


class Kind(StrEnum):
    """Whose session it is."""

    ACCOUNT = "account"
    SCREEN = "screen"


@dataclass(frozen=True, slots=True)
class Session:
    """A living session; `session_id` names it to others and lets nobody in."""

    session_id: str
    kind: Kind
    identity: Identity
    must_change: bool = False
    """Whether a new password must be chosen before anything else is shown."""

    @property
    def is_screen(self) -> bool:
        """Whether it stands alone, without a person."""
        return self.kind is Kind.SCREEN


def role_named(word: str) -> Role:
    """A role by its word. Raises IdentityError."""
    try:
        return Role(word)
    except ValueError:
        known = ", ".join(role.value for role in Role)
        raise IdentityError(f"role: expected one of {known}, got {word[:40]!r}") from None
