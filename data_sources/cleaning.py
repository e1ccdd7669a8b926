"""Takes out of stored events what is a person's, and folds anew what was folded from it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Row, Table, bindparam, update

from data_sources.folding import payload_of
from data_sources.tables import events
from domain.subjects import without_person


@dataclass(frozen=True, slots=True)
class Cleaned:
    """How many events were changed, and the things, by kind, whose folds hold what was taken out."""

    events: int
    refold: Mapping[str, frozenset[str]]


def clean_events(connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], table: Table = events) -> Cleaned:
    """Clean rows of a table with event_id, kind, entity_id, type and data; within a transaction of the caller."""
    cleaned = [(row, without_person(row.type, row.data.encode()).decode()) for row in rows]
    changed = [(row, data) for row, data in cleaned if data != row.data]
    if changed:
        statement = update(table).where(table.c.event_id == bindparam("changed_id")).values(data=bindparam("cleaned"))
        connection.execute(statement, [{"changed_id": row.event_id, "cleaned": data} for row, data in changed])
    other = [row for row, data in changed if payload_of(row.type, data) != payload_of(row.type, row.data)]
    kinds = {row.kind for row in other}
    return Cleaned(
        len(changed), {kind: frozenset(row.entity_id for row in other if row.kind == kind) for kind in kinds}
    )
