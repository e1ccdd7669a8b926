"""The door in a browser: signing in and out, a screen's code, and words of a stranger that are never run."""

import pytest
from playwright.sync_api import Browser, Page, expect

from data_sources.access import Access
from data_sources.clock import SystemClock
from data_sources.sessions import SessionLimits
from data_sources.store import open_store
from domain.identity import Identity, Role
from layouts.ids import Id
from tests.browser.product import Producer, Product
from tests.browser.wall import PATIENCE_MS, new_page
from tests.signing_in import TESTER

pytestmark = pytest.mark.browser

PASSWORD = "empat ekor kucing di atap"
TABLET = (1180, 820)


@pytest.fixture(scope="module")
def code(product: Product) -> str:
    """An account with a password, and the code of a screen."""
    store = open_store(product.store_url)
    access = Access.of(store, SystemClock(), SessionLimits())
    access.accounts.add(Identity("wati", "Wati", Role.MAYOR), PASSWORD, TESTER)
    _, code = access.screens.add("Dinding utama", Role.WALL_GUEST, TESTER)
    store.dispose()
    return code


@pytest.fixture
def page(browser: Browser) -> Page:
    return new_page(browser, TABLET)


def sign_in(page: Page, password: str) -> None:
    page.get_by_label("Nama akun").fill("wati")
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk").click()


def test_a_person_signs_in_where_she_wanted_to_go_and_out_again(page: Page, product: Product, code: str) -> None:
    problems: list[str] = []
    page.on("console", lambda message: problems.append(message.text) if message.type == "warning" else None)
    page.goto(f"{product.url}/indicators")
    sign_in(page, "bukan ini kata sandinya")
    expect(page.get_by_role("alert")).to_contain_text("tidak cocok")
    sign_in(page, PASSWORD)
    expect(page).to_have_url(f"{product.url}/indicators", timeout=PATIENCE_MS)
    page.goto(f"{product.url}/mayor")
    expect(page.locator(f"#{Id.MAYOR_CLOCK}")).to_contain_text(".", timeout=PATIENCE_MS)
    page.get_by_role("button", name="Keluar").click()
    expect(page).to_have_url(f"{product.url}/sign-in", timeout=PATIENCE_MS)
    page.goto(f"{product.url}/mayor")
    expect(page).to_have_url(f"{product.url}/sign-in?next=/mayor", timeout=PATIENCE_MS)
    assert problems == []


def test_a_screen_is_enrolled_with_a_code_alone(page: Page, product: Product, producer: Producer, code: str) -> None:
    page.goto(f"{product.url}/screen")
    page.get_by_label("Kode sekali pakai").fill(code.lower())
    page.get_by_role("button", name="Daftarkan").click()
    expect(page.locator(f"#{Id.HEADER_CLOCK}")).to_contain_text(".", timeout=PATIENCE_MS)
    page.reload()
    expect(page.locator(f"#{Id.HEADER_CLOCK}")).to_contain_text(".", timeout=PATIENCE_MS)
    page.goto(f"{product.url}/mayor")
    expect(page.locator(".no-page")).to_contain_text("tidak untuk peran Anda", timeout=PATIENCE_MS)
