"""A wall that a test turns from part to part of its scenes, as it turns by itself: one page for all of them."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, Page

from layouts.theme import SMALLEST_ARC_MINUTES
from tests.browser.geometry import arc_minutes, crosses, overflow, overlaps, spilling, text_boxes
from tests.browser.pictured import Pictured
from tests.browser.wall import new_page
from tests.servers import wait_until
from tests.signing_in import cookie
from tests.walls import shipped_plan

SIZES = {
    "wall-165": (1920, 1080),
    "tv-75": (1920, 1080),
    "tv-98": (1920, 1080),
    "wide-5760": (2880, 540),
    "tv-75-light": (1920, 1080),
    "tv-55": (1920, 1080),
    "wide-7680": (3840, 1080),
}
"""Every profile that is shipped, on fewer pixels than its own: the same picture."""

SIZES_AT_MOST = 3
OPENED_SECONDS = 40.0
SETTLED_MS = 1300
"""Lists look once a second how many rows fit."""

FOR_EVER = "1000000"

SHOWN = """() => {
  const clock = document.querySelector(".clock");
  const mark = document.querySelector("[data-scene-mark][data-shown]");
  return clock && /[0-9]/.test(clock.innerText) && mark ? mark.dataset.sceneMark : "";
}"""

HOLD = """(seconds) => {
  for (const mark of document.querySelectorAll("[data-scene-mark]")) mark.dataset.dwellSeconds = seconds;
}"""

TURN = """() => {
  document.querySelector("[data-scene-mark][data-shown]").dataset.dwellSeconds = "0";
}"""

STAGE = """() => {
  const { top, bottom } = document.querySelector(".stage").getBoundingClientRect();
  return [top, bottom];
}"""
"""Header, band and strips go over the seams; what is between them does not."""


class TurnedWall:
    """The page of one screen."""

    def __init__(self, page: Page, screen: str) -> None:
        self.page, self.screen = page, screen

    def parts(self) -> Iterator[str]:
        """Every part of every scene once, while it is shown."""
        wait_until(lambda: bool(self.shown()), "the first frame", OPENED_SECONDS)
        first = part = self.shown()
        while True:
            self.page.evaluate(HOLD, FOR_EVER)
            self.page.evaluate("document.fonts.ready.then(() => null)")
            self.page.wait_for_timeout(SETTLED_MS)
            self._picture(part)
            yield part
            self.page.evaluate(TURN)
            wait_until(lambda before=part: self.shown() != before, "the next part")  # type: ignore[misc]
            part = self.shown()
            if part == first:
                return

    def _picture(self, part: str) -> None:
        """Keep what is shown, for somebody who wants to look at it."""
        if folder := os.environ.get("WALL_PICTURES"):
            self.page.screenshot(path=f"{folder}/{self.screen}-{part}.png")

    def shown(self) -> str:
        """The part that is shown with its values, empty before."""
        name: str = self.page.evaluate(SHOWN)
        return name

    def all_faults(self) -> list[str]:
        """What is wrong with any part, each with the part's name."""
        return [f"{part}: {fault}" for part in self.parts() for fault in self.faults()]

    def faults(self) -> list[str]:
        """What is wrong with the part that is shown, in words."""
        profile, size = shipped_plan().screens[self.screen], SIZES[self.screen]
        boxes = text_boxes(self.page)
        told = [box for box in boxes if not box.is_map]
        seams = [size[0] * seam / profile.bezels.across for seam in range(1, profile.bezels.across)]
        found = [f"{one!r} lies on {other!r}" for one, other in overlaps(told)]
        found += [f"{one!r} lies on {other!r} on the map" for one, other in overlaps([b for b in boxes if b.is_map])]
        found += [f"{box.words!r} is cut off" for box in boxes if box.is_clipped]
        found += [f"{panel} spills" for panel in spilling(self.page)]
        found += [f"{box.words!r} is small" for box in boxes if self._angle(box.size) < SMALLEST_ARC_MINUTES]
        found += [f"the page is larger by {by} px" for by in overflow(self.page) if by]
        if len({round(box.size, 1) for box in boxes}) > SIZES_AT_MOST:
            found.append("more sizes of text than three")
        if self.screen == "wall-165":
            top, bottom = self.page.evaluate(STAGE)
            inner = [box for box in told if top < box.bottom and box.top < bottom]
            found += [f"{box.words!r} is on a seam" for box in inner if crosses(box, seams)]
        return found

    def _angle(self, size_px: float) -> float:
        return arc_minutes(size_px, SIZES[self.screen][0], shipped_plan().screens[self.screen])


@contextmanager
def turned_wall(browser: Browser, city: Pictured, screen: str) -> Iterator[TurnedWall]:
    """A wall of one screen, closed after."""
    page = new_page(browser, SIZES[screen])
    try:
        page.context.add_cookies([cookie("any", city.url)])
        page.goto(f"{city.url}/wall?profile={screen}")
        yield TurnedWall(page, screen)
    finally:
        page.context.close()
