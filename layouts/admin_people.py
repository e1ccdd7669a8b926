"""Accounts, screens and sessions as administrators see them."""

from collections.abc import Sequence

from dash import dcc, html
from dash.development.base_component import Component

from domain.accounts import Account, Screen, SessionRow
from domain.identity import AGENCY_ROLES, PERSON_ROLES, SCREEN_ROLES, Identity, Kind
from domain.profile import CityProfile
from layouts.admin_parts import (
    card,
    chip,
    choice,
    columns,
    field,
    pick,
    question,
    row,
    said,
    secret,
    table,
    words_input,
)
from layouts.ids import Id
from layouts.text import Texts
from layouts.text_admin import admin_words
from layouts.text_admin_fields import Tab
from layouts.text_review import local, moment
from layouts.text_screens import SCREENS_PATH, screens_texts

SESSIONS_EVERY_MS = 15_000

# --- accounts


def users_layout(profile: CityProfile, texts: Texts) -> Component:
    """The tab of accounts, still without them."""
    words = admin_words(texts).people
    add = html.Details(
        [
            html.Summary(words.add_account, className="button"),
            html.Div(
                [
                    field(words.login, words_input(Id.ADMIN_NEW_LOGIN, words.login_hint, longest=80)),
                    field(words.name, words_input(Id.ADMIN_NEW_NAME)),
                    field(words.role, _roles(Id.ADMIN_NEW_ROLE, texts)),
                    field(words.agencies, _agencies(Id.ADMIN_NEW_AGENCIES, profile, texts), words.agencies_hint),
                    html.Button(words.add_account, id=Id.ADMIN_NEW_ADD, type="button", className="button is-main"),
                ],
                className="form",
            ),
        ],
        className="add",
    )
    added, told = html.Div(id=Id.ADMIN_USER_ADDED), html.Div(id=Id.ADMIN_USERS_TOLD)
    return columns(
        [card([add, added]), card([html.Div(id=Id.ADMIN_USERS)])],
        [card([told, html.Div(user_panel(None, profile, texts), id=Id.ADMIN_USER_PANEL)])],
    )


def users_table(accounts: Sequence[Account], picked: str, you: str, profile: CityProfile, texts: Texts) -> Component:
    """All accounts."""
    words = admin_words(texts).people
    headings = (
        words.login,
        words.name,
        words.role,
        words.agencies,
        words.state,
        words.second_factor,
        words.signed_in,
        words.origin,
    )
    rows = [
        row(
            [
                _named(pick(one.login, Tab.USERS, one.login), words.you if one.login == you else ""),
                one.identity.name,
                words.roles[one.identity.role],
                _agency_names(one.identity, profile),
                account_state(one, texts),
                words.on if one.has_second_factor else words.off,
                moment(one.signed_in_ms, profile.timezone, texts) if one.signed_in_ms is not None else words.never,
                words.origins[one.origin],
            ],
            is_picked=one.login == picked,
            is_past=one.is_disabled,
        )
        for one in accounts
    ]
    return table(headings, rows)


def _named(name: Component, you: str) -> list[str | Component]:
    """A name, and whether it is one's own."""
    return [name, " ", chip(you)] if you else [name]


def account_state(account: Account, texts: Texts) -> str:
    """Whether somebody may come in."""
    words = admin_words(texts).people
    if account.is_disabled:
        return words.disabled
    return words.must_change if account.must_change else words.active


def user_panel(account: Account | None, profile: CityProfile, texts: Texts) -> list[Component]:
    """What can be done with one account; its controls are there, hidden, where none is picked."""
    words, yes = admin_words(texts).people, admin_words(texts).yes
    who = account.login if account else ""
    role, agencies = (account.identity.role.value, list(account.identity.agencies)) if account else (None, [])
    is_disabled = account is not None and account.is_disabled
    form = [
        dcc.Store(id=Id.ADMIN_USER_LOGIN, data=who),
        field(words.role, _roles(Id.ADMIN_USER_ROLE, texts, role)),
        field(words.agencies, _agencies(Id.ADMIN_USER_AGENCIES, profile, texts, agencies), words.agencies_hint),
        question(Id.ADMIN_USER_SAVE, words.change_role, words.change_role_asks.format(who=who), yes),
        question(Id.ADMIN_USER_RESET, words.make_one_time, words.one_time_asks.format(who=who), yes),
        question(
            Id.ADMIN_USER_FACTOR,
            words.reset_factor,
            words.reset_factor_asks.format(who=who),
            yes,
            is_absent=account is None or not account.has_second_factor,
        ),
        question(Id.ADMIN_USER_ENABLE, words.enable, words.enable_asks.format(who=who), yes, is_absent=not is_disabled),
        question(
            Id.ADMIN_USER_DISABLE,
            words.disable,
            words.disable_asks.format(who=who),
            yes,
            is_grave=True,
            is_absent=is_disabled,
        ),
    ]
    head = [html.P(words.pick_account, className="note")] if account is None else _about(account, texts)
    return [*head, html.Div(form, className="is-absent" if account is None else "form")]


