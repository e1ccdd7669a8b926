"""The hub: one thread owns the live city, makes snapshots for each audience and tells the listeners."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event as StopSignal

import numpy as np

from data_sources.health import FeedMonitor
from data_sources.repository import Repository, Saved
from domain.city import ComplaintFrame, LiveCity
from domain.clock import Clock, epoch_ms
from domain.indicators import complaints as indicators
from domain.indicators.complaints import AgencyBoard, BoardRules
from domain.news import News
from domain.privacy import Audience, Sight
from domain.profile import CityProfile
from domain.snapshot import POINT_DTYPE, CityDay, MapPoints, PointKind, Snapshot

TICK_SECONDS = 1.0
BOARD_SECONDS = 30.0
EMPTY_BOARD_SECONDS = 2.0
SHORTEST_GAP_SECONDS = 0.10
LONGEST_GAP_SECONDS = 0.25
COST_FACTOR = 4.0
NEWS_LENGTH = 60
AGE_STEPS_DAYS = (1, 3, 7, 30)

Snapshots = Mapping[Audience, Snapshot]
Listener = Callable[[Snapshots], None]


class SnapshotStore:
    """Holds the latest snapshot of each audience and tells its listeners."""

    def __init__(self) -> None:
        self._latest: Snapshots = {}
        self._listeners: list[Listener] = []

    def subscribe(self, listener: Listener) -> None:
        """Have a function called with every new set of snapshots, on the hub's thread."""
        self._listeners.append(listener)

    def latest(self, audience: Audience) -> Snapshot | None:
        """The newest snapshot of an audience, None before the first."""
        return self._latest.get(audience)

    def publish(self, snapshots: Snapshots) -> None:
        """Replace the latest and tell everybody."""
        self._latest = snapshots
        for listener in self._listeners:
            listener(snapshots)


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets and windows of the gauges; shares are 0 to 1, windows calendar days."""

    on_time: float = 0.90
    first_response: float = 0.95
    window_days: int = 28
    board: BoardRules = field(default_factory=BoardRules)


@dataclass(frozen=True, slots=True)
class MachineTime:
    """The machine's own time: `elapsed` seconds never jump, `wall_ms` is comparable with Redis's stream ids."""

    elapsed: Callable[[], float]
    wall_ms: Callable[[], int]


class SnapshotMaker:
    """Makes the snapshots of all audiences from one frame of the city."""

    def __init__(
        self,
        profile: CityProfile,
        sights: Mapping[Audience, Sight],
        targets: Targets,
        clock: Clock,
        machine: "MachineTime",
    ) -> None:
        self._profile = profile
        self._sights = sights
        self._targets = targets
        self._clock = clock
        self._machine = machine
        self._board: tuple[float, AgencyBoard] | None = None
        self._lag: tuple[str, int | None] = ("", None)
        self._number = 0

    def make(self, city: LiveCity, news: News, monitor: FeedMonitor) -> Snapshots:
        """Snapshot number n of every audience, at the clock's now."""
        now = self._clock.now()
        frame = city.frame()
        self._number += 1
        base = self._base(frame, now, monitor)
        lag_ms = self._lag_ms(news)
        return {
            audience: replace(
                self._seen_by(sight, base, frame),
                newest=news.newest_for(sight, city, lag_ms),
                ticker=news.ticker_for(sight),
            )
            for audience, sight in self._sights.items()
        }

    def _base(self, frame: ComplaintFrame, now: datetime, monitor: FeedMonitor) -> Snapshot:
        now_ms, targets, calendar = epoch_ms(now), self._targets, self._profile.calendar
        feeds = monitor.states()
        return Snapshot(
            audience="",
            number=self._number,
            now_ms=now_ms,
            day=self._day(now),
            counts=indicators.complaint_counts(frame, now_ms, self._midnight_ms(now), calendar),
            on_time=indicators.on_time_share(frame, now_ms, targets.window_days, targets.on_time),
            first_response=indicators.first_response_share(frame, now_ms, targets.window_days, targets.first_response),
            board=self._fresh_board(frame, now),
            ward_open=np.zeros(0, dtype=np.int64),
            points=np.zeros(0, dtype=POINT_DTYPE),
            newest=None,
            ticker=(),
            feeds=feeds,
            is_simulated_clock=not self._clock.is_real,
            is_simulated_data=any(feed.is_simulated for feed in feeds),
        )

    def _seen_by(self, sight: Sight, base: Snapshot, frame: ComplaintFrame) -> Snapshot:
        seen = sight.frame_for_map(frame)
        return replace(
            base,
            audience=sight.audience.value,
            ward_open=indicators.open_by_ward(seen),
            points=map_points(seen, base.now_ms, self._profile),
        )

    def _fresh_board(self, frame: ComplaintFrame, now: datetime) -> AgencyBoard:
        elapsed = self._machine.elapsed()
        if self._board is None or elapsed - self._board[0] >= self._board_seconds():
            self._board = (elapsed, indicators.agency_board(frame, epoch_ms(now), self._targets.board))
        return self._board[1]

    def _board_seconds(self) -> float:
        """An empty board is looked at again soon: the city may just be filling."""
        return BOARD_SECONDS if self._board and self._board[1].standings else EMPTY_BOARD_SECONDS

    def took_up(self, news: News) -> None:
        """What was read back from the store was not watched on its way: it has no lag."""
        self._lag = (news.newest_position, None)

    def _lag_ms(self, news: News) -> int | None:
        """How long the newest event took from its stream to its first snapshot, by the machines' clocks."""
        position = news.newest_position
        if position != self._lag[0]:
            entered_ms = stream_ms(position)
            self._lag = (position, None if entered_ms is None else max(0, self._machine.wall_ms() - entered_ms))
        return self._lag[1]

    def _day(self, now: datetime) -> CityDay:
        calendar = self._profile.calendar
        day = calendar.local_date(now)
        return CityDay(calendar.is_working_day(day), calendar.day_name(day))

    def _midnight_ms(self, now: datetime) -> int:
        local = now.astimezone(self._profile.timezone)
        return epoch_ms(local.replace(hour=0, minute=0, second=0, microsecond=0))


