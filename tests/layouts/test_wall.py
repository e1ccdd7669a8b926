import json
from dataclasses import replace

import numpy as np
import pytest

from domain.indicators.complaints import ComplaintCounts, Share
from domain.privacy import Audience
from domain.snapshot import CityDay, FeedHealth, FeedState
from geo.boundaries import Boundaries
from layouts import agencies, city_map, health, shell
from layouts.ids import Id, agency_part, agency_row, feed_part, feed_slot, gauge_part, map_part, ticker_slot, ward_part
from layouts.text import ENGLISH, INDONESIAN
from layouts.wall import wall_props
from tests.factories import NOW_MS, STANDINGS, a_board, a_snapshot, a_standing, an_empty_snapshot, tangerang
from tests.walls import wall_page

CITY = tangerang()


def _square(lon, lat):
    ring = [[lon, lat], [lon + 0.01, lat], [lon + 0.01, lat + 0.01], [lon, lat + 0.01], [lon, lat]]
    return {"type": "Polygon", "coordinates": [ring]}


def _collection(rows):
    features = [
        {"type": "Feature", "properties": {"code": code, "name": name}, "geometry": _square(106.6 + i / 1000, -6.2)}
        for i, (code, name) in enumerate(rows)
    ]
    return {"type": "FeatureCollection", "features": features}


def _boundaries(is_approximate=False):
    wards = _collection((ward.code, ward.name) for ward in reversed(list(CITY.wards.values())))
    return Boundaries(
        _collection(CITY.districts.items()), wards, is_approximate, "" if is_approximate else "Batas: a source"
    )


def _layout(audience=Audience.WALL_GUEST, texts=INDONESIAN, is_approximate=False, tile_url=None):
    return wall_page(CITY, _boundaries(is_approximate), texts, audience, tile_url)


