"""Wiring only: each feature registers itself when asked, never when imported."""

from dash import Dash
from flask_socketio import SocketIO

from callbacks import live, pages, review
from callbacks.services import Services


def register(app: Dash, socketio: SocketIO, services: Services) -> None:
    """Connect all features to an app."""
    pages.register(app, services)
    review.register(app, services)
    live.register(app.server, socketio, services)
