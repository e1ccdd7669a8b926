"""Screens that report: a valid report, and a fleet without a store."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from domain.clock import epoch_ms, from_epoch_ms
from domain.identity import Identity, Role, Session
from domain.privacy import Audience
from domain.screen_reports import Fleet, Pictured, Road, ScreenPicture, ScreenReport, ScreenSeen, Told

FLEET_NOW_MS = epoch_ms(datetime(2026, 11, 23, 2, 47, 20, tzinfo=UTC))
LEFT_WALL = Identity("screen-1", "Dinding kiri", Role.WALL_GUEST)


@dataclass
class Machine:
    """The machine's time, moved by hand."""

    is_real = True
    at: datetime = datetime(2026, 11, 23, 2, 47, tzinfo=UTC)

    def now(self) -> datetime:
        return self.at

    def wait(self, ms: int) -> None:
        self.at += timedelta(milliseconds=ms)


def a_screen_report(**changes: Any) -> ScreenReport:
    """A wall of 4K that has been up for three days."""
    report = ScreenReport(
        page="p1",
        release="0.1.0-abc",
        profile="",
        scene="overview",
        audience="wall-guest",
        address="/wall",
        up_s=3 * 86_400.0,
        paint_age_s=0.4,
        frame_age_s=1.2,
        seq=4711,
        heap_mb=48.0,
        heap_limit_mb=4096.0,
        width_px=3840,
        height_px=2160,
        pixel_ratio=1.0,
        road=Road.SOCKET,
        reloads=0,
        last_reloads=[],
    )
    return replace(report, **changes)


@dataclass
class FakeFleet:
    """Remembers what was told; answers with what the test gives."""

    screens: tuple[ScreenSeen, ...] = ()
    told: list[tuple[str, ScreenReport]] = field(default_factory=list)
    is_patient: bool = True
    now_ms: int = FLEET_NOW_MS

    def tell(self, session: Session, report: ScreenReport) -> bool:
        self.told.append((session.identity.subject, report))
        return self.is_patient

    def now(self) -> datetime:
        return from_epoch_ms(self.now_ms)

    def view(self) -> Fleet:
        return Fleet(self.now_ms, self.screens)


def seen(report: ScreenReport | None = None, silent_s: float = 3, identity: Identity = LEFT_WALL) -> ScreenSeen:
    """A screen that reported so many seconds ago, or never."""
    told = () if report is None else (Told("s1", FLEET_NOW_MS - int(1000 * silent_s), report),)
    return ScreenSeen(identity, is_revoked=False, reports=told)


@dataclass
class FakePictures:
    """What was asked for, by page, and what came; nothing grows old."""

    wishes: dict[str, str] = field(default_factory=dict)
    asked_by: list[Identity] = field(default_factory=list)
    pictures: dict[str, ScreenPicture] = field(default_factory=dict)

    def ask(self, page: str, screen: str, by: Identity) -> None:
        self.wishes[page] = screen
        self.asked_by.append(by)

    def is_wished(self, page: str, screen: str) -> bool:
        return self.wishes.get(page) == screen

    def keep(self, page: str, screen: str, audience: Audience, jpeg: bytes) -> bool:
        if not self.is_wished(page, screen):
            return False
        del self.wishes[page]
        self.pictures[page] = ScreenPicture(audience, FLEET_NOW_MS, jpeg)
        return True

    def of(self, page: str) -> ScreenPicture | None:
        return self.pictures.get(page)

    def state(self, page: str, screen: str) -> Pictured:
        found = self.of(page)
        return Pictured(self.is_wished(page, screen), found.audience if found else None, found.at_ms if found else 0)
