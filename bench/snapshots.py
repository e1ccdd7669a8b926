"""What a snapshot costs the hub, for both audiences up to the changed frame, and how many bytes a screen is sent."""

import random
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

import msgspec
import numpy as np

from bench import city
from bench.report import Row, met
from callbacks.frames import FrameLog, new_boot
from data_sources.clock import SystemClock
from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.repository import Saved
from data_sources.snapshot_maker import MachineTime, SnapshotMaker, Targets
from data_sources.snapshots import Hub, SnapshotStore
from domain.city import LiveCity
from domain.clock import Clock, epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.events import ComplaintStarted, Event
from domain.indicators.complaints import BoardRules, agency_board
from domain.news import News
from domain.privacy import Audience, sights
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.layers import snap_arrays
from layouts.mayor import mayor_props
from layouts.text import texts_for
from layouts.wall import wall_props

SIZES = ((1_000, 0.05), (10_000, 0.05), (100_000, 0.05), (100_000, 0.30))
"""Complaints in the live set, and the share of open ones."""

WALLS = (Audience.WALL_GUEST, Audience.WALL_STAFF)
TARGET_MS = 100.0
CHANGES_A_DRAW = 3


@dataclass
class Room:
    """A hub with its frames, as the product wires them, without threads."""

    hub: Hub
    live: LiveCity
    logs: Mapping[Audience, FrameLog]
    store: SnapshotStore


@dataclass(frozen=True)
class Setting:
    """Where a room stands: its city, its time, who looks, and the feeds on its strip."""

    profile: CityProfile
    clock: Clock = field(default_factory=SystemClock)
    elapsed: Callable[[], float] = lambda: 1.0
    audiences: Sequence[Audience] = WALLS
    feeds: Sequence[FeedSource] = (FeedSource("laksa", "LAKSA"),)


def a_room(complaints: Sequence[Complaint], setting: Setting) -> Room:
    """A room whose live set holds these complaints."""
    profile, clock = setting.profile, setting.clock
    machine = MachineTime(setting.elapsed, lambda: time.time_ns() // 1_000_000)
    monitor = FeedMonitor(setting.feeds, FeedRules(), machine.elapsed)
    live, store = LiveCity(profile), SnapshotStore()
    live.load(complaints, clock.now())
    logs = {audience: _log(audience, profile) for audience in setting.audiences}

    def tell(snapshots: Mapping[Audience, Snapshot]) -> None:
        for audience, log in logs.items():
            log.update(snapshots[audience])

    store.subscribe(tell)
    maker = SnapshotMaker(profile, sights(profile, snap_arrays), Targets(), clock, machine)
    return Room(Hub(live, News(profile), maker, monitor, store, clock, machine), live, logs, store)


def _log(audience: Audience, profile: CityProfile) -> FrameLog:
    texts = texts_for("id")
    props = mayor_props if audience is Audience.MAYOR else wall_props
    return FrameLog(new_boot(), lambda shown: props(shown, profile, texts), ("health-latency", texts.latency))


def some_news(complaints: Sequence[Complaint], number: int, rng: random.Random, now: datetime) -> Saved:
    """A few complaints whose state changed, as a batch of the ingester brings them."""
    chosen = rng.sample(range(len(complaints)), CHANGES_A_DRAW)
    changed = [_advanced(complaints[index], number, epoch_ms(now)) for index in chosen]
    return Saved([_event(complaint, number, epoch_ms(now)) for complaint in changed], {"complaint": changed})


def _advanced(complaint: Complaint, number: int, now_ms: int) -> Complaint:
    state = (ComplaintState.VERIFIED, ComplaintState.IN_PROGRESS, ComplaintState.RESOLVED)[number % 3]
    closed_ms = now_ms if state is ComplaintState.RESOLVED else 0
    return msgspec.structs.replace(complaint, state=state, closed_ms=closed_ms, revision=number)


def _event(complaint: Complaint, number: int, now_ms: int) -> Event:
    return Event(
        event_id=f"e{number:09d}-{complaint.complaint_id}",
        type="complaint.started",
        kind="complaint",
        entity_id=complaint.complaint_id,
        occurred_ms=now_ms,
        received_ms=now_ms,
        source="laksa",
        payload=ComplaintStarted(complaint_id=complaint.complaint_id),
        data=b"{}",
        position=f"{now_ms}-{number}",
    )


def measure(is_quick: bool) -> list[Row]:
    """A row for each size of the live set, one for the leaderboard, and two for the frames' bytes."""
    pool = city.a_pool(SystemClock().now())
    rows = []
    for size, open_share in SIZES[:3] if is_quick else SIZES:
        complaints = city.live_set(pool, size, open_share)
        rows += measure_one(complaints, f"{size:,} complaints, {open_share:.0%} open", 20 if is_quick else 60)
    return rows


def measure_one(complaints: Sequence[Complaint], what: str, draws: int) -> list[Row]:
    """Draw again and again, with a little news each time."""
    room, rng = a_room(complaints, Setting(city.profile())), random.Random(1)
    log = room.logs[Audience.WALL_GUEST]
    room.hub.draw()
    full, deltas, costs = len(log.answer("", -1)), [], []
    for number in range(1, draws + 1):
        room.hub.submit(some_news(complaints, number, rng, SystemClock().now()))
        room.hub.take_all()
        before = log.pulse()
        start = time.perf_counter()
        room.hub.draw()
        costs.append(1000 * (time.perf_counter() - start))
        deltas.append(len(log.answer(str(before["boot"]), int(str(before["seq"])))))
    return [_cost_row(what, costs), _board_row(what, room), _bytes_row(what, full, deltas)]


def _cost_row(what: str, costs: Sequence[float]) -> Row:
    median, p95 = np.percentile(costs, [50, 95])
    target = f"≤ {TARGET_MS:.0f} ms"
    measured = f"median {median:.1f}, p95 {p95:.1f} ms"
    note = f"{len(costs)} draws, {CHANGES_A_DRAW} changes each"
    return Row("snapshot", f"snapshot and frames, {what}", measured, target, met(p95 <= TARGET_MS), note)


def _board_row(what: str, room: Room) -> Row:
    costs = []
    for _ in range(10):
        start = time.perf_counter()
        agency_board(room.live.frame(), epoch_ms(SystemClock().now()), BoardRules())
        costs.append(1000 * (time.perf_counter() - start))
    median, worst = float(np.median(costs)), max(costs)
    measured = f"median {median:.1f}, worst {worst:.1f} ms"
    return Row("snapshot", f"leaderboard, {what}", measured, note="every 30 s, a lane of its own")


def _bytes_row(what: str, full: int, deltas: Sequence[int]) -> Row:
    measured = f"full {full:,}, median delta {np.median(deltas):,.0f}"
    return Row("frame", f"frame bytes, {what}", measured, note="guest's wall, JSON before compression")
