"""The door over HTTP and sockets, with real sessions: who gets in, for how long, and what ends it."""

import re
from collections.abc import Callable
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from data_sources.audit import entries
from data_sources.door import Door as RealDoor
from domain.identity import Identity, Role
from domain.privacy import SCREEN_AUDIENCES
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door
from tests.factories import a_snapshot, tangerang
from tests.fakes import FakeSnapshots, fake_services
from tests.servers import wait_until
from tests.signing_in import COOKIE, header
from tests.visiting import OWN_ORIGIN, browse, connect_socket

MAYOR = Identity("wati", "Wati", Role.MAYOR)
ANOTHER_PASSWORD = "lima ekor kucing di atap"
FRAME = "/live/frame"
NOT_IN = 401


@pytest.fixture
def server(door: Door) -> Flask:
    snapshots = FakeSnapshots()
    real = RealDoor(door.accounts, door.sessions, door.screens)
    server = create_app(services=fake_services(snapshots, door=real))
    snapshots.publish(*(a_snapshot(tangerang(), audience=audience.value) for audience in SCREEN_AUDIENCES))
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    return server


def sign_in(client: FlaskClient, login: str = "wati", password: str = GOOD_PASSWORD, **more: str) -> TestResponse:
    return client.post("/sign-in", data={"login": login, "password": password}, query_string=more)


def token_of(client: FlaskClient) -> str:
    cookie = client.get_cookie(COOKIE)
    return cookie.value if cookie else ""


def is_in(client: FlaskClient) -> bool:
    return client.get(FRAME).status_code != NOT_IN


@pytest.fixture
def mayor(server: Flask) -> FlaskClient:
    client = browse(server)
    assert sign_in(client).status_code == 303
    return client


# --- coming in


def test_who_is_not_in_is_led_to_the_door_and_back(server: Flask) -> None:
    client = browse(server)
    led = client.get("/mayor?x=1")
    assert led.headers["Location"] == "/sign-in?next=/mayor%3Fx%3D1"
    assert sign_in(client, next="/mayor?x=1").headers["Location"] == "/mayor?x=1"


@pytest.mark.parametrize(
    "path", ["https://evil.example", "//evil.example", "/\\evil.example", "javascript:alert(1)", "evil", "/a\r\nb"]
)
def test_the_door_leads_nowhere_else(server: Flask, path: str) -> None:
    assert sign_in(browse(server), next=path).headers["Location"] == "/mayor"


def test_wrong_names_and_wrong_passwords_get_the_same_answer(server: Flask) -> None:
    answers = [sign_in(browse(server), login, "salah semua ini") for login in ("wati", "siapa")]
    assert [answer.status_code for answer in answers] == [401, 401]
    assert answers[0].data == answers[1].data
    assert "Set-Cookie" not in answers[0].headers


def test_the_cookie_is_kept_from_scripts_and_other_sites(server: Flask) -> None:
    cookie = sign_in(browse(server)).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Max-Age" not in cookie


def test_behind_tls_it_is_kept_from_the_open_network_too(door: Door, server: Flask) -> None:
    real = RealDoor(door.accounts, door.sessions, door.screens)
    secure = create_app(services=replace(fake_services(door=real), is_tls=True))
    client = secure.test_client()
    answer = client.post(
        "/sign-in",
        data={"login": "wati", "password": GOOD_PASSWORD},
        headers={"Origin": "https://localhost"},
        base_url="https://localhost",
    )
    assert re.search("^__Host-liveroom=.*; Secure", answer.headers["Set-Cookie"])
    assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


def test_each_sign_in_is_a_session_of_its_own(server: Flask) -> None:
    """A cookie that somebody planted before is worth nothing afterwards."""
    client = browse(server)
    client.set_cookie(COOKIE, "planted")
    sign_in(client)
    first = token_of(client)
    sign_in(client)
    assert len({first, token_of(client), "planted"}) == 3


# --- going out


