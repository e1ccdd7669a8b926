"""A screen that nobody touches: it reports, and loads itself anew after a release and when it stopped drawing."""

import base64
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Error

from domain.identity import Role
from tests.browser.product import Producer, Product, running
from tests.browser.wall import Wall, new_page
from tests.servers import RedisServer

pytestmark = pytest.mark.browser

RECOVERY_SECONDS = 45.0
MARK = "window.isSamePage = true"
IS_SAME = "window.isSamePage === true"

DIFFERING_AT_MOST = 0.02
"""Of all pixels: the clock, and what came since, may be another."""

DIFFERENCE = """async (addresses) => {
  const [sent, seen] = await Promise.all(addresses.map(async (address) => {
    const image = new Image();
    image.src = address;
    await image.decode();
    return image;
  }));
  const { naturalWidth: width, naturalHeight: height } = sent;
  const bytes = (image) => {
    const context = new OffscreenCanvas(width, height).getContext("2d", { willReadFrequently: true });
    context.imageSmoothingQuality = "high";
    context.drawImage(image, 0, 0, width, height);
    return context.getImageData(0, 0, width, height).data;
  };
  const [one, other] = [bytes(sent), bytes(seen)];
  let differing = 0;
  for (let i = 0; i < one.length; i += 4) {
    if (Math.max(...[0, 1, 2].map((c) => Math.abs(one[i + c] - other[i + c]))) > 48) differing += 1;
  }
  return [width, height, differing / (width * height)];
}"""


class ConfiguredProduct(Product):
    """A product whose screens are kept at a test's pace."""

    dwell_seconds = 30.0

    def _config(self) -> Mapping[str, object]:
        screens = {"report_seconds": 5, "release_spread_seconds": 0, "frozen_after_seconds": 5, "shift_px": 4}
        return {**super()._config(), "screens": screens, "wall": {"dwell_seconds": self.dwell_seconds}}


class OperatorsPage(Wall):
    role = Role.OPERATOR


@pytest.fixture(scope="module")
def product(product_folder: Path, product_redis: RedisServer, producer: Producer) -> Iterator[ConfiguredProduct]:
    with running(ConfiguredProduct(product_folder, product_redis)) as product:
        yield product


def reloads(wall: Wall) -> list[str]:
    """Why the screen loaded itself anew, as it remembers."""
    told: list[str] = wall.page.evaluate(
        "(JSON.parse(localStorage.getItem('liveroom.reloads')) || {last: []}).last.map((one) => one.why)"
    )
    return told


def await_another_page(wall: Wall) -> None:
    """Until the wall has loaded itself anew and draws again."""
    is_new = f"!({IS_SAME}) && document.documentElement.dataset.connection === 'ok'"
    wall.until(lambda: is_so(wall, is_new), "another page", RECOVERY_SECONDS)


def is_so(wall: Wall, expression: str) -> bool:
    """What the page says; nothing is so while it is being replaced."""
    try:
        return bool(wall.page.evaluate(expression))
    except Error:
        return False


def assert_is_pictured(browser: Browser, keeper: OperatorsPage, wall: Wall) -> None:
    """Asked for its picture, a screen sends what it shows: nearly no pixel differs from a photograph of its page."""
    keeper.page.get_by_role("button", name="Tangkapan layar").click()
    keeper.page.locator(".screen-picture").wait_for()
    sent = keeper.page.locator(".screen-picture").get_attribute("src")
    photograph = f"data:image/png;base64,{base64.b64encode(wall.page.screenshot()).decode()}"
    width, height, differing = keeper.page.evaluate(DIFFERENCE, [sent, photograph])
    sys.stdout.write(f"differing: {differing:.3%}\n")
    assert (width, height) == (1600, 900)
    assert differing < DIFFERING_AT_MOST
    assert wall.complaints == []


def test_a_screen_is_kept_without_hands(browser: Browser, wall: Wall, product: ConfiguredProduct) -> None:
    """One life of a wall: its report is on the page of screens; a new release loads it once, and a person's page not at
    all; a wall that stops drawing loads itself, once.
    """
    keeper = OperatorsPage(new_page(browser, (1440, 900)), product)
    keeper.page.goto(f"{product.url}/screens")
    row = keeper.page.locator("tr.is-alive", has_text="soket")
    row.wait_for()
    said = row.inner_text()
    assert "hidup" in said
    assert "1920 × 1080" in said
    assert "adegan Ikhtisar" in said
    assert "terbaru" in said
    assert_is_pictured(browser, keeper, wall)

    wall.page.evaluate(MARK)
    desk = OperatorsPage(new_page(browser), product).open().page
    desk.evaluate(MARK)
    product.stop()
    product.dwell_seconds = 31.0  # what a page is made of is another one now
    product.start()
    await_another_page(wall)
    assert reloads(wall) == ["release"]
    desk.locator("[data-care][data-told]").wait_for()
    assert desk.evaluate(IS_SAME)

    wall.page.evaluate(MARK)
    wall.until(lambda: wall.text("header-clock") not in ("", "–"), "the first frame")
    wall.page.wait_for_timeout(8000)
    assert wall.page.evaluate(IS_SAME)

    wall.page.evaluate("window.requestAnimationFrame = () => 0")
    await_another_page(wall)
    assert reloads(wall) == ["release", "drawing"]
    keeper.page.get_by_text("gambar berhenti").wait_for()
    assert not any("Content Security" in words for words in wall.complaints)
    for page in (keeper.page, desk):
        page.context.close()
