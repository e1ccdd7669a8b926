"""What a chaos run tells of: random lives of every kind, some long over and some still under way."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from domain.events import PAYLOAD_BY_TYPE, Stream
from domain.profile import CityProfile

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
"""The instant at which the clock of all processes stands."""


class Fact(NamedTuple):
    """What happened, before it is sent."""

    at: datetime
    event_type: str
    data: dict[str, object]

    @property
    def stream(self) -> Stream:
        return PAYLOAD_BY_TYPE[self.event_type].stream


Step = tuple[float, str, Mapping[str, object]]
"""Minutes after the begin of a life, an event type, and what is told."""

Life = Callable[[int, Random, CityProfile], list[Fact]]


def _until_now(at: datetime, data: Mapping[str, object], *steps: Step) -> list[Fact]:
    """The steps of one life that have happened, each so many minutes after its begin."""
    facts = [Fact(at + timedelta(minutes=after), name, {**data, **more}) for after, name, more in steps]
    return [fact for fact in facts if fact.at <= NOW]


def _steps(random: Random, agencies: list[str]) -> Iterator[tuple[str, dict[str, object]]]:
    if random.random() < 0.9:
        yield "verified", {}
    for _ in range(random.choice([1, 1, 1, 1, 2, 3])):
        yield "assigned", {"agency": random.choice(agencies)}
    if random.random() < 0.3:
        yield "answered", {"text": "Sedang kami periksa."}
    if random.random() < 0.2:
        yield "waiting_reporter", {}
        yield random.choice(["resumed", "completed", "archived"]), {}
    yield "started", {}
    for _ in range(random.choice([0, 1, 1, 1, 1, 2])):
        yield "completed", {"photos_before": 1, "photos_after": 1}
        yield random.choice(["resolved", "resolved", "resolved", "rejected", "duplicate", "archived"]), {}
        yield random.choice(["reopened", "rated", "rated", "rated"]), {"stars": random.randint(1, 5)}


def _complaint(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """A complaint of the last 400 days, with what has happened to it until now."""
    complaint_id, at = f"K-{number}", NOW - timedelta(minutes=random.uniform(1, 400 * 24 * 60))
    ward = random.choice(list(profile.wards.values()))
    data: dict[str, object] = {
        "category": random.choice(list(profile.categories)),
        "channel": random.choice(list(profile.channels)),
        "ward": ward.code,
        **({"lat": ward.lat, "lon": ward.lon} if random.random() < 0.8 else {}),
        **({"due_at": (at + timedelta(days=7)).isoformat()} if random.random() < 0.1 else {}),
        **({"reporter": {"name": "Warga"}, "text": "Tolong segera."} if random.random() < 0.3 else {}),
    }
    facts = [Fact(at, "complaint.filed", {"complaint_id": complaint_id, **data})]
    for name, more in _steps(random, list(profile.agencies)):
        at += timedelta(minutes=random.expovariate(1 / (24 * 60)))
        if at >= NOW:
            break
        facts.append(Fact(at, f"complaint.{name}", {"complaint_id": complaint_id, **more}))
    return facts


def _some_time(random: Random) -> datetime:
    """This morning, or long ago: what is still under way is live. Whole minutes, so that instants coincide."""
    minutes = random.randrange(110) if random.random() < 0.3 else random.randrange(60, 400 * 24 * 60)
    return NOW - timedelta(minutes=minutes)


def _call(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """A call with two units; of some nobody came, some were never closed, and some were no emergency."""
    received: dict[str, object] = {
        "category": random.choice(sorted(profile.call_classes)),
        "is_emergency": random.random() < 0.7,
    }
    steps: list[Step] = [(0, "call.received", received)]
    for unit in ("U1", "U2"):
        steps.append((random.randrange(1, 6), "call.dispatched", {"unit_id": unit}))
        steps.append((random.randrange(5, 30), "call.arrived", {"unit_id": unit}))
    steps.append((random.randrange(20, 90), "call.closed", {"outcome": "handled"}))
    told = [step for step in steps if random.random() < 0.9]
    return _until_now(_some_time(random), {"call_id": f"C-{number}"}, *told)


def _ticket(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    is_online = random.random() < 0.3
    place: dict[str, object] = {
        "site": random.choice(list(profile.sites)),
        "service": random.choice(list(profile.services)),
        "is_online": is_online,
    }
    came: list[Step] = [(15, "ticket.checked_in", {})] if is_online else []
    ending = random.choice(["served", "served", "skipped", "cancelled"])
    return _until_now(
        _some_time(random),
        {"ticket_id": f"T-{number}"},
        (0, "ticket.issued", place),
        *came,
        (20, "ticket.called", {"counter": "1"}),
        (21, "ticket.serving", {}),
        (30, f"ticket.{ending}", {}),
    )


def _counter(_number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """Some of a counter's day; each counter has many days."""
    counter: dict[str, object] = {"site": random.choice(list(profile.sites)), "counter": f"{random.randrange(4)}"}
    steps: tuple[Step, ...] = (
        (0, "counter.opened", {}),
        (25, "counter.paused", {}),
        (30, "counter.opened", {}),
        (70, "counter.closed", {}),
    )
    return _until_now(_some_time(random), counter, *steps)


