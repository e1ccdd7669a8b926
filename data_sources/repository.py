"""The store's words: save a batch once, read the live set back, keep the balance."""

import dataclasses
from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, cast

from sqlalchemy import Column, ColumnElement, Connection, Row, Table, func, literal, select, update

from data_sources.calendar_store import CalendarBook
from data_sources.decode import raw_id
from data_sources.erased import ERASED_VALUE, events_without_erased, letters_without_erased
from data_sources.folding import (
    Entities,
    Until,
    chunks,
    entities_at,
    event_table,
    fold_again,
    insert_once,
    keep,
    latest_revision,
    next_revision,
    payload_of,
    read,
    refold,
    upsert,
)
from data_sources.kinds import COMPLAINT, POSITION, Kind, complaint_kind, kinds_of
from data_sources.store import Store
from data_sources.stream import FIRST_POSITION
from data_sources.tables import (
    complaints,
    crew_positions,
    dead_letters,
    events,
    personal_data,
    position_trail,
    producers,
    stream_positions,
)
from domain.balance import Balance
from domain.calendar_history import CalendarHistory
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import UNSET_MS, Complaint, ComplaintRules
from domain.events import Event, Heartbeat, Rejected, Stream

Condition = ColumnElement[bool]


class PositionMovedError(Exception):
    """Another ingester stored entries of this stream meanwhile: nothing was saved, the lease must be taken anew."""


@dataclass(frozen=True, slots=True)
class Batch:
    """What one read of one source brought. `received` counts its entries, whatever became of them.

    A batch that `is_reread` may hold rows that were saved before; reading those again is no receipt.
    """

    stream: str
    before: str
    after: str
    received: int
    events: Sequence[Event] = ()
    heartbeats: Sequence[Event] = ()
    rejected: Sequence[Rejected] = ()
    is_reread: bool = False


@dataclass(frozen=True, slots=True)
class Saved:
    """What a batch changed: the new events, and the entities that they touched, by kind.

    `stream` is the one that its heartbeats came by.
    """

    events: Sequence[Event] = ()
    entities: Entities = dataclasses.field(default_factory=dict)
    duplicates: int = 0
    heartbeats: Sequence[Event] = ()
    dead_letters: int = 0
    stream: Stream = Stream.COMPLAINTS

    @property
    def complaints(self) -> Sequence[Complaint]:
        """The complaints among them."""
        return cast("Sequence[Complaint]", self.entities.get(COMPLAINT, ()))

    @property
    def revision(self) -> int:
        """The number of the latest commit that made one of them, 0 when there is none."""
        return max((entity.revision for touched in self.entities.values() for entity in touched), default=0)


