"""Snapshots: all that one audience sees at one instant; immutable and numbered."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum

import numpy as np
from numpy.typing import NDArray

from domain.indicators.complaints import AgencyBoard, ComplaintCounts, Share


class FeedState(StrEnum):
    """The states of a feed, everywhere the same: alive, alive and quiet, late, lost, not known yet."""

    GOOD = "good"
    QUIET = "quiet"
    LATE = "late"
    LOST = "lost"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One feed: `age_seconds` since it was last heard of (None: never)."""

    code: str
    label: str
    state: FeedState
    age_seconds: float | None
    is_simulated: bool = False


class PointKind(IntEnum):
    """How a complaint is drawn: shape and colour."""

    ACTIVE = 0
    DUE_SOON = 1
    OVERDUE = 2


POINT_DTYPE = np.dtype(
    [("key", np.int64), ("lat", np.float64), ("lon", np.float64), ("kind", np.int8), ("age", np.int8)]
)
"""One open complaint on the map; `age` is a step from 0 (today) to 4 (older than 30 days), for fading."""

MapPoints = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class TickerItem:
    """One line of the ticker: what kind of thing happened where, never a text or a person."""

    occurred_ms: int
    event_type: str
    category: str
    place: str
    agency: str


@dataclass(frozen=True, slots=True)
class Newest:
    """The newest event drawn. `occurred_ms` is the producer's time, `position` its entry in the stream.

    `point_key` names it on the map, where this audience may see it there. `lag_ms` is how long it took from the
    stream to this snapshot, by the machine's clock.
    """

    occurred_ms: int
    position: str
    point_key: int | None
    lag_ms: int | None


@dataclass(frozen=True, slots=True)
class CityDay:
    """The city's day: whether it works, and the name of a holiday when it does not."""

    is_working_day: bool
    name: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one audience sees at `now_ms` (city time, milliseconds since 1970 UTC)."""

    audience: str
    number: int
    now_ms: int
    day: CityDay
    counts: ComplaintCounts
    on_time: Share
    first_response: Share
    board: AgencyBoard
    ward_open: NDArray[np.int64]
    points: MapPoints
    newest: Newest | None
    ticker: tuple[TickerItem, ...]
    feeds: tuple[FeedHealth, ...]
    is_simulated_clock: bool
    is_simulated_data: bool
