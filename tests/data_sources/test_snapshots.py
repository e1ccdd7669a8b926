"""The hub: when it draws."""

import time
from collections.abc import Iterator
from threading import Event as StopSignal
from threading import Thread

import pytest

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


@pytest.fixture
def running(tangerang: CityProfile) -> Iterator[RunningHub]:
    stop, running = StopSignal(), RunningHub(tangerang)
    thread = Thread(target=running.hub.run, args=(stop,))
    thread.start()
    wait_until(lambda: bool(running.drawn), "the first snapshot")
    yield running
    stop.set()
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


def test_crews_that_move_all_the_time_do_not_cost_a_drawing_each(running: RunningHub) -> None:
    """Their news waits for the next computing of the services."""
    before = len(running.drawn)
    for number in range(1, 31):
        running.hub.submit(a_position(number))
        time.sleep(0.05)
    assert len(running.drawn) - before <= 4


def test_a_complaint_is_drawn_at_once_while_crews_move(running: RunningHub) -> None:
    """Well before the second is over that passes between two drawings by time alone."""
    wait_until(lambda: len(running.drawn) > 1, "the hub's second")
    for number in range(1, 5):
        running.hub.submit(a_position(number))
    running.hub.submit(a_complaint())
    wait_until(lambda: running.open() == 1, "the complaint", 0.7)


def test_services_are_drawn_when_their_time_has_come(running: RunningHub) -> None:
    """Within the two seconds that pass between two computings, and a little."""
    shift = Shift(shift_id="S-1", crew_id=CREW, agency="DLH", started_ms=now_ms() - 1000, revision=1)
    running.hub.submit(Saved(entities={"shift": [shift]}))
    running.hub.submit(a_position(2))
    wait_until(lambda: running.crews() == 1, "the crew", 2.5)
