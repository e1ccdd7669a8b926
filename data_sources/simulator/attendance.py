"""Employees on each working day: who comes, when, and who is excused."""

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from itertools import accumulate
from random import Random

from data_sources.simulator.activity_config import AttendanceNumbers
from data_sources.simulator.dice import dice_of
from data_sources.simulator.local_day import MS_PER_MINUTE, LocalDay, hours_of
from data_sources.simulator.steps import Step, whole_seconds
from domain.events import Stream
from domain.profile import CityProfile
from domain.working_time import DayHours

EXCUSED_BEFORE_MINUTES = 90
"""Absences are entered in the hour and a half before work begins."""

EARLIEST_MINUTES = 100.0
LATEST_MINUTES = 240.0


@dataclass(frozen=True, slots=True)
class _Person:
    """One employee: a pseudonym, never a person."""

    employee_id: str
    agency: str
    is_field: bool


@dataclass(frozen=True, slots=True)
class _Duty:
    """When one person should come and may go, milliseconds since 1970 UTC; `day` is the day on which it begins."""

    day: str
    begins_ms: int
    ends_ms: int


@dataclass(frozen=True, slots=True)
class _Mood:
    """How one agency fares on one day: chances."""

    excused: float
    absent: float
    late: float


class AttendancePlan:
    """A plan of attendance: a night duty ends on the day after."""

    stream = Stream.ACTIVITY
    reach_days = 1

    def __init__(self, profile: CityProfile, config: AttendanceNumbers, seed: int) -> None:
        self.source = config.source
        self._profile = profile
        self._config = config
        self._seed = seed

    def steps(self, day: date) -> Iterator[Step]:
        """Everybody's day; on a day off only a part of the field staff has duty."""
        hours = self._profile.calendar.hours_on(day)
        local = LocalDay.of(day, self._profile.timezone)
        for agency, people in self._profile.headcounts.items():
            rng = dice_of(self._seed, f"{day}:attendance:{agency}")
            mood = self._mood(rng)
            if hours is not None:
                duty = self._office(hours, local)
                for number in range(1, people.office + 1):
                    yield from self._person(_Person(f"{agency}-K{number:03d}", agency, False), duty, mood, rng)
            for number in range(1, people.field + 1):
                if hours is not None or rng.random() < self._config.field_on_days_off:
                    duty = self._field(number / people.field, local)
                    yield from self._person(_Person(f"{agency}-L{number:03d}", agency, True), duty, mood, rng)

    def _mood(self, rng: Random) -> _Mood:
        config = self._config
        return _Mood(rng.uniform(*config.excused), rng.uniform(*config.absent), rng.uniform(*config.late))

    def _office(self, hours: DayHours, local: LocalDay) -> _Duty:
        """From the beginning of work to the end of the service hours; Ramadan begins later and ends earlier."""
        is_in_period = any(period.covers(local.day) for period in self._profile.calendar.periods)
        begins = self._config.begins_in_periods if is_in_period else self._config.begins
        return _Duty(f"{local.day:%Y%m%d}", local.at(begins), local.at(hours.closes))

    def _field(self, rank: float, local: LocalDay) -> _Duty:
        """The same people always have the same duty: `rank` is their place among all, from 0 to 1."""
        duties = self._config.field_duties
        edges = list(accumulate(duty.share for duty in duties))
        begins = hours_of(duties[min(bisect_left(edges, rank * edges[-1]), len(duties) - 1)].begins)
        return _Duty(f"{local.day:%Y%m%d}", local.at_hour(begins), local.at_hour(begins + self._config.field_hours))

    def _person(self, person: _Person, duty: _Duty, mood: _Mood, rng: Random) -> Iterator[Step]:
        config, drawn = self._config, rng.random()
        if drawn < mood.excused:
            entered_ms = duty.begins_ms - rng.random() * EXCUSED_BEFORE_MINUTES * MS_PER_MINUTE
            yield self._step("excused", entered_ms, person, duty)
        if drawn < mood.excused + mood.absent:
            return
        if rng.random() < mood.late:
            came_ms = duty.begins_ms + min(config.late_minutes.draw(rng), LATEST_MINUTES) * MS_PER_MINUTE
        else:
            came_ms = duty.begins_ms - min(config.early_minutes.draw(rng), EARLIEST_MINUTES) * MS_PER_MINUTE
        yield self._step("checked_in", came_ms, person, duty, **({"is_field": True} if person.is_field else {}))
        yield self._step("checked_out", duty.ends_ms + config.stay_minutes.draw(rng) * MS_PER_MINUTE, person, duty)

    def _step(self, name: str, at_ms: float, person: _Person, duty: _Duty, **data: object) -> Step:
        event_id = f"sim-{self._seed}-{person.employee_id}-{duty.day}-{name}"
        who = {"employee_id": person.employee_id, "agency": person.agency}
        return Step(whole_seconds(at_ms), event_id, f"attendance.{name}", {**who, **data})