@dataclass(frozen=True, slots=True)
class Repository:
    """Saves and reads facts. Database errors are raised as SQLAlchemy raises them."""

    store: Store
    rules: ComplaintRules
    kinds: Mapping[str, Kind] = dataclasses.field(init=False)
    _book: CalendarBook = dataclasses.field(init=False)

    def __post_init__(self) -> None:
        """Prepare the folds of all kinds."""
        object.__setattr__(self, "kinds", kinds_of(self.rules))
        object.__setattr__(self, "_book", CalendarBook(self.rules))

    def _folds(self, connection: Connection, known_by: datetime | None = None) -> Mapping[str, Kind]:
        """The kinds as they are folded with the calendars that the store holds, or held at an instant."""
        rules = self._book.rules(connection)
        if rules.calendars is None:
            return self.kinds
        if known_by is not None:
            rules = dataclasses.replace(rules, calendars=rules.history.known_by(epoch_ms(known_by)))
        return {**self.kinds, COMPLAINT: complaint_kind(rules)}

    def rules_now(self) -> ComplaintRules:
        """The rules with the versions of the calendar that the store holds."""
        with self.store.reading() as connection:
            return self._book.rules(connection)

    def calendars(self) -> CalendarHistory:
        """The versions of the city's calendar that the store holds."""
        with self.store.reading() as connection:
            return self._book.rules(connection).history

    # --- writing

    def save(self, batch: Batch) -> Saved:
        """Save a batch in one transaction: events once, folds, dead letters, counts and the position.

        Raises PositionMovedError when the stored position is not `batch.before`.
        """
        with self.store.writing() as connection:
            if batch.is_reread:
                batch = _without_saved(connection, batch)
            fresh = events_without_erased(connection, _fresh(connection, batch.events))
            duplicates = len(batch.events) - len(fresh)
            _move_position(connection, batch, duplicates)
            touched = self._save_events(connection, batch.stream, fresh)
            _save_rejected(connection, batch)
            _save_heartbeats(connection, batch)
            return Saved(fresh, touched, duplicates, batch.heartbeats, len(batch.rejected))

    def add(self, connection: Connection, stream: str, candidates: Sequence[Event]) -> Saved:
        """Within a transaction of the caller, who keeps the counts: store what is not stored yet, and fold it."""
        fresh = events_without_erased(connection, _fresh(connection, candidates))
        return Saved(fresh, self._save_events(connection, stream, fresh), len(candidates) - len(fresh))

    def _save_events(self, connection: Connection, stream: str, fresh: Sequence[Event]) -> Entities:
        for table in (events, position_trail):
            rows = [_event_row(stream, event) for event in fresh if event_table(event.kind) is table]
            if rows:
                connection.execute(table.insert(), rows)
        personal = [_personal_row(event) for event in fresh if event.personal]
        if personal:
            connection.execute(personal_data.insert(), personal)
        return refold(connection, self._folds(connection), fresh)

    def refold(self, connection: Connection, entity_ids: Mapping[str, Collection[str]]) -> None:
        """Within a transaction of the caller: fold some entities of each kind anew, after their events changed."""
        if not entity_ids:
            return
        folds, revision = self._folds(connection), next_revision(connection)
        for kind, ids in entity_ids.items():
            keep(connection, folds[kind], fold_again(connection, folds[kind], sorted(ids)), revision)

    def refold_all(self) -> int:
        """Fold every complaint anew, after a rule changed; returns how many there are."""
        with self.store.writing() as connection:
            kind = self._folds(connection)[COMPLAINT]
            folded = fold_again(connection, kind, connection.scalars(select(complaints.c.complaint_id)).all())
            return len(keep(connection, kind, folded, latest_revision(connection)))

    def expire_trail(self, before: datetime) -> int:
        """Delete positions received before an instant; they stay counted in the balance.

        The latest place of a crew goes too, when nothing newer is known of it.
        """
        is_old = position_trail.c.received_ms < epoch_ms(before)
        with self.store.writing() as connection:
            gone = _counts(connection, position_trail, is_old)
            connection.execute(position_trail.delete().where(is_old))
            connection.execute(crew_positions.delete().where(crew_positions.c.occurred_ms < epoch_ms(before)))
            for stream, count in gone.items():
                row = stream_positions.c.stream == stream
                connection.execute(
                    update(stream_positions).where(row).values(expired=stream_positions.c.expired + count)
                )
        return sum(gone.values())

    # --- reading

    def position(self, stream: str) -> str:
        """The highest id below which everything of a stream is committed."""
        with self.store.reading() as connection:
            query = select(stream_positions.c.position).where(stream_positions.c.stream == stream)
            return connection.scalar(query) or FIRST_POSITION

    def entities(self, kind: str, condition: Condition) -> Iterator[Any]:
        """Entities of a kind that meet a condition on its table."""
        with self.store.reading() as connection:
            yield from read(connection, self.kinds[kind], condition)

    def entities_between(self, after: int, until: int) -> Entities:
        """What was folded last by a commit numbered above `after`, up to `until`, also by another process."""
        found = {
            name: list(self.entities(name, (kind.table.c.revision > after) & (kind.table.c.revision <= until)))
            for name, kind in self.kinds.items()
        }
        return {name: entities for name, entities in found.items() if entities}

    def revision(self) -> int:
        """The number of the latest commit that folded something."""
        with self.store.reading() as connection:
            return latest_revision(connection)

    def complaints_at(self, at: datetime) -> Iterator[Complaint]:
        """Complaints as they stood at an instant, folded from the events up to it."""
        yield from self.entities_at(COMPLAINT, at)

    def entities_at(self, kind: str, at: datetime) -> Iterator[Any]:
        """Entities of a kind as they stood at an instant, folded from the events up to it."""
        yield from self.entities_known(kind, Until(at))

    def entities_known(self, kind: str, until: Until, *conditions: Condition) -> Iterator[Any]:
        """Entities of a kind, folded from the events of a past; `conditions` on the events may leave some out.

        Deadlines are those of the calendars that were known to that past.
        """
        with self.store.reading() as connection:
            folds = self._folds(connection, until.received_by)
        yield from entities_at(self.store, folds[kind], until, *conditions)

    def has_events(self, kind: str, until: Until) -> bool:
        """Whether anything of a kind belongs to a past."""
        any_of_it = select(literal(1)).select_from(event_table(kind)).where(until.events_of(kind)).limit(1)
        with self.store.reading() as connection:
            return connection.scalar(any_of_it) is not None

    def newest_events(self, kind: str, limit: int) -> Sequence[Event]:
        """The last events of a kind that were not ahead of the clock, newest first."""
        query = (
            select(events)
            .where(events.c.kind == kind, events.c.is_skewed.is_(False))
            .order_by(events.c.occurred_ms.desc(), events.c.event_id.desc())
            .limit(limit)
        )
        with self.store.reading() as connection:
            return [_event(row) for row in connection.execute(query)]

    def events_of(self, kind: str, entity_id: str) -> Sequence[Event]:
        """All stored events of one entity, in no order."""
        is_its = (events.c.kind == kind) & (events.c.entity_id == entity_id)
        with self.store.reading() as connection:
            return [_event(row) for row in connection.execute(select(events).where(is_its))]

    def complaints_by_id(self, complaint_ids: Sequence[str]) -> dict[str, Complaint]:
        """Some complaints, by their ids."""
        found = self.entities(COMPLAINT, complaints.c.complaint_id.in_(complaint_ids))
        return {complaint.complaint_id: complaint for complaint in found}

    def known_producers(self) -> Sequence[tuple[str, str, float, bool]]:
        """Stream, producer, interval in seconds and whether it is simulated, of all that ever sent a heartbeat."""
        with self.store.reading() as connection:
            columns = (producers.c.stream, producers.c.producer, producers.c.interval_seconds, producers.c.is_simulated)
            return [tuple(row) for row in connection.execute(select(*columns))]

    def balances(self) -> Sequence[Balance]:
        """The balance of every source, without what still waits in it."""
        with self.store.reading() as connection:
            stored = Counter(_counts(connection, events)) + Counter(_counts(connection, position_trail))
            dead = _counts(connection, dead_letters, dead_letters.c.replayed_ms == UNSET_MS)
            rows = connection.execute(select(stream_positions).order_by(stream_positions.c.stream)).all()
        return [_balance(row, stored.get(row.stream, 0), dead.get(row.stream, 0)) for row in rows]


