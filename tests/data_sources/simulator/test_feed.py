"""The simulated city on its way into Redis."""

from datetime import datetime, timedelta
from pathlib import Path

import pytest
import redis

from data_sources.embedded_redis import EmbeddedRedis
from data_sources.simulator.city import Simulator
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.feed import SimulatorFeed
from data_sources.stream import connect
from domain.profile import CityProfile
from tests.data_sources.simulator.entries import begun, ids
from tests.servers import wait_until

KEY = "liveroom:complaints"


class Seconds:
    """A monotonic clock that the test sets."""

    def __init__(self) -> None:
        self.value = 0.0

    def __call__(self) -> float:
        return self.value


def written_ids(client: "redis.Redis") -> list[str]:
    entries: list[tuple[bytes, dict[bytes, bytes]]] = client.execute_command("XRANGE", KEY, "-", "+")  # type: ignore[no-untyped-call]
    return [fields[b"id"].decode() for _, fields in entries if fields[b"type"] != b"heartbeat"]


@pytest.mark.services
def test_the_feed_writes_what_is_due_and_a_heartbeat_every_two_seconds(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    later, seconds = now + timedelta(hours=3), Seconds()
    expected = begun(tangerang, brief, now).due_until(later)
    feed = SimulatorFeed(begun(tangerang, brief, now), redis_client, KEY, seconds)
    for _ in range(30):
        feed.step(now)
        seconds.value += 0.2
    assert written_ids(redis_client) == []
    assert redis_client.xlen(KEY) == 3
    feed.step(later)
    assert written_ids(redis_client) == ids(expected)


@pytest.mark.services
def test_the_feed_survives_the_loss_of_redis(
    tmp_path: Path, tangerang: CityProfile, brief: SimulatorConfig, now: datetime
) -> None:
    middle, later = now + timedelta(hours=2), now + timedelta(hours=5)
    expected = begun(tangerang, brief, now).due_until(later)
    with EmbeddedRedis(tmp_path, appendfsync="always") as server, connect(server.url) as client:
        feed = SimulatorFeed(begun(tangerang, brief, now), client, KEY, Seconds())
        feed.step(now + timedelta(hours=1))
        client.shutdown(nosave=True)
        with pytest.raises(redis.RedisError):
            feed.step(middle)
        wait_until(server.revive, "the end of the server")
        feed.step(later)
        assert written_ids(client) == ids(expected)


@pytest.mark.services
def test_a_restarted_feed_goes_on_where_it_was_told(
    tangerang: CityProfile, brief: SimulatorConfig, now: datetime, redis_client: "redis.Redis"
) -> None:
    later = now + timedelta(hours=5)
    simulator = Simulator(tangerang, brief, 1)
    list(simulator.history(now, days=30))
    feed = SimulatorFeed(Simulator(tangerang, brief, 1), redis_client, KEY, Seconds(), start_from=now)
    feed.step(later)
    assert written_ids(redis_client) == ids(simulator.due_until(later))
