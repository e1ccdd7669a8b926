"""Folds in the store: facts of one kind in, entities out, and entities read back."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from typing import Any, TypeVar, cast

import msgspec
from sqlalchemy import JSON, ColumnElement, Connection, FromClause, Row, Table, and_, false, select, update
from sqlalchemy.dialects import postgresql, sqlite

from data_sources.kinds import POSITION, POSITIONS, Kind
from data_sources.store import Store
from data_sources.tables import events, position_trail, revisions
from domain.clock import epoch_ms
from domain.complaints import StoredFact
from domain.events import PAYLOAD_BY_TYPE, Event, Payload
from domain.field_work import CrewPosition, fold_position
from domain.live_table import Entity

CHUNK = 500
_DECODERS = {name: msgspec.json.Decoder(payload) for name, payload in PAYLOAD_BY_TYPE.items()}
Condition = ColumnElement[bool]
Entities = Mapping[str, Sequence[Entity]]
"""Entities by their kind."""
T = TypeVar("T")


def refold(connection: Connection, kinds: Mapping[str, Kind], fresh: Sequence[Event]) -> Entities:
    """Fold anew what new events touched, and keep it; within the transaction that stored the events."""
    revision = _next_revision(connection) if fresh else 0
    touched: dict[str, Sequence[Entity]] = {}
    for name, kind in kinds.items():
        mine = [event for event in fresh if event.kind == name]
        if mine:
            folded = _fold_positions(connection, mine) if name == POSITION else _fold(connection, kind, mine)
            touched[name] = keep(connection, kind, folded, revision)
    return touched


def _fold(connection: Connection, kind: Kind, fresh: Sequence[Event]) -> Sequence[Any]:
    return fold_again(connection, kind, sorted({event.entity_id for event in fresh}))


def fold_again(connection: Connection, kind: Kind, entity_ids: Sequence[str]) -> Sequence[Any]:
    """Entities of a kind, folded from all their events."""
    return [
        kind.fold(entity_id, facts)
        for chunk in chunks(entity_ids)
        for entity_id, facts in _facts(connection, kind, chunk)
    ]


def _fold_positions(connection: Connection, fresh: Sequence[Event]) -> Sequence[CrewPosition]:
    """Positions are many: new ones fold onto the latest known, not onto the whole trail."""
    crews = sorted({event.entity_id for event in fresh})
    known = {one.crew_id: one for one in read(connection, POSITIONS, POSITIONS.table.c.crew_id.in_(crews))}
    facts: dict[str, list[StoredFact]] = {crew: [] for crew in crews}
    for event in fresh:
        facts[event.entity_id].append(StoredFact(event.occurred_ms, event.event_id, event.payload))
    folded = (fold_position(facts[crew], cast("CrewPosition | None", known.get(crew))) for crew in crews)
    return [position for position in folded if position is not None]


def keep(connection: Connection, kind: Kind, folded: Sequence[Any], revision: int) -> Sequence[Entity]:
    """Write folds under the number of this commit."""
    for entity in folded:
        entity.revision = revision
    as_row = msgspec.to_builtins if _has_json(kind) else msgspec.structs.asdict
    if folded:
        upsert(connection, kind.table, [as_row(entity) for entity in folded])
    return folded


def read(connection: Connection, kind: Kind, condition: Condition) -> Iterator[Any]:
    """Entities of a kind that meet a condition on its table."""
    columns = [kind.table.c[name] for name in kind.entity.__struct_fields__]
    build = _builder(kind)
    query = select(*columns).where(condition)
    # On the statement: a connection would keep the option, and PostgreSQL could not write many rows through it.
    for row in connection.execute(query.execution_options(yield_per=2000)):
        yield build(row)


def _builder(kind: Kind) -> Callable[[Row[Any]], Any]:
    names, entity = kind.entity.__struct_fields__, kind.entity
    if _has_json(kind):
        return lambda row: msgspec.convert(dict(zip(names, row, strict=True)), entity)
    return lambda row: entity(**dict(zip(names, row, strict=True)))


def _has_json(kind: Kind) -> bool:
    return any(isinstance(column.type, JSON) for column in kind.table.columns)


@dataclass(frozen=True, slots=True)
class Until:
    """Which events tell the past of an instant: what happened up to `at`, as far as it is known.

    `received_by` leaves out what came in later; None takes all that is stored now.
    """

    at: datetime
    received_by: datetime | None = None

    def events_of(self, kind: str) -> Condition:
        """The condition on the table of a kind's events."""
        table = event_table(kind)
        if self.received_by is None:
            return self._had_happened(kind, table)
        return and_(self._had_happened(kind, table), table.c.received_ms <= epoch_ms(self.received_by))

    def late_events_of(self, kind: str, table: FromClause) -> Condition:
        """The events of a kind, in its table or an alias of it, that had happened and are left out nevertheless."""
        if self.received_by is None:
            return false()
        return and_(self._had_happened(kind, table), table.c.received_ms > epoch_ms(self.received_by))

    def _had_happened(self, kind: str, table: FromClause) -> Condition:
        return and_(table.c.kind == kind, table.c.occurred_ms <= epoch_ms(self.at))


