"""Unattended screens, and what lets one in once: a code that an administrator reads, a link for a demonstration."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import timedelta
from enum import StrEnum

from sqlalchemy import Connection, Row, delete, func, insert, select, update

from data_sources.access_tables import one_time_codes, screens, sessions
from data_sources.audit import Action, Entry, record
from data_sources.identities import screen_in
from data_sources.sessions import KEEP_ENDED, OWNER, Seen, Sessions
from data_sources.tokens import hash_of, hash_of_code, new_code, new_token
from domain.accounts import Refusal, RefusedError, Screen
from domain.clock import ONE_MS, epoch_ms
from domain.identity import SCREEN_ROLES, Identity, Kind, Role

CODE_LASTS = timedelta(minutes=10)
LINK_LASTS = timedelta(hours=12)


class Purpose(StrEnum):
    """What a one-time secret lets in."""

    SCREEN = "screen"
    SCREEN_LINK = "screen link"
    ACCOUNT_LINK = "account link"


class ScreenError(RefusedError):
    """A screen that is not there, or that cannot be made so."""


class Screens:
    """The screens of an installation. Sessions of screens are sessions like others."""

    def __init__(self, sessions_: Sessions) -> None:
        self._sessions = sessions_
        self._store = sessions_.store

    def all(self) -> Sequence[Screen]:
        """Every screen, by name."""
        with self._store.reading() as connection:
            rows = connection.execute(select(screens).order_by(screens.c.name)).all()
            seen, codes = self._sessions.seen_in(connection, Kind.SCREEN), self._codes(connection)
        return [self._screen(row, seen.get(row.screen_id), codes.get(row.screen_id)) for row in rows]

    def _screen(self, row: Row[tuple[object, ...]], seen: Seen | None, code_ends_ms: int | None) -> Screen:
        identity, is_enrolled = Identity(row.screen_id, row.name, Role(row.role)), seen is not None and seen.is_living
        return Screen(identity, row.is_revoked, row.created_ms, seen.at_ms if seen else None, is_enrolled, code_ends_ms)

    def _codes(self, connection: Connection) -> Mapping[str, int]:
        """Until when the newest unused code of each screen is good, ms since 1970."""
        table = one_time_codes.c
        is_good = (table.purpose == Purpose.SCREEN.value) & (table.used_ms == 0) & (table.ends_ms > self._now_ms())
        query = select(table.subject, func.max(table.ends_ms)).where(is_good).group_by(table.subject)
        return {row[0]: row[1] for row in connection.execute(query)}

    def add(self, name: str, role: Role, by: Identity) -> tuple[Screen, str]:
        """A new screen and the code that enrols it, valid for ten minutes and once. Raises ScreenError."""
        if role not in SCREEN_ROLES:
            known = ", ".join(role.value for role in SCREEN_ROLES)
            raise ScreenError(
                f"role: expected one of {known} for a screen, got {role.value}; add an account", Refusal.ROLE
            )
        if not name.strip() or len(name) > 120 or not name.isprintable():
            raise ScreenError(f"name: expected 1 to 120 letters, got {name[:120]!r}", Refusal.NAME)
        identity = Identity(f"screen-{secrets.token_hex(4)}", name.strip(), role)
        with self._store.writing() as connection:
            screen = self._keep_screen(connection, identity)
            self._tell(connection, Action.SCREEN_ADDED, identity.subject, by, name=identity.name)
            return screen, self._code(connection, identity.subject)

    def keep(self, identity: Identity, by: Identity) -> Screen:
        """A screen under a name of its own, there once and let in again where it was shut out; told where it is new."""
        with self._store.writing() as connection:
            is_there = screen_in(connection, identity.subject) == identity
            screen = self._keep_screen(connection, identity)
            if not is_there:
                self._tell(connection, Action.SCREEN_ADDED, identity.subject, by, name=identity.name)
            return screen

    def code_for(self, screen_id: str, by: Identity) -> str:
        """A new code for a screen that lost its token. Raises ScreenError."""
        self._require(screen_id)
        with self._store.writing() as connection:
            self._tell(connection, Action.SCREEN_CODE, screen_id, by)
            return self._code(connection, screen_id)

    def revoke(self, screen_id: str, by: Identity) -> None:
        """Shut a screen out; its sessions end. Raises ScreenError."""
        self._require(screen_id)
        now_ms, of_screen = self._now_ms(), (sessions.c.kind == Kind.SCREEN.value) & (sessions.c.subject == screen_id)
        with self._store.writing() as connection:
            connection.execute(update(screens).where(screens.c.screen_id == screen_id).values(is_revoked=True))
            connection.execute(update(sessions).where(of_screen, sessions.c.revoked_ms == 0).values(revoked_ms=now_ms))
            self._tell(connection, Action.SCREEN_REVOKED, screen_id, by)

    def enrol(self, code: str) -> str | None:
        """The token of a screen's session for its code; None where the code is wrong, used or too old."""
        with self._store.writing() as connection:
            subject = self._found(connection, hash_of_code(code), Purpose.SCREEN)
            is_used = subject is not None and self._use(connection, hash_of_code(code))
            return None if subject is None or not is_used else self._admit(connection, Kind.SCREEN, subject, "code")

    def link_for(self, kind: Kind, subject: str) -> str:
        """The token of an address that signs an account or a screen in, for half a day: only for a demonstration."""
        token, purpose = new_token(), Purpose.SCREEN_LINK if kind is Kind.SCREEN else Purpose.ACCOUNT_LINK
        with self._store.writing() as connection:
            self._keep(connection, hash_of(token), purpose, subject, LINK_LASTS)
        return token

    def forget_links(self) -> None:
        """End all links that were given out before."""
        links = (Purpose.SCREEN_LINK.value, Purpose.ACCOUNT_LINK.value)
        with self._store.writing() as connection:
            connection.execute(delete(one_time_codes).where(one_time_codes.c.purpose.in_(links)))

    def follow(self, link: str) -> str | None:
        """The token of a session for a link; None where it is wrong or too old."""
        with self._store.writing() as connection:
            for purpose, kind in ((Purpose.ACCOUNT_LINK, Kind.ACCOUNT), (Purpose.SCREEN_LINK, Kind.SCREEN)):
                subject = self._found(connection, hash_of(link), purpose)
                if subject is not None:
                    return self._admit(connection, kind, subject, "link")
        return None

    def expire(self) -> int:
        """Forget codes and links that ended long ago; how many."""
        limit = self._now_ms() - KEEP_ENDED // ONE_MS
        with self._store.writing() as connection:
            return connection.execute(delete(one_time_codes).where(one_time_codes.c.ends_ms < limit)).rowcount

    def _admit(self, connection: Connection, kind: Kind, subject: str, how: str) -> str | None:
        identity = OWNER[kind](connection, subject)
        return None if identity is None else self._sessions.start_in(connection, kind, identity, how)

    def _keep_screen(self, connection: Connection, identity: Identity) -> Screen:
        row, now_ms = {"name": identity.name, "role": identity.role.value, "is_revoked": False}, self._now_ms()
        is_it = screens.c.screen_id == identity.subject
        if not connection.execute(update(screens).where(is_it).values(**row)).rowcount:
            connection.execute(insert(screens).values(screen_id=identity.subject, created_ms=now_ms, **row))
        return Screen(identity, is_revoked=False, created_ms=now_ms)

    def _tell(self, connection: Connection, action: Action, screen_id: str, by: Identity, **detail: object) -> None:
        record(connection, Entry(self._now_ms(), by.subject, by.role.value, action, screen_id, detail))

    def _code(self, connection: Connection, screen_id: str) -> str:
        code = new_code()
        self._keep(connection, hash_of_code(code), Purpose.SCREEN, screen_id, CODE_LASTS)
        return code

    def _keep(self, connection: Connection, key: str, purpose: Purpose, subject: str, lasts: timedelta) -> None:
        row = {"code_hash": key, "purpose": purpose.value, "subject": subject, "used_ms": 0}
        connection.execute(insert(one_time_codes).values(**row, ends_ms=self._now_ms() + lasts // ONE_MS))

    def _found(self, connection: Connection, key: str, purpose: Purpose) -> str | None:
        """Whom a secret lets in now."""
        table = one_time_codes.c
        is_good = (table.code_hash == key) & (table.purpose == purpose.value)
        return connection.scalar(
            select(table.subject).where(is_good, table.used_ms == 0, table.ends_ms > self._now_ms())
        )

    def _use(self, connection: Connection, key: str) -> bool:
        """Use a code up; of several who do so at once, only one does."""
        is_free = (one_time_codes.c.code_hash == key) & (one_time_codes.c.used_ms == 0)
        return bool(connection.execute(update(one_time_codes).where(is_free).values(used_ms=self._now_ms())).rowcount)

    def _require(self, screen_id: str) -> None:
        with self._store.reading() as connection:
            if screen_in(connection, screen_id) is None:
                raise ScreenError(
                    f"screen {screen_id[:80]!r} does not exist or was revoked; `screen list` shows them",
                    Refusal.NOT_THERE,
                )

    def _now_ms(self) -> int:
        return epoch_ms(self._sessions.clock.now())
