"""The review page: its figures always answer, each number has a definition, and both languages say everything."""

import json
from collections.abc import Iterator
from dataclasses import fields, replace
from typing import Any

import pytest
from dash.development.base_component import Component

from domain.cases import CaseColumn, CaseQuery
from domain.complaints import ComplaintState
from domain.composite import ScorePart
from domain.filters import FilterError, Period, Problem, ReviewFilters, Show
from domain.funnel import FunnelPlace
from domain.indicators.agency_scores import CityTallies
from domain.indicators.complaints import Share
from domain.indicators.reviews import Peer, TrendBin
from domain.indicators.waits import PostedWait
from domain.scoring import Tier, shrunken_share
from layouts.figures.ageing import ageing_figure
from layouts.figures.funnel import funnel_figure
from layouts.figures.peers import peers_figure
from layouts.figures.scores import scores_figure
from layouts.figures.trend import trend_figure
from layouts.ids import Id
from layouts.review import agencies_layout, problem_panel, review_layout
from layouts.review_cases import case_cells, cell_text, grid_row
from layouts.review_export import DEFINED_BY_SHOW
from layouts.review_numbers import city_facts, definition_facts, filled, numbers
from layouts.review_score import score_facts, score_section
from layouts.review_today import today
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_review import decimal, moment, review_texts
from layouts.text_review_fields import Number, ReviewTexts
from tests.factories import NOW_MS, a_snapshot, an_empty_snapshot, tangerang
from tests.fake_reviews import FakeReviews, a_case
from tests.layouts.mornings import a_busy_morning, a_queue

CITY = tangerang()
LANGUAGES = [INDONESIAN, ENGLISH]
FACTS = definition_facts(FakeReviews().review(ReviewFilters("DPUPR")), CITY, INDONESIAN)
ALL = CaseQuery(ReviewFilters("DPUPR"))


def parts(component: Any) -> Iterator[Component]:
    """A component and all inside it."""
    if isinstance(component, list | tuple):
        for child in component:
            yield from parts(child)
    elif isinstance(component, Component):
        yield component
        yield from parts(getattr(component, "children", None))


def prop(component: Any, name: str) -> list[Any]:
    """One property of all inside a component, where it is set."""
    return [getattr(part, name) for part in parts(component) if getattr(part, name, None)]


def said(component: Any) -> str:
    """All words of a component, figures aside."""
    if isinstance(component, str | int):
        return str(component)
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(said, component)))
    return said(getattr(component, "children", None) or "") if isinstance(component, Component) else ""


def body(reviews: FakeReviews | None = None, texts: Texts = INDONESIAN, **choice: Any) -> list[Component]:
    review = (reviews or FakeReviews()).review(ReviewFilters("DPUPR", **choice))
    return numbers(review, CITY, texts)


# --- words


@pytest.mark.parametrize("texts", LANGUAGES, ids=["id", "en"])
def test_a_language_has_all_words(texts: Texts) -> None:
    words = review_texts(texts)
    assert [field.name for field in fields(ReviewTexts) if getattr(words, field.name) == ""] == []
    tables = {
        "problems": Problem,
        "shows": Show,
        "columns": CaseColumn,
        "states": ComplaintState,
        "parts": ScorePart,
        "tiers": Tier,
        "tier_marks": Tier,
        "funnel_places": FunnelPlace,
    }
    for name, keys in tables.items():
        assert set(getattr(words, name)) == set(keys), name
    assert set(words.definitions) == set(Number)
    assert len(words.age_labels) == 6


@pytest.mark.parametrize("texts", LANGUAGES, ids=["id", "en"])
def test_every_definition_can_be_filled(texts: Texts) -> None:
    """With the values of the installation; none of its four parts is empty, and no brace is left."""
    reviews = FakeReviews()
    facts = {
        **definition_facts(reviews.review(ReviewFilters("DPUPR")), CITY, texts),
        **score_facts(reviews.scores("DPUPR"), texts),
    }
    for number in Number:
        definition = filled(number, texts, facts)
        assert all(definition), number
        assert "{" not in "".join(definition), number


