"""Repeat hot-spots: by hand, in any order of the complaints, and against a naive search on published places."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from random import Random

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import ComplaintFrame
from domain.complaints import Complaint, ComplaintState
from domain.events import ComplaintClass
from domain.hotspots import Hotspot, HotspotRules, clusters, hotspots
from domain.nearby import EARTH_RADIUS_M, Degrees, Numbers, distance_m
from domain.patterns import PatternBoard
from domain.privacy import SCREEN_AUDIENCES, Audience
from tests.data_sources.published import published_table
from tests.domain.lives import DAY_MS, NOW_MS, city
from tests.domain.test_indicators import a_complaint, frame_of
from tests.domain.test_privacy import SIGHTS

RULES = HotspotRules()
LAT, LON = -6.17, 106.63
METRE = 180 / (np.pi * EARTH_RADIUS_M)
WARD = "36.71.07.1003"


def at(north_m: float, number: int, **changes: object) -> Complaint:
    """A pothole so many metres to the north of one corner, filed so many days ago."""
    values: dict[str, object] = {"lat": LAT + north_m * METRE, "lon": LON, "ward": WARD}
    return a_complaint(number, **{**values, "opened_ms": NOW_MS - number * DAY_MS, **changes})


def found(*complaints: Complaint, rules: HotspotRules = RULES) -> tuple[Hotspot, ...]:
    return hotspots(frame_of(complaints), NOW_MS, rules)


# --- by hand


def test_three_of_a_category_within_reach_of_one_of_them() -> None:
    (spot,) = found(at(0, 1), at(49, 2, state=ComplaintState.RESOLVED), at(-49, 3), at(0, 4, category="flood"))
    assert (spot.category, spot.ward, spot.agency) == ("pothole", WARD, "DPUPR")
    assert (spot.n, spot.open, spot.rows) == (3, 2, (2, 1, 0))
    assert (spot.first_ms, spot.last_ms) == (NOW_MS - 3 * DAY_MS, NOW_MS - DAY_MS)
    assert (spot.lat, spot.lon) == (LAT, LON)


def test_two_are_none_and_a_third_too_far_away_neither() -> None:
    assert found(at(0, 1), at(10, 2)) == ()
    assert found(at(0, 1), at(50.1, 2), at(-10, 3)) == ()
    assert len(found(at(0, 1), at(49.9, 2), at(-10, 3))) == 1


def test_a_chain_along_a_street_is_not_one_hot_spot() -> None:
    """Ten complaints 40 m apart reach 360 m; none of their hot-spots is wider than 100 m, none is in two of them."""
    street = [at(40 * number, number + 1) for number in range(10)]
    spots = found(*street)
    assert [spot.n for spot in spots] == [3, 3, 3]
    rows = [row for spot in spots for row in spot.rows]
    assert len(rows) == len(set(rows)) == 9


def test_the_densest_place_comes_first_and_keeps_its_complaints() -> None:
    near = [at(north, number + 1) for number, north in enumerate([0, 0, 10, 60, 60, 60, 70, 95])]
    assert [(spot.n, round((spot.lat - LAT) / METRE)) for spot in found(*near)] == [(5, 60), (3, 0)]


def test_ninety_days_count_and_what_was_set_aside_does_not() -> None:
    old = at(0, 1, opened_ms=NOW_MS - 90 * DAY_MS)
    assert found(old, at(0, 2), at(0, 3)) == ()
    assert found(replace_state(at(0, 1), ComplaintState.DUPLICATE), at(0, 2), at(0, 3)) == ()
    assert found(at(0, 1, lat=None, lon=None), at(0, 2), at(0, 3)) == ()
    assert found(at(0, 1, opened_ms=NOW_MS + 1), at(0, 2), at(0, 3)) == ()
    assert len(found(at(0, 1, opened_ms=NOW_MS - 90 * DAY_MS + 1), at(0, 2), at(0, 3))) == 1


def replace_state(complaint: Complaint, state: ComplaintState) -> Complaint:
    complaint.state = state
    return complaint


@pytest.mark.parametrize("category", [code for code, one in city().categories.items() if one.is_sensitive])
def test_a_sensitive_category_has_no_hot_spot(category: str) -> None:
    assert found(*(at(0, number, category=category) for number in range(1, 9))) == ()


def test_reports_on_misconduct_make_no_hot_spot() -> None:
    accused = {"classification": ComplaintClass.WITH_OVERSIGHT.value}
    assert found(*(at(0, number, **accused) for number in range(1, 9))) == ()


def test_a_city_without_complaints_has_none() -> None:
    assert found() == ()


# --- who sees what


def test_a_guest_sees_a_hot_spot_on_the_grid_only() -> None:
    """The middle of a hot-spot is somebody's complaint: it is told as exactly as that."""
    complaints = [at(0, number) for number in (1, 2, 3)]
    board = PatternBoard(hotspots=found(*complaints))
    for audience in SCREEN_AUDIENCES:
        (seen,) = SIGHTS[audience].patterns(board).hotspots
        points = SIGHTS[audience].frame_for_map(frame_of(complaints)).rows
        assert (seen.lat, seen.lon) == (points["lat"][0], points["lon"][0])
        assert ((seen.lat, seen.lon) == (LAT, LON)) == (audience in (Audience.WALL_STAFF, Audience.OPERATOR))
        assert (seen.ward, seen.category, seen.n) == (WARD, "pothole", 3)


# --- laws

corners = st.lists(
    st.tuples(st.integers(0, 12), st.integers(0, 12), st.integers(0, 1)), min_size=1, max_size=40
)  # steps of 18 m, and a category


def columns(rows: Sequence[tuple[int, int, int]]) -> tuple[Degrees, Degrees, Numbers]:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    return LAT + table[:, 0] * 18 * METRE, LON + table[:, 1] * 18 * METRE, table[:, 2].astype(np.int64)


