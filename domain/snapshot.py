"""Snapshots: all that one audience sees at one instant; immutable and numbered."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from domain.alarms.board import NO_ALARMS, AlarmBoard
from domain.areas import AreaBoard
from domain.city_status import CityState
from domain.events import Stream
from domain.figures import Figure
from domain.indicators.channels import Channels
from domain.indicators.complaints import AgencyBoard, ComplaintCounts, Share
from domain.indicators.integration import Integration
from domain.indicators.published import SurveyedIndex
from domain.indicators.reconciliation import Reconciliation
from domain.indicators.services import ServiceBoards
from domain.indicators.store_rating import StoreReviews
from domain.indicators.windowed import WindowedBoard
from domain.patterns import NO_PATTERNS, PatternBoard
from domain.points import MapPoints
from domain.trails import Trail
from domain.work_list import NO_WORK, WorkBoard


class FeedState(StrEnum):
    """The states of a feed, everywhere the same: alive, alive and quiet, late, lost, not known yet."""

    GOOD = "good"
    QUIET = "quiet"
    LATE = "late"
    LOST = "lost"
    UNKNOWN = "unknown"


class Facts(StrEnum):
    """What a part of a screen rests on; a stream carries one or two of them."""

    COMPLAINTS = "complaints"
    CALLS = "calls"
    QUEUES = "queues"
    ATTENDANCE = "attendance"
    FIELD_WORK = "field_work"


STREAM_FACTS: Mapping[Stream, frozenset[Facts]] = {
    Stream.COMPLAINTS: frozenset({Facts.COMPLAINTS, Facts.CALLS}),
    Stream.QUEUES: frozenset({Facts.QUEUES}),
    Stream.ACTIVITY: frozenset({Facts.ATTENDANCE, Facts.FIELD_WORK}),
}


@dataclass(frozen=True, slots=True)
class FeedHealth:
    """One feed: `age_seconds` since it was last heard of (None: never).

    `brings` is what it brings of its stream; empty, it may bring all of it. `silent_seconds` is for how long the city
    has had no event of it, where it lives and that is too long for the hours of the week (None: not too long).
    """

    code: str
    label: str
    state: FeedState
    age_seconds: float | None
    is_simulated: bool = False
    stream: Stream = Stream.COMPLAINTS
    brings: frozenset[Facts] = frozenset()
    silent_seconds: float | None = None

    @property
    def data_age_seconds(self) -> float | None:
        """How old the last of what it brought may be, where it is late or lost (None: alive, or never heard)."""
        if self.is_healthy or self.state is FeedState.UNKNOWN:
            return None
        return self.age_seconds if self.silent_seconds is None else self.silent_seconds

    def tells_of(self, facts: Facts) -> bool:
        """Whether what rests on these facts rests on this feed."""
        return facts in (self.brings or STREAM_FACTS[self.stream])

    @property
    def is_healthy(self) -> bool:
        """Whether it is alive, busy or quiet."""
        return self.state in (FeedState.GOOD, FeedState.QUIET)


_WORSE = (FeedState.UNKNOWN, FeedState.GOOD, FeedState.QUIET, FeedState.LATE, FeedState.LOST)
"""From the best to the worst; what was never heard says nothing against a producer that is heard elsewhere."""


def worst_states(feeds: Iterable[FeedHealth]) -> Mapping[str, FeedState]:
    """The state of each producer by its code: that of the worst of its feeds."""
    worst: dict[str, FeedState] = {}
    for feed in feeds:
        worst[feed.code] = max(worst.get(feed.code, FeedState.UNKNOWN), feed.state, key=_WORSE.index)
    return worst


def data_ages(feeds: Iterable[FeedHealth]) -> Mapping[str, float]:
    """How old what each late or lost producer brought may be, in seconds by its code: the oldest of its feeds."""
    ages: dict[str, float] = {}
    for feed in feeds:
        age = feed.data_age_seconds
        if age is not None:
            ages[feed.code] = max(ages.get(feed.code, 0.0), age)
    return ages


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
class BalanceTotals:
    """The balance over all sources: what was received, and how much of it is unaccounted for (0 when all is well)."""

    received: int
    stored: int
    duplicates: int
    dead_lettered: int
    missing: int
    passing: int | None = None
    """Heartbeats, which are not stored, and entries that still wait; None where an older record does not tell."""


@dataclass(frozen=True, slots=True)
class Lag:
    """How long the newest events took from their streams to a picture, by the machine's clock: P95 of `n` pictures.

    The last 15 minutes of the machine; `seconds` is None where too few pictures had news.
    """

    n: int
    seconds: float | None


@dataclass(frozen=True, slots=True)
class Snapshot:
    """All that one audience sees at `now_ms` (city time, milliseconds since 1970 UTC).

    `figures` are the slow facts of the city, each with its own as-of day; `reviews` are those of the store,
    `surveyed` is the satisfaction index of the newest survey that was held. `windowed` and `reconciliation` are
    computed now and then, and say as of when. `facts` are those of which anything is known. `alarms` are the open ones,
    as far as this audience may be told; `work` is the list of the operators' desks, and empty for everybody else.
    """

    audience: str
    number: int
    now_ms: int
    day: CityDay
    counts: ComplaintCounts
    on_time: Share
    first_response: Share
    board: AgencyBoard
    windowed: WindowedBoard
    reconciliation: Reconciliation
    services: ServiceBoards
    integration: Integration
    lag: Lag | None
    facts: frozenset[Facts]
    balance: BalanceTotals | None
    ward_open: NDArray[np.int64]
    points: MapPoints
    crews: MapPoints
    sites: MapPoints
    newest: Newest | None
    ticker: tuple[TickerItem, ...]
    feeds: tuple[FeedHealth, ...]
    is_simulated_clock: bool
    is_simulated_data: bool
    overdue_by_agency: Mapping[str, int] = field(default_factory=dict)
    figures: tuple[Figure, ...] = ()
    patterns: PatternBoard = NO_PATTERNS
    reviews: StoreReviews = field(default_factory=StoreReviews)
    surveyed: SurveyedIndex | None = None
    channels: Channels = field(default_factory=Channels)
    status: CityState = field(default_factory=CityState)
    work: WorkBoard = NO_WORK
    areas: AreaBoard = field(default_factory=AreaBoard)
    trails: tuple[Trail, ...] = ()
    alarms: AlarmBoard = NO_ALARMS
