"""The pane of the shift: who is there, what was decided, and a form for the next decision."""

from collections.abc import Sequence

from dash import html
from dash.development.base_component import Component

from domain.desk import LONGEST_DECISION, DecidedOn, Decision
from domain.desk_view import ConsoleRules
from domain.indicators.catalogue import CATALOGUE
from domain.profile import CityProfile
from domain.work_list import WorkKind
from layouts import text
from layouts.console_parts import field, select, tool
from layouts.console_status import status_form
from layouts.ids import Id
from layouts.indicator_numbers import number_words
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_console import console_texts
from layouts.text_console_fields import ConsoleTexts
from layouts.text_indicators import indicator_texts


def log_panel(texts: Texts, words: ConsoleTexts, rules: ConsoleRules) -> Sequence[Component]:
    """The operators on duty, the form, and where the shift's decisions are shown."""
    named = indicator_texts(texts.language).words
    desks = [("", words.no_desk), *((name, name) for name in rules.desks)]
    names = ", ".join(named[CATALOGUE[one].key][0].lower() for one in rules.indicators)
    return [
        html.H3(words.present),
        *([select("desk", desks, words.desk_choice)] if rules.desks else []),
        html.Ul(className="desk-people", **data_attributes(people="", none=words.nobody_here, since=words.since)),
        *status_form(texts),
        html.H3(words.decide_title),
        field("decision", "textarea", words.decide_title, words.decide_placeholder, LONGEST_DECISION),
        html.Div(
            [
                html.P(words.decide_note.format(names=names), className="desk-note"),
                html.Button(words.decide_save, type="button", className="desk-button is-strong", **tool("decide")),
            ],
            className="desk-wheel",
        ),
        html.H3(words.decided),
        html.Div(html.P(words.no_decisions, className="desk-note"), id=Id.CONSOLE_DECISIONS),
    ]


def decision_rows(decisions: Sequence[Decision], profile: CityProfile, texts: Texts) -> list[Component]:
    """The decisions, the newest first, each with its numbers as of when they stood so."""
    if not decisions:
        return [html.P(console_texts(texts.language).no_decisions, className="desk-note")]
    return [decision_row(one, profile, texts) for one in sorted(decisions, key=lambda one: -one.number)]


def decision_row(one: Decision, profile: CityProfile, texts: Texts) -> Component:
    """One decision: when, who, what, about which row, on which numbers."""
    at = text.clock(one.at_ms, profile.timezone, texts)
    about = [html.Span(about_words(one.about, texts), className="desk-about")] if one.about else []
    numbers = [html.Li(number_line(number, profile, texts)) for number in one.numbers]
    return html.Article(
        [
            html.P([html.B(at), html.Span(one.by_name), *about], className="desk-who"),
            html.P(one.text, className="desk-said"),
            html.Ul(numbers, className="desk-numbers"),
        ],
        className="desk-decision",
    )


def about_words(key: str, texts: Texts) -> str:
    """A ticket as it is; of what has none, such as an alarm, also what it is."""
    kind, _, ref = key.partition(":")
    named = console_texts(texts.language).kinds.get(kind, "")
    return ref if kind == WorkKind.COMPLAINT.value else f"{named} {ref}".strip()


def number_line(number: DecidedOn, profile: CityProfile, texts: Texts) -> list[Component]:
    """Aduan aktif 214 per 09.47."""
    indicator = CATALOGUE.get(number.indicator)
    if indicator is None:
        return [html.Span(number.indicator)]
    name = indicator_texts(texts.language).words[indicator.key][0]
    value = NOTHING if number.value is None else number_words(number.value, indicator.unit, indicator.key, texts)
    words = console_texts(texts.language)
    when = "" if number.as_of_ms is None else text.clock(number.as_of_ms, profile.timezone, texts)
    as_of = [html.Span(words.numbers_as_of.format(time=when), className="desk-note")] if when else []
    return [html.Span(name), html.B(value), *as_of]
