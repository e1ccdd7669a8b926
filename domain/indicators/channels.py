"""By which channels citizens come (E04): complaints by channel, and queue numbers booked online or drawn at the site.

A queue number tells only whether it was booked online, not by which app or page: of that no stream tells.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from domain.city import ComplaintFrame
from domain.city_day import day_span
from domain.clock import from_epoch_ms
from domain.indicators.complaints import DAY_MS, Mask
from domain.profile import ChannelKind, CityProfile
from domain.queue_columns import QueueFrame

CHANNEL_DAYS = 28
SMALLEST_N = 10


@dataclass(frozen=True, slots=True)
class ChannelCounts:
    """The complaints of the window by channel, most first; `n` are all of which the channel is known."""

    counts: tuple[tuple[str, int], ...] = ()
    window_days: int = CHANNEL_DAYS

    @property
    def n(self) -> int:
        """All of them."""
        return sum(count for _, count in self.counts)

    def share(self, count: int) -> float | None:
        """The share (0 to 1) of so many of them; None where all are too few."""
        return count / self.n if self.n >= SMALLEST_N else None

    def of_kind(self, kind: ChannelKind, kinds: Mapping[str, ChannelKind]) -> int | None:
        """How many came by channels of a kind; None where the city has no channel of that kind."""
        if kind not in kinds.values():
            return None
        return sum(count for channel, count in self.counts if kinds.get(channel) == kind)


@dataclass(frozen=True, slots=True)
class ServiceChannels:
    """Today's queue numbers of one service: booked online, of all `n`."""

    service: str
    online: int
    n: int

    @property
    def online_share(self) -> float | None:
        """0 to 1; None of too few."""
        return self.online / self.n if self.n >= SMALLEST_N else None


@dataclass(frozen=True, slots=True)
class Channels:
    """How citizens came: complaints of the window, and today's queue numbers by service in the city's order."""

    complaints: ChannelCounts = field(default_factory=ChannelCounts)
    services: tuple[ServiceChannels, ...] = ()

    @property
    def tickets(self) -> ServiceChannels:
        """Those of all services together."""
        return ServiceChannels("", sum(one.online for one in self.services), sum(one.n for one in self.services))


def channels(frame: ComplaintFrame, queues: QueueFrame, profile: CityProfile, now_ms: int) -> Channels:
    """The channels of this instant."""
    return Channels(
        channel_counts(frame, frame.rows["opened_ms"] > now_ms - CHANNEL_DAYS * DAY_MS),
        _by_service(queues, profile, now_ms),
    )


def channel_counts(frame: ComplaintFrame, chosen: Mask, window_days: int = CHANNEL_DAYS) -> ChannelCounts:
    """Complaints by channel, most first, of equals as the city lists them; without those that came by none of them."""
    codes = frame.rows["channel"][chosen]
    counts = np.bincount(codes[codes >= 0], minlength=len(frame.codes.channels))
    named = [(channel, int(count)) for channel, count in zip(frame.codes.channels, counts, strict=True)]
    return ChannelCounts(tuple(sorted(named, key=lambda entry: -entry[1])), window_days)


def _by_service(queues: QueueFrame, profile: CityProfile, now_ms: int) -> tuple[ServiceChannels, ...]:
    day, rows = day_span(from_epoch_ms(now_ms), profile.timezone), queues.tickets
    today = rows[(rows["day_ms"] >= day.start_ms) & (rows["day_ms"] < day.end_ms) & (rows["service"] >= 0)]
    services = len(profile.services)
    issued = np.bincount(today["service"], minlength=services)
    online = np.bincount(today["service"][today["is_online"]], minlength=services)
    return tuple(
        ServiceChannels(service, int(online[code]), int(issued[code])) for code, service in enumerate(profile.services)
    )
