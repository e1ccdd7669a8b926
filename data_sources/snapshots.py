"""The hub: one thread owns the live city, makes snapshots for each audience and tells the listeners."""

from collections.abc import Callable
from datetime import datetime
from queue import Empty, SimpleQueue
from threading import Event as StopSignal

import structlog

from data_sources.health import FeedMonitor
from data_sources.kinds import COMPLAINT
from data_sources.live_set import live_entities
from data_sources.repository import Repository, Saved
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Snapshots
from domain.city import LiveCity
from domain.clock import Clock
from domain.news import News
from domain.privacy import Audience
from domain.snapshot import Snapshot

TICK_SECONDS = 1.0
SHORTEST_GAP_SECONDS = 0.10
LONGEST_GAP_SECONDS = 0.25
COST_FACTOR = 4.0
NEWS_LENGTH = 60

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
        self._services_wait = False

    def submit(self, saved: Saved) -> None:
        """Hand over what was stored; it is drawn with the next snapshot."""
        self._monitor.listen(saved)
        self._inbox.put(saved)

    def rebuild(self, repository: Repository) -> None:
        """Read the live set back from the store, as after a crash."""
        now = self._clock.now()
        self._city.load(live_entities(repository, COMPLAINT, now), now)
        for kind in self._city.services.kinds:
            self._city.services.load(kind, live_entities(repository, kind, now), now)
        latest = repository.newest_events("complaint", NEWS_LENGTH)
        complaints = repository.complaints_by_id([event.entity_id for event in latest])
        for event in reversed(latest):
            if event.entity_id in complaints:
                self._news.tell(event, complaints[event.entity_id])
        self._maker.took_up(self._news)

    def run(self, stop: StopSignal) -> None:
        """Draw at once after a quiet moment, under load a few times a second, and once a second by time alone.

        Queues, staff and crews are computed every few seconds only: their news waits for that, so that crews that move
        all the time neither cost a draw each nor put the city under load for what is shown at once.
        """
        next_tick = drawn = self._machine.elapsed() - LONGEST_GAP_SECONDS
        while not stop.is_set():
            has_news = self._take(max(0.0, self._wake(next_tick) - self._machine.elapsed()))
            if has_news:
                stop.wait(max(0.0, drawn + self._gap() - self._machine.elapsed()))
                self._take(0.0)
            elif self._machine.elapsed() < self._wake(next_tick):
                continue
            started = self._machine.elapsed()
            self._draw_safely()
            if has_news:
                drawn = started  # a tick as a rule changes nothing on the screens, so news need not wait after it
            if started >= next_tick:
                next_tick = started + TICK_SECONDS

    def _wake(self, next_tick: float) -> float:
        """When to draw without further news: by time alone, or when the services that have news are computed."""
        return min(next_tick, self._maker.services_due) if self._services_wait else next_tick

    def _draw_safely(self) -> None:
        """A picture that cannot be made is told and tried again; meanwhile no pulse goes out, and screens say so."""
        try:
            self.draw()
        except Exception:
            structlog.get_logger("hub").exception("no snapshot could be made")

    def draw(self) -> None:
        """Make the snapshots of this instant and tell everybody."""
        started = self._machine.elapsed()
        self._services_wait = self._services_wait and started < self._maker.services_due
        self._city.drop_past(self._clock.now())
        self._store.publish(self._maker.make(self._city, self._news, self._monitor))
        self._cost_seconds = self._machine.elapsed() - started

    def _gap(self) -> float:
        return min(LONGEST_GAP_SECONDS, max(SHORTEST_GAP_SECONDS, COST_FACTOR * self._cost_seconds))

    def _take(self, timeout: float) -> bool:
        """Apply what has come in; wait up to `timeout` seconds for the first of it.

        Whether there was anything that every snapshot shows.
        """
        now, has_news = self._clock.now(), False
        try:
            has_news = self._apply(self._inbox.get(timeout=timeout) if timeout else self._inbox.get_nowait(), now)
            while True:
                has_news |= self._apply(self._inbox.get_nowait(), now)
        except Empty:
            return has_news

    def take_all(self) -> None:
        """Apply all that has come in, without waiting."""
        self._take(0.0)

    def _apply(self, saved: Saved, now: datetime) -> bool:
        by_id = {complaint.complaint_id: complaint for complaint in saved.complaints}
        for complaint in saved.complaints:
            self._city.apply(complaint, now)
        for kind, entities in saved.entities.items():
            self._city.services.load(kind, entities, now)
        for event in saved.events:
            if event.kind == "complaint" and by_id[event.entity_id].is_known:
                self._news.tell(event, by_id[event.entity_id])
        self._services_wait |= any(kind != "complaint" for kind in saved.entities)
        return bool(by_id)
