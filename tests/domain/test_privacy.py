"""What a guest may know: no sensitive case and no exact place, whatever the city holds."""

from collections.abc import Sequence
from datetime import datetime

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data_sources.health import FeedMonitor, FeedRules
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Snapshots, Targets
from domain import events as ev
from domain.city import LiveCity, complaint_frame
from domain.complaints import Complaint
from domain.news import News
from domain.privacy import Audience, sights
from geo.layers import snap_arrays
from tests.domain.lives import NOW, NOW_MS, city, some_complaints

SIGHTS = sights(city(), snap_arrays)
GUEST, STAFF = SIGHTS[Audience.WALL_GUEST], SIGHTS[Audience.WALL_STAFF]
SENSITIVE = frozenset(code for code, category in city().categories.items() if category.is_sensitive)
cities = st.builds(some_complaints, st.integers(0, 10_000), st.integers(0, 80))


class StoppedClock:
    is_real = False

    def now(self) -> datetime:
        return NOW


def places(complaints: Sequence[Complaint]) -> set[tuple[float, float]]:
    return {(one.lat, one.lon) for one in complaints if one.lat is not None and one.lon is not None}


def grid_of(complaints: Sequence[Complaint]) -> set[tuple[float, float]]:
    found = np.array(sorted(places(complaints)), dtype=np.float64).reshape(-1, 2)
    lats, lons = snap_arrays(found[:, 0], found[:, 1])
    return set(zip(lats.tolist(), lons.tolist(), strict=True))


def an_event(complaint: Complaint, event_type: str = "complaint.filed") -> ev.Event:
    payload = ev.PAYLOAD_BY_TYPE["complaint.verified"](complaint_id=complaint.complaint_id)
    number = int(complaint.complaint_id.partition("-")[2])
    return ev.Event(
        event_id=f"e-{complaint.complaint_id}",
        type=event_type,
        kind="complaint",
        entity_id=complaint.complaint_id,
        occurred_ms=NOW_MS - 1000 + number,
        received_ms=NOW_MS,
        source="laksa",
        payload=payload,
        data=b"{}",
        position=f"{NOW_MS}-{number}",
    )


def snapshots_of(complaints: Sequence[Complaint]) -> tuple[Snapshots, LiveCity]:
    """All audiences' snapshots of a city in which each complaint was just filed."""
    live, news = LiveCity(city()), News(city())
    live.load(complaints, NOW)
    for complaint in complaints:
        news.tell(an_event(complaint), complaint)
    machine = MachineTime(lambda: 0.0, lambda: NOW_MS)
    maker = SnapshotMaker(city(), SIGHTS, Targets(), StoppedClock(), machine)
    return maker.make(live, news, FeedMonitor([], FeedRules(), machine.elapsed)), live


def test_the_city_has_sensitive_categories() -> None:
    """Else the tests below would say nothing."""
    assert {"ambulance"} < SENSITIVE
    assert len(SENSITIVE) < len(city().categories)


@given(cities)
def test_a_guest_sees_no_sensitive_case_and_no_exact_place(complaints: list[Complaint]) -> None:
    seen = GUEST.frame_for_map(complaint_frame(complaints, city()))
    assert not {seen.codes.categories[code] for code in seen.rows["category"]} & SENSITIVE
    placed = seen.rows[~np.isnan(seen.rows["lat"])]
    assert set(zip(placed["lat"].tolist(), placed["lon"].tolist(), strict=True)) <= grid_of(complaints)


@given(cities)
def test_everything_else_is_shown_to_a_guest(complaints: list[Complaint]) -> None:
    frame = complaint_frame(complaints, city())
    seen = GUEST.frame_for_map(frame)
    assert len(seen.rows) == sum(complaint.category not in SENSITIVE for complaint in complaints)
    assert STAFF.frame_for_map(frame).rows.tobytes() == frame.rows.tobytes()


@given(cities)
def test_hiding_leaves_the_city_itself_as_it_is(complaints: list[Complaint]) -> None:
    frame = complaint_frame(complaints, city())
    before = frame.rows.copy()
    GUEST.frame_for_map(frame)
    assert frame.rows.tobytes() == before.tobytes()


@given(cities)
def test_nothing_in_a_guests_snapshot_tells_of_a_sensitive_case(complaints: list[Complaint]) -> None:
    """Not the map, not the wards, not the ticker, not the newest event."""
    snapshots, live = snapshots_of(complaints)
    guest = snapshots[Audience.WALL_GUEST]
    hidden = [complaint for complaint in complaints if complaint.category in SENSITIVE]
    hidden_keys = {live.key_of(complaint.complaint_id) for complaint in hidden}
    assert not set(guest.points["key"].tolist()) & hidden_keys
    assert not {item.category for item in guest.ticker} & SENSITIVE
    assert guest.newest is None or guest.newest.point_key is None or guest.newest.point_key not in hidden_keys
    shown = [one for one in complaints if one.is_open and one.ward and one.category not in SENSITIVE]
    assert guest.ward_open.sum() == len(shown)


@given(cities)
def test_no_exact_place_is_in_a_guests_snapshot(complaints: list[Complaint]) -> None:
    guest = snapshots_of(complaints)[0][Audience.WALL_GUEST]
    shown = set(zip(guest.points["lat"].tolist(), guest.points["lon"].tolist(), strict=True))
    assert shown <= grid_of(complaints)


@given(cities)
def test_a_guests_snapshot_without_the_sensitive_cases_is_the_same_map(complaints: list[Complaint]) -> None:
    """A stranger cannot tell from the map whether there were any."""
    usual = [complaint for complaint in complaints if complaint.category not in SENSITIVE]
    with_them, _ = snapshots_of(complaints)
    without, _ = snapshots_of(usual)
    fields = ["lat", "lon", "kind", "age"]
    maps = [snapshots[Audience.WALL_GUEST] for snapshots in (with_them, without)]
    assert sorted(maps[0].points[fields].tolist()) == sorted(maps[1].points[fields].tolist())
    assert maps[0].ward_open.tolist() == maps[1].ward_open.tolist()


def test_staff_see_every_case_at_its_place() -> None:
    complaints = some_complaints(5, 60)
    staff = snapshots_of(complaints)[0][Audience.WALL_STAFF]
    drawn = [one for one in complaints if one.is_open and one.lat is not None]
    assert set(zip(staff.points["lat"].tolist(), staff.points["lon"].tolist(), strict=True)) == places(drawn)


def test_a_category_that_the_city_no_longer_knows_is_hidden_from_guests() -> None:
    """It may have been a sensitive one; nobody can tell any more."""
    (forgotten,) = some_complaints(1, 1)
    forgotten.category, forgotten.lat, forgotten.lon = "taken_out", -6.18, 106.63
    frame = complaint_frame([forgotten], city())
    assert len(GUEST.frame_for_map(frame).rows) == 0
    assert not GUEST.shows("taken_out")
    assert len(STAFF.frame_for_map(frame).rows) == 1
