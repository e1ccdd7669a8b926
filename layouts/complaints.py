"""Complaints in numbers: how many are open, overdue, nearly due and new, and two gauges of timeliness."""

import numpy as np
from dash import html
from dash.development.base_component import Component

from domain.indicators.complaints import Share
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, gauge_part, ward_part
from layouts.shell import Props, panel, title
from layouts.text import NOTHING, Texts

WARDS = 3

# --- headline numbers


def complaints_panel(texts: Texts) -> Component:
    """The four numbers of this instant."""
    numbers = [
        _headline(Id.COMPLAINTS_OPEN, Id.COMPLAINTS_OPEN_NOTE, texts.open),
        _headline(Id.COMPLAINTS_OVERDUE, Id.COMPLAINTS_OVERDUE_NOTE, texts.overdue),
        _headline(Id.COMPLAINTS_DUE_SOON, Id.COMPLAINTS_DUE_SOON_NOTE, texts.due_soon),
        _headline(Id.COMPLAINTS_TODAY, Id.COMPLAINTS_TODAY_NOTE, texts.filed_today),
    ]
    return panel(Id.COMPLAINTS_PANEL, [title(texts.complaints), html.Div(numbers, className="headlines")], texts)


def _headline(value: Id, note: Id, label: str) -> Component:
    return html.Div(
        [
            html.Div(NOTHING, id=value, className="headline-value"),
            html.Div(label, className="label"),
            html.Div(id=note, className="note"),
        ],
        className="headline",
    )


def complaint_props(snapshot: Snapshot, texts: Texts) -> Props:
    """The numbers and what they mean in one line each; only overdue ones have a colour, and only when there are any."""
    counts = snapshot.counts
    wards = int(np.count_nonzero(snapshot.ward_open))
    share = text.percent(counts.overdue / counts.open) if counts.open else "0"
    state = "headline-value is-critical" if counts.overdue else "headline-value"
    return {
        Id.COMPLAINTS_OPEN: _value(counts.open, texts),
        Id.COMPLAINTS_OPEN_NOTE: {"children": texts.open_note.format(n=text.whole(wards, texts)) if wards else ""},
        Id.COMPLAINTS_OVERDUE: {**_value(counts.overdue, texts, exact_below=1000), "className": state},
        Id.COMPLAINTS_OVERDUE_NOTE: {"children": texts.overdue_note.format(share=share)},
        Id.COMPLAINTS_DUE_SOON: _value(counts.due_soon, texts),
        Id.COMPLAINTS_DUE_SOON_NOTE: {
            "children": texts.due_soon_note.format(n=text.whole(counts.due_soon_not_started, texts))
        },
        Id.COMPLAINTS_TODAY: _value(counts.filed_today, texts),
        Id.COMPLAINTS_TODAY_NOTE: {"children": texts.filed_today_note.format(time=text.midnight(texts))},
    }


def _value(count: int, texts: Texts, exact_below: int = 10_000) -> dict[str, object]:
    """The triangle beside a critical number takes the room of one digit, so that one is shortened earlier."""
    value, unit = text.headline(count, texts, exact_below)
    return {"children": value, "data-unit": unit}


# --- gauges


def timeliness_panel(texts: Texts) -> Component:
    """Two arcs against their targets."""
    gauges = [_gauge(Id.ON_TIME_GAUGE, texts.on_time), _gauge(Id.FIRST_RESPONSE_GAUGE, texts.first_response)]
    return panel(
        Id.TIMELINESS_PANEL, [title(NOTHING, Id.TIMELINESS_TITLE), html.Div(gauges, className="gauges")], texts
    )


def _gauge(gauge: Id, label: str) -> Component:
    """An arc drawn by CSS: a figure would cost more than the rest of the frame together."""
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


def timeliness_props(snapshot: Snapshot, texts: Texts) -> Props:
    """Both gauges; the window stands in the title, and with a gauge only where it has another one."""
    days = snapshot.on_time.window_days
    return {
        Id.TIMELINESS_TITLE: {"children": texts.timeliness.format(days=days)},
        **_gauge_props(Id.ON_TIME_GAUGE, snapshot.on_time, texts, texts.sample),
        **_gauge_props(Id.FIRST_RESPONSE_GAUGE, snapshot.first_response, texts, _sample(snapshot, days, texts)),
    }


def _sample(snapshot: Snapshot, days: int, texts: Texts) -> str:
    return texts.sample if snapshot.first_response.window_days == days else texts.sample_days


def _gauge_props(gauge: Id, share: Share, texts: Texts, sample: str) -> Props:
    value = share.value
    return {
        gauge: {
            "className": f"gauge {_gauge_state(share)}",
            "style": {"--value": f"{value or 0:.4f}", "--target": f"{share.target:.4f}"},
        },
        gauge_part(gauge, "value"): {"children": NOTHING if value is None else text.percent(value)},
        gauge_part(gauge, "target"): {"children": _target_line(share, texts)},
        gauge_part(gauge, "sample"): {"children": sample.format(n=text.whole(share.n, texts), days=share.window_days)},
    }


def _gauge_state(share: Share) -> str:
    if share.value is None:
        return "is-empty"
    if share.is_below_target:
        return "is-below"
    return "is-full" if share.successes == share.n else "is-met"


def _target_line(share: Share, texts: Texts) -> str:
    if share.value is None:
        return texts.insufficient if share.n else texts.no_data
    return texts.target.format(share=text.percent(share.target))


# --- wards


def wards_panel(texts: Texts) -> Component:
    """Where most complaints are open: the names that go with the darkest and the lightest of the map."""
    rows = [
        html.Div(
            [html.Span(id=ward_part(slot, "name"), className="ward-name"), html.B(id=ward_part(slot, "open"))],
            className="ward-row",
        )
        for slot in range(WARDS)
    ]
    return panel(Id.WARDS_PANEL, [title(texts.most_open), *rows], texts)


def wards_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The wards with the most open complaints; of equals, the one that stands first in the city's list.

    Nothing for a city without wards: its page has no such panel.
    """
    if not profile.wards:
        return {}
    names = [ward.name for ward in profile.wards.values()]
    most = [int(index) for index in np.argsort(-snapshot.ward_open, kind="stable")[:WARDS]]
    props: Props = {}
    for slot in range(WARDS):
        count = int(snapshot.ward_open[most[slot]]) if slot < len(most) else 0
        props[ward_part(slot, "name")] = {"children": names[most[slot]] if count else NOTHING}
        props[ward_part(slot, "open")] = {"children": text.whole(count, texts) if count else ""}
    return props
