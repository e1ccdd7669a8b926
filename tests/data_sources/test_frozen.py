"""Frozen frames: once a minute what each audience's screens show, and the same bytes when read back."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

import pytest

from app import FRAMES, create_app
from callbacks.live import whole_frame
from data_sources.as_of import NO_RECORD
from data_sources.frozen import Freezer, expire_frozen, frozen_frame, record_at
from data_sources.store import Store
from domain.events import Stream
from domain.indicators.complaints import ComplaintCounts
from domain.privacy import Audience
from domain.snapshot import BalanceTotals, Facts, FeedHealth, FeedState, Snapshot
from tests.factories import a_snapshot, tangerang
from tests.fakes import FakeSnapshots, fake_services
from tests.visiting import browse

pytestmark = pytest.mark.services
START = datetime(2026, 11, 24, 2, 30, 20, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FEEDS = (
    FeedHealth("laksa", "LAKSA", FeedState.GOOD, 1.5, True, Stream.COMPLAINTS, frozenset({Facts.COMPLAINTS})),
    FeedHealth("antrean", "Antrean", FeedState.UNKNOWN, None, stream=Stream.QUEUES),
)
BALANCE = BalanceTotals(received=10, stored=8, duplicates=1, dead_lettered=1, missing=0)


@dataclass
class Times:
    """The city's clock and the machine's, moved by the test."""

    now: datetime = START
    seconds: float = 0.0

    def pass_by(self, city: timedelta, machine: float) -> None:
        self.now += city
        self.seconds += machine


@dataclass
class Clock:
    times: Times
    is_real = False

    def now(self) -> datetime:
        return self.times.now


def shown() -> Snapshot:
    return replace(a_snapshot(tangerang()), feeds=FEEDS, balance=BALANCE)


class Screens:
    """Frames that differ from one drawing to the next; None once nothing is drawn any more."""

    def __init__(self) -> None:
        self.drawn = 0
        self.is_alive = True

    def frame(self) -> bytes | None:
        return f"frame {self.drawn}".encode() if self.is_alive else None


def freezer(store: Store, times: Times, screens: Screens) -> Freezer:
    frames = {"wall-guest": screens.frame, "mayor": screens.frame}
    return Freezer(store, Clock(times), lambda: times.seconds, frames, shown)


def frames_from(store: Store, times: Times, until: datetime) -> list[bytes]:
    """The frames of the guests' wall at the end of each minute, as long as they change."""
    found = (frozen_frame(store, "wall-guest", START + MINUTE * step) for step in range(int((until - START) / MINUTE)))
    return list(dict.fromkeys(one.frame for one in found if one is not None))


def test_a_minute_is_frozen_once_for_each_audience(store: Store) -> None:
    times, screens = Times(), Screens()
    frozen = freezer(store, times, screens)
    for screens.drawn in range(90):
        assert frozen.step() == 0
        times.pass_by(timedelta(seconds=1), 1.0)
    for audience in ("wall-guest", "mayor"):
        first, second = (frozen_frame(store, audience, at) for at in (START, times.now))
        assert first is not None
        assert second is not None
        assert (first.frame, second.frame) == (b"frame 0", b"frame 40")
    assert frozen_frame(store, "wall-staff", times.now) is None
    assert frozen_frame(store, "mayor", START - MINUTE) is None


def test_a_fast_clock_freezes_at_most_once_a_second_of_the_machine(store: Store) -> None:
    """Eight minutes of the city pass in a second."""
    times, screens = Times(), Screens()
    frozen = freezer(store, times, screens)
    for screens.drawn in range(40):
        frozen.step()
        times.pass_by(timedelta(minutes=1), 0.125)
    assert frames_from(store, times, times.now) == [b"frame 0", b"frame 8", b"frame 16", b"frame 24", b"frame 32"]


def test_what_is_drawn_no_more_is_not_frozen(store: Store) -> None:
    """The minute is taken up as soon as there is something to show again."""
    times, screens = Times(), Screens()
    frozen = freezer(store, times, screens)
    screens.is_alive = False
    frozen.step()
    assert frozen_frame(store, "mayor", times.now) is None
    screens.is_alive = True
    times.pass_by(timedelta(seconds=2), 2.0)
    frozen.step()
    assert frozen_frame(store, "mayor", times.now) is not None


def test_two_installations_on_one_store_freeze_a_minute_once(store: Store) -> None:
    times, one, other = Times(), Screens(), Screens()
    other.drawn = 7
    freezer(store, times, one).step()
    freezer(store, times, other).step()
    found = frozen_frame(store, "mayor", times.now)
    assert found is not None
    assert found.frame == b"frame 0"


def test_frames_expire(store: Store) -> None:
    times, screens = Times(), Screens()
    frozen = freezer(store, times, screens)
    for screens.drawn in range(3):
        frozen.step()
        times.pass_by(timedelta(days=1), 60.0)
    assert expire_frozen(store, times.now, 3) == 0
    assert expire_frozen(store, times.now, 1) == 2 * 2 + 2  # two days of two audiences, and of the feeds
    assert frozen_frame(store, "mayor", START + timedelta(days=1)) is None
    assert frozen_frame(store, "mayor", times.now) is not None


def test_the_feeds_are_recorded_beside_the_frames(store: Store) -> None:
    times, screens = Times(), Screens()
    freezer(store, times, screens).step()
    record = record_at(store, START + timedelta(minutes=10))
    assert (record.feeds, record.balance) == (FEEDS, BALANCE)
    assert record.states() == FEEDS
    assert record_at(store, START + timedelta(minutes=20)) == NO_RECORD
    assert record_at(store, START - MINUTE) == NO_RECORD


def test_what_is_read_back_is_what_a_screen_got(store: Store) -> None:
    snapshots, times = FakeSnapshots(), Times()
    server = create_app(services=fake_services(snapshots, audiences=(Audience.WALL_GUEST,)))
    snapshots.publish(a_snapshot(tangerang(), counts=ComplaintCounts(9876, 5432, 0, 0, 0)))
    logs = server.extensions[FRAMES]
    frames = {audience.value: lambda log=log: whole_frame(log) for audience, log in logs.items()}
    Freezer(store, Clock(times), lambda: times.seconds, frames, shown).step()
    client = browse(server)
    for audience in frames:
        found = frozen_frame(store, audience, times.now)
        assert found is not None
        assert found.frame == client.get("/live/frame", query_string={"audience": audience}).data
        assert b'"full":true' in found.frame


def test_a_screen_that_was_never_drawn_has_no_frame() -> None:
    server = create_app(services=fake_services())
    assert {whole_frame(log) for log in server.extensions[FRAMES].values()} == {None}
