"""A department head's way through a review: open it, choose a period, come back, read the list, take it along."""

import csv
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from io import StringIO
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import Browser, Locator, expect

from domain.identity import Role
from domain.profile import CityProfile
from layouts.ids import Id
from tests.browser.geometry import overflow, overlaps, text_boxes
from tests.browser.listening import ListeningPage
from tests.browser.populated import finished_complaints
from tests.browser.product import Fact, Producer, Product, a_complaint, running
from tests.browser.wall import PATIENCE_MS, new_page
from tests.servers import RedisServer, wait_until

pytestmark = pytest.mark.browser

SIZES = [(1440, 900), (1180, 820)]
LATE, DONE = 7, 40
"""Complaints of the agency under review: open and late, and resolved."""


WIDER_THAN_ITS_CARD = """() => [...document.querySelectorAll(".review .card")]
  .filter((card) => card.scrollWidth > card.clientWidth + 1).map((card) => card.innerText.slice(0, 40))"""


def own_complaints() -> Iterator[Fact]:
    """Of the last weeks, all with DPUPR."""
    now = datetime.now(UTC)
    for number in range(LATE + DONE):
        name, filed = f"own-{number:02d}", now - timedelta(days=number % 25, hours=1)
        due = now - timedelta(hours=1) if number < LATE else filed + timedelta(days=3)
        changes = {"complaint_id": name, "category": "pothole", "agency": "DPUPR", "due_at": due.isoformat()}
        yield "complaint.filed", filed - timedelta(days=1), a_complaint(name) | changes
        if number >= LATE:
            yield "complaint.resolved", filed, {"complaint_id": name}


class Review(ListeningPage):
    """One browser at the page."""

    role = Role.OPERATOR

    def open(self, path: str = "/agency/DPUPR") -> "Review":
        self.page.goto(f"{self.product.url}{path}")
        self.settle()
        return self

    def settle(self) -> None:
        """Numbers, charts and rows are there."""
        expect(self.page.locator(f"#{Id.REVIEW_AS_OF}")).to_contain_text("WIB", timeout=PATIENCE_MS)
        expect(self.page.locator(".js-plotly-plot .main-svg").first).to_be_visible(timeout=PATIENCE_MS)
        expect(self.rows.first).to_be_visible(timeout=PATIENCE_MS)

    @property
    def rows(self) -> Locator:
        return self.page.locator(f"#{Id.REVIEW_CASES} .ag-center-cols-container .ag-row[row-id]")

    @property
    def words(self) -> dict[str, list[str]]:
        """The choice in the address."""
        return parse_qs(urlsplit(self.page.url).query)

    def number(self, place: int) -> str:
        """What a card says, from 1."""
        return self.page.locator(f".review .number:nth-child({place}) .big").inner_text().strip()

    def title(self) -> str:
        return self.page.locator(f"#{Id.REVIEW_CASES_TITLE}").inner_text()


@pytest.fixture(scope="module")
def product(
    product_folder: Path, product_redis: RedisServer, producer: Producer, tangerang: CityProfile
) -> Iterator[Product]:
    """The product with months of a city in its store."""
    with running(Product(product_folder, product_redis)) as product:
        producer.tell_all([*finished_complaints(tangerang), *own_complaints()])
        wait_until(lambda: product.waiting() == 0, "the city in the store")
        yield product


@pytest.fixture(params=SIZES, ids=["1440x900", "1180x820"])
def review(request: pytest.FixtureRequest, browser: Browser, product: Product) -> Iterator[Review]:
    page = new_page(browser, request.param)
    yield Review(page, product)
    page.context.close()


def test_the_page_fits_a_desk(review: Review) -> None:
    """Nothing overlaps, is cut off, or needs scrolling sideways; the browser complains of nothing."""
    review.open("/agency/DISDUKCAPIL?days=90")
    boxes = [
        box
        for selector in (".review > header", ".review .choices", f"#{Id.REVIEW_BODY}")
        for box in text_boxes(review.page, selector)
    ]
    assert len(boxes) > 40
    assert overflow(review.page)[0] == 0
    assert overlaps(boxes) == []
    assert review.page.evaluate(WIDER_THAN_ITS_CARD) == []
    assert review.complaints == []


