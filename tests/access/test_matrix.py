"""Every role at every surface there is: pages, routes, callbacks, sockets, exports; with own and with foreign scope.

What is expected is written here once more, in words of its own, so that a slip in the table of the code is seen.
"""

from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from flask import Flask

from app import create_app
from callbacks.surfaces import CALLBACKS, EVENTS, PAGES, ROUTES, SurfaceError, check_surfaces, first_output
from domain.complaints import Complaint
from domain.desk_view import DeskView, WallSeen
from domain.identity import AGENCY_ROLES, Identity, Role
from domain.privacy import SCREEN_AUDIENCES, Audience
from domain.steering import Steering, WallMode, WallView
from layouts.ids import Id
from tests.factories import a_snapshot, tangerang
from tests.fake_desk import FakeDesk
from tests.fake_reviews import FakeReviews, a_case
from tests.fakes import FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse, call, connect_socket, dependencies

CITY = tangerang()
AGENCIES = ("DPUPR", "DLH")
CANARIES = {agency: f"CANARY-{agency}" for agency in CITY.agencies}
VISITORS: Mapping[str, Identity | None] = {
    "nobody": None,
    **{role.value: Identity(role.value, role.value, role) for role in Role if role not in AGENCY_ROLES},
    **{
        f"{role.value} of {one}": Identity(f"{role}-{one}", "x", role, (one,))
        for role in AGENCY_ROLES
        for one in AGENCIES
    },
}
REVIEWING = ("operator", "mayor")
KEEPING = ("operator", "administrator")
WALLS = {
    "wall-guest": {Audience.WALL_GUEST},
    "wall-staff": {Audience.WALL_GUEST},  # until a desk puts it into staff mode
    "operator": {Audience.WALL_STAFF, Audience.WALL_GUEST, Audience.MAYOR, Audience.OPERATOR},
    "mayor": {Audience.MAYOR, Audience.WALL_GUEST},
}
FILLED = {
    "page": "p1",
    "code": "DPUPR",
    "kind": "csv",
    "package_name": "dash",
    "fingerprinted_path": "x",
    "filename": "x",
    "path": "wall",
    "link": "x",
}
OPEN_ROUTES = {
    *("/healthz", "/sign-in", "/sign-in/link/<link>", "/screen", "/_favicon.ico"),
    *("/sign-in/oidc", "/sign-in/oidc/back", "/sign-in/oidc/code"),
    *("/assets/<path:filename>", "/static/<path:filename>"),
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>",
}
FOR_ADMINISTRATORS = {"/admin/audit.csv"}
FOR_SOME = {"/agency/<code>/cases.<any(csv, xlsx):kind>", "/password"}
CASES: list[Complaint] = [
    a_case(number, agency=agency, complaint_id=canary) for number, (agency, canary) in enumerate(CANARIES.items(), 1)
]


def is_screen(name: str) -> bool:
    return name in ("wall-guest", "wall-staff")


def may_review(name: str, agency: str) -> bool:
    return name in REVIEWING or name.endswith(f" of {agency}")


@cache
def server_of(name: str) -> Flask:
    """The server that a visitor comes to, made when it is first asked for: collecting tests makes none."""
    snapshots = FakeSnapshots()
    services = fake_services(snapshots, door=FakeDoor(VISITORS[name]))
    server = create_app(services=replace(services, reviews=FakeReviews(CASES)))
    snapshots.publish(*(a_snapshot(CITY, audience=audience.value) for audience in SCREEN_AUDIENCES))
    return server


def address(rule: str) -> str:
    for name, value in FILLED.items():
        for form in (f"<{name}>", f"<path:{name}>", f"<string:{name}>", f"<any(csv, xlsx):{name}>"):
            rule = rule.replace(form, value)
    assert "<" not in rule
    return rule


def foreign_canaries(body: bytes, name: str) -> list[str]:
    """What of agencies that are not theirs stands in raw bytes."""
    return [agency for agency, canary in CANARIES.items() if canary.encode() in body and not may_review(name, agency)]


# --- nothing is missing


def test_an_unlisted_surface_stops_the_app() -> None:
    with pytest.raises(SurfaceError, match=r"routes: without a rule \['/new'\]"):
        check_surfaces([*ROUTES, "/new"], [f"{name}.x" for name in CALLBACKS], EVENTS)
    with pytest.raises(SurfaceError, match=r"callbacks: without a rule \['new'\]"):
        check_surfaces(ROUTES, [*(f"{name}.x" for name in CALLBACKS), "..new.a...old.b.."], EVENTS)
    with pytest.raises(SurfaceError, match=r"socket events: without a rule \['shout'\]"):
        check_surfaces(ROUTES, [f"{name}.x" for name in CALLBACKS], [*EVENTS, "shout"])
    with pytest.raises(SurfaceError, match="with nothing behind it"):
        check_surfaces(list(ROUTES)[1:], [f"{name}.x" for name in CALLBACKS], EVENTS)


