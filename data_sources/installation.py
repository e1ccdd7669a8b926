"""One running installation: its adapters put together, and the threads that drive them."""

import os
import socket
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from threading import Event as StopSignal
from threading import Thread
from uuid import uuid4

import structlog
from redis import Redis
from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from data_sources.alarm_desk import AlarmDesk
from data_sources.alarm_log import AlarmLog
from data_sources.alarm_outbox import Outbox, Writer
from data_sources.alarm_plan import AlarmPlan
from data_sources.alarm_watch import WATCH_SECONDS, AlarmWatch, words_of
from data_sources.calendar_store import adopt_calendar
from data_sources.city_status import CityStatus, stored_statuses
from data_sources.clock import SystemClock
from data_sources.decode import Decoder, WardLookup
from data_sources.errors import first_line
from data_sources.figures import keep_figures, stored_figures
from data_sources.follow import Follower
from data_sources.health import FeedMonitor
from data_sources.ingest import IngestLimits, Publish, StreamIngester, run_source
from data_sources.repository import Repository, Saved
from data_sources.rhythms import city_week, stored_habits
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from data_sources.snapshots import Hub, SnapshotStore
from data_sources.store import Store
from data_sources.stream import StreamReader
from data_sources.table_feed import TableFeed, TableFeedSpec
from domain.balance import Balance
from domain.city import LiveCity
from domain.clock import Clock, epoch_ms
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.indicators.store_rating import StoreRatings
from domain.news import News
from domain.privacy import Audience, Sight
from domain.snapshot import BalanceTotals, FeedHealth, worst_states

FOLLOW_SECONDS = 1.0
BALANCE_SECONDS = 30.0
MESSAGE_SECONDS = 5.0
HABITS_SECONDS = 600.0
STOP_SECONDS = 10.0
Source = tuple[str, Callable[[], int], float]
"""A name, one turn of work, and how long to rest after an idle one, in seconds."""


@dataclass(frozen=True, slots=True)
class Streams:
    """The three streams of one Redis and how they are read."""

    client: Redis
    prefix: str
    group: str
    limits: IngestLimits

    def key(self, stream: Stream) -> str:
        """The Redis key of a stream."""
        return f"{self.prefix}{stream.value}"


@dataclass(frozen=True, slots=True)
class Parts:
    """What an installation is made of."""

    rules: ComplaintRules
    wards: WardLookup | None
    sights: Mapping[Audience, Sight]
    targets: Targets
    clock: Clock
    machine: MachineTime
    monitor: FeedMonitor
    store: Store
    streams: Streams
    tables: Sequence[TableFeedSpec] = ()
    ratings: Callable[[], StoreRatings] = StoreRatings
    alarms: AlarmPlan = field(default_factory=AlarmPlan)


