"""The mayor's minute on a tablet and a telephone: what needs attention, what a number means, and what is stale."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, ViewportSize

from data_sources.city_folder import load_city
from domain.identity import Role
from layouts.ids import Id, mayor_attention, mayor_figure, mayor_section
from layouts.mayor_attention import LINES
from tests.browser.geometry import overflow, overlaps, text_boxes
from tests.browser.listening import ListeningPage
from tests.browser.populated import OVERDUE, finished_complaints, open_complaints
from tests.browser.product import Producer, Product
from tests.browser.wall import LOOK_SECONDS, PATIENCE_SECONDS
from tests.conftest import CITY
from tests.servers import wait_until

pytestmark = pytest.mark.browser

TABLET_ACROSS, TABLET_UPRIGHT, TELEPHONE = (1180, 820), (820, 1180), (390, 844)
SIZES = pytest.mark.parametrize("size", [TABLET_ACROSS, TABLET_UPRIGHT, TELEPHONE], ids=["across", "upright", "phone"])
TOUCH_PX = 44

# What can be touched, with its words, where it is smaller than a finger needs.
SMALL_TARGETS = """(smallest) => [...document.querySelectorAll("main button, main a, main [role=button]")]
  .filter((element) => element.checkVisibility())
  .map((element) => [element.textContent.trim() || element.className, element.getBoundingClientRect()])
  .filter(([, box]) => box.width < smallest || box.height < smallest)
  .map(([words, box]) => [words, box.width, box.height])"""

POINTS_SCALE = """() => {
  const canvas = document.querySelector(".mayor .map-points");
  return canvas.getBoundingClientRect().width / canvas.offsetWidth;
}"""

# What is meant to lie over the rest does not, what only a screen reader reads is away, and the two parts of a sentence,
# whose boxes share a line, stand below one another.
LAID_OUT = """
.mayor-tabs, .mayor-header { position: static !important; }
.mayor-unseen { display: none; }
.mayor-line a span > * { display: block; }"""

OpenMayor = Callable[..., "Mayor"]


class Mayor(ListeningPage):
    """One tablet."""

    role = Role.MAYOR

    def open(self) -> "Mayor":
        self.page.goto(f"{self.product.url}/mayor")
        self.until(lambda: self.text(Id.MAYOR_CLOCK) not in ("", "–"), "the first frame")
        return self

    def until(self, holds: Callable[[], bool], what: str) -> None:
        wait_until(holds, what, PATIENCE_SECONDS, LOOK_SECONDS)

    def text(self, component: str) -> str:
        said: str = self.page.evaluate("(id) => (document.getElementById(id) || {}).textContent || ''", component)
        return said

    def number(self, component: str) -> int:
        return int(self.text(component).replace(".", ""))

    @property
    def age_seconds(self) -> int:
        """How old the page says that its data is."""
        found = re.fullmatch(r"data (\d+) dtk lalu", self.page.locator("[data-live=age]").inner_text())
        return int(found[1]) if found else -1

    def sentences(self) -> list[str]:
        slots = range(LINES)
        told = [self.text(mayor_attention(slot, "lead")) + self.text(mayor_attention(slot, "rest")) for slot in slots]
        return [sentence for sentence in told if sentence]


@pytest.fixture(scope="module")
def city(producer: Producer, product: Product) -> None:
    """A city in a normal hour."""
    profile = load_city(CITY)
    producer.tell_all([*finished_complaints(profile), *open_complaints(profile)])
    wait_until(lambda: product.waiting() == 0, "the city to be stored", 60.0)


@pytest.fixture
def open_mayor(browser: Browser, product: Product, city: None) -> Iterator[OpenMayor]:
    opened: list[Page] = []

    def open_one(size: tuple[int, int] = TABLET_UPRIGHT) -> Mayor:
        viewport: ViewportSize = {"width": size[0], "height": size[1]}
        opened.append(browser.new_context(viewport=viewport, has_touch=True).new_page())
        return Mayor(opened[-1], product).open()

    yield open_one
    for page in opened:
        page.context.close()


@pytest.fixture
def mayor(open_mayor: OpenMayor) -> Mayor:
    return open_mayor()


def test_the_page_opens_with_what_needs_attention(mayor: Mayor) -> None:
    """In sentences, with the data's age beside them, and nothing to complain of."""
    mayor.until(lambda: mayor.text(mayor_figure("overdue", "value")) == str(OVERDUE), "the overdue complaints")
    assert any(sentence.startswith(f"{OVERDUE} aduan terlambat") for sentence in mayor.sentences())
    assert mayor.text(Id.MAYOR_FEEDS) == "1 sumber baik"
    mayor.until(lambda: mayor.age_seconds >= 0, "the age of the data")
    assert mayor.complaints == []


def test_a_number_opens_its_definition_and_closes_it(mayor: Mayor) -> None:
    """By a touch on the number; closed by its button, by a touch beside it, and by the keyboard."""
    sheet = mayor.page.locator("dialog")
    closers: list[Callable[[], None]] = [
        lambda: sheet.get_by_role("button").tap(),
        lambda: mayor.page.touchscreen.tap(20, 20),
        lambda: mayor.page.keyboard.press("Escape"),
    ]
    for close in closers:
        mayor.page.locator(f"#{mayor_figure('on_time', 'box')}").tap()
        assert sheet.is_visible()
        assert "Selesai tepat waktu" in sheet.inner_text()
        assert "28 hari terakhir" in sheet.inner_text()
        close()
        sheet.wait_for(state="hidden")


