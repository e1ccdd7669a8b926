"""The checker of a chaos run: recomputes everything in one batch from the producer's own log, and compares.

It trusts neither the ingester nor its counters: what was attempted is in the log, what was received is in Redis.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any, cast

import msgspec
from msgspec import Struct
from redis import Redis
from sqlalchemy import Table, select, true
from sqlalchemy.exc import SQLAlchemyError

from data_sources.installation import Streams, with_waiting
from data_sources.kinds import COMPLAINT, kinds_of
from data_sources.live_set import live_entities
from data_sources.repository import Repository
from data_sources.store import open_store
from data_sources.tables import dead_letters, events, position_trail
from domain.city import LiveCity
from domain.clock import epoch_ms
from domain.complaints import ComplaintRules, StoredFact
from domain.events import PAYLOAD_BY_TYPE, Stream, kind_of
from domain.live_table import LiveTable
from tests.data_sources.chaos_lives import NOW
from tests.data_sources.chaos_plan import Attempt

Rows = dict[str, list[int | float | bool | str | None]]
Folds = dict[str, dict[str, Any]]
"""Entities by kind and id, without the numbers of their commits."""


class Attempted(Struct, frozen=True):
    """One line of the producer's log. Only events carry their contents, for the batch recomputation."""

    what: str
    name: str
    stream: Stream
    reason: str = ""
    type: str = ""
    at: str = ""
    data: str = ""

    @property
    def at_ms(self) -> int:
        """When the event happened."""
        return epoch_ms(datetime.fromisoformat(self.at))


def attempted(attempt: Attempt) -> Attempted:
    """The line of the log that tells of an entry."""
    what, name, stream, fields, reason = attempt
    if what != "event":
        return Attempted(what, name, stream, reason)
    return Attempted(what, name, stream, reason, *(str(fields[field]) for field in ("type", "at", "data")))


@dataclass(slots=True)
class Report:
    """What a run came to: its counts, and by name what is wrong."""

    counts: dict[str, int] = field(default_factory=dict)
    problems: dict[str, str] = field(default_factory=dict)

    def expect(self, name: str, found: object, expected: object) -> None:
        """Note a problem where two values differ."""
        if found != expected:
            self.problems[name] = f"found {_short(found)}, expected {_short(expected)}"

    def none_of(self, name: str, those: Iterable[object]) -> None:
        """Note a problem where there is anything."""
        found = sorted(map(str, those))
        if found:
            self.problems[name] = f"{len(found)}, such as {found[:3]}"


def _short(value: object) -> str:
    text = str(value)
    return text if len(text) < 200 else f"{text[:200]} …"


def live_rows(city: LiveCity) -> Rows:
    """What a live city holds of all services, without the numbers that each process gives by itself."""
    tables = {COMPLAINT: city._complaints, **city.services._tables}
    return {f"{kind} {entity_id}": row for kind, table in tables.items() for entity_id, row in _table_rows(table)}


def _table_rows(table: LiveTable[Any]) -> Iterator[tuple[str, list[Any]]]:
    rows = table.live_rows
    names = [name for name in rows.dtype.names or () if name not in {"key", "revision"}]
    values = zip(*(rows[name].tolist() for name in names), strict=True)
    for entity_id, row in zip(table.ids(), values, strict=True):
        yield entity_id, [None if value != value else value for value in row]  # NaN: not known


def read_log(path: Path) -> list[Attempted]:
    """All that the producer attempted, in its order; some of it more than once."""
    return [msgspec.json.decode(line, type=Attempted) for line in path.read_bytes().splitlines()]


def batch_folds(attempts: Iterable[Attempted], rules: ComplaintRules) -> Folds:
    """Everything that events are about, from the producer's log alone."""
    facts: defaultdict[tuple[str, str], dict[str, StoredFact]] = defaultdict(dict)
    for attempt in attempts:
        if attempt.what == "event":
            payload = msgspec.json.decode(attempt.data, type=PAYLOAD_BY_TYPE[attempt.type])
            fact = StoredFact(attempt.at_ms, attempt.name, payload)
            facts[kind_of(attempt.type), payload.entity_id][attempt.name] = fact
    kinds, folds = kinds_of(rules), Folds()
    for (kind, entity_id), found in facts.items():
        folds.setdefault(kind, {})[entity_id] = kinds[kind].fold(entity_id, list(found.values()))
    return folds


def without_revisions(entities: Iterable[Any]) -> dict[str, Any]:
    """Entities by their ids, without the numbers of their commits."""
    return {entity.entity_id: msgspec.structs.replace(entity, revision=0) for entity in entities}


def check(log: Path, live: Path, store_url: str, streams: Streams, rules: ComplaintRules) -> Report:
    """Compare the store, the streams and the live city of a drained run with what the producer attempted."""
    report, attempts = Report(), read_log(log)
    store = open_store(store_url)
    repository = Repository(store, rules)
    try:
        _check_events(report, repository, attempts)
        _check_counts(report, repository, streams, attempts)
        folds = batch_folds(attempts, rules)
        _check_folds(report, repository, folds)
        _check_live(report, repository, folds, live)
    finally:
        store.dispose()
    return report


