"""A simulated day goes through the store: the numbers of the past are those that were live.

Some entries come late. What was known then is what the live city showed; what is known now holds all that happened.
"""

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import datetime, timedelta
from zlib import crc32

import numpy as np
import pytest

from data_sources.as_of import FeedRecord, History, Knowledge, Question
from data_sources.city_policies import load_legal_limits
from data_sources.decode import Decoder
from data_sources.ingest import sorted_out
from data_sources.repository import Batch, Repository
from data_sources.simulator.city import SimulatedCity
from data_sources.simulator.config import SimulatorConfig
from data_sources.snapshot_maker import Targets
from data_sources.store import Store, migrate, open_store
from data_sources.stream import FIRST_POSITION, as_fields
from data_sources.stream_entry import EntryFields
from domain.city_day import day_span
from domain.clock import epoch_ms
from domain.complaints import ComplaintRules
from domain.events import Event, Stream
from domain.indicators.readings import Known, Reading, Reason, readings
from domain.indicators.services import ServiceBoards
from domain.patterns import PatternBoard
from domain.privacy import Audience, sights
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from tests.conftest import CITY, ROOT
from tests.data_sources.road import DrawnCity
from tests.servers import create_database

pytestmark = pytest.mark.services
DAYS = 22
STEP = timedelta(minutes=10)
LATENESS = timedelta(minutes=110)
BEGIN_HOUR = 5
INSTANTS = ((6, 0), (7, 50), (9, 30), (12, 10), (16, 40), (23, 50))
ALL_FACTS = frozenset(Facts)
IsLate = Callable[[EntryFields], bool]


@dataclass
class StillClock:
    """A clock that the test moves."""

    at: datetime
    is_real = False

    def now(self) -> datetime:
        return self.at


