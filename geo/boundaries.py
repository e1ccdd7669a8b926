"""Ward and district boundaries: read from a folder, or drawn approximately around the points of the wards.

Coordinates in here are GeoJSON's own: x is longitude, y is latitude.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import cos, radians
from pathlib import Path
from typing import Any

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry.base import BaseGeometry

from domain.profile import Bounds, CityProfile, Ward

FeatureCollection = dict[str, Any]
Floats = NDArray[np.float64]

DECIMALS = 5
GRID_DEGREES = 10.0**-DECIMALS
METRES_PER_DEGREE = 111_320.0
FILE_PAIRS = (("kecamatan.geojson", "kelurahan.geojson"), ("districts.geojson", "wards.geojson"))

# How far the outline of the points follows their inlets: 0 as closely as it can, 1 not at all (convex).
# 0.2 came nearest to the true outline of Kota Tangerang (IoU 0.89; 0.4 gave 0.86, 1 gave 0.80).
HULL_RATIO = 0.2
SMALLEST_MARGIN_M = 100.0
SAMPLES = 20_000
CANDIDATES = 24
ROUNDS = 80
# Weights move by this share of the missing area in each round; larger shares overshoot.
STEP = 0.3
# A border comes no nearer to a ward's point than a tenth of the way to the neighbour's point.
CLOSEST = 0.8


class BoundariesError(ValueError):
    """A boundary file that cannot be used: the message names the file, the field and the value."""


@dataclass(frozen=True, slots=True)
class Boundaries:
    """The districts and wards of a city as GeoJSON; each feature has the properties `code` and `name` only.

    `is_approximate` tells that they were drawn around points; screens must say so.
    """

    districts: FeatureCollection
    wards: FeatureCollection
    is_approximate: bool
    credit: str


@dataclass(frozen=True, slots=True)
class Plane:
    """A flat map in metres around a place: good for a city, where the earth is flat enough."""

    lon: float
    lat: float

    @classmethod
    def around(cls, bounds: Bounds) -> "Plane":
        """The plane around the middle of a rectangle."""
        return cls((bounds.west + bounds.east) / 2, (bounds.south + bounds.north) / 2)

    @property
    def _scale(self) -> Floats:
        return np.array([METRES_PER_DEGREE * cos(radians(self.lat)), METRES_PER_DEGREE])

    def to_metres(self, degrees: Floats) -> Floats:
        """Rows of (lon, lat) as rows of metres east and north."""
        return np.asarray((degrees - (self.lon, self.lat)) * self._scale)

    def to_degrees(self, metres: Floats) -> Floats:
        """Rows of metres east and north as rows of (lon, lat)."""
        return np.asarray(metres / self._scale + (self.lon, self.lat))


def load_boundaries(folder: Path | None, profile: CityProfile) -> Boundaries:
    """The boundaries in a folder; without a folder the approximate ones around the wards' points."""
    if folder is None:
        return approximate_boundaries(profile)
    districts_path, wards_path = _file_pair(folder)
    ward_names = {ward.code: ward.name for ward in profile.wards.values()}
    return Boundaries(
        districts=_read(districts_path, profile.districts, profile.bounds),
        wards=_read(wards_path, ward_names, profile.bounds),
        is_approximate=False,
        credit=profile.boundary_credit,
    )


# --- from files


def _file_pair(folder: Path) -> tuple[Path, Path]:
    for districts, wards in FILE_PAIRS:
        if (folder / districts).is_file() and (folder / wards).is_file():
            return folder / districts, folder / wards
    expected = " or ".join(f"{districts} and {wards}" for districts, wards in FILE_PAIRS)
    raise BoundariesError(
        f"{folder}: expected {expected}, found neither pair; correct the path, or leave it out to draw approximate ones"
    )


