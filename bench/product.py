"""The product as its users run it: a process of its own on a real Redis and SQLite, with a city's past in its store."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event as StopSignal

from redis import Redis

from bench import city
from bench.beside import running_beside
from bench.load import Load
from bench.moment import ShiftedClock
from data_sources.clock import SystemClock
from data_sources.decode import Decoder
from data_sources.ingest import IngestLimits, StreamIngester
from data_sources.repository import Repository, Saved
from data_sources.store import migrate, open_store
from data_sources.stream import StreamReader, connect
from data_sources.stream_entry import EntryFields, encode_entry
from domain.clock import Clock
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.identity import Role
from tests.servers import free_port, redis_binary, running_redis, wait_until
from tests.signing_in import token_for

KEYS = {stream: f"liveroom:{stream.value}" for stream in Stream}
GROUP = "liveroom"
PIPELINE_ENTRIES = 1000
SOURCE = "laksa"
BATCH = IngestLimits(1000, 1)
HEARTBEAT_SECONDS = 5.0
START_SECONDS = 60.0
Past = Mapping[Stream, Sequence[EntryFields]]
"""The entries that a store starts with, by stream."""


@dataclass(frozen=True)
class Product:
    """A running Live Room."""

    url: str
    redis_url: str
    pid: int
    store_url: str
    token: str


@contextmanager
def folder() -> Iterator[Path]:
    """A short path, since sockets allow no long one; readable for the user that a database runs as."""
    with tempfile.TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as name:
        Path(name).chmod(0o755)
        yield Path(name)


@contextmanager
def running_product(place: Path, history_days: int) -> Iterator[Product]:
    """A Live Room without simulation, on a store that already knows the city's past."""
    clock = SystemClock()
    past = {Stream.COMPLAINTS: city.history(clock.now(), history_days)}
    with _running(place, _Start(city.CITY, city.rules(), past, clock, ["app.py"])) as product:
        yield product


@contextmanager
def loaded_product(place: Path, load: Load, history_days: int, clock: ShiftedClock) -> Iterator[Product]:
    """The same on the load's morning, with all that happened on it so far beside the complaints."""
    past = {Stream.COMPLAINTS: city.history(load.at, history_days), **load.past}
    program = ["-m", "bench.served", str(clock.ahead.total_seconds())]
    with _running(place, _Start(load.folder, load.rules, past, clock, program)) as product:
        yield product


@dataclass(frozen=True)
class _Start:
    """What a product starts with: its city, what its store knows, its time, and the program that runs it."""

    city_folder: Path
    rules: ComplaintRules
    past: Past
    clock: Clock
    program: Sequence[str]


@contextmanager
def _running(place: Path, start: _Start) -> Iterator[Product]:
    store_url = f"sqlite:///{place / 'store.db'}"
    with running_redis(place / "redis", redis_binary()) as redis:
        migrate(store_url, city.ROOT / "migrations")
        fill(redis.url, store_url, start.rules, start.past, start.clock)
        port = free_port()
        environment = {
            **os.environ,
            "LIVEROOM_CITY": str(start.city_folder),
            "LIVEROOM_SERVER__PORT": str(port),
            "LIVEROOM_STORE__URL": store_url,
            "LIVEROOM_STREAMS__URL": redis.url,
            "LIVEROOM_SIMULATION__ENABLED": "false",
        }
        with _process(start.program, environment, place / "product.log") as process:
            url = f"http://127.0.0.1:{port}"
            wait_until(lambda: process.poll() is not None or _answers(url), f"Live Room on port {port}", START_SECONDS)
            if process.poll() is not None:
                log = (place / "product.log").read_text(encoding="utf-8")
                raise RuntimeError(f"Live Room ended at its start: {log[-2000:]}")
            yield Product(url, redis.url, process.pid, store_url, token_for(store_url, Role.WALL_GUEST))


@contextmanager
def _process(
    program: Sequence[str], environment: Mapping[str, str], log_file: Path
) -> Iterator[subprocess.Popen[bytes]]:
    with log_file.open("wb") as log:
        process = subprocess.Popen(
            [sys.executable, *program], cwd=city.ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
        )
    try:
        yield process
    finally:
        process.terminate()
        process.wait(timeout=20)


def _answers(url: str) -> bool:
    try:
        with urllib.request.urlopen(f"{url}/healthz", timeout=2) as reply:
            return bool(reply.status == 200)
    except OSError:
        return False


def an_ingester(
    client: Redis,
    repository: Repository,
    limits: IngestLimits,
    stream: Stream = Stream.COMPLAINTS,
    rules: ComplaintRules | None = None,
    clock: Clock | None = None,
) -> StreamIngester:
    """The real road of one stream, from Redis to a store."""
    reader = StreamReader(client, KEYS[stream], GROUP, "bench")
    decoder, city_time = Decoder((rules or city.rules()).profile), clock or SystemClock()
    return StreamIngester(stream, reader, decoder, repository, _nothing, city_time, "bench", limits)


def _nothing(_: Saved) -> None:
    """Nobody listens."""


def write(client: Redis, entries: Sequence[EntryFields], stream: Stream = Stream.COMPLAINTS) -> None:
    """Append entries to a stream."""
    for start in range(0, len(entries), PIPELINE_ENTRIES):
        with client.pipeline(transaction=False) as pipeline:
            for entry in entries[start : start + PIPELINE_ENTRIES]:
                pipeline.xadd(KEYS[stream], dict(entry.items()))
            pipeline.execute()


def fill(redis_url: str, store_url: str, rules: ComplaintRules, past: Past, clock: Clock) -> None:
    """Bring a city's past into a store."""
    client, store = connect(redis_url), open_store(store_url)
    repository = Repository(store, rules)
    for stream, entries in past.items():
        write(client, entries, stream)
        ingester = an_ingester(client, repository, BATCH, stream, rules, clock)
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

    def __init__(self, redis_url: str, lives: Iterator[EntryFields], clock: Clock | None = None) -> None:
        self._client = connect(redis_url)
        self._lives = lives
        self._clock = clock or SystemClock()
        self._count = 0

    def send(self) -> Sent:
        """One event, now."""
        self._count += 1
        at = self._clock.now().isoformat(timespec="milliseconds")
        entry = {**next(self._lives), "id": f"bench-{self._count:09d}", "at": at}
        at_ms = time.time_ns() / 1e6
        return Sent(_text(self._client.xadd(KEYS[Stream.COMPLAINTS], dict(entry.items()))), at_ms)

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


def beating(redis_url: str, sources: Mapping[str, Stream], clock: Clock | None = None) -> AbstractContextManager[None]:
    """Signs of life of producers while something is measured, so that their feeds stay alive."""
    client, city_time = connect(redis_url), clock or SystemClock()

    def beat(stop: StopSignal) -> None:
        while True:
            for source, stream in sources.items():
                client.xadd(KEYS[stream], dict(heartbeat(source, city_time.now()).items()))
            if stop.wait(HEARTBEAT_SECONDS):
                return

    return running_beside(beat)


def heartbeat(source: str, now: datetime) -> EntryFields:
    """A sign of life of a producer."""
    data = {"producer": source, "interval_seconds": HEARTBEAT_SECONDS, "simulated": False}
    return encode_entry("heartbeat", f"beat-{source}-{now.timestamp()}", now, source, data)


def lives_from(now: datetime, count: int, history_days: int) -> Iterator[EntryFields]:
    """What happens next in the city whose past a running product's store holds."""
    return city.future(now - timedelta(minutes=1), count, history_days)
