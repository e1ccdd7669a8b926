"""Numbers of the app, and of the data themselves."""

from collections.abc import Callable

from domain.indicators.adoption import Adoption, adoption
from domain.indicators.reconciliation import published_totals
from domain.indicators.takes import PERCENT, Asked, Part, Reason, Take, Value, none
from domain.snapshot import FeedState


def freshness(asked: Asked) -> Value:
    """Seconds since the latest word of any feed."""
    ages = [feed.age_seconds for feed in asked.whole.feeds if feed.age_seconds is not None]
    return Value(min(ages), len(ages)) if ages else none(Reason.NO_DATA, 0)


def integration(asked: Asked) -> Value:
    """Agencies that are connected; before any feed was heard nobody knows."""
    found = asked.snapshot.integration
    is_heard = any(feed.state is not FeedState.UNKNOWN for feed in asked.whole.feeds)
    return Value(found.connected, found.in_scope) if is_heard else none(Reason.NO_DATA, found.in_scope)


def balance(asked: Asked) -> Value:
    """Entries received that are unaccounted for."""
    found = asked.whole.balance
    return none(Reason.NOT_RECORDED) if found is None else Value(found.missing, found.received)


def lag(asked: Asked) -> Value:
    """Seconds from the stream to a picture, P95 of the last minutes."""
    found = asked.whole.lag
    if found is None:
        return none(Reason.NOT_RECORDED)
    return none(Reason.TOO_FEW, found.n) if found.seconds is None else Value(found.seconds, found.n)


def published_gap(asked: Asked) -> Value:
    """What the newest published totals do not account for; each period is a part."""
    totals = [(one, one.gap) for one in published_totals(asked.whole.figures)]
    parts = tuple(Part(one.period, gap, one.received) for one, gap in totals)
    newest = next(((one, gap) for one, gap in totals if gap is not None), None)
    if newest is None:
        return none(Reason.NO_DATA, parts=parts)
    return Value(newest[1], newest[0].received, parts=parts)


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
