"""An operator's shift, seen at once from two desks and from the wall in the room: what one does, the others say."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from layouts.ids import Id
from tests.browser.geometry import overflow, overlaps, text_boxes
from tests.browser.product import Producer, a_complaint, from_now, running
from tests.browser.room import DESK_SIZE, Desk, Room, RoomProduct, open_room, until_heard
from tests.browser.wall import PATIENCE_MS
from tests.servers import RedisServer

pytestmark = pytest.mark.browser

FLOOD = 40
EARLIER = 2
"""Alarms of this shift that rang before the flood."""

BEAT_SECONDS = 0.2

CRITICAL_HERTZ, HIGH_HERTZ = 988, 740


@pytest.fixture(scope="module")
def product(product_folder: Path, product_redis: RedisServer, producer: Producer) -> Iterator[RoomProduct]:
    with running(RoomProduct(product_folder, product_redis)) as product:
        yield product


@pytest.fixture
def room(browser: Browser, product: RoomProduct) -> Iterator[Room]:
    room = open_room(browser, product)
    yield room
    for page in room.pages:
        page.page.context.close()


def test_a_shift(room: Room, producer: Producer) -> None:
    """From the first alarm to the printed sheet; the parts follow one another, as the hours of a shift do."""
    a_touch_makes_sound(room.sari)
    what_will_be_lost_first_comes_first(room, producer)
    a_secret_case_tells_neither_what_nor_where(room.sari)
    an_alarm_is_seen_by_all(room, producer)
    one_answers_and_the_other_is_told_who(room)
    the_wall_says_who_drives(room)
    what_is_over_leaves_by_itself(room, producer)
    a_dead_feed_is_said_in_words(room, producer)
    a_flood_is_told_by_its_rule_and_what_came_first(room, producer)
    the_desk_fits_its_screens(room.sari)
    a_case_is_taken(room)
    the_sheet_holds_the_shift(room)
    for page in room.pages:
        assert page.complaints == []


def what_will_be_lost_first_comes_first(room: Room, producer: Producer) -> None:
    producer.file_complaint("later", due_at=from_now(hours=9))
    producer.file_complaint("sooner", due_at=from_now(hours=2))
    producer.file_complaint("secret", category="violence_women_children", due_at=from_now(hours=5))
    for desk in (room.sari, room.budi):
        expect(desk.page.locator(".work-row")).to_have_count(3, timeout=PATIENCE_MS)
        rows = [row.get_attribute("data-key") for row in desk.page.locator(".work-row").all()]
        assert rows == ["complaint:sooner", "complaint:secret", "complaint:later"]


def a_secret_case_tells_neither_what_nor_where(desk: Desk) -> None:
    row = desk.page.locator(".work-row[data-key='complaint:secret']")
    row.click()
    expect(desk.page.locator(".case-secret")).to_be_visible(timeout=PATIENCE_MS)
    expect(desk.page.locator(".place-map")).to_have_count(0)
    expect(row.locator(".work-where")).to_have_text("–")


def an_alarm_is_seen_by_all(room: Room, producer: Producer) -> None:
    """A fire has waited for twenty minutes: what is first heard of it is an alarm on desks and wall, with its tones."""
    at = datetime.now(UTC) - timedelta(minutes=20)
    producer.tell("call.received", at, call_id="112-1", category="fire", lat=-6.1783, lon=106.6319)
    for desk in (room.sari, room.budi):
        expect(desk.row("Panggilan 112 menunggu")).to_contain_text("baru", timeout=PATIENCE_MS)
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("1 alarm kritis", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("KRITIS", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("1 belum ditanggapi", timeout=PATIENCE_MS)
    until_heard(room.sari, [CRITICAL_HERTZ] * 8)


def a_touch_makes_sound(desk: Desk) -> None:
    """Nobody has touched the page, so it was silent, and says so; the touch is heard."""
    button = desk.page.locator("[data-alarm-sound]")
    expect(button).to_have_text("suara belum aktif")
    assert desk.page.evaluate("window.tones") == []
    button.click()
    expect(button).to_have_text("uji suara", timeout=PATIENCE_MS)
    until_heard(desk, [CRITICAL_HERTZ] * 4)


def one_answers_and_the_other_is_told_who(room: Room) -> None:
    """By keyboard: opened, acknowledged, a comment; the other desk has the name and the words, the wall the state."""
    sari, budi = room.sari, room.budi
    budi.row("Panggilan 112 menunggu").click()
    sari.row("Panggilan 112 menunggu").click()
    expect(sari.sheet).to_contain_text("Kirim unit terdekat", timeout=PATIENCE_MS)
    sari.page.keyboard.press("a")
    expect(budi.row("Panggilan 112 menunggu")).to_contain_text("diketahuisari", timeout=PATIENCE_MS)
    sari.page.keyboard.press("c")
    sari.write("comment", "Unit Cikokol berangkat.")
    expect(budi.sheet).to_contain_text("diketahui: sari", timeout=PATIENCE_MS)
    expect(budi.sheet).to_contain_text("Unit Cikokol berangkat.", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("semua sudah ditanggapi", timeout=PATIENCE_MS)


def the_wall_says_who_drives(room: Room) -> None:
    """Steered to a scene, and into the staff's mode: it turns there, names its driver, and says what the alarm is."""
    budi, wall = room.budi, room.wall.page
    budi.page.get_by_role("button", name="Dinding", exact=True).click()
    budi.page.locator("[data-wall-id]").first.click()
    expect(room.wall.sound).to_be_hidden()
    budi.choose("mode", "staff")
    budi.choose("scene", "emergencies")
    expect(wall.locator("[data-scene-mark=emergencies][data-shown]")).to_be_attached(timeout=PATIENCE_MS)
    expect(wall.locator("[data-steered]")).to_contain_text("Dikemudikan: Budi", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("Panggilan 112 menunggu", timeout=PATIENCE_MS)
    room.wall.sound.click()
    until_heard(room.wall, [CRITICAL_HERTZ] * 4)
    room.sari.page.get_by_role("button", name="Dinding", exact=True).click()
    expect(room.sari.page.locator("[data-driver]")).to_contain_text("Dikemudikan: Budi", timeout=PATIENCE_MS)


def what_is_over_leaves_by_itself(room: Room, producer: Producer) -> None:
    """A unit has arrived: the alarm was answered and is normal, so it is closed everywhere."""
    producer.tell("call.dispatched", call_id="112-1", unit_id="BPBD-03")
    producer.tell("call.arrived", call_id="112-1", unit_id="BPBD-03")
    expect(room.wall.strip).to_be_hidden(timeout=PATIENCE_MS)
    for desk in (room.sari, room.budi):
        expect(desk.row("Panggilan 112 menunggu")).to_have_count(0, timeout=PATIENCE_MS)


def a_dead_feed_is_said_in_words(room: Room, producer: Producer) -> None:
    """Its heartbeats stop: late, lost, an alarm; when it beats again, all of that ends."""
    producer.speak(BEAT_SECONDS)
    room.wall.page.wait_for_timeout(1000 * 4 * BEAT_SECONDS)
    producer.silence()
    for desk in (room.sari, room.budi):
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("Data putus", timeout=PATIENCE_MS)
        expect(desk.row("Sumber data putus")).to_contain_text("baru", timeout=PATIENCE_MS)
    expect(room.wall.page.locator(f"#{Id.HEADER_STATUS}")).to_have_text("Data putus", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("Sumber data putus", timeout=PATIENCE_MS)
    expect(room.wall.strip).to_contain_text("LAKSA", timeout=PATIENCE_MS)
    expect(room.wall.feed).to_have_text(re.compile(r"^putus\s+\d+\s+dtk$"))
    assert room.wall.panels("feedState") == {"lost"}
    assert all(re.fullmatch(r"\s*\d+\s+dtk", age) for age in room.wall.panels("feedAge"))
    assert room.wall.page.evaluate("document.documentElement.dataset.connection") == "ok"
    until_heard(room.wall, [CRITICAL_HERTZ] * 4 + [HIGH_HERTZ] * 2)
    until_heard(room.sari, [CRITICAL_HERTZ] * 8 + [HIGH_HERTZ] * 2)
    producer.speak()
    expect(room.wall.strip).to_be_hidden(timeout=PATIENCE_MS)
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
    expect(strip).to_contain_text(f"BANJIR ALARM {FLOOD + EARLIER}/10 mnt", timeout=PATIENCE_MS)
    expect(strip).to_contain_text(f"{FLOOD}×", timeout=PATIENCE_MS)
    expect(strip.locator(".alarm-row")).to_have_count(1)
    for desk in (room.sari, room.budi):
        expect(desk.flood).to_contain_text(f"BANJIR ALARM {FLOOD + EARLIER}/10 mnt", timeout=PATIENCE_MS)
        expect(desk.flood).to_contain_text(f"Tenggat aduan mendesak {FLOOD}×, pertama: Banjir", timeout=PATIENCE_MS)
        expect(desk.row(f"pertama dari {FLOOD}")).to_have_count(1, timeout=PATIENCE_MS)
        expect(desk.page.locator(f"#{Id.CONSOLE_STATUS}")).to_have_text("Perlu perhatian")
    boxes = [box for box in text_boxes(room.wall.page) if not box.is_map]
    assert overlaps(boxes) == []
    assert [box.words for box in boxes if box.is_clipped] == []


def the_desk_fits_its_screens(desk: Desk) -> None:
    """Nothing of its head is cut off, and nothing needs scrolling sideways, in a flood either."""
    for width, height in ((1920, 1080), (1180, 820), DESK_SIZE):
        desk.page.set_viewport_size({"width": width, "height": height})
        last = desk.page.locator(".desk-header > :last-child").bounding_box()
        assert last is not None
        assert last["x"] + last["width"] <= width
        assert overflow(desk.page)[0] == 0, width


def a_case_is_taken(room: Room) -> None:
    """Found by its ticket, opened and owned; the other desk has the name."""
    sari, case = room.sari.page, "complaint:urgent-7"
    sari.keyboard.press("/")
    sari.keyboard.type("urgent-7")
    expect(sari.locator(".work-row")).to_have_count(1, timeout=PATIENCE_MS)
    for key in ("Enter", "Escape", "o"):
        sari.keyboard.press(key)
    expect(room.sari.sheet).to_contain_text("dipegang: Sari", timeout=PATIENCE_MS)
    expect(room.budi.page.locator(f".work-row[data-key='{case}']")).to_contain_text("dipegangSari", timeout=PATIENCE_MS)


def the_sheet_holds_the_shift(room: Room) -> None:
    """A decision is written down; then the sheet has what rang, what was said and what was decided, and prints."""
    sari = room.sari.page
    sari.get_by_role("button", name="Putusan", exact=True).click()
    sari.locator("[data-field=decision] textarea").fill("Siaga banjir di Periuk, tambah dua regu.")
    sari.get_by_role("button", name="Simpan putusan").click()
    expect(sari.locator(f"#{Id.CONSOLE_DECISIONS}")).to_contain_text("Siaga banjir", timeout=PATIENCE_MS)
    sari.goto(f"{room.sari.product.url}/console/handover")
    expect(sari.locator(".sheet-state")).to_have_text("Rancangan: belum disimpan.", timeout=PATIENCE_MS)
    sari.locator("textarea").fill("Cek ulang besok pagi.")
    sari.get_by_role("button", name="Simpan lembar").click()
    expect(sari.locator(".sheet-state")).to_contain_text("Disimpan oleh Sari", timeout=PATIENCE_MS)
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
