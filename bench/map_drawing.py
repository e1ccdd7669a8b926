"""What the map costs a browser without a graphics card: a frame of a pan, and an update of five points."""

import shutil
from collections.abc import Sequence
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright

from bench.product import Product
from bench.report import Row, met
from domain.identity import Role
from tests.servers import missing
from tests.signing_in import cookie, token_for

SIZES = (5_000, 10_000, 50_000)
ASSERTED = 5_000
PAN_MS, UPDATE_MS = 100.0, 60.0
SCREEN = (1920, 1080)
FRAMES = 60
CLOSER = (0.0, 2.5)
"""Zoom steps beyond the whole city: from afar discs are drawn, from near by points."""

READY = """() => window.liveRoom.map.view() && window.liveRoom.map.view().areas.colours.size"""

# From the deed to the animation frame after the one that drew it: what was drawn is then on the screen.
MEASURE = """async ([deed, count, closer]) => {
  const view = window.liveRoom.map.view();
  const painted = () => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  const city = view.map.getZoom();
  if (closer) view.map.setZoom(city + closer, { animate: false });
  await painted();
  const layer = window.liveRoom.map.layer("complaints");
  const keys = [...layer.points.keys()];
  const deeds = {
    pan: (i) => {
      view.map._rawPanBy({ x: i % 40 < 20 ? 24 : -24, y: i % 20 < 10 ? 12 : -12 });
      view.map.fire("move");
    },
    update: (i) => {
      const upsert = [0, 1, 2, 3, 4].map((j) => {
        const key = keys[(i * 977 + j * 331) % keys.length];
        const { place } = layer.points.get(key);
        return [key, place.lat + 0.0001, place.lon, (i + j) % 3, 0];
      });
      window.liveRoom.layers.apply("complaints", { full: false, upsert, remove: [] });
    },
  };
  const took = [];
  let drawing = 0;
  const draw = view.draw;
  view.draw = function () {
    const start = performance.now();
    draw.call(view);
    drawing = performance.now() - start;
  };
  const drew = [];
  for (let i = 0; i < count; i++) {
    const start = performance.now();
    deeds[deed](i);
    await painted();
    took.push(performance.now() - start);
    drew.push(drawing);
  }
  delete view.draw;
  view.map.fire("moveend");
  view.map.setZoom(city, { animate: false });
  await painted();
  return [took, drew];
}"""


def measure(product: Product, frames: int = FRAMES) -> list[Row]:
    """Two rows for each number of points; those of 5,000 have targets."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox", "--disable-gpu"])
        try:
            page = _large_map(browser.new_page(viewport={"width": SCREEN[0], "height": SCREEN[1]}), product)
            return [row for size in SIZES for row in _rows(page, size, frames)]
        finally:
            browser.close()


def _large_map(page: Page, product: Product) -> Page:
    """The mayor's map over the whole screen, which hears of no more frames: nothing else is drawn meanwhile."""
    page.context.add_cookies([cookie(token_for(product.store_url, Role.MAYOR), product.url)])
    page.goto(f"{product.url}/mayor")
    page.wait_for_function(READY)
    page.locator("[data-enlarges]").click()
    page.locator("[data-pauses]").evaluate("(button) => button.click()")
    page.wait_for_timeout(3000)
    return page


def _rows(page: Page, size: int, frames: int) -> list[Row]:
    page.evaluate("(change) => window.liveRoom.layers.apply('complaints', change)", _points(size))
    page.wait_for_timeout(1500)
    return [
        _row(page, "pan", "a frame of a pan", size, PAN_MS, frames),
        _row(page, "update", "an update of five points", size, UPDATE_MS, frames),
    ]


def _points(size: int) -> dict[str, Any]:
    """Complaints all over the city and denser in its middle, every tenth overdue."""
    random = np.random.default_rng(size)
    lat, lon = random.normal(-6.18, 0.03, size), random.normal(106.64, 0.035, size)
    kinds = random.choice([0, 1, 2], size, p=[0.8, 0.1, 0.1]).tolist()
    ages = random.choice(5, size).tolist()
    places = zip(np.round(lat, 6).tolist(), np.round(lon, 6).tolist(), kinds, ages, strict=True)
    rows = [[key, *place] for key, place in enumerate(places, start=1)]
    return {"full": True, "upsert": rows, "remove": [], "mark": None}


def _row(page: Page, deed: str, what: str, size: int, limit_ms: float, frames: int) -> Row:
    """The slower of the two distances, by its P95."""
    measured = [(closer, *page.evaluate(MEASURE, [deed, frames, closer])) for closer in CLOSER]
    closer, took, drew = max(measured, key=lambda one: _percentile(one[1], 95))
    p50, p95 = _percentile(took, 50), _percentile(took, 95)
    own50, own95 = _percentile(drew, 50), _percentile(drew, 95)
    is_asserted = size == ASSERTED
    return Row(
        "map",
        f"{what}, {size:,} points, {SCREEN[0]}x{SCREEN[1]}",
        f"{p50:.0f} / {p95:.0f} ms",
        f"p95 ≤ {limit_ms:.0f} ms" if is_asserted else "",
        met(p95 <= limit_ms) if is_asserted else "",
        f"p50 / p95 until painted, of {frames} frames, zoom +{closer:g}; "
        f"of that the map's own script {own50:.0f} / {own95:.0f} ms",
        figures=(p50, p95),
    )


def _percentile(values: Sequence[float], share: float) -> float:
    return float(np.percentile(values, share))
