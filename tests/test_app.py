"""The composition root: an app is made without starting anything, and its pages and callbacks fit together."""

import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import psutil
import pytest
from flask import Flask

from app import create_app
from domain.indicators.complaints import ComplaintCounts
from domain.privacy import Audience
from layouts.ids import Id
from layouts.text_admin import tab_path
from layouts.text_admin_fields import Tab
from running import installation_of
from settings import Settings
from tests.factories import a_snapshot, tangerang
from tests.fake_reviews import FakeReviews
from tests.fakes import ADMINISTRATOR, OPERATOR, FakeDoor, FakeSnapshots, fake_services
from tests.servers import free_port
from tests.visiting import browse


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation whose Redis does not answer and whose store does not exist."""
    monkeypatch.delenv("LIVEROOM_BOUNDARIES", raising=False)
    values: dict[str, Any] = {
        "streams": {"url": f"redis://127.0.0.1:{free_port()}/0"},
        "store": {"url": f"sqlite:///{tmp_path / 'absent.db'}"},
        "feeds": [{"code": "laksa", "label": "LAKSA"}],
        "simulation": {"enabled": False},
    }
    return Settings(**values)


def show(server: Flask, pathname: str, search: object = "") -> dict[str, Any]:
    """The page of an address, as the browser gets it from Dash's update endpoint."""
    page, address = {"id": Id.PAGE, "property": "children"}, {"id": Id.ADDRESS, "property": "pathname"}
    body = {
        "output": f"{Id.PAGE}.children",
        "outputs": page,
        "inputs": [{**address, "value": pathname}],
        "state": [{"id": Id.ADDRESS, "property": "search", "value": search}],
        "changedPropIds": [f"{Id.ADDRESS}.pathname"],
    }
    response = browse(server).post("/_dash-update-component", json=body)
    assert response.status_code == 200
    shown: dict[str, Any] = response.get_json()["response"][Id.PAGE]["children"]
    return shown


def components(tree: object) -> Iterator[dict[str, Any]]:
    """The properties of a component and of all inside it."""
    if isinstance(tree, list):
        for child in tree:
            yield from components(child)
    elif isinstance(tree, dict) and "props" in tree:
        yield tree["props"]
        yield from components(tree["props"].get("children"))


# --- nothing starts


def test_making_an_app_starts_nothing(settings: Settings, tmp_path: Path) -> None:
    """No thread, no connection, no file: all that is for whoever serves the app."""
    threads, connections = set(threading.enumerate()), len(psutil.Process().net_connections())
    create_app(settings)
    assert set(threading.enumerate()) <= threads
    assert len(psutil.Process().net_connections()) == connections
    assert list(tmp_path.iterdir()) == []


def test_two_apps_share_nothing(settings: Settings) -> None:
    """Each has its own installation, its own numbers and its own snapshots."""
    one, two = create_app(settings), create_app(settings)
    assert installation_of(one) is not installation_of(two)
    snapshots = FakeSnapshots()
    told, quiet = create_app(services=fake_services(snapshots)), create_app(services=fake_services())
    snapshots.publish(a_snapshot(tangerang()))
    frames = [browse(server).get("/live/frame").get_json() for server in (told, quiet)]
    assert [frame["seq"] for frame in frames] == [1, 0]
    assert frames[0]["boot"] != frames[1]["boot"]


def test_an_app_that_was_not_started_is_healthy_and_empty(settings: Settings) -> None:
    """It answers, with a frame that holds nothing yet."""
    client = create_app(settings).test_client()
    assert client.get("/healthz").status_code == 200
    assert browse(create_app(services=fake_services())).get("/live/frame").get_json()["props"] == {}


# --- pages


def words_of(page: dict[str, Any]) -> str:
    return str(page["props"]["children"])


def test_a_wall_is_shown_on_the_screen_that_its_address_names() -> None:
    server = create_app(services=fake_services())
    assert show(server, "/wall", "?profile=tv-75&scene=queues")["props"]["data-screen"] == "tv-75"
    assert show(server, "/wall", None)["props"]["data-screen"] == "wall-165"
    assert "wall-165, tv-98, tv-75" in words_of(show(server, "/wall", "?profile=tv-7"))


@pytest.mark.parametrize("pathname", ["/", "/wall", "/wall/"])
def test_the_wall_is_a_page_for_guests(pathname: str) -> None:
    """The page says for whom it is; the browser asks for that audience's frames."""
    page = show(create_app(services=fake_services()), pathname)
    assert page["props"]["data-live-audience"] == "wall-guest"


def test_the_page_holds_no_numbers() -> None:
    """Everything that changes comes with the first frame, so a page from a cache is never old."""
    snapshots = FakeSnapshots()
    server = create_app(services=fake_services(snapshots))
    before = show(server, "/wall")
    snapshots.publish(a_snapshot(tangerang(), counts=ComplaintCounts(9876, 5432, 0, 0, 0)))
    assert show(server, "/wall") == before


@pytest.mark.parametrize("pathname", ["/nowhere", "/wall/x", "//wall", "/<b>x</b>", "/" + "x" * 5000])
def test_an_unknown_page_says_so(pathname: str) -> None:
    """In the language of the screens, with a way out, and without repeating an endless address."""
    page = show(create_app(services=fake_services()), pathname)
    assert page["props"]["children"] == f"Halaman {pathname[:80]} tidak ada. Buka /wall."
    assert "data-live-audience" not in page["props"]


# --- ids


def test_callbacks_and_frames_name_only_what_pages_have() -> None:
    """A wrong id would fail in silence, in the browser."""
    snapshots = FakeSnapshots()
    services = fake_services(snapshots, audiences=(Audience.WALL_GUEST, Audience.MAYOR))
    server = create_app(services=replace(services, reviews=FakeReviews()))
    snapshots.publish(a_snapshot(tangerang()))
    client = browse(server)
    pages = (show(server, path) for path in ("/wall", "/agency/DPUPR", "/indicators", "/past", "/screens"))
    theirs = create_app(services=fake_services(door=FakeDoor(ADMINISTRATOR)))
    parts = (show(theirs, tab_path(tab)) for tab in Tab)
    desks = create_app(services=fake_services(door=FakeDoor(OPERATOR)))
    desk = (show(desks, path) for path in ("/console", "/console/handover"))
    trees = [client.get("/_dash-layout").get_json(), *pages, *parts, *desk]
    known = {props["id"] for tree in trees for props in components(tree) if "id" in props}

    callbacks = client.get("/_dash-dependencies").get_json()
    named = {part["id"] for callback in callbacks for part in callback["inputs"] + callback["state"]}
    outputs = [output for callback in callbacks for output in callback["output"].strip(".").split("...")]
    named |= {output.rpartition(".")[0] for output in outputs if output}
    live = client.get("/live/frame").get_json()
    named |= {*live["props"], live["latency"]["id"]}
    assert len(named) > len(Id) // 2
    assert named - known - {""} == set()  # a callback without an output has no name
