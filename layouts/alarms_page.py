"""The page of how well the alarms ring: each measure over several times beside its target, and what rings most."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from dash import html
from dash.development.base_component import Component

from domain.alarms.health import AlarmHealth, AlarmSource
from domain.profile import CityProfile
from layouts import text
from layouts.alarm_health import Rules, Told, measures, told_sources
from layouts.alarms import place_name, rule_words
from layouts.console import CONSOLE_PATH
from layouts.door_parts import sign_out
from layouts.figures.paper import PAPER
from layouts.shell import data_attributes
from layouts.text import NOTHING, Texts
from layouts.text_admin import ADMIN_PATH, admin_words
from layouts.text_alarms import AlarmTexts, alarm_texts

Times = Mapping[int, AlarmHealth]
"""The health over so many days, the shortest first."""

HOURS_A_DAY = 24


@dataclass(frozen=True, slots=True)
class Scope:
    """What a page may tell: without `rules` no word of what rang or where; of one agency its own alarms alone.

    `feeds` are what the feeds are called, by the places of their alarms.
    """

    rules: Rules | None = None
    agency: str = ""
    feeds: Mapping[str, str] = field(default_factory=dict)


def alarms_layout(times: Times, scope: Scope, profile: CityProfile, texts: Texts) -> Component:
    """The measures, and what rings most."""
    rules, agency = scope.rules, scope.agency
    words, whose = alarm_texts(texts.language), profile.agencies.get(agency)
    own = [html.P(words.health_agency.format(agency=whose.name), className="note")] if whose else []
    sources = (
        html.P(words.health_untold, className="note")
        if rules is None
        else _sources(times, scope, rules, profile, texts)
    )
    return html.Main(
        [
            html.Header(
                [
                    html.Div(_title(scope, profile, texts), className="title"),
                    html.Span(className="spacer"),
                    sign_out(texts),
                ]
            ),
            html.P(_lead(times, profile, texts), className="note"),
            *own,
            html.Div([_measures(times, texts), html.Section(sources, className="card")], className="alarm-health"),
        ],
        className="review alarms",
        style={f"--{name}": value for name, value in PAPER.items()},
    )


def _title(scope: Scope, profile: CityProfile, texts: Texts) -> list[Component]:
    """The heading, and the way back to where who looks has come from."""
    words, whose = alarm_texts(texts.language), profile.agencies.get(scope.agency)
    if whose:
        back = html.A(whose.short, href=f"/agency/{scope.agency}", className="others")
    elif scope.rules is None:
        back = html.A(admin_words(texts).heading, href=ADMIN_PATH, className="others")
    else:
        back = html.A(words.health_back, href=CONSOLE_PATH, className="others")
    return [html.H1(words.health), back]


def _lead(times: Times, profile: CityProfile, texts: Texts) -> str:
    until_ms, zone = max(health.until_ms for health in times.values()), profile.timezone
    date, time = text.date(until_ms, zone, texts), text.clock(until_ms, zone, texts)
    return alarm_texts(texts.language).health_lead.format(date=date, time=f"{time} {profile.timezone_label}")


def _time(days: int, words: AlarmTexts) -> str:
    return words.health_hours.format(n=HOURS_A_DAY) if days == 1 else words.health_days.format(n=days)


# --- the measures


def _measures(times: Times, texts: Texts) -> Component:
    words = alarm_texts(texts.language)
    name, target = words.health_columns
    columns = [name, *(_time(days, words) for days in times), target]
    rows = zip(*(measures(health, texts) for health in times.values()), strict=True)
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in columns]))
    body = html.Tbody([_row(row, columns, words) for row in rows])
    return html.Section(html.Table([head, body]), className="card")


def _row(row: Sequence[Told], columns: Sequence[str], words: AlarmTexts) -> Component:
    named = zip(columns[1:-1], row, strict=True)
    values = [html.Td(_value(one, words), **data_attributes(column=name)) for name, one in named]
    target = html.Td(row[0].target or NOTHING, className="note", **data_attributes(column=columns[-1]))
    return html.Tr([html.Th(row[0].label, scope="row"), *values, target])


def _value(one: Told, words: AlarmTexts) -> Component | str:
    """A value beyond its target by colour, shape and word; too little to be judged says so."""
    if not one.is_judged and one.value != NOTHING:
        return html.Span([one.value, html.Small(words.health_unjudged)], className="is-unjudged")
    if not one.is_beyond:
        return one.value
    return html.Span([one.value, html.Small(words.health_beyond)], className="mark is-late")


# --- what rings most


def _sources(times: Times, scope: Scope, rules: Rules, profile: CityProfile, texts: Texts) -> list[Component]:
    """Of the middle time: neither the last hours' chance nor what was mended weeks ago."""
    words, days = alarm_texts(texts.language), sorted(times)[len(times) // 2]
    health = times[days]
    title = html.H2(words.health_sources.format(n=days))
    found = told_sources(health.top, rules)
    if not found:
        return [title, html.P(words.health_none)]
    head = html.Thead(html.Tr([html.Th(column, scope="col") for column in words.health_source_columns]))
    body = html.Tbody([_source(one, health.n, scope, profile, texts) for one in found])
    return [title, html.Table([head, body])]


def _source(one: AlarmSource, of: int, scope: Scope, profile: CityProfile, texts: Texts) -> Component:
    label = rule_words(one.rule, scope.rules or {}, texts.language)
    place = place_name(one.place, scope.feeds, profile) or one.place
    name = [html.B(label), *([html.Div(place, className="note")] if place else [])]
    share = f"{text.tenths(one.n / of, texts)} %"
    bar = html.Span(html.I(style={"width": f"{100 * one.n / of:.1f}%"}), className="bar")
    return html.Tr([html.Td(name), html.Td(text.whole(one.n, texts)), html.Td([bar, share])])
