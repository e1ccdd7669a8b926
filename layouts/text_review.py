"""The words of the review page in a language, and the formats that only it uses."""

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from zoneinfo import ZoneInfo

from domain.clock import from_epoch_ms
from layouts.text import Texts
from layouts.text_review_en import ENGLISH
from layouts.text_review_fields import ReviewTexts
from layouts.text_review_id import INDONESIAN

_LANGUAGES: Mapping[str, ReviewTexts] = MappingProxyType({"id": INDONESIAN, "en": ENGLISH})


def review_texts(texts: Texts) -> ReviewTexts:
    """The review's words in the language of the screens."""
    return _LANGUAGES[texts.language]


# --- formats


def moment(ms: int, timezone: ZoneInfo, texts: Texts) -> str:
    """22/11/2026 09.47; nothing for what has not happened."""
    return local(ms, timezone).strftime(f"%d/%m/%Y %H{texts.time_mark}%M") if ms else ""


def local(ms: int, timezone: ZoneInfo) -> datetime:
    """An instant on the city's clocks, without its zone, as a spreadsheet wants it."""
    return from_epoch_ms(ms).astimezone(timezone).replace(tzinfo=None)


def short_day(ms: int, timezone: ZoneInfo, texts: Texts) -> str:
    """22 Nov."""
    at = local(ms, timezone)
    return f"{at.day} {texts.months[at.month - 1][:3]}"


def decimal(value: float, texts: Texts) -> str:
    """3,4; whole numbers without a fraction, large ones with their mark."""
    words = f"{value:,.1f}".removesuffix(".0")
    marks = {",": texts.thousands_mark, ".": texts.decimal_mark}
    return "".join(marks.get(sign, sign) for sign in words)


def tenths(value: float, texts: Texts) -> str:
    """96,0: as many digits for each number of a column."""
    return f"{value:.1f}".replace(".", texts.decimal_mark)


def hundredths(value: float, texts: Texts) -> str:
    """0,97."""
    return f"{value:.2f}".replace(".", texts.decimal_mark)
