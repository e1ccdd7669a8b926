"""The states of a feed, by its own heartbeats and the elapsed time; it belongs to the stream it is heard on."""

from dataclasses import dataclass

import pytest

from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.repository import Saved
from domain.events import Event, Heartbeat, Payload, PositionReported, Stream
from domain.snapshot import Facts, FeedHealth, FeedState, worst_states

NOW_MS = 1_795_000_000_000
RULES = FeedRules(late_after_intervals=3, lost_after_intervals=10, quiet_after_seconds=300)
PETUGAS = FeedSource("petugas", "Petugas", Stream.ACTIVITY, frozenset({Facts.FIELD_WORK}))


@dataclass
class Elapsed:
    """Seconds that a test lets pass."""

    seconds: float = 100.0

    def __call__(self) -> float:
        return self.seconds


def an_event(payload: Payload) -> Event:
    return Event(
        event_id="e",
        type=payload.type,
        kind="position",
        entity_id="C1",
        occurred_ms=0,
        received_ms=0,
        source="petugas",
        payload=payload,
        data=b"{}",
        position="1-0",
    )


BEAT = an_event(Heartbeat(producer="petugas", interval_seconds=5, simulated=True))
WORD = an_event(PositionReported(crew_id="C1", agency="DLH", lat=-6.17, lon=106.63))


def state(monitor: FeedMonitor) -> FeedHealth:
    (health,) = monitor.states(NOW_MS)
    return health


@pytest.mark.parametrize(
    ("silent", "expected"),
    [
        (15, FeedState.GOOD),
        (15.1, FeedState.LATE),
        (50, FeedState.LATE),
        (50.1, FeedState.LOST),
    ],
)
def test_a_feed_ages_by_its_own_interval(silent: float, expected: FeedState) -> None:
    elapsed = Elapsed()
    monitor = FeedMonitor([PETUGAS], RULES, elapsed)
    monitor.listen(Saved(events=[WORD], heartbeats=[BEAT], stream=Stream.ACTIVITY))
    elapsed.seconds += silent
    assert state(monitor).state is expected
    assert state(monitor).age_seconds == pytest.approx(silent)


def test_a_living_feed_without_a_word_is_quiet() -> None:
    elapsed = Elapsed()
    monitor = FeedMonitor([PETUGAS], RULES, elapsed)
    monitor.listen(Saved(events=[WORD], heartbeats=[BEAT], stream=Stream.ACTIVITY))
    elapsed.seconds += 301
    monitor.listen(Saved(heartbeats=[BEAT], stream=Stream.ACTIVITY))
    assert state(monitor).state is FeedState.QUIET


def test_a_feed_that_was_never_heard_is_unknown_and_then_lost() -> None:
    elapsed = Elapsed()
    monitor = FeedMonitor([PETUGAS], RULES, elapsed)
    assert (state(monitor).state, state(monitor).age_seconds) == (FeedState.UNKNOWN, None)
    elapsed.seconds += 51
    assert state(monitor).state is FeedState.LOST


def test_a_feed_tells_of_what_it_brings_and_one_that_names_nothing_of_its_whole_stream() -> None:
    monitor = FeedMonitor([PETUGAS], RULES, Elapsed())
    assert [facts for facts in Facts if state(monitor).tells_of(facts)] == [Facts.FIELD_WORK]
    stranger = FeedMonitor([], RULES, Elapsed())
    stranger.listen(Saved(events=[WORD]))
    assert [facts for facts in Facts if state(stranger).tells_of(facts)] == [Facts.ATTENDANCE, Facts.FIELD_WORK]


def beat(stream: Stream, producer: str = "rmv") -> Saved:
    return Saved(heartbeats=[an_event(Heartbeat(producer=producer, interval_seconds=5.0))], stream=stream)


@pytest.mark.parametrize("stream", Stream)
def test_a_producer_that_nobody_named_is_a_feed_of_the_stream_that_it_writes_to(stream: Stream) -> None:
    """Also before its first event: else the panels of that stream would say that nothing is known."""
    monitor = FeedMonitor((), FeedRules(), Elapsed())
    monitor.listen(beat(stream))
    (feed,) = monitor.states(NOW_MS)
    assert (feed.code, feed.stream, feed.state) == ("rmv", stream, FeedState.QUIET)


def test_a_producer_of_two_streams_is_two_feeds_that_fall_silent_one_by_one() -> None:
    elapsed = Elapsed()
    monitor = FeedMonitor([FeedSource("sffd", "Fire")], FeedRules(), elapsed)
    monitor.listen(beat(Stream.COMPLAINTS, "sffd"))
    monitor.listen(beat(Stream.ACTIVITY, "sffd"))
    elapsed.seconds = 1000.0
    monitor.listen(beat(Stream.ACTIVITY, "sffd"))
    calls, crews = monitor.states(NOW_MS)
    assert (calls.label, calls.stream, calls.state) == ("Fire", Stream.COMPLAINTS, FeedState.LOST)
    assert (crews.label, crews.stream, crews.state) == ("Fire", Stream.ACTIVITY, FeedState.QUIET)
    assert worst_states((calls, crews)) == worst_states((crews, calls)) == {"sffd": FeedState.LOST}
