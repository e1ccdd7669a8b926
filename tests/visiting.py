"""A test's browser: it says with each request that it comes from a page of ours, as a browser would."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from callbacks.surfaces import first_output
from tests.signing_in import COOKIE, header

OWN_ORIGIN = {"Origin": "http://localhost"}


VISITOR = "live_room_visitor"
"""The token of who comes to a server, where its door is a real one."""


def comes(server: Flask, token: str) -> None:
    """Let the holder of a session be who comes from now on."""
    server.extensions[VISITOR] = token


def browse(server: Flask) -> FlaskClient:
    """A client over HTTP."""
    client = server.test_client()
    client.environ_base["HTTP_ORIGIN"] = OWN_ORIGIN["Origin"]
    if VISITOR in server.extensions:
        client.set_cookie(COOKIE, server.extensions[VISITOR])
    return client


def connect_socket(server: Flask, auth: object = None, headers: dict[str, str] | None = None) -> Any:
    """A client over Socket.IO."""
    own = {**OWN_ORIGIN, **(header(server.extensions[VISITOR]) if VISITOR in server.extensions else {})}
    return server.extensions["socketio"].test_client(server, auth=auth, headers=headers or own)


def call(server: Flask, output: str, values: Mapping[str, object], changed: str = "") -> TestResponse:
    """A callback as the browser calls it, by a part of its outputs; `values` stand in its inputs and states."""
    client = browse(server)
    known = dependencies(server)
    exact = (one for one in known if first_output(one["output"]) == output)
    callback = next(exact, None) or next(one for one in known if output in one["output"])
    names = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]

    def filled(part: Mapping[str, str]) -> dict[str, object]:
        return {**part, "value": values.get(f"{part['id']}.{part['property']}")}

    body = {
        "output": callback["output"],
        "outputs": outputs if callback["output"].startswith("..") else outputs[0],
        "inputs": [filled(part) for part in callback["inputs"]],
        "state": [filled(part) for part in callback["state"]],
        "changedPropIds": [changed] if changed else [],
    }
    return client.post("/_dash-update-component", json=body)


def dependencies(server: Flask) -> Sequence[Mapping[str, Any]]:
    """All callbacks that the server answers, as Dash tells them to a page."""
    told: Any = getattr(server.view_functions["/_dash-dependencies"], "__self__").callback_map  # noqa: B009  # a method of Dash
    return [
        {"output": output, "inputs": one["inputs"], "state": one["state"]}
        for output, one in told.items()
        if "callback" in one
    ]
