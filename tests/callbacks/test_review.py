"""The review page through Dash's update endpoint: what an address shows, what the controls write, what is refused."""

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from flask import Flask

from app import create_app
from domain.cases import NEWEST_FIRST, CaseColumn, CaseSort
from domain.filters import Period, Show
from layouts.ids import Id
from tests.factories import a_snapshot, tangerang
from tests.fake_reviews import FakeReviews
from tests.fakes import HEAD_OF_DLH, FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse, call

CITY = tangerang()
PATH = "/agency/DPUPR"
CONTROLS = {
    f"{Id.REVIEW_PERIOD}.value": "28",
    f"{Id.REVIEW_DATES}.start_date": "2026-10-27",
    f"{Id.REVIEW_DATES}.end_date": "2026-11-23",
    f"{Id.REVIEW_CATEGORY}.value": None,
    f"{Id.REVIEW_DISTRICT}.value": None,
    f"{Id.REVIEW_SHOW}.value": "all",
}


@pytest.fixture
def reviews() -> FakeReviews:
    return FakeReviews()


@pytest.fixture
def server(reviews: FakeReviews) -> Flask:
    snapshots = FakeSnapshots()
    server = create_app(services=replace(fake_services(snapshots), reviews=reviews))
    snapshots.publish(a_snapshot(CITY))
    return server


@pytest.fixture
def foreign() -> Flask:
    """A server at which the head of another agency comes."""
    return create_app(services=fake_services(door=FakeDoor(HEAD_OF_DLH)))


def update(server: Flask, output: str, values: Mapping[str, object], changed: str) -> dict[str, Any]:
    """What a callback answers, as the browser asks it. `values` are what stands in its inputs and states."""
    response = call(server, output, values, changed)
    assert response.status_code in (200, 204), response.get_data(as_text=True)[:500]
    answer: dict[str, Any] = response.get_json()["response"] if response.status_code == 200 else {}
    return answer


def show(server: Flask, search: str = "", pathname: str = PATH) -> dict[str, Any]:
    values = {f"{Id.REVIEW_ADDRESS}.pathname": pathname, f"{Id.REVIEW_ADDRESS}.search": search}
    return update(server, f"{Id.REVIEW_BODY}.children", values, f"{Id.REVIEW_ADDRESS}.search")


def said(answer: Any) -> str:
    return json.dumps(answer, ensure_ascii=False)


def choose(server: Flask, changed: str, search: str = "", **controls: object) -> dict[str, Any]:
    """Touch one control."""
    named = {f"{Id[name.rpartition('__')[0]]}.{name.rpartition('__')[2]}": value for name, value in controls.items()}
    values = {f"{Id.REVIEW_ADDRESS}.pathname": PATH, f"{Id.REVIEW_ADDRESS}.search": search, **CONTROLS, **named}
    return update(server, f"{Id.REVIEW_ADDRESS}.search", values, changed)


def rows(server: Flask, search: str = "", pathname: str = PATH, **request: Any) -> dict[str, Any]:
    asked = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}, **request}
    values = {
        f"{Id.REVIEW_ADDRESS}.pathname": pathname,
        f"{Id.REVIEW_ADDRESS}.search": search,
        f"{Id.REVIEW_CASES}.getRowsRequest": asked,
    }
    return update(server, f"{Id.REVIEW_CASES}.getRowsResponse", values, f"{Id.REVIEW_CASES}.getRowsRequest")


# --- numbers


def test_an_address_shows_its_review(server: Flask) -> None:
    """With the time that it holds for, and the list."""
    answer = show(server, "?days=90&category=pothole")
    assert "per Senin, 23 November 2026, 09.47 WIB" in said(answer[Id.REVIEW_AS_OF])
    assert "SIMULASI" in said(answer[Id.REVIEW_AS_OF])
    assert "/agency/DPUPR?days=90&category=pothole&show=open" in said(answer[Id.REVIEW_BODY])
    assert (answer[Id.REVIEW_PROBLEM]["children"], answer[Id.REVIEW_LIST]["hidden"]) == ([], False)


@pytest.mark.parametrize(
    ("search", "words"),
    [
        ("?days=13", "Periode “13” tidak ada"),
        ("?category=%27%20OR%201%3D1--", "Kategori “' OR 1=1--” tidak dikenal"),
        ("?district=<script>", "Kecamatan “<script>” tidak dikenal"),
        ("?from=2026-11-20&to=2026-11-01", "Tanggal awal sesudah tanggal akhir"),
        ("?show=secrets", "Daftar “secrets” tidak ada"),
    ],
)
def test_an_address_that_was_tampered_with_is_told(search: str, words: str, server: Flask) -> None:
    """Nothing is shown, and there is a way out."""
    answer = show(server, search)
    assert words in said(answer[Id.REVIEW_PROBLEM])
    assert PATH in said(answer[Id.REVIEW_PROBLEM])
    assert (answer[Id.REVIEW_BODY]["children"], answer[Id.REVIEW_LIST]["hidden"]) == ([], True)


