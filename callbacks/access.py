"""Who may call what. Until people can sign in, the installation says which audiences may be looked at."""

from callbacks.services import Reviews, Services
from domain.privacy import Audience


class UnknownAudienceError(ValueError):
    """An audience that does not exist here, or may not be looked at."""


class ClosedReviewError(PermissionError):
    """Reviews may not be looked at in this installation."""


def may_review(services: Services) -> Reviews:
    """The reviews, where the installation lets this visitor look at them. Raises ClosedReviewError."""
    if services.reviews is None:
        raise ClosedReviewError("reviews are closed: review.open is false in config.yaml")
    return services.reviews


def audience_of(asked: object, services: Services) -> Audience:
    """The audience that was asked for, by default the guest's. Raises UnknownAudienceError."""
    if asked in (None, ""):
        return services.audiences[0]
    for audience in services.audiences:
        if asked == audience.value:
            return audience
    known = ", ".join(audience.value for audience in services.audiences)
    raise UnknownAudienceError(f"audience: expected one of {known}, got {str(asked)[:60]!r}")
