"""Incidents and hot-spots on the screens: exceptions first, a fixed number of rows, and what is not known is said."""

from dataclasses import replace

import pytest
from dash.development.base_component import Component

from callbacks.frames import layers_of
from domain.cases import CaseColumn
from domain.gatherings import AgencyPlaces, SpotCases
from domain.hotspots import Hotspot
from domain.patterns import PatternBoard
from domain.snapshot import FeedState, Snapshot
from layouts import hotspots, shell
from layouts.hotspots import ROWS, hotspots_props
from layouts.ids import Id, hotspot_part
from layouts.mayor_attention import attention_props
from layouts.review_cases import grid_row
from layouts.review_places import CASES_SHOWN, SPOTS_SHOWN, places_section
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_hotspots import hotspot_texts
from layouts.text_mayor import mayor_texts
from tests.domain.test_hotspots import LAT, LON, WARD
from tests.domain.test_patterns import an_incident
from tests.factories import FEEDS, NOW_MS, a_snapshot, tangerang
from tests.fake_reviews import FakeReviews, a_case
from tests.layouts.test_review import ALL

CITY = tangerang()
WARD_NAME = CITY.wards[WARD].name
DAY_MS = 86_400_000


def a_spot(n: int = 3, **changes: object) -> Hotspot:
    values: dict[str, object] = {"category": "pothole", "ward": WARD, "agency": "DPUPR", "lat": LAT, "lon": LON}
    times = {"open": 1, "first_ms": NOW_MS - 60 * DAY_MS, "last_ms": NOW_MS - DAY_MS, "key": n}
    return Hotspot(n=n, **{**values, **times, **changes})  # type: ignore[arg-type]  # any field


def with_board(board: PatternBoard) -> Snapshot:
    return a_snapshot(CITY, patterns=board)


def rows_of(snapshot: Snapshot, texts: Texts = INDONESIAN) -> list[tuple[object, ...]]:
    """Class, mark, what, where and n of each row; after a mark the same words have another place."""
    props = hotspots_props(snapshot, CITY, texts)
    told = [
        [props[hotspot_part(part, slot)]["children"] for part in ("mark", "after", "what", "where", "n")]
        for slot in range(ROWS)
    ]
    assert all(bool(after) == bool(mark) and not (after and what) for mark, after, what, *_ in told)
    return [
        (props[hotspot_part("row", slot)]["className"], mark, f"{after}{what}", *rest)
        for slot, (mark, after, what, *rest) in enumerate(told)
    ]


VACANT = ("hotspot is-vacant", "", "", "", "")


def test_incidents_come_before_hot_spots() -> None:
    board = PatternBoard((an_incident(n=12),), (a_spot(5), a_spot(3, ward="")), True)
    snapshot = with_board(board)
    assert rows_of(snapshot) == [
        ("hotspot is-incident", "Kejadian: ", "Banjir", WARD_NAME, "12"),
        ("hotspot is-hotspot", "", "Jalan berlubang", WARD_NAME, "5"),
        ("hotspot is-hotspot", "", "Jalan berlubang", "", "3"),
        *[VACANT] * 3,
    ]
    assert hotspots_props(snapshot, CITY, INDONESIAN)[Id.HOTSPOTS_TITLE] == {"children": ", 2 dalam 90 hari"}


def test_what_does_not_fit_is_counted_in_the_title() -> None:
    spots = tuple(a_spot(n) for n in range(40, 3, -1))
    rows = rows_of(with_board(PatternBoard((), spots, True)))
    assert [row[-1] for row in rows] == ["40", "39", "38", "37", "36", "35"]
    assert "37" in str(hotspots_props(with_board(PatternBoard((), spots, True)), CITY, ENGLISH)[Id.HOTSPOTS_TITLE])


@pytest.mark.parametrize(
    ("is_judged", "told"), [(True, ["tidak ada"]), (False, ["Kejadian: data belum cukup", "tidak ada"])]
)
def test_none_is_said_and_so_is_not_enough_data(is_judged: bool, told: list[str]) -> None:
    rows = rows_of(with_board(PatternBoard(is_judged=is_judged)))
    assert [row[2] for row in rows if row[0] == "hotspot is-note"] == told


