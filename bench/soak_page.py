"""A wall in Chromium whose memory, nodes, listeners and layout shifts are read through its own diagnostics."""

import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import CDPSession, ConsoleMessage, Page, sync_playwright

from bench.report import load_now
from bench.soak_report import Sample
from tests.browser.moves import MOVES
from tests.servers import missing
from tests.signing_in import cookie

SIZE = (1920, 1080)
SETTLE_MS = 15_000
"""Fonts, the first drawing of the map, the first scene: what comes after is the soak."""

WITNESS = """() => {
  const { named, place } = window.moves;
  window.soak = { frames: 0, shift: 0, moved: {} };
  document.addEventListener("liveroom:drawn", () => (window.soak.frames += 1));
  new PerformanceObserver((list) => {
    for (const shift of list.getEntries()) {
      window.soak.shift += shift.value;
      for (const { node, previousRect, currentRect } of shift.sources) {
        if (Object.keys(window.soak.moved).length >= 40) break;
        window.soak.moved[named(node)] = `${place(previousRect)} → ${place(currentRect)}, ${shift.value.toFixed(4)}`;
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""


class SoakedWall:
    """One screen. `errors` and `warnings` are what its console said since it was opened."""

    def __init__(self, page: Page, session: CDPSession) -> None:
        self._page = page
        self._session = session
        self.errors: list[str] = []
        self.warnings: list[str] = []
        self.shift_before = 0.0
        page.on("console", self._hear)
        page.on("pageerror", lambda error: self.errors.append(str(error)))

    def _hear(self, message: ConsoleMessage) -> None:
        said = {"error": self.errors, "warning": self.warnings}.get(message.type)
        if said is not None:
            said.append(message.text)

    def settle(self) -> None:
        """Let the page come to rest, and note how much its layout had shifted until then, from its first frame on."""
        self._page.evaluate(MOVES)
        self._page.evaluate(WITNESS)
        self._page.wait_for_timeout(SETTLE_MS)
        self.shift_before = float(self._page.evaluate("window.soak.shift"))

    def moved(self) -> Mapping[str, str]:
        """What shifted, each part with one of its moves: from where to where, and how much that counts."""
        return dict(self._page.evaluate("window.soak.moved"))

    def rest(self, seconds: float) -> None:
        """Let time pass while the browser goes on."""
        self._page.wait_for_timeout(1000 * seconds)

    def sample(self, at_s: float, server: int) -> Sample:
        """What stands now, after a collection; `server` is the process of the product."""
        self._session.send("HeapProfiler.collectGarbage")
        heap = self._session.send("Runtime.getHeapUsage")
        counters = self._session.send("Memory.getDOMCounters")
        soak = self._page.evaluate("window.soak")
        if soak is None:
            raise RuntimeError("expected the wall to stay on its page, but it loaded itself anew; see /screens for why")
        return Sample(
            at_s=at_s,
            frames=int(soak["frames"]),
            heap_bytes=int(heap["usedSize"]),
            nodes=int(counters["nodes"]),
            listeners=int(counters["jsEventListeners"]),
            server_bytes=resident_bytes(server),
            shift=float(soak["shift"]),
            load=float(load_now()),
        )


def resident_bytes(pid: int) -> int:
    """The resident memory of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines()
    return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmRSS:"))


@contextmanager
def soaked_wall(url: str, token: str) -> Iterator[SoakedWall]:
    """The wall of a running product after it came to rest; it turns through its scenes as on a real wall."""
    chromium = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if chromium is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        try:
            page = browser.new_page(viewport={"width": SIZE[0], "height": SIZE[1]})
            page.context.add_cookies([cookie(token, url)])
            wall = SoakedWall(page, page.context.new_cdp_session(page))
            page.goto(f"{url}/wall")
            page.locator("[data-live-audience]").wait_for()
            page.locator("#newest-event:not([data-position=''])").wait_for(state="attached")
            wall.settle()
            yield wall
        finally:
            browser.close()
