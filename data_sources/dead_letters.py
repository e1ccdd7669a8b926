"""Dead letters: list them without personal data, decode them again, and let their bytes expire."""

from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

import msgspec
from sqlalchemy import ColumnElement, Connection, Row, func, select, update

from data_sources.audit import Action, Entry, record
from data_sources.decode import Decoder, raw_fields
from data_sources.letter_shape import shape
from data_sources.repository import Repository
from data_sources.store import Store
from data_sources.tables import dead_letters, stream_positions
from domain.clock import Clock, epoch_ms
from domain.complaints import UNSET_MS
from domain.events import Event, Heartbeat, Rejected, Stream
from domain.identity import Identity
from domain.letters import ALL_LETTERS, DeadLetter, LetterChoice, LetterState, LetterView, ReplayResult

CHUNK = 200
Letter = Row[*tuple[Any, ...]]


Tell = Callable[[Connection, ReplayResult], None]
"""What tells of a replay, within its transaction."""


def list_dead_letters(
    store: Store, limit: int, choice: LetterChoice = ALL_LETTERS, first: int = 0
) -> Sequence[DeadLetter]:
    """The newest dead letters of a choice, from the `first` on, counted from 0."""
    kept = [column for column in dead_letters.columns if column.name != "raw"]
    query = select(*kept, func.length(dead_letters.c.raw).label("raw_bytes")).order_by(dead_letters.c.id.desc())
    with store.reading() as connection:
        rows = connection.execute(query.where(*_conditions(choice)).offset(first).limit(limit))
        return [DeadLetter(**row) for row in rows.mappings()]


def count_dead_letters(store: Store, choice: LetterChoice) -> int:
    """How many letters a choice has."""
    with store.reading() as connection:
        query = select(func.count()).select_from(dead_letters).where(*_conditions(choice))
        return connection.scalar(query) or 0


def inspect(store: Store, letter_id: int, by: Identity, at_ms: int) -> LetterView | None:
    """A letter and the shape of its entry, told in the trail; None where there is no such letter."""
    found = list_dead_letters(store, 1, LetterChoice(letter_id=letter_id))
    if not found:
        return None
    with store.writing() as connection:
        raw = connection.scalar(select(dead_letters.c.raw).where(dead_letters.c.id == letter_id))
        subject = f"{found[0].stream} {found[0].position}"
        record(connection, Entry(at_ms, by.subject, by.role.value, Action.LETTER_INSPECTED, subject, {"id": letter_id}))
    return LetterView(found[0], () if raw is None else shape(raw_fields(raw)))


def _conditions(choice: LetterChoice) -> Sequence[ColumnElement[bool]]:
    table = dead_letters.c
    asked: Sequence[tuple[bool, ColumnElement[bool]]] = (
        (bool(choice.stream), table.stream == choice.stream),
        (bool(choice.source), table.source == choice.source),
        (choice.reason is not None, table.reason == (choice.reason or "")),
        (choice.from_ms is not None, table.received_ms >= (choice.from_ms or 0)),
        (choice.until_ms is not None, table.received_ms < (choice.until_ms or 0)),
        (choice.letter_id is not None, table.id == (choice.letter_id or 0)),
        (choice.state is LetterState.WAITING, table.replayed_ms == UNSET_MS),
        (choice.state is LetterState.REPLAYED, table.replayed_ms != UNSET_MS),
    )
    return [condition for is_asked, condition in asked if is_asked]


@dataclass(frozen=True, slots=True)
class Replay:
    """What reads letters again: as entries of which streams of the contract, by the rules of now."""

    repository: Repository
    decoder: Decoder
    sources: Sequence[tuple[str, Stream]]
    """The names under which letters are kept (`liveroom:complaints`, `feed:sp4n`), each with its stream."""

    clock: Clock
    """The city's."""

    def run(self, choice: LetterChoice, by: Identity, at_ms: int) -> ReplayResult:
        """Read the letters of a choice again, and tell of it in the trail; `at_ms` is the machine's time."""
        result = ReplayResult()
        for name, contract in self.sources:
            if choice.stream in ("", name):
                tell = partial(_tell, by=by, at_ms=at_ms, name=name)
                result += replay(self.repository, self.decoder, name, contract, self.clock, choice, tell)
        return result


def _tell(connection: Connection, result: ReplayResult, by: Identity, at_ms: int, name: str) -> None:
    entry = Entry(at_ms, by.subject, by.role.value, Action.LETTERS_REPLAYED, name, asdict(result))
    record(connection, entry)


def replay(
    repository: Repository,
    decoder: Decoder,
    stream: str,
    contract: Stream,
    clock: Clock,
    choice: LetterChoice = ALL_LETTERS,
    tell: Tell | None = None,
) -> ReplayResult:
    """Decode the letters of one source again, as entries of a stream of the contract; of these, those of a choice.

    Each chunk is one transaction: what is an event now is stored once and folded, and leaves the dead letters; what is
    none stays, with its new reason. Letters whose bytes have expired cannot be read and are left alone.
    """
    result, after = ReplayResult(), 0
    while True:
        with repository.store.writing() as connection:
            letters = _letters(connection, stream, after, choice)
            if not letters:
                return result
            now = clock.now()
            decoded = [_decoded(letter, decoder, contract, now) for letter in letters]
            found = _save(repository, connection, stream, letters, decoded, now)
            if tell is not None:
                tell(connection, found)
            result += found
            after = letters[-1].id


def expire(store: Store, now: datetime, keep_days: int) -> int:
    """Delete the bytes of letters older than so many days; how many they were. The letters stay and are counted."""
    limit = epoch_ms(now - timedelta(days=keep_days))
    is_old = (dead_letters.c.received_ms < limit) & dead_letters.c.raw.is_not(None)
    with store.writing() as connection:
        return connection.execute(update(dead_letters).where(is_old).values(raw=None)).rowcount


def _letters(connection: Connection, stream: str, after: int, choice: LetterChoice) -> Sequence[Letter]:
    """The next letters that can be read again and have not been."""
    table = dead_letters.c
    query = (
        select(table.id, table.position, table.raw, table.received_ms)
        .where(table.stream == stream, table.id > after, table.replayed_ms == UNSET_MS, table.raw.is_not(None))
        .where(*_conditions(choice))
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
