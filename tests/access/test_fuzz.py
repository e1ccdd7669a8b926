"""Every role asks every address with what no page sends: no answer is our error, late, or tells of our insides."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import cycle
from random import Random
from time import monotonic
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from app import create_app
from callbacks.surfaces import CALLBACKS, ROUTES, first_output
from data_sources.door import Door as RealDoor
from data_sources.repository import Repository
from data_sources.reviews import StoreReviews
from domain.complaints import ComplaintRules
from domain.identity import AGENCY_ROLES, SCREEN_ROLES, Identity, Kind, Role
from domain.indicators.complaints import BoardRules
from domain.privacy import SCREEN_AUDIENCES
from domain.profile import CityProfile
from tests.access.conftest import ADMINISTRATOR, Door
from tests.access.nasty import PATHS, Asked, bodies_of, requests_at
from tests.access.test_matrix import address
from tests.conftest import ROOT
from tests.factories import NOW_MS, a_snapshot
from tests.fakes import FakeSnapshots, fake_services
from tests.reviews import fill, many_rows
from tests.signing_in import COOKIE
from tests.visiting import browse, dependencies

pytestmark = pytest.mark.services

HANGS_SECONDS = 30.0
INSIDES = re.compile(rb'Traceback|File "|site-packages|sqlalchemy|psycopg|werkzeug\.|' + re.escape(str(ROOT).encode()))
BY_DESIGN = {("/live/frame", 503), ("/healthz", 503)}
"""A road that has been silent says so; here nobody speaks on it."""

CALLBACK = "/_dash-update-component"
ROLES = (None, *Role)
_places = cycle(range(1, 255))


@pytest.fixture
def server(door: Door, rules: ComplaintRules, tangerang: CityProfile) -> Flask:
    """An app on a real store, with some hundred complaints."""
    fill(door.store, many_rows(400, NOW_MS, tangerang))
    snapshots = FakeSnapshots()
    reviews = StoreReviews(Repository(door.store, rules), door.clock, BoardRules())
    services = fake_services(snapshots, door=RealDoor(door.accounts, door.sessions, door.screens))
    server = create_app(services=replace(services, reviews=reviews))
    snapshots.publish(*(a_snapshot(tangerang, audience=audience.value) for audience in SCREEN_AUDIENCES))
    return server


@pytest.fixture
def clients(server: Flask, door: Door) -> Mapping[Role | None, FlaskClient]:
    """A browser of every role, and one of nobody."""
    found: dict[Role | None, FlaskClient] = {role: browse(server) for role in ROLES}
    for role in Role:
        found[role].set_cookie(COOKIE, token_of(role, door))
    return found


def token_of(role: Role, door: Door) -> str:
    identity = Identity(f"a-{role.value}", role.value, role, ("DPUPR",) if role in AGENCY_ROLES else ())
    if role in SCREEN_ROLES:
        door.screens.keep(identity, ADMINISTRATOR)
        return door.sessions.start(Kind.SCREEN, identity, "test")
    door.accounts.add(identity, "", ADMINISTRATOR)
    return door.sessions.start(Kind.ACCOUNT, identity, "test")


def ask(client: FlaskClient, asked: Asked) -> TestResponse:
    place = f"198.51.100.{next(_places)}"  # of its own, so that none waits for what another failed at
    raw = {"PATH_INFO": asked.path, "QUERY_STRING": asked.query, "REMOTE_ADDR": place}
    kept = {name: value for name, value in asked.headers.items() if name != "Cookie"}
    cookies = {"HTTP_COOKIE": asked.headers["Cookie"]} if "Cookie" in asked.headers else {}
    overrides = {**raw, **cookies}
    return client.open(
        "/", method=asked.method, headers=kept, data=asked.body, environ_overrides=overrides, buffered=True
    )


def problems(client: FlaskClient, asked: Asked) -> Iterator[str]:
    began = monotonic()
    answer = ask(client, asked)
    if answer.status_code >= 500 and (asked.path, answer.status_code) not in BY_DESIGN:
        yield f"{answer.status_code}: {asked!r:.600}"
    if monotonic() - began > HANGS_SECONDS:
        yield f"{monotonic() - began:.1f} s: {asked!r:.600}"
    found = INSIDES.search(answer.data)
    if found is not None and answer.mimetype not in ("text/javascript", "text/css", "application/json+map"):
        yield f"tells {found[0]!r}: {asked!r:.600}"


def whole_body(callback: Mapping[str, Any]) -> Mapping[str, Any]:
    names = callback["output"].strip(".").split("...")
    outputs = [dict(zip(("id", "property"), name.rsplit(".", 1), strict=True)) for name in names]
    grid = {"startRow": 0, "endRow": 50, "sortModel": [], "filterModel": {}}
    known = {"pathname": "/agency/DPUPR", "search": "?days=90", "getRowsRequest": grid}
    filled = {
        part: [{**one, "value": known.get(one["property"])} for one in callback[part]] for part in ("inputs", "state")
    }
    first = callback["inputs"][0]
    changed = [f"{first['id']}.{first['property']}"]
    many = callback["output"].startswith("..")
    return {
        "output": callback["output"],
        "outputs": outputs if many else outputs[0],
        "changedPropIds": changed,
        **filled,
    }


ROUNDS = [pytest.param((10, 8), id="quick"), pytest.param((180, 400), id="long", marks=pytest.mark.long)]


@pytest.mark.parametrize("counts", ROUNDS)
def test_no_request_breaks_anything(
    counts: tuple[int, int], server: Flask, clients: Mapping[Role | None, FlaskClient]
) -> None:
    """All addresses and some that are none, all roles, all methods; and all callbacks with spoilt bodies."""
    found: list[str] = []
    for number, (role, client) in enumerate(clients.items()):
        random = Random(number)
        for path in [*(address(rule) for rule in sorted(ROUTES) if rule != "/sign-out"), *PATHS]:
            for asked in requests_at(path, random, counts[0] if path not in PATHS else counts[0] // 3):
                found += problems(client, asked)
        for callback in dependencies(server):
            for body in bodies_of(whole_body(callback), random, counts[1]):
                asked = Asked("POST", CALLBACK, headers={"Content-Type": "application/json"}, body=body)
                found += [f"{role}: {problem}" for problem in problems(client, asked)]
    assert found == []
    assert all(client.get("/live/frame").status_code != 401 for role, client in clients.items() if role)


def _who_may(callback: Mapping[str, Any]) -> Role:
    roles = CALLBACKS[first_output(callback["output"])]
    return Role.OPERATOR if Role.OPERATOR in roles else sorted(roles)[0]


def test_a_whole_body_is_answered(server: Flask, clients: Mapping[Role | None, FlaskClient]) -> None:
    """Else it would prove nothing that spoilt ones are refused."""
    answers = [
        clients[_who_may(callback)].post(CALLBACK, json=whole_body(callback)).status_code
        for callback in dependencies(server)
    ]
    assert set(answers) <= {200, 204}
    assert len(answers) >= 5


def test_a_planted_error_is_found(server: Flask, clients: Mapping[Role | None, FlaskClient]) -> None:
    server.view_functions["live.healthz"] = lambda: str(1 / 0)
    assert list(problems(clients[None], Asked("GET", "/healthz")))
