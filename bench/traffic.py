"""What goes on beside the complaints while something is measured: crews report, tickets move, people come and go."""

import time
from contextlib import AbstractContextManager
from datetime import datetime
from threading import Event as StopSignal

from redis import Redis

from bench.beside import running_beside
from bench.load import Load
from bench.product import KEYS
from data_sources.stream import connect
from data_sources.stream_entry import EntryFields
from domain.clock import Clock
from domain.events import Stream

STEP_SECONDS = 0.05
SOURCES = {
    "laksa": Stream.COMPLAINTS,
    "antrean": Stream.QUEUES,
    "presensi": Stream.ACTIVITY,
    "petugas": Stream.ACTIVITY,
}
"""The producers, all of which give signs of life."""


class Traffic:
    """Sends positions at the fleet's rate and the load's future at its own, each stamped with the time of sending."""

    def __init__(self, redis_url: str, load: Load, clock: Clock) -> None:
        self._client: Redis = connect(redis_url)
        self._load = load
        self._clock = clock
        self._future = iter(load.future)
        self._zone = load.profile.timezone

    def flowing(self) -> AbstractContextManager[None]:
        """Traffic until the end of the context."""
        return running_beside(self._run)

    def _run(self, stop: StopSignal) -> None:
        start, positions, events = time.monotonic(), 0, 0
        while not stop.wait(STEP_SECONDS):
            lasted = time.monotonic() - start
            due_positions = int(lasted * self._load.fleet.per_second) - positions
            due_events = int(lasted * self._load.per_second) - events
            self._send(due_positions, due_events)
            positions, events = positions + due_positions, events + due_events

    def _send(self, positions: int, events: int) -> None:
        now = self._clock.now().astimezone(self._zone)
        entries = [(Stream.ACTIVITY, self._load.fleet.report(now)) for _ in range(positions)]
        entries += [one for one in (self._next(now) for _ in range(events)) if one is not None]
        with self._client.pipeline(transaction=False) as pipeline:
            for stream, entry in entries:
                pipeline.xadd(KEYS[stream], dict(entry.items()))
            pipeline.execute()

    def _next(self, now: datetime) -> tuple[Stream, EntryFields] | None:
        stream, entry = next(self._future, (None, {}))
        return None if stream is None else (stream, {**entry, "at": now.isoformat(timespec="milliseconds")})
