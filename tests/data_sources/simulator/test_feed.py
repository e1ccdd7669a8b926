"""The simulated city on its way into Redis."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis

from data_sources.embedded_redis import EmbeddedRedis
from data_sources.simulator.city import SimulatedCity
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.feed import SimulatorFeed
from data_sources.stream import connect
from domain.events import Stream
from domain.profile import CityProfile
from tests.data_sources.simulator.entries import begun_city, due, ids
from tests.servers import wait_until


def key_of(stream: Stream) -> str:
    return f"liveroom:{stream.value}"


class Seconds:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


def written(client: "redis.Redis", stream: Stream) -> list[dict[bytes, bytes]]:
    entries: list[tuple[bytes, dict[bytes, bytes]]] = client.execute_command("XRANGE", key_of(stream), "-", "+")  # type: ignore[no-untyped-call]
    return [fields for _, fields in entries]


def written_ids(client: "redis.Redis") -> list[str]:
    entries = [fields for stream in Stream for fields in written(client, stream)]
    return sorted(fields[b"id"].decode() for fields in entries if fields[b"type"] != b"heartbeat")


@pytest.mark.services
def test_the_feed_writes_what_is_due_and_heartbeats_every_two_seconds(
    hamlet: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    """One heartbeat for each source, on its own stream."""
    later, seconds = now + timedelta(hours=3), Seconds()
    expected = due(begun_city(hamlet, brief, now), later)
    feed = SimulatorFeed(begun_city(hamlet, brief, now), redis_client, key_of, seconds)
    for _ in range(30):
        feed.step(now)
        seconds.value += 0.2
    assert written_ids(redis_client) == []
    beats = {stream: [fields[b"source"] for fields in written(redis_client, stream)] for stream in Stream}
    assert beats == {
        Stream.COMPLAINTS: [b"laksa", b"siaga112"] * 3,
        Stream.QUEUES: [b"antrean"] * 3,
        Stream.ACTIVITY: [b"presensi", b"petugas"] * 3,
    }
    feed.step(later)
    assert written_ids(redis_client) == sorted(ids(expected))


@pytest.mark.services
def test_the_feed_survives_the_loss_of_redis(
    tmp_path: Path, hamlet: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    middle, later = now + timedelta(hours=1), now + timedelta(hours=2)
    expected = due(begun_city(hamlet, brief, now), later)
    with EmbeddedRedis(tmp_path, appendfsync="always") as server, connect(server.url) as client:
        feed = SimulatorFeed(begun_city(hamlet, brief, now), client, key_of, Seconds())
        feed.step(now + timedelta(minutes=20))
        client.shutdown(nosave=True)
        with pytest.raises(redis.RedisError):
            feed.step(middle)
        wait_until(server.revive, "the end of the server")
        feed.step(later)
        assert written_ids(client) == sorted(ids(expected))


@pytest.mark.services
def test_an_outage_silences_one_source(
    hamlet: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    city = begun_city(hamlet, brief, now)
    city.outage("petugas", now, now + timedelta(hours=1))
    SimulatorFeed(city, redis_client, key_of, Seconds()).step(now + timedelta(minutes=30))
    assert {fields[b"source"] for fields in written(redis_client, Stream.ACTIVITY)} == {b"presensi"}
    assert {fields[b"source"] for fields in written(redis_client, Stream.QUEUES)} == {b"antrean"}


def test_an_outage_of_nobody_is_refused(hamlet: CityProfile, brief: SimulatorConfig, now: datetime) -> None:
    with pytest.raises(ValueError, match="siaga112"):
        SimulatedCity(hamlet, brief, 1, 10).outage("nobody", now, now + timedelta(hours=1))
