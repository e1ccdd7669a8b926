"""The city's status on the wall: a mark in the header, a band in a crisis, and a panel with who set it when and why.

The room reads the role of who set it, never a name.
"""

from collections.abc import Mapping
from itertools import zip_longest
from types import MappingProxyType

from dash import html
from dash.development.base_component import Component

from domain.city_status import Level, Measure, Proposal, StatusEntry
from domain.clock import from_epoch_ms
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from layouts import text
from layouts.ids import Id, status_part
from layouts.shell import Props, data_attributes, holding, plain_panel, title
from layouts.text import Texts
from layouts.text_city_status import StatusTexts, status_texts

ROWS = 6
LOOKS: Mapping[Level, str] = MappingProxyType(
    {
        Level.NORMAL: "is-normal",
        Level.WATCH: "is-watch",
        Level.READY: "is-warning",
        Level.EMERGENCY: "is-critical",
        Level.CRISIS: "is-crisis",
    }
)
"""Each level has a shape of its own; the colours of the two highest are one."""


def status_mark(texts: Texts) -> Component:
    """The level in the header, where it is not normal; scripts read there which level holds. Its room is kept."""
    mark = html.Span(id=Id.HEADER_LEVEL, className="is-absent", **data_attributes(city_level=""))
    levels = status_texts(texts.language).levels
    return html.Span(mark, className="level-slot", **holding(levels[level] for level in Level if level > Level.NORMAL))


def status_band(texts: Texts) -> Component:
    """The level and its reason over the whole width; scenes.js shows it from the level of a crisis on."""
    levels = status_texts(texts.language).levels.values()
    parts = [html.B(id=status_part("band-level"), **holding(levels)), html.Span(id=status_part("band-reason"))]
    return html.Div([*parts, html.Span(id=status_part("band-who"))], id=Id.CITY_BAND, className="city-band")


def status_panel(texts: Texts) -> Component:
    """The level, by whom and since when, and why; what rules propose, and the levels before."""
    words = status_texts(texts.language)
    rungs = [html.I(id=status_part("rung", slot), className="rung") for slot in range(len(Level))]
    ends = [html.Span(words.levels[level]) for level in (Level.NORMAL, Level.CRISIS)]
    rows = [
        html.Div(
            [html.Span(id=status_part("what", slot)), html.B(id=status_part("when", slot))],
            id=status_part("row", slot),
            className="fact is-absent",
        )
        for slot in range(ROWS)
    ]
    return plain_panel(
        "city-status",
        [
            title(words.title),
            html.Div(words.unset, id=status_part("level"), className="headline-value"),
            html.Div(words.unset_note, id=status_part("who"), className="note"),
            html.Div(id=status_part("reason"), className="status-reason"),
            html.Div(rungs, className="ladder"),
            html.Div(ends, className="month-marks"),
            html.Div(rows, className="facts"),
        ],
    )


def status_props(snapshot: Snapshot, profile: CityProfile, texts: Texts) -> Props:
    """The mark, the band and the panel."""
    words, current = status_texts(texts.language), snapshot.status.current
    level = current.level if current else None
    name = words.levels[level] if level else words.unset
    who = who_words(current, profile, texts, words) if current else words.unset_note
    reason = current.reason if current else ""
    look = LOOKS[level] if level else ""
    is_marked = level is not None and level > Level.NORMAL
    return {
        Id.HEADER_LEVEL: {
            "children": name if is_marked else "",
            "className": f"mark {look}" if is_marked else "is-absent",
            "data-city-level": str(level.value) if level else "",
        },
        Id.CITY_BAND: {"className": f"city-band {look}".strip()},
        status_part("band-level"): {"children": name},
        status_part("band-reason"): {"children": reason},
        status_part("band-who"): {"children": who if current else ""},
        status_part("level"): {"children": name, "className": f"headline-value {look}".strip()},
        status_part("reason"): {"children": reason},
        status_part("who"): {"children": who},
        **_rungs(level),
        **_rows(snapshot, profile, texts, words),
    }


def _rungs(level: Level | None) -> Props:
    looks = {step: "rung is-reached" if level and step < level else "rung" for step in Level}
    if level:
        looks[level] = f"rung is-here {LOOKS[level]}"
    return {status_part("rung", slot): {"className": looks[step]} for slot, step in enumerate(Level)}


def _rows(snapshot: Snapshot, profile: CityProfile, texts: Texts, words: StatusTexts) -> Props:
    told = [(proposal_words(one, texts, words), "") for one in snapshot.status.proposals]
    before = [
        (f"{words.levels[entry.level]}: {entry.reason}", _when(entry.at_ms, snapshot.now_ms, profile, texts))
        for entry in snapshot.status.entries[1:]
    ]
    props: Props = {}
    for slot, row in zip_longest(range(ROWS), [*told, *before][:ROWS]):
        what, when = row or ("", "")
        props |= {
            status_part("row", slot): {"className": "fact" if row else "fact is-absent"},
            status_part("what", slot): {"children": what},
            status_part("when", slot): {"children": when},
        }
    return props


def proposal_words(proposal: Proposal, texts: Texts, words: StatusTexts) -> str:
    """Usulan siaga: kejadian 3."""
    rule, value = proposal.rule, proposal.value
    shown = f"{text.percent(value)} %" if rule.measure is Measure.OVERDUE_SHARE else text.whole(int(value), texts)
    what = words.measures[rule.measure].format(value=shown)
    return words.proposed.format(level=words.levels[rule.level], what=what)


def who_words(entry: StatusEntry, profile: CityProfile, texts: Texts, words: StatusTexts) -> str:
    """Ditetapkan operator, 23 November 2026, 09.47: the role of who set it, never a name."""
    role = words.roles.get(entry.role, entry.role)
    at = words.since.format(
        date=_day(entry.at_ms, profile, texts), time=text.clock(entry.at_ms, profile.timezone, texts)
    )
    return words.set_by.format(who=role, time=at)


def _when(at_ms: int, now_ms: int, profile: CityProfile, texts: Texts) -> str:
    """The time of today, else the day alone."""
    day, today = (_day(ms, profile, texts) for ms in (at_ms, now_ms))
    return text.clock(at_ms, profile.timezone, texts) if day == today else day


def _day(at_ms: int, profile: CityProfile, texts: Texts) -> str:
    return text.day(from_epoch_ms(at_ms).astimezone(profile.timezone).date(), texts)
