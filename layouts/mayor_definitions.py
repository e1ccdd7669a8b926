"""The sheet of definitions: one dialog that holds them all; touch.js opens it at the number that was touched."""

from dash import html
from dash.development.base_component import Component

from domain.indicators.catalogue import CATALOGUE, Indicator, Unit
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import mayor_definition
from layouts.indicator_words import definition_rows
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
    label, code = texts.words[indicator.key].label, html.Span(indicator.id, className="mayor-note")
    return html.Article(
        [html.H2([label, code]), html.P(_words(indicator, texts))],
        hidden=True,
        **data_attributes(definition=indicator.id),
    )


def _words(indicator: Indicator, texts: IndicatorTexts) -> list[Component | str]:
    """One block: each line a term and what it says.

    A value that is set costs a browser the more the more components a page has, and this page has all definitions.
    """
    parts = {texts.window: "window", texts.target: "target"}
    words: list[Component | str] = []
    for term, said in definition_rows(indicator, texts):
        part = parts.get(term) if indicator.id in SET_BY_CITY else None
        words += (
            [f"{term}: ", html.Span(said, id=mayor_definition(indicator.id, part)), "\n"]
            if part
            else [f"{term}: {said}\n"]
        )
    few = [texts.smallest_n.format(n=indicator.smallest_n)] if indicator.smallest_n else []
    return _joined([*words, *few])


def _joined(words: list[Component | str]) -> list[Component | str]:
    """Neighbouring strings as one."""
    joined: list[Component | str] = []
    for one in words:
        if joined and isinstance(one, str) and isinstance(joined[-1], str):
            joined[-1] += one
        else:
            joined.append(one)
    return joined


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
