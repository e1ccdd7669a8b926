"""Feed health: heartbeats say whether a feed lives; silence of a living feed is only quiet."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from threading import Lock

from data_sources.repository import Saved
from domain.events import Event, Heartbeat, Stream
from domain.snapshot import Facts, FeedHealth, FeedState


@dataclass(frozen=True, slots=True)
class FeedRules:
    """When a feed counts as late or lost, in its own heartbeat intervals, and as quiet, in seconds."""

    late_after_intervals: float = 3.0
    lost_after_intervals: float = 10.0
    quiet_after_seconds: float = 300.0


@dataclass(frozen=True, slots=True)
class FeedSource:
    """A producer that is expected: its code and label, its stream, and what it brings of it (empty: anything)."""

    code: str
    label: str
    stream: Stream = Stream.COMPLAINTS
    brings: frozenset[Facts] = frozenset()


@dataclass(slots=True)
class _Feed:
    source: FeedSource
    interval_seconds: float = 5.0
    heard: float | None = None
    spoke: float | None = None
    is_simulated: bool = False


class FeedMonitor:
    """Listens to what is stored. Ages are elapsed seconds of this machine, never the city's clock.

    A producer that writes to two streams is two feeds: one may fall silent without the other.
    """

    def __init__(self, feeds: Sequence[FeedSource], rules: FeedRules, elapsed: Callable[[], float]) -> None:
        self._feeds = {(feed.code, feed.stream): _Feed(feed) for feed in feeds}
        self._labels = {feed.code: feed.label for feed in feeds}
        self._rules = rules
        self._elapsed = elapsed
        self._started = elapsed()
        self._lock = Lock()

    def listen(self, saved: Saved) -> None:
        """Take note of what a batch says about its producers."""
        now = self._elapsed()
        with self._lock:
            for event in saved.heartbeats:
                self._beat(event, saved.stream, now)
            for source, stream in {(event.source, event.payload.stream) for event in saved.events}:
                self._feed(source, stream).spoke = now

    def _beat(self, event: Event, stream: Stream, now: float) -> None:
        payload = event.payload
        assert isinstance(payload, Heartbeat)
        feed = self._feed(payload.producer, stream)
        feed.heard, feed.interval_seconds, feed.is_simulated = now, payload.interval_seconds, payload.simulated

    def _feed(self, code: str, stream: Stream) -> _Feed:
        unnamed = FeedSource(code, self._labels.get(code, code), stream)
        return self._feeds.setdefault((code, stream), _Feed(unnamed))

    def states(self) -> tuple[FeedHealth, ...]:
        """The health of every feed, in the order of the configuration."""
        now = self._elapsed()
        with self._lock:
            return tuple(self._health(feed, now) for feed in self._feeds.values())

    def _health(self, feed: _Feed, now: float) -> FeedHealth:
        age, source = None if feed.heard is None else now - feed.heard, feed.source
        state = self._state(feed, now)
        return FeedHealth(source.code, source.label, state, age, feed.is_simulated, source.stream, source.brings)

    def _state(self, feed: _Feed, now: float) -> FeedState:
        age = now - (self._started if feed.heard is None else feed.heard)
        if age > self._rules.lost_after_intervals * feed.interval_seconds:
            return FeedState.LOST
        if feed.heard is None:
            return FeedState.UNKNOWN
        if age > self._rules.late_after_intervals * feed.interval_seconds:
            return FeedState.LATE
        is_quiet = feed.spoke is None or now - feed.spoke > self._rules.quiet_after_seconds
        return FeedState.QUIET if is_quiet else FeedState.GOOD
