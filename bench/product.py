"""The product as its users run it: a process of its own on a real Redis and SQLite, with a city's past in its store."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Event as StopSignal
from threading import Thread

from redis import Redis

from bench import city
from data_sources.clock import SystemClock
from data_sources.decode import Decoder
from data_sources.ingest import IngestLimits, StreamIngester
from data_sources.repository import Repository, Saved
from data_sources.store import migrate, open_store
from data_sources.stream import StreamReader, connect
from data_sources.stream_entry import EntryFields, encode_entry
from domain.events import Stream
from tests.servers import free_port, redis_binary, running_redis, wait_until

KEY = "liveroom:complaints"
GROUP = "liveroom"
PIPELINE_ENTRIES = 1000
SOURCE = "laksa"
HEARTBEAT_SECONDS = 5.0
START_SECONDS = 60.0


@dataclass(frozen=True)
class Product:
    """A running Live Room."""

    url: str
    redis_url: str
    pid: int


@contextmanager
def folder() -> Iterator[Path]:
    """A short path, since sockets allow no long one; readable for the user that a database runs as."""
    with tempfile.TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running_product(place: Path, history_days: int) -> Iterator[Product]:
    """A Live Room without simulation, on a store that already knows the city's past."""
    store_url = f"sqlite:///{place / 'store.db'}"
    with running_redis(place / "redis", redis_binary()) as redis:
        migrate(store_url, city.ROOT / "migrations")
        fill(redis.url, store_url, city.history(SystemClock().now(), history_days))
        port = free_port()
        environment = {
            **os.environ,
            "LIVEROOM_SERVER__PORT": str(port),
            "LIVEROOM_STORE__URL": store_url,
            "LIVEROOM_STREAMS__URL": redis.url,
            "LIVEROOM_SIMULATION__ENABLED": "false",
        }
        log_file = place / "product.log"
        with log_file.open("wb") as log:
            process = subprocess.Popen(
                [sys.executable, "app.py"], cwd=city.ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
            )
        try:
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: process.poll() is not None or _answers(url), f"Live Room on port {port}", START_SECONDS)
            if process.poll() is not None:
                raise RuntimeError(f"Live Room ended at its start: {log_file.read_text(encoding='utf-8')[-2000:]}")
            yield Product(url, redis.url, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/live/frame", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def an_ingester(client: Redis, repository: Repository, limits: IngestLimits) -> StreamIngester:
    """The real road of one stream, from Redis to a store."""
    reader = StreamReader(client, KEY, GROUP, "bench")
    decoder = Decoder(city.profile())
    return StreamIngester(Stream.COMPLAINTS, reader, decoder, repository, _nothing, SystemClock(), "bench", limits)


def _nothing(_: Saved) -> None:
    """Nobody listens."""


def write(client: Redis, entries: Sequence[EntryFields]) -> None:
    """Append entries to the stream."""
    for start in range(0, len(entries), PIPELINE_ENTRIES):
        with client.pipeline(transaction=False) as pipeline:
            for entry in entries[start : start + PIPELINE_ENTRIES]:
                pipeline.xadd(KEY, dict(entry.items()))
            pipeline.execute()


def fill(redis_url: str, store_url: str, entries: Sequence[EntryFields]) -> None:
    """Bring a city's past into a store."""
    client, store = connect(redis_url), open_store(store_url)
    write(client, entries)
    ingester = an_ingester(client, Repository(store, city.rules()), IngestLimits(1000, 1))
    stored = 0
    while stored < len(entries):
        stored += ingester.step()
    ingester.stop()
    store.dispose()
    client.close()


@dataclass(frozen=True)
class Sent:
    """One event: its entry in the stream, and the wall clock just before it was added, in milliseconds."""

    position: str
    at_ms: float


class Producer:
    """Sends the events of a city at a steady rate, each stamped with the time at which it is sent."""

    def __init__(self, redis_url: str, lives: Iterator[EntryFields]) -> None:
        self._client = connect(redis_url)
        self._lives = lives
        self._count = 0

    def send(self) -> Sent:
        """One event, now."""
        self._count += 1
        at_ms = time.time_ns() / 1e6
        at = datetime.fromtimestamp(at_ms // 1 / 1000, UTC).isoformat(timespec="milliseconds")
        entry = {**next(self._lives), "id": f"bench-{self._count:09d}", "at": at}
        at_ms = time.time_ns() / 1e6
        return Sent(_text(self._client.xadd(KEY, dict(entry.items()))), at_ms)

    def beat(self) -> None:
        """A sign of life."""
        now = datetime.now(UTC)
        data = {"producer": SOURCE, "interval_seconds": HEARTBEAT_SECONDS, "simulated": False}
        entry = encode_entry("heartbeat", f"beat-{now.timestamp()}", now, SOURCE, data)
        self._client.xadd(KEY, dict(entry.items()))

    def send_for(self, seconds: float, per_second: float) -> list[Sent]:
        """Events at even distances; one that is late is sent at once, so that the rate holds."""
        sent: list[Sent] = []
        start = time.monotonic()
        while (due := len(sent) / per_second) < seconds:
            time.sleep(max(0.0, start + due - time.monotonic()))
            sent.append(self.send())
        time.sleep(max(0.0, start + seconds - time.monotonic()))
        return sent


def _text(position: object) -> str:
    return position.decode() if isinstance(position, bytes) else str(position)


@contextmanager
def beating(producer: Producer) -> Iterator[None]:
    """Signs of life while something is measured, so that the feed stays alive; this producer sends nothing else."""
    stop = StopSignal()

    def beat() -> None:
        producer.beat()
        while not stop.wait(HEARTBEAT_SECONDS):
            producer.beat()

    thread = Thread(target=beat, daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()


def lives_from_now(count: int, history_days: int) -> Iterator[EntryFields]:
    """What happens next in the city whose past `running_product` stored."""
    return city.future(datetime.now(UTC) - timedelta(minutes=1), count, history_days)
