"""The hub: when it draws."""

import time
from collections.abc import Iterator
from datetime import datetime, timedelta
from itertools import count
from threading import Event as StopSignal
from threading import Thread

import pytest

from data_sources import snapshot_maker, snapshots
from data_sources.clock import SystemClock
from data_sources.health import FeedMonitor, FeedRules
from data_sources.repository import Saved
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Snapshots, Targets
from data_sources.snapshots import Hub, SnapshotStore
from domain.city import LiveCity
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.field_work import CrewPosition
from domain.news import News
from domain.privacy import Audience, sights
from domain.profile import CityProfile
from domain.queues import Counter, CounterState, Ticket, TicketState
from domain.staffing import Shift
from tests.servers import wait_until

CREW = "DLH-01"


class RunningHub:
    """A hub on its thread, and what it drew."""

    def __init__(self, profile: CityProfile) -> None:
        self.drawn: list[Snapshots] = []
        clock, machine = SystemClock(), MachineTime(time.monotonic, lambda: time.time_ns() // 1_000_000)
        store = SnapshotStore()
        store.subscribe(self.drawn.append)
        maker = SnapshotMaker(profile, sights(profile, lambda lat, lon: (lat, lon)), Targets(), clock, machine)
        monitor = FeedMonitor((), FeedRules(), machine.elapsed)
        self.hub = Hub(LiveCity(profile), News(profile), maker, monitor, store, clock, machine)

    def crews(self) -> int:
        """How many crews the last snapshot shows."""
        return len(self.drawn[-1][Audience.WALL_STAFF].crews)

    def open(self) -> int:
        """How many complaints the last snapshot counts as open."""
        return self.drawn[-1][Audience.WALL_STAFF].counts.open


NEVER = 3600.0


@pytest.fixture
def slow_services() -> float:
    """Every how many seconds the services are computed; a test may want them sooner."""
    return NEVER


@pytest.fixture
def running(tangerang: CityProfile, slow_services: float, monkeypatch: pytest.MonkeyPatch) -> Iterator[RunningHub]:
    """A hub that draws nothing by time alone: what is drawn is drawn because of news."""
    monkeypatch.setattr(snapshots, "TICK_SECONDS", NEVER)
    monkeypatch.setattr(snapshot_maker, "SERVICE_SECONDS", slow_services)
    stop, running = StopSignal(), RunningHub(tangerang)
    thread = Thread(target=running.hub.run, args=(stop,))
    thread.start()
    wait_until(lambda: bool(running.drawn), "the first snapshot")
    yield running
    stop.set()
    running.hub.submit(Saved())  # wakes it
    thread.join()


def now_ms() -> int:
    return epoch_ms(SystemClock().now())


def a_position(number: int) -> Saved:
    at_ms = now_ms()
    where = CrewPosition(
        crew_id=CREW, agency="DLH", occurred_ms=at_ms, event_id=f"{number:04d}", lat=-6.17, lon=106.63, revision=number
    )
    return Saved(entities={"position": [where]})


def a_complaint() -> Saved:
    complaint = Complaint(complaint_id="K-1", state=ComplaintState.RECEIVED, opened_ms=now_ms(), revision=1)
    return Saved(entities={"complaint": [complaint]})


def test_crews_that_move_cost_no_drawing_and_a_complaint_is_drawn_at_once(running: RunningHub) -> None:
    """Their news waits for the next computing of the services; the complaint's does not."""
    before = len(running.drawn)
    for number in range(1, 13):
        running.hub.submit(a_position(number))
        time.sleep(0.05)
    assert len(running.drawn) == before
    running.hub.submit(a_complaint())
    wait_until(lambda: len(running.drawn) > before, "the complaint")
    assert running.open() == 1
    assert len(running.drawn) == before + 1


@pytest.mark.parametrize("slow_services", [0.2])
def test_services_are_drawn_when_their_time_has_come(running: RunningHub) -> None:
    shift = Shift(shift_id="S-1", crew_id=CREW, agency="DLH", started_ms=now_ms() - 1000, revision=1)
    running.hub.submit(Saved(entities={"shift": [shift]}))
    running.hub.submit(a_position(2))
    wait_until(lambda: running.crews() == 1, "the crew")
    assert running.crews() == 1


# --- forecasts, which are made more seldom


class MovedClock:
    """A clock that the test moves."""

    is_real = False

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def test_forecasts_are_made_anew_every_half_minute_of_the_citys_clock(tangerang: CityProfile) -> None:
    """Each drawing finds the services due; of a city that told nothing yet forecasts are asked for each time."""
    morning = datetime(2026, 11, 24, 10, 0, tzinfo=tangerang.timezone)
    clock, elapsed = MovedClock(morning), count(0.0, 60.0)
    machine = MachineTime(lambda: next(elapsed), lambda: 0)
    maker = SnapshotMaker(tangerang, sights(tangerang, lambda lat, lon: (lat, lon)), Targets(), clock, machine)
    city, monitor = LiveCity(tangerang), FeedMonitor((), FeedRules(), machine.elapsed)

    def forecasts_after(seconds: float) -> float:
        """How old the forecasts are that are shown so many seconds after ten."""
        clock.at = morning + timedelta(seconds=seconds)
        services = maker.make(city, News(tangerang), monitor)[Audience.WALL_STAFF].services
        assert services.as_of_ms == epoch_ms(clock.at)
        return (services.as_of_ms - services.forecasts.as_of_ms) / 1000

    assert [forecasts_after(seconds) for seconds in (0, 2)] == [0, 0]
    opened = Counter(counter_id="MPP/4", site="MPP", counter="4", state=CounterState.OPEN, since_ms=epoch_ms(morning))
    number = Ticket(ticket_id="A1", site="MPP", service="permit", counter="4", state=TicketState.SERVING)
    number.issued_ms = number.wait_from_ms = number.day_ms = number.called_ms = epoch_ms(morning)
    city.services.load("counter", [opened], morning)
    city.services.load("ticket", [number], morning)
    assert [forecasts_after(seconds) for seconds in (4, 6, 33.9, 34, 50)] == [0, 2, 29.9, 0, 16]
    assert forecasts_after(20) == -14  # a clock that was set back a little keeps what was made
    assert forecasts_after(-60) == 0
