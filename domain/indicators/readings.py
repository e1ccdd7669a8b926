"""Readings: every indicator of the catalogue as one number, taken from a snapshot, live or of the past."""

from collections.abc import Mapping
from dataclasses import dataclass

from domain.indicators import takes_complaints, takes_data, takes_services
from domain.indicators.catalogue import CATALOGUE, Apart, Indicator, Unit, Window
from domain.indicators.takes import Asked, Part, Reason, Take, Value, count, minutes, none, nothing_yet, share
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
    "filed_today": count(lambda seen: seen.counts.filed_today),
    "open": count(lambda seen: seen.counts.open),
    "overdue": count(lambda seen: seen.counts.overdue, lambda seen: seen.counts.open),
    "due_soon": count(lambda seen: seen.counts.due_soon, lambda seen: seen.counts.open),
    "first_response": share(lambda seen: seen.first_response),
    "response_time": nothing_yet,
    "on_time": share(lambda seen: seen.on_time),
    "agency_on_time": takes_complaints.agency_on_time,
    "legal_limit": nothing_yet,
    "resolution_time": nothing_yet,
    "resolution_p90": nothing_yet,
    "ages": nothing_yet,
    "cohort_done": nothing_yet,
    "backlog_28": nothing_yet,
    "backlog_7": nothing_yet,
    "reopened": takes_complaints.in_review,
    "handed_on": nothing_yet,
    "handoffs": nothing_yet,
    "out_of_authority": nothing_yet,
    "evidence": share(lambda seen: seen.services.evidence),
    "rating": takes_complaints.in_review,
    "hot_spots": nothing_yet,
    # B: calls to 112
    "emergencies_today": count(lambda seen: seen.services.emergencies.emergencies_today),
    "other_calls": count(lambda seen: seen.services.emergencies.others_today),
    "prank_share": nothing_yet,
    "response": minutes(lambda seen: seen.services.emergencies.response),
    "answer_time": nothing_yet,
    "emergencies_waiting": count(
        lambda seen: seen.services.emergencies.waiting, lambda seen: seen.services.emergencies.open
    ),
    "units_busy": count(lambda seen: seen.services.emergencies.units_busy),
    # C: queues
    "waiting": at_sites(count(lambda seen: seen.services.queues.waiting)),
    "longest_wait": at_sites(takes_services.longest_wait),
    "wait_today": at_sites(minutes(lambda seen: seen.services.queues.wait_today)),
    "within_target": nothing_yet,
    "forecast_wait": nothing_yet,
    "not_served": nothing_yet,
    "utilisation": nothing_yet,
    "counters": at_sites(
        count(lambda seen: seen.services.queues.counters.open, lambda seen: seen.services.queues.counters.planned)
    ),
    "promise_kept": nothing_yet,
    "satisfaction": nothing_yet,
    # D: staff and crews
    "attendance": takes_services.attendance,
    "punctual": nothing_yet,
    "crews": count(lambda seen: seen.services.crews.on_duty),
    "arrival": minutes(lambda seen: seen.services.arrive.median),
    "workload": nothing_yet,
    "finished": count(lambda seen: seen.services.finished_today),
    # E: the citizens' app
    "verified_accounts": takes_data.accounts,
    "verified_of_downloads": takes_data.accounts_share(lambda found: found.of_downloads),
    "verified_of_population": takes_data.accounts_share(lambda found: found.of_population),
    "verification": nothing_yet,
    "active_accounts": nothing_yet,
    "channel_share": nothing_yet,
    "store_rating": nothing_yet,
    "app_errors": nothing_yet,
    # F: the data themselves
    "freshness": takes_data.freshness,
    "integration": count(lambda seen: seen.integration.connected, lambda seen: seen.integration.in_scope),
    "complaint_gap": nothing_yet,
    "published_gap": nothing_yet,
    "balance": takes_data.balance,
    "completeness": nothing_yet,
    "lag": nothing_yet,
}
"""How each number is read off a snapshot, once what it rests on is known."""

NOT_COMPUTED = frozenset(key for key, take in _TAKEN.items() if take is nothing_yet)
"""Numbers that have a row and words, and that nothing computes yet."""
