"""Complaints on the mayor's page: four numbers and two gauges."""

from dash import html
from dash.development.base_component import Component

from domain.attention import AttentionRules, Section
from domain.indicators.catalogue import by_key
from domain.indicators.complaints import Share
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import mayor_figure
from layouts.mayor_parts import card, count_props, explained, figure
from layouts.shell import Props
from layouts.text import NOTHING, Texts
from layouts.text_mayor import MayorTexts

NUMBERS = ("open", "overdue", "due_soon", "filed_today")
GAUGES = ("on_time", "first_response")


def complaints_card(texts: Texts, words: MayorTexts) -> Component:
    """How many, and how timely."""
    numbers = html.Div([figure(key, words) for key in NUMBERS], className="mayor-figures")
    gauges = html.Div([_gauge(key, words) for key in GAUGES], className="mayor-gauges")
    return card(Section.COMPLAINTS, words.sections["complaints"], [numbers, gauges], texts)


def _gauge(key: str, words: MayorTexts) -> Component:
    value = html.Span(NOTHING, id=mayor_figure(key, "value"), className="mayor-value")
    parts = [
        html.Span([html.I(className="mayor-arc"), html.I(className="mayor-tick"), value], className="mayor-dial"),
        html.Span(
            [
                html.Span(words.figures[key], className="mayor-label"),
                html.Span(id=mayor_figure(key, "target"), className="mayor-target"),
                html.Span(id=mayor_figure(key, "note"), className="mayor-note"),
            ],
            className="mayor-gauge-words",
        ),
    ]
    return explained(by_key(key).id, parts, "mayor-gauge is-empty", mayor_figure(key, "box"))


def complaints_props(snapshot: Snapshot, texts: Texts, words: MayorTexts) -> Props:
    """The numbers; only overdue ones have a colour."""
    counts = snapshot.counts
    return {
        **count_props("open", counts.open, texts),
        **count_props("overdue", counts.overdue, texts, _overdue_note(snapshot, words), _overdue_level(snapshot)),
        **count_props("due_soon", counts.due_soon, texts, words.started.format(n=counts.due_soon_not_started)),
        **count_props("filed_today", counts.filed_today, texts, words.since.format(time=text.midnight(texts))),
        **_gauge_props("on_time", snapshot.on_time, texts, words),
        **_gauge_props("first_response", snapshot.first_response, texts, words),
    }


def _overdue_note(snapshot: Snapshot, words: MayorTexts) -> str:
    counts = snapshot.counts
    return words.of_open.format(share=text.percent(counts.overdue / counts.open)) if counts.open else ""


def _overdue_level(snapshot: Snapshot) -> str:
    counts = snapshot.counts
    if not counts.overdue:
        return ""
    return "is-critical" if counts.overdue > AttentionRules().overdue_critical * counts.open else "is-warning"


def _gauge_props(key: str, share: Share, texts: Texts, words: MayorTexts) -> Props:
    value = share.value
    return {
        mayor_figure(key, "box"): {
            "className": f"mayor-gauge {_gauge_state(share)}",
            "style": {"--value": f"{value or 0:.4f}", "--target": f"{share.target:.4f}"},
        },
        mayor_figure(key, "value"): {
            "children": NOTHING if value is None else text.percent(value),
            "data-unit": "" if value is None else "%",
        },
        mayor_figure(key, "target"): {"children": _target(share, words)},
        mayor_figure(key, "note"): {
            "children": words.sample.format(n=text.whole(share.n, texts), days=share.window_days)
        },
    }


def _gauge_state(share: Share) -> str:
    if share.value is None:
        return "is-empty"
    return "is-warning" if share.is_below_target else "is-met"


def _target(share: Share, words: MayorTexts) -> str:
    if share.value is None:
        return words.too_few if share.n else words.no_data
    template = words.below if share.is_below_target else words.target
    return template.format(share=text.percent(share.target))
