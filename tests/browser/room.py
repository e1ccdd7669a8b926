"""The room of a shift: two operators at their desks, a wall before them, and a product with the shipped alarms."""

from collections.abc import Mapping
from dataclasses import dataclass

import yaml
from playwright.sync_api import Browser, Locator, expect

from domain.identity import Role
from layouts.ids import Id, feed_part
from tests.browser.listening import ListeningPage
from tests.browser.product import ROOT, Product
from tests.browser.wall import PATIENCE_MS, new_page
from tests.servers import wait_until
from tests.signing_in import token_for

DESK_SIZE = (1440, 900)

# Every tone that the page starts: how high, whether the browser lets it be heard, and whether it was played to its end.
LISTEN = """
window.tones = [];
const start = OscillatorNode.prototype.start;
OscillatorNode.prototype.start = function (...times) {
  const tone = { hertz: this.frequency.value, state: this.context.state, isOver: false };
  this.addEventListener("ended", () => (tone.isOver = true));
  window.tones.push(tone);
  return start.apply(this, times);
};"""


class RoomProduct(Product):
    """A product with the alarms as they are shipped, but without the delays before a lost feed rings and ends."""

    def _config(self) -> Mapping[str, object]:
        alarms = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))["alarms"]
        (lost,) = (rule for rule in alarms["rules"] if rule["name"] == "feed_lost")
        lost.update(delay_on_seconds=0, delay_off_seconds=0)
        return {**super()._config(), "alarms": alarms, "console": {"hold_seconds": 2}}


class Desk(ListeningPage):
    """One operator's browser."""

    def row(self, words: str) -> Locator:
        """The alarm of the list with these words."""
        return self.page.locator(".work-row[data-key^='alarm:']", has_text=words)

    @property
    def sheet(self) -> Locator:
        """What was opened of the list."""
        return self.page.locator(f"#{Id.CONSOLE_DETAIL}")

    @property
    def flood(self) -> Locator:
        """What stands below the list in a flood."""
        return self.page.locator(f"#{Id.CONSOLE_FLOOD}")

    def choose(self, name: str, value: str) -> None:
        self.page.locator(f"[data-chooses={name}][data-value={value}]").click()

    def write(self, dialog: str, words: str) -> None:
        """Fill a dialog that is open, and send it."""
        box = self.page.locator(f"[data-dialog={dialog}]")
        box.locator("textarea").fill(words)
        box.get_by_role("button", name="Simpan").click()
        expect(box).to_be_hidden(timeout=PATIENCE_MS)


class Screen(ListeningPage):
    """The wall in the room."""

    role = Role.WALL_STAFF

    @property
    def strip(self) -> Locator:
        return self.page.locator(".alarm-strip")

    @property
    def feed(self) -> Locator:
        """How the one feed is, as the foot says."""
        return self.page.locator(f"#{feed_part(0, 'state')}")

    def panels(self, mark: str) -> set[str]:
        """What the panels that the feed brings are marked with."""
        read = "(panels, mark) => panels.map((panel) => panel.dataset[mark] || '')"
        told: list[str] = self.page.eval_on_selector_all(".panel[data-feed~=laksa]", read, mark)
        return set(told)

    @property
    def sound(self) -> Locator:
        return self.page.locator("[data-alarm-sound]")


def until_heard(page: ListeningPage, hertz: list[int]) -> None:
    """Until these tones, and no others, were played to their end; the browser lets each of them be heard."""
    played = [{"hertz": one, "state": "running", "isOver": True} for one in hertz]
    wait_until(lambda: bool(page.page.evaluate("window.tones") == played), f"tones of {hertz} Hz")


@dataclass(frozen=True)
class Room:
    """Two operators and a wall before them."""

    sari: Desk
    budi: Desk
    wall: Screen

    @property
    def pages(self) -> tuple[ListeningPage, ...]:
        return self.sari, self.budi, self.wall


def open_room(browser: Browser, product: RoomProduct) -> Room:
    """All three have drawn their first picture."""
    sari, budi = (
        Desk(new_page(browser, DESK_SIZE), product, token_for(product.store_url, Role.OPERATOR, login=login))
        for login in ("sari", "budi")
    )
    room = Room(sari, budi, Screen(new_page(browser), product))
    for page, address in zip(room.pages, ("/console", "/console", "/wall"), strict=True):
        page.page.add_init_script(LISTEN)
        page.page.goto(f"{product.url}{address}")
    for desk in (sari, budi):
        expect(desk.page.locator(f"#{Id.CONSOLE_CLOCK}")).not_to_have_text("–", timeout=PATIENCE_MS)
    expect(room.wall.page.locator("[data-scene-mark][data-shown]")).to_have_count(1, timeout=PATIENCE_MS)
    return room