class Installation:
    """The road from streams to snapshots. Made without a connection; `start` opens them and starts the threads."""

    def __init__(self, parts: Parts) -> None:
        profile = parts.rules.profile
        self.parts = parts
        self.repository = Repository(parts.store, parts.rules)
        self.snapshots = SnapshotStore()
        self.decoder = Decoder(profile, parts.wards)
        self._maker = SnapshotMaker(profile, parts.sights, parts.targets, parts.clock, parts.machine)
        self.hub = Hub(
            LiveCity(profile), News(profile), self._maker, parts.monitor, self.snapshots, parts.clock, parts.machine
        )
        self._maker.watch(parts.alarms.rules.rules)
        self._alarms = self._alarm_watch()
        wall_ms = parts.machine.wall_ms
        self.outbox = Outbox(parts.store, parts.alarms.targets, parts.alarms.send, wall_ms)
        self.status = CityStatus(parts.store, SystemClock().now, self._maker.tell_statuses)
        self.desk = AlarmDesk(self._alarms.log, SystemClock(), self._alarms.refresh)
        self._tables = {spec.position_key: self._table_feed(spec) for spec in parts.tables}
        self._follower: Follower | None = None
        self._ingesters: list[StreamIngester] = []
        self._stop = StopSignal()
        self._threads: list[Thread] = []
        self._more_sources: list[Source] = []

    def add_source(self, source: Source) -> None:
        """Have something of this process take its turns too, from the start on."""
        self._more_sources.append(source)

    def rebuild(self) -> Follower:
        """Read the live city back from the store; what is stored from now on is followed."""
        follower = Follower(self.repository, self.hub.submit, self.repository.revision())
        self.hub.rebuild(self.repository)
        self._follower = follower
        return follower

    def publish(self, saved: Saved) -> None:
        """Hand over what another source of this process stored, once the installation has started."""
        if self._follower is not None:
            self._follower.publish(saved)

    def _alarm_watch(self) -> AlarmWatch:
        parts, maker = self.parts, self._maker
        plan, profile = parts.alarms, parts.rules.profile
        shorts = {code: agency.short for code, agency in profile.agencies.items()}
        writer = Writer(
            plan.targets, words_of(plan.rules), parts.machine.wall_ms, plan.language, plan.levels, agencies=shorts
        )
        log, owner = AlarmLog(parts.store, writer), f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        return AlarmWatch(plan.rules, log, lambda: maker.observation, maker.tell_alarms, owner, parts.machine.wall_ms)

    def _table_feed(self, spec: TableFeedSpec) -> TableFeed:
        return TableFeed(spec, self.decoder, self.repository, self.publish, self.parts.clock)

    def ingester(self, stream: Stream, publish: Publish) -> StreamIngester:
        """An ingester of one stream in this process."""
        streams = self.parts.streams
        reader = StreamReader(streams.client, streams.key(stream), streams.group, socket.gethostname())
        owner = f"{socket.gethostname()}-{os.getpid()}-{uuid4().hex[:8]}"
        return StreamIngester(
            stream,
            reader,
            self.decoder,
            self.repository,
            publish,
            self.parts.clock,
            owner,
            streams.limits,
        )

    def start(self, more_sources: Sequence[Source] = ()) -> None:
        """Rebuild the live city and start the threads: the hub, one for each stream, the follower, and more."""
        keep_figures(self.parts.store, self.parts.rules.profile.figures)
        self._keep_calendar()
        self._look_up()
        follower = self.rebuild()
        self._ingesters = [self.ingester(stream, follower.publish) for stream in Stream]
        sources: list[Source] = [(ingester.stream.value, ingester.step, 0.0) for ingester in self._ingesters]
        sources += [
            ("follower", follower.step, FOLLOW_SECONDS),
            ("balance", self._weigh, BALANCE_SECONDS),
            ("alarms", self._alarms.step, WATCH_SECONDS),
            ("alarm messages", self._tell_outside, MESSAGE_SECONDS),
            ("habits", self._learn, HABITS_SECONDS),
            *((key, feed.step, feed.spec.poll_seconds) for key, feed in self._tables.items()),
            *self._more_sources,
            *more_sources,
        ]
        self._run("hub", lambda: self.hub.run(self._stop))
        for name, step, idle_seconds in sources:
            self._run(name, _turns(name, step, self._stop, idle_seconds))

    def _keep_calendar(self) -> None:
        """Store the calendar of the city's folder, if it is another one; the clock of a demonstration starts here."""
        change = adopt_calendar(self.parts.store, self.parts.rules, self.parts.clock.now())
        if change is not None:
            structlog.get_logger("calendar").info(
                "a new version of the calendar",
                version=change.to_version,
                before=change.from_version,
                open_complaints=change.looked_at,
                moved=change.moved,
            )

    def _tell_outside(self) -> int:
        """Send what is to be told of alarms; of several processes only the one that judges them does."""
        return self.outbox.step() if self._alarms.is_judge else 0

    def _run(self, name: str, work: Callable[[], None]) -> None:
        thread = Thread(target=work, name=name, daemon=True)
        thread.start()
        self._threads.append(thread)

    def stop(self) -> None:
        """Stop the threads and let other ingesters take over at once."""
        self._stop.set()
        for thread in self._threads:
            thread.join(STOP_SECONDS)
        for ingester in self._ingesters:
            try:
                ingester.stop()
            except RedisError:
                break  # the lease runs out by itself
        for feed in self._tables.values():
            feed.close()
        try:
            self._alarms.stop()
        except SQLAlchemyError:
            structlog.get_logger("alarms").info("the store is away; the watch runs out by itself")
        self.parts.store.dispose()

    def feeds(self) -> Sequence[FeedHealth]:
        """The state of every feed at the city's now."""
        return self.parts.monitor.states(epoch_ms(self.parts.clock.now()))

    def balances(self) -> Sequence[Balance]:
        """The balance of every source, with what waits in it. Raises as Redis and the store do."""
        return [self._with_waiting(balance) for balance in self.repository.balances()]

    def _with_waiting(self, balance: Balance) -> Balance:
        feed = self._tables.get(balance.stream)
        return with_waiting(balance, self.parts.streams) if feed is None else with_rows_waiting(balance, feed)

    def _weigh(self) -> int:
        """Tell the screens how the balance stands, and the slow facts beside it."""
        self._look_up()
        self._maker.tell_balance(totals(self.balances()))
        return 0

    def _learn(self) -> int:
        """Learn anew what each feed usually brings."""
        monitor, week = self.parts.monitor, city_week(self.parts.rules.profile)
        habits = stored_habits(self.parts.store, week, monitor.rhythm_rules, self.parts.clock.now())
        monitor.tell_habits(habits, week)
        return 0

    def _look_up(self) -> None:
        self._maker.tell_figures(stored_figures(self.parts.store))
        self._maker.tell_ratings(self.parts.ratings())
        self._maker.tell_statuses(stored_statuses(self.parts.store))

    def health(self, detail: bool) -> Mapping[str, object]:
        """Whether the installation can serve; with detail also the balance and the feeds."""
        threads = {thread.name: thread.is_alive() for thread in self._threads}
        report: dict[str, object] = {"ok": all(threads.values())}
        if not detail:
            return report
        try:
            report["balance"] = [balance_report(balance) for balance in self.balances()]
        except (RedisError, SQLAlchemyError) as error:
            report["balance"] = None
            report["error"] = type(error).__name__
        feeds = worst_states(self.feeds())
        report["threads"] = threads
        report["feeds"] = {code: state.value for code, state in feeds.items()}
        return report