def _read(path: Path, names: Mapping[str, str], bounds: Bounds) -> FeatureCollection:
    """The features of a file in the order of the profile, under the profile's names."""
    shapes: dict[str, BaseGeometry] = {}
    for code, shape in _shapes(path):
        if code in shapes:
            raise BoundariesError(f"{path}: code {code!r} occurs twice; join its parts into one MultiPolygon")
        shapes[code] = shape
    _check_codes(path, shapes.keys(), names.keys())
    _check_place(path, list(shapes.values()), bounds)
    return _collection((code, name, shapes[code]) for code, name in names.items())


def _shapes(path: Path) -> Iterator[tuple[str, BaseGeometry]]:
    for number, feature in enumerate(_features(path)):
        try:
            code = feature["properties"]["code"]
            shape = _rounded(shapely.geometry.shape(feature["geometry"]))
        except (KeyError, TypeError, AttributeError, ValueError, shapely.errors.ShapelyError) as error:
            raise BoundariesError(
                f"{path}: feature {number}: expected properties.code and a polygon, got {error!r}; repair the feature"
            ) from error
        if shape.geom_type not in ("Polygon", "MultiPolygon") or shape.is_empty:
            raise BoundariesError(f"{path}: {code}: expected a polygon, got {shape.geom_type}; repair the feature")
        yield str(code), shape


