"""The tasks of the crews: the work on complaints first, and between them what each crew does by itself."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from random import Random

from data_sources.simulator.activity_config import FieldNumbers
from data_sources.simulator.arrivals import Rain
from data_sources.simulator.dice import random_times
from data_sources.simulator.duties import Assignment, Duty, Point
from data_sources.simulator.jobs import Job
from data_sources.simulator.local_day import MS_PER_HOUR, MS_PER_MINUTE, LocalDay
from data_sources.simulator.places import Places
from data_sources.simulator.steps import whole_seconds
from domain.nearby import distance_m
from domain.profile import CityProfile

SHORTEST_MS = 4 * MS_PER_MINUTE
MARGIN_MS = 2 * MS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class _Spans:
    """How long a task takes, step by step, milliseconds."""

    accept: float
    travel: float
    work: float

    @property
    def total(self) -> float:
        return self.accept + self.travel + self.work


class Dispatcher:
    """Gives tasks to duties. A crew does one thing at a time."""

    def __init__(self, profile: CityProfile, config: FieldNumbers, places: Places) -> None:
        self._profile = profile
        self._config = config
        self._places = places
        self._wards: dict[str, list[str]] = {}
        for ward in profile.wards.values():
            self._wards.setdefault(ward.district_code, []).append(ward.code)

    def give_job(self, job: Job, duties: Sequence[Duty], rng: Random) -> bool:
        """Let the nearest free crew of the agency finish a complaint's work when it was completed."""
        place = job.place or self._places.spot(job.ward, rng)
        able = [duty for duty in duties if duty.agency == job.agency and duty.from_ms < job.completed_ms <= duty.to_ms]
        for duty in sorted(able, key=lambda each: _way_m(each.base, place)):
            spans = self._spans(_way_m(duty.base, place), rng)
            from_ms = max(job.completed_ms - int(spans.total), job.assigned_ms, duty.from_ms + MS_PER_MINUTE)
            if job.completed_ms - from_ms >= SHORTEST_MS and duty.is_free(from_ms - MARGIN_MS, job.completed_ms):
                task = _fitted(f"TG-{job.complaint_id}", place, spans, from_ms, job.completed_ms)
                duty.tasks.append(
                    replace(task, complaint_id=job.complaint_id, category=job.category, has_place=job.place is not None)
                )
                return True
        return False

    def give_rounds(self, duty: Duty, rain: Rain | None, local: LocalDay, rng: Random) -> None:
        """Fill a duty with the crew's own tasks: rounds, checks, small repairs."""
        expected = self._config.tasks_per_duty * (self._config.rain_factor if _is_wet(duty, rain, local) else 1)
        length_ms = duty.to_ms - duty.from_ms
        for number, share in enumerate(random_times(expected, rng), start=1):
            place = self._places.spot(self._near(duty.ward, rng), rng)
            spans = self._spans(_way_m(duty.base, place), rng)
            from_ms = whole_seconds(duty.from_ms + MS_PER_MINUTE + share * length_ms)
            to_ms = from_ms + int(spans.total)
            if to_ms < duty.to_ms - MARGIN_MS and duty.is_free(from_ms - MARGIN_MS, to_ms + MARGIN_MS):
                due_ms = from_ms + int(self._config.due_hours * MS_PER_HOUR)
                task_id = f"TG-{duty.shift_id}-{number}"
                duty.tasks.append(_fitted(task_id, place, spans, from_ms, to_ms, due_ms))

    def _near(self, ward: str, rng: Random) -> str:
        """A ward of the same district."""
        known = self._profile.wards.get(ward)
        return rng.choice(self._wards[known.district_code]) if known else ""

    def _spans(self, way_m: float, rng: Random) -> _Spans:
        config = self._config
        travel = config.set_off_minutes + way_m / 1000 * config.minutes_per_km * rng.uniform(0.8, 1.4)
        return _Spans(
            accept=config.accept_minutes.draw(rng) * MS_PER_MINUTE,
            travel=travel * MS_PER_MINUTE,
            work=config.work_minutes.draw(rng) * MS_PER_MINUTE,
        )


def _fitted(
    task_id: str, place: Point, spans: _Spans, from_ms: int, to_ms: int, due_ms: int | None = None
) -> Assignment:
    """A task whose steps keep their proportions between two instants."""
    scale = (to_ms - from_ms) / spans.total
    accepted = from_ms + spans.accept * scale
    return Assignment(
        task_id=task_id,
        place=place,
        assigned_ms=whole_seconds(from_ms),
        accepted_ms=whole_seconds(accepted),
        arrived_ms=whole_seconds(accepted + spans.travel * scale),
        finished_ms=whole_seconds(to_ms),
        due_ms=due_ms,
    )


def _is_wet(duty: Duty, rain: Rain | None, local: LocalDay) -> bool:
    if rain is None:
        return False
    return duty.from_ms < local.at_hour(rain.from_hour + rain.hours) and local.at_hour(rain.from_hour) < duty.to_ms


def _way_m(from_: Point, to: Point) -> float:
    return distance_m(*from_, *to)
