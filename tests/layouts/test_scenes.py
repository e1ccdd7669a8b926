"""The scenes of the wall: which there are, what stands in them, and what they say of a busy and of an unknown city."""

from collections import defaultdict
from dataclasses import replace

import pytest

from domain.figures import VERIFIED_ACCOUNTS
from domain.indicators.emergencies import EmergencyBoard, HourOfCalls
from domain.indicators.field_work import CrewCounts
from domain.indicators.queues import TicketCounts
from domain.indicators.staffing import AttendanceBoard
from domain.indicators.waits import PostedWait
from domain.scoring import Tier
from domain.snapshot import BalanceTotals
from domain.survival import Percentile
from layouts import leaderboard, places
from layouts.ids import (
    Id,
    adoption_part,
    attendance_part,
    crew_part,
    data_part,
    emergency_part,
    gauge_part,
    leaderboard_part,
    note_of,
    place_part,
    queue_part,
)
from layouts.text import ENGLISH, INDONESIAN
from layouts.text_services import minutes, percentile_minutes
from layouts.wall import wall_props
from tests.factories import NOW_MS, STANDINGS, a_board, a_snapshot, an_empty_snapshot, tangerang
from tests.fakes import approximate_boundaries
from tests.walls import deck_of, scene_names, shipped_plan, wall_page

CITY = tangerang()
BUSY = a_snapshot(CITY)
EMPTY = an_empty_snapshot(CITY)


def _wall(city=CITY, **more):
    return wall_page(city, approximate_boundaries(), **more)


def _attributes(page, name):
    return [getattr(item, name) for item in page._traverse() if hasattr(item, name)]


def _props(snapshot=BUSY, city=CITY, texts=INDONESIAN):
    return wall_props(snapshot, city, texts)


def _services(**changes):
    return replace(BUSY, services=replace(BUSY.services, **changes))


# --- the deck


def test_a_city_has_the_scenes_for_which_it_has_something_to_show():
    assert scene_names(CITY) == [scene.name for scene in shipped_plan().scenes]
    assert "queues" not in scene_names(replace(CITY, sites={}))
    assert "employees" not in scene_names(replace(CITY, headcounts={}))
    assert "agencies" not in scene_names(replace(CITY, agencies={}))


@pytest.mark.parametrize(
    "lacks", [{"sites": {}}, {"headcounts": {}}, {"channels": ()}, {"wards": {}}, {"sites": {}, "headcounts": {}}]
)
def test_a_city_without_a_service_has_a_whole_page_all_the_same(lacks):
    city = replace(CITY, **lacks)
    page = _wall(city)
    ids = {str(item.id) for item in page._traverse() if getattr(item, "id", None)}
    snapshot = replace(BUSY, ward_open=BUSY.ward_open[: len(city.wards)])
    assert {str(name) for name in _props(snapshot, city)} <= ids
    named = {scene for scenes in _attributes(page, "data-scene") for scene in scenes.split()}
    assert named == {part.name for part in deck_of(city)} == set(_attributes(page, "data-scene-mark"))


def test_the_overview_is_what_is_shown_before_any_script_runs():
    shown = [item for item in _wall()._traverse() if hasattr(item, "data-shown")]
    assert shown
    assert all("overview" in getattr(item, "data-scene").split() for item in shown)


def test_the_deck_says_how_long_a_scene_stays():
    """The parts of a scene share its time."""
    assert set(_attributes(_wall(), "data-dwell-seconds")) == {"30"}
    split = zip(
        _attributes(_wall(screen="tv-75"), "data-scene-of"),
        _attributes(_wall(screen="tv-75"), "data-dwell-seconds"),
        strict=False,
    )
    assert dict(split)["queues"] == "10"