def test_a_sentence_leads_to_its_section_and_explains_itself(mayor: Mayor) -> None:
    mayor.page.locator(f"#{mayor_attention(0, 'about')}").tap()
    assert mayor.page.locator("dialog article:visible").count() == 1
    mayor.page.keyboard.press("Escape")
    link = mayor.page.locator(f"#{mayor_attention(0, 'link')}")
    target = str(link.get_attribute("href"))
    link.tap()
    mayor.until(lambda: mayor.page.locator(target).evaluate("e => e.getBoundingClientRect().top") < 600, "the section")
    assert mayor.text(Id.MAYOR_CLOCK) not in ("", "–"), "the page was built anew"


def test_a_paused_page_says_so_and_stands_still(mayor: Mayor, producer: Producer) -> None:
    """Until it is resumed; then it shows what happened meanwhile (WCAG 2.2.2)."""
    button, box = mayor.page.locator("[data-pauses]"), mayor_figure("open", "value")
    before = mayor.number(box)
    button.tap()
    assert mayor.page.locator(".mayor-paused").is_visible()
    assert button.get_attribute("aria-pressed") == "true"
    producer.file_complaint("while-paused")
    mayor.until(lambda: mayor.age_seconds >= 3, "the picture to grow old")
    assert mayor.number(box) == before
    button.tap()
    mayor.until(lambda: mayor.number(box) == before + 1, "the complaint filed meanwhile")
    assert not mayor.page.locator(".mayor-paused").is_visible()


def test_the_map_grows_and_can_then_be_moved(mayor: Mayor) -> None:
    """Small, one finger scrolls the page; large, it moves the map."""
    frame, button = mayor.page.locator(".map-frame"), mayor.page.locator("[data-enlarges]")
    small = frame.bounding_box()
    button.tap()
    mayor.until(lambda: mayor.page.locator(f"#{mayor_section('map')}.is-large").count() == 1, "the large map")
    large = frame.bounding_box()
    assert small is not None
    assert large is not None
    assert large["height"] > small["height"] + 100
    mayor.page.keyboard.press("Escape")
    mayor.until(lambda: mayor.page.locator(".is-large").count() == 0, "the small map")


def test_points_go_with_two_fingers(mayor: Mayor) -> None:
    """They grow with the map between the fingers, and are drawn anew when these are lifted."""
    mayor.page.locator("[data-enlarges]").tap()
    mayor.until(lambda: mayor.page.locator(f"#{mayor_section('map')}.is-large").count() == 1, "the large map")
    mayor.until(lambda: points_scale(mayor.page) == 1, "drawn points")
    fingers = mayor.page.context.new_cdp_session(mayor.page)
    for kind, reach in (("touchStart", 60), ("touchMove", 90), ("touchMove", 120)):
        touches = [{"x": 410 + side * reach, "y": 500, "id": place} for place, side in enumerate((-1, 1))]
        fingers.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": touches})
        mayor.page.wait_for_timeout(50)
    mayor.until(lambda: points_scale(mayor.page) > 1.5, "points that grow with the map")
    fingers.send("Input.dispatchTouchEvent", {"type": "touchEnd", "touchPoints": []})
    mayor.until(lambda: points_scale(mayor.page) == 1, "points drawn anew")
    assert mayor.complaints == []


def points_scale(page: Page) -> float:
    """How much larger the points are shown than they were drawn."""
    shown: float = page.evaluate(POINTS_SCALE)
    return round(shown, 3)


def test_the_bar_tells_where_one_is(mayor: Mayor) -> None:
    """At first at the top; after a touch at the section that it leads to."""
    here = mayor.page.locator(".mayor-tabs a[aria-current]")
    assert here.inner_text() == "Ringkas"
    mayor.page.get_by_role("link", name="Antrean").tap()
    mayor.page.get_by_role("link", name="Peta", exact=True).tap()
    mayor.until(lambda: here.all_inner_texts() == ["Peta"], "the map's place on the bar")


@SIZES
def test_it_fits_every_screen(open_mayor: OpenMayor, size: tuple[int, int]) -> None:
    """No sideways scrolling, no words over words, nothing too small for a finger."""
    mayor = open_mayor(size)
    mayor.page.add_style_tag(content=LAID_OUT)
    assert overflow(mayor.page)[0] <= 1
    boxes = [box for box in text_boxes(mayor.page) if not box.is_map]
    assert overlaps(boxes) == []
    assert [box.words for box in boxes if box.right > size[0] + 1 or box.left < -1] == []
    assert mayor.page.evaluate(SMALL_TARGETS, TOUCH_PX) == []


def test_a_server_that_stops_is_told_and_its_return_too(open_mayor: OpenMayor, product: Product) -> None:
    """Last in this module: what was true stays to be read, and is marked as not current."""
    mayor = open_mayor(TELEPHONE)
    banner = mayor.page.locator(".connection")
    product.stop()
    try:
        mayor.until(banner.is_visible, "the banner")
        assert banner.inner_text().startswith("PUTUS: data tidak mutakhir sejak")
        mayor.until(lambda: mayor.age_seconds >= 4, "the data to grow old")
        assert mayor.text(mayor_figure("overdue", "value")) == str(OVERDUE)
    finally:
        product.start()
    mayor.until(lambda: not banner.is_visible(), "the connection")
