"""The road of a replayed file in tests: a real Redis, the real ingesters, a store, the live city and its snapshots.

A clock that the replay drives tells all of them when it is, and each drawing renews every number. What is seen at an
instant comes from the live city, from one that was rebuilt from the store, or from the events up to the instant.
"""

import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import pandas as pd
import redis

from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.decode import Decoder
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits, StreamIngester, run_source
from data_sources.replay.city import generate_city
from data_sources.replay.plan import ReplayPlan
from data_sources.replay.writing import ReplayClock, ReplayOptions, ReplayReport, replay
from data_sources.repository import Repository
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from data_sources.snapshots import Hub, SnapshotStore
from data_sources.store import Store
from data_sources.stream import StreamReader
from domain.city import ComplaintFrame, LiveCity, complaint_frame
from domain.city_day import day_span
from domain.clock import Clock, epoch_ms
from domain.complaints import ComplaintRules
from domain.emergencies import call_frame
from domain.events import Stream
from domain.field_columns import field_frame
from domain.indicators import complaints as indicators
from domain.indicators.complaints import AgencyBoard, ComplaintCounts, Share
from domain.indicators.services import ServiceBoards, ServiceFrames, service_boards
from domain.indicators.windowed import WindowedBoard, windowed_board
from domain.news import News
from domain.privacy import Audience, sights
from domain.profile import CityProfile
from domain.queue_columns import queue_frame
from domain.snapshot import FeedState, Snapshot
from domain.staffing_columns import attendance_frame
from tests.data_sources.published import published_plan, schema_of
from tests.servers import wait_until

DRAIN_SECONDS = 120


@dataclass(frozen=True, slots=True)
class Published:
    """A published file as a plan, and the rules of its own city."""

    plan: ReplayPlan
    rules: ComplaintRules

    @property
    def profile(self) -> CityProfile:
        return self.rules.profile

    def agency_name(self, code: str) -> str:
        """The agency as the file writes it."""
        return self.profile.agencies[code].name


def published_city(schema: str, folder: Path) -> Published:
    """The file of a schema, and the city that is made of it in a folder."""
    plan = published_plan(schema)
    generate_city(plan, schema_of(schema), folder)
    return Published(plan, ComplaintRules(load_city(folder), load_legal_limits(folder)))


@dataclass(frozen=True, slots=True)
class Seen:
    """What is seen at an instant: the numbers of the wall, and the frames that they are computed from."""

    counts: ComplaintCounts
    on_time: Share
    agencies: AgencyBoard
    windowed: WindowedBoard
    boards: ServiceBoards
    complaints: ComplaintFrame
    services: ServiceFrames


class DrawnCity:
    """A live city, and the hub that draws it."""

    def __init__(self, profile: CityProfile, clock: Clock) -> None:
        self.city = LiveCity(profile)
        self._snapshots = SnapshotStore()
        machine = MachineTime(time.monotonic, lambda: int(time.time() * 1000))
        self._always_due = map(float, count(0, 60))  # every drawing finds all numbers due for renewal
        drawing = MachineTime(lambda: next(self._always_due), machine.wall_ms)
        self.hub = Hub(
            self.city,
            News(profile),
            SnapshotMaker(profile, sights(profile, lambda lat, lon: (lat, lon)), Targets(), clock, drawing),
            FeedMonitor((), FeedRules(), time.monotonic),
            self._snapshots,
            clock,
            machine,
        )

    def draw(self) -> Snapshot:
        """What the wall shows now."""
        self.hub.take_all()
        self.hub.draw()
        snapshot = self._snapshots.latest(Audience.WALL_STAFF)
        assert snapshot is not None
        assert snapshot.is_simulated_clock
        return snapshot

    def seen(self) -> Seen:
        snapshot, live = self.draw(), self.city.services
        frames = ServiceFrames(live.calls(), live.queues(), live.attendance(), live.field())
        boards = (snapshot.board, snapshot.windowed, snapshot.services)
        return Seen(snapshot.counts, snapshot.on_time, *boards, self.city.frame(), frames)


