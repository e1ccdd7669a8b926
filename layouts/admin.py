"""The administrators' page: a heading, its parts, and one of them."""

from dash import dcc, html
from dash.development.base_component import Component

from domain.identity import Identity
from layouts.door_parts import sign_out
from layouts.figures.paper import PAPER
from layouts.text import Texts
from layouts.text_admin import admin_words, tab_path
from layouts.text_admin_fields import Tab
from layouts.text_alarms import ALARMS_PATH, alarm_texts


def admin_layout(tab: Tab, body: Component, identity: Identity, texts: Texts) -> Component:
    """The page with one of its parts."""
    about = html.P(admin_words(texts).about[tab], className="about")
    return _page([about, body], identity, texts, tab)


def no_tab_layout(path: str, identity: Identity, texts: Texts) -> Component:
    """The page where the address names no part of it."""
    told = html.P(admin_words(texts).no_tab.format(path=path[:80]), className="card", role="alert")
    return _page([told], identity, texts, None)


def _page(children: list[Component], identity: Identity, texts: Texts, tab: Tab | None) -> Component:
    words = admin_words(texts)
    links = [
        dcc.Link(name, href=tab_path(one), className="part is-here" if one is tab else "part")
        for one, name in words.tabs.items()
    ]
    header = html.Header(
        [
            html.H1(words.heading),
            html.Span(className="spacer"),
            html.Span(identity.name, className="as-of"),
            html.A(alarm_texts(texts.language).health, href=ALARMS_PATH, className="button"),
            html.A(words.to_wall, href="/wall", className="button"),
            sign_out(texts),
        ]
    )
    colours = {f"--{name}": value for name, value in PAPER.items()}
    return html.Main([header, html.Nav(links, className="parts"), *children], className="admin", style=colours)
