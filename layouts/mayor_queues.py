"""Queues on the mayor's page: the sites that press most, each with its longest wait against its promise."""

from itertools import zip_longest

from dash import html
from dash.development.base_component import Component

from domain.attention import AttentionRules, Section, promised_wait, promises_of
from domain.indicators.catalogue import by_key
from domain.indicators.queues import QueueBoard, SiteQueue
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts.ids import Id, mayor_site
from layouts.mayor_parts import card, count_props, explained, figure, figure_props, minutes_props
from layouts.shell import Props
from layouts.text import NOTHING, Texts
from layouts.text_mayor import MayorTexts

ROWS = 8
FULL_BAR = 2.0
"""A bar is full at this multiple of the promise; the promise itself stands in its middle."""


def queues_card(texts: Texts, words: MayorTexts) -> Component:
    """Three numbers of the city, and the sites."""
    numbers = html.Div(
        [figure(key, words) for key in ("waiting", "wait_today", "counters")], className="mayor-figures is-three"
    )
    legend = html.P(words.legend_queue, id=Id.MAYOR_QUEUES_NOTE, className="mayor-note")
    rows = [_row(slot) for slot in range(ROWS)]
    rest = html.P(id=Id.MAYOR_QUEUES_REST, className="mayor-note")
    return card(Section.QUEUES, words.sections["queues"], [numbers, legend, *rows, rest], texts)


def _row(slot: int) -> Component:
    parts = [
        html.Span(id=mayor_site(slot, "name"), className="mayor-name"),
        html.Span(html.I(), className="mayor-bar"),
        html.Span(id=mayor_site(slot, "wait"), className="mayor-share"),
        html.Span(id=mayor_site(slot, "note"), className="mayor-note"),
    ]
    return explained(by_key("longest_wait").id, parts, "mayor-row mayor-site is-absent", mayor_site(slot, "row"))


def queues_props(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: MayorTexts) -> Props:
    """The city's numbers and its worst sites; sites without data are counted, not drawn as empty."""
    board = snapshot.services.queues
    known = [queue for queue in board.sites if queue.has_data]
    props: Props = {
        **_city_props(board, known, texts, words),
        Id.MAYOR_QUEUES_NOTE: {"children": words.legend_queue if known else words.queues_none},
        Id.MAYOR_QUEUES_REST: {"children": _rest(board, known, words)},
    }
    for slot, queue in zip_longest(range(ROWS), known[:ROWS]):
        props |= _row_props(slot, queue, profile, words)
    return props


def _rest(board: QueueBoard, known: list[SiteQueue], words: MayorTexts) -> str:
    if not known:
        return ""
    others, silent = len(known) - ROWS, len(board.sites) - len(known)
    parts = [
        words.queues_rest.format(n=others) if others > 0 else "",
        words.queues_silent.format(n=silent) if silent else "",
    ]
    return ", ".join(part for part in parts if part)


def _city_props(board: QueueBoard, known: list[SiteQueue], texts: Texts, words: MayorTexts) -> Props:
    if not known:
        nothing = (figure_props(key, None, words.no_data) for key in ("waiting", "wait_today", "counters"))
        return {component: values for props in nothing for component, values in props.items()}
    is_open, planned = board.reported_counters
    return {
        **count_props("waiting", board.waiting, texts, _posted_too(known, words)),
        **minutes_props("wait_today", board.wait_today, texts, words),
        **count_props("counters", is_open, texts, words.of_agencies.format(n=planned)),
    }


def _posted_too(known: list[SiteQueue], words: MayorTexts) -> str:
    """Who waits at sites that give no numbers out, as far as they tell; the count is of numbers given out."""
    others = sum(queue.people_waiting - queue.tickets.waiting for queue in known)
    return words.posted_too.format(n=others) if others else ""


def _row_props(slot: int, queue: SiteQueue | None, profile: CityProfile, words: MayorTexts) -> Props:
    row, name, note, wait = (mayor_site(slot, part) for part in ("row", "name", "note", "wait"))
    if queue is None:
        empty: dict[str, object] = {"children": ""}
        return {
            row: {"className": "mayor-row mayor-site is-absent", "style": {}},
            name: empty,
            note: empty,
            wait: empty,
        }
    site = profile.sites.get(queue.site)
    pressure = queue.pressure or 0.0
    return {
        row: {
            "className": f"mayor-row mayor-site {_level(pressure)}".strip(),
            "style": {"--value": f"{min(1.0, pressure / FULL_BAR):.3f}"},
        },
        name: {"children": site.short if site else queue.site},
        note: {"children": _note(queue, profile, words)},
        wait: {"children": _wait(queue, profile, words)},
    }


def _level(pressure: float) -> str:
    if pressure <= 1:
        return ""
    return "is-critical" if pressure >= AttentionRules().pressure_critical else "is-warning"


def _wait(queue: SiteQueue, profile: CityProfile, words: MayorTexts) -> str:
    """The wait that the bar shows where it is known; else the longest, or what the site posts."""
    promised = promised_wait(queue, profile)
    posted = queue.posted.minutes if queue.posted else None
    minutes = promised[0] if promised else queue.longest_minutes if queue.longest_minutes is not None else posted
    return NOTHING if minutes is None else words.minutes.format(minutes=int(minutes))


def _note(queue: SiteQueue, profile: CityProfile, words: MayorTexts) -> str:
    counters, posted = queue.counters, queue.posted
    has_counters = counters.planned and queue.gives_numbers
    parts = [
        _promise(promises_of(queue.site, profile), words),
        words.waiting.format(n=queue.people_waiting),
        words.counters.format(open=counters.open, planned=counters.planned) if has_counters else "",
        words.posted if posted is not None else "",
    ]
    return " · ".join(part for part in parts if part)


def _promise(promises: tuple[int, ...], words: MayorTexts) -> str:
    if not promises:
        return words.no_promise
    if len(promises) == 1:
        return words.promise.format(minutes=promises[0])
    return words.promises.format(shortest=promises[0], longest=promises[-1])
