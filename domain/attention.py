"""What needs attention first, worst first: plain rules over one snapshot. The words are the layouts'.

Thresholds are those of the indicator catalogue (`indicators/catalogue.py`), which names their sources.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from math import floor

from domain.indicators.complaints import Share
from domain.indicators.queues import SiteQueue
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.profile import CityProfile
from domain.scoring import Tier
from domain.snapshot import FeedState, Snapshot

ROUNDING = 1e-9
"""A wait computed back from its share of the promise may miss its minutes by so much."""


class Severity(IntEnum):
    """How bad it is; the lower, the earlier it is told."""

    CRITICAL = 0
    WARNING = 1


class Kind(StrEnum):
    """What needs attention. Of equally bad things, the one that stands first here is told first."""

    EMERGENCIES_WAITING = "emergencies_waiting"
    FEEDS_LOST = "feeds_lost"
    OVERDUE = "overdue"
    QUEUE_OVER_PROMISE = "queue_over_promise"
    DUE_SOON = "due_soon"
    COUNTERS_CLOSED = "counters_closed"
    SLOW_RESPONSE = "slow_response"
    CREWS_SILENT = "crews_silent"
    ON_TIME_LOW = "on_time_low"
    FIRST_RESPONSE_LOW = "first_response_low"
    AGENCIES_BELOW = "agencies_below"
    ATTENDANCE_LOW = "attendance_low"
    FEEDS_LATE = "feeds_late"
    FEEDS_UNKNOWN = "feeds_unknown"
    ENTRIES_MISSING = "entries_missing"


class Section(StrEnum):
    """The part of a screen that tells more."""

    COMPLAINTS = "complaints"
    MAP = "map"
    AGENCIES = "agencies"
    QUEUES = "queues"
    EMERGENCIES = "emergencies"
    CREWS = "crews"
    ADOPTION = "adoption"
    SOURCES = "sources"


@dataclass(frozen=True, slots=True)
class Attention:
    """One thing that needs attention.

    `numbers` are named as the sentence needs them; `names` are codes of agencies or sites, or labels of feeds.
    `indicator` is the id in the catalogue of the number that is told.
    """

    kind: Kind
    severity: Severity
    section: Section
    indicator: str
    numbers: Mapping[str, float] = field(default_factory=dict)
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AttentionRules:
    """When something is told, and from when on it is critical. Shares are 0 to 1.

    15 minutes are the national limit for the arrival at a fire (B03), taken for all emergencies; the other limits are
    proposals of this project, after the yellow and red bounds of A03, A05, A07, C02, C07, D01 and D03.
    """

    overdue_critical: float = 0.10
    emergency_minutes: float = 15.0
    pressure_critical: float = 2.0
    on_time_critical: float = 0.75
    first_response_critical: float = 0.85
    counters_low: float = 0.90
    counters_critical: float = 0.75
    crews_silent: float = 0.10
    attendance_low: float = 0.95
    attendance_critical: float = 0.90


Found = Iterator[Attention]
Rule = Callable[[Snapshot, CityProfile, AttentionRules], Found]


def attentions(snapshot: Snapshot, profile: CityProfile, rules: AttentionRules | None = None) -> tuple[Attention, ...]:
    """All that needs attention, worst first; empty when all is well and known to be."""
    kinds = list(Kind)
    found = [item for rule in _RULES for item in rule(snapshot, profile, rules or AttentionRules())]
    return tuple(sorted(found, key=lambda item: (item.severity, kinds.index(item.kind))))


def _severity(is_critical: bool) -> Severity:
    return Severity.CRITICAL if is_critical else Severity.WARNING


# --- complaints


def _overdue(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    counts, (agency, most) = snapshot.counts, most_overdue(snapshot.overdue_by_agency)
    if not counts.overdue:
        return
    numbers = {"n": counts.overdue, "open": counts.open, "most": most}
    severity = _severity(counts.overdue > rules.overdue_critical * counts.open)
    yield Attention(Kind.OVERDUE, severity, Section.COMPLAINTS, "A03", numbers, (agency,) if agency else ())


def most_overdue(by_agency: Mapping[str, int]) -> tuple[str, int]:
    """The one agency with most overdue complaints, and how many; nobody where two have as many, or where it is one."""
    ranked = sorted(by_agency.items(), key=lambda entry: -entry[1])
    if not ranked or ranked[0][1] < 2 or (len(ranked) > 1 and ranked[1][1] == ranked[0][1]):
        return "", 0
    return ranked[0]


def _due_soon(snapshot: Snapshot, _: CityProfile, __: AttentionRules) -> Found:
    counts = snapshot.counts
    if counts.due_soon_not_started:
        numbers = {"n": counts.due_soon, "not_started": counts.due_soon_not_started}
        yield Attention(Kind.DUE_SOON, Severity.WARNING, Section.COMPLAINTS, "A04", numbers)


def _shares(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    yield from _share(Kind.ON_TIME_LOW, "A07", snapshot.on_time, rules.on_time_critical)
    yield from _share(Kind.FIRST_RESPONSE_LOW, "A05", snapshot.first_response, rules.first_response_critical)


def _share(kind: Kind, indicator: str, share: Share, critical: float) -> Found:
    if share.value is not None and share.is_below_target:
        numbers = {"share": share.value, "target": share.target, "n": share.n, "days": share.window_days}
        yield Attention(kind, _severity(share.value < critical), Section.COMPLAINTS, indicator, numbers)


def _agencies(snapshot: Snapshot, _: CityProfile, __: AttentionRules) -> Found:
    below = [standing.agency for standing in snapshot.board.standings if standing.tier is Tier.BELOW]
    if below:
        numbers = {"n": len(below), "target": snapshot.board.target, "days": snapshot.board.window_days}
        worst_first = tuple(reversed(below))
        yield Attention(Kind.AGENCIES_BELOW, Severity.WARNING, Section.AGENCIES, "A07-OPD", numbers, worst_first)


# --- 112


def _emergencies(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    board = snapshot.services.emergencies
    if board.waiting:
        longest = board.longest_minutes or 0.0
        numbers = {"n": board.waiting, "minutes": longest}
        severity = _severity(longest > rules.emergency_minutes)
        yield Attention(Kind.EMERGENCIES_WAITING, severity, Section.EMERGENCIES, "B05", numbers)
    minutes = board.response.minutes
    if minutes is not None and minutes > rules.emergency_minutes:
        numbers = {"minutes": minutes, "target": rules.emergency_minutes, "n": board.response.n}
        yield Attention(Kind.SLOW_RESPONSE, Severity.WARNING, Section.EMERGENCIES, "B03", numbers)


# --- queues


def _queues(snapshot: Snapshot, profile: CityProfile, rules: AttentionRules) -> Found:
    over = [queue for queue in snapshot.services.queues.sites if (queue.pressure or 0.0) > 1]
    if over:
        worst = max(over, key=lambda queue: queue.pressure or 0.0)
        numbers: dict[str, float] = {"n": len(over), "people": worst.over_target, "pressure": worst.pressure or 0.0}
        wait = promised_wait(worst, profile)
        if wait is not None:
            numbers |= {"minutes": wait[0], "promise": wait[1]}
        severity = _severity((worst.pressure or 0.0) >= rules.pressure_critical)
        yield Attention(Kind.QUEUE_OVER_PROMISE, severity, Section.QUEUES, "C02", numbers, (worst.site,))


def promised_wait(queue: SiteQueue, profile: CityProfile) -> tuple[int, int] | None:
    """The longest wait for a service with a promise, and the promise, in minutes.

    None where the site's services promise different things: then it is not known which of them the longest waits for.
    """
    promises = promises_of(queue.site, profile)
    if len(promises) != 1 or queue.pressure is None:
        return None
    return floor(queue.pressure * promises[0] + ROUNDING), promises[0]


def promises_of(site_code: str, profile: CityProfile) -> tuple[int, ...]:
    """The different promises, in minutes, of the services at a site, shortest first."""
    site = profile.sites.get(site_code)
    if site is None:
        return ()
    here = (service.wait_target_minutes for service in profile.services.values() if site.kind in service.site_kinds)
    return tuple(sorted({minutes for minutes in here if minutes}))


def _counters(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    """Where people wait: a site that closes earlier than the city's offices has closed counters, and no queue."""
    crowded = [queue for queue in snapshot.services.queues.sites if queue.tickets.waiting]
    is_open, planned = reported_counters(crowded)
    if planned and is_open < rules.counters_low * planned:
        severity = _severity(is_open < rules.counters_critical * planned)
        yield Attention(Kind.COUNTERS_CLOSED, severity, Section.QUEUES, "C07", {"open": is_open, "planned": planned})