@pytest.mark.parametrize("search", ["?" + "a=1&" * 1000, "?" + "x" * 100_000, "?days", "?=", "days=7&days=7", None, ""])
def test_words_that_mean_nothing_do_no_harm(search: Any, server: Flask) -> None:
    assert show(server, search)[Id.REVIEW_LIST]["hidden"] is False


@pytest.mark.parametrize("pathname", ["/agency/XYZ", "/agency/dpupr", "/agency/", "/wall", "/agency/DPUPR/DLH", None])
def test_who_is_no_agency_has_no_review(pathname: Any, server: Flask, reviews: FakeReviews) -> None:
    """The code comes from the browser, also in a callback: it is checked each time."""
    answer = show(server, "", pathname)
    assert answer[Id.REVIEW_LIST]["hidden"] is True
    assert rows(server, "", pathname)[Id.REVIEW_CASES]["getRowsResponse"] == {"rowData": [], "rowCount": 0}
    assert reviews.asked == []


def test_another_agencys_head_is_shown_nothing(foreign: Flask) -> None:
    """Neither the page, nor its callbacks, whatever they are sent."""
    assert "tidak untuk peran Anda" in said(show(foreign)[Id.REVIEW_PROBLEM])
    assert show(foreign)[Id.REVIEW_BODY]["children"] == []
    assert rows(foreign)[Id.REVIEW_CASES]["getRowsResponse"]["rowData"] == []


# --- the choice and its address


def words_of(answer: dict[str, Any]) -> dict[str, str]:
    return dict(parse_qsl(answer[Id.REVIEW_ADDRESS]["search"].removeprefix("?")))


def test_a_control_writes_the_address(server: Flask) -> None:
    """So that a link, a reload and a colleague see the same."""
    answer = choose(server, f"{Id.REVIEW_PERIOD}.value", REVIEW_PERIOD__value="90", REVIEW_CATEGORY__value="pothole")
    assert words_of(answer) == {"days": "90", "category": "pothole"}
    assert Id.REVIEW_CATEGORY not in answer


def test_dates_are_chosen_one_after_the_other(server: Flask) -> None:
    """Half a period is none: the address waits for its end."""
    first = choose(server, f"{Id.REVIEW_DATES}.start_date", REVIEW_PERIOD__value="dates", REVIEW_DATES__end_date=None)
    assert Id.REVIEW_ADDRESS not in first
    assert first[Id.REVIEW_DATES_ROW]["className"] == ""
    both = choose(server, f"{Id.REVIEW_DATES}.end_date", REVIEW_PERIOD__value="dates")
    assert words_of(both) == {"from": "2026-10-27", "to": "2026-11-23"}


def test_what_stands_in_the_address_already_is_not_written_again(server: Flask) -> None:
    """Else the browser's way back would lead nowhere."""
    answer = choose(server, f"{Id.REVIEW_SHOW}.value", "?days=90", REVIEW_PERIOD__value="90")
    assert Id.REVIEW_ADDRESS not in answer


def test_a_wrong_choice_is_written_and_then_told(server: Flask) -> None:
    answer = choose(server, f"{Id.REVIEW_CATEGORY}.value", REVIEW_CATEGORY__value="gone")
    assert words_of(answer)["category"] == "gone"
    assert "tidak dikenal" in said(show(server, answer[Id.REVIEW_ADDRESS]["search"]))


def test_the_controls_follow_the_address(server: Flask) -> None:
    """After a reload, a link, or the way back."""
    search = "?from=2026-11-01&to=2026-11-20&district=36.71.07&show=overdue"
    values = {f"{Id.REVIEW_ADDRESS}.pathname": PATH, f"{Id.REVIEW_ADDRESS}.search": search, **CONTROLS}
    answer = update(server, f"{Id.REVIEW_ADDRESS}.search", values, f"{Id.REVIEW_ADDRESS}.search")
    assert answer[Id.REVIEW_PERIOD]["value"] == "dates"
    assert answer[Id.REVIEW_DATES] == {"start_date": "2026-11-01", "end_date": "2026-11-20"}
    assert answer[Id.REVIEW_DISTRICT]["value"] == "36.71.07"
    assert answer[Id.REVIEW_SHOW]["value"] == "overdue"
    assert answer[Id.REVIEW_CATEGORY]["value"] is None
    assert Id.REVIEW_ADDRESS not in answer


# --- the list


