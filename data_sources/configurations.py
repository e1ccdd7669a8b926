"""Which configuration an installation started with, and what had changed since its start before."""

from collections.abc import Mapping, Sequence

from sqlalchemy import Connection, insert, select, update

from data_sources.access_tables import configurations
from data_sources.audit import Action, Entry, record
from data_sources.store import Store
from domain.configuration import ConfiguredValue, as_table, changes, digest
from domain.identity import Identity

MOST_CHANGES = 100
"""Told of one start; the whole is stored beside."""


def tell_start(store: Store, values: Sequence[ConfiguredValue], by: Identity, at_ms: int) -> None:
    """Tell of a start in the trail: the configuration's name, and what changed. `at_ms` is the machine's time."""
    name, content = digest(values), as_table(values)
    with store.writing() as connection:
        latest = _latest(connection)
        _keep(connection, name, content, at_ms)
        changed = {} if latest is None else changes(latest, content)
        detail = {
            "configuration": name,
            "changed": len(changed),
            "values": {key: f"{before} → {now}" for key, (before, now) in list(changed.items())[:MOST_CHANGES]},
        }
        record(connection, Entry(at_ms, by.subject, by.role.value, Action.STARTED, name[:12], detail))


def _latest(connection: Connection) -> Mapping[str, str] | None:
    """The values of the start before; None at the first."""
    table = configurations.c
    return connection.scalar(select(table.content).order_by(table.started_ms.desc()).limit(1))


def _keep(connection: Connection, name: str, content: Mapping[str, str], at_ms: int) -> None:
    is_it = configurations.c.hash == name
    if not connection.execute(update(configurations).where(is_it).values(started_ms=at_ms)).rowcount:
        connection.execute(insert(configurations).values(hash=name, started_ms=at_ms, content=dict(content)))
