"""Complaints for reviews: as many as asked for, of every state, spread over agencies and a year."""

from collections.abc import Iterator
from random import Random
from typing import Any

from data_sources.store import Store
from data_sources.tables import complaints
from domain.complaints import ComplaintState
from domain.events import ComplaintClass
from domain.profile import CityProfile

DAY_MS = 86_400_000
HOUR_MS = 3_600_000
CHUNK = 20_000


def many_rows(
    count: int, now_ms: int, profile: CityProfile, seed: int = 1, days: int = 365
) -> Iterator[dict[str, Any]]:
    """Rows of the store's table of complaints. The first agencies have many, the last ones few."""
    random = Random(seed)
    agencies, categories, wards = list(profile.agencies), list(profile.categories), [*profile.wards, ""]
    weights = [1 / (place + 1) for place in range(len(agencies))]
    chosen = random.choices(agencies, weights, k=count)
    for number in range(count):
        yield _row(number, chosen[number], random, now_ms, categories, wards, days)


def _row(
    number: int, agency: str, random: Random, now_ms: int, categories: list[str], wards: list[str], days: int
) -> dict[str, Any]:
    opened = now_ms - random.randrange(days * DAY_MS)
    is_old = now_ms - opened > 30 * DAY_MS
    state = random.randint(8, 11) if is_old and random.random() < 0.97 else random.randint(1, 11)
    is_closed = state >= ComplaintState.RESOLVED
    is_paused = state == ComplaintState.WAITING_REPORTER
    due = opened + random.randint(1, 20) * DAY_MS if random.random() < 0.95 else 0
    had_waited = is_closed and number % 7 == 0
    is_done = state == ComplaintState.AWAITING_VERIFICATION
    completed = now_ms - number % 60 * HOUR_MS if is_done else 0
    return {
        "complaint_id": f"T-{number:07d}",
        "state": state,
        "category": random.choice(categories),
        "channel": "LAKSA",
        "ward": random.choice(wards),
        "agency": agency,
        "classification": random.choices(list(ComplaintClass), (1, 1, 7, 1))[0].value,
        "lat": None,
        "lon": None,
        "opened_ms": opened,
        "response_ms": 0,
        "closed_ms": min(now_ms, opened + random.randrange(25 * DAY_MS)) if is_closed else 0,
        "changed_ms": opened,
        "response_due_ms": 0,
        "due_ms": due,
        "legal_due_ms": 0,
        "has_source_due": False,
        "paused_from_ms": opened + random.randrange(5 * DAY_MS) if is_paused else opened + HOUR_MS if had_waited else 0,
        "resumed_ms": opened + number % 40 * HOUR_MS if had_waited else 0,
        "handoffs": random.choices((0, 1, 2, 3), (80, 15, 4, 1))[0],
        "reopenings": 0,
        "stars": 0,
        "policy": "",
        "calendar": "",
        "revision": number // 100 + 1,
        "response_target_ms": 0,
        "completed_ms": completed,
        "verification_due_ms": completed + 2 * DAY_MS if is_done else 0,
        "intake_calendar": "",
    }


def fill(store: Store, rows: Iterator[dict[str, Any]]) -> None:
    """Put rows into the store, a chunk in a transaction."""
    while chunk := [row for row, _ in zip(rows, range(CHUNK), strict=False)]:
        with store.writing() as connection:
            connection.execute(complaints.insert(), chunk)
