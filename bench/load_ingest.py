"""Durable ingest of queues and activity: a load's morning waits in two streams, whose batches take turns."""

from collections.abc import Sequence
from pathlib import Path

from redis import Redis

from bench import city
from bench.ingest import TARGET_PER_SECOND, Drained, both_stores, drain
from bench.load import Load
from bench.moment import ShiftedClock
from bench.product import BATCH, an_ingester, write
from bench.report import Row, met, with_growth
from data_sources.repository import Repository
from data_sources.store import migrate, open_store
from data_sources.stream import connect
from tests.servers import redis_binary, running_redis

MOST_SECONDS = 12.0


def measure(place: Path, loads: Sequence[Load], clock: ShiftedClock) -> list[Row]:
    """A row for each load and store, the full load with its growth; `loads` are a tenth and the full one."""
    with running_redis(place / "redis-load", redis_binary()) as redis, both_stores(place / "load") as stores:
        client = connect(redis.url)
        tenth, full = (
            [_row(name, load, _drained(client, next(urls), load, clock)) for name, urls in stores.items()]
            for load in loads
        )
        client.close()
    return [*tenth, *with_growth(full, tenth)]


def _drained(client: Redis, url: str, load: Load, clock: ShiftedClock) -> Drained:
    client.flushall()
    migrate(url, city.ROOT / "migrations")
    store = open_store(url)
    repository = Repository(store, load.rules)
    for stream, entries in load.past.items():
        write(client, entries, stream)
    ingesters = [an_ingester(client, repository, BATCH, stream, load.rules, clock) for stream in load.past]
    try:
        return drain(lambda: sum(one.step() for one in ingesters), _waiting(load), MOST_SECONDS)
    finally:
        for ingester in ingesters:
            ingester.stop()
        store.dispose()


def _waiting(load: Load) -> int:
    return sum(len(entries) for entries in load.past.values())


def _row(store: str, load: Load, drained: Drained) -> Row:
    target = TARGET_PER_SECOND[BATCH.batch]
    return Row(
        "load-ingest",
        f"durable ingest of queues and activity on {store}, batches of {BATCH.batch}, {load.size.name}",
        f"{drained.per_second:,.0f} events/s",
        f"≥ {target:,.0f}/s",
        met(drained.per_second >= target),
        f"{drained.events:,} of {_waiting(load):,} events in {drained.seconds:.1f} s",
        figures=(drained.per_second,),
    )
