"""The city that is measured: Tangerang with the lives that its simulator tells, and live sets of any size."""

import random
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from itertools import groupby
from pathlib import Path

import msgspec

from bench.folds import as_bytes
from data_sources.city_folder import load_city, load_legal_limits
from data_sources.decode import Decoder
from data_sources.simulator.city import Simulator
from data_sources.simulator.config import load_simulator_config
from data_sources.stream_entry import EntryFields
from domain.complaints import Complaint, ComplaintRules, StoredFact, fold_complaint
from domain.events import Event, Stream
from domain.profile import CityProfile

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "tangerang"
HISTORY_DAYS = 120
DAY_MS = 86_400_000
LIVE_MOVE_MS = 60 * DAY_MS
"""So far back a closed complaint stays within the live window."""


@cache
def profile() -> CityProfile:
    """The city's folder."""
    return load_city(CITY)


@cache
def rules() -> ComplaintRules:
    """What a fold asks of it."""
    return ComplaintRules(profile(), load_legal_limits(CITY))


def a_simulator(seed: int = 1) -> Simulator:
    """A city whose complaints live through 6 or 7 events each, told in the order of time, so interleaved."""
    return Simulator(profile(), load_simulator_config(CITY / "simulator.yaml"), seed, None, rules().limits)


def history(until: datetime, days: int = HISTORY_DAYS, seed: int = 1) -> list[EntryFields]:
    """All entries of so many days."""
    return list(a_simulator(seed).history(until, days))


def future(until: datetime, count: int, days: int) -> Iterator[EntryFields]:
    """How the same city goes on after its history: the events that a producer will send, in order."""
    simulator = a_simulator()
    list(simulator.history(until, days))
    sent, at = 0, until
    while sent < count:
        at += timedelta(days=1)
        for entry in simulator.due_until(at):
            sent += 1
            yield entry


@dataclass(frozen=True)
class Pool:
    """Complaints to draw live sets from."""

    open: Sequence[Complaint]
    closed: Sequence[Complaint]


def a_pool(now: datetime) -> Pool:
    """The complaints of a simulated history, as the store would fold them."""
    decoder = Decoder(profile())
    decoded = (decoder.decode(as_bytes(entry), "1-0", Stream.COMPLAINTS, now) for entry in history(now))
    events = sorted((event for event in decoded if isinstance(event, Event)), key=lambda event: event.entity_id)
    known = [complaint for complaint in _folded(events) if complaint.is_known]
    return Pool([one for one in known if one.is_open], [one for one in known if not one.is_open])


def _folded(events: Iterable[Event]) -> Iterator[Complaint]:
    for complaint_id, group in groupby(events, key=lambda event: event.entity_id):
        facts = [StoredFact(event.occurred_ms, event.event_id, event.payload) for event in group]
        yield fold_complaint(complaint_id, facts, rules())


def live_set(pool: Pool, size: int, open_share: float, seed: int = 1) -> list[Complaint]:
    """So many complaints with that share of open ones: those of the pool, moved in time and place."""
    rng = random.Random(seed)
    n_open = round(size * open_share)
    chosen = rng.choices(pool.open, k=n_open) + rng.choices(pool.closed, k=size - n_open)
    rng.shuffle(chosen)
    return [
        moved(complaint, f"B-{number:06d}", 0 if complaint.is_open else rng.randrange(LIVE_MOVE_MS), rng)
        for number, complaint in enumerate(chosen)
    ]


def moved(complaint: Complaint, complaint_id: str, back_ms: int, rng: random.Random) -> Complaint:
    """The same case under another name, so much earlier, and a little beside its place."""
    times = {
        name: max(1, value - back_ms)
        for name, value in msgspec.structs.asdict(complaint).items()
        if name.endswith("_ms") and value
    }
    place = {}
    if complaint.lat is not None and complaint.lon is not None:
        place = {"lat": complaint.lat + rng.uniform(-0.005, 0.005), "lon": complaint.lon + rng.uniform(-0.005, 0.005)}
    return msgspec.structs.replace(complaint, complaint_id=complaint_id, **times, **place)