def test_the_grid_gets_the_rows_that_it_asks_for(server: Flask, reviews: FakeReviews) -> None:
    answer = rows(server, "?days=90&show=overdue", sortModel=[{"colId": "lateness", "sort": "desc"}], endRow=2)
    response = answer[Id.REVIEW_CASES]["getRowsResponse"]
    assert response["rowCount"] == 5
    assert [row["id"] for row in response["rowData"]] == ["K-0005", "K-0004"]
    assert answer[Id.REVIEW_CASES_TITLE]["children"] == "Terlambat: 5 aduan"
    (query,) = reviews.asked
    assert (query.filters.period, query.filters.show) == (Period(90), Show.OVERDUE)
    assert query.sorts == (CaseSort(CaseColumn.LATENESS, is_descending=True),)


def test_without_an_order_the_newest_come_first(server: Flask, reviews: FakeReviews) -> None:
    rows(server)
    assert reviews.asked[0].sorts == NEWEST_FIRST


def test_downloads_are_of_what_is_shown(server: Flask, reviews: FakeReviews) -> None:
    """The same filters, order and filters of columns; a download reads them again."""
    models: dict[str, Any] = {
        "sortModel": [{"colId": "opened", "sort": "asc"}],
        "filterModel": {"handoffs": {"filterType": "number", "type": "greaterThan", "filter": 0}},
    }
    answer = rows(server, "?days=90&show=open", **models)
    link = urlsplit(answer[Id.REVIEW_CSV]["href"])
    assert link.path == "/agency/DPUPR/cases.csv"
    response = browse(server).get(answer[Id.REVIEW_CSV]["href"], buffered=True)
    assert response.status_code == 200
    assert reviews.asked[0] == reviews.asked[1]


REFUSED: list[dict[str, Any]] = [
    {"sortModel": [{"colId": "complaint_id; DROP TABLE complaints", "sort": "asc"}]},
    {"sortModel": [{"colId": "opened", "sort": "asc; --"}]},
    {"sortModel": [{"colId": ["opened"], "sort": "asc"}]},
    {"sortModel": "opened"},
    {"sortModel": [None]},
    {"filterModel": {"opened_ms": {"type": "equals", "filter": 1}}},
    {"filterModel": {"state": {"type": "equals", "filter": 1}}},
    {"filterModel": {"id": {"type": "regexp", "filter": "x"}}},
    {"filterModel": {"id": {"type": "contains", "filter": {"a": 1}}}},
    {"filterModel": {"id": {"type": "contains", "filter": "x" * 101}}},
    {"filterModel": {"id": {"operator": "OR", "conditions": []}}},
    {"filterModel": {"id": "x"}},
    {"filterModel": [1]},
    {"filterModel": {"handoffs": {"type": "greaterThan", "filter": "1 OR 1=1"}}},
    {"filterModel": {"handoffs": {"type": "greaterThan", "filter": True}}},
    {"filterModel": {"handoffs": {"type": "greaterThan", "filter": 1e300}}},
    {"filterModel": {"due": {"type": "equals", "dateFrom": "now()"}}},
    {"filterModel": {"due": {"type": "equals", "dateFrom": None}}},
    {"filterModel": {"due": {"type": "inRange", "dateFrom": "2026-11-01", "dateTo": None}}},
    {"filterModel": {"due": {"type": "blank", "dateFrom": "2026-11-01"}}},
    {"filterModel": {"due": {"type": "equals", "dateFrom": "9999-12-31"}}},
    {"startRow": -1},
    {"startRow": 5, "endRow": 5},
    {"startRow": 0, "endRow": 10**6},
    {"startRow": "0", "endRow": "100; DROP"},
    {"startRow": 2**40, "endRow": 2**40 + 10},
]


@pytest.mark.parametrize("request_", REFUSED, ids=[json.dumps(one)[:60] for one in REFUSED])
def test_what_no_grid_asks_is_refused(request_: dict[str, Any], server: Flask, reviews: FakeReviews) -> None:
    """With a clear word, no rows and no download; the store is not asked."""
    answer = rows(server, **request_)
    assert answer[Id.REVIEW_CASES]["getRowsResponse"] == {"rowData": [], "rowCount": 0}
    assert answer[Id.REVIEW_CASES_TITLE]["children"].startswith("Urutan atau saringan daftar ini tidak dikenal")
    assert (answer[Id.REVIEW_CSV]["href"], answer[Id.REVIEW_XLSX]["href"]) == (None, None)
    assert reviews.asked == []


def test_a_filter_of_days_is_of_city_days(server: Flask, reviews: FakeReviews) -> None:
    """From one midnight of the city to the next."""
    rows(server, filterModel={"due": {"type": "equals", "dateFrom": "2026-11-20 00:00:00", "dateTo": None}})
    (condition,) = reviews.asked[0].conditions
    assert (condition.value, condition.until) == (1_795_107_600_000, 1_795_107_600_000 + 86_400_000)
