"""Boundaries from files, and approximate ones around points."""

import json
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely.geometry.base import BaseGeometry

from domain.profile import Bounds, CityProfile, Ward
from geo.boundaries import METRES_PER_DEGREE, Boundaries, BoundariesError, FeatureCollection, load_boundaries

SMALL_BOX = Bounds(-6.30, 106.50, -6.10, 106.80)


def shapes_of(collection: FeatureCollection) -> list[BaseGeometry]:
    return [shapely.geometry.shape(feature["geometry"]) for feature in collection["features"]]


def codes_of(collection: FeatureCollection) -> list[str]:
    return [feature["properties"]["code"] for feature in collection["features"]]


def square_km(shape: BaseGeometry) -> float:
    latitude = np.radians(shape.centroid.y)
    return float(shape.area * (METRES_PER_DEGREE / 1000) ** 2 * np.cos(latitude))


def city_of(profile: CityProfile, points: Sequence[tuple[float, float]], area_km2: float = 2.0) -> CityProfile:
    wards = [Ward(f"w{i}", f"Ward {i}", f"d{i % 2}", f"District {i % 2}", *at, area_km2) for i, at in enumerate(points)]
    return replace(profile, wards={ward.code: ward for ward in wards}, bounds=SMALL_BOX)


def write_pair(folder: Path, boundaries: Boundaries, names: tuple[str, str] = ("districts", "wards")) -> Path:
    for name, collection in zip(names, (boundaries.districts, boundaries.wards), strict=True):
        (folder / f"{name}.geojson").write_text(json.dumps(collection), encoding="utf-8")
    return folder


# --- around points


def test_every_ward_of_tangerang_gets_one_cell(approximate: Boundaries, tangerang: CityProfile) -> None:
    assert codes_of(approximate.wards) == list(tangerang.wards)
    assert len(approximate.wards["features"]) == 104
    assert {shape.geom_type for shape in shapes_of(approximate.wards)} == {"Polygon"}
    assert approximate.is_approximate
    assert approximate.credit == ""


def test_cells_neither_overlap_nor_leave_gaps(approximate: Boundaries) -> None:
    cells = shapes_of(approximate.wards)
    city = shapely.union_all(cells)
    assert shapely.coverage_is_valid(cells)
    assert sum(cell.area for cell in cells) == pytest.approx(city.area, rel=1e-9)
    assert isinstance(city, shapely.Polygon)
    assert not city.interiors


def test_the_cells_together_have_the_area_of_the_city(approximate: Boundaries, tangerang: CityProfile) -> None:
    official = sum(ward.area_km2 for ward in tangerang.wards.values())
    assert square_km(shapely.union_all(shapes_of(approximate.wards))) == pytest.approx(official, rel=0.005)


def test_the_area_of_a_cell_follows_that_of_its_ward(approximate: Boundaries, tangerang: CityProfile) -> None:
    official = np.array([ward.area_km2 for ward in tangerang.wards.values()])
    drawn = np.array([square_km(cell) for cell in shapes_of(approximate.wards)])
    error = np.abs(drawn - official) / official
    assert np.median(error) < 0.05
    assert error.max() < 0.4


def test_each_point_lies_in_its_own_cell(approximate: Boundaries, tangerang: CityProfile) -> None:
    for cell, ward in zip(shapes_of(approximate.wards), tangerang.wards.values(), strict=True):
        assert cell.contains(shapely.Point(ward.lon, ward.lat)), ward.code


def test_districts_are_the_union_of_their_wards(approximate: Boundaries, tangerang: CityProfile) -> None:
    cells = dict(zip(tangerang.wards, shapes_of(approximate.wards), strict=True))
    assert codes_of(approximate.districts) == list(tangerang.districts)
    for code, district in zip(tangerang.districts, shapes_of(approximate.districts), strict=True):
        own = [cells[ward.code] for ward in tangerang.wards.values() if ward.district_code == code]
        assert district.is_valid
        assert district.symmetric_difference(shapely.union_all(own)).area == pytest.approx(0, abs=1e-12)


def test_cells_are_the_same_each_time(approximate: Boundaries, tangerang: CityProfile) -> None:
    assert load_boundaries(None, tangerang) == approximate


def test_cells_resemble_the_real_wards(approximate: Boundaries, real: Boundaries) -> None:
    drawn, true = shapes_of(approximate.wards), shapes_of(real.wards)
    city, true_city = shapely.union_all(drawn), shapely.union_all(true)
    assert city.intersection(true_city).area / city.union(true_city).area > 0.85
    shares = [a.intersection(b).area / a.union(b).area for a, b in zip(drawn, true, strict=True)]
    assert np.mean(shares) > 0.5


def test_a_city_without_wards_gets_empty_collections(tangerang: CityProfile) -> None:
    boundaries = load_boundaries(None, replace(tangerang, wards={}))
    assert boundaries.wards == boundaries.districts == {"type": "FeatureCollection", "features": []}


@pytest.mark.parametrize("count", [1, 2, 3])
def test_a_few_wards_in_a_row_are_enough(tangerang: CityProfile, count: int) -> None:
    city = city_of(tangerang, [(-6.2, 106.6 + 0.01 * i) for i in range(count)])
    cells = shapes_of(load_boundaries(None, city).wards)
    assert [round(square_km(cell)) for cell in cells] == [2] * count


places = st.tuples(st.integers(0, 150), st.integers(0, 250))


