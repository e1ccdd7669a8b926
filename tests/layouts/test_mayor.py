"""The mayor's page: what a frame sets exists, sentences read as sentences, and every number explains itself."""

import json
from dataclasses import replace
from typing import Any

import pytest
from dash.development.base_component import Component

from domain.alarms.board import NO_ALARMS, AlarmBoard, AlarmGroup, Words
from domain.alarms.priority import Priority
from domain.attention import Attention, Kind, Section, Severity, attentions
from domain.indicators.catalogue import CATALOGUE
from domain.indicators.waits import PostedWait
from domain.snapshot import FeedState, Snapshot
from geo.boundaries import load_boundaries
from layouts import text
from layouts.ids import (
    Id,
    mayor_agency,
    mayor_alarm,
    mayor_attention,
    mayor_feed,
    mayor_figure,
    mayor_section,
    mayor_site,
)
from layouts.mayor import mayor_layout, mayor_props
from layouts.mayor_attention import LINES, sentence_of
from layouts.mayor_header import feeds_summary, greeting
from layouts.mayor_theme import LIGHT, TEXT_COLOURS
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_mayor import mayor_texts
from tests.factories import NOW_MS, an_empty_snapshot
from tests.layouts.mornings import CITY, FEEDS, a_busy_morning, a_calm_morning, a_queue

WORDS = mayor_texts("id")
BUSY, CALM, EMPTY = a_busy_morning(), a_calm_morning(), an_empty_snapshot(CITY)
ADOPTION = ("verified_accounts", "verified_of_downloads", "verified_of_population")
MORNINGS = pytest.mark.parametrize("snapshot", [BUSY, CALM, EMPTY], ids=["busy", "calm", "empty"])


def layout(texts: Texts = INDONESIAN) -> Component:
    return mayor_layout(CITY, load_boundaries(None, CITY), texts, "mayor")


def ids(component: Component) -> set[str]:
    found = [str(item.id) for item in component._traverse() if getattr(item, "id", None)]
    assert len(found) == len(set(found))
    return set(found)


def props(snapshot: Snapshot, texts: Texts = INDONESIAN) -> dict[str, dict[str, Any]]:
    return mayor_props(snapshot, CITY, texts)


def told(snapshot: Snapshot, texts: Texts = INDONESIAN) -> list[str]:
    """The sentences of the mayor's minute, as they are read."""
    words = mayor_texts(texts.language)
    return ["".join(sentence_of(item, CITY, texts, words)) for item in attentions(snapshot, CITY)]


# --- the contract between page and frames


@MORNINGS
def test_every_prop_belongs_to_a_component_of_the_page(snapshot: Snapshot) -> None:
    assert set(props(snapshot)) <= ids(layout())


def test_every_snapshot_sets_the_same_props_so_nothing_old_stays() -> None:
    busy, calm, empty = ({key: set(value) for key, value in props(one).items()} for one in (BUSY, CALM, EMPTY))
    assert busy == calm == empty


@MORNINGS
def test_a_frame_holds_words_classes_and_styles_only(snapshot: Snapshot) -> None:
    values = [value for each in props(snapshot).values() for value in each.values()]
    assert all(isinstance(value, str | dict) for value in values)
    assert len(json.dumps(props(snapshot))) < 40_000


def test_nothing_changes_while_a_second_passes() -> None:
    assert props(BUSY) == props(replace(BUSY, now_ms=NOW_MS + 1000))


def test_the_page_says_who_looks() -> None:
    assert getattr(layout(), "data-live-audience") == "mayor"


# --- sentences


def test_what_needs_attention_is_told_in_sentences() -> None:
    assert told(BUSY) == [
        "Feed Presensi putus: angka di bagiannya tidak mutakhir",
        "Disdukcapil: tunggu terlama 71 menit, janji 30; 1 tempat lain juga",
        "2 darurat 112 menunggu unit, terlama 9 menit",
        "11 aduan terlambat, terbanyak di DPUPR (5)",
        "17 aduan segera jatuh tempo, 6 belum mulai dikerjakan",
        "Loket buka 59 dari 68 di tempat yang ada antreannya",
        "6 tim lapangan tak terdengar, dari 46 yang bertugas",
        "Selesai tepat waktu 88 %, target 90 % (28 hari)",
        "1 OPD di bawah target: DPUPR",
    ]