def _features(path: Path) -> Sequence[Any]:
    try:
        content = json.loads(path.read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise BoundariesError(f"{path}: expected GeoJSON in UTF-8, {error}") from error
    features = content.get("features") if isinstance(content, dict) else None
    if not isinstance(features, list):
        raise BoundariesError(f"{path}: features: expected a FeatureCollection, got none; export the layer as GeoJSON")
    return features


def _check_codes(path: Path, found: Iterable[str], expected: Iterable[str]) -> None:
    missing = sorted(set(expected) - set(found))
    unknown = sorted(set(found) - set(expected))
    if missing or unknown:
        raise BoundariesError(
            f"{path}: code: expected the codes of wards.csv, missing {_some(missing)}, unknown {_some(unknown)};"
            " take a file of the same city and edition"
        )


def _check_place(path: Path, shapes: Sequence[BaseGeometry], bounds: Bounds) -> None:
    if not shapes:
        return
    west, south, east, north = shapely.total_bounds(shapes)
    if west > bounds.east or east < bounds.west or south > bounds.north or north < bounds.south:
        raise BoundariesError(
            f"{path}: coordinates: expected [lon, lat] within the city's bounds, got lon {west}..{east},"
            f" lat {south}..{north}; export in WGS84 (EPSG:4326)"
        )


def _some(codes: Sequence[str]) -> str:
    return ", ".join(codes[:5]) + (f" and {len(codes) - 5} more" if len(codes) > 5 else "") if codes else "none"


def _collection(rows: Iterable[tuple[str, str, BaseGeometry]]) -> FeatureCollection:
    return {"type": "FeatureCollection", "features": [_feature(code, name, shape) for code, name, shape in rows]}


def _feature(code: str, name: str, shape: BaseGeometry) -> dict[str, Any]:
    # No other properties: dash-leaflet turns some names (popup, tooltip) into HTML on the map.
    properties = {"code": code, "name": name}
    return {"type": "Feature", "properties": properties, "geometry": shapely.geometry.mapping(shape)}


def _rounded(shape: BaseGeometry) -> BaseGeometry:
    """To about a metre. Each vertex moves by itself, so neighbours keep their common border."""
    rounded = shapely.transform(shapely.force_2d(shape), _round)
    if rounded.is_valid:
        return rounded
    # A spike narrower than a metre crossed itself: cut it on the same grid.
    repaired = shapely.make_valid(rounded, method="structure", keep_collapsed=False)
    return shapely.transform(shapely.set_precision(repaired, GRID_DEGREES), _round)


def _round(degrees: Floats) -> Floats:
    return np.round(degrees, DECIMALS)


# --- around points


def approximate_boundaries(profile: CityProfile) -> Boundaries:
    """Cells around the wards' points whose areas follow the wards' areas; districts are unions of their wards."""
    wards = list(profile.wards.values())
    cells = dict(zip(profile.wards, _cells(wards, Plane.around(profile.bounds)), strict=True)) if wards else {}
    districts = {
        code: _rounded(shapely.union_all([cells[ward.code] for ward in wards if ward.district_code == code]))
        for code in profile.districts
    }
    return Boundaries(
        districts=_collection((code, name, districts[code]) for code, name in profile.districts.items()),
        wards=_collection((ward.code, ward.name, cells[ward.code]) for ward in wards),
        is_approximate=True,
        credit="",
    )


def _cells(wards: Sequence[Ward], plane: Plane) -> list[BaseGeometry]:
    """A power diagram: a place belongs to the ward with the least squared distance minus weight."""
    points = plane.to_metres(np.array([(ward.lon, ward.lat) for ward in wards]))
    areas = np.array([ward.area_km2 for ward in wards]) * 1e6
    outline = _outline(points, float(areas.sum()))
    weights = _weights(points, areas * outline.area / areas.sum(), outline)
    faces = _faces([_convex_cell(i, points, weights, outline) for i in range(len(points))], outline, plane)
    owners = _owners(np.array([_inner_point(face, plane) for face in faces]), points, weights)
    return [_rounded(cell) for cell in _joined(_merged(wards, faces, owners), plane.to_degrees(points))]


def _merged(wards: Sequence[Ward], faces: Sequence[BaseGeometry], owners: NDArray[np.intp]) -> list[BaseGeometry]:
    """The faces of each ward as one shape."""
    owned: list[list[BaseGeometry]] = [[] for _ in wards]
    for face, owner in zip(faces, owners, strict=True):
        owned[owner].append(face)
    for ward, parts in zip(wards, owned, strict=True):
        if not parts:
            raise BoundariesError(
                f"wards.csv: {ward.code}: lat, lon {ward.lat}, {ward.lon} is within metres of another ward's point, so"
                " no cell can be drawn around it; move one of the two"
            )
    return [shapely.union_all(parts) for parts in owned]


def _outline(points: Floats, area: float) -> shapely.Polygon:
    """The hull of the points, widened until it has the city's area."""
    hull = shapely.concave_hull(shapely.MultiPoint(points), ratio=HULL_RATIO)
    least, most = SMALLEST_MARGIN_M, SMALLEST_MARGIN_M + area**0.5
    for _ in range(40):
        margin = (least + most) / 2
        least, most = (margin, most) if _widened(hull, margin).area < area else (least, margin)
    return _widened(hull, most)


def _widened(hull: BaseGeometry, margin_m: float) -> shapely.Polygon:
    return shapely.Polygon(shapely.get_exterior_ring(hull.buffer(margin_m)))


def _weights(points: Floats, targets: Floats, outline: shapely.Polygon) -> Floats:
    """Weights under which the cells come near their areas, found on a grid of samples.

    No weight may be so large that a ward's point falls out of its own cell.
    """
    samples = _samples(outline)
    sample_area = outline.area / len(samples)
    limits = CLOSEST * _squared_distances(points, points)
    weights = np.zeros(len(points))
    nearest, distances = _nearest(samples, points)
    rows = np.arange(len(samples))
    for _ in range(ROUNDS):
        owners = nearest[rows, (distances - weights[nearest]).argmin(axis=1)]
        counts = np.bincount(owners, minlength=len(points))
        weights = _limited(weights + STEP * (targets - counts * sample_area), limits)
    return weights


def _nearest(places: Floats, points: Floats) -> tuple[NDArray[np.intp], Floats]:
    """The few points that may own each place, with their squared distances; no weight lets a farther one win."""
    distances = _squared_distances(places, points)
    few = min(CANDIDATES, len(points))
    nearest = np.argpartition(distances, few - 1, axis=1)[:, :few]
    return nearest, np.take_along_axis(distances, nearest, axis=1)


def _samples(outline: shapely.Polygon) -> Floats:
    west, south, east, north = outline.bounds
    step = (outline.area / SAMPLES) ** 0.5
    x, y = np.meshgrid(np.arange(west, east, step), np.arange(south, north, step))
    inside = shapely.contains_xy(outline, x, y)
    return np.column_stack([x[inside], y[inside]])


def _limited(weights: Floats, limits: Floats) -> Floats:
    """The weights lowered until no two differ by more than their limit."""
    for _ in range(len(weights)):
        lowered = (weights[:, None] + limits).min(axis=0)
        if np.array_equal(lowered, weights):
            break
        weights = lowered
    return weights


def _squared_distances(places: Floats, points: Floats) -> Floats:
    return np.asarray(((places[:, None, :] - points[None, :, :]) ** 2).sum(axis=2))


def _owners(places: Floats, points: Floats, weights: Floats) -> NDArray[np.intp]:
    # |place|² is the same for every point, so it can be left out of the comparison.
    return np.asarray((places @ (-2 * points.T) + ((points**2).sum(axis=1) - weights)).argmin(axis=1))


def _convex_cell(i: int, points: Floats, weights: Floats, outline: shapely.Polygon) -> Floats:
    """The corners of one cell within the box around the outline: the box cut by the border with each neighbour."""
    west, south, east, north = outline.buffer(SMALLEST_MARGIN_M).bounds
    corners = np.array([(west, south), (east, south), (east, north), (west, north)])
    squares = (points**2).sum(axis=1) - weights
    for j in range(len(points)):
        if j != i:
            corners = _cut(corners, 2 * (points[j] - points[i]), float(squares[j] - squares[i]))
    return corners


def _cut(corners: Floats, normal: Floats, limit: float) -> Floats:
    """The part of a convex polygon where normal · place <= limit."""
    over = corners @ normal - limit
    if (over <= 0).all():
        return corners
    following, over_next = np.roll(corners, -1, axis=0), np.roll(over, -1)
    kept: list[Floats] = []
    for start, end, from_over, to_over in zip(corners, following, over, over_next, strict=True):
        if from_over <= 0:
            kept.append(start)
        if (from_over <= 0) != (to_over <= 0):
            kept.append(start + (end - start) * (from_over / (from_over - to_over)))
    return np.array(kept).reshape(-1, 2)


def _faces(cells: Sequence[Floats], outline: shapely.Polygon, plane: Plane) -> list[BaseGeometry]:
    """The outline divided by the borders of all cells, in degrees, with every corner on the grid of five decimals.

    The borders are noded together, so neighbours share each of their corners.
    """
    rings = [shapely.LinearRing(plane.to_degrees(corners)) for corners in cells if len(corners) > 2]
    outer = shapely.LinearRing(plane.to_degrees(shapely.get_coordinates(outline.exterior)))
    lines = shapely.union_all([*rings, outer], grid_size=GRID_DEGREES)
    city = shapely.Polygon(outer)
    faces = shapely.get_parts(shapely.polygonize([lines]))
    return [face for face in faces if city.contains(face.representative_point())]


def _inner_point(face: BaseGeometry, plane: Plane) -> tuple[float, float]:
    metres = plane.to_metres(shapely.get_coordinates(face.representative_point()))
    return float(metres[0, 0]), float(metres[0, 1])


def _joined(cells: Sequence[BaseGeometry], points: Floats) -> list[BaseGeometry]:
    """Cells of one part each: what an inlet of the outline cuts off goes to the neighbour with the longest border."""
    places = [shapely.Point(point) for point in points]
    kept: list[BaseGeometry] = []
    cut_off: list[BaseGeometry] = []
    for cell, place in zip(cells, places, strict=True):
        parts = sorted(shapely.get_parts(cell), key=place.distance)
        kept.append(parts[0])
        cut_off += parts[1:]
    for part in cut_off:
        neighbour = int(np.argmax([cell.intersection(part).length for cell in kept]))
        kept[neighbour] = kept[neighbour].union(part)
    return kept
