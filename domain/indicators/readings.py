"""Readings: every indicator of the catalogue as one number, taken from a snapshot, live or of the past."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.indicators import takes_complaints, takes_data, takes_services
from domain.indicators.catalogue import CATALOGUE, Apart, Indicator, Unit, Window
from domain.indicators.takes import Asked, Part, Reason, Take, Value, count, minutes, none, nothing_yet, share
from domain.indicators.takes_complaints import windowed, windowed_share
from domain.indicators.takes_services import at_sites
from domain.snapshot import Facts, Snapshot

__all__ = ["NOT_COMPUTED", "Known", "Part", "Reading", "Reason", "readings"]


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


def readings(
    snapshot: Snapshot, known: Known, *, of_whole_city: Snapshot | None = None, agency: str = ""
) -> tuple[Reading, ...]:
    """Every indicator of the catalogue, in its order.

    For one agency `snapshot` is that of a city that is this agency; what compares agencies comes from the whole city.
    """
    asked = Asked(snapshot, of_whole_city or snapshot, agency)
    return tuple(_reading(indicator, asked, known) for indicator in CATALOGUE.values())


def _reading(indicator: Indicator, asked: Asked, known: Known) -> Reading:
    found = _value(indicator, asked, known)
    as_of_ms = _as_of_ms(indicator, asked, known) if found.as_of_ms is None else found.as_of_ms
    names = (indicator.id, indicator.key, indicator.unit, indicator.window)
    return Reading(*names, found.value, found.n, found.reason, as_of_ms, found.is_at_least, found.parts)


def _value(indicator: Indicator, asked: Asked, known: Known) -> Value:
    if asked.agency and indicator.is_of_city:
        return none(Reason.WHOLE_CITY)
    if Apart.FEEDS in indicator.rests_on and known.feeds_as_of_ms is None:
        return none(Reason.NOT_RECORDED)
    if not known.facts.issuperset(one for one in indicator.rests_on if isinstance(one, Facts)):
        return none(Reason.NO_DATA)
    return _TAKEN[indicator.key](asked)


def _as_of_ms(indicator: Indicator, asked: Asked, known: Known) -> int | None:
    """When that was computed on which a number rests."""
    if Apart.FEEDS in indicator.rests_on:
        return known.feeds_as_of_ms
    is_of_services = set(indicator.rests_on) & (set(Facts) - {Facts.COMPLAINTS})
    return asked.snapshot.services.as_of_ms if is_of_services else asked.snapshot.now_ms


_TAKEN: Mapping[str, Take] = {
    # A: complaints
    "filed_today": takes_complaints.filed_today,
    "open": count(lambda seen: seen.counts.open),
    "overdue": count(lambda seen: seen.counts.overdue, lambda seen: seen.counts.open),
    "due_soon": count(lambda seen: seen.counts.due_soon, lambda seen: seen.counts.open),
    "first_response": share(lambda seen: seen.first_response),
    "response_time": windowed(takes_complaints.response_time),
    "on_time": share(lambda seen: seen.on_time),
    "agency_on_time": takes_complaints.agency_on_time,
    "legal_limit": windowed_share(lambda board: board.legal),
    "resolution_time": windowed(takes_complaints.resolution_time),
    "resolution_p90": windowed(takes_complaints.resolution_p90),
    "ages": windowed(takes_complaints.ages),
    "cohort_done": windowed(takes_complaints.cohort_done),
    "backlog_28": takes_complaints.backlog(lambda board: board.backlog_28),
    "backlog_7": takes_complaints.backlog(lambda board: board.backlog_7),
    "reopened": windowed_share(lambda board: board.reopened),
    "handed_on": windowed_share(lambda board: board.handoffs.many),
    "handoffs": windowed(takes_complaints.handoffs),
    "out_of_authority": windowed_share(lambda board: board.rejected),
    "evidence": takes_services.evidence,
    "rating": windowed(takes_complaints.rating),
    "hot_spots": takes_complaints.hot_spots,
    # B: calls to 112
    "emergencies_today": count(lambda seen: seen.services.emergencies.emergencies_today),
    "other_calls": count(lambda seen: seen.services.emergencies.others_today),
    "prank_share": takes_services.prank_share,
    "response": minutes(lambda seen: seen.services.emergencies.response),
    "answer_time": share(lambda seen: seen.services.emergencies.answered),
    "emergencies_waiting": count(
        lambda seen: seen.services.emergencies.waiting, lambda seen: seen.services.emergencies.open
    ),
    "units_busy": count(lambda seen: seen.services.emergencies.units_busy),
    # C: queues
    "waiting": at_sites(count(lambda seen: seen.services.queues.waiting)),
    "longest_wait": at_sites(takes_services.longest_wait),
    "wait_today": at_sites(minutes(lambda seen: seen.services.queues.wait_today)),
    "within_target": at_sites(share(lambda seen: seen.services.queues.within_target)),
    "forecast_wait": at_sites(takes_services.forecast_wait),
    "not_served": at_sites(takes_services.not_served),
    "utilisation": at_sites(takes_services.utilisation),
    "counters": at_sites(
        count(
            lambda seen: seen.services.queues.reported_counters[0],
            lambda seen: seen.services.queues.reported_counters[1],
        )
    ),
    "promise_kept": nothing_yet,
    "satisfaction": takes_data.satisfaction,
    # D: staff and crews
    "attendance": takes_services.attendance,
    "punctual": takes_services.punctual,
    "crews": takes_services.crews,
    "arrival": takes_services.arrival,
    "workload": takes_services.workload,
    "finished": count(lambda seen: seen.services.finished_today),
    # E: the citizens' app
    "verified_accounts": takes_data.accounts,
    "verified_of_downloads": takes_data.accounts_share(lambda found: found.of_downloads),
    "verified_of_population": takes_data.accounts_share(lambda found: found.of_population),
    "verification": takes_data.app_ratio(lambda found: found.approved),
    "active_accounts": takes_data.app_ratio(lambda found: found.active),
    "channel_share": takes_data.channel_share,
    "store_rating": takes_data.store_rating,
    "app_errors": takes_data.app_ratio(lambda found: found.failing),
    # F: the data themselves
    "freshness": takes_data.freshness,
    "integration": takes_data.integration,
    "complaint_gap": takes_complaints.complaint_gap,
    "published_gap": takes_data.published_gap,
    "balance": takes_data.balance,
    "completeness": windowed_share(lambda board: board.complete),
    "lag": takes_data.lag,
}
"""How each number is read off a snapshot, once what it rests on is known."""

NOT_COMPUTED = frozenset(key for key, take in _TAKEN.items() if take is nothing_yet)
"""Numbers that have a row and words, and that nothing computes yet."""
