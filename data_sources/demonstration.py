"""The demonstration: a first start fills the simulated city's past, later ones go on where the last one stopped."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from data_sources.ingest import StreamIngester
from data_sources.installation import Installation
from data_sources.repository import latest_occurred
from data_sources.simulator.city import Simulator
from data_sources.simulator.feed import SimulatorFeed
from data_sources.stream_entry import EntryFields
from domain.clock import AcceleratedClock, Nights
from domain.events import Stream
from domain.working_time import Calendar

PIPELINE_ENTRIES = 1000
END_MARGIN = timedelta(days=120)
STEP_SECONDS = 0.2


@dataclass(frozen=True, slots=True)
class DemonstrationPlan:
    """How a demonstration begins and runs; `marker` is the file that remembers a finished fill."""

    history_days: int
    start_time: time
    speed: float
    night_speed: float
    marker: Path


def first_instant(today: datetime, plan: DemonstrationPlan, calendar: Calendar) -> datetime:
    """The last working day up to today, at the start time, city time."""
    day = calendar.local_date(today)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, plan.start_time, tzinfo=calendar.timezone)


class DemonstrationClock:
    """The city's clock of a demonstration. Its start is asked for when the time is first read."""

    is_real = False

    def __init__(
        self, start: Callable[[], datetime], plan: DemonstrationPlan, calendar: Calendar, elapsed: Callable[[], float]
    ) -> None:
        self._start = start
        self._plan = plan
        self._elapsed = elapsed
        self._calendar = calendar
        self._clock: AcceleratedClock | None = None
        self._is_held_at: datetime | None = None

    def now(self) -> datetime:
        """The city's now, UTC. It stops where the calendar ends."""
        if self._is_held_at is not None:
            return self._is_held_at
        if self._clock is None:
            self._clock = self._from(self._start())
        return min(self._clock.now(), calendar_end(self._calendar))

    def hold(self, at: datetime) -> None:
        """Stand still, while the past is filled in."""
        self._is_held_at = at

    def release(self, at: datetime) -> None:
        """Run on from an instant."""
        self._clock = self._from(at)
        self._is_held_at = None

    def _from(self, at: datetime) -> AcceleratedClock:
        nights = Nights(self._calendar.timezone, self._plan.night_speed)
        return AcceleratedClock(at, self._plan.speed, self._elapsed, nights)


def calendar_end(calendar: Calendar) -> datetime:
    """Where a demonstration must end, so that its last deadlines are still in the calendar."""
    return datetime.combine(calendar.last_day - END_MARGIN, time(12), tzinfo=calendar.timezone)


class Demonstration:
    """Fills and drives the simulated city of one installation."""

    def __init__(
        self, simulator: Simulator, installation: Installation, clock: DemonstrationClock, plan: DemonstrationPlan
    ) -> None:
        self._simulator = simulator
        self._installation = installation
        self._clock = clock
        self._plan = plan
        self._streams = installation.parts.streams
        self._key = self._streams.key(Stream.COMPLAINTS)

    def prepare(self, today: datetime) -> SimulatorFeed:
        """Fill the past at the first start, else take the city up where the store ends."""
        parts = self._installation.parts
        latest = latest_occurred(parts.store, "complaint")
        calendar = parts.rules.profile.calendar
        if latest is not None and self._is_filled() and latest < calendar_end(calendar):
            self._clock.release(latest)
            return self._feed(latest)
        start = first_instant(today, self._plan, calendar)
        self._fill(start, self._installation.ingester(Stream.COMPLAINTS, lambda _: None))
        self._clock.release(start)
        return self._feed(None)

    def _feed(self, start_from: datetime | None) -> SimulatorFeed:
        elapsed = self._installation.parts.machine.elapsed
        return SimulatorFeed(self._simulator, self._streams.client, self._key, elapsed, start_from)

    def _is_filled(self) -> bool:
        return self._plan.marker.exists()

    def _fill(self, start: datetime, ingester: StreamIngester) -> None:
        self._clock.hold(start)
        entries = list(self._simulator.history(start, self._plan.history_days))
        with tqdm(total=len(entries), unit="event", desc="history", disable=None) as bar:
            for batch in _batches(entries):
                self._write(batch)
                left = len(batch)
                while left > 0:
                    stored = ingester.step()
                    left -= stored
                    bar.update(stored)
        ingester.stop()
        self._plan.marker.parent.mkdir(parents=True, exist_ok=True)
        self._plan.marker.write_text(json.dumps({"started_at": start.isoformat()}), encoding="utf-8")

    def _write(self, batch: Sequence[EntryFields]) -> None:
        with self._streams.client.pipeline(transaction=False) as pipeline:
            for entry in batch:
                pipeline.xadd(self._key, dict(entry.items()))
            pipeline.execute()


def _batches(entries: Sequence[EntryFields]) -> Iterator[Sequence[EntryFields]]:
    iterator = iter(entries)
    while batch := list(islice(iterator, PIPELINE_ENTRIES)):
        yield batch
