"""Which page an address shows."""

from dash import Dash, Input, Output, dcc, html
from dash.development.base_component import Component

from callbacks.access import audience_of
from callbacks.indicators import indicators_page
from callbacks.review import review_page
from callbacks.review_choice import is_review
from callbacks.services import Services
from domain.privacy import Audience
from layouts.ids import Id
from layouts.mayor import mayor_layout
from layouts.text_indicator_page import INDICATORS_PATH
from layouts.wall import wall_layout

WALL_PATHS = ("/", "/wall")
MAYOR_PATH = "/mayor"


def register(app: Dash, services: Services) -> None:
    """Show the page of the address; each page is built anew for each visit. The browser is told its language."""
    app.layout = frame
    app.index_string = app.index_string.replace("<html>", f'<html lang="{services.texts.language}">')

    @app.callback(Output(Id.PAGE, "children"), Input(Id.ADDRESS, "pathname"))
    def show_page(pathname: str) -> Component:
        return page_at(pathname, services)


def frame() -> Component:
    """What all pages share: the address and the place for the page."""
    return html.Div([dcc.Location(id=Id.ADDRESS, refresh=False), html.Div(id=Id.PAGE)])


def page_at(pathname: str, services: Services) -> Component:
    """The page of an address, or a word that there is none."""
    if pathname.rstrip("/") in {path.rstrip("/") for path in WALL_PATHS}:
        audience = audience_of(None, services)
        return wall_layout(
            services.profile,
            services.boundaries,
            services.screen,
            services.texts,
            audience.value,
            services.tile_url,
            services.dwell_seconds,
        )
    if pathname.rstrip("/") == MAYOR_PATH and Audience.MAYOR in services.audiences:
        return mayor_layout(
            services.profile, services.boundaries, services.texts, Audience.MAYOR.value, services.tile_url
        )
    if pathname.rstrip("/") == INDICATORS_PATH and Audience.MAYOR in services.audiences:
        return indicators_page(services)
    if is_review(pathname):
        return review_page(pathname, services)
    return html.Main(services.texts.no_page.format(path=pathname[:80]), className="no-page")
