"""All that the store holds of the person behind a reference, and its export. Every read is told in the audit trail.

A reference is the id of a complaint, a call, a ticket or a survey (`K-12`, or `complaint:K-12` where two kinds share an
id), or of an event. Without one, a NIK, a telephone or an e-mail address leads to the references.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, or_, select

from data_sources.audit import Action, Entry, record
from data_sources.decode import raw_fields
from data_sources.erased import EVENT, Reference, references_of
from data_sources.folding import chunks
from data_sources.kinds import Kind
from data_sources.repository import Repository
from data_sources.tables import dead_letters, events, moved_deadlines, personal_data, position_trail
from domain.clock import Clock, epoch_ms, from_epoch_ms
from domain.identity import Identity
from domain.subjects import (
    CASE_KEYS,
    Person,
    all_of,
    answer_by,
    is_same,
    mentions,
    mentions_in,
    national_number,
    person_of,
)

AnyRow = Row[*tuple[Any, ...]]
LONGEST_REASON = 200
SHORTEST_REASON = 3
EVENT_TABLES = (events, position_trail)
BY_IDENTIFIER = "by an identifier of the person"
"""What the trail tells of a search by NIK, telephone or e-mail: never the value."""


class SubjectError(ValueError):
    """A reference or a reason that cannot be used; says what was expected, what came and what to do."""


@dataclass(frozen=True, slots=True)
class Request:
    """Who asks, and why: the number of the request's file, never a name or a number of the person."""

    by: Identity
    reason: str
    typed_by: str = ""
    received: datetime | None = None
    """When the request came in, aware; None where that is not told."""

    def __post_init__(self) -> None:
        """Refuse to look without a reason."""
        if not SHORTEST_REASON <= len(self.reason.strip()) <= LONGEST_REASON:
            raise SubjectError(
                f"reason: expected {SHORTEST_REASON} to {LONGEST_REASON} characters, as the number of the request's "
                f"file, got {len(self.reason.strip())}; say why"
            )

    def told(self) -> dict[str, object]:
        """What the trail keeps of a request."""
        told: dict[str, object] = {"reason": self.reason.strip()}
        if self.typed_by:
            told["typed_by"] = self.typed_by
        return told | self.times()

    def times(self) -> dict[str, str]:
        """When the request came in and until when it must be answered; empty where the first is not told."""
        if self.received is None:
            return {}
        return {"received_at": _text(self.received), "answer_by": _text(answer_by(self.received))}


@dataclass(frozen=True, slots=True)
class Subject:
    """A person as found in the store: what is theirs, and where else they are mentioned."""

    reference: str
    person: Person
    own: frozenset[Reference]
    mentioned: frozenset[str] = frozenset()
    """Events of others, or of things of the city, that hold an identifier of the person."""

    letters: frozenset[int] = frozenset()

    def holds(self, fields: Mapping[bytes, bytes]) -> bool:
        """Whether an entry of a stream is of this person: by what it names, or by what it says."""
        if self.own.intersection(references_of(fields)):
            return True
        return mentions(self.person, " ".join(value.decode(errors="replace") for value in fields.values()))


@dataclass(frozen=True, slots=True)
class Subjects:
    """Finds and exports; `clock` is the machine's, since the trail tells real time."""

    repository: Repository
    clock: Clock
    table_of: Mapping[str, Kind] = field(init=False)

    def __post_init__(self) -> None:
        """Know the tables of the things that are a person's."""
        object.__setattr__(self, "table_of", {kind: self.repository.kinds[kind] for kind in CASE_KEYS})

    def references(self, words: str, request: Request) -> Sequence[str]:
        """The references of the person with a NIK, a telephone or an e-mail address. Raises SubjectError."""
        person = _identified(words)
        self._check(request, person)
        with self.repository.store.reading(is_patient=True) as connection:
            _, own = _grown(connection, person, frozenset())
        self.tell(Action.READ_PERSONAL, BY_IDENTIFIER, request, {"references": len(own)})
        return sorted(f"{kind}:{entity_id}" for kind, entity_id in own)

    def find(self, reference: str) -> Subject:
        """The person behind a reference. Raises SubjectError where there is nothing, or two things, of that id."""
        with self.repository.store.reading(is_patient=True) as connection:
            return find_in(connection, reference)

    def export(self, reference: str, request: Request) -> dict[str, Any]:
        """All that is held of the person, as plain values; told in the trail before it is handed out."""
        with self.repository.store.reading(is_patient=True) as connection:
            subject = find_in(connection, reference)
            self._check(request, subject.person)
            things = [self._thing(connection, *one) for one in sorted(subject.own)]
            others = _mentions(connection, subject)
            letters = [_letter(row) for row in _letters(connection, subject)]
        found = {
            "reference": reference,
            "exported_at": _text(self.clock.now()),
            **request.times(),
            "things": things,
            "mentioned_in": others,
            "dead_letters": letters,
        }
        counts = {"things": len(things), "mentioned_in": len(others), "dead_letters": len(letters)}
        self.tell(Action.READ_PERSONAL, reference, request, counts)
        return found

    def tell(self, action: Action, reference: str, request: Request, detail: Mapping[str, object]) -> None:
        """A row of the trail: who, which reference, why and how much; never what."""
        with self.repository.store.writing() as connection:
            record(connection, self.entry(action, reference, request, detail))

    def entry(self, action: Action, reference: str, request: Request, detail: Mapping[str, object]) -> Entry:
        """The same, for a transaction of the caller."""
        told = {**request.told(), **detail}
        by = request.by
        return Entry(epoch_ms(self.clock.now()), by.subject, by.role.value, action, reference, told)

    def _check(self, request: Request, person: Person) -> None:
        check_reason(request, person)

    def _thing(self, connection: Connection, kind: str, entity_id: str) -> dict[str, Any]:
        table = self.table_of[kind].table
        key = next(iter(table.primary_key))
        row = connection.execute(select(table).where(key == entity_id)).mappings().one_or_none()
        thing = {"kind": kind, "id": entity_id, "state": None if row is None else _plain(row)}
        facts = [_event(row, row.fields) for row in events_of(connection, kind, entity_id)]
        moved = _rows(connection, moved_deadlines, entity_id) if kind == "complaint" else []
        return {**thing, "events": facts, **({"moved_deadlines": moved} if moved else {})}


