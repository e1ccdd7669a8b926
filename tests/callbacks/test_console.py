"""Desks and walls through sockets: what one desk does the other shows, and steering reaches the named wall alone."""

import json
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from domain.case_file import CaseFile
from domain.desk import DeskAct
from domain.desk_view import DeskView, WallSeen
from domain.identity import Identity, Kind, Role, Session
from domain.privacy import Audience
from domain.secrecy import Secrecy
from domain.steering import Steering
from domain.work_list import WorkBoard, WorkItem, WorkKind
from layouts.ids import Id
from tests.factories import NOW_MS, a_snapshot, tangerang
from tests.fake_desk import FakeAlarms, FakeCases, FakeDesk
from tests.fakes import OPERATOR, FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse, call, connect_socket

CITY = tangerang()
ROWS = (WorkItem(WorkKind.COMPLAINT, "L-1", "pothole", "", "DPUPR", NOW_MS, NOW_MS + 1),)
FIRST, SECOND = "screen-1", "screen-2"
CASE = CaseFile("L-1", Secrecy.NONE, 4, NOW_MS, 0, "pothole", lat=-6.178312, lon=106.631945)
SECRET = CaseFile("L-2", Secrecy.SENSITIVE, 4, NOW_MS, 0)


class OpenDoor(FakeDoor):
    """Who comes is whom the test says next; screens come as screens."""

    def who(self, token: str) -> Session | None:
        visitor = self.visitor
        if visitor is None:
            return None
        kind = Kind.SCREEN if visitor.role in (Role.WALL_GUEST, Role.WALL_STAFF) else Kind.ACCOUNT
        return Session(visitor.subject, kind, visitor)


@pytest.fixture
def door() -> OpenDoor:
    return OpenDoor()


@pytest.fixture
def desk() -> FakeDesk:
    walls = tuple(WallSeen(f"Dinding {name}", False, Steering(name)) for name in (FIRST, SECOND))
    return FakeDesk(DeskView(walls=walls))


@pytest.fixture
def alarms() -> FakeAlarms:
    return FakeAlarms()


@pytest.fixture
def server(door: OpenDoor, desk: FakeDesk, alarms: FakeAlarms) -> Flask:
    snapshots = FakeSnapshots()
    services = fake_services(snapshots, door=door, desk=desk)
    server = create_app(services=replace(services, cases=FakeCases({"L-1": CASE, "L-2": SECRET}), alarms=alarms))
    snapshots.publish(
        a_snapshot(CITY, audience=Audience.OPERATOR.value, work=WorkBoard(ROWS, 0, NOW_MS)), a_snapshot(CITY)
    )
    return server


def ask(socket: Any) -> dict[str, Any]:
    frame: dict[str, Any] = json.loads(socket.emit("frame", {"since": -1}, callback=True))
    return frame


def heard(socket: Any, name: str) -> list[dict[str, Any]]:
    return [message["args"][0] for message in socket.get_received() if message["name"] == name]


def act(server: Flask, **asked: object) -> dict[str, Any]:
    response = call(server, Id.CONSOLE_DONE, {f"{Id.CONSOLE_ACTION}.data": {"n": 1, **asked}})
    told: dict[str, Any] = response.get_json()["response"][Id.CONSOLE_DONE]["data"]
    return told


def wall(server: Flask, door: OpenDoor, name: str) -> Any:
    door.visitor = Identity(name, name, Role.WALL_GUEST)
    socket = connect_socket(server)
    door.visitor = OPERATOR
    return socket


