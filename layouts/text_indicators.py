"""The words of the indicator catalogue, by language."""

from layouts.text_indicators_en import ENGLISH
from layouts.text_indicators_fields import IndicatorTexts, Words
from layouts.text_indicators_id import INDONESIAN

__all__ = ["IndicatorTexts", "Words", "indicator_texts"]

_LANGUAGES = {"id": INDONESIAN, "en": ENGLISH}


def indicator_texts(language: str) -> IndicatorTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
