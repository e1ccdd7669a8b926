"""What the parts of the administrators' page are built of: lists, forms, questions asked in place, and answers."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from dash import dcc, html
from dash.development.base_component import Component

from layouts.ids import Id
from layouts.text import NOTHING, Texts
from layouts.text_admin import admin_words, tab_path
from layouts.text_admin_fields import Tab

Cell = str | Component | Sequence[str | Component]
PICK = "pick"
"""The word of an address that says which row is looked at."""


def columns(list_side: Sequence[Component], panel: Sequence[Component]) -> Component:
    """A list, and beside it what can be done with one of its rows."""
    return html.Div(
        [html.Div(list(list_side), className="list-side"), html.Aside(list(panel), className="panel-side")],
        className="columns",
    )


def card(children: Sequence[Component], heading: str = "", aside: Sequence[Component] = ()) -> Component:
    """A box with a heading, and what stands at its right end."""
    head = [html.Div([html.H2(heading), html.Span(className="spacer"), *aside], className="card-head")]
    return html.Section([*(head if heading or aside else []), *children], className="card")


def table(headings: Sequence[str], rows: Sequence[Component], numbers: Sequence[int] = ()) -> Component:
    """A list; `numbers` are the columns that are set to the right."""
    head = [html.Th(words, className="is-number" if place in numbers else "") for place, words in enumerate(headings)]
    return html.Div(html.Table([html.Thead(html.Tr(head)), html.Tbody(list(rows))]), className="table")


def row(
    cells: Sequence[Cell], *, is_picked: bool = False, is_past: bool = False, numbers: Sequence[int] = ()
) -> Component:
    """One row of a list; what is past or shut out is quiet."""
    states = [name for name, holds in (("is-picked", is_picked), ("is-past", is_past)) if holds]
    tds = [
        html.Td(cell or NOTHING, className="is-number" if place in numbers else "") for place, cell in enumerate(cells)
    ]
    return html.Tr(tds, className=" ".join(states))


def pick(words: str, tab: Tab, key: str) -> Component:
    """The first cell of a row: it shows the row in the panel."""
    return dcc.Link(words, href=f"{tab_path(tab)}?{urlencode({PICK: key})}", className="pick")


def field(label: str, control: Component, hint: str = "") -> Component:
    """A line of a form."""
    note = [html.Span(hint, className="hint")] if hint else []
    name: Any = control
    return html.Div([html.Label([label, *note], htmlFor=name.id, className="label"), control], className="field")


def words_input(component: Id, hint: str = "", *, longest: int = 120) -> Component:
    """A line to type into; it is read when it is left or confirmed."""
    return dcc.Input(
        id=component,
        type="text",
        placeholder=hint,
        debounce=True,
        maxLength=longest,
        autoComplete="off",
        className="words",
    )


def choice(
    component: Id,
    options: Sequence[tuple[str, str]],
    texts: Texts,
    value: str | Sequence[str] | None = None,
    hint: str = "",
    *,
    is_multi: bool = False,
    is_clearable: bool = True,
) -> Component:
    """One or more of a list, each a value and its words."""
    return dcc.Dropdown(
        [{"label": words, "value": key} for key, words in options],
        value,
        id=component,
        placeholder=hint or admin_words(texts).people.choose,
        multi=is_multi,
        clearable=is_clearable,
        searchable=len(options) > 12,
        maxHeight=320,
        className="choice",
    )


def question(
    component: Id, words: str, asks: str, yes: str, *, is_grave: bool = False, is_absent: bool = False
) -> Component:
    """A button that asks in place before anything is done; pressing it again takes it back."""
    return html.Details(
        [
            html.Summary(words, className="button is-grave" if is_grave else "button"),
            html.Div(
                [html.P(asks), html.Button(yes, id=component, type="button", className=_button(is_grave))],
                className="asks",
            ),
        ],
        className="question is-absent" if is_absent else "question",
    )


def _button(is_grave: bool) -> str:
    return "button is-main is-grave" if is_grave else "button is-main"


def said(words: str, *, is_refusal: bool = False) -> Component:
    """What became of an action."""
    mark, state = ("▲ ", "said is-refusal") if is_refusal else ("✓ ", "said")
    return html.P([mark, words], className=state, role="alert")


def secret(label: str, value: str, note: str) -> Component:
    """What is shown once and never again."""
    parts = [html.Span(label, className="label"), html.Output(value, className="value"), html.P(note, className="note")]
    return html.Div(parts, className="secret")


def facts(pairs: Sequence[tuple[str, Cell]]) -> Component:
    """What is known of one thing."""
    lines = [part for name, value in pairs for part in (html.Dt(name), html.Dd(value or NOTHING))]
    return html.Dl(lines, className="facts")


def chip(words: str, state: str = "") -> Component:
    """A state in a word; colour only where something is out of order."""
    return html.Span(words, className=f"chip is-{state}" if state else "chip")


def pager(older: Id, newer: Id, page: Id, count: Id, texts: Texts) -> Component:
    """Through a list, page by page."""
    words = admin_words(texts)
    return html.Div(
        [
            html.Span(id=count, className="note"),
            html.Span(className="spacer"),
            html.Button(words.newer, id=newer, type="button", className="button"),
            html.Button(words.older, id=older, type="button", className="button"),
            dcc.Store(id=page, data=0),
        ],
        className="pager",
    )
