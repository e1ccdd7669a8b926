"""What is kept for a time only: each period in one list, run by the product and by hand, and told each time.

The events themselves stay without the person, and the audit trail stays whole: decision 21.
"""

import dataclasses
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

import structlog
from sqlalchemy import Row, delete, select

from data_sources.alarm_retention import expire_alarms, expire_messages
from data_sources.audit import Action, Entry, record
from data_sources.cleaning import clean_events
from data_sources.dead_letters import expire as expire_letters
from data_sources.first_start import INSTALLER
from data_sources.folding import CHUNK, upsert
from data_sources.frozen import expire_frozen
from data_sources.repository import Repository
from data_sources.screens import Screens
from data_sources.sessions import Sessions
from data_sources.store import Rehearsal, Store
from data_sources.tables import events, personal_data, retention_marks
from domain.clock import Clock, epoch_ms
from domain.identity import Identity

PERSONAL = "personal data"
Job = Callable[[Store], int]


@dataclass(frozen=True, slots=True)
class Periods:
    """How long each is kept."""

    personal: timedelta
    letters: timedelta
    trails: timedelta
    frames: timedelta
    alarms: timedelta


@dataclass
class Retention:
    """The jobs of one installation. `clock` is the city's; sessions, codes and the trail are of the machine's time."""

    repository: Repository
    sessions: Sessions
    clock: Clock
    periods: Periods
    _told_on: date | None = field(default=None, init=False)

    def step(self) -> int:
        """One turn of the running product: told when something went, and once a day in any case. Always 0."""
        today = self.sessions.clock.now().date()
        gone = self._done(self.repository.store)
        if any(gone.values()) or today != self._told_on:
            self._tell(gone, INSTALLER, "")
            self._told_on = today
        return 0

    def run(self, by: Identity, typed_by: str = "") -> Mapping[str, int]:
        """Delete what is too old, now; how much of each."""
        gone = self._done(self.repository.store)
        self._tell(gone, by, typed_by)
        return gone

    def rehearse(self) -> Mapping[str, int]:
        """How much of each would go: everything is done, and taken back."""
        store = self.repository.store
        return self._done(Rehearsal(store.writer, store.reader))

    def _done(self, store: Store) -> Mapping[str, int]:
        return {name: job(store) for name, job in self._jobs(self.clock.now()).items()}

    def _jobs(self, now: datetime) -> Mapping[str, Job]:
        periods, machine_now = self.periods, self.sessions.clock.now()
        return {
            PERSONAL: lambda store: expire_personal(self._on(store), now - periods.personal),
            "dead letters": lambda store: expire_letters(store, now, periods.letters.days),
            "trails": lambda store: self._on(store).expire_trail(now - periods.trails),
            "frozen frames": lambda store: expire_frozen(store, now, periods.frames.days),
            "alarms": lambda store: expire_alarms(store, epoch_ms(now - periods.alarms)),
            "alarm messages": lambda store: expire_messages(store, epoch_ms(machine_now - periods.alarms)),
            "sessions": lambda store: dataclasses.replace(self.sessions, store=store).expire(),
            "one-time codes": lambda store: Screens(dataclasses.replace(self.sessions, store=store)).expire(),
        }

    def _on(self, store: Store) -> Repository:
        return dataclasses.replace(self.repository, store=store)

    def _tell(self, gone: Mapping[str, int], by: Identity, typed_by: str) -> None:
        detail: dict[str, object] = {**gone, **({"typed_by": typed_by} if typed_by else {})}
        now_ms = epoch_ms(self.sessions.clock.now())
        with self.repository.store.writing() as connection:
            record(connection, Entry(now_ms, by.subject, by.role.value, Action.EXPIRED, "retention", detail))
        structlog.get_logger("retention").info("expired", **{_word(name): n for name, n in gone.items()})


def _word(name: str) -> str:
    return name.replace(" ", "_").replace("-", "_")


def expire_personal(repository: Repository, before: datetime) -> int:
    """Delete personal data that was received before an instant, and clean the events of that time; how many of both.

    Events that were cleaned once are not read again.
    """
    store, limit = repository.store, epoch_ms(before)
    with store.writing() as connection:
        gone = connection.execute(delete(personal_data).where(personal_data.c.received_ms < limit)).rowcount
    is_name = retention_marks.c.name == PERSONAL
    columns = (events.c.event_id, events.c.kind, events.c.entity_id, events.c.type, events.c.data)
    with store.reading(is_patient=True) as connection:
        since = connection.scalar(select(retention_marks.c.until_ms).where(is_name)) or 0
        query = select(*columns).where(events.c.received_ms >= since, events.c.received_ms < limit)
        for rows in connection.execute(query.execution_options(yield_per=CHUNK)).partitions():
            gone += _clean(repository, rows)
    with store.writing() as connection:
        upsert(connection, retention_marks, [{"name": PERSONAL, "until_ms": max(since, limit)}])
    return gone


def _clean(repository: Repository, rows: Sequence[Row[*tuple[Any, ...]]]) -> int:
    with repository.store.writing() as connection:
        cleaned = clean_events(connection, rows)
        repository.refold(connection, cleaned.refold)
    return cleaned.events
