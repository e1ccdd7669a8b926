"""What comes over the wire: broken HTTP, slow bodies, garbage on sockets. The server lives and others hear on."""

import json
import socket
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import replace
from threading import Thread
from time import sleep
from typing import Any

import pytest
import socketio
import websocket
from flask import Flask
from websocket import ABNF
from werkzeug.serving import BaseWSGIServer, make_server

from app import create_app
from running import PatientHandler
from tests.fakes import OPERATOR, FakeDoor, fake_services
from tests.signing_in import header
from tests.visiting import OWN_ORIGIN

OPCODE_TEXT, OPCODE_BINARY, OPCODE_CONT = ABNF.OPCODE_TEXT, ABNF.OPCODE_BINARY, ABNF.OPCODE_CONT
ROAD = "/socket.io/?EIO=4&transport="
GARBAGE: tuple[bytes, ...] = (
    b"\0\r\n\r\n",
    b"GET\r\n\r\n",
    b"GET / HTTP/9.9\r\n\r\n",
    b"GET " + b"/" * 70_000 + b" HTTP/1.1\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"X: " + b"a" * 70_000 + b"\r\n\r\n",
    b"GET / HTTP/1.1\r\n" + b"".join(b"X%d: a\r\n" % number for number in range(300)) + b"\r\n",
    b"GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nContent-Length: -5\r\n\r\nx",
    b"POST /sign-in HTTP/1.1\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    b"POST /sign-in HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
    b"GET http://evil.example/ HTTP/1.1\r\nHost: evil.example\r\n\r\n",
    b"CONNECT evil.example:443 HTTP/1.1\r\n\r\n",
    b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03",
    b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
)
PACKETS: tuple[str, ...] = (
    *("", "0", "1", "2", "3", "4", "5", "6", "7", "9", "x", "\0", "40", "41", "42", "43", "44", "45", "46", "49"),
    *(
        "40/x,",
        "40/x,{}",
        "40{",
        "42[]",
        '42["frame"',
        '42{"a":1}',
        '42["frame",{"since":[]},{},null]',
        '42["connect"]',
    ),
    *(
        '42["frame",' + "[" * 3000,
        "4" + "2" * 5000,
        '42999999999999999999999["frame"]',
        '42/,["frame"]',
        '42["disconnect"]',
    ),
    *('451-["frame",{"_placeholder":true,"num":0}]', '459999999999-["frame"]', '45-["frame"]', '43-1["x"]', "b####"),
    *('42["__class__"]', '42["frame",{"boot":{"a":1},"since":1e400}]', '42["\\ud800"]', "4" * 15_000),
)
QUESTIONS: tuple[Any, ...] = (
    *(None, "", "x", 1, True, [], [1], {}, {"since": "x"}, {"since": None}, {"since": [1]}, {"since": -(2**70)}),
    *({"since": True, "boot": []}, {"boot": "x" * 9000, "since": 1e308}, {"a": {"b": {"c": [1, {"d": 2}]}}}, b"\0\xff"),
)


@pytest.fixture(scope="module")
def app() -> Flask:
    return create_app(services=fake_services(door=FakeDoor(OPERATOR)))


class Hasty(PatientHandler):
    """As the product's, with less patience; too little for sockets, which speak every ten seconds."""

    timeout = 1


@contextmanager
def serving(app: Flask, handler: type[PatientHandler]) -> Iterator[BaseWSGIServer]:
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=handler)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(scope="module")
def server(app: Flask) -> Iterator[BaseWSGIServer]:
    with serving(app, PatientHandler) as server:
        yield server


@pytest.fixture(scope="module")
def hasty(app: Flask) -> Iterator[BaseWSGIServer]:
    with serving(app, Hasty) as server:
        yield server


def own(server: BaseWSGIServer) -> dict[str, str]:
    return {"Origin": f"http://127.0.0.1:{server.port}", **header("any")}


@pytest.fixture
def other(server: BaseWSGIServer) -> Iterator[socketio.SimpleClient]:
    """Another screen, which must notice nothing."""
    with socketio.SimpleClient() as client:
        client.connect(f"http://127.0.0.1:{server.port}", headers=header("any"), transports=["websocket"])
        yield client


def lives(server: BaseWSGIServer, other: socketio.SimpleClient) -> bool:
    """Whether the server answers, and the other screen gets its frame."""
    answer = said(server, b"GET /healthz HTTP/1.0\r\n\r\n")
    return b" 200 " in answer and bool(json.loads(other.call("frame", {"since": -1}, timeout=5))["boot"])


def said(server: BaseWSGIServer, raw: bytes, seconds: float = 5) -> bytes:
    """All that the server answers until it closes."""
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=seconds)) as connection:
        with suppress(ConnectionError):
            connection.sendall(raw)
            connection.shutdown(socket.SHUT_WR)
        found = b""
        with suppress(ConnectionError):
            while part := connection.recv(65_536):
                found += part
        return found


