"""Readings: every indicator of the catalogue as one number, taken from a snapshot, live or of the past."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from domain.indicators.adoption import Adoption, adoption
from domain.indicators.catalogue import CATALOGUE, Indicator, Unit, Window
from domain.indicators.complaints import Share
from domain.indicators.field_work import EvidenceShare
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.snapshot import Facts, Snapshot
from domain.survival import Percentile

PERCENT = 100.0
SECOND_MS = 1000


class Reason(StrEnum):
    """Why there is no number."""

    NO_DATA = "no_data"
    TOO_FEW = "too_few"
    NOBODY_WAITS = "nobody_waits"
    DAY_OFF = "day_off"
    NOT_BEGUN = "not_begun"
    WRONG_SCHEDULE = "wrong_schedule"
    EACH_AGENCY = "each_agency"
    WHOLE_CITY = "whole_city"
    NOT_RECORDED = "not_recorded"
    IN_REVIEW = "in_review"


@dataclass(frozen=True, slots=True)
class Part:
    """A number of one agency or unit, where an indicator has one for each; `n` are its cases."""

    name: str
    value: float | None
    n: int


@dataclass(frozen=True, slots=True)
class Reading:
    """One indicator at `as_of_ms`: its value in its unit (percent: 0 to 100) of `n` cases, or why there is none.

    With `is_at_least` only a lower bound is known, since too many still wait.
    """

    id: str
    key: str
    unit: Unit
    window: Window
    value: float | None = None
    n: int | None = None
    reason: Reason | None = None
    as_of_ms: int | None = None
    is_at_least: bool = False
    parts: tuple[Part, ...] = ()


@dataclass(frozen=True, slots=True)
class Known:
    """What a reading may rest on: the facts of which anything is known, and when the feeds were looked at, if ever."""

    facts: frozenset[Facts]
    feeds_as_of_ms: int | None


@dataclass(frozen=True, slots=True)
class _Value:
    value: float | None
    n: int | None
    reason: Reason | None = None
    is_at_least: bool = False
    parts: tuple[Part, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class _Asked:
    """A snapshot of what is asked for, and that of the whole city where it is another one."""

    snapshot: Snapshot
    whole: Snapshot
    agency: str


Take = Callable[[_Asked], _Value]


def readings(
    snapshot: Snapshot, known: Known, *, of_whole_city: Snapshot | None = None, agency: str = ""
) -> tuple[Reading, ...]:
    """Every indicator of the catalogue, in its order.

    For one agency `snapshot` is that of a city that is this agency; what compares agencies comes from the whole city.
    """
    asked = _Asked(snapshot, of_whole_city or snapshot, agency)
    return tuple(_reading(indicator, asked, known) for indicator in CATALOGUE.values())


def _reading(indicator: Indicator, asked: _Asked, known: Known) -> Reading:
    found, as_of_ms = _value(indicator, asked, known), _as_of_ms(indicator, asked, known)
    names = (indicator.id, indicator.key, indicator.unit, indicator.window)
    return Reading(*names, found.value, found.n, found.reason, as_of_ms, found.is_at_least, found.parts)


def _value(indicator: Indicator, asked: _Asked, known: Known) -> _Value:
    facts, take = _TAKEN[indicator.key]
    is_of_city = facts is Facts.CALLS or indicator.key in _OF_WHOLE_CITY
    if asked.agency and is_of_city:
        return _none(Reason.WHOLE_CITY)
    if facts is None and known.feeds_as_of_ms is None and indicator.key not in _PUBLISHED:
        return _none(Reason.NOT_RECORDED)
    if facts is not None and facts not in known.facts:
        return _none(Reason.NO_DATA)
    return take(asked)


def _as_of_ms(indicator: Indicator, asked: _Asked, known: Known) -> int | None:
    facts, _ = _TAKEN[indicator.key]
    if facts is None and indicator.key not in _PUBLISHED:
        return known.feeds_as_of_ms
    if facts is None:
        return asked.snapshot.now_ms
    if indicator.key == "agency_on_time":
        return asked.whole.board.as_of_ms
    return asked.snapshot.now_ms if facts is Facts.COMPLAINTS else asked.snapshot.services.as_of_ms


def _none(reason: Reason, n: int | None = None, parts: tuple[Part, ...] = ()) -> _Value:
    return _Value(None, n, reason, parts=parts)


# --- kinds of numbers


def _count(of: Callable[[Snapshot], int], total: Callable[[Snapshot], int] | None = None) -> Take:
    """A count, and how many there are in all (itself where it is of nothing else)."""
    return lambda asked: _Value(of(asked.snapshot), (total or of)(asked.snapshot))


def _share(of: Callable[[Snapshot], Share | EvidenceShare]) -> Take:
    def take(asked: _Asked) -> _Value:
        share = of(asked.snapshot)
        if share.value is None:
            return _none(Reason.TOO_FEW, share.n)
        return _Value(share.value * PERCENT, share.n)

    return take


def _minutes(of: Callable[[Snapshot], Percentile]) -> Take:
    def take(asked: _Asked) -> _Value:
        found = of(asked.snapshot)
        if found.minutes is None:
            return _none(Reason.TOO_FEW, found.n)
        return _Value(found.minutes, found.n, is_at_least=found.is_at_least)

    return take


def _at_sites(take: Take) -> Take:
    """A number of queues, where any site has told anything today: as on the screens, silence is not an empty queue."""

    def take_known(asked: _Asked) -> _Value:
        is_known = any(site.has_data for site in asked.snapshot.services.queues.sites)
        return take(asked) if is_known else _none(Reason.NO_DATA)

    return take_known


# --- numbers with a shape of their own


def _agency_on_time(asked: _Asked) -> _Value:
    """The share of one agency; of the whole city each agency's is a part."""
    standings = {one.agency: one.share for one in asked.whole.board.standings}
    if not asked.agency:
        parts = (Part(agency, share.share * PERCENT, share.n) for agency, share in standings.items())
        return _none(Reason.EACH_AGENCY, len(standings), tuple(parts))
    share = standings.get(asked.agency)
    return _none(Reason.TOO_FEW) if share is None else _Value(share.share * PERCENT, share.n)


