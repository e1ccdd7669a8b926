"""The harness of a chaos run: starts the processes, kills them while the producer writes, drains and has it checked.

Every kill waits for something that happened (so much was produced, the ingester stores again, it stands at the point),
never for a time alone; the producer keeps its last tenth back until all faults have landed.
"""

import multiprocessing
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from multiprocessing.context import ForkServerContext, ForkServerProcess
from pathlib import Path
from random import Random

from data_sources.ingest import IngestLimits
from data_sources.installation import Streams
from data_sources.repository import Repository
from data_sources.store import migrate, open_store
from data_sources.stream import connect
from domain.complaints import ComplaintRules
from domain.events import Stream
from tests.data_sources import chaos
from tests.data_sources.chaos import GROUP, PREFIX, IngesterOrder, ProducerOrder
from tests.data_sources.chaos_check import Report, check
from tests.servers import RedisServer, redis_binary, wait_until

ROOT = Path(__file__).resolve().parents[2]
LIMIT_SECONDS = 120
SETTLE_SECONDS = 3
NEVER = 10**12


class DurableRedis(RedisServer):
    """Writes each entry to disk before it answers, so that a killed one has lost nothing it had promised."""

    def start(self) -> "RedisServer":
        super().start()
        client = connect(self.url)
        client.config_set("appendfsync", "always")
        client.close()
        return self


Pause = tuple[str, Stream]


@dataclass(frozen=True, slots=True)
class Plan:
    """One run. Each of `pauses` is a point, of a stream, at which an ingester of its own is stopped and killed."""

    count: int
    rate: float
    kills: int = 0
    redis_kills: int = 0
    pauses: tuple[Pause, ...] = ()
    fault: str = "none"
    trim_every: int = NEVER
    seed: int = 1


