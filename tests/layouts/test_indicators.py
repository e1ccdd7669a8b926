"""The page of indicators: every row of the catalogue, colour with a shape and a word, and no zero for the unknown."""

import json
from dataclasses import replace
from typing import Any

import pytest
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from domain.indicators.catalogue import CATALOGUE, Unit, by_key
from domain.indicators.complaints import Share
from domain.indicators.readings import NOT_COMPUTED
from domain.indicators.workload import EvidenceDistance
from domain.snapshot import Facts, Snapshot
from layouts.ids import Id, indicator_part
from layouts.indicator_numbers import number_words, part_name, words_of
from layouts.indicators import indicators_layout, indicators_props
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_indicators import indicator_texts
from tests.factories import an_empty_snapshot
from tests.layouts.mornings import CITY, a_busy_morning

BUSY, EMPTY = a_busy_morning(), an_empty_snapshot(CITY)
SNAPSHOTS = pytest.mark.parametrize("snapshot", [BUSY, EMPTY, None], ids=["busy", "empty", "before"])


def layout(snapshot: Snapshot | None = BUSY, texts: Texts = INDONESIAN) -> Component:
    return indicators_layout(CITY, texts, "mayor", snapshot)


def said(component: object) -> str:
    """All words of a component, as they follow one another."""
    if isinstance(component, Component):
        return said(getattr(component, "children", None))
    if isinstance(component, list | tuple):
        return " ".join(filter(None, map(said, component)))
    return "" if component is None else str(component)


def row(key: str, snapshot: Snapshot = BUSY, texts: Texts = INDONESIAN) -> str:
    """What a row says of its value, and how it looks."""
    props: Any = indicators_props(snapshot, CITY, texts)
    name = by_key(key).id
    look = str(props[indicator_part(name, "row")]["className"]).removeprefix("indicator").strip()
    return f"{look} {said(props[indicator_part(name, 'live')]['children'])}".strip()


def parts(key: str, snapshot: Snapshot = BUSY) -> list[str]:
    props: Any = indicators_props(snapshot, CITY, INDONESIAN)
    return [said(one) for one in props[indicator_part(by_key(key).id, "parts")]["children"]]


def ids(component: Component) -> list[str]:
    return [str(item.id) for item in component._traverse() if getattr(item, "id", None)]


# --- the page


@SNAPSHOTS
def test_every_row_of_the_catalogue_is_on_the_page_once(snapshot: Snapshot | None) -> None:
    found = ids(layout(snapshot))
    assert len(found) == len(set(found))
    assert {indicator_part(name, part) for name in CATALOGUE for part in ("row", "live", "parts", "details")} <= set(
        found
    )


@SNAPSHOTS
def test_every_prop_belongs_to_a_component_of_the_page(snapshot: Snapshot | None) -> None:
    assert set(indicators_props(snapshot or BUSY, CITY, INDONESIAN)) <= set(ids(layout(snapshot)))


def test_the_first_values_are_those_that_stand_on_the_page() -> None:
    """So the browser has nothing to set when the page opens."""
    page = layout()
    (store,) = [item for item in page._traverse() if getattr(item, "id", "") == Id.INDICATORS_VALUES]
    (live,) = [item for item in page._traverse() if getattr(item, "id", "") == indicator_part("A02", "live")]
    assert said(store.data[indicator_part("A02", "live")]["children"]) == said(live.children) != ""
    assert json.loads(json.dumps(store.data, cls=PlotlyJSONEncoder))


def test_pulses_come_and_frames_do_not() -> None:
    """A lost connection is told by the live channel, which draws nothing on this page."""
    page: Any = layout()
    assert (getattr(page, "data-live-audience"), getattr(page, "data-live-paused")) == ("mayor", "true")


def test_each_row_opens_the_words_of_the_catalogue() -> None:
    words, page = indicator_texts("id"), said(layout())
    for indicator in CATALOGUE.values():
        assert words.words[indicator.key].formula in page
        assert words.owners[indicator.owner] in page


