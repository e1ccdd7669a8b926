"""Numbers of complaints that have a shape of their own."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import replace

from domain.indicators.complaints import Share
from domain.indicators.durations import AGE_LAST_DAYS, DaysTaken, DaysToResolve
from domain.indicators.reconciliation import COUNTED_STATES
from domain.indicators.takes import PERCENT, Asked, Part, Reason, Take, Value, none, share_value
from domain.indicators.windowed import BacklogBalance, Cohort, WindowedBoard

MINUTES_IN_HOUR = 60


def filed_today(asked: Asked) -> Value:
    """What came in today; what is usual by this time of day on this weekday is a part, of so many weeks."""
    filed, usual = asked.snapshot.counts.filed_today, asked.snapshot.windowed.usual
    return Value(filed, filed, parts=(Part("usual", usual.median, len(usual.counts)),))


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


def hot_spots(asked: Asked) -> Value:
    """How many, of how many complaints; parts are categories, most hot-spots first."""
    board = asked.snapshot.patterns
    spots: dict[str, list[int]] = defaultdict(list)
    for spot in board.hotspots:
        spots[spot.category].append(spot.n)
    parts = [Part(category, len(sizes), sum(sizes)) for category, sizes in spots.items()]
    parts.sort(key=lambda part: (-(part.value or 0), part.name))
    n = sum(part.n for part in parts)
    return Value(len(board.hotspots), n, parts=tuple(parts), as_of_ms=board.as_of_ms)


# --- windows


def windowed(of: Callable[[WindowedBoard], Value]) -> Take:
    """A number of the windowed board, as of when that was computed."""

    def take(asked: Asked) -> Value:
        board = asked.snapshot.windowed
        return replace(of(board), as_of_ms=board.as_of_ms)

    return take


def windowed_share(of: Callable[[WindowedBoard], Share]) -> Take:
    """A share of the windowed board."""
    return windowed(lambda board: share_value(of(board)))


def response_time(board: WindowedBoard) -> Value:
    """Hours to the first response."""
    found = board.response
    if found.minutes is None:
        return none(Reason.TOO_FEW, found.n)
    return Value(found.minutes / MINUTES_IN_HOUR, found.n, is_at_least=found.is_at_least)


def resolution_time(board: WindowedBoard) -> Value:
    """The median in working days, with that of each category."""
    return _days(board.resolution.median, board.resolution, 0)


def resolution_p90(board: WindowedBoard) -> Value:
    """The P90 in working days, with that of each category."""
    return _days(board.resolution.p90, board.resolution, 1)


def _days(of_all: DaysTaken, found: DaysToResolve, which: int) -> Value:
    taken = ((code, both[which]) for code, both in found.by_category.items())
    parts = tuple(Part(code, one.days, one.n) for code, one in taken)
    if of_all.days is None:
        return none(Reason.TOO_FEW, of_all.n, parts)
    return Value(of_all.days, of_all.n, is_at_least=of_all.is_at_least, parts=parts)


def ages(board: WindowedBoard) -> Value:
    """Open cases beyond the longest legal limit; all of them by age are parts, named by their working days."""
    counts = board.ages.counts
    parts = tuple(Part(name, count, sum(counts)) for name, count in zip(age_names(), counts, strict=True))
    return Value(board.ages.too_old, sum(counts), parts=parts)


def age_names() -> tuple[str, ...]:
    """The ages in working days: 0-1, 2-3 and so on, and >30."""
    firsts = (0, *(last + 1 for last in AGE_LAST_DAYS[:-1]))
    return (*(f"{first}-{last}" for first, last in zip(firsts, AGE_LAST_DAYS, strict=True)), f">{AGE_LAST_DAYS[-1]}")


def cohort_done(board: WindowedBoard) -> Value:
    """The last full month; each month is a part, with how mature it is."""
    parts = tuple(_month(cohort) for cohort in board.cohorts)
    full = parts[-2] if len(parts) > 1 else None
    if full is None or full.value is None:
        return none(Reason.TOO_FEW, full.n if full else 0, parts)
    return Value(full.value, full.n, parts=parts)


def _month(cohort: Cohort) -> Part:
    done = Share(cohort.resolved, cohort.received, 0.0, 0).value
    mature = PERCENT * cohort.mature / cohort.received if cohort.received else None
    return Part(f"{cohort.month:%Y-%m}", None if done is None else done * PERCENT, cohort.received, mature)


def backlog(of: Callable[[WindowedBoard], BacklogBalance]) -> Take:
    """By how much the open cases grew; what came in and what was closed are parts."""

    def value(board: WindowedBoard) -> Value:
        found = of(board)
        parts = (Part("came_in", found.received, found.received), Part("was_closed", found.closed, found.closed))
        return Value(found.grown, found.received, parts=parts)

    return windowed(value)


def handoffs(board: WindowedBoard) -> Value:
    """Hand-offs for each complaint."""
    found = board.handoffs
    return none(Reason.TOO_FEW, found.many.n) if found.mean is None else Value(found.mean, found.many.n)


def rating(board: WindowedBoard) -> Value:
    """Good ratings of all; how many of those that could be rated were is a part."""
    answered = share_value(board.rated)
    return replace(share_value(board.rating), parts=(Part("answered", answered.value, board.rated.n),))


# --- reconciliation


def complaint_gap(asked: Asked) -> Value:
    """Complaints in no state; how many are in each is a part."""
    found = asked.whole.reconciliation
    named = zip(COUNTED_STATES, found.states, strict=True)
    parts = tuple(Part(state.name.lower(), count, found.received) for state, count in named)
    return Value(found.gap, found.received, parts=parts, as_of_ms=found.as_of_ms)
