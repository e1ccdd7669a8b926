"""Who is connected: each socket is judged when it connects and whenever it speaks, and ends with its session.

A request's gate does not stand before sockets, so they have this one of their own.
"""

import json
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from io import BytesIO
from threading import Lock
from typing import TYPE_CHECKING, Any

import structlog
from flask import Flask, Response, request
from werkzeug.exceptions import HTTPException

from callbacks.access import UnknownAudienceError, audience_of, audiences_for
from callbacks.gate import is_own_request, is_utf8, place, token_of
from callbacks.services import Services
from callbacks.surfaces import EVENTS
from domain.identity import Session
from domain.privacy import Audience

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

log = structlog.get_logger()

SOCKET_PATH = "socket.io"
MOST_SAID = 16 * 1024
"""Bytes of one message of a screen; its longest names a start of the server and a number."""

PACKETS, MOST_PACKETS = (b"1", b"3", b"4", b"5", b"b"), 16
"""Close, pong, message, upgrade and bytes. At another kind the road's own code waits for a screen that is not there."""

HEADERS = (("X-Content-Type-Options", "nosniff"), ("Cache-Control", "no-store"))

WATCH_SECONDS = 0.5
"""With the second for which a session's answer is kept, a revoked one is silent within two."""


class NotAllowedError(PermissionError):
    """A socket that may not connect, or may not go on."""


@dataclass(frozen=True, slots=True)
class Looker:
    """One connected screen."""

    token: str
    session: Session
    audience: Audience


class Lookers:
    """All connected screens, by the name of their connection. Called from the web's threads and the watcher's."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self._by_sid: dict[str, Looker] = {}
        self._lock = Lock()

    def admit(self, sid: str, auth: object) -> Looker:
        """Judge a socket that connects. Raises NotAllowedError."""
        if not is_own_request():
            raise NotAllowedError(f"origin: expected this server's own, got {request.headers.get('Origin', '')[:60]!r}")
        token = token_of(self._services.is_tls)
        session = self._judge(token, "connect")
        asked = auth.get("audience") if isinstance(auth, dict) else None
        try:
            audience = audience_of(asked, session.identity, self._services)
        except UnknownAudienceError as error:
            self._services.door.refused(session.identity, "socket audience", place())
            raise NotAllowedError(str(error)) from error
        looker = Looker(token, session, audience)
        with self._lock:
            self._by_sid[sid] = looker
        return looker

    def speaking(self, sid: str, event: str) -> Looker:
        """Judge a socket that says something. Raises NotAllowedError."""
        with self._lock:
            looker = self._by_sid.get(sid)
        if looker is None or not self._is_still(looker, self._judge(looker.token, event)):
            raise NotAllowedError("the session has ended")
        return looker

    def _is_still(self, looker: Looker, session: Session | None) -> bool:
        """Whether a socket's session is what it was, and may still look at what it does: a wall's mode may change."""
        return session == looker.session and looker.audience in audiences_for(looker.session.identity, self._services)

    def screens(self) -> frozenset[str]:
        """The screens that are connected to this process."""
        with self._lock:
            return frozenset(one.session.identity.subject for one in self._by_sid.values() if one.session.is_screen)

    def leave(self, sid: str) -> Looker | None:
        """Forget a socket that went; who it was, unless another of the same session and audience is still there."""
        with self._lock:
            gone = self._by_sid.pop(sid, None)
            is_there = gone is not None and any(
                (one.session.session_id, one.audience) == (gone.session.session_id, gone.audience)
                for one in self._by_sid.values()
            )
        return None if is_there else gone

    def ended(self) -> Iterable[str]:
        """Sockets whose session ended, or is no longer what it was when they connected."""
        with self._lock:
            lookers = list(self._by_sid.items())
        return [sid for sid, looker in lookers if not self._is_still(looker, self._services.door.who(looker.token))]

    def _judge(self, token: str, event: str) -> Session:
        session = self._services.door.who(token)
        if session is None:
            raise NotAllowedError("sign in first")
        if session.must_change or session.identity.role not in EVENTS[event]:
            raise NotAllowedError("this is not yours to see")
        return session


class SocketGate:
    """Stands before the sockets' own road, which passes by the requests' gate: without a session nothing is begun."""

    def __init__(self, server: Flask, services: Services) -> None:
        self._server = server
        self._next = server.wsgi_app
        self._services = services

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request to the web server."""
        if environ.get("PATH_INFO", "").partition("/")[2].partition("/")[0] != SOCKET_PATH:
            return self._next(environ, start_response)
        with self._server.request_context(environ):
            problem = self._problem() or _read_whole(environ)
        if problem is not None:
            return problem(environ, start_response)
        try:
            return self._next(environ, _with_headers(start_response))
        except KeyError as error:  # so the road's own code tells of a connection that was closed
            log.warning("socket refused", problem=str(error))
            return _refusal("this connection has ended", 400)(environ, start_response)

    def _problem(self) -> Response | None:
        if not is_utf8(request.query_string):
            return _refusal("expected an address in UTF-8", 400)
        if not is_own_request():
            return _refusal("a request from another site", 403)
        return None if self._services.door.who(token_of(self._services.is_tls)) else _refusal("sign in first", 401)


def _read_whole(environ: "WSGIEnvironment") -> Response | None:
    """What a screen says, read before the road's own code does, which trusts that it is short and in UTF-8."""
    if request.method != "POST":
        return None
    try:
        body = request.get_data()
    except HTTPException as error:
        return _refusal(error.name, error.code or 400)
    if len(body) > MOST_SAID or not is_utf8(body):
        return _refusal(f"expected at most {MOST_SAID} bytes of UTF-8", 400)
    packets = body.split(b"\x1e")
    if len(packets) > MOST_PACKETS or not all(packet[:1] in PACKETS and packet for packet in packets):
        return _refusal(f"expected at most {MOST_PACKETS} packets of a kind that a screen sends", 400)
    environ["wsgi.input"], environ["CONTENT_LENGTH"] = BytesIO(body), str(len(body))
    return None


def _refusal(problem: str, status: int) -> Response:
    return Response(json.dumps({"error": problem}), status, dict(HEADERS), mimetype="application/json")


def _with_headers(start_response: "StartResponse") -> "StartResponse":
    def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Callable[[bytes], object]:
        return start_response(status, [*headers, *HEADERS], exc_info)

    return start


class Watch:
    """Disconnects whose session ended; begins with the first socket, and goes on for as long as the server runs."""

    def __init__(
        self, lookers: Lookers, start: Callable[[Callable[[], None]], object], end: Callable[[str], object]
    ) -> None:
        self._lookers = lookers
        self._start = start
        self._end = end
        self._has_begun = False
        self._lock = Lock()

    def begin(self) -> None:
        """Watch from now on; once."""
        with self._lock:
            if self._has_begun:
                return
            self._has_begun = True
        self._start(self._run)

    def _run(self) -> None:
        while True:
            time.sleep(WATCH_SECONDS)
            for sid in self._lookers.ended():
                self._end(sid)
