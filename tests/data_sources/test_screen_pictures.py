"""Pictures of screens in memory: who asked, what came, and for how long either holds."""

import pytest

from data_sources.audit import entries
from data_sources.screen_pictures import KEEP_MS, MOST_PAGES, WAIT_MS, ScreenPictures
from data_sources.store import Store
from domain.audit import Action
from domain.privacy import Audience
from domain.screen_reports import Pictured
from tests.fake_screens import Machine
from tests.fakes import OPERATOR

pytestmark = pytest.mark.services

GUEST = Audience.WALL_GUEST


@pytest.fixture
def machine() -> Machine:
    return Machine()


@pytest.fixture
def pictures(store: Store, machine: Machine) -> ScreenPictures:
    return ScreenPictures(store, machine)


def test_what_was_asked_for_is_kept_once_and_told_in_the_trail(pictures: ScreenPictures, store: Store) -> None:
    assert not pictures.keep("p1", "screen-1", GUEST, b"unasked")
    pictures.ask("p1", "screen-1", OPERATOR)
    assert pictures.state("p1", "screen-1") == Pictured(is_wished=True)
    assert not pictures.keep("p1", "screen-2", GUEST, b"another screen's")
    assert pictures.keep("p1", "screen-1", GUEST, b"first")
    assert not pictures.keep("p1", "screen-1", GUEST, b"again")
    found = pictures.of("p1")
    assert found is not None
    assert found.jpeg == b"first"
    assert [(row.who, row.action, row.subject) for row in entries(store)] == [
        (OPERATOR.subject, Action.SCREEN_PICTURED.value, "screen-1")
    ]


def test_a_wish_and_a_picture_hold_for_a_while(pictures: ScreenPictures, machine: Machine) -> None:
    pictures.ask("p1", "screen-1", OPERATOR)
    machine.wait(WAIT_MS + 1)
    assert not pictures.keep("p1", "screen-1", GUEST, b"too late")
    pictures.ask("p1", "screen-1", OPERATOR)
    assert pictures.keep("p1", "screen-1", GUEST, b"in time")
    machine.wait(KEEP_MS)
    assert pictures.of("p1") is not None
    machine.wait(1)
    assert pictures.state("p1", "screen-1") == Pictured()


def test_the_newest_pictures_alone_are_kept(pictures: ScreenPictures) -> None:
    for number in range(MOST_PAGES + 1):
        pictures.ask(f"p{number}", "screen-1", OPERATOR)
        assert pictures.keep(f"p{number}", "screen-1", GUEST, b"one")
    assert pictures.of("p0") is None
    assert pictures.of("p1") is not None
