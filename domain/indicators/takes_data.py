"""Numbers of the app, and of the data themselves."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time

from domain.clock import epoch_ms
from domain.figures import IKM, latest
from domain.indicators.adoption import Adoption, Ratio, adoption
from domain.indicators.reconciliation import published_totals
from domain.indicators.store_rating import add_months
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


def app_ratio(of: Callable[[Adoption], Ratio]) -> Take:
    """A share in percent of two figures of the same period, and how many it is a share of."""

    def take(asked: Asked) -> Value:
        found = of(adoption(asked.whole.figures))
        if found.value is None or found.part is None or found.whole is None:
            return none(Reason.NO_DATA)
        return Value(found.value * PERCENT, int(found.whole.value), as_of_ms=_day_ms(found.part.as_of))

    return take


def channel_share(asked: Asked) -> Value:
    """Complaints by channel are the parts, and so are queue numbers that were booked online, by service.

    There is no one number: what came by the app and what by the web page are each of their own.
    """
    came_by = asked.whole.channels
    shares = [(channel, came_by.complaints.share(count)) for channel, count in came_by.complaints.counts]
    parts = [Part(channel, _percent(share), came_by.complaints.n) for channel, share in shares]
    parts += [Part(one.service, _percent(one.online_share), one.n) for one in came_by.services]
    reason = Reason.EACH_CHANNEL if came_by.complaints.n else Reason.NO_DATA
    return none(reason, came_by.complaints.n, tuple(parts))


def store_rating(asked: Asked) -> Value:
    """The mean stars of the newest months; the share of one star in percent is a part."""
    found = asked.whole.reviews.recent
    if found is None:
        return none(Reason.NO_DATA)
    if found.mean is None:
        return none(Reason.TOO_FEW, found.n)
    parts = (Part("one_star", _percent(found.one_star), found.n),)
    return Value(found.mean, found.n, parts=parts, as_of_ms=_day_ms(add_months(found.last_day, 1)))


def satisfaction(asked: Asked) -> Value:
    """The index of the newest survey, else one that was published without its answers."""
    surveyed, told = asked.snapshot.surveyed, latest(asked.snapshot.figures, IKM)
    if surveyed is None and (told is None or asked.agency):
        return none(Reason.NO_DATA)
    if surveyed is None:
        assert told is not None
        return Value(told.value, None, as_of_ms=_day_ms(told.as_of))
    result = surveyed.result
    if result.index is None:
        return none(Reason.TOO_FEW, result.n)
    parts = tuple(Part(f"U{number}", mean, result.n) for number, mean in enumerate(result.elements, 1))
    return Value(result.index, result.n, parts=parts, as_of_ms=_day_ms(surveyed.survey.as_of))


def _percent(share: float | None) -> float | None:
    return None if share is None else share * PERCENT


def _day_ms(day: date) -> int:
    """The day on which a published number was true has no time zone of its own."""
    return epoch_ms(datetime.combine(day, time.min, tzinfo=UTC))
