"""Writes the events of a plan to their streams, at a pace, and drives the clock along with them."""

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event as Signal
from typing import Any, NoReturn

import msgspec
from redis import Redis
from tqdm import tqdm

from data_sources.replay.plan import ReplayEvent, ReplayPlan
from data_sources.replay.rows import LATEST
from data_sources.replay.schema import ReplayError
from data_sources.stream_entry import EntryFields, encode_entry
from domain import events as ev
from domain.clock import epoch_ms


class ReplayClock:
    """The clock of a replay: now is the event time reached so far. It never goes back."""

    is_real = False

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The event time reached so far, UTC."""
        return self._now

    def reach(self, at: datetime) -> None:
        """Move on to an instant; an earlier one changes nothing."""
        self._now = max(self._now, at.astimezone(UTC))


def parse_speed(text: str) -> float:
    """Event seconds for each real second: "60", or "max" for as fast as the consumer accepts (infinity)."""
    try:
        speed = math.inf if text.strip().lower() == "max" else float(text)
    except ValueError:
        speed = math.nan
    if not speed > 0:
        raise ReplayError(f"speed: expected a number above 0 such as 60, or max, got {text!r}; correct it")
    return speed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """How a replay is written. `speed` is event seconds for each real second, infinite for as fast as accepted.

    Writing pauses while more than `max_unread` entries wait for the consumer, and gives up when for
    `patience_seconds` it reads none of them. A heartbeat is written every `heartbeat_seconds`.
    """

    speed: float = math.inf
    batch: int = 500
    max_unread: int = 2_000
    tick_seconds: float = 0.05
    heartbeat_seconds: float = 5.0
    patience_seconds: float = 60.0
    has_progress_bar: bool = True


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What was written, and how far the replay came; it is not complete when it was stopped."""

    events: int
    heartbeats: int
    reached_at: datetime
    is_complete: bool


def replay(
    plan: ReplayPlan,
    redis_client: Redis,
    key_of: Callable[[ev.Stream], str],
    clock: ReplayClock,
    backlog: Callable[[], int],
    options: ReplayOptions | None = None,
    stop: Signal | None = None,
    elapsed: Callable[[], float] = time.monotonic,
) -> ReplayReport:
    """Write the events of a plan to their streams in their order, and drive the clock along with them.

    Event time runs on from where the clock stands. `key_of` names the Redis key of a stream; `backlog` answers how many
    entries of all of them the consumer has not taken yet; `stop` ends the replay early. Writing the same plan again is
    harmless: its event ids are the same.
    """
    run = _Run(plan, redis_client, key_of, clock, options or ReplayOptions(), stop or Signal(), elapsed)
    with tqdm(total=len(plan.events), unit="event", disable=None if run.options.has_progress_bar else True) as bar:
        while run.is_going:
            run.wait_for_consumer(backlog)
            bar.update(run.write_due())
            bar.set_postfix_str(f"{clock.now().astimezone(plan.timezone):%Y-%m-%d}", refresh=False)
    run.beat()
    return ReplayReport(run.position, run.heartbeats, clock.now(), run.position == len(plan.events))


@dataclass
class _Run:
    """A replay while it runs."""

    plan: ReplayPlan
    client: Redis
    key_of: Callable[[ev.Stream], str]
    clock: ReplayClock
    options: ReplayOptions
    stop: Signal
    elapsed: Callable[[], float]
    position: int = 0
    heartbeats: int = 0

    def __post_init__(self) -> None:
        self.began, self.starts_at = self.elapsed(), self.clock.now()
        self.next_beat = self.began

    @property
    def is_going(self) -> bool:
        return self.position < len(self.plan.events) and not self.stop.is_set()

    def wait_for_consumer(self, backlog: Callable[[], int]) -> None:
        """Pause while too much is unread; raises ReplayError when nothing is read for too long."""
        least, since = backlog(), self.elapsed()
        unread = least
        while unread > self.options.max_unread and not self.stop.is_set():
            self.beat_if_due()
            self.stop.wait(self.options.tick_seconds)
            unread = backlog()
            if unread < least:
                least, since = unread, self.elapsed()
            if self.elapsed() - since > self.options.patience_seconds:
                self._give_up(unread)

    def _give_up(self, unread: int) -> NoReturn:
        keys = ", ".join(self.key_of(stream) for stream in self.plan.streams)
        raise ReplayError(
            f"{keys}: expected the consumer to read on, but {unread} entries have waited for"
            f" {self.options.patience_seconds:g} seconds; start the ingester, then run the replay again"
        )

    def write_due(self) -> int:
        """Write what is due by now, at most one batch; waits one tick when nothing is."""
        events = self.plan.events[self.position : self.position + self.options.batch]
        reached = self._reached()
        if reached is not None:
            events = tuple(event for event in events if event.at <= reached)
            self.clock.reach(min(reached, self.plan.events[-1].at))
        if events:
            self.clock.reach(events[-1].at)  # before writing: nothing must seem to come from the future
            self._send([(event.stream, self._entry(event)) for event in events])
            self.position += len(events)
        self.beat_if_due()
        if not events:
            self.stop.wait(self.options.tick_seconds)
        return len(events)

    def _reached(self) -> datetime | None:
        """The event time that is due by now; None when there is no pace to keep."""
        if math.isinf(self.options.speed):
            return None
        reached_ms = epoch_ms(self.starts_at) + (self.elapsed() - self.began) * self.options.speed * 1000
        return datetime.fromtimestamp(min(reached_ms, epoch_ms(LATEST)) / 1000, UTC)

    def beat_if_due(self) -> None:
        if self.elapsed() >= self.next_beat:
            self.beat()

    def beat(self) -> None:
        """Say on each stream of the plan that the source is alive."""
        self.next_beat = self.elapsed() + self.options.heartbeat_seconds
        self.heartbeats += len(self.plan.streams)
        self._send([(stream, self._heartbeat(stream)) for stream in self.plan.streams])

    def _heartbeat(self, stream: ev.Stream) -> EntryFields:
        at, source = self.clock.now().astimezone(self.plan.timezone), self.plan.source
        data = {"producer": source, "interval_seconds": self.options.heartbeat_seconds}
        return encode_entry(ev.Heartbeat.type, f"{source}:heartbeat:{stream}:{epoch_ms(at)}", at, source, data)

    def _entry(self, event: ReplayEvent) -> EntryFields:
        at = event.at.astimezone(self.plan.timezone)
        return encode_entry(
            event.payload.type, event.event_id, at, self.plan.source, msgspec.to_builtins(event.payload)
        )

    def _send(self, entries: Sequence[tuple[ev.Stream, EntryFields]]) -> None:
        pipeline = self.client.pipeline(transaction=False)
        for stream, entry in entries:
            fields: dict[Any, Any] = dict(entry)
            pipeline.xadd(self.key_of(stream), fields)
        pipeline.execute()
