"""Reports of screens by socket and by POST, what they are answered, and the page that shows them."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from flask import Flask

from app import create_app
from callbacks.screen_pictures import pictured
from callbacks.services import Services
from domain.alarms.board import AlarmBoard
from domain.alarms.priority import Priority
from domain.clock import epoch_ms
from domain.identity import SCREEN_ROLES, Identity, Role
from domain.patterns import PatternBoard
from domain.privacy import Audience
from domain.screen_reports import (
    Fleet,
    Pictured,
    Reason,
    Reload,
    ReportRules,
    Road,
    ScreenPicture,
    ScreenSeen,
    ScreenState,
)
from layouts.ids import Id
from layouts.screens import FleetView, lines, screens_rows
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_screens import screens_texts
from tests.domain.test_patterns import an_incident
from tests.factories import a_snapshot, tangerang
from tests.fake_screens import FLEET_NOW_MS, FakeFleet, FakePictures, a_screen_report, seen
from tests.fakes import GUEST_SCREEN, OPERATOR, FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse, call, connect_socket

CITY = tangerang()
A_JPEG = b"\xff\xd8\xff\xe0 a picture"
NIGHT_MS = epoch_ms(datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
"""04.30 in the city, an hour after the night hour: every screen's minute has passed."""


@pytest.fixture
def fleet() -> FakeFleet:
    return FakeFleet()


def services(
    fleet: FakeFleet, visitor: Identity = GUEST_SCREEN, pictures: FakePictures | None = None, **changes: Any
) -> Services:
    snapshots = FakeSnapshots()
    snapshots.publish(a_snapshot(CITY, **changes))
    made = fake_services(snapshots, door=FakeDoor(visitor))
    return replace(made, screens=fleet, pictures=pictures or FakePictures(), release="9.9-new")


def post(server: Flask, body: object) -> Any:
    return browse(server).post("/live/report", data=msgspec.json.encode(body), content_type="application/json")


def test_a_report_is_heard_by_socket_and_by_post(fleet: FakeFleet) -> None:
    server = create_app(services=services(fleet))
    report = a_screen_report()
    assert connect_socket(server).emit("report", msgspec.to_builtins(report), callback=True) == {"night": False}
    assert post(server, report).get_json() == {"night": False}
    assert fleet.told == [("screen-1", report), ("screen-1", report)]


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'{"page": NaN}', b'{"page": "x"}', b"[" * 4000])
def test_a_bad_report_is_told_what_was_expected(body: bytes, fleet: FakeFleet) -> None:
    client = browse(create_app(services=services(fleet)))
    answer = client.post("/live/report", data=body, content_type="application/json")
    assert (answer.status_code, answer.get_json()["error"][:7]) == (400, "report:")
    assert fleet.told == []


def test_a_long_report_and_one_of_another_kind_are_refused(fleet: FakeFleet) -> None:
    client = browse(create_app(services=services(fleet)))
    long = msgspec.json.encode(a_screen_report()) + b" " * 5000
    assert client.post("/live/report", data=long, content_type="application/json").status_code == 400
    assert client.post("/live/report", data=b"{}", content_type="text/plain").status_code == 400
    assert fleet.told == []


def test_a_report_that_comes_too_soon_is_told_so(fleet: FakeFleet) -> None:
    fleet.is_patient = False
    answer = post(create_app(services=services(fleet)), a_screen_report())
    assert answer.status_code == 400
    assert "expected one every 10 s" in answer.get_json()["error"]


def test_a_screen_is_told_of_its_night_once_its_minute_has_come(fleet: FakeFleet) -> None:
    fleet.now_ms = NIGHT_MS
    server = create_app(services=services(fleet))
    assert post(server, a_screen_report(up_s=86_400.0)).get_json() == {"night": True}
    assert post(server, a_screen_report(up_s=60.0)).get_json() == {"night": False}


@pytest.mark.parametrize(
    ("picture", "is_reloaded"),
    [
        ({"patterns": PatternBoard((an_incident(n=12),), (), True)}, False),
        ({"alarms": AlarmBoard(is_known=True, counts={Priority.CRITICAL: 1})}, False),
        ({"alarms": AlarmBoard(is_known=True, counts={Priority.HIGH: 3})}, True),
    ],
)
def test_no_screen_is_reloaded_at_night_while_somebody_needs_it(
    picture: dict[str, Any], is_reloaded: bool, fleet: FakeFleet
) -> None:
    fleet.now_ms = NIGHT_MS
    server = create_app(services=services(fleet, **picture))
    assert post(server, a_screen_report(up_s=86_400.0)).get_json() == {"night": is_reloaded}