def _posted_wait(_number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """Often of the same instant at the same site."""
    told: dict[str, object] = {"wait_minutes": random.randrange(120), "waiting": random.randrange(40)}
    site = random.choice(list(profile.sites))
    return _until_now(_some_time(random), {"site": site}, (0, "site.wait_reported", told))


def _survey(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """An answer, which is sometimes corrected."""
    site = random.choice(list(profile.sites))
    answers = [{"scores": [random.randint(1, 4) for _ in range(9)]} for _ in range(random.choice([1, 1, 2]))]
    steps = ((5 * number, "survey.answered", answer) for number, answer in enumerate(answers))
    return _until_now(_some_time(random), {"survey_id": f"S-{number}", "site": site}, *steps)


def _attendance(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """Two days of an employee."""
    employee: dict[str, object] = {"employee_id": f"p-{number}", "agency": random.choice(list(profile.agencies))}
    at, day = _some_time(random), 24 * 60
    first: list[Step] = [(-day, "attendance.checked_in", {}), (8 * 60 - day, "attendance.checked_out", {})]
    excused: list[Step] = [(-day, "attendance.excused", {})]
    today = [(0, "attendance.checked_in", {"is_field": random.random() < 0.5}), (50, "attendance.checked_out", {})]
    return _until_now(at, employee, *random.choice([first, excused]), *today)


def _shift(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    shift = {"shift_id": f"W-{number}", "crew_id": f"C-{number % 40}", "agency": random.choice(list(profile.agencies))}
    return _until_now(_some_time(random), shift, (0, "shift.started", {}), (100, "shift.ended", {}))


def _task(number: int, random: Random, profile: CityProfile) -> list[Fact]:
    """A task, and the position of its crew."""
    ward = random.choice(list(profile.wards.values()))
    at, place = _some_time(random), {"lat": ward.lat, "lon": ward.lon}
    crew: dict[str, object] = {"crew_id": f"C-{number % 40}", "agency": random.choice(list(profile.agencies))}
    steps = _until_now(
        at,
        {"task_id": f"J-{number}"},
        (0, "task.assigned", {**crew, **place, "due_at": (at + timedelta(minutes=60)).isoformat()}),
        (5, "task.accepted", {}),
        (15, "task.arrived", {}),
        (40, "task.finished", {**place, "photos_after": 1}),
    )
    return steps + _until_now(at, crew, (9, "position.reported", place))


LIVES: tuple[tuple[Life, int], ...] = (
    (_complaint, 42),
    (_call, 8),
    (_ticket, 20),
    (_counter, 4),
    (_posted_wait, 3),
    (_survey, 3),
    (_task, 12),
    (_attendance, 5),
    (_shift, 3),
)
"""What is told of, and how many in a hundred events are about it."""


def facts_of(count: int, random: Random, profile: CityProfile) -> list[Fact]:
    """Five in ten on the stream of complaints, three on that of queues, two on that of activity."""
    facts: list[Fact] = []
    for life, percent in LIVES:
        mine: list[Fact] = []
        while len(mine) < count * percent // 100:
            mine += life(len(mine), random, profile)
        facts += mine[: count * percent // 100]
    return facts
