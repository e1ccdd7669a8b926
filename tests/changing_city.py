"""A city that changes as much as it can from one frame to the next: what each of its moments says on the wall."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from domain.alarms.board import AlarmBoard, AlarmGroup, Words
from domain.alarms.priority import Priority
from domain.city_status import CityState, Level, Measure, Proposal, StatusEntry, StatusRule
from domain.hotspots import Hotspot
from domain.indicators.complaints import ComplaintCounts, Share
from domain.patterns import PatternBoard
from domain.profile import CityProfile
from domain.snapshot import CityDay, FeedState, Snapshot
from layouts.text import INDONESIAN, Texts
from layouts.wall import wall_props
from tests.domain.test_patterns import an_incident
from tests.factories import FEEDS, NOW_MS, STANDINGS, TARGET, a_board, a_snapshot, a_ward_open, an_empty_snapshot

MINUTE_MS = 60_000
DAY_MS = 86_400_000
LONG_HOLIDAY = "Cuti bersama Hari Raya Idulfitri"


def moments(city: CityProfile, texts: Texts = INDONESIAN) -> Mapping[str, Mapping[str, Any]]:
    """The frames by name, unknown first, each whole."""
    unknown = replace(an_empty_snapshot(city), is_simulated_clock=True, is_simulated_data=True)
    drawn = {"unknown": unknown, "busy": _busy(city), "calm": _calm(city), "troubled": a_troubled_city(city)}
    return {name: wall_props(snapshot, city, texts) for name, snapshot in drawn.items()}


def _busy(city: CityProfile) -> Snapshot:
    wards = list(city.wards)
    spots = tuple(_spot(city, number, wards[7 * number % len(wards)], 14 - number) for number in range(8))
    return a_snapshot(city, patterns=PatternBoard((), spots, True))


def _calm(city: CityProfile) -> Snapshot:
    """Everything has fewer digits and other names; nothing stands out."""
    wards = list(city.wards)
    spots = tuple(_spot(city, number + 3, wards[5 * number % len(wards)], 5 - number) for number in range(3))
    now = a_snapshot(city)
    queues = now.services.queues
    return a_snapshot(
        city,
        now_ms=NOW_MS + 3 * DAY_MS + 67 * MINUTE_MS,
        day=CityDay(is_working_day=False, name="Natal"),
        counts=ComplaintCounts(open=9, overdue=0, due_soon=1, due_soon_not_started=0, filed_today=0),
        on_time=Share(12, 12, TARGET, 28),
        first_response=Share(2, 2, 0.95, 28),
        board=a_board(STANDINGS[:9], 32),
        ward_open=a_ward_open(city, 9, seed=3),
        ticker=now.ticker[3:],
        feeds=tuple(replace(feed, state=FeedState.GOOD) for feed in FEEDS),
        services=replace(now.services, queues=replace(queues, sites=queues.sites[4:], waiting=3, forgotten=0)),
        patterns=PatternBoard((), spots, True),
    )


def a_troubled_city(city: CityProfile) -> Snapshot:
    """Feeds die, alarms flood, a crisis is declared, incidents come before hot-spots, a holiday has a long name."""
    wards = list(city.wards)
    incidents = tuple(an_incident(ward=wards[number], n=107 - number, key=number) for number in range(4))
    rule = StatusRule(Measure.INCIDENTS, 3, Level.CRISIS)
    entries = (StatusEntry(2, Level.CRISIS, "ratna", "operator", "tanggul Cisadane jebol di Karawaci", NOW_MS),)
    return a_snapshot(
        city,
        now_ms=NOW_MS + 5 * DAY_MS,
        day=CityDay(is_working_day=False, name=LONG_HOLIDAY),
        counts=ComplaintCounts(open=12_874, overdue=1_311, due_soon=217, due_soon_not_started=106, filed_today=1_238),
        ward_open=a_ward_open(city, 12_874, seed=5),
        feeds=tuple(
            replace(feed, state=state, age_seconds=age, silent_seconds=age)
            for feed, (state, age) in zip(FEEDS, _LOSSES, strict=True)
        ),
        patterns=PatternBoard(incidents, (_spot(city, 1, wards[9], 103),), True),
        status=CityState(entries, (Proposal(rule, 4.0),)),
        alarms=_flood(city),
    )


_LOSSES = (
    (FeedState.LOST, 59 * 60.0),
    (FeedState.LATE, 130.0),
    (FeedState.QUIET, 47 * 3600.0),
    (FeedState.LOST, 9 * 86_400.0),
    (FeedState.UNKNOWN, None),
)


def _spot(city: CityProfile, number: int, ward: str, n: int) -> Hotspot:
    category = list(city.categories)[11 * number % len(city.categories)]
    return Hotspot(category, ward, "DPUPR", -6.17, 106.64, n, 1, NOW_MS - 60 * DAY_MS, NOW_MS - DAY_MS, number)


def _flood(city: CityProfile) -> AlarmBoard:
    counts = {Priority.CRITICAL: 2, Priority.HIGH: 31, Priority.LOW: 7}
    sites = list(city.sites)
    groups = tuple(
        AlarmGroup("queue", site, priority, 12, 12, 0, NOW_MS - 18 * MINUTE_MS, site, 3, "operator", False)
        for site, priority in zip(sites, (Priority.CRITICAL, Priority.HIGH, Priority.LOW), strict=False)
    )
    words = {"queue": Words({"id": "Antrean melewati janji", "en": "Queue over its promise"})}
    return AlarmBoard(
        *(True, counts, counts, 3, NOW_MS, 40, 10.0), newest_waiting={Priority.CRITICAL: 3}, groups=groups, words=words
    )
