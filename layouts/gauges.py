"""Gauges: an arc drawn by CSS against its target, since a figure would cost more than the rest of the frame."""

from dash import html
from dash.development.base_component import Component

from layouts import text
from layouts.ids import Id, gauge_part
from layouts.shell import Props
from layouts.text import NOTHING


def gauges(*pair: tuple[Id, str]) -> Component:
    """Gauges side by side, each an id and a label."""
    return html.Div([_gauge(gauge, label) for gauge, label in pair], className="gauges")


def _gauge(gauge: Id, label: str) -> Component:
    value = [
        html.Span(NOTHING, id=gauge_part(gauge, "value"), className="gauge-number"),
        html.Span("%", className="unit"),
    ]
    return html.Div(
        [
            html.Div([html.Div(className="arc"), html.Div(className="tick")], className="dial"),
            html.Div(value, className="gauge-value"),
            html.Div(label, className="label"),
            html.Div(id=gauge_part(gauge, "target"), className="note gauge-target"),
            html.Div(id=gauge_part(gauge, "sample"), className="note"),
        ],
        id=gauge,
        className="gauge is-empty",
    )


def gauge_props(gauge: Id, value: float | None, target: float, *, is_full: bool, lines: tuple[str, str]) -> Props:
    """The arc, and the two lines below it: the target or why there is no value, and the sample."""
    return {
        gauge: {
            "className": f"gauge {_state(value, target, is_full)}",
            "style": {"--value": f"{value or 0:.4f}", "--target": f"{target:.4f}"},
        },
        gauge_part(gauge, "value"): {"children": NOTHING if value is None else text.percent(value)},
        gauge_part(gauge, "target"): {"children": lines[0]},
        gauge_part(gauge, "sample"): {"children": lines[1]},
    }


def _state(value: float | None, target: float, is_full: bool) -> str:
    if value is None:
        return "is-empty"
    if value < target:
        return "is-below"
    return "is-full" if is_full else "is-met"
