"""Writes a simulated city into Redis, as a city's own systems would."""

from collections.abc import Callable, Sequence
from datetime import datetime

from redis import Redis

from data_sources.simulator.city import SimulatedCity
from data_sources.stream_entry import EntryFields
from domain.events import Stream

PIPELINE_ENTRIES = 500
Keyed = tuple[str, EntryFields]
"""An entry and the Redis key of its stream."""


class SimulatorFeed:
    """Writes a simulated city to its streams: what has come due, and heartbeats. Calls come from one thread.

    Every timeline of the city must have begun: by its history, or by resuming.
    """

    def __init__(
        self, city: SimulatedCity, client: Redis, key_of: Callable[[Stream], str], monotonic: Callable[[], float]
    ) -> None:
        self._city = city
        self._client = client
        self._key_of = key_of
        self._monotonic = monotonic
        self._unsent: list[Keyed] = []
        self._beat_after: float | None = None

    def step(self, now: datetime) -> int:
        """Write what is due at `now`; returns how many entries were written.

        When Redis is away it raises `redis.RedisError` and keeps what it has for the next step. A batch whose reply
        was lost is written again under the same ids.
        """
        for source in self._city.sources:
            key = self._key_of(source.timeline.stream)
            self._unsent += [(key, entry) for entry in source.timeline.due_until(now)]
        written = 0
        while self._unsent:
            batch = self._unsent[:PIPELINE_ENTRIES]
            write_entries(self._client, batch)
            del self._unsent[: len(batch)]
            written += len(batch)
        return written + self._beat(now)

    def _beat(self, now: datetime) -> int:
        """Heartbeats when they are due by the real clock, whatever the speed of the city's; one for each source."""
        elapsed = self._monotonic()
        if self._beat_after is not None and elapsed < self._beat_after:
            return 0
        timelines = {source.timeline.source: source.timeline for source in self._city.sources}
        beats = [(self._key_of(one.stream), one.heartbeat(now)) for one in timelines.values()]
        heard = [(key, beat) for key, beat in beats if beat is not None]
        if heard:
            write_entries(self._client, heard)
        self._beat_after = elapsed + self._city.heartbeat_seconds
        return len(heard)


def write_entries(client: Redis, entries: Sequence[Keyed]) -> None:
    """Add entries to their streams, all or none."""
    with client.pipeline(transaction=True) as pipeline:
        for key, entry in entries:
            pipeline.xadd(key, dict(entry.items()))
        pipeline.execute()
