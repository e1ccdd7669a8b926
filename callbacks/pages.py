"""Which page an address shows."""

from functools import partial
from urllib.parse import parse_qs

from dash import Dash, Input, Output, State, dcc, html
from dash.development.base_component import Component
from flask import has_request_context

from callbacks.access import audiences_for
from callbacks.admin import admin_page, is_admin
from callbacks.alarms_page import alarms_page
from callbacks.console import CONSOLE_PATHS, console_page
from callbacks.gate import place, session_here
from callbacks.indicators import indicators_page
from callbacks.past import past_page
from callbacks.review import review_page
from callbacks.review_choice import is_review
from callbacks.screens import screens_page
from callbacks.services import Services
from callbacks.surfaces import PAGES, SCREENS, page_of
from domain.identity import Identity
from domain.privacy import WALL_AUDIENCES, Audience
from layouts.ids import Id
from layouts.mayor import mayor_layout
from layouts.screen_care import care_part
from layouts.text_admin import ADMIN_PATH
from layouts.text_alarms import ALARMS_PATH
from layouts.text_door import door_words
from layouts.text_indicator_page import INDICATORS_PATH
from layouts.text_past import PAST_PATH
from layouts.text_screens import SCREENS_PATH
from layouts.wall import wall_layout

WALL, MAYOR, REVIEW, CONSOLE = "/wall", "/mayor", "/agency", "/console"


def register(app: Dash, services: Services) -> None:
    """Show the page of the address; each page is built anew for each visit. The browser is told its language."""
    app.layout = partial(frame, services)
    told = f'<html lang="{services.texts.language}" data-release="{services.release}">'
    app.index_string = app.index_string.replace("<html>", told)
    if services.is_demonstration:
        mark = f'<p class="demonstration-mark">{door_words(services.texts.language).demonstration}</p>'
        app.index_string = app.index_string.replace("{%app_entry%}", mark + "{%app_entry%}")

    @app.callback(Output(Id.PAGE, "children"), Input(Id.ADDRESS, "pathname"), State(Id.ADDRESS, "search"))
    def show_page(pathname: str, search: str) -> Component:
        session = session_here()
        words = pathname if isinstance(pathname, str) else ""
        asked = profile_asked(search)
        return html.Main() if session is None else page_at(words, session.identity, services, asked)


def frame(services: Services) -> Component:
    """What all pages share: the address, the place for the page, and how the browser keeps it."""
    session = session_here() if has_request_context() else None  # Dash looks at it once by itself, for nobody
    is_screen = session is not None and session.identity.role in SCREENS
    care = care_part(services.care, services.reports, services.texts, is_screen=is_screen)
    return html.Div([dcc.Location(id=Id.ADDRESS, refresh=False), html.Div(id=Id.PAGE), care])


def profile_asked(search: object) -> str:
    """The screen profile that the address asks for: `?profile=tv-75`; empty where it asks for none."""
    return parse_qs(search.removeprefix("?")).get("profile", [""])[0] if isinstance(search, str) else ""


def page_at(pathname: str, identity: Identity, services: Services, profile: str = "") -> Component:
    """The page of an address for who asks, or a word that there is none, or that it is not theirs."""
    page, words = page_of(pathname), door_words(services.texts.language)
    if page not in PAGES or not is_page(pathname):
        return html.Main(services.texts.no_page.format(path=pathname[:80]), className="no-page")
    audiences = audiences_for(identity, services)
    needs_mayors = page in (MAYOR, INDICATORS_PATH, PAST_PATH)
    if identity.role not in PAGES[page] or (needs_mayors and Audience.MAYOR not in audiences):
        services.door.refused(identity, page, place())
        return html.Main(words.not_yours, className="no-page")
    if page == MAYOR:
        return mayor_layout(
            services.profile, services.boundaries, services.texts, Audience.MAYOR.value, services.tile_url
        )
    if page == INDICATORS_PATH:
        return indicators_page(identity, services)
    if page == PAST_PATH:
        return past_page(identity, services)
    if page == SCREENS_PATH:
        return screens_page(identity, services)
    if page == ALARMS_PATH:
        return alarms_page(identity, services)
    if page == ADMIN_PATH:
        return admin_page(pathname, identity, services)
    if page == REVIEW:
        return review_page(pathname, identity, services)
    if page == CONSOLE:
        return console_page(pathname, identity, services)
    audience = next(audience for audience in audiences if audience in WALL_AUDIENCES)
    return wall_page(services, audience, profile, identity.name)


def wall_page(services: Services, audience: Audience, profile: str, screen_name: str) -> Component:
    """The wall for a screen, or a word that there is no such profile."""
    plan, texts = services.plan, services.texts
    if profile and profile not in plan.screens:
        words = texts.no_profile.format(profile=profile[:60], known=", ".join(plan.screens))
        return html.Main(words, className="no-page")
    screen = plan.screen(profile, screen_name)
    return wall_layout(services.profile, services.boundaries, plan, screen, texts, audience.value, services.tile_url)


def is_page(pathname: str) -> bool:
    """Whether a page stands at an address: reviews have one for each agency, others one alone or with parts."""
    alone = ("", WALL, MAYOR, INDICATORS_PATH, PAST_PATH, SCREENS_PATH, ALARMS_PATH, *CONSOLE_PATHS)
    return pathname.rstrip("/") in alone or is_review(pathname) or is_admin(pathname)
