"""From a point to its ward."""

from dataclasses import replace

import pytest

from domain.profile import CityProfile
from geo.boundaries import METRES_PER_DEGREE, Boundaries, load_boundaries
from geo.layers import bounds_of
from geo.locate import Locator


@pytest.fixture(scope="module")
def locator(approximate: Boundaries) -> Locator:
    return Locator(approximate)


def test_each_ward_is_found_at_its_point(locator: Locator, tangerang: CityProfile) -> None:
    for ward in tangerang.wards.values():
        assert locator.ward_at(ward.lat, ward.lon) == ward.code


def test_each_ward_is_found_at_its_point_within_real_boundaries(real: Boundaries, tangerang: CityProfile) -> None:
    locator = Locator(real)
    for ward in tangerang.wards.values():
        assert locator.ward_at(ward.lat, ward.lon) == ward.code


def test_a_point_just_off_the_border_belongs_to_the_nearest_ward(
    approximate: Boundaries, locator: Locator, tangerang: CityProfile
) -> None:
    south = bounds_of(approximate, tangerang)[0][0]
    features = approximate.wards["features"]
    corners = [(lat, lon, f["properties"]["code"]) for f in features for lon, lat in f["geometry"]["coordinates"][0]]
    lat, lon, _ = min(corners)
    codes = {code for corner_lat, corner_lon, code in corners if (corner_lat, corner_lon) == (lat, lon)}
    assert lat == south
    assert locator.ward_at(lat - 190 / METRES_PER_DEGREE, lon) in codes
    assert locator.ward_at(lat - 210 / METRES_PER_DEGREE, lon) is None


@pytest.mark.parametrize(("lat", "lon"), [(-6.9, 107.6), (0.0, 0.0), (106.63, -6.17), (float("nan"), 106.6)])
def test_a_place_elsewhere_has_no_ward(locator: Locator, lat: float, lon: float) -> None:
    assert locator.ward_at(lat, lon) is None


def test_a_city_without_wards_finds_none(tangerang: CityProfile) -> None:
    locator = Locator(load_boundaries(None, replace(tangerang, wards={})))
    assert locator.ward_at(-6.2, 106.6) is None
