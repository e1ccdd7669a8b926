"""The numbers of employees at work and of crews in the field, as in simulator.yaml."""

from typing import Annotated

from pydantic import Field

from data_sources.city_shapes import ClockTime
from data_sources.simulator.numbers import Amount, Chance, Part, Positive, Wait


class FieldDuty(Part):
    """When a share of the field staff begins."""

    begins: ClockTime
    share: Amount


class AttendanceNumbers(Part):
    """Who comes to work, and when."""

    source: Annotated[str, Field(min_length=1)]
    history_days: Annotated[int, Field(ge=1)]
    begins: ClockTime
    begins_in_periods: ClockTime
    excused: tuple[Chance, Chance]
    absent: tuple[Chance, Chance]
    early_minutes: Wait
    late: tuple[Chance, Chance]
    late_minutes: Wait
    stay_minutes: Wait
    field_duties: Annotated[list[FieldDuty], Field(min_length=1)]
    field_hours: Positive
    field_on_days_off: Chance


class ShiftNumbers(Part):
    """One shift of the crews."""

    begins: ClockTime
    hours: Positive
    crews: dict[str, Annotated[int, Field(ge=0)]]


class EvidenceNumbers(Part):
    """What proves that a task was done."""

    photos: tuple[int, int]
    none_before_chance: Chance
    elsewhere_chance: Chance
    elsewhere_m: Wait


class PositionNumbers(Part):
    """How often crews tell where they are."""

    history_minutes: Amount
    every_seconds: Positive
    night_seconds: Positive
    night: tuple[ClockTime, ClockTime]
    accuracy_m: Wait
    silent_chance: Chance
    silent_minutes: Wait


class FieldNumbers(Part):
    """Crews and their tasks."""

    source: Annotated[str, Field(min_length=1)]
    history_days: Annotated[int, Field(ge=1)]
    shifts: dict[str, ShiftNumbers]
    days_off_share: Chance
    tasks_per_duty: Amount
    rain_factor: Amount
    complaint_days: Annotated[int, Field(ge=0)]
    accept_minutes: Wait
    set_off_minutes: Amount
    minutes_per_km: Positive
    work_minutes: Wait
    due_hours: Positive
    roam_m: Amount
    rest_minutes: tuple[Amount, Amount]
    evidence: EvidenceNumbers
    positions: PositionNumbers
