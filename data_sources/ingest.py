"""The pipeline of one stream, in order: hold the lease, read, decode, save, acknowledge, publish."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from threading import Event as StopSignal
from time import sleep

import structlog
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from data_sources.decode import Decoder
from data_sources.errors import first_line
from data_sources.repository import Batch, PositionMovedError, Repository, Saved
from data_sources.stream import FIRST_POSITION, Entry, GroupLostError, StreamReader, position_key
from domain.clock import Clock
from domain.events import Event, Heartbeat, Rejected, Stream

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 10.0
STANDBY_SECONDS = 0.2
LEASE_MS = 3_000
"""Short: two active ingesters do no harm. The position is only moved from where it was read, and never past an entry
that was delivered to another one (see `_read`)."""

Publish = Callable[[Saved], None]


@dataclass(frozen=True, slots=True)
class IngestLimits:
    """How much is read at once, how long a read waits, and after how many stored entries the stream is trimmed."""

    batch: int = 500
    block_ms: int = 1000
    trim_every: int = 10_000


class OthersPendingError(Exception):
    """Entries below those just read were delivered before and are not stored yet: they must come first."""


class StreamIngester:
    """The active or standing-by ingester of one stream. `step` is one turn; errors of Redis and the store pass on."""

    def __init__(
        self,
        stream: Stream,
        reader: StreamReader,
        decoder: Decoder,
        repository: Repository,
        publish: Publish,
        clock: Clock,
        owner: str,
        limits: IngestLimits | None = None,
    ) -> None:
        self.stream = stream
        self._reader = reader
        self._decoder = decoder
        self._repository = repository
        self._publish = publish
        self._clock = clock
        self._owner = owner
        self._limits = limits or IngestLimits()
        self._position: str | None = None
        self._pending_after: str | None = None
        self._stored_since_trim = 0

    def step(self) -> int:
        """One turn: how many entries were stored. Waits up to `block_ms` when there is nothing to do."""
        if not self._reader.hold_lease(self._owner, LEASE_MS):
            self._position = None
            sleep(STANDBY_SECONDS)
            return 0
        try:
            position = self._take_up() if self._position is None else self._position
            entries = self._read()
            stored = self._store(entries, position)
            self._reader.ack([entry.position for entry in entries])
        except (GroupLostError, PositionMovedError, OthersPendingError):
            self._position = None
            return 0
        except Exception:
            self._position = None  # what was read and not stored is pending: it must come before anything new
            raise
        self._trim(stored)
        return stored

    def stop(self) -> None:
        """Let another ingester take over at once."""
        self._reader.release_lease(self._owner)

    def _take_up(self) -> str:
        """Start where the store stands: own pending entries and those of dead consumers come first."""
        position = self._repository.position(self._reader.key)
        self._reader.create_group(position)
        self._reader.claim_all()
        self._position, self._pending_after = position, FIRST_POSITION
        return position

    def _read(self) -> Sequence[Entry]:
        if self._pending_after is not None:
            entries = self._reader.read_pending(self._pending_after, self._limits.batch)
            self._pending_after = entries[-1].position if entries else None
            if entries:
                return entries
        entries = self._reader.read_new(self._limits.batch, self._limits.block_ms)
        if entries and self._reader.pending_count() != len(entries):
            raise OthersPendingError(f"{self._reader.key}: an ingester whose lease ran out had read some")
        return entries

    def _store(self, entries: Sequence[Entry], position: str) -> int:
        """Save what lies above the stored position; the rest was saved before it could be acknowledged."""
        fresh = [entry for entry in entries if position_key(entry.position) > position_key(position)]
        if not fresh:
            return 0
        saved = self._repository.save(self._decode(fresh, position))
        self._position = fresh[-1].position
        self._publish(replace(saved, stream=self.stream))
        return len(fresh)

    def _decode(self, entries: Sequence[Entry], before: str) -> Batch:
        now = self._clock.now()
        decoded = [self._decoder.decode(entry.fields, entry.position, self.stream, now) for entry in entries]
        return sorted_out(Batch(self._reader.key, before, entries[-1].position, len(entries)), decoded)

    def _trim(self, stored: int) -> None:
        self._stored_since_trim += stored
        if self._stored_since_trim >= self._limits.trim_every and self._position is not None:
            self._stored_since_trim = 0
            self._reader.trim(self._position)


def sorted_out(batch: Batch, decoded: Sequence[Event | Rejected]) -> Batch:
    """A batch with its entries told apart: events, heartbeats and what was rejected."""
    facts = [item for item in decoded if isinstance(item, Event)]
    return replace(
        batch,
        events=[event for event in facts if not isinstance(event.payload, Heartbeat)],
        heartbeats=[event for event in facts if isinstance(event.payload, Heartbeat)],
        rejected=[item for item in decoded if isinstance(item, Rejected)],
    )


def run_source(name: str, step: Callable[[], int], stop: StopSignal, idle_seconds: float = 0.0) -> None:
    """Turn after turn until stopped. While Redis or the store is away it pauses, longer each time, and reads nothing.

    What waits stays in its source; one line is logged when the trouble starts and one when it ends.
    """
    log = structlog.get_logger("ingest").bind(source=name)
    pause, trouble = 0.0, 0.0
    while not stop.wait(pause):
        try:
            worked = step()
        except (RedisError, SQLAlchemyError, OSError) as error:
            if not trouble:
                log.warning("source stopped", error=first_line(error), hint="it resumes by itself")
            pause = trouble = _longer(trouble)
        except Exception:  # a fault of ours: told with its trace, and tried again, since nothing is lost by waiting
            log.exception("source failed")
            pause = trouble = _longer(trouble)
        else:
            if trouble:
                log.info("source recovered")
            pause, trouble = 0.0 if worked else idle_seconds, 0.0


def _longer(pause: float) -> float:
    return min(LONGEST_PAUSE_SECONDS, max(FIRST_PAUSE_SECONDS, pause * 2))
