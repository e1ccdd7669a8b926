"""What a screenshot tells: how much of it is colour, whether any is red, how text stands out from what is behind it."""

from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page

from layouts.colours import contrast
from tests.browser.geometry import VIVID

Pixels = NDArray[np.uint8]
"""Height, width, and red, green, blue."""

RED_FROM, RED_TO = 330.0, 40.0
"""Hues in degrees, over 0: the critical vermilion of either theme is at 10 to 26, the warning yellow at 46 and more."""

RING_PX = 3
"""How far around a shape what is behind it is looked for."""

TO_PIXELS = """async (image) => {
  const bitmap = await createImageBitmap(await (await fetch("data:image/png;base64," + image)).blob());
  const context = new OffscreenCanvas(bitmap.width, bitmap.height).getContext("2d");
  context.drawImage(bitmap, 0, 0);
  const { data } = context.getImageData(0, 0, bitmap.width, bitmap.height);
  const parts = [];
  for (let i = 0; i < data.length; i += 32768) parts.push(String.fromCharCode(...data.subarray(i, i + 32768)));
  return [bitmap.width, bitmap.height, btoa(parts.join(""))];
}"""

# The boxes of visible words, and of the shapes that say something. A bar is as long as what it tells, an hour as high:
# that is at its left, or at its bottom; of a band the end is seen, since a point stands on its middle, and hides a
# short one.
WORDS = """() => {
  const walker = document.createTreeWalker(document.querySelector("main"), NodeFilter.SHOW_TEXT);
  const found = [];
  for (let node = walker.nextNode(); node; node = walker.nextNode()) {
    const element = node.parentElement;
    if (!node.data.trim() || !element.checkVisibility({ opacityProperty: true, visibilityProperty: true })) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const colour = getComputedStyle(element).color;
    for (const box of range.getClientRects()) {
      const place = [box.left, box.top, box.right, box.bottom];
      found.push([node.data.trim(), ...place, !!element.closest(".city-map"), colour]);
    }
  }
  return found;
}"""

SHAPES = """() => [...document.querySelectorAll(".bar, .hour-bar, .point, .unit-dot, .shape, .rung.is-here"
    + ", .agency-plot .band, .queue-plot .band, .movement:is(.is-up, .is-down)")]
  .filter((shape) => shape.checkVisibility({ opacityProperty: true, visibilityProperty: true }))
  .map((shape) => {
    const box = shape.getBoundingClientRect();
    const told = getComputedStyle(shape);
    const share = parseFloat(told.getPropertyValue(shape.matches(".hour-bar") ? "--all" : "--share") || "1");
    const isPart = shape.matches(".bar, .hour-bar");
    return [shape.className, box.left, box.top, box.right, box.bottom, isPart ? share : 1];
  })
  .filter(([, left, top, right, bottom, share]) => right - left > 3 && bottom - top > 2 && share > 0.05)
  .filter(([name, left, top, right, bottom]) => name !== "band" || right - left > 6 * (bottom - top))"""


class Mark(NamedTuple):
    """Words or a shape on the screen, and its contrast with what is drawn around it."""

    what: str
    contrast: float


def pixels_of(browser: Browser, page: Page) -> Pixels:
    """What the page looks like now; the browser reads its own picture."""
    reader = browser.new_page()
    try:
        width, height, encoded = reader.evaluate(TO_PIXELS, b64encode(page.screenshot()).decode())
    finally:
        reader.close()
    return np.frombuffer(b64decode(encoded), np.uint8).reshape(height, width, 4)[:, :, :3]


def vivid(pixels: Pixels) -> NDArray[np.bool_]:
    """Which pixels have a colour that catches the eye."""
    return np.asarray(np.ptp(pixels.astype(np.int16), axis=2) > VIVID)


def red(pixels: Pixels) -> NDArray[np.bool_]:
    """Which of them are red: everything from crimson to vermilion."""
    strongest, weakest = pixels.max(axis=2).astype(float), pixels.min(axis=2).astype(float)
    r, g, b = (pixels[:, :, channel].astype(float) for channel in range(3))
    hue = np.where(strongest == r, (g - b), 0.0) / np.maximum(strongest - weakest, 1) * 60 % 360
    return np.asarray(vivid(pixels) & (strongest == r) & ((hue >= RED_FROM) | (hue < RED_TO)))


def words_in(page: Page, pixels: Pixels) -> Iterator[Mark]:
    """All visible words: the strongest of their pixels against the commonest of their box.

    On a map what is around a name are points and borders: there it is what touches its letters.
    """
    for what, left, top, right, bottom, is_map, colour in page.evaluate(WORDS):
        box = _cut(pixels, left, top, right, bottom)
        if box.size and is_map:
            yield Mark(what, _on_map(box, _channels(colour)))
        elif box.size:
            yield Mark(what, _strongest(box, _commonest(box)))


def shapes_in(page: Page, pixels: Pixels) -> Iterator[Mark]:
    """All visible shapes that say something: their strongest pixel against the commonest around them."""
    for what, left, top, right, bottom, share in page.evaluate(SHAPES):
        inside = _cut(pixels, left, top, right, bottom)
        around = _edge(_cut(pixels, left - RING_PX, top - RING_PX, right + RING_PX, bottom + RING_PX))
        if "hour-bar" in what:
            inside, around = inside[-RING_PX:], _cut(pixels, left, top - RING_PX, right, top)
        elif "band" in what:
            inside, around = inside[:, :RING_PX], _cut(pixels, left, top - RING_PX, left + RING_PX, top)
        elif "bar" in what:
            inside = inside[:, : max(2, int(share * inside.shape[1]))]
        if inside.size and around.size:
            yield Mark(what, _strongest(inside, _commonest(around)))


def _edge(box: Pixels) -> Pixels:
    """The upper and the lower border of a box."""
    return np.concatenate([box[:2], box[-2:]])


def _cut(pixels: Pixels, left: float, top: float, right: float, bottom: float) -> Pixels:
    x, y = max(0, int(left)), max(0, int(top))
    return pixels[y : max(0, int(bottom)), x : max(0, int(right))]


def _commonest(box: Pixels) -> Pixels:
    colours, counts = np.unique(box.reshape(-1, 3), axis=0, return_counts=True)
    commonest: Pixels = colours[counts.argmax()]
    return commonest


def _strongest(box: Pixels, ground: Pixels) -> float:
    colours = np.unique(box.reshape(-1, 3), axis=0)
    return max(contrast(colour / 255, ground / 255) for colour in colours)


def _on_map(box: Pixels, ink: Sequence[int]) -> float:
    """The contrast of letters with the middle one of the pixels two beside them."""
    is_ink = np.abs(box.astype(np.int16) - np.array(ink)).max(axis=2) < 24
    if not is_ink.any():
        return 1.0
    near, beside = _grown(is_ink, 1), _grown(is_ink, 2)
    ring = box[beside & ~near]
    middle = ring[ring.sum(axis=1).argsort()[len(ring) // 2]]
    return contrast(np.array(ink) / 255, middle / 255)


def _grown(mask: NDArray[np.bool_], by: int) -> NDArray[np.bool_]:
    padded = np.pad(mask, by)
    grown = np.zeros_like(padded)
    for down in range(-by, by + 1):
        for aside in range(-by, by + 1):
            grown |= np.roll(padded, (down, aside), (0, 1))
    return grown[by:-by, by:-by]


def _channels(colour: str) -> list[int]:
    """rgb(201, 209, 217) as three numbers."""
    return [int(float(part)) for part in colour[colour.index("(") + 1 : -1].split(",")[:3]]