@pytest.mark.parametrize("number", [Number.CASES, *DEFINED_BY_SHOW.values()])
def test_the_definitions_of_exports_need_no_review(number: Number) -> None:
    """With what holds for the whole city alone they say what the page says."""
    exported = filled(number, INDONESIAN, city_facts(CITY, INDONESIAN))
    assert exported == filled(number, INDONESIAN, FACTS)
    assert all(exported)


def test_groups_of_the_city_have_names() -> None:
    groups = {agency.group for agency in CITY.agencies.values()}
    assert all(groups <= set(review_texts(texts).peer_groups) for texts in LANGUAGES)


def test_formats_are_those_of_the_language() -> None:
    assert moment(NOW_MS, CITY.timezone, INDONESIAN) == "23/11/2026 09.47"
    assert moment(NOW_MS, CITY.timezone, ENGLISH) == "23/11/2026 09:47"
    assert moment(0, CITY.timezone, INDONESIAN) == ""
    assert [decimal(value, INDONESIAN) for value in (0, 3.0, 3.46, 12_345.6)] == ["0", "3", "3,5", "12.345,6"]


# --- the page


def test_the_page_has_each_id_once_and_no_number() -> None:
    page = review_layout(CITY.agencies["DPUPR"], CITY, INDONESIAN)
    ids = prop(page, "id")
    assert len(ids) == len(set(ids))
    assert {one for one in Id if one.startswith("review-")} == set(ids)
    assert "DPUPR Dinas Pekerjaan Umum dan Penataan Ruang" in said(page)


@pytest.mark.parametrize("problem", list(Problem))
def test_each_problem_has_a_clear_word_and_a_way_out(problem: Problem) -> None:
    panel = problem_panel(FilterError(problem, "<b>x</b>"), "DPUPR", INDONESIAN)
    assert "{" not in said(panel)
    assert prop(panel, "href") == ["/agency/DPUPR"]


def test_an_unknown_agency_is_told_with_those_there_are() -> None:
    page = agencies_layout(CITY, INDONESIAN, "X" * 500)
    assert said(page).count("X") == 40
    links = prop(page, "href")
    assert sorted(links) == sorted(f"/agency/{code}" for code in CITY.agencies)
    assert "Dinas teknis" in said(page)


# --- numbers


def cards(children: list[Component]) -> list[Component]:
    return [part for part in parts(children) if "number" in str(getattr(part, "className", "")).split()]


def test_every_number_and_chart_has_its_definition() -> None:
    children = body()
    panels = [part for part in parts(children) if getattr(part, "className", "").startswith("card ")]
    assert len(panels) == 8
    for panel in panels:
        assert sum(getattr(part, "className", "") == "definition" for part in parts(panel)) == 1


def test_a_card_leads_to_the_cases_that_it_counts() -> None:
    """Under the same filters."""
    children = body(period=Period(90), category="pothole")
    links = prop(cards(children), "href")
    shows = ("open", "overdue", "due_soon", "missed")
    assert links == [f"/agency/DPUPR?days=90&category=pothole&show={show}" for show in shows]


def test_late_cases_and_a_missed_target_stand_out_by_more_than_colour() -> None:
    critical = [part for part in parts(body()) if getattr(part, "className", "") == "is-critical"]
    assert len(critical) == 2
    calm = FakeReviews([a_case(1)])
    assert not [part for part in parts(body(calm)) if getattr(part, "className", "") == "is-critical"]


def test_without_cases_nothing_is_a_zero_percent() -> None:
    words = said(body(FakeReviews([])))
    assert words.count("belum ada data") == 2
    assert "0 %" not in said([card for card in cards(body(FakeReviews([]))) if "Tepat waktu" in said(card)])


def test_too_few_cases_say_how_few() -> None:
    few = FakeReviews([a_case(number, due_ms=NOW_MS - 1) for number in range(1, 4)])
    assert said(cards(body(few))).count("data belum cukup (n = 3)") == 2


def test_a_district_leaves_out_what_is_confidential_and_says_so() -> None:
    note = review_texts(INDONESIAN).no_sensitive_in_district
    assert note in said(body(district="36.71.07"))
    assert note not in said(body())