def map_points(frame: ComplaintFrame, now_ms: int, profile: CityProfile) -> MapPoints:
    """The open complaints with a place, as the map draws them."""
    drawn = frame.is_open & ~np.isnan(frame.rows["lat"])
    rows = frame.rows[drawn]
    points = np.zeros(len(rows), dtype=POINT_DTYPE)
    points["key"], points["lat"], points["lon"] = rows["key"], rows["lat"], rows["lon"]
    points["kind"][indicators.due_soon(frame, now_ms, profile.calendar)[drawn]] = PointKind.DUE_SOON
    points["kind"][indicators.overdue(frame, now_ms)[drawn]] = PointKind.OVERDUE
    age_days = (now_ms - rows["opened_ms"]) // indicators.DAY_MS
    points["age"] = np.searchsorted(AGE_STEPS_DAYS, age_days, side="right")
    return points


def stream_ms(position: str) -> int | None:
    """The machine's milliseconds since 1970 at which an entry came into its stream; None for other sources."""
    milliseconds, dash, _ = position.partition("-")
    return int(milliseconds) if dash and milliseconds.isdigit() else None


class Hub:
    """Owns the live city on one thread. `submit` may be called from any."""

    def __init__(
        self,
        city: LiveCity,
        news: News,
        maker: SnapshotMaker,
        monitor: FeedMonitor,
        store: SnapshotStore,
        clock: Clock,
        machine: MachineTime,
    ) -> None:
        self._city = city
        self._news = news
        self._maker = maker
        self._monitor = monitor
        self._store = store
        self._clock = clock
        self._machine = machine
        self._inbox: SimpleQueue[Saved] = SimpleQueue()
        self._cost_seconds = 0.0

    def submit(self, saved: Saved) -> None:
        """Hand over what was stored; it is drawn with the next snapshot."""
        self._monitor.listen(saved)
        self._inbox.put(saved)

    def rebuild(self, repository: Repository) -> None:
        """Read the live set back from the store, as after a crash."""
        self._city.load(repository.live_complaints(self._clock.now()), self._clock.now())
        latest = repository.newest_events("complaint", NEWS_LENGTH)
        complaints = repository.complaints_by_id([event.entity_id for event in latest])
        for event in reversed(latest):
            if event.entity_id in complaints:
                self._news.tell(event, complaints[event.entity_id])
        self._maker.took_up(self._news)

    def run(self, stop: StopSignal) -> None:
        """Draw at once after a quiet moment, under load a few times a second, and once a second by time alone."""
        next_tick = drawn = self._machine.elapsed() - LONGEST_GAP_SECONDS
        while not stop.is_set():
            has_news = self._take(max(0.0, next_tick - self._machine.elapsed()))
            if has_news:
                stop.wait(max(0.0, drawn + self._gap() - self._machine.elapsed()))
                self._take(0.0)
            drawn = self._machine.elapsed()
            self.draw()
            if drawn >= next_tick:
                next_tick = drawn + TICK_SECONDS

    def draw(self) -> None:
        """Make the snapshots of this instant and tell everybody."""
        started = self._machine.elapsed()
        self._city.drop_past(self._clock.now())
        self._store.publish(self._maker.make(self._city, self._news, self._monitor))
        self._cost_seconds = self._machine.elapsed() - started

    def _gap(self) -> float:
        return min(LONGEST_GAP_SECONDS, max(SHORTEST_GAP_SECONDS, COST_FACTOR * self._cost_seconds))

    def _take(self, timeout: float) -> bool:
        """Apply what has come in; wait up to `timeout` seconds for the first of it."""
        now, count = self._clock.now(), 0
        try:
            self._apply(self._inbox.get(timeout=timeout) if timeout else self._inbox.get_nowait(), now)
            count = 1
            while True:
                self._apply(self._inbox.get_nowait(), now)
        except Empty:
            return bool(count)

    def take_all(self) -> None:
        """Apply all that has come in, without waiting."""
        self._take(0.0)

    def _apply(self, saved: Saved, now: datetime) -> None:
        by_id = {complaint.complaint_id: complaint for complaint in saved.complaints}
        for complaint in saved.complaints:
            self._city.apply(complaint, now)
        for event in saved.events:
            if event.kind == "complaint" and by_id[event.entity_id].is_known:
                self._news.tell(event, by_id[event.entity_id])
