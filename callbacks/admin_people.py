"""Accounts, screens and sessions: what is listed, and what an administrator does with one of them."""

from collections.abc import Callable
from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.admin_values import (
    administrator,
    many_words,
    one_of,
    picked,
    pressed,
    session_of_administrator,
    words,
)
from callbacks.services import Services
from domain.accounts import Refusal, RefusedError
from domain.identity import Identity, IdentityError, Role
from layouts.admin_parts import said
from layouts.admin_people import (
    code_told,
    password_told,
    screen_panel,
    screens_table,
    session_panel,
    sessions_table,
    user_panel,
    users_table,
)
from layouts.ids import Id
from layouts.text_admin import admin_words

Told = list[Component] | Component
USER_BUTTONS = (
    Id.ADMIN_USER_SAVE,
    Id.ADMIN_USER_RESET,
    Id.ADMIN_USER_FACTOR,
    Id.ADMIN_USER_ENABLE,
    Id.ADMIN_USER_DISABLE,
)
SCREEN_BUTTONS = (Id.ADMIN_SCREEN_CODE, Id.ADMIN_SCREEN_REVOKE)


def register(app: Dash, services: Services) -> None:
    """Connect the tabs of accounts, screens and sessions."""
    _users(app, services)
    _screens(app, services)
    _sessions(app, services)


def told_or_refused(act: Callable[[], Told], services: Services) -> Told:
    """What became of an action, or why it was refused."""
    people = admin_words(services.texts).people
    try:
        return act()
    except RefusedError as error:
        return said(people.refusals[error.refusal], is_refusal=True)
    except IdentityError:
        return said(people.bad_agencies, is_refusal=True)


# --- accounts


def _users(app: Dash, services: Services) -> None:
    desk, profile, texts = services.administration, services.profile, services.texts

    @app.callback(
        Output(Id.ADMIN_USERS, "children"),
        Output(Id.ADMIN_USER_PANEL, "children"),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_USERS_TOLD, "children"),
        Input(Id.ADMIN_USER_ADDED, "children"),
    )
    def show_users(search: object, _told: object, _added: object) -> tuple[Component, list[Component]]:
        you, key, accounts = administrator().subject, picked(search), desk.accounts()
        one = next((account for account in accounts if account.login == key), None)
        return users_table(accounts, key, you, profile, texts), user_panel(one, profile, texts)

    @app.callback(
        Output(Id.ADMIN_USER_ADDED, "children"),
        Output(Id.ADMIN_NEW_LOGIN, "value"),
        Output(Id.ADMIN_NEW_NAME, "value"),
        Input(Id.ADMIN_NEW_ADD, "n_clicks"),
        State(Id.ADMIN_NEW_LOGIN, "value"),
        State(Id.ADMIN_NEW_NAME, "value"),
        State(Id.ADMIN_NEW_ROLE, "value"),
        State(Id.ADMIN_NEW_AGENCIES, "value"),
        prevent_initial_call=True,
    )
    def add_user(clicks: object, login: object, name: object, role: object, agencies: object) -> tuple[Any, Any, Any]:
        by, given = administrator(), (words("login", login), words("name", name))
        chosen, codes = one_of(Role, "role", role), many_words("agencies", agencies)
        if pressed({Id.ADMIN_NEW_ADD: clicks}) is None:
            return no_update, no_update, no_update
        told = told_or_refused(lambda: _added(services, by, *given, chosen, codes), services)
        is_done = isinstance(told, list)
        return told, "" if is_done else no_update, "" if is_done else no_update

    @app.callback(
        Output(Id.ADMIN_USERS_TOLD, "children"),
        *(Input(button, "n_clicks") for button in USER_BUTTONS),
        State(Id.ADMIN_USER_LOGIN, "data"),
        State(Id.ADMIN_USER_ROLE, "value"),
        State(Id.ADMIN_USER_AGENCIES, "value"),
        prevent_initial_call=True,
    )
    def change_user(*values: object) -> Any:
        by, login = administrator(), words("login", values[5])
        role, agencies = one_of(Role, "role", values[6]), many_words("agencies", values[7])
        button = pressed(dict(zip(USER_BUTTONS, values[:5], strict=True)))
        if button is None or not login:
            return no_update
        return told_or_refused(lambda: _changed(services, by, button, login, role, agencies), services)


def _known_agencies(services: Services, role: Role | None, agencies: tuple[str, ...]) -> tuple[Role, tuple[str, ...]]:
    """A role and its agencies, where there are such. Raises RefusedError, IdentityError."""
    if role is None:
        raise RefusedError("expected a role", Refusal.ROLE)
    if unknown := [code for code in agencies if code not in services.profile.agencies]:
        raise IdentityError(f"agencies: {', '.join(unknown)[:80]} are none of this city")
    return role, agencies


def _added(
    services: Services, by: Identity, login: str, name: str, role: Role | None, agencies: tuple[str, ...]
) -> Told:
    people = admin_words(services.texts).people
    identity = Identity(login, name, *_known_agencies(services, role, agencies))
    password = services.administration.add_account(identity, by)
    return password_told(people.account_added.format(login=login), password, services.texts)


