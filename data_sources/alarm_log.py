"""The alarms in the store: every event once, numbered in its order, and what follows from all of them.

Whoever writes reads first what others wrote, in the same transaction: of two that raise the same alarm, or acknowledge
it, the second one sees that it is done.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Lock

import msgspec
from sqlalchemy import Connection, Row, insert, select

from data_sources.alarm_tables import alarm_events
from data_sources.audit import Action, Entry, record
from data_sources.store import Store
from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.register import Register, followed

ROWS_AT_ONCE = 1000
Decide = Callable[[Register], Sequence[AlarmEvent]]
Also = Callable[[Connection, Sequence[AlarmEvent], Register], None]
"""What else is written in the transaction of events: they and what was open before them."""


class AlarmLog:
    """The open alarms of a store, as far as this process has read. May be called from any thread."""

    def __init__(self, store: Store, also: Also | None = None) -> None:
        self.store = store
        self._also = also
        self._register = Register()
        self._lock = Lock()

    @property
    def register(self) -> Register:
        """What is open, as of the last reading."""
        return self._register

    def catch_up(self) -> Register:
        """Read what others wrote."""
        with self.store.reading() as connection:
            return self._follow(_events_after(connection, self._register.number))

    def add(self, decide: Decide, by: Entry | None = None) -> Sequence[AlarmEvent]:
        """Store what follows from the newest state, with its line in the audit trail; what was stored.

        Errors of `decide` pass on, and nothing is stored then.
        """
        with self.store.writing() as connection:
            register = self._follow(_events_after(connection, self._register.number))
            events = _numbered(decide(register), register.number)
            if events:
                connection.execute(insert(alarm_events), [_row(event) for event in events])
            if events and self._also is not None:
                self._also(connection, events, register)
            if by is not None:
                _tell(connection, events, by)
        self._follow(events)
        return events

    def history(self, since_ms: int, until_ms: int) -> Sequence[AlarmEvent]:
        """All events of a time, from `since_ms` on and before `until_ms`, in their order."""
        is_in = (alarm_events.c.at_ms >= since_ms) & (alarm_events.c.at_ms < until_ms)
        with self.store.reading() as connection:
            return [_event(row) for row in connection.execute(_all.where(is_in).order_by(alarm_events.c.number))]

    def events_of(self, alarm_id: int) -> Sequence[AlarmEvent]:
        """The life of one alarm, from its raising on."""
        is_it = (alarm_events.c.number == alarm_id) | (alarm_events.c.alarm == alarm_id)
        with self.store.reading() as connection:
            return [_event(row) for row in connection.execute(_all.where(is_it).order_by(alarm_events.c.number))]

    def origins(self, events: Sequence[AlarmEvent]) -> Mapping[int, Origin]:
        """What raised the alarms that events are about, by their number."""
        found = {event.number: event.origin for event in events if event.origin is not None}
        missing = {event.alarm for event in events if event.alarm} - set(found)
        with self.store.reading() as connection:
            for start in range(0, len(missing), ROWS_AT_ONCE):
                some = sorted(missing)[start : start + ROWS_AT_ONCE]
                rows = connection.execute(_all.where(alarm_events.c.number.in_(some)))
                found |= {event.number: event.origin for event in map(_event, rows) if event.origin is not None}
        return found

    def _follow(self, events: Iterable[AlarmEvent]) -> Register:
        with self._lock:
            self._register = followed(self._register, events)
            return self._register


_all = select(alarm_events)


def folded_before(connection: Connection, before_ms: int) -> Register:
    """What was open before an instant, as far as the log still tells."""
    query = _all.where(alarm_events.c.at_ms < before_ms).order_by(alarm_events.c.number)
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        return followed(Register(), map(_event, rows))


def _events_after(connection: Connection, number: int) -> Iterator[AlarmEvent]:
    query = _all.where(alarm_events.c.number > number).order_by(alarm_events.c.number)
    with connection.execute(query.execution_options(yield_per=ROWS_AT_ONCE)) as rows:
        for row in rows:
            yield _event(row)


def _numbered(events: Sequence[AlarmEvent], number: int) -> list[AlarmEvent]:
    return [msgspec.structs.replace(event, number=number + place) for place, event in enumerate(events, start=1)]


def _row(event: AlarmEvent) -> dict[str, object]:
    values = {name: getattr(event, name) for name in alarm_events.c.keys() if name != "origin"}  # noqa: SIM118
    origin = "" if event.origin is None else msgspec.json.encode(event.origin).decode()
    return {**values, "what": event.what.value, "origin": origin}


def _event(row: Row[tuple[object, ...]]) -> AlarmEvent:
    values = {name: getattr(row, name) for name in alarm_events.c.keys()}  # noqa: SIM118
    origin = msgspec.json.decode(row.origin, type=Origin) if row.origin else None
    return AlarmEvent(**{**values, "what": Happening(row.what), "origin": origin})


def _tell(connection: Connection, events: Iterable[AlarmEvent], by: Entry) -> None:
    for event in events:
        record(connection, _told(event, by))


def _told(event: AlarmEvent, by: Entry) -> Entry:
    """The line of the trail; what a person wrote stands with the alarm only."""
    detail: dict[str, object] = {"event": event.number, "what": event.what.value}
    if event.until_ms:
        detail["until_ms"] = event.until_ms
    return Entry(by.at_ms, by.who, by.role, Action.ALARM_ACTED, f"alarm {event.alarm}", detail)
