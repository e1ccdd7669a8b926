"""Feed health: heartbeats say whether a feed lives; its silence is quiet, unless that is too long for its habit."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from threading import Lock

from data_sources.repository import Saved
from data_sources.rhythms import FeedKey, Habit
from domain.events import Event, Heartbeat, Stream
from domain.rhythm import CityWeek, RhythmRules, is_too_quiet
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
    last_ms: int | None = None
    is_simulated: bool = False


class FeedMonitor:
    """Listens to what is stored. Ages are elapsed seconds of this machine, never the city's clock.

    A producer that writes to two streams is two feeds: one may fall silent without the other. Whether a silence is too
    long for the hour of the week goes by the city's clock, since that is a matter of the city.
    """

    def __init__(
        self,
        feeds: Sequence[FeedSource],
        rules: FeedRules,
        elapsed: Callable[[], float],
        rhythm_rules: RhythmRules | None = None,
    ) -> None:
        self._feeds = {(feed.code, feed.stream): _Feed(feed) for feed in feeds}
        self._labels = {feed.code: feed.label for feed in feeds}
        self._rules = rules
        self._elapsed = elapsed
        self._started = elapsed()
        self._rhythm_rules = rhythm_rules or RhythmRules()
        self._habits: Mapping[FeedKey, Habit] = {}
        self._week: CityWeek | None = None
        self._lock = Lock()

    @property
    def rhythm_rules(self) -> RhythmRules:
        """What counts as too quiet."""
        return self._rhythm_rules

    def tell_habits(self, habits: Mapping[FeedKey, Habit], week: CityWeek) -> None:
        """Take note of what each feed usually brings in the hours of a city's week."""
        with self._lock:
            self._habits, self._week = habits, week

    def listen(self, saved: Saved) -> None:
        """Take note of what a batch says about its producers."""
        now = self._elapsed()
        with self._lock:
            for event in saved.heartbeats:
                self._beat(event, saved.stream, now)
            for event in saved.events:
                feed = self._feed(event.source, event.payload.stream)
                feed.spoke, feed.last_ms = now, max(feed.last_ms or 0, event.occurred_ms)

    def _beat(self, event: Event, stream: Stream, now: float) -> None:
        payload = event.payload
        assert isinstance(payload, Heartbeat)
        feed = self._feed(payload.producer, stream)
        feed.heard, feed.interval_seconds, feed.is_simulated = now, payload.interval_seconds, payload.simulated

    def _feed(self, code: str, stream: Stream) -> _Feed:
        unnamed = FeedSource(code, self._labels.get(code, code), stream)
        return self._feeds.setdefault((code, stream), _Feed(unnamed))

    def states(self, now_ms: int) -> tuple[FeedHealth, ...]:
        """The health of every feed at the city's now (epoch ms), in the order of the configuration."""
        now = self._elapsed()
        with self._lock:
            return tuple(self._health(feed, now, now_ms) for feed in self._feeds.values())

    def _health(self, feed: _Feed, now: float, now_ms: int) -> FeedHealth:
        age, source = None if feed.heard is None else now - feed.heard, feed.source
        state, silent = self._state(feed, now), None
        if state in (FeedState.GOOD, FeedState.QUIET):
            silent = self._unusual_silence(feed, now_ms)
            state = state if silent is None else FeedState.LATE
        return FeedHealth(
            source.code, source.label, state, age, feed.is_simulated, source.stream, source.brings, silent
        )

    def _unusual_silence(self, feed: _Feed, now_ms: int) -> float | None:
        """For how many seconds of the city nothing has happened, where that is too long for the hours of the week."""
        habit = self._habits.get((feed.source.code, feed.source.stream))
        if habit is None or habit.rhythm is None or self._week is None:
            return None
        last_ms = max(habit.last_ms, feed.last_ms or 0)
        too_quiet = is_too_quiet(habit.rhythm, last_ms, now_ms, self._week, self._rhythm_rules)
        return (now_ms - last_ms) / 1000 if too_quiet else None

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
