"""The city's status in the store: every level stays, is told in the trail, and the past is what it was."""

from datetime import UTC, datetime, timedelta

import pytest

from data_sources.audit import entries, verify
from data_sources.city_status import CityStatus, stored_statuses
from data_sources.store import Store
from domain.audit import Action
from domain.city_status import Level, StatusEntry, StatusError
from domain.identity import Identity, Role

NOW = datetime(2026, 11, 24, 7, 30, tzinfo=UTC)
OPERATOR = Identity("ratna", "Ratna", Role.OPERATOR)
MACHINE = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def status_of(store: Store) -> CityStatus:
    return CityStatus(store, lambda: MACHINE)


def test_what_was_set_is_what_holds_and_who_set_it_is_told(store: Store) -> None:
    heard: list[tuple[StatusEntry, ...]] = []
    status = CityStatus(store, lambda: MACHINE, heard.append)
    assert status.newest() == ()
    status.set(Level.READY, OPERATOR, "banjir di Periuk", NOW)
    entry = status.set(Level.NORMAL, OPERATOR, "air surut", NOW + timedelta(hours=2))
    assert [one.level for one in status.newest()] == [Level.NORMAL, Level.READY]
    assert [len(newest) for newest in heard] == [1, 2]
    assert (entry.number, entry.by, entry.role, entry.reason) == (2, "ratna", "operator", "air surut")
    told = [row for row in entries(store) if row.action == Action.CITY_STATUS_SET]
    assert [(row.who, row.subject) for row in told] == [("ratna", "ready"), ("ratna", "normal")]
    assert verify(store).broken_at is None


def test_without_a_reason_nothing_is_stored_and_nothing_told(store: Store) -> None:
    with pytest.raises(StatusError):
        status_of(store).set(Level.CRISIS, OPERATOR, " ", NOW)
    assert stored_statuses(store) == ()
    assert not [row for row in entries(store) if row.action == Action.CITY_STATUS_SET]


def test_an_instant_of_the_past_has_the_level_that_held_then(store: Store) -> None:
    status = status_of(store)
    status.set(Level.WATCH, OPERATOR, "hujan lebat", NOW)
    status.set(Level.EMERGENCY, OPERATOR, "tanggul jebol", NOW + timedelta(hours=1))
    assert stored_statuses(store, until=NOW - timedelta(seconds=1)) == ()
    assert [one.level for one in stored_statuses(store, until=NOW + timedelta(minutes=59))] == [Level.WATCH]
