"""What citizens are promised, on the page of an agency with sites."""

import json

import pytest

from domain.deadlines import Budget, BudgetClock
from domain.promises import PromisedCost, PromisedTime
from layouts.review_promises import cost_words, promises_panel, time_words
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_promises import promise_texts
from tests.domain.lives import city


def shown(agency: str, texts: Texts = INDONESIAN) -> str:
    panels = [
        json.dumps(panel.to_plotly_json(), default=lambda part: part.to_plotly_json())
        for panel in promises_panel(agency, city(), texts)
    ]
    return "".join(panels)


def test_an_agency_with_sites_tells_time_cost_and_procedure() -> None:
    page = shown("DISDUKCAPIL")
    for words in (
        "Janji layanan",
        "KTP-el",
        "1 jam, paling lama 24 jam",
        "gratis",
        "Ambil nomor antrean",
        "UU 24/2013",
    ):
        assert words in page, words


def test_what_nobody_promised_is_not_known_and_not_free() -> None:
    page = shown("BAPENDA")
    assert "belum diketahui" in page
    assert "gratis" not in page


def test_an_agency_without_sites_promises_nothing_here() -> None:
    assert promises_panel("DLH", city(), INDONESIAN) == []


def test_the_page_is_english_beside_the_citys_own_words() -> None:
    page = shown("DISDUKCAPIL", ENGLISH)
    assert "free of charge" in page
    assert "at most 24 h" in page
    assert 'paling lama 24 jam"' not in page


@pytest.mark.parametrize(("rupiah", "words"), [(0, "gratis"), (25_000, "Rp25.000")])
def test_a_cost_reads_as_a_person_does(rupiah: int, words: str) -> None:
    assert cost_words(PromisedCost(rupiah, "x"), promise_texts("id"), INDONESIAN) == words


def test_a_time_without_a_usual_one_is_a_limit() -> None:
    time = PromisedTime(Budget(5, BudgetClock.WORKING_DAYS), "x")
    assert time_words(time, promise_texts("id"), INDONESIAN) == "paling lama 5 hari kerja"