def test_two_desks_show_the_same(server: Flask, desk: FakeDesk) -> None:
    """The second is told of a new number at once, without another snapshot of the city."""
    first, second = (connect_socket(server, {"audience": "operator"}) for _ in range(2))
    rows = ask(second)["props"][Id.CONSOLE_WORK]["data"]["rows"]
    assert [(row["r"], row["w"], row["s"]) for row in rows] == [("L-1", "Jalan berlubang", "DPUPR")]
    before = heard(second, "pulse")[-1]["seq"]
    assert act(server, act="own", kind="complaint", ref="L-1")["ok"]
    assert heard(second, "pulse")[-1]["seq"] > before
    told = [ask(one)["props"][Id.CONSOLE_DESK]["data"]["handlings"] for one in (first, second)]
    assert told[0] == told[1]
    assert told[0]["complaint:L-1"]["own"] == OPERATOR.subject
    assert desk.here == [OPERATOR.subject, OPERATOR.subject]


def test_steering_reaches_the_named_wall_alone(server: Flask, door: OpenDoor) -> None:
    one, other, desk = (
        wall(server, door, FIRST),
        wall(server, door, SECOND),
        connect_socket(server, {"audience": "operator"}),
    )
    for socket in (one, other, desk):
        socket.get_received()
    assert act(server, act="steer", wall=FIRST, scene="queues", pinned=True, layers=["sites"])["ok"]
    (told,) = heard(one, "steer")
    assert (told["scene"], told["pinned"], told["layers"], told["driver"]) == ("queues", True, ["sites"], "Rina")
    assert heard(other, "steer") == []
    assert heard(desk, "steer") == []


def test_a_wall_without_a_socket_is_told_by_its_questions(server: Flask, door: OpenDoor) -> None:
    act(server, act="steer", wall=FIRST, scene="queues")
    door.visitor = Identity(FIRST, FIRST, Role.WALL_GUEST)
    told = json.loads(browse(server).get("/live/frame").headers["Steering"])
    assert (told["scene"], told["audience"]) == ("queues", "wall-guest")
    door.visitor = OPERATOR
    assert "Steering" not in browse(server).get("/live/frame").headers


def test_a_wall_is_sent_a_coarse_place_and_no_ticket(server: Flask, door: OpenDoor) -> None:
    socket = wall(server, door, FIRST)
    socket.get_received()
    assert act(server, act="steer", wall=FIRST, focus="case", code="L-1")["ok"]
    (told,) = heard(socket, "steer")
    assert told["focus"]["name"] == "Jalan berlubang"
    assert (told["focus"]["lat"], told["focus"]["lon"]) != (CASE.lat, CASE.lon)
    assert "L-1" not in json.dumps(told)


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"act": "steer", "wall": FIRST, "focus": "case", "code": "L-2"}, "secret"),
        ({"act": "steer", "wall": FIRST, "scene": "nowhere"}, "unreadable"),
        ({"act": "steer", "wall": FIRST, "layers": ["reporters"]}, "unreadable"),
        ({"act": "steer", "wall": FIRST, "layers": "sites"}, "unreadable"),
        ({"act": "steer", "wall": FIRST, "indicator": "Z99"}, "no_indicator"),
        ({"act": "steer", "wall": FIRST, "focus": "district", "code": "x"}, "unreadable"),
        ({"act": "steer", "wall": FIRST, "at": NOW_MS * 2}, "unreadable"),
        ({"act": "own", "kind": "reporter", "ref": "x"}, "not_a_row"),
        ({"act": "own", "kind": "complaint", "ref": "L-3"}, "not_a_row"),
        ({"act": "own", "kind": "queue", "ref": "NOWHERE"}, "not_a_row"),
        ({"act": "shelve", "kind": "alarm", "ref": "7", "text": ""}, "needs_text"),
        ({"act": "release", "kind": "alarm", "ref": "7"}, "no_release"),
        ({"act": "own", "kind": "alarm", "ref": "²"}, "not_a_row"),
        ({"act": "sign_sheet", "shift": 1e308}, "none"),
        ({"act": "drop tables"}, "unreadable"),
        ({"act": ["own"]}, "unreadable"),
    ],
    ids=str,
)
def test_what_cannot_be_done_is_told_in_words(asked: dict[str, object], problem: str, server: Flask) -> None:
    told = act(server, **asked)
    assert (told["ok"], told["problem"]) == (False, problem)
    assert told["words"]


