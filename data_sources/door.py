"""The door of an installation: who comes in with what, how often one may try, and what is told of it."""

from collections.abc import Callable, Mapping, Sequence
from functools import cached_property

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import FixedWindowRateLimiter

from data_sources.accounts import Accounts
from data_sources.audit import Action, Entry, record
from data_sources.screens import Screens
from data_sources.sessions import Sessions
from domain.clock import epoch_ms
from domain.identity import Identity, Kind, Session

WINDOW_MINUTES = 15
OF_A_NAME = RateLimitItemPerMinute(5, WINDOW_MINUTES)
OF_A_PLACE = RateLimitItemPerMinute(30, WINDOW_MINUTES)
"""Failures from one address: for one name, and for all. Only who fails there waits, so that nobody is locked out."""

TRIALS = "sign-in"
REFUSALS_TOLD = RateLimitItemPerMinute(60)


class Door:
    """What the web asks of accounts, sessions and screens. May be called from any thread."""

    def __init__(self, accounts: Accounts, sessions: Sessions, screens: Screens) -> None:
        self._accounts = accounts
        self._sessions = sessions
        self._screens = screens

    @cached_property
    def _limiter(self) -> FixedWindowRateLimiter:
        return FixedWindowRateLimiter(self._attempts)

    @cached_property
    def _attempts(self) -> MemoryStorage:
        """Made at the first attempt, since it starts a timer of its own."""
        return MemoryStorage()

    def who(self, token: str) -> Session | None:
        """Who comes with a token."""
        return self._sessions.who(token)

    def is_throttled(self, login: str, place: str) -> bool:
        """Whether too many have failed from this address just now."""
        return not all(self._limiter.test(item, *keys) for item, keys in _limits(login, place))

    def sign_in(self, login: str, password: str, code: str, place: str) -> str | None:
        """The token of a new session; None for whatever is wrong."""
        identity = self._accounts.verified(login, password, code) if self._may_try(login, place) else None
        if identity is None:
            self._failed(login, place, "password")
            return None
        self._forgive(login, place)
        return self._sessions.start(Kind.ACCOUNT, identity, "password")

    def enrol(self, code: str, place: str) -> str | None:
        """The token of a screen's session for its code; None for whatever is wrong."""
        return self._let_in(self._screens.enrol, code, "screen", place)

    def follow(self, link: str, place: str) -> str | None:
        """The token of a session for a link; None for whatever is wrong."""
        return self._let_in(self._screens.follow, link, "link", place)

    def sign_out(self, token: str) -> None:
        """End a session."""
        self._sessions.sign_out(token)

    def _let_in(self, ask: Callable[[str], str | None], secret: str, name: str, place: str) -> str | None:
        token = ask(secret) if self._may_try(name, place) else None
        if token is None:
            self._failed(name, place, name)
        else:
            self._forgive(name, place)
        return token

    def change_password(self, session: Session, old: str, new: str, place: str) -> str | None:
        """Another password; the token of a new session, None where the old one is wrong. Raises PasswordError."""
        login = session.identity.subject
        if not self._may_try(login, place) or not self._accounts.knows(login, old):
            self._failed(login, place, "old password")
            return None
        self._forgive(login, place)
        self._accounts.set_password(login, new, session.identity)
        return self._sessions.start(Kind.ACCOUNT, session.identity, "new password")

    def refused(self, identity: Identity | None, surface: str, place: str) -> None:
        """Tell what was not allowed; of a flood from one address only the beginning."""
        if self._limiter.hit(REFUSALS_TOLD, "refused", place):
            self._tell(Action.REFUSED, identity, surface, {"from": place})

    def exported(self, identity: Identity, subject: str, detail: Mapping[str, object]) -> None:
        """Tell of a file that was taken away: of what, and how much."""
        self._tell(Action.EXPORTED, identity, subject, detail)

    def _tell(self, action: Action, identity: Identity | None, subject: str, detail: Mapping[str, object]) -> None:
        who, role = (identity.subject, identity.role.value) if identity else ("", "")
        with self._sessions.store.writing() as connection:
            record(connection, Entry(epoch_ms(self._sessions.clock.now()), who, role, action, subject, detail))

    def _may_try(self, login: str, place: str) -> bool:
        """Count an attempt before it is judged: of many that come at once no more get through than one by one."""
        counted = [self._limiter.hit(item, *keys) for item, keys in _limits(login, place)]
        return all(counted)

    def _forgive(self, login: str, place: str) -> None:
        """An attempt that was right was none."""
        for item, keys in _limits(login, place):
            self._attempts.decr(item.key_for(*keys))

    def _failed(self, login: str, place: str, how: str) -> None:
        self._tell(Action.SIGN_IN_FAILED, None, login, {"how": how, "from": place})


def _limits(login: str, place: str) -> Sequence[tuple[RateLimitItem, tuple[str, ...]]]:
    return (OF_A_NAME, (TRIALS, place, login.strip().lower())), (OF_A_PLACE, (TRIALS, place))
