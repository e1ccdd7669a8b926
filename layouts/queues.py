"""Queues: the worst sites in a few rows for the overview, and the scene with the whole city's waits.

A site's shape says how its longest wait stands to what was promised: a triangle beyond it, a diamond near it. Where a
site gives out no numbers but posts its wait, that wait is shown with a sign before it, and no people and no counters.
"""

from collections.abc import Iterable, Sequence
from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.indicators.forecasts import ForecastBoard
from domain.indicators.queues import QueueBoard, SiteQueue
from domain.map_points import NEAR_PRESSURE
from domain.profile import CityProfile
from domain.snapshot import Facts, Snapshot
from layouts import text
from layouts.headlines import CALM, CRITICAL, facts, headline_props, headlines
from layouts.ids import Id, queue_part
from layouts.queue_forecasts import band_at, forecast_props
from layouts.shell import Props, feed_props, panel, title
from layouts.text import NOTHING, Texts
from layouts.text_queues import queue_texts
from layouts.text_services import minutes, percentile_minutes

BRIEF_ROWS = 4
RANKED_ROWS = 14
POSTED_SIGN = "≈"
AXIS_END = 2.0
"""The plot of the ranking ends at this multiple of the promise; the number beside it still says how long."""

BRIEF_PARTS = ("name", "waiting", "minutes", "counters")
RANKED_PARTS = ("name", "people", "longest", "forecast", "open")
TODAY_PARTS = ("served", "within", "no-show", "abandoned", "utilisation")
PANELS = (
    Id.QUEUES_NOW_PANEL,
    Id.QUEUES_FORECAST_PANEL,
    Id.QUEUES_TODAY_PANEL,
    Id.QUEUES_RANKED_PANEL,
    Id.MAP_SITES_PANEL,
)


# --- the overview's rows


def queues_brief_panel(texts: Texts) -> Component:
    """The sites under most pressure: who waits, for how long, and counters."""
    words = texts.services
    head = [words.site, words.waiting_short, words.longest_brief, words.counters_short]
    rows = [_row(slot, BRIEF_PARTS, "brief-row") for slot in range(BRIEF_ROWS)]
    table = html.Div([_head(head), *rows], className="queue-table is-brief")
    return panel(Id.QUEUES_BRIEF_PANEL, [title(words.queues), table], texts)


def _head(words: Sequence[str]) -> Component:
    return html.Div([html.Span(word) for word in words], className="queue-head")


def _row(slot: int, parts: Sequence[str], row: str) -> Component:
    first, *numbers = [html.Span(id=queue_part(f"{row}-{part}", slot), className=f"queue-{part}") for part in parts]
    return html.Div([first, *numbers], id=queue_part(row, slot), className="queue is-vacant")


def _brief_props(board: QueueBoard, profile: CityProfile, texts: Texts) -> Props:
    sites = [site for site in board.sites if site.has_data]
    props: Props = {}
    for slot, site in zip_longest(range(BRIEF_ROWS), sites[:BRIEF_ROWS]):
        values = _brief_values(site, profile, texts) if site else _nothing(slot, sites, len(BRIEF_PARTS), texts)
        props |= _row_props("brief-row", slot, BRIEF_PARTS, values, site)
    return props


def _brief_values(site: SiteQueue, profile: CityProfile, texts: Texts) -> tuple[str, ...]:
    return _name(site, profile), _people(site, texts), _longest(site), _counters(site)


def _nothing(slot: int, sites: Sequence[SiteQueue], parts: int, texts: Texts) -> tuple[str, ...]:
    return (texts.no_data if slot == 0 and not sites else "", *[""] * (parts - 1))


def _row_props(row: str, slot: int, parts: Sequence[str], values: Sequence[str], site: SiteQueue | None) -> Props:
    props: Props = {queue_part(row, slot): {"className": f"queue {_state(site, values[0])}"}}
    for part, value in zip(parts, values, strict=True):
        props[queue_part(f"{row}-{part}", slot)] = {"children": value}
    return props


