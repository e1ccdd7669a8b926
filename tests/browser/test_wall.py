"""A complaint's way to the wall: what the city's system reports appears, and disappears, by itself."""

import re
from datetime import UTC, datetime, timedelta

import pytest

from layouts.ids import Id, gauge_part
from tests.browser.conftest import OpenWall
from tests.browser.product import Producer, from_now
from tests.browser.wall import CALM, NEWEST_COLOUR, OVERDUE_COLOUR, URGENT, Wall

pytestmark = pytest.mark.browser

GAUGE_CASES = 12
KEPT_BY_DASH = "Object.keys(window.dash_stores[0].getState().layoutHashes)"
HEARD = """(path) => {
  const [store] = window.dash_stores;
  let heard = 0;
  const end = store.subscribe(() => (heard += 1));
  store.dispatch({ type: "RESET_COMPONENT_STATE", payload: { itempath: path } });
  end();
  return heard;
}"""
"""How many words of the store follow when a component has it forget what was set on it."""

LIGHT = 150
"""Of 255: from here on a grey stands out from the ground."""


def test_a_complaint_appears_by_itself(wall: Wall, producer: Producer) -> None:
    """One more is open, and on the map; the newest event bears its producer's time and its place in the stream.

    Dash was told of the page only, and of no frame; and a component that forgets what never was set wakes nobody.
    """
    open_before = wall.number(Id.COMPLAINTS_OPEN)
    drawn_before = wall.pixels(CALM)
    filed = producer.file_complaint("appears", due_at=from_now(days=20))
    wall.until(lambda: wall.newest() == filed, "the complaint on the wall")
    assert wall.number(Id.COMPLAINTS_OPEN) == open_before + 1
    wall.until(lambda: wall.pixels(CALM) > drawn_before, "a dot on the map")
    assert wall.pixels(URGENT, NEWEST_COLOUR) > 0
    (page,) = wall.page.evaluate(KEPT_BY_DASH)
    assert wall.page.evaluate(HEARD, [*page.split(","), "props"]) == 0
    assert wall.page.evaluate(HEARD, page.split(",")) == 1


def test_an_overdue_complaint_is_a_triangle_until_it_is_resolved(wall: Wall, producer: Producer) -> None:
    """Past its deadline it counts as overdue and is drawn in the colour of what is critical; resolved, it is gone."""
    before = wall.number(Id.COMPLAINTS_OPEN), wall.number(Id.COMPLAINTS_OVERDUE)
    triangles = wall.pixels(URGENT, OVERDUE_COLOUR)
    producer.file_complaint("late", datetime.now(UTC) - timedelta(days=3), due_at=from_now(hours=-2))
    wall.until(lambda: wall.number(Id.COMPLAINTS_OVERDUE) == before[1] + 1, "one more overdue")
    assert "is-critical" in wall.attribute(Id.COMPLAINTS_OVERDUE, "class")
    wall.until(lambda: wall.pixels(URGENT, OVERDUE_COLOUR) > triangles + 20, "a triangle")

    resolved = producer.tell("complaint.resolved", complaint_id="late")
    wall.until(lambda: wall.newest() == resolved, "the solution on the wall")
    assert (wall.number(Id.COMPLAINTS_OPEN), wall.number(Id.COMPLAINTS_OVERDUE)) == before
    wall.until(lambda: wall.pixels(URGENT, OVERDUE_COLOUR) == triangles, "no triangle")


def test_the_gauge_speaks_once_there_are_enough_cases(wall: Wall, producer: Producer) -> None:
    """Below ten cases a share says nothing; then it stands there with its n."""
    now = datetime.now(UTC)
    before = int(wall.text(gauge_part(Id.ON_TIME_GAUGE, "sample")).removeprefix("n = "))
    for number in range(GAUGE_CASES):
        case = f"gauge-{number}"
        producer.file_complaint(case, now - timedelta(days=3), due_at=from_now(hours=-1))
        producer.tell("complaint.resolved", now - timedelta(days=2), complaint_id=case)
    expected = f"n = {before + GAUGE_CASES}"
    wall.until(lambda: wall.text(gauge_part(Id.ON_TIME_GAUGE, "sample")) == expected, "the gauge's n")
    assert wall.number(gauge_part(Id.ON_TIME_GAUGE, "value")) > 0
    assert "is-empty" not in wall.attribute(Id.ON_TIME_GAUGE, "class")


def test_an_address_without_a_page_can_be_read(open_wall: OpenWall) -> None:
    """Light words on the dark ground, in the language of the screens."""
    wall = open_wall()
    wall.page.goto(f"{wall.product.url}/nowhere")
    wall.until(lambda: wall.is_shown("main"), "a page")
    assert wall.page.inner_text("main") == "Halaman /nowhere tidak ada. Buka /wall."
    colour = wall.page.evaluate("getComputedStyle(document.querySelector('main')).color")
    assert min(int(channel) for channel in re.findall(r"\d+", colour)) > LIGHT
    assert wall.complaints == []
