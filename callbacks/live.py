"""The announce-and-ask channel: the server sends pulses, a screen that is ready asks for its frame."""

import json
import re
from collections.abc import Callable, Mapping

from flask import Blueprint, Flask, Response, jsonify, request
from flask_socketio import ConnectionRefusedError as RefusedError
from flask_socketio import SocketIO, disconnect, emit, join_room

from callbacks.access import UnknownAudienceError, audience_of
from callbacks.frames import Builder, FrameLog, new_boot
from callbacks.gate import session_here
from callbacks.screen_reports import Answer, heard
from callbacks.services import Services
from callbacks.sockets import Looker, Lookers, NotAllowedError, Watch
from callbacks.steering import wall_message, wall_room
from domain.desk_view import DeskView, WallSeen
from domain.identity import Role
from domain.privacy import Audience
from domain.snapshot import Snapshot
from layouts.console import console_props
from layouts.ids import Id
from layouts.mayor import mayor_props
from layouts.wall import wall_props

FrameLogs = Mapping[Audience, FrameLog]

SILENCE_SECONDS = 2.5
"""A road that has been silent for longer is dead, as live.js has it; a polled answer must not hide that."""

_WHOLE_NUMBER = re.compile(r"-?[0-9]{1,15}")


def register(server: Flask, socketio: SocketIO, services: Services) -> FrameLogs:
    """Connect snapshots to screens: Socket.IO events, and `GET /live/frame` for networks that block sockets."""
    boot, lookers = new_boot(), Lookers(services)
    latency = (Id.HEALTH_LATENCY.value, services.texts.latency)
    logs = {
        audience: FrameLog(boot, builder_of(audience, services, lookers.screens), latency)
        for audience in services.audiences
    }
    services.snapshots.subscribe(lambda snapshots: _announce(snapshots, logs, socketio, services.release))
    _register_socket(socketio, logs, services, lookers)
    _announce_desks(socketio, logs, services)
    server.register_blueprint(_routes(logs, services))
    return logs


def whole_frame(log: FrameLog) -> bytes | None:
    """The frame that a screen gets which knows nothing yet; None where nothing was drawn, or nothing is any more."""
    if not log.pulse()["seq"] or log.silent_seconds() > SILENCE_SECONDS:
        return None
    return log.answer("", -1)


def builder_of(audience: Audience, services: Services, connected: Callable[[], frozenset[str]] = frozenset) -> Builder:
    """What the page of an audience is made of; an audience gets no other page's props."""
    if audience is Audience.OPERATOR:
        return lambda snapshot: console_props(
            snapshot, services.desk.view, connected(), services.profile, services.texts, services.console
        )
    props = mayor_props if audience is Audience.MAYOR else wall_props
    return lambda snapshot: props(snapshot, services.profile, services.texts)


def _announce(snapshots: Mapping[Audience, Snapshot], logs: FrameLogs, socketio: SocketIO, release: str) -> None:
    for audience, log in logs.items():
        if audience in snapshots:
            log.update(snapshots[audience])
            socketio.emit("pulse", _pulse(log, snapshots[audience], release), to=audience.value)


def _pulse(log: FrameLog, snapshot: Snapshot | None, release: str) -> dict[str, object]:
    """The heartbeat, with what is no reason to draw anything anew: how old the data is, and of which release we are."""
    return {**log.pulse(), "age": data_age(snapshot), "release": release}


def data_age(snapshot: Snapshot | None) -> float | None:
    """Seconds since the latest word of any feed, None before the first."""
    ages = [feed.age_seconds for feed in snapshot.feeds if feed.age_seconds is not None] if snapshot else []
    return round(min(ages), 1) if ages else None


