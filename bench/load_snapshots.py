"""What a whole draw costs under load: three audiences, ten thousand complaints, crews that move and queues that go on.

Services are computed every two seconds. So draws that compute them and draws that do not are told apart.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice

import numpy as np

from bench import city
from bench.folds import Folds
from bench.load import Load
from bench.moment import ShiftedClock
from bench.product import heartbeat
from bench.report import Row, met, with_growth
from bench.snapshots import TARGET_MS, WALLS, Room, Setting, a_room, some_news
from bench.traffic import SOURCES
from data_sources.health import FeedSource
from data_sources.snapshot_maker import SERVICE_SECONDS
from data_sources.stream_entry import EntryFields
from domain.complaints import Complaint
from domain.events import Stream
from domain.privacy import Audience

COMPLAINTS, OPEN_SHARE = 10_000, 0.05
AUDIENCES = (*WALLS, Audience.MAYOR)
DRAW_SECONDS = SERVICE_SECONDS / 2
"""City time between two draws: every second one computes the services."""


@dataclass
class Found:
    """What draws cost, milliseconds, and the bytes of the guest's wall: all of it, and the changes of each draw."""

    full: int
    costs: dict[bool, list[float]] = field(default_factory=lambda: {False: [], True: []})
    deltas: dict[bool, list[int]] = field(default_factory=lambda: {False: [], True: []})


class Morning:
    """A room on a load's morning, and what goes on in it."""

    def __init__(self, load: Load, complaints: Sequence[Complaint], clock: ShiftedClock) -> None:
        self._load = load
        self._complaints = complaints
        self._clock = clock
        self._elapsed = 0.0
        self._rng = random.Random(1)
        self._future = iter(load.future)
        self._folds = Folds(load.rules)
        feeds = [FeedSource(source, source, stream) for source, stream in SOURCES.items()]
        self.room: Room = a_room(complaints, Setting(load.profile, clock, lambda: self._elapsed, AUDIENCES, feeds))
        for stream, entries in load.past.items():
            self.room.hub.submit(self._folds.take(stream, entries, clock.now()))
        self.room.hub.take_all()

    def go_on(self, number: int) -> None:
        """What happens between two draws."""
        self._elapsed += DRAW_SECONDS
        now = self._clock.now()
        hub, local = self.room.hub, now.astimezone(self._load.profile.timezone)
        hub.submit(some_news(self._complaints, number, self._rng, now))
        reports = [self._load.fleet.report(local) for _ in range(round(DRAW_SECONDS * self._load.fleet.per_second))]
        hub.submit(self._folds.take(Stream.ACTIVITY, reports, now))
        for stream, entry in self._next(number):
            hub.submit(self._folds.take(stream, [{**entry, "at": local.isoformat()}], now))
        beats = [(stream, heartbeat(source, now)) for source, stream in SOURCES.items()]
        hub.submit(self._folds.beats(beats, now))
        hub.take_all()

    def _next(self, number: int) -> Iterator[tuple[Stream, EntryFields]]:
        """The load's future at its own rate."""
        per_draw = self._load.per_second * DRAW_SECONDS
        return islice(self._future, int(number * per_draw) - int((number - 1) * per_draw))


def measure(loads: Sequence[Load], clock: ShiftedClock, is_quick: bool) -> list[Row]:
    """Rows for each load, the full one with its growth; `loads` are a tenth and the full one."""
    pool = city.a_pool(clock.now())
    complaints = city.live_set(pool, COMPLAINTS, OPEN_SHARE)
    draws = 40 if is_quick else 120
    tenth, full = (_rows(load, Morning(load, complaints, clock), draws) for load in loads)
    return [*tenth, *with_growth(full, tenth)]


def _rows(load: Load, morning: Morning, draws: int) -> list[Row]:
    found, size = drawn(morning, draws), f"{COMPLAINTS:,} complaints, {load.size.name}"
    live = morning.room.live.services
    holds = ", ".join(f"{live.count(kind):,} {kind}s" for kind in ("ticket", "attendance", "position"))
    return [
        _cost_row(f"draw that computes services, {size}", found.costs[True], f"live set: {holds}"),
        _cost_row(f"draw between two of those, {size}", found.costs[False], "both walls and the mayor's page"),
        _bytes_row(f"frame bytes, {size}", found),
    ]


def drawn(morning: Morning, draws: int) -> Found:
    """Draw again and again while the morning goes on."""
    hub, log = morning.room.hub, morning.room.logs[Audience.WALL_GUEST]
    hub.draw()
    found = Found(len(log.answer("", -1)))
    for number in range(1, draws + 1):
        morning.go_on(number)
        computes, before = number % 2 == 0, log.pulse()
        start = time.perf_counter()
        hub.draw()
        found.costs[computes].append(1000 * (time.perf_counter() - start))
        found.deltas[computes].append(len(log.answer(str(before["boot"]), int(str(before["seq"])))))
    return found


def _cost_row(what: str, costs: Sequence[float], note: str) -> Row:
    median, p95 = (float(value) for value in np.percentile(costs, [50, 95]))
    return Row(
        "load-snapshot",
        what,
        f"median {median:.1f}, p95 {p95:.1f} ms",
        f"≤ {TARGET_MS:.0f} ms",
        met(p95 <= TARGET_MS),
        f"{len(costs)} draws; {note}",
        figures=(median, p95),
    )


def _bytes_row(what: str, found: Found) -> Row:
    between, services = (float(np.median(found.deltas[computes])) for computes in (False, True))
    return Row(
        "load-frame",
        what,
        f"full {found.full:,}, median delta {between:,.0f}, with services and crews {services:,.0f}",
        note="guest's wall, JSON before compression",
        figures=(found.full, between, services),
    )
