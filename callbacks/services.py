"""What the screens need of the rest, as Protocols; app.py introduces the two sides."""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from domain.cases import CasePage, CaseQuery
from domain.filters import ReviewFilters
from domain.gatherings import AgencyPlaces
from domain.identity import Identity, Session
from domain.indicators.agency_scores import ScoreBoard
from domain.indicators.readings import Reading
from domain.indicators.reviews import Review
from domain.past import PastPicture, PastSpan
from domain.privacy import Audience
from domain.profile import CityProfile
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries
from layouts.plan import WallPlan
from layouts.text import Texts

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

    def change_password(self, session: Session, old: str, new: str) -> str | None:
        """The token of a new session; None where the old password is wrong. Raises PasswordError."""

    def refused(self, identity: Identity | None, surface: str, place: str) -> None:
        """Tell what was not allowed."""

    def exported(self, identity: Identity, subject: str, detail: Mapping[str, object]) -> None:
        """Tell of a file that was taken away."""


HealthReport = Callable[[bool], Mapping[str, object]]
"""Whether detail is wanted -> the health of the installation; `ok` says whether it can serve."""


@dataclass(frozen=True, slots=True)
class Services:
    """What callbacks may use. `audiences` are those whose screens this installation draws."""

    profile: CityProfile
    boundaries: Boundaries
    texts: Texts
    plan: WallPlan
    snapshots: SnapshotSource
    health: HealthReport
    door: Door
    reviews: Reviews
    past: Past
    audiences: tuple[Audience, ...] = (Audience.WALL_GUEST,)
    tile_url: str | None = None
    is_tls: bool = False
    proxies: int = 0
    is_demonstration: bool = False
