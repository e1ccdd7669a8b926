"""What is kept for a time only goes when its time is over, is counted first where asked, and is told."""

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from msgspec import structs
from sqlalchemy import func, insert, select

import app
from data_sources.access_tables import one_time_codes, sessions
from data_sources.alarm_log import AlarmLog
from data_sources.alarm_tables import alarm_messages
from data_sources.audit import entries, verify
from data_sources.decode import Decoder
from data_sources.first_start import INSTALLER
from data_sources.frozen import MINUTE_MS
from data_sources.ingest import sorted_out
from data_sources.repository import Batch, Repository
from data_sources.retention import Periods, Retention
from data_sources.sessions import Sessions
from data_sources.store import Store, migrate
from data_sources.stream import FIRST_POSITION, as_fields
from data_sources.stream_entry import encode_entry
from data_sources.tables import calls, dead_letters, events, frozen_frames, personal_data
from domain.alarms.life import Happening
from domain.clock import epoch_ms
from domain.events import Stream
from domain.profile import CityProfile
from settings import Settings
from tests.conftest import ROOT
from tests.data_sources.canaries import Marked, marked_entries, marks_in, person, unnamed
from tests.domain.alarms.making import raised, then

pytestmark = pytest.mark.services

NOW = datetime(2026, 11, 23, 2, 47, tzinfo=UTC)
KEY = "liveroom:complaints"
PERIODS = Periods(timedelta(days=365), timedelta(days=30), timedelta(days=30), timedelta(days=7), timedelta(days=365))
NAMES = {"personal data", "dead letters", "trails", "frozen frames", "sessions", "one-time codes"} | {
    "alarms",
    "alarm messages",
}


class ClockAt:
    is_real = True

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def call(number: int, at: datetime) -> list[Marked]:
    data = {"call_id": f"C-{number}", "category": "fire", "reporter": person(number), **unnamed(number)}
    closed = {"call_id": f"C-{number}", "outcome": f"Kenari {number} dirawat"}
    return [
        Marked(Stream.COMPLAINTS, encode_entry("call.received", f"r-{number}", at, "112", data)),
        Marked(Stream.COMPLAINTS, encode_entry("call.closed", f"c-{number}", at + timedelta(minutes=5), "112", closed)),
    ]


def save(repository: Repository, city: CityProfile, sent: list[Marked], at: datetime) -> None:
    """Save entries as they were received at an instant."""
    before = repository.position(KEY)
    first = 1 if before == FIRST_POSITION else int(before.partition("-")[0]) + 1
    decoder = Decoder(city)
    decoded = [
        decoder.decode(as_fields(one.fields), f"{first + number}-0", Stream.COMPLAINTS, at)
        for number, one in enumerate(sent)
    ]
    repository.save(sorted_out(Batch(KEY, before, f"{first + len(sent) - 1}-0", len(sent)), decoded))