def _ids(component):
    found = [item.id for item in component._traverse() if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    return {str(item) for item in found}


def _texts_of(component):
    children = [getattr(item, "children", None) for item in (component, *component._traverse())]
    nested = [part for child in children for part in (child if isinstance(child, list) else [child])]
    return [part for part in nested if isinstance(part, str)]


def _told(props, part):
    return json.loads(props[map_part("map", part)]["data-value"])


def _props(**changes):
    return wall_props(a_snapshot(CITY, **changes), CITY, INDONESIAN)


# --- the contract between page and frames


@pytest.mark.parametrize("snapshot", [a_snapshot(CITY), an_empty_snapshot(CITY)], ids=["busy", "empty"])
def test_every_prop_of_a_frame_belongs_to_a_component_of_the_page(snapshot):
    assert set(wall_props(snapshot, CITY, INDONESIAN)) <= _ids(_layout())


def test_every_snapshot_sets_the_same_props_so_nothing_old_stays_on_the_screen():
    busy, empty = (wall_props(s, CITY, INDONESIAN) for s in (a_snapshot(CITY), an_empty_snapshot(CITY)))
    assert {key: set(value) for key, value in busy.items()} == {key: set(value) for key, value in empty.items()}


def test_a_frame_is_plain_json_and_small_when_one_second_passes():
    before, after = _props(), _props(now_ms=NOW_MS + 1000)
    json.dumps(before)
    assert before == after


def test_the_clock_moves_by_the_minute():
    before, after = _props(), _props(now_ms=NOW_MS + 60_000)
    assert [key for key in before if before[key] != after[key]] == [Id.HEADER_CLOCK]


def test_the_page_says_who_looks_and_only_guests_see_that_they_are_guests():
    guest, staff = _layout(Audience.WALL_GUEST), _layout(Audience.WALL_STAFF)
    assert getattr(guest, "data-live-audience") == "wall-guest"
    shown = [next(one for one in page._traverse() if hasattr(one, "data-of-guests")) for page in (guest, staff)]
    assert [(one.children, getattr(one, "hidden", False)) for one in shown] == [
        (INDONESIAN.guest, False),
        (INDONESIAN.guest, True),
    ]


def test_english_is_a_whole_page_too():
    words = {*_texts_of(_layout(texts=ENGLISH)), *_strings(wall_props(a_snapshot(CITY), CITY, ENGLISH))}
    assert words.isdisjoint({INDONESIAN.open, INDONESIAN.overdue, INDONESIAN.working_day, INDONESIAN.status_normal})
    assert {ENGLISH.overdue, ENGLISH.working_day} <= words


def _strings(props):
    return {value for values in props.values() for value in values.values() if isinstance(value, str)}


def test_a_city_without_wards_has_a_page_and_frames_too():
    city = replace(CITY, wards={})
    nowhere = Boundaries(_collection([]), _collection([]), is_approximate=True, credit="")
    page = wall_page(city, nowhere)
    snapshot = a_snapshot(CITY, ward_open=np.zeros(0, dtype=np.int64))
    assert set(wall_props(snapshot, city, INDONESIAN)) <= _ids(page)
    assert _texts_of(page).count(INDONESIAN.approximate) == 0


def test_every_panel_says_on_which_feeds_it_rests():
    resting = {str(key): value["data-feed"] for key, value in _props().items() if "data-feed" in value}
    panels = {item for item in _ids(_layout()) if item.endswith("-panel")}
    assert set(resting) == {*panels, Id.TICKER}
    assert resting[Id.COMPLAINTS_PANEL] == resting[Id.TICKER] == "laksa"
    assert resting[Id.EMERGENCIES_NOW_PANEL] == resting[Id.EMERGENCIES_BRIEF_PANEL] == "siaga112"
    assert resting[Id.QUEUES_RANKED_PANEL] == resting[Id.QUEUES_BRIEF_PANEL] == resting[Id.MAP_SITES_PANEL] == "antrean"
    assert resting[Id.CREWS_NOW_PANEL] == resting[Id.EMERGENCIES_CREWS_PANEL] == "petugas"
    assert resting[Id.ATTENDANCE_PANEL] == "presensi"


def test_a_panel_whose_stream_has_no_feed_rests_on_none():
    props = _props(feeds=(FeedHealth("laksa", "LAKSA", FeedState.GOOD, 1),))
    assert props[Id.COMPLAINTS_PANEL]["data-feed"] == "laksa"
    assert props[Id.QUEUES_RANKED_PANEL]["data-feed"] == ""


# --- numbers


def test_overdue_complaints_are_critical_only_when_there_are_any():
    assert "is-critical" in _props()[Id.COMPLAINTS_OVERDUE]["className"]
    none = _props(counts=ComplaintCounts(214, 0, 17, 6, 38))
    assert none[Id.COMPLAINTS_OVERDUE] == {"children": "0", "data-unit": "", "className": "headline-value"}


def test_the_headlines_explain_themselves():
    props = _props()
    assert props[Id.COMPLAINTS_OPEN]["children"] == "214"
    assert props[Id.COMPLAINTS_OVERDUE_NOTE]["children"] == "5 % dari aktif"
    assert props[Id.COMPLAINTS_DUE_SOON_NOTE]["children"] == "6 belum mulai"
    assert props[Id.COMPLAINTS_TODAY_NOTE]["children"] == "sejak 00.00"


def test_an_empty_city_shows_zeros_for_counts_and_nothing_for_shares():
    props = wall_props(an_empty_snapshot(CITY), CITY, INDONESIAN)
    assert props[Id.COMPLAINTS_OPEN]["children"] == "0"
    assert props[Id.COMPLAINTS_OVERDUE_NOTE]["children"] == "0 % dari aktif"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "value")]["children"] == "–"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "target")]["children"] == "belum ada data"
    assert props[ward_part(0, "name")]["children"] == "–"
    assert props[ticker_slot(0)] == {"children": "", "data-time": ""}
    assert props[Id.NEWEST_EVENT] == {"children": "", "data-position": ""}


