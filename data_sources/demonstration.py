"""The demonstration: a first start fills the simulated city's past, later ones go on where the last one stopped."""

import json
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from functools import partial
from itertools import islice
from pathlib import Path

from tqdm import tqdm

from data_sources.ingest import StreamIngester
from data_sources.installation import Installation
from data_sources.repository import latest_occurred
from data_sources.simulator.city import CitySource, SimulatedCity
from data_sources.simulator.feed import SimulatorFeed, write_entries
from domain.clock import ONE_MS, AcceleratedClock, Nights
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


class DemonstrationFeed:
    """The simulated city's turns. Its first may take seconds, which nobody who opens a screen should wait for."""

    def __init__(self, feed: SimulatorFeed, take_up: Callable[[], None] | None = None) -> None:
        self._feed = feed
        self._take_up = take_up

    def step(self, now: datetime) -> int:
        """Write what is due at `now`, as `SimulatorFeed.step` does."""
        if self._take_up is not None:
            self._take_up()
            self._take_up = None
        return self._feed.step(now)


class Demonstration:
    """Fills and drives the simulated city of one installation."""

    def __init__(
        self, city: SimulatedCity, installation: Installation, clock: DemonstrationClock, plan: DemonstrationPlan
    ) -> None:
        self._city = city
        self._installation = installation
        self._clock = clock
        self._plan = plan
        self._streams = installation.parts.streams

    def prepare(self, today: datetime) -> "DemonstrationFeed":
        """Fill the past at the first start; else the feed's first turn takes each source up where the store ends."""
        calendar = self._installation.parts.rules.profile.calendar
        latest = {source: self._latest(source) for source in self._city.sources}
        reached = max((at for at in latest.values() if at is not None), default=None)
        elapsed = self._installation.parts.machine.elapsed
        feed = SimulatorFeed(self._city, self._streams.client, self._streams.key, elapsed)
        if reached is not None and self._is_filled() and reached < calendar_end(calendar):
            self._clock.release(reached)
            return DemonstrationFeed(feed, partial(self._resume, latest, reached))
        start = first_instant(today, self._plan, calendar)
        self._fill(start)
        self._clock.release(start)
        return DemonstrationFeed(feed)

    def _latest(self, source: CitySource) -> datetime | None:
        """The newest fact of a source that is stored."""
        store = self._installation.parts.store
        found = [latest_occurred(store, kind) for kind in source.kinds]
        return max((at for at in found if at is not None), default=None)

    def _resume(self, latest: Mapping[CitySource, datetime | None], reached: datetime) -> None:
        """Go on with what may be missing: of the last instant a part may be stored, and ids are stored once.

        A source that has told nothing yet, since it is new to the city, tells its history first.
        """
        for source, at in latest.items():
            if at is None:
                source.begin(reached)
            else:
                source.timeline.resume(at - ONE_MS)

    def _is_filled(self) -> bool:
        return self._plan.marker.exists()

    def _fill(self, start: datetime) -> None:
        self._clock.hold(start)
        total = sum(source.begin(start) for source in self._city.sources)
        ingesters = {stream: self._installation.ingester(stream, lambda _: None) for stream in Stream}
        with tqdm(total=total, unit="event", desc="history", disable=None) as bar:
            for source in self._city.sources:
                for stored in self._store(source, start, ingesters[source.timeline.stream]):
                    bar.update(stored)
        for ingester in ingesters.values():
            ingester.stop()
        self._plan.marker.parent.mkdir(parents=True, exist_ok=True)
        self._plan.marker.write_text(json.dumps({"started_at": start.isoformat()}), encoding="utf-8")

    def _store(self, source: CitySource, until: datetime, ingester: StreamIngester) -> Iterator[int]:
        """Write the history of one source and store it; how many entries were stored, step by step."""
        key = self._streams.key(source.timeline.stream)
        entries = source.timeline.each_due(until)
        while batch := [(key, entry) for entry in islice(entries, PIPELINE_ENTRIES)]:
            write_entries(self._streams.client, batch)
            left = len(batch)
            while left > 0:
                stored = ingester.step()
                left -= stored
                yield stored