def _changed(
    services: Services, by: Identity, button: str, login: str, role: Role | None, agencies: tuple[str, ...]
) -> Told:
    desk, people = services.administration, admin_words(services.texts).people
    if button == Id.ADMIN_USER_SAVE:
        desk.set_role(login, Identity(login, login, *_known_agencies(services, role, agencies)), by)
        return said(people.role_changed.format(who=login))
    if button == Id.ADMIN_USER_RESET:
        return password_told(login, desk.one_time_password(login, by), services.texts)
    if button == Id.ADMIN_USER_FACTOR:
        desk.reset_second_factor(login, by)
        return said(people.factor_reset.format(who=login))
    is_disabled = button == Id.ADMIN_USER_DISABLE
    desk.set_disabled(login, is_disabled, by)
    return said((people.account_disabled if is_disabled else people.account_enabled).format(who=login))


# --- screens


def _screens(app: Dash, services: Services) -> None:
    desk, profile, texts = services.administration, services.profile, services.texts

    @app.callback(
        Output(Id.ADMIN_SCREENS, "children"),
        Output(Id.ADMIN_SCREEN_PANEL, "children"),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_SCREENS_TOLD, "children"),
        Input(Id.ADMIN_SCREEN_ADDED, "children"),
    )
    def show_screens(search: object, _told: object, _added: object) -> tuple[Component, list[Component]]:
        administrator()
        key, screens = picked(search), desk.screens()
        one = next((screen for screen in screens if screen.identity.subject == key), None)
        return screens_table(screens, key, profile, texts), screen_panel(one, texts)

    @app.callback(
        Output(Id.ADMIN_SCREEN_ADDED, "children"),
        Output(Id.ADMIN_NEW_SCREEN_NAME, "value"),
        Input(Id.ADMIN_NEW_SCREEN_ADD, "n_clicks"),
        State(Id.ADMIN_NEW_SCREEN_NAME, "value"),
        State(Id.ADMIN_NEW_SCREEN_ROLE, "value"),
        prevent_initial_call=True,
    )
    def add_screen(clicks: object, name: object, role: object) -> tuple[Any, Any]:
        by, given, chosen = administrator(), words("name", name), one_of(Role, "role", role)
        if pressed({Id.ADMIN_NEW_SCREEN_ADD: clicks}) is None:
            return no_update, no_update
        told = told_or_refused(lambda: _screen_added(services, by, given, chosen), services)
        return told, "" if isinstance(told, list) else no_update

    @app.callback(
        Output(Id.ADMIN_SCREENS_TOLD, "children"),
        *(Input(button, "n_clicks") for button in SCREEN_BUTTONS),
        State(Id.ADMIN_SCREEN_ID, "data"),
        prevent_initial_call=True,
    )
    def change_screen(code: object, revoke: object, screen_id: object) -> Any:
        by, subject = administrator(), words("screen", screen_id)
        button = pressed(dict(zip(SCREEN_BUTTONS, (code, revoke), strict=True)))
        if button is None or not subject:
            return no_update
        return told_or_refused(lambda: _screen_changed(services, by, button, subject), services)


def _screen_added(services: Services, by: Identity, name: str, role: Role | None) -> Told:
    if role is None:
        raise RefusedError("expected a role", Refusal.ROLE)
    screen, code = services.administration.add_screen(name, role, by)
    people = admin_words(services.texts).people
    return code_told(people.screen_added.format(who=screen.identity.name), code, services.texts)


def _screen_changed(services: Services, by: Identity, button: str, screen_id: str) -> Told:
    desk, people = services.administration, admin_words(services.texts).people
    names = {one.identity.subject: one.identity.name for one in desk.screens()}
    who = names.get(screen_id, screen_id)
    if button == Id.ADMIN_SCREEN_CODE:
        return code_told(people.code_made.format(who=who), desk.screen_code(screen_id, by), services.texts)
    desk.revoke_screen(screen_id, by)
    return said(people.screen_revoked.format(who=who))


# --- sessions


def _sessions(app: Dash, services: Services) -> None:
    desk, profile, texts = services.administration, services.profile, services.texts

    @app.callback(
        Output(Id.ADMIN_SESSIONS, "children"),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_SESSIONS_TOLD, "children"),
        Input(Id.ADMIN_SESSIONS_TICK, "n_intervals"),
    )
    def show_sessions(search: object, _told: object, _ticks: object) -> Component:
        own = session_of_administrator().session_id
        return sessions_table(desk.sessions(), picked(search), own, profile, texts)

    @app.callback(
        Output(Id.ADMIN_SESSION_PANEL, "children"),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_SESSIONS_TOLD, "children"),
    )
    def show_session(search: object, _told: object) -> list[Component]:
        own, key = session_of_administrator().session_id, picked(search)
        return session_panel(next((one for one in desk.sessions() if one.session_id == key), None), own, texts)

    @app.callback(
        Output(Id.ADMIN_SESSIONS_TOLD, "children"),
        Input(Id.ADMIN_SESSION_REVOKE, "n_clicks"),
        State(Id.ADMIN_SESSION_ID, "data"),
        prevent_initial_call=True,
    )
    def revoke_session(clicks: object, session_id: object) -> Any:
        by, key, people = administrator(), words("session", session_id), admin_words(texts).people
        if pressed({Id.ADMIN_SESSION_REVOKE: clicks}) is None or not key:
            return no_update
        who = next((one.subject for one in desk.sessions() if one.session_id == key), key)
        if not desk.revoke_session(key, by):
            return said(people.session_gone, is_refusal=True)
        return said(people.session_revoked.format(who=who))
