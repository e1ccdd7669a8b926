"""Marked persons travel the whole road, and none of them is found on any screen, in any file, command or log.

The tests that plant a leak show that each of these is really looked at.
"""

import io
import json
import logging
import zipfile
import zlib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
import pytest
import structlog
from flask import Flask
from sqlalchemy import func, select, text

import administration_commands
import app
import layouts.review_cases
from callbacks.frames import FrameLog
from data_sources.decode import Decoder
from data_sources.installation import Installation
from data_sources.store import migrate
from data_sources.stream import connect
from data_sources.tables import complaints, dead_letters, events, frozen_frames, personal_data
from domain.identity import Role
from domain.privacy import SCREEN_AUDIENCES, Audience
from domain.profile import CityProfile
from geo.layers import snap_arrays
from layouts.ids import Id
from running import installation_of, log_plainly
from settings import Settings
from tests.callbacks.test_review import rows, show
from tests.conftest import ROOT
from tests.data_sources.canaries import (
    AGENCIES,
    SECRET_PLACE,
    Marked,
    marked_entries,
    marks_in,
    person,
    ticket,
    words,
)
from tests.servers import RedisServer, wait_until
from tests.signing_in import token_for
from tests.test_app import show as show_page
from tests.visiting import browse, call, comes, connect_socket

pytestmark = pytest.mark.services

CHUNKS = 6
LETTERS = range(1, 40)
"""Dead letters that are looked into, one by one."""
REVIEW = "?days=90"
NEARBY_DEGREES = 0.004
Outputs = dict[str, bytes]


@dataclass
class Room:
    """A running installation, and all that it has said so far."""

    server: Flask
    installation: Installation
    log: io.StringIO
    store_url: str
    outputs: Outputs = field(default_factory=dict)

    def send(self, entries: list[Marked]) -> None:
        """Add entries to their streams, and wait until all are stored."""
        streams = self.installation.parts.streams
        with streams.client.pipeline(transaction=False) as pipeline:
            for entry in entries:
                pipeline.xadd(streams.key(entry.stream), entry.fields)  # type: ignore[arg-type]  # bytes and texts
            pipeline.execute()
        wait_until(self.is_drained, "all entries are stored", 240)

    def is_drained(self) -> bool:
        return not any(balance.waiting for balance in self.installation.balances())

    def answer(self, path: str) -> bytes:
        """The body of a page, a file or a report; files that are packed are unpacked."""
        response = browse(self.server).get(path, buffered=True)
        assert response.status_code == 200, (path, response.get_data()[:200])
        body: bytes = response.get_data()
        return unpacked(body) if path.partition("?")[0].endswith(".xlsx") else body

    def told(self, *arguments: str) -> bytes:
        """What a command prints."""
        result = self.server.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return result.output.encode()

    def comes(self, role: Role) -> None:
        """Let somebody of a role be who asks from now on."""
        comes(self.server, token_for(self.store_url, role))

    def frames(self) -> Outputs:
        """The whole of every audience, and what changed since the last time, over both roads."""
        found: Outputs = {}
        for audience in SCREEN_AUDIENCES:
            name = f"/live/frame?audience={audience.value}"
            found[name] = self.answer(name)
            frame = json.loads(found[name])
            socket = connect_socket(self.server, {"audience": audience.value})
            found[f"socket {name}"] = str(socket.emit("frame", {"since": -1}, callback=True)).encode()
            since = max(0, frame["seq"] - 1)
            found[f"since {name}"] = self.answer(f"{name}&boot={frame['boot']}&since={since}")
            found[f"pulse {name}"] = str(socket.get_received()).encode()
        return found

    def pages(self, profile: CityProfile) -> Outputs:
        """The layout of every page, and what its callbacks say."""
        self.comes(Role.MAYOR)
        found = {"page /mayor": _bytes(show_page(self.server, "/mayor"))}
        self.comes(Role.OPERATOR)
        paths = ["/", "/wall", "/indicators", "/alarms", "/agency", *(f"/agency/{code}" for code in profile.agencies)]
        found |= {f"page {path}": _bytes(show_page(self.server, path)) for path in paths}
        found |= {path: self.answer(path) for path in ("/_dash-layout", "/_dash-dependencies", "/")}
        for code in profile.agencies:
            found[f"review {code}"] = _bytes(show(self.server, REVIEW, f"/agency/{code}"))
            found[f"list {code}"] = _bytes(rows(self.server, REVIEW, f"/agency/{code}"))
        return found

    def files(self, profile: CityProfile) -> Outputs:
        """The exports of every agency."""
        names = [f"/agency/{code}/cases.{kind}{REVIEW}" for code in profile.agencies for kind in ("csv", "xlsx")]
        return {name: self.answer(name) for name in names}

    def commands(self) -> Outputs:
        """What an administrator reads."""
        self.comes(Role.ADMINISTRATOR)
        found = {
            "dead-letters list": self.told("dead-letters", "list", "--limit", "100000"),
            "dead-letters replay": self.told("dead-letters", "replay"),
            **{f"letter {number}": self.told("dead-letters", "inspect", str(number)) for number in LETTERS},
            **{f"/admin letter {number}": self.letter(number) for number in LETTERS},
            "audit": self.told("audit"),
            "balance": self.told("balance") + self.told("balance", "--json"),
            "/healthz": self.answer("/healthz?detail=1"),
        }
        self.comes(Role.OPERATOR)
        return found

    def letter(self, number: int) -> bytes:
        """A dead letter on the administrators' page."""
        return bytes(call(self.server, Id.ADMIN_LETTER_PANEL, {f"{Id.ADDRESS}.search": f"?pick={number}"}).data)

    def everything(self, profile: CityProfile) -> Outputs:
        self.comes(Role.OPERATOR)
        logged = {"log": self.log.getvalue().encode()}
        return {**self.frames(), **self.pages(profile), **self.files(profile), **self.commands(), **logged}


