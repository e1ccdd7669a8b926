"""The small parts of the operators' desk: what the page's script finds by its marks."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from layouts.ids import Id
from layouts.shell import data_attributes


def tool(name: str) -> dict[str, Any]:
    """The mark of a button that does something by the page's script."""
    return data_attributes(tool=name)


def tab(group: str, value: str, label: str) -> Component:
    """One of a group of buttons of which one is chosen."""
    marks = {**data_attributes(chooses=group, value=value), "aria-pressed": "false"}
    return html.Button([label, html.I()], type="button", className="desk-chip", **marks)


def choice(name: str, label: str, options: Mapping[str, str], nothing: str) -> Component:
    """A labelled select, which the script fills: Dash has no plain one."""
    pairs = [("", nothing), *options.items()]
    return html.Label([html.Span(label), select(name, pairs, label)], className="desk-field")


def select(name: str, pairs: Sequence[tuple[str, str]], label: str) -> Component:
    """A plain select without a label of its own to see: values and their words."""
    marks = data_attributes(select=name, options=json.dumps(pairs, ensure_ascii=False), label=label)
    return html.Div(className="desk-select", **marks)


def field(name: str, kind: str, label: str, hint: str = "", most: int = 0, rows: int = 3) -> Component:
    """A place that the script fills with a plain input (`search`, `datetime-local`) or text area."""
    marks = data_attributes(field=name, kind=kind, label=label, hint=hint, most=str(most), rows=str(rows))
    return html.Div(className=f"desk-input is-{kind}", **marks)


def desk_stores() -> list[Component]:
    """The rows, how they are handled, what is opened, what is done, and what came of it."""
    names = (
        *(Id.CONSOLE_WORK, Id.CONSOLE_DESK, Id.CONSOLE_OPEN),
        *(Id.CONSOLE_ACTION, Id.CONSOLE_DONE, Id.CONSOLE_NOTHING),
    )
    return [dcc.Store(id=name) for name in names]
