"""What the rules look at: for each rule the places that it watches, each with its value, at one instant.

A value of None is not known, which neither rings nor ends anything. A place that is not there any more is over; where
a whole source is not known, its rule is left out and everything stays as it was.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

import numpy as np
from numpy.typing import NDArray

from domain.alarms.rule import URGENT, AlarmRule, Deadline, LeftOf, Source
from domain.city import NO_CODE, ComplaintFrame
from domain.city_day import day_span
from domain.clock import from_epoch_ms
from domain.complaints import UNSET_MS
from domain.emergencies import CallFrame
from domain.indicators.emergencies import is_waiting
from domain.indicators.queues import SiteQueue
from domain.indicators.readings import Known, readings
from domain.live_table import Rows
from domain.profile import CityProfile
from domain.snapshot import FeedHealth, FeedState, Snapshot
from domain.survival import MINUTE_MS
from domain.working_columns import ColumnClock
from domain.working_time import CalendarRangeError

Minutes = NDArray[np.float64]
Mask = NDArray[np.bool_]

WEEK = timedelta(days=7)
HIGH_SHARE = 0.95
PERCENT = 100.0
MINUTE_SECONDS = 60.0

FEED_LEVELS: Mapping[FeedState, float | None] = {
    FeedState.GOOD: 0.0,
    FeedState.QUIET: 0.0,
    FeedState.LATE: 1.0,
    FeedState.LOST: 2.0,
    FeedState.UNKNOWN: None,
}


@dataclass(frozen=True, slots=True)
class Sighting:
    """One place of a rule: a ticket, a site, a feed, an incident, or nothing for the whole city; and its value."""

    place: str
    value: float | None
    agency: str = ""
    ward: str = ""
    category: str = ""


@dataclass(frozen=True, slots=True)
class Observation:
    """What every rule saw at `now_ms`; a rule that is not in it saw nothing that can be judged."""

    now_ms: int
    sightings: Mapping[str, tuple[Sighting, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Seen:
    """The city at one instant, before it is made fit for anybody: what the rules look at. Ids are in row order."""

    snapshot: Snapshot
    frame: ComplaintFrame
    ids: Sequence[str]
    calls: CallFrame
    call_ids: Sequence[str]
    profile: CityProfile


Look = Callable[[AlarmRule, Seen], tuple[Sighting, ...] | None]


def observed(rules: Sequence[AlarmRule], seen: Seen) -> Observation:
    """What every rule sees now."""
    found = {rule.name: _LOOKS[rule.source](rule, seen) for rule in rules if rule.source is not Source.INDICATOR}
    found |= _indicators([rule for rule in rules if rule.source is Source.INDICATOR], seen)
    known = {name: sightings for name, sightings in found.items() if sightings is not None}
    return Observation(seen.snapshot.now_ms, known)


def _indicators(rules: Sequence[AlarmRule], seen: Seen) -> dict[str, tuple[Sighting, ...] | None]:
    """The numbers of the catalogue, read as the page of indicators reads them."""
    if not rules:
        return {}
    snapshot = seen.snapshot
    values = {one.id: one.value for one in readings(snapshot, Known(snapshot.facts, snapshot.now_ms))}
    return {rule.name: (Sighting("", values[rule.indicator]),) for rule in rules}


# --- complaints


def _clocks(rule: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    """Minutes left of each open case whose clock runs, and that did not lapse."""
    rows, now_ms = seen.frame.rows, seen.snapshot.now_ms
    due = rows[_DUE[rule.deadline]]
    runs = seen.frame.is_open & (due != UNSET_MS) & (rows["clock_stop_ms"] > now_ms)
    if rule.deadline is Deadline.RESPONSE:
        runs &= rows["response_ms"] == UNSET_MS
    # Cases far from their end are left out here: they neither ring nor end anything, and they are most.
    runs &= (due > now_ms - rule.lapse_minutes * MINUTE_MS) & _is_of(rule, seen)
    numbers = np.flatnonzero(runs)
    try:
        left = _left(rule, due[numbers], seen)
    except CalendarRangeError:
        return None
    near = left < rule.clear_at
    return tuple(_of_case(seen, int(row), float(value)) for row, value in zip(numbers[near], left[near], strict=True))


_DUE = {Deadline.RESOLUTION: "due_ms", Deadline.RESPONSE: "response_due_ms", Deadline.LEGAL: "legal_due_ms"}


def _left(rule: AlarmRule, due: NDArray[np.int64], seen: Seen) -> Minutes:
    now_ms = seen.snapshot.now_ms
    if rule.left_of is LeftOf.CALENDAR:
        return (due - now_ms) / MINUTE_MS
    now = np.full(len(due), now_ms, dtype=np.int64)
    return ColumnClock(seen.profile.calendar).service_ms_between(now, due) / MINUTE_MS


def _is_of(rule: AlarmRule, seen: Seen) -> Mask:
    """The rows of the rule's categories; without any, all."""
    if not rule.categories:
        return np.ones(len(seen.frame.rows), dtype=bool)
    wanted = rule.categories - {URGENT} | (urgent_categories(seen) if URGENT in rule.categories else frozenset())
    index = seen.frame.codes.category_index
    return np.isin(seen.frame.rows["category"], [index[code] for code in wanted if code in index])


