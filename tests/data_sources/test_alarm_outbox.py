"""What goes out about alarms: to a server on this machine, through Apprise, with what becomes of it in the store."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest

from data_sources.alarm_config import TargetRow
from data_sources.alarm_log import AlarmLog
from data_sources.alarm_outbox import MOST_ATTEMPTS, Delivery, Outbox, Target, Writer, wait_ms
from data_sources.alarm_sender import NO_URL, TargetError, check_target, send
from data_sources.store import Store, migrate, open_store
from domain.alarms.board import Words
from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.identity import Role
from tests.conftest import ROOT
from tests.domain.alarms.making import NOW_MS

WORDS = {"call": Words({"id": "Panggilan 112 menunggu"}, {"id": "Kirim unit terdekat"}, is_of_cases=True)}
ORIGIN = Origin(
    rule="call", place="112-2026-7788", agency="BPBD", ward="36.71.08", category="fire", priority=Priority.CRITICAL
)
RING = AlarmEvent(what=Happening.RAISED, at_ms=NOW_MS, origin=ORIGIN)


class Heard(HTTPServer):
    """A server that hears messages, and answers what it is told to."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Ear)
        self.bodies: list[dict[str, object]] = []
        self.status = 200

    @property
    def url(self) -> str:
        return f"json://127.0.0.1:{self.server_port}/alarms?cto=2&rto=2"


class _Ear(BaseHTTPRequestHandler):
    server: Heard

    def do_POST(self) -> None:  # the library's name
        body = self.rfile.read(int(self.headers["Content-Length"]))
        self.server.bodies.append(json.loads(body))
        self.send_response(self.server.status)
        self.end_headers()

    def log_message(self, *_: object) -> None:
        """Nothing on the terminal."""


@pytest.fixture
def heard() -> Iterator[Heard]:
    server = Heard()
    thread = Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Iterator[Store]:
    """One database is enough where only the rules of sending are tested."""
    migrate(sqlite_url, ROOT / "migrations")
    opened = open_store(sqlite_url)
    yield opened
    opened.dispose()


class Post:
    """A log whose events are told to targets, and its outbox; the test moves the machine's clock."""

    def __init__(self, store: Store, *targets: Target) -> None:
        self.wall_ms = 1_000_000
        levels, agencies = {Priority.CRITICAL: "KRITIS"}, {"BPBD": "BPBD"}
        writer = Writer(targets, WORDS, lambda: self.wall_ms, "id", levels, agencies)
        self.log = AlarmLog(store, writer)
        self.outbox = Outbox(store, targets, send, lambda: self.wall_ms)

    def states(self) -> list[tuple[str, Delivery, int]]:
        return [(one.target, one.state, one.attempts) for one in self.outbox.latest()]


def test_an_alarm_is_told_once_and_says_no_ticket_and_no_place(store: Store, heard: Heard) -> None:
    post = Post(store, Target("operators", (heard.url,)))
    post.log.add(lambda _: [RING])
    assert post.states() == [("operators", Delivery.PENDING, 0)]
    assert (post.outbox.step(), post.outbox.step()) == (1, 0)
    assert post.states() == [("operators", Delivery.DELIVERED, 1)]
    (body,) = heard.bodies
    assert (body["title"], body["message"]) == ("KRITIS: Panggilan 112 menunggu", "BPBD\nKirim unit terdekat\n#1")
    assert not any(secret in json.dumps(heard.bodies) for secret in ("7788", "36.71", "fire"))


def test_what_is_not_taken_is_tried_later_and_then_delivered(store: Store, heard: Heard) -> None:
    post = Post(store, Target("operators", (heard.url,)))
    heard.status = 503
    post.log.add(lambda _: [RING])
    post.outbox.step()
    (message,) = post.outbox.latest()
    assert (message.state, message.attempts) == (Delivery.PENDING, 1)
    assert "503" in message.reason
    assert post.outbox.step() == 0
    heard.status, post.wall_ms = 200, message.due_ms
    assert post.outbox.step() == 1
    assert post.states() == [("operators", Delivery.DELIVERED, 2)]


def test_what_is_never_taken_fails_with_its_reason(sqlite_store: Store) -> None:
    post = Post(sqlite_store, Target("nobody"))
    post.log.add(lambda _: [RING])
    for _ in range(MOST_ATTEMPTS):
        post.outbox.step()
        post.wall_ms += wait_ms(MOST_ATTEMPTS)
    (message,) = post.outbox.latest()
    assert (message.state, message.attempts, message.reason) == (Delivery.FAILED, MOST_ATTEMPTS, NO_URL)
    assert post.outbox.step() == 0


def test_a_server_that_is_not_there_is_a_reason(sqlite_store: Store, heard: Heard) -> None:
    gone = heard.url.replace(f":{heard.server_port}", ":9")
    post = Post(sqlite_store, Target("operators", (gone,)))
    post.log.add(lambda _: [RING])
    post.outbox.step()
    assert "Connection error" in post.outbox.latest()[0].reason


def test_a_target_that_is_gone_fails_at_once(sqlite_store: Store) -> None:
    post = Post(sqlite_store, Target("old"))
    post.log.add(lambda _: [RING])
    Outbox(sqlite_store, (), send, lambda: post.wall_ms).step()
    assert post.outbox.latest()[0].state is Delivery.FAILED


ESCALATED = AlarmEvent(what=Happening.ESCALATED, at_ms=NOW_MS, alarm=1, to_role="mayor", priority=0)


@pytest.mark.parametrize(
    ("target", "event", "told"),
    [
        (Target("a"), RING, True),
        (Target("a", priorities=frozenset({Priority.HIGH})), RING, False),
        (Target("a", agency="BPBD"), RING, True),
        (Target("a", agency="DPUPR"), RING, False),
        (Target("a", roles=frozenset({"mayor"})), ESCALATED, True),
        (Target("a", roles=frozenset({"agency-head"})), ESCALATED, False),
        (Target("a"), AlarmEvent(what=Happening.ACKNOWLEDGED, at_ms=NOW_MS, alarm=1), False),
    ],
)
def test_who_is_told_of_what(target: Target, event: AlarmEvent, told: bool) -> None:
    assert target.wants(event, ORIGIN) is told


def test_waiting_doubles_up_to_a_quarter_of_an_hour() -> None:
    assert [wait_ms(attempts) // 1000 for attempts in range(8)] == [15, 30, 60, 120, 240, 480, 900, 900]


def test_addresses_come_from_the_environment_and_are_never_shown() -> None:
    row = TargetRow(name="operators", urls_from="ALARM_URLS", roles=(Role.MAYOR,))
    assert row.target({"ALARM_URLS": "json://a json://b"}).urls == ("json://a", "json://b")
    assert row.target({}).urls == ()
    bad = row.target({"ALARM_URLS": "json://good tgram-oops://secret"})
    with pytest.raises(TargetError, match="operators: address 2") as raised:
        check_target(bad, frozenset())
    assert "secret" not in str(raised.value)
    with pytest.raises(TargetError, match="expected one of the city, got 'NASA'"):
        check_target(Target("a", agency="NASA"), frozenset({"DPUPR"}))
    with pytest.raises(ValueError, match="does not begin with LIVEROOM_"):
        TargetRow(name="operators", urls_from="LIVEROOM_X")
