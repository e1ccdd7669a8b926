"""What the producer of a chaos run writes: lives of complaints, tickets and tasks, repeated, delayed and poisoned.

The same count and seed give the same plan, so a failed run can be looked at again.
"""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from random import Random
from typing import NamedTuple

from redis.typing import EncodableT, FieldT

from domain.events import DeadLetterReason, Stream
from domain.profile import CityProfile

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
"""The instant at which the clock of all processes stands."""

SEND_AGAIN = 0.01
SEND_LATE = 0.05
POISON = 0.001
HEARTBEAT_EVERY = 250
REACH = 3000.0
"""How far behind its place an entry may be sent late, or sent again, counted in entries."""

Fields = dict[FieldT, EncodableT]


class Attempt(NamedTuple):
    """One entry to write. `name` is the event's id, of poison its source; `reason` is why poison is refused."""

    what: str
    name: str
    stream: Stream
    fields: Fields
    reason: str = ""


class _Fact(NamedTuple):
    at: datetime
    stream: Stream
    event_type: str
    data: dict[str, object]


def plan(count: int, seed: int, profile: CityProfile) -> list[Attempt]:
    """The entries in the order of writing: `count` different events, and what is added to them."""
    random = Random(seed)
    facts = sorted(_facts(count, random, profile), key=lambda fact: fact.at)
    placed: list[tuple[float, Attempt]] = []
    for place, fact in enumerate(facts):
        attempt = _event(fact, f"{seed}-{place}")
        late = random.uniform(50, REACH) if random.random() < SEND_LATE else 0.0
        placed.append((place + late, attempt))
        if place % HEARTBEAT_EVERY == 0:
            placed.append((place, heartbeat(f"{seed}-beat-{place}", fact.stream)))
    again = random.sample(placed, round(count * SEND_AGAIN))
    placed += [(place + random.uniform(1, REACH), attempt) for place, attempt in again]
    placed += [(random.uniform(0, count), attempt) for attempt in _poison(count, seed)]
    placed.sort(key=lambda pair: pair[0])
    return [attempt for _, attempt in placed]


def _event(fact: _Fact, event_id: str) -> Attempt:
    return Attempt("event", event_id, fact.stream, entry(event_id, fact.event_type, fact.at, fact.data))


def entry(event_id: str, event_type: str, at: datetime, data: dict[str, object], source: str = "laksa") -> Fields:
    """The fields of one entry."""
    return {
        "v": "1",
        "id": event_id,
        "type": event_type,
        "at": at.isoformat(),
        "source": source,
        "data": json.dumps(data),
    }


def complaint_entry(event_id: str, event_type: str = "complaint.filed", at: datetime = NOW, **data: object) -> Fields:
    """A fact about a complaint, K-1 if nothing else is said."""
    filed = {"category": "pothole", "channel": "LAKSA"} if event_type == "complaint.filed" else {}
    return entry(event_id, event_type, at, {"complaint_id": "K-1", **filed, **data})


def heartbeat(event_id: str, stream: Stream) -> Attempt:
    """A sign of life of the producer."""
    return Attempt("heartbeat", event_id, stream, entry(event_id, "heartbeat", NOW, {"producer": "laksa"}))


