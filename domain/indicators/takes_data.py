"""Numbers of the app, and of the data themselves."""

from collections.abc import Callable

from domain.indicators.adoption import Adoption, adoption
from domain.indicators.takes import PERCENT, Asked, Reason, Take, Value, none


def freshness(asked: Asked) -> Value:
    """Seconds since the latest word of any feed."""
    ages = [feed.age_seconds for feed in asked.whole.feeds if feed.age_seconds is not None]
    return Value(min(ages), len(ages)) if ages else none(Reason.NO_DATA, 0)


def balance(asked: Asked) -> Value:
    """Entries received that are unaccounted for."""
    found = asked.whole.balance
    return none(Reason.NOT_RECORDED) if found is None else Value(found.missing, found.received)


def accounts(asked: Asked) -> Value:
    """Verified accounts of the citizens' app, as published."""
    verified = adoption(asked.whole.figures).verified
    return none(Reason.NO_DATA) if verified is None else Value(verified.value, None)


def accounts_share(of: Callable[[Adoption], float | None]) -> Take:
    """Verified accounts of something, in percent."""

    def take(asked: Asked) -> Value:
        share = of(adoption(asked.whole.figures))
        return none(Reason.NO_DATA) if share is None else Value(share * PERCENT, None)

    return take
