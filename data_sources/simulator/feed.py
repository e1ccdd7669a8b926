"""Writes a simulated city into Redis, as a city's own system would."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from redis import Redis

from data_sources.simulator.city import Simulator
from data_sources.stream_entry import EntryFields

PIPELINE_ENTRIES = 500


class SimulatorFeed:
    """Writes a simulated city to its stream: what has come due, and heartbeats. Calls come from one thread."""

    def __init__(
        self,
        simulator: Simulator,
        client: Redis,
        stream_key: str,
        monotonic: Callable[[], float],
        start_from: datetime | None = None,
        first_day: date | None = None,
    ) -> None:
        """With `start_from` it goes on after that instant; without, the simulator has told its history already."""
        self._simulator = simulator
        self._client = client
        self._key = stream_key
        self._monotonic = monotonic
        self._unsent: list[EntryFields] = []
        self._beat_after: float | None = None
        if start_from is not None:
            simulator.resume(start_from, first_day)

    def step(self, now: datetime) -> int:
        """Write what is due at `now`; returns how many entries were written.

        When Redis is away it raises `redis.RedisError` and keeps what it has for the next step. A batch whose reply
        was lost is written again under the same ids.
        """
        self._unsent += self._simulator.due_until(now)
        written = 0
        while self._unsent:
            batch = self._unsent[:PIPELINE_ENTRIES]
            self._write(batch)
            del self._unsent[: len(batch)]
            written += len(batch)
        return written + self._beat(now)

    def _beat(self, now: datetime) -> int:
        """A heartbeat when one is due by the real clock, whatever the speed of the city's."""
        elapsed = self._monotonic()
        if self._beat_after is not None and elapsed < self._beat_after:
            return 0
        entry = self._simulator.heartbeat(now)
        if entry is not None:
            self._write([entry])
        self._beat_after = elapsed + self._simulator.config.heartbeat_seconds
        return int(entry is not None)

    def _write(self, entries: Sequence[EntryFields]) -> None:
        with self._client.pipeline(transaction=True) as pipeline:
            for entry in entries:
                pipeline.xadd(self._key, dict(entry.items()))
            pipeline.execute()
