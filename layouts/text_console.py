"""The words of the operators' desk."""

from layouts.text_console_en import CONSOLE_EN
from layouts.text_console_fields import ConsoleTexts
from layouts.text_console_id import CONSOLE_ID

LANGUAGES = {"id": CONSOLE_ID, "en": CONSOLE_EN}


def console_texts(language: str) -> ConsoleTexts:
    """The words of a language."""
    return LANGUAGES[language]
