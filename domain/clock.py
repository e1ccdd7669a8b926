"""The one source of now: real, or offset and accelerated for replays and demonstrations."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
ONE_MS = timedelta(milliseconds=1)


class Clock(Protocol):
    """Answers the city's now as an aware UTC instant."""

    @property
    def is_real(self) -> bool:
        """False when the screens must say WAKTU SIMULASI."""

    def now(self) -> datetime:
        """The city's now, UTC."""


def epoch_ms(at: datetime) -> int:
    """An aware instant as whole milliseconds since 1970 UTC; fractions are dropped."""
    return (at - EPOCH) // ONE_MS


def from_epoch_ms(value: int) -> datetime:
    """Milliseconds since 1970 as an aware UTC instant."""
    return EPOCH + timedelta(milliseconds=value)


@dataclass(frozen=True)
class Nights:
    """The quiet hours that a demonstration passes faster, as local hours; `speed` replaces the day's speed."""

    timezone: ZoneInfo
    speed: float
    from_hour: int = 22
    to_hour: int = 6


class AcceleratedClock:
    """A clock that starts at `start` and runs `speed` city seconds for each elapsed second."""

    is_real = False

    def __init__(
        self, start: datetime, speed: float, elapsed: Callable[[], float], nights: Nights | None = None
    ) -> None:
        self._speed = speed
        self._elapsed = elapsed
        self._nights = nights
        self._anchor = (elapsed(), start)

    def now(self) -> datetime:
        """The city's now, UTC; never goes back."""
        anchor, start = self._anchor
        remaining = self._elapsed() - anchor
        if self._nights is None:
            return start + timedelta(seconds=remaining * self._speed)
        return self._walk(start, anchor, remaining, self._nights)

    def _walk(self, at: datetime, anchor: float, remaining: float, nights: Nights) -> datetime:
        while True:
            is_night, edge = _phase(at, nights)
            speed = nights.speed if is_night else self._speed
            needed = (edge - at).total_seconds() / speed
            if remaining < needed:
                return at + timedelta(seconds=remaining * speed)
            at, anchor, remaining = edge, anchor + needed, remaining - needed
            self._anchor = (anchor, at)


def _phase(at: datetime, nights: Nights) -> tuple[bool, datetime]:
    """Whether it is night at `at`, and when that changes next."""
    local = at.astimezone(nights.timezone)
    is_night = local.hour >= nights.from_hour or local.hour < nights.to_hour
    hour = nights.to_hour if is_night else nights.from_hour
    edge = local.replace(hour=hour, minute=0, second=0, microsecond=0)
    if edge <= local:
        edge += timedelta(days=1)
    return is_night, edge.astimezone(UTC)
