"""The live channel, through Socket.IO's test client and HTTP: pulses, questions, and who may ask."""

import json
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from app import create_app
from callbacks import live
from domain.indicators.complaints import ComplaintCounts
from domain.privacy import Audience
from domain.snapshot import Snapshot
from layouts.ids import Id
from tests.factories import a_snapshot, tangerang
from tests.fakes import ADMINISTRATOR, GUEST_SCREEN, FakeDoor, FakeHealth, FakeSnapshots, fake_services
from tests.visiting import browse, connect_socket

GUEST, STAFF = Audience.WALL_GUEST, Audience.WALL_STAFF
CITY = tangerang()


def a_city_with(open_: int, audience: Audience = GUEST) -> Snapshot:
    return a_snapshot(CITY, audience=audience.value, counts=ComplaintCounts(open_, 0, 0, 0, 0))


@pytest.fixture
def snapshots() -> FakeSnapshots:
    return FakeSnapshots()


@pytest.fixture
def health() -> FakeHealth:
    return FakeHealth()


@pytest.fixture
def server(snapshots: FakeSnapshots, health: FakeHealth) -> Flask:
    return create_app(services=fake_services(snapshots, health))


def connect(server: Flask, auth: object = None) -> Any:
    return connect_socket(server, auth=auth)


def pulses(client: Any) -> list[dict[str, Any]]:
    return [message["args"][0] for message in client.get_received() if message["name"] == "pulse"]


def ask(client: Any, *question: object) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(client.emit("frame", *question, callback=True))
    return frame


def open_in(frame: dict[str, Any]) -> str:
    shown: str = frame["props"][Id.COMPLAINTS_OPEN]["children"]
    return shown


def get(server: Flask, path: str) -> TestResponse:
    return browse(server).get(path)


# --- Socket.IO


def test_a_screen_is_told_at_once_where_the_city_stands(server: Flask, snapshots: FakeSnapshots) -> None:
    """The first pulse comes with the connection, not a second later."""
    snapshots.publish(a_city_with(7))
    assert [pulse["seq"] for pulse in pulses(connect(server, {"audience": "wall-guest"}))] == [1]


def test_every_snapshot_is_announced(server: Flask, snapshots: FakeSnapshots) -> None:
    """A pulse is the heartbeat, also when nothing changed; its number grows only with a change."""
    client = connect(server)
    for number in (7, 7, 8):
        snapshots.publish(a_city_with(number))
    assert [pulse["seq"] for pulse in pulses(client)] == [0, 1, 1, 2]


def test_a_question_is_answered_with_what_changed(server: Flask, snapshots: FakeSnapshots) -> None:
    """First everything; then, from the number it stands at, what is new."""
    snapshots.publish(a_city_with(7))
    client = connect(server)
    first = ask(client, {"since": -1, "boot": None})
    assert (first["full"], open_in(first)) == (True, "7")
    snapshots.publish(a_city_with(8))
    second = ask(client, {"since": first["seq"], "boot": first["boot"]})
    assert (second["full"], open_in(second)) == (False, "8")
    assert Id.HEADER_CLOCK not in second["props"]


@pytest.mark.parametrize("auth", [None, {}, {"audience": None}, {"audience": ""}, "wall-staff", ["wall-staff"]])
def test_who_names_no_audience_is_a_guest(auth: object, snapshots: FakeSnapshots) -> None:
    """The first audience of the installation is for whoever comes."""
    server = create_app(services=fake_services(snapshots, audiences=(GUEST, STAFF)))
    snapshots.publish(a_city_with(7), a_city_with(9, STAFF))
    client = connect(server, auth)
    assert open_in(ask(client)) == "7"


@pytest.mark.parametrize("audience", ["wall-staff", "mayor", "WALL-GUEST", " wall-guest", 1, ["wall-guest"], {}])
def test_an_audience_that_may_not_look_is_refused(audience: object, snapshots: FakeSnapshots) -> None:
    """A guest's screen is no other, whatever it says; a refused one hears nothing, and it is told."""
    door = FakeDoor(GUEST_SCREEN)
    client = connect(create_app(services=fake_services(snapshots, door=door)), {"audience": audience})
    assert not client.is_connected()
    assert door.refusals == ["socket audience"]