def _state(site: SiteQueue | None, name: str) -> str:
    if site is None:
        return "is-note" if name else "is-vacant"
    if not site.has_data:
        return "is-silent"
    if site.pressure is None:
        return "is-free"
    if site.pressure > 1:
        return "is-over"
    return "is-near" if site.pressure >= NEAR_PRESSURE else "is-kept"


def _name(site: SiteQueue, profile: CityProfile) -> str:
    known = profile.sites.get(site.site)
    return known.short if known else site.site


def _people(site: SiteQueue, texts: Texts) -> str:
    if not site.is_posted_only or site.posted is None:
        return text.whole(site.tickets.waiting, texts)
    return NOTHING if site.posted.waiting is None else text.whole(site.posted.waiting, texts)


def _longest(site: SiteQueue) -> str:
    """The longest wait in minutes, or what the site posted as its wait."""
    if site.posted is not None and site.is_posted_only:
        return f"{POSTED_SIGN}{minutes(site.posted.minutes)}"
    return minutes(site.longest_minutes)


def _counters(site: SiteQueue) -> str:
    if site.is_posted_only:
        return NOTHING
    planned = site.counters.planned
    return f"{site.counters.open}/{planned}" if planned else str(site.counters.open)


# --- the scene


def queues_now_panel(texts: Texts) -> Component:
    """The whole city's queues at this instant."""
    words = texts.services
    numbers = [("waiting", words.waiting), ("longest", words.longest), ("p90", words.p90), ("open", words.counters)]
    children = [title(words.queues_now), headlines([(queue_part(part), label) for part, label in numbers])]
    return panel(Id.QUEUES_NOW_PANEL, children, texts)


def queues_today_panel(texts: Texts) -> Component:
    """What became of today's numbers."""
    words = texts.services
    labels = (words.served, words.within, words.no_show, words.abandoned, queue_texts(texts).utilisation)
    rows = facts([(queue_part(part), label) for part, label in zip(TODAY_PARTS, labels, strict=True)])
    return panel(Id.QUEUES_TODAY_PANEL, [title(words.queues_today), rows], texts)


def queues_ranked_panel(texts: Texts, profile: CityProfile) -> Component:
    """The sites by pressure, each a point against the promise, and how long one waits there who comes now."""
    words, coming = texts.services, queue_texts(texts).forecast_column
    head = html.Div(
        [
            html.Span(words.site),
            html.Div(html.Span(words.promise), className="promise-axis"),
            *map(html.Span, (words.people, words.longest_short, coming, words.counters_short)),
        ],
        className="queue-head",
    )
    table = html.Div([head, *(_ranked_row(slot) for slot in range(RANKED_ROWS))], className="queue-table is-ranked")
    rest = html.Div(id=queue_part("rest"), className="note rest")
    return panel(
        Id.QUEUES_RANKED_PANEL, [title(words.queues_ranked.format(minutes=_promises(profile))), table, rest], texts
    )


def _promises(profile: CityProfile) -> str:
    """The promised waits in minutes, from the shortest to the longest."""
    promised = {service.wait_target_minutes for service in profile.services.values() if service.wait_target_minutes}
    ends = sorted({min(promised, default=0), max(promised, default=0)})
    return "–".join(str(end) for end in ends if end) or NOTHING


def _ranked_row(slot: int) -> Component:
    row = _row(slot, RANKED_PARTS, "row")
    name, *numbers = row.children
    plot = html.Div([html.I(className="band"), html.I(className="point")], className="queue-plot")
    row.children = [name, plot, *numbers]
    return row


def queue_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """All that the wall says of queues; nothing for a city without sites, whose page has no such panels."""
    if not profile.sites:
        return {}
    board, forecasts = snapshot.services.queues, snapshot.services.forecasts
    return {
        **feed_props(snapshot, [Id.QUEUES_BRIEF_PANEL, *PANELS], Facts.QUEUES),
        **_brief_props(board, profile, texts),
        **_now_props(board, profile, texts),
        **_today_props(board, texts),
        **forecast_props(forecasts, profile, texts),
        **_ranked_props(board, forecasts, profile, texts),
    }


