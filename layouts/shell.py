"""The frame of a screen: the page with its sizes and colours, its header, and panels that know which feed they show."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.alarms.priority import Priority
from domain.city_status import Level
from domain.profile import CityProfile
from domain.snapshot import Facts, FeedState, Snapshot
from layouts import text
from layouts.ids import Id
from layouts.text import NOTHING, Texts
from layouts.text_alarms import alarm_texts
from layouts.text_city_status import status_texts
from layouts.theme import ScreenProfile, css_variables

Props = dict[str, dict[str, object]]
"""What a frame carries: component id -> property -> value."""

LONG_DAY = 12
"""A day's kind of more letters may take two lines of the header, in a place of their own."""

ATTENTION_OVERDUE_SHARE = 0.10
"""From this share of open complaints that are overdue, the city needs attention."""


def page(
    name: str,
    children: Sequence[Component],
    screen: ScreenProfile,
    audience: str,
    more: Mapping[str, Any] | None = None,
) -> Component:
    """A live screen. The browser connects as soon as it finds the audience on the page."""
    told = data_attributes(live_audience=str(audience), theme=screen.theme.value, screen=screen.name)
    return html.Main(list(children), className=name, style=css_variables(screen), **told, **(more or {}))


def data_attributes(**values: str) -> dict[str, Any]:
    """Attributes for the page's scripts and styles: `time_zone` becomes `data-time-zone`."""
    return {f"data-{name.replace('_', '-')}": value for name, value in values.items()}


def holding(words: Iterable[str]) -> dict[str, Any]:
    """The attribute of what keeps, whatever it says, the room of the longest of some words."""
    return data_attributes(holds="\n".join(words))


def panel(
    panel_id: Id, children: Sequence[Component], texts: Texts, more: Mapping[str, Any] | None = None
) -> Component:
    """A part of a screen that shows by itself, from the worst of its feeds, when what it shows is late or lost."""
    marks = data_attributes(feed="", late_text=texts.panel_late, lost_text=texts.panel_lost)
    name = panel_id.value.removesuffix("-panel")
    return html.Section(list(children), id=panel_id, className=f"panel {name}", **{**marks, **(more or {})})


def plain_panel(name: str, children: Sequence[Component]) -> Component:
    """A part of a screen that rests on no feed."""
    return html.Section(list(children), className=f"panel {name}")


def short_marks(texts: Texts) -> dict[str, Any]:
    """One word for late and one for lost, without the age, where a panel is narrow."""
    late, lost = (texts.feed_states[state].upper() for state in (FeedState.LATE, FeedState.LOST))
    return data_attributes(late_text=late, lost_text=lost, short_mark="")


def feed_props(snapshot: Snapshot, panels: Sequence[Id], facts: Facts = Facts.COMPLAINTS) -> Props:
    """Which feeds the panels rest on: those that bring their facts."""
    codes = feed_codes(snapshot, facts)
    return {panel_id: {"data-feed": codes} for panel_id in panels}


def feed_codes(snapshot: Snapshot, facts: Facts) -> str:
    """The codes of the feeds that bring some facts, as the browser reads them."""
    return " ".join(feed.code for feed in snapshot.feeds if feed.tells_of(facts))


def is_heard(snapshot: Snapshot, facts: Facts) -> bool:
    """Whether any feed that brings some facts was ever heard of; else its zeros mean that nothing is known."""
    return any(feed.state != FeedState.UNKNOWN for feed in snapshot.feeds if feed.tells_of(facts))


def title(words: str, detail_id: str | None = None) -> Component:
    """The heading of a panel. What follows its first comma gives way to a late or lost mark, and may change."""
    more = html.Span(id=detail_id, className="detail") if detail_id else html.Span(detail(words), className="detail")
    return html.H2([words.partition(",")[0], more])


def detail(words: str) -> str:
    """What a heading says from its first comma on."""
    _, comma, rest = words.partition(",")
    return comma + rest


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


