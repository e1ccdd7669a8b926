"""The rights of a person behind a complaint, on both stores and a real Redis: access, erasure, and no coming back."""

import json
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import func, insert, select, text

import app
from data_sources.as_of import History
from data_sources.audit import entries, verify
from data_sources.dead_letters import replay
from data_sources.decode import Decoder
from data_sources.erasure import Erased, Erasure
from data_sources.first_start import INSTALLER
from data_sources.ingest import sorted_out
from data_sources.installation import Installation
from data_sources.repository import Batch
from data_sources.store import migrate
from data_sources.stream import as_fields, connect
from data_sources.subjects import Request, SubjectError
from data_sources.tables import calls, complaints, dead_letters, events, metadata, personal_data
from domain.events import Stream
from domain.profile import CityProfile
from running import installation_of
from settings import Settings
from tests.conftest import ROOT
from tests.data_sources.canaries import Marked, marked_entries, person, ticket
from tests.servers import RedisServer, create_database, wait_until

pytestmark = pytest.mark.services

NOW = datetime(2026, 11, 23, 2, 47, tzinfo=UTC)
NUMBER, OTHER = 2, 1
REFERENCE = ticket(NUMBER)
ASKED = Request(INSTALLER, "surat 12/PDP/2026", "petugas")
OTHERS_FIELDS = ("attendance", "shift", "task", "position", "call.dispatched", "call.arrived")
"""Types whose marks stand in fields that name employees, crews and vehicles: no reporters."""


def marks_of(number: int) -> list[bytes]:
    """All that tells of one of the marked persons; those of numbers below ten are no part of one another."""
    one = person(number)
    return [*(value.encode() for value in one.values()), f"B {number} KNR".encode(), f"Kenari {number}".encode()]


def found(number: int, bodies: Sequence[bytes]) -> set[bytes]:
    return {mark for mark in marks_of(number) for body in bodies if mark in body}


@dataclass
class Room:
    """An installation whose threads were never started, and what it said before and after an erasure."""

    server: Flask
    installation: Installation
    erasure: Erasure
    history: History
    folder: Path
    city: CityProfile

    def send(self, sent: Sequence[Marked], *, stored: bool = True) -> None:
        """Add entries to Redis and, as the ingesters do, save them."""
        streams = self.installation.parts.streams
        for stream in Stream:
            mine = [one for one in sent if one.stream is stream]
            ids = [streams.client.xadd(streams.key(stream), one.fields).decode() for one in mine]  # type: ignore
            if mine and stored:
                self.save(streams.key(stream), stream, ids, mine)

    def save(self, key: str, stream: Stream, ids: Sequence[str], sent: Sequence[Marked]) -> None:
        repository = self.installation.repository
        decoder = Decoder(self.city)
        decoded = [decoder.decode(as_fields(one.fields), i, stream, NOW) for i, one in zip(ids, sent, strict=True)]
        repository.save(sorted_out(Batch(key, repository.position(key), ids[-1], len(ids)), decoded))

    def raw(self) -> list[bytes]:
        """The very bytes of the store's files."""
        store = self.installation.parts.store
        if store.writer.dialect.name == "sqlite":
            return [path.read_bytes() for path in sorted(self.folder.glob("store.db*"))]
        with store.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.execute(text("CHECKPOINT"))
            files = (
                "SELECT pg_read_binary_file(pg_relation_filepath(oid)) FROM pg_class WHERE relkind IN ('r', 't', 'i')"
            )
            return [bytes(row[0]) for row in connection.execute(text(files))]

    def rows(self) -> list[bytes]:
        """Every row of every table, as text."""
        with self.installation.parts.store.reading() as connection:
            return [repr(connection.execute(select(table)).all()).encode() for table in metadata.sorted_tables]

    def numbers(self) -> Mapping[str, object]:
        """Every indicator of the mayor and of an agency, and what every thing became."""
        asked = [self.history.question(NOW, "mayor", agency, "now") for agency in ("", "DPUPR")]
        with self.installation.parts.store.reading() as connection:
            told = [column for column in complaints.columns if column.name != "revision"]
            things = connection.execute(select(*told).order_by(complaints.c.complaint_id)).all()
        readings = {str(number): self.history.readings(one) for number, one in enumerate(asked)}
        return {**readings, "things": things, "balances": self.installation.repository.balances()}


@dataclass
class Lived:
    """A room in which a person was exported and erased."""

    room: Room
    before: Mapping[str, object]
    raw_before: list[bytes]
    export: dict[str, Any]
    erased: Erased


