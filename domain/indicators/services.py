"""The boards of all services beside complaints at one instant."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta

import numpy as np

from domain.city_day import day_span
from domain.clock import epoch_ms
from domain.emergencies import CallFrame
from domain.field_columns import FieldFrame
from domain.field_work import TaskState
from domain.indicators.emergencies import EmergencyBoard, EmergencyRules, emergency_board
from domain.indicators.field_work import (
    CrewCounts,
    EvidenceShare,
    PositionAges,
    StepTimes,
    crew_counts,
    evidence_share,
    finished_in,
    step_times,
)
from domain.indicators.forecasts import ForecastBoard, ForecastRules, forecast_board
from domain.indicators.queues import QueueBoard, queue_board
from domain.indicators.staffing import AttendanceBoard, attendance_board, work_day
from domain.indicators.waits import QueueRules
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


def service_boards(
    frames: ServiceFrames,
    now: datetime,
    profile: CityProfile,
    rules: ServiceRules,
    forecasts: ForecastBoard | None = None,
) -> ServiceBoards:
    """The boards of this instant; forecasts that were made a moment ago may be given."""
    now_ms, day, work = epoch_ms(now), day_span(now, profile.timezone), frames.field_work
    today = work_day(now, profile.calendar, rules.office_begins, rules.tolerance)
    return ServiceBoards(
        queues=queue_board(frames.queues, now_ms, profile, rules.queues),
        emergencies=emergency_board(frames.calls, now_ms, day, rules.emergencies),
        attendance=attendance_board(frames.attendance, profile.headcounts, today, now_ms),
        crews=crew_counts(work, now_ms, StaffingRules(profile.timezone), rules.ages),
        accept=step_times(work, TaskState.ACCEPTED, day.start_ms, now_ms),
        arrive=step_times(work, TaskState.ARRIVED, day.start_ms, now_ms),
        evidence=evidence_share(work, day.start_ms, now_ms),
        finished_today=int(np.count_nonzero(finished_in(work, day.start_ms, now_ms))),
        as_of_ms=now_ms,
        forecasts=forecasts or forecast_board(frames.queues, now_ms, profile, rules.queues, rules.forecasts),
    )