def test_english_is_a_whole_page_too() -> None:
    page = said(layout(texts=ENGLISH))
    for words in ("hari terakhir", "belum", "paling", "sumber", "Perangkat"):
        assert words not in page
    assert "no data yet" in page


# --- values


def test_a_value_stands_with_its_cases_its_window_and_what_is_aimed_at() -> None:
    assert row("response_time") == (
        "7,6 jam n = 1.064 · 28 hari terakhir · per 09.47.08 · target paling banyak 24 jam · sumber: LAKSA"
    )
    assert row("open") == f"{BUSY.counts.open} aduan n = {BUSY.counts.open} · saat ini · sumber: LAKSA"


def test_what_is_out_of_bounds_has_a_colour_a_shape_and_a_word() -> None:
    windowed = replace(BUSY.windowed, legal=Share(97, 100, 1.0, 90), reopened=Share(12, 100, 0.05, 90))
    snapshot = replace(BUSY, windowed=windowed)
    assert row("legal_limit", snapshot).startswith("is-watch 97,0 % perlu dipantau")
    assert row("reopened", snapshot).startswith("is-bad 12,0 % buruk")
    assert not row("reopened").startswith("is-")
    told = said(indicators_props(snapshot, CITY, INDONESIAN)[Id.INDICATORS_ABNORMAL]["children"])
    assert "A08" in told
    assert "A13" in told


def test_the_installations_own_target_decides_where_it_has_one() -> None:
    easy = replace(BUSY, on_time=Share(70, 100, 0.60, 28))
    assert row("on_time", easy).startswith("70,0 % n = 100 · 28 hari terakhir · target paling sedikit 60 %")
    assert row("on_time", replace(easy, on_time=Share(70, 100, 0.80, 28))).startswith("is-bad")


def test_what_is_not_known_is_said_and_never_a_zero() -> None:
    """Without a word from any source, and before anything happened, no row has a number."""
    for indicator in CATALOGUE.values():
        told = row(indicator.key, EMPTY)
        assert told.startswith(("belum ada data", "data belum cukup", "keadaan sumber")), told
    assert row("open", EMPTY).startswith("belum ada data")
    assert row("legal_limit", replace(EMPTY, facts=frozenset(Facts))).startswith("data belum cukup n = 0")


def test_a_row_says_where_nothing_brings_what_it_rests_on() -> None:
    for key in NOT_COMPUTED:
        assert row(key).endswith("belum dihitung")
    without = replace(BUSY, feeds=tuple(feed for feed in BUSY.feeds if not feed.tells_of(Facts.QUEUES)))
    assert row("waiting", without).endswith("tidak ada sumber di sini")


def test_a_lower_bound_says_so() -> None:
    slow = replace(BUSY.windowed.response, is_at_least=True)
    assert row("response_time", replace(BUSY, windowed=replace(BUSY.windowed, response=slow))).startswith("≥ 7,6 jam")


def test_a_balance_says_on_which_side_of_zero_it_is() -> None:
    assert row("backlog_28").startswith("is-watch +15 aduan")
    assert row("backlog_7").startswith("−5 aduan")
    assert parts("backlog_7") == ["diterima 266 (n = 266)", "ditutup 271 (n = 271)"]


def test_published_figures_tell_their_period() -> None:
    assert "periode 01/01–15/12/2025" in row("published_gap")
    assert "periode ≥ 2024" in row("verified_accounts")


# --- parts


def test_parts_are_named_as_people_name_them() -> None:
    assert parts("ages")[0] == "0–1 HK 71 (n = 214)"
    assert parts("cohort_done")[3] == "Oktober 2026 94,3 % (n = 1.154, matang 98 %)"
    assert parts("published_gap") == [
        "01/01–15/12/2025 +200 (n = 12.080)",
        "01/01–14/04/2025 −40 (n = 3.986)",
        "01/01–20/12/2024 0 (n = 14.012)",
    ]
    assert parts("resolution_p90")[2].endswith("– (n = 6)")


