"""The audit trail: who did what, when, in a chain of hashes that shows any change of the past.

A row is written in the transaction of what it tells, so that nothing happens untold. Of rows cut off at the end the
chain itself tells nothing: whoever keeps the last hash elsewhere (`flask audit` prints it) can see that too.
"""

import hashlib
import json
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Connection, Row, func, insert, select

from data_sources.access_tables import audit_trail
from data_sources.store import Store
from domain.audit import Action as Action
from domain.audit import AuditChoice, AuditPage, AuditRow, ChainReport, ChainState
from domain.clock import Clock, epoch_ms

BEGINNING = "0" * 64
LONGEST_SUBJECT = 200
EVERYTHING = AuditChoice()


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `detail` holds plain values, never a secret."""

    at_ms: int
    who: str
    role: str
    action: Action
    subject: str = ""
    detail: Mapping[str, object] | None = None


def record(connection: Connection, entry: Entry) -> None:
    """Add one row, within the transaction of the change that it tells."""
    last = connection.execute(
        select(audit_trail.c.number, audit_trail.c.hash).order_by(audit_trail.c.number.desc()).limit(1)
    ).first()
    number, previous = (last.number + 1, last.hash) if last else (1, BEGINNING)
    row = {
        "number": number,
        "at_ms": entry.at_ms,
        "who": _plain(entry.who)[:80],
        "role": entry.role,
        "action": entry.action.value,
        "subject": _plain(entry.subject)[:LONGEST_SUBJECT],
        "detail": json.dumps(entry.detail or {}, sort_keys=True, ensure_ascii=True, default=str),
        "previous": previous,
    }
    connection.execute(insert(audit_trail).values(**row, hash=_hash(row)))


def verify(store: Store) -> ChainReport:
    """Walk the whole chain from its beginning."""
    expected, previous, rows = 1, BEGINNING, 0
    with closing(entries(store)) as trail:
        for row in trail:
            fields = {name: getattr(row, name) for name in audit_trail.c.keys() if name != "hash"}  # noqa: SIM118
            if row.number != expected or row.previous != previous or row.hash != _hash(fields):
                return ChainReport(rows, previous, row.number)
            expected, previous, rows = expected + 1, row.hash, rows + 1
    return ChainReport(rows, previous, None)


def entries(
    store: Store, after: int = 0, choice: AuditChoice = EVERYTHING
) -> Generator[Row[tuple[object, ...]], None, None]:
    """The rows of a choice above a number, oldest first."""
    where = [audit_trail.c.number > after, *_conditions(choice)]
    query = select(audit_trail).where(*where).order_by(audit_trail.c.number)
    with store.reading() as connection, connection.execute(query.execution_options(yield_per=1000)) as rows:
        yield from rows


def chosen(store: Store, choice: AuditChoice, first: int, count: int) -> AuditPage:
    """Some rows of a choice, the newest first, from the `first` on, counted from 0."""
    where = _conditions(choice)
    query = select(audit_trail).where(*where).order_by(audit_trail.c.number.desc()).offset(first).limit(count)
    with store.reading() as connection:
        total = connection.scalar(select(func.count()).select_from(audit_trail).where(*where))
        return AuditPage([_row(row) for row in connection.execute(query)], total or 0)


def _conditions(choice: AuditChoice) -> Sequence[ColumnElement[bool]]:
    table = audit_trail.c
    where = []
    if choice.from_ms is not None:
        where.append(table.at_ms >= choice.from_ms)
    if choice.until_ms is not None:
        where.append(table.at_ms < choice.until_ms)
    if choice.action is not None:
        where.append(table.action == choice.action.value)
    for column, words in ((table.who, choice.who), (table.subject, choice.subject)):
        if words:
            where.append(func.lower(column).contains(words.lower(), autoescape=True))
    return where


def _row(row: Row[tuple[object, ...]]) -> AuditRow:
    return AuditRow(row.number, row.at_ms, row.who, row.role, row.action, row.subject, row.detail, row.hash)


class ChainWatch:
    """Checks the chain and remembers what was found last; `clock` is the machine's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock
        self._latest: ChainState | None = None

    @property
    def latest(self) -> ChainState | None:
        """The latest check of this process; None before the first."""
        return self._latest

    def check(self) -> ChainState:
        """Walk the whole chain now."""
        self._latest = ChainState(verify(self._store), epoch_ms(self._clock.now()))
        return self._latest


def _plain(words: str) -> str:
    """Words on one line: what was typed into a form must not look like a row of its own."""
    return "".join(letter if letter.isprintable() else "�" for letter in words)


def _hash(row: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