@pytest.fixture
def retention(repository: Repository, tangerang: CityProfile, store: Store) -> Retention:
    """An old call and a new one, a letter, a frame, a session and a code of which each is too old."""
    old, clock = NOW - timedelta(days=366), ClockAt(NOW)
    save(repository, tangerang, call(1, old), old + timedelta(hours=1))
    save(repository, tangerang, call(2, NOW - timedelta(days=1)), NOW - timedelta(days=1) + timedelta(hours=1))
    poison = [one for one in marked_entries(1, tangerang, NOW) if str(one.fields["id"]).startswith("poison")][:2]
    save(repository, tangerang, poison[:1], NOW - timedelta(days=31))
    save(repository, tangerang, poison[1:], NOW)
    long_ago = epoch_ms(NOW - timedelta(days=40))
    with store.writing() as connection:
        frame = {"audience": "mayor", "minute_ms": long_ago // MINUTE_MS * MINUTE_MS, "at_ms": long_ago, "frame": b"x"}
        connection.execute(insert(frozen_frames).values(frame))
        session = {"token_hash": "h", "session_id": "s", "kind": "account", "subject": "x", "created_ms": 1}
        connection.execute(insert(sessions).values(**session, seen_ms=1, ends_ms=long_ago, revoked_ms=0))
        codes = {"code_hash": "h", "purpose": "screen", "subject": "x", "ends_ms": long_ago, "used_ms": 0}
        connection.execute(insert(one_time_codes).values(**codes))
    ring(store, 1, old)
    ring(store, 4, NOW)
    return Retention(repository, Sessions(store, clock), clock, PERIODS)


def ring(store: Store, number: int, at: datetime) -> None:
    """An alarm that rings, is acknowledged and closed within a minute, and was told outside."""
    at_ms, said = epoch_ms(at), (Happening.RAISED, Happening.ACKNOWLEDGED, Happening.RETURNED)
    lives = [
        structs.replace(then(number + step, what, number), at_ms=at_ms) for step, what in enumerate(said[1:], start=1)
    ]
    AlarmLog(store).add(lambda _: [raised(number, at_ms), *lives])
    message = {"event": number, "target": "operators", "state": "delivered", "attempts": 1, "due_ms": at_ms}
    with store.writing() as connection:
        connection.execute(insert(alarm_messages).values(**message, told_ms=at_ms, reason="", title="", body=""))


def counted(store: Store) -> dict[str, int]:
    tables = (personal_data, events, dead_letters, frozen_frames, sessions, one_time_codes)
    with store.reading() as connection:
        return {one.name: connection.scalar(select(func.count()).select_from(one)) or 0 for one in tables}


GONE = {"personal data": 3, "dead letters": 1, "trails": 0, "frozen frames": 1, "sessions": 1, "one-time codes": 1} | {
    "alarms": 3,
    "alarm messages": 1,
}
"""Of the old call a row of personal data and two events that lost their unknown fields and words."""


def test_a_rehearsal_counts_and_leaves_everything(retention: Retention, store: Store) -> None:
    before = counted(store)
    assert retention.rehearse() == GONE
    assert counted(store) == before
    assert list(entries(store)) == []
    assert retention.rehearse() == GONE


def test_what_is_too_old_goes_and_the_rest_stays(retention: Retention, store: Store) -> None:
    balance = retention.repository.balances()
    assert retention.run(INSTALLER, "petugas") == GONE
    with store.reading() as connection:
        kept = connection.execute(select(events.c.event_id, events.c.data).order_by(events.c.event_id)).all()
        outcomes = connection.scalars(select(calls.c.outcome).order_by(calls.c.call_id)).all()
        raw = connection.scalars(select(dead_letters.c.raw).where(dead_letters.c.raw.is_not(None))).all()
    data = {row.event_id: row.data.encode() for row in kept}
    assert marks_in([data["r-1"], data["c-1"]]) == set()
    assert json.loads(data["r-1"]) == {"call_id": "C-1", "category": "fire"}
    assert marks_in([data["r-2"]])
    assert list(outcomes) == ["", "Kenari 2 dirawat"]
    assert len(raw) == 1
    assert counted(store) == {
        "personal_data": 1,
        "events": 4,
        "dead_letters": 2,
        "frozen_frames": 0,
        "sessions": 0,
        "one_time_codes": 0,
    }
    assert retention.repository.balances() == balance


def test_a_run_is_told_with_its_counts_and_finds_nothing_twice(retention: Retention, store: Store) -> None:
    retention.run(INSTALLER, "petugas")
    assert set(retention.run(INSTALLER).values()) == {0}
    first, second = entries(store)
    assert (first.action, json.loads(first.detail)) == ("expired", {**GONE, "typed_by": "petugas"})
    assert json.loads(second.detail) == dict.fromkeys(GONE, 0)
    assert verify(store).broken_at is None


def test_the_product_tells_once_a_day_or_when_something_went(retention: Retention, store: Store) -> None:
    for _ in range(3):
        assert retention.step() == 0
    assert len(list(entries(store))) == 1
    clock: Any = retention.clock
    clock.at = NOW + timedelta(days=1)
    retention.step()
    retention.step()
    assert len(list(entries(store))) == 2
    clock.at = NOW + timedelta(days=365)  # the new call is old now
    retention.step()
    *_, last = entries(store)
    assert json.loads(last.detail)["personal data"] == 3


def test_the_command_tries_first_and_then_runs(tmp_path: Path) -> None:
    values: dict[str, Any] = {
        "store": {"url": f"sqlite:///{tmp_path / 'store.db'}"},
        "streams": {"url": "redis://127.0.0.1:1/0"},
        "simulation": {"enabled": False},
    }
    server = app.create_app(Settings(**values))
    result = server.test_cli_runner().invoke(args=["retention"])
    assert (result.exit_code, "this needs the store" in result.output) == (1, True)
    migrate(values["store"]["url"], ROOT / "migrations")
    for arguments in (["retention", "--dry-run"], ["retention"]):
        result = server.test_cli_runner().invoke(args=arguments)
        assert (result.exit_code, {line.rpartition("  ")[0] for line in result.output.splitlines()} >= NAMES) == (
            0,
            True,
        )
