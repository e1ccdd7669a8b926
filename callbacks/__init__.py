"""Wiring only: each feature registers itself when asked, never when imported."""

from dash import Dash
from flask_socketio import SocketIO

from callbacks import (
    admin,
    console,
    gate,
    headers,
    indicators,
    live,
    map_search,
    pages,
    past,
    review,
    screens,
    sign_in,
    single_sign_on,
)
from callbacks.bodies import Declared
from callbacks.live import FrameLogs
from callbacks.services import Services
from callbacks.surfaces import check_surfaces


def register(app: Dash, socketio: SocketIO, services: Services) -> FrameLogs:
    """Connect all features to an app; what comes back are the frames that its screens get."""
    gate.register(app.server, services.door, services.is_tls, lambda: served_callbacks(app))
    headers.register(app.server, app.csp_hashes, services.tile_url, services.is_tls)
    sign_in.register(app.server, services)
    single_sign_on.register(app.server, services)
    pages.register(app, services)
    review.register(app, services)
    indicators.register(app, services)
    console.register(app, services)
    map_search.register(app.server, services)
    past.register(app, services)
    screens.register(app, services)
    admin.register(app, services)
    logs = live.register(app.server, socketio, services)
    rules = (rule.rule for rule in app.server.url_map.iter_rules())
    check_surfaces(rules, served_callbacks(app), socketio.server.handlers["/"])
    return logs


def served_callbacks(app: Dash) -> Declared:
    """The callbacks that the server answers, by their outputs; those that the browser answers itself call nobody."""
    return {output: callback for output, callback in app.callback_map.items() if "callback" in callback}