@dataclass
class Room:
    """A store and the live city that it feeds; entries come by way of the decoder, some of them late."""

    profile: CityProfile
    repository: Repository
    clock: StillClock
    is_late: IsLate
    live: DrawnCity = field(init=False)
    events: list[Event] = field(default_factory=list)
    _waiting: list[tuple[datetime, Stream, EntryFields]] = field(default_factory=list)
    _positions: dict[Stream, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.live = DrawnCity(self.profile, self.clock)

    def tell(self, stream: Stream, entries: Sequence[EntryFields], now: datetime) -> None:
        """Take entries; late ones wait."""
        self._waiting += [(now + LATENESS if self.is_late(entry) else now, stream, entry) for entry in entries]

    def receive(self, now: datetime) -> None:
        """Store what has come in by now, and hand it to the live city."""
        self.clock.at = now
        for stream in Stream:
            arrived = [entry for at, one, entry in self._waiting if one is stream and at <= now]
            if arrived:
                self._save(stream, arrived, now)
        self._waiting = [waiting for waiting in self._waiting if waiting[0] > now]

    def _save(self, stream: Stream, entries: Sequence[EntryFields], now: datetime) -> None:
        decoder = Decoder(self.profile)
        decoded = [decoder.decode(as_fields(entry), "0-1", stream, now) for entry in entries]
        before = self._positions.get(stream, 0)
        after = self._positions[stream] = before + len(entries)
        first = f"{before}-0" if before else FIRST_POSITION
        batch = sorted_out(Batch(stream.value, first, f"{after}-0", len(entries)), decoded)
        assert not batch.rejected
        self.events += batch.events
        self.live.hub.submit(self.repository.save(batch))


def not_late(_entry: EntryFields) -> bool:
    return False


def some_late(entry: EntryFields) -> bool:
    """A third of all entries, heartbeats excepted."""
    return entry["type"] != "heartbeat" and crc32(str(entry["id"]).encode()) % 3 == 0


@dataclass(frozen=True)
class Day:
    """A day that was lived through: the snapshots of some instants, and all that is stored."""

    room: Room
    shown: dict[datetime, Snapshot]

    @property
    def history(self) -> History:
        """The past, with the states of the feeds as they were recorded."""
        sight = sights(self.room.profile, lambda lat, lon: (lat, lon))
        return History(self.room.repository, sight, Targets(), self._record)

    def _record(self, at: datetime) -> FeedRecord:
        snapshot = self.shown[at]
        return FeedRecord(snapshot.feeds, snapshot.balance, snapshot.now_ms, snapshot.lag)

    def past(self, at: datetime, knowledge: Knowledge) -> Snapshot:
        question = Question(at, Audience.WALL_STAFF, knowledge=knowledge)
        return self.history.snapshot(question, self._record(at))

    def read(self, at: datetime, knowledge: Knowledge, agency: str = "") -> dict[str, Reading]:
        question = Question(at, Audience.WALL_STAFF, agency, knowledge)
        return {reading.key: reading for reading in self.history.readings(question)}


def lived(profile: CityProfile, config: SimulatorConfig, store: Store, now: datetime, is_late: IsLate) -> Day:
    """A day from before dawn to past midnight."""
    start = now.replace(hour=BEGIN_HOUR, minute=0)
    rules = ComplaintRules(profile, load_legal_limits(CITY))
    room = Room(profile, Repository(store, rules), StillClock(start), is_late)
    city = SimulatedCity(profile, config, 1, DAYS)
    for source in city.sources:
        source.begin(start)
    room.is_late = not_late
    tell(room, city, start)
    room.receive(start)
    room.is_late = is_late
    shown: dict[datetime, Snapshot] = {}
    instants = [now.replace(hour=hour, minute=minute) for hour, minute in INSTANTS]
    moment = start
    while moment < instants[-1]:
        moment += STEP
        tell(room, city, moment)
        room.receive(moment)
        if moment in instants:
            shown[moment] = room.live.draw()
    room.receive(moment + LATENESS)
    assert list(shown) == instants
    return Day(room, shown)


def tell(room: Room, city: SimulatedCity, now: datetime) -> None:
    for source in city.sources:
        timeline = source.timeline
        beat = timeline.heartbeat(now)
        room.tell(timeline.stream, [*timeline.due_until(now), *([beat] if beat else [])], now)


@pytest.fixture(scope="module", params=["sqlite", pytest.param("postgresql", marks=pytest.mark.long)])
def new_store(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Callable[[], Store]:
    """Stores of one of both kinds, migrated and empty; the days are long, so all tests of the module look at two."""
    server = request.getfixturevalue("postgres_server") if request.param == "postgresql" else ""

    def opened() -> Store:
        folder = tmp_path_factory.mktemp("store")
        url = create_database(server, folder.name) if server else f"sqlite:///{folder / 'store.db'}"
        migrate(url, ROOT / "migrations")
        return open_store(url)

    return opened


@pytest.fixture(scope="module")
def punctual(
    hamlet: CityProfile, brief: SimulatorConfig, new_store: Callable[[], Store], now: datetime
) -> Iterator[Day]:
    yield from a_day(hamlet, brief, new_store(), now, not_late)


@pytest.fixture(scope="module")
def delayed(
    hamlet: CityProfile, brief: SimulatorConfig, new_store: Callable[[], Store], now: datetime
) -> Iterator[Day]:
    yield from a_day(hamlet, brief, new_store(), now, some_late)


def a_day(profile: CityProfile, config: SimulatorConfig, store: Store, now: datetime, is_late: IsLate) -> Iterator[Day]:
    yield lived(profile, config, store, now, is_late)
    store.dispose()


def assert_same_boards(past: Snapshot, live: Snapshot) -> None:
    """Every number of the boards, and how many are open in each ward."""
    boards = ("counts", "on_time", "first_response", "board", "windowed", "reconciliation", "integration")
    for name in ("now_ms", "day", *boards, "overdue_by_agency"):
        assert getattr(past, name) == getattr(live, name), name
    for board in fields(ServiceBoards):
        assert getattr(past.services, board.name) == getattr(live.services, board.name), board.name
    assert unnumbered(past.patterns) == unnumbered(live.patterns)
    assert np.array_equal(past.ward_open, live.ward_open)
    assert len(past.points) == len(live.points)
    assert len(past.crews) == len(live.crews)


def unnumbered(board: PatternBoard) -> PatternBoard:
    """The same without the numbers of rows on the map, which go by the order in which complaints came in."""
    incidents = tuple(replace(one, key=0) for one in board.incidents)
    return replace(board, incidents=incidents, hotspots=tuple(replace(one, key=0) for one in board.hotspots))


def as_read_live(snapshot: Snapshot) -> Collection[Reading]:
    return readings(snapshot, Known(ALL_FACTS, snapshot.now_ms))


def filed_by(day: Day, at: datetime) -> int:
    """How many complaints were filed on the day, counted among the events themselves."""
    start_ms = day_span(at, day.room.profile.timezone).start_ms
    filed = {
        event.entity_id: event.occurred_ms for event in reversed(day.room.events) if event.type == "complaint.filed"
    }
    return sum(start_ms <= filed_ms <= epoch_ms(at) for filed_ms in filed.values())


def test_a_number_of_the_past_is_the_one_that_was_live(punctual: Day) -> None:
    for at, live in punctual.shown.items():
        for knowledge in Knowledge:
            assert_same_boards(punctual.past(at, knowledge), live)
            assert tuple(punctual.read(at, knowledge).values()) == as_read_live(live)
    busy = list(punctual.shown.values())[3]
    assert busy.counts.filed_today
    assert busy.services.queues.waiting or busy.services.queues.wait_today.n
    assert busy.services.crews.on_duty
    assert busy.services.attendance.units
    assert busy.services.emergencies.emergencies_today
    assert busy.integration.connected
    assert busy.patterns.hotspots


def test_what_was_known_then_is_what_was_shown_then(delayed: Day) -> None:
    for at, live in delayed.shown.items():
        assert_same_boards(delayed.past(at, Knowledge.THEN), live)


def test_a_filing_that_comes_late_leaves_a_gap_until_it_is_there(delayed: Day) -> None:
    """Its later events came first: then the complaint was in no state, now it is a complaint like any other (F03)."""
    gaps = {at: live.reconciliation.gap for at, live in delayed.shown.items()}
    assert any(gaps.values())
    for at, gap in gaps.items():
        assert delayed.past(at, Knowledge.THEN).reconciliation.gap == gap
        assert delayed.past(at, Knowledge.NOW).reconciliation.gap == 0


def test_what_came_late_is_known_now(delayed: Day) -> None:
    """Each complaint that was filed counts now; then, those that had not come in yet did not."""
    more: Counter[str] = Counter()
    for at in delayed.shown:
        then, now = delayed.read(at, Knowledge.THEN), delayed.read(at, Knowledge.NOW)
        assert now["filed_today"].value == filed_by(delayed, at)
        for key in ("filed_today", "other_calls", "finished"):
            assert (then[key].value or 0) <= (now[key].value or 0)
            more[key] += int((now[key].value or 0) - (then[key].value or 0))
    assert all(more[key] > 0 for key in ("filed_today", "other_calls", "finished")), more


def test_the_past_of_an_agency_is_its_part_of_the_boards(punctual: Day) -> None:
    at = list(punctual.shown)[3]
    live = punctual.shown[at]
    for agency in live.overdue_by_agency:
        read = punctual.read(at, Knowledge.NOW, agency)
        assert read["overdue"].value == live.overdue_by_agency[agency]
        assert read["emergencies_waiting"].reason is Reason.WHOLE_CITY
    for unit in live.services.attendance.units:
        if not unit.is_field:
            assert punctual.read(at, Knowledge.NOW, unit.agency)["attendance"].n == unit.expected
    shares = {one.agency: one.share.share for one in live.board.standings}
    for agency, share in shares.items():
        assert punctual.read(at, Knowledge.NOW, agency)["agency_on_time"].value == pytest.approx(100 * share)


def test_before_anything_happened_nothing_is_known(punctual: Day, now: datetime) -> None:
    history = History(punctual.room.repository, sights(punctual.room.profile, lambda lat, lon: (lat, lon)), Targets())
    question = Question(now - timedelta(days=300), Audience.MAYOR)
    reasons = {reading.key: reading.reason for reading in history.readings(question)}
    assert set(reasons.values()) == {Reason.NO_DATA, Reason.NOT_RECORDED}


def test_then_nothing_was_known_of_what_came_in_later(punctual: Day, now: datetime) -> None:
    """A history that was filled in at once was known from then on only."""
    yesterday = now - timedelta(days=1)
    history = History(punctual.room.repository, sights(punctual.room.profile, lambda lat, lon: (lat, lon)), Targets())
    then = history.readings(Question(yesterday, Audience.MAYOR, knowledge=Knowledge.THEN))
    known = history.readings(Question(yesterday, Audience.MAYOR, knowledge=Knowledge.NOW))
    assert {reading.value for reading in then} == {None}
    assert sum(reading.value is not None for reading in known) > 10
