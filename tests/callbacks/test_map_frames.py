"""What frames tell a map: raw bytes, for each audience."""

import json
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from app import create_app
from domain.identity import Identity, Role
from domain.map_steering import steering
from domain.patterns import PatternBoard
from domain.privacy import Audience, Viewer, sight_of
from domain.trails import Fix
from geo.layers import snap, snap_arrays
from layouts.ids import map_part
from layouts.map_numbers import steering_props
from tests.domain.test_patterns import an_incident
from tests.factories import a_snapshot, tangerang
from tests.fakes import FakeDoor, FakeSnapshots, fake_services
from tests.visiting import browse

CITY = tangerang()
FIXES = (Fix(1, -6.178312, 106.631945), Fix(2, -6.198312, 106.651945))
ROLES = {Audience.WALL_GUEST: Role.WALL_GUEST, Audience.WALL_STAFF: Role.OPERATOR, Audience.MAYOR: Role.MAYOR}
INCIDENT = an_incident()


def frame_of(audience: Audience) -> bytes:
    """The whole first frame of a screen, with a crew under way and an incident."""
    snapshots = FakeSnapshots()
    server = create_app(services=fake_services(snapshots, door=FakeDoor(Identity("x", "X", ROLES[audience]))))
    trails = sight_of(Viewer(audience), CITY, snap_arrays).trails({3: FIXES})
    patterns = PatternBoard((INCIDENT,), (), is_judged=True)
    snapshots.publish(a_snapshot(CITY, audience=audience.value, trails=trails, patterns=patterns))
    return bytes(browse(server).get(f"/live/frame?audience={audience.value}").data)


def told(frame: bytes, part: str) -> Any:
    return json.loads(msgspec.json.decode(frame)["props"][map_part("map", part)]["data-value"])


@pytest.mark.parametrize("audience", ROLES)
def test_where_crews_were_is_told_to_staff_only_and_never_exactly(audience: Audience) -> None:
    frame = frame_of(audience)
    on_grid = [round(part, 5) for fix in FIXES for part in snap(fix.lat, fix.lon)]
    assert told(frame, "trails") == ([on_grid] if audience is Audience.WALL_STAFF else [])
    for exact in ("6.17831", "106.63194", "106.63195", "6.19831", "106.65194", "106.65195"):
        assert exact.encode() not in frame


@pytest.mark.parametrize("audience", ROLES)
def test_an_incident_is_proved_by_text_and_numbers(audience: Audience) -> None:
    (why,) = told(frame_of(audience), "evidence")
    proof = INCIDENT.evidence
    assert (why["key"], why["title"], why["radius"]) == (-INCIDENT.key, "Kejadian: Banjir", proof.radius_m)
    assert why["label"] == f"{proof.observed} dalam {proof.hours} jam"
    assert f"{proof.observed} aduan dalam {proof.hours} jam, radius {proof.radius_m:.0f} m" in why["lines"]
    assert not any("<" in words for words in [why["title"], *why["lines"]])


def test_only_a_map_that_can_be_asked_is_told_the_numbers_of_areas() -> None:
    """A wall has no hand on it: what it does not show does not travel."""
    parts = [map_part("map", f"area-{code}") for code in CITY.districts] + [map_part("map", "sites")]
    for audience in ROLES:
        props = msgspec.json.decode(frame_of(audience))["props"]
        assert [part in props for part in parts] == [audience is Audience.MAYOR] * len(parts)


def test_a_district_is_told_with_its_wards_and_unknown_is_no_zero() -> None:
    frame = frame_of(Audience.MAYOR)
    areas = {code: told(frame, f"area-{code}") for code in CITY.districts}
    assert sorted(row[0] for area in areas.values() for row in area["wards"]) == list(range(len(CITY.wards)))
    snapshot = a_snapshot(CITY)
    first = next(iter(CITY.districts))
    assert areas[first]["facts"][0] == ["aktif", str(snapshot.areas.district(first, CITY).open)]
    waiting = {dict(area["facts"])["orang antre"] for code, area in areas.items() if code != "36.71.01"}
    assert (dict(areas["36.71.01"]["facts"])["orang antre"], waiting) == ("40", {"–"})


def test_a_page_carries_the_words_of_its_controls_and_a_wall_none() -> None:
    for audience, is_controlled in ((Audience.MAYOR, True), (Audience.WALL_GUEST, False)):
        frame = frame_of(audience)
        assert b"map-steering" not in frame  # nothing turns a map that nobody steers
        assert (b"Tempat layanan" in frame) is False  # words come with the page, numbers with frames
        assert (b"map-area" in frame) == is_controlled


def test_a_wish_travels_as_a_prop_of_the_map() -> None:
    wish = steering({"focus": {"district": "36.71.01"}}, 4)
    (component, props), *rest = steering_props(wish).items()
    assert (component, rest) == ("map-steering", [])
    value = str(props["data-value"])
    assert json.loads(value) == {"n": 4, "focus": {"district": "36.71.01"}, "layers": None, "indicator": None}


def test_an_empty_city_has_no_classes_and_no_numbers() -> None:
    snapshots = FakeSnapshots()
    server = create_app(services=fake_services(snapshots, door=FakeDoor(Identity("x", "X", Role.MAYOR))))
    empty = replace(a_snapshot(CITY, audience="mayor"), areas=replace(a_snapshot(CITY).areas, starts={}))
    snapshots.publish(empty)
    frame = bytes(browse(server).get("/live/frame?audience=mayor").data)
    assert told(frame, "indicator-open") == {"steps": "u" * len(CITY.wards), "labels": []}