def test_the_legends_of_each_scene_with_a_map_say_what_is_drawn():
    """Together, where a scene draws a layer more than another that shares its legend."""
    page = _wall()
    drawn: defaultdict[str, str] = defaultdict(str)
    for legend in (item for item in page._traverse() if hasattr(item, "data-map-layers")):
        for scene in getattr(legend, "data-scene").split():
            drawn[scene] = f"{drawn[scene]} {getattr(legend, 'data-map-layers')}".strip()
    assert drawn == {
        "overview": "wards complaints",
        "complaints": "wards complaints hotspots",
        "queues": "sites",
        "employees": "crews",
        "emergencies": "crews",
        "status": "wards complaints hotspots",
    }
    assert [getattr(item, "className", "") for item in page._traverse()].count("city-map") == 1


@pytest.mark.parametrize("screen", shipped_plan().screens)
def test_no_scene_has_more_headline_numbers_than_a_room_keeps_in_mind(screen):
    counts = {part.name: 0 for part in deck_of(CITY, screen)}
    for cell in (item for item in _wall(screen=screen)._traverse() if getattr(item, "className", "") == "cell"):
        for part in getattr(cell, "data-scene").split():
            big = ("headline-value", "gauge-number")
            counts[part] += sum(getattr(item, "className", "") in big for item in cell._traverse())
    assert max(counts.values()) <= 7


# --- what is not known


def test_an_unknown_city_says_so_and_never_zero():
    props = _props(EMPTY)
    unknown = [
        queue_part("waiting"),
        queue_part("served"),
        queue_part("calibration"),
        queue_part("advice", 0),
        crew_part("duty"),
        crew_part("finished"),
    ]
    unknown += [emergency_part("waiting"), emergency_part("today"), data_part("received"), attendance_part("punctual")]
    assert {props[name]["children"] for name in unknown} == {"–"}
    assert props[queue_part("brief-row-name", 0)]["children"] == "belum ada data"
    assert props[gauge_part(Id.OFFICE_GAUGE, "target")]["children"] == "belum ada data"


def test_wards_districts_and_ages_count_the_same_complaints():
    assert sum(count for _, count in places.ward_rows(BUSY, CITY)) == 214
    assert sum(count for _, count in places.district_rows(BUSY, CITY)) == 214
    assert sum(count for _, count in places.age_rows(BUSY)) == len(BUSY.points)
    assert [words for words, _ in places.age_rows(BUSY)] == ["0", "1–2", "3–6", "7–29", "≥ 30"]
    assert _props()[place_part("districts", 0, "row")]["style"] == {"--share": "1.000"}


# --- queues


def test_the_worst_sites_come_first_with_a_shape_only_where_a_promise_is_in_danger():
    props = _props()
    states = [props[queue_part("row", slot)]["className"] for slot in range(6)]
    assert states == ["queue is-over"] * 3 + ["queue is-near"] * 2 + ["queue is-kept"]
    assert props[queue_part("brief-row-name", 0)]["children"] == "Disdukcapil"
    assert props[queue_part("brief-row-counters", 0)]["children"] == "7/10"
    assert props[queue_part("rest")]["children"] == "22 lokasi lain · 2 tanpa data"


def test_a_site_that_only_posts_its_wait_shows_no_people_and_no_counters():
    posting = replace(
        BUSY.services.queues.sites[0],
        longest_minutes=None,
        counters=replace(BUSY.services.queues.sites[0].counters, open=0, planned=0),
        tickets=TicketCounts(0, 0, 0, 0, 0, 0, 0),
        posted=PostedWait(12.0, None, NOW_MS),
        pressure=2.0,
    )
    props = _props(_services(queues=replace(BUSY.services.queues, sites=(posting,))))
    assert [props[queue_part(f"row-{part}", 0)]["children"] for part in ("people", "longest", "open")] == [
        "–",
        "≈12",
        "–",
    ]
    assert props[queue_part("rest")]["children"] == "≈ diumumkan"
    told = replace(posting, posted=PostedWait(12.0, 5, NOW_MS))
    props = _props(_services(queues=replace(BUSY.services.queues, sites=(told,))))
    assert props[queue_part("row-people", 0)]["children"] == "5"