def test_the_own_agency_with_too_few_cases_is_told_first() -> None:
    review = FakeReviews().review(ReviewFilters("PERKIMTAN"))
    words = said(numbers(review, CITY, INDONESIAN))
    assert words.index("Perkimtan: data belum cukup (n = 0, perlu 20)") < words.index("Data belum cukup (n < 20): ")


# --- figures


def figure_data(figure: Any) -> dict[str, Any]:
    data: dict[str, Any] = json.loads(figure.to_json())
    return data


def test_figures_of_nothing_say_so() -> None:
    for figure in (
        trend_figure([], [], "in", "out", "nothing"),
        trend_figure([TrendBin(0, 0, 0, False)], ["a"], "in", "out", "nothing"),
        ageing_figure([0] * 6, ["a"] * 6, "cases", "nothing"),
        ageing_figure([], [], "cases", "nothing"),
        peers_figure([], [], "DPUPR", 0.9, ("target", "{low} {high}", "nothing")),
    ):
        shown = figure_data(figure)
        assert shown["data"] == []
        assert [note["text"] for note in shown["layout"]["annotations"]] == ["nothing"]


def test_the_trend_draws_what_came_in_and_what_was_resolved() -> None:
    bins = [TrendBin(0, 3, 1, True), TrendBin(1, 5, 7, False)]
    bars, line = figure_data(trend_figure(bins, ["a", "b"], "in", "out", "nothing"))["data"]
    assert (bars["type"], bars["y"], bars["marker"]["opacity"]) == ("bar", [3, 5], [0.35, 1])
    assert (line["type"], line["y"]) == ("scatter", [1, 7])


def test_ages_stand_in_their_order() -> None:
    labels = review_texts(INDONESIAN).age_labels
    (bars,) = figure_data(ageing_figure([5, 4, 3, 2, 1, 0], labels, "aduan", "nothing"))["data"]
    assert (bars["x"], bars["y"]) == ([5, 4, 3, 2, 1, 0], list(labels))


def test_the_own_agency_stands_out_among_its_peers() -> None:
    """By its size and its bold name; who is below target, by another shape."""
    standings = [
        Peer("DLH", shrunken_share(96, 100, 0.9), Tier.ABOVE),
        Peer("DPUPR", shrunken_share(60, 100, 0.9), Tier.BELOW),
    ]
    shown = figure_data(peers_figure(standings, ["DLH", "DPUPR"], "DPUPR", 0.9, ("target", "{low}–{high}", "nothing")))
    points = [trace["marker"] for trace in shown["data"] if trace["mode"] == "markers"]
    assert [point["symbol"] for point in points] == ["circle", "triangle-up"]
    assert points[1]["size"] > points[0]["size"]
    assert shown["layout"]["yaxis"]["ticktext"] == ["DLH", "<b>DPUPR</b>"]
    assert any("n = 100" in note["text"] for note in shown["layout"]["annotations"])
    assert shown["layout"]["xaxis"]["range"][0] < standings[1].share.low


# --- today


def test_before_the_first_snapshot_nothing_is_known_of_today() -> None:
    for snapshot in (None, an_empty_snapshot(CITY)):
        words = said(today(snapshot, "DISDUKCAPIL", CITY, INDONESIAN, FACTS))
        assert words.count("belum ada data") >= 4


def test_queues_and_attendance_are_those_of_the_agency() -> None:
    words = said(today(a_snapshot(CITY), "DISDUKCAPIL", CITY, INDONESIAN, FACTS))
    assert "Gerai Tangcity" in words
    assert "menunggu" in words
    assert "Bapenda" not in words


def test_a_site_that_posts_its_wait_is_not_said_to_have_no_queue() -> None:
    """It gives no numbers out: what it tells itself is shown, as on the other screens."""
    posting = replace(a_queue("KEC-01", 12, 0), posted=PostedWait(21.0, 5, NOW_MS))
    posting = replace(
        posting,
        tickets=replace(posting.tickets, issued=0, waiting=0),
        counters=replace(posting.counters, open=0),
    )
    snapshot = a_busy_morning()
    queues = replace(snapshot.services.queues, sites=(posting,))
    snapshot = replace(snapshot, services=replace(snapshot.services, queues=queues))
    words = said(today(snapshot, "KEC-01", CITY, INDONESIAN, FACTS))
    assert "5 menunggu · tunggu 21 mnt menurut lokasi" in words