def test_a_feed_that_was_never_heard_tells_of_no_hot_spots() -> None:
    """Not even that there are none."""
    unheard = tuple(replace(feed, state=FeedState.UNKNOWN) for feed in FEEDS)
    snapshot = a_snapshot(CITY, feeds=unheard, patterns=PatternBoard(is_judged=True))
    assert [row[2] for row in rows_of(snapshot)] == [INDONESIAN.no_data, *[""] * (ROWS - 1)]


def test_before_the_first_frame_the_rows_are_vacant() -> None:
    panel = hotspots.hotspots_panel(INDONESIAN)
    rows = [item for item in panel._traverse() if "is-vacant" in str(getattr(item, "className", ""))]
    assert len(rows) == ROWS


def test_an_incident_needs_attention() -> None:
    calm = with_board(PatternBoard(is_judged=True))
    calm = replace(calm, counts=replace(calm.counts, overdue=0))
    assert shell.city_status(calm, INDONESIAN)[0] == "is-normal"
    assert shell.city_status(replace(calm, patterns=PatternBoard((an_incident(),))), INDONESIAN)[0] == "is-warning"


@pytest.mark.parametrize(
    ("texts", "said"),
    [
        (INDONESIAN, f"Kejadian: Banjir di {WARD_NAME}, 7 aduan berdekatan dalam 1 jam, biasanya di bawah 1"),
        (ENGLISH, f"Incident: Banjir in {WARD_NAME}, 7 complaints near one another within 1 h, usually below 1"),
    ],
    ids=["id", "en"],
)
def test_the_mayor_is_told_in_a_sentence(texts: Texts, said: str) -> None:
    snapshot = with_board(PatternBoard((an_incident(),), is_judged=True))
    props = attention_props(snapshot, CITY, texts, mayor_texts(texts.language))
    lead = next(name for name in props if props[name].get("children", "").startswith(said.partition(" ")[0]))  # type: ignore[attr-defined]
    rest = props[lead.replace("lead", "rest")]["children"]
    assert f"{props[lead]['children']}{rest}" == said


def test_the_map_has_a_layer_of_them() -> None:
    snapshot = with_board(PatternBoard((an_incident(),), (a_spot(),)))
    assert len(layers_of(snapshot)["hotspots"]) == 2


# --- the agency's page


def words_of(component: Component) -> list[str]:
    children = [getattr(item, "children", None) for item in (component, *component._traverse())]
    return [part for one in children for part in (one if isinstance(one, list) else [one]) if isinstance(part, str)]


def test_an_agency_is_told_its_hot_spots_with_their_cases() -> None:
    spots = [SpotCases(a_spot(n), tuple(f"K-{case}" for case in range(n))) for n in range(14, 2, -1)]
    section = places_section(AgencyPlaces(tuple(spots)), [an_incident()], CITY, INDONESIAN)
    words = words_of(section)
    assert words[0] == "Titik rawan berulang: 12"
    assert f"Kejadian: Banjir, {WARD_NAME}" in words
    assert "K-13, K-12, K-11, dan 11 lagi" in words
    assert f"dan {12 - SPOTS_SHOWN} lagi" in words
    assert CASES_SHOWN == 3
    rows = [item for item in section._traverse() if type(item).__name__ == "Tr"]
    assert len(rows) == 1 + SPOTS_SHOWN
    assert words_of(rows[1]) == ["Jalan berlubang", WARD_NAME, "14", "1", "24 Sep", "22 Nov", words_of(rows[1])[-1]]


def test_an_agency_without_hot_spots_is_told_so() -> None:
    words = words_of(places_section(AgencyPlaces(), [], CITY, ENGLISH))
    assert words[0] == "Repeat hot-spots: 0"
    assert hotspot_texts("en").card_none in words


def test_a_case_names_the_one_that_it_may_repeat() -> None:
    place = {"lat": LAT, "lon": LON}
    with FakeReviews([a_case(1, **place), a_case(2, **place)]).listing(ALL, 0, 10) as page:
        told = {case.complaint_id: grid_row(case, CITY, INDONESIAN)[CaseColumn.DUPLICATE] for case in page.cases}
    assert told == {"K-0001": "K-0002", "K-0002": ""}