def test_the_longest_wait_is_critical_only_beyond_its_promise():
    assert "is-critical" in _props()[queue_part("longest")]["className"]
    kept = tuple(replace(site, pressure=0.5) if site.has_data else site for site in BUSY.services.queues.sites)
    calm = _props(_services(queues=replace(BUSY.services.queues, sites=kept)))
    assert calm[queue_part("longest")]["className"] == "headline-value"


def test_minutes_are_rounded_up_and_a_lower_bound_is_called_one():
    assert [minutes(value) for value in (None, 30.0, 30.1)] == ["–", "30", "31"]
    assert percentile_minutes(Percentile(80, 20, 43.8, is_at_least=True), INDONESIAN.services) == "≥ 44"


# --- staff and crews


def test_units_below_the_target_are_named_in_the_citys_order_and_none_is_ranked():
    props = _props()
    names = [props[attendance_part("name", slot)]["children"] for slot in range(4)]
    assert names == ["DPUPR", "Satpol PP", "DLH", "Kec. Cipondoh"]
    assert props[attendance_part("kind", 1)]["children"] == "lapangan"
    assert props[attendance_part("rest")]["children"] == "65 unit lain ≥ 95 %"


@pytest.mark.parametrize(
    ("is_working_day", "has_begun", "words"), [(False, True, "hari libur"), (True, False, "belum waktunya")]
)
def test_attendance_says_why_there_is_none(is_working_day, has_begun, words):
    board = AttendanceBoard((), 0, (), is_working_day, has_begun, NOW_MS)
    assert _props(_services(attendance=board))[gauge_part(Id.FIELD_GAUGE, "target")]["children"] == words


def test_silent_crews_are_marked_once_they_are_many():
    assert _props()[crew_part("silent")]["className"] == "headline-value"
    many = _props(_services(crews=CrewCounts(40, 10, 30, 5, 33)))
    assert many[crew_part("silent")]["className"] == "headline-value is-warning"


# --- 112


def test_emergencies_and_other_calls_are_never_added():
    props = _props()
    assert props[emergency_part("today")]["children"] == "11"
    assert props[emergency_part("others")]["children"] == "87"
    shown = {values["children"] for values in props.values() if isinstance(values.get("children"), str)}
    assert "98" not in shown


def test_the_calls_of_a_day_stand_hour_by_hour():
    hours = tuple(HourOfCalls(NOW_MS - (23 - place) * 3_600_000, place % 2, 3) for place in range(24))
    props = _props(_services(emergencies=replace(BUSY.services.emergencies, hours=hours)))
    assert props[emergency_part("hour", 0)]["style"] == {"--urgent": "0.000", "--all": "0.750"}
    assert props[emergency_part("hour", 23)]["style"] == {"--urgent": "0.250", "--all": "1.000"}
    assert props[emergency_part("hour-mark", 3)]["children"]


def test_an_emergency_beyond_the_reference_is_critical():
    board = EmergencyBoard(1, 15.5, 1, Percentile(4, 1, None), 1, 4, 20, (), NOW_MS)
    props = _props(_services(emergencies=board))
    assert "is-critical" in props[emergency_part("longest")]["className"]
    assert props[emergency_part("response")]["children"] == "–"


# --- the whole leaderboard


def test_agencies_stand_in_bands_and_no_heading_ends_a_column():
    entries = leaderboard.banded(STANDINGS)
    assert [entry for entry in entries if isinstance(entry, Tier)] == [Tier.ABOVE, Tier.AROUND, Tier.BELOW]
    for count in range(len(STANDINGS) + 1):
        first, second = leaderboard.halves(leaderboard.banded(STANDINGS[:count]))
        assert [*first, *second] == leaderboard.banded(STANDINGS[:count])
        assert not first or not isinstance(first[-1], Tier)


def test_those_with_too_few_cases_are_named():
    names = _props(replace(BUSY, board=a_board(STANDINGS)))[Id.LEADERBOARD_TOO_FEW]["children"].split(", ")
    assert len(names) == len(CITY.agencies) - len(STANDINGS)
    assert "Setwan" in names
    assert _props(EMPTY)[Id.LEADERBOARD_PLOT]["className"] == "board is-empty"
    assert _props()[leaderboard_part("cases", 1)]["children"] == "415"


