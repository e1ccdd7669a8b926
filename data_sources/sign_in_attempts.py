"""Sign-ins through the provider that were begun and are not yet over: a row each, for some minutes, good for once.

A row is found by what came back from the provider and by the secret of the browser that was sent there: who is handed
another's address of return has the one and not the other.
"""

from dataclasses import dataclass
from datetime import timedelta

from sqlalchemy import delete, insert, select

from data_sources.access_tables import sign_in_attempts as table
from data_sources.store import Store
from data_sources.tokens import hash_of, new_token
from domain.clock import ONE_MS, Clock, epoch_ms

ATTEMPT_LASTS = timedelta(minutes=10)
LONGEST_PATH = 1000


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is remembered of one; `login` is who is asked for a code still, empty before the return."""

    nonce: str
    verifier: str
    path: str
    login: str = ""
    subject: str = ""


@dataclass(frozen=True, slots=True)
class Attempts:
    """The attempts of an installation. May be called from any thread; `clock` is the machine's."""

    store: Store
    clock: Clock

    def keep(self, attempt: Attempt, state: str) -> str:
        """Remember one; the secret for its browser. Those that are too old are forgotten."""
        browser, now_ms = new_token(), epoch_ms(self.clock.now())
        row = {
            "state_hash": hash_of(state),
            "browser_hash": hash_of(browser),
            "nonce": attempt.nonce,
            "verifier": attempt.verifier,
            "path": attempt.path if len(attempt.path) <= LONGEST_PATH else "",
            "login": attempt.login,
            "subject": attempt.subject,
            "ends_ms": now_ms + ATTEMPT_LASTS // ONE_MS,
        }
        with self.store.writing() as connection:
            connection.execute(delete(table).where(table.c.ends_ms <= now_ms))
            connection.execute(insert(table).values(**row))
        return browser

    def take(self, state: str, browser: str) -> Attempt | None:
        """The attempt of a state and a browser; it is gone then. None where there is none."""
        is_it = (table.c.state_hash == hash_of(state)) & (table.c.browser_hash == hash_of(browser))
        with self.store.writing() as connection:
            row = connection.execute(select(table).where(is_it)).first()
            connection.execute(delete(table).where(is_it))
        if row is None or row.ends_ms <= epoch_ms(self.clock.now()):
            return None
        return Attempt(row.nonce, row.verifier, row.path, row.login, row.subject)