def entries_of_city(city: CityProfile) -> list[Marked]:
    sent = marked_entries(4 * 41, city, NOW)
    return [one for one in sent if not str(one.fields["type"]).startswith(OTHERS_FIELDS)]


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def lived(
    request: pytest.FixtureRequest,
    redis_server: RedisServer,
    tangerang: CityProfile,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Lived]:
    folder = tmp_path_factory.mktemp("subject")
    url = f"sqlite:///{folder / 'store.db'}"
    if request.param == "postgresql":
        url = create_database(request.getfixturevalue("postgres_server"), f"subject_{os.getpid()}")
    migrate(url, ROOT / "migrations")
    client = connect(redis_server.url)
    client.flushall()
    client.config_set("rdbcompression", "no")
    values: dict[str, Any] = {
        "streams": {"url": redis_server.url},
        "store": {"url": url},
        "simulation": {"enabled": False},
    }
    settings = Settings(**values)
    server = app.create_app(settings)
    installation = installation_of(server)
    history = app.history_of(installation)
    room = Room(server, installation, app.erasure_of(installation), history, folder, tangerang)
    room.send(entries_of_city(tangerang))
    before, raw_before = room.numbers(), room.raw()
    export = room.erasure.subjects.export(REFERENCE, ASKED)
    yield Lived(room, before, raw_before, export, room.erasure.erase(REFERENCE, ASKED))
    client.config_set("rdbcompression", "yes")
    client.close()
    installation.parts.store.dispose()


# --- access


def test_the_export_holds_all_that_is_the_persons(lived: Lived) -> None:
    """Complaints, calls, tickets, surveys with every event, where else they are mentioned, and what was unreadable."""
    things = {(thing["kind"], thing["id"]) for thing in lived.export["things"]}
    assert {kind for kind, _ in things} == {"complaint", "call", "ticket", "survey"}
    assert things >= {("complaint", REFERENCE), ("complaint", f"{REFERENCE}-B"), ("call", f"call_id-{NUMBER}")}
    filed = next(e for thing in lived.export["things"] for e in thing["events"] if e["type"] == "complaint.filed")
    assert filed["personal"]["reporter"] == person(NUMBER)
    assert filed["data"]["nama_pelapor"] == f"Siti Kenari {NUMBER}"
    assert (filed["source"], filed["received_at"]) == ("laksa", "2026-11-23T02:47:00.000+00:00")
    assert len(lived.export["dead_letters"]) == 17
    assert {one["type"].partition(".")[0] for one in lived.export["mentioned_in"]} == {"counter", "site"}
    assert all(one["own"]["reporter"] == person(NUMBER) for one in lived.export["mentioned_in"])


def test_the_export_holds_nobody_else(lived: Lived) -> None:
    body = json.dumps(lived.export, ensure_ascii=False).encode()
    assert found(NUMBER, [body]) == set(marks_of(NUMBER))
    assert not [number for number in (0, OTHER, 3) if found(number, [body])]


def test_what_was_done_is_told_without_data(lived: Lived) -> None:
    rows = list(entries(lived.room.installation.parts.store))
    assert [(row.who, row.action, row.subject) for row in rows][:2] == [
        ("installation", "read personal data", REFERENCE),
        ("installation", "erased personal data", REFERENCE),
    ]
    assert json.loads(rows[0].detail)["reason"] == ASKED.reason
    assert json.loads(rows[0].detail)["typed_by"] == "petugas"
    assert found(NUMBER, [repr(rows).encode()]) == set()
    assert verify(lived.room.installation.parts.store).broken_at is None


# --- erasure


def test_nothing_is_left_in_the_stores_bytes(lived: Lived) -> None:
    """In no row, no free page, no log of the database; and the others are still there."""
    assert found(NUMBER, lived.raw_before) == set(marks_of(NUMBER))
    assert found(NUMBER, lived.room.rows()) == set()
    assert found(NUMBER, lived.room.raw()) == set()
    assert found(OTHER, lived.room.raw()) == set(marks_of(OTHER))
    assert lived.erased.is_rewritten
    assert lived.erased.is_complete
    assert lived.erased.dead_letters == 17


def test_every_number_of_the_city_is_the_same(lived: Lived) -> None:
    before, after = lived.before, lived.room.numbers()
    assert [reading.id for reading in before["0"]] == [reading.id for reading in after["0"]]  # type: ignore
    assert sum(reading.value is not None for reading in before["0"]) > 10  # type: ignore
    for name, told in before.items():
        assert after[name] == told, name
    with lived.room.installation.parts.store.reading() as connection:
        outcome = connection.scalar(select(calls.c.outcome).where(calls.c.call_id == f"call_id-{NUMBER}"))
    assert outcome == ""


