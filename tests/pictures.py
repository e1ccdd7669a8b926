"""Pictures of every screen for the documents: `make pictures`.

The product runs on its embedded defaults with a store of its own, late in a simulated morning, when counters are busy
and crews are out. What is drawn is what anybody sees after `make run`.
"""

import json
import os
import shutil
import subprocess
import sys
from base64 import b64decode, b64encode
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray
from playwright.sync_api import Browser, Page, sync_playwright
from sqlalchemy.exc import SQLAlchemyError

from domain.identity import Role
from layouts.ids import mayor_figure
from tests.browser.conftest import BROWSERS, QUIET
from tests.browser.pixels import TO_PIXELS
from tests.browser.product import KEPT_VARIABLES as KEPT
from tests.palette_png import palette_png
from tests.servers import free_port, wait_until
from tests.signing_in import cookie, header, token_for

ROOT = Path(__file__).resolve().parents[1]
DOCS = ROOT / "docs"
MORNING = "10:40"
"""The city's time at which the simulation begins."""

FILLED_SECONDS = 240.0
SETTLED_SECONDS = 40.0
"""For percentiles, leaderboards and positions, which are computed now and then."""

OPENED_SECONDS = 60.0
DRAWN_MS = 4000
FULL_HD, ULTRA_HD = (1920, 1080), (3840, 2160)
AGENCY = "DPUPR"

# Nothing of the wall may be missing or lost when it is drawn.
IS_DRAWN = """() => {
  const clock = document.querySelector(".clock, .mayor-clock, .review .as-of");
  const isReview = !document.querySelector("[data-live-audience]");
  const isLive = isReview || document.documentElement.dataset.connection === "ok";
  return document.fonts.status === "loaded" && isLive && !!clock && /[0-9]/.test(clock.innerText);
}"""

SCENES = (
    *("overview", "complaints", "queues", "employees", "emergencies"),
    *("agencies", "integration", "adoption", "status"),
)


class Picture(NamedTuple):
    """One file, and what it shows to whom in which size."""

    file: str
    address: str
    size: tuple[int, int]
    role: Role = Role.WALL_GUEST


def pictures() -> Sequence[Picture]:
    """Every scene of the wall in two sizes, the mayor's page on her devices, an agency's review, and the indicators."""
    return [
        Picture("wall.png", "/wall?scene=overview", ULTRA_HD),
        *(Picture(f"pictures/wall-{scene}.png", f"/wall?scene={scene}", FULL_HD) for scene in SCENES),
        *(Picture(f"pictures/wall-{scene}-4k.png", f"/wall?scene={scene}", ULTRA_HD) for scene in SCENES[1:]),
        Picture("pictures/mayor-tablet.png", "/mayor", (1180, 820), Role.MAYOR),
        Picture("pictures/mayor-tablet-upright.png", "/mayor", (820, 1180), Role.MAYOR),
        Picture("pictures/mayor-phone.png", "/mayor", (390, 844), Role.MAYOR),
        Picture(f"pictures/agency-{AGENCY}.png", f"/agency/{AGENCY}", (1440, 900), Role.AGENCY_HEAD),
        Picture("pictures/indicators.png", "/indicators", (1440, 900), Role.MAYOR),
    ]


def main() -> None:
    """Draw them all, and say what was written."""
    with _product() as product, _browser() as browser:
        for picture in pictures():
            sys.stdout.write(f"{_drawn(browser, product, picture)}\n")


def _drawn(browser: Browser, product: "_Running", picture: Picture) -> str:
    """Write one picture; its name and size."""
    path = DOCS / picture.file
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(palette_png(_pixels(browser, _shot(browser, product, picture))))
    width, height = picture.size
    return f"{path.relative_to(ROOT)}  {width}x{height}  {path.stat().st_size // 1024} KB"


# --- the product


class _Running(NamedTuple):
    """The product while its pictures are taken."""

    port: int
    store_url: str

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def asked(self, path: str, role: Role) -> dict[str, Any]:
        """The answer of an address to a role, nothing while nobody answers."""
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=10)) as connection:
            try:
                connection.request("GET", path, headers=header(token_for(self.store_url, role)))
                answer: dict[str, Any] = json.loads(connection.getresponse().read())
            except (OSError, ValueError, SQLAlchemyError):
                return {}
        return answer


@contextmanager
def _product() -> Iterator[_Running]:
    """The product on its defaults, filled; only its port, its files and the hour are its own."""
    port = free_port()
    with TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        product = _Running(port, f"sqlite:///{folder / 'liveroom.db'}")
        process, log = _started(folder, product)
        try:
            wait_until(lambda: _is_filled(product, process, log), "a filled city", FILLED_SECONDS)
            wait_until(lambda: _is_settled(product), "numbers of the whole city", SETTLED_SECONDS)
            yield product
        finally:
            process.terminate()
            process.wait(timeout=30)


def _started(folder: Path, product: _Running) -> tuple["subprocess.Popen[bytes]", Path]:
    ours = {name: value for name, value in os.environ.items() if not name.startswith("LIVEROOM_") or name in KEPT}
    own = {
        "LIVEROOM_SERVER__PORT": str(product.port),
        "LIVEROOM_STORE__URL": product.store_url,
        "LIVEROOM_STREAMS__FOLDER": str(folder / "redis"),
        "LIVEROOM_SIMULATION__START_TIME": MORNING,
    }
    log = folder / "app.log"
    with log.open("wb") as written:
        command = [sys.executable, "app.py"]
        return subprocess.Popen(command, cwd=ROOT, env=ours | own, stdout=written, stderr=subprocess.STDOUT), log


def _is_filled(product: _Running, process: "subprocess.Popen[bytes]", log: Path) -> bool:
    assert process.poll() is None, f"the dashboard ended:\n{log.read_text(encoding='utf-8')}"
    balances = product.asked("/healthz?detail=1", Role.ADMINISTRATOR).get("balance") or []
    return bool(balances) and not any(balance["waiting"] for balance in balances)


def _is_settled(product: _Running) -> bool:
    """Once the agencies are known to be connected, everything that is computed now and then was."""
    frame = product.asked("/live/frame?since=-1&audience=mayor", Role.MAYOR)
    connected = (frame.get("props") or {}).get(mayor_figure("integration", "value"), {})
    return str(connected.get("children", "0")).strip() not in ("0", "–")


# --- the browser


@contextmanager
def _browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        sys.exit("pictures: Chromium is missing; apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield browser
        browser.close()


def _shot(browser: Browser, product: _Running, picture: Picture) -> bytes:
    width, height = picture.size
    page: Page = browser.new_context(viewport={"width": width, "height": height}).new_page()
    page.context.add_cookies([cookie(token_for(product.store_url, picture.role), product.url)])
    page.goto(f"{product.url}{picture.address}")
    wait_until(lambda: bool(page.evaluate(IS_DRAWN)), picture.address, OPENED_SECONDS)
    page.wait_for_timeout(DRAWN_MS)
    shot = page.screenshot()
    page.context.close()
    return shot


def _pixels(browser: Browser, shot: bytes) -> NDArray[np.uint8]:
    """The browser reads its own pictures; no library for pictures is needed."""
    page = browser.new_page()
    width, height, encoded = page.evaluate(TO_PIXELS, b64encode(shot).decode())
    page.close()
    return np.frombuffer(b64decode(encoded), np.uint8).reshape(height, width, 4)[:, :, :3]


if __name__ == "__main__":
    main()
