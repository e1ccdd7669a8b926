"""The numbers of Tangerang, and the instant at which its simulated city stands."""

from dataclasses import replace
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
def hamlet(tangerang: CityProfile) -> CityProfile:
    """Tangerang with few sites and few people, for tests of what does not depend on numbers."""
    sites = {code: tangerang.sites[code] for code in ("MPP", "KEC-01", "PKM-PETIR")}
    headcounts = {code: tangerang.headcounts[code] for code in ("DPUPR", "KEC-03")}
    return replace(tangerang, sites=sites, headcounts=headcounts)


@pytest.fixture(scope="package")
def brief(config: SimulatorConfig) -> SimulatorConfig:
    """Complaints that live three weeks at most, and short histories of all others: for tests of a month at most."""
    assert config.calls
    assert config.queues
    assert config.attendance
    assert config.field
    changes = {
        "longest_life_days": 21,
        "calls": config.calls.model_copy(update={"history_days": 3}),
        "queues": config.queues.model_copy(update={"history_days": 1}),
        "attendance": config.attendance.model_copy(update={"history_days": 1}),
        "field": config.field.model_copy(
            update={
                "history_days": 2,
                "complaint_days": 5,
                "positions": config.field.positions.model_copy(update={"every_seconds": 300, "night_seconds": 600}),
            }
        ),
    }
    return config.model_copy(update=changes)