def reported_counters(sites: Iterable[SiteQueue]) -> tuple[int, int]:
    """Counters open and planned at the sites that report their own: what the others have open nobody knows."""
    known = [queue.counters for queue in sites if reports_counters(queue)]
    return sum(counters.open for counters in known), sum(counters.planned for counters in known)


def reports_counters(queue: SiteQueue) -> bool:
    """Whether a site tells of numbers and counters; some only post how long one waits there."""
    return bool(queue.tickets.issued or queue.counters.open or queue.counters.paused)


# --- people


def _crews(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    crews = snapshot.services.crews
    if crews.silent > rules.crews_silent * crews.on_duty:
        numbers = {"n": crews.silent, "on_duty": crews.on_duty}
        yield Attention(Kind.CREWS_SILENT, Severity.WARNING, Section.CREWS, "D03", numbers)


def _attendance(snapshot: Snapshot, _: CityProfile, rules: AttentionRules) -> Found:
    office = office_attendance(snapshot.services.attendance)
    rate = office.rate if office else None
    if office is not None and rate is not None and rate < rules.attendance_low:
        numbers = {"share": rate, "target": rules.attendance_low, "n": office.expected}
        severity = _severity(rate < rules.attendance_critical)
        yield Attention(Kind.ATTENDANCE_LOW, severity, Section.CREWS, "D01", numbers)


def office_attendance(board: AttendanceBoard) -> UnitAttendance | None:
    """The offices of the city; None where nobody at all was reported present, for then nothing is reported."""
    office = board.city(is_field=False)
    return office if office is not None and office.present else None


# --- what everything rests on


_FEEDS = {
    Kind.FEEDS_LOST: (FeedState.LOST, Severity.CRITICAL),
    Kind.FEEDS_LATE: (FeedState.LATE, Severity.WARNING),
    Kind.FEEDS_UNKNOWN: (FeedState.UNKNOWN, Severity.WARNING),
}


def _feeds(snapshot: Snapshot, _: CityProfile, __: AttentionRules) -> Found:
    for kind, (state, severity) in _FEEDS.items():
        labels = tuple(feed.label for feed in snapshot.feeds if feed.state is state)
        if labels:
            yield Attention(kind, severity, Section.SOURCES, "F01", {"n": len(labels)}, labels)


def _balance(snapshot: Snapshot, _: CityProfile, __: AttentionRules) -> Found:
    if snapshot.balance is not None and snapshot.balance.missing:
        numbers = {"n": abs(snapshot.balance.missing), "received": snapshot.balance.received}
        yield Attention(Kind.ENTRIES_MISSING, Severity.WARNING, Section.SOURCES, "F03-JALAN", numbers)


_RULES: tuple[Rule, ...] = (
    *(_emergencies, _feeds, _overdue, _due_soon, _queues, _counters),
    *(_crews, _shares, _agencies, _attendance, _balance),
)