def test_the_first_lines_are_shown_and_the_others_counted() -> None:
    shown = props(BUSY)
    leads = [shown[mayor_attention(slot, "lead")]["children"] for slot in range(LINES)]
    assert leads[:2] == ["Feed Presensi putus", "Disdukcapil"]
    assert shown[mayor_attention(0, "line")]["className"] == "mayor-line is-critical"
    assert shown[mayor_attention(0, "level")]["children"] == "Kritis: "
    assert shown[Id.MAYOR_MORE]["children"] == "dan 3 hal lain di bawah ini"
    assert "is-absent" in shown[Id.MAYOR_CALM]["className"]


def test_a_calm_city_says_so_and_takes_no_lines() -> None:
    shown = props(CALM)
    assert shown[Id.MAYOR_CALM]["className"] == "mayor-calm"
    assert {shown[mayor_attention(slot, "line")]["className"] for slot in range(LINES)} == {"is-absent"}
    assert WORDS.calm in layout_texts(layout())


CALL = AlarmGroup("call", "", Priority.CRITICAL, 2, 1, 0, NOW_MS, "", 7, "operator", is_taken=False)
LOST = AlarmGroup("lost", "", Priority.HIGH, 1, 0, 0, NOW_MS, "presensi/activity", 0, "", is_taken=True)
QUEUE = AlarmGroup("queue", "", Priority.MEDIUM, 1, 1, 0, NOW_MS, "MPP", 9, "DPMPTSP", is_taken=False)
ALARMS = AlarmBoard(
    is_known=True,
    counts={Priority.CRITICAL: 2, Priority.HIGH: 1, Priority.MEDIUM: 1},
    waiting={Priority.CRITICAL: 1, Priority.MEDIUM: 1},
    groups=(CALL, LOST, QUEUE),
    words={
        "call": Words({"id": "Panggilan 112 menunggu"}, {"id": "Kirim unit terdekat"}, is_of_cases=True),
        "lost": Words({"id": "Sumber data putus"}, {"id": "Periksa sistem pengirim"}),
    },
)


def alarm_slot(shown: dict[str, dict[str, Any]], slot: int) -> list[str]:
    return [shown[mayor_alarm(slot, part)]["children"] for part in ("level", "what", "where", "todo", "whose")]


def test_urgent_alarms_are_told_with_whose_they_are_since_when_and_what_to_do() -> None:
    """The critical and high ones; the rest is counted, and a city with one of them is not calm."""
    shown = props(replace(CALM, alarms=ALARMS))
    since = text.clock(NOW_MS, CITY.timezone, INDONESIAN)
    assert alarm_slot(shown, 0) == [
        "KRITIS: ",
        "Panggilan 112 menunggu 2×",
        "",
        "Kirim unit terdekat",
        f"operator · sejak {since} · belum ditanggapi",
    ]
    assert alarm_slot(shown, 1)[1:3] == ["Sumber data putus", ", Presensi"]
    assert alarm_slot(shown, 1)[-1] == f"ditangani · sejak {since} · sudah ditanggapi"
    assert shown[mayor_alarm(2, "line")]["className"] == "is-absent"
    assert shown[Id.MAYOR_ALARMS_STATE]["children"] == "2 belum ditanggapi · +1 lagi"
    assert "is-absent" in shown[Id.MAYOR_CALM]["className"]


def test_alarms_that_nobody_knows_are_not_told_as_none() -> None:
    shown = props(replace(CALM, alarms=NO_ALARMS))
    assert shown[Id.MAYOR_ALARMS_STATE]["children"] == "Alarm belum diketahui"
    assert "is-absent" in shown[Id.MAYOR_CALM]["className"]


def layout_texts(component: Component) -> set[str]:
    children = [getattr(item, "children", None) for item in component._traverse()]
    nested = [part for child in children for part in (child if isinstance(child, list) else [child])]
    return {part for part in nested if isinstance(part, str)}


def test_a_sentence_leads_to_its_section_and_to_its_definition() -> None:
    shown, page = props(BUSY), ids(layout())
    for slot, item in enumerate(attentions(BUSY, CITY)[:LINES]):
        assert shown[mayor_attention(slot, "link")]["href"] == f"#{mayor_section(item.section.value)}"
        assert mayor_section(item.section.value) in page
        assert shown[mayor_attention(slot, "about")]["data-explains"] == item.indicator


