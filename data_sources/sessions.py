"""Sessions in the store: made at a sign-in, looked up at every request, ended one by one, for persons and screens.

A browser holds 256 random bits, the store their hash. Who a session is, is asked of the account or the screen each
time, so that a role that was taken away is gone at once, and a session of somebody shut out ends.
"""

import secrets
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from threading import Lock
from types import MappingProxyType

from sqlalchemy import ColumnElement, Connection, Row, case, delete, func, insert, select, update

from data_sources.access_tables import sessions
from data_sources.audit import Action, Entry, record
from data_sources.identities import account_in, must_change, screen_in
from data_sources.store import Store
from data_sources.tokens import hash_of, new_token
from domain.accounts import SessionRow
from domain.clock import ONE_MS, Clock, epoch_ms
from domain.identity import Identity, Kind, Session

KEPT_SECONDS = 1.0
"""For so long an answer may be given again without asking the store: a revoked session lives no longer."""

MOST_KEPT = 1_000
SEEN_EVERY = timedelta(minutes=1)
KEEP_ENDED = timedelta(days=30)


OWNER: Mapping[Kind, Callable[[Connection, str], Identity | None]] = MappingProxyType(
    {Kind.ACCOUNT: account_in, Kind.SCREEN: screen_in}
)
"""Who a session is, by its kind."""


@dataclass(frozen=True, slots=True)
class SessionLimits:
    """How long a session lasts. A screen stands alone, so it has no idle limit."""

    idle: timedelta = timedelta(hours=1)
    absolute: timedelta = timedelta(hours=12)
    screen: timedelta = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Seen:
    """When the newest request of somebody came, ms since 1970, and whether one of the sessions lives."""

    at_ms: int
    is_living: bool


@dataclass
class Sessions:
    """The sessions of an installation. May be called from any thread; `clock` is the machine's."""

    store: Store
    clock: Clock
    limits: SessionLimits = field(default_factory=SessionLimits)
    elapsed: Callable[[], float] = time.monotonic

    def __post_init__(self) -> None:
        """Begin with nothing kept."""
        self._kept: dict[str, tuple[float, Session | None]] = {}
        self._lock = Lock()

    def start(self, kind: Kind, identity: Identity, how: str, detail: Mapping[str, object] | None = None) -> str:
        """A new session; its token is given to the browser and never seen again. `detail` is for the audit trail."""
        with self.store.writing() as connection:
            return self.start_in(connection, kind, identity, how, detail)

    def start_in(
        self,
        connection: Connection,
        kind: Kind,
        identity: Identity,
        how: str,
        detail: Mapping[str, object] | None = None,
    ) -> str:
        """As `start`, within a transaction that also does what led to it."""
        token, now_ms = new_token(), self._now_ms()
        lasts = self.limits.screen if kind is Kind.SCREEN else self.limits.absolute
        row = {
            "token_hash": hash_of(token),
            "session_id": secrets.token_hex(8),
            "kind": kind.value,
            "subject": identity.subject,
            "created_ms": now_ms,
            "seen_ms": now_ms,
            "ends_ms": now_ms + lasts // ONE_MS,
            "revoked_ms": 0,
        }
        connection.execute(insert(sessions).values(**row))
        action = Action.SCREEN_ENROLLED if kind is Kind.SCREEN else Action.SIGNED_IN
        told = {"how": how, **(detail or {})}
        record(connection, Entry(now_ms, identity.subject, identity.role.value, action, detail=told))
        return token

    def who(self, token: str) -> Session | None:
        """Who comes with a token; None where it never was, has ended, or its owner was shut out."""
        if not token:
            return None
        key, at = hash_of(token), self.elapsed()
        with self._lock:
            kept = self._kept.get(key)
        if kept is not None and at - kept[0] < KEPT_SECONDS:
            return kept[1]
        found = self._look_up(key)
        with self._lock:
            if len(self._kept) >= MOST_KEPT:
                self._kept.clear()
            self._kept[key] = at, found
        return found

    def living(self) -> Sequence[SessionRow]:
        """All sessions that have not ended, the newest first."""
        now_ms = self._now_ms()
        query = select(sessions).where(self._is_living(now_ms)).order_by(sessions.c.created_ms.desc())
        with self.store.reading() as connection:
            return [_session_row(connection, row) for row in connection.execute(query).all()]

    def seen_in(self, connection: Connection, kind: Kind) -> Mapping[str, Seen]:
        """Who of a kind was seen when, within a transaction: by subject, as far as sessions are remembered."""
        is_living = func.max(case((self._is_living(self._now_ms()), 1), else_=0))
        query = select(sessions.c.subject, func.max(sessions.c.seen_ms), is_living)
        rows = connection.execute(query.where(sessions.c.kind == kind.value).group_by(sessions.c.subject))
        return {row[0]: Seen(row[1], bool(row[2])) for row in rows}

    def sign_out(self, token: str) -> None:
        """End the session of a token."""
        session = self.who(token)
        if session is not None:
            self._end(sessions.c.token_hash == hash_of(token), session.identity, Action.SIGNED_OUT, "")

    def revoke(self, session_id: str, by: Identity) -> bool:
        """End one session by its name; whether there was one."""
        return self._end(sessions.c.session_id == session_id, by, Action.SESSION_REVOKED, session_id)

    def expire(self) -> int:
        """Forget sessions that ended long ago; how many."""
        limit = self._now_ms() - KEEP_ENDED // ONE_MS
        with self.store.writing() as connection:
            return connection.execute(delete(sessions).where(sessions.c.ends_ms < limit)).rowcount

    def _end(self, which: ColumnElement[bool], by: Identity, action: Action, subject: str) -> bool:
        now_ms = self._now_ms()
        with self.store.writing() as connection:
            ended = connection.execute(
                update(sessions).where(which, sessions.c.revoked_ms == 0).values(revoked_ms=now_ms)
            ).rowcount
            if ended:
                record(connection, Entry(now_ms, by.subject, by.role.value, action, subject))
        with self._lock:
            self._kept.clear()
        return bool(ended)

    def _look_up(self, key: str) -> Session | None:
        now_ms = self._now_ms()
        with self.store.reading() as connection:
            row = connection.execute(
                select(sessions).where(sessions.c.token_hash == key, self._is_living(now_ms))
            ).first()
            identity = None if row is None else OWNER[Kind(row.kind)](connection, row.subject)
            is_new = row is not None and row.kind == Kind.ACCOUNT.value and must_change(connection, row.subject)
        if row is None or identity is None:
            return None
        if now_ms - row.seen_ms > SEEN_EVERY // ONE_MS:
            self._see(key, now_ms)
        return Session(row.session_id, Kind(row.kind), identity, is_new)

    def _see(self, key: str, now_ms: int) -> None:
        with self.store.writing() as connection:
            connection.execute(update(sessions).where(sessions.c.token_hash == key).values(seen_ms=now_ms))

    def _is_living(self, now_ms: int) -> ColumnElement[bool]:
        idle_since = now_ms - self.limits.idle // ONE_MS
        is_in_use = (sessions.c.kind == Kind.SCREEN.value) | (sessions.c.seen_ms > idle_since)
        return (sessions.c.revoked_ms == 0) & (sessions.c.ends_ms > now_ms) & is_in_use

    def _now_ms(self) -> int:
        return epoch_ms(self.clock.now())


def _session_row(connection: Connection, row: Row[tuple[object, ...]]) -> SessionRow:
    kind = Kind(row.kind)
    owner = OWNER[kind](connection, row.subject)
    return SessionRow(row.session_id, kind, row.subject, row.created_ms, row.seen_ms, row.ends_ms, owner)
