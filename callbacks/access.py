"""What the one who asks may see: which live frames, whose reviews. Taken from the session, never from what was sent."""

from callbacks.gate import session_here
from callbacks.services import Reviews, Services
from callbacks.surfaces import REVIEWERS, SCREENS_OF
from domain.identity import Identity, Role
from domain.privacy import Audience


class UnknownAudienceError(ValueError):
    """An audience that does not exist here, or may not be looked at by who asks."""


class ClosedReviewError(PermissionError):
    """Reviews may not be looked at, or not this one."""


def may_review(services: Services, agency: str) -> Reviews:
    """The reviews, where who asks may read those of an agency. Raises ClosedReviewError."""
    session = session_here()
    identity = session.identity if session else None
    if identity is None or identity.role not in REVIEWERS or not _is_theirs(identity, agency, services):
        raise ClosedReviewError(f"the review of {agency[:40]!r} is not theirs who asks")
    return services.reviews


def _is_theirs(identity: Identity, agency: str, services: Services) -> bool:
    """An agency that does not exist is nobody's secret: who may read any is told that there is none."""
    return identity.may_review(agency) or (agency not in services.profile.agencies and not identity.agencies)


def audiences_for(identity: Identity, services: Services) -> tuple[Audience, ...]:
    """Whose frames this one may ask for, of those that are drawn here; the first is its own.

    A wall that was enrolled for staff is a guest's until a desk puts it into staff mode.
    """
    return tuple(
        audience
        for audience in SCREENS_OF[identity.role]
        if audience in services.audiences and not _is_kept_from(identity, audience, services)
    )


def _is_kept_from(identity: Identity, audience: Audience, services: Services) -> bool:
    is_staff_wall = identity.role is Role.WALL_STAFF and audience is Audience.WALL_STAFF
    return is_staff_wall and not services.desk.view.shows_staff(identity.subject)


def audience_of(asked: object, identity: Identity, services: Services) -> Audience:
    """The audience that was asked for, by default the own one. Raises UnknownAudienceError."""
    allowed = audiences_for(identity, services)
    if asked in (None, "") and allowed:
        return allowed[0]
    for audience in allowed:
        if asked == audience.value:
            return audience
    known = ", ".join(audience.value for audience in allowed) or "none"
    raise UnknownAudienceError(f"audience: expected one of {known}, got {str(asked)[:60]!r}")