def test_few_complaints_are_counted_by_whole_ones() -> None:
    """An axis that is too fine would bear one number twice."""
    few = [TrendBin(NOW_MS, received, resolved, is_partial=False) for received, resolved in ((1, 0), (0, 1))]
    figure = trend_figure(few, ["1", "2"], "Masuk", "Selesai", "belum ada data")
    assert figure.layout.yaxis.dtick == 1


def test_an_agency_without_a_place_to_queue_says_so() -> None:
    words = said(today(a_snapshot(CITY), "DPUPR", CITY, INDONESIAN, FACTS))
    assert "tidak ada lokasi antrean" in words


# --- the list


def test_a_row_reads_as_a_person_does() -> None:
    with FakeReviews([a_case(1, due_ms=NOW_MS - 3 * 86_400_000, handoffs=2)]).listing(ALL, 0, 10) as page:
        (case,) = page.cases
    row = grid_row(case, CITY, INDONESIAN)
    assert row == {
        "id": "K-0001",
        "category": "Jalan berlubang",
        "ward": CITY.wards["36.71.07.1003"].name,
        "district": CITY.districts["36.71.07"],
        "state": "Ditindaklanjuti",
        "opened": "22/11/2026 09.47",
        "due": "20/11/2026 09.47",
        "closed": "",
        "verify_by": "",
        "taken": "1",
        "taken_net": "",
        "lateness": "3",
        "handoffs": "2",
        "duplicate": "",
        "is_late": True,
    }


@pytest.mark.parametrize(
    ("done_hours_ago", "words"),
    [
        (1, "Menunggu verifikasi, sisa 22 jam kerja"),
        (94, "Menunggu verifikasi, hampir lewat tenggat, sisa 6 jam kerja"),
        (118, "Menunggu verifikasi, lewat tenggat 1 jam kerja"),
    ],
)
def test_what_waits_for_verification_says_how_its_deadline_stands(done_hours_ago: int, words: str) -> None:
    """Now is Monday, 9.47; the deadline is the close of the second working day after the agency's claim."""
    completed_ms = NOW_MS - done_hours_ago * 3_600_000
    done = a_case(
        1,
        state=ComplaintState.AWAITING_VERIFICATION,
        completed_ms=completed_ms,
        verification_due_ms=CITY.calendar.deadline_ms(completed_ms, 2),
    )
    with FakeReviews([done]).listing(ALL, 0, 10) as page:
        (row,) = [grid_row(case, CITY, INDONESIAN) for case in page.cases]
    assert row["state"] == words
    assert row["verify_by"] != ""


