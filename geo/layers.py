"""From geography to the map: the only place that knows GeoJSON is [lon, lat] and Leaflet [lat, lon]."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import shapely
from numpy.typing import ArrayLike

from domain.profile import CityProfile
from geo.boundaries import DECIMALS, METRES_PER_DEGREE, Boundaries, Floats, Plane

LABEL_TOLERANCE_M = 10.0
GRID_M = 200.0
# Towards the poles a grid in metres has no meaning left; no city lies there.
SMALLEST_COSINE = 0.01


@dataclass(frozen=True, slots=True)
class LabelPoint:
    """Where the name of a district stands: the point farthest from its borders."""

    code: str
    name: str
    lat: float
    lon: float


def label_points(boundaries: Boundaries) -> tuple[LabelPoint, ...]:
    """A label position for each district, in the order of the boundaries."""
    return tuple(_label_point(feature) for feature in boundaries.districts["features"])


def bounds_of(boundaries: Boundaries, profile: CityProfile) -> list[list[float]]:
    """The corners that show the whole city, for Leaflet: [[south, west], [north, east]]."""
    features = [*boundaries.districts["features"], *boundaries.wards["features"]]
    if not features:
        bounds = profile.bounds
        return [[bounds.south, bounds.west], [bounds.north, bounds.east]]
    shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
    west, south, east, north = (float(edge) for edge in shapely.total_bounds(shapes))
    return [[south, west], [north, east]]


def snap(lat: float, lon: float, grid_m: float = GRID_M) -> tuple[float, float]:
    """A point moved to the nearest corner of a square grid: what guests may see of a place."""
    lats, lons = snap_arrays(lat, lon, grid_m)
    return float(lats), float(lons)


def snap_arrays(lat: ArrayLike, lon: ArrayLike, grid_m: float = GRID_M) -> tuple[Floats, Floats]:
    """As `snap`, for whole columns; a missing place (NaN) stays missing."""
    lat_step = grid_m / METRES_PER_DEGREE
    lats = np.round(np.asarray(lat, dtype=np.float64) / lat_step) * lat_step
    # The width of a column follows the snapped latitude, so a row shares one grid and snapping twice changes nothing.
    lon_step = lat_step / np.maximum(np.cos(np.radians(lats)), SMALLEST_COSINE)
    lons = np.round(np.asarray(lon, dtype=np.float64) / lon_step) * lon_step
    return np.round(lats, DECIMALS), np.round(lons, DECIMALS)


def _label_point(feature: dict[str, Any]) -> LabelPoint:
    shape = shapely.geometry.shape(feature["geometry"])
    largest = max(shapely.get_parts(shape), key=lambda part: float(part.area))
    west, south, east, north = largest.bounds
    plane = Plane((west + east) / 2, (south + north) / 2)
    circle = shapely.maximum_inscribed_circle(shapely.transform(largest, plane.to_metres), LABEL_TOLERANCE_M)
    lon, lat = np.round(plane.to_degrees(shapely.get_coordinates(circle))[0], DECIMALS)
    properties = feature["properties"]
    return LabelPoint(properties["code"], properties["name"], float(lat), float(lon))
