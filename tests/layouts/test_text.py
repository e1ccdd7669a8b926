from dataclasses import fields
from datetime import UTC, datetime

import pytest

from domain.clock import epoch_ms
from domain.snapshot import CityDay, FeedState
from layouts import text
from layouts.text import ENGLISH, INDONESIAN, texts_for
from tests.factories import tangerang

JAKARTA = tangerang().timezone
SUNDAY_MS = epoch_ms(datetime(2026, 11, 22, 2, 47, tzinfo=UTC))


def test_date_and_clock_are_those_of_the_city() -> None:
    assert text.date(SUNDAY_MS, JAKARTA, INDONESIAN) == "Minggu, 22 November 2026"
    assert text.clock(SUNDAY_MS, JAKARTA, INDONESIAN) == "09.47"
    assert text.date(SUNDAY_MS, JAKARTA, ENGLISH) == "Sunday, 22 November 2026"
    assert text.clock(SUNDAY_MS, JAKARTA, ENGLISH) == "09:47"


def test_the_day_changes_at_the_citys_midnight() -> None:
    before = epoch_ms(datetime(2026, 11, 22, 16, 59, 59, tzinfo=UTC))
    assert text.date(before, JAKARTA, INDONESIAN).startswith("Minggu, 22")
    assert text.date(before + 1000, JAKARTA, INDONESIAN).startswith("Senin, 23")


def test_thousands_have_the_mark_of_the_language() -> None:
    assert text.whole(1043, INDONESIAN) == "1.043"
    assert text.whole(1_234_567, ENGLISH) == "1,234,567"
    assert text.whole(999, INDONESIAN) == "999"


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(4.9, "4 dtk"), (59.9, "59 dtk"), (60, "1 mnt"), (440, "7 mnt"), (3600, "1 jam"), (47 * 3600, "47 jam")],
)
def test_durations_are_whole_units_rounded_down(seconds, words) -> None:
    assert text.duration(seconds, INDONESIAN) == words


def test_long_durations_are_days() -> None:
    assert text.duration(3 * 86_400, INDONESIAN) == "3 hari"


def test_a_share_below_its_target_never_rounds_up_to_it() -> None:
    """89.96 % of a target of 90 % has not met it, and 99.9 % are not all."""
    assert text.percent(0.8996) == "89"
    assert text.percent(0.999) == "99"


@pytest.mark.parametrize("whole", range(101))
def test_whole_percents_survive_binary_fractions(whole) -> None:
    assert text.percent(whole / 100) == str(whole)


def test_the_kind_of_day_names_the_holiday() -> None:
    assert text.day_kind(CityDay(True, ""), INDONESIAN) == "Hari kerja"
    assert text.day_kind(CityDay(False, "Natal"), INDONESIAN) == "Libur: Natal"
    assert text.day_kind(CityDay(False, ""), INDONESIAN) == "Hari libur"


def test_an_event_reads_as_what_where_to_whom_and_how_it_stands() -> None:
    line = text.event_line("Lampu jalan padam", "Karawaci", "Dishub", "complaint.resolved", INDONESIAN)
    assert line == "Lampu jalan padam, Karawaci → Dishub, selesai"


def test_an_event_leaves_out_what_is_not_known() -> None:
    assert text.event_line("Banjir", "", "", "complaint.filed", INDONESIAN) == "Banjir, masuk"
    assert text.event_line("", "Karawaci", "DLH", "some.other", INDONESIAN) == "Karawaci → DLH"


def test_both_languages_have_all_words() -> None:
    for texts in (INDONESIAN, ENGLISH):
        assert [field.name for field in fields(texts) if getattr(texts, field.name) == ""] == []
        assert set(texts.feed_states) == set(FeedState)
    assert set(INDONESIAN.event_phrases) == set(ENGLISH.event_phrases)


def test_an_unknown_language_says_which_there_are() -> None:
    with pytest.raises(LookupError, match="choose one of id, en"):
        texts_for("jv")