def _now_props(board: QueueBoard, profile: CityProfile, texts: Texts) -> Props:
    known = [site for site in board.sites if site.has_data]
    if not known:
        names = ("waiting", "longest", "p90", "open")
        return _merged(headline_props(queue_part(name), NOTHING, texts.no_data) for name in names)
    waiting, unit = text.headline(board.waiting, texts)
    at_sites = sum(site.tickets.waiting > 0 for site in known)
    p90 = board.wait_window
    note = texts.services.p90_note.format(minutes=60, n=text.whole(p90.n, texts))
    return {
        **headline_props(queue_part("waiting"), waiting, texts.services.waiting_note.format(n=at_sites), CALM, unit),
        **_longest_props(known, profile),
        **headline_props(queue_part("p90"), percentile_minutes(p90, texts.services), note),
        **headline_props(queue_part("open"), str(board.counters.open), _planned(board.counters.planned, texts)),
    }


def _longest_props(known: Sequence[SiteQueue], profile: CityProfile) -> Props:
    worst = max(known, key=lambda site: site.longest_minutes or 0.0)
    if worst.longest_minutes is None:
        return headline_props(queue_part("longest"), NOTHING)
    level = CRITICAL if (worst.pressure or 0.0) > 1 else CALM
    return headline_props(queue_part("longest"), minutes(worst.longest_minutes), _name(worst, profile), level)


def _planned(planned: int, texts: Texts) -> str:
    words = texts.services
    return words.counters_note.format(n=planned) if planned else words.counters_unplanned


def _today_props(board: QueueBoard, texts: Texts) -> Props:
    sites = board.sites
    if not any(site.has_data for site in sites):
        return {queue_part(part): {"children": NOTHING} for part in TODAY_PARTS}
    issued, served = (sum(getattr(site.tickets, name) for site in sites) for name in ("issued", "served"))
    values = (
        queue_texts(texts).served_of.format(served=text.whole(served, texts), issued=text.whole(issued, texts)),
        _share(board.within_target.value),
        _share(board.no_show.value),
        _share(board.abandoned.value),
        _share(board.utilisation),
    )
    return {queue_part(part): {"children": value} for part, value in zip(TODAY_PARTS, values, strict=True)}


def _share(value: float | None) -> str:
    return NOTHING if value is None else f"{text.percent(value)} %"


def _ranked_props(board: QueueBoard, forecasts: ForecastBoard, profile: CityProfile, texts: Texts) -> Props:
    known = [site for site in board.sites if site.has_data]
    props: Props = {queue_part("rest"): {"children": _rest(board, len(known), texts)}}
    for slot, site in zip_longest(range(RANKED_ROWS), known[:RANKED_ROWS]):
        coming = band_at(forecasts, site.site, texts) if site else NOTHING
        empty = _nothing(slot, known, len(RANKED_PARTS), texts)
        values = _ranked_values(site, coming, profile, texts) if site else empty
        row = _row_props("row", slot, RANKED_PARTS, values, site)
        share = min(1.0, (site.pressure or 0.0) / AXIS_END) if site else 0.0
        row[queue_part("row", slot)]["style"] = {"--share": f"{share:.3f}"}
        props |= row
    return props


def _ranked_values(site: SiteQueue, coming: str, profile: CityProfile, texts: Texts) -> tuple[str, ...]:
    return _name(site, profile), _people(site, texts), _longest(site), coming, _counters(site)


def _rest(board: QueueBoard, known: int, texts: Texts) -> str:
    words, more, silent = texts.services, known - RANKED_ROWS, len(board.sites) - known
    posted = any(site.is_posted_only for site in board.sites)
    parts = [
        words.sites_rest.format(n=more) if more > 0 else "",
        words.sites_silent.format(n=silent) if silent else "",
        words.sites_posted.format(sign=POSTED_SIGN) if posted else "",
    ]
    return " · ".join(part for part in parts if part)


def _merged(parts: Iterable[Props]) -> Props:
    merged: Props = {}
    for part in parts:
        merged |= part
    return merged