def test_the_tables_hold_what_the_app_offers() -> None:
    server = server_of("operator")
    assert {rule.rule for rule in server.url_map.iter_rules()} == set(ROUTES)
    assert {first_output(one["output"]) for one in dependencies(server)} == {str(name) for name in CALLBACKS}


# --- routes


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("rule", sorted(ROUTES))
def test_a_route_is_open_to_those_who_may(rule: str, name: str) -> None:
    methods = next(one.methods for one in server_of(name).url_map.iter_rules() if one.rule == rule) or set()
    method = "GET" if "GET" in methods else "POST"
    response = browse(server_of(name)).open(address(rule), method=method, buffered=True)
    if rule in OPEN_ROUTES:
        assert response.status_code in (200, 304, 401, 404)
    elif name == "nobody":
        is_page = rule in ("/", "/<path:path>", "/password")
        assert response.status_code == (302 if is_page else 401)
        assert foreign_canaries(response.data, name) == []
    elif rule == "/password":
        assert response.status_code == (403 if is_screen(name) else 200)
    elif rule == "/map/case":
        assert response.status_code == (400 if name == "operator" else 403)
    elif rule == "/live/past":
        assert response.status_code == (400 if name in WALLS else 403)
    elif rule == "/screens/picture/<page>":
        assert response.status_code == (404 if name in ("operator", "administrator") else 403)
    elif rule in ("/live/report", "/live/picture"):
        assert response.status_code == (400 if is_screen(name) else 403)
    elif rule in FOR_ADMINISTRATORS:
        assert response.status_code == (200 if name == "administrator" else 403)
    elif rule in FOR_SOME:
        assert response.status_code == (200 if may_review(name, "DPUPR") else 403)
    else:
        assert response.status_code in (200, 303, 400, 415, 503)
    assert foreign_canaries(response.data, name) == []


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize(
    "path", ["/sign-out", "/password", "/_dash-update-component", "/sign-in", "/screen", "/sign-in/oidc/code"]
)
@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:81", "https://localhost", "null", ""])
def test_another_site_changes_nothing(path: str, name: str, origin: str) -> None:
    client = server_of(name).test_client()
    headers = {"Origin": origin} if origin else {}
    response = client.post(path, headers=headers, data={"login": "x", "password": "y"})
    assert response.status_code == 403


# --- exports and callbacks, with own and foreign scope


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("agency", [*AGENCIES, "NONE"])
@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_an_export_holds_rows_of_the_own_scope_alone(kind: str, agency: str, name: str) -> None:
    response = browse(server_of(name)).get(f"/agency/{agency}/cases.{kind}?days=90", buffered=True)
    if agency in AGENCIES and may_review(name, agency):
        assert response.status_code == 200
        assert kind == "xlsx" or CANARIES[agency].encode() in response.data
    else:
        assert response.status_code in (400, 401, 403)
    assert foreign_canaries(response.data, name) == []


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("agency", AGENCIES)
@pytest.mark.parametrize("output", sorted({str(name) for name in CALLBACKS}))
def test_a_callback_answers_the_own_scope_alone(output: str, agency: str, name: str) -> None:
    """The path of a page comes from the browser: it is asked for as anybody may send it."""
    asked = {"startRow": 0, "endRow": 100, "sortModel": [], "filterModel": {}}
    values = {
        f"{Id.ADDRESS}.pathname": f"/agency/{agency}",
        f"{Id.REVIEW_ADDRESS}.pathname": f"/agency/{agency}",
        f"{Id.REVIEW_ADDRESS}.search": "?days=90",
        f"{Id.REVIEW_CASES}.getRowsRequest": asked,
    }
    response = call(server_of(name), output, values, f"{Id.REVIEW_ADDRESS}.search")
    assert foreign_canaries(response.data, name) == []
    if name == "nobody":
        assert response.status_code == 401
    elif output == Id.PAGE:
        assert response.status_code == 200
        assert (b"review-body" in response.data) == may_review(name, agency)
    elif output == Id.SCREENS_ROWS:
        assert response.status_code == (200 if name in KEEPING else 403)
    elif output in (Id.CONSOLE_DETAIL, Id.CONSOLE_DONE):
        assert (response.status_code in (200, 204)) == (name == "operator")
    elif output.startswith("admin-"):
        assert (response.status_code in (200, 204)) == (name == "administrator")
        assert response.status_code in (200, 204, 403)
    elif output in (Id.INDICATORS_VALUES, Id.PAST_COMPARISON):
        assert (response.status_code in (200, 204)) == (name in REVIEWING)
    elif name in REVIEWING or " of " in name:
        assert response.status_code in (200, 204)
        if output == Id.REVIEW_CASES:
            assert (CANARIES[agency].encode() in response.data) == may_review(name, agency)
    else:
        assert response.status_code == 403


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("page", sorted(PAGES))
def test_a_page_is_built_for_those_who_may(page: str, name: str) -> None:
    response = call(server_of(name), Id.PAGE, {f"{Id.ADDRESS}.pathname": page})
    if name == "nobody":
        assert response.status_code == 401
        return
    is_theirs = {
        "/wall": True,
        "/mayor": name == "mayor",
        "/indicators": name in ("mayor", "operator"),
        "/past": name in ("mayor", "operator"),
        "/admin": name == "administrator",
        "/agency": name in REVIEWING or " of " in name,
        "/screens": name in KEEPING,
        "/alarms": name in KEEPING or name.startswith("agency-head"),
        "/console": name == "operator",
    }[page]
    assert (b"no-page" in response.data) != is_theirs


