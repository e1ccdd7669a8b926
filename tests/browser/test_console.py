"""A desk by itself: its order, what it keeps back of a secret case, and the screens that it fits."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.identity import Role
from domain.work_list import WorkKind
from tests.browser.geometry import overflow
from tests.browser.listening import ListeningPage
from tests.browser.product import Producer, Product, from_now
from tests.browser.wall import new_page

pytestmark = pytest.mark.browser

SECONDS = 20_000
SIZES = [(1440, 900), (1920, 1080), (1180, 820)]


class Desk(ListeningPage):
    """An operator's browser."""

    role = Role.OPERATOR

    def open(self, path: str = "/console") -> "Desk":
        self.page.goto(f"{self.product.url}{path}")
        return self


@pytest.fixture(scope="module")
def cases(product: Product, producer: Producer) -> list[str]:
    """The most urgent first; a case of a sensitive category among them."""
    producer.file_complaint("later", due_at=from_now(hours=9))
    producer.file_complaint("sooner", due_at=from_now(hours=2))
    producer.file_complaint("secret", category="violence_women_children", due_at=from_now(hours=5))
    return ["sooner", "secret", "later"]


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    page = new_page(browser, SIZES[0])
    yield page
    page.context.close()


@pytest.fixture
def desk(page: Page, product: Product, cases: list[str]) -> Desk:
    """A desk with its rows in the order in which they would be lost."""
    desk = Desk(page, product).open()
    tickets = page.locator(f".work-row[data-key^={WorkKind.COMPLAINT}]")
    expect(tickets).to_have_count(len(cases), timeout=SECONDS)
    assert [row.get_attribute("data-key") for row in tickets.all()] == [f"complaint:{case}" for case in cases]
    return desk


def test_a_secret_case_tells_neither_what_nor_where(desk: Desk) -> None:
    page = desk.page
    page.locator(".work-row[data-key='complaint:secret']").click()
    expect(page.locator(".case-secret")).to_be_visible(timeout=SECONDS)
    expect(page.locator(".place-map")).to_have_count(0)
    expect(page.locator(".work-row[data-key='complaint:secret'] .work-where")).to_have_text("–")


def test_the_desk_fits_its_screens(desk: Desk) -> None:
    """Nothing of its head is cut off, and nothing needs scrolling sideways."""
    for width, height in SIZES:
        desk.page.set_viewport_size({"width": width, "height": height})
        last = desk.page.locator(".desk-header > :last-child").bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= width
        assert overflow(desk.page)[0] == 0, width
