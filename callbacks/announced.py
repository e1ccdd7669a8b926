"""What pages have that are not shown yet: Dash compares callbacks with it, so that an unknown id is an error."""

from collections.abc import Sequence
from typing import Any

from dash import Dash, html
from dash.development.base_component import Component


def announce(app: Dash, parts: Sequence[Component]) -> None:
    """Let callbacks name what these parts have, although another page is shown; unknown ids still are an error."""
    known: Any = app.validation_layout  # Dash declares it as None
    app.validation_layout = html.Div([known, *parts])  # type: ignore[assignment]