def test_an_installation_may_let_staff_look(snapshots: FakeSnapshots) -> None:
    """Each audience gets its own city, and only the pulses of its own."""
    server = create_app(services=fake_services(snapshots, audiences=(GUEST, STAFF)))
    guest, staff = connect(server), connect(server, {"audience": "wall-staff"})
    for city in (a_city_with(7), a_city_with(8, STAFF), a_city_with(9, STAFF)):
        snapshots.publish(city)
    assert (open_in(ask(guest)), open_in(ask(staff))) == ("7", "9")
    assert ([pulse["seq"] for pulse in pulses(guest)], [pulse["seq"] for pulse in pulses(staff)]) == ([0, 1], [0, 1, 2])


QUESTIONS: list[tuple[object, ...]] = [
    (),
    (None,),
    ("since",),
    ([1, 2],),
    ({"since": "1"},),
    ({"since": True},),
    ({"since": 1.5},),
    ({"since": None, "boot": {}},),
    ({"since": 10**30, "boot": []},),
    ({"since": -5}, "and", {"more": 1}),
]


@pytest.mark.parametrize("question", QUESTIONS, ids=str)
def test_a_malformed_question_gets_everything(
    question: tuple[object, ...], server: Flask, snapshots: FakeSnapshots
) -> None:
    """A screen that cannot say where it stands is told all."""
    snapshots.publish(a_city_with(7))
    frame = ask(connect(server), *question)
    assert (frame["full"], open_in(frame)) == (True, "7")


# --- GET /live/frame


def test_polling_gets_the_same_frame(server: Flask, snapshots: FakeSnapshots) -> None:
    """For networks that block sockets; never from a cache on the way."""
    snapshots.publish(a_city_with(7))
    response = get(server, "/live/frame")
    frame = response.get_json()
    assert (response.status_code, response.headers["Cache-Control"]) == (200, "no-store")
    assert frame == ask(connect(server))
    later = get(server, f"/live/frame?since={frame['seq']}&boot={frame['boot']}&audience=wall-guest").get_json()
    assert (later["full"], later["props"]) == (False, {})


@pytest.mark.parametrize("since", ["x", "", "--1", "1-", "-", "1.5", "²", "%20", "9" * 5000])
def test_a_number_that_is_none_is_told(since: str, server: Flask) -> None:
    """400 with what was expected and what came, in short."""
    response = get(server, f"/live/frame?since={since}")
    error = response.get_json()["error"]
    assert response.status_code == 400
    assert error.startswith("since: expected a whole number")
    assert len(error) < 200


@pytest.mark.parametrize("audience", ["wall-staff", "mayor", "x" * 5000])
def test_polling_refuses_who_may_not_look(audience: str, snapshots: FakeSnapshots) -> None:
    """403 with the audiences that are theirs."""
    server = create_app(services=fake_services(snapshots, door=FakeDoor(GUEST_SCREEN)))
    response = get(server, f"/live/frame?audience={audience}")
    assert response.status_code == 403
    assert response.get_json()["error"].startswith("audience: expected one of wall-guest, got ")
    assert len(response.get_json()["error"]) < 200


def test_polling_tells_that_the_hub_is_silent(
    server: Flask, snapshots: FakeSnapshots, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A web server that still answers is no sign of life of the city behind it."""
    snapshots.publish(a_city_with(7))
    assert get(server, "/live/frame").status_code == 200
    monkeypatch.setattr(live, "SILENCE_SECONDS", 0.0)
    assert get(server, "/live/frame").status_code == 503


# --- GET /healthz


@pytest.mark.parametrize(("is_ok", "status"), [(True, 200), (False, 503)])
def test_health_is_a_status_too(is_ok: bool, status: int, server: Flask, health: FakeHealth) -> None:
    """Whoever watches over the server need not read; detail comes when it is asked for."""
    health.is_ok = is_ok
    response = get(server, "/healthz")
    assert (response.status_code, response.get_json()) == (status, {"ok": is_ok})
    assert get(server, "/healthz?detail=1").status_code == 403
    administrators = create_app(services=fake_services(health=health, door=FakeDoor(ADMINISTRATOR)))
    assert "balance" in get(administrators, "/healthz?detail=1").get_json()
