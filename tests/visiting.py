"""A test's browser: it says with each request that it comes from a page of ours, as a browser would."""

from typing import Any

from flask import Flask
from flask.testing import FlaskClient

OWN_ORIGIN = {"Origin": "http://localhost"}


def browse(server: Flask) -> FlaskClient:
    """A client over HTTP."""
    client = server.test_client()
    client.environ_base["HTTP_ORIGIN"] = OWN_ORIGIN["Origin"]
    return client


def connect_socket(server: Flask, auth: object = None, headers: dict[str, str] | None = None) -> Any:
    """A client over Socket.IO."""
    return server.extensions["socketio"].test_client(server, auth=auth, headers=headers or OWN_ORIGIN)