@cache
def warm_server() -> ForkServerContext:
    """What forks the processes; they share nothing but what was imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([chaos.__name__])
    return context


def ended_well(process: ForkServerProcess) -> bool:
    """Wait for the end of a process that was told to end, or has done its work."""
    process.join(LIMIT_SECONDS)
    return process.exitcode == 0


@dataclass
class Run:
    """The processes and files of one run."""

    plan: Plan
    folder: Path
    store_url: str
    redis: RedisServer
    repository: Repository
    random: Random = field(default_factory=lambda: Random(7))
    ingesters: list[ForkServerProcess] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    _read_bytes: int = 0
    _read_lines: int = 0

    # --- processes

    def _start(self, command: str, order: ProducerOrder | IngesterOrder) -> ForkServerProcess:
        process = warm_server().Process(target=chaos.run, args=(order, self.folder / f"{command}.out"), daemon=True)
        process.start()
        return process

    def start_producer(self) -> ForkServerProcess:
        plan = self.plan
        order = ProducerOrder(self.redis.url, str(self.log), str(self.go), plan.count, plan.seed, plan.rate)
        return self._start("produce", order)

    def start_ingester(self, pause: Pause = ("", Stream.COMPLAINTS)) -> None:
        """A new ingester; `pause` has it stop for ever at that point of that stream."""
        order = IngesterOrder(
            redis_url=self.redis.url,
            store_url=self.store_url,
            live=str(self.folder / "live.json"),
            paused=str(self.folder / f"paused-{len(self.ingesters)}"),
            trim_every=self.plan.trim_every,
            fault=self.plan.fault,
            pause=pause[0],
            pause_stream=pause[1],
        )
        self.ingesters.append(self._start("ingest", order))

    def end(self, *others: ForkServerProcess) -> None:
        """End what still runs."""
        for process in (*self.ingesters, *others):
            if process.is_alive():
                process.kill()
                process.join()

    # --- what can be seen from outside

    @property
    def log(self) -> Path:
        return self.folder / "attempted.jsonl"

    @property
    def go(self) -> Path:
        return self.folder / "go"

    @property
    def streams(self) -> Streams:
        return Streams(connect(self.redis.url), PREFIX, GROUP, IngestLimits())

    def produced(self) -> int:
        """How many entries the producer has attempted so far."""
        if self.log.exists():
            with self.log.open("rb") as log:
                log.seek(self._read_bytes)
                new = log.read()
            self._read_bytes += len(new)
            self._read_lines += new.count(b"\n")
        return self._read_lines

    def position(self, stream: Stream) -> str:
        return self.repository.position(f"{PREFIX}{stream}")

    def output(self) -> str:
        """The last words of the ingesters."""
        return (self.folder / "ingest.out").read_text(errors="replace")[-2000:]

    def wait(self, holds: Callable[[], bool], what: str) -> None:
        """Poll until something holds, as long as the ingester lives."""

        def is_so() -> bool:
            assert self.ingesters[-1].is_alive(), f"the ingester ended by itself:\n{self.output()}"
            return holds()

        wait_until(is_so, what, LIMIT_SECONDS)

    # --- faults

    def kill_at(self, pause: Pause) -> None:
        """Kill the ingester where it stands: at the point at which it was told to stop."""
        point = "{} of {}".format(*pause)
        paused = self.folder / f"paused-{len(self.ingesters) - 1}"
        self.wait(paused.exists, f"the ingester stands at {point}")
        self._kill_ingester(f"at {point}")

    def kill_at_random(self) -> None:
        """Kill the ingester some moment after it has begun to store again."""
        self._wait_until_it_stores()
        time.sleep(self.random.uniform(0, 0.3))
        self._kill_ingester("while it stores")

    def _kill_ingester(self, how: str) -> None:
        self.ingesters[-1].kill()
        self.ingesters[-1].join()
        self.faults.append(f"ingester {how}")

    def _wait_until_it_stores(self) -> None:
        stream = self.random.choice(list(Stream))
        before = self.position(stream)
        self.wait(lambda: self.position(stream) != before, f"the ingester stores {stream}")

    def kill_redis(self) -> None:
        self._wait_until_it_stores()
        self.redis.kill()
        self.faults.append("redis")
        self.redis.start()

    # --- the end

    def drain(self) -> None:
        """Wait until nothing waits above the stored positions, and for a moment that nothing is pending."""
        client = self.streams.client

        def is_stored() -> bool:
            tops = {stream: client.xinfo_stream(f"{PREFIX}{stream}")["last-generated-id"].decode() for stream in Stream}
            return all(self.position(stream) == top for stream, top in tops.items())

        def is_acknowledged() -> bool:
            return not any(client.xpending(f"{PREFIX}{stream}", GROUP)["pending"] for stream in Stream)

        self.wait(is_stored, "everything is stored")
        with suppress(AssertionError):  # the checker reports it
            wait_until(is_acknowledged, "everything is acknowledged", SETTLE_SECONDS)
        client.close()

    def stop_ingester(self) -> None:
        """End the last ingester in good order: it writes down the live city that it holds."""
        self.ingesters[-1].terminate()
        assert ended_well(self.ingesters[-1]), self.output()


def run_chaos(plan: Plan, folder: Path, store_url: str, rules: ComplaintRules) -> tuple[Report, Sequence[str]]:
    """One run from the empty store to the report, and the faults that fell into it."""
    migrate(store_url, ROOT / "migrations")
    store = open_store(store_url)
    redis = DurableRedis(folder / "redis", redis_binary())
    run = Run(plan, folder, store_url, redis, Repository(store, rules))
    redis.start()
    run.start_ingester(*plan.pauses[:1])
    producer = run.start_producer()
    try:
        _break_things(run)
        assert producer.is_alive(), "a fault fell after the production"
        run.go.touch()
        assert ended_well(producer)
        run.drain()
        run.stop_ingester()
        return check(run.log, folder / "live.json", store_url, run.streams, rules), run.faults
    finally:
        run.end(producer)
        redis.stop()
        store.dispose()


def _break_things(run: Run) -> None:
    plan = run.plan
    for number, point in enumerate(plan.pauses):
        run.kill_at(point)
        run.start_ingester(*plan.pauses[number + 1 : number + 2])
    faults = ["ingester"] * plan.kills + ["redis"] * plan.redis_kills
    run.random.shuffle(faults)
    for number, fault in enumerate(faults, start=1):
        due = plan.count * 8 * number // (10 * (len(faults) + 1))
        run.wait(lambda due=due: run.produced() >= due, "the producer writes")  # type: ignore[misc]
        if fault == "redis":
            run.kill_redis()
        else:
            run.kill_at_random()
            run.start_ingester()
