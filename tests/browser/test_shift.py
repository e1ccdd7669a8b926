"""An operator's shift, seen at once from two desks and from the wall in the room: what one does, the others say."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
import yaml
from playwright.sync_api import Browser, Locator, expect

from domain.identity import Role
from layouts.ids import Id, feed_part
from tests.browser.geometry import overlaps, text_boxes
from tests.browser.listening import ListeningPage
from tests.browser.product import ROOT, Producer, Product, a_complaint, from_now
from tests.browser.wall import new_page
from tests.servers import RedisServer, wait_until
from tests.signing_in import token_for

pytestmark = pytest.mark.browser

SECONDS = 20_000
DESK_SIZE = (1440, 900)
FLOOD = 40
EARLIER = 2
"""Alarms of this shift that rang before the flood."""

BEAT_SECONDS = 0.2

CRITICAL_HERTZ, HIGH_HERTZ = 988, 740

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
    """A product with the alarms as they are shipped, but for the delays before a lost feed rings and ends."""

    def _config(self) -> Mapping[str, object]:
        alarms = yaml.safe_load((ROOT / "config.yaml").read_text(encoding="utf-8"))["alarms"]
        (lost,) = (rule for rule in alarms["rules"] if rule["name"] == "feed_lost")
        lost.update(delay_on_seconds=1, delay_off_seconds=1)
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
        expect(box).to_be_hidden(timeout=SECONDS)


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


def until_heard(page: ListeningPage, n: int, hertz: int) -> None:
    """Until so many tones were played to their end; the browser lets each of them be heard."""

    def tones() -> list[dict[str, object]]:
        told: list[dict[str, object]] = page.page.evaluate("window.tones")
        return told

    played = {"hertz": hertz, "state": "running", "isOver": True}
    wait_until(lambda: tones()[-n:] == [played] * n, f"{n} tones of {hertz} Hz")


@dataclass(frozen=True)
class Room:
    """Two operators and a wall before them."""

    sari: Desk
    budi: Desk
    wall: Screen

    @property
    def pages(self) -> tuple[ListeningPage, ...]:
        return self.sari, self.budi, self.wall


@pytest.fixture(scope="module")
def product(product_folder: Path, product_redis: RedisServer, producer: Producer) -> Iterator[RoomProduct]:
    running = RoomProduct(product_folder, product_redis)
    try:
        running.start()
        yield running
    finally:
        running.stop()


@pytest.fixture
def room(browser: Browser, product: RoomProduct) -> Iterator[Room]:
    """All three have drawn their first picture."""
    sari, budi = (
        Desk(new_page(browser, DESK_SIZE), product, token_for(product.store_url, Role.OPERATOR, login=login))
        for login in ("sari", "budi")
    )
    room = Room(sari, budi, Screen(new_page(browser), product))
    for page in room.pages:
        page.page.add_init_script(LISTEN)
    for page, address in zip(room.pages, ("/console", "/console", "/wall"), strict=True):
        page.page.goto(f"{product.url}{address}")
    for desk in (sari, budi):
        expect(desk.page.locator(f"#{Id.CONSOLE_CLOCK}")).not_to_have_text("–", timeout=SECONDS)
    expect(room.wall.page.locator("[data-scene-mark][data-shown]")).to_have_count(1, timeout=SECONDS)
    yield room
    for page in room.pages:
        page.page.context.close()


def test_a_shift(room: Room, producer: Producer) -> None:
    """From the first alarm to the printed sheet; the parts follow one another, as the hours of a shift do."""
    an_alarm_is_seen_by_all(room, producer)
    a_touch_makes_sound(room.sari)
    one_answers_and_the_other_is_told_who(room)
    the_wall_says_who_drives(room)
    what_is_over_leaves_by_itself(room, producer)
    a_dead_feed_is_said_in_words(room, producer)
    a_flood_is_told_by_its_rule_and_what_came_first(room, producer)
    a_case_is_taken(room)
    the_sheet_holds_the_shift(room)
    for page in room.pages:
        assert page.complaints == []


def an_alarm_is_seen_by_all(room: Room, producer: Producer) -> None:
    """A fire has waited for twenty minutes; the first that is heard of it is an alarm, on desks and wall."""
    at = datetime.now(UTC) - timedelta(minutes=20)
    producer.tell("call.received", at, call_id="112-1", category="fire", lat=-6.1783, lon=106.6319)
    for desk in (room.sari, room.budi):
        expect(desk.row("Panggilan 112 menunggu")).to_contain_text("baru", timeout=SECONDS)
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("1 alarm kritis", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("KRITIS", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("1 belum ditanggapi", timeout=SECONDS)


def a_touch_makes_sound(desk: Desk) -> None:
    """Nobody has touched the page, so it was silent, and says so; the touch is heard."""
    button = desk.page.locator("[data-alarm-sound]")
    expect(button).to_have_text("suara belum aktif")
    assert desk.page.evaluate("window.tones") == []
    button.click()
    expect(button).to_have_text("uji suara", timeout=SECONDS)
    until_heard(desk, 4, CRITICAL_HERTZ)


def one_answers_and_the_other_is_told_who(room: Room) -> None:
    """By keyboard: opened, acknowledged, a comment; the other desk has the name and the words, the wall the state."""
    sari, budi = room.sari, room.budi
    budi.row("Panggilan 112 menunggu").click()
    sari.row("Panggilan 112 menunggu").click()
    expect(sari.sheet).to_contain_text("Kirim unit terdekat", timeout=SECONDS)
    sari.page.keyboard.press("a")
    expect(budi.row("Panggilan 112 menunggu")).to_contain_text("diketahuisari", timeout=SECONDS)
    sari.page.keyboard.press("c")
    sari.write("comment", "Unit Cikokol berangkat.")
    expect(budi.sheet).to_contain_text("diketahui: sari", timeout=SECONDS)
    expect(budi.sheet).to_contain_text("Unit Cikokol berangkat.", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("semua sudah ditanggapi", timeout=SECONDS)


def the_wall_says_who_drives(room: Room) -> None:
    """Steered to a scene, and into the staff's mode: it turns there, names its driver, and says what the alarm is."""
    budi, wall = room.budi, room.wall.page
    budi.page.get_by_role("button", name="Dinding", exact=True).click()
    budi.page.locator("[data-wall-id]").first.click()
    expect(room.wall.sound).to_be_hidden()
    budi.choose("mode", "staff")
    budi.choose("scene", "emergencies")
    expect(wall.locator("[data-scene-mark=emergencies][data-shown]")).to_be_attached(timeout=SECONDS)
    expect(wall.locator("[data-steered]")).to_contain_text("Dikemudikan: Budi", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("Panggilan 112 menunggu", timeout=SECONDS)
    room.wall.sound.click()
    until_heard(room.wall, 4, CRITICAL_HERTZ)
    room.sari.page.get_by_role("button", name="Dinding", exact=True).click()
    expect(room.sari.page.locator("[data-driver]")).to_contain_text("Dikemudikan: Budi", timeout=SECONDS)


def what_is_over_leaves_by_itself(room: Room, producer: Producer) -> None:
    """A unit has arrived: the alarm was answered and is normal, so it is closed everywhere."""
    producer.tell("call.dispatched", call_id="112-1", unit_id="BPBD-03")
    producer.tell("call.arrived", call_id="112-1", unit_id="BPBD-03")
    expect(room.wall.strip).to_be_hidden(timeout=SECONDS)
    for desk in (room.sari, room.budi):
        expect(desk.row("Panggilan 112 menunggu")).to_have_count(0, timeout=SECONDS)


def a_dead_feed_is_said_in_words(room: Room, producer: Producer) -> None:
    """Its heartbeats stop: late, lost, an alarm; when it beats again, all of that ends."""
    producer.speak(BEAT_SECONDS)
    room.wall.page.wait_for_timeout(1000 * 4 * BEAT_SECONDS)
    producer.silence()
    for desk in (room.sari, room.budi):
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("Data putus", timeout=SECONDS)
        expect(desk.row("Sumber data putus")).to_contain_text("baru", timeout=SECONDS)
    expect(room.wall.page.locator(f"#{Id.HEADER_STATUS}")).to_have_text("Data putus", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("Sumber data putus", timeout=SECONDS)
    expect(room.wall.strip).to_contain_text("LAKSA", timeout=SECONDS)
    expect(room.wall.feed).to_have_text(re.compile(r"^putus \d+ dtk$"))
    assert room.wall.panels("feedState") == {"lost"}
    assert all(re.fullmatch(r"\d+ dtk", age) for age in room.wall.panels("feedAge"))
    assert room.wall.page.evaluate("document.documentElement.dataset.connection") == "ok"
    for page in (room.wall, room.sari):
        until_heard(page, 2, HIGH_HERTZ)
    producer.speak()
    expect(room.wall.strip).to_be_hidden(timeout=SECONDS)
    assert room.wall.panels("feedState") <= {"good", "quiet"}
    assert room.wall.panels("feedAge") == {""}


def a_flood_is_told_by_its_rule_and_what_came_first(room: Room, producer: Producer) -> None:
    """Forty urgent cases at once: one line for the rule, with what came first; nothing of the wall is covered."""
    filed = datetime.now(UTC)
    producer.tell_all(
        [
            (
                "complaint.filed",
                filed,
                a_complaint(f"urgent-{n}") | {"category": "flood", "due_at": from_now(minutes=9)},
            )
            for n in range(FLOOD)
        ]
    )
    strip = room.wall.strip
    expect(strip).to_contain_text(f"BANJIR ALARM {FLOOD + EARLIER}/10 mnt", timeout=SECONDS)
    expect(strip).to_contain_text(f"{FLOOD}×", timeout=SECONDS)
    expect(strip.locator(".alarm-row")).to_have_count(1)
    for desk in (room.sari, room.budi):
        expect(desk.flood).to_contain_text(f"BANJIR ALARM {FLOOD + EARLIER}/10 mnt", timeout=SECONDS)
        expect(desk.flood).to_contain_text(f"Tenggat aduan mendesak {FLOOD}×, pertama: Banjir", timeout=SECONDS)
        expect(desk.row(f"pertama dari {FLOOD}")).to_have_count(1, timeout=SECONDS)
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("Perlu perhatian")
    boxes = [box for box in text_boxes(room.wall.page) if not box.is_map]
    assert overlaps(boxes) == []
    assert [box.words for box in boxes if box.is_clipped] == []


def a_case_is_taken(room: Room) -> None:
    """Found by its ticket, opened and owned; the other desk has the name."""
    sari, case = room.sari.page, "complaint:urgent-7"
    sari.keyboard.press("/")
    sari.keyboard.type("urgent-7")
    expect(sari.locator(".work-row")).to_have_count(1, timeout=SECONDS)
    for key in ("Enter", "Escape", "o"):
        sari.keyboard.press(key)
    expect(room.sari.sheet).to_contain_text("dipegang: Sari", timeout=SECONDS)
    expect(room.budi.page.locator(f".work-row[data-key='{case}']")).to_contain_text("dipegangSari", timeout=SECONDS)


def the_sheet_holds_the_shift(room: Room) -> None:
    """A decision is written down; then the sheet has what rang, what was said and what was decided, and prints."""
    sari = room.sari.page
    sari.get_by_role("button", name="Putusan", exact=True).click()
    sari.locator("[data-field=decision] textarea").fill("Siaga banjir di Periuk, tambah dua regu.")
    sari.get_by_role("button", name="Simpan putusan").click()
    expect(sari.locator(f"#{Id.CONSOLE_DECISIONS}")).to_contain_text("Siaga banjir", timeout=SECONDS)
    sari.goto(f"{room.sari.product.url}/console/handover")
    expect(sari.locator(".sheet-state")).to_have_text("Rancangan: belum disimpan.", timeout=SECONDS)
    sari.locator("textarea").fill("Cek ulang besok pagi.")
    sari.get_by_role("button", name="Simpan lembar").click()
    expect(sari.locator(".sheet-state")).to_contain_text("Disimpan oleh Sari", timeout=SECONDS)
    expect(sari.locator(".sheet-part.is-owned")).to_contain_text("urgent-7")
    sari.emulate_media(media="print")
    sheet = sari.locator(".sheet").inner_text()
    for words in (
        *("Panggilan 112 menunggu", "selesai; ditanggapi sari", "Sumber data putus", "LAKSA"),
        *(f"{FLOOD} terbuka, {FLOOD} belum ditanggapi", "Siaga banjir di Periuk", "Unit Cikokol berangkat."),
    ):
        assert words in sheet
    assert "Cetak" not in sheet
    paper = sari.pdf(format="A4")
    assert len(re.findall(rb"/Type\s*/Page\b", paper)) == 1