Spot = tuple[tuple[float, float, int], tuple[tuple[float, float, int], ...]]
"""Where a cluster has its middle, and all places in it."""


def as_sets(lat: Degrees, lon: Degrees, groups: Numbers, rules: HotspotRules = RULES) -> list[Spot]:
    """Each cluster by the places in it, so that numbers of rows do not matter."""
    return sorted(
        (
            (lat[one.middle], lon[one.middle], groups[one.middle]),
            tuple(sorted(zip(lat[one.members], lon[one.members], groups[one.members], strict=True))),
        )
        for one in clusters(lat, lon, groups, rules)
    )


def naive(lat: Degrees, lon: Degrees, groups: Numbers, rules: HotspotRules = RULES) -> list[Spot]:
    """The definition, word by word: all distances, then the densest place of what is left, again and again."""
    taken = []
    for group in np.unique(groups):
        own = np.flatnonzero(groups == group)
        near = np.array([is_near(lat[own], lon[own], lat[row], lon[row], rules) for row in own])
        left = np.ones(len(own), dtype=np.bool_)
        counts = near.sum(axis=1)
        while (most := counts[left].max(initial=0)) >= rules.smallest_n:
            middle = min(np.flatnonzero(left & (counts == most)), key=lambda row: (lat[own[row]], lon[own[row]]))
            members = near[middle] & left
            left &= ~members
            counts = counts - near[:, members].sum(axis=1)
            places = sorted(zip(lat[own[members]], lon[own[members]], groups[own[members]], strict=True))
            taken.append(((lat[own[middle]], lon[own[middle]], group), tuple(places)))
    return sorted(taken)


def is_near(
    lat: Degrees, lon: Degrees, other_lat: float, other_lon: float, rules: HotspotRules
) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """By the haversine of each pair."""
    north, east = np.radians(lat - other_lat) / 2, np.radians(lon - other_lon) / 2
    chord = np.sin(north) ** 2 + np.cos(np.radians(lat)) * np.cos(np.radians(other_lat)) * np.sin(east) ** 2
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]] = 2 * EARTH_RADIUS_M * np.arcsin(np.sqrt(chord)) <= rules.radius_m
    return mask


@given(corners, st.randoms(use_true_random=False))
def test_the_order_of_complaints_changes_nothing(rows: list[tuple[int, int, int]], random: Random) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    assert as_sets(*columns(rows)) == as_sets(*columns(shuffled))


@given(corners)
def test_they_are_those_of_the_definition(rows: list[tuple[int, int, int]]) -> None:
    assert as_sets(*columns(rows)) == naive(*columns(rows))


@given(corners)
def test_none_is_small_or_wide_and_nothing_is_in_two(rows: list[tuple[int, int, int]]) -> None:
    lat, lon, groups = columns(rows)
    seen: set[int] = set()
    for one in clusters(lat, lon, groups, RULES):
        members = one.members.tolist()
        assert len(members) >= RULES.smallest_n
        assert not seen & set(members)
        seen |= set(members)
        for row in members:
            assert distance_m(lat[row], lon[row], lat[one.middle], lon[one.middle]) <= RULES.radius_m + 1e-6


# --- published places


Places = Callable[[], tuple[Degrees, Degrees, Numbers]]


def potholes() -> tuple[Degrees, Degrees, Numbers]:
    table = pd.read_csv(published_table("kansascity_potholes"), encoding="utf-8-sig")
    lat, lon = table["LATITUDE"].to_numpy(dtype=np.float64), table["LONGITUDE"].to_numpy(dtype=np.float64)
    return lat, lon, np.zeros(len(lat), dtype=np.int64)


def requests() -> tuple[Degrees, Degrees, Numbers]:
    table = pd.read_csv(published_table("baltimore_311"), usecols=["SRType", "Latitude", "Longitude"])
    table = table.dropna()
    table = table[(table["Latitude"] % 1 != 0) | (table["Longitude"] % 1 != 0)]  # rounded to whole degrees: no place
    groups = pd.factorize(table["SRType"])[0].astype(np.int64)
    return table["Latitude"].to_numpy(), table["Longitude"].to_numpy(), groups


@pytest.mark.parametrize(
    ("read", "count", "largest"), [(potholes, 387, 42), (requests, 81, 45)], ids=["kansas_city", "baltimore"]
)
def test_published_places_have_those_of_the_definition(read: Places, count: int, largest: int) -> None:
    """4,493 potholes of eight weeks, 10,000 requests of five years; many at one address are among them."""
    lat, lon, groups = read()
    spots = as_sets(lat, lon, groups)
    assert spots == naive(lat, lon, groups)
    assert len(spots) == count
    assert max(len(members) for _, members in spots) == largest


def test_a_full_city_takes_a_moment() -> None:
    """A hundred thousand complaints of forty categories: well within the slow lane's turn."""
    random = np.random.default_rng(1)
    n = 100_000
    lat, lon = LAT + random.uniform(-0.06, 0.06, n), LON + random.uniform(-0.06, 0.06, n)
    spots = clusters(lat, lon, random.integers(0, 40, n), RULES)
    assert len(spots) > 100


def test_a_frame_of_one_agency_is_a_city_of_its_own() -> None:
    frame = frame_of([at(0, 1), at(1, 2), at(2, 3, agency="DLH")])
    own = ComplaintFrame(frame.rows[frame.rows["agency"] == frame.codes.agency_index["DPUPR"]], frame.codes)
    assert hotspots(own, NOW_MS, RULES) == ()
    (spot,) = hotspots(own, NOW_MS, replace(RULES, smallest_n=2))
    assert spot.n == 2