def _rows(repository: Repository, table: Table) -> list[Any]:
    """All rows; none where the table is not there yet."""
    try:
        with repository.store.reading() as connection:
            return list(connection.execute(select(table)))
    except SQLAlchemyError:
        return []


def _check_events(report: Report, repository: Repository, attempts: list[Attempted]) -> None:
    attempted = {attempt.name for attempt in attempts if attempt.what == "event"}
    stored = [row.event_id for table in (events, position_trail) for row in _rows(repository, table)]
    report.none_of("lost", attempted - set(stored))
    report.none_of("unexpected", set(stored) - attempted)
    report.none_of("stored_twice", (name for name, count in Counter(stored).items() if count > 1))
    poison = {(attempt.name, attempt.reason) for attempt in attempts if attempt.what == "poison"}
    dead = {(row.source, row.reason) for row in _rows(repository, dead_letters)}
    report.none_of("poison_lost", poison - dead)
    report.none_of("dead_unexpected", dead - poison)
    report.counts |= {"events": len(attempted), "poison": len(poison)}


def _entries(client: "Redis", key: str) -> Iterator[Mapping[bytes, bytes]]:
    start = "-"
    while page := cast("list[tuple[bytes, dict[bytes, bytes]]]", client.xrange(key, start, "+", count=5000)):
        yield from (fields for _, fields in page)
        start = f"({page[-1][0].decode()}"


def _check_counts(report: Report, repository: Repository, streams: Streams, attempts: list[Attempted]) -> None:
    """The balance, against what Redis itself has counted and still holds."""
    total: Counter[str] = Counter()
    kinds = {attempt.name: attempt.what for attempt in attempts}
    for balance in (with_waiting(balance, streams) for balance in repository.balances()):
        client, key = streams.client, balance.stream
        added = client.xinfo_stream(key)["entries-added"]
        held = Counter(kinds[_name(fields)] for fields in _entries(client, key))
        report.expect(f"balanced {key}", balance.is_balanced, True)
        report.expect(f"received {key}", balance.received, added)
        report.expect(f"waiting {key}", balance.waiting, 0)
        report.expect(f"pending {key}", client.xpending(key, streams.group)["pending"], 0)
        if held.total() == added:  # nothing was trimmed: every entry can be told what it is
            report.expect(f"heartbeats {key}", balance.heartbeats, held["heartbeat"])
            report.expect(f"dead {key}", balance.dead_lettered, held["poison"])
            report.expect(f"duplicates {key}", balance.duplicates, held["event"] - balance.stored)
        total += Counter({"entries": added, "held": held.total(), "duplicates": balance.duplicates})
        each = {"stored": balance.stored, "duplicates": balance.duplicates, "heartbeats": balance.heartbeats}
        each["dead letters"] = balance.dead_lettered
        report.none_of(f"untested {key}", (name for name, number in each.items() if not number))
        total += Counter({"heartbeats": balance.heartbeats, "dead_letters": balance.dead_lettered})
    report.expect("streams", len(repository.balances()), len(Stream))
    report.counts |= dict(total)


def _name(fields: Mapping[bytes, bytes]) -> str:
    source = fields[b"source"].decode()
    return source if source.startswith("poison") else fields[b"id"].decode()


def _check_folds(report: Report, repository: Repository, folds: Folds) -> None:
    report.none_of("untested kinds", repository.kinds.keys() - folds.keys())
    for kind in repository.kinds:
        stored = without_revisions(repository.entities(kind, true()))
        report.none_of(f"folds {kind}", _differing(stored, folds.get(kind, {})))
    report.counts |= {f"{kind}s": len(entities) for kind, entities in sorted(folds.items())}


def _check_live(report: Report, repository: Repository, folds: Folds, live: Path) -> None:
    """The live city of a batch, that of a rebuild, and the one that the last process held."""
    batch, rebuilt = LiveCity(repository.rules.profile), LiveCity(repository.rules.profile)
    batch.load(folds[COMPLAINT].values(), NOW)
    rebuilt.load(live_entities(repository, COMPLAINT, NOW), NOW)
    for kind in batch.services.kinds:
        batch.services.load(kind, folds.get(kind, {}).values(), NOW)
        rebuilt.services.load(kind, live_entities(repository, kind, NOW), NOW)
    expected = live_rows(batch)
    report.none_of("untested live", {COMPLAINT, *batch.services.kinds} - {name.partition(" ")[0] for name in expected})
    held = msgspec.json.decode(live.read_bytes(), type=Rows) if live.exists() else {}
    report.none_of("live_rebuilt", _differing(live_rows(rebuilt), expected))
    report.none_of("live_held", _differing(held, expected))
    report.counts["live"] = len(expected)


def _differing(found: Mapping[str, object], expected: Mapping[str, object]) -> list[str]:
    return [name for name in found.keys() | expected.keys() if found.get(name) != expected.get(name)]
