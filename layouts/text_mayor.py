"""The words of the mayor's page, by language."""

from layouts.text_mayor_en import ENGLISH
from layouts.text_mayor_fields import MayorTexts, Sentence
from layouts.text_mayor_id import INDONESIAN

__all__ = ["MayorTexts", "Sentence", "mayor_texts"]

_LANGUAGES = {"id": INDONESIAN, "en": ENGLISH}


def mayor_texts(language: str) -> MayorTexts:
    """The words of a language that the screens have texts in."""
    return _LANGUAGES[language]
