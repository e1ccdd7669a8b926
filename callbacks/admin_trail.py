"""The audit trail: what is listed, whether its chain is whole, and the file of it."""

from collections.abc import Sequence
from io import TextIOWrapper
from tempfile import TemporaryFile
from typing import Any, BinaryIO, cast
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, no_update
from dash.development.base_component import Component
from flask import Blueprint, Flask, Response, request, send_file

from callbacks.admin_values import administrator, one_of, place_words, pressed, span, step_of, turned, words
from callbacks.services import Services
from domain.audit import Action, AuditChoice
from layouts.admin_trail import ROWS_A_PAGE, audit_table, chain_state, write_trail
from layouts.ids import Id
from layouts.text import whole
from layouts.text_admin import admin_words

CHOICE = (
    (Id.ADMIN_AUDIT_DATES, "start_date"),
    (Id.ADMIN_AUDIT_DATES, "end_date"),
    (Id.ADMIN_AUDIT_WHO, "value"),
    (Id.ADMIN_AUDIT_ACTION, "value"),
    (Id.ADMIN_AUDIT_SUBJECT, "value"),
)
NAMES = ("from", "until", "who", "action", "subject")
"""The words of the file's address, in the order of the choice."""

TURNS = (Id.ADMIN_AUDIT_OLDER, Id.ADMIN_AUDIT_NEWER)
MOST_ROWS = 100_000
"""Of one file, the newest."""


def register(app: Dash, services: Services) -> None:
    """Connect the tab of the trail, and its file."""
    desk, profile, texts = services.administration, services.profile, services.texts

    @app.callback(
        Output(Id.ADMIN_AUDIT, "children"),
        Output(Id.ADMIN_AUDIT_COUNT, "children"),
        Output(Id.ADMIN_AUDIT_PAGE, "data"),
        Output(Id.ADMIN_AUDIT_CSV, "href"),
        *(Input(*one) for one in CHOICE),
        *(Input(button, "n_clicks") for button in TURNS),
        State(Id.ADMIN_AUDIT_PAGE, "data"),
    )
    def show_trail(*values: Any) -> tuple[Component, str, int, str]:
        administrator()
        choice, button = trail_choice(values[:5], services), pressed(dict(zip(TURNS, values[5:7], strict=True)))
        step, total = step_of(button, *TURNS), desk.trail(choice, 0, 0).total
        here = turned(values[7], total, ROWS_A_PAGE, step or 0)
        page = 0 if step is None else here
        found = desk.trail(choice, page * ROWS_A_PAGE, ROWS_A_PAGE)
        place = place_words(admin_words(texts).place, page, ROWS_A_PAGE, total, found.rows, lambda n: whole(n, texts))
        given = {name: str(value) for name, value in zip(NAMES, values[:5], strict=True) if value}
        return audit_table(found, profile, texts), place, page, f"/admin/audit.csv?{urlencode(given)}"

    @app.callback(
        Output(Id.ADMIN_CHAIN, "children"), Input(Id.ADMIN_CHAIN_CHECK, "n_clicks"), prevent_initial_call=True
    )
    def check_chain(clicks: object) -> Any:
        administrator()
        if pressed({Id.ADMIN_CHAIN_CHECK: clicks}) is None:
            return no_update
        return chain_state(desk.check_chain(), profile, texts)

    _file(app.server, services)


def trail_choice(values: Sequence[object], services: Services) -> AuditChoice:
    """Which rows are chosen. Raises BadValueError."""
    first, last, who, action, subject = values
    from_ms, until_ms = span(first, last, services.profile.timezone)
    asked = one_of(Action, "action", action)
    return AuditChoice(from_ms, until_ms, words("who", who), asked, words("subject", subject))


def _file(server: Flask, services: Services) -> None:
    routes = Blueprint("admin", __name__)

    @routes.get("/admin/audit.csv")
    def trail() -> Response:
        by, choice = administrator(), trail_choice([request.args.get(name) for name in NAMES], services)
        page = services.administration.trail(choice, 0, MOST_ROWS)
        file = cast("BinaryIO", TemporaryFile())  # noqa: SIM115  # closed when it has been sent
        text = TextIOWrapper(file, encoding="utf-8", newline="")
        write_trail(text, page.rows, services.profile, services.texts)
        text.detach()
        file.seek(0)
        asked = {name: request.args[name] for name in NAMES if request.args.get(name)}
        services.door.exported(by, "audit trail", {"rows": len(page.rows), "of": page.total, "choice": asked})
        return send_file(file, "text/csv", as_attachment=True, download_name="jejak-audit.csv")

    server.register_blueprint(routes)
