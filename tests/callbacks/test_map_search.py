"""The search for a complaint from a map: it tells an operator what a list may, and everybody else nothing."""

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from domain.complaints import Complaint
from domain.identity import Identity
from tests.factories import tangerang
from tests.fake_reviews import a_case
from tests.fakes import ADMINISTRATOR, GUEST_SCREEN, HEAD_OF_DLH, MAYOR, OPERATOR, FakeDoor, fake_services
from tests.visiting import browse

PLACE = {"lat": -6.17831, "lon": 106.63197}
SENSITIVE = next(code for code, one in tangerang().categories.items() if one.is_sensitive)
HARMLESS = a_case(1, complaint_id="LAKSA-77", **PLACE)
SECRET = a_case(2, complaint_id="LAKSA-78", category=SENSITIVE, **PLACE)
MISCONDUCT = a_case(3, complaint_id="LAKSA-79", classification="with_oversight", **PLACE)
UNFILED = Complaint(complaint_id="LAKSA-80", lat=PLACE["lat"], lon=PLACE["lon"])
CASES = {one.complaint_id: one for one in (HARMLESS, SECRET, MISCONDUCT, UNFILED)}


def a_server(visitor: Identity | None) -> Flask:
    return create_app(services=replace(fake_services(door=FakeDoor(visitor)), case=CASES.get))


def test_an_operator_is_led_to_a_complaint() -> None:
    answer = browse(a_server(OPERATOR)).get("/map/case?id=%20LAKSA-77 ")
    assert answer.status_code == 200
    assert answer.json == {
        "id": "LAKSA-77",
        **PLACE,
        "lines": ["Jalan berlubang", "Karawaci Baru", "Ditindaklanjuti", "DPUPR", "22 November 2026 09.47"],
    }


@pytest.mark.parametrize("one", [SECRET, MISCONDUCT], ids=["sensitive", "misconduct"])
def test_of_a_secret_one_neither_category_nor_place_is_told(one: Complaint) -> None:
    answer = browse(a_server(OPERATOR)).get(f"/map/case?id={one.complaint_id}")
    told = answer.get_json()
    assert (told["lat"], told["lon"], len(told["lines"])) == (None, None, 3)
    label = tangerang().categories[one.category].label
    for secret in ("6.178", "106.63", label, "Karawaci Baru"):
        assert secret.encode() not in answer.data


@pytest.mark.parametrize("number", ["LAKSA-80", "LAKSA-7", "%27 OR 1=1"])
def test_what_is_not_there_and_what_may_not_be_listed_look_the_same(number: str) -> None:
    answer = browse(a_server(OPERATOR)).get(f"/map/case?id={number}")
    assert (answer.status_code, answer.json) == (404, {"error": "no such complaint"})


@pytest.mark.parametrize("query", ["", "?id=", "?id=%20", "?id=" + 81 * "x", "?id=LAKSA-77%00"])
def test_a_question_without_a_number_is_told_what_is_expected(query: str) -> None:
    answer = browse(a_server(OPERATOR)).get("/map/case" + query)
    assert answer.status_code == 400
    assert "expected the number of a complaint" in answer.get_json()["error"]


@pytest.mark.parametrize("visitor", [MAYOR, GUEST_SCREEN, HEAD_OF_DLH, ADMINISTRATOR, None])
@pytest.mark.parametrize("number", ["LAKSA-77", "LAKSA-78", "nothing"])
def test_nobody_else_learns_even_whether_it_is_there(number: str, visitor: Identity | None) -> None:
    answers = {
        (answer.status_code, answer.data)
        for asked in (number, "another")
        for answer in [browse(a_server(visitor)).get(f"/map/case?id={asked}")]
    }
    assert len(answers) == 1
    assert answers.pop()[0] in (401, 403)