def test_gross_and_net_time_are_told_side_by_side_where_they_differ() -> None:
    day_ms = 86_400_000
    waited = a_case(1, paused_from_ms=NOW_MS - day_ms, resumed_ms=NOW_MS - day_ms // 2)
    with FakeReviews([waited]).listing(ALL, 0, 10) as page:
        (row,) = [grid_row(case, CITY, INDONESIAN) for case in page.cases]
    assert (row["taken"], row["taken_net"]) == ("1", "0,5")


def test_a_sensitive_case_says_that_its_category_and_place_are_confidential() -> None:
    sensitive = next(code for code, category in CITY.categories.items() if category.is_sensitive)
    with FakeReviews([a_case(1, category=sensitive)]).listing(ALL, 0, 10) as page:
        cells = [cell_text(cell, ENGLISH) for case in page.cases for cell in case_cells(case, CITY, ENGLISH)]
    assert cells[1:4] == ["confidential", "confidential", "confidential"]
    assert CITY.categories[sensitive].label not in cells
    assert CITY.wards["36.71.07.1003"].name not in cells


def test_a_share_just_below_its_target_is_not_shown_as_met() -> None:
    review = FakeReviews().review(ReviewFilters("DPUPR"))
    words = said(cards(numbers(replace(review, on_time=Share(8_996, 10_000, 0.9, 28)), CITY, INDONESIAN)))
    assert "89 %" in words
    assert "di bawah target 90 %" in words


# --- the score


def score_of(agency: str = "DPUPR", texts: Texts = INDONESIAN, tallies: CityTallies | None = None) -> Component:
    reviews = FakeReviews() if tallies is None else FakeReviews(tallies=tallies)
    return score_section(reviews.scores(agency), CITY, texts)


def test_a_score_opens_into_its_parts() -> None:
    """Each indicator with its share, n, estimate, target, weight and what it contributes; one is withheld."""
    rows = [said(part) for part in parts(score_of()) if type(part).__name__ == "Tr"]
    assert len(rows) == 1 + len(ScorePart) + 1
    assert rows[1].startswith("Selesai tepat waktu 70,0 % 300 ")
    assert rows[3].startswith("Dibuka kembali 30,0 % 100 ")
    assert "≤ 5 % 10 %" in rows[3]
    assert "20 dari 80 pelapor menilai (25 %)" in rows[4]
    assert rows[4].endswith("– 20 – ≥ 80 % 15 % –")
    assert rows[-1].startswith("Skor ")


def test_who_is_behind_is_said_in_words_and_marked() -> None:
    words = said(score_of())
    assert "di bawah kelompoknya · peringkat 3 dari 3" in words
    assert "DPUPR: di bawah batas 99,8 %" in words
    assert "O/E 0," in words
    assert [part for part in parts(score_of()) if getattr(part, "className", "") == "is-critical"]
    assert "above its group" not in said(score_of("DLH", ENGLISH))
    assert "place 1–2 of 3" in said(score_of("DLH", ENGLISH))


def test_without_enough_data_there_is_no_score() -> None:
    """Neither a zero nor a place."""
    few, none = said(score_of("SATPOLPP")), said(score_of(tallies=CityTallies({}, {}, {})))
    assert "data belum cukup: n = 6 (perlu 20), 2 indikator (perlu 3)" in few
    assert "data belum cukup: n = 0 (perlu 20), 0 indikator (perlu 3)" in none
    assert "peringkat" not in few + none


def test_each_card_of_a_score_has_its_definition() -> None:
    section = score_of()
    cards_ = [part for part in parts(section) if getattr(part, "className", "").startswith("card ")]
    assert len(cards_) == 3
    for card in cards_:
        assert sum(getattr(part, "className", "") == "definition" for part in parts(card)) == 1


def test_the_funnel_marks_the_own_agency_and_names_who_is_far_out() -> None:
    board = FakeReviews().scores("DPUPR")
    names = {code: agency.short for code, agency in CITY.agencies.items()}
    traces = figure_data(funnel_figure(board.funnel, names, "DPUPR", 0.9, ("kota", "n", "nothing")))["data"]
    limits, others, own = traces[:4], traces[4], traces[5]
    assert {trace["line"]["dash"] for trace in limits} == {"dash", "solid"}
    assert (own["text"], own["x"], own["marker"]["symbol"]) == (["<b>DPUPR</b>"], [300], "triangle-up")
    assert len(others["x"]) == 2
    assert "SATPOLPP" not in str(traces)


def test_scores_stand_in_bands() -> None:
    board = FakeReviews().scores("DPUPR")
    names = {code: agency.short for code, agency in CITY.agencies.items()}
    told = ["a", "b", "c"]
    shown = figure_data(scores_figure(board.standings, names, "DPUPR", told, ({tier: tier for tier in Tier}, "no")))
    words = [note["text"] for note in shown["layout"]["annotations"]]
    assert [word.partition("  ")[0] for word in words] == ["a", "b", "<b>c</b>"]
    assert ["below" in word for word in words] == [False, False, True]
    assert len(shown["layout"]["shapes"]) == 2


def test_figures_of_no_scores_say_so() -> None:
    for figure in (
        funnel_figure([], {}, "DPUPR", 0.9, ("kota", "n", "nothing")),
        scores_figure([], {}, "DPUPR", [], ({}, "nothing")),
    ):
        shown = figure_data(figure)
        assert (shown["data"], [note["text"] for note in shown["layout"]["annotations"]]) == ([], ["nothing"])
