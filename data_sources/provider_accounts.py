"""Accounts of persons whom the identity provider knows: made at their first sign-in, brought up to date at each."""

from sqlalchemy import Connection, insert, select, update

from data_sources.access_tables import accounts, sessions
from data_sources.audit import Action, Entry, record
from data_sources.identities import account_in, identity_of_row
from data_sources.store import Store
from domain.clock import Clock, epoch_ms
from domain.identity import Identity, Kind
from domain.single_sign_on import Refusal, SignOnError

BY_PROVIDER = "identity provider"
"""Who changes these accounts, in the trail."""


class ProviderAccounts:
    """Those of an installation. May be called from any thread; `clock` is the machine's."""

    def __init__(self, store: Store, clock: Clock) -> None:
        self._store = store
        self._clock = clock

    def settle(self, identity: Identity) -> bool:
        """Have the account say what the provider said; whether it has a second factor of ours.

        Another role or scope ends its sessions. Raises SignOnError where the account is disabled here.
        """
        is_it = accounts.c.login == identity.subject
        with self._store.writing() as connection:
            row = connection.execute(select(accounts).where(is_it)).first()
            if row is None:
                self._add(connection, identity)
                return False
            if row.is_disabled:
                raise SignOnError(Refusal.DISABLED, "the account is disabled here", login=identity.subject)
            before = identity_of_row(row)
            if before != identity:
                connection.execute(update(accounts).where(is_it).values(**_values(identity)))
            if (before.role, set(before.agencies)) != (identity.role, set(identity.agencies)):
                self._end_sessions(connection, identity.subject)
                self._tell(connection, Action.ACCOUNT_CHANGED, identity)
            return bool(row.totp_secret)

    def end_sessions(self, login: str) -> None:
        """Somebody whom the provider gives no role any more is signed in nowhere."""
        with self._store.writing() as connection:
            self._end_sessions(connection, login)

    def who(self, login: str) -> Identity | None:
        """Who an account is now; None where there is none, or it is disabled."""
        with self._store.reading() as connection:
            return account_in(connection, login)

    def _add(self, connection: Connection, identity: Identity) -> None:
        fixed = {"password_hash": "", "totp_secret": "", "must_change": False, "is_disabled": False}
        row = {"login": identity.subject, "created_ms": self._now_ms(), **_values(identity), **fixed}
        connection.execute(insert(accounts).values(**row))
        self._tell(connection, Action.ACCOUNT_ADDED, identity)

    def _end_sessions(self, connection: Connection, login: str) -> None:
        theirs = (sessions.c.kind == Kind.ACCOUNT.value) & (sessions.c.subject == login)
        connection.execute(update(sessions).where(theirs, sessions.c.revoked_ms == 0).values(revoked_ms=self._now_ms()))

    def _tell(self, connection: Connection, action: Action, identity: Identity) -> None:
        detail = {"role": identity.role.value, "agencies": ",".join(identity.agencies)}
        record(connection, Entry(self._now_ms(), BY_PROVIDER, "", action, identity.subject, detail))

    def _now_ms(self) -> int:
        return epoch_ms(self._clock.now())


def _values(identity: Identity) -> dict[str, object]:
    return {"name": identity.name, "role": identity.role.value, "agencies": list(identity.agencies)}