def header(profile: CityProfile, texts: Texts, level: Component) -> Component:
    """The title, which grows to the right, and held by the other edge what changes.

    Who steers, the level of the city's status, what kind of day it is, how the city is, its date and its clock; what
    changes within a day has the room of its longest words.
    """
    return html.Header(
        [
            html.H1(profile.title),
            html.Span(className="scene-title", **data_attributes(scene_title_here="")),
            html.Span(className="spacer"),
            html.Span(
                className="steered is-absent",
                **data_attributes(steered="", words=texts.steered, past=texts.steered_past),
            ),
            level,
            html.Span(id=Id.HEADER_DAY, className="day-kind"),
            html.Span(id=Id.HEADER_LONG_DAY, className="day-kind is-long"),
            html.Span(texts.simulated_data, id=Id.HEADER_SIMULATED_DATA, className="is-absent"),
            html.Span(texts.simulated_clock, id=Id.HEADER_SIMULATED_CLOCK, className="is-absent"),
            html.Span(id=Id.HEADER_STATUS, className="mark is-unknown", **holding(status_words(texts))),
            html.Span(id=Id.HEADER_DATE, className="date", **holding(text.dates(texts))),
            html.Span(
                [
                    html.Span(NOTHING, id=Id.HEADER_CLOCK, **holding([text.midnight(texts)])),
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
    day = text.day_kind(snapshot.day, texts)
    return {
        Id.HEADER_STATUS: {"children": words, "className": f"mark {level}"},
        Id.HEADER_DAY: {"children": "" if len(day) > LONG_DAY else day},
        Id.HEADER_LONG_DAY: {"children": day if len(day) > LONG_DAY else ""},
        Id.HEADER_SIMULATED_DATA: {"className": _badge(snapshot.is_simulated_data)},
        Id.HEADER_SIMULATED_CLOCK: {"className": _badge(snapshot.is_simulated_clock, snapshot.is_simulated_data)},
        Id.HEADER_DATE: {"children": text.date(snapshot.now_ms, profile.timezone, texts)},
        Id.HEADER_CLOCK: {"children": text.clock(snapshot.now_ms, profile.timezone, texts)},
    }


def status_words(texts: Texts) -> list[str]:
    """All that the city may be said to be."""
    critical = alarm_texts(texts.language).critical.format(n=99)
    known = (texts.status_normal, texts.status_attention, texts.status_late, texts.status_lost)
    return [*known, texts.status_unknown, texts.no_data, critical]


def _badge(is_shown: bool, is_second: bool = False) -> str:
    return ("badge is-second" if is_second else "badge") if is_shown else "is-absent"


def city_status(snapshot: Snapshot, texts: Texts) -> tuple[str, str]:
    """A level and its words: critical alarms, else the worst that feeds, floods, incidents and overdue cases say.

    Where a person set the city's status above normal nothing else may call the city normal.
    """
    states = {feed.state for feed in snapshot.feeds}
    if snapshot.alarms.is_critical:
        return "is-critical", alarm_texts(texts.language).critical.format(n=snapshot.alarms.counts[Priority.CRITICAL])
    if FeedState.LOST in states:
        return "is-critical", texts.status_lost
    if snapshot.alarms.flood_ms:
        return "is-warning", texts.status_attention
    if FeedState.LATE in states:
        return "is-warning", texts.status_late
    if not states - {FeedState.UNKNOWN}:
        return "is-unknown", texts.status_unknown
    if snapshot.newest is None and not snapshot.counts.open:
        return "is-unknown", texts.no_data
    if snapshot.patterns.incidents:
        return "is-warning", texts.status_attention
    if snapshot.counts.overdue > ATTENTION_OVERDUE_SHARE * snapshot.counts.open:
        return "is-warning", texts.status_attention
    level = snapshot.status.level
    if level is not None and level > Level.NORMAL:
        return "is-warning is-level", status_texts(texts.language).levels[level]
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
