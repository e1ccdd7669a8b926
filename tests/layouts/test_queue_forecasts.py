"""Forecasts and advice on the wall and on an agency's page: what is said, and what is not."""

from dataclasses import fields, replace

import pytest

from domain.indicators.forecasts import Calibration, ForecastBoard, WaitForecast
from domain.indicators.workload import CapacityUse, WorkBoard, Workload
from layouts.ids import queue_part
from layouts.queue_forecasts import band_at, forecast_props
from layouts.review_crews import crew_rows
from layouts.review_queues import queue_table
from layouts.text import ENGLISH, INDONESIAN
from layouts.text_queues import band, queue_texts
from tests.busy_morning import busy_services
from tests.factories import NOW_MS, tangerang
from tests.layouts.test_review import said

CITY = tangerang()
SERVICES = busy_services(CITY, NOW_MS)
BOARD = SERVICES.forecasts


def told(board: ForecastBoard) -> dict[str, object]:
    props = forecast_props(board, CITY, INDONESIAN)
    return {name: values["children"] for name, values in props.items() if "children" in values}


def test_the_wall_names_the_lines_that_lack_most_and_how_forecasts_came_out() -> None:
    words = told(BOARD)
    assert words[queue_part("calibration")] == "91 %, n = 2.015"
    assert (words[queue_part("advice-name", 0)], words[queue_part("advice", 0)]) == ("saran: Disdukcapil", "+3 loket")
    assert words[queue_part("advice-name", 1)] == "saran: MPP"


def test_where_no_counter_lacks_the_wall_says_so_and_where_nothing_is_known_it_does_not() -> None:
    calm = [replace(line, staffing=replace(line.staffing, more=0)) for line in BOARD.lines if line.staffing]
    assert told(replace(BOARD, lines=tuple(calm)))[queue_part("advice", 0)] == "loket cukup"
    assert told(ForecastBoard())[queue_part("advice", 0)] == "–"
    row = forecast_props(ForecastBoard(), CITY, INDONESIAN)[queue_part("advice-row", 1)]
    assert row == {"className": "fact is-absent"}


@pytest.mark.parametrize(("below", "is_marked"), [(0.79, True), (0.80, False), (0.99, False)])
def test_forecasts_that_promised_too_little_time_are_marked(below: float, is_marked: bool) -> None:
    props = forecast_props(replace(BOARD, calibration=Calibration(below, 400)), CITY, INDONESIAN)
    assert bool(props[queue_part("calibration")]["className"]) is is_marked


def test_a_band_reads_as_two_numbers_or_as_one() -> None:
    assert band(WaitForecast(20, 45, 3), INDONESIAN) == "20–45"
    assert band(WaitForecast(5, 5, 0), INDONESIAN) == "5"
    assert band(WaitForecast(20, 45, 3, is_at_least=True), INDONESIAN) == "≥ 45"
    assert band(None, INDONESIAN) == "–"


def test_the_wall_shows_tested_forecasts_only() -> None:
    assert band_at(BOARD, "DISDUKCAPIL", INDONESIAN) == "45–75"
    assert band_at(BOARD, "RSUD", INDONESIAN) == "–"


def page(*sites: str) -> str:
    queues = [queue for queue in SERVICES.queues.sites if queue.site in sites]
    return said(queue_table(queues, sites, BOARD, CITY, INDONESIAN))


def test_an_agencys_table_has_the_shares_a_forecast_and_advice_with_its_assumptions() -> None:
    words = page("DISDUKCAPIL")
    assert "81 %" in words  # counter utilisation
    assert "45–75" in words
    assert "+3 loket" in words
    assert "74 datang dalam 1 jam terakhir, 8,3 mnt tiap nomor di loket: 8 loket memanggil 41 % dalam 30 mnt" in words
    assert "untuk 80 % perlu 11 loket" in words
    assert "Erlang C" in words
    assert "88 % dari 312 perkiraan hari ini" in words
    assert "91 % dari 2.015 perkiraan sekota hari ini di bawah batas atasnya; yang wajar 80–95 %." in words


def test_a_line_without_advice_and_an_untested_forecast_say_so() -> None:
    words = page("RSUD")
    assert "belum teruji" in words
    assert "saran: data belum cukup" in words


def test_a_line_that_lacks_more_than_the_plan_has_says_so() -> None:
    (line,) = BOARD.of_site("DISDUKCAPIL")
    assert line.staffing is not None
    spent = replace(BOARD, lines=(replace(line, staffing=replace(line.staffing, more=0)),))
    queues = [queue for queue in SERVICES.queues.sites if queue.site == "DISDUKCAPIL"]
    assert "kurang 3, rencana habis" in said(queue_table(queues, ["DISDUKCAPIL"], spent, CITY, INDONESIAN))


def test_a_silent_site_of_an_agency_has_no_data() -> None:
    assert "belum ada data" in page("DISDUKCAPIL", "PKM-PETIR")


# --- crews


def crews(agency: str, work: WorkBoard = SERVICES.work) -> str:
    return said(crew_rows(replace(SERVICES, work=work), agency, CITY, INDONESIAN))


def test_an_agencys_crews_have_their_load() -> None:
    assert "1,2 · 14 tugas terbuka, 12 tim berdinas" in crews("DPUPR")
    assert "kurang dari 5 tim" in crews("DISHUB", replace(SERVICES.work, hidden=frozenset({"DISHUB"})))
    assert "tidak ada tim berdinas" in crews("BAPENDA")


def test_the_agency_that_leads_a_category_sees_its_capacity() -> None:
    (trees,) = CITY.capacities
    work = WorkBoard(Workload("", 3, 0), capacities=(CapacityUse(trees, 3, 5),))
    assert "Pohon, kapasitas 15–20 sehari (4 tim)" in crews("DLH", work)
    assert "3 terbuka, 5 selesai hari ini" in crews("DLH", work)
    assert "Pohon" not in crews("DPUPR", work)


def test_both_languages_have_all_words_and_take_the_same_values() -> None:
    for field in fields(queue_texts(INDONESIAN)):
        both = [getattr(queue_texts(texts), field.name) for texts in (INDONESIAN, ENGLISH)]
        assert all(both), field.name
        assert len({tuple(sorted(part.split("}")[0] for part in words.split("{")[1:])) for words in both}) == 1
