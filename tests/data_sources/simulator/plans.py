"""Plans of single sources for tests, and their steps gathered by what they are about."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time

from data_sources.simulator.arrivals import Arrivals
from data_sources.simulator.attendance import AttendancePlan
from data_sources.simulator.calls import CallPlan
from data_sources.simulator.complaints import Complaints
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.field_plan import FieldPlan, PositionPlan
from data_sources.simulator.queues import QueuePlan
from data_sources.simulator.steps import Step
from domain.clock import epoch_ms
from domain.profile import CityProfile
from domain.sla import LegalLimits

MINUTE_MS = 60_000


def call_plan(profile: CityProfile, config: SimulatorConfig, seed: int = 1) -> CallPlan:
    assert config.calls
    return CallPlan(profile, config.calls, seed, Arrivals(profile, config, seed, None))


def queue_plan(profile: CityProfile, config: SimulatorConfig, seed: int = 1) -> QueuePlan:
    assert config.queues
    return QueuePlan(profile, config.queues, seed)


def attendance_plan(profile: CityProfile, config: SimulatorConfig, seed: int = 1) -> AttendancePlan:
    assert config.attendance
    return AttendancePlan(profile, config.attendance, seed)


def field_plan(profile: CityProfile, config: SimulatorConfig, seed: int = 1) -> FieldPlan:
    assert config.field
    return FieldPlan(profile, config.field, seed, Complaints(profile, config, seed, None, LegalLimits()))


def position_plan(profile: CityProfile, config: SimulatorConfig, seed: int = 1) -> PositionPlan:
    assert config.field
    return PositionPlan(profile, config.field, seed, field_plan(profile, config, seed))


def by_entity(steps: Iterable[Step], key: str) -> Mapping[str, list[Step]]:
    """The steps that name `key`, gathered by its value, each in the order of time."""
    gathered: dict[str, list[Step]] = defaultdict(list)
    for step in sorted(steps):
        if key in step.data:
            gathered[step.data[key]].append(step)
    return gathered


def instants(steps: Iterable[Step]) -> Mapping[str, int]:
    """The instant of each kind of step in one life, by the second word of its type."""
    return {step.type.partition(".")[2]: step.at_ms for step in steps}


def at_ms(profile: CityProfile, day: date, hour: int, minute: int = 0) -> int:
    return epoch_ms(datetime.combine(day, time(hour, minute), tzinfo=profile.timezone))
