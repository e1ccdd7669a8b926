"""What the screens need of the rest, as Protocols; app.py introduces the two sides."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from domain.accounts import Account, Screen, SessionRow
from domain.alarms.board import Words
from domain.alarms.health import AlarmHealth, HealthRules
from domain.alarms.life import Alarm, AlarmEvent, Origin
from domain.audit import AuditChoice, AuditPage, ChainState
from domain.balance import Balance
from domain.case_file import CaseFile
from domain.cases import CasePage, CaseQuery
from domain.city_status import Level, StatusEntry
from domain.complaints import Complaint
from domain.configuration import ConfiguredValue
from domain.desk import DecidedOn, Decision, DeskAct, DeskEntry
from domain.desk_view import ConsoleRules, DeskView
from domain.emergencies import Call
from domain.events import Stream
from domain.filters import ReviewFilters
from domain.gatherings import AgencyPlaces
from domain.handover import Handover, Sheet
from domain.identity import Identity, Role, Session
from domain.indicators.agency_scores import ScoreBoard
from domain.indicators.readings import Reading
from domain.indicators.reviews import Review
from domain.letters import LetterChoice, LetterPage, LetterView, ReplayResult
from domain.past import PastPicture, PastSpan
from domain.privacy import Audience
from domain.profile import CityProfile
from domain.screen_care import CareRules
from domain.screen_reports import Fleet, Pictured, ReportRules, ScreenPicture, ScreenReport
from domain.single_sign_on import Arrival, Departure
from domain.snapshot import FeedHealth, Snapshot
from domain.steering import Steering, WallView
from geo.boundaries import Boundaries
from layouts.arrangement import Scene
from layouts.plan import WallPlan
from layouts.text import Texts
from layouts.wall import scenes_of

FindCase = Callable[[str], Complaint | None]
"""A complaint by its number, from the store."""

Listener = Callable[[Mapping[Audience, Snapshot]], None]


class SnapshotSource(Protocol):
    """Where snapshots come from."""

    def latest(self, audience: Audience) -> Snapshot | None:
        """The newest snapshot of an audience, None before the first."""

    def subscribe(self, listener: Listener) -> None:
        """Have a function called with every new set of snapshots."""


class Reviews(Protocol):
    """The review of one agency, from the store."""

    def now(self) -> datetime:
        """The city's now, UTC."""

    def review(self, filters: ReviewFilters) -> Review:
        """All numbers of one review, as of now."""

    def scores(self, agency: str) -> ScoreBoard:
        """An agency's score among its peers, as of now, whatever the filters."""

    def places(self, agency: str) -> AgencyPlaces:
        """Where an agency's own cases gather, as of now, whatever the filters."""

    def listing(self, query: CaseQuery, start: int, count: int) -> AbstractContextManager[CasePage]:
        """Some rows of its list of cases; they are read while the context is open."""


class Past(Protocol):
    """The past of the city, minute by minute."""

    def picture(self, audience: Audience, at: datetime) -> PastPicture | None:
        """What an audience's screens showed at an instant; None where nothing was kept."""

    def snapshot(self, audience: Audience, at: datetime) -> Snapshot:
        """What is known now of an instant, as an audience sees it. Raises ValueError."""

    def readings(self, audience: Audience, at: datetime, *, is_known_now: bool) -> tuple[Reading, ...]:
        """Every indicator at an instant. Raises ValueError."""

    def span(self, audience: Audience) -> PastSpan:
        """How far back one may look."""


class Door(Protocol):
    """Who comes in, and what is told of it; `place` is the network address of who asks."""

    def who(self, token: str) -> Session | None:
        """Who comes with a token; None for nobody."""

    def is_throttled(self, login: str, place: str) -> bool:
        """Whether too many have failed from there just now."""

    def sign_in(self, login: str, password: str, code: str, place: str) -> str | None:
        """The token of a new session; None for whatever is wrong."""

    def enrol(self, code: str, place: str) -> str | None:
        """The token of a screen's session for its one-time code; None for whatever is wrong."""

    def follow(self, link: str, place: str) -> str | None:
        """The token of a session for a link; None for whatever is wrong."""

    def sign_out(self, token: str) -> None:
        """End a session."""

    def change_password(self, session: Session, old: str, new: str, place: str) -> str | None:
        """The token of a new session; None where the old password is wrong. Raises PasswordError."""

    def refused(self, identity: Identity | None, surface: str, place: str) -> None:
        """Tell what was not allowed."""

    def exported(self, identity: Identity, subject: str, detail: Mapping[str, object]) -> None:
        """Tell of a file that was taken away."""


