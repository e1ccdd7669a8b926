"""A stand-in for the administrators' side: nothing is there, and what is done is remembered."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from domain.accounts import Account, Screen, SessionRow
from domain.audit import AuditChoice, AuditPage, ChainReport, ChainState
from domain.balance import Balance
from domain.configuration import ConfiguredValue
from domain.events import Stream
from domain.identity import Identity, Role
from domain.letters import LetterChoice, LetterPage, LetterView, ReplayResult
from domain.snapshot import FeedHealth

CODE, PASSWORD = "K7QXM-2RBWD", "sekali-pakai-saja"


@dataclass
class FakeAdministration:
    """Remembers each change as a line of words."""

    done: list[str] = field(default_factory=list)
    letter_sources: Sequence[tuple[str, Stream]] = (("liveroom:complaints", Stream.COMPLAINTS),)
    configuration: Sequence[ConfiguredValue] = (ConfiguredValue("store.url", '"sqlite:///x"', "config.yaml"),)

    def accounts(self) -> Sequence[Account]:
        return ()

    def add_account(self, identity: Identity, by: Identity) -> str:
        self.done.append(f"add {identity.subject}")
        return PASSWORD

    def set_role(self, login: str, identity: Identity, by: Identity) -> None:
        self.done.append(f"role {login}")

    def one_time_password(self, login: str, by: Identity) -> str:
        self.done.append(f"password {login}")
        return PASSWORD

    def set_disabled(self, login: str, is_disabled: bool, by: Identity) -> None:
        self.done.append(f"disabled {login} {is_disabled}")

    def reset_second_factor(self, login: str, by: Identity) -> None:
        self.done.append(f"factor {login}")

    def screens(self) -> Sequence[Screen]:
        return ()

    def add_screen(self, name: str, role: Role, by: Identity) -> tuple[Screen, str]:
        self.done.append(f"screen {name}")
        return Screen(Identity("screen-1", name, role), is_revoked=False, created_ms=1), CODE

    def screen_code(self, screen_id: str, by: Identity) -> str:
        self.done.append(f"code {screen_id}")
        return CODE

    def revoke_screen(self, screen_id: str, by: Identity) -> None:
        self.done.append(f"revoke {screen_id}")

    def sessions(self) -> Sequence[SessionRow]:
        return ()

    def revoke_session(self, session_id: str, by: Identity) -> bool:
        self.done.append(f"end {session_id}")
        return True

    def feeds(self) -> Sequence[FeedHealth]:
        return ()

    def balances(self) -> Sequence[Balance] | None:
        return None

    def letters(self, choice: LetterChoice, first: int, count: int) -> LetterPage:
        return LetterPage((), 0)

    def letter(self, letter_id: int, by: Identity) -> LetterView | None:
        return None

    def replay(self, choice: LetterChoice, by: Identity) -> ReplayResult:
        self.done.append("replay")
        return ReplayResult()

    def trail(self, choice: AuditChoice, first: int, count: int) -> AuditPage:
        return AuditPage((), 0)

    def chain(self) -> ChainState | None:
        return None

    def check_chain(self) -> ChainState:
        return ChainState(ChainReport(0, "0" * 64, None), 1)
