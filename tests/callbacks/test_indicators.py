"""Who may read the page of indicators, and what it is told every few seconds."""

from dataclasses import replace
from typing import Any

import pytest
from flask import Flask

from app import create_app
from callbacks.pages import page_at
from domain.privacy import Audience
from layouts.ids import Id, indicator_part
from tests.fake_reviews import FakeReviews
from tests.fakes import FakeSnapshots, fake_services
from tests.layouts.mornings import a_busy_morning, a_calm_morning

GUEST, MAYOR = Audience.WALL_GUEST, Audience.MAYOR


def served(*audiences: Audience) -> tuple[Flask, FakeSnapshots]:
    snapshots = FakeSnapshots()
    return create_app(services=fake_services(snapshots, audiences=audiences)), snapshots


def asked(server: Flask) -> dict[str, Any] | None:
    """What the page is told at a tick; None where there is nothing to tell."""
    body = {
        "output": f"{Id.INDICATORS_VALUES}.data",
        "outputs": {"id": Id.INDICATORS_VALUES, "property": "data"},
        "inputs": [{"id": Id.INDICATORS_TICK, "property": "n_intervals", "value": 1}],
        "changedPropIds": [f"{Id.INDICATORS_TICK}.n_intervals"],
    }
    response = server.test_client().post("/_dash-update-component", json=body)
    assert response.status_code in (200, 204)
    told = response.get_json()["response"] if response.data else {}
    values: dict[str, Any] | None = told.get(Id.INDICATORS_VALUES, {}).get("data")
    return values


def test_the_page_is_the_mayors() -> None:
    page = page_at("/indicators", fake_services(audiences=(GUEST, MAYOR)))
    assert getattr(page, "data-live-audience") == "mayor"
    assert getattr(page_at("/indicators", fake_services()), "className", "") == "no-page"


def test_where_the_mayor_is_not_let_in_nobody_is_told_a_value() -> None:
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
    page: Any = page_at("/agency/DPUPR", services)
    links = {getattr(item, "href", "") for item in page._traverse()}
    assert ("/indicators" in links) == (MAYOR in audiences)