def test_a_period_is_kept_by_the_address(review: Review) -> None:
    """Chosen, it is in the address; a reload shows the same, and the way back leads to the one before."""
    review.open()
    review.page.get_by_text("90 hari", exact=True).click()
    expect(review.page.locator(f"#{Id.REVIEW_BODY}")).to_contain_text("per pekan", timeout=PATIENCE_MS)
    assert review.words == {"days": ["90"]}
    before = review.number(4)
    review.page.reload()
    review.settle()
    assert review.words == {"days": ["90"]}
    assert review.page.locator(f"#{Id.REVIEW_PERIOD} input:checked").get_attribute("value") == "90"
    assert review.number(4) == before
    review.page.get_by_text("7 hari", exact=True).click()
    review.page.wait_for_url("**days=7")
    review.page.go_back()
    review.page.wait_for_url("**days=90")
    expect(review.page.locator(f"#{Id.REVIEW_PERIOD} input:checked")).to_have_attribute("value", "90")
    assert review.complaints == []


def test_dates_are_chosen_in_the_citys_language(review: Review) -> None:
    """The calendar says its months and weekdays as the page does, whatever the browser was installed in."""
    review.open()
    review.page.get_by_text("Tanggal", exact=True).click()
    review.page.wait_for_url("**from=**")
    review.page.locator(f"#{Id.REVIEW_DATES}").click()
    expect(review.page.get_by_text("Min", exact=True).first).to_be_visible()
    expect(review.page.get_by_text(re.compile(r"^(Sun|Su|Mon|Mo|January|March|May)\b"))).to_have_count(0)
    assert review.page.evaluate("document.documentElement.lang") == "id"
    assert review.complaints == []


def test_a_number_leads_to_its_cases(review: Review) -> None:
    """As many as it counts; the list changes and the page stays."""
    review.open()
    overdue = int(review.number(2).replace(".", ""))
    assert overdue == LATE
    review.page.locator(".review .number:nth-child(2) .big a").click()
    expect(review.page.locator(f"#{Id.REVIEW_CASES_TITLE}")).to_have_text(
        f"Terlambat: {overdue} aduan", timeout=PATIENCE_MS
    )
    expect(review.rows).to_have_count(overdue)
    lateness = review.page.locator(f"#{Id.REVIEW_CASES} .ag-row[row-id] [col-id=lateness]")
    assert all(words for words in lateness.all_inner_texts())
    assert review.words == {"show": ["overdue"]}


def test_the_list_is_sorted_by_the_store_and_taken_along(review: Review) -> None:
    """A file has the rows of the grid, in its order."""
    review.open("/agency/DPUPR?days=90")
    review.page.locator("[col-id=id] .ag-header-cell-label").click()
    link = review.page.locator(f"#{Id.REVIEW_CSV}")
    expect(link).to_have_attribute("href", re.compile("sort="), timeout=PATIENCE_MS)
    first = review.page.locator(".ag-pinned-left-cols-container .ag-row[row-index='0'] [col-id=id]")
    with review.page.expect_download() as downloading:
        link.click()
    lines = list(csv.reader(StringIO(Path(downloading.value.path()).read_text(encoding="utf-8-sig"))))
    gap = next(number for number, line in enumerate(lines) if not any(line))
    tickets = [line[0] for line in lines[gap + 2 :]]
    assert tickets == sorted(tickets)
    assert len(tickets) == LATE + DONE
    expect(first).to_have_text(tickets[0])
    with review.page.expect_download() as downloading:
        review.page.locator(f"#{Id.REVIEW_XLSX}").click()
    assert downloading.value.suggested_filename.startswith("aduan-DPUPR-")
    assert downloading.value.suggested_filename.endswith(".xlsx")


def test_a_wrong_address_is_told_and_left_again(review: Review) -> None:
    review.page.goto(f"{review.product.url}/agency/DPUPR?category=gone")
    problem = review.page.locator(f"#{Id.REVIEW_PROBLEM}")
    expect(problem).to_contain_text("Kategori “gone” tidak dikenal", timeout=PATIENCE_MS)
    problem.get_by_role("link").click()
    review.settle()
    assert review.words == {}


def test_a_definition_opens_over_the_page(review: Review) -> None:
    """With keyboard or pointer, inside the window."""
    review.open()
    marks = review.page.locator(".review .definition summary")
    for place in range(marks.count()):
        marks.nth(place).focus()
        review.page.keyboard.press("Enter")
        box = review.page.locator(".review .definition[open] dl").bounding_box()
        assert box is not None
        assert box["x"] >= 0
        assert box["x"] + box["width"] <= review.page.evaluate("innerWidth")
        review.page.keyboard.press("Enter")
    assert overflow(review.page)[0] == 0