@pytest.mark.parametrize("kind", Kind)
@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
def test_every_kind_has_a_sentence_in_both_languages(kind: Kind, texts: Texts) -> None:
    """With all the numbers that its rule gives, and without a name."""
    numbers = dict.fromkeys(
        (
            "n",
            "open",
            "most",
            "minutes",
            "people",
            "not_started",
            "planned",
            "target",
            "on_duty",
            "days",
            "received",
            "hours",
            "usual",
        ),
        2,
    )
    item = Attention(kind, Severity.WARNING, Section.COMPLAINTS, "A03", {**numbers, "share": 0.5}, ())
    lead, rest = sentence_of(item, CITY, texts, mayor_texts(texts.language))
    assert lead or rest
    assert "{" not in lead + rest


def test_several_names_are_joined_and_many_are_counted() -> None:
    lost = [replace(feed, state=FeedState.LOST) for feed in FEEDS]
    assert told(replace(CALM, feeds=tuple(lost[:2])))[0].startswith("Feed LAKSA dan 112 putus")
    assert told(replace(CALM, feeds=tuple(lost)))[0].startswith("Feed LAKSA, 112, Antrean (+2) putus")


def test_english_is_a_whole_page_too() -> None:
    indonesian, english = (
        {*layout_texts(layout(texts)), *strings(props(BUSY, texts))} for texts in (INDONESIAN, ENGLISH)
    )
    assert told(BUSY, ENGLISH)[1] == "Disdukcapil: longest wait 71 minutes, promise 30; other sites too: 1"
    both = {words for words in indonesian & english if " " in words and not words.isupper()}
    assert not {words for words in both if any(part in words for part in (" yang ", "tunggu", "hari", "dari "))}


def strings(shown: dict[str, dict[str, Any]]) -> set[str]:
    return {value for each in shown.values() for value in each.values() if isinstance(value, str)}


# --- numbers and their definitions


def test_every_number_opens_a_definition_that_is_on_the_sheet() -> None:
    page = layout()
    asked = {getattr(item, "data-explains", "") for item in page._traverse()} - {""}
    defined = {getattr(item, "data-definition", "") for item in page._traverse()} - {""}
    assert asked <= defined == set(CATALOGUE)
    figures = [item for item in page._traverse() if "mayor-value" in str(getattr(item, "className", ""))]
    assert len(figures) >= 20


def test_the_sheet_tells_the_windows_and_targets_of_this_installation() -> None:
    shown = props(replace(BUSY, on_time=replace(BUSY.on_time, window_days=14, target=0.8)))
    assert shown["mayor-definition-window-A07"]["children"] == "14 hari terakhir"
    assert shown["mayor-definition-target-A07"]["children"] == "paling sedikit 80 %"


def test_a_gauge_misses_its_target_by_words_and_shape_too() -> None:
    shown = props(BUSY)
    assert shown[mayor_figure("on_time", "box")]["className"] == "mayor-gauge is-warning"
    assert shown[mayor_figure("on_time", "target")]["children"] == "di bawah target 90 %"
    assert shown[mayor_figure("first_response", "box")]["className"] == "mayor-gauge is-met"


def test_agencies_stand_in_their_bands() -> None:
    shown = props(BUSY)
    assert shown[mayor_agency("below", 0, "name")]["children"] == "DPUPR"
    assert shown["mayor-tier-around-count"]["children"] == "11"
    assert shown["mayor-tier-around-rest"]["children"] == "dan 3 OPD lain"
    shares = [int(str(shown[mayor_agency("around", slot, "share")]["children"])) for slot in range(8)]
    assert shares == sorted(shares), "the worst stand first"
    assert props(CALM)["mayor-tier-below-rest"]["children"] == "tidak ada"


def test_a_site_tells_its_wait_against_its_promise() -> None:
    shown = props(BUSY)
    assert shown[mayor_site(0, "name")]["children"] == "Disdukcapil"
    assert shown[mayor_site(0, "wait")]["children"] == "71 mnt"
    assert shown[mayor_site(0, "note")]["children"] == "janji 30 mnt · 44 menunggu · loket 5 dari 10"
    assert "is-critical" in shown[mayor_site(0, "row")]["className"]
    assert shown[Id.MAYOR_QUEUES_REST]["children"].startswith("2 tempat lain lebih lancar, 28 belum")