def test_a_share_of_too_few_cases_is_not_shown():
    props = _props(on_time=Share(9, 9, 0.9, 28))
    assert props[gauge_part(Id.ON_TIME_GAUGE, "value")]["children"] == "–"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "target")]["children"] == "data belum cukup"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "sample")]["children"] == "n = 9"
    assert "is-empty" in props[Id.ON_TIME_GAUGE]["className"]


def test_a_gauge_shows_value_target_sample_and_window():
    props = _props(on_time=Share(918, 1043, 0.9, 28), first_response=Share(1068, 1112, 0.95, 90))
    assert props[Id.TIMELINESS_TITLE]["children"] == ", 28 hari"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "value")]["children"] == "88"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "target")]["children"] == "target 90 %"
    assert props[gauge_part(Id.ON_TIME_GAUGE, "sample")]["children"] == "n = 1.043"
    assert props[gauge_part(Id.FIRST_RESPONSE_GAUGE, "sample")]["children"] == "n = 1.112, 90 hari"
    assert props[Id.ON_TIME_GAUGE]["style"] == {"--value": "0.8802", "--target": "0.9000"}
    assert "is-below" in props[Id.ON_TIME_GAUGE]["className"]
    assert "is-met" in props[Id.FIRST_RESPONSE_GAUGE]["className"]


def test_a_number_that_would_not_fit_is_shortened_and_says_so():
    props = _props(counts=ComplaintCounts(12_874, 1_243, 967, 6, 9_999))
    assert (props[Id.COMPLAINTS_OPEN]["children"], props[Id.COMPLAINTS_OPEN]["data-unit"]) == ("12,8", "rb")
    assert (props[Id.COMPLAINTS_OVERDUE]["children"], props[Id.COMPLAINTS_OVERDUE]["data-unit"]) == ("1,2", "rb")
    assert (props[Id.COMPLAINTS_TODAY]["children"], props[Id.COMPLAINTS_TODAY]["data-unit"]) == ("9.999", "")


def test_the_wards_with_most_open_complaints_are_named():
    ward_open = np.zeros(len(CITY.wards), dtype=np.int64)
    ward_open[[4, 70]] = [3, 9]
    props = _props(ward_open=ward_open)
    names = [ward.name for ward in CITY.wards.values()]
    assert [props[ward_part(slot, "name")]["children"] for slot in range(3)] == [names[70], names[4], "–"]
    assert [props[ward_part(slot, "open")]["children"] for slot in range(3)] == ["9", "3", ""]


# --- the map


def test_each_ward_finds_its_step_by_its_place_in_the_profile():
    """The boundaries may come in any order; the digits of a frame are in the profile's."""
    wards = next(item for item in _layout()._traverse() if type(item).__name__ == "GeoJSON")
    ward_open = np.zeros(len(CITY.wards), dtype=np.int64)
    ward_open[7] = 9
    steps = _told(_props(ward_open=ward_open), "indicator-open")["steps"]
    by_code = {
        feature["code"]: steps[drawn["properties"]["index"]]
        for feature, drawn in zip(
            (feature["properties"] for feature in _boundaries().wards["features"]),
            wards.data["features"],
            strict=True,
        )
    }
    assert {code for code, step in by_code.items() if step != "0"} == {list(CITY.wards)[7]}
    assert by_code[list(CITY.wards)[7]] == "4"


def test_the_map_carries_no_text_that_leaflet_would_turn_into_a_popup():
    layers = [item for item in _layout()._traverse() if hasattr(item, "data") and isinstance(item.data, dict)]
    properties = {key for layer in layers for feature in layer.data["features"] for key in feature["properties"]}
    assert properties == {"index", "code", "name"}


