"""The page of screens, asked for again every few seconds; and the reports of screens that have no socket."""

from typing import Any

import msgspec
from dash import Dash, Input, Output, dcc, html, no_update
from dash.development.base_component import Component
from flask import Blueprint, Response, jsonify, request

from callbacks.announced import announce
from callbacks.gate import session_here
from callbacks.screen_pictures import pictured
from callbacks.screen_pictures import routes as picture_routes
from callbacks.screen_reports import heard
from callbacks.services import Services
from callbacks.surfaces import PAGES
from domain.identity import Identity, Role
from layouts.ids import Id
from layouts.screens import FleetView, screens_layout, screens_rows
from layouts.text_screens import SCREENS_PATH

MOST_BYTES = 4096
"""Of a report; the longest that fits its fields is a quarter of it."""


def screens_page(identity: Identity, services: Services) -> Component:
    """The page with how the screens are now."""
    if identity.role not in PAGES[SCREENS_PATH]:
        return html.Main()
    return screens_layout(_view(services, identity.role))


def register(app: Dash, services: Services) -> None:
    """Connect the page and the reports."""
    app.server.register_blueprint(_routes(services))
    app.server.register_blueprint(picture_routes(services))
    announce(app, [dcc.Interval(id=Id.SCREENS_TICK), html.Div(id=Id.SCREENS_ROWS)])

    @app.callback(Output(Id.SCREENS_ROWS, "children"), Input(Id.SCREENS_TICK, "n_intervals"), prevent_initial_call=True)
    def ask_screens(_ticks: int | None) -> Any:
        session = session_here()
        if session is None or session.identity.role not in PAGES[SCREENS_PATH]:
            return no_update
        return screens_rows(_view(services, session.identity.role))


def _view(services: Services, role: Role) -> FleetView:
    texts, fleet = services.texts, services.screens.view()
    titles = services.plan.titles(texts.language)
    return FleetView(fleet, services.reports, services.release, titles, texts, pictured(fleet, role, services))


def _routes(services: Services) -> Blueprint:
    routes = Blueprint("screen_reports", __name__)

    @routes.post("/live/report")
    def report() -> tuple[Response, int]:
        session, body = session_here(), request.get_data()
        if session is None:
            return jsonify(error="sign in first"), 401
        if request.mimetype != "application/json" or len(body) > MOST_BYTES:
            return jsonify(error=f"report: expected application/json of at most {MOST_BYTES} bytes"), 400
        try:
            told = msgspec.json.decode(body)
        except (msgspec.DecodeError, RecursionError):
            return jsonify(error="report: expected JSON"), 400
        answer = heard(told, session, services)
        return jsonify(answer), 400 if "error" in answer else 200

    return routes