def test_broken_http_is_refused_and_hurts_nobody(server: BaseWSGIServer, other: socketio.SimpleClient) -> None:
    for raw in GARBAGE:
        answer = said(server, raw)
        assert b" 500 " not in answer[:20], raw[:60]
        assert b"Traceback" not in answer
    assert lives(server, other)


@pytest.mark.parametrize("path", ["/sign-in", "/_dash-update-component", ROAD + "polling"])
def test_a_body_that_does_not_come_is_not_waited_for(path: str, hasty: BaseWSGIServer) -> None:
    server = hasty
    head = "".join(f"{name}: {value}\r\n" for name, value in own(server).items())
    form = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 50\r\n"
    with closing(socket.create_connection(("127.0.0.1", server.port), timeout=5)) as connection:
        connection.sendall(f"POST {path} HTTP/1.1\r\nHost: 127.0.0.1:{server.port}\r\n{head}{form}\r\nlogin".encode())
        answer = connection.recv(65_536)  # raises where nothing comes
    assert b" 500 " not in answer[:20]


def test_garbage_on_a_socket_ends_that_socket_alone(server: BaseWSGIServer, other: socketio.SimpleClient) -> None:
    for packet in PACKETS:
        for words in ((packet,), ("40", packet), ("40", packet.encode("utf-8", "replace"))):
            with closing(a_socket(server)) as client, suppress(OSError, websocket.WebSocketException):
                for one in words:
                    client.send(one, OPCODE_TEXT if isinstance(one, str) else OPCODE_BINARY)
    assert lives(server, other)


def a_socket(server: BaseWSGIServer) -> websocket.WebSocket:
    """A socket without the manners of a client of Socket.IO."""
    url, origin = f"ws://127.0.0.1:{server.port}{ROAD}websocket", own(server)["Origin"]
    return websocket.create_connection(url, timeout=5, cookie=header("any")["Cookie"], origin=origin)


def test_garbage_by_polling_is_refused(app: Flask, server: BaseWSGIServer, other: socketio.SimpleClient) -> None:
    for packet in PACKETS:
        client = app.test_client()
        headers = {**OWN_ORIGIN, **header("any")}
        opened = client.get(f"{ROAD}polling", headers=headers).get_data(as_text=True)
        sid = json.loads(opened[1:])["sid"]
        for body in (packet.encode(), b"40\x1e" + packet.encode(), b"\xff\xfe", b"\x1e" * 200):
            assert client.post(f"{ROAD}polling&sid={sid}", data=body, headers=headers).status_code in (200, 400)
    assert lives(server, other)


def test_wrong_questions_are_answered_or_ignored(server: BaseWSGIServer, other: socketio.SimpleClient) -> None:
    for question in QUESTIONS:
        assert json.loads(other.call("frame", question, timeout=5))["full"] is True
    assert lives(server, other)


def test_a_message_that_is_too_long_ends_its_socket(server: BaseWSGIServer, other: socketio.SimpleClient) -> None:
    """Also one that comes in parts, of which none is the last: it must not be kept until it ends."""
    with closing(a_socket(server)) as client, pytest.raises((OSError, websocket.WebSocketException)):
        _pour(client)
    assert lives(server, other)


def _pour(client: websocket.WebSocket) -> None:
    client.recv()  # the greeting
    client.send_frame(ABNF.create_frame("4" + "2" * 5000, OPCODE_TEXT, 0))
    for _ in range(200):
        client.send_frame(ABNF.create_frame("2" * 5000, OPCODE_CONT, 0))
        sleep(0.001)
    client.settimeout(1)
    while client.recv():
        pass


# --- who may begin at all


def opening(app: Flask, **changes: Any) -> int:
    headers = {**OWN_ORIGIN, **header("any"), **changes}
    kept = {name: value for name, value in headers.items() if value is not None}
    return app.test_client().get(f"{ROAD}polling", headers=kept).status_code


def test_a_socket_begins_with_a_session_from_our_own_page(app: Flask) -> None:
    assert opening(app) == 200
    assert opening(app, Origin="http://evil.example") == 403
    assert opening(app, Origin=None) == 403
    assert opening(app, **{"Origin": "http://evil.example", "X-Forwarded-Host": "evil.example"}) == 403
    nobody = create_app(services=fake_services(door=FakeDoor(None)))
    assert opening(nobody) == 401
    assert nobody.test_client().post(f"{ROAD}polling&sid=x", data=b"40", headers=OWN_ORIGIN).status_code == 401


def test_behind_a_proxy_a_socket_is_judged_by_what_the_browser_asked_for(
    app: Flask, replaced: Callable[..., Flask]
) -> None:
    told = {"Origin": "https://localhost", "X-Forwarded-Proto": "https", "Cookie": "__Host-liveroom=x"}
    assert opening(replaced(is_tls=True, proxies=1), **told) == 200
    assert opening(replaced(is_tls=True, proxies=0), **told) == 403
    assert opening(app, **told) == 403


@pytest.fixture
def replaced() -> Callable[..., Flask]:
    return lambda **changes: create_app(services=replace(fake_services(), **changes))
