"""What the mayor's page is made of: sections that know their feeds, and numbers that explain themselves."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from domain.attention import Section
from domain.indicators.catalogue import by_key
from domain.snapshot import Facts, Snapshot
from domain.survival import Percentile
from layouts import text
from layouts.ids import mayor_figure, mayor_section
from layouts.shell import Props, data_attributes, feed_codes, is_heard
from layouts.text import NOTHING, Texts
from layouts.text_mayor import MayorTexts

Touchable = Sequence[Component | str]

FACTS = {
    Section.COMPLAINTS: Facts.COMPLAINTS,
    Section.MAP: Facts.COMPLAINTS,
    Section.AGENCIES: Facts.COMPLAINTS,
    Section.QUEUES: Facts.QUEUES,
    Section.EMERGENCIES: Facts.CALLS,
    Section.CREWS: Facts.FIELD_WORK,
    Section.CHANNELS: Facts.COMPLAINTS,
}
"""What each section rests on."""


def card(section: Section, title: Component | str, children: Sequence[Component], texts: Texts) -> Component:
    """A section of the page, that tells by itself when what it shows is late or lost."""
    marks = data_attributes(feed="", late_text=texts.panel_late, lost_text=texts.panel_lost)
    heading = html.H2(title) if isinstance(title, str) else title
    return html.Section(
        [heading, *children],
        id=mayor_section(section.value),
        className=f"mayor-card mayor-{section.value}",
        tabIndex=-1,
        **marks,
    )


def card_props(snapshot: Snapshot, without: Collection[Section] = ()) -> Props:
    """Which feeds each section that there is rests on; where no feed that brings it is configured, on none."""
    return {
        mayor_section(section.value): {"data-feed": feed_codes(snapshot, facts)}
        for section, facts in FACTS.items()
        if section not in without
    }


def explained(indicator: str, children: Touchable, class_name: str, component_id: str = "") -> Component:
    """What opens the definition of a number when it is touched."""
    return touched(children, class_name, {"data-explains": indicator, "aria-haspopup": "dialog"}, component_id)


def touched(children: Touchable, class_name: str, marks: Mapping[str, Any], component_id: str = "") -> Component:
    """A button that touch.js acts upon; no callback hears of it."""
    named: dict[str, Any] = {"id": component_id} if component_id else {}
    return html.Button(list(children), className=class_name, type="button", disable_n_clicks=True, **named, **marks)


def known(count: int, section: Section, snapshot: Snapshot) -> int | None:
    """A zero of which no feed of the section was ever heard says nothing."""
    return count if count or is_heard(snapshot, FACTS[section]) else None


# --- a number


def figure(key: str, texts: MayorTexts, indicator: str = "") -> Component:
    """One number with its words; `indicator` is the key of its definition where it is not its own."""
    parts = [
        html.Span(NOTHING, id=mayor_figure(key, "value"), className="mayor-value"),
        html.Span(texts.figures[key], className="mayor-label"),
        html.Span(id=mayor_figure(key, "note"), className="mayor-note"),
    ]
    return explained(by_key(indicator or key).id, parts, "mayor-figure", mayor_figure(key, "box"))


def figure_props(key: str, value: str | None, note: str = "", unit: str = "", level: str = "") -> Props:
    """A value, or a dash where there is none; `level` is is-critical or is-warning."""
    return {
        mayor_figure(key, "box"): {"className": f"mayor-figure {level}".strip()},
        mayor_figure(key, "value"): {
            "children": NOTHING if value is None else value,
            "data-unit": unit if value is not None else "",
        },
        mayor_figure(key, "note"): {"children": note},
    }


def count_props(key: str, count: int | None, texts: Texts, note: str = "", level: str = "") -> Props:
    """A count, None where nothing is known."""
    if count is None:
        return figure_props(key, None, note)
    value, unit = text.headline(count, texts)
    return figure_props(key, value, note, unit, level)


def share_props(key: str, share: float | None, note: str, level: str = "") -> Props:
    """A share as whole percent."""
    return figure_props(key, None if share is None else text.percent(share), note, "%", level)


def minutes_props(key: str, lasted: Percentile, texts: Texts, words: MayorTexts, level: str = "") -> Props:
    """A percentile in minutes with its n."""
    if lasted.minutes is None:
        return figure_props(key, None, words.too_few if lasted.n else words.no_data)
    value = f"{'≥ ' if lasted.is_at_least else ''}{int(lasted.minutes)}"
    return figure_props(key, value, words.of_expected.format(n=text.whole(lasted.n, texts)), texts.minute, level)