def test_pulses_and_answers_tell_the_release(fleet: FakeFleet) -> None:
    server = create_app(services=services(fleet))
    pulse = next(one for one in connect_socket(server).get_received() if one["name"] == "pulse")["args"][0]
    client = browse(server)
    assert pulse["release"] == "9.9-new"
    assert client.get("/live/frame").headers["Release"] == "9.9-new"
    assert client.get("/healthz").headers["Release"] == "9.9-new"
    assert b'data-release="9.9-new"' in client.get("/wall").data


@pytest.mark.parametrize(("visitor", "care"), [(GUEST_SCREEN, "screen"), (OPERATOR, "person")])
def test_only_a_screen_is_told_to_care_for_itself(visitor: Identity, care: str, fleet: FakeFleet) -> None:
    layout = browse(create_app(services=services(fleet, visitor))).get("/_dash-layout").get_json()
    part = layout["props"]["children"][2]["props"]
    assert part["data-care"] == care
    assert ("data-report-seconds" in part) == (care == "screen")


# --- the page


TITLES = {"overview": "Ikhtisar"}


def words_of(fleet: FakeFleet, texts: Texts = INDONESIAN, pictures: Mapping[str, Pictured] | None = None) -> str:
    return str(screens_rows(FleetView(fleet.view(), ReportRules(), "0.1.0-abc", TITLES, texts, pictures or {})))


def test_the_page_is_asked_for_by_those_who_keep_screens(fleet: FakeFleet) -> None:
    fleet.screens = (seen(a_screen_report()),)
    server = create_app(services=services(fleet, OPERATOR))
    answer = call(server, Id.SCREENS_ROWS, {}, f"{Id.SCREENS_TICK}.n_intervals")
    assert "Dinding kiri" in answer.get_data(as_text=True)
    assert "Dinding kiri" in call(server, Id.PAGE, {f"{Id.ADDRESS}.pathname": "/screens"}).get_data(as_text=True)


def test_the_worst_screen_stands_first_and_a_revoked_one_nowhere() -> None:
    def one(name: str, silent_s: float | None, **changes: Any) -> ScreenSeen:
        report = None if silent_s is None else a_screen_report(**changes)
        return seen(report, silent_s or 0, Identity(f"screen-{name}", name, Role.WALL_GUEST))

    gone = replace(one("e", 1), is_revoked=True)
    screens = (one("a", 1), one("b", None), one("c", 40), one("d", 1, frozen_s=30.0), gone, one("f", 500))
    found = lines(Fleet(FLEET_NOW_MS, screens), ReportRules())
    assert [(line.screen.identity.name, line.state.value) for line in found] == [
        ("f", "lost"),
        ("d", "frozen"),
        ("c", "late"),
        ("b", "never"),
        ("a", "alive"),
    ]


def test_what_a_browser_does_not_tell_is_no_zero() -> None:
    report = a_screen_report(heap_mb=None, heap_limit_mb=None, frame_age_s=None, release="0.1.0-old")
    said = words_of(FakeFleet((seen(report),)))
    assert "peramban tidak memberi tahu" in said
    assert "belum ada bingkai" in said
    assert "'0 MB'" not in said
    assert "is-late" in said  # its release is an old one
    assert "adegan Ikhtisar" in said


def test_reloads_are_told_with_the_last_reason_in_both_languages() -> None:
    last = [Reload(FLEET_NOW_MS - 7_200_000, Reason.NIGHT)]
    fleet = FakeFleet((seen(a_screen_report(reloads=4, last_reloads=last)),))
    assert "muat ulang 4×, terakhir malam, 2 jam lalu" in words_of(fleet)
    assert "4 reloads, last: night, 2 h ago" in words_of(fleet, ENGLISH)


@pytest.mark.parametrize("texts", [INDONESIAN, ENGLISH])
def test_every_state_role_road_and_reason_has_a_word(texts: Texts) -> None:
    words = screens_texts(texts.language)
    assert set(words.states) == set(ScreenState)
    assert set(words.roles) == set(SCREEN_ROLES)
    assert set(words.roads) == set(Road)
    assert set(words.reasons) == set(Reason)