class LiveRoom:
    """All from the streams to the snapshot, on a clock that a replay drives."""

    def __init__(self, client: "redis.Redis", store: Store, published: Published) -> None:
        self.published = published
        self.clock = ReplayClock(published.plan.events[0].at)
        self.repository = Repository(store, published.rules)
        self.live = DrawnCity(published.profile, self.clock)
        self._client = client
        self._readers = {
            stream: StreamReader(client, key_of(stream), "liveroom", "test") for stream in published.plan.streams
        }

    def ingesters(self) -> Sequence[StreamIngester]:
        """One for each stream of the file."""
        decoder, limits = Decoder(self.published.profile), IngestLimits(block_ms=20)
        return [
            StreamIngester(stream, reader, decoder, self.repository, self.live.hub.submit, self.clock, "test", limits)
            for stream, reader in self._readers.items()
        ]

    def unread(self) -> int:
        """How many entries are not stored yet."""
        return sum(reader.waiting_above(self.repository.position(reader.key)) for reader in self._readers.values())

    def _has_arrived(self) -> bool:
        """Whether all is stored and handed over: an entry is acknowledged only after that."""
        return self.unread() == 0 and not any(reader.pending_count() for reader in self._readers.values())

    def advance(self, after: datetime | None, until: datetime) -> ReplayReport:
        """Replay what happened in between, and let all of it arrive."""
        options = ReplayOptions(has_progress_bar=False, tick_seconds=0.01)
        part = self.published.plan.part(after, until)
        report = replay(part, self._client, key_of, self.clock, self.unread, options)
        wait_until(self._has_arrived, "the ingesters have read all", DRAIN_SECONDS)
        self.clock.reach(until)
        return report

    def rebuilt(self) -> DrawnCity:
        """The city as a new process builds it from the store."""
        drawn = DrawnCity(self.published.profile, self.clock)
        drawn.hub.rebuild(self.repository)
        return drawn

    def past(self, at: datetime) -> Seen:
        """The city as it stood, folded from the events of the store."""
        profile, targets, now_ms = self.published.profile, Targets(), epoch_ms(at)
        complaints, frames = complaint_frame(self.repository.complaints_at(at), profile), self._past_frames(at)
        midnight_ms = day_span(at, profile.timezone).start_ms
        return Seen(
            indicators.complaint_counts(complaints, now_ms, midnight_ms, profile.calendar),
            indicators.on_time_share(complaints, now_ms, targets.window_days, targets.on_time),
            indicators.agency_board(complaints, now_ms, targets.board),
            windowed_board(complaints, now_ms, profile.calendar),
            service_boards(frames, at, profile, targets.services),
            complaints,
            frames,
        )

    def _past_frames(self, at: datetime) -> ServiceFrames:
        profile, entities_at = self.published.profile, self.repository.entities_at
        return ServiceFrames(
            call_frame(entities_at("call", at), profile),
            queue_frame(entities_at("ticket", at), entities_at("counter", at), entities_at("site", at), profile, at),
            attendance_frame(entities_at("attendance", at), profile),
            field_frame(entities_at("task", at), entities_at("shift", at), entities_at("position", at), profile),
        )


def key_of(stream: Stream) -> str:
    return f"liveroom:{stream.value}"


@contextmanager
def running(room: LiveRoom) -> Iterator[None]:
    """The ingesters of a room, each on a thread of its own."""
    stop, ingesters = Signal(), room.ingesters()
    threads = [Thread(target=run_source, args=(one.stream.value, one.step, stop), daemon=True) for one in ingesters]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join(timeout=30)
        for ingester in ingesters:
            ingester.stop()


def assert_as_counted(
    room: LiveRoom,
    instants: Iterable[pd.Timestamp],
    shown: Callable[[Seen], object],
    counted: Callable[[pd.Timestamp], object],
) -> None:
    """Replay up to one instant after another: what is shown at each is what is counted in the file.

    That is so live, in a city rebuilt from the store, and at the end in the history of all instants.
    """
    expected = {at.to_pydatetime(): counted(at) for at in instants}
    reports: list[ReplayReport] = []
    with running(room):
        for at, figures in expected.items():
            reports.append(room.advance(reports[-1].reached_at if reports else None, at))
            for how, seen in (("live", room.live.seen()), ("rebuilt", room.rebuilt().seen())):
                assert seen.boards.as_of_ms == epoch_ms(at)
                assert shown(seen) == figures, f"{how}, {at}"
    for at, figures in expected.items():
        assert shown(room.past(at)) == figures, f"history, {at}"
    assert_nothing_lost(room, reports)


def assert_nothing_lost(room: LiveRoom, reports: Sequence[ReplayReport]) -> None:
    """Every event that was written is stored once, none was refused, and the feeds are alive."""
    balances = room.repository.balances()
    assert all(report.is_complete for report in reports)
    assert sum(balance.stored for balance in balances) == sum(report.events for report in reports)
    assert sum(balance.heartbeats for balance in balances) == sum(report.heartbeats for report in reports)
    assert all(balance.is_balanced for balance in balances)
    assert not any(balance.dead_lettered or balance.duplicates for balance in balances)
    plan, feeds = room.published.plan, room.live.draw().feeds
    assert {(feed.code, feed.stream) for feed in feeds} == {(plan.source, stream) for stream in plan.streams}
    assert {feed.state for feed in feeds} == {FeedState.GOOD}
    assert {balance.stream for balance in balances} == {key_of(stream) for stream in plan.streams}
