"""The map under a hand: search, drill-down, layers, a view that stays; one that is steered; many points as discs."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from data_sources.city_folder import load_city
from domain.identity import Role
from domain.map_steering import steering
from domain.profile import CityProfile
from layouts.ids import Id
from layouts.map_numbers import steering_props
from tests.browser.listening import ListeningPage
from tests.browser.product import Producer, Product
from tests.browser.wall import LOOK_SECONDS, PATIENCE_SECONDS, Wall
from tests.conftest import CITY
from tests.servers import wait_until

pytestmark = pytest.mark.browser

TABLET = (1180, 820)
TOUCH_PX = 44
MANY = 5000

VIEW = """() => {
  const { map } = window.liveRoom.map.view();
  const { lat, lng } = map.getCenter();
  return [lat.toFixed(5), lng.toFixed(5), map.getZoom().toFixed(3)];
}"""
DRAWN = "() => [...window.liveRoom.map.view().draws].sort()"
SMALL = """(smallest) => [...document.querySelectorAll(
    ".map-controls button, .map-controls input[type=search], .map-choice")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.textContent, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < smallest || box.height < smallest)
  .map(([words, box]) => [words, box.width, box.height])"""
DISCS = """() => [...(window.liveRoom.map.layer("complaints").cells?.byName.values() ?? [])]
  .reduce(([discs, counted, alone], cell) => cell.group
    ? [discs + 1, counted + cell.group.n, alone] : [discs, counted, alone + cell.points.size], [0, 0, 0])"""


class MapPage(ListeningPage):
    """The mayor's page with its map made large."""

    role = Role.MAYOR

    def open(self) -> "MapPage":
        self.page.goto(f"{self.product.url}/mayor")
        self.until(lambda: self.page.locator(".ward[data-step]").count() > 0, "wards in their colours")
        self.page.locator("[data-enlarges]").tap()
        self.until(lambda: self.page.locator(".is-large .map-search").is_visible(), "the large map")
        return self

    def until(self, holds: Any, what: str) -> None:
        wait_until(holds, what, PATIENCE_SECONDS, LOOK_SECONDS)

    def ask(self, script: str, *values: Any) -> Any:
        return self.page.evaluate(script, *values)

    def search(self, words: str) -> list[str]:
        self.page.fill(".map-search input", words)
        return self.page.locator(".map-found li").all_inner_texts()


@pytest.fixture(scope="module")
def profile() -> CityProfile:
    return load_city(CITY)


@pytest.fixture
def held(browser: Browser, product: Product, producer: Producer) -> Iterator[MapPage]:
    page = browser.new_context(viewport={"width": TABLET[0], "height": TABLET[1]}, has_touch=True).new_page()
    yield MapPage(page, product).open()
    page.context.close()


def test_a_district_is_found_opened_and_left(held: MapPage) -> None:
    """By its name; its wards are listed; a ward is gone into; and back to the city. All of it by text and fingers."""
    before = held.ask(VIEW)
    assert held.search("benda")[0].split("\n") == ["Benda", "Kecamatan"]
    assert held.search("<img src=x onerror=alert(1)>") == ["Tidak ditemukan"]
    held.search("benda")
    held.page.locator(".map-found button").first.tap()
    card = held.page.locator(".map-card")
    held.until(lambda: "Kecamatan Benda" in card.inner_text(), "the card of the district")
    assert card.locator("tr").count() == 6
    assert "orang antre" in card.inner_text()
    held.until(lambda: float(held.ask(VIEW)[2]) > float(before[2]), "the district drawn closer")
    assert held.page.locator(".district[data-chosen]").count() == 1
    assert held.page.locator(".ward:not([data-aside])").count() == 5
    card.locator("td button").first.tap()
    assert card.locator("tr.is-chosen").count() == 1
    held.page.get_by_role("button", name="Lapisan").tap()
    assert held.ask(SMALL, TOUCH_PX) == []
    held.page.get_by_role("button", name="Lapisan").tap()
    card.get_by_role("button", name="Seluruh kota").tap()
    held.until(lambda: held.ask(VIEW) == before, "the whole city")
    assert held.complaints == []


