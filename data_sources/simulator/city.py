"""The simulated city: the complaints alone, or the timelines of all its sources."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from data_sources.simulator.attendance import AttendancePlan
from data_sources.simulator.calls import CallPlan
from data_sources.simulator.complaints import Complaints
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.field_plan import FieldPlan, PositionPlan
from data_sources.simulator.queues import QueuePlan
from data_sources.simulator.timeline import Timeline
from data_sources.stream_entry import EntryFields
from domain.profile import CityProfile
from domain.sla import LegalLimits
from geo.boundaries import Boundaries


class Simulator(Timeline):
    """The complaints of one simulated city: their history, and then what happens as time goes on."""

    def __init__(
        self,
        profile: CityProfile,
        config: SimulatorConfig,
        seed: int,
        boundaries: Boundaries | None = None,
        limits: LegalLimits | None = None,
    ) -> None:
        self.complaints = Complaints(profile, config, seed, boundaries, limits or LegalLimits())
        super().__init__(self.complaints, profile.calendar, seed, config.heartbeat_seconds)

    def history(self, until: datetime, days: int = 120) -> Iterator[EntryFields]:
        """All entries up to `until`, of a city that began `days` days before; `due_until` goes on from there."""
        return super().history(until, days)


@dataclass(frozen=True, slots=True)
class CitySource:
    """One timeline of the city, and how it begins: so many days back, or only minutes where `days` is 0.

    `kinds` are the first words of its event types.
    """

    timeline: Timeline
    kinds: tuple[str, ...]
    days: int
    minutes: float = 0.0

    def begin(self, until: datetime) -> int:
        """Begin the history up to an instant; returns how many entries are due by then."""
        if self.days:
            return self.timeline.begin(until, self.days)
        self.timeline.resume(until - timedelta(minutes=self.minutes))
        return self.timeline.count_due(until)


class SimulatedCity:
    """All sources of one simulated city. Not thread-safe."""

    def __init__(
        self,
        profile: CityProfile,
        config: SimulatorConfig,
        seed: int,
        history_days: int,
        boundaries: Boundaries | None = None,
        limits: LegalLimits | None = None,
    ) -> None:
        """`history_days` is the history of complaints; no other source reaches back further."""
        self.heartbeat_seconds = config.heartbeat_seconds
        simulator = Simulator(profile, config, seed, boundaries, limits)
        self.sources: Sequence[CitySource] = tuple(_sources(profile, config, seed, history_days, simulator))

    def outage(self, source: str, from_: datetime, to: datetime) -> None:
        """A source falls silent: no heartbeats, and its entries arrive afterwards."""
        silent = [one.timeline for one in self.sources if one.timeline.source == source]
        if not silent:
            known = ", ".join(sorted({one.timeline.source for one in self.sources}))
            raise ValueError(f"outage of {source!r}: expected one of the sources {known}; correct the name")
        for timeline in silent:
            timeline.outage(source, from_, to)


def _sources(
    profile: CityProfile, config: SimulatorConfig, seed: int, history_days: int, simulator: Simulator
) -> Iterator[CitySource]:
    def timeline(plan: CallPlan | QueuePlan | AttendancePlan | FieldPlan | PositionPlan) -> Timeline:
        return Timeline(plan, profile.calendar, seed, config.heartbeat_seconds)

    complaints = simulator.complaints
    yield CitySource(simulator, ("complaint",), history_days)
    if config.calls:
        calls = CallPlan(profile, config.calls, seed, complaints.arrivals)
        yield CitySource(timeline(calls), ("call",), min(history_days, config.calls.history_days))
    if config.queues:
        queues = QueuePlan(profile, config.queues, seed)
        kinds = ("ticket", "counter", "site", "survey")
        yield CitySource(timeline(queues), kinds, min(history_days, config.queues.history_days))
    if config.attendance:
        attendance = AttendancePlan(profile, config.attendance, seed)
        yield CitySource(timeline(attendance), ("attendance",), min(history_days, config.attendance.history_days))
    if config.field:
        field = FieldPlan(profile, config.field, seed, complaints)
        positions = PositionPlan(profile, config.field, seed, field)
        yield CitySource(timeline(field), ("shift", "task"), min(history_days, config.field.history_days))
        yield CitySource(timeline(positions), ("shift", "task"), 0, config.field.positions.history_minutes)
