"""The administrators' page in a browser: a screen is made, enrolled by its code, revoked, and all of it is told."""

import pytest
from playwright.sync_api import Browser, expect

from domain.identity import Role
from layouts.ids import Id
from tests.browser.product import Product
from tests.browser.wall import PATIENCE_MS, new_page
from tests.signing_in import cookie

pytestmark = pytest.mark.browser

DESK = (1440, 900)


def test_a_screen_is_made_read_revoked_and_told(browser: Browser, product: Product) -> None:
    page, problems = new_page(browser, DESK), []
    page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
    page.context.add_cookies([cookie(product.token(Role.ADMINISTRATOR), product.url)])
    page.goto(f"{product.url}/admin/screens")
    page.locator("summary", has_text="Tambah layar").click()
    page.locator(f"#{Id.ADMIN_NEW_SCREEN_NAME}").fill("Dinding uji")
    page.locator(f"#{Id.ADMIN_NEW_SCREEN_ADD}").click()
    code = page.locator(f"#{Id.ADMIN_SCREEN_ADDED} .value")
    expect(code).to_be_visible(timeout=PATIENCE_MS)
    row = page.locator(f"#{Id.ADMIN_SCREENS} tr", has_text="Dinding uji")
    expect(row).to_contain_text("Menunggu kode", timeout=PATIENCE_MS)

    screen = new_page(browser, DESK)
    screen.goto(f"{product.url}/screen")
    screen.get_by_label("Kode sekali pakai").fill(code.inner_text())
    screen.get_by_role("button", name="Daftarkan").click()
    expect(screen.locator(f"#{Id.HEADER_CLOCK}")).to_contain_text(".", timeout=PATIENCE_MS)

    row.get_by_role("link").click()
    expect(row).to_contain_text("Terdaftar", timeout=PATIENCE_MS)
    page.locator("summary", has_text="Cabut layar").click()
    page.locator(f"#{Id.ADMIN_SCREEN_REVOKE}").click()
    expect(page.get_by_role("alert").filter(has_text="Dinding uji dicabut")).to_be_visible(timeout=PATIENCE_MS)
    expect(row).to_contain_text("Dicabut", timeout=PATIENCE_MS)
    expect(screen.locator("html")).to_have_attribute("data-connection", "lost", timeout=PATIENCE_MS)
    screen.goto(f"{product.url}/wall")
    expect(screen).to_have_url(f"{product.url}/sign-in?next=/wall", timeout=PATIENCE_MS)

    page.get_by_role("link", name="Jejak audit").click()
    trail = page.locator(f"#{Id.ADMIN_AUDIT}")
    for action in ("Layar dicabut", "Layar terdaftar", "Layar ditambah"):
        expect(trail).to_contain_text(action, timeout=PATIENCE_MS)
    assert problems == []
