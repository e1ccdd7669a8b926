"""Who may read the page of indicators, and what it is told every few seconds."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from callbacks.pages import page_at
from domain.identity import Identity
from domain.privacy import Audience
from layouts.ids import Id, indicator_part
from tests import fakes
from tests.fake_reviews import FakeReviews
from tests.fakes import GUEST_SCREEN, HEAD_OF_DLH, OPERATOR, FakeDoor, FakeSnapshots, fake_services
from tests.layouts.mornings import a_busy_morning, a_calm_morning
from tests.visiting import call

GUEST, MAYOR = Audience.WALL_GUEST, Audience.MAYOR


def served(*audiences: Audience) -> tuple[Flask, FakeSnapshots]:
    snapshots = FakeSnapshots()
    return create_app(services=fake_services(snapshots, audiences=audiences)), snapshots


def asked(server: Flask) -> dict[str, Any] | None:
    """What the page is told at a tick; None where there is nothing to tell."""
    ticked = f"{Id.INDICATORS_TICK}.n_intervals"
    response = call(server, f"{Id.INDICATORS_VALUES}.data", {ticked: 1}, ticked)
    assert response.status_code in (200, 204)
    told = response.get_json()["response"] if response.data else {}
    values: dict[str, Any] | None = told.get(Id.INDICATORS_VALUES, {}).get("data")
    return values


@pytest.mark.parametrize("visitor", [fakes.MAYOR, OPERATOR], ids=lambda one: one.role.value)
def test_the_page_is_the_mayors_and_the_operators(visitor: Identity) -> None:
    page = page_at("/indicators", visitor, fake_services(audiences=(GUEST, MAYOR)))
    assert getattr(page, "data-live-audience") == "mayor"


@pytest.mark.parametrize("visitor", [GUEST_SCREEN, HEAD_OF_DLH], ids=lambda one: one.role.value)
def test_nobody_else_reads_it(visitor: Identity) -> None:
    server = create_app(services=fake_services(door=FakeDoor(visitor)))
    with server.test_request_context():
        page = page_at("/indicators", visitor, fake_services())
    assert getattr(page, "className", "") == "no-page"
    ticked = f"{Id.INDICATORS_TICK}.n_intervals"
    assert call(server, f"{Id.INDICATORS_VALUES}.data", {ticked: 1}, ticked).status_code == 403


def test_where_it_is_not_drawn_nobody_is_told_a_value() -> None:
    server, snapshots = served(GUEST)
    snapshots.publish(a_busy_morning(), a_busy_morning(audience=GUEST.value))
    assert asked(server) is None


def test_each_tick_tells_the_city_of_now() -> None:
    server, snapshots = served(GUEST, MAYOR)
    assert asked(server) is None
    counts = []
    for morning in (a_busy_morning(), a_calm_morning()):
        snapshots.publish(morning)
        values = asked(server)
        assert values is not None
        live = values[indicator_part("A02", "live")]["children"]
        counts.append(live[0]["props"]["children"][0]["props"]["children"])
    assert counts == [str(a_busy_morning().counts.open), str(a_calm_morning().counts.open)]


@pytest.mark.parametrize("audiences", [(GUEST,), (GUEST, MAYOR)], ids=["guests", "the mayor too"])
def test_a_review_leads_to_the_indicators_where_they_may_be_read(audiences: tuple[Audience, ...]) -> None:
    services = replace(fake_services(audiences=audiences), reviews=FakeReviews())
    page: Any = page_at("/agency/DPUPR", OPERATOR, services)
    links = {getattr(item, "href", "") for item in page._traverse()}
    assert ("/indicators" in links) == (MAYOR in audiences)