def _text(at: datetime) -> str:
    return at.isoformat(timespec="seconds")


def check_reason(request: Request, person: Person) -> None:
    """The trail is kept for good, so a reason must not hold what could be asked to be erased. Raises SubjectError."""
    names = [name for name in person.names if name in request.reason.casefold()]
    if names or mentions(person, request.reason):
        raise SubjectError("reason: expected the number of the request's file, got data of the person; leave it out")


# --- finding


def find_in(connection: Connection, reference: str) -> Subject:
    """The person behind a reference, on a connection of the caller."""
    seeds = _seeds(connection, reference)
    person, own = _grown(connection, Person(), seeds)
    mentioned = mentioned_in(connection, person, own)
    subject = Subject(reference, person, own, mentioned)
    letters = frozenset(row.id for row in _read_letters(connection) if subject.holds(raw_fields(row.raw)))
    return Subject(reference, person, own, mentioned, letters)


def _identified(words: str) -> Person:
    found = person_of({"nik": words, "email": words if "@" in words else ""})
    if not found.niks and not found.emails and national_number(words):
        found = person_of({"phone": words})
    if not found.is_known:
        raise SubjectError("expected a NIK of 16 digits, a telephone number or an e-mail address; check what was typed")
    return found


def _seeds(connection: Connection, reference: str) -> frozenset[Reference]:
    kind, _, rest = reference.partition(":")
    is_named = kind in CASE_KEYS and bool(rest)
    kinds, entity_id = ([kind], rest) if is_named else (list(CASE_KEYS), reference)
    columns = (events.c.kind, events.c.entity_id)
    is_it = (events.c.entity_id == entity_id) | (events.c.event_id == reference)
    found = {
        (row.kind, row.entity_id) for row in connection.execute(select(*columns).where(events.c.kind.in_(kinds), is_it))
    }
    if not found:
        found = _seeds_of_letters(connection, kinds, entity_id)
    if not found:
        raise SubjectError(
            f"reference {reference[:80]!r}: expected the id of a complaint, call, ticket, survey or event, found "
            f"nothing of that id; check it, or look for the person with `subject find`"
        )
    if len(found) > 1:
        known = ", ".join(sorted(f"{kind}:{entity_id}" for kind, entity_id in found))
        raise SubjectError(f"reference {reference[:80]!r}: expected one thing, found {known}; name its kind")
    return frozenset(found)


def _seeds_of_letters(connection: Connection, kinds: Sequence[str], entity_id: str) -> set[Reference]:
    """What could never be read is held all the same."""
    wanted = {(kind, entity_id) for kind in kinds}
    named = (references_of(raw_fields(row.raw)) for row in _read_letters(connection))
    return {
        one
        for references in named
        for one in references
        if one in wanted or (EVENT, entity_id) in references
        if one[0] != EVENT
    }


def _grown(connection: Connection, person: Person, own: frozenset[Reference]) -> tuple[Person, frozenset[Reference]]:
    """A person and what is theirs, until nothing more of the same person is found."""
    while True:
        before = (person, own)
        person |= all_of(reported for row, reported in reporters(connection) if (row.kind, row.entity_id) in own)
        same = [
            ((row.kind, row.entity_id), reported)
            for row, reported in reporters(connection)
            if is_same(person, reported)
        ]
        own |= {reference for reference, _ in same if reference[0] in CASE_KEYS}
        person |= all_of(reported for _, reported in same)
        if (person, own) == before:
            return person, own


def reporters(connection: Connection) -> Iterator[tuple[AnyRow, Person]]:
    """Every reporter of the store with the row it stands in."""
    query = select(personal_data.c.event_id, personal_data.c.kind, personal_data.c.entity_id, personal_data.c.fields)
    for row in connection.execute(query.execution_options(yield_per=2000)):
        if "reporter" in row.fields:
            yield row, person_of(row.fields["reporter"])


