"""All that an installation knows of who may come in, on one store."""

from dataclasses import dataclass
from typing import Self

from data_sources.accounts import Accounts
from data_sources.audit import ChainWatch
from data_sources.door import Door
from data_sources.screens import Screens
from data_sources.sessions import SessionLimits, Sessions
from data_sources.store import Store
from domain.clock import Clock


@dataclass(frozen=True, slots=True)
class Access:
    """Accounts, sessions and screens, and the door that asks them."""

    store: Store
    accounts: Accounts
    sessions: Sessions
    screens: Screens
    door: Door
    chain: ChainWatch

    @classmethod
    def of(cls, store: Store, clock: Clock, limits: SessionLimits) -> Self:
        """Those of a store; `clock` is the machine's, whatever time the city has."""
        accounts, sessions = Accounts(store, clock), Sessions(store, clock, limits)
        screens = Screens(sessions)
        door = Door(accounts, sessions, screens)
        return cls(store, accounts, sessions, screens, door, ChainWatch(store, clock))