def _longest_wait(asked: _Asked) -> _Value:
    board = asked.snapshot.services.queues
    longest = [site.longest_minutes for site in board.sites if site.longest_minutes is not None]
    return _Value(max(longest), board.waiting) if longest else _none(Reason.NOBODY_WAITS, board.waiting)


def _attendance(asked: _Asked) -> _Value:
    """That of offices; offices and field are parts."""
    board = asked.snapshot.services.attendance
    if not board.is_working_day:
        return _none(Reason.DAY_OFF)
    if not board.has_begun:
        return _none(Reason.NOT_BEGUN)
    named = (("office", board.city(is_field=False)), ("field", board.city(is_field=True)))
    parts = tuple(_attendance_part(name, unit) for name, unit in named if unit is not None)
    office = named[0][1]
    if office is None:
        return _none(_why_no_office(board), parts=parts)
    if not office.present:
        return _none(Reason.NO_DATA, office.expected, parts)
    return _Value(parts[0].value, office.expected, parts=parts)


def _attendance_part(name: str, unit: UnitAttendance) -> Part:
    return Part(name, None if unit.rate is None else unit.rate * PERCENT, unit.expected)


def _why_no_office(board: AttendanceBoard) -> Reason:
    if any(not unit.is_field for unit in board.units):
        return Reason.WRONG_SCHEDULE
    return Reason.TOO_FEW if board.hidden else Reason.NO_DATA


def _freshness(asked: _Asked) -> _Value:
    """Seconds since the latest word of any feed."""
    ages = [feed.age_seconds for feed in asked.whole.feeds if feed.age_seconds is not None]
    return _Value(min(ages), len(ages)) if ages else _none(Reason.NO_DATA, 0)


def _balance(asked: _Asked) -> _Value:
    balance = asked.whole.balance
    return _none(Reason.NOT_RECORDED) if balance is None else _Value(balance.missing, balance.received)


