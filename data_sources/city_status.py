"""The city's status in the store: every level that was ever set stays, each told in the audit trail."""

from collections.abc import Callable
from datetime import datetime

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, String, Table, insert, select

from data_sources.audit import Entry, record
from data_sources.store import Store
from data_sources.tables import metadata
from domain.audit import Action
from domain.city_status import Level, StatusEntry, checked_reason
from domain.clock import epoch_ms
from domain.identity import Identity

SHOWN = 5
"""So many of the newest levels are told to the screens."""

city_statuses = Table(
    "city_statuses",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("level", SmallInteger, nullable=False),
    Column("who", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("reason", String(200), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Index("ix_city_statuses_at", "at_ms"),
)


class CityStatus:
    """Sets and tells the city's status. `machine_now` is the machine's clock, which the audit trail is kept by.

    `tell` is called with the newest levels after each that was set.
    """

    def __init__(
        self,
        store: Store,
        machine_now: Callable[[], datetime],
        tell: Callable[[tuple[StatusEntry, ...]], None] = lambda _: None,
    ) -> None:
        self._store = store
        self._machine_now = machine_now
        self._tell = tell

    def set(self, level: Level, by: Identity, reason: str, now: datetime) -> StatusEntry:
        """Set a level at the city's now; stored and audited in one transaction. Raises StatusError."""
        entry = self._stored(level, by, checked_reason(reason), now)
        self._tell(self.newest())
        return entry

    def _stored(self, level: Level, by: Identity, words: str, now: datetime) -> StatusEntry:
        with self._store.writing() as connection:
            newest = connection.scalar(select(city_statuses.c.number).order_by(city_statuses.c.number.desc()).limit(1))
            entry = StatusEntry((newest or 0) + 1, level, by.subject, by.role.value, words, epoch_ms(now))
            connection.execute(
                insert(city_statuses).values(
                    number=entry.number,
                    level=entry.level.value,
                    who=entry.by,
                    role=entry.role,
                    reason=entry.reason,
                    at_ms=entry.at_ms,
                )
            )
            told = {"level": level.value, "reason": words, "city_at_ms": entry.at_ms}
            record(
                connection,
                Entry(
                    epoch_ms(self._machine_now()),
                    by.subject,
                    by.role.value,
                    Action.CITY_STATUS_SET,
                    level.name.lower(),
                    told,
                ),
            )
            return entry

    def newest(self, count: int = SHOWN) -> tuple[StatusEntry, ...]:
        """The newest levels, newest first."""
        return stored_statuses(self._store, count)


def stored_statuses(store: Store, count: int = SHOWN, until: datetime | None = None) -> tuple[StatusEntry, ...]:
    """The newest levels of all, or of those set by an instant of the city's clock; newest first."""
    query = select(city_statuses).order_by(city_statuses.c.number.desc()).limit(count)
    if until is not None:
        query = query.where(city_statuses.c.at_ms <= epoch_ms(until))
    with store.reading() as connection:
        return tuple(
            StatusEntry(row.number, Level(row.level), row.who, row.role, row.reason, row.at_ms)
            for row in connection.execute(query)
        )