@settings(max_examples=15, deadline=None)
@given(spots=st.lists(places, min_size=1, max_size=8, unique=True), area_km2=st.floats(0.1, 30))
def test_any_points_make_a_clean_coverage(
    tangerang: CityProfile, spots: list[tuple[int, int]], area_km2: float
) -> None:
    points = [(-6.28 + 0.001 * y, 106.52 + 0.001 * x) for y, x in spots]
    cells = shapes_of(load_boundaries(None, city_of(tangerang, points, area_km2)).wards)
    assert shapely.coverage_is_valid(cells)
    assert all(cell.contains(shapely.Point(lon, lat)) for cell, (lat, lon) in zip(cells, points, strict=True))


def test_a_ward_without_room_between_others_is_refused(tangerang: CityProfile) -> None:
    near = 1e-7
    city = city_of(
        tangerang, [(-6.2 + y, 106.6 + x) for y, x in ((0, 0), (near, 0), (-near, 0), (0, near), (0, -near))]
    )
    with pytest.raises(BoundariesError, match=r"w\d: lat, lon .* move one"):
        load_boundaries(None, city)


# --- from files


def test_real_boundaries_carry_code_and_name_only(real: Boundaries, tangerang: CityProfile) -> None:
    assert codes_of(real.districts) == list(tangerang.districts)
    assert codes_of(real.wards) == list(tangerang.wards)
    for feature in (*real.districts["features"], *real.wards["features"]):
        assert set(feature) == {"type", "properties", "geometry"}
        assert set(feature["properties"]) == {"code", "name"}
    assert not real.is_approximate
    assert real.credit == "Batas wilayah: cahyadsn/wilayah_boundaries (MIT), diolah"


def test_real_boundaries_stay_valid_when_rounded(real: Boundaries) -> None:
    for collection in (real.districts, real.wards):
        shapes = shapes_of(collection)
        assert all(shape.is_valid for shape in shapes)
        degrees = shapely.get_coordinates(shapes)
        assert np.array_equal(degrees, np.round(degrees, 5))
        assert square_km(shapely.union_all(shapes)) == pytest.approx(178.34, rel=0.01)


def test_files_under_neutral_names_are_read_too(
    tmp_path: Path, approximate: Boundaries, tangerang: CityProfile
) -> None:
    loaded = load_boundaries(write_pair(tmp_path, approximate), tangerang)
    assert codes_of(loaded.wards) == codes_of(approximate.wards)
    assert not loaded.is_approximate


def test_features_follow_the_order_and_names_of_the_profile(
    tmp_path: Path, approximate: Boundaries, tangerang: CityProfile
) -> None:
    shuffled = {"type": "FeatureCollection", "features": approximate.wards["features"][::-1]}
    folder = write_pair(tmp_path, replace(approximate, wards=shuffled), ("kecamatan", "kelurahan"))
    assert codes_of(load_boundaries(folder, tangerang).wards) == list(tangerang.wards)


def test_a_folder_without_a_pair_is_refused(tmp_path: Path, tangerang: CityProfile) -> None:
    with pytest.raises(BoundariesError, match=r"expected kecamatan\.geojson and kelurahan\.geojson or districts"):
        load_boundaries(tmp_path, tangerang)


def test_a_missing_and_an_unknown_code_are_named(
    tmp_path: Path, approximate: Boundaries, tangerang: CityProfile
) -> None:
    wards = json.loads(json.dumps(approximate.wards))
    wards["features"][0]["properties"]["code"] = "36.03.99"
    folder = write_pair(tmp_path, replace(approximate, wards=wards))
    with pytest.raises(BoundariesError, match=r"wards\.geojson: code: .*missing 36\.71\.01\.1001, unknown 36\.03\.99"):
        load_boundaries(folder, tangerang)


def _without_properties(wards: dict[str, Any]) -> None:
    del wards["features"][3]["properties"]


def _with_a_point(wards: dict[str, Any]) -> None:
    wards["features"][3]["geometry"] = {"type": "Point", "coordinates": [106.6, -6.2]}


def _twice(wards: dict[str, Any]) -> None:
    wards["features"].append(wards["features"][0])


def _turned(wards: dict[str, Any]) -> None:
    for feature in wards["features"]:
        feature["geometry"]["coordinates"] = [[[y, x] for x, y in ring] for ring in feature["geometry"]["coordinates"]]


def _no_collection(wards: dict[str, Any]) -> None:
    del wards["features"]


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (_without_properties, r"feature 3: expected properties\.code and a polygon"),
        (_with_a_point, r"36\.71\.01\.1004: expected a polygon, got Point"),
        (_twice, r"code '36\.71\.01\.1001' occurs twice"),
        (_turned, r"coordinates: expected \[lon, lat\] within the city's bounds"),
        (_no_collection, "features: expected a FeatureCollection"),
    ],
)
def test_a_spoilt_file_is_refused_with_its_reason(
    tmp_path: Path, approximate: Boundaries, tangerang: CityProfile, spoil: Any, message: str
) -> None:
    wards = json.loads(json.dumps(approximate.wards))
    spoil(wards)
    folder = write_pair(tmp_path, replace(approximate, wards=wards))
    with pytest.raises(BoundariesError, match=message):
        load_boundaries(folder, tangerang)


def test_a_broken_file_is_refused(tmp_path: Path, approximate: Boundaries, tangerang: CityProfile) -> None:
    folder = write_pair(tmp_path, approximate)
    (folder / "wards.geojson").write_text("{", encoding="utf-8")
    with pytest.raises(BoundariesError, match=r"wards\.geojson: expected GeoJSON in UTF-8"):
        load_boundaries(folder, tangerang)
