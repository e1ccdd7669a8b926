"""Search for a complaint by its number from a map: for operators, within what they may be listed."""

from flask import Blueprint, Flask, Response, jsonify, request

from callbacks.gate import session_here
from callbacks.services import Services
from domain.complaints import ComplaintState
from domain.found_case import FoundCase, found_case
from domain.identity import Role
from domain.privacy import Audience, Viewer
from domain.secrecy import Secrets
from layouts import text
from layouts.city_map import CASE_SEARCH
from layouts.hotspots import category_name, ward_name
from layouts.text_review import local, review_texts

LONGEST_ID = 80
VIEWERS = {Role.OPERATOR: Viewer(Audience.OPERATOR)}
"""As whom a role searches."""


def register(server: Flask, services: Services) -> None:
    """Add the address of the search."""
    routes = Blueprint("map", __name__)
    secrets = Secrets.from_profile(services.profile)

    @routes.get(CASE_SEARCH)
    def case() -> tuple[Response, int]:
        asked, session = request.args.get("id", "").strip(), session_here()
        if not asked or len(asked) > LONGEST_ID or not asked.isprintable():
            return jsonify(error=f"id: expected the number of a complaint, up to {LONGEST_ID} characters"), 400
        if session is None or session.identity.role not in VIEWERS:
            return jsonify(error="not for you"), 403
        found = found_case(services.case(asked), VIEWERS[session.identity.role], secrets)
        return (jsonify(error="no such complaint"), 404) if found is None else (jsonify(told(found, services)), 200)

    server.register_blueprint(routes)


def told(found: FoundCase, services: Services) -> dict[str, object]:
    """The answer, in the words of the screen."""
    profile, texts = services.profile, services.texts
    words = review_texts(texts)
    agency = profile.agencies.get(found.agency)
    opened = local(found.opened_ms, profile.timezone)
    lines = [
        category_name(found.category, profile) if found.category else "",
        ward_name(found.ward, profile),
        words.states[ComplaintState(found.state)],
        agency.short if agency else found.agency,
        f"{text.day(opened.date(), texts)} {text.clock(found.opened_ms, profile.timezone, texts)}",
    ]
    return {
        "id": found.complaint_id,
        "lat": found.lat,
        "lon": found.lon,
        "lines": [line for line in lines if line],
    }
