"""Crews in the field: shifts and tasks as one plan, positions as another one of the same source."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from data_sources.simulator.activity_config import FieldNumbers
from data_sources.simulator.complaints import Complaints
from data_sources.simulator.dice import dice_of
from data_sources.simulator.duties import Assignment, Duty, Roster, tasks_in_order
from data_sources.simulator.jobs import Jobs
from data_sources.simulator.local_day import MS_PER_DAY, MS_PER_HOUR, MS_PER_MINUTE, LocalDay, hours_of
from data_sources.simulator.movement import Route
from data_sources.simulator.places import moved, nearby
from data_sources.simulator.steps import MS_PER_SECOND, Life, Step, whole_seconds
from data_sources.simulator.tasks import Dispatcher
from domain.clock import from_epoch_ms
from domain.events import Stream
from domain.profile import CityProfile

DAYS_KEPT = 3


class FieldPlan:
    """A plan of shifts and their tasks: a night shift ends on the day after it began."""

    stream = Stream.ACTIVITY
    reach_days = 1

    def __init__(self, profile: CityProfile, config: FieldNumbers, seed: int, complaints: Complaints) -> None:
        self.source = config.source
        self._profile = profile
        self._config = config
        self._seed = seed
        self._arrivals = complaints.arrivals
        self._roster = Roster(profile, config, seed, complaints.arrivals.places)
        self._jobs = Jobs(complaints, config.complaint_days)
        self._dispatcher = Dispatcher(profile, config, complaints.arrivals.places)
        self._known: dict[date, list[Duty]] = {}

    def steps(self, day: date) -> Iterator[Step]:
        """Everything of the shifts that begin on a local day."""
        duties = self.duties(day)
        for duty in duties:
            life = Life(self._seed, "shift", duty.shift_id, dice_of(self._seed, duty.shift_id))
            life.add("started", duty.from_ms, crew_id=duty.crew_id, agency=duty.agency)
            life.add("ended", duty.to_ms, crew_id=duty.crew_id, agency=duty.agency)
            yield from life.steps
        for duty, task in tasks_in_order(duties):
            yield from self._task(duty, task)

    def duties(self, day: date) -> list[Duty]:
        """The duties of a day with their tasks, worked out once."""
        if day not in self._known:
            self._known = dict(list(self._known.items())[-DAYS_KEPT:])
            self._known[day] = self._worked_out(day)
        return self._known[day]

    def _worked_out(self, day: date) -> list[Duty]:
        duties, rng = self._roster.duties(day), dice_of(self._seed, f"{day}:field")
        local, rain = LocalDay.of(day, self._profile.timezone), self._arrivals.rain(day)
        first_hour = min(hours_of(shift.begins) for shift in self._config.shifts.values())
        for job in self._jobs.completed(day, local.at_hour(first_hour), local.at_hour(first_hour + 24)):
            self._dispatcher.give_job(job, duties, rng)
        for duty in duties:
            self._dispatcher.give_rounds(duty, rain, local, rng)
        return duties

    def _task(self, duty: Duty, task: Assignment) -> Sequence[Step]:
        life = Life(self._seed, "task", task.task_id, dice_of(self._seed, task.task_id))
        told: dict[str, object] = {"agency": duty.agency, "crew_id": duty.crew_id}
        if task.complaint_id:
            told |= {"complaint_id": task.complaint_id, "category": task.category}
        if task.due_ms is not None:
            told["due_at"] = from_epoch_ms(task.due_ms).astimezone(self._profile.timezone).isoformat()
        place = _place(task.place) if task.has_place else {}
        life.add("assigned", task.assigned_ms, **told, **place)
        life.add("accepted", task.accepted_ms)
        life.add("arrived", task.arrived_ms, **_place(nearby(task.place, life.rng) or task.place))
        life.add("finished", task.finished_ms, **self._evidence(task, life.rng))
        return life.steps

    def _evidence(self, task: Assignment, rng: Random) -> dict[str, object]:
        """Photos and a place; now and then no photo before, or a place too far from the task's own."""
        evidence = self._config.evidence
        place = nearby(task.place, rng) or task.place
        if rng.random() < evidence.elsewhere_chance:
            away = moved(task.place, evidence.elsewhere_m.draw(rng), 0)
            place = away if self._profile.bounds.contains(*away) else place
        before = 0 if rng.random() < evidence.none_before_chance else rng.randint(*evidence.photos)
        return {"photos_before": before, "photos_after": rng.randint(*evidence.photos), **_place(place)}


class PositionPlan:
    """A plan of the positions that crews on duty report."""

    stream = Stream.ACTIVITY
    reach_days = 1

    def __init__(self, profile: CityProfile, config: FieldNumbers, seed: int, field: FieldPlan) -> None:
        self.source = config.source
        self._profile = profile
        self._config = config
        self._seed = seed
        self._field = field

    def steps(self, day: date) -> Iterator[Step]:
        """The positions of the duties that begin on a local day."""
        midnight_ms = LocalDay.of(day, self._profile.timezone).midnight_ms
        for duty in self._field.duties(day):
            rng = dice_of(self._seed, f"{duty.shift_id}:positions")
            route = Route(duty, self._config, self._profile.bounds, rng)
            for number, at_ms in enumerate(self._heard(duty, midnight_ms, rng)):
                lat, lon = route.at(at_ms)
                told = {"crew_id": duty.crew_id, "agency": duty.agency, "lat": round(lat, 6), "lon": round(lon, 6)}
                told["accuracy_m"] = round(self._config.positions.accuracy_m.draw(rng), 1)
                yield Step(at_ms, f"sim-{self._seed}-{duty.shift_id}-P{number:04d}", "position.reported", told)

    def _heard(self, duty: Duty, midnight_ms: int, rng: Random) -> Iterator[int]:
        """The instants at which the crew reports: less often at night, when a demonstration runs fast."""
        numbers = self._config.positions
        silent_from_ms, silent_to_ms = self._silence(duty, rng)
        night_ms, morning_ms = (int(hours_of(local) * MS_PER_HOUR) for local in numbers.night)
        by_night, by_day = int(numbers.night_seconds * MS_PER_SECOND), int(numbers.every_seconds * MS_PER_SECOND)
        at_ms = duty.from_ms + int(rng.random() * by_day)
        while at_ms < duty.to_ms:
            if not silent_from_ms <= at_ms < silent_to_ms:
                yield at_ms
            is_night = not morning_ms <= (at_ms - midnight_ms) % MS_PER_DAY < night_ms
            at_ms += by_night if is_night else by_day

    def _silence(self, duty: Duty, rng: Random) -> tuple[int, int]:
        """When nothing is heard of the crew; an empty span on most duties."""
        numbers = self._config.positions
        from_ms = whole_seconds(rng.uniform(duty.from_ms, duty.to_ms))
        if rng.random() >= numbers.silent_chance:
            return from_ms, from_ms
        return from_ms, from_ms + int(numbers.silent_minutes.draw(rng) * MS_PER_MINUTE)


def _place(point: tuple[float, float]) -> dict[str, object]:
    return {"lat": point[0], "lon": point[1]}
