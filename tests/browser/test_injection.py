"""Three hundred injections in every text that the contract and a city's folder carry: none runs, anywhere."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from io import BytesIO, StringIO
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote, urlencode, urlsplit
from urllib.request import Request, urlopen

import pytest
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from playwright.sync_api import Browser, Dialog, Page, expect

from data_sources.city_folder import load_city
from domain.identity import Role
from layouts.ids import Id
from layouts.inert_cells import as_text
from layouts.text_admin import tab_path
from layouts.text_admin_fields import Tab
from tests.browser.hostile import AGENCY, hostile_city, hostile_complaints, hostile_letters, ticket_of
from tests.browser.injections import INJECTIONS
from tests.browser.product import Producer, Product, running
from tests.browser.wall import PATIENCE_MS, new_page
from tests.servers import RedisServer, wait_until
from tests.signing_in import cookie, header
from tests.walls import shipped_plan

pytestmark = pytest.mark.browser

WATCH = """
window.__broken = [];
document.addEventListener("securitypolicyviolation", (event) =>
  window.__broken.push(`${event.violatedDirective} ${event.blockedURI} ${event.sample}`));
"""
FOUND = """() => ({
  ran: window.__ran ?? null,
  broken: window.__broken,
  strange: [...document.querySelectorAll("[onload],[onerror],[onclick],[onmouseover],[onfocus],[ontoggle],[onbegin],"
    + "[src*='evil'],[href*='evil'],[href^='javascript' i],img[src='x'],marquee,object,embed,base,math,svg script")]
    .map((one) => one.outerHTML.slice(0, 120)),
})"""
VISIT = """async (paths) => {
  for (const path of paths) {
    history.pushState({}, "", path);
    dispatchEvent(new PopStateEvent("popstate"));
    await new Promise((resolve) => setTimeout(resolve, 40));
  }
}"""


class HostileProduct(Product):
    """The product of a city whose names are hostile."""

    def _config(self) -> Mapping[str, object]:
        feeds = [{"code": "laksa", "label": INJECTIONS[0]}]
        return {**super()._config(), "city": str(self.folder / "city"), "feeds": feeds}


@pytest.fixture(scope="module")
def product(product_folder: Path, product_redis: RedisServer, producer: Producer) -> Iterator[Product]:
    profile = load_city(hostile_city(product_folder))
    with running(HostileProduct(product_folder, product_redis, kept=())) as product:
        producer.tell_all([*hostile_complaints(profile), *hostile_letters(profile)])
        wait_until(lambda: product.waiting() == 0, "the city in the store")
        yield product


class Watched:
    """A browser of a role that remembers whatever ran, was refused, or was asked of another host."""

    def __init__(self, browser: Browser, product: Product, role: Role) -> None:
        self.page: Page = new_page(browser, (1920, 1080))
        self.product = product
        self.seen: list[str] = []
        self.page.context.add_cookies([cookie(product.token(role), product.url)])
        self.page.add_init_script(WATCH)
        self.page.on("dialog", self._spoken)
        self.page.on("request", lambda request: self._asked(request.url))
        self.page.on("popup", lambda popup: self.seen.append(f"popup {popup.url}"))

    def _spoken(self, dialog: Dialog) -> None:
        self.seen.append(f"dialog {dialog.message}")
        dialog.dismiss()

    def _asked(self, url: str) -> None:
        if not url.startswith(("data:", "blob:")) and urlsplit(url).netloc != urlsplit(self.product.url).netloc:
            self.seen.append(f"asked {url}")

    def open(self, path: str, ready: str) -> "Watched":
        self.page.goto(f"{self.product.url}{path}")
        expect(self.page.locator(ready).first).to_be_visible(timeout=PATIENCE_MS)
        return self

    def look(self) -> list[str]:
        """What happened that must not have."""
        found = self.page.evaluate(FOUND)
        ran = [f"ran {found['ran']}"] if found["ran"] is not None else []
        return [*self.seen, *ran, *found["broken"], *found["strange"]]


@pytest.fixture
def watched(browser: Browser, product: Product) -> Iterator["dict[Role, Watched]"]:
    found: dict[Role, Watched] = {}

    class Lazily(dict[Role, Watched]):
        def __missing__(self, role: Role) -> Watched:
            found[role] = self[role] = Watched(browser, product, role)
            return found[role]

    yield Lazily()
    for one in found.values():
        one.page.context.close()


SOME_SCENES = [
    pytest.param(("agencies",), id="quick"),
    pytest.param(tuple(scene.name for scene in shipped_plan().scenes), id="long", marks=pytest.mark.long),
]
"""All scenes stand in one page and one is shown; the long form shows each."""


@pytest.mark.parametrize("scenes", SOME_SCENES)
def test_nothing_runs_on_a_wall(scenes: tuple[str, ...], watched: "dict[Role, Watched]") -> None:
    wall = watched[Role.WALL_STAFF]
    for scene in (*scenes, "overview"):
        wall.open(f"/wall?scene={scene}", f"#{Id.HEADER_CLOCK}")
        assert wall.look() == []
    box = wall.page.locator(".city-map").first.bounding_box()
    assert box is not None
    for step in range(1, 12):  # words at wards and points appear under a pointer
        wall.page.mouse.move(box["x"] + box["width"] * step / 12, box["y"] + box["height"] * step / 12)
        wall.page.mouse.click(box["x"] + box["width"] * step / 12, box["y"] + box["height"] * (12 - step) / 12)
    assert wall.look() == []


def test_nothing_runs_at_the_mayors(watched: "dict[Role, Watched]") -> None:
    mayor = watched[Role.MAYOR].open("/mayor", f"#{Id.MAYOR_CLOCK}")
    _open_all(mayor.page)
    assert mayor.look() == []
    mayor.open("/indicators", "h1")
    _open_all(mayor.page)
    assert mayor.look() == []


def test_nothing_runs_at_the_administrators(watched: "dict[Role, Watched]", product: Product) -> None:
    """What was set aside, what was tried at the door, and what is configured are words on every part of the page."""
    for words in INJECTIONS[:4]:
        form = urlencode({"login": words, "password": words}).encode()
        with suppress(HTTPError), urlopen(Request(f"{product.url}/sign-in", form, {"Origin": product.url})):
            pass
    administrator = watched[Role.ADMINISTRATOR]
    for tab in Tab:
        administrator.open(tab_path(tab), "h1")
        _open_all(administrator.page)
        assert administrator.look() == []
    administrator.open(tab_path(Tab.LETTERS), "a.pick")
    for row in administrator.page.locator("a.pick").all()[:5]:
        administrator.page.goto(f"{product.url}{row.get_attribute('href')}")
        expect(administrator.page.locator("h1").first).to_be_visible(timeout=PATIENCE_MS)
        assert administrator.look() == []


def test_nothing_runs_at_the_operators_desks(watched: "dict[Role, Watched]") -> None:
    """Tickets are rows of the work list, word for word; cases open with all that was written about them."""
    desk = watched[Role.OPERATOR].open("/console", ".work-row")
    shown = " ".join(desk.page.locator(".work-row").all_inner_texts())
    assert sum(" ".join(ticket_of(number).split()) in " ".join(shown.split()) for number in range(len(INJECTIONS))) > 50
    for _ in range(3):
        desk.page.keyboard.press("j")
        desk.page.keyboard.press("Enter")
        expect(desk.page.locator(f"#{Id.CONSOLE_DETAIL} h2").first).to_be_visible(timeout=PATIENCE_MS)
        assert desk.look() == []
    desk.open("/console/handover", "h1")
    assert desk.look() == []
    assert desk.open("/screens", "h1").look() == []
    assert desk.open("/alarms", "h1").look() == []


def test_nothing_runs_in_the_past(watched: "dict[Role, Watched]") -> None:
    past = watched[Role.OPERATOR].open("/past", "[data-past-slider] input")
    past.page.locator("[data-past-action=compare]").click()
    expect(past.page.locator(f"#{Id.PAST_COMPARISON} *").first).to_be_visible(timeout=PATIENCE_MS)
    assert past.look() == []


def _open_all(page: Page) -> None:
    """Every definition and every part that opens."""
    page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true; })")
    page.wait_for_timeout(300)


def test_a_review_shows_words_as_they_came(watched: "dict[Role, Watched]", product: Product) -> None:
    review = watched[Role.OPERATOR].open(f"/agency/{AGENCY}?days=90", ".ag-center-cols-container .ag-row[row-id]")
    name = load_city(product.folder / "city").agencies[AGENCY].name
    expect(review.page.locator(".review > header")).to_contain_text(name)
    cells = review.page.locator(".ag-pinned-left-cols-container .ag-row [col-id=id]")
    shown = set(cells.all_inner_texts())
    assert len(shown) > 5
    assert {words.strip() for words in shown} <= {
        " ".join(ticket_of(n).split()) for n in range(len(INJECTIONS))
    } | shown_raw()
    for box in review.page.locator(".js-plotly-plot").all()[:6]:
        box.hover(force=True)
    _open_all(review.page)
    assert review.look() == []


def shown_raw() -> set[str]:
    return {ticket_of(number).strip() for number in range(len(INJECTIONS))}


@pytest.mark.parametrize("every", [pytest.param(12, id="quick"), pytest.param(1, id="long", marks=pytest.mark.long)])
def test_addresses_are_told_as_words(every: int, watched: "dict[Role, Watched]", product: Product) -> None:
    operator = watched[Role.OPERATOR]
    operator.open("/agency/DPUPR?days=90", ".ag-row")
    some = INJECTIONS[::every]
    operator.page.evaluate(VISIT, [f"/{quote(one, safe='')}" for one in some])
    expect(operator.page.locator(".no-page")).to_be_visible(timeout=PATIENCE_MS)
    operator.page.evaluate(VISIT, [f"/agency/{quote(one, safe='')}" for one in some])
    assert operator.look() == []
    for one in INJECTIONS[:: every * 25]:
        operator.open(f"/agency/{AGENCY}?category={quote(one)}&show={quote(one)}", f"#{Id.REVIEW_PROBLEM} *")
        assert operator.look() == []
        stranger = watched[Role.ADMINISTRATOR]
        stranger.page.context.clear_cookies()
        stranger.open(f"/sign-in?next={quote(one)}", "form")
        stranger.page.locator("input[name=login]").fill(one.replace("\n", " ").replace("\r", " "))
        assert stranger.look() == []


def test_files_hold_words_and_no_formula(product: Product) -> None:
    """A spreadsheet starts nothing; what was changed for it is a quotation mark before it."""
    tickets = {ticket_of(number) for number in range(len(INJECTIONS))}
    rows = list(csv.reader(StringIO(_file(product, "csv").decode("utf-8-sig"), newline="")))
    cells = [cell for row in rows for cell in row]
    assert {as_text(ticket) for ticket in tickets} <= set(cells)
    assert not [
        cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"))
    ]
    book = load_workbook(BytesIO(_file(product, "xlsx")))
    assert isinstance(book.active, Worksheet)
    values = [cell for row in book.active.iter_rows() for cell in row if cell.value is not None]
    assert not [cell.value for cell in values if cell.data_type == "f" or cell.hyperlink]
    assert len(tickets & {str(cell.value) for cell in values}) > 0.9 * len(tickets)


def _file(product: Product, kind: str) -> bytes:
    url = f"{product.url}/agency/{AGENCY}/cases.{kind}?days=90"
    with urlopen(Request(url, headers=header(product.token(Role.OPERATOR)))) as answer:
        body: bytes = answer.read()
    return body


def test_a_planted_hole_is_found(watched: "dict[Role, Watched]") -> None:
    """What a page that takes words for markup would show."""
    page = watched[Role.WALL_GUEST].open("/sign-in", "form")
    assert page.look() == []
    page.page.evaluate("(all) => document.body.insertAdjacentHTML('beforeend', all.join(''))", list(INJECTIONS[:40]))
    page.page.wait_for_timeout(300)
    assert page.look() != []


def test_there_are_three_hundred() -> None:
    assert len(set(INJECTIONS)) >= 300
