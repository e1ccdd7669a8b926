"""The page of indicators: its values, asked for every few seconds.

They come as one answer; the browser sets what changed of it.
"""

from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.access import audiences_for
from callbacks.announced import announce
from callbacks.gate import session_here
from callbacks.services import Services
from domain.identity import Identity
from domain.privacy import Audience
from domain.snapshot import Snapshot
from layouts.ids import Id
from layouts.indicators import indicators_layout, indicators_props

SET_CHANGED = """(values, shown) => {
  const now = {};
  for (const [id, props] of Object.entries(values || {})) {
    now[id] = JSON.stringify(props);
    if (shown && shown[id] !== now[id]) window.liveRoom.setProps(id, props);
  }
  return now;
}"""
"""The first values come with the page. What stands already is left as it is: a definition that was opened stays open,
and nothing flickers."""


def indicators_page(identity: Identity | None, services: Services) -> Component:
    """The page with the values of now, as far as there are any and who asks may see them."""
    return indicators_layout(services.profile, services.texts, Audience.MAYOR.value, seen(identity, services))


def register(app: Dash, services: Services) -> None:
    """Connect the page; the number of the picture that it shows stands in its tick."""
    announce(app, [indicators_page(None, services)])

    @app.callback(
        Output(Id.INDICATORS_VALUES, "data"), Input(Id.INDICATORS_TICK, "n_intervals"), prevent_initial_call=True
    )
    def ask_values(_ticks: int | None) -> Any:
        session = session_here()
        snapshot = seen(session.identity if session else None, services)
        return no_update if snapshot is None else dict(indicators_props(snapshot, services.profile, services.texts))

    set_changed: Any = app.clientside_callback  # the one function of Dash without types
    set_changed(
        SET_CHANGED,
        Output(Id.INDICATORS_SHOWN, "data"),
        Input(Id.INDICATORS_VALUES, "data"),
        State(Id.INDICATORS_SHOWN, "data"),
    )


def seen(identity: Identity | None, services: Services) -> Snapshot | None:
    """The city as the page shows it; nothing to whom the mayor's numbers are not open."""
    if identity is None or Audience.MAYOR not in audiences_for(identity, services):
        return None
    return services.snapshots.latest(Audience.MAYOR)
