"""The trail: what happens is told in order, and no row of the past can be changed unseen."""

from collections.abc import Mapping

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from data_sources.audit import BEGINNING, Action, Entry, entries, record, verify
from data_sources.store import Store
from domain.identity import Kind, Role
from tests.access.conftest import ADMINISTRATOR, GOOD_PASSWORD, Door
from tests.access.test_sessions import MAYOR

ROWS = 5
CHANGES: Mapping[str, str] = {
    "who": "UPDATE audit_trail SET who = 'nobody' WHERE number = 3",
    "when": "UPDATE audit_trail SET at_ms = at_ms + 1 WHERE number = 3",
    "what": "UPDATE audit_trail SET action = 'signed out' WHERE number = 3",
    "detail": "UPDATE audit_trail SET detail = '{}' WHERE number = 3",
    "hash": "UPDATE audit_trail SET hash = previous WHERE number = 3",
    "gone": "DELETE FROM audit_trail WHERE number = 3",
}


def tell(store: Store, number: int) -> None:
    with store.writing() as connection:
        record(connection, Entry(number, "sari", "administrator", Action.EXPORTED, "DPUPR", {"rows": number}))


@pytest.fixture
def told(store: Store) -> Store:
    for number in range(1, ROWS + 1):
        tell(store, number)
    return store


def test_an_empty_trail_is_whole(store: Store) -> None:
    report = verify(store)
    assert (report.rows, report.last_hash, report.broken_at) == (0, BEGINNING, None)


def test_a_trail_that_nobody_touched_is_whole(told: Store) -> None:
    report = verify(told)
    assert (report.rows, report.broken_at) == (ROWS, None)


@pytest.mark.parametrize("change", CHANGES)
def test_the_store_refuses_a_change(told: Store, change: str) -> None:
    with pytest.raises(DBAPIError, match="only added to"), told.writing() as connection:
        connection.execute(text(CHANGES[change]))
    assert verify(told).broken_at is None


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_behind_the_stores_back_is_seen(told: Store, change: str) -> None:
    with told.writing() as connection:
        if connection.dialect.name == "sqlite":
            connection.execute(text("DROP TRIGGER audit_trail_no_update"))
            connection.execute(text("DROP TRIGGER audit_trail_no_delete"))
        else:
            connection.execute(text("DROP TRIGGER audit_trail_no_change ON audit_trail"))
        connection.execute(text(CHANGES[change]))
    assert verify(told).broken_at == (4 if change == "gone" else 3)


def test_a_change_that_fails_leaves_no_row(told: Store) -> None:
    def tell_and_fail() -> None:
        with told.writing() as connection:
            record(connection, Entry(9, "sari", "administrator", Action.EXPORTED))
            connection.execute(text("SELECT nothing FROM nowhere"))

    with pytest.raises(DBAPIError):
        tell_and_fail()
    assert verify(told).rows == ROWS


@given(words=st.text(max_size=300))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=25)
def test_any_words_leave_the_trail_whole(store: Store, words: str) -> None:
    with store.writing() as connection:
        record(connection, Entry(1, words, "mayor", Action.REFUSED, words, {"typed": words.replace("\0", "")}))
    assert verify(store).broken_at is None


def test_what_was_typed_is_one_line(store: Store) -> None:
    with store.writing() as connection:
        record(connection, Entry(1, "a\r\nb", "", Action.SIGN_IN_FAILED, "x\x1b[31m"))
    (row,) = entries(store)
    assert "\n" not in row.who
    assert "\x1b" not in row.subject


def test_a_life_is_told_in_order_and_without_secrets(door: Door) -> None:
    door.accounts.add(MAYOR, GOOD_PASSWORD, ADMINISTRATOR)
    token = door.sessions.start(Kind.ACCOUNT, MAYOR, "password")
    screen, code = door.screens.add("Dinding", Role.WALL_GUEST, ADMINISTRATOR)
    screen_token = door.screens.enrol(code) or ""
    door.screens.revoke(screen.identity.subject, ADMINISTRATOR)
    door.sessions.sign_out(token)
    door.accounts.set_password("wati", "lima ekor kucing di atap", ADMINISTRATOR)
    rows = list(entries(door.store))
    assert [row.action for row in rows] == [
        *("account added", "signed in", "screen added", "screen enrolled", "screen revoked", "signed out"),
        "account changed",
    ]
    told = repr(rows)
    assert not [secret for secret in (token, code, screen_token, GOOD_PASSWORD, "kucing") if secret in told]
    assert verify(door.store).broken_at is None
