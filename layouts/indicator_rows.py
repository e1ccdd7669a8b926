"""One row of the page of indicators: its frame, and what a reading puts into it."""

from datetime import date
from typing import Any, NamedTuple

from dash import html
from dash.development.base_component import Component

from domain.clock import from_epoch_ms
from domain.complaints import ComplaintState
from domain.indicators.adoption import adoption
from domain.indicators.catalogue import CATALOGUE, Apart, Indicator, Level, Unit, Window
from domain.indicators.readings import NOT_COMPUTED, Part, Reading
from domain.indicators.reconciliation import published_totals
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.ids import indicator_part
from layouts.indicator_words import definition_rows, target_words
from layouts.shell import Props
from layouts.text import NOTHING, Texts
from layouts.text_indicator_page import PageTexts, page_texts
from layouts.text_indicators import IndicatorTexts, indicator_texts
from layouts.text_readings import reason_words
from layouts.text_review import review_texts

SAME_INSTANT_MS = 5_000
"""What was computed so shortly before the page's instant is of that instant."""

ONE_DIGIT_UNITS = frozenset({Unit.PERCENT, Unit.HOURS, Unit.WORKING_DAYS, Unit.POINTS, Unit.STARS, Unit.SECONDS})
SIGNED = frozenset({"backlog_28", "backlog_7", "complaint_gap", "published_gap", "balance"})
"""Numbers that may lie on either side of zero: they say on which."""


class Words(NamedTuple):
    """All words that a row needs."""

    texts: Texts
    page: PageTexts
    catalogue: IndicatorTexts
    profile: CityProfile


def words_of(texts: Texts, profile: CityProfile) -> Words:
    """The words of the city's language."""
    return Words(texts, page_texts(texts.language), indicator_texts(texts.language), profile)


# --- one row


def row(reading: Reading, props: Props, words: Words) -> Component:
    """A row: what is measured, its value, what explains it, and its parts."""
    indicator = CATALOGUE[reading.id]
    label = words.catalogue.words[indicator.key].label
    parts = html.Ul(**_set("parts", reading, props))
    return html.Article(
        [
            html.Span(indicator.id, className="code"),
            html.H3(label),
            html.Div(className="live", **_set("live", reading, props)),
            _definition(indicator, label, words),
            html.Details([html.Summary(words.page.details), parts], **_set("details", reading, props)),
        ],
        **_set("row", reading, props),
    )


def _set(part: str, reading: Reading, props: Props) -> dict[str, Any]:
    """The id of a part and what a snapshot sets of it."""
    component = indicator_part(reading.id, part)
    return {"id": component, **props[component]}


def _definition(indicator: Indicator, label: str, words: Words) -> Component:
    """One block of words: each line a term and what it says."""
    lines = [f"{term}: {said}" for term, said in definition_rows(indicator, words.catalogue)]
    few = [words.catalogue.smallest_n.format(n=indicator.smallest_n)] if indicator.smallest_n else []
    mark = html.Summary("i", title=words.page.definition.format(label=label))
    return html.Details([mark, html.P("\n".join([*lines, *few]))], className="meaning")


# --- what a reading decides


def row_props(reading: Reading, snapshot: Snapshot, words: Words) -> Props:
    """The value with its n, as-of, source and parts; colour, shape and a word only when it is out of bounds."""
    level = level_of(reading, snapshot)
    shown = level if level in (Level.WATCH, Level.BAD) else None
    parts = part_lines(reading, words) if len(reading.parts) > 1 else []
    values: dict[str, dict[str, object]] = {
        "row": {"className": f"indicator is-{shown}" if shown else "indicator"},
        "live": {"children": [_value(reading, shown, words), _facts(reading, snapshot, words)]},
        "parts": {"children": parts},
        "details": {"className": "pieces" if parts else "is-absent"},
    }
    return {indicator_part(reading.id, part): props for part, props in values.items()}


def _value(reading: Reading, level: Level | None, words: Words) -> Component:
    """The number, its unit and, where it is out of bounds, the word for that."""
    is_known = reading.value is not None
    parts: list[Component] = [
        html.Span(value_words(reading, words), className="figure" if is_known else "figure is-none")
    ]
    if is_known:
        parts.append(html.Span(words.catalogue.units[reading.unit], className="unit"))
    if level is not None:
        parts.append(html.Span(words.catalogue.levels[level], className="mark"))
    return html.Div(parts, className="value")


def _facts(reading: Reading, snapshot: Snapshot, words: Words) -> Component:
    """How many cases, over which time, as of when, from where, and what is aimed at: one line of words."""
    indicator = CATALOGUE[reading.id]
    told = [
        "" if reading.n is None else words.page.n.format(n=text.whole(reading.n, words.texts)),
        window_words(indicator, snapshot, words),
        as_of_words(reading, snapshot, words),
        aim_words(indicator, snapshot, words),
        *(part_words(part, reading, words) for part in reading.parts[:1] if len(reading.parts) == 1),
        source_words(indicator, snapshot, words),
    ]
    return html.Div(" · ".join(one for one in told if one), className="facts")