def test_redis_holds_nothing_that_is_stored(lived: Lived, redis_server: RedisServer) -> None:
    """Neither in memory nor in its file, once that is rewritten."""
    client = lived.room.installation.parts.streams.client
    wait_until(lambda: not client.info("persistence")["aof_rewrite_in_progress"], "Redis has written its file anew")
    files = [path.read_bytes() for path in redis_server.folder.rglob("*") if path.is_file()]
    dumped = [client.dump(key) or b"" for key in client.keys("*")]
    assert files
    assert found(NUMBER, [*files, *dumped]) == set()
    assert lived.erased.redis is not None
    assert lived.erased.redis.waiting == 0
    assert lived.erased.redis.dropped > 100


def test_what_is_never_put_back(lived: Lived) -> None:
    """Sent again as they were, as a newer version, and as entries that cannot be read; then read once more."""
    room = lived.room
    mine = [one for one in entries_of_city(room.city) if str(one.fields["id"]).endswith(f"-{NUMBER}")]
    newer = [replace_id(one, f"{one.fields['id']!s}:v2") for one in mine if "complaint" in str(one.fields["type"])]
    broken = [replace_id(one, f"{one.fields['id']!s}:v3", v="9") for one in mine if "call." in str(one.fields["type"])]
    cut = [replace_id(one, f"{one.fields['id']!s}:v4", data=bytes(one.fields["data"])[:-1]) for one in mine[:3]]  # type: ignore
    poison = [one for one in entries_of_city(room.city) if str(one.fields["id"]).startswith(f"poison-{NUMBER}-")]
    room.send([*mine, *newer, *broken, *cut, *poison])
    replay(room.installation.repository, Decoder(room.city), "liveroom:complaints", Stream.COMPLAINTS, Clock())
    assert found(NUMBER, room.rows()) == set()
    assert all(balance.is_balanced for balance in room.installation.repository.balances())
    with room.installation.parts.store.reading() as connection:
        again = select(func.count()).select_from(events).where(events.c.event_id.like("%:v2"))
        assert connection.scalar(again) == len(newer)


def test_a_second_time_changes_nothing(lived: Lived) -> None:
    rows = lived.room.rows
    again = lived.room.erasure.erase(REFERENCE, ASKED)
    once = rows()
    more = lived.room.erasure.erase(REFERENCE, ASKED)
    assert (again.events, again.personal_rows, again.dead_letters) == (0, 0, 0)
    assert replace(more, redis=None) == replace(again, redis=None)
    assert [one for one in rows() if b"erased personal data" not in one] == [
        one for one in once if b"erased personal data" not in one
    ]
    assert verify(lived.room.installation.parts.store).broken_at is None


def test_what_waits_is_told_and_comes_without_the_person(lived: Lived) -> None:
    room, client = lived.room, lived.room.installation.parts.streams.client
    late = [
        replace_id(one, "late")
        for one in entries_of_city(room.city)
        if one.fields["id"] == f"complaint.answered-{NUMBER}"
    ]
    key = "liveroom:complaints"
    place = client.xadd(key, late[0].fields).decode()  # type: ignore
    told = room.erasure.erase(REFERENCE, ASKED)
    assert told.redis is not None
    assert told.redis.waiting == 1
    assert not told.is_complete
    room.save(key, Stream.COMPLAINTS, [place], late)
    assert found(NUMBER, room.rows()) == set()
    assert room.erasure.erase(REFERENCE, ASKED).is_complete
    assert client.xlen(key) == 0


class Clock:
    is_real = True

    def now(self) -> datetime:
        return NOW + timedelta(hours=1)


def replace_id(one: Marked, event_id: str, **fields: Any) -> Marked:
    return Marked(one.stream, {**one.fields, "id": event_id, **fields})


# --- what cannot be done


@pytest.mark.parametrize("reason", ["", "  x ", "x" * 201])
def test_nobody_looks_without_a_reason(reason: str) -> None:
    with pytest.raises(SubjectError, match="say why"):
        Request(INSTALLER, reason)


@pytest.mark.parametrize("reason", [f"permintaan {person(OTHER)['name']}", f"telp {person(OTHER)['phone']}"])
def test_a_reason_holds_no_person(lived: Lived, reason: str) -> None:
    """It stays in the trail for good."""
    for act in (lived.room.erasure.subjects.export, lived.room.erasure.erase):
        with pytest.raises(SubjectError, match="leave it out"):
            act(ticket(OTHER), Request(INSTALLER, reason))
    assert found(OTHER, [repr(list(entries(lived.room.installation.parts.store))).encode()]) == set()