def urgent_categories(seen: Seen) -> frozenset[str]:
    """Categories that are promised in minutes today, around the clock."""
    today = seen.profile.calendar.local_date(from_epoch_ms(seen.snapshot.now_ms))
    promised = {
        code: policy.resolution_minutes
        for code, category in seen.profile.categories.items()
        for policy in category.policies
        if policy.valid_from <= today < policy.valid_to
    }
    return frozenset(code for code, minutes in promised.items() if minutes is not None)


def _of_case(seen: Seen, row: int, value: float) -> Sighting:
    codes, case = seen.frame.codes, seen.frame.rows[row]
    return Sighting(
        seen.ids[row],
        value,
        agency=_named(codes.agencies, int(case["agency"])),
        ward=_named(codes.wards, int(case["ward"])),
        category=_named(codes.categories, int(case["category"])),
    )


def _named(codes: Sequence[str], number: int) -> str:
    return "" if number == NO_CODE else codes[number]


def _intake(rule: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    """Complaints of today in percent of the P95 of the same weekday (A01); None without enough weeks."""
    now, opened = from_epoch_ms(seen.snapshot.now_ms), seen.frame.rows["opened_ms"]
    if not len(opened):
        return None
    days = [day_span(now - week * WEEK, seen.profile.timezone) for week in range(1, rule.most_weeks + 1)]
    told = [day for day in days if day.start_ms >= int(opened.min())]
    if len(told) < rule.least_weeks:
        return None
    counts = [np.count_nonzero((opened >= day.start_ms) & (opened < day.end_ms)) for day in told]
    usual = float(np.quantile(counts, HIGH_SHARE))
    return None if usual <= 0 else (Sighting("", PERCENT * seen.snapshot.counts.filed_today / usual),)


# --- everything else


def _sites(_: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    sites = seen.profile.sites
    return tuple(
        Sighting(one.site, _pressure(one), sites[one.site].agency, sites[one.site].ward)
        for one in seen.snapshot.services.queues.sites
        if one.site in sites
    )


def _pressure(queue: SiteQueue) -> float | None:
    """The longest wait as a multiple of its promise; nothing waits longer than nothing."""
    if not queue.has_data:
        return None
    return 0.0 if queue.pressure is None and not queue.people_waiting else queue.pressure


def _calls(_: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    rows: Rows = seen.calls.rows
    minutes = (seen.snapshot.now_ms - rows["received_ms"]) / MINUTE_MS
    return tuple(
        Sighting(seen.call_ids[row], float(minutes[row]), ward=_named(seen.calls.codes.wards, int(rows["ward"][row])))
        for row in np.flatnonzero(is_waiting(rows)).tolist()
    )


def _feeds(_: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    return tuple(Sighting(_feed_place(feed), FEED_LEVELS[feed.state]) for feed in seen.snapshot.feeds)


def _silences(_: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    """Minutes of a silence that is too long for a living feed's habit (`domain/rhythm.py`); of others nothing."""
    return tuple(Sighting(_feed_place(feed), _silent_minutes(feed)) for feed in seen.snapshot.feeds)


def _silent_minutes(feed: FeedHealth) -> float | None:
    if feed.state is FeedState.UNKNOWN:
        return None
    return 0.0 if feed.silent_seconds is None else feed.silent_seconds / MINUTE_SECONDS


def _feed_place(feed: FeedHealth) -> str:
    return f"{feed.code}/{feed.stream.value}"


def _incidents(_: AlarmRule, seen: Seen) -> tuple[Sighting, ...] | None:
    board = seen.snapshot.patterns
    if not board.is_judged:
        return None
    return tuple(Sighting(one.incident_id, 1.0, one.agency, one.ward, one.category) for one in board.incidents)


_LOOKS: Mapping[Source, Look] = {
    Source.COMPLAINT_CLOCK: _clocks,
    Source.QUEUE_SITE: _sites,
    Source.CALL: _calls,
    Source.FEED: _feeds,
    Source.INCIDENT: _incidents,
    Source.INTAKE: _intake,
    Source.SILENCE: _silences,
}
