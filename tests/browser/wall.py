"""The wall as a person in the room sees it, and what its browser did to show it."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, Page, Request, Response, ViewportSize

from layouts.ids import Id
from tests.browser.listening import ListeningPage
from tests.browser.product import Product
from tests.servers import wait_until

PATIENCE_SECONDS = 40.0
"""A busy machine may take long over anything; how fast the product is, bench/ measures."""

LOOK_SECONDS = 0.05
"""Between two looks at a page, which keep it from its work."""

PATIENCE_MS = 1000 * PATIENCE_SECONDS
FULL_HD = (1920, 1080)

CALM, URGENT = 0, 1
"""The canvases of the map, in the order of its panes."""

OVERDUE_COLOUR = (0xD5, 0x5E, 0x00)
DUE_SOON_COLOUR = (0xF0, 0xE4, 0x42)
NEWEST_COLOUR = (0x56, 0xB4, 0xE9)

# Copied to a canvas that is meant for reading, since reading the map's own would make the browser warn of it.
COUNT_PIXELS = """([number, colour]) => {
  const source = document.querySelectorAll(".city-map canvas")[number];
  const copy = document.createElement("canvas");
  copy.width = source.width;
  copy.height = source.height;
  const context = copy.getContext("2d", { willReadFrequently: true });
  context.drawImage(source, 0, 0);
  const { data } = context.getImageData(0, 0, copy.width, copy.height);
  let found = 0;
  for (let i = 0; i < data.length; i += 4) {
    const isDrawn = data[i + 3] === 255;
    if (colour ? isDrawn && colour.every((value, c) => Math.abs(data[i + c] - value) <= 2) : data[i + 3]) found += 1;
  }
  return found;
}"""


class Wall(ListeningPage):
    """One screen. Listens also to all that its browser asks for and receives."""

    def __init__(self, page: Page, product: Product) -> None:
        super().__init__(page, product)
        self.requested: list[str] = []
        self.frames: list[str] = []
        self.responses: list[Response] = []
        page.on("request", lambda request: self.requested.append(request.url))
        page.on("requestfailed", self._fail)
        page.on("response", self._answer)
        page.on("websocket", self._listen)

    def _fail(self, request: Request) -> None:
        """What a page that is left no longer waits for did not fail."""
        if request.failure != "net::ERR_ABORTED":
            self._complain("error", f"failed: {request.url} {request.failure}")

    def _answer(self, response: Response) -> None:
        self.responses.append(response)
        if response.status >= 400:
            self._complain("error", f"{response.status}: {response.url}")

    def _listen(self, socket: Any) -> None:
        self.requested.append(socket.url)
        socket.on("framereceived", lambda data: self.frames.append(data if isinstance(data, str) else data.decode()))

    def open(self, scene: str = "overview") -> "Wall":
        """Go to a scene of the wall, which then stays, and wait until a frame has filled it."""
        self.page.goto(f"{self.product.url}/wall?scene={scene}")
        self.until(lambda: self.text(Id.HEADER_CLOCK) not in ("", "–"), "the first frame")
        return self

    @property
    def strange_origins(self) -> set[str]:
        """The hosts other than its own that the browser turned to."""
        hosts = {urlsplit(url).netloc for url in self.requested if not url.startswith(("data:", "blob:"))}
        return hosts - {urlsplit(self.product.url).netloc}

    def received(self) -> str:
        """All that its browser was told: the page as it stands, each document and answer, each frame of a socket."""
        kinds = ("text/html", "application/json")
        answers = [answer for answer in self.responses if answer.headers.get("content-type", "").startswith(kinds)]
        return "\n".join([self.page.content(), *(answer.text() for answer in answers), *self.frames])

    def until(self, holds: Callable[[], bool], what: str, seconds: float = PATIENCE_SECONDS) -> None:
        wait_until(holds, what, seconds, LOOK_SECONDS)

    def text(self, component: str) -> str:
        """What a component says, empty while it is not there."""
        said: str = self.page.evaluate("(id) => (document.getElementById(id) || {}).textContent || ''", component)
        return said

    def number(self, component: str) -> int:
        """The number that a component shows; there must be one."""
        return int(self.text(component).replace(".", ""))

    def attribute(self, component: str, name: str) -> str:
        value: str = self.page.evaluate(
            "([id, name]) => document.getElementById(id).getAttribute(name) || ''", [component, name]
        )
        return value

    def is_shown(self, selector: str) -> bool:
        return self.page.locator(selector).is_visible()

    @property
    def connection(self) -> str:
        """What the page says of its connection: ok or lost."""
        word: str = self.page.evaluate("document.documentElement.dataset.connection || ''")
        return word

    def newest(self) -> tuple[str, int]:
        """The newest event drawn: its place in the stream, and its producer's time in milliseconds since 1970."""
        return self.attribute(Id.NEWEST_EVENT, "data-position"), int(self.text(Id.NEWEST_EVENT) or 0)

    def pixels(self, canvas: int, colour: tuple[int, int, int] | None = None) -> int:
        """How many pixels of one of the map's canvases are drawn, or drawn in a colour."""
        found: int = self.page.evaluate(COUNT_PIXELS, [canvas, list(colour) if colour else None])
        return found


def new_page(browser: Browser, size: tuple[int, int] = FULL_HD) -> Page:
    """A page of its own, as nobody has used it before."""
    viewport: ViewportSize = {"width": size[0], "height": size[1]}
    return browser.new_context(viewport=viewport).new_page()