def test_a_screen_is_asked_for_its_picture_sends_it_and_it_is_looked_at(fleet: FakeFleet) -> None:
    report = a_screen_report()
    fleet.screens, pictures = (seen(report),), FakePictures()
    desk = browse(create_app(services=services(fleet, OPERATOR, pictures=pictures)))
    screen = browse(create_app(services=services(fleet, pictures=pictures)))
    assert desk.get("/screens/picture/p1").status_code == 404
    assert send(screen).status_code == 409  # nobody asked
    assert desk.post("/screens/picture/p1").status_code == 202
    assert pictures.asked_by == [OPERATOR]
    told = msgspec.json.encode(report)
    assert screen.post("/live/report", data=told, content_type="application/json").get_json()["picture"] is True
    assert send(screen).status_code == 200
    found = desk.get("/screens/picture/p1")
    assert (found.data, found.mimetype) == (A_JPEG, "image/jpeg")
    assert "no-store" in found.headers["Cache-Control"]
    assert "picture" not in screen.post("/live/report", data=told, content_type="application/json").get_json()


def test_a_picture_is_wanted_of_a_page_that_a_screen_reported_alone(fleet: FakeFleet) -> None:
    fleet.screens = (seen(a_screen_report()), replace(seen(a_screen_report(page="p2")), is_revoked=True))
    desk = browse(create_app(services=services(fleet, OPERATOR)))
    assert [desk.post(f"/screens/picture/{page}").status_code for page in ("p1", "p2", "p3")] == [202, 404, 404]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"data": b"<svg/>"}, 400),
        ({"content_type": "text/html"}, 400),
        ({"query_string": {"page": "p1", "audience": "operator"}}, 400),
        ({"query_string": {"page": "../p1", "audience": "wall-guest"}}, 400),
        ({"query_string": {"page": "p2", "audience": "wall-guest"}}, 409),
        ({"data": A_JPEG + b" " * 300_000}, 413),
    ],
)
def test_what_is_no_picture_of_this_screen_is_refused(changes: dict[str, Any], status: int, fleet: FakeFleet) -> None:
    pictures = FakePictures(wishes={"p1": GUEST_SCREEN.subject, "p2": "another"})
    assert send(browse(create_app(services=services(fleet, pictures=pictures))), **changes).status_code == status
    assert pictures.pictures == {}


def test_the_staffs_picture_is_the_operators_alone(fleet: FakeFleet) -> None:
    """Administrators see what guests see, of pictures too; also of a page that was the staff's when it was drawn."""
    fleet.screens = (seen(a_screen_report()),)
    staff = FakePictures(pictures={"p1": ScreenPicture(Audience.WALL_STAFF, FLEET_NOW_MS, A_JPEG)})
    administrator = Identity("admin", "Admin", Role.ADMINISTRATOR)
    looks = [
        browse(create_app(services=services(fleet, who, pictures=staff))).get("/screens/picture/p1").status_code
        for who in (OPERATOR, administrator, GUEST_SCREEN)
    ]
    assert looks == [200, 404, 403]
    assert pictured(fleet.view(), Role.ADMINISTRATOR, services(fleet, pictures=staff)) == {}
    assert list(pictured(fleet.view(), Role.OPERATOR, services(fleet, pictures=staff))) == ["p1"]


def test_a_row_has_the_picture_and_the_button_of_what_the_viewer_may_see() -> None:
    fleet = FakeFleet((seen(a_screen_report(scene="queues-2")),))
    assert "data-asks-picture" not in words_of(fleet)
    asked = words_of(fleet, pictures={"p1": Pictured(is_wished=True)})
    assert "Diminta, tiba dalam 10 dtk" in asked
    there = words_of(fleet, pictures={"p1": Pictured(False, Audience.WALL_GUEST, FLEET_NOW_MS - 12_000)})
    assert f"/screens/picture/p1?{FLEET_NOW_MS - 12_000}" in there
    assert "tangkapan 12 dtk lalu" in there


def send(client: Any, **changes: Any) -> Any:
    sent = {"data": A_JPEG, "content_type": "image/jpeg", "query_string": {"page": "p1", "audience": "wall-guest"}}
    return client.post("/live/picture", **{**sent, **changes})


def test_no_screens_is_said() -> None:
    assert "Belum ada layar terdaftar" in words_of(FakeFleet())
