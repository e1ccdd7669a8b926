"""One simulated city: a single plan, delivered in order as time goes on."""

import heapq
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from data_sources.simulator.arrivals import Arrivals
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.lives import Lives
from data_sources.simulator.steps import Step
from data_sources.stream_entry import EntryFields, encode_entry
from domain.clock import epoch_ms, from_epoch_ms
from domain.profile import CityProfile, UnknownCodeError
from domain.sla import LegalLimits
from geo.boundaries import Boundaries


@dataclass(frozen=True, slots=True)
class _Outage:
    source: str
    from_ms: int
    to_ms: int

    def holds(self, source: str, at_ms: int) -> bool:
        return source == self.source and self.from_ms <= at_ms < self.to_ms


class Simulator:
    """One simulated city: its history, and then what happens as time goes on. Not thread-safe."""

    def __init__(
        self,
        profile: CityProfile,
        config: SimulatorConfig,
        seed: int,
        boundaries: Boundaries | None = None,
        limits: LegalLimits | None = None,
    ) -> None:
        _check_codes(profile, config)
        self.config = config
        self._profile = profile
        self._seed = seed
        self._arrivals = Arrivals(profile, config, seed, boundaries)
        self._lives = Lives(profile, config, seed, limits or LegalLimits())
        self._outages: list[_Outage] = []
        self._waiting: list[tuple[int, Step]] = []  # a heap of (delivered at, step)
        self._next_day: date | None = None

    def history(self, until: datetime, days: int = 120) -> Iterator[EntryFields]:
        """All entries up to `until`, of a city that began `days` days before; `due_until` goes on from there."""
        self._begin(self._profile.calendar.local_date(until) - timedelta(days=days))
        return iter(self.due_until(until))

    def resume(self, start_from: datetime, first_day: date | None = None) -> None:
        """Go on after an instant up to which everything was delivered.

        `first_day` is needed only where the history was shorter than the longest life of a complaint.
        """
        day = self._profile.calendar.local_date(start_from) - timedelta(days=self.config.longest_life_days)
        self._begin(max(day, first_day) if first_day else day)
        self._plan_until(start_from)
        start_ms = epoch_ms(start_from)
        self._waiting = [waiting for waiting in self._waiting if waiting[0] > start_ms]
        heapq.heapify(self._waiting)

    def due_until(self, now: datetime) -> list[EntryFields]:
        """The entries that have come due since the last call, in the order of their delivery."""
        self._plan_until(now)
        now_ms = epoch_ms(now)
        due: list[EntryFields] = []
        while self._waiting and self._waiting[0][0] <= now_ms:
            delivered_ms, step = heapq.heappop(self._waiting)
            later_ms = self._delivery_ms(delivered_ms)
            if later_ms > delivered_ms:
                heapq.heappush(self._waiting, (later_ms, step))
            else:
                due.append(self._entry(step))
        return due

    def outage(self, source: str, from_: datetime, to: datetime) -> None:
        """A source falls silent from one instant to another: no heartbeats, and its entries arrive afterwards."""
        if source != self.config.source:
            raise ValueError(f"outage of {source!r}: expected the source {self.config.source!r}; correct the name")
        if from_ >= to:
            raise ValueError(f"outage of {source!r}: expected an end after {from_}, got {to}; swap them")
        self._outages.append(_Outage(source, epoch_ms(from_), epoch_ms(to)))

    def complete_until(self, now: datetime) -> datetime:
        """The instant to resume from after a restart: all up to it is delivered, an outage's held entries included."""
        now_ms = epoch_ms(now)
        held = [outage.from_ms - 1 for outage in self._outages if outage.from_ms <= now_ms < outage.to_ms]
        return from_epoch_ms(min([now_ms, *held]))

    def heartbeat(self, now: datetime) -> EntryFields | None:
        """A sign of life of the source at `now`, None while it is out."""
        source, now_ms = self.config.source, epoch_ms(now)
        if any(outage.holds(source, now_ms) for outage in self._outages):
            return None
        data = {"producer": source, "interval_seconds": self.config.heartbeat_seconds, "simulated": True}
        event_id = f"sim-{self._seed}-heartbeat-{now_ms}"
        return encode_entry("heartbeat", event_id, now.astimezone(self._profile.timezone), source, data)

    def _begin(self, first_day: date) -> None:
        self._waiting = []
        self._next_day = max(first_day, self._profile.calendar.first_day + timedelta(days=1))

    def _plan_until(self, now: datetime) -> None:
        """Plan every day up to today, whole."""
        if self._next_day is None:
            raise RuntimeError("the simulated city has not begun; call history() or resume() first")
        today = self._profile.calendar.local_date(now)
        while self._next_day <= today:
            for step in self._steps_of(self._next_day):
                heapq.heappush(self._waiting, (step.at_ms, step))
            self._next_day += timedelta(days=1)

    def _steps_of(self, day: date) -> Iterator[Step]:
        for filing in self._arrivals.filings(day):
            yield from self._lives.steps(filing)

    def _delivery_ms(self, at_ms: int) -> int:
        source = self.config.source
        return max([at_ms, *(outage.to_ms for outage in self._outages if outage.holds(source, at_ms))])

    def _entry(self, step: Step) -> EntryFields:
        at = from_epoch_ms(step.at_ms).astimezone(self._profile.timezone)
        return encode_entry(step.type, step.event_id, at, self.config.source, step.data)


def _check_codes(profile: CityProfile, config: SimulatorConfig) -> None:
    """Every code of simulator.yaml must be one of the city."""
    categories = {*config.weather.weights, *config.weather.flood.weights, *config.district_takes}
    districts: Mapping[str, object] = profile.districts if profile.wards else dict(config.places.district_weights)
    checks: tuple[tuple[str, set[str], Mapping[str, object]], ...] = (
        ("category", categories | set(config.oversight_categories), profile.categories),
        ("agency", set(config.agencies) - {"default"}, profile.agencies),
        ("agency", {*config.handover.to, *config.handover.to.values()}, profile.agencies),
        ("channel", set(config.channels), dict.fromkeys(profile.channels)),
        ("district", set(config.places.district_weights), districts),
        ("agency", {"default"}, config.agencies),
    )
    for kind, used, known in checks:
        for code in sorted(used - set(known)):
            raise UnknownCodeError(f"simulator.yaml: {kind} {code!r} is not one of {profile.name}; correct it")