def test_another_operator_is_told_who_drives(server: Flask, desk: FakeDesk, door: OpenDoor) -> None:
    act(server, act="steer", wall=FIRST, scene="queues")
    door.visitor = Identity("budi", "Budi", Role.OPERATOR)
    told = act(server, act="steer", wall=FIRST, scene="overview")
    assert (told["problem"], told["who"]) == ("driven", "Rina")
    assert act(server, act="steer", wall=FIRST, scene="overview", confirmed=True)["ok"]
    assert desk.view.walls[0].steering.driver == "budi"


def test_a_row_opens_and_a_ticket_that_is_none_says_so(server: Flask, desk: FakeDesk) -> None:
    desk.act(OPERATOR, "complaint", "L-1", DeskAct.COMMENT, "regu berangkat")
    shown = {ref: str(opened(server, ref)) for ref in ("L-1", "L-2", "L-3")}
    assert "Jalan berlubang" in shown["L-1"]
    assert "regu berangkat" in shown["L-1"]
    assert "kategori dan lokasi tidak ditampilkan" in shown["L-2"]
    assert "place-map" not in shown["L-2"]
    assert "Tidak ada kasus L-3" in shown["L-3"]


def opened(server: Flask, ref: str) -> object:
    asked = {"kind": "complaint", "ref": ref, "n": 1}
    return call(server, Id.CONSOLE_DETAIL, {f"{Id.CONSOLE_OPEN}.data": asked}).get_json()


def test_a_decision_keeps_the_numbers_of_the_desk(server: Flask, desk: FakeDesk) -> None:
    assert act(server, act="decide", text="Tambah loket", about="complaint:L-1")["ok"]
    (made,) = desk.decisions
    assert {one.indicator: one.value for one in made.numbers}["A02"] == 214
    assert all(one.as_of_ms for one in made.numbers)


def test_a_level_of_the_city_is_set_with_its_reason_and_is_a_decision(server: Flask, desk: FakeDesk) -> None:
    assert act(server, act="set_status", level=2, text="banjir di  Periuk")["ok"]
    (made,) = desk.decisions
    assert made.text == "Status kota: Waspada. banjir di Periuk"
    assert any(one.indicator == "A02" for one in made.numbers)


@pytest.mark.parametrize(
    ("level", "reason", "problem"),
    [(2, "  ", "needs_text"), (2, "x" * 200, "too_long"), (6, "banjir", "unreadable"), ("2", "banjir", "unreadable")],
)
def test_no_level_is_set_by_half(level: object, reason: str, problem: str, server: Flask, desk: FakeDesk) -> None:
    assert act(server, act="set_status", level=level, text=reason)["problem"] == problem
    assert not desk.decisions


def test_the_sheet_of_the_shift_is_drafted_from_the_desk(server: Flask, desk: FakeDesk) -> None:
    act(server, act="own", kind="complaint", ref="L-1")
    page = str(call(server, Id.PAGE, {"page-address.pathname": "/console/handover"}).get_json())
    assert "Serah terima regu" in page
    assert "Sedang dipegang" in page
    assert "dipegang, Rina" in page
    assert act(server, act="keep_sheet", text="semua aman")["reload"]
    assert "semua aman" in str(call(server, Id.PAGE, {"page-address.pathname": "/console/handover"}).get_json())


def test_an_alarm_is_answered_by_its_own_desk(server: Flask, alarms: FakeAlarms, desk: FakeDesk) -> None:
    """Its log is the alarms', so the wall and the command line say the same."""
    for name in ("acknowledge", "own", "take_over"):
        assert act(server, act=name, kind="alarm", ref="7")["ok"]
    assert act(server, act="shelve", kind="alarm", ref="7", text="suku cadang", hours=4)["ok"]
    assert [done[0] for done in alarms.done] == ["acknowledge", "own", "own", "shelve"]
    assert alarms.done[-1] == ("shelve", 7, "suku cadang 4:00:00")
    assert desk.done == []
