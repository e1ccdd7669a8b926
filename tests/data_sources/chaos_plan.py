"""What the producer of a chaos run writes: lives of all kinds on all streams, repeated, delayed and poisoned.

The same count and seed give the same plan, so a failed run can be looked at again.
"""

import json
from collections.abc import Iterator
from datetime import datetime, timedelta
from random import Random
from typing import NamedTuple

from redis.typing import EncodableT, FieldT

from domain.events import DeadLetterReason, Stream
from domain.profile import CityProfile
from tests.data_sources.chaos_lives import NOW, Fact, facts_of

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


def plan(count: int, seed: int, profile: CityProfile) -> list[Attempt]:
    """The entries in the order of writing: `count` different events, and what is added to them."""
    random = Random(seed)
    facts = sorted(facts_of(count, random, profile), key=lambda fact: fact.at)
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


def _event(fact: Fact, event_id: str) -> Attempt:
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


def _poison(count: int, seed: int) -> Iterator[Attempt]:
    """Every kind of it at least once; each has a source of its own, by which its dead letter is known."""
    kinds = list(_poisoned(""))
    for number in range(max(round(count * POISON), len(kinds))):
        name = f"poison-{seed}-{number}"
        stream, reason, fields = list(_poisoned(name))[number % len(kinds)]
        yield Attempt("poison", name, stream, fields, reason.value)


def _poisoned(name: str) -> Iterator[tuple[Stream, DeadLetterReason, Fields]]:
    for stream, poisons in _POISONS.items():
        yield from ((stream, reason, fields) for reason, fields in poisons(name))


def _poisoned_complaints(name: str) -> Iterator[tuple[DeadLetterReason, Fields]]:
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


def _poisoned_queues(name: str) -> Iterator[tuple[DeadLetterReason, Fields]]:
    at = NOW - timedelta(days=1)
    issued: dict[str, object] = {"ticket_id": name, "site": "MPP", "service": "permit"}
    good = entry(name, "ticket.issued", at, issued, name)

    def with_data(**changes: object) -> Fields:
        return entry(name, "ticket.issued", at, {**issued, **changes}, name)

    yield DeadLetterReason.UNKNOWN_SITE, with_data(site="NOWHERE")
    yield DeadLetterReason.UNKNOWN_SERVICE, with_data(service="dragons")
    yield DeadLetterReason.NOT_JSON, {**good, "data": "MPP"}
    yield (
        DeadLetterReason.OUT_OF_RANGE,
        entry(name, "site.wait_reported", at, {"site": "MPP", "wait_minutes": -1}, name),
    )
    yield (
        DeadLetterReason.WRONG_TYPE,
        entry(name, "survey.answered", at, {**issued, "survey_id": name, "scores": 4}, name),
    )
    yield DeadLetterReason.WRONG_STREAM, entry(name, "task.accepted", at, {"task_id": name}, name)


def _poisoned_activity(name: str) -> Iterator[tuple[DeadLetterReason, Fields]]:
    at = NOW - timedelta(days=1)
    shift: dict[str, object] = {"shift_id": name, "crew_id": "C-1", "agency": "DLH"}
    far_away: dict[str, object] = {"crew_id": "C-1", "agency": "DLH", "lat": -6.9, "lon": 107.6}
    good = entry(name, "shift.started", at, shift, name)
    yield DeadLetterReason.UNKNOWN_AGENCY, entry(name, "shift.started", at, {**shift, "agency": "NOWHERE"}, name)
    yield DeadLetterReason.OUTSIDE_CITY, entry(name, "position.reported", at, far_away, name)
    yield DeadLetterReason.MISSING_FIELD, entry(name, "task.assigned", at, {"task_id": name}, name)
    yield DeadLetterReason.BAD_UTF8, {**good, "data": b"\xff\xfe"}
    yield DeadLetterReason.NAIVE_TIME, {**good, "at": "2026-11-01T10:00:00"}


_POISONS = {
    Stream.COMPLAINTS: _poisoned_complaints,
    Stream.QUEUES: _poisoned_queues,
    Stream.ACTIVITY: _poisoned_activity,
}
"""What is refused, on each stream."""