def test_after_signing_out_the_old_cookie_opens_nothing(server: Flask, mayor: FlaskClient) -> None:
    token = token_of(mayor)
    socket = connect_socket(server, headers={**OWN_ORIGIN, **header(token)})
    assert socket.is_connected()
    assert mayor.post("/sign-out").headers["Location"] == "/sign-in"
    replay = browse(server)
    replay.set_cookie(COOKIE, token)
    assert not is_in(replay)
    assert not connect_socket(server, headers={**OWN_ORIGIN, **header(token)}).is_connected()
    wait_until(lambda: not socket.is_connected(), "the end of the open socket", 2.0)


def ended_by_disabling(door: Door) -> None:
    door.accounts.set_disabled("wati", is_disabled=True, by=ADMINISTRATOR)


def ended_by_another_role(door: Door) -> None:
    door.accounts.set_role("wati", Identity("wati", "Wati", Role.OPERATOR), ADMINISTRATOR)


def ended_by_revoking(door: Door) -> None:
    (row,) = door.sessions.living()
    door.sessions.revoke(row.session_id, ADMINISTRATOR)


def ended_by_age(door: Door) -> None:
    door.clock.pass_by(hours=13)


@pytest.mark.parametrize("end", [ended_by_disabling, ended_by_another_role, ended_by_revoking, ended_by_age])
def test_what_ends_a_session_ends_its_requests_and_its_socket(
    door: Door, server: Flask, mayor: FlaskClient, end: Callable[[Door], None]
) -> None:
    socket = connect_socket(server, headers={**OWN_ORIGIN, **header(token_of(mayor))})
    assert socket.is_connected()
    end(door)
    door.clock.pass_by(seconds=1)
    assert not is_in(mayor)
    wait_until(lambda: not socket.is_connected(), "the end of the open socket", 2.0)


def test_a_socket_that_speaks_after_the_end_hears_nothing(door: Door, server: Flask, mayor: FlaskClient) -> None:
    socket = connect_socket(server, headers={**OWN_ORIGIN, **header(token_of(mayor))})
    ended_by_revoking(door)
    door.clock.pass_by(seconds=1)
    try:
        answer = socket.emit("frame", {"since": -1}, callback=True)
    except RuntimeError:  # the watcher was quicker
        answer = None
    assert not answer


# --- too many attempts


def test_who_fails_too_often_waits_and_nobody_else_does(server: Flask) -> None:
    client = browse(server)
    answers = [sign_in(client, password="salah semua ini").status_code for _ in range(8)]
    assert answers == [401] * 5 + [429] * 3
    assert sign_in(client).status_code == 429
    other = browse(server)
    other.environ_base["REMOTE_ADDR"] = "192.0.2.7"
    assert sign_in(other).status_code == 303


