"""Accounts, sessions and screens on a real store, with a clock that the test moves."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

import pytest
from argon2 import PasswordHasher

from data_sources.accounts import Accounts
from data_sources.screens import Screens
from data_sources.sessions import Sessions
from data_sources.store import Store
from domain.identity import Identity, Role

ADMINISTRATOR = Identity("sari", "Sari", Role.ADMINISTRATOR)
GOOD_PASSWORD = "empat ekor kucing di atap"


@dataclass
class MovedClock:
    """The machine's time, moved by hand; the steady clock moves along."""

    at: datetime = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
    is_real: bool = True
    moved: timedelta = field(default_factory=timedelta)

    def now(self) -> datetime:
        return self.at + self.moved

    def elapsed(self) -> float:
        return self.moved.total_seconds()

    def pass_by(self, **span: float) -> None:
        self.moved += timedelta(**span)


@dataclass
class Door:
    """All that decides who comes in."""

    store: Store
    clock: MovedClock
    accounts: Accounts
    sessions: Sessions
    screens: Screens


@pytest.fixture
def door(store: Store) -> Door:
    clock = MovedClock()
    cheap = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    sessions = Sessions(store, clock, elapsed=clock.elapsed)
    return Door(store, clock, Accounts(store, clock, cheap), sessions, Screens(sessions))
