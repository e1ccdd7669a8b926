"""The health of feeds: each belongs to the stream that it is heard on."""

from dataclasses import dataclass

import pytest

from data_sources.health import FeedMonitor, FeedRules
from data_sources.repository import Saved
from domain.events import Event, Heartbeat, Stream
from domain.snapshot import FeedState, worst_states


@dataclass
class Stopwatch:
    seconds: float = 0.0

    def __call__(self) -> float:
        return self.seconds


def beat(stream: Stream, producer: str = "rmv") -> Saved:
    event = Event(
        event_id="h1",
        type=Heartbeat.type,
        kind="heartbeat",
        entity_id=producer,
        occurred_ms=0,
        received_ms=0,
        source=producer,
        payload=Heartbeat(producer=producer, interval_seconds=5.0),
        data=b"{}",
        position="1-0",
    )
    return Saved(heartbeats=(event,), stream=stream)


@pytest.mark.parametrize("stream", Stream)
def test_a_producer_that_nobody_named_is_a_feed_of_the_stream_that_it_writes_to(stream: Stream) -> None:
    """Also before its first event: else the panels of that stream would say that nothing is known."""
    monitor = FeedMonitor((), FeedRules(), Stopwatch())
    monitor.listen(beat(stream))
    (feed,) = monitor.states()
    assert (feed.code, feed.stream, feed.state) == ("rmv", stream, FeedState.QUIET)


def test_a_producer_of_two_streams_is_two_feeds_that_fall_silent_one_by_one() -> None:
    elapsed = Stopwatch()
    monitor = FeedMonitor([("sffd", "Fire", Stream.COMPLAINTS)], FeedRules(), elapsed)
    monitor.listen(beat(Stream.COMPLAINTS, "sffd"))
    monitor.listen(beat(Stream.ACTIVITY, "sffd"))
    elapsed.seconds = 1000.0
    monitor.listen(beat(Stream.ACTIVITY, "sffd"))
    calls, crews = monitor.states()
    assert (calls.label, calls.stream, calls.state) == ("Fire", Stream.COMPLAINTS, FeedState.LOST)
    assert (crews.label, crews.stream, crews.state) == ("Fire", Stream.ACTIVITY, FeedState.QUIET)
    assert worst_states((calls, crews)) == worst_states((crews, calls)) == {"sffd": FeedState.LOST}