def _register_socket(socketio: SocketIO, logs: FrameLogs, services: Services, lookers: Lookers) -> None:
    watching = Watch(lookers, lambda work: socketio.start_background_task(work), socketio.server.disconnect)

    def join(auth: object = None) -> None:
        try:
            looker = lookers.admit(_sid(), auth)
        except NotAllowedError as error:
            raise RefusedError(str(error)) from error
        watching.begin()
        join_room(looker.audience.value)
        latest = services.snapshots.latest(looker.audience)
        emit("pulse", _pulse(logs[looker.audience], latest, services.release))
        _greet(looker)

    def _greet(looker: Looker) -> None:
        """A wall is told what it is asked to show; the desks are told of a wall and of an operator."""
        identity = looker.session.identity
        if looker.session.is_screen:
            join_room(wall_room(identity.subject))
            emit("steer", wall_message(identity.subject, services))
            _tell_desks(socketio, logs, services)
        elif looker.audience is Audience.OPERATOR:
            services.desk.arrive(looker.session.session_id, identity)

    def leave(_reason: object = None) -> None:
        gone = lookers.leave(_sid())
        if gone is not None and gone.audience is Audience.OPERATOR:
            services.desk.leave(gone.session.session_id)
        elif gone is not None and gone.session.is_screen:
            _tell_desks(socketio, logs, services)

    def frame(question: object = None, *_more: object) -> str | None:
        try:
            looker = lookers.speaking(_sid(), "frame")
        except NotAllowedError:
            disconnect()
            return None
        asked = question if isinstance(question, dict) else {}
        return logs[looker.audience].answer(str(asked.get("boot", "")), _number(asked.get("since"))).decode()

    def report(told: object = None, *_more: object) -> Answer | None:
        try:
            looker = lookers.speaking(_sid(), "report")
        except NotAllowedError:
            disconnect()
            return None
        return heard(told, looker.session, services)

    for event, answer in (("connect", join), ("disconnect", leave), ("frame", frame), ("report", report)):
        socketio.on_event(event, answer)


def _announce_desks(socketio: SocketIO, logs: FrameLogs, services: Services) -> None:
    """What changed at a desk is on all of them, and on the wall that it is about, without waiting for the city."""
    told: dict[str, WallSeen] = {wall.steering.wall: wall for wall in services.desk.view.walls}

    def announce(view: DeskView) -> None:
        _tell_desks(socketio, logs, services)
        for wall in view.walls:
            name = wall.steering.wall
            if told.get(name) != wall:
                told[name] = wall
                socketio.emit("steer", wall_message(name, services), to=wall_room(name))

    services.desk.subscribe(announce)


def _tell_desks(socketio: SocketIO, logs: FrameLogs, services: Services) -> None:
    log = logs.get(Audience.OPERATOR)
    snapshot = log.again() if log is not None else None
    if log is not None and snapshot is not None:
        pulse = _pulse(log, services.snapshots.latest(Audience.OPERATOR), services.release)
        socketio.emit("pulse", pulse, to=Audience.OPERATOR.value)


def _sid() -> str:
    """The connection that the current event came from; Flask-SocketIO puts it on the request."""
    return str(getattr(request, "sid", ""))


def _routes(logs: FrameLogs, services: Services) -> Blueprint:
    routes = Blueprint("live", __name__)

    @routes.get("/live/frame")
    def frame() -> Response | tuple[Response, int]:
        try:
            audience = audience_asked(services)
        except UnknownAudienceError as error:
            return jsonify(error=str(error)), 403
        since = request.args.get("since", "-1")
        if not _WHOLE_NUMBER.fullmatch(since):
            return jsonify(error=f"since: expected a whole number, got {since[:60]!r}"), 400
        if logs[audience].silent_seconds() > SILENCE_SECONDS:
            return jsonify(error=f"no snapshot of the city for more than {SILENCE_SECONDS} s"), 503
        body = logs[audience].answer(request.args.get("boot", ""), int(since))
        headers = {**_headers(audience, services), **_steering_header(services)}
        return Response(body, mimetype="application/json", headers=headers)

    @routes.get("/healthz")
    def healthz() -> tuple[Response, int]:
        session, wants_detail = session_here(), request.args.get("detail") is not None
        if wants_detail and (session is None or session.identity.role is not Role.ADMINISTRATOR):
            return jsonify(error="the detail is for administrators"), 403
        report = services.health(wants_detail)
        answer = jsonify(report)
        answer.headers["Release"] = services.release  # for pages that get no pulses
        return answer, 200 if report["ok"] else 503

    return routes


def audience_asked(services: Services) -> Audience:
    """Whose picture a request asks for, where who asks may see it. Raises UnknownAudienceError."""
    session = session_here()
    if session is None:
        raise UnknownAudienceError("sign in first")
    return audience_of(request.args.get("audience"), session.identity, services)


def _headers(audience: Audience, services: Services) -> dict[str, str]:
    """The body is the same for all who stand at one number, so the age of the data and the release travel beside it."""
    age, release = data_age(services.snapshots.latest(audience)), {"Release": services.release}
    return release if age is None else {**release, "Data-Age": str(age)}


def _steering_header(services: Services) -> dict[str, str]:
    """A wall behind a network that blocks sockets is steered too: the body is the same for all, so this is a header."""
    session = session_here()
    if session is None or not session.is_screen:
        return {}
    return {"Steering": json.dumps(wall_message(session.identity.subject, services), ensure_ascii=True)}


def _number(value: object) -> int:
    return value if isinstance(value, int) and not isinstance(value, bool) else -1
