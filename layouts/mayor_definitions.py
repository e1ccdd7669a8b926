"""The sheet of definitions: one dialog that holds them all; touch.js opens it at the number that was touched."""

from dash import html
from dash.development.base_component import Component

from domain.indicators.catalogue import CATALOGUE, Bounds, Indicator, Target, Unit
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import mayor_definition
from layouts.mayor_parts import touched
from layouts.shell import Props, data_attributes
from layouts.text_indicators import IndicatorTexts, indicator_texts
from layouts.text_mayor import MayorTexts

SET_BY_CITY = ("A05", "A07", "A07-OPD")
"""Windows and targets of these are the installation's, told with each snapshot."""


def definitions_sheet(words: MayorTexts, language: str) -> Component:
    """All definitions, each hidden until its number is touched."""
    texts = indicator_texts(language)
    articles = [_article(indicator, texts) for indicator in CATALOGUE.values()]
    close = touched([words.close], "mayor-button", {"data-closes": ""})
    return html.Dialog([*articles, close], className="mayor-sheet", **data_attributes(definitions=""))


def _article(indicator: Indicator, texts: IndicatorTexts) -> Component:
    label, formula, denominator = texts.words[indicator.key]
    rows = [
        (texts.numerator if denominator else texts.formula, formula),
        (texts.denominator, denominator or texts.no_denominator),
        (texts.window, _settable(indicator, "window", texts.windows[indicator.window])),
        (texts.clock, texts.clocks[indicator.clock]),
        (texts.target, _settable(indicator, "target", target_words(indicator.target, indicator.unit, texts))),
        (texts.bounds, bounds_words(indicator.bounds, indicator.unit, texts)),
        (texts.source, texts.sources[indicator.source]),
        (texts.rests_on, basis_words(indicator, texts)),
        (texts.owner, texts.owners[indicator.owner]),
    ]
    note = [texts.smallest_n.format(n=indicator.smallest_n)] if indicator.smallest_n else []
    terms = [part for term, value in rows for part in (html.Dt(term), html.Dd(value))]
    return html.Article(
        [
            html.H2([label, html.Span(indicator.id, className="mayor-note")]),
            html.Dl(terms),
            *(html.P(words, className="mayor-note") for words in note),
        ],
        hidden=True,
        **data_attributes(definition=indicator.id),
    )


def _settable(indicator: Indicator, part: str, words: str) -> Component | str:
    return html.Span(words, id=mayor_definition(indicator.id, part)) if indicator.id in SET_BY_CITY else words


def target_words(target: Target | None, unit: Unit, texts: IndicatorTexts) -> str:
    """What is aimed at."""
    if target is None:
        return texts.no_target
    if target.is_most and not target.value:
        return f"0 {texts.units[unit]}"
    template = texts.at_most if target.is_most else texts.at_least
    return template.format(value=_number(target.value, texts), unit=texts.of_n if target.is_of_n else texts.units[unit])


def bounds_words(bounds: Bounds | None, unit: Unit, texts: IndicatorTexts) -> str:
    """Where good ends and bad begins."""
    if bounds is None:
        return texts.no_bounds
    named = {name: _number(value, texts) for name, value in (("good", bounds.good), ("watch", bounds.watch))}
    unit_words = texts.of_n if bounds.is_of_n else texts.units[unit]
    words = (texts.up_to if bounds.is_most else texts.from_on).format(**named, unit=unit_words)
    if bounds.least is None:
        return words
    return words + texts.below_least.format(least=_number(bounds.least, texts), unit=unit_words)


def basis_words(indicator: Indicator, texts: IndicatorTexts) -> str:
    """What a number rests on."""
    return "; ".join(texts.bases[basis] for basis in indicator.rests_on)


def _number(value: float, texts: IndicatorTexts) -> str:
    return f"{value:g}".replace(".", texts.decimal_mark)


def definition_props(snapshot: Snapshot, language: str) -> Props:
    """The windows and targets that this installation holds its numbers against."""
    texts = indicator_texts(language)
    board = snapshot.board
    held = {
        "A05": (snapshot.first_response.window_days, snapshot.first_response.target),
        "A07": (snapshot.on_time.window_days, snapshot.on_time.target),
        "A07-OPD": (board.window_days, board.target),
    }
    props: Props = {}
    for indicator, (days, target) in held.items():
        aim = texts.at_least.format(value=text.percent(target), unit=texts.units[Unit.PERCENT])
        props[mayor_definition(indicator, "window")] = {"children": texts.days.format(days=days)}
        props[mayor_definition(indicator, "target")] = {"children": aim}
    return props
