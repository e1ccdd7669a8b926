"""Readings as they are read: numbers in their units, why there is none, and what their parts are called."""

from datetime import date
from typing import NamedTuple

from dash import html
from dash.development.base_component import Component

from domain.complaints import ComplaintState
from domain.indicators.catalogue import Unit
from domain.indicators.readings import Part, Reading
from domain.profile import CityProfile
from layouts import text
from layouts.text import NOTHING, Texts
from layouts.text_indicator_page import PageTexts, page_texts
from layouts.text_indicators import IndicatorTexts, indicator_texts
from layouts.text_readings import reason_words
from layouts.text_review import review_texts

ONE_DIGIT_UNITS = frozenset({Unit.PERCENT, Unit.HOURS, Unit.WORKING_DAYS, Unit.POINTS, Unit.STARS, Unit.SECONDS})
SIGNED = frozenset({"backlog_28", "backlog_7", "complaint_gap", "published_gap", "balance"})
"""Numbers that may lie on either side of zero: they say on which."""

SHARES = frozenset({"answered", "below_upper", "heard", "near", "one_star"})
COUNTS = frozenset({"forgotten"})
METRES = frozenset({"distance_median_m", "distance_p90_m"})
"""Parts that are told in another unit than their indicator."""


class Words(NamedTuple):
    """All words that a row needs."""

    texts: Texts
    page: PageTexts
    catalogue: IndicatorTexts
    profile: CityProfile


def words_of(texts: Texts, profile: CityProfile) -> Words:
    """The words of the city's language."""
    return Words(texts, page_texts(texts.language), indicator_texts(texts.language), profile)


def value_words(reading: Reading, words: Words) -> str:
    """The number as it is read, or why there is none."""
    if reading.value is None:
        return reason_words(reading.reason, words.texts.language) if reading.reason else NOTHING
    number = number_words(reading.value, reading.unit, reading.key, words.texts)
    return f"≥ {number}" if reading.is_at_least else number


def number_words(value: float, unit: Unit, key: str, texts: Texts) -> str:
    """Counts whole, means with two digits, the others with one where it tells something."""
    if unit is Unit.HANDOFFS:
        return decimals(value, 2, texts)
    digits = 1 if unit in ONE_DIGIT_UNITS or value % 1 else 0
    if (unit is Unit.SECONDS and value >= 10) or (unit is Unit.WORKING_DAYS and not value % 1):
        digits = 0
    number = decimals(abs(value), digits, texts)
    if key in SIGNED and value:
        return f"{'+' if value > 0 else '−'}{number}"
    return f"−{number}" if value < 0 else number


def decimals(value: float, digits: int, texts: Texts) -> str:
    """1043.25 as 1.043,2 with one digit."""
    marks = {",": texts.thousands_mark, ".": texts.decimal_mark}
    return "".join(marks.get(sign, sign) for sign in f"{value:,.{digits}f}")


# --- parts


def part_lines(reading: Reading, words: Words) -> list[Component]:
    """The parts of a number, each with its own n."""
    return [html.Li(part_words(part, reading, words)) for part in reading.parts]


def part_words(part: Part, reading: Reading, words: Words) -> str:
    """A part in one line: pothole 4 (n = 412)."""
    shown = NOTHING if part.value is None else _part_value(part.name, part.value, reading, words.texts)
    mature = [] if part.mature is None else [words.page.mature.format(share=text.percent(part.mature / 100))]
    notes = [words.page.n.format(n=text.whole(part.n, words.texts)), *mature]
    return f"{part_name(part.name, words)} {shown} ({', '.join(notes)})"


def _part_value(name: str, value: float, reading: Reading, texts: Texts) -> str:
    if name in COUNTS | METRES:
        return f"{decimals(value, 0, texts)}{' m' if name in METRES else ''}"
    unit = Unit.PERCENT if name in SHARES else reading.unit
    sign = " %" if unit is Unit.PERCENT else ""
    return f"{number_words(value, unit, _part_key(reading), texts)}{sign}"


def _part_key(reading: Reading) -> str:
    """Parts of the published gap are gaps too; those of other signed numbers are plain counts."""
    return reading.key if reading.key == "published_gap" else ""


def part_name(name: str, words: Words) -> str:
    """An agency, a category, a state, a month, an age, or what else a part is called."""
    profile = words.profile
    if name in profile.agencies:
        return profile.agencies[name].short
    if name in profile.categories:
        return profile.categories[name].label
    if name in profile.services:
        return profile.services[name].name
    if name in profile.sites:
        return profile.sites[name].name
    if name in words.page.parts:
        return words.page.parts[name]
    if name.upper() in ComplaintState.__members__:
        return review_texts(words.texts).states[ComplaintState[name.upper()]]
    return _month(name, words) or _age(name, words) or name


def _month(name: str, words: Words) -> str:
    try:
        day = date.fromisoformat(f"{name}-01")
    except ValueError:
        return ""
    return words.page.month.format(month=words.texts.months[day.month - 1], year=day.year)


def _age(name: str, words: Words) -> str:
    digits = name.replace("-", "").removeprefix(">")
    return words.page.age.format(days=name.replace("-", "–").replace(">", "> ")) if digits.isdigit() else ""
