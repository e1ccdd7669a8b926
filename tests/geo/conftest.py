"""The city and its real boundaries, which stay outside the repository."""

import os
from pathlib import Path

import pytest

from data_sources.city_folder import load_city
from domain.profile import CityProfile
from geo.boundaries import Boundaries, load_boundaries

CITY = Path(__file__).parents[2] / "cities" / "tangerang"


@pytest.fixture(scope="session")
def tangerang() -> CityProfile:
    return load_city(CITY)


@pytest.fixture(scope="session")
def boundaries_folder() -> Path:
    """The folder with the real boundaries: without it a test skips, under CI it fails."""
    folder = os.environ.get("LIVEROOM_BOUNDARIES")
    if folder:
        return Path(folder)
    if os.environ.get("CI") == "true":
        pytest.fail("LIVEROOM_BOUNDARIES is not set; point it to a folder with kecamatan.geojson and kelurahan.geojson")
    pytest.skip("LIVEROOM_BOUNDARIES is not set")


@pytest.fixture(scope="session")
def real(boundaries_folder: Path, tangerang: CityProfile) -> Boundaries:
    return load_boundaries(boundaries_folder, tangerang)


@pytest.fixture(scope="session")
def approximate(tangerang: CityProfile) -> Boundaries:
    return load_boundaries(None, tangerang)