@pytest.mark.parametrize(("most", "last"), [(0, "≥ 5"), (9, "≥ 5"), (10, "≥ 10"), (39, "≥ 20"), (5000, "≥ 1.000")])
def test_the_steps_follow_the_largest_count_in_round_numbers(most, last):
    ward_open = np.zeros(len(CITY.wards), dtype=np.int64)
    ward_open[0] = most
    props = city_map.map_props(a_snapshot(CITY, ward_open=ward_open), CITY, INDONESIAN)
    labels = _told(props, "indicator-open")["labels"]
    assert len(labels) == 5
    assert labels[0] == "0"
    assert labels[-1] == last


def test_approximate_borders_are_called_so():
    assert "batas perkiraan" in _texts_of(_layout(is_approximate=True))
    assert "Batas: a source" in _texts_of(_layout())


def test_tiles_are_only_asked_for_when_configured():
    assert not [item for item in _layout()._traverse() if type(item).__name__ == "TileLayer"]
    assert "Batas: a source · © OpenStreetMap contributors" in _texts_of(_layout(tile_url="https://tiles.test/{z}"))


# --- agencies


def test_each_agency_has_its_point_and_interval_and_only_bad_ones_a_colour():
    props = _props()
    assert props[agency_part(0, "name")]["children"] == "Dishub"
    assert props[agency_part(0, "movement")]["className"] == "movement is-up"
    assert props[agency_part(1, "movement")]["className"] == "movement"
    style = props[agency_row(0)]["style"]
    assert 0 < float(style["--low"]) < float(style["--share"]) < float(style["--high"]) < 1
    assert props[agency_row(agencies.ROWS - 1)]["className"] == "agency is-below"
    assert props[agency_row(0)]["className"] == "agency is-ranked"
    assert _props(board=a_board((), 41))[agency_row(5)]["className"] == "agency is-vacant"


def test_agencies_with_too_few_cases_are_one_line():
    assert _props()[Id.AGENCIES_REST]["children"] == "26 OPD lain: data belum cukup (n < 20)"
    assert _props(board=a_board((), 41))[Id.AGENCIES_REST]["children"] == "41 OPD: data belum cukup (n < 20)"
    assert _props(board=a_board((), 0))[Id.AGENCIES_REST]["children"] == "belum ada data"


def test_when_agencies_do_not_fit_the_middle_is_folded_and_counted():
    standings = tuple(a_standing(code, 40 - i, 40) for i, code in enumerate(list(CITY.agencies)[:30]))
    rows = agencies.folded(standings, 16)
    assert len(rows) == 16
    assert rows[:7] == list(standings[:7])
    assert rows[7] == 15
    assert rows[8:] == list(standings[-8:])
    props = _props(board=a_board(standings))
    fold = (agencies.ROWS - 1) // 2
    assert props[agency_part(fold, "name")]["children"] == f"{31 - agencies.ROWS} OPD lain di antaranya"
    assert props[agency_row(fold)]["className"] == "agency is-fold"


@pytest.mark.parametrize("count", [0, 1, 15, 16, 17, 41])
def test_the_number_of_rows_never_changes(count):
    standings = (STANDINGS * 3)[:count]
    assert len(agencies.folded(standings, agencies.ROWS)) == agencies.ROWS


def test_an_agency_far_below_the_axis_stands_at_its_edge_with_its_true_number():
    props = _props(board=a_board((a_standing("DPUPR", 20, 400),)))
    assert props[agency_row(0)]["style"]["--share"] == "0.0000"
    assert props[agency_part(0, "share")]["children"] == "9"


# --- header and feeds


@pytest.mark.parametrize(
    ("state", "level"),
    [
        (FeedState.GOOD, "is-normal"),
        (FeedState.QUIET, "is-normal"),
        (FeedState.LATE, "is-warning"),
        (FeedState.LOST, "is-critical"),
        (FeedState.UNKNOWN, "is-unknown"),
    ],
)
def test_the_city_is_not_called_normal_on_a_feed_that_is_not(state, level):
    snapshot = a_snapshot(CITY, feeds=(FeedHealth("laksa", "LAKSA", state, 1.0),))
    assert shell.city_status(snapshot, INDONESIAN)[0] == level