def latest_occurred(store: Store, kind: str) -> datetime | None:
    """The producer's time of the newest event of a kind that was not ahead of the clock; None without any."""
    is_such = (events.c.kind == kind) & events.c.is_skewed.is_(False)
    with store.reading() as connection:
        latest = connection.scalar(select(func.max(events.c.occurred_ms)).where(is_such))
    return None if latest is None else from_epoch_ms(latest)


def _fresh(connection: Connection, candidates: Sequence[Event]) -> Sequence[Event]:
    """The events that are not stored yet, each once."""
    unique = {event.event_id: event for event in reversed(candidates)}
    positions = [event.event_id for event in unique.values() if event.kind == POSITION]
    known = _found(connection, events.c.event_id, list(unique))
    known |= _found(connection, position_trail.c.event_id, positions)
    return [event for event in reversed(unique.values()) if event.event_id not in known]


def _found(connection: Connection, column: Column[str], values: Sequence[str], *conditions: Condition) -> set[str]:
    """Those of the values that a table's column holds."""
    queries = [select(column).where(column.in_(chunk), *conditions) for chunk in chunks(values)]
    return {value for query in queries for value in connection.scalars(query)}


def _without_saved(connection: Connection, batch: Batch) -> Batch:
    """A batch without the rows that are events or dead letters already."""
    ids = {rejected.position: raw_id(rejected) for rejected in batch.rejected}
    ids |= {event.position: event.event_id for event in batch.events}
    tables = (events, position_trail)
    stored = {found for table in tables for found in _found(connection, table.c.event_id, list(ids.values()))}
    set_aside = _found(connection, dead_letters.c.position, list(ids), dead_letters.c.stream == batch.stream)
    is_new = {position: ids[position] not in stored and position not in set_aside for position in ids}
    fresh = [event for event in batch.events if is_new[event.position]]
    rejected = [letter for letter in batch.rejected if is_new[letter.position]]
    return dataclasses.replace(batch, received=len(fresh) + len(rejected), events=fresh, rejected=rejected)


