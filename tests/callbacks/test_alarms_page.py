"""The page of how well the alarms ring: to each as much of them as is theirs."""

from dataclasses import replace

import pytest
from flask import Flask

from app import create_app
from domain.alarms.board import Words
from domain.alarms.priority import Priority
from domain.identity import Identity, Role
from layouts.ids import Id
from tests.domain.alarms.making import NOW_MS, raised
from tests.factories import tangerang
from tests.fake_desk import FakeAlarms
from tests.fakes import FakeDoor, fake_services
from tests.visiting import call

WORDS = {
    "queue": Words({"id": "Antrean melewati janji"}),
    "call": Words({"id": "Panggilan menunggu"}, is_of_cases=True),
}
RANG = [
    raised(1, NOW_MS, place="MPP", agency="DPMPTSP"),
    raised(2, NOW_MS, place="MPP", agency="DPMPTSP"),
    raised(3, NOW_MS, rule="call", place="112-26-7", agency="BPBD", priority=Priority.CRITICAL),
]


def page_for(role: Role, *agencies: str) -> str:
    services = fake_services(door=FakeDoor(Identity("x", "X", role, agencies)))
    server: Flask = create_app(services=replace(services, alarms=FakeAlarms(events=RANG), alarm_words=WORDS))
    return str(call(server, Id.PAGE, {"page-address.pathname": "/alarms"}).get_json())


def test_an_operator_is_told_what_rings_but_no_ticket() -> None:
    page = page_for(Role.OPERATOR)
    assert all(words in page for words in ("Kesehatan alarm", "Antrean melewati janji", "Panggilan menunggu", "66,7 %"))
    assert "112-26-7" not in page
    assert tangerang().sites["MPP"].short in page


def test_a_head_is_told_of_the_own_agencys_alone() -> None:
    page = page_for(Role.AGENCY_HEAD, "BPBD")
    assert "Panggilan menunggu" in page
    assert "Antrean melewati janji" not in page
    assert f"Hanya alarm {tangerang().agencies['BPBD'].name}." in page


def test_an_administrator_is_told_how_often_and_not_what() -> None:
    page = page_for(Role.ADMINISTRATOR)
    assert "33,3 % (n = 1)" in page
    assert not any(words in page for words in ("Antrean melewati janji", "Panggilan menunggu", "MPP"))


@pytest.mark.parametrize("role", [Role.MAYOR, Role.WALL_GUEST, Role.WALL_STAFF])
def test_nobody_else_has_it(role: Role) -> None:
    assert "Kesehatan alarm" not in page_for(role)
