"""The proof: five years of a real city go through Redis and a store, and the wall shows what pandas counts in the file.

`recount.py` reads the published file with pandas alone and knows nothing of this project. Here the same file is
replayed up to an instant, drained, and compared; then on to the next instant.
"""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import count
from pathlib import Path
from threading import Event as Signal
from threading import Thread

import numpy as np
import pandas as pd
import pytest
import redis

from data_sources.city_folder import load_city, load_legal_limits
from data_sources.decode import Decoder
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits, StreamIngester, run_source
from data_sources.replay.city import generate_city
from data_sources.replay.plan import Quirk, ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.writing import ReplayClock, ReplayOptions, ReplayReport, replay
from data_sources.repository import Repository
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from data_sources.snapshots import Hub, SnapshotStore
from data_sources.store import Store
from data_sources.stream import StreamReader
from domain.city import ComplaintFrame, LiveCity, complaint_frame
from domain.clock import epoch_ms
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.indicators import complaints as indicators
from domain.news import News
from domain.privacy import Audience, sights
from domain.snapshot import FeedState, Snapshot
from tests.data_sources.published import published_table, schema_of
from tests.data_sources.recount import local_instant, read_table, recount
from tests.servers import wait_until

KEY = "liveroom:complaints"
BUSY_HOURS = ("2016-07-01 12:00:00", "2017-12-28 10:00:00")
INSTANTS = (*BUSY_HOURS, "2017-12-31 23:59:59", "2019-02-13 23:59:59")
"""With much open: two hours so busy that an hour more or less shows, in summer and in winter, and two ends of a day."""
AFTER_EARLY_CLOSINGS = "2016-11-01 00:00:00"
"""A day on which two requests fell due in the last 90 days that had been closed more than 180 days ago."""
MEASURES = ("open", "overdue", "due_90", "on_time_90", "due_28", "on_time_28")
DRAIN_SECONDS = 120

Counts = dict[str, dict[str, int]]


@pytest.fixture(scope="module")
def table_path() -> Path:
    """The published file, in the folder that LIVEROOM_DATA names."""
    return published_table("baltimore_311")


@dataclass(frozen=True)
class Published:
    """The file as a plan, as the rules of its own city, and as pandas reads it."""

    plan: ReplayPlan
    rules: ComplaintRules
    table: pd.DataFrame


