"""The numbers of Tangerang, and the instant at which its simulated city stands."""

from datetime import datetime

import pytest

from data_sources.simulator.config import SimulatorConfig, load_simulator_config
from domain.profile import CityProfile
from tests.data_sources.simulator.entries import CONFIG


@pytest.fixture(scope="package")
def config() -> SimulatorConfig:
    return load_simulator_config(CONFIG)


@pytest.fixture(scope="package")
def now(tangerang: CityProfile) -> datetime:
    """A Tuesday, 09.30 WIB."""
    return datetime(2026, 11, 24, 9, 30, tzinfo=tangerang.timezone)


@pytest.fixture(scope="package")
def brief(config: SimulatorConfig) -> SimulatorConfig:
    """Complaints that live three weeks at most, for tests that a month of history is enough for."""
    return config.model_copy(update={"longest_life_days": 21})
