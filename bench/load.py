"""The load beside the complaints: one working morning of tickets, employees and crews, in any size.

The city's own simulator tells it, with its numbers multiplied: so many more counters and visitors, people on the
schedule and crews. `Load.past` fills the streams up to the moment, `Load.future` is what happens next.
"""

import csv
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

from bench.city import CITY, a_simulator
from bench.crews import EVERY_SECONDS, Crew, Fleet
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.simulator.activity_config import FieldNumbers
from data_sources.simulator.attendance import AttendancePlan
from data_sources.simulator.config import load_simulator_config
from data_sources.simulator.field_plan import FieldPlan
from data_sources.simulator.queues import QueuePlan
from data_sources.simulator.service_config import QueueNumbers, ServiceDesk, SiteNumbers
from data_sources.simulator.steps import Step
from data_sources.stream_entry import EntryFields, encode_entry
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.profile import CityProfile

SEED = 1
SPARE = 1.06
"""So many more numbers are drawn than wanted; those too many are left out at random."""

TRAIL_MINUTES = 5
SHIFT = "morning"
HOUR_SECONDS = 3600
Sourced = tuple[Stream, str, Step]
"""A step of the simulated city with its stream and its source."""


@dataclass(frozen=True)
class Size:
    """How much there is of everything: `tickets` drawn by the moment, `employees` on the schedule, `crews` moving."""

    name: str
    tickets: int
    employees: int
    crews: int


FULL = Size("full load", 20_000, 10_000, 500)
TENTH = Size("a tenth", 2_000, 1_000, 50)


@dataclass(frozen=True)
class Load:
    """One morning. `folder` is its city, whose schedule and counters have its size; `at` its moment.

    `per_second` is how many events of `future` there are in a second of the hour after the moment.
    """

    size: Size
    folder: Path
    rules: ComplaintRules
    at: datetime
    past: Mapping[Stream, Sequence[EntryFields]]
    future: Sequence[tuple[Stream, EntryFields]]
    per_second: float
    fleet: Fleet

    @property
    def profile(self) -> CityProfile:
        """The city."""
        return self.rules.profile


def a_load(size: Size, folder: Path, at: datetime) -> Load:
    """The morning of a size at a moment; its city is written to a folder."""
    config = load_simulator_config(CITY / "simulator.yaml")
    assert config.queues is not None
    assert config.attendance is not None
    assert config.field is not None
    drawn = len(_drawn(QueuePlan(load_city(CITY), config.queues, SEED).steps(_day(at)), at))
    factor = size.tickets * SPARE / drawn
    write_city(folder, size.employees, factor)
    rules = ComplaintRules(load_city(folder), load_legal_limits(folder))
    queues = QueuePlan(rules.profile, multiplied(config.queues, factor), SEED)
    attendance = AttendancePlan(rules.profile, config.attendance, SEED)
    field = FieldPlan(rules.profile, with_crews(config.field, size.crews), SEED, a_simulator().complaints)
    day = _day(at)
    crews = [Crew(duty.crew_id, duty.agency, duty.base) for duty in field.duties(day)]
    fleet = Fleet(crews, rules.profile.bounds, config.field.source)
    steps: list[Sourced] = [
        *((Stream.QUEUES, queues.source, step) for step in only(list(queues.steps(day)), size.tickets, at)),
        *((Stream.ACTIVITY, attendance.source, step) for step in attendance.steps(day)),
        *((Stream.ACTIVITY, field.source, step) for step in field.steps(day)),
    ]
    return _told(size, folder, rules, at, sorted(steps, key=lambda one: one[2].at_ms), fleet)


def _day(at: datetime) -> date:
    return load_city(CITY).calendar.local_date(at)


