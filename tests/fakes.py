"""Stand-ins for what callbacks/services.py asks for: snapshots are published by the test, health is what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache

from callbacks.services import Desk, Door, Listener, Services
from domain.clock import epoch_ms
from domain.identity import Identity, Kind, Role, Session
from domain.indicators.readings import Known, Reading, readings
from domain.past import PastPicture, PastSpan
from domain.privacy import SCREEN_AUDIENCES, Audience
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries, load_boundaries
from layouts.text import INDONESIAN
from tests.factories import tangerang
from tests.fake_administration import FakeAdministration
from tests.fake_desk import FakeAlarms, FakeCases, FakeDesk, FakeHandovers, FakeStatus
from tests.fake_reviews import FakeReviews
from tests.fake_screens import FakeFleet, FakePictures
from tests.walls import shipped_plan


@dataclass
class FakeSnapshots:
    """Snapshots of a city without a hub."""

    held: dict[Audience, Snapshot] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)

    def latest(self, audience: Audience) -> Snapshot | None:
        return self.held.get(audience)

    def subscribe(self, listener: Listener) -> None:
        self.listeners.append(listener)

    def publish(self, *snapshots: Snapshot) -> None:
        """Hand out snapshots, each to its audience."""
        self.held |= {Audience(snapshot.audience): snapshot for snapshot in snapshots}
        for listener in self.listeners:
            listener({Audience(snapshot.audience): snapshot for snapshot in snapshots})


@dataclass
class FakePast:
    """A past of the pictures that the test gives, by the minute (epoch ms); readings and snapshots of one snapshot."""

    pictures: dict[int, bytes] = field(default_factory=dict)
    known_now: Snapshot | None = None
    asked: list[tuple[Audience, datetime]] = field(default_factory=list)

    def picture(self, audience: Audience, at: datetime) -> PastPicture | None:
        self.asked.append((audience, at))
        minute_ms = epoch_ms(at) // 60_000 * 60_000
        found = self.pictures.get(minute_ms)
        return None if found is None else PastPicture(minute_ms, found)

    def snapshot(self, audience: Audience, at: datetime) -> Snapshot:
        self.asked.append((audience, at))
        if self.known_now is None:
            raise ValueError("as of: is still to come")
        return self.known_now

    def readings(self, audience: Audience, at: datetime, *, is_known_now: bool) -> tuple[Reading, ...]:
        snapshot = self.snapshot(audience, at)
        return readings(snapshot, Known(snapshot.facts, snapshot.now_ms))

    def span(self, audience: Audience) -> PastSpan:
        return PastSpan(min(self.pictures, default=None), None, max(self.pictures, default=0))


@dataclass
class FakeHealth:
    """A health report; detail is given when it is asked for."""

    is_ok: bool = True

    def __call__(self, is_detailed: bool) -> Mapping[str, object]:
        return {"ok": self.is_ok, "balance": []} if is_detailed else {"ok": self.is_ok}


OPERATOR = Identity("rina", "Rina", Role.OPERATOR)
MAYOR = Identity("wati", "Wati", Role.MAYOR)
ADMINISTRATOR = Identity("sari", "Sari", Role.ADMINISTRATOR)
GUEST_SCREEN = Identity("screen-1", "Dinding", Role.WALL_GUEST)
HEAD_OF_DLH = Identity("budi", "Budi", Role.AGENCY_HEAD, ("DLH",))


@dataclass
class FakeDoor:
    """A door where everybody who comes is the one that the test says, or nobody."""

    visitor: Identity | None = OPERATOR
    refusals: list[str] = field(default_factory=list)
    exports: list[str] = field(default_factory=list)
    signed_out: list[str] = field(default_factory=list)

    def who(self, token: str) -> Session | None:
        return Session("1", Kind.ACCOUNT, self.visitor) if self.visitor else None

    def is_throttled(self, login: str, place: str) -> bool:
        return False

    def sign_in(self, login: str, password: str, code: str, place: str) -> str | None:
        return None

    def enrol(self, code: str, place: str) -> str | None:
        return None

    def follow(self, link: str, place: str) -> str | None:
        return None

    def sign_out(self, token: str) -> None:
        self.signed_out.append(token)

    def change_password(self, session: Session, old: str, new: str, place: str) -> str | None:
        return None

    def refused(self, identity: Identity | None, surface: str, place: str) -> None:
        self.refusals.append(surface)

    def exported(self, identity: Identity, subject: str, detail: Mapping[str, object]) -> None:
        self.exports.append(subject)


@cache
def approximate_boundaries() -> Boundaries:
    """The borders of Tangerang as they are drawn without a map of them."""
    return load_boundaries(None, tangerang())


def fake_services(
    snapshots: FakeSnapshots | None = None,
    health: FakeHealth | None = None,
    audiences: tuple[Audience, ...] = SCREEN_AUDIENCES,
    door: Door | None = None,
    desk: Desk | None = None,
) -> Services:
    """All that the screens need, without streams, a store or a thread."""
    return Services(
        profile=tangerang(),
        desk=desk or FakeDesk(),
        cases=FakeCases(),
        alarms=FakeAlarms(),
        status=FakeStatus(),
        handovers=FakeHandovers(),
        boundaries=approximate_boundaries(),
        texts=INDONESIAN,
        plan=shipped_plan(),
        snapshots=snapshots or FakeSnapshots(),
        health=health or FakeHealth(),
        door=door or FakeDoor(),
        reviews=FakeReviews(),
        past=FakePast(),
        screens=FakeFleet(),
        pictures=FakePictures(),
        administration=FakeAdministration(),
        audiences=audiences,
    )
