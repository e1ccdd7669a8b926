"""Believable values for tests; a test states only what matters to it."""

from dataclasses import replace
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import numpy as np

from data_sources.city_folder import load_city
from domain.areas import AreaBoard, Timeliness
from domain.choropleth import LADDERS, AreaIndicator, next_starts
from domain.clock import epoch_ms, from_epoch_ms
from domain.events import Stream
from domain.indicators.complaints import AgencyBoard, AgencyStanding, ComplaintCounts, Share
from domain.indicators.integration import Integration
from domain.indicators.services import ServiceBoards, ServiceFrames, ServiceRules, service_boards
from domain.live_services import LiveServices
from domain.map_points import site_points
from domain.points import POINT_DTYPE, MapPoints, PointKind
from domain.profile import CityProfile
from domain.scoring import shrunken_share, tier
from domain.snapshot import BalanceTotals, CityDay, Facts, FeedHealth, FeedState, Lag, Newest, Snapshot, TickerItem
from tests.busy_morning import busy_services
from tests.busy_windows import busy_windows, no_windows, nothing_lost, two_lost_cases

TANGERANG = Path(__file__).parents[1] / "cities" / "tangerang"

NOW_MS = epoch_ms(datetime(2026, 11, 23, 9, 47, 20, tzinfo=ZoneInfo("Asia/Jakarta")))
"""A Monday morning."""

TARGET = 0.90
CITY_SHARE = 0.90


@cache
def tangerang() -> CityProfile:
    """The city of the repository."""
    return load_city(TANGERANG)


def a_standing(agency: str, successes: int, n: int, movement: int = 0) -> AgencyStanding:
    """An agency as the board judges it."""
    share = shrunken_share(successes, n, CITY_SHARE)
    return AgencyStanding(agency, share, tier(share, TARGET), movement)


STANDINGS = (
    a_standing("DISHUB", 402, 415, movement=1),
    a_standing("DLH", 531, 556),
    a_standing("PERKIMTAN", 118, 124),
    a_standing("DISKOMINFO", 84, 88),
    a_standing("KEC-12", 44, 46),
    a_standing("DISDUKCAPIL", 139, 149),
    a_standing("DINKES", 71, 76),
    a_standing("BPBD", 63, 68),
    a_standing("KEC-01", 40, 43),
    a_standing("KEC-07", 37, 41, movement=-1),
    a_standing("DISPERINDAGKOPUKM", 26, 29),
    a_standing("SATPOLPP", 149, 170),
    a_standing("DINSOS", 52, 61),
    a_standing("KEC-05", 31, 38),
    a_standing("DPUPR", 296, 379, movement=-1),
)


def a_board(standings: tuple[AgencyStanding, ...] = STANDINGS, insufficient: int = 26) -> AgencyBoard:
    """The leaderboard."""
    return AgencyBoard(standings, insufficient, TARGET, 90, 20, NOW_MS)


TICKER = tuple(
    TickerItem(NOW_MS - seconds * 1000, f"complaint.{kind}", category, place, agency)
    for seconds, kind, category, place, agency in [
        (35, "filed", "pothole", "36.71.11", "DPUPR"),
        (95, "assigned", "street_light_out", "36.71.07", "DISHUB"),
        (160, "resolved", "waste_not_collected", "36.71.05", "DLH"),
        (215, "started", "blocked_drain", "36.71.06", "DPUPR"),
        (320, "completed", "tree_risk", "36.71.13", "PERKIMTAN"),
        (410, "answered", "identity_card", "36.71.01", "DISDUKCAPIL"),
        (520, "verified", "illegal_parking", "36.71.03", "DISHUB"),
        (655, "reopened", "illegal_dump", "36.71.10", "DLH"),
    ]
)

SILENT_AGENCIES = ("SETWAN", "DKP", "DISPORA", "DPAD", "KESBANGPOL", "KEC-04", "KEC-10")

FEEDS = (
    FeedHealth("laksa", "LAKSA", FeedState.GOOD, 4.0, is_simulated=True, brings=frozenset({Facts.COMPLAINTS})),
    FeedHealth("siaga112", "112", FeedState.QUIET, 8.0, is_simulated=True, brings=frozenset({Facts.CALLS})),
    FeedHealth("antrean", "Antrean", FeedState.GOOD, 2.0, is_simulated=True, stream=Stream.QUEUES),
    FeedHealth(
        "presensi",
        "Presensi",
        FeedState.GOOD,
        11.0,
        is_simulated=True,
        stream=Stream.ACTIVITY,
        brings=frozenset({Facts.ATTENDANCE}),
    ),
    FeedHealth(
        "petugas",
        "Petugas",
        FeedState.GOOD,
        3.0,
        is_simulated=True,
        stream=Stream.ACTIVITY,
        brings=frozenset({Facts.FIELD_WORK}),
    ),
)


def points_around(profile: CityProfile, kinds: np.ndarray[Any, np.dtype[np.int8]], seed: int = 7) -> MapPoints:
    """Points scattered around the wards of a city, one for each kind given."""
    random = np.random.default_rng(seed)
    wards = list(profile.wards.values())
    chosen = random.choice(len(wards), len(kinds), p=_weights(profile))
    reach = np.array([wards[i].area_km2 for i in chosen]) ** 0.5 / 111 / 3
    points = np.zeros(len(kinds), dtype=POINT_DTYPE)
    points["key"] = np.arange(1, len(kinds) + 1)
    points["lat"] = [wards[i].lat for i in chosen] + random.uniform(-0.8, 0.8, len(kinds)) * reach
    points["lon"] = [wards[i].lon for i in chosen] + random.uniform(-0.8, 0.8, len(kinds)) * reach
    points["kind"] = kinds
    points["age"] = random.choice(5, len(kinds), p=[0.2, 0.3, 0.2, 0.2, 0.1])
    return points


