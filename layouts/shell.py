"""The frame of a screen: the page with its sizes and colours, its header, and panels that know which feed they show."""

from collections.abc import Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.profile import CityProfile
from domain.snapshot import FeedState, Snapshot
from layouts import text
from layouts.ids import Id
from layouts.text import NOTHING, Texts
from layouts.theme import ScreenProfile, css_variables

Props = dict[str, dict[str, object]]
"""What a frame carries: component id -> property -> value."""

ATTENTION_OVERDUE_SHARE = 0.10
"""From this share of open complaints that are overdue, the city needs attention."""


def page(name: str, children: Sequence[Component], screen: ScreenProfile, audience: str) -> Component:
    """A live screen. The browser connects as soon as it finds the audience on the page."""
    return html.Main(
        list(children), className=name, style=css_variables(screen), **data_attributes(live_audience=str(audience))
    )


def data_attributes(**values: str) -> dict[str, Any]:
    """Attributes for the page's scripts and styles: `time_zone` becomes `data-time-zone`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def panel(panel_id: Id, children: Sequence[Component], texts: Texts) -> Component:
    """A part of a screen that shows by itself, from the worst of its feeds, when what it shows is late or lost."""
    marks = data_attributes(feed="", late_text=texts.panel_late, lost_text=texts.panel_lost)
    name = panel_id.value.removesuffix("-panel")
    return html.Section(list(children), id=panel_id, className=f"panel {name}", **marks)


def feed_props(snapshot: Snapshot, panels: Sequence[Id]) -> Props:
    """Which feeds the panels rest on. Each feed of today brings complaints, and all these panels show them."""
    codes = " ".join(feed.code for feed in snapshot.feeds)
    return {panel_id: {"data-feed": codes} for panel_id in panels}


def title(words: str, component_id: str | None = None) -> Component:
    """The heading of a panel."""
    return html.H2(words, id=component_id) if component_id else html.H2(words)


def connection_banner(profile: CityProfile, texts: Texts) -> Component:
    """Empty until the connection is lost; the browser then fills its words in, since the server cannot."""
    words = data_attributes(
        live="connection",
        lost_text=texts.connection_lost,
        never_text=texts.connection_never,
        time_zone=profile.timezone.key,
        time_mark=texts.time_mark,
        units=f"{texts.second} {texts.minute} {texts.hour}",
    )
    return html.Div(className="connection", role="status", **words)


# --- the header


def header(profile: CityProfile, texts: Texts) -> Component:
    """Title, how the city is, what kind of day it is, and its date and clock."""
    return html.Header(
        [
            html.H1(profile.title),
            html.Span(id=Id.HEADER_STATUS, className="mark is-unknown"),
            html.Span(id=Id.HEADER_DAY, className="mark day-kind"),
            html.Span(texts.simulated_data, id=Id.HEADER_SIMULATED_DATA, className="is-absent"),
            html.Span(texts.simulated_clock, id=Id.HEADER_SIMULATED_CLOCK, className="is-absent"),
            html.Span(className="spacer"),
            html.Span(id=Id.HEADER_DATE, className="date"),
            html.Span(
                [
                    html.Span(NOTHING, id=Id.HEADER_CLOCK),
                    html.Span(f" {profile.timezone_label}", className="zone"),
                ],
                className="clock",
            ),
        ],
        className="header",
    )


def header_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """What changes in the header; the clock by the minute."""
    level, words = city_status(snapshot, texts)
    return {
        Id.HEADER_STATUS: {"children": words, "className": f"mark {level}"},
        Id.HEADER_DAY: {"children": text.day_kind(snapshot.day, texts)},
        Id.HEADER_SIMULATED_DATA: {"className": _badge(snapshot.is_simulated_data)},
        Id.HEADER_SIMULATED_CLOCK: {"className": _badge(snapshot.is_simulated_clock)},
        Id.HEADER_DATE: {"children": text.date(snapshot.now_ms, profile.timezone, texts)},
        Id.HEADER_CLOCK: {"children": text.clock(snapshot.now_ms, profile.timezone, texts)},
    }


def _badge(is_shown: bool) -> str:
    return "badge" if is_shown else "is-absent"


def city_status(snapshot: Snapshot, texts: Texts) -> tuple[str, str]:
    """A level and its words: the worst of what the feeds and the overdue complaints say."""
    states = {feed.state for feed in snapshot.feeds}
    if FeedState.LOST in states:
        return "is-critical", texts.status_lost
    if FeedState.LATE in states:
        return "is-warning", texts.status_late
    if not states - {FeedState.UNKNOWN}:
        return "is-unknown", texts.status_unknown
    if snapshot.counts.overdue > ATTENTION_OVERDUE_SHARE * snapshot.counts.open:
        return "is-warning", texts.status_attention
    return "is-normal", texts.status_normal


# --- nothing to see


def newest_event() -> Component:
    """The newest event that this screen has drawn, for whoever measures how long it took."""
    return html.Div(id=Id.NEWEST_EVENT, hidden=True, **data_attributes(position=""))


def newest_event_props(snapshot: Snapshot) -> Props:
    """Its time at the producer, and its place in the stream."""
    newest = snapshot.newest
    if newest is None:
        return {Id.NEWEST_EVENT: {"children": "", "data-position": ""}}
    return {Id.NEWEST_EVENT: {"children": str(newest.occurred_ms), "data-position": newest.position}}
