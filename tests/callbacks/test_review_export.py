"""Downloads over HTTP: a file with its name, of the rows of the grid; whatever is wrong is told with a status."""

import csv
import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import StringIO
from urllib.parse import urlencode

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from callbacks import review_export
from domain.cases import CasePage, CaseQuery
from tests.fake_reviews import FakeReviews
from tests.fakes import HEAD_OF_DLH, FakeDoor, fake_services
from tests.visiting import browse
from tests.workbook import cells_of

BROKEN = "the store is away"


class BrokenReviews(FakeReviews):
    """A store that goes away."""

    @contextmanager
    def listing(self, query: CaseQuery, start: int, count: int) -> Iterator[CasePage]:
        raise ConnectionError(BROKEN)
        yield


@pytest.fixture
def server() -> Flask:
    return create_app(services=replace(fake_services(), reviews=FakeReviews()))


def get(server: Flask, kind: str = "csv", agency: str = "DPUPR", **words: str) -> TestResponse:
    return browse(server).get(f"/agency/{agency}/cases.{kind}?{urlencode(words)}", buffered=True)


def table(response: TestResponse) -> list[list[str]]:
    lines = list(csv.reader(StringIO(response.get_data().decode("utf-8-sig"))))
    gap = next(number for number, line in enumerate(lines) if not any(line))
    return lines[gap + 2 :]


def test_a_file_is_an_attachment_with_a_name(server: Flask) -> None:
    """Named by agency and the city's time; kept by nobody on the way."""
    for kind, mime in (("csv", "text/csv; charset=utf-8"), ("xlsx", review_export.MIME_TYPES["xlsx"])):
        response = get(server, kind)
        assert response.status_code == 200
        assert response.headers["Content-Type"] == mime
        assert response.headers["Content-Disposition"] == f"attachment; filename=aduan-DPUPR-20261123-0947.{kind}"
        assert response.headers["Cache-Control"] == "no-store"
        assert response.headers["X-Content-Type-Options"] == "nosniff"


def test_both_kinds_hold_the_same_tickets_in_the_same_order(server: Flask) -> None:
    words = {"days": "90", "show": "overdue", "sort": json.dumps([{"colId": "lateness", "sort": "desc"}])}
    tickets = [line[0] for line in table(get(server, **words))]
    cells = cells_of(get(server, "xlsx", **words).get_data())
    assert tickets == ["K-0005", "K-0004", "K-0003", "K-0002", "K-0001"]
    assert [row[0] for row in cells][-5:] == tickets


@pytest.mark.parametrize(
    ("agency", "words", "told"),
    [
        ("XYZ", {}, "Perangkat daerah “XYZ” tidak dikenal."),
        ("DPUPR", {"days": "13"}, "Periode “13” tidak ada"),
        ("DPUPR", {"category": "' OR 1=1"}, "Kategori “' OR 1=1” tidak dikenal."),
        ("DPUPR", {"sort": '[{"colId":"1; DROP","sort":"asc"}]'}, "Urutan atau saringan"),
        ("DPUPR", {"sort": "[" * 3000}, "Urutan atau saringan"),
        ("DPUPR", {"where": "{broken"}, "Urutan atau saringan"),
        ("DPUPR", {"where": '{"id":{"type":"contains","filter":"a\\u0000b"}}'}, "Urutan atau saringan"),
        ("DPUPR", {"where": '{"id":{"type":"contains","filter":"\\ud800"}}'}, "Urutan atau saringan"),
        ("DPUPR", {"where": '{"lat":{"type":"equals","filter":1}}'}, "Urutan atau saringan"),
    ],
)
def test_what_is_wrong_is_told(agency: str, words: dict[str, str], told: str, server: Flask) -> None:
    response = get(server, agency=agency, **words)
    assert response.status_code == 400
    assert response.get_data(as_text=True).startswith(told)
    assert response.headers["Content-Type"].startswith("text/plain")


@pytest.mark.parametrize("kind", ["pdf", "csv.exe", "json"])
def test_there_are_no_other_kinds(kind: str, server: Flask) -> None:
    assert "attachment" not in get(server, kind).headers.get("Content-Disposition", "")


def test_another_agencys_head_takes_nothing_away() -> None:
    response = get(create_app(services=fake_services(door=FakeDoor(HEAD_OF_DLH))))
    assert response.status_code == 403
    assert "K-0" not in response.get_data(as_text=True)


def test_a_limit_is_told_in_the_file(server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(review_export, "LIMITS", {"csv": 3, "xlsx": 3})
    response = get(server, days="90")
    assert len(table(response)) == 3
    assert "unduhan dibatasi 3 baris" in response.get_data(as_text=True)


def test_downloads_wait_for_one_another_and_say_when_it_takes_too_long(
    server: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The live screens of the same process come first."""
    monkeypatch.setattr(review_export, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(review_export, "AT_ONCE", 0)
    busy = create_app(services=replace(fake_services(), reviews=FakeReviews()))
    response = get(busy)
    assert response.status_code == 503
    assert response.get_data(as_text=True).startswith("Unduhan lain sedang dibuat")


def test_a_store_that_goes_away_leaves_no_half_file_and_no_turn_taken() -> None:
    """An error is an error, not a file that ends early; the next one is tried anew."""
    server = create_app(services=replace(fake_services(), reviews=BrokenReviews()))
    answers = [get(server) for _ in range(review_export.AT_ONCE + 1)]
    assert {answer.status_code for answer in answers} == {500}
    assert not [answer for answer in answers if "Content-Disposition" in answer.headers]