class Desk(Protocol):
    """The operators' desks: what is done there, who is there, and which wall is steered by whom."""

    @property
    def view(self) -> DeskView:
        """What every desk shows, as it was last read."""

    def subscribe(self, listener: Callable[[DeskView], None]) -> None:
        """Have a function called with each new view."""

    def act(self, by: Identity, kind: str, ref: str, act: DeskAct, text: str = "", until_ms: int = 0) -> DeskEntry:
        """Do something with a row of the work list. Raises DeskError."""

    def entries(self, kind: str, ref: str) -> Sequence[DeskEntry]:
        """All that was done with a row, oldest first."""

    def entries_between(self, from_ms: int, to_ms: int) -> Sequence[DeskEntry]:
        """All that was done at the desks in a span of the city's clock, oldest first."""

    def decide(self, by: Identity, text: str, about: str, numbers: Sequence[DecidedOn]) -> Decision:
        """Store a decision with the numbers it rests on. Raises DeskError."""

    def decisions_between(self, from_ms: int, to_ms: int) -> Sequence[Decision]:
        """The decisions of a span of the city's clock, oldest first."""

    def arrive(self, session_id: str, identity: Identity, desk: str = "") -> None:
        """A desk was opened, or another one chosen."""

    def leave(self, session_id: str) -> None:
        """A desk was closed."""

    def steer(self, by: Identity, wall: str, view: WallView, *, is_confirmed: bool = False) -> Steering:
        """Ask a wall to show something. Raises DrivenByOtherError, or DeskError for a wall that is none."""

    def to_guests(self, by: Identity) -> Sequence[str]:
        """Put every wall into guest mode at once, whoever drives it. Which walls it changed."""

    def release_wall(self, by: Identity, wall: str) -> Steering:
        """Let go of a wall. Raises DrivenByOtherError, or DeskError for a wall that is none."""


class StatusBook(Protocol):
    """The city's status: how far from a normal day it is, as people set it."""

    def set(self, level: Level, by: Identity, reason: str, now: datetime) -> StatusEntry:
        """Set a level at the city's now. Raises StatusError for a reason that is none."""