def test_a_reference_that_is_none_is_told(lived: Lived) -> None:
    subjects = lived.room.erasure.subjects
    with pytest.raises(SubjectError, match="found nothing of that id"):
        subjects.find("K-99999")
    with pytest.raises(SubjectError, match="found nothing of that id"):
        subjects.find(f"call:{ticket(OTHER)}")
    assert subjects.find(f"complaint:{ticket(OTHER)}").own == subjects.find(f"complaint.filed-{OTHER}").own


def test_two_things_of_one_id_are_told_apart(lived: Lived) -> None:
    row: dict[str, object] = {
        "event_id": "twin",
        "stream": "s",
        "position": "1",
        "type": "ticket.served",
        "kind": "ticket",
        "source": "s",
    }
    row |= {"entity_id": ticket(OTHER), "occurred_ms": 1, "received_ms": 1, "is_skewed": False, "data": "{}"}
    with lived.room.installation.parts.store.writing() as connection:
        connection.execute(insert(events).values(row))
    with pytest.raises(SubjectError, match="name its kind"):
        lived.room.erasure.subjects.find(ticket(OTHER))
    with lived.room.installation.parts.store.writing() as connection:
        connection.execute(events.delete().where(events.c.event_id == "twin"))


# --- the command line


def told(lived: Lived, *arguments: str, typed: str | None = None) -> tuple[int, str]:
    result = lived.room.server.test_cli_runner().invoke(args=list(arguments), input=typed)
    return result.exit_code, result.output


def test_a_person_is_found_by_what_is_typed_unseen(lived: Lived) -> None:
    code, said = told(lived, "subject", "find", "--reason", "surat 13", typed=f"{person(OTHER)['nik']}\n")
    assert (code, found(OTHER, [said.encode()])) == (0, set())
    assert f"complaint:{ticket(OTHER)}" in said.splitlines()
    *_, last = entries(lived.room.installation.parts.store)
    assert (last.action, last.subject) == ("read personal data", "by an identifier of the person")
    assert told(lived, "subject", "find", "--reason", "surat 13", typed="Siti Kenari\n")[0] == 1


def test_the_command_exports_to_a_file_of_its_own(lived: Lived, tmp_path: Path) -> None:
    out = tmp_path / "salinan.json"
    asked: tuple[str, ...] = ("subject", "export", ticket(OTHER), "--reason", "surat 14", "--out", str(out))
    asked = (*asked, "--received", "2026-11-20T16:00+07:00")
    assert told(lived, *asked) == (0, "")
    assert json.loads(out.read_text())["answer_by"] == "2026-11-23T16:00:00+07:00"
    *_, last = entries(lived.room.installation.parts.store)
    assert json.loads(last.detail)["answer_by"] == "2026-11-23T16:00:00+07:00"
    assert "expected a time with its offset" in told(lived, *asked[:-1], "2026-11-20")[1]
    assert found(OTHER, [out.read_bytes()]) == set(marks_of(OTHER))
    assert out.stat().st_mode & 0o777 == 0o600
    code, said = told(lived, *asked)
    assert (code, "expected a path for a new file" in said) == (1, True)


def test_the_command_erases_once_it_is_confirmed(lived: Lived) -> None:
    asked = ("subject", "erase", ticket(3), "--reason", "surat 15")
    assert told(lived, *asked, typed="n\n")[0] == 1
    assert found(3, lived.room.rows()) == set(marks_of(3))
    code, said = told(lived, *asked, "--yes")
    assert (code, json.loads(said)["still_mentioned_in"]) == (0, [])
    assert found(3, lived.room.rows()) == set()


def test_a_letter_alone_is_a_person_too(lived: Lived) -> None:
    """What could never be read is held all the same, and found by the id that it names."""
    subjects = lived.room.erasure.subjects
    assert subjects.find("P-0").letters
    done = lived.room.erasure.erase("P-0", ASKED)
    with lived.room.installation.parts.store.reading() as connection:
        left = connection.scalars(select(dead_letters.c.raw).where(dead_letters.c.raw.is_not(None))).all()
        assert connection.scalar(select(func.count()).select_from(personal_data)) is not None
    assert done.dead_letters > 0
    assert not [raw for raw in left if b'"complaint_id":"P-0"' in raw]
