"""A wall in Chromium, with a witness in the page that notes when which event was painted."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import CDPSession, Page, sync_playwright

from data_sources.stream import position_key
from tests.servers import missing
from tests.signing_in import cookie

WITNESS = """
() => {
  const records = [];
  window.benchRecords = records;
  window.benchFrames = 0;
  const layers = window.liveRoom.layers;
  const apply = layers.apply;
  let drawn = null;  // all layers of a frame are applied in one animation frame
  layers.apply = (...change) => {
    if (document.timeline.currentTime !== drawn) window.benchFrames += 1;
    drawn = document.timeline.currentTime;
    return apply(...change);
  };
  const element = document.getElementById("newest-event");
  const note = () => {
    const position = element.dataset.position;
    requestAnimationFrame(() => requestAnimationFrame(() =>
      records.push([performance.timeOrigin + performance.now(), position])));
  };
  new MutationObserver(note).observe(element,
    {attributes: true, childList: true, characterData: true, subtree: true});
}
"""

Record = tuple[float, tuple[int, int]]
"""When something was painted, in milliseconds since 1970, and the newest stream id in it."""


class Wall:
    """One screen."""

    def __init__(self, page: Page, metrics: CDPSession) -> None:
        self._page = page
        self._metrics = metrics

    def rest(self, seconds: float) -> None:
        """Let time pass while the browser goes on."""
        self._page.wait_for_timeout(1000 * seconds)

    def records(self) -> list[Record]:
        """What was painted when, since the page was opened, in the order of painting."""
        raw: list[tuple[float, str]] = self._page.evaluate("window.benchRecords")
        return [(at_ms, position_key(position)) for at_ms, position in raw if position]

    def frames(self) -> int:
        """How many frames were applied."""
        return int(self._page.evaluate("window.benchFrames"))

    def busy_seconds(self) -> dict[str, float]:
        """The main thread's time since the page was opened: all tasks, and what they were."""
        answer: dict[str, Any] = self._metrics.send("Performance.getMetrics")
        wanted = ("TaskDuration", "ScriptDuration", "LayoutDuration", "RecalcStyleDuration")
        return {one["name"]: float(one["value"]) for one in answer["metrics"] if one["name"] in wanted}


@contextmanager
def open_wall(url: str, token: str, width: int, height: int) -> Iterator[Wall]:
    """The wall of a running Live Room, after its first frame."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": width, "height": height})
            page.context.add_cookies([cookie(token, url)])
            page.goto(f"{url}/wall")
            page.wait_for_function(
                "() => document.getElementById('newest-event')?.dataset.position && window.liveRoom.layers"
            )
            page.evaluate(WITNESS)
            metrics = page.context.new_cdp_session(page)
            metrics.send("Performance.enable")
            page.wait_for_timeout(3000)  # fonts and the first drawing of the map
            yield Wall(page, metrics)
        finally:
            browser.close()
