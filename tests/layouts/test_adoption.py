"""Adoption, channels, reviews and published indexes: what the wall and the mayor's page say of them, known and not."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from dash.development.base_component import Component

from domain.figures import (
    ACTIVE_ACCOUNTS,
    APP_FAILURES,
    APP_SESSIONS,
    IKM,
    POPULATION,
    SPBE,
    VERIFICATIONS_SUBMITTED,
    VERIFICATIONS_WITHIN_DAY,
    VERIFIED_ACCOUNTS,
    Figure,
)
from domain.filters import ReviewFilters
from domain.indicators.channels import ChannelCounts, Channels, ServiceChannels
from domain.indicators.published import surveyed_index
from domain.indicators.satisfaction import ElementResult, SurveyResult
from domain.indicators.store_rating import TREND_MONTHS, RatingMonth, StoreRatings, StoreReviews, Topic, store_reviews
from domain.snapshot import Snapshot
from layouts.ids import Id, adoption_part, mayor_figure, mayor_index, note_of
from layouts.mayor import mayor_layout, mayor_props
from layouts.published import index_part
from layouts.review_numbers import numbers
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_adoption import AdoptionTexts, adoption_texts
from layouts.wall import wall_props
from tests.factories import a_snapshot, an_empty_snapshot, tangerang
from tests.fake_reviews import FakeReviews
from tests.fakes import approximate_boundaries
from tests.walls import wall_page

CITY = tangerang()
EMPTY = an_empty_snapshot(CITY)
TODAY = date(2026, 3, 10)


def a_month(year: int, number: int, *stars: int, slow: int = 0, login: int = 0) -> RatingMonth:
    return RatingMonth(date(year, number, 1), stars, {Topic.SLOW: slow, Topic.LOGIN: login})  # type: ignore[arg-type]


MONTHS = (
    a_month(2025, 12, 10, 1, 1, 3, 5, slow=3, login=2),
    a_month(2026, 1, 12, 2, 2, 0, 4, slow=2, login=2),
    a_month(2026, 2, 8, 0, 1, 1, 2, slow=1),
)
REVIEWS = store_reviews(StoreRatings(MONTHS, "Google Play, who counted"), TODAY)
CHANNELS = Channels(
    ChannelCounts((("LAKSA", 509), ("WhatsApp", 288), ("Situs web", 75), ("Siaga 112", 0))),
    (ServiceChannels("identity_card", 67, 138), ServiceChannels("family_card", 3, 9)),
)
TOLD = a_snapshot(CITY, reviews=REVIEWS, channels=CHANNELS)


def a_figure(name: str, value: float, district: str = "", period: str = "2026-10") -> Figure:
    return Figure(name, period, value, "of something", f"source of {name}", date(2026, 10, 31), district)


def on_wall(snapshot: Snapshot = TOLD, texts: Texts = INDONESIAN, **of_city: Any) -> dict[str, dict[str, Any]]:
    return wall_props(snapshot, replace(CITY, **of_city), texts)


def with_mayor(snapshot: Snapshot = TOLD, texts: Texts = INDONESIAN, **of_city: Any) -> dict[str, dict[str, Any]]:
    return mayor_props(snapshot, replace(CITY, **of_city), texts)


def said(props: dict[str, dict[str, Any]], *ids: str) -> list[Any]:
    return [props[one]["children"] for one in ids]


# --- the app


def test_what_nobody_supplies_is_no_data_and_what_is_supplied_shows() -> None:
    rows = [adoption_part(part) for part in ("active", "approved", "failing")]
    assert said(on_wall(), *rows) == ["belum ada data"] * 3
    values = {
        VERIFIED_ACCOUNTS: 500_000,
        ACTIVE_ACCOUNTS: 100_000,
        VERIFICATIONS_SUBMITTED: 400,
        VERIFICATIONS_WITHIN_DAY: 300,
        APP_SESSIONS: 4_800,
        APP_FAILURES: 24,
    }
    supplied = replace(TOLD, figures=tuple(a_figure(name, value) for name, value in values.items()))
    assert said(on_wall(supplied), *rows) == ["20,0 %, 2026-10", "75,0 %, 2026-10", "0,5 %, 2026-10"]
    keys = ("active_accounts", "verification", "app_errors")
    assert said(with_mayor(supplied), *(mayor_figure(key, "value") for key in keys)) == ["20,0", "75,0", "0,5"]
    assert said(with_mayor(), *(mayor_figure(key, "note") for key in keys)) == ["belum ada data"] * 3
    assert (
        "Sumber verifikasi: source of verifications_within_day."
        in said(with_mayor(supplied), Id.MAYOR_ADOPTION_SOURCES).pop()
    )


def test_districts_have_one_line_until_somebody_counts_by_district() -> None:
    rows = [adoption_part("district-row", slot) for slot in range(len(CITY.districts))]
    props = on_wall()
    assert said(props, adoption_part("no-district")) == ["belum ada data per kecamatan"]
    assert {props[row]["className"] for row in rows} == {"fact is-absent"}
    first, second, *_ = CITY.districts
    counted = (a_figure(VERIFIED_ACCOUNTS, 25, first), a_figure(POPULATION, 100, first))
    props = on_wall(replace(TOLD, figures=(*counted, a_figure(VERIFIED_ACCOUNTS, 12_900, second))))
    assert {props[row]["className"] for row in rows} == {"fact"}
    assert said(props, *(adoption_part("district", slot) for slot in range(3))) == [
        *("25,0 %", "12,9 rb", "belum ada data")
    ]
    assert said(props, adoption_part("no-district")) == [""]


# --- channels


def test_the_app_and_the_web_site_stand_side_by_side() -> None:
    """509 and 75 of 872 complaints."""
    props = on_wall()
    assert said(props, adoption_part("by-app"), adoption_part("by-web")) == ["58,4", "8,6"]
    assert said(props, note_of(adoption_part("by-app"))) == ["n = 872"]
    names = [adoption_part("channel-name", slot) for slot in range(5)]
    assert said(props, *names) == ["LAKSA", "WhatsApp", "Situs web", "", ""], "a channel that nobody used has no row"
    assert said(props, adoption_part("channel-share", 1), adoption_part("channel-n", 1)) == ["33,0 %", "288"]
    assert said(with_mayor(), Id.MAYOR_CHANNELS) == ["LAKSA 58,4 % · WhatsApp 33,0 % · Situs web 8,6 %"]


def test_services_keep_their_places_and_few_numbers_have_no_share() -> None:
    props = on_wall()
    parts = [[adoption_part(f"service-{part}", slot) for part in ("name", "share", "n")] for slot in range(2)]
    assert said(props, *parts[0]) == ["KTP-el", "48,6 %", "n = 138"]
    assert said(props, *parts[1]) == ["Kartu keluarga", "–", "n = 9"]
    assert said(with_mayor(), mayor_figure("tickets_online", "value")) == ["47,6"]


def test_a_channel_that_no_stream_tells_of_is_named_and_has_no_data() -> None:
    page = wall_page(CITY, approximate_boundaries())
    words = [getattr(item, "children", None) for item in page._traverse()]
    assert words[words.index("Situs web DPMPTSP") + 1] == "belum ada data"


def test_without_kinds_and_of_few_complaints_no_share_is_told() -> None:
    assert said(on_wall(channel_kinds={}), adoption_part("by-app"), note_of(adoption_part("by-app"))) == [
        *("–", "belum ada data")
    ]
    few = replace(TOLD, channels=Channels(ChannelCounts((("LAKSA", 9),))))
    assert said(on_wall(few), adoption_part("by-app"), note_of(adoption_part("by-app"))) == ["–", "data belum cukup"]
    assert said(on_wall(few), adoption_part("channel-share", 0)) == ["–"]
    assert said(with_mayor(few), mayor_figure("by_app", "note")) == ["data belum cukup"]
    assert said(with_mayor(EMPTY), mayor_figure("by_app", "note")) == ["belum ada data"]


# --- reviews


def test_the_newest_months_of_reviews_by_hand() -> None:
    """119 stars of 52 reviews, 30 of them with one star."""
    props = on_wall()
    assert said(props, adoption_part("reviews-span")) == [", Des 2025–Feb 2026"]
    assert said(props, adoption_part("stars"), adoption_part("one-star")) == ["2,3", "57,7"]
    assert said(props, note_of(adoption_part("stars")), note_of(adoption_part("one-star"))) == ["n = 52", ""]
    assert said(props, adoption_part("topics")) == ["disebut: lambat 6, login 4"]
    assert said(props, adoption_part("reviews-source")) == ["Google Play"]
    heights = [props[adoption_part("month", slot)]["style"]["--all"] for slot in range(TREND_MONTHS)]
    assert heights[:-3] == ["0.000"] * (TREND_MONTHS - 3)
    assert heights[-3:] == ["0.400", "0.275", "0.271"]
    assert said(with_mayor(), mayor_figure("store_rating", "note")) == ["n = 52, Des 2025–Feb 2026"]


def test_reviews_that_are_old_say_so() -> None:
    old = replace(TOLD, reviews=store_reviews(StoreRatings(MONTHS), date(2026, 11, 22)))
    assert said(on_wall(old), note_of(adoption_part("one-star"))) == ["data lama"]
    assert said(with_mayor(old), mayor_figure("store_rating", "note")) == ["n = 52, Des 2025–Feb 2026, data lama"]


def test_without_a_file_and_with_a_spoilt_one_there_is_no_rating() -> None:
    stars = adoption_part("stars")
    assert said(on_wall(EMPTY), stars, note_of(stars)) == ["–", "belum ada data"]
    assert said(with_mayor(EMPTY), mayor_figure("store_rating", "note")) == ["belum ada data"]
    spoilt = replace(EMPTY, reviews=StoreReviews(problems=("/city/ratings.csv: line 3: month: got 'x'",)))
    assert said(on_wall(spoilt), adoption_part("reviews-source")) == ["berkas tidak terbaca"]
    sources = said(with_mayor(spoilt), Id.MAYOR_PUBLISHED_SOURCES).pop()
    assert "1 baris tidak terbaca: ratings.csv: line 3: month: got 'x'" in sources
    assert "/city" not in sources
    few = replace(TOLD, reviews=store_reviews(StoreRatings((a_month(2026, 2, 9, 0, 0, 0, 0),)), TODAY))
    assert said(on_wall(few), stars, note_of(stars)) == ["–", "data belum cukup"]


# --- indexes


def index(props: dict[str, dict[str, Any]], name: str) -> list[Any]:
    return said(props, *(index_part(name, part) for part in ("value", "band", "period", "about")))


def test_indexes_stand_with_their_bands_and_editions() -> None:
    props = on_wall()
    assert index(props, "spbe") == ["–", "belum diisi", "", ""]
    assert index(props, "imdi") == ["43,81", "cukup", "2023", "± 2,2 · pita 2025 · nasional 43,18"]
    assert index(props, "ombudsman") == ["74", "zona kuning", "2021", ""]
    assert index(props, "ikm") == ["–", "belum ada data", "", ""]
    assert index(on_wall(texts=ENGLISH), "imdi") == ["43.81", "fair", "2023", "± 2.2 · bands of 2025 · country 43.18"]
    supplied = replace(TOLD, figures=(a_figure(SPBE, 3.5, period="2020"),))
    assert index(on_wall(supplied), "spbe") == ["3,5", "sangat baik", "2020", ""]


def test_each_index_has_its_source_and_day_one_touch_away() -> None:
    sources = said(with_mayor(), Id.MAYOR_PUBLISHED_SOURCES).pop()
    assert "Sumber Ombudsman: megapolitan.kompas.com 4 Maret 2022" in sources
    assert "per 4 Maret 2022." in sources
    assert "Sumber ulasan toko: Google Play, who counted, per Feb 2026." in sources
    assert said(with_mayor(), mayor_index("imdi", "about")) == ["2023 · ± 2,2 · pita 2025 · nasional 43,18"]


@pytest.mark.parametrize(
    ("n", "mean", "told"),
    [
        (400, 3.0, ["75,00", "C, kurang baik", "2025"]),
        (400, 3.4, ["85,00", "B, baik", "2025"]),
        (29, 3.4, ["85,00", "mutu tidak diberi, n = 29", "2025"]),
        (9, 3.4, ["–", "data belum cukup", "2025"]),
    ],
)
def test_a_survey_has_an_index_an_interval_and_a_grade_where_they_are_enough(
    n: int, mean: float, told: list[str]
) -> None:
    survey = SurveyResult("", "2025", (ElementResult(n, mean),) * 9, "report", date(2025, 12, 31))
    props = on_wall(replace(TOLD, surveyed=surveyed_index([survey])))
    assert index(props, "ikm")[:3] == told
    assert index(props, "ikm")[3].startswith(f"n = {n} · ") == (n >= 10)


def test_a_published_satisfaction_index_without_its_answers_has_no_grade() -> None:
    props = on_wall(replace(TOLD, figures=(a_figure(IKM, 85.4, period="2025"),)))
    assert index(props, "ikm") == ["85,4", "n tidak disebut", "2025", ""]


# --- the contract with the pages


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH], ids=["id", "en"])
@pytest.mark.parametrize("snapshot", [TOLD, EMPTY], ids=["told", "empty"])
def test_every_prop_has_its_place_on_both_pages(snapshot: Snapshot, texts: Texts) -> None:
    wall = wall_page(CITY, approximate_boundaries(), texts)
    mayor = mayor_layout(CITY, approximate_boundaries(), texts, "mayor")
    for page, props in ((wall, on_wall(snapshot, texts)), (mayor, with_mayor(snapshot, texts))):
        known = {getattr(item, "id", "") for item in page._traverse()}
        assert set(props) <= known
        assert set(props) == set(on_wall(EMPTY) if page is wall else with_mayor(EMPTY))


def test_both_languages_say_everything() -> None:
    words: list[AdoptionTexts] = [adoption_texts(texts) for texts in (INDONESIAN, ENGLISH)]
    for name in AdoptionTexts.__dataclass_fields__:
        told = [getattr(each, name) for each in words]
        assert all(told), name
        if isinstance(told[0], str):
            assert told[0].count("{") == told[1].count("{"), name


def test_an_agencys_review_tells_by_which_channels_its_complaints_came() -> None:
    review = FakeReviews().review(ReviewFilters("DPUPR"))
    told = replace(review, channels=ChannelCounts((("LAKSA", 15), ("WhatsApp", 5))))
    assert "masuk lewat: LAKSA 75,0 % · WhatsApp 25,0 %" in _words(numbers(told, CITY, INDONESIAN))
    few = replace(review, channels=ChannelCounts((("LAKSA", 9),)))
    assert not [word for word in _words(numbers(few, CITY, INDONESIAN)) if word.startswith("masuk lewat")]


def _words(parts: Sequence[Component]) -> list[str]:
    found = [getattr(item, "children", None) for part in parts for item in [part, *part._traverse()]]
    return [words for words in found if isinstance(words, str)]