def level_of(reading: Reading, snapshot: Snapshot) -> Level | None:
    """How far a reading is from what is good; for shares whose target the installation sets, from that."""
    if reading.value is None:
        return None
    indicator, held = CATALOGUE[reading.id], held_target(CATALOGUE[reading.id], snapshot)
    if held is None:
        return indicator.level(reading.value, reading.n)
    if reading.value >= held:
        return Level.GOOD
    return Level.BAD if indicator.bounds is not None and reading.value < indicator.bounds.watch else Level.WATCH


def held_target(indicator: Indicator, snapshot: Snapshot) -> float | None:
    """The installation's own target of a share, in percent; None where the catalogue's holds."""
    held = {"A05": snapshot.first_response.target, "A07": snapshot.on_time.target, "A07-OPD": snapshot.board.target}
    return 100 * held[indicator.id] if indicator.id in held else None


def aim_words(indicator: Indicator, snapshot: Snapshot, words: Words) -> str:
    """What is aimed at; nothing where nothing is."""
    held = held_target(indicator, snapshot)
    if held is not None:
        unit = words.catalogue.units[indicator.unit]
        aim = words.catalogue.at_least.format(value=_decimals(held, 0, words.texts), unit=unit)
    elif indicator.target is None:
        return ""
    else:
        aim = target_words(indicator.target, indicator.unit, words.catalogue)
    return words.page.target.format(target=aim)


def value_words(reading: Reading, words: Words) -> str:
    """The number as it is read, or why there is none."""
    if reading.value is None:
        return reason_words(reading.reason, words.texts.language) if reading.reason else NOTHING
    number = number_words(reading.value, reading.unit, reading.key, words.texts)
    return f"≥ {number}" if reading.is_at_least else number


def number_words(value: float, unit: Unit, key: str, texts: Texts) -> str:
    """Counts whole, means with two digits, the others with one where it tells something."""
    if unit is Unit.HANDOFFS:
        return _decimals(value, 2, texts)
    digits = 1 if unit in ONE_DIGIT_UNITS or value % 1 else 0
    if (unit is Unit.SECONDS and value >= 10) or (unit is Unit.WORKING_DAYS and not value % 1):
        digits = 0
    number = _decimals(abs(value), digits, texts)
    if key in SIGNED and value:
        return f"{'+' if value > 0 else '−'}{number}"
    return f"−{number}" if value < 0 else number


def _decimals(value: float, digits: int, texts: Texts) -> str:
    marks = {",": texts.thousands_mark, ".": texts.decimal_mark}
    return "".join(marks.get(sign, sign) for sign in f"{value:,.{digits}f}")


def window_words(indicator: Indicator, snapshot: Snapshot, words: Words) -> str:
    """Over which time; of what was published, for which period."""
    period = ""
    if indicator.window is Window.AS_TOLD and indicator.key == "published_gap":
        period = next((one.period for one in published_totals(snapshot.figures) if one.gap is not None), "")
    elif indicator.window is Window.AS_TOLD:
        verified = adoption(snapshot.figures).verified
        period = verified.period if verified else ""
    return words.page.period.format(period=period) if period else words.catalogue.windows[indicator.window]


def as_of_words(reading: Reading, snapshot: Snapshot, words: Words) -> str:
    """As of when, to the second of the city's time, where that is not the page's own instant."""
    at_ms = reading.as_of_ms
    if (
        reading.value is None
        or at_ms is None
        or snapshot.now_ms - at_ms < SAME_INSTANT_MS
        or Apart.FIGURES in CATALOGUE[reading.id].rests_on
    ):
        return ""
    at = from_epoch_ms(at_ms).astimezone(words.profile.timezone)
    return words.page.row_as_of.format(time=at.strftime(f"%H{words.texts.time_mark}%M{words.texts.time_mark}%S"))


def source_words(indicator: Indicator, snapshot: Snapshot, words: Words) -> str:
    """Which feeds of this installation bring what a row rests on, or that none does."""
    if indicator.key in NOT_COMPUTED:
        return words.page.not_computed
    labels: list[str] = []
    for basis in indicator.rests_on:
        if isinstance(basis, Facts):
            bringing = [feed.label for feed in snapshot.feeds if feed.tells_of(basis)]
            if not bringing:
                return words.page.no_source
            labels += bringing
        elif basis is Apart.APP:
            return words.page.no_source
    return words.page.source.format(feeds=", ".join(dict.fromkeys(labels))) if labels else ""


# --- parts


def part_lines(reading: Reading, words: Words) -> list[Component]:
    """The parts of a number, each with its own n."""
    return [html.Li(part_words(part, reading, words)) for part in reading.parts]


def part_words(part: Part, reading: Reading, words: Words) -> str:
    """A part in one line: pothole 4 (n = 412)."""
    unit = Unit.PERCENT if part.name == "answered" else reading.unit
    shown = NOTHING if part.value is None else number_words(part.value, unit, _part_key(reading), words.texts)
    sign = " %" if unit is Unit.PERCENT and part.value is not None else ""
    mature = [] if part.mature is None else [words.page.mature.format(share=text.percent(part.mature / 100))]
    notes = [words.page.n.format(n=text.whole(part.n, words.texts)), *mature]
    return f"{part_name(part.name, words)} {shown}{sign} ({', '.join(notes)})"


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