def mentioned_in(connection: Connection, person: Person, own: frozenset[Reference]) -> frozenset[str]:
    """Events that are not the person's and hold an identifier of theirs, in personal fields or in any other."""
    if not person.is_known:
        return frozenset()
    queries = [_holding(table, person) for table in EVENT_TABLES]
    names = (personal_data.c[name] for name in ("event_id", "kind", "entity_id"))
    queries.append(select(*names, personal_data.c.fields.label("words")))
    found = (row for query in queries for row in connection.execute(query.execution_options(yield_per=2000)))
    return frozenset(
        row.event_id for row in found if (row.kind, row.entity_id) not in own and mentions_in(person, row.words)
    )


def _holding(table: Table, person: Person) -> Select[Any]:
    """Rows of events that may hold an identifier, since the database finds it as it was written usually."""
    holds = or_(*(table.c.data.icontains(needle, autoescape=True) for needle in sorted(person.needles())))
    return select(table.c.event_id, table.c.kind, table.c.entity_id, table.c.data.label("words")).where(holds)


def _read_letters(connection: Connection) -> Iterator[AnyRow]:
    query = select(dead_letters).where(dead_letters.c.raw.is_not(None)).order_by(dead_letters.c.id)
    return iter(connection.execute(query.execution_options(yield_per=500)))


def _letters(connection: Connection, subject: Subject) -> Sequence[AnyRow]:
    query = select(dead_letters)
    rows = (connection.execute(query.where(dead_letters.c.id.in_(chunk))) for chunk in chunks(sorted(subject.letters)))
    return [row for chunk in rows for row in chunk]


def events_of(connection: Connection, kind: str, entity_id: str) -> Sequence[AnyRow]:
    """The events of one thing, with their personal fields, in order of their time."""
    joined = events.outerjoin(personal_data, events.c.event_id == personal_data.c.event_id)
    is_it = (events.c.kind == kind) & (events.c.entity_id == entity_id)
    query = select(events, personal_data.c.fields).select_from(joined).where(is_it)
    return connection.execute(query.order_by(events.c.occurred_ms, events.c.event_id)).all()


# --- as plain values


def _mentions(connection: Connection, subject: Subject) -> list[dict[str, Any]]:
    """Where else the person is mentioned, and in which fields; nothing of anybody else (Pasal 33 letter b)."""
    found: list[dict[str, Any]] = []
    for table in EVENT_TABLES:
        joined = table.outerjoin(personal_data, table.c.event_id == personal_data.c.event_id)
        query = (
            select(table, personal_data.c.fields).select_from(joined).order_by(table.c.occurred_ms, table.c.event_id)
        )
        for chunk in chunks(sorted(subject.mentioned)):
            rows = connection.execute(query.where(table.c.event_id.in_(chunk)))
            found.extend(_mention(row, subject.person) for row in rows)
    return found


def _mention(row: AnyRow, person: Person) -> dict[str, Any]:
    fields = {**_object(row.data), **(row.fields or {})}
    held = {name: value for name, value in fields.items() if mentions_in(person, value)}
    own = {name: value for name, value in held.items() if name == "reporter" and is_same(person, person_of(value))}
    return {**_event_heading(row), "fields": sorted(held), "own": own}


def _event(row: AnyRow, personal: Any) -> dict[str, Any]:
    return {**_event_heading(row), "data": _object(row.data), "personal": personal}


def _event_heading(row: AnyRow) -> dict[str, Any]:
    return {
        "event_id": row.event_id,
        "type": row.type,
        "id": row.entity_id,
        "source": row.source,
        "stream": row.stream,
        "occurred_at": _iso(row.occurred_ms),
        "received_at": _iso(row.received_ms),
    }


def _letter(row: AnyRow) -> dict[str, Any]:
    raw = {name.decode(errors="replace"): value.decode(errors="replace") for name, value in raw_fields(row.raw).items()}
    told = {name: getattr(row, name) for name in ("stream", "position", "source", "reason", "field")}
    return {**told, "received_at": _iso(row.received_ms), "entry": raw}


def _rows(connection: Connection, table: Table, complaint_id: str) -> list[dict[str, Any]]:
    found = connection.execute(select(table).where(table.c.complaint_id == complaint_id)).mappings()
    return [_plain(row) for row in found]


def _plain(row: Mapping[Any, Any]) -> dict[str, Any]:
    """Columns as they are; instants of the store as ISO texts, and those that never came as nothing."""
    return {
        name.removesuffix("_ms") + "_at" if name.endswith("_ms") else name: _value(name, value)
        for name, value in row.items()
    }


def _value(name: str, value: Any) -> Any:
    if not name.endswith("_ms"):
        return value
    return _iso(value) if value else None


def _iso(at_ms: int) -> str:
    return from_epoch_ms(at_ms).isoformat(timespec="milliseconds")


def _object(data: str) -> dict[str, Any]:
    value: dict[str, Any] = json.loads(data)
    return value
