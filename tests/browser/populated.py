"""A city in a normal hour: months of finished complaints, some open ones, few of them overdue."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from domain.profile import CityProfile
from tests.browser.product import Fact, a_complaint

CASES_PER_AGENCY = 24
"""Enough for every agency to stand on the leaderboard."""

AGENCIES_WITH_TOO_FEW = 9
LATE_AT_WORST = 9
"""Cases that the last agency solved late; each before it has one less."""

OPEN = 150
OVERDUE = 4
DUE_SOON = 7


def finished_complaints(profile: CityProfile) -> Iterator[Fact]:
    """Of each agency cases whose deadline fell in the last weeks; nearly all were answered and solved in time."""
    now = datetime.now(UTC)
    agencies = list(profile.agencies)[AGENCIES_WITH_TOO_FEW:]
    wards = list(profile.wards)
    for position, agency in enumerate(agencies):
        for case in range(CASES_PER_AGENCY):
            filed = now - timedelta(days=12 + 2 * case, hours=position)
            due = filed + timedelta(days=6)
            closed = due + timedelta(days=1 if case < position - len(agencies) + LATE_AT_WORST else -2)
            name = f"{agency}-{case}"
            changes = {"complaint_id": name, "agency": agency, "ward": wards[(position * 7 + case) % len(wards)]}
            yield "complaint.filed", filed, a_complaint(name) | changes | {"due_at": due.isoformat()}
            yield "complaint.verified", filed + timedelta(hours=1), {"complaint_id": name}
            yield "complaint.resolved", closed, {"complaint_id": name}


def open_complaints(profile: CityProfile) -> Iterator[Fact]:
    """Open ones all over the city, most of them with time left."""
    now = datetime.now(UTC)
    wards = list(profile.wards.values())
    categories = [code for code, category in profile.categories.items() if not category.is_sensitive]
    agencies = list(profile.agencies)
    for number in range(OPEN):
        ward = wards[number * number % len(wards)]
        name = f"open-{number}"
        changes = {
            "complaint_id": name,
            "category": categories[number % len(categories)],
            "agency": agencies[number % len(agencies)],
            "ward": ward.code,
            "lat": ward.lat,
            "lon": ward.lon,
            "due_at": _due(now, number).isoformat(),
        }
        filed = now - timedelta(hours=3 * (OPEN - number))
        yield "complaint.filed", filed, a_complaint(name) | changes
        yield "complaint.verified", filed + timedelta(minutes=20), {"complaint_id": name}


def _due(now: datetime, number: int) -> datetime:
    if number < OVERDUE:
        return now - timedelta(hours=5 + number)
    return now + timedelta(hours=3 + number) if number < OVERDUE + DUE_SOON else now + timedelta(days=20)
