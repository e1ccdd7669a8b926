"""The dashboard as its users run it, and a producer that reports to it: both can die and come back."""

import contextlib
import http.client
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event as Signal
from threading import Thread
from time import monotonic
from typing import Any, NamedTuple, TypeVar

import redis
import yaml
from redis.backoff import NoBackoff
from redis.retry import Retry

from domain.identity import Role
from tests.servers import RedisServer, free_port, wait_until
from tests.signing_in import header, token_for

ROOT = Path(__file__).resolve().parents[2]
KEY = "liveroom:complaints"
SOURCE = "laksa"
KEPT_VARIABLES = ("LIVEROOM_BOUNDARIES",)

NEVER_LATE_SECONDS = 30.0
"""Between two heartbeats, where a test is not about them: a busy machine must not make the feed late."""


@dataclass
class Product:
    """`python app.py` with a configuration of its own; it can be stopped, killed and started again on its port."""

    folder: Path
    redis: RedisServer
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None
    tokens: dict[Role, str] = field(default_factory=dict)
    kept: tuple[str, ...] = KEPT_VARIABLES

    @property
    def store_url(self) -> str:
        return f"sqlite:///{self.folder / 'liveroom.db'}"

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def log(self) -> Path:
        return self.folder / "app.log"

    def start(self) -> "Product":
        self.folder.mkdir(parents=True, exist_ok=True)
        config = self.folder / "config.yaml"
        config.write_text(yaml.safe_dump(self._config()), encoding="utf-8")
        ours = {name: value for name, value in os.environ.items() if self._is_kept(name)}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "app.py"],
                cwd=ROOT,
                env={**ours, "LIVEROOM_CONFIG": str(config)},
                stdout=log,
                stderr=subprocess.STDOUT,
            )
        wait_until(self._answers, "the dashboard")
        return self

    def _config(self) -> Mapping[str, object]:
        return {
            "city": "cities/tangerang",
            "server": {"port": self.port},
            "store": {"url": self.store_url},
            "streams": {"url": self.redis.url, "block_ms": 200},
            "feeds": [{"code": SOURCE, "label": "LAKSA"}],
            "simulation": {"enabled": False},
        }

    def token(self, role: Role) -> str:
        """The session of a role, made at its first use."""
        if role not in self.tokens:
            self.tokens[role] = token_for(self.store_url, role)
        return self.tokens[role]

    def _is_kept(self, variable: str) -> bool:
        """Whatever a developer set for the own dashboard is not the tests' business."""
        return not variable.startswith("LIVEROOM_") or variable in self.kept

    def _answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, f"the dashboard ended:\n{self.log.read_text(encoding='utf-8')}"
        return self.status("/healthz") == 200

    def status(self, path: str) -> int:
        """The status of a request, 0 while nobody listens."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            try:
                connection.request("GET", path)
                return connection.getresponse().status
            except OSError:
                return 0

    def waiting(self) -> int:
        """How many entries of the streams are not stored yet."""
        with contextlib.closing(http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)) as connection:
            connection.request("GET", "/healthz?detail=1", headers=header(self.token(Role.ADMINISTRATOR)))
            report = json.loads(connection.getresponse().read())
        return sum(balance["waiting"] for balance in report["balance"])

    def stop(self) -> float:
        """End it as an administrator does; the monotonic second at which it was gone."""
        return self._end(signal.SIGTERM)

    def kill(self) -> float:
        """End it as a crash does; the monotonic second at which it was gone."""
        return self._end(signal.SIGKILL)

    def freeze(self) -> float:
        """Let it hang, with all its connections open; the monotonic second at which it did."""
        return self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> float:
        assert self.process is not None
        self.process.send_signal(number)
        return monotonic()

    def _end(self, number: signal.Signals) -> float:
        assert self.process is not None
        if self.process.poll() is None:
            self.process.send_signal(number)
        self.process.wait(timeout=30)
        return monotonic()


class Told(NamedTuple):
    """What a producer remembers of an entry: its place in the stream, and its time in milliseconds since 1970."""

    position: str
    at_ms: int


class Producer:
    """A city system: it reports facts, and that it is alive, until it is silenced."""

    def __init__(self, url: str) -> None:
        self._client = redis.Redis.from_url(url, protocol=2, decode_responses=True, retry=Retry(NoBackoff(), 0))
        self._ids = count(1)
        self._run = f"{datetime.now(UTC):%H%M%S%f}"
        self._stop = Signal()
        self._thread: Thread | None = None

    def speak(self, interval_seconds: float = NEVER_LATE_SECONDS) -> None:
        """Send heartbeats from now on."""
        self.silence()
        self._stop = Signal()
        self._thread = Thread(target=self._beat, args=(interval_seconds, self._stop), daemon=True)
        self._thread.start()

    def silence(self) -> None:
        """Send no more heartbeats."""
        self._stop.set()
        if self._thread is not None:
            self._thread.join()
            self._thread = None

    def close(self) -> None:
        self.silence()
        self._client.close()

    def _beat(self, interval_seconds: float, stop: Signal) -> None:
        data = {"producer": SOURCE, "interval_seconds": interval_seconds}
        while True:
            with contextlib.suppress(redis.RedisError):  # Redis may be away; a producer goes on trying
                self._client.xadd(KEY, self._entry("heartbeat", datetime.now(UTC), data))
            if stop.wait(min(interval_seconds, 2.0)):
                return

    def tell(self, event_type: str, at: datetime | None = None, **data: object) -> Told:
        """Report a fact."""
        entry = self._entry(event_type, at or datetime.now(UTC), data)
        return Told(str(self._client.xadd(KEY, entry)), _epoch_ms(entry["at"]))

    def tell_all(self, facts: "list[Fact]") -> None:
        """Report many facts at once."""
        with self._client.pipeline(transaction=False) as pipeline:
            for event_type, at, data in facts:
                pipeline.xadd(KEY, self._entry(event_type, at, data))
            pipeline.execute()

    def file_complaint(self, complaint_id: str, at: datetime | None = None, **changes: object) -> Told:
        """Report a complaint: a street light in Karawaci, unless said otherwise."""
        return self.tell("complaint.filed", at, **(a_complaint(complaint_id) | changes))

    def _entry(self, event_type: str, at: datetime, data: Mapping[str, object]) -> dict[Any, Any]:
        return {
            "v": "1",
            "id": f"{self._run}-{next(self._ids):06d}",  # of two of one millisecond the greater is the newer
            "type": event_type,
            "at": at.isoformat(timespec="milliseconds"),
            "source": SOURCE,
            "data": json.dumps(data),
        }


Fact = tuple[str, datetime, Mapping[str, object]]


def a_complaint(complaint_id: str) -> dict[str, object]:
    """The payload of a complaint that was filed."""
    return {
        "complaint_id": complaint_id,
        "category": "street_light_out",
        "channel": "LAKSA",
        "lat": -6.1783,
        "lon": 106.6319,
    }


def from_now(**span: float) -> str:
    """An instant from now on, or ago where the span is negative, as the contract writes it."""
    return (datetime.now(UTC) + timedelta(**span)).isoformat(timespec="milliseconds")


def _epoch_ms(instant: str) -> int:
    return (datetime.fromisoformat(instant) - datetime(1970, 1, 1, tzinfo=UTC)) // timedelta(milliseconds=1)


Started = TypeVar("Started", bound=Product)


@contextlib.contextmanager
def running(product: Started) -> Iterator[Started]:
    """A product that is started, and ended whatever comes of it."""
    try:
        product.start()
        yield product
    finally:
        product.stop()