def _about(account: Account, texts: Texts) -> list[Component]:
    return [
        html.H2(account.identity.name, className="picked"),
        html.P(f"{account.login} · {account_state(account, texts)}", className="note"),
    ]


def _roles(component: Id, texts: Texts, value: str | None = None) -> Component:
    words = admin_words(texts).people.roles
    return choice(component, [(role.value, words[role]) for role in PERSON_ROLES], texts, value, is_clearable=False)


def _agencies(component: Id, profile: CityProfile, texts: Texts, value: Sequence[str] = ()) -> Component:
    options = [(code, agency.short) for code, agency in profile.agencies.items()]
    return choice(component, options, texts, list(value), is_multi=True)


def _agency_names(identity: Identity, profile: CityProfile) -> str:
    known = profile.agencies
    return ", ".join(known[code].short if code in known else code for code in identity.agencies)


def has_agencies_as_it_should(role: str, agencies: Sequence[str]) -> bool:
    """Whether a role has agencies just where it needs some."""
    return (role in [one.value for one in AGENCY_ROLES]) == bool(agencies)


def password_told(words: str, password: str, texts: Texts) -> list[Component]:
    """What was done, and the password that is shown once."""
    people = admin_words(texts).people
    return [said(words), secret(people.one_time, password, people.one_time_note)]


# --- screens


def screens_layout(texts: Texts) -> Component:
    """The tab of screens, still without them."""
    words = admin_words(texts).people
    roles = [(role.value, words.roles[role]) for role in SCREEN_ROLES]
    add = html.Details(
        [
            html.Summary(words.add_screen, className="button"),
            html.Div(
                [
                    field(words.name, words_input(Id.ADMIN_NEW_SCREEN_NAME, words.screen_name_hint)),
                    field(words.role, choice(Id.ADMIN_NEW_SCREEN_ROLE, roles, texts, roles[0][0], is_clearable=False)),
                    html.Button(
                        words.add_screen, id=Id.ADMIN_NEW_SCREEN_ADD, type="button", className="button is-main"
                    ),
                ],
                className="form",
            ),
        ],
        className="add",
    )
    how_they_are = screens_texts(texts.language).how_they_are
    added, told = html.Div(id=Id.ADMIN_SCREEN_ADDED), html.Div(id=Id.ADMIN_SCREENS_TOLD)
    return columns(
        [
            card([add, added, html.A(how_they_are, href=SCREENS_PATH, className="how-they-are")]),
            card([html.Div(id=Id.ADMIN_SCREENS)]),
        ],
        [card([told, html.Div(screen_panel(None, texts), id=Id.ADMIN_SCREEN_PANEL)])],
    )


def screens_table(screens: Sequence[Screen], picked: str, profile: CityProfile, texts: Texts) -> Component:
    """All screens."""
    words = admin_words(texts).people
    if not screens:
        return html.P(words.no_screens, className="note")
    rows = [
        row(
            [
                pick(one.identity.name, Tab.SCREENS, one.identity.subject),
                words.roles[one.identity.role],
                screen_state(one, profile, texts),
                moment(one.seen_ms, profile.timezone, texts) if one.seen_ms is not None else words.never,
                one.identity.subject,
            ],
            is_picked=one.identity.subject == picked,
            is_past=one.is_revoked,
        )
        for one in screens
    ]
    return table((words.name, words.role, words.state, words.last_seen, "ID"), rows)