@pytest.fixture(scope="module")
def published(table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Published:
    schema, folder = schema_of("baltimore_311"), tmp_path_factory.mktemp("city")
    plan = read_events(table_path, schema)
    generate_city(plan, schema, folder)
    return Published(plan, ComplaintRules(load_city(folder), load_legal_limits(folder)), read_table(table_path))


# --- the live room of the test: stream, ingester, store, live city, snapshots


class LiveRoom:
    """All from the stream to the snapshot, on a clock that a replay drives."""

    def __init__(self, client: "redis.Redis", store: Store, published: Published) -> None:
        self.published, profile = published, published.rules.profile
        self.names = {code: agency.name for code, agency in profile.agencies.items()}
        self.clock = ReplayClock(published.plan.events[0].at)
        self.city = LiveCity(profile)
        self.repository = Repository(store, published.rules)
        self._client = client
        self._reader = StreamReader(client, KEY, "liveroom", "test")
        machine = MachineTime(time.monotonic, lambda: int(time.time() * 1000))
        self._always_due = map(float, count(0, 60))  # every drawing finds the leaderboard due for renewal
        drawing = MachineTime(lambda: next(self._always_due), machine.wall_ms)
        self._snapshots = SnapshotStore()
        self._hub = Hub(
            self.city,
            News(profile),
            SnapshotMaker(profile, sights(profile, lambda lat, lon: (lat, lon)), Targets(), self.clock, drawing),
            FeedMonitor((), FeedRules(), time.monotonic),
            self._snapshots,
            self.clock,
            machine,
        )

    def ingester(self) -> StreamIngester:
        return StreamIngester(
            Stream.COMPLAINTS,
            self._reader,
            Decoder(self.published.rules.profile),
            self.repository,
            self._hub.submit,
            self.clock,
            "test",
            IngestLimits(block_ms=20),
        )

    def unread(self) -> int:
        return self._reader.waiting_above(self.repository.position(KEY))

    def advance(self, after: datetime | None, until: datetime) -> ReplayReport:
        """Replay what happened in between, and let all of it arrive."""
        options = ReplayOptions(has_progress_bar=False, tick_seconds=0.01)
        part = self.published.plan.part(after, until)
        report = replay(part, self._client, lambda _: KEY, self.clock, self.unread, options)
        wait_until(lambda: self.unread() == 0, "the ingester has read all", DRAIN_SECONDS)
        self.clock.reach(until)
        return report

    def shown(self, frame: ComplaintFrame, at: datetime) -> Counts:
        return shown(frame, epoch_ms(at), self.names)

    def draw(self) -> Snapshot:
        self._hub.take_all()
        self._hub.draw()
        snapshot = self._snapshots.latest(Audience.WALL_STAFF)
        assert snapshot is not None
        return snapshot


@contextmanager
def running(ingester: StreamIngester) -> Iterator[None]:
    stop = Signal()
    thread = Thread(target=run_source, args=("baltimore-311", ingester.step, stop), daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join(timeout=30)
        ingester.stop()


# --- the same figures from both sides


def recounted(published: Published, instant: str) -> Counts:
    """What pandas counts, for each agency that has anything to count."""
    counts = recount(published.table, local_instant(instant))
    return {str(agency): {name: int(row[name]) for name in MEASURES} for agency, row in counts.iterrows() if row.any()}


def shown(frame: ComplaintFrame, now_ms: int, names: Mapping[str, str]) -> Counts:
    """What the indicators of the wall say, for each agency that has anything to show."""
    masks: dict[str, indicators.Mask] = {"open": frame.is_open, "overdue": indicators.overdue(frame, now_ms)}
    for days in (90, 28):
        cohort, met = indicators.resolution_cohort(frame, now_ms - days * indicators.DAY_MS, now_ms)
        masks |= {f"due_{days}": cohort, f"on_time_{days}": met}
    tables = {name: indicators.counts_by_agency(frame, mask) for name, mask in masks.items()}
    agencies = {agency for table in tables.values() for agency in table}
    return {names[agency]: {name: tables[name].get(agency, 0) for name in MEASURES} for agency in agencies}


def total(counts: Counts, measure: str) -> int:
    return sum(row[measure] for row in counts.values())


def assert_headlines(snapshot: Snapshot, expected: Counts, names: Mapping[str, str]) -> None:
    """The big numbers, the gauge and the leaderboard of one snapshot."""
    counts, gauge = snapshot.counts, snapshot.on_time
    assert (counts.open, counts.overdue) == (total(expected, "open"), total(expected, "overdue"))
    assert gauge.window_days == 28
    assert (gauge.successes, gauge.n) == (total(expected, "on_time_28"), total(expected, "due_28"))
    board = {names[row.agency]: (row.share.successes, row.share.n) for row in snapshot.board.standings}
    assert board == {
        agency: (row["on_time_90"], row["due_90"]) for agency, row in expected.items() if row["due_90"] >= 20
    }
    assert snapshot.is_simulated_clock


def from_store(room: LiveRoom, at: datetime) -> ComplaintFrame:
    """The live city as a new process would build it."""
    city = LiveCity(room.published.rules.profile)
    city.load(room.repository.live_complaints(at), at)
    return city.frame()


def from_history(room: LiveRoom, at: datetime) -> ComplaintFrame:
    """The city as it stood, folded from the events of the store."""
    return complaint_frame(room.repository.complaints_at(at), room.published.rules.profile)


# --- tests


def test_every_row_of_the_file_is_read_and_every_quirk_is_counted(published: Published) -> None:
    """As many of each as the file's description says."""
    plan = published.plan
    assert (plan.rows, len(plan.rejected)) == (10_000, 0)
    assert (len(plan.agencies), len(plan.categories)) == (16, 231)
    assert dict(plan.notes) == {
        Quirk.OUT_OF_ORDER: 5_016,
        Quirk.NO_DUE_DATE: 286,
        Quirk.CLOSED_AT_FILING: 2_080,
        Quirk.CLOSED_WITHOUT_DATE: 10,
        Quirk.NONEXISTENT_HOUR: 2,
        Quirk.NO_PLACE: 590,
        Quirk.WHOLE_DEGREES: 892,
        Quirk.OUTSIDE_BOUNDS: 149,
    }


def test_the_recount_stands_on_numbers_worth_comparing(published: Published) -> None:
    """At every instant there is much open, much overdue, and there are late closings in each window."""
    for instant in INSTANTS:
        counts = recounted(published, instant)
        assert total(counts, "open") > 100
        assert total(counts, "overdue") > 40
        assert 0 < total(counts, "on_time_28") < total(counts, "due_28") < total(counts, "due_90")


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_error_of_one_hour_would_show(published: Published, hours: int) -> None:
    """So that a wrong time zone cannot pass."""
    for instant in BUSY_HOURS:
        at = local_instant(instant)
        assert not recount(published.table, at).equals(recount(published.table, at + pd.Timedelta(hours=hours)))


@pytest.mark.services
def test_the_wall_shows_what_the_file_says(redis_client: "redis.Redis", store: Store, published: Published) -> None:
    """At each instant, for each agency: open, overdue, and closed on time; live, rebuilt, and looked up in history."""
    room = LiveRoom(redis_client, store, published)
    reports = []
    previous: datetime | None = None
    with running(room.ingester()):
        for instant in INSTANTS:
            at = local_instant(instant).to_pydatetime()
            reports.append(room.advance(previous, at))
            assert_as_recounted(room, instant)
            previous = at
    for instant in INSTANTS:
        at = local_instant(instant).to_pydatetime()
        assert room.shown(from_history(room, at), at) == recounted(published, instant), f"history, {instant}"
    assert_nothing_lost(room, reports)


@pytest.mark.services
def test_a_request_closed_early_counts_until_its_due_date_has_left_the_window(
    redis_client: "redis.Redis", store: Store, published: Published
) -> None:
    """The share on time goes by the due date, which here lies up to 180 days after the closing."""
    room = LiveRoom(redis_client, store, published)
    with running(room.ingester()):
        room.advance(None, local_instant(AFTER_EARLY_CLOSINGS).to_pydatetime())
        assert_as_recounted(room, AFTER_EARLY_CLOSINGS)


def assert_as_recounted(room: LiveRoom, instant: str) -> None:
    at, expected = local_instant(instant).to_pydatetime(), recounted(room.published, instant)
    snapshot = room.draw()
    assert snapshot.now_ms == epoch_ms(at)
    assert room.shown(room.city.frame(), at) == expected, f"live, {instant}"
    assert_headlines(snapshot, expected, room.names)
    assert room.shown(from_store(room, at), at) == expected, f"rebuilt, {instant}"


def assert_nothing_lost(room: LiveRoom, reports: list[ReplayReport]) -> None:
    """Every event of the plan is stored once, none was refused, and the feed is alive."""
    (balance,) = room.repository.balances()
    assert all(report.is_complete for report in reports)
    assert balance.stored == sum(report.events for report in reports) == len(room.published.plan.events)
    assert (balance.dead_lettered, balance.duplicates) == (0, 0)
    assert balance.heartbeats == sum(report.heartbeats for report in reports)
    assert balance.is_balanced
    (feed,) = room.draw().feeds
    assert (feed.code, feed.state) == ("baltimore-311", FeedState.GOOD)


@pytest.mark.services
def test_no_place_outside_the_city_and_none_that_was_rounded_is_stored(
    redis_client: "redis.Redis", store: Store, published: Published
) -> None:
    """9,410 places in the file, less 892 whole degrees and 149 outside."""
    room = LiveRoom(redis_client, store, published)
    last = published.plan.events[-1].at
    with running(room.ingester()):
        room.advance(None, last + timedelta(hours=1))
    rows = from_history(room, last).rows
    placed = rows[~np.isnan(rows["lat"])]
    assert len(placed) == 9_410 - 892 - 149
    bounds = published.rules.profile.bounds
    assert all(bounds.contains(lat, lon) for lat, lon in zip(placed["lat"], placed["lon"], strict=True))