def test_a_city_of_which_nothing_was_ever_told_is_not_called_normal():
    snapshot = replace(an_empty_snapshot(CITY), feeds=(FeedHealth("laksa", "LAKSA", FeedState.GOOD, 1.0),))
    assert shell.city_status(snapshot, INDONESIAN) == ("is-unknown", "belum ada data")


def test_a_long_holiday_may_take_two_lines():
    days = (Id.HEADER_DAY, Id.HEADER_LONG_DAY)
    assert [_props()[day]["children"] for day in days] == ["Hari kerja", ""]
    holiday = _props(day=CityDay(False, "Hari Suci Nyepi Tahun Baru Saka 1949"))
    assert [holiday[day]["children"] for day in days] == ["", "Libur: Hari Suci Nyepi Tahun Baru Saka 1949"]


def test_what_follows_the_comma_of_a_heading_gives_way_to_a_late_mark():
    heading = shell.title("Kelurahan, aktif terbanyak")
    assert heading.children[0] == "Kelurahan"
    assert (heading.children[1].children, heading.children[1].className) == (", aktif terbanyak", "detail")


def test_many_overdue_complaints_need_attention():
    snapshot = a_snapshot(CITY, counts=ComplaintCounts(100, 11, 0, 0, 0))
    assert shell.city_status(snapshot, INDONESIAN) == ("is-warning", "Perlu perhatian")


def test_simulations_wear_their_badges_and_reality_none():
    props = _props(is_simulated_data=True, is_simulated_clock=False)
    assert props[Id.HEADER_SIMULATED_DATA]["className"] == "badge"
    assert props[Id.HEADER_SIMULATED_CLOCK]["className"] == "is-absent"
    assert _props()[Id.HEADER_SIMULATED_CLOCK]["className"] == "badge is-second"


def test_a_good_feed_does_not_change_the_screen_as_it_ages():
    words = {health.feed_words(FeedHealth("x", "X", FeedState.GOOD, age), INDONESIAN) for age in (0, 1, 4, 9)}
    assert words == {"baik"}


@pytest.mark.parametrize(
    ("state", "age", "words"),
    [
        (FeedState.LATE, 33, "lama 30 dtk"),
        (FeedState.LATE, 440, "lama 7 mnt"),
        (FeedState.LOST, 4000, "putus 1 jam"),
        (FeedState.LOST, None, "putus"),
        (FeedState.QUIET, 90, "tenang"),
        (FeedState.UNKNOWN, None, "belum diketahui"),
    ],
)
def test_a_feed_that_is_not_good_says_for_how_long(state, age, words):
    assert health.feed_words(FeedHealth("x", "X", state, age), INDONESIAN) == words


def test_feeds_take_the_first_slots_and_the_others_stay_empty():
    props = _props(feeds=(FeedHealth("laksa", "LAKSA", FeedState.LATE, 440),))
    assert props[feed_slot(0)]["className"] == "feed is-late"
    assert props[feed_part(0, "name")]["children"] == "LAKSA"
    assert props[feed_slot(1)]["className"] == "is-absent"


def test_the_ticker_speaks_of_kinds_and_places_by_their_names():
    props = _props()
    assert props[ticker_slot(1)] == {"children": "Lampu jalan padam, Karawaci → Dishub", "data-time": "09.45"}
    assert props[ticker_slot(2)]["children"] == "Sampah tidak terangkut, Cipondoh → DLH, selesai"


def test_the_newest_event_can_be_read_by_whoever_measures():
    snapshot = a_snapshot(CITY)
    assert snapshot.newest is not None
    newest = replace(snapshot.newest, occurred_ms=123, position="5-0")
    assert _props(newest=newest)[Id.NEWEST_EVENT] == {"children": "123", "data-position": "5-0"}
