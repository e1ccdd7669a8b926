"""Attacks on the door that were tried by hand once, and must go on failing."""

from concurrent.futures import ThreadPoolExecutor

from pyotp import TOTP

from data_sources.door import Door as RealDoor
from domain.identity import Identity, Kind, Role
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door

MAYOR = Identity("wati", "Wati", Role.MAYOR)
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
PLACE = "192.0.2.1"


def real(door: Door) -> RealDoor:
    return RealDoor(door.accounts, door.sessions, door.screens)


def test_a_code_of_an_app_is_good_once(door: Door) -> None:
    """Also at once: whoever reads it over a shoulder comes late."""
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    door.accounts.set_second_factor("wati", SECRET, ADMINISTRATOR)
    code = TOTP(SECRET).at(door.clock.now())
    with ThreadPoolExecutor(4) as pool:
        came = list(pool.map(lambda _: door.accounts.verified("wati", GOOD_PASSWORD, code), range(4)))
    assert [one for one in came if one] == [MAYOR]
    door.clock.pass_by(seconds=60)
    assert door.accounts.verified("wati", GOOD_PASSWORD, TOTP(SECRET).at(door.clock.now())) == MAYOR


def test_a_screens_code_lets_one_in_however_many_try(door: Door) -> None:
    _, code = door.screens.add("Dinding", Role.WALL_GUEST, ADMINISTRATOR)
    with ThreadPoolExecutor(6) as pool:
        tokens = list(pool.map(lambda _: door.screens.enrol(code), range(6)))
    assert len([token for token in tokens if token]) == 1


def test_many_attempts_at_once_get_no_further(door: Door) -> None:
    """Five of one name are judged; the others are refused unjudged, however quickly they come."""
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    judged: list[str] = []
    real_door = real(door)
    verified = door.accounts.verified
    door.accounts.verified = lambda *words: judged.append(words[1]) or verified(*words)  # type: ignore[func-returns-value, method-assign]
    with ThreadPoolExecutor(8) as pool:
        came = list(pool.map(lambda n: real_door.sign_in("wati", f"salah semua {n}", "", PLACE), range(24)))
    assert came == [None] * 24
    assert len(judged) == 5


def test_who_is_right_is_not_counted(door: Door) -> None:
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    entrance = real(door)
    assert all(entrance.sign_in("wati", GOOD_PASSWORD, "", PLACE) for _ in range(8))
    assert not entrance.is_throttled("wati", PLACE)


def test_the_old_password_cannot_be_guessed_from_a_stolen_session(door: Door) -> None:
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    session = door.sessions.who(door.sessions.start(Kind.ACCOUNT, MAYOR, "password"))
    assert session is not None
    entrance = real(door)
    for number in range(5):
        assert entrance.change_password(session, f"salah semua {number}", "lima ekor kucing", PLACE) is None
    assert entrance.is_throttled("wati", PLACE)
    assert entrance.change_password(session, GOOD_PASSWORD, "lima ekor kucing di atap", PLACE) is None
