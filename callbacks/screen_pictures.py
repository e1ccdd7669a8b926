"""Pictures of screens: a keeper asks for one, the screen that is asked sends it, and the keeper looks at it."""

import re

from flask import Blueprint, Response, jsonify, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.gate import session_here
from callbacks.services import Services
from callbacks.surfaces import SCREENS_OF
from domain.identity import Role
from domain.privacy import Audience
from domain.screen_reports import Fleet, Pictured

JPEG = b"\xff\xd8\xff"
PAGE = re.compile(r"[a-z0-9]{1,16}")

Answer = BaseResponse | tuple[Response, int]


def routes(services: Services) -> Blueprint:
    """The addresses of asking, sending and looking; who may call them says the table of surfaces."""
    found = Blueprint("screen_pictures", __name__)

    @found.post("/screens/picture/<page>")
    def ask(page: str) -> Answer:
        session = session_here()
        screen = screen_of(page, services.screens.view())
        if session is None or screen is None:
            return jsonify(error="expected a page that a screen reported"), 404
        services.pictures.ask(page, screen, session.identity)
        return jsonify(asked=True), 202

    @found.get("/screens/picture/<page>")
    def look(page: str) -> Answer:
        session, picture = session_here(), services.pictures.of(page)
        if session is None or picture is None or picture.audience not in SCREENS_OF[session.identity.role]:
            return jsonify(error="there is no picture of this page for you; ask for one"), 404
        return Response(picture.jpeg, mimetype="image/jpeg")

    @found.post("/live/picture")
    def send() -> Answer:
        session, jpeg = session_here(), request.get_data()
        page, audience = request.args.get("page", ""), request.args.get("audience", "")
        if session is None or request.mimetype != "image/jpeg" or not jpeg.startswith(JPEG):
            return jsonify(error="picture: expected a JPEG as image/jpeg"), 400
        if not PAGE.fullmatch(page) or audience not in SCREENS_OF[session.identity.role]:
            return jsonify(error="picture: expected the page's name, and an audience of this screen"), 400
        if not services.pictures.keep(page, session.identity.subject, Audience(audience), jpeg):
            return jsonify(error="picture: nobody asked for one of this page"), 409
        return jsonify(kept=True), 200

    return found


def screen_of(page: str, fleet: Fleet) -> str | None:
    """The screen that reported a page; revoked ones may not come in, and so have none."""
    screens = (screen for screen in fleet.screens if not screen.is_revoked)
    return next(
        (one.identity.subject for one in screens for told in one.reports if told.report.page == page),
        None,
    )


def pictured(fleet: Fleet, role: Role, services: Services) -> dict[str, Pictured]:
    """How it is with the picture of each page that a role may be shown, by the page's name."""
    audiences = SCREENS_OF[role]
    return {
        told.report.page: state
        for screen in fleet.screens
        for told in screen.reports
        if told.report.audience in audiences
        for state in (services.pictures.state(told.report.page, screen.identity.subject),)
        if state.audience is None or state.audience in audiences
    }
