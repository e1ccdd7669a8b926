"""The processes of a chaos run, which the harness starts and kills: a producer and an ingester.

`python -m tests.data_sources.chaos produce ORDER` and `... ingest ORDER`, with the order as JSON. The ingester is that of
an installation; it can be told to stop at the points where a kill hurts most, and to carry one of three planted faults,
which the checker must find.
"""

import json
import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event as StopSignal
from uuid import uuid4

from msgspec import Struct, convert, json as fast_json
from redis.exceptions import RedisError

from data_sources import ingest
from data_sources.city_folder import load_city, load_legal_limits
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits, Publish, StreamIngester
from data_sources.installation import Installation, Parts, Streams
from data_sources.snapshots import MachineTime, Targets
from data_sources.store import open_store
from data_sources.stream import Entry, StreamReader, connect, position_key
from domain.city import LiveCity
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.privacy import sights
from geo.layers import snap_arrays
from tests.data_sources.chaos_check import Attempted, live_rows
from tests.data_sources.chaos_plan import NOW, Attempt, plan
from tests.factories import TANGERANG

PREFIX = "liveroom:"
GROUP = "liveroom"
LEASE_MS = 1000
"""Shorter than in production, so that a run is not mostly waiting."""

SMALLEST_BATCH = 20
"""Only a batch of so many entries is stopped at, so that there is something to lose."""


class ProducerOrder(Struct, frozen=True):
    """What to write: `count` events at `rate` entries a second; the last tenth not before `go` exists."""

    redis_url: str
    log: str
    go: str
    count: int
    seed: int
    rate: float


class IngesterOrder(Struct, frozen=True):
    """What to ingest. `pause` names the point at which to stop for ever, telling so by the file `paused`."""

    redis_url: str
    store_url: str
    live: str
    paused: str
    trim_every: int
    fault: str = "none"
    pause: str = ""
    pause_after: int = 0


class StoppedClock:
    is_real = False

    def now(self) -> datetime:
        return NOW


# --- the producer


def produce(order: ProducerOrder) -> None:
    """Write the plan. What is attempted is in the log before it is tried; what fails is tried again."""
    attempts = plan(order.count, order.seed, load_city(TANGERANG))
    hold_at = len(attempts) * 9 // 10
    client = connect(order.redis_url)
    with Path(order.log).open("ab") as log:
        for start in range(0, len(attempts), 100):
            while start >= hold_at and not Path(order.go).exists():
                time.sleep(0.02)
            chunk = attempts[start : start + 100]
            log.writelines(fast_json.encode(_attempted(attempt)) + b"\n" for attempt in chunk)
            log.flush()
            started = time.monotonic()
            while not _is_written(client, chunk):
                time.sleep(0.1)
            time.sleep(max(0.0, len(chunk) / order.rate - (time.monotonic() - started)))


def _attempted(attempt: Attempt) -> Attempted:
    what, name, stream, fields, reason = attempt
    if what != "event":
        return Attempted(what, name, stream, reason)
    return Attempted(what, name, stream, reason, *(str(fields[field]) for field in ("type", "at", "data")))


def _is_written(client: "object", chunk: Sequence[Attempt]) -> bool:
    """Whether all were written. After a failure some may be in the stream, and will be there twice."""
    with client.pipeline(transaction=False) as pipeline:
        for attempt in chunk:
            pipeline.xadd(f"{PREFIX}{attempt.stream}", dict(attempt.fields))
        try:
            pipeline.execute()
        except RedisError:
            return False
    return True


# --- the ingester, sound and with faults


class PausingIngester(StreamIngester):
    """Sound. Stops for ever at a named point once enough was seen: there it is killed."""

    order: IngesterOrder
    seen = 0

    def _store(self, entries: Sequence[Entry], position: str) -> int:
        self._pause_at("read", entries)
        stored = super()._store(entries, position)
        self._pause_at("committed", entries)
        return stored

    def _pause_at(self, point: str, entries: Sequence[Entry]) -> None:
        if point != self.order.pause or self.stream is not Stream.COMPLAINTS:
            return
        self.seen += len(entries)
        if self.seen < self.order.pause_after or len(entries) < SMALLEST_BATCH:
            return
        Path(self.order.paused).touch()
        while True:
            signal.pause() if False else time.sleep(60)


class AckFirst(PausingIngester):
    """Fault: acknowledges before it commits."""

    def _store(self, entries: Sequence[Entry], position: str) -> int:
        self._reader.ack([entry.position for entry in entries])
        self._pause_at("acked", entries)
        return super()._store(entries, position)


class CountEveryDelivery(PausingIngester):
    """Fault: entries below the stored position, delivered once more, are counted once more."""

    def _store(self, entries: Sequence[Entry], position: str) -> int:
        again = [entry for entry in entries if position_key(entry.position) <= position_key(position)]
        if again:
            self._repository.save(replace(self._decode(again, position), after=position, rejected=()))
        return super()._store(entries, position)


class SkipPending(PausingIngester):
    """Fault: what was delivered to a process that died is never read again."""

    def _read(self) -> Sequence[Entry]:
        return self._reader.read_new(self._limits.batch, self._limits.block_ms)


FAULTS: dict[str, type[PausingIngester]] = {
    "none": PausingIngester,
    "ack_first": AckFirst,
    "count_every_delivery": CountEveryDelivery,
    "skip_pending": SkipPending,
}
