"""Feeds, the balance, and dead letters: what is shown, and what is read again."""

from typing import Any

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component

from callbacks.admin_values import (
    BadValueError,
    administrator,
    number,
    one_of,
    picked,
    place_words,
    pressed,
    span,
    step_of,
    turned,
    words,
)
from callbacks.services import Services
from domain.events import DeadLetterReason
from domain.letters import LetterChoice, LetterState
from layouts.admin_data import LETTERS_A_PAGE, feeds_body, letter_panel, letters_table, replay_told
from layouts.admin_parts import said
from layouts.ids import Id
from layouts.text import whole
from layouts.text_admin import admin_words

CHOICE = (
    (Id.ADMIN_LETTERS_STATE, "value"),
    (Id.ADMIN_LETTERS_STREAM, "value"),
    (Id.ADMIN_LETTERS_REASON, "value"),
    (Id.ADMIN_LETTERS_SOURCE, "value"),
    (Id.ADMIN_LETTERS_DATES, "start_date"),
    (Id.ADMIN_LETTERS_DATES, "end_date"),
)
TURNS = (Id.ADMIN_LETTERS_OLDER, Id.ADMIN_LETTERS_NEWER)
MOST_LETTERS = 2**53


def register(app: Dash, services: Services) -> None:
    """Connect the tabs of feeds and of dead letters."""
    _feeds(app, services)
    _letters(app, services)
    _letter(app, services)


def _feeds(app: Dash, services: Services) -> None:
    desk = services.administration

    @app.callback(Output(Id.ADMIN_FEEDS, "children"), Input(Id.ADMIN_FEEDS_TICK, "n_intervals"))
    def show_feeds(_ticks: object) -> list[Component]:
        administrator()
        snapshot = services.snapshots.latest(services.audiences[0])
        lag = snapshot.lag if snapshot else None
        return feeds_body(desk.feeds(), desk.balances(), lag, services.texts)


def _letters(app: Dash, services: Services) -> None:
    desk, profile, texts = services.administration, services.profile, services.texts

    @app.callback(
        Output(Id.ADMIN_LETTERS, "children"),
        Output(Id.ADMIN_LETTERS_COUNT, "children"),
        Output(Id.ADMIN_LETTERS_PAGE, "data"),
        *(Input(*one) for one in CHOICE),
        *(Input(button, "n_clicks") for button in TURNS),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_LETTERS_REPLAYED, "children"),
        Input(Id.ADMIN_LETTERS_TOLD, "children"),
        State(Id.ADMIN_LETTERS_PAGE, "data"),
    )
    def show_letters(*values: Any) -> tuple[Component, str, int]:
        administrator()
        choice, key = letter_choice(values[:6], services), picked(values[8])
        button = pressed(dict(zip(TURNS, values[6:8], strict=True)))
        total = desk.letters(choice, 0, 0).total
        page = turned(values[11], total, LETTERS_A_PAGE, step_of(button, *TURNS) or 0)
        found = desk.letters(choice, page * LETTERS_A_PAGE, LETTERS_A_PAGE)
        place = place_words(
            admin_words(texts).place, page, LETTERS_A_PAGE, total, found.letters, lambda n: whole(n, texts)
        )
        return letters_table(found, key, profile, texts), place, page

    @app.callback(
        Output(Id.ADMIN_LETTERS_REPLAYED, "children"),
        Input(Id.ADMIN_LETTERS_REPLAY, "n_clicks"),
        *(State(*one) for one in CHOICE),
        prevent_initial_call=True,
    )
    def replay_many(clicks: object, *values: Any) -> Any:
        by, choice = administrator(), letter_choice(values, services)
        if pressed({Id.ADMIN_LETTERS_REPLAY: clicks}) is None:
            return no_update
        return replay_told(desk.replay(choice, by), texts)


def letter_choice(values: tuple[Any, ...], services: Services) -> LetterChoice:
    """Which letters are chosen. Raises BadValueError."""
    state, stream, reason, source, first, last = values
    from_ms, until_ms = span(first, last, services.profile.timezone)
    return LetterChoice(
        words("stream", stream),
        words("source", source),
        one_of(DeadLetterReason, "reason", reason),
        from_ms,
        until_ms,
        one_of(LetterState, "state", state),
    )


def _letter(app: Dash, services: Services) -> None:
    desk, texts = services.administration, services.texts

    @app.callback(
        Output(Id.ADMIN_LETTER_PANEL, "children"),
        Input(Id.ADDRESS, "search"),
        Input(Id.ADMIN_LETTERS_TOLD, "children"),
    )
    def show_letter(search: object, _told: object) -> list[Component]:
        by, key = administrator(), picked(search)
        if not key:
            return letter_panel(None, texts)
        view = desk.letter(_letter_number(key), by)
        if view is None:
            return [said(admin_words(texts).data.letter_gone, is_refusal=True), *letter_panel(None, texts)]
        return letter_panel(view, texts)

    @app.callback(
        Output(Id.ADMIN_LETTERS_TOLD, "children"),
        Input(Id.ADMIN_LETTER_REPLAY, "n_clicks"),
        State(Id.ADMIN_LETTER_ID, "data"),
        prevent_initial_call=True,
    )
    def replay_one(clicks: object, letter_id: object) -> Any:
        by, which = administrator(), number("letter", letter_id, MOST_LETTERS)
        if pressed({Id.ADMIN_LETTER_REPLAY: clicks}) is None or which is None:
            return no_update
        return replay_told(desk.replay(LetterChoice(letter_id=which), by), texts)


def _letter_number(key: str) -> int:
    if not (key.isascii() and key.isdigit()) or len(key) > 15:
        raise BadValueError(f"letter: expected a number, got {key[:40]!r}")
    return int(key)
