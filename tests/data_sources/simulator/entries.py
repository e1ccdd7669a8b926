"""What the tests of the simulated city read from its entries, and a city to take them from."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import msgspec

from data_sources.decode import Decoder
from data_sources.simulator.city import SimulatedCity, Simulator
from data_sources.simulator.config import SimulatorConfig
from data_sources.stream import as_fields
from data_sources.stream_entry import EntryFields
from domain.events import Event, Stream
from domain.profile import CityProfile

CONFIG = Path(__file__).parents[3] / "cities" / "tangerang" / "simulator.yaml"
SEEDS = (1, 2, 3)


def begun_city(profile: CityProfile, config: SimulatorConfig, now: datetime, days: int = 15) -> SimulatedCity:
    """A whole city with a past, at `now`, whose entries up to then were taken."""
    city = SimulatedCity(profile, config, 1, days)
    for source in city.sources:
        source.begin(now)
        source.timeline.due_until(now)
    return city


def due(city: SimulatedCity, now: datetime) -> list[EntryFields]:
    """What all sources of a city say up to `now`."""
    return [entry for source in city.sources for entry in source.timeline.due_until(now)]


def begun(profile: CityProfile, config: SimulatorConfig, now: datetime) -> Simulator:
    """A city with a past, at `now`."""
    simulator = Simulator(profile, config, 1)
    list(simulator.history(now, days=15))
    return simulator


def decoded(
    entries: Iterable[EntryFields], profile: CityProfile, now: datetime, stream: Stream = Stream.COMPLAINTS
) -> Iterator[Event]:
    decoder = Decoder(profile)
    for entry in entries:
        event = decoder.decode(as_fields(entry), "0-1", stream, now)
        assert isinstance(event, Event), event
        yield event


def filings(entries: Iterable[EntryFields]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(entry["data"]) for entry in entries if entry["type"] == "complaint.filed"]


def ids(entries: Iterable[EntryFields]) -> list[str]:
    return [str(entry["id"]) for entry in entries]


def at(entry: EntryFields) -> datetime:
    return datetime.fromisoformat(str(entry["at"]))
