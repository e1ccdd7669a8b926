"""From a point to the ward it lies in."""

from math import isfinite

import numpy as np
import shapely

from domain.profile import Bounds
from geo.boundaries import Boundaries, Plane

BORDER_TOLERANCE_M = 200.0


class Locator:
    """Finds the ward of a point. Boundaries are generalised, so a point just off the city's border counts as inside."""

    def __init__(self, boundaries: Boundaries, tolerance_m: float = BORDER_TOLERANCE_M) -> None:
        features = boundaries.wards["features"]
        shapes = [shapely.geometry.shape(feature["geometry"]) for feature in features]
        self._codes = [str(feature["properties"]["code"]) for feature in features]
        self._tolerance_m = tolerance_m
        self._plane = _plane_of(shapes)
        self._tree = shapely.STRtree([shapely.transform(shape, self._plane.to_metres) for shape in shapes])

    def ward_at(self, lat: float, lon: float) -> str | None:
        """The code of the ward at a point, else of the nearest one within the tolerance, else None."""
        if not (self._codes and isfinite(lat) and isfinite(lon)):
            return None
        point = shapely.Point(self._plane.to_metres(np.array([[lon, lat]]))[0])
        found = self._tree.query(point, predicate="intersects")
        if not found.size:
            found = self._tree.query_nearest(point, max_distance=self._tolerance_m)
        # A point on a common border belongs to the first of its wards, so the answer is always the same.
        return self._codes[int(found.min())] if found.size else None


def _plane_of(shapes: list[shapely.geometry.base.BaseGeometry]) -> Plane:
    if not shapes:
        return Plane(0.0, 0.0)
    west, south, east, north = shapely.total_bounds(shapes)
    return Plane.around(Bounds(south, west, north, east))
