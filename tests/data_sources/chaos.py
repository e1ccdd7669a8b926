"""The processes of a chaos run, which the harness starts and kills: a producer and an ingester.

Each is forked from a server that has imported all this once, since the start of a run is otherwise mostly imports. The
ingester is that of an installation; it can be told to stop at the points where a kill hurts most, and to carry one of
three planted faults, which the checker must find.
"""

import os
import signal
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from threading import Event as StopSignal
from typing import IO
from uuid import uuid4

import msgspec
from msgspec import Struct
from redis import Redis
from redis.exceptions import RedisError

from data_sources import ingest
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits, Publish, StreamIngester
from data_sources.installation import Installation, Parts, Streams
from data_sources.snapshot_maker import MachineTime, Targets
from data_sources.store import open_store
from data_sources.stream import Entry, StreamReader, connect, position_key
from domain.city import LiveCity
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.privacy import sights
from geo.layers import snap_arrays
from tests.data_sources.chaos_check import attempted, live_rows
from tests.data_sources.chaos_lives import NOW
from tests.data_sources.chaos_plan import Attempt, heartbeat, plan
from tests.factories import TANGERANG

PREFIX = "liveroom:"
GROUP = "liveroom"
LEASE_MS = 1000
"""Shorter than in production, so that a run is not mostly waiting."""

SMALLEST_BATCH = 10
"""Only a batch of so many entries is stopped at, so that there is something to lose."""


class ProducerOrder(Struct, frozen=True):
    """What to write: `count` events at `rate` entries a second, the last tenth of them not before `go` exists."""

    redis_url: str
    log: str
    go: str
    count: int
    seed: int
    rate: float


class IngesterOrder(Struct, frozen=True):
    """What to ingest. `pause` names the point of which stream at which to stop for ever, telling so by `paused`."""

    redis_url: str
    store_url: str
    live: str
    paused: str
    trim_every: int
    fault: str = "none"
    pause: str = ""
    pause_stream: Stream = Stream.COMPLAINTS
    pause_after: int = 0


class StoppedClock:
    is_real = False

    def now(self) -> datetime:
        return NOW


# --- the producer


def produce(order: ProducerOrder) -> None:
    """Write the plan. What is attempted is in the log before it is tried; what fails is tried again.

    Before the last tenth it waits for `go`, alive and with heartbeats, so that all faults fall into its time.
    """
    attempts = plan(order.count, order.seed, load_city(TANGERANG))
    hold_at = len(attempts) * 9 // 10
    client = connect(order.redis_url)
    with Path(order.log).open("ab") as log:
        for start in range(0, len(attempts), 100):
            while start >= hold_at and not Path(order.go).exists():
                _write(client, log, [heartbeat(f"hold-{stream}-{time.monotonic_ns()}", stream) for stream in Stream])
                time.sleep(0.05)
            chunk = attempts[start : start + 100]
            started = time.monotonic()
            _write(client, log, chunk)
            if start % 10_000 == 5_000:  # as if the answer had been lost
                _write(client, log, chunk)
            time.sleep(max(0.0, len(chunk) / order.rate - (time.monotonic() - started)))


def _write(client: "Redis", log: IO[bytes], attempts: Sequence[Attempt]) -> None:
    log.writelines(msgspec.json.encode(attempted(attempt)) + b"\n" for attempt in attempts)
    log.flush()
    while not _is_written(client, attempts):
        time.sleep(0.1)


def _is_written(client: "Redis", chunk: Sequence[Attempt]) -> bool:
    """Whether all were written. After a failure some may be in the stream, and will be there twice."""
    with client.pipeline(transaction=False) as pipeline:
        for attempt in chunk:
            pipeline.xadd(f"{PREFIX}{attempt.stream}", attempt.fields)
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
        if point != self.order.pause or self.stream is not self.order.pause_stream:
            return
        self.seen += len(entries)
        if self.seen < self.order.pause_after or len(entries) < SMALLEST_BATCH:
            return
        Path(self.order.paused).touch()
        while True:
            time.sleep(60)


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


class ChaosInstallation(Installation):
    """An installation whose ingesters are those of the order."""

    order: IngesterOrder

    def ingester(self, stream: Stream, publish: Publish) -> StreamIngester:
        streams = self.parts.streams
        reader = StreamReader(streams.client, streams.key(stream), streams.group, "chaos")
        owner = f"chaos-{os.getpid()}-{uuid4().hex[:8]}"
        made = FAULTS[self.order.fault](
            stream, reader, self.decoder, self.repository, publish, self.parts.clock, owner, streams.limits
        )
        made.order = self.order
        return made

    def live_city(self) -> LiveCity:
        """What this process holds, once its threads are stopped."""
        assert self._follower is not None
        self._follower.step()
        self.hub.take_all()
        return self.hub._city


def run_ingester(order: IngesterOrder) -> None:
    """Ingest until told to end; then write down the live city as this process holds it."""
    ingest.LEASE_MS = LEASE_MS
    told = StopSignal()
    signal.signal(signal.SIGTERM, lambda *_: told.set())
    installation = ChaosInstallation(_parts(order))
    installation.order = order
    installation.start()
    while not told.wait(0.5):
        assert installation.health(detail=False)["ok"], "a thread of the installation ended"
    installation.stop()
    Path(order.live).write_bytes(msgspec.json.encode(live_rows(installation.live_city())))


def _parts(order: IngesterOrder) -> Parts:
    profile = load_city(TANGERANG)
    machine = MachineTime(time.monotonic, lambda: time.time_ns() // 1_000_000)
    limits = IngestLimits(batch=500, block_ms=200, trim_every=order.trim_every)
    return Parts(
        rules=ComplaintRules(profile, load_legal_limits(TANGERANG)),
        wards=None,
        sights=sights(profile, snap_arrays),
        targets=Targets(),
        clock=StoppedClock(),
        machine=machine,
        monitor=FeedMonitor([], FeedRules(), machine.elapsed),
        store=open_store(order.store_url),
        streams=Streams(connect(order.redis_url), PREFIX, GROUP, limits),
    )


def run(order: ProducerOrder | IngesterOrder, output: Path) -> None:
    """Be one process, whose words go to a file."""
    with output.open("ab") as words:
        for stream in (sys.stdout, sys.stderr):
            os.dup2(words.fileno(), stream.fileno())
    if isinstance(order, ProducerOrder):
        produce(order)
    else:
        run_ingester(order)
