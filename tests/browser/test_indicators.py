"""The page of indicators at a desk and on a tablet: values change and definitions open in place, nothing overlaps."""

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, expect

from domain.identity import Role
from domain.profile import CityProfile
from layouts.ids import Id, indicator_part
from tests.browser.geometry import overflow, overlaps, text_boxes
from tests.browser.listening import ListeningPage
from tests.browser.populated import OPEN, finished_complaints, open_complaints
from tests.browser.product import Producer, Product, a_complaint, running
from tests.browser.wall import PATIENCE_MS, new_page
from tests.servers import RedisServer, wait_until

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1180, 820), (820, 1180)]
LOST = "K-never-filed-7731"
OPEN_ALL = "(id) => { for (const one of document.getElementById(id).querySelectorAll('details')) one.open = true; }"
LAID_OUT = ".indicators-head { position: static !important; }"


class Indicators(ListeningPage):
    """One browser at the page."""

    role = Role.MAYOR

    def open(self) -> "Indicators":
        self.page.goto(f"{self.product.url}/indicators")
        expect(self.value("A02")).to_be_visible(timeout=PATIENCE_MS)
        return self

    def value(self, indicator: str) -> Locator:
        return self.page.locator(f"#{indicator_part(indicator, 'live')} .figure")


@pytest.fixture(scope="module")
def product(
    product_folder: Path, product_redis: RedisServer, producer: Producer, tangerang: CityProfile
) -> Iterator[Product]:
    """The product on a store that holds months of a city, and one case of which no filing ever came."""
    with running(Product(product_folder, product_redis)) as product:
        producer.tell_all([*finished_complaints(tangerang), *open_complaints(tangerang)])
        producer.tell("complaint.verified", complaint_id=LOST)
        wait_until(lambda: product.waiting() == 0, "the city in the store")
        product.stop()
        yield product.start()


def test_values_come_by_themselves_and_a_definition_stays_open(
    browser: Browser, product: Product, producer: Producer
) -> None:
    """Another complaint is filed: its number grows, while the definition beside it stays as it was opened."""
    desk = Indicators(new_page(browser, SIZES[0]), product).open()
    try:
        expect(desk.value("A02")).to_have_text(str(OPEN), timeout=PATIENCE_MS)
        meaning = desk.page.locator(f"#{indicator_part('A02', 'row')} .meaning")
        meaning.locator("summary").click()
        expect(meaning.locator("p")).to_contain_text("Aduan yang belum selesai")
        producer.tell_all([("complaint.filed", datetime.now(UTC), a_complaint("another"))])
        expect(desk.value("A02")).to_have_text(str(OPEN + 1), timeout=PATIENCE_MS)
        expect(meaning.locator("p")).to_be_visible()
        expect(desk.page.locator(f"#{Id.INDICATORS_CASES}")).to_contain_text("…7731")
        expect(desk.value("F03")).to_have_text("+1")
        assert desk.complaints == []
    finally:
        desk.page.context.close()


def test_the_page_is_one_picture(browser: Browser, product: Product) -> None:
    """In each size, with a definition and parts opened: no words over words, none cut off, nothing to the side."""
    desk = Indicators(new_page(browser, SIZES[0]), product).open()
    try:
        desk.page.add_style_tag(content=LAID_OUT)
        for name in ("A09", "A10", "C07", "F03"):
            desk.page.evaluate(
                OPEN_ALL,
                indicator_part(name, "row"),
            )
        for width, height in SIZES:
            desk.page.set_viewport_size({"width": width, "height": height})
            boxes = text_boxes(desk.page)
            assert overflow(desk.page)[0] == 0, width
            assert overlaps(boxes) == [], width
            sideways = [box.words for box in boxes if box.left < -1 or box.right > width + 1]
            assert sideways == [], width
            assert min(box.size for box in boxes) >= 13
    finally:
        desk.page.context.close()
