"""Which entities may be live, now or in a past: a superset that the live tables then judge one by one."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Table, or_, select

from data_sources.folding import Until, event_table
from data_sources.kinds import COMPLAINT, POSITION, Kind
from data_sources.repository import Repository
from domain.city import LIVE_WINDOW
from domain.clock import epoch_ms
from domain.complaints import UNSET_MS

CARRY_OVER = timedelta(days=8)
"""Longer than anything that was not closed on its day is kept."""

Condition = ColumnElement[bool]

_CONDITIONS: dict[str, Callable[[Table, int], Condition]] = {
    COMPLAINT: lambda table, since: or_(
        table.c.closed_ms == UNSET_MS,
        table.c.closed_ms >= since,
        table.c.due_ms >= since,
        table.c.legal_due_ms >= since,
    ),
    "call": lambda table, since: table.c.received_ms >= since,
    "ticket": lambda table, since: table.c.day_ms >= since,
    "counter": lambda table, since: table.c.since_ms >= since,
    "site": lambda table, since: table.c.reported_ms >= since,
    "attendance": lambda table, since: table.c.day_ms >= since,
    "shift": lambda table, since: table.c.started_ms >= since,
    "task": lambda table, since: or_(table.c.finished_ms == UNSET_MS, table.c.finished_ms >= since),
    "position": lambda table, since: table.c.occurred_ms >= since,
}

_WINDOWS: Mapping[str, timedelta] = MappingProxyType({COMPLAINT: LIVE_WINDOW})

_LATEST_ALONE = ("site", POSITION)
"""Kinds that fold to their latest event, so that what came before the window tells nothing."""


def live_entities(repository: Repository, kind: str, now: datetime) -> Iterator[Any]:
    """Entities of a kind that may belong to the live set at an instant."""
    condition = _CONDITIONS[kind](repository.kinds[kind].table, _since_ms(kind, now))
    yield from repository.entities(kind, condition)


def past_entities(repository: Repository, kind: str, until: Until) -> Iterator[Any]:
    """Entities of a kind as they stood in a past, at least all that belonged to its live set."""
    since_ms = _since_ms(kind, until.at)
    if kind in _LATEST_ALONE:
        conditions: Sequence[Condition] = [event_table(kind).c.occurred_ms >= since_ms]
    else:
        conditions = [_of_candidates(repository.kinds[kind], until, since_ms)]
    yield from repository.entities_known(kind, until, *conditions)


def _of_candidates(kind: Kind, until: Until, since_ms: int) -> Condition:
    """The events of what may have been live: it may still be by its fold of today, or the fold of the past is another.

    That is so where something happened after the instant, or came in after it.
    """
    table, facts = kind.table, event_table(kind.event_kind)
    key = next(iter(table.primary_key))
    is_candidate = or_(_CONDITIONS[kind.event_kind](table, since_ms), table.c.changed_ms > epoch_ms(until.at))
    candidates = facts.c.entity_id.in_(select(key).where(is_candidate))
    if until.received_by is None:
        return candidates
    late = facts.alias("late_facts")
    came_later = select(late.c.entity_id).where(until.late_events_of(kind.event_kind, late))
    return or_(candidates, facts.c.entity_id.in_(came_later))


def _since_ms(kind: str, at: datetime) -> int:
    return epoch_ms(at - _WINDOWS.get(kind, CARRY_OVER))
