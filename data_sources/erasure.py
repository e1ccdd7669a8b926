"""Erasure of the person behind a reference, out of every place of this installation, with the city's numbers unchanged.

What stays: that something was reported, when, where and of which category, and what became of it. What goes: who, in
whose words, and every field that the contract does not name. The store's file is written anew, since what a database
deletes stays in its pages for long.
"""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any, NamedTuple

import structlog
from redis.exceptions import RedisError, ResponseError
from sqlalchemy import Connection, Row, Table, delete, select, update

from data_sources.audit import Action, record
from data_sources.cleaning import clean_events
from data_sources.decode import raw_fields
from data_sources.erased import ERASED_VALUE, EVENT, references_of, remember
from data_sources.errors import first_line
from data_sources.folding import chunks
from data_sources.installation import Streams
from data_sources.store import scrub
from data_sources.stream import StreamReader
from data_sources.subjects import EVENT_TABLES, Request, Subject, Subjects, check_reason, events_of, mentioned_in
from data_sources.tables import calls, dead_letters, events, personal_data
from domain.clock import epoch_ms
from domain.events import Stream
from domain.subjects import is_same, mentions_in, person_of

TOUCHED = tuple(table.name for table in (personal_data, *EVENT_TABLES, dead_letters, calls))
"""The tables that an erasure deletes from."""


class Waiting(NamedTuple):
    """What Redis held: entries that were dropped since the store has them, and those of the person that still wait.

    Those are cleaned when they are stored; a further erasure drops them from Redis. None where Redis did not answer.
    """

    dropped: int
    waiting: int


@dataclass(frozen=True, slots=True)
class Erased:
    """What an erasure did. `still_mentioned_in` are events whose contract fields hold an identifier of the person."""

    things: int = 0
    personal_rows: int = 0
    events: int = 0
    dead_letters: int = 0
    redis: Waiting | None = None
    is_rewritten: bool = False
    still_mentioned_in: Sequence[str] = ()

    @property
    def is_complete(self) -> bool:
        """Whether nothing of the person is left in the store, in its file and in Redis."""
        is_gone = self.redis is not None and not self.redis.waiting
        return is_gone and self.is_rewritten and not self.still_mentioned_in

    def plain(self) -> dict[str, Any]:
        """The same as plain values; no data of the person."""
        redis = None if self.redis is None else self.redis._asdict()
        return {**asdict(self), "redis": redis, "still_mentioned_in": list(self.still_mentioned_in)}


@dataclass
class _Changes:
    personal_rows: int = 0
    events: int = 0
    letters: int = 0


@dataclass(frozen=True, slots=True)
class Erasure:
    """Erases in one store and the Redis before it; `prefix` and names of streams as the installation reads them."""

    subjects: Subjects
    streams: Streams

    def erase(self, reference: str, request: Request) -> Erased:
        """Erase for good. A second time changes nothing, and is told in the trail too. Raises SubjectError."""
        store = self.subjects.repository.store
        subject = self.subjects.find(reference)
        check_reason(request, subject.person)
        with store.writing() as connection:
            changes = self._in_store(connection, subject)
            detail = {
                "things": len(subject.own),
                "personal_rows": changes.personal_rows,
                "events": changes.events,
                "dead_letters": changes.letters,
            }
            record(connection, self.subjects.entry(Action.ERASED_PERSONAL, reference, request, detail))
        redis = self._in_redis(subject)
        is_rewritten = scrub(store, TOUCHED)
        with store.reading(is_patient=True) as connection:
            left = sorted(mentioned_in(connection, subject.person, frozenset()))
        return Erased(**detail, redis=redis, is_rewritten=is_rewritten, still_mentioned_in=left)

    def _in_store(self, connection: Connection, subject: Subject) -> _Changes:
        changes, now_ms = _Changes(), epoch_ms(self.subjects.clock.now())
        for kind, entity_id in sorted(subject.own):
            self._clean(connection, events_of(connection, kind, entity_id), changes)
            is_own = (personal_data.c.kind == kind) & (personal_data.c.entity_id == entity_id)
            changes.personal_rows += connection.execute(delete(personal_data).where(is_own)).rowcount
        self._clean_mentions(connection, subject, changes)
        letters = _forget_letters(connection, subject, changes)
        remember(connection, [*subject.own, *letters], now_ms)
        return changes

    def _clean(
        self, connection: Connection, rows: Sequence[Row[*tuple[Any, ...]]], changes: _Changes, table: Table = events
    ) -> None:
        cleaned = clean_events(connection, rows, table)
        self.subjects.repository.refold(connection, cleaned.refold)
        changes.events += cleaned.events

    def _clean_mentions(self, connection: Connection, subject: Subject, changes: _Changes) -> None:
        for chunk in chunks(sorted(subject.mentioned)):
            for table in EVENT_TABLES:
                rows = connection.execute(select(table).where(table.c.event_id.in_(chunk))).all()
                held = [row for row in rows if mentions_in(subject.person, row.data)]
                self._clean(connection, held, changes, table)
            personal = connection.execute(select(personal_data).where(personal_data.c.event_id.in_(chunk))).all()
            changes.personal_rows += sum(_clean_personal(connection, row, subject) for row in personal)

    def _in_redis(self, subject: Subject) -> Waiting | None:
        """Drop from Redis what is stored, and count what waits; Redis compacts its file by itself afterwards."""
        log, dropped, waiting = structlog.get_logger("erasure"), 0, 0
        client = self.streams.client
        try:
            for stream in Stream:
                reader = StreamReader(client, self.streams.key(stream), self.streams.group, "")
                position = self.subjects.repository.position(reader.key)
                dropped += reader.drop_stored(position)
                waiting += sum(subject.holds(entry.fields or {}) for entry in reader.above(position))
        except RedisError as error:
            log.warning("Redis was not cleaned", error=first_line(error), hint="erase again once Redis answers")
            return None
        try:
            client.bgrewriteaof()
        except ResponseError as error:
            log.warning("Redis does not rewrite its file now", error=first_line(error), hint="ask for BGREWRITEAOF")
        return Waiting(dropped, waiting)


def _clean_personal(connection: Connection, row: Row[*tuple[Any, ...]], subject: Subject) -> bool:
    """Take the person out of the personal fields of somebody else's event, or of a thing of the city."""
    fields: Mapping[str, Any] = row.fields
    is_own = is_same(subject.person, person_of(fields.get("reporter")))
    kept = {} if is_own else {name: value for name, value in fields.items() if not mentions_in(subject.person, value)}
    if len(kept) == len(fields):
        return False
    is_it = personal_data.c.event_id == row.event_id
    connection.execute(
        update(personal_data).where(is_it).values(fields=kept) if kept else delete(personal_data).where(is_it)
    )
    return True


def _forget_letters(connection: Connection, subject: Subject, changes: _Changes) -> set[tuple[str, str]]:
    """Delete the bytes of entries that could not be read; they stay counted. The references under which they came."""
    found: set[tuple[str, str]] = set()
    for chunk in chunks(sorted(subject.letters)):
        is_it = dead_letters.c.id.in_(chunk)
        for raw in connection.scalars(select(dead_letters.c.raw).where(is_it, dead_letters.c.raw.is_not(None))):
            found |= {one for one in references_of(raw_fields(raw)) if one[0] == EVENT}
        changed = update(dead_letters).where(is_it).values(raw=None, value=ERASED_VALUE)
        changes.letters += connection.execute(changed).rowcount
    return found
