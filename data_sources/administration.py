"""What administrators look up and change: one home of each action, for their page and for the command line."""

from collections.abc import Sequence
from dataclasses import dataclass

from redis.exceptions import RedisError
from sqlalchemy.exc import SQLAlchemyError

from data_sources.access import Access
from data_sources.audit import chosen
from data_sources.configurations import tell_start
from data_sources.dead_letters import Replay, count_dead_letters, inspect, list_dead_letters
from data_sources.installation import Installation
from domain.accounts import Account, Screen, SessionRow
from domain.audit import AuditChoice, AuditPage, ChainState
from domain.balance import Balance
from domain.clock import Clock, epoch_ms
from domain.configuration import ConfiguredValue
from domain.events import Stream
from domain.identity import Identity, Role
from domain.letters import LetterChoice, LetterPage, LetterView, ReplayResult
from domain.snapshot import FeedHealth


@dataclass(frozen=True, slots=True)
class Administration:
    """The administrators' side of an installation. May be called from any thread; `clock` is the machine's."""

    access: Access
    installation: Installation
    letter_sources: Sequence[tuple[str, Stream]]
    configuration: Sequence[ConfiguredValue]
    clock: Clock

    def tell_start(self, by: Identity) -> None:
        """Tell of a start in the trail, with what changed of the configuration since the one before."""
        tell_start(self.access.store, self.configuration, by, self._now_ms())

    # --- persons, screens, sessions

    def accounts(self) -> Sequence[Account]:
        """Every account, by login."""
        return self.access.accounts.all()

    def add_account(self, identity: Identity, by: Identity) -> str:
        """A new account; its one-time password. Raises RefusedError."""
        return self.access.accounts.add_with_one_time(identity, by)

    def set_role(self, login: str, identity: Identity, by: Identity) -> None:
        """Another role and other agencies. Raises RefusedError."""
        self.access.accounts.set_role(login, identity, by)

    def one_time_password(self, login: str, by: Identity) -> str:
        """Another password, for one time. Raises RefusedError."""
        return self.access.accounts.one_time_password(login, by)

    def set_disabled(self, login: str, is_disabled: bool, by: Identity) -> None:
        """Shut an account out, or let it in again. Raises RefusedError."""
        self.access.accounts.set_disabled(login, is_disabled, by)

    def reset_second_factor(self, login: str, by: Identity) -> None:
        """Ask for no code any more. Raises RefusedError."""
        self.access.accounts.set_second_factor(login, "", by)

    def screens(self) -> Sequence[Screen]:
        """Every screen, by name."""
        return self.access.screens.all()

    def add_screen(self, name: str, role: Role, by: Identity) -> tuple[Screen, str]:
        """A new screen and its code. Raises RefusedError."""
        return self.access.screens.add(name, role, by)

    def screen_code(self, screen_id: str, by: Identity) -> str:
        """A new code. Raises RefusedError."""
        return self.access.screens.code_for(screen_id, by)

    def revoke_screen(self, screen_id: str, by: Identity) -> None:
        """Shut a screen out. Raises RefusedError."""
        self.access.screens.revoke(screen_id, by)

    def sessions(self) -> Sequence[SessionRow]:
        """All living sessions, the newest first."""
        return self.access.sessions.living()

    def revoke_session(self, session_id: str, by: Identity) -> bool:
        """End one session; whether there was one."""
        return self.access.sessions.revoke(session_id, by)

    # --- what comes in

    def feeds(self) -> Sequence[FeedHealth]:
        """The state of every feed."""
        return self.installation.feeds()

    def balances(self) -> Sequence[Balance] | None:
        """The balance of every source; None while Redis or the store is away."""
        try:
            return self.installation.balances()
        except (RedisError, SQLAlchemyError):
            return None

    def letters(self, choice: LetterChoice, first: int, count: int) -> LetterPage:
        """Some dead letters of a choice, the newest first, from the `first` on, counted from 0."""
        store = self.access.store
        return LetterPage(list_dead_letters(store, count, choice, first), count_dead_letters(store, choice))

    def letter(self, letter_id: int, by: Identity) -> LetterView | None:
        """One dead letter and its shape, told in the trail."""
        return inspect(self.access.store, letter_id, by, self._now_ms())

    def replay(self, choice: LetterChoice, by: Identity) -> ReplayResult:
        """Read the letters of a choice again, told in the trail."""
        parts = self.installation.parts
        replay = Replay(self.installation.repository, self.installation.decoder, self.letter_sources, parts.clock)
        return replay.run(choice, by, self._now_ms())

    # --- the trail

    def trail(self, choice: AuditChoice, first: int, count: int) -> AuditPage:
        """Some rows of a choice, the newest first, from the `first` on, counted from 0."""
        return chosen(self.access.store, choice, first, count)

    def chain(self) -> ChainState | None:
        """The latest check of the chain; None before the first."""
        return self.access.chain.latest

    def check_chain(self) -> ChainState:
        """Walk the whole chain now."""
        return self.access.chain.check()

    def _now_ms(self) -> int:
        return epoch_ms(self.clock.now())