def test_a_view_stays_over_updates_and_a_reload(held: MapPage, producer: Producer) -> None:
    """Where it was moved to, its layers and its colours; what a chosen colour means is said in words."""
    held.page.get_by_role("button", name="Lapisan").tap()
    held.page.locator(".map-choice", has_text="Tempat layanan").tap()
    held.page.locator(".map-choice", has_text="tepat waktu").tap()
    held.page.get_by_role("button", name="Lapisan").tap()
    held.until(lambda: "belum diketahui" in held.page.locator(".mayor-map .legend").inner_text(), "the legend")
    assert held.page.locator(".ward[data-step=u]").count() == len(load_city(CITY).wards)
    held.page.mouse.move(500, 400)
    held.page.locator(".leaflet-control-zoom-in").tap()
    moved = held.ask(VIEW)
    open_before = held.page.locator("#mayor-figure-open-value").inner_text()
    producer.file_complaint("while-looking")
    held.until(lambda: held.page.locator("#mayor-figure-open-value").inner_text() != open_before, "the complaint")
    assert held.ask(VIEW) == moved
    held.page.reload()
    held.open()
    held.until(lambda: held.ask(DRAWN) == ["complaints", "hotspots", "sites", "wards"], "the layers")
    assert held.ask(VIEW)[2] == moved[2]
    held.until(lambda: "tepat waktu" in held.page.locator(".mayor-map .legend").inner_text(), "the legend")


def test_a_wall_is_steered_by_a_prop_and_shows_no_controls(wall: Wall, profile: CityProfile) -> None:
    """As a frame would carry it; what was looked at stays when the wall changes its size."""
    wall.until(lambda: wall.page.locator(".ward[data-step]").count() > 0, "wards in their colours")
    assert wall.page.locator(".map-controls, .leaflet-control-zoom").count() == 0
    before = wall.page.evaluate(VIEW)
    code = next(iter(profile.districts))
    wish = {"focus": {"district": code}, "layers": ["wards", "crews"], "indicator": "waiting"}
    ((component, props),) = steering_props(steering(wish, 1)).items()
    wall.page.evaluate("([id, props]) => window.dash_clientside.set_props(id, props)", [component, props])
    wall.until(lambda: wall.page.locator(".district[data-chosen]").count() == 1, "the district")
    near = wall.page.evaluate(VIEW)
    assert float(near[2]) > float(before[2])
    wall.until(lambda: wall.page.evaluate(DRAWN) == ["crews", "wards"], "the layers")
    wall.until(lambda: "antre" in wall.page.locator("[data-map-title]").first.inner_text(), "what the colours mean")
    wall.page.set_viewport_size({"width": 1600, "height": 900})
    wall.until(lambda: wall.page.evaluate(VIEW)[2] != near[2], "the map fitted anew")
    assert float(wall.page.evaluate(VIEW)[2]) > float(before[2])


def test_many_points_are_counted_in_discs_and_none_is_lost(wall: Wall) -> None:
    """Each stands in a disc or by itself, also after some went and others came."""
    wall.until(lambda: wall.text(Id.HEADER_CLOCK) not in ("", "–"), "the first frame")
    wall.until(lambda: wall.page.evaluate("!!(window.liveRoom.map && window.liveRoom.map.view())"), "the map")
    places = [(-6.1 - 0.00003 * (key % 2500), 106.55 + 0.00004 * (key * 7 % 5000)) for key in range(1, MANY)]
    rows = [[key, *place, key % 3, 0] for key, place in enumerate(places, start=1)]
    tell = "(change) => window.liveRoom.layers.apply('complaints', change)"
    told = {"full": True, "upsert": rows, "remove": [], "mark": None}
    wall.page.evaluate(tell, json.loads(json.dumps(told)))
    wall.until(lambda: drawn_points(wall.page)[1] > 0, "discs")
    discs, counted, alone = drawn_points(wall.page)
    assert counted + alone == len(rows)
    assert discs < 400
    change = {"full": False, "upsert": [[90001, -6.17, 106.63, 2, 0]], "remove": [1, 2, 3], "mark": 90001}
    wall.page.evaluate(tell, change)
    wall.until(lambda: sum(drawn_points(wall.page)[1:]) == len(rows) - 2, "the change in its discs")
    assert wall.complaints == []


def drawn_points(page: Page) -> list[int]:
    found: list[int] = page.evaluate(DISCS)
    return found
