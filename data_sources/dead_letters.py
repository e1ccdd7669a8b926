"""Dead letters: list them without personal data, decode them again, and let their bytes expire."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import msgspec
from sqlalchemy import Connection, Row, func, select, update

from data_sources.decode import Decoder, raw_fields
from data_sources.repository import Repository
from data_sources.store import Store
from data_sources.tables import dead_letters, stream_positions
from domain.clock import Clock, epoch_ms
from domain.complaints import UNSET_MS
from domain.events import Event, Heartbeat, Rejected, Stream

CHUNK = 200
Letter = Row[*tuple[Any, ...]]


@dataclass(frozen=True, slots=True)
class DeadLetter:
    """One entry that was set aside. `raw_bytes` is the length of what came, None once it has expired."""

    id: int
    stream: str
    position: str
    source: str
    reason: str
    field: str
    value: str
    received_ms: int
    replayed_ms: int
    raw_bytes: int | None


@dataclass(frozen=True, slots=True)
class ReplayResult:
    """What became of the letters: stored now, known already, heartbeats, and those that stay with their new reason."""

    replayed: int = 0
    duplicates: int = 0
    heartbeats: int = 0
    still_rejected: int = 0

    def __add__(self, other: "ReplayResult") -> "ReplayResult":
        """The result of both."""
        return ReplayResult(
            self.replayed + other.replayed,
            self.duplicates + other.duplicates,
            self.heartbeats + other.heartbeats,
            self.still_rejected + other.still_rejected,
        )


def list_dead_letters(store: Store, limit: int, stream: str | None = None) -> Sequence[DeadLetter]:
    """The newest dead letters, of all sources or of one (`liveroom:complaints`, `feed:sp4n`), replayed ones too."""
    kept = [column for column in dead_letters.columns if column.name != "raw"]
    query = select(*kept, func.length(dead_letters.c.raw).label("raw_bytes")).order_by(dead_letters.c.id.desc())
    if stream is not None:
        query = query.where(dead_letters.c.stream == stream)
    with store.reading() as connection:
        return [DeadLetter(**row) for row in connection.execute(query.limit(limit)).mappings()]


def replay(repository: Repository, decoder: Decoder, stream: str, contract: Stream, clock: Clock) -> ReplayResult:
    """Decode the letters of one source again, as entries of a stream of the contract.

    Each chunk is one transaction: what is an event now is stored once and folded, and leaves the dead letters; what is
    none stays, with its new reason. Letters whose bytes have expired cannot be read and are left alone.
    """
    result, after = ReplayResult(), 0
    while True:
        with repository.store.writing() as connection:
            letters = _letters(connection, stream, after)
            if not letters:
                return result
            now = clock.now()
            decoded = [_decoded(letter, decoder, contract, now) for letter in letters]
            result += _save(repository, connection, stream, letters, decoded, now)
            after = letters[-1].id


def expire(store: Store, now: datetime, keep_days: int) -> int:
    """Delete the bytes of letters older than so many days; how many they were. The letters stay and are counted."""
    limit = epoch_ms(now - timedelta(days=keep_days))
    is_old = (dead_letters.c.received_ms < limit) & dead_letters.c.raw.is_not(None)
    with store.writing() as connection:
        return connection.execute(update(dead_letters).where(is_old).values(raw=None)).rowcount


def _letters(connection: Connection, stream: str, after: int) -> Sequence[Letter]:
    """The next letters that can be read again and have not been."""
    table = dead_letters.c
    query = (
        select(table.id, table.position, table.raw, table.received_ms)
        .where(table.stream == stream, table.id > after, table.replayed_ms == UNSET_MS, table.raw.is_not(None))
        .order_by(table.id)
        .limit(CHUNK)
    )
    return connection.execute(query).all()


def _decoded(letter: Letter, decoder: Decoder, contract: Stream, now: datetime) -> Event | Rejected:
    """A letter was received when it came, whenever it is read again."""
    decoded = decoder.decode(raw_fields(letter.raw) or None, letter.position, contract, now)
    return msgspec.structs.replace(decoded, received_ms=letter.received_ms)


def _save(
    repository: Repository,
    connection: Connection,
    stream: str,
    letters: Sequence[Letter],
    decoded: Sequence[Event | Rejected],
    now: datetime,
) -> ReplayResult:
    read = [item for item in decoded if isinstance(item, Event)]
    facts = [event for event in read if not isinstance(event.payload, Heartbeat)]
    saved = repository.add(connection, stream, facts)
    result = ReplayResult(len(saved.events), saved.duplicates, len(read) - len(facts), len(decoded) - len(read))
    _count(connection, stream, result)
    _mark(
        connection, [letter.id for letter, item in zip(letters, decoded, strict=True) if isinstance(item, Event)], now
    )
    for letter, item in zip(letters, decoded, strict=True):
        if isinstance(item, Rejected):
            _keep(connection, letter.id, item)
    return result


def _count(connection: Connection, stream: str, result: ReplayResult) -> None:
    """A letter that leaves is received still: it becomes an event, a duplicate or a heartbeat."""
    table = stream_positions.c
    changes = {
        "duplicates": table.duplicates + result.duplicates,
        "heartbeats": table.heartbeats + result.heartbeats,
    }
    connection.execute(update(stream_positions).where(table.stream == stream).values(changes))


def _mark(connection: Connection, ids: Sequence[int], now: datetime) -> None:
    connection.execute(update(dead_letters).where(dead_letters.c.id.in_(ids)).values(replayed_ms=epoch_ms(now)))


def _keep(connection: Connection, letter_id: int, rejected: Rejected) -> None:
    changes = {"reason": rejected.reason.value, "field": rejected.field, "value": rejected.value}
    connection.execute(update(dead_letters).where(dead_letters.c.id == letter_id).values(changes))
