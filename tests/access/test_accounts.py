"""Persons: who gets in with what, and what changes when their account does."""

import pytest
from pyotp import TOTP

from data_sources.accounts import AccountError
from domain.identity import Identity, IdentityError, Kind, Role, role_named
from domain.passwords import PasswordError, checked_password
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door

HEAD = Identity("budi", "Budi", Role.AGENCY_HEAD, ("DPUPR",))


def test_who_gives_the_right_password_gets_in(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    assert door.accounts.verified("budi", GOOD_PASSWORD) == HEAD
    assert door.accounts.verified(" Budi ", GOOD_PASSWORD) == HEAD


@pytest.mark.parametrize(
    ("login", "password"), [("budi", "empat ekor kucing"), ("budi", ""), ("siapa", GOOD_PASSWORD), ("", "")]
)
def test_nobody_else_does(door: Door, login: str, password: str) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    assert door.accounts.verified(login, password) is None


def test_an_account_without_a_password_has_none_that_fits(door: Door) -> None:
    door.accounts.add(HEAD, "", ADMINISTRATOR)
    assert door.accounts.verified("budi", "") is None
    assert door.accounts.verified("budi", "the password of nobody") is None


def test_a_disabled_account_is_shut_out_and_its_sessions_end(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    token = door.sessions.start(Kind.ACCOUNT, HEAD, "password")
    assert door.sessions.who(token) is not None
    door.accounts.set_disabled("budi", is_disabled=True, by=ADMINISTRATOR)
    door.clock.pass_by(seconds=2)
    assert door.sessions.who(token) is None
    assert door.accounts.verified("budi", GOOD_PASSWORD) is None


def test_another_role_ends_the_sessions_and_holds_at_the_next_sign_in(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    token = door.sessions.start(Kind.ACCOUNT, HEAD, "password")
    staff = Identity("budi", "Budi", Role.AGENCY_STAFF, ("DLH",))
    door.accounts.set_role("budi", staff, ADMINISTRATOR)
    door.clock.pass_by(seconds=2)
    assert door.sessions.who(token) is None
    assert door.accounts.verified("budi", GOOD_PASSWORD) == staff


def test_a_second_factor_is_asked_for_where_there_is_one(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    secret = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
    door.accounts.set_second_factor("budi", secret, ADMINISTRATOR)
    right = TOTP(secret).at(door.clock.now())
    wrong = f"{(int(right) + 1) % 1_000_000:06d}"
    assert door.accounts.verified("budi", GOOD_PASSWORD, right) == HEAD
    assert door.accounts.verified("budi", GOOD_PASSWORD, wrong) is None
    assert door.accounts.verified("budi", GOOD_PASSWORD) is None


def test_no_list_shows_a_secret(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    door.accounts.set_second_factor("budi", "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP", ADMINISTRATOR)
    told = repr(door.accounts.all())
    assert "argon2" not in told
    assert "JBSWY3DP" not in told


def test_a_login_is_taken_once(door: Door) -> None:
    door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)
    with pytest.raises(AccountError, match="exists already"):
        door.accounts.add(HEAD, GOOD_PASSWORD, ADMINISTRATOR)


@pytest.mark.parametrize("login", ["", " budi", "Budi", "bu di", "b" * 81, "bu\ndi"])
def test_a_login_that_could_be_mistaken_is_refused(door: Door, login: str) -> None:
    with pytest.raises(AccountError, match="expected up to 80 small letters"):
        door.accounts.add(Identity(login, "Budi", Role.MAYOR), GOOD_PASSWORD, ADMINISTRATOR)


def test_a_screen_is_no_person(door: Door) -> None:
    with pytest.raises(AccountError, match="enrol a screen"):
        door.accounts.add(Identity("wall", "Wall", Role.WALL_GUEST), GOOD_PASSWORD, ADMINISTRATOR)


@pytest.mark.parametrize(
    "password", ["short", "password1234!", "Tangerang 2026!!", "aaaaaaaaaaaaaaaa", "budi dan kucingnya", "x" * 201]
)
def test_a_password_that_is_tried_first_is_refused(password: str) -> None:
    with pytest.raises(PasswordError) as refused:
        checked_password(password, "budi")
    assert password not in str(refused.value)


def test_a_long_sentence_is_a_password_whole() -> None:
    sentence = "di kota ini ada 104 kelurahan dan 13 kecamatan, semuanya saya hafal"
    assert checked_password(sentence, "budi") == sentence


@pytest.mark.parametrize(("role", "agencies"), [(Role.AGENCY_HEAD, ()), (Role.OPERATOR, ("DPUPR",))])
def test_a_scope_belongs_to_agency_roles_and_to_no_other(role: Role, agencies: tuple[str, ...]) -> None:
    with pytest.raises(IdentityError, match="expected at least one agency"):
        Identity("budi", "Budi", role, agencies)


def test_a_role_that_is_none_is_told() -> None:
    with pytest.raises(IdentityError, match="expected one of wall-guest"):
        role_named("king")


def test_a_head_reviews_the_own_agency_and_no_other() -> None:
    assert HEAD.may_review("DPUPR")
    assert not HEAD.may_review("DLH")
    assert Identity("wati", "Wati", Role.MAYOR).may_review("DLH")
    assert not ADMINISTRATOR.may_review("DLH")
    with pytest.raises(IdentityError, match="not one of DPUPR"):
        HEAD.viewer("DLH")