# --- integration


def test_agencies_that_are_not_heard_of_are_marked_by_name():
    props = _props()
    silent = [i for i, _ in enumerate(CITY.agencies) if "is-unknown" in props[data_part("agency", i)]["className"]]
    assert [list(CITY.agencies)[i] for i in silent] == list(BUSY.integration.silent)
    assert props[note_of(data_part("connected"))]["children"] == "dari 41 OPD"


def test_entries_that_are_missing_are_critical():
    assert _props()[data_part("missing")] == {"children": "0", "className": ""}
    missing = replace(BUSY, balance=BalanceTotals(100, 90, 3, 2, 5))
    assert _props(missing)[data_part("missing")] == {"children": "5", "className": "is-critical"}
    assert _props(replace(BUSY, balance=None))[data_part("missing")] == {"children": "–", "className": ""}


def test_what_is_received_is_what_the_other_rows_add_up_to():
    """Heartbeats are received and not stored; an older record of the balance does not tell how many."""
    totals = replace(BUSY, balance=BalanceTotals(100, 80, 3, 2, 5, passing=10))
    assert _props(totals)[data_part("passing")]["children"] == "10"
    assert _props(replace(BUSY, balance=BalanceTotals(100, 90, 3, 2, 5)))[data_part("passing")]["children"] == "–"


# --- adoption


def test_verified_accounts_stand_beside_the_downloads_and_the_population_that_they_are_of():
    """1.28 million downloads, 495 thousand accounts and 1,912,679 inhabitants, each with its period."""
    props = _props()
    assert [text for text in _children(_wall()) if "Tangerang LIVE" in text] == ["Adopsi Tangerang LIVE"]
    assert props[adoption_part("period")]["children"] == ", ≥ 2024"
    verified, people = adoption_part("verified"), adoption_part("of-population")
    assert (props[verified]["children"], props[verified]["data-unit"]) == ("495", "rb")
    assert props[note_of(verified)]["children"] == "38,7 % unduhan"
    assert (props[people]["children"], props[people]["data-unit"]) == ("25,9", "%")
    assert props[note_of(people)]["children"] == "1,91 jt, 2023"
    assert props[adoption_part("downloads")]["children"] == "1,28 jt, ≥ 2024"


def test_figures_that_are_not_known_are_dashes_and_never_zero():
    props = _props(replace(BUSY, figures=()))
    for part in ("verified", "of-population"):
        assert props[adoption_part(part)]["children"] == "–"
        assert props[adoption_part(part)]["data-unit"] == ""
    assert props[note_of(adoption_part("verified"))]["children"] == ""
    assert props[adoption_part("downloads")]["children"] == "–"
    accounts_only = tuple(figure for figure in CITY.figures if figure.name == VERIFIED_ACCOUNTS)
    props = _props(replace(BUSY, figures=accounts_only))
    assert props[adoption_part("verified")]["children"] == "495"
    assert props[adoption_part("of-population")]["children"] == "–"


def test_a_city_that_counts_no_accounts_has_no_adoption():
    city = replace(CITY, figures=())
    assert not [
        name
        for name in _props(a_snapshot(city), city)
        if str(name).startswith(("adoption-verified", "adoption-district"))
    ]
    assert "panel adoption" not in _attributes(_wall(city), "className")
    assert "panel adoption" in _attributes(_wall(), "className")


def _children(page):
    nested = [part if isinstance(part, list) else [part] for part in _attributes(page, "children")]
    return [text for part in nested for text in part if isinstance(text, str)]


def test_english_scenes_speak_english():
    words = {values["children"] for values in _props(texts=ENGLISH).values() if isinstance(values.get("children"), str)}
    assert {"of 41 agencies", "below target", "22 more sites · 2 without data"} <= words
