"""Where the complaints of a simulated city come from."""

from dataclasses import replace
from datetime import datetime
from typing import Any

import msgspec
import shapely

from data_sources.simulator.city import Simulator
from data_sources.simulator.config import SimulatorConfig
from domain.profile import DISTRICT, CityProfile
from geo.boundaries import Boundaries
from tests.data_sources.simulator.entries import decoded, filings


def square_boundaries(profile: CityProfile) -> Boundaries:
    """Each ward as a square of about 200 metres around its point."""
    features = [
        {
            "type": "Feature",
            "properties": {"code": ward.code, "name": ward.name},
            "geometry": shapely.geometry.mapping(shapely.Point(ward.lon, ward.lat).buffer(1e-3, cap_style="square")),
        }
        for ward in profile.wards.values()
    ]
    return Boundaries({}, {"type": "FeatureCollection", "features": features}, is_approximate=False, credit="")


def test_points_lie_inside_the_outline_of_their_ward(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    """Those that repeat another complaint lie next to it, which may be across the border."""
    config = config.model_copy(update={"arrivals": config.arrivals.model_copy(update={"repeat_chance": 0.0})})
    filed = filings(Simulator(tangerang, config, 1, square_boundaries(tangerang)).history(now, days=5))
    located = [data for data in filed if "lat" in data]
    assert len(located) > 0.8 * len(filed)
    for data in located:
        ward = tangerang.wards[data["ward"]]
        assert max(abs(data["lat"] - ward.lat), abs(data["lon"] - ward.lon)) <= 1e-3


def test_the_plan_does_not_depend_on_the_boundaries(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    def without_places(boundaries: Boundaries | None) -> list[dict[str, Any]]:
        entries = list(Simulator(tangerang, config, 1, boundaries).history(now, days=10))
        for entry in entries:
            data = msgspec.json.decode(entry["data"])
            entry["data"] = msgspec.json.encode({name: data[name] for name in data if name not in {"lat", "lon"}})
        return [dict(entry) for entry in entries]

    assert without_places(None) == without_places(square_boundaries(tangerang))


def test_a_city_without_wards_files_complaints_within_its_bounds(
    tangerang: CityProfile, config: SimulatorConfig, now: datetime
) -> None:
    led = {code: each for code, each in tangerang.categories.items() if each.routing[0].agency != DISTRICT}
    bare = replace(tangerang, wards={}, categories=led)
    filed = list(decoded(Simulator(bare, config, 1).history(now, days=3), bare, now))
    assert len(filed) > 100
