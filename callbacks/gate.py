"""The gate before every request: who comes, from where, with what, and whether the table lets them."""

from collections.abc import Callable
from urllib.parse import quote, urlsplit

import structlog
from dash.exceptions import DependencyException
from flask import Flask, Response, g, jsonify, redirect, request
from werkzeug.wrappers import Response as BaseResponse

from callbacks.bodies import BodyError, Declared, read_body
from callbacks.services import Door
from callbacks.surfaces import CALLBACKS, ROUTES, first_output
from domain.identity import Session

COOKIE, SECURE_COOKIE = "liveroom", "__Host-liveroom"
SAFE_METHODS = ("GET", "HEAD", "OPTIONS")
CALLBACK_RULE = "/_dash-update-component"
PASSWORD_PATH, SIGN_OUT_PATH = "/password", "/sign-out"  # addresses
MOST_BYTES = 256 * 1024
"""Of a request's body; the largest that a page sends is a grid's question."""

log = structlog.get_logger()

Answer = BaseResponse | tuple[Response, int] | None


def register(server: Flask, door: Door, is_tls: bool, outputs: Callable[[], Declared]) -> None:
    """Judge every request before anything else does; `outputs` are the callbacks that there are."""
    server.config["MAX_CONTENT_LENGTH"] = MOST_BYTES

    @server.errorhandler(DependencyException)
    def no_such_script(_: Exception) -> tuple[Response, int]:
        return jsonify(error="there is no such script"), 404

    @server.before_request
    def judge() -> Answer:
        g.session = None
        if not is_utf8(request.query_string):
            return jsonify(error="expected an address in UTF-8"), 400
        rule = request.url_rule.rule if request.url_rule is not None else None
        if rule is None:
            return None  # there is no such address
        if request.method not in SAFE_METHODS and not is_own_request():
            return _refused(door, "a request from another site", 403)
        g.session = door.who(token_of(is_tls))
        needed = ROUTES.get(rule, frozenset())
        if needed is None:  # anyone
            return None
        if g.session is None:
            return _to_sign_in() if _is_page(rule) else (jsonify(error="sign in first"), 401)
        if g.session.identity.role not in needed:
            return _refused(door, rule, 403)
        if g.session.must_change and rule not in (PASSWORD_PATH, SIGN_OUT_PATH):
            return redirect(PASSWORD_PATH) if _is_page(rule) else (jsonify(error="choose a password first"), 403)
        return _judge_callback(door, outputs()) if rule == CALLBACK_RULE else None


def token_of(is_tls: bool) -> str:
    """The token that the browser brought, empty without one."""
    return request.cookies.get(SECURE_COOKIE if is_tls else COOKIE, "")


def place() -> str:
    """The address that the current request comes from."""
    return request.remote_addr or ""


def session_here() -> Session | None:
    """Who makes the current request."""
    session: Session | None = g.get("session")
    return session


def is_own_request() -> bool:
    """Whether a request comes from a page of ours, as the browser says; silence is a no.

    Browsers tell the origin of what changes something and of sockets; of a plain question on an encrypted or local
    network the relation of the sites, and else at least the page that asked.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    if origin is not None:
        return is_own_origin(origin)
    return site == "same-origin" if site is not None else is_own_origin(request.headers.get("Referer", ""))


def is_own_origin(origin: str) -> bool:
    """Whether an origin is this server: its scheme, host and port."""
    try:
        parts = urlsplit(origin)
    except ValueError:  # brackets without an address between them
        return False
    return (parts.scheme, parts.netloc) == (request.scheme, request.host)


def is_utf8(words: bytes) -> bool:
    """Whether bytes that came are text."""
    try:
        words.decode()
    except UnicodeDecodeError:
        return False
    return True


def _is_page(rule: str) -> bool:
    return rule in ("/", "/<path:path>", PASSWORD_PATH)


def _to_sign_in() -> BaseResponse:
    path = request.full_path.rstrip("?")
    return redirect("/sign-in" if path == "/" else f"/sign-in?next={quote(path)}")


def _judge_callback(door: Door, outputs: Declared) -> Answer:
    """A callback is judged by its first output, which is taken from what exists and not from what was sent."""
    if request.mimetype != "application/json":
        return jsonify(error=f"expected application/json, got {request.mimetype[:60]!r}"), 415
    try:
        component = first_output(read_body(request.get_data(), outputs))
    except BodyError as error:
        log.warning("callback refused", problem=str(error))
        return jsonify(error=str(error)), 400
    session = session_here()
    if session is None or session.identity.role not in CALLBACKS.get(component, frozenset()):
        return _refused(door, f"callback {component}", 403)
    return None


def _refused(door: Door, surface: str, status: int) -> Answer:
    session = session_here()
    door.refused(session.identity if session else None, surface, place())
    return jsonify(error="this is not yours to see"), status
