"""Where complaints gather, in the city's words: what a board tells, what an audience sees of it, and what is drawn."""

from dataclasses import replace

import numpy as np

from data_sources.health import FeedMonitor, FeedRules
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from domain.city import LiveCity
from domain.complaints import Complaint, ComplaintState
from domain.incident_alarms import Evidence
from domain.news import News
from domain.patterns import LocalIncident, PatternBoard, PatternRules, of_agency, pattern_board
from domain.points import PointKind
from domain.privacy import SCREEN_AUDIENCES, Audience, Viewer, sight_of
from geo.layers import snap_arrays
from tests.domain.lives import DAY_MS, HOUR_MS, NOW, NOW_MS, city
from tests.domain.test_hotspots import LAT, LON, METRE, WARD, at
from tests.domain.test_indicators import a_complaint, frame_of
from tests.domain.test_privacy import SIGHTS, StoppedClock

RULES = PatternRules()
KINDS = ("waste_not_collected", "illegal_dump", "street_light_out", "tree_risk", "congestion")
EVIDENCE = Evidence(7, 0.05, 1, 500.0, 1e-9)


def usual() -> list[Complaint]:
    """Six weeks of complaints, strewn over ten kilometres."""
    dice = np.random.default_rng(4)
    return [
        a_complaint(
            1000 + number,
            category=KINDS[number % len(KINDS)],
            opened_ms=NOW_MS - int(dice.integers(42 * DAY_MS)),
            lat=LAT + dice.uniform(-5000, 5000) * METRE,
            lon=LON + dice.uniform(-5000, 5000) * METRE,
        )
        for number in range(42 * 30)
    ]


def flooded(n: int = 7, **changes: object) -> list[Complaint]:
    """Water stands at a corner, and some tell of it within the hour."""
    values: dict[str, object] = {"category": "standing_water", "state": ComplaintState.RECEIVED, **changes}
    return [
        at(30 * number, 9000 + number, opened_ms=NOW_MS - HOUR_MS + number * 60_000, **values) for number in range(n)
    ]


def board_of(*complaints: Complaint) -> PatternBoard:
    return pattern_board(frame_of(complaints), NOW_MS, RULES)


def test_a_board_tells_of_both() -> None:
    rows = [*usual(), *(at(9000, number) for number in (1, 2, 3)), *flooded()]
    board = board_of(*rows)
    assert board.is_judged
    assert board.as_of_ms == NOW_MS
    (incident,) = board.incidents
    assert (incident.category, incident.ward, incident.agency) == ("standing_water", WARD, "DPUPR")
    assert (incident.n, incident.open) == (7, 7)
    assert (incident.start_ms, incident.last_ms) == (NOW_MS - HOUR_MS, NOW_MS - HOUR_MS + 6 * 60_000)
    spots = sorted((spot.category, spot.n) for spot in board.hotspots if spot.ward == WARD)
    assert spots == [("pothole", 3), ("standing_water", 3), ("standing_water", 3)]
    assert all(spot.rows == () for spot in board.hotspots)


def test_what_was_reported_twice_counts_for_an_incident_and_not_for_a_hot_spot() -> None:
    """Who repeats a report tells that something is the matter; that it comes back again and again he does not."""
    board = board_of(*usual(), *flooded(state=ComplaintState.DUPLICATE))
    assert len(board.incidents) == 1
    assert board.incidents[0].open == 0
    assert [spot for spot in board.hotspots if spot.category == "standing_water"] == []


def test_a_sensitive_incident_is_told_to_nobody() -> None:
    sensitive = next(code for code, one in city().categories.items() if one.is_sensitive)
    board = board_of(*usual(), *flooded(12, category=sensitive))
    assert (board.incidents, {spot.category for spot in board.hotspots} & {sensitive}) == ((), set())


def test_a_new_city_says_that_it_cannot_judge_yet() -> None:
    board = board_of(*flooded())
    assert (board.incidents, board.is_judged) == ((), False)


def test_its_name_does_not_change_while_it_grows() -> None:
    rows = [*usual(), *flooded(14)]
    names = [
        one.incident_id
        for minutes in range(8, 15)
        for one in pattern_board(frame_of(rows), NOW_MS - HOUR_MS + minutes * 60_000, RULES).incidents
    ]
    assert len(names) > 3
    assert len(set(names)) == 1


# --- who sees what


def an_incident(**changes: object) -> LocalIncident:
    values: dict[str, object] = {"category": "flood", "ward": WARD, "agency": "BPBD", "lat": LAT, "lon": LON, "n": 7}
    times = {"open": 7, "start_ms": NOW_MS - HOUR_MS, "last_ms": NOW_MS, "evidence": EVIDENCE, "key": 5}
    return LocalIncident(incident_id="flood", **{**values, **times, **changes})  # type: ignore[arg-type]  # any field


def test_no_audience_is_told_a_place_more_exactly_than_a_complaints() -> None:
    board = PatternBoard(incidents=(an_incident(),))
    for audience in SCREEN_AUDIENCES:
        (seen,) = SIGHTS[audience].patterns(board).incidents
        is_exact = audience in (Audience.WALL_STAFF, Audience.OPERATOR)
        exact = (LAT, LON) if is_exact else tuple(float(one) for one in snap_arrays(LAT, LON))
        assert (seen.lat, seen.lon) == exact
        assert (seen.ward, seen.category, seen.n) == (WARD, "flood", 7)


def test_the_head_of_an_agency_sees_its_own_at_the_point_of_the_ward() -> None:
    board = PatternBoard(incidents=(an_incident(), an_incident(agency="DPUPR")))
    ward = city().wards[WARD]
    (seen,) = sight_of(Viewer(Audience.AGENCY_HEAD, "DPUPR"), city(), snap_arrays).patterns(board).incidents
    assert (seen.agency, seen.lat, seen.lon) == ("DPUPR", ward.lat, ward.lon)
    assert list(of_agency(board, "DPUPR")) == [board.incidents[1]]
    nobody = sight_of(Viewer(Audience.ADMINISTRATOR), city(), snap_arrays).patterns(board)
    assert (nobody.incidents, nobody.hotspots) == ((), ())


def test_every_audiences_snapshot_has_its_own_view() -> None:
    live = LiveCity(city())
    live.load([at(0, 1), at(5, 2), at(9, 3)], NOW)
    machine = MachineTime(lambda: 0.0, lambda: NOW_MS)
    maker = SnapshotMaker(city(), SIGHTS, Targets(), StoppedClock(), machine)
    snapshots = maker.make(live, News(city()), FeedMonitor([], FeedRules(), machine.elapsed))
    for audience, snapshot in snapshots.items():
        (spot,) = snapshot.patterns.hotspots
        assert (spot.lat, spot.lon) in {(row["lat"], row["lon"]) for row in snapshot.points}, audience


# --- what is drawn


def test_incidents_are_drawn_apart_from_hot_spots() -> None:
    """With keys of their own, though both may have begun with the same complaint."""
    board = board_of(*usual(), *flooded())
    points = replace(board, incidents=(replace(board.incidents[0], key=board.hotspots[0].key),)).points()
    assert len(set(points["key"].tolist())) == len(points)
    assert points["kind"].tolist() == [PointKind.ACTIVE] * len(board.hotspots) + [PointKind.OVERDUE]
    assert len(PatternBoard().points()) == 0
