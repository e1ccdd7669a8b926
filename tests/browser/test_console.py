"""An operator's hour at the desk: take a case by keyboard, steer the wall in the room, hand the shift over on paper."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from domain.identity import Role
from domain.work_list import WorkKind
from layouts.ids import Id
from tests.browser.geometry import overflow
from tests.browser.listening import ListeningPage
from tests.browser.product import Producer, Product, from_now
from tests.browser.wall import PATIENCE_MS, new_page

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1920, 1080), (1180, 820)]


class Desk(ListeningPage):
    """An operator's browser."""

    role = Role.OPERATOR

    def open(self, path: str = "/console") -> "Desk":
        self.page.goto(f"{self.product.url}{path}")
        return self

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)


class Screen(ListeningPage):
    """A wall in another room."""

    role = Role.WALL_GUEST


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
    expect(tickets).to_have_count(len(cases), timeout=PATIENCE_MS)
    assert [row.get_attribute("data-key") for row in tickets.all()] == [f"complaint:{case}" for case in cases]
    return desk


def test_a_shift_from_the_first_key_to_the_signed_paper(desk: Desk, browser: Browser, product: Product) -> None:
    """By keyboard alone; the wall follows within a second, and says who drives."""
    page, screen = desk.page, Screen(new_page(browser), product)
    screen.page.goto(f"{product.url}/wall")
    desk.press("/")
    page.keyboard.type("sooner")
    desk.press("Enter", "Escape", "o")
    opened = page.locator(f"#{Id.CONSOLE_DETAIL}")
    expect(opened).to_contain_text("sooner", timeout=PATIENCE_MS)
    row = page.locator(".work-row[data-key='complaint:sooner']")
    expect(row).to_contain_text("dipegang", timeout=PATIENCE_MS)
    expect(opened).to_contain_text("dipegang: operator", timeout=PATIENCE_MS)

    expect(screen.page.locator("[data-scene-mark][data-shown]")).to_have_count(1, timeout=PATIENCE_MS)
    page.get_by_role("button", name="Dinding", exact=True).click()
    page.locator("[data-wall-id]").first.click()
    page.locator("[data-chooses=scene][data-value=agencies]").click()
    expect(screen.page.locator("[data-scene-mark=agencies][data-shown]")).to_be_attached(timeout=PATIENCE_MS)
    expect(screen.page.locator("[data-steered]")).to_contain_text("Dikemudikan: operator", timeout=PATIENCE_MS)
    assert screen.complaints == []
    screen.page.context.close()

    desk.open("/console/handover")
    held = page.locator(".sheet-part.is-owned")
    expect(held).to_contain_text("sooner", timeout=PATIENCE_MS)
    page.locator("textarea").fill("Cek ulang besok pagi.")
    page.get_by_role("button", name="Simpan lembar").click()
    expect(page.locator(".sheet-state")).to_contain_text("Disimpan oleh operator", timeout=PATIENCE_MS)
    assert page.pdf(format="A4").startswith(b"%PDF")
    assert desk.complaints == []


def test_a_secret_case_tells_neither_what_nor_where(desk: Desk) -> None:
    page = desk.page
    page.locator(".work-row[data-key='complaint:secret']").click()
    expect(page.locator(".case-secret")).to_be_visible(timeout=PATIENCE_MS)
    expect(page.locator(".place-map")).to_have_count(0)
    expect(page.locator(".work-row[data-key='complaint:secret'] .work-where")).to_have_text("–")


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_the_desk_fits_its_screens(size: tuple[int, int], desk: Desk) -> None:
    """Nothing of its head is cut off, and nothing needs scrolling sideways."""
    desk.page.set_viewport_size({"width": size[0], "height": size[1]})
    last = desk.page.locator(".desk-header > :last-child").bounding_box()
    assert last is not None
    assert last["x"] + last["width"] <= size[0]
    assert overflow(desk.page)[0] == 0