def test_a_single_part_stands_in_the_row() -> None:
    assert "biasanya pada jam ini 37 (n = 8)" in row("filed_today")
    assert parts("filed_today") == []


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_every_part_has_a_name(texts: Texts) -> None:
    """No code of a category, a state or a month is left as it is."""
    words = words_of(texts, CITY)
    for name in (
        "pothole",
        "in_progress",
        "2026-10",
        ">30",
        "usual",
        "came_in",
        "was_closed",
        "answered",
        "office",
        "field",
    ):
        assert part_name(name, words) != name
    for service in CITY.services:
        assert part_name(service, words) != service
    assert part_name("DPUPR", words) == CITY.agencies["DPUPR"].short


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_no_part_of_a_busy_city_is_left_as_a_code(texts: Texts) -> None:
    """Whatever its indicators bring along; a code is in lower case, with underscores."""
    props: Any = indicators_props(BUSY, CITY, texts)
    told = [said(props[indicator_part(name, kind)]["children"]) for name in CATALOGUE for kind in ("live", "parts")]
    assert [one for one in told if "_" in one] == []


def test_a_part_in_another_unit_than_its_indicator_says_so() -> None:
    """Metres of an indicator in percent, a share of one in crews, a count of one in percent."""
    far = replace(BUSY, services=replace(BUSY.services, distance=EvidenceDistance(71, 67, 13.0, 64.2)))
    assert parts("evidence", far) == [
        "jarak bukti dari tugas, median 13 m (n = 71)",
        "jarak bukti dari tugas, P90 64 m (n = 71)",
        "bukti di dekat tugas 94,4 % (n = 71)",
    ]
    assert "terdengar 87,0 % (n = 46)" in row("crews")
    assert "layanan yang tampak lupa ditutup 0 (" in row("utilisation")


@pytest.mark.parametrize(
    ("value", "unit", "words"),
    [
        (1_043, Unit.COMPLAINTS, "1.043"),
        (94.26, Unit.PERCENT, "94,3"),
        (2.0, Unit.WORKING_DAYS, "2"),
        (2.5, Unit.WORKING_DAYS, "2,5"),
        (0.181, Unit.HANDOFFS, "0,18"),
        (0.34, Unit.SECONDS, "0,3"),
        (71.6, Unit.SECONDS, "72"),
        (37.0, Unit.COMPLAINTS, "37"),
        (36.5, Unit.COMPLAINTS, "36,5"),
    ],
)
def test_a_number_has_the_digits_that_tell_something(value: float, unit: Unit, words: str) -> None:
    assert number_words(value, unit, "", INDONESIAN) == words


# --- the cases of the reconciliation


def test_cases_in_no_state_are_named_below_their_row() -> None:
    cases: Any = indicators_props(BUSY, CITY, INDONESIAN)[Id.INDICATORS_CASES]
    told = said(cases["children"])
    assert row("complaint_gap").startswith("is-watch +2 aduan perlu dipantau")
    assert "LAKSA-24118 terakhir: Ditindaklanjuti, Senin, 23 November 2026, 04.47 WIB" in told
    assert "lagi" not in told


def test_more_cases_than_are_named_are_counted() -> None:
    found = replace(BUSY.reconciliation, received=BUSY.reconciliation.received + 58)
    cases: Any = indicators_props(replace(BUSY, reconciliation=found), CITY, INDONESIAN)[Id.INDICATORS_CASES]
    assert "dan 58 kasus lagi" in said(cases["children"])


def test_where_tickets_may_not_be_told_there_is_a_number_only() -> None:
    hidden = replace(BUSY, reconciliation=replace(BUSY.reconciliation, cases=()))
    cases: Any = indicators_props(hidden, CITY, INDONESIAN)[Id.INDICATORS_CASES]
    assert (cases["children"], cases["className"]) == ([], "is-absent")
    assert row("complaint_gap", hidden).startswith("is-watch +2 aduan")
