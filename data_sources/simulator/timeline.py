"""One source of the simulated city: its plan, delivered in order as time goes on."""

import heapq
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Protocol

from data_sources.simulator.steps import Step
from data_sources.stream_entry import EntryFields, encode_entry
from domain.clock import epoch_ms, from_epoch_ms
from domain.events import Stream
from domain.working_time import Calendar


class Plan(Protocol):
    """What a source reports of each day, from the seed and the day alone.

    `reach_days` after a day everything that was planned on it has happened.
    """

    source: str
    stream: Stream
    reach_days: int

    def steps(self, day: date) -> Iterable[Step]:
        """All that begins on a local day, in any order."""


@dataclass(frozen=True, slots=True)
class Outage:
    """A silence of a source, milliseconds since 1970 UTC."""

    from_ms: int
    to_ms: int

    def holds(self, at_ms: int) -> bool:
        """Whether it lasts at an instant."""
        return self.from_ms <= at_ms < self.to_ms


class Timeline:
    """The history of one plan, and then what happens as time goes on. Not thread-safe."""

    def __init__(self, plan: Plan, calendar: Calendar, seed: int, heartbeat_seconds: float) -> None:
        self.source = plan.source
        self.stream = plan.stream
        self._plan = plan
        self._calendar = calendar
        self._seed = seed
        self._heartbeat_seconds = heartbeat_seconds
        self._outages: list[Outage] = []
        self._waiting: list[tuple[int, Step]] = []  # a heap of (delivered at, step)
        self._next_day: date | None = None

    def begin(self, until: datetime, days: int) -> int:
        """Begin `days` days before `until`; returns how many entries are due by then."""
        self._begin(self._calendar.local_date(until) - timedelta(days=days))
        return self.count_due(until)

    def count_due(self, now: datetime) -> int:
        """How many entries `due_until` would give."""
        self._plan_until(now)
        now_ms = epoch_ms(now)
        return sum(delivered_ms <= now_ms for delivered_ms, _ in self._waiting)

    def history(self, until: datetime, days: int) -> Iterator[EntryFields]:
        """All entries up to `until`, of a city that began `days` days before; `due_until` goes on from there."""
        self.begin(until, days)
        return iter(self.due_until(until))

    def resume(self, start_from: datetime, first_day: date | None = None) -> None:
        """Go on after an instant up to which everything was delivered.

        `first_day` is needed only where the history was shorter than the reach of the plan.
        """
        day = self._calendar.local_date(start_from) - timedelta(days=self._plan.reach_days)
        self._begin(max(day, first_day) if first_day else day)
        self._plan_until(start_from)
        start_ms = epoch_ms(start_from)
        self._waiting = [waiting for waiting in self._waiting if waiting[0] > start_ms]
        heapq.heapify(self._waiting)

    def due_until(self, now: datetime) -> list[EntryFields]:
        """The entries that have come due since the last call, in the order of their delivery."""
        return list(self.each_due(now))

    def each_due(self, now: datetime) -> Iterator[EntryFields]:
        """As `due_until`, one by one."""
        self._plan_until(now)
        now_ms = epoch_ms(now)
        while self._waiting and self._waiting[0][0] <= now_ms:
            delivered_ms, step = heapq.heappop(self._waiting)
            later_ms = max([delivered_ms, *(outage.to_ms for outage in self._outages if outage.holds(delivered_ms))])
            if later_ms > delivered_ms:
                heapq.heappush(self._waiting, (later_ms, step))
            else:
                yield self._entry(step)

    def outage(self, source: str, from_: datetime, to: datetime) -> None:
        """The source falls silent from one instant to another: no heartbeats, and its entries arrive afterwards."""
        if source != self.source:
            raise ValueError(f"outage of {source!r}: expected the source {self.source!r}; correct the name")
        if from_ >= to:
            raise ValueError(f"outage of {source!r}: expected an end after {from_}, got {to}; swap them")
        self._outages.append(Outage(epoch_ms(from_), epoch_ms(to)))

    def complete_until(self, now: datetime) -> datetime:
        """The instant to resume from after a restart: all up to it is delivered, an outage's held entries included."""
        now_ms = epoch_ms(now)
        held = [outage.from_ms - 1 for outage in self._outages if outage.holds(now_ms)]
        return from_epoch_ms(min([now_ms, *held]))

    def heartbeat(self, now: datetime) -> EntryFields | None:
        """A sign of life of the source at `now`, None while it is out."""
        now_ms = epoch_ms(now)
        if any(outage.holds(now_ms) for outage in self._outages):
            return None
        data = {"producer": self.source, "interval_seconds": self._heartbeat_seconds, "simulated": True}
        event_id = f"sim-{self._seed}-heartbeat-{self.source}-{now_ms}"
        return encode_entry("heartbeat", event_id, now.astimezone(self._calendar.timezone), self.source, data)

    def _begin(self, first_day: date) -> None:
        self._waiting = []
        self._next_day = max(first_day, self._calendar.first_day + timedelta(days=1))

    def _plan_until(self, now: datetime) -> None:
        """Plan every day up to today, whole."""
        if self._next_day is None:
            raise RuntimeError("the simulated city has not begun; call history() or resume() first")
        today = self._calendar.local_date(now)
        if self._next_day > today:
            return
        while self._next_day <= today:
            self._waiting += [(step.at_ms, step) for step in self._plan.steps(self._next_day)]
            self._next_day += timedelta(days=1)
        heapq.heapify(self._waiting)

    def _entry(self, step: Step) -> EntryFields:
        at = from_epoch_ms(step.at_ms).astimezone(self._calendar.timezone)
        return encode_entry(step.type, step.event_id, at, self.source, step.data)
