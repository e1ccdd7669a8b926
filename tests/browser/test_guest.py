"""What a stranger before the wall may not learn never reaches the browser, on whatever road."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from domain.profile import CityProfile
from geo.layers import snap
from layouts.ids import Id
from tests.browser.product import Producer, Product, from_now
from tests.browser.wall import Wall

pytestmark = pytest.mark.browser

EXACT = {"lat": -6.178312, "lon": 106.631945}
HIDDEN_PLACE = {"lat": -6.112345, "lon": 106.678912}
REPORTER = {"name": "Siti Kenari", "nik": "3671014509876543", "phone": "081234598765", "email": "kenari@example.net"}
WORDS = "Rumah kedua setelah musala, pagar hijau"
HIDDEN_CATEGORY = "violence_women_children"
NEARBY_DEGREES = 0.01


def points_of(frame: str) -> list[tuple[float, float]]:
    """Where the points of a frame stand."""
    return [(lat, lon) for _, lat, lon, *_ in json.loads(frame)["layers"]["complaints"]["upsert"]]


def test_a_guest_learns_no_person_no_words_and_no_exact_place(
    wall: Wall, product: Product, producer: Producer, tangerang: CityProfile
) -> None:
    """A complaint with all that is personal, and one of a sensitive category: both count, and that is all."""
    open_before = wall.number(Id.COMPLAINTS_OPEN)
    personal = {"reporter": REPORTER, "text": WORDS}
    yesterday = datetime.now(UTC) - timedelta(days=1)
    producer.file_complaint("personal", yesterday, **personal, **EXACT, due_at=from_now(hours=-1))
    producer.tell("complaint.answered", complaint_id="personal", text=WORDS)
    hidden: dict[str, Any] = {"category": HIDDEN_CATEGORY, **personal, **HIDDEN_PLACE, "due_at": from_now(days=2)}
    told = producer.file_complaint("hidden", **hidden)
    wall.until(lambda: wall.newest() == told, "the last of them on the wall")
    assert wall.number(Id.COMPLAINTS_OPEN) == open_before + 2

    frame = wall.page.request.get(f"{product.url}/live/frame").text()
    everything = wall.received() + frame
    assert "Lampu jalan padam" in everything
    assert any(told.position in frame for frame in wall.frames)
    sensitive = [category for category in tangerang.categories.values() if category.is_sensitive]
    live = frame + "".join(wall.frames)
    names = [name for category in sensitive for name in (category.label, category.code)]
    assert [name for name in names if name in live] == []  # the page itself may list what categories there are
    secrets = [WORDS, *REPORTER.values()]
    secrets += [str(degrees) for place in (EXACT, HIDDEN_PLACE) for degrees in place.values()]
    assert [secret for secret in secrets if secret in everything] == []

    points = points_of(frame)
    assert points
    assert [point for point in points if point != snap(*point)] == []
    assert [point for point in points if abs(point[0] - HIDDEN_PLACE["lat"]) < NEARBY_DEGREES] == []