def _accounts(asked: _Asked) -> _Value:
    verified = adoption(asked.whole.figures).verified
    return _none(Reason.NO_DATA) if verified is None else _Value(verified.value, None)


def _accounts_share(of: Callable[[Adoption], float | None]) -> Take:
    def take(asked: _Asked) -> _Value:
        share = of(adoption(asked.whole.figures))
        return _none(Reason.NO_DATA) if share is None else _Value(share * PERCENT, None)

    return take


def _in_review(_: _Asked) -> _Value:
    """What only the review of an agency counts, since no screen shows it for the city."""
    return _none(Reason.IN_REVIEW)


# --- which number is which

_PUBLISHED = frozenset({"verified_accounts", "verified_of_downloads", "verified_of_population"})
"""Figures of the city, which no stream brings."""

_OF_WHOLE_CITY = _PUBLISHED | {"freshness", "balance"}

_TAKEN: Mapping[str, tuple[Facts | None, Take]] = {
    "filed_today": (Facts.COMPLAINTS, _count(lambda seen: seen.counts.filed_today)),
    "open": (Facts.COMPLAINTS, _count(lambda seen: seen.counts.open)),
    "overdue": (Facts.COMPLAINTS, _count(lambda seen: seen.counts.overdue, lambda seen: seen.counts.open)),
    "due_soon": (Facts.COMPLAINTS, _count(lambda seen: seen.counts.due_soon, lambda seen: seen.counts.open)),
    "first_response": (Facts.COMPLAINTS, _share(lambda seen: seen.first_response)),
    "on_time": (Facts.COMPLAINTS, _share(lambda seen: seen.on_time)),
    "agency_on_time": (Facts.COMPLAINTS, _agency_on_time),
    "reopened": (Facts.COMPLAINTS, _in_review),
    "rating": (Facts.COMPLAINTS, _in_review),
    "evidence": (Facts.FIELD_WORK, _share(lambda seen: seen.services.evidence)),
    "emergencies_today": (Facts.CALLS, _count(lambda seen: seen.services.emergencies.emergencies_today)),
    "other_calls": (Facts.CALLS, _count(lambda seen: seen.services.emergencies.others_today)),
    "response": (Facts.CALLS, _minutes(lambda seen: seen.services.emergencies.response)),
    "emergencies_waiting": (
        Facts.CALLS,
        _count(lambda seen: seen.services.emergencies.waiting, lambda seen: seen.services.emergencies.open),
    ),
    "units_busy": (Facts.CALLS, _count(lambda seen: seen.services.emergencies.units_busy)),
    "waiting": (Facts.QUEUES, _at_sites(_count(lambda seen: seen.services.queues.waiting))),
    "longest_wait": (Facts.QUEUES, _at_sites(_longest_wait)),
    "wait_today": (Facts.QUEUES, _at_sites(_minutes(lambda seen: seen.services.queues.wait_today))),
    "counters": (
        Facts.QUEUES,
        _at_sites(
            _count(lambda seen: seen.services.queues.counters.open, lambda seen: seen.services.queues.counters.planned)
        ),
    ),
    "attendance": (Facts.ATTENDANCE, _attendance),
    "crews": (Facts.FIELD_WORK, _count(lambda seen: seen.services.crews.on_duty)),
    "arrival": (Facts.FIELD_WORK, _minutes(lambda seen: seen.services.arrive.median)),
    "finished": (Facts.FIELD_WORK, _count(lambda seen: seen.services.finished_today)),
    "freshness": (None, _freshness),
    "integration": (
        None,
        _count(lambda seen: seen.integration.connected, lambda seen: seen.integration.in_scope),
    ),
    "balance": (None, _balance),
    "verified_accounts": (None, _accounts),
    "verified_of_downloads": (None, _accounts_share(lambda found: found.of_downloads)),
    "verified_of_population": (None, _accounts_share(lambda found: found.of_population)),
}
"""What each number rests on (None: on how the feeds were), and how it is read off a snapshot."""
