"""Who may read the mayor's numbers: the mayor, and no screen of another audience."""

import json
from typing import Any

import pytest

from app import create_app
from callbacks.live import data_age
from callbacks.pages import page_at
from domain.identity import Identity
from domain.privacy import Audience
from domain.snapshot import FeedHealth, FeedState
from layouts.ids import Id
from tests import fakes
from tests.fakes import GUEST_SCREEN, HEAD_OF_DLH, FakeDoor, FakeSnapshots, fake_services
from tests.layouts.mornings import a_busy_morning, a_calm_morning
from tests.visiting import browse, connect_socket

GUEST, MAYOR = Audience.WALL_GUEST, Audience.MAYOR


def published(*audiences: Audience, visitor: Identity = fakes.MAYOR) -> Any:
    """A server that draws some audiences and has drawn both; whoever comes is the visitor."""
    snapshots = FakeSnapshots()
    server = create_app(services=fake_services(snapshots, audiences=audiences, door=FakeDoor(visitor)))
    snapshots.publish(a_busy_morning(audience=GUEST.value), a_busy_morning())
    return server


def frame_of(server: Any, auth: object) -> dict[str, Any]:
    client = connect_socket(server, auth=auth)
    frame: dict[str, Any] = json.loads(client.emit("frame", {"since": -1}, callback=True))
    return frame


def test_each_audience_gets_the_props_of_its_own_page() -> None:
    server = published(GUEST, MAYOR)
    guest, mayor = (frame_of(server, {"audience": audience.value}) for audience in (GUEST, MAYOR))
    assert Id.MAYOR_GREETING in mayor["props"]
    assert Id.HEADER_CLOCK not in mayor["props"]
    assert not [component for component in guest["props"] if component.startswith("mayor")]


@pytest.mark.parametrize("auth", [None, {}, {"audience": "wall-guest"}, {"audience": ""}])
def test_a_guest_reads_no_frame_of_the_mayor(auth: object) -> None:
    frame = frame_of(published(GUEST, MAYOR, visitor=GUEST_SCREEN), auth)
    assert not [component for component in frame["props"] if component.startswith("mayor")]


@pytest.mark.parametrize("visitor", [GUEST_SCREEN, HEAD_OF_DLH], ids=lambda one: one.role.value)
def test_who_leads_only_an_agency_or_nothing_reads_none_of_it(visitor: Identity) -> None:
    """Neither by socket nor by HTTP, and the page is told not to be theirs."""
    server = published(GUEST, MAYOR, visitor=visitor)
    assert not connect_socket(server, auth={"audience": "mayor"}).is_connected()
    assert browse(server).get("/live/frame?audience=mayor").status_code == 403
    with server.test_request_context():
        page = page_at("/mayor", visitor, fake_services())
    assert (getattr(page, "className", ""), page.children) == ("no-page", "Halaman ini tidak untuk peran Anda.")


def test_where_it_is_not_drawn_there_is_none() -> None:
    server = published(GUEST)
    assert browse(server).get("/live/frame?audience=mayor").status_code == 403
    with server.test_request_context():
        page = page_at("/mayor", fakes.MAYOR, fake_services(audiences=(GUEST,)))
    assert getattr(page, "className", "") == "no-page"


@pytest.mark.parametrize("path", ["/mayor", "/mayor/"])
def test_the_mayor_has_a_page_and_the_wall_stays_the_guests(path: str) -> None:
    services = fake_services(audiences=(GUEST, MAYOR))
    assert getattr(page_at(path, fakes.MAYOR, services), "data-live-audience") == "mayor"
    assert getattr(page_at("/wall", fakes.MAYOR, services), "data-live-audience") == "wall-guest"


def test_a_pulse_tells_how_old_the_data_is() -> None:
    """A socket may be well while no source says anything."""
    server = published(GUEST, MAYOR)
    client = connect_socket(server, auth={"audience": "mayor"})
    (pulse,) = (message["args"][0] for message in client.get_received() if message["name"] == "pulse")
    assert pulse["age"] == 2.0
    assert browse(server).get("/live/frame?audience=mayor").headers["Data-Age"] == "2.0"


def test_data_of_which_nothing_was_heard_has_no_age() -> None:
    assert data_age(None) is None
    unheard = (FeedHealth("laksa", "LAKSA", FeedState.UNKNOWN, None),)
    assert data_age(a_calm_morning(feeds=unheard)) is None