def entities_at(store: Store, kind: Kind, until: Until, *conditions: Condition) -> Iterator[Any]:
    """Entities of a kind, folded from the events of a past; `conditions` on the events may leave some out."""
    table = event_table(kind.event_kind)
    query = _facts_query(table).where(until.events_of(kind.event_kind), *conditions)
    with store.reading() as connection:
        rows = connection.execute(query.execution_options(yield_per=2000))
        for entity_id, facts in groupby(rows, key=lambda row: cast("str", row.entity_id)):
            yield kind.fold(entity_id, [_fact(row) for row in facts])


def event_table(kind: str) -> Table:
    """Where the events of a kind are kept: positions have a trail of their own, which expires."""
    return position_trail if kind == POSITION else events


def payload_of(event_type: str, data: str) -> Payload:
    """The payload of a stored event."""
    return _DECODERS[event_type].decode(data)


def _facts_query(table: Table) -> Any:
    columns = (table.c.entity_id, table.c.occurred_ms, table.c.event_id, table.c.type, table.c.data)
    return select(*columns).order_by(table.c.entity_id)


def _facts(connection: Connection, kind: Kind, entity_ids: Sequence[str]) -> Iterator[tuple[str, Sequence[StoredFact]]]:
    table = event_table(kind.event_kind)
    if kind.is_latest:
        yield from _latest_facts(connection, table, kind, entity_ids)
        return
    query = _facts_query(table).where(table.c.kind == kind.event_kind, table.c.entity_id.in_(entity_ids))
    for entity_id, rows in groupby(connection.execute(query), key=lambda row: cast("str", row.entity_id)):
        yield entity_id, [_fact(row) for row in rows]


def _latest_facts(
    connection: Connection, table: Table, kind: Kind, entity_ids: Sequence[str]
) -> Iterator[tuple[str, Sequence[StoredFact]]]:
    columns = (table.c.occurred_ms, table.c.event_id, table.c.type, table.c.data)
    latest = (table.c.occurred_ms.desc(), table.c.event_id.desc())
    for entity_id in entity_ids:
        is_mine = (table.c.kind == kind.event_kind) & (table.c.entity_id == entity_id)
        rows: Any = connection.execute(select(*columns).where(is_mine).order_by(*latest).limit(1))
        yield entity_id, [_fact(row) for row in rows]


def _fact(row: Row[Any]) -> StoredFact:
    return StoredFact(row.occurred_ms, row.event_id, payload_of(row.type, row.data))


# --- revisions


def _next_revision(connection: Connection) -> int:
    insert_once(connection, revisions, [{"id": 1, "value": 0}])
    connection.execute(update(revisions).values(value=revisions.c.value + 1))
    return latest_revision(connection)


def latest_revision(connection: Connection) -> int:
    """The number of the latest commit that folded something."""
    return connection.scalar(select(revisions.c.value)) or 0


# --- statements of both databases


def _insert(connection: Connection, table: Table) -> Any:
    return postgresql.insert(table) if connection.dialect.name == "postgresql" else sqlite.insert(table)


def insert_once(connection: Connection, table: Table, rows: Sequence[dict[str, object]]) -> None:
    """Insert what is not there yet."""
    connection.execute(_insert(connection, table).on_conflict_do_nothing(), rows)


def upsert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, or replace those with the same key."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    changes = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes), rows)


def upsert_newer(connection: Connection, table: Table, rows: Sequence[dict[str, Any]], age: str) -> None:
    """Insert rows, or replace those with the same key that are older by the column `age`."""
    statement = _insert(connection, table)
    keys = [column.name for column in table.primary_key]
    changes = {column.name: statement.excluded[column.name] for column in table.columns if column.name not in keys}
    is_older = table.c[age] < statement.excluded[age]
    connection.execute(statement.on_conflict_do_update(index_elements=keys, set_=changes, where=is_older), rows)


def chunks(values: Sequence[T]) -> Iterator[Sequence[T]]:
    """Values in pieces that one statement can hold."""
    for start in range(0, len(values), CHUNK):
        yield values[start : start + CHUNK]