class Alarms(Protocol):
    """What people do about alarms, by the city's clock. Raises NotYoursError, AlarmRefusedError."""

    def acknowledge(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Say that somebody has seen it."""

    def own(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Take it upon oneself."""

    def comment(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Write something down beside it."""

    def shelve(self, alarm_id: int, by: Identity, reason: str, now: datetime, lasts: timedelta) -> Alarm | None:
        """Put it on the shelf for a time and a reason."""

    def unshelve(self, alarm_id: int, by: Identity, comment: str, now: datetime) -> Alarm | None:
        """Take it off the shelf."""

    def life(self, alarm_id: int) -> Sequence[AlarmEvent]:
        """All that happened to one alarm."""

    def happened(self, since: datetime, until: datetime) -> tuple[Sequence[AlarmEvent], Mapping[int, Origin]]:
        """All that happened to alarms in a time, and what raised each of them."""

    def health(self, since: datetime, until: datetime, rules: HealthRules, agency: str = "") -> AlarmHealth:
        """How well the alarms rang in a time: those of one agency, or all."""


class Cases(Protocol):
    """Single cases and calls, from the store, as far as an operator is told of them."""

    def case(self, complaint_id: str) -> CaseFile | None:
        """A case; None where there is none."""

    def exists(self, complaint_id: str) -> bool:
        """Whether a case was filed."""

    def place(self, complaint_id: str) -> tuple[float, float, str] | None:
        """Latitude, longitude and category of a case that may be shown on a map; None for all others."""

    def call(self, call_id: str) -> Call | None:
        """A call to 112; None where there is none."""


class HandoverBook(Protocol):
    """The hand-over sheets of shifts. What cannot be done raises ValueError with the name of the problem."""

    def of_shift(self, shift_from_ms: int) -> Handover | None:
        """The sheet of the shift that began at an instant."""

    def latest_before(self, shift_from_ms: int) -> Handover | None:
        """The last sheet of an earlier shift."""

    def keep(self, by: Identity, sheet: Sheet, remarks: str) -> Handover:
        """Store a sheet with its remarks."""

    def sign(self, by: Identity, shift_from_ms: int, at_ms: int) -> Handover:
        """Sign a sheet off for the next shift."""


class SingleSignOn(Protocol):
    """The way in through an identity provider; everything raises SignOnError, with the reason."""

    def begin(self, path: str, place: str) -> Departure:
        """Where a browser is sent; `path` is where it wanted to go here."""

    def finish(self, answer: Mapping[str, str], browser: str, place: str) -> Arrival:
        """Who is back, by what the provider gave the browser and the secret that it kept."""

    def confirm(self, code: str, browser: str, place: str) -> Arrival:
        """Who gives the code of a second factor after the provider."""

    def way_out(self, login: str, back: str) -> str:
        """Where a session of the provider's ends too; empty where there is none to end."""


class Screens(Protocol):
    """What unattended screens told of themselves."""

    def tell(self, session: Session, report: ScreenReport) -> bool:
        """Remember a report of a screen's session; False where its last one came just now."""

    def now(self) -> datetime:
        """The now of the server's machine, UTC, whatever time the city has."""

    def view(self) -> Fleet:
        """Every enrolled screen with what it told."""


class Pictures(Protocol):
    """Pictures of what screens show, by the name of the page that a report told."""

    def ask(self, page: str, screen: str, by: Identity) -> None:
        """Wish for a picture of a screen's page."""

    def is_wished(self, page: str, screen: str) -> bool:
        """Whether somebody waits for a picture of this page of this screen."""

    def keep(self, page: str, screen: str, audience: Audience, jpeg: bytes) -> bool:
        """Take a picture that was wished for; False where nobody waits for it."""

    def of(self, page: str) -> ScreenPicture | None:
        """The newest picture of a page."""

    def state(self, page: str, screen: str) -> Pictured:
        """How it is with the picture of a page."""


class Administration(Protocol):
    """What administrators look up and change; every change is told in the trail as `by` whom."""

    @property
    def letter_sources(self) -> Sequence[tuple[str, Stream]]:
        """The names under which dead letters are kept."""

    @property
    def configuration(self) -> Sequence[ConfiguredValue]:
        """Every value in force, without secrets."""

    def accounts(self) -> Sequence[Account]:
        """Every account, by login."""

    def add_account(self, identity: Identity, by: Identity) -> str:
        """A new account; its one-time password. Raises RefusedError."""

    def set_role(self, login: str, identity: Identity, by: Identity) -> None:
        """Another role and other agencies. Raises RefusedError."""

    def one_time_password(self, login: str, by: Identity) -> str:
        """Another password, for one time. Raises RefusedError."""

    def set_disabled(self, login: str, is_disabled: bool, by: Identity) -> None:
        """Shut an account out, or let it in again. Raises RefusedError."""

    def reset_second_factor(self, login: str, by: Identity) -> None:
        """Ask for no code any more. Raises RefusedError."""

    def screens(self) -> Sequence[Screen]:
        """Every screen, by name."""

    def add_screen(self, name: str, role: Role, by: Identity) -> tuple[Screen, str]:
        """A new screen and its code. Raises RefusedError."""

    def screen_code(self, screen_id: str, by: Identity) -> str:
        """A new code. Raises RefusedError."""

    def revoke_screen(self, screen_id: str, by: Identity) -> None:
        """Shut a screen out. Raises RefusedError."""

    def sessions(self) -> Sequence[SessionRow]:
        """All living sessions, the newest first."""

    def revoke_session(self, session_id: str, by: Identity) -> bool:
        """End one session; whether there was one."""

    def feeds(self) -> Sequence[FeedHealth]:
        """The state of every feed."""

    def balances(self) -> Sequence[Balance] | None:
        """The balance of every source; None where it cannot be asked."""

    def letters(self, choice: LetterChoice, first: int, count: int) -> LetterPage:
        """Some dead letters of a choice, the newest first."""

    def letter(self, letter_id: int, by: Identity) -> LetterView | None:
        """One dead letter and its shape."""

    def replay(self, choice: LetterChoice, by: Identity) -> ReplayResult:
        """Read the letters of a choice again."""

    def trail(self, choice: AuditChoice, first: int, count: int) -> AuditPage:
        """Some rows of a choice, the newest first."""

    def chain(self) -> ChainState | None:
        """The latest check of the chain."""

    def check_chain(self) -> ChainState:
        """Walk the whole chain now."""


HealthReport = Callable[[bool], Mapping[str, object]]
"""Whether detail is wanted -> the health of the installation; `ok` says whether it can serve."""


def no_case(_complaint_id: str) -> Complaint | None:
    """Where there is no store, there is no complaint."""
    return None


@dataclass(frozen=True, slots=True)
class Services:
    """What callbacks may use. `audiences` are those whose screens this installation draws.

    `release` names what a page is made of, so that a screen knows when it is an old one.
    """

    profile: CityProfile
    boundaries: Boundaries
    texts: Texts
    plan: WallPlan
    snapshots: SnapshotSource
    health: HealthReport
    door: Door
    reviews: Reviews
    desk: Desk
    cases: Cases
    alarms: Alarms
    status: StatusBook
    handovers: HandoverBook
    past: Past
    screens: Screens
    pictures: Pictures
    administration: Administration
    console: ConsoleRules = field(default_factory=ConsoleRules)
    audiences: tuple[Audience, ...] = (Audience.WALL_GUEST,)
    tile_url: str | None = None
    is_tls: bool = False
    proxies: int = 0
    is_demonstration: bool = False
    case: FindCase = no_case
    single_sign_on: SingleSignOn | None = None
    provider_label: str = ""
    release: str = ""
    care: CareRules = field(default_factory=CareRules)
    reports: ReportRules = field(default_factory=ReportRules)
    alarm_health: HealthRules = field(default_factory=HealthRules)
    alarm_words: Mapping[str, Words] = field(default_factory=dict)

    @property
    def scenes(self) -> tuple[Scene, ...]:
        """The scenes that the usual kind of screen shows of this city."""
        return scenes_of(self.plan, self.plan.screen(), self.profile)
