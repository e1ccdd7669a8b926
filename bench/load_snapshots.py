"""What a whole draw costs under load: three audiences, complaints that change, crews that move, queues that go on.

Services are computed every two seconds, what looks over months every thirty. So three kinds of draws are told apart.
"""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from enum import Enum
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
from data_sources.snapshot_maker import SERVICE_SECONDS, SLOW_SECONDS
from data_sources.stream_entry import EntryFields
from domain.complaints import Complaint
from domain.events import Stream
from domain.privacy import Audience
from domain.snapshot import Snapshot

COMPLAINTS = (10_000, 100_000)
"""In the live set of a tenth, and of the full load."""

OPEN_SHARE = 0.05
AUDIENCES = (*WALLS, Audience.MAYOR)
DRAW_SECONDS = SERVICE_SECONDS / 2
"""City time between two draws: every second one computes the services."""

WINDOWED_TARGET_MS = 2_000.0


class Computes(Enum):
    """What a draw computes: `MONTHS` is all of it, with every lane of 30 seconds and the forecasts due at once."""

    NEWS = "draw between two of those"
    SERVICES = "draw that computes services"
    MONTHS = "draw that computes services and the windowed lane"


@dataclass
class Found:
    """What draws cost, milliseconds, and the bytes of the guest's wall: all of it, and the changes of each draw.

    Draws in which some lane of 30 seconds falls due by itself are in neither: they cost less than those of all lanes.
    """

    full: int
    costs: dict[Computes, list[float]] = field(default_factory=lambda: {kind: [] for kind in Computes})
    deltas: dict[Computes, list[int]] = field(default_factory=lambda: {kind: [] for kind in Computes})


class Morning:
    """A room on a load's morning, and what goes on in it."""

    def __init__(self, load: Load, complaints: Sequence[Complaint], ahead: timedelta) -> None:
        clock = ShiftedClock(ahead)
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

    def pass_by(self, seconds: float) -> None:
        """So much of the city's and the machine's time goes by at once."""
        self._clock.ahead += timedelta(seconds=seconds)
        self._elapsed += seconds

    def _next(self, number: int) -> Iterator[tuple[Stream, EntryFields]]:
        """The load's future at its own rate."""
        per_draw = self._load.per_second * DRAW_SECONDS
        return islice(self._future, int(number * per_draw) - int((number - 1) * per_draw))


def measure(loads: Sequence[Load], clock: ShiftedClock, is_quick: bool) -> list[Row]:
    """Rows for each load, the full one with its growth; `loads` are a tenth and the full one."""
    pool = city.a_pool(clock.now())
    draws, whole = (40, 10) if is_quick else (120, 20)

    def rows(load: Load, count: int) -> list[Row]:
        morning = Morning(load, city.live_set(pool, count, OPEN_SHARE), clock.ahead)
        return _rows(load, morning, drawn(morning, draws, whole))

    tenth, full = (rows(load, count) for load, count in zip(loads, COMPLAINTS, strict=True))
    return [*tenth, *with_growth(full, tenth)]


def _rows(load: Load, morning: Morning, found: Found) -> list[Row]:
    live, size = morning.room.live, load.size.name
    counted = ", ".join(f"{live.services.count(kind):,} {kind}s" for kind in ("ticket", "attendance", "position"))
    holds = f"live set: {len(live.frame().rows):,} complaints, {OPEN_SHARE:.0%} open, {counted}"
    return [
        _cost_row(Computes.SERVICES, size, found, holds),
        _cost_row(Computes.NEWS, size, found, "both walls and the mayor's page"),
        _months_row(size, found.costs[Computes.MONTHS]),
        _bytes_row(f"frame bytes, {size}", found),
    ]


def drawn(morning: Morning, draws: int, whole: int) -> Found:
    """Draw again and again while the morning goes on; then so many times with everything due at once."""
    morning.room.hub.draw()
    found = Found(len(morning.room.logs[Audience.WALL_GUEST].answer("", -1)))
    for number in range(1, draws + whole + 1):
        if number > draws:
            morning.pass_by(SLOW_SECONDS)
        morning.go_on(number)
        _draw(morning, found)
    if len(found.costs[Computes.MONTHS]) < whole:
        raise RuntimeError(f"expected {whole} draws that compute everything, got {found.costs[Computes.MONTHS]}")
    return found


def _draw(morning: Morning, found: Found) -> None:
    """One draw, noted by what its snapshot computed anew."""
    hub, log = morning.room.hub, morning.room.logs[Audience.WALL_GUEST]
    before, start = log.pulse(), time.perf_counter()
    hub.draw()
    cost = 1000 * (time.perf_counter() - start)
    snapshot = morning.room.store.latest(Audience.WALL_GUEST)
    kind = _computed(snapshot) if snapshot else None
    if kind is not None:
        found.costs[kind].append(cost)
        found.deltas[kind].append(len(log.answer(str(before["boot"]), int(str(before["seq"])))))


def _computed(snapshot: Snapshot) -> Computes | None:
    """What was computed anew for a snapshot; None where it was some of the slow lanes and not all."""
    services, now_ms = snapshot.services, snapshot.now_ms
    slow = {
        snapshot.board.as_of_ms,
        snapshot.patterns.as_of_ms,
        snapshot.windowed.as_of_ms,
        services.forecasts.as_of_ms,
    }
    if now_ms in slow:
        return Computes.MONTHS if slow == {now_ms} else None
    return Computes.SERVICES if services.as_of_ms == now_ms else Computes.NEWS


def _cost_row(kind: Computes, size: str, found: Found, note: str) -> Row:
    costs = found.costs[kind]
    median, p95 = (float(value) for value in np.percentile(costs, [50, 95]))
    return Row(
        "load-snapshot",
        f"{kind.value}, {size}",
        f"median {median:.1f}, p95 {p95:.1f} ms",
        f"≤ {TARGET_MS:.0f} ms",
        met(p95 <= TARGET_MS),
        f"{len(costs)} draws; {note}",
        figures=(median, p95),
    )


def _months_row(size: str, costs: Sequence[float]) -> Row:
    """Leaderboard, integration, patterns, channels, the windowed board, reconciliation and forecasts in one draw."""
    median, worst = float(np.median(costs)), max(costs)
    return Row(
        "load-snapshot",
        f"{Computes.MONTHS.value}, {size}",
        f"median {median:.1f}, worst {worst:.1f} ms",
        f"≤ {WINDOWED_TARGET_MS / 1000:.0f} s",
        met(worst <= WINDOWED_TARGET_MS),
        f"{len(costs)} draws with all that is made every {SLOW_SECONDS:.0f} s due at once, and the snapshot itself",
        figures=(median, worst),
    )


def _bytes_row(what: str, found: Found) -> Row:
    between, services = (float(np.median(found.deltas[kind])) for kind in (Computes.NEWS, Computes.SERVICES))
    return Row(
        "load-frame",
        what,
        f"full {found.full:,}, median delta {between:,.0f}, with services and crews {services:,.0f}",
        note="guest's wall, JSON before compression",
        figures=(found.full, between, services),
    )
