"""Durable ingest: entries that wait in a real Redis stream, decoded, saved with their folds, and acknowledged."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from redis import Redis

from bench import city
from bench.product import an_ingester, write
from bench.report import Row, met
from data_sources.clock import SystemClock
from data_sources.ingest import IngestLimits
from data_sources.repository import Repository
from data_sources.store import migrate, open_store
from data_sources.stream import connect
from data_sources.stream_entry import EntryFields
from tests.servers import create_database, redis_binary, running_postgres, running_redis

BATCHES = (1, 100, 1000)
TARGET_PER_SECOND = {1000: 5000.0}
MOST_SECONDS = 12.0
"""Small batches are slow: a measurement ends after so long, however much is left."""


@dataclass(frozen=True)
class Drained:
    """What one measurement stored."""

    events: int
    seconds: float

    @property
    def per_second(self) -> float:
        """Events stored and acknowledged in a second."""
        return self.events / self.seconds


@contextmanager
def both_stores(place: Path) -> Iterator[dict[str, Iterator[str]]]:
    """URLs of empty stores, as many as are asked for: SQLite (WAL, synchronous=FULL), PostgreSQL (fsync on)."""
    with running_postgres(place / "postgres", is_durable=True) as server:
        sqlite = (f"sqlite:///{place / f'ingest-{number}.db'}" for number in range(100))
        postgres = (create_database(server, f"ingest_{number}") for number in range(100))
        yield {"SQLite": sqlite, "PostgreSQL": postgres}


def measure(place: Path, is_quick: bool) -> list[Row]:
    """A row for each store and size of batch."""
    entries = city.history(SystemClock().now(), 45 if is_quick else city.HISTORY_DAYS)
    rows = []
    with running_redis(place / "redis-ingest", redis_binary()) as redis, both_stores(place) as stores:
        client = connect(redis.url)
        for name, urls in stores.items():
            for batch in BATCHES:
                client.flushall()
                drained = _measure_one(client, next(urls), entries, batch)
                rows.append(_row(name, batch, drained))
        client.close()
    return rows


def _measure_one(client: Redis, url: str, entries: Sequence[EntryFields], batch: int) -> Drained:
    migrate(url, city.ROOT / "migrations")
    write(client, entries)
    store = open_store(url)
    ingester = an_ingester(client, Repository(store, city.rules()), IngestLimits(batch, 1))
    try:
        return drain(ingester.step, len(entries))
    finally:
        ingester.stop()
        store.dispose()


def drain(step: Callable[[], int], waiting: int, most_seconds: float = MOST_SECONDS) -> Drained:
    """Turn after turn until nothing waits or the time is up."""
    stored = step()  # creates the group, opens the connections
    before, start = stored, time.perf_counter()
    while stored < waiting and time.perf_counter() - start < most_seconds:
        stored += step()
    return Drained(stored - before, time.perf_counter() - start)


def _row(store: str, batch: int, drained: Drained) -> Row:
    target = TARGET_PER_SECOND.get(batch)
    return Row(
        "ingest",
        f"durable ingest on {store}, batches of {batch}",
        f"{drained.per_second:,.0f} events/s",
        f"≥ {target:,.0f}/s" if target else "",
        met(drained.per_second >= target) if target else "",
        f"{drained.events:,} events in {drained.seconds:.1f} s",
    )
