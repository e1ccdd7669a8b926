"""Reports of screens by socket and by POST, what they are answered, and the page that shows them."""

from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

import msgspec
import pytest
from flask import Flask
from msgspec.structs import replace as changed

from app import create_app
from callbacks.services import Services
from domain.alarms.board import AlarmBoard
from domain.alarms.priority import Priority
from domain.clock import epoch_ms
from domain.identity import SCREEN_ROLES, Identity, Role
from domain.patterns import PatternBoard
from domain.screen_reports import Fleet, Reason, Reload, ReportRules, Road, ScreenSeen, ScreenState
from layouts.ids import Id
from layouts.screens import lines, screens_rows
from layouts.text import ENGLISH, INDONESIAN, Texts
from layouts.text_screens import screens_texts
from tests.domain.test_patterns import an_incident
from tests.factories import a_snapshot, tangerang
from tests.fake_screens import FLEET_NOW_MS, FakeFleet, a_screen_report, seen
from tests.fakes import GUEST_SCREEN, OPERATOR, FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse, call, connect_socket

CITY = tangerang()
NIGHT_MS = epoch_ms(datetime(2026, 11, 22, 21, 30, tzinfo=UTC))
"""04.30 in the city, an hour after the night hour: every screen's minute has passed."""


@pytest.fixture
def fleet() -> FakeFleet:
    return FakeFleet()


def services(fleet: FakeFleet, visitor: Identity = GUEST_SCREEN, **changes: Any) -> Services:
    snapshots = FakeSnapshots()
    snapshots.publish(a_snapshot(CITY, **changes))
    return replace(fake_services(snapshots, door=FakeDoor(visitor)), screens=fleet, release="9.9-new")


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


def words_of(fleet: FakeFleet, texts: Texts = INDONESIAN) -> str:
    return str(screens_rows(fleet.view(), ReportRules(), "0.1.0-abc", TITLES, texts))


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


def test_a_guests_picture_may_be_drawn_again_and_a_staffs_may_not() -> None:
    report = a_screen_report(scene="queues-2", profile="tv-75", seq=4711)
    said = words_of(FakeFleet((seen(report),)))
    assert "/wall?scene=queues-2&profile=tv-75" in said
    assert "digambar ulang" in said
    assert "bingkai 4711" in said
    staff = words_of(FakeFleet((seen(changed(report, audience="wall-staff")),)))
    assert "adegan queues-2" in staff
    assert "digambar ulang" not in staff


def test_no_screens_is_said() -> None:
    assert "Belum ada layar terdaftar" in words_of(FakeFleet())