def _weights(profile: CityProfile) -> np.ndarray[Any, np.dtype[np.float64]]:
    areas = np.array([ward.area_km2 for ward in profile.wards.values()]) ** 0.5
    return np.asarray(areas / areas.sum(), dtype=np.float64)


def a_ward_open(profile: CityProfile, total: int, seed: int = 7) -> np.ndarray[Any, np.dtype[np.int64]]:
    """Open complaints of each ward, in the profile's order."""
    weights = np.random.default_rng(seed).dirichlet(np.full(len(profile.wards), 1.6))
    return np.asarray(np.random.default_rng(seed).multinomial(total, weights), dtype=np.int64)


def an_area_board(city: CityProfile, ward_open: np.ndarray[Any, np.dtype[np.int64]]) -> AreaBoard:
    """Wards with so many open, a tenth of them overdue; four of five of what fell due was resolved in time."""
    timeliness = Timeliness(10 * ward_open, 8 * ward_open)
    board = AreaBoard(ward_open, ward_open // 10, timeliness, {"36.71.01": 40}, {}, {})
    is_whole = len(ward_open) == len(city.wards)
    values = {one: board.values(one, city) if is_whole else np.zeros(0) for one in AreaIndicator}
    return replace(board, starts={one: next_starts(LADDERS[one], values[one]) for one in AreaIndicator})


def no_services(city: CityProfile) -> ServiceBoards:
    """Queues, staff and crews of which nothing is known yet."""
    live = LiveServices(city)
    frames = ServiceFrames(live.calls(), live.queues(), live.attendance(), live.field())
    return service_boards(frames, from_epoch_ms(NOW_MS), city, ServiceRules())


def crew_places(profile: CityProfile, count: int = 64) -> MapPoints:
    """Crews all over the city; most positions are fresh, some fade, a few are silent."""
    points = points_around(profile, np.zeros(count, dtype=np.int8), seed=11)
    points["age"] = np.random.default_rng(11).choice(3, count, p=[0.75, 0.2, 0.05])
    return points


def a_snapshot(profile: CityProfile | None = None, **changes: Any) -> Snapshot:
    """A working morning in Tangerang: 214 open complaints, 11 of them overdue, 17 nearly due."""
    city = profile or tangerang()
    services = busy_services(city, NOW_MS)
    kinds = np.array([PointKind.OVERDUE] * 11 + [PointKind.DUE_SOON] * 17 + [PointKind.ACTIVE] * 186, dtype=np.int8)
    snapshot = Snapshot(
        audience="wall-guest",
        number=1,
        now_ms=NOW_MS,
        day=CityDay(is_working_day=True, name=""),
        counts=ComplaintCounts(open=214, overdue=11, due_soon=17, due_soon_not_started=6, filed_today=38),
        on_time=Share(918, 1043, TARGET, 28),
        first_response=Share(1068, 1112, 0.95, 28),
        board=a_board(),
        windowed=busy_windows(NOW_MS),
        reconciliation=two_lost_cases(NOW_MS),
        services=services,
        lag=Lag(211, 0.34),
        facts=frozenset(Facts),
        integration=Integration(34, 41, SILENT_AGENCIES, 92, 21, 1060, 28),
        balance=BalanceTotals(29_600, 29_588, 9, 3, 0),
        ward_open=a_ward_open(city, 214),
        points=points_around(city, kinds),
        crews=crew_places(city),
        sites=site_points(services.queues, city),
        newest=Newest(TICKER[0].occurred_ms, "1763866060000-0", 40, 120),
        ticker=TICKER,
        feeds=FEEDS,
        is_simulated_clock=True,
        is_simulated_data=True,
        figures=tuple(city.figures),
    )
    changed = replace(snapshot, **changes)
    return changed if "areas" in changes else replace(changed, areas=an_area_board(city, changed.ward_open))


def an_empty_snapshot(profile: CityProfile) -> Snapshot:
    """A city in which nothing has happened yet, and whose feeds were never heard of."""
    return a_snapshot(
        profile,
        counts=ComplaintCounts(0, 0, 0, 0, 0),
        on_time=Share(0, 0, TARGET, 28),
        first_response=Share(0, 0, 0.95, 28),
        board=a_board((), len(profile.agencies)),
        windowed=no_windows(NOW_MS),
        reconciliation=nothing_lost(NOW_MS),
        services=no_services(profile),
        lag=None,
        facts=frozenset(),
        integration=Integration(0, len(profile.agencies), tuple(profile.agencies), 0, 0, 0, 28),
        balance=None,
        crews=np.zeros(0, dtype=POINT_DTYPE),
        sites=np.zeros(0, dtype=POINT_DTYPE),
        ward_open=np.zeros(len(profile.wards), dtype=np.int64),
        points=np.zeros(0, dtype=POINT_DTYPE),
        newest=None,
        ticker=(),
        figures=(),
        feeds=tuple(replace(feed, state=FeedState.UNKNOWN, age_seconds=None) for feed in FEEDS),
        is_simulated_clock=False,
        is_simulated_data=False,
    )
