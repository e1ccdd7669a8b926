"""The boards of all services beside complaints at one instant."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import numpy as np

from domain.city_day import day_span
from domain.clock import epoch_ms
from domain.emergencies import CallFrame
from domain.field_columns import FieldFrame
from domain.indicators.emergencies import EmergencyBoard, EmergencyRules, emergency_board
from domain.indicators.field_work import (
    CrewCounts,
    EvidenceShare,
    PositionAges,
    crew_counts,
    evidence_share,
    finished_in,
)
from domain.indicators.forecasts import ForecastBoard, ForecastRules, forecast_board
from domain.indicators.queues import QueueBoard, queue_board
from domain.indicators.staffing import AttendanceBoard, attendance_board, work_day
from domain.indicators.task_times import NO_TIMES, Leg, StepTimes, leg_times, times_by_category
from domain.indicators.waits import QueueRules
from domain.indicators.workload import (
    NO_DISTANCE,
    NO_WORK,
    EvidenceDistance,
    WorkBoard,
    evidence_distance,
    work_board,
)
from domain.profile import CityProfile
from domain.queue_columns import QueueFrame
from domain.staffing import StaffingRules
from domain.staffing_columns import AttendanceFrame


@dataclass(frozen=True, slots=True)
class ServiceRules:
    """How services are judged. `office_begins` is local time (07.30: Perpres 21/2023)."""

    queues: QueueRules = field(default_factory=QueueRules)
    forecasts: ForecastRules = field(default_factory=ForecastRules)
    emergencies: EmergencyRules = field(default_factory=EmergencyRules)
    ages: PositionAges = field(default_factory=PositionAges)
    office_begins: time = time(7, 30)
    tolerance: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True)
class ServiceFrames:
    """The live sets of all services at one instant."""

    calls: CallFrame
    queues: QueueFrame
    attendance: AttendanceFrame
    field_work: FieldFrame


@dataclass(frozen=True, slots=True)
class ServiceBoards:
    """What is known of all services at `as_of_ms`; times and shares of tasks are those of today.

    Forecasts are computed more seldom and have an as-of time of their own.
    """

    queues: QueueBoard
    emergencies: EmergencyBoard
    attendance: AttendanceBoard
    crews: CrewCounts
    accept: StepTimes
    arrive: StepTimes
    evidence: EvidenceShare
    finished_today: int
    as_of_ms: int
    forecasts: ForecastBoard = field(default_factory=ForecastBoard)
    travel: StepTimes = NO_TIMES
    on_site: StepTimes = NO_TIMES
    arrive_by_category: Mapping[str, StepTimes] = field(default_factory=dict)
    work: WorkBoard = NO_WORK
    distance: EvidenceDistance = NO_DISTANCE


def service_boards(
    frames: ServiceFrames,
    now: datetime,
    profile: CityProfile,
    rules: ServiceRules,
    forecasts: ForecastBoard | None = None,
) -> ServiceBoards:
    """The boards of this instant; forecasts that were made a moment ago may be given."""
    now_ms, day, work = epoch_ms(now), day_span(now, profile.timezone), frames.field_work
    staffing = StaffingRules(profile.timezone)
    today = work_day(now, profile.calendar, rules.office_begins, rules.tolerance)
    return ServiceBoards(
        queues=queue_board(frames.queues, now_ms, profile, rules.queues),
        emergencies=emergency_board(frames.calls, now_ms, day, rules.emergencies),
        attendance=attendance_board(frames.attendance, profile.headcounts, today, now_ms),
        crews=crew_counts(work, now_ms, staffing, rules.ages),
        accept=leg_times(work, Leg.ACCEPT, day.start_ms, now_ms),
        arrive=leg_times(work, Leg.ARRIVE, day.start_ms, now_ms),
        evidence=evidence_share(work, day.start_ms, now_ms),
        finished_today=int(np.count_nonzero(finished_in(work, day.start_ms, now_ms))),
        as_of_ms=now_ms,
        travel=leg_times(work, Leg.TRAVEL, day.start_ms, now_ms),
        on_site=leg_times(work, Leg.ON_SITE, day.start_ms, now_ms),
        arrive_by_category=_harmless(times_by_category(work, Leg.ARRIVE, day.start_ms, now_ms), profile),
        work=work_board(work, day.start_ms, now_ms, staffing, profile),
        distance=evidence_distance(work, day.start_ms, now_ms),
        forecasts=forecasts or forecast_board(frames.queues, now_ms, profile, rules.queues, rules.forecasts),
    )


def _harmless(times: Mapping[str, StepTimes], profile: CityProfile) -> Mapping[str, StepTimes]:
    """Without categories that nobody is told of."""
    hidden = {code for code, one in profile.categories.items() if one.is_sensitive or one.is_misconduct}
    return {code: found for code, found in times.items() if code not in hidden}
