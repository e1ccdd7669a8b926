"""What lies near what: every pair, and only those, however the points lie in the squares."""

from random import Random

import numpy as np
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from domain.nearby import Degrees, Grid, Numbers, distance_m

RADIUS_M = 200.0
steps = st.integers(-30, 30)
places = st.lists(st.tuples(steps, steps, st.integers(0, 2)), max_size=40)
"""Steps of some 33 m to the north and the east, and a group."""

centres = st.sampled_from([(-6.17, 106.63), (39.1, -94.58), (64.1, -21.9), (0.0, 0.0)])


def columns(rows: list[tuple[int, int, int]], centre: tuple[float, float]) -> tuple[Degrees, Degrees, Numbers]:
    table = np.array(rows, dtype=np.float64).reshape(-1, 3)
    lat, lon = centre[0] + table[:, 0] * 3e-4, centre[1] + table[:, 1] * 3e-4
    return lat, lon, table[:, 2].astype(np.int64)


@given(places, centres)
@example([(0, 0, 0), (0, 0, 0)], (0.0, 0.0))
def test_all_pairs_are_found_and_no_others(rows: list[tuple[int, int, int]], centre: tuple[float, float]) -> None:
    lat, lon, groups = columns(rows, centre)
    asked, found = Grid(lat, lon, RADIUS_M, groups).near(lat, lon, groups)
    pairs = list(zip(asked.tolist(), found.tolist(), strict=True))
    numbers = range(len(rows))
    assert sorted(pairs) == [
        (one, other)
        for one in numbers
        for other in numbers
        if groups[one] == groups[other] and distance_m(lat[one], lon[one], lat[other], lon[other]) <= RADIUS_M
    ]


def test_places_outside_of_all_points_have_no_neighbours() -> None:
    grid = Grid(np.array([-6.17]), np.array([106.63]), RADIUS_M)
    far = np.array([-6.17, 50.0, -80.0, -6.1701]), np.array([106.7, 106.63, -170.0, 106.63])
    asked, found = grid.near(*far)
    assert (asked.tolist(), found.tolist()) == ([3], [0])


def test_many_candidates_are_looked_at_some_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    random = Random(3)
    lat = np.array([-6.17 + random.random() * 0.01 for _ in range(80)])
    lon = np.array([106.63 + random.random() * 0.01 for _ in range(80)])
    at_once = Grid(lat, lon, RADIUS_M).near(lat, lon)
    monkeypatch.setattr("domain.nearby.CANDIDATES_AT_ONCE", 7)
    by_parts = Grid(lat, lon, RADIUS_M).near(lat, lon)
    assert [part.tolist() for part in by_parts] == [part.tolist() for part in at_once]