def _facts(count: int, random: Random, profile: CityProfile) -> list[_Fact]:
    """Seven in ten about complaints, two about tickets, one about tasks and positions."""
    quotas = ((_complaint, count - count // 5 - count // 10), (_ticket, count // 5), (_task, count // 10))
    facts: list[_Fact] = []
    for live, quota in quotas:
        mine: list[_Fact] = []
        while len(mine) < quota:
            mine += live(len(mine), random, profile)
        facts += mine[:quota]
    return facts


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


def _complaint(number: int, random: Random, profile: CityProfile) -> list[_Fact]:
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
    facts = [_Fact(at, Stream.COMPLAINTS, "complaint.filed", {"complaint_id": complaint_id, **data})]
    for name, more in _steps(random, list(profile.agencies)):
        at += timedelta(minutes=random.expovariate(1 / (24 * 60)))
        if at >= NOW:
            break
        facts.append(_Fact(at, Stream.COMPLAINTS, f"complaint.{name}", {"complaint_id": complaint_id, **more}))
    return facts


def _ticket(number: int, random: Random, profile: CityProfile) -> list[_Fact]:
    key: dict[str, object] = {"ticket_id": f"T-{number}"}
    place = {"site": random.choice(list(profile.sites)), "service": random.choice(list(profile.services))}
    at = _some_time(random)
    facts = [
        _Fact(at, Stream.QUEUES, "ticket.issued", {**key, **place}),
        _Fact(at + timedelta(minutes=20), Stream.QUEUES, "ticket.called", {**key, "counter": "1"}),
        _Fact(at + timedelta(minutes=30), Stream.QUEUES, "ticket.served", key),
    ]
    return [fact for fact in facts if fact.at <= NOW]


def _some_time(random: Random) -> datetime:
    """This morning, or long ago: what is still under way is live."""
    minutes = random.uniform(0, 110) if random.random() < 0.3 else random.uniform(60, 400 * 24 * 60)
    return NOW - timedelta(minutes=minutes)


def _task(number: int, random: Random, profile: CityProfile) -> list[_Fact]:
    at, agency = _some_time(random), random.choice(list(profile.agencies))
    ward = random.choice(list(profile.wards.values()))
    place: dict[str, object] = {"lat": ward.lat, "lon": ward.lon}
    crew: dict[str, object] = {"crew_id": f"C-{number % 40}", "agency": agency}
    facts = [
        _Fact(at, Stream.ACTIVITY, "task.assigned", {"task_id": f"J-{number}", **crew}),
        _Fact(at + timedelta(minutes=9), Stream.ACTIVITY, "position.reported", {**crew, **place}),
        _Fact(at + timedelta(minutes=40), Stream.ACTIVITY, "task.finished", {"task_id": f"J-{number}", **place}),
    ]
    return [fact for fact in facts if fact.at <= NOW]


def _poison(count: int, seed: int) -> Iterator[Attempt]:
    """Every kind of it at least once; each has a source of its own, by which its dead letter is known."""
    kinds = list(_poisoned(""))
    for number in range(max(round(count * POISON), len(kinds))):
        name = f"poison-{seed}-{number}"
        reason, fields = list(_poisoned(name))[number % len(kinds)]
        yield Attempt("poison", name, Stream.COMPLAINTS, fields, reason.value)


def _poisoned(name: str) -> Iterator[tuple[DeadLetterReason, Fields]]:
    at = NOW - timedelta(days=1)
    filed: dict[str, object] = {"complaint_id": name, "category": "pothole", "channel": "LAKSA"}
    good = entry(name, "complaint.filed", at, filed, name)

    def with_data(**changes: object) -> Fields:
        return entry(name, "complaint.filed", at, {**filed, **changes}, name)

    def rated(stars: object) -> Fields:
        return entry(name, "complaint.rated", at, {"complaint_id": name, "stars": stars}, name)

    yield DeadLetterReason.BAD_UTF8, {**good, "data": b"\xff\xfe"}
    yield DeadLetterReason.NOT_JSON, {**good, "data": '{"complaint_id": '}
    yield DeadLetterReason.OVERSIZED, with_data(text="x" * 40_000)
    yield DeadLetterReason.MISSING_FIELD, {key: value for key, value in good.items() if key != "at"}
    yield DeadLetterReason.WRONG_TYPE, rated("five")
    yield DeadLetterReason.OUT_OF_RANGE, rated(9)
    yield DeadLetterReason.WRONG_VERSION, {**good, "v": "9"}
    yield DeadLetterReason.UNKNOWN_TYPE, {**good, "type": "complaint.eaten"}
    yield DeadLetterReason.WRONG_STREAM, entry(name, "ticket.served", at, {"ticket_id": name}, name)
    yield DeadLetterReason.NAIVE_TIME, {**good, "at": "2026-11-01T10:00:00"}
    yield DeadLetterReason.ABSURD_TIME, {**good, "at": "1999-11-01T10:00:00+07:00"}
    yield DeadLetterReason.OUTSIDE_CITY, with_data(lat=-6.9, lon=107.6)
    yield DeadLetterReason.UNKNOWN_AGENCY, with_data(agency="NOWHERE")
    yield DeadLetterReason.UNKNOWN_CATEGORY, with_data(category="dragons")
    yield DeadLetterReason.UNKNOWN_WARD, with_data(ward="00.00")
    yield DeadLetterReason.UNKNOWN_CHANNEL, with_data(channel="pigeon")
