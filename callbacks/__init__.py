"""Wiring only: each feature registers itself when asked, never when imported."""

from dash import Dash
from flask_socketio import SocketIO

from callbacks import indicators, live, pages, review
from callbacks.live import FrameLogs
from callbacks.services import Services


def register(app: Dash, socketio: SocketIO, services: Services) -> FrameLogs:
    """Connect all features to an app; what comes back are the frames that its screens get."""
    pages.register(app, services)
    review.register(app, services)
    indicators.register(app, services)
    return live.register(app.server, socketio, services)
