"""The operators' desk: its page, what a row opens, and what is done; only operators pass the gate before it."""

from collections.abc import Mapping
from typing import Any

from dash import Dash, Input, Output, html, no_update
from dash.development.base_component import Component

from callbacks.access import audiences_for
from callbacks.announced import announce
from callbacks.console_acts import ACTS, Asked, done_words
from callbacks.console_rows import opened
from callbacks.gate import session_here
from callbacks.handover import handover_page
from callbacks.services import Services
from domain.identity import Identity
from domain.privacy import Audience
from layouts.console import CONSOLE_PATH, HANDOVER_PATH, console_layout
from layouts.console_parts import desk_stores
from layouts.ids import Id
from layouts.text_door import door_words

CONSOLE_PATHS = (CONSOLE_PATH, HANDOVER_PATH)

TAKE = """(work, desk, done) => {
  if (window.liveRoom && window.liveRoom.desk) window.liveRoom.desk.take(work, desk, done);
  return null;
}"""
"""The list is drawn by the page's script, which knows where the cursor is."""


def console_page(pathname: str, identity: Identity, services: Services) -> Component:
    """The desk, or its hand-over sheet; nothing where this installation draws no operator's view."""
    if Audience.OPERATOR not in audiences_for(identity, services):
        return html.Main(door_words(services.texts.language).not_yours, className="no-page")
    if pathname.rstrip("/") == HANDOVER_PATH:
        return handover_page(identity, services)
    return console_layout(
        identity, services.profile, services.texts, Audience.OPERATOR.value, services.console, services.scenes
    )


def register(app: Dash, services: Services) -> None:
    """Connect the page."""
    announce(app, [*desk_stores(), html.Div(id=Id.CONSOLE_DETAIL)])

    @app.callback(Output(Id.CONSOLE_DETAIL, "children"), Input(Id.CONSOLE_OPEN, "data"), prevent_initial_call=True)
    def open_row(asked: object) -> Any:
        session = session_here()
        if session is None or not isinstance(asked, dict):
            return no_update
        return opened(str(asked.get("kind", "")), str(asked.get("ref", "")), services)

    @app.callback(Output(Id.CONSOLE_DONE, "data"), Input(Id.CONSOLE_ACTION, "data"), prevent_initial_call=True)
    def do(asked: object) -> Any:
        session = session_here()
        if session is None or not isinstance(asked, dict):
            return no_update
        return done(session.identity, session.session_id, asked, services)

    set_changed: Any = app.clientside_callback  # the one function of Dash without types
    set_changed(
        TAKE,
        Output(Id.CONSOLE_NOTHING, "data"),
        Input(Id.CONSOLE_WORK, "data"),
        Input(Id.CONSOLE_DESK, "data"),
        Input(Id.CONSOLE_DONE, "data"),
    )


def done(identity: Identity, session_id: str, asked: Mapping[str, object], services: Services) -> dict[str, object]:
    """Do what a desk asks for, and say what came of it; `n` tells which question is answered."""
    act = ACTS.get(str(asked.get("act", "")))
    told = done_words(act, Asked(identity, session_id, asked), services)
    return {"n": asked.get("n"), "act": asked.get("act"), **told}
