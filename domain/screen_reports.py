"""What an unattended screen tells of itself, and how it is by that: alive, frozen, late, lost, or never heard of.

A report comes from a browser, so each of its fields is typed and bounded; what does not fit is no report.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated

from msgspec import Meta, Struct

from domain.identity import Identity
from domain.privacy import Audience

MOST_MS = 10**15
Seconds = Annotated[float, Meta(ge=0, le=1e9)]
Megabytes = Annotated[float, Meta(ge=0, le=1e7)]
Pixels = Annotated[int, Meta(ge=0, le=100_000)]
Count = Annotated[int, Meta(ge=0, le=MOST_MS)]
Name = Annotated[str, Meta(max_length=64, pattern=r"^[!-~]*\Z")]
Address = Annotated[str, Meta(max_length=200, pattern=r"^/[!-~]*\Z")]


class Road(StrEnum):
    """How a screen is told of the city."""

    SOCKET = "socket"
    LONG_POLLING = "long-polling"
    POLLING = "polling"


class Reason(StrEnum):
    """Why a screen loaded its page anew by itself."""

    RELEASE = "release"
    NIGHT = "night"
    THREAD = "thread"
    DRAWING = "drawing"
    FRAMES = "frames"


class Reload(Struct, frozen=True, forbid_unknown_fields=True):
    """A page loaded anew; `at_ms` is epoch milliseconds by the screen's own clock."""

    at_ms: Count
    why: Reason


class ScreenReport(Struct, frozen=True, forbid_unknown_fields=True):
    """One report. Ages and uptimes are seconds, memory is megabytes, None where the browser does not tell.

    `up_s` is the age of the page, `paint_age_s` that of the last animation frame. `frame_age_s` is how long ago the
    picture was last known to be the newest there is, `seq` its number. `frozen_s` is how long the page has not answered
    its own watchdog.
    """

    page: Name
    release: Name
    profile: Name
    scene: Name
    audience: Name
    address: Address
    up_s: Seconds
    paint_age_s: Seconds | None
    frame_age_s: Seconds | None
    seq: Annotated[int, Meta(ge=-1, le=MOST_MS)]
    heap_mb: Megabytes | None
    heap_limit_mb: Megabytes | None
    width_px: Pixels
    height_px: Pixels
    pixel_ratio: Annotated[float, Meta(gt=0, le=100)]
    road: Road
    reloads: Count
    last_reloads: Annotated[list[Reload], Meta(max_length=5)]
    frozen_s: Seconds = 0.0


class ScreenState(StrEnum):
    """How a screen is. Never heard of is not the same as lost."""

    ALIVE = "alive"
    FROZEN = "frozen"
    LATE = "late"
    LOST = "lost"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ReportRules:
    """How often screens report, and after how many seconds without a word, or a frame, one is late or lost."""

    every_seconds: float = 10.0
    late_after_seconds: float = 30.0
    lost_after_seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class ScreenPicture:
    """What a screen looked like: a JPEG as its own browser drew it, and when it came (epoch ms, the server's)."""

    audience: Audience
    at_ms: int
    jpeg: bytes


@dataclass(frozen=True, slots=True)
class Pictured:
    """Whether a page's picture is waited for, and of the newest that is kept its audience and instant."""

    is_wished: bool = False
    audience: Audience | None = None
    at_ms: int = 0


@dataclass(frozen=True, slots=True)
class Told:
    """A report, the session that it came by, and when it came: epoch ms by the server's machine."""

    session_id: str
    at_ms: int
    report: ScreenReport


@dataclass(frozen=True, slots=True)
class ScreenSeen:
    """An enrolled screen with its reports, the newest first: one for each browser that shows it."""

    identity: Identity
    is_revoked: bool
    reports: tuple[Told, ...]


@dataclass(frozen=True, slots=True)
class Fleet:
    """All screens, as known at `now_ms` (epoch ms by the server's machine)."""

    now_ms: int
    screens: tuple[ScreenSeen, ...]


def state_of(told: Told | None, now_ms: int, rules: ReportRules) -> ScreenState:
    """How a screen is by its last report. One that draws nothing new although it reports is late as well."""
    if told is None:
        return ScreenState.NEVER
    silent = (now_ms - told.at_ms) / 1000
    if silent > rules.lost_after_seconds:
        return ScreenState.LOST
    if told.report.frozen_s > 0:
        return ScreenState.FROZEN
    ages = (silent, told.report.paint_age_s, told.report.frame_age_s)
    known = [age for age in ages if age is not None]
    return ScreenState.LATE if max(known) > rules.late_after_seconds else ScreenState.ALIVE


def current(reports: tuple[Told, ...], now_ms: int, rules: ReportRules) -> tuple[Told, ...]:
    """The reports that count: of each browser that is not lost, else the very last."""
    living = tuple(told for told in reports if state_of(told, now_ms, rules) is not ScreenState.LOST)
    return living or reports[:1]
