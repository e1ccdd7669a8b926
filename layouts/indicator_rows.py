"""One row of the page of indicators: its frame, and what a reading puts into it."""

from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.clock import from_epoch_ms
from domain.indicators.adoption import adoption
from domain.indicators.catalogue import CATALOGUE, Apart, Indicator, Level
from domain.indicators.readings import NOT_COMPUTED, Reading
from domain.indicators.reconciliation import published_totals
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.ids import indicator_part
from layouts.indicator_numbers import Words, decimals, part_lines, part_words, value_words
from layouts.indicator_words import definition_rows, target_words
from layouts.shell import Props

OF_ACCOUNTS = frozenset({"verified_accounts", "verified_of_downloads", "verified_of_population"})
BEFORE = {"row": {"className": "indicator"}, "details": {"className": "is-absent"}}
"""What a row looks like before anything is known."""

SAME_INSTANT_MS = 5_000
"""What was computed so shortly before the page's instant is of that instant."""


# --- one row


def row(indicator: Indicator, props: Props, words: Words) -> Component:
    """A row: what is measured, its value, what explains it, and its parts; `props` come from `row_props`."""
    label = words.catalogue.words[indicator.key].label
    parts = html.Ul(**_set("parts", indicator, props))
    return html.Article(
        [
            html.Span(indicator.id, className="code"),
            html.H3(label),
            html.Div(className="live", **_set("live", indicator, props)),
            _definition(indicator, label, words),
            html.Details([html.Summary(words.page.details), parts], **_set("details", indicator, props)),
        ],
        **_set("row", indicator, props),
    )


def _set(part: str, indicator: Indicator, props: Props) -> dict[str, Any]:
    """The id of a part and what a snapshot sets of it; before the first it looks as without a value."""
    component = indicator_part(indicator.id, part)
    return {"id": component, **props.get(component, BEFORE.get(part, {}))}


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
        source_words(indicator, snapshot, words, reading.value is not None),
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
        aim = words.catalogue.at_least.format(value=decimals(held, 0, words.texts), unit=unit)
    elif indicator.target is None:
        return ""
    else:
        aim = target_words(indicator.target, indicator.unit, words.catalogue)
    return words.page.target.format(target=aim)


def window_words(indicator: Indicator, snapshot: Snapshot, words: Words) -> str:
    """Over which time; of what was published, for which period."""
    period = ""
    if indicator.key == "published_gap":
        period = next((one.period for one in published_totals(snapshot.figures) if one.gap is not None), "")
    elif indicator.key in OF_ACCOUNTS:
        verified = adoption(snapshot.figures).verified
        period = verified.period if verified else ""
    return words.page.period.format(period=period) if period else words.catalogue.windows[indicator.window]


def as_of_words(reading: Reading, snapshot: Snapshot, words: Words) -> str:
    """As of when, where that is not the page's own instant: to the second of the city's time, or another day."""
    at_ms = reading.as_of_ms
    if (
        reading.value is None
        or at_ms is None
        or snapshot.now_ms - at_ms < SAME_INSTANT_MS
        or Apart.FIGURES in CATALOGUE[reading.id].rests_on
    ):
        return ""
    at = from_epoch_ms(at_ms).astimezone(words.profile.timezone)
    if at.date() != from_epoch_ms(snapshot.now_ms).astimezone(words.profile.timezone).date():
        return words.page.row_as_of.format(time=text.day(at.date(), words.texts))
    return words.page.row_as_of.format(time=at.strftime(f"%H{words.texts.time_mark}%M{words.texts.time_mark}%S"))


def source_words(indicator: Indicator, snapshot: Snapshot, words: Words, is_known: bool) -> str:
    """Which feeds of this installation bring what a row rests on, or, where nothing is known, that none does."""
    if indicator.key in NOT_COMPUTED:
        return words.page.not_computed
    labels: list[str] = []
    for basis in indicator.rests_on:
        if isinstance(basis, Facts):
            bringing = [feed.label for feed in snapshot.feeds if feed.tells_of(basis)]
            if not bringing:
                return words.page.no_source
            labels += bringing
        elif basis is Apart.APP and not is_known:
            return words.page.no_source
    return words.page.source.format(feeds=", ".join(dict.fromkeys(labels))) if labels else ""