def _bytes(answer: Any) -> bytes:
    return json.dumps(answer, ensure_ascii=False).encode()


def unpacked(body: bytes) -> bytes:
    """All that lies in a workbook."""
    with zipfile.ZipFile(io.BytesIO(body)) as parts:
        return b"\n".join(parts.read(name) for name in parts.namelist())


@pytest.fixture(scope="module", params=[1_500, pytest.param(10_000, marks=pytest.mark.long)])
def count(request: pytest.FixtureRequest) -> int:
    number: int = request.param
    return number


@pytest.fixture(scope="module")
def log() -> Iterator[io.StringIO]:
    """Where all logs go: those of structlog as the product renders them, and those of libraries."""
    kept, buffer = structlog.get_config(), io.StringIO()
    log_plainly()
    structlog.configure(logger_factory=structlog.PrintLoggerFactory(file=buffer))
    handler = logging.StreamHandler(buffer)
    logging.getLogger().addHandler(handler)
    yield buffer
    logging.getLogger().removeHandler(handler)
    structlog.configure(**kept)


@pytest.fixture(scope="module")
def room(
    count: int,
    redis_server: RedisServer,
    tangerang: CityProfile,
    log: io.StringIO,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[Room]:
    """All entries have travelled, frames were asked for on the way, and two of the sources have failed for a while."""
    client = connect(redis_server.url)
    client.flushall()
    server = app.create_app(_settings(redis_server.url, tmp_path_factory.mktemp("canary")))
    installation = installation_of(server)
    migrate(str(installation.parts.store.writer.url), ROOT / "migrations")
    installation.start()
    room = Room(server, installation, log, str(installation.parts.store.writer.url))
    room.comes(Role.OPERATOR)
    entries = list(marked_entries(count, tangerang, datetime.now(UTC)))
    for chunk in np.array_split(np.arange(len(entries)), CHUNKS):
        room.send([entries[place] for place in chunk])
        room.outputs |= {f"{name} {chunk[0]}": body for name, body in room.frames().items()}
    _break(room, tangerang)
    wait_until(lambda: _has_seen_all(room), "the screens show what is stored")
    yield room
    installation.stop()
    client.close()


def _settings(redis_url: str, folder: Path) -> Settings:
    values: dict[str, Any] = {
        "streams": {"url": redis_url, "block_ms": 100},
        "store": {"url": f"sqlite:///{folder / 'store.db'}"},
        "feeds": [{"code": "laksa", "label": "LAKSA"}, {"code": "antrean", "label": "Antrean", "stream": "queues"}],
        "simulation": {"enabled": False},
        "wall": {"audiences": [audience.value for audience in SCREEN_AUDIENCES]},
    }
    return Settings(**values)


def _has_seen_all(room: Room) -> bool:
    with room.installation.parts.store.reading() as connection:
        stored = connection.scalar(select(func.count()).select_from(complaints).where(complaints.c.closed_ms == 0))
    latest = room.installation.snapshots.latest(Audience.WALL_GUEST)
    return latest is not None and latest.counts.open == stored


def _break(room: Room, profile: CityProfile) -> None:
    """A fault of ours while entries are decoded, and a store without its table of persons: both are logged."""
    whole = Decoder.decode

    def broken(*_: object) -> None:
        raise ValueError("a fault of ours")

    extra = [entry for entry in marked_entries(1, profile, datetime.now(UTC)) if entry.stream is not None]
    for entry in extra:
        entry.fields["id"] = f"late-{entry.fields['id']!s}"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Decoder, "decode", broken)
        _add(room, extra[: len(extra) // 2])
        wait_until(lambda: "source failed" in room.log.getvalue(), "a fault is logged")
    assert Decoder.decode is whole
    _rename(room, "personal_data", "away")
    _add(room, extra[len(extra) // 2 :])
    wait_until(lambda: "source stopped" in room.log.getvalue(), "the loss of the store is logged")
    _rename(room, "away", "personal_data")
    wait_until(room.is_drained, "all is stored after all", 60)


def _add(room: Room, entries: list[Marked]) -> None:
    streams = room.installation.parts.streams
    for entry in entries:
        streams.client.xadd(streams.key(entry.stream), entry.fields)  # type: ignore[arg-type]


def _rename(room: Room, old: str, new: str) -> None:
    with room.installation.parts.store.writing() as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))


# --- what must hold

TICKET_ON_MISCONDUCT = b"RAHASIA-"


def test_the_marked_persons_are_in_the_store(room: Room, count: int) -> None:
    """Else it would prove nothing that they are found nowhere."""
    with room.installation.parts.store.reading() as connection:
        numbers = [connection.scalar(select(func.count()).select_from(table)) for table in (events, dead_letters)]
        kept = connection.execute(select(personal_data.c.fields)).scalars().all()
        unknown = connection.execute(select(events.c.data).where(events.c.type == "ticket.issued")).scalars().first()
        raw = connection.execute(select(dead_letters.c.raw)).scalars().all()
    assert sum(number or 0 for number in numbers) > count * 0.9
    assert all(marks_in([json.dumps(fields).encode()]) for fields in kept)
    assert marks_in([str(unknown).encode()])
    assert len(marks_in(raw)) >= 3
    assert all(balance.is_balanced for balance in room.installation.balances())


def leaks_in(name: str, body: bytes) -> set[bytes]:
    """The marks that an output holds and must not: operators alone see tickets on misconduct, as numbers."""
    return marks_in([body]) - ({TICKET_ON_MISCONDUCT} if f"audience={Audience.OPERATOR.value}" in name else set())


def test_no_person_is_found_anywhere(room: Room, tangerang: CityProfile) -> None:
    """On no screen of any audience, in no list, file, command, report or log; nor a ticket on misconduct."""
    outputs = {**room.outputs, **room.everything(tangerang)}
    leaks = {name: marks for name, body in outputs.items() if (marks := leaks_in(name, body))}
    assert leaks == {}


def test_all_of_it_was_looked_at(room: Room, tangerang: CityProfile) -> None:
    """What is shown is full of what may be shown."""
    outputs = room.everything(tangerang)
    own = [code for code in AGENCIES if code != "INSP"]
    assert all(b"K-0" in outputs[f"list {code}"] for code in own)
    assert all(b"K-0" in outputs[f"/agency/{code}/cases.{kind}{REVIEW}"] for code in own for kind in ("csv", "xlsx"))
    assert outputs["dead-letters list"].count(b"characters)") > 10
    assert {"source stopped", "source failed", "source recovered"} <= _logged(room)
    for audience in SCREEN_AUDIENCES:
        frame = json.loads(outputs[f"/live/frame?audience={audience.value}"])
        assert frame["layers"]["complaints"]["upsert"], audience
        assert len(frame["props"]) > (5 if audience is Audience.OPERATOR else 20)


def _logged(room: Room) -> set[str]:
    lines = room.log.getvalue()
    return {words for words in ("source stopped", "source failed", "source recovered") if words in lines}


def test_no_secret_case_is_on_a_map_and_strangers_see_no_exact_place(room: Room) -> None:
    """The sensitive ones and those on misconduct all stand at one place, where nobody sees anything."""
    for name, body in room.frames().items():
        if not name.startswith("/live"):
            continue
        points = np.array([point[1:3] for point in json.loads(body)["layers"]["complaints"]["upsert"]], dtype=float)
        assert np.abs(points - SECRET_PLACE).max(axis=1).min() > NEARBY_DEGREES, name
        if Audience.WALL_STAFF.value not in name and Audience.OPERATOR.value not in name:
            assert np.array_equal(points, np.column_stack(snap_arrays(points[:, 0], points[:, 1]))), name


def test_sensitive_categories_are_told_nowhere(room: Room, tangerang: CityProfile) -> None:
    """Neither by name nor by code, live or in a list."""
    outputs = {**room.outputs, **room.everything(tangerang)}
    del outputs["log"]
    names = [
        name.encode()
        for category in tangerang.categories.values()
        if category.is_sensitive
        for name in (category.code, category.label)
        if name != "ambulance"  # a class of calls too
    ]
    found = {(name, where) for where, body in outputs.items() for name in names if name in body}
    assert found == set()


# --- planted leaks are found


def _leaky_frame(patch: pytest.MonkeyPatch) -> None:
    heading = FrameLog._heading
    patch.setattr(FrameLog, "_heading", lambda log: {**heading(log), "note": words(1)})
    patch.setattr(FrameLog, "answer", lambda log, _boot, since: log._encode(since))


def _leaky_list(patch: pytest.MonkeyPatch) -> None:
    row = layouts.review_cases.grid_row
    patch.setattr("callbacks.review_cases.grid_row", lambda *parts: {**row(*parts), "reporter": person(1)["nik"]})


def _leaky_file(patch: pytest.MonkeyPatch) -> None:
    patch.setattr("layouts.review_export.case_cells", lambda case, *_: [person(1)["phone"]] * 10)


def _leaky_letters(patch: pytest.MonkeyPatch) -> None:
    patch.setattr(administration_commands, "describe", lambda letter: f"{letter.reason} {words(1)}")


PLANTS: Mapping[str, tuple[Callable[[pytest.MonkeyPatch], None], Callable[[Room], Outputs]]] = {
    "frame": (_leaky_frame, Room.frames),
    "list": (_leaky_list, lambda room: {"list": _bytes(rows(room.server, REVIEW, "/agency/DPUPR"))}),
    "csv": (_leaky_file, lambda room: {"csv": room.answer(f"/agency/DPUPR/cases.csv{REVIEW}")}),
    "xlsx": (_leaky_file, lambda room: {"xlsx": room.answer(f"/agency/DPUPR/cases.xlsx{REVIEW}")}),
    "letters": (_leaky_letters, Room.commands),
}


@pytest.mark.parametrize("plant", PLANTS)
def test_a_planted_leak_is_found(plant: str, room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    leak, look = PLANTS[plant]
    assert {name: leaks_in(name, body) for name, body in look(room).items() if leaks_in(name, body)} == {}
    leak(monkeypatch)
    assert any(leaks_in(name, body) for name, body in look(room).items())


def test_a_log_with_the_values_of_variables_would_leak(room: Room) -> None:
    """A trace as structlog renders it by itself where rich is installed; ours does not."""
    entries = [entry.fields for entry in marked_entries(1, installation_profile(room), datetime.now(UTC))]
    said = {}
    for name, formatter in (("plain", structlog.dev.plain_traceback), ("rich", structlog.dev.rich_traceback)):
        buffer = io.StringIO()
        renderer = structlog.dev.ConsoleRenderer(colors=False, exception_formatter=formatter)
        log = structlog.wrap_logger(structlog.PrintLogger(buffer), processors=[renderer])
        try:
            _fail(entries)
        except ValueError:
            log.exception("source failed")
        said[name] = marks_in([buffer.getvalue().encode()])
    assert said["plain"] == set()
    assert said["rich"] != set()


def _fail(entries: list[Any]) -> None:
    raise ValueError(f"{len(entries)} entries cannot be read")


def installation_profile(room: Room) -> CityProfile:
    return room.installation.parts.rules.profile


# --- what the room saw, and what is left of a person who was erased

ERASED = 36
"""The last round of the shorter form, whose marks begin none of another round's."""


def test_no_frozen_frame_holds_a_person(room: Room) -> None:
    """What is kept of the screens is what they showed."""
    app.freezer_of(room.installation, room.server.extensions[app.FRAMES]).step()
    with room.installation.parts.store.reading() as connection:
        frozen = connection.execute(select(frozen_frames.c.audience, frozen_frames.c.frame)).all()
    assert len(frozen) == len(SCREEN_AUDIENCES)
    for audience, frame in frozen:
        assert leaks_in(f"audience={audience}", zlib.decompress(frame)) == set()


def test_an_erased_person_is_found_nowhere(room: Room, tangerang: CityProfile) -> None:
    """Neither in the bytes of the running product's store, nor in Redis, logs, pages, files, lists and commands.

    The numbers of other systems that look like the person's (an employee's id, a crew's) stay, and are told.
    """
    one, other = person(ERASED), person(ERASED - 1)
    marks = [one[name].encode() for name in ("phone", "email")]
    marks += [one["name"].encode() + b'"', one["address"].encode() + b'"', f"B {ERASED} KNR, ".encode()]
    assert all(mark in b"".join(_files(room)) for mark in marks)
    room.comes(Role.ADMINISTRATOR)
    asked = ("subject", "erase", ticket(ERASED), "--reason", "surat 16", "--yes")
    result = room.server.test_cli_runner().invoke(args=list(asked))
    done = json.loads(result.output.partition("not complete")[0])
    kinds = {name.partition(".")[0] for name in done["still_mentioned_in"]}
    assert (done["redis"]["waiting"], done["is_rewritten"], kinds) == (0, True, {"attendance", "task"})
    assert all(balance.is_balanced for balance in room.installation.balances())
    everywhere = [*_files(room), *room.everything(tangerang).values(), result.output.encode(), *_in_redis(room)]
    assert [mark for mark in marks if mark in b"".join(everywhere)] == []
    assert other["phone"].encode() in b"".join(_files(room))


def _files(room: Room) -> list[bytes]:
    """The very bytes of the store."""
    path = Path(room.store_url.removeprefix("sqlite:///"))
    return [one.read_bytes() for one in sorted(path.parent.glob(f"{path.name}*"))]


def _in_redis(room: Room) -> list[bytes]:
    client = room.installation.parts.streams.client
    client.config_set("rdbcompression", "no")
    try:
        return [client.dump(key) or b"" for key in client.scan_iter("*")]
    finally:
        client.config_set("rdbcompression", "yes")