# --- live frames, by socket and by HTTP


@pytest.mark.parametrize("name", VISITORS)
@pytest.mark.parametrize("audience", Audience)
def test_frames_are_told_to_their_audience_alone(audience: Audience, name: str) -> None:
    server = server_of(name)
    is_theirs = audience in ({} if name == "nobody" else WALLS.get(name, {Audience.WALL_GUEST}))
    polled = browse(server).get(f"/live/frame?audience={audience.value}")
    assert (polled.status_code not in (401, 403)) == is_theirs
    socket = connect_socket(server, {"audience": audience.value})
    assert socket.is_connected() == is_theirs


@pytest.mark.parametrize("name", [name for name in VISITORS if name != "nobody"])
def test_a_screen_alone_reports_by_socket(name: str) -> None:
    """Who is no screen loses the socket; of a screen's report it is told what is wrong with it."""
    socket = connect_socket(server_of(name))
    answer = socket.emit("report", {"page": "x"}, callback=True)
    assert socket.is_connected() == is_screen(name)
    assert ("report:" in str(answer)) == is_screen(name)


@pytest.mark.parametrize("origin", ["http://evil.example", "http://localhost:81", "https://localhost", "null"])
def test_a_socket_of_another_site_is_refused(origin: str) -> None:
    assert not connect_socket(server_of("operator"), headers={"Origin": origin}).is_connected()
    assert not connect_socket(server_of("operator"), headers={"X": "1"}).is_connected()


@pytest.mark.parametrize(
    ("role", "mode", "is_told"),
    [
        (Role.WALL_STAFF, WallMode.STAFF, True),
        (Role.WALL_STAFF, WallMode.GUEST, False),
        (Role.WALL_GUEST, WallMode.STAFF, False),
    ],
)
def test_a_walls_mode_opens_the_staffs_picture_to_a_screen_enrolled_for_it(
    role: Role, mode: WallMode, is_told: bool
) -> None:
    """Whatever a desk asks for, a guest's screen gets no frame of the staff's, by socket or HTTP."""
    screen = Identity("screen-1", "Dinding", role)
    wall = WallSeen("Dinding", role is Role.WALL_STAFF, Steering("screen-1", WallView(mode=mode), "sari", "Sari"))
    snapshots = FakeSnapshots()
    server = create_app(
        services=fake_services(snapshots, door=FakeDoor(screen), desk=FakeDesk(DeskView(walls=(wall,))))
    )
    snapshots.publish(a_snapshot(CITY, audience=Audience.WALL_STAFF.value))
    assert (browse(server).get("/live/frame?audience=wall-staff").status_code == 200) == is_told
    assert connect_socket(server, {"audience": "wall-staff"}).is_connected() == is_told


def test_a_wall_that_becomes_a_guests_hears_no_more_of_the_staff() -> None:
    """Its open socket may not ask for another frame."""
    screen = Identity("screen-1", "Dinding", Role.WALL_STAFF)
    staff = WallSeen("Dinding", True, Steering("screen-1", WallView(mode=WallMode.STAFF), "sari", "Sari"))
    desk, snapshots = FakeDesk(DeskView(walls=(staff,))), FakeSnapshots()
    server = create_app(services=fake_services(snapshots, door=FakeDoor(screen), desk=desk))
    snapshots.publish(a_snapshot(CITY, audience=Audience.WALL_STAFF.value))
    socket = connect_socket(server, {"audience": "wall-staff"})
    assert socket.emit("frame", {"since": -1}, callback=True)
    desk.show(DeskView(1, walls=(replace(staff, steering=Steering("screen-1")),)))
    socket.emit("frame", {"since": -1})
    assert not socket.is_connected()