def screen_state(screen: Screen, profile: CityProfile, texts: Texts) -> str:
    """Whether a screen is let in."""
    words = admin_words(texts).people
    if screen.is_revoked:
        return words.revoked
    if screen.is_enrolled:
        return words.enrolled
    if screen.code_ends_ms is None:
        return words.not_enrolled
    time = local(screen.code_ends_ms, profile.timezone).strftime(f"%H{texts.time_mark}%M")
    return words.waits_for_code.format(time=time)


def screen_panel(screen: Screen | None, texts: Texts) -> list[Component]:
    """What can be done with one screen."""
    words, yes = admin_words(texts).people, admin_words(texts).yes
    who = screen.identity.name if screen else ""
    form = [
        dcc.Store(id=Id.ADMIN_SCREEN_ID, data=screen.identity.subject if screen else ""),
        question(Id.ADMIN_SCREEN_CODE, words.new_code, words.new_code_asks.format(who=who), yes),
        question(
            Id.ADMIN_SCREEN_REVOKE, words.revoke_screen, words.revoke_screen_asks.format(who=who), yes, is_grave=True
        ),
    ]
    is_closed = screen is None or screen.is_revoked
    if screen is None:
        head: list[Component] = [html.P(words.pick_screen, className="note")]
    else:
        state = words.revoked if screen.is_revoked else words.roles[screen.identity.role]
        head = [html.H2(who, className="picked"), html.P(f"{screen.identity.subject} · {state}", className="note")]
    return [*head, html.Div(form, className="is-absent" if is_closed else "form")]


def code_told(words: str, code: str, texts: Texts) -> list[Component]:
    """What was done, and the code that is shown once."""
    people = admin_words(texts).people
    return [said(words), secret(people.code, code, people.code_note)]


# --- sessions


def sessions_layout(texts: Texts) -> Component:
    """The tab of sessions, still without them."""
    told = html.Div(id=Id.ADMIN_SESSIONS_TOLD)
    return columns(
        [card([html.Div(id=Id.ADMIN_SESSIONS), html.P(admin_words(texts).people.session_note, className="note")])],
        [
            card([told, html.Div(session_panel(None, "", texts), id=Id.ADMIN_SESSION_PANEL)]),
            dcc.Interval(id=Id.ADMIN_SESSIONS_TICK, interval=SESSIONS_EVERY_MS),
        ],
    )


def sessions_table(
    sessions: Sequence[SessionRow], picked: str, own: str, profile: CityProfile, texts: Texts
) -> Component:
    """All living sessions."""
    words, zone = admin_words(texts).people, profile.timezone
    rows = [
        row(
            [
                _named(pick(_owner(one), Tab.SESSIONS, one.session_id), words.you if one.session_id == own else ""),
                words.kinds[one.kind],
                words.roles[one.identity.role] if one.identity else words.disabled,
                moment(one.created_ms, zone, texts),
                moment(one.seen_ms, zone, texts),
                moment(one.ends_ms, zone, texts),
            ],
            is_picked=one.session_id == picked,
            is_past=one.identity is None,
        )
        for one in sessions
    ]
    return table((words.who, "", words.role, words.since, words.last_request, words.ends), rows)


def session_panel(session: SessionRow | None, own: str, texts: Texts) -> list[Component]:
    """What can be done with one session."""
    words, yes = admin_words(texts).people, admin_words(texts).yes
    is_own = session is not None and session.session_id == own
    who = _owner(session) if session else ""
    asks = words.revoke_own_asks if is_own else words.revoke_session_asks.format(who=who)
    form = [
        dcc.Store(id=Id.ADMIN_SESSION_ID, data=session.session_id if session else ""),
        question(Id.ADMIN_SESSION_REVOKE, words.revoke_session, asks, yes, is_grave=True),
    ]
    if session is None:
        head: list[Component] = [html.P(words.pick_session, className="note")]
    else:
        note = words.this_session if is_own else words.kinds[session.kind]
        head = [html.H2(who, className="picked"), html.P(note, className="note")]
    return [*head, html.Div(form, className="is-absent" if session is None else "form")]


def _owner(session: SessionRow) -> str:
    is_named = session.kind is Kind.SCREEN and session.identity is not None
    return session.identity.name if is_named and session.identity else session.subject
