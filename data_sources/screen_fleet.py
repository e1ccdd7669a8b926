"""The reports of unattended screens: held in memory, the last of each screen kept in the store by and by."""

from collections.abc import Mapping
from datetime import datetime
from threading import Lock

import msgspec
import structlog
from sqlalchemy import select

from data_sources.access_tables import screen_reports
from data_sources.folding import upsert
from data_sources.screens import Screens
from data_sources.store import Store
from domain.clock import Clock, epoch_ms
from domain.identity import Session
from domain.screen_reports import Fleet, ScreenReport, ScreenSeen, Told

KEEP_SECONDS = 30.0
"""How often new reports go to the store: a restart forgets what was told since."""

LEAST_GAP_MS = 2_000
"""A session that reports more often is not heard: no screen has so much to say."""

MOST_SESSIONS = 5
"""Browsers remembered of one screen."""


class ScreenFleet:
    """What screens told of themselves. May be called from any thread; `clock` is the machine's."""

    def __init__(self, store: Store, screens: Screens, clock: Clock) -> None:
        self._store = store
        self._screens = screens
        self._clock = clock
        self._lock = Lock()
        self._told: dict[str, dict[str, Told]] = {}
        self._unkept: dict[str, Told] = {}

    def tell(self, session: Session, report: ScreenReport) -> bool:
        """Remember a report of a screen's session; False where its last one came just now."""
        screen, at_ms = session.identity.subject, epoch_ms(self._clock.now())
        with self._lock:
            sessions = self._told.setdefault(screen, {})
            before = sessions.get(session.session_id)
            if before is not None and 0 <= at_ms - before.at_ms < LEAST_GAP_MS:
                return False
            told = Told(session.session_id, at_ms, report)
            sessions[session.session_id] = self._unkept[screen] = told
            while len(sessions) > MOST_SESSIONS:
                del sessions[min(sessions, key=lambda one: sessions[one].at_ms)]
        return True

    def now(self) -> datetime:
        """The machine's now, UTC."""
        return self._clock.now()

    def view(self) -> Fleet:
        """Every screen that was ever enrolled, by name, with what it told."""
        kept = self._kept()
        with self._lock:
            told = {screen: dict(sessions) for screen, sessions in self._told.items()}
        seen = [
            ScreenSeen(screen.identity, screen.is_revoked, _newest_first(told.get(name, {}), kept.get(name)))
            for screen in self._screens.all()
            for name in (screen.identity.subject,)
        ]
        return Fleet(epoch_ms(self._clock.now()), tuple(seen))

    def step(self) -> int:
        """Keep what was told since the last time; always 0, so that whoever drives it rests afterwards."""
        with self._lock:
            fresh, self._unkept = self._unkept, {}
        rows = [
            {
                "screen_id": screen,
                "session_id": told.session_id,
                "at_ms": told.at_ms,
                "report": msgspec.json.encode(told.report).decode(),
            }
            for screen, told in fresh.items()
        ]
        if rows:
            with self._store.writing() as connection:
                upsert(connection, screen_reports, rows)
        return 0

    def _kept(self) -> Mapping[str, Told]:
        with self._store.reading() as connection:
            rows = connection.execute(select(screen_reports)).all()
        read = ((row.screen_id, _read(row.screen_id, row.session_id, row.at_ms, row.report)) for row in rows)
        return {screen: told for screen, told in read if told is not None}


def _newest_first(sessions: Mapping[str, Told], kept: Told | None) -> tuple[Told, ...]:
    """What is in memory, and what the store has of sessions that memory does not know."""
    known = {kept.session_id: kept, **sessions} if kept is not None else sessions
    return tuple(sorted(known.values(), key=lambda told: told.at_ms, reverse=True))


def _read(screen: str, session_id: str, at_ms: int, report: str) -> Told | None:
    """A report of another release may have other fields; then nothing is known of that screen until it speaks again."""
    try:
        return Told(session_id, at_ms, msgspec.json.decode(report, type=ScreenReport))
    except msgspec.DecodeError as error:
        structlog.get_logger("screens").info("the last report cannot be read", screen=screen, error=str(error))
        return None