def _told(
    size: Size, folder: Path, rules: ComplaintRules, at: datetime, steps: Sequence[Sourced], fleet: Fleet
) -> Load:
    at_ms, zone = epoch_ms(at), rules.profile.timezone

    def entry(source: str, step: Step) -> EntryFields:
        return encode_entry(step.type, step.event_id, from_epoch_ms(step.at_ms).astimezone(zone), source, step.data)

    past: dict[Stream, list[EntryFields]] = {Stream.QUEUES: [], Stream.ACTIVITY: []}
    for stream, source, step in steps:
        if step.at_ms <= at_ms:
            past[stream].append(entry(source, step))
    past[Stream.ACTIVITY] += _trail(fleet, at.astimezone(zone))
    to_come = [one for one in steps if one[2].at_ms > at_ms]
    soon = sum(step.at_ms <= at_ms + 1000 * HOUR_SECONDS for _, _, step in to_come)
    future = [(stream, entry(source, step)) for stream, source, step in to_come]
    return Load(size, folder, rules, at, past, future, soon / HOUR_SECONDS, fleet)


def _trail(fleet: Fleet, at: datetime) -> list[EntryFields]:
    """Where the crews were in the last minutes."""
    count = int(TRAIL_MINUTES * 60 / EVERY_SECONDS) * len(fleet)
    return [fleet.report(at - timedelta(seconds=back / fleet.per_second)) for back in range(count, 0, -1)]


# --- as large as wanted


def write_city(folder: Path, employees: int, factor: float) -> None:
    """The city's folder with so many people on its schedule, and its counters times a factor."""
    shutil.copytree(CITY, folder)
    columns = ("headcount_office", "headcount_field")
    units = _rows(folder / "units.csv")
    shares = apportioned([float(row[column]) for row in units for column in columns], employees)
    cells = [(row, column) for row in units for column in columns]
    for (row, column), people in zip(cells, shares, strict=True):
        row[column] = str(people)
    _write(folder / "units.csv", units)
    sites = _rows(folder / "sites.csv")
    for row in sites:
        row["counters_planned"] = str(_times(int(row["counters_planned"] or 0), factor))
    _write(folder / "sites.csv", sites)


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _write(path: Path, rows: Sequence[dict[str, str]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def apportioned(weights: Sequence[float], total: int) -> list[int]:
    """A total divided by weights into whole numbers: the largest remainders get what is left."""
    exact = [weight * total / sum(weights) for weight in weights]
    parts = [int(share) for share in exact]
    by_remainder = sorted(range(len(exact)), key=lambda place: parts[place] - exact[place])
    for place in islice(by_remainder, total - sum(parts)):
        parts[place] += 1
    return parts


def multiplied(queues: QueueNumbers, factor: float) -> QueueNumbers:
    """As many times the visitors, and counters for them."""
    kinds = {kind: _multiplied(site, factor) for kind, site in queues.kinds.items()}
    return queues.model_copy(update={"kinds": kinds})


def _multiplied(site: SiteNumbers, factor: float) -> SiteNumbers:
    return site.model_copy(update={"desks": [_desk(desk, factor) for desk in site.desks]})


def _desk(desk: ServiceDesk, factor: float) -> ServiceDesk:
    more = {"counters": _times(desk.counters, factor), "tickets": desk.tickets * factor}
    return desk.model_copy(update=more)


def _times(count: int, factor: float) -> int:
    return max(1, round(count * factor))


def with_crews(field: FieldNumbers, count: int) -> FieldNumbers:
    """One shift of so many crews; nobody else is in the field."""
    shift = field.shifts[SHIFT]
    parts = apportioned(list(shift.crews.values()), count)
    crews = dict(zip(shift.crews, parts, strict=True))
    return field.model_copy(update={"shifts": {SHIFT: shift.model_copy(update={"crews": crews})}})


def _drawn(steps: Iterable[Step], at: datetime) -> list[str]:
    """The tickets that were drawn by an instant."""
    at_ms = epoch_ms(at)
    return [_ticket(step) for step in steps if step.type == "ticket.issued" and step.at_ms <= at_ms]


def _ticket(step: Step) -> Any:
    return step.data.get("ticket_id", "")


def only(steps: Sequence[Step], tickets: int, at: datetime) -> list[Step]:
    """The steps of a day on which exactly so many tickets were drawn by an instant."""
    drawn = sorted(_drawn(steps, at))
    if len(drawn) < tickets:
        raise ValueError(f"expected {tickets} tickets by {at}, the simulated day has {len(drawn)}; raise SPARE")
    too_many = set(Random(SEED).sample(drawn, len(drawn) - tickets))
    return [step for step in steps if _ticket(step) not in too_many]
