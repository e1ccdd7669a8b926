"""The time machine: the wall at a past minute, as it was known then or as it is known now, and beside the present."""

from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from threading import Lock
from typing import Any

import msgspec
from dash import Dash, Input, Output, dcc, html, no_update
from dash.development.base_component import Component
from flask import Blueprint, Response, jsonify, request

from callbacks.access import UnknownAudienceError, audiences_for
from callbacks.announced import announce
from callbacks.frames import FrameLog, new_boot
from callbacks.gate import session_here
from callbacks.live import audience_asked, builder_of
from callbacks.services import Past, Services
from callbacks.surfaces import PAGES
from domain.clock import epoch_ms, from_epoch_ms
from domain.identity import Identity
from domain.past import PastPicture, PastSpan
from domain.privacy import WALL_AUDIENCES, Audience
from layouts.ids import Id
from layouts.past import comparison, comparison_problem, past_layout
from layouts.text_past import PAST_PATH

KEPT = 240
"""How many drawn minutes are kept: two of them in play at 120x are a second apart."""

MINUTE_MS = 60_000
THEN, NOW = "then", "now"
NO_LATENCY = ("", "")
"""A picture of the past took no time to get here."""


class PastQuestionError(ValueError):
    """A question to the past that cannot be understood; says what was expected and what came."""


@dataclass(frozen=True, slots=True)
class Asked:
    """Which minute is asked for (UTC), and whether with what is known now."""

    at: datetime
    is_known_now: bool


def asked_of(values: Mapping[str, object]) -> Asked:
    """The question in an address or a form. Raises PastQuestionError."""
    words, known = str(values.get("at", "")), values.get("known", THEN)
    try:
        at = datetime.fromisoformat(words.replace(" ", "+"))
    except ValueError:
        raise PastQuestionError(f"at: expected a time as 2026-03-13T10:00+07:00, got {words[:60]!r}") from None
    if at.tzinfo is None:
        raise PastQuestionError(f"at: expected a time with its offset, as 2026-03-13T10:00+07:00, got {words[:60]!r}")
    if known not in (THEN, NOW):
        raise PastQuestionError(f"known: expected {THEN} or {NOW}, got {str(known)[:60]!r}")
    return Asked(at, known == NOW)


class Pictures:
    """Pictures of past minutes; what has to be drawn is drawn one at a time and kept for a while."""

    def __init__(self, past: Past, services: Services) -> None:
        self._past = past
        self._services = services
        self._boot = new_boot()
        self._drawn: OrderedDict[tuple[Audience, int], bytes] = OrderedDict()
        self._lock = Lock()

    def at(self, audience: Audience, asked: Asked) -> PastPicture | None:
        """The picture of a minute. Raises ValueError for an instant that cannot be told of."""
        minute_ms = epoch_ms(asked.at) // MINUTE_MS * MINUTE_MS
        if not asked.is_known_now:
            return self._past.picture(audience, from_epoch_ms(minute_ms + MINUTE_MS - 1))
        with self._lock:
            key = (audience, minute_ms)
            if key not in self._drawn:
                self._drawn[key] = self._draw(audience, from_epoch_ms(minute_ms))
            self._drawn.move_to_end(key)
            while len(self._drawn) > KEPT:
                self._drawn.popitem(last=False)
            return PastPicture(minute_ms, self._drawn[key])

    def _draw(self, audience: Audience, at: datetime) -> bytes:
        log = FrameLog(self._boot, builder_of(audience, self._services), NO_LATENCY)
        log.update(self._past.snapshot(audience, at))
        return log.answer("", -1)


def past_page(identity: Identity, services: Services) -> Component:
    """The page of the time machine for who asks: who may see the staff's wall looks back at that."""
    walls = [one for one in audiences_for(identity, services) if one in WALL_AUDIENCES]
    audience = Audience.WALL_STAFF if Audience.WALL_STAFF in walls else walls[0]
    return past_layout(services.profile, services.boundaries, services.plan, services.texts, audience.value)


def register(app: Dash, services: Services) -> None:
    """Connect the pictures and the comparison."""
    app.server.register_blueprint(_routes(services.past, services))
    announce(app, [dcc.Store(id=Id.PAST_COMPARED), html.Div(id=Id.PAST_COMPARISON)])

    @app.callback(Output(Id.PAST_COMPARISON, "children"), Input(Id.PAST_COMPARED, "data"), prevent_initial_call=True)
    def compare(data: object) -> Any:
        session = session_here()
        if session is None or not isinstance(data, dict):
            return no_update
        return _comparison(data, session.identity, services)


def _comparison(data: Mapping[str, object], identity: Identity, services: Services) -> Component:
    if identity.role not in PAGES[PAST_PATH] or Audience.MAYOR not in audiences_for(identity, services):
        return html.Div()
    present = services.snapshots.latest(Audience.MAYOR)
    try:
        asked = asked_of(data)
        then = services.past.readings(Audience.MAYOR, asked.at, is_known_now=asked.is_known_now)
    except ValueError as error:
        return comparison_problem(str(error), services.texts)
    return comparison(then, present, epoch_ms(asked.at), services.profile, services.texts)


def _routes(past: Past, services: Services) -> Blueprint:
    routes, pictures = Blueprint("past", __name__), Pictures(past, services)

    @routes.get("/live/past")
    def picture() -> Response | tuple[Response, int]:
        try:
            audience = audience_asked(services)
        except UnknownAudienceError as error:
            return jsonify(error=str(error)), 403
        try:
            asked = asked_of(request.args)
            found = pictures.at(audience, asked)
        except ValueError as error:
            return jsonify(error=str(error)), 400
        body = _body(found, past.span(audience), asked)
        return Response(body, mimetype="application/json")

    return routes


def _body(found: PastPicture | None, span: PastSpan, asked: Asked) -> bytes:
    """The picture (null where none was kept), and how far one may look."""
    told: dict[str, object] = {
        "first_ms": span.first_ms(is_known_now=asked.is_known_now),
        "last_ms": span.last_ms,
        "known": NOW if asked.is_known_now else THEN,
    }
    if found is None:
        return msgspec.json.encode({**told, "frame": None})
    return msgspec.json.encode({**told, "at_ms": found.at_ms, "frame": msgspec.Raw(found.frame)})
