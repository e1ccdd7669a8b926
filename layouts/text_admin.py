"""The words of the administrators' page in the language of the screens."""

from collections.abc import Mapping
from types import MappingProxyType

from layouts.text import Texts
from layouts.text_admin_en import ENGLISH
from layouts.text_admin_fields import AdminWords, Tab
from layouts.text_admin_id import INDONESIAN

ADMIN_PATH = "/admin"

_LANGUAGES: Mapping[str, AdminWords] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def admin_words(texts: Texts) -> AdminWords:
    """The page's words."""
    return _LANGUAGES[texts.language]


def tab_path(tab: Tab) -> str:
    """The address of a part."""
    return f"{ADMIN_PATH}/{tab.value}"
