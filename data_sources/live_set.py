"""Which rows of the store may be live: a superset that the live tables then judge one by one."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Table, or_

from data_sources.repository import Repository
from domain.clock import epoch_ms
from domain.complaints import UNSET_MS

CARRY_OVER = timedelta(days=8)
"""Longer than anything that was not closed on its day is kept."""

Condition = ColumnElement[bool]

_CONDITIONS: dict[str, Callable[[Table, int], Condition]] = {
    "call": lambda table, since: table.c.received_ms >= since,
    "ticket": lambda table, since: table.c.day_ms >= since,
    "counter": lambda table, since: table.c.since_ms >= since,
    "site": lambda table, since: table.c.reported_ms >= since,
    "attendance": lambda table, since: table.c.day_ms >= since,
    "shift": lambda table, since: table.c.started_ms >= since,
    "task": lambda table, since: or_(table.c.finished_ms == UNSET_MS, table.c.finished_ms >= since),
    "position": lambda table, since: table.c.occurred_ms >= since,
}


def live_entities(repository: Repository, kind: str, now: datetime) -> Iterator[Any]:
    """Entities of a kind that may belong to the live set at an instant."""
    condition = _CONDITIONS[kind](repository.kinds[kind].table, epoch_ms(now - CARRY_OVER))
    yield from repository.entities(kind, condition)
