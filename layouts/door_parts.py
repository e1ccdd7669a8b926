"""What the pages of the app show of the door: the way out."""

from dash import html
from dash.development.base_component import Component

from layouts.text import Texts
from layouts.text_door import door_words


def sign_out(texts: Texts) -> Component:
    """A button that ends the session; a plain form, so that it works whatever the page does."""
    button = html.Button(door_words(texts.language).sign_out, type="submit")
    return html.Form(button, action="/sign-out", method="post", className="sign-out")
