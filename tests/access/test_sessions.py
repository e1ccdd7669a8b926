"""Sessions and screens: how long they last, who they are, and what ends them."""

import pytest

from data_sources.screens import ScreenError
from domain.identity import Identity, Kind, Role
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door

MAYOR = Identity("wati", "Wati", Role.MAYOR)


@pytest.fixture
def token(door: Door) -> str:
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    return door.sessions.start(Kind.ACCOUNT, MAYOR, "password")


def is_in(door: Door, token: str) -> bool:
    return door.sessions.who(token) is not None


def test_a_session_is_its_account(door: Door, token: str) -> None:
    session = door.sessions.who(token)
    assert session is not None
    assert session.identity == MAYOR


@pytest.mark.parametrize("forged", ["", "x", "0" * 43])
def test_no_other_token_is_anybody(door: Door, token: str, forged: str) -> None:
    assert not is_in(door, forged)
    assert not is_in(door, token + "x")


def test_the_store_holds_no_token(door: Door, token: str) -> None:
    (row,) = door.sessions.living()
    assert token not in repr(row)
    with door.store.reading() as connection:
        rows = connection.exec_driver_sql("SELECT * FROM sessions").all()
    assert token not in repr(rows)


def test_an_idle_session_ends(door: Door, token: str) -> None:
    door.clock.pass_by(minutes=59)
    assert is_in(door, token)
    door.clock.pass_by(minutes=59)
    assert is_in(door, token)
    door.clock.pass_by(minutes=61)
    assert not is_in(door, token)


def test_a_session_ends_at_last_however_busy(door: Door, token: str) -> None:
    for _ in range(23):
        door.clock.pass_by(minutes=30)
        assert is_in(door, token)
    door.clock.pass_by(minutes=31)
    assert not is_in(door, token)


def test_signing_out_ends_it_at_once_and_for_good(door: Door, token: str) -> None:
    other = door.sessions.start(Kind.ACCOUNT, MAYOR, "password")
    door.sessions.sign_out(token)
    assert not is_in(door, token)
    assert is_in(door, other)


def test_one_session_is_revoked_by_its_name(door: Door, token: str) -> None:
    (row,) = door.sessions.living()
    assert door.sessions.revoke(row.session_id, ADMINISTRATOR)
    assert not is_in(door, token)
    assert not door.sessions.revoke(row.session_id, ADMINISTRATOR)


def test_another_process_revokes_within_a_second(door: Door, token: str) -> None:
    """What this process kept of the session is asked anew."""
    assert is_in(door, token)
    with door.store.writing() as connection:
        connection.exec_driver_sql("UPDATE sessions SET revoked_ms = 1")
    door.clock.pass_by(seconds=1)
    assert not is_in(door, token)


def test_a_screen_enrols_once_with_its_code(door: Door) -> None:
    screen, code = door.screens.add("Dinding utama", Role.WALL_STAFF, ADMINISTRATOR)
    token = door.screens.enrol(code.lower().replace("-", " "))
    assert token is not None
    session = door.sessions.who(token)
    assert session is not None
    assert session.identity == screen.identity
    assert door.screens.enrol(code) is None


def test_a_code_is_good_for_ten_minutes(door: Door) -> None:
    _, code = door.screens.add("Dinding utama", Role.WALL_GUEST, ADMINISTRATOR)
    door.clock.pass_by(minutes=10)
    assert door.screens.enrol(code) is None


def test_a_screen_stays_for_months_without_a_hand(door: Door) -> None:
    _, code = door.screens.add("Dinding utama", Role.WALL_GUEST, ADMINISTRATOR)
    token = door.screens.enrol(code) or ""
    door.clock.pass_by(days=300)
    assert is_in(door, token)


def test_a_revoked_screen_is_out_and_gets_no_new_code(door: Door) -> None:
    screen, code = door.screens.add("Dinding utama", Role.WALL_GUEST, ADMINISTRATOR)
    token = door.screens.enrol(code) or ""
    door.screens.revoke(screen.identity.subject, ADMINISTRATOR)
    door.clock.pass_by(seconds=2)
    assert not is_in(door, token)
    with pytest.raises(ScreenError, match="was revoked"):
        door.screens.code_for(screen.identity.subject, ADMINISTRATOR)


def test_a_person_is_no_screen(door: Door) -> None:
    with pytest.raises(ScreenError, match="add an account"):
        door.screens.add("Meja", Role.OPERATOR, ADMINISTRATOR)


def test_a_link_of_a_demonstration_lets_in_until_it_is_forgotten(door: Door) -> None:
    door.accounts.add(MAYOR, "", ADMINISTRATOR)
    link = door.screens.link_for(Kind.ACCOUNT, "wati")
    token = door.screens.follow(link) or ""
    session = door.sessions.who(token)
    assert session is not None
    assert session.identity == MAYOR
    assert door.screens.follow(link) is not None
    door.screens.forget_links()
    assert door.screens.follow(link) is None


def test_sessions_long_ended_are_forgotten(door: Door, token: str) -> None:
    door.clock.pass_by(days=31)
    assert door.sessions.expire() == 1
    assert not is_in(door, token)
