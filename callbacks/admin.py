"""The administrators' page: which part an address shows; the parts have files of their own."""

from typing import Any

from dash import Dash, Input, Output
from dash.development.base_component import Component

from callbacks import admin_data, admin_people, admin_trail, admin_values
from callbacks.announced import announce
from callbacks.services import Services
from domain.identity import Identity
from layouts.admin import admin_layout, no_tab_layout
from layouts.admin_data import feeds_layout, letters_layout
from layouts.admin_people import screens_layout, sessions_layout, users_layout
from layouts.admin_trail import audit_layout, configuration_layout
from layouts.ids import Id
from layouts.text_admin import ADMIN_PATH
from layouts.text_admin_fields import Tab

TOLD = (Id.ADMIN_USERS_TOLD, Id.ADMIN_SCREENS_TOLD, Id.ADMIN_SESSIONS_TOLD, Id.ADMIN_LETTERS_TOLD)
FORGET = "() => ''"
"""What was told of one row, a password among it, goes when another is picked."""


def is_admin(pathname: str) -> bool:
    """Whether an address is of this page; which part it names is told on it."""
    return pathname.rstrip("/") == ADMIN_PATH or pathname.startswith(f"{ADMIN_PATH}/")


def admin_page(pathname: str, identity: Identity, services: Services) -> Component:
    """The part of the address, the accounts without one, or a word that there is none."""
    name = pathname.removeprefix(ADMIN_PATH).strip("/")
    tab = Tab.USERS if not name else next((one for one in Tab if one.value == name), None)
    if tab is None:
        return no_tab_layout(pathname, identity, services.texts)
    return admin_layout(tab, _body(tab, services), identity, services.texts)


def _body(tab: Tab, services: Services) -> Component:
    desk, profile, texts = services.administration, services.profile, services.texts
    match tab:
        case Tab.USERS:
            return users_layout(profile, texts)
        case Tab.SCREENS:
            return screens_layout(texts)
        case Tab.SESSIONS:
            return sessions_layout(texts)
        case Tab.FEEDS:
            return feeds_layout()
        case Tab.LETTERS:
            return letters_layout([name for name, _ in desk.letter_sources], texts)
        case Tab.AUDIT:
            return audit_layout(desk.chain(), profile, texts)
        case Tab.CONFIGURATION:
            return configuration_layout(desk.configuration, texts)


def register(app: Dash, services: Services) -> None:
    """Connect the page."""
    announce(app, [_body(tab, services) for tab in Tab if tab is not Tab.CONFIGURATION])
    admin_values.register(app.server)
    admin_people.register(app, services)
    admin_data.register(app, services)
    admin_trail.register(app, services)
    forget: Any = app.clientside_callback  # the one function of Dash without types
    for told in TOLD:
        picked = Input(Id.ADDRESS, "search")
        forget(FORGET, Output(told, "children", allow_duplicate=True), picked, prevent_initial_call=True)
