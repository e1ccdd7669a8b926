"""What a page's text takes of its picture: boxes, sizes, and the colours of a screenshot."""

from base64 import b64encode
from collections.abc import Sequence
from itertools import combinations
from math import atan, degrees
from typing import NamedTuple

from playwright.sync_api import Browser, Page

from layouts.theme import CAP_SHARE, ScreenProfile

TOUCH_PX = 1.0
"""So far two boxes may reach into one another: sub-pixels are rounded."""

VIVID = 100
"""From this difference between a pixel's strongest and weakest channel, of 255, its colour catches the eye."""

VIVID_AT_MOST = 0.05
"""The share of a picture that may be colour in a normal hour."""

# The words of each text node with a box around their ink: letters reach 0.76 em above and 0.2 em below the baseline,
# which stands 0.969 em below the top of a line of Inter. Clipped is what lies outside of what its ancestors show.
MEASURE = """(selector) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    const isMap = !!element.closest(".city-map");
    if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const size = parseFloat(getComputedStyle(element).fontSize);
    const range = document.createRange();
    range.selectNodeContents(node);
    const line = range.getBoundingClientRect();
    const box = { left: line.left, right: line.right, top: line.top + 0.2 * size, bottom: line.bottom - 0.04 * size };
    let isClipped = box.left < -1 || box.top < -1 || box.right > innerWidth + 1;
    isClipped ||= box.bottom > document.documentElement.scrollHeight + 1;
    for (let holder = element; holder && !isMap; holder = holder.parentElement) {
      if (getComputedStyle(holder).overflowX === "visible") continue;
      const frame = holder.getBoundingClientRect();
      isClipped ||= box.left < frame.left - 1 || box.right > frame.right + 1;
      isClipped ||= box.top < frame.top - 1 || box.bottom > frame.bottom + 1;
      isClipped ||= holder.scrollWidth > holder.clientWidth + 1 && holder === element;
    }
    found.push([node.data.trim(), box.left, box.top, box.right, box.bottom, size, isMap, isClipped]);
  }
  return found;
}"""

COUNT_VIVID = """async ([image, vivid]) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + image)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d", { willReadFrequently: true });
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    const [r, g, b] = [data[i], data[i + 1], data[i + 2]];
    if (Math.max(r, g, b) - Math.min(r, g, b) > vivid) found += 1;
  }
  return found / (data.length / 4);
}"""

SPILLING = """() => [...document.querySelectorAll(".cell[data-shown] > *")]
  .filter((panel) => panel.scrollHeight > panel.clientHeight + 2)
  .map((panel) => `${panel.className} by ${panel.scrollHeight - panel.clientHeight} px`)"""

OVERFLOW = """() => [document.documentElement, document.body, document.querySelector("main")]
  .map((box) => [box.scrollWidth - box.clientWidth, box.scrollHeight - box.clientHeight])"""


class TextBox(NamedTuple):
    """Words on the screen, in CSS pixels."""

    words: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    is_map: bool
    is_clipped: bool

    def reaches_into(self, other: "TextBox") -> bool:
        width = min(self.right, other.right) - max(self.left, other.left)
        height = min(self.bottom, other.bottom) - max(self.top, other.top)
        return width > TOUCH_PX and height > TOUCH_PX


def text_boxes(page: Page, selector: str = "main") -> list[TextBox]:
    """All visible words inside an element."""
    return [TextBox(*row) for row in page.evaluate(MEASURE, selector)]


def overlaps(boxes: list[TextBox]) -> list[tuple[str, str]]:
    """Pairs of words that lie on one another."""
    return [(a.words, b.words) for a, b in combinations(boxes, 2) if a.reaches_into(b)]


def overflow(page: Page) -> tuple[int, int]:
    """By how many pixels the page is wider and taller than what is seen of it."""
    sides: list[list[int]] = page.evaluate(OVERFLOW)
    return max(side[0] for side in sides), max(side[1] for side in sides)


def arc_minutes(size_px: float, width_px: int, screen: ScreenProfile) -> float:
    """How tall a capital of a font size stands in the eye of the farthest viewer."""
    height_mm = size_px * CAP_SHARE * screen.width_mm / width_px
    return degrees(2 * atan(height_mm / 2 / (screen.viewer_m * 1000))) * 60


def crosses(box: TextBox, seams: Sequence[float]) -> bool:
    """Whether a seam of the screen, at so many pixels from the left, goes through words."""
    return any(box.left < seam < box.right for seam in seams)


def spilling(page: Page) -> list[str]:
    """The panels whose content is taller than their cell."""
    found: list[str] = page.evaluate(SPILLING)
    return found


def vivid_share(browser: Browser, page: Page) -> float:
    """The share of the page's pixels whose colour catches the eye."""
    reader = browser.new_page()
    try:
        share: float = reader.evaluate(COUNT_VIVID, [b64encode(page.screenshot()).decode(), VIVID])
    finally:
        reader.close()
    return share
