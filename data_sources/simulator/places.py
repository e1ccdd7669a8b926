"""Where in the simulated city complaints come from: wards by their weight, points within their outlines."""

from math import cos, radians, sqrt
from random import Random

import shapely

from data_sources.simulator.config import PlaceNumbers
from data_sources.simulator.dice import Mix, dice_of
from domain.profile import Bounds, CityProfile, Ward
from geo.boundaries import METRES_PER_DEGREE, Boundaries

SHAPE_TRIES = 20
NEARBY_M = 15  # between two reports of the same thing


class Places:
    """Where in the city complaints come from."""

    def __init__(self, profile: CityProfile, numbers: PlaceNumbers, seed: int, boundaries: Boundaries | None) -> None:
        self._profile = profile
        self._numbers = numbers
        self._shapes = _ward_shapes(boundaries)
        self._mix = Mix(_ward_weights(profile, numbers)) if profile.wards else None
        self._spots = {code: self._ward_spots(ward, dice_of(seed, code)) for code, ward in profile.wards.items()}

    def ward(self, rng: Random) -> str:
        """A ward by the number of its people, as far as we know; empty in a city without wards."""
        return self._mix.draw(rng) if self._mix else ""

    def point(self, ward_code: str, rng: Random) -> tuple[float, float] | None:
        """A latitude and longitude in the ward, or None for a complaint that names none."""
        numbers = self._numbers
        if rng.random() < numbers.without_point_chance:
            return None
        return self.spot(ward_code, rng)

    def spot(self, ward_code: str, rng: Random) -> tuple[float, float]:
        """A latitude and longitude in the ward, always."""
        numbers = self._numbers
        if not ward_code:
            return _point_in(self._profile.bounds, rng)
        if rng.random() >= numbers.spot_chance:
            return self._anywhere(self._profile.wards[ward_code], rng)
        spot = rng.choice(self._spots[ward_code])
        return self.around(ward_code, spot, numbers.spot_spread_m, rng)

    def around(self, ward_code: str, place: tuple[float, float], spread_m: float, rng: Random) -> tuple[float, float]:
        """A latitude and longitude near a place of the ward, and in it."""
        near = moved(place, rng.gauss(0, spread_m), rng.gauss(0, spread_m))
        return near if not ward_code or self._holds(ward_code, near) else place

    def _ward_spots(self, ward: Ward, rng: Random) -> list[tuple[float, float]]:
        return [self._anywhere(ward, rng) for _ in range(self._numbers.spots_per_ward)]

    def _anywhere(self, ward: Ward, rng: Random) -> tuple[float, float]:
        """A point in the ward's outline; without one, not far from its inner point."""
        centre, reach_m = (ward.lat, ward.lon), sqrt(ward.area_km2) * 1000
        shape = self._shapes.get(ward.code)
        for _ in range(SHAPE_TRIES if shape is not None else 1):
            if shape is None:
                near = moved(centre, rng.uniform(-0.3, 0.3) * reach_m, rng.uniform(-0.3, 0.3) * reach_m)
            else:
                west, south, east, north = shape.bounds
                near = _point_in(Bounds(south, west, north, east), rng)
            if self._holds(ward.code, near):
                return near
        return centre

    def _holds(self, ward_code: str, point: tuple[float, float]) -> bool:
        if not self._profile.bounds.contains(*point):
            return False
        shape = self._shapes.get(ward_code)
        return shape is None or bool(shapely.contains_xy(shape, point[1], point[0]))


def _ward_shapes(boundaries: Boundaries | None) -> dict[str, shapely.geometry.base.BaseGeometry]:
    features = boundaries.wards["features"] if boundaries else []
    shapes = {str(each["properties"]["code"]): shapely.geometry.shape(each["geometry"]) for each in features}
    for shape in shapes.values():
        shapely.prepare(shape)
    return shapes


def _ward_weights(profile: CityProfile, numbers: PlaceNumbers) -> dict[str, float]:
    """Each district's weight, divided among its wards."""
    sizes = {code: ward.area_km2**numbers.area_exponent for code, ward in profile.wards.items()}
    totals = dict.fromkeys(profile.districts, 0.0)
    for code, ward in profile.wards.items():
        totals[ward.district_code] += sizes[code]
    return {
        code: numbers.district_weights.get(ward.district_code, 1) * sizes[code] / totals[ward.district_code]
        for code, ward in profile.wards.items()
    }


def moved(point: tuple[float, float], north_m: float, east_m: float) -> tuple[float, float]:
    """The point so many metres to the north and to the east."""
    lat, lon = point
    east_degrees = east_m / (METRES_PER_DEGREE * cos(radians(lat)))
    return round(lat + north_m / METRES_PER_DEGREE, 6), round(lon + east_degrees, 6)


def nearby(point: tuple[float, float] | None, rng: Random) -> tuple[float, float] | None:
    """Where somebody else says it is."""
    return point and moved(point, rng.gauss(0, NEARBY_M), rng.gauss(0, NEARBY_M))


def _point_in(bounds: Bounds, rng: Random) -> tuple[float, float]:
    lat, lon = rng.uniform(bounds.south, bounds.north), rng.uniform(bounds.west, bounds.east)
    return round(lat, 6), round(lon, 6)
