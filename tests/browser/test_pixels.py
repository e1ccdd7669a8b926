"""Every scene as it is drawn: calm in a normal hour, legible in both themes, one picture on every kind of screen."""

import re
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page

from domain.alarms.priority import Priority
from domain.choropleth import AreaIndicator
from layouts.colours import LEAST_SHAPE_CONTRAST, LEAST_TEXT_CONTRAST, MOST_CONTRAST
from layouts.ids import Id
from layouts.text import ENGLISH, INDONESIAN, Texts
from tests.browser.geometry import VIVID_AT_MOST
from tests.browser.pictured import Pictured, pictured
from tests.browser.pixels import Pixels, pixels_of, red, shapes_in, vivid, words_in
from tests.browser.turned import SETTLED_MS, SIZES, turned_wall
from tests.changing_city import a_troubled_city
from tests.factories import a_snapshot, an_empty_snapshot, tangerang
from tests.normal_hour import a_normal_hour

pytestmark = [pytest.mark.browser, pytest.mark.long]

LOOKED_AT = ("wall-165", "tv-75", "tv-75-light")
"""The usual wall, the screen that holds least, and the light theme."""

SHORTENED = re.compile(r"(sepi|nothing for) |BANJIR ALARM|ALARM FLOOD|Holiday: ")
"""A day's name and the strips of feeds and alarms leave words out at their end, where there are more than they hold."""

CREDIT = "(words) => document.querySelectorAll('.map-credit').forEach((one) => (one.textContent = words))"


@pytest.fixture(scope="module", params=[INDONESIAN, ENGLISH], ids=["id", "en"])
def city(request: pytest.FixtureRequest) -> Iterator[Pictured]:
    """The wall of a city in each of its languages."""
    texts: Texts = request.param
    with pictured(texts) as city:
        yield city


@pytest.fixture(scope="module")
def indonesian() -> Iterator[Pictured]:
    """The wall of a city as it is shown."""
    with pictured() as city:
        yield city


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_a_normal_hour_is_calm_in_every_scene(screen: str, browser: Browser, indonesian: Pictured) -> None:
    """Of each scene fewer than one pixel in twenty is colour, and none is red; all of it can be read."""
    indonesian.show(a_normal_hour())
    found: list[str] = []
    with turned_wall(browser, indonesian, screen) as wall:
        for part in wall.parts():
            pixels = pixels_of(browser, wall.page)
            share, reds = float(vivid(pixels).mean()), int(red(pixels).sum())
            sys.stdout.write(f"{screen} {part}: {share:.2%} saturated, {reds} red\n")
            found += [f"{part}: {share:.1%} saturated"] if share >= VIVID_AT_MOST else []
            found += [f"{part}: {reds} pixels red"] if reds else []
            found += faint(f"{screen} {part}", wall.page, pixels)
    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_a_busy_hour_can_be_read_as_well(screen: str, browser: Browser, indonesian: Pictured) -> None:
    """And what counts red sees it where something is overdue."""
    indonesian.show(a_snapshot())
    found, reds = [], 0
    with turned_wall(browser, indonesian, screen) as wall:
        for part in wall.parts():
            pixels = pixels_of(browser, wall.page)
            reds += int(red(pixels).sum())
            found += faint(f"{screen} busy {part}", wall.page, pixels)
    assert not found, "\n".join(found)
    assert reds > 0


def faint(where: str, page: Page, pixels: Pixels) -> list[str]:
    """What does not stand out from what is really behind it (text 4.5 : 1, shapes 3 : 1), or glares (over 15 : 1)."""
    words, shapes = list(words_in(page, pixels)), list(shapes_in(page, pixels))
    every = [mark.contrast for mark in (*words, *shapes)]
    told = [
        f"{kind} from {min(marks, key=lambda mark: mark.contrast)}"
        for kind, marks in (("text", words), ("shapes", shapes))
        if marks
    ]
    sys.stdout.write(f"{where}: {', '.join(told)}, most {max(every):.1f}\n")
    found = [f"{where}: {mark}" for mark in words if mark.contrast < LEAST_TEXT_CONTRAST]
    found += [f"{where}: {mark}" for mark in shapes if mark.contrast < LEAST_SHAPE_CONTRAST]
    return found + [f"{where}: {mark} glares" for mark in (*words, *shapes) if mark.contrast > MOST_CONTRAST]


@pytest.mark.parametrize("screen", SIZES)
def test_every_full_scene_is_one_picture(screen: str, browser: Browser, city: Pictured) -> None:
    """With all services at work, on every kind of screen: no overlap, nothing cut off, spilt, scrolled or too small."""
    city.show(a_snapshot())
    with turned_wall(browser, city, screen) as wall:
        found = wall.all_faults()
    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", SIZES)
def test_a_map_in_any_colours_is_one_picture_too(screen: str, browser: Browser, indonesian: Pictured) -> None:
    """Whatever the wards are coloured by, what the colours mean has room; also beside the credit of true borders."""
    indonesian.show(a_snapshot())
    found: list[str] = []
    with turned_wall(browser, indonesian, screen) as wall:
        for part in wall.parts():
            if not wall.page.locator(f"#{Id.MAP_COMPLAINTS_PANEL}[data-shown]").count():
                continue
            wall.page.evaluate(CREDIT, tangerang().boundary_credit)
            for indicator in AreaIndicator:
                wall.page.evaluate("(indicator) => window.liveRoom.map.indicator(indicator)", indicator.value)
                wall.page.wait_for_timeout(SETTLED_MS)
                found += [f"{part} by {indicator}: {fault}" for fault in wall.faults()]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", SIZES)
def test_the_worst_hour_is_one_picture_too(screen: str, browser: Browser, city: Pictured) -> None:
    """In a crisis with a flood of alarms, dead feeds and large numbers; a critical alarm would hold the scenes."""
    counts = {Priority.HIGH: 31, Priority.LOW: 7}
    worst = a_troubled_city(tangerang())
    city.show(replace(worst, alarms=replace(worst.alarms, counts=counts, waiting=counts, newest_waiting={})))
    with turned_wall(browser, city, screen) as wall:
        wall.page.wait_for_selector(".wall[data-crisis]")
        found = [fault for fault in wall.all_faults() if not SHORTENED.search(fault)]
    assert not found, "\n".join(found)


@pytest.mark.parametrize("screen", LOOKED_AT)
def test_an_unknown_city_is_one_picture_too(screen: str, browser: Browser, indonesian: Pictured) -> None:
    """Before anything is known of any service."""
    indonesian.show(an_empty_snapshot(tangerang()))
    with turned_wall(browser, indonesian, screen) as wall:
        found = wall.all_faults()
    assert not found, "\n".join(found)