def _move_position(connection: Connection, batch: Batch, duplicates: int) -> None:
    if batch.before == FIRST_POSITION:
        insert_once(connection, stream_positions, [_first_position(batch.stream)])
    table = stream_positions.c
    moved = connection.execute(
        update(stream_positions)
        .where(table.stream == batch.stream, table.position == batch.before)
        .values(
            position=batch.after,
            received=table.received + batch.received,
            duplicates=table.duplicates + duplicates,
            heartbeats=table.heartbeats + len(batch.heartbeats),
        )
    )
    if moved.rowcount != 1:
        raise PositionMovedError(f"{batch.stream}: expected the stored position {batch.before}, another one is stored")


def _first_position(stream: str) -> dict[str, object]:
    return {"stream": stream, "position": FIRST_POSITION, "received": 0, "duplicates": 0, "heartbeats": 0}


def _save_rejected(connection: Connection, batch: Batch) -> None:
    if batch.rejected:
        erased = letters_without_erased(connection, batch.rejected)
        rows = [_rejected_row(batch.stream, letter, letter.position in erased) for letter in batch.rejected]
        connection.execute(dead_letters.insert(), rows)


def _save_heartbeats(connection: Connection, batch: Batch) -> None:
    latest = {event.entity_id: event for event in batch.heartbeats}
    rows = [_producer_row(batch.stream, event) for event in latest.values()]
    if rows:
        upsert(connection, producers, rows)


def _counts(connection: Connection, table: Table, *conditions: ColumnElement[bool]) -> dict[str, int]:
    query = select(table.c.stream, func.count()).where(*conditions).group_by(table.c.stream)
    return {row[0]: row[1] for row in connection.execute(query)}


def _balance(row: Row[Any], stored: int, dead: int) -> Balance:
    return Balance(row.stream, row.position, row.received, stored + row.expired, row.duplicates, row.heartbeats, dead)


def _event_row(stream: str, event: Event) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "stream": stream,
        "position": event.position,
        "type": event.type,
        "kind": event.kind,
        "entity_id": event.entity_id,
        "source": event.source,
        "occurred_ms": event.occurred_ms,
        "received_ms": event.received_ms,
        "is_skewed": event.is_skewed,
        "data": event.data.decode(),
    }


def _personal_row(event: Event) -> dict[str, object]:
    return {
        "event_id": event.event_id,
        "kind": event.kind,
        "entity_id": event.entity_id,
        "fields": event.personal,
        "received_ms": event.received_ms,
    }


def _rejected_row(stream: str, rejected: Rejected, is_erased: bool) -> dict[str, object]:
    return {
        "stream": stream,
        "position": rejected.position,
        "source": rejected.source,
        "reason": rejected.reason.value,
        "field": rejected.field,
        "value": ERASED_VALUE if is_erased else rejected.value,
        "raw": None if is_erased else rejected.raw,
        "received_ms": rejected.received_ms,
        "replayed_ms": UNSET_MS,
    }


def _producer_row(stream: str, event: Event) -> dict[str, object]:
    payload = event.payload
    assert isinstance(payload, Heartbeat)
    return {
        "stream": stream,
        "producer": payload.producer,
        "heard_ms": event.received_ms,
        "interval_seconds": payload.interval_seconds,
        "is_simulated": payload.simulated,
    }


def _event(row: Row[Any]) -> Event:
    return Event(
        event_id=row.event_id,
        type=row.type,
        kind=row.kind,
        entity_id=row.entity_id,
        occurred_ms=row.occurred_ms,
        received_ms=row.received_ms,
        source=row.source,
        payload=payload_of(row.type, row.data),
        data=row.data.encode(),
        position=row.position,
        is_skewed=row.is_skewed,
    )
