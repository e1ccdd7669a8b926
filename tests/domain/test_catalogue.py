"""The catalogue: complete, in both languages, and true to the rules that compute the numbers."""

from datetime import timedelta
from pathlib import Path

import pytest

from domain.attention import AttentionRules, attentions
from domain.composite import USUAL_PARTS, ScorePart
from domain.indicators.agency_scores import SMALLEST_RATED
from domain.indicators.catalogue import CATALOGUE, Indicator, Unit, by_key
from domain.indicators.complaints import BoardRules, Share
from domain.indicators.emergencies import EmergencyRules
from domain.indicators.integration import HEARD_DAYS
from domain.privacy import SMALLEST_UNIT
from layouts.indicator_page import indicator_files
from layouts.mayor_definitions import target_words
from layouts.text_indicators import indicator_texts
from tests.layouts.mornings import CITY, a_busy_morning

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("id", "en")


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


def test_the_page_of_indicators_is_as_generated() -> None:
    """When this fails, write it anew: `flask --app app contract`."""
    for name, text in indicator_files().items():
        assert (ROOT / name).read_text(encoding="utf-8") == text
