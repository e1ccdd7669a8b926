"""The duties of the crews: who is in the field on a day, from when to when, and around which place."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from data_sources.simulator.activity_config import FieldNumbers, ShiftNumbers
from data_sources.simulator.dice import dice_of
from data_sources.simulator.local_day import MS_PER_MINUTE, LocalDay, hours_of
from data_sources.simulator.places import Places
from data_sources.simulator.steps import whole_seconds
from domain.profile import CityProfile

Point = tuple[float, float]
START_MINUTES = (-8.0, 6.0)
END_MINUTES = (0.0, 14.0)


@dataclass(frozen=True, slots=True)
class Assignment:
    """One task of a crew. All `_ms` are milliseconds since 1970 UTC; `place` is where the crew goes.

    `has_place` is false where the complaint told none; `complaint_id` and `category` are empty for a crew's own task.
    """

    task_id: str
    place: Point
    assigned_ms: int
    accepted_ms: int
    arrived_ms: int
    finished_ms: int
    has_place: bool = True
    due_ms: int | None = None
    complaint_id: str = ""
    category: str = ""

    def overlaps(self, from_ms: int, to_ms: int) -> bool:
        """Whether the crew is busy with it at any instant of a span."""
        return self.assigned_ms < to_ms and from_ms < self.finished_ms


@dataclass(slots=True)
class Duty:
    """One crew on one day. `from_ms`, `to_ms` are milliseconds since 1970 UTC."""

    crew_id: str
    agency: str
    shift_id: str
    from_ms: int
    to_ms: int
    base: Point
    ward: str
    tasks: list[Assignment] = field(default_factory=list)

    def is_free(self, from_ms: int, to_ms: int) -> bool:
        """Whether no task keeps the crew busy in a span."""
        return not any(task.overlaps(from_ms, to_ms) for task in self.tasks)


class Roster:
    """All crews of the city. A crew keeps its shift, its ward and its base for good."""

    def __init__(self, profile: CityProfile, config: FieldNumbers, seed: int, places: Places) -> None:
        self._profile = profile
        self._config = config
        self._seed = seed
        self._places = places

    def duties(self, day: date) -> list[Duty]:
        """The duties that begin on a local day."""
        local = LocalDay.of(day, self._profile.timezone)
        is_working = self._profile.calendar.is_working_day(day)
        numbers: dict[str, int] = {}
        duties: list[Duty] = []
        for shift in self._config.shifts.values():
            for agency, count in shift.crews.items():
                first = numbers.get(agency, 1)
                numbers[agency] = first + count
                on_duty = [place for place in range(count) if is_working or self._is_on_call(place, count, day)]
                duties += [self._duty(agency, first + place, shift, local) for place in on_duty]
        return duties

    def _is_on_call(self, place: int, count: int, day: date) -> bool:
        """On days off a part of the crews has duty, in turns."""
        wanted = round(count * self._config.days_off_share)
        return (place - day.toordinal()) % count < max(1, wanted)

    def _duty(self, agency: str, number: int, shift: ShiftNumbers, local: LocalDay) -> Duty:
        crew_id = f"{agency}-{number:02d}"
        rng = dice_of(self._seed, f"{local.day}:duty:{crew_id}")
        ward, base = self._home(crew_id)
        begins = hours_of(shift.begins)
        return Duty(
            crew_id=crew_id,
            agency=agency,
            shift_id=f"SH-{crew_id}-{local.day:%Y%m%d}",
            from_ms=_about(local.at_hour(begins), START_MINUTES, rng),
            to_ms=_about(local.at_hour(begins + shift.hours), END_MINUTES, rng),
            base=base,
            ward=ward,
        )

    def _home(self, crew_id: str) -> tuple[str, Point]:
        rng = dice_of(self._seed, f"crew:{crew_id}")
        ward = self._places.ward(rng)
        return ward, self._places.spot(ward, rng)


def _about(at_ms: int, minutes: tuple[float, float], rng: Random) -> int:
    return whole_seconds(at_ms + rng.uniform(*minutes) * MS_PER_MINUTE)


def tasks_in_order(duties: list[Duty]) -> Iterator[tuple[Duty, Assignment]]:
    """Every task with the duty in which it is done."""
    for duty in duties:
        for task in sorted(duty.tasks, key=lambda one: one.assigned_ms):
            yield duty, task