def test_throttled_addresses_hinder_no_other_one(door: Door, server: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Not even the person whose name they guess at; and they cost no hash any more."""
    crowd = [browse(server) for _ in range(4)]
    for number, client in enumerate(crowd):
        client.environ_base["REMOTE_ADDR"] = f"198.51.100.{number}"
        assert [sign_in(client, password="salah semua ini").status_code for _ in range(6)] == [401] * 5 + [429]
    hashed: list[str] = []
    verify = door.accounts._verify

    def counted(kept: str, password: str) -> bool:
        hashed.append(kept)
        return verify(kept, password)

    monkeypatch.setattr(door.accounts, "_verify", counted)
    assert [sign_in(client).status_code for client in crowd] == [429] * 4
    assert hashed == []
    assert sign_in(browse(server)).status_code == 303
    assert len(hashed) == 1


def test_an_address_that_tries_many_names_waits_too(server: Flask) -> None:
    client = browse(server)
    answers = [sign_in(client, f"nama{number}", "salah semua ini").status_code for number in range(35)]
    assert answers == [401] * 30 + [429] * 5
    assert client.post("/screen", data={"code": "AAAAA-AAAAA"}).status_code == 429


# --- passwords and screens


def test_a_one_time_password_opens_nothing_but_its_change(door: Door, server: Flask) -> None:
    door.accounts.add(Identity("admin", "A", Role.ADMINISTRATOR), GOOD_PASSWORD, ADMINISTRATOR, must_change=True)
    client = browse(server)
    sign_in(client, "admin")
    assert client.get("/wall").headers["Location"] == "/password"
    assert client.get(FRAME).status_code == 403
    assert not connect_socket(server, headers={**OWN_ORIGIN, **header(token_of(client))}).is_connected()
    changed = client.post("/password", data={"old": GOOD_PASSWORD, "new": ANOTHER_PASSWORD, "again": ANOTHER_PASSWORD})
    assert changed.headers["Location"] == "/admin"
    assert client.get(FRAME).status_code != 403
    assert sign_in(browse(server), "admin").status_code == 401


@pytest.mark.parametrize(
    ("old", "new", "again", "status"),
    [
        ("salah semua ini", ANOTHER_PASSWORD, ANOTHER_PASSWORD, 401),
        (GOOD_PASSWORD, ANOTHER_PASSWORD, "lain lagi kucingnya", 400),
        (GOOD_PASSWORD, "pendek", "pendek", 400),
    ],
)
def test_a_password_is_changed_by_who_knows_it(mayor: FlaskClient, old: str, new: str, again: str, status: int) -> None:
    answer = mayor.post("/password", data={"old": old, "new": new, "again": again})
    assert answer.status_code == status
    assert new not in answer.get_data(as_text=True)


def test_a_screen_comes_in_by_its_code_and_survives_a_restart(door: Door, server: Flask) -> None:
    _, code = door.screens.add("Dinding", Role.WALL_STAFF, ADMINISTRATOR)
    client = browse(server)
    answer = client.post("/screen", data={"code": code})
    assert answer.headers["Location"] == "/wall"
    assert "Max-Age=31536000" in answer.headers["Set-Cookie"]
    assert client.get(f"{FRAME}?audience=wall-guest").status_code != 403
    again = create_app(services=fake_services(door=RealDoor(door.accounts, door.sessions, door.screens)))
    restarted = browse(again)
    restarted.set_cookie(COOKIE, token_of(client))
    assert is_in(restarted)


def test_the_trail_tells_of_failures_refusals_and_exports(door: Door, server: Flask, mayor: FlaskClient) -> None:
    sign_in(browse(server), "siapa\nadmin", "salah semua ini")
    assert mayor.get("/agency/DPUPR/cases.csv", buffered=True).status_code == 200
    connect_socket(server, {"audience": "wall-staff"}, {**OWN_ORIGIN, **header(token_of(mayor))})
    told = [(row.action, row.who, row.subject) for row in entries(door.store)]
    assert ("sign-in failed", "", "siapa�admin") in told
    assert ("exported", "wati", "cases of DPUPR") in told
    assert ("refused", "wati", "socket audience") in told


# --- what every answer says


@pytest.mark.parametrize("path", ["/sign-in", "/wall", FRAME, "/nowhere/else", "/healthz", "/agency/DPUPR/cases.csv"])
def test_every_answer_tells_the_browser_what_it_may(server: Flask, mayor: FlaskClient, path: str) -> None:
    headers = mayor.get(path, buffered=True).headers
    policy = headers["Content-Security-Policy"]
    script = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script
    assert "frame-ancestors 'none'" in policy
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cache-Control"] == "no-store"


def test_an_unknown_name_takes_as_long_as_a_known_one(door: Door) -> None:
    """Both are hashed once; nothing is compared where there is nothing to compare."""
    counted: list[str] = []
    verify = door.accounts._hasher.verify

    class Counting:
        def verify(self, kept: str, password: str) -> bool:
            counted.append(kept)
            return verify(kept, password)

        def hash(self, password: str) -> str:
            return door.accounts._hasher.hash(password)

    hasher, door.accounts._hasher = door.accounts._hasher, Counting()  # type: ignore[assignment]
    door.accounts._nobody = hasher.hash("nobody")
    door.accounts.verified("siapa", "x")
    assert len(counted) == 1
