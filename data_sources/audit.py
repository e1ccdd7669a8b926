"""The audit trail: who did what, when, in a chain of hashes that shows any change of the past.

A row is written in the transaction of what it tells, so that nothing happens untold. Of rows cut off at the end the
chain itself tells nothing: whoever keeps the last hash elsewhere (`flask audit` prints it) can see that too.
"""

import hashlib
import json
from collections.abc import Generator, Mapping
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import Connection, Row, insert, select

from data_sources.access_tables import audit_trail
from data_sources.store import Store

BEGINNING = "0" * 64
LONGEST_SUBJECT = 200


class Action(StrEnum):
    """What is told."""

    SIGNED_IN = "signed in"
    SIGN_IN_FAILED = "sign-in failed"
    SIGNED_OUT = "signed out"
    REFUSED = "refused"
    EXPORTED = "exported"
    READ_PERSONAL = "read personal data"
    ERASED_PERSONAL = "erased personal data"
    ACCOUNT_ADDED = "account added"
    ACCOUNT_CHANGED = "account changed"
    SESSION_REVOKED = "session revoked"
    SCREEN_ADDED = "screen added"
    SCREEN_ENROLLED = "screen enrolled"
    SCREEN_REVOKED = "screen revoked"
    LETTERS_REPLAYED = "dead letters replayed"
    ALARM_ACTED = "acted on an alarm"
    EXPIRED = "expired"
    STARTED = "started"
    DESK = "work item handled"
    DECIDED = "decision stored"
    WALL_STEERED = "wall steered"
    WALL_RELEASED = "wall released"
    HANDED_OVER = "shift handed over"
    HANDOVER_SIGNED = "hand-over signed off"


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `detail` holds plain values, never a secret."""

    at_ms: int
    who: str
    role: str
    action: Action
    subject: str = ""
    detail: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True)
class ChainReport:
    """What a check of the chain found; `broken_at` is the first row that is not what it was, None where all are."""

    rows: int
    last_hash: str
    broken_at: int | None


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


def entries(store: Store, after: int = 0) -> Generator[Row[tuple[object, ...]], None, None]:
    """The rows above a number, oldest first."""
    query = select(audit_trail).where(audit_trail.c.number > after).order_by(audit_trail.c.number)
    with store.reading() as connection, connection.execute(query.execution_options(yield_per=1000)) as rows:
        yield from rows


def _plain(words: str) -> str:
    """Words on one line: what was typed into a form must not look like a row of its own."""
    return "".join(letter if letter.isprintable() else "�" for letter in words)


def _hash(row: Mapping[str, object]) -> str:
    return hashlib.sha256(json.dumps(row, sort_keys=True, ensure_ascii=True).encode()).hexdigest()
