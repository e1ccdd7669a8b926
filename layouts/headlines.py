"""Numbers as a room reads them: a headline with its label and note, and quiet rows of facts below."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from layouts.ids import note_of
from layouts.shell import Props
from layouts.text import NOTHING

CRITICAL, WARNING, CALM = "is-critical", "is-warning", ""


def headlines(numbers: Sequence[tuple[str, str]]) -> Component:
    """Headline numbers two by two, each an id and a label."""
    return html.Div([_headline(number, label) for number, label in numbers], className="headlines")


def _headline(number: str, label: str) -> Component:
    return html.Div(
        [
            html.Div(NOTHING, id=number, className="headline-value"),
            html.Div(label, className="label"),
            html.Div(id=note_of(number), className="note"),
        ],
        className="headline",
    )


def headline_props(number: str, value: str, note: str = "", level: str = CALM, unit: str = "") -> Props:
    """A value, its unit beside it, and its note; a colour only at a level."""
    return {
        number: {"children": value, "data-unit": unit, "className": f"headline-value {level}".strip()},
        note_of(number): {"children": note},
    }


def brief_numbers(numbers: Sequence[tuple[str, str]]) -> Component:
    """A row of smaller numbers, each over its label."""
    cells = [
        html.Div([html.Div(NOTHING, id=number, className="brief-value"), html.Div(label, className="note")])
        for number, label in numbers
    ]
    return html.Div(cells, className="brief")


def facts(rows: Sequence[tuple[str, str]]) -> Component:
    """Rows of a label and its value, which an id names."""
    return html.Div(
        [html.Div([html.Span(label), html.B(NOTHING, id=value)], className="fact") for value, label in rows],
        className="facts",
    )
