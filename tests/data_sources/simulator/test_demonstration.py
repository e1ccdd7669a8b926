"""A demonstration fills the past of all sources once, and later starts go on where each of them stopped."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from pathlib import Path

import pytest
import redis

from data_sources.demonstration import Demonstration, DemonstrationClock, DemonstrationFeed, DemonstrationPlan
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits
from data_sources.installation import Installation, Parts, Streams
from data_sources.repository import latest_occurred
from data_sources.simulator.city import SimulatedCity
from data_sources.simulator.config import SimulatorConfig
from data_sources.snapshot_maker import MachineTime, Targets
from data_sources.store import migrate, open_store
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.profile import CityProfile
from domain.sla import LegalLimits
from tests.conftest import ROOT
from tests.data_sources.simulator.entries import begun_city, due, ids

DAYS = 22
KINDS = ("complaint", "call", "ticket", "counter", "site", "attendance", "shift", "task")


@pytest.fixture
def installation(
    tmp_path: Path, sqlite_url: str, hamlet: CityProfile, now: datetime, redis_client: "redis.Redis"
) -> Iterator[Installation]:
    """An installation with a store of its own, whose clock stands still between the city's steps."""
    migrate(sqlite_url, ROOT / "migrations")
    store = open_store(sqlite_url)
    machine = MachineTime(lambda: 0.0, lambda: 0)
    parts = Parts(
        rules=ComplaintRules(hamlet, LegalLimits()),
        wards=None,
        sights={},
        targets=Targets(),
        clock=DemonstrationClock(lambda: now, plan_in(tmp_path), hamlet.calendar, machine.elapsed),
        machine=machine,
        monitor=FeedMonitor([], FeedRules(), machine.elapsed),
        store=store,
        streams=Streams(redis_client, "liveroom:", "liveroom", IngestLimits(block_ms=10)),
    )
    yield Installation(parts)
    store.dispose()


def plan_in(folder: Path) -> DemonstrationPlan:
    return DemonstrationPlan(DAYS, time(9, 30), 20, 600, folder / "demonstration.json")


def prepared(installation: Installation, config: SimulatorConfig, folder: Path, today: datetime) -> DemonstrationFeed:
    """What a start of the program does."""
    clock = installation.parts.clock
    assert isinstance(clock, DemonstrationClock)
    city = SimulatedCity(installation.parts.rules.profile, config, 1, DAYS)
    return Demonstration(city, installation, clock, plan_in(folder)).prepare(today)


def drain(installation: Installation) -> None:
    for stream in Stream:
        ingester = installation.ingester(stream, lambda _: None)
        ingester.step()
        while ingester.step():
            pass
        ingester.stop()


def stored(installation: Installation) -> int:
    balances = installation.balances()
    assert all(balance.is_balanced and not balance.dead_lettered for balance in balances)
    return sum(balance.stored for balance in balances)


@pytest.mark.services
def test_the_first_start_fills_every_stream_and_a_restart_goes_on(
    installation: Installation, hamlet: CityProfile, brief: SimulatorConfig, now: datetime, tmp_path: Path
) -> None:
    feed = prepared(installation, brief, tmp_path, now)
    filled = stored(installation)
    assert installation.parts.clock.now() == now
    assert all(latest_occurred(installation.parts.store, kind) for kind in KINDS)
    stopped, later = now + timedelta(minutes=40), now + timedelta(hours=2)
    feed.step(stopped)
    drain(installation)
    prepared(installation, brief, tmp_path, now).step(later)
    drain(installation)
    assert installation.parts.clock.now() <= stopped
    assert stored(installation) == filled + len(set(ids(due(begun_city(hamlet, brief, now, DAYS), later))))


@pytest.mark.services
def test_a_source_that_is_new_to_the_city_tells_its_past(
    installation: Installation, brief: SimulatorConfig, now: datetime, tmp_path: Path
) -> None:
    """A store that was filled before the city had calls and queues."""
    old = brief.model_copy(update={"calls": None, "queues": None})
    prepared(installation, old, tmp_path, now)
    assert latest_occurred(installation.parts.store, "ticket") is None
    prepared(installation, brief, tmp_path, now).step(now)
    drain(installation)
    assert all(latest_occurred(installation.parts.store, kind) for kind in KINDS)
    assert stored(installation)