def test_a_site_that_posts_its_wait_says_so_and_nothing_of_its_counters() -> None:
    posting = replace(a_queue("KEC-01", 12, 0), posted=PostedWait(12, 5, NOW_MS))
    issued = replace(posting.tickets, issued=0, waiting=0)
    posting = replace(posting, tickets=issued, counters=replace(posting.counters, open=0))
    queues = replace(BUSY.services.queues, sites=(posting,))
    shown = props(replace(BUSY, services=replace(BUSY.services, queues=queues)))
    assert shown[mayor_site(0, "note")]["children"] == "janji 30 mnt · 5 menunggu · menurut lokasi"
    assert shown[mayor_figure("waiting", "note")]["children"] == "+ 5 menurut lokasi"
    assert props(BUSY)[mayor_figure("waiting", "note")]["children"] == ""


def test_nothing_is_said_of_sites_that_are_not() -> None:
    """Neither of no others that run better, nor of none that are silent."""
    queues = replace(BUSY.services.queues, sites=(a_queue("KEC-01", 12, 5),))
    shown = props(replace(BUSY, services=replace(BUSY.services, queues=queues)))
    assert shown[Id.MAYOR_QUEUES_REST]["children"] == ""


def test_what_is_not_known_is_a_dash_and_never_a_zero() -> None:
    shown = props(EMPTY)
    for key in ("waiting", "counters", "crews", "emergencies_waiting", "attendance", "on_time"):
        assert shown[mayor_figure(key, "value")]["children"] == "–", key


# --- adoption


def test_the_citys_app_is_told_with_what_it_is_measured_against() -> None:
    shown = props(BUSY)
    told = {key: shown[mayor_figure(key, "value")] for key in ADOPTION}
    assert [(value["children"], value["data-unit"]) for value in told.values()] == [
        *[("495", "rb"), ("38,7", "%"), ("25,9", "%")]
    ]
    notes = [shown[mayor_figure(key, "note")]["children"] for key in ADOPTION]
    assert notes == ["≥ 2024", "1,28 jt unduhan, ≥ 2024", "1,91 jt penduduk, 2023"]
    assert "Adopsi Tangerang LIVE" in layout_texts(layout())


def test_each_source_of_the_adoption_is_named_once() -> None:
    sources = props(BUSY)[Id.MAYOR_ADOPTION_SOURCES]["children"]
    assert sources.startswith("Sumber akun terverifikasi, unduhan: tesis")
    assert sources.count("tesis") == 1
    assert "Sumber penduduk: register Dukcapil" in sources


def test_adoption_is_unknown_rather_than_zero() -> None:
    shown = props(EMPTY)
    assert {shown[mayor_figure(key, "value")]["children"] for key in ADOPTION} == {"–"}
    assert {shown[mayor_figure(key, "note")]["children"] for key in ADOPTION} == {"belum ada data"}
    assert shown[Id.MAYOR_ADOPTION_SOURCES]["children"] == ""


def test_a_city_that_counts_no_accounts_has_no_card() -> None:
    city = replace(CITY, figures=())
    page = mayor_layout(city, load_boundaries(None, city), INDONESIAN, "mayor")
    assert mayor_section("adoption") not in ids(page)
    assert set(mayor_props(BUSY, city, INDONESIAN)) <= ids(page)


# --- head and foot


def test_the_head_sums_the_sources_up() -> None:
    assert feeds_summary(BUSY, WORDS) == "4 dari 5 sumber baik"
    assert feeds_summary(CALM, WORDS) == "5 sumber baik"
    assert feeds_summary(replace(CALM, feeds=()), WORDS) == "belum ada sumber"
    assert props(BUSY)[mayor_feed(3, "state")]["children"] == "putus 12 mnt"


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "malam"), (4, "pagi"), (10, "pagi"), (11, "siang"), (15, "sore"), (18, "malam"), (23, "malam")],
)
def test_the_greeting_follows_the_citys_day(hour: int, words: str) -> None:
    assert greeting(hour, WORDS) == f"Selamat {words}"


def test_each_section_rests_on_the_feeds_that_bring_its_facts() -> None:
    shown = props(BUSY)
    rests = {section: shown[mayor_section(section)]["data-feed"] for section in ("complaints", "queues", "crews")}
    assert rests == {"complaints": "laksa", "queues": "antrean", "crews": "petugas"}


# --- colours


@pytest.mark.parametrize("name", TEXT_COLOURS)
@pytest.mark.parametrize("ground", ["card", "ground"])
def test_words_stand_out_from_their_ground(name: str, ground: str) -> None:
    """4.5 to 1 (WCAG 1.4.3)."""
    assert contrast(LIGHT[name], LIGHT[ground]) >= 4.5


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
