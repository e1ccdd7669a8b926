"""Numbers of complaints that have a shape of their own."""

from domain.indicators.takes import PERCENT, Asked, Part, Reason, Value, none


def agency_on_time(asked: Asked) -> Value:
    """The share of one agency; of the whole city each agency's is a part."""
    board = asked.whole.board
    standings = {one.agency: one.share for one in board.standings}
    if not asked.agency:
        parts = (Part(agency, share.share * PERCENT, share.n) for agency, share in standings.items())
        return Value(None, len(standings), Reason.EACH_AGENCY, parts=tuple(parts), as_of_ms=board.as_of_ms)
    share = standings.get(asked.agency)
    if share is None:
        return Value(None, None, Reason.TOO_FEW, as_of_ms=board.as_of_ms)
    return Value(share.share * PERCENT, share.n, as_of_ms=board.as_of_ms)


def in_review(_: Asked) -> Value:
    """What only the review of an agency counts, since no screen shows it for the city."""
    return none(Reason.IN_REVIEW)
