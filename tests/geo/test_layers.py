"""Label positions, the rectangle of the map, and the grid of places that guests see."""

from dataclasses import replace
from math import cos, hypot, radians

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from domain.profile import CityProfile
from geo.boundaries import METRES_PER_DEGREE, Boundaries, load_boundaries
from geo.layers import bounds_of, label_points, snap, snap_arrays

latitudes = st.floats(-80, 80)
longitudes = st.floats(-180, 180)


def test_each_district_has_a_label_well_inside(approximate: Boundaries, tangerang: CityProfile) -> None:
    labels = label_points(approximate)
    assert {label.code: label.name for label in labels} == tangerang.districts
    for label, feature in zip(labels, approximate.districts["features"], strict=True):
        shape = shapely.geometry.shape(feature["geometry"])
        place = shapely.Point(label.lon, label.lat)
        assert shape.contains(place)
        assert shape.boundary.distance(place) * METRES_PER_DEGREE > 500


def test_labels_of_real_districts_lie_inside(real: Boundaries) -> None:
    for label, feature in zip(label_points(real), real.districts["features"], strict=True):
        assert shapely.geometry.shape(feature["geometry"]).contains(shapely.Point(label.lon, label.lat))


def test_bounds_are_south_west_and_north_east(real: Boundaries, tangerang: CityProfile) -> None:
    assert bounds_of(real, tangerang) == [[-6.2561, 106.55145], [-6.09707, 106.74862]]


def test_bounds_without_boundaries_are_those_of_the_city(tangerang: CityProfile) -> None:
    city = replace(tangerang, wards={})
    expected = [[city.bounds.south, city.bounds.west], [city.bounds.north, city.bounds.east]]
    assert bounds_of(load_boundaries(None, city), city) == expected


def test_all_points_lie_within_the_bounds_of_the_city(real: Boundaries, tangerang: CityProfile) -> None:
    for lat, lon in bounds_of(real, tangerang):
        assert tangerang.bounds.contains(lat, lon)


@given(lat=latitudes, lon=longitudes)
def test_snapping_moves_a_point_by_half_a_cell_at_most(lat: float, lon: float) -> None:
    snapped_lat, snapped_lon = snap(lat, lon)
    north = (snapped_lat - lat) * METRES_PER_DEGREE
    east = (snapped_lon - lon) * METRES_PER_DEGREE * cos(radians(lat))
    assert hypot(north, east) <= 144


@given(lat=latitudes, lon=longitudes)
def test_snapping_twice_changes_nothing(lat: float, lon: float) -> None:
    once = snap(lat, lon)
    assert snap(*once) == once


def test_neighbours_in_one_cell_share_one_place() -> None:
    assert snap(-6.17801, 106.63001) == snap(-6.17803, 106.63003)


def test_columns_snap_as_single_points_do() -> None:
    lat, lon = np.array([-6.1781, 39.29, 0.0]), np.array([106.63, -76.61, 0.0])
    lats, lons = snap_arrays(lat, lon, 200)
    assert [snap(*point) for point in zip(lat, lon, strict=True)] == list(zip(lats, lons, strict=True))


def test_a_missing_place_stays_missing() -> None:
    lats, lons = snap_arrays([float("nan"), -6.2], [106.6, float("nan")])
    assert np.isnan(lats).tolist() == [True, False]
    assert np.isnan(lons).all()


@pytest.mark.parametrize("grid_m", [100.0, 200.0, 1000.0])
def test_a_coarser_grid_leaves_fewer_places(grid_m: float) -> None:
    spread = np.linspace(0, 0.02, 400)
    lats, _ = snap_arrays(-6.2 + spread, np.full(400, 106.6), grid_m)
    assert len(np.unique(lats)) == pytest.approx(0.02 * METRES_PER_DEGREE / grid_m, abs=2)
