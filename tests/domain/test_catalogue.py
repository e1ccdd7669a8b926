"""The catalogue: complete, in both languages, and true to the rules that compute the numbers."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.attention import AttentionRules, attentions
from domain.composite import USUAL_PARTS, ScorePart
from domain.indicators.agency_scores import SMALLEST_RATED
from domain.indicators.catalogue import CATALOGUE, Indicator, Level, Unit, by_key
from domain.indicators.complaints import BoardRules, Share
from domain.indicators.emergencies import EmergencyRules
from domain.indicators.integration import HEARD_DAYS
from domain.privacy import SMALLEST_UNIT
from layouts.indicator_page import indicator_files
from layouts.mayor_definitions import bounds_words, target_words
from layouts.text_indicators import indicator_texts
from tests.layouts.mornings import CITY, a_busy_morning

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("id", "en")


def test_the_citys_catalogue_of_47_is_complete() -> None:
    """Complaints, calls to 112, queues, staff, the app and the data; further rows may stand beside them."""
    counts = {"A": 18, "B": 4, "C": 9, "D": 5, "E": 6, "F": 5}
    rows = {f"{group}{number:02d}" for group, last in counts.items() for number in range(1, last + 1)}
    assert len(rows) == 47
    assert rows <= set(CATALOGUE)
    assert len({indicator.key for indicator in CATALOGUE.values()}) == len(CATALOGUE)


def test_each_indicator_is_found_by_its_id_and_by_its_key() -> None:
    for name, indicator in CATALOGUE.items():
        assert name == indicator.id
        assert by_key(indicator.key) is indicator


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("indicator", CATALOGUE.values(), ids=lambda indicator: indicator.id)
def test_each_indicator_has_words(indicator: Indicator, language: str) -> None:
    """A share also says of what."""
    words = indicator_texts(language).words[indicator.key]
    assert words.label
    assert words.formula.endswith(".")
    assert bool(words.denominator) == indicator.is_share


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_unit_window_clock_owner_and_source_has_words(language: str) -> None:
    texts = indicator_texts(language)
    for indicator in CATALOGUE.values():
        assert texts.units[indicator.unit]
        assert texts.windows[indicator.window]
        assert texts.clocks[indicator.clock]
        assert texts.owners[indicator.owner]
        assert texts.sources[indicator.source]
        assert all(texts.bases[basis] for basis in indicator.rests_on)
    assert set(texts.levels) == set(Level)


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_words_are_left_over(language: str) -> None:
    assert set(indicator_texts(language).words) == {indicator.key for indicator in CATALOGUE.values()}


def test_a_percentage_is_a_share() -> None:
    assert all(indicator.is_share for indicator in CATALOGUE.values() if indicator.unit is Unit.PERCENT)


def test_the_catalogue_says_what_the_rules_do() -> None:
    """Windows, limits and smallest numbers are those of the code that computes."""
    board = BoardRules()
    assert (board.window_days, board.target * 100, board.smallest_n) == (90, _target("A07-OPD"), 20)
    assert EmergencyRules().window == timedelta(hours=24)
    assert AttentionRules().emergency_minutes == _target("B03")
    assert AttentionRules().attendance_low * 100 == _target("D01")
    assert Share(0, 0, 0.9, 28).smallest_n == CATALOGUE["A07"].smallest_n
    assert CATALOGUE["D01"].smallest_n == SMALLEST_UNIT
    assert HEARD_DAYS == 7
    assert CATALOGUE["A17"].smallest_n == SMALLEST_RATED
    for name, part in {"A13": ScorePart.REOPENED, "A16": ScorePart.EVIDENCE, "A17": ScorePart.RATING}.items():
        assert USUAL_PARTS[part].target * 100 == pytest.approx(_target(name))
        assert USUAL_PARTS[part].smallest_n == CATALOGUE[name].smallest_n


def _target(indicator: str) -> float:
    target = CATALOGUE[indicator].target
    assert target is not None
    return target.value


def test_what_needs_attention_can_be_looked_up() -> None:
    assert {item.indicator for item in attentions(a_busy_morning(), CITY)} <= set(CATALOGUE)


def test_a_target_reads_as_a_sentence() -> None:
    texts = indicator_texts("id")
    words = {name: target_words(CATALOGUE[name].target, CATALOGUE[name].unit, texts) for name in CATALOGUE}
    assert (words["A07"], words["B03"], words["A03"], words["A02"]) == (
        *("paling sedikit 90 %", "paling banyak 15 menit"),
        *("0 aduan", "tidak ada target"),
    )


def test_bounds_read_as_a_sentence() -> None:
    texts = indicator_texts("id")
    words = {name: bounds_words(CATALOGUE[name].bounds, CATALOGUE[name].unit, texts) for name in CATALOGUE}
    assert words["A05"] == "baik mulai 95 %, dipantau mulai 85 %, buruk di bawahnya"
    assert words["A03"] == "baik sampai 5 % dari n, dipantau sampai 10 % dari n, buruk di atasnya"
    assert words["C06"].endswith("; di bawah 60 % juga dipantau")
    assert words["A01"] == "tidak ada batas"
    assert target_words(CATALOGUE["C09"].target, Unit.POINTS, texts) == "paling sedikit 76,61 poin"


@pytest.mark.parametrize(
    ("indicator", "value", "n", "level"),
    [
        ("A05", 95, None, Level.GOOD),
        ("A05", 94.9, None, Level.WATCH),
        ("A05", 84.9, None, Level.BAD),
        ("A06", 24, None, Level.GOOD),
        ("A06", 72, None, Level.WATCH),
        ("A06", 72.1, None, Level.BAD),
        ("A03", 1, 20, Level.GOOD),
        ("A03", 2, 20, Level.WATCH),
        ("A03", 3, 20, Level.BAD),
        ("A03", 0, 0, None),
        ("C06", 59, None, Level.WATCH),
        ("C06", 85, None, Level.GOOD),
        ("C06", 91, None, Level.BAD),
    ],
)
def test_bounds_say_how_far_a_number_is_from_what_is_good(
    indicator: str, value: float, n: int | None, level: Level | None
) -> None:
    bounds = CATALOGUE[indicator].bounds
    assert bounds is not None
    assert bounds.level(value, n) is level


def test_a_target_lies_where_all_is_well() -> None:
    """What meets the target is good, and what is good is not bad."""
    for indicator in CATALOGUE.values():
        bounds, target = indicator.bounds, indicator.target
        if bounds is None or target is None or target.is_of_n != bounds.is_of_n:
            continue
        assert target.is_most == bounds.is_most, indicator.id
        assert bounds.level(target.value, 100) is Level.GOOD, indicator.id


def test_the_page_of_indicators_is_as_generated() -> None:
    """When this fails, write it anew: `flask --app app contract`."""
    for name, text in indicator_files().items():
        assert (ROOT / name).read_text(encoding="utf-8") == text