def _turns(name: str, step: Callable[[], int], stop: StopSignal, idle_seconds: float) -> Callable[[], None]:
    return lambda: run_source(name, step, stop, idle_seconds)


def with_waiting(balance: Balance, streams: Streams) -> Balance:
    """A stream's balance with the entries that lie above its stored position; of another source nothing is known."""
    if balance.stream not in {streams.key(stream) for stream in Stream}:
        return balance
    reader = StreamReader(streams.client, balance.stream, streams.group, "")
    waiting = reader.waiting_above(balance.position)
    return replace(balance, received=balance.received + waiting, waiting=waiting)


def with_rows_waiting(balance: Balance, feed: TableFeed) -> Balance:
    """A table feed's balance with the rows that lie above its stored position, unknown while its database is away."""
    try:
        waiting = feed.waiting()
    except SQLAlchemyError as error:
        reason = first_line(error)
        structlog.get_logger("balance").warning("a source cannot be asked", source=balance.stream, error=reason)
        return replace(balance, waiting=None)
    return replace(balance, received=balance.received + waiting, waiting=waiting)


def totals(balances: Sequence[Balance]) -> BalanceTotals:
    """The balance over all sources; `missing` counts what is unaccounted for, in either direction."""
    return BalanceTotals(
        received=sum(balance.received for balance in balances),
        stored=sum(balance.stored for balance in balances),
        duplicates=sum(balance.duplicates for balance in balances),
        dead_lettered=sum(balance.dead_lettered for balance in balances),
        missing=sum(abs(balance.missing) for balance in balances),
        passing=sum(balance.heartbeats + (balance.waiting or 0) for balance in balances),
    )


def balance_report(balance: Balance) -> dict[str, object]:
    """A balance as `balance --json` and /healthz show it."""
    return {
        "stream": balance.stream,
        "position": balance.position,
        "received": balance.received,
        "stored": balance.stored,
        "duplicates": balance.duplicates,
        "heartbeats": balance.heartbeats,
        "dead_lettered": balance.dead_lettered,
        "waiting": balance.waiting,
        "is_balanced": balance.is_balanced,
    }
