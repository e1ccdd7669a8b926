"""From a stream to the store: read, save once, acknowledge; after every kind of interruption."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta

import pytest
import redis
from sqlalchemy.exc import OperationalError

from data_sources.decode import Decoder
from data_sources.ingest import IngestLimits, StreamIngester
from data_sources.live_set import live_entities
from data_sources.repository import Batch, Repository, Saved
from data_sources.stream import StreamReader
from domain.events import Stream
from domain.profile import CityProfile

pytestmark = pytest.mark.services

KEY = "liveroom:complaints"
NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)


class StoppedClock:
    is_real = False

    def __init__(self, now: datetime = NOW) -> None:
        self.at = now

    def now(self) -> datetime:
        return self.at


def entry(event_id: str, event_type: str = "complaint.filed", at: datetime = NOW, **data: object) -> dict[str, str]:
    values = {"complaint_id": "K-1", **data}
    if event_type == "complaint.filed":
        values = {"category": "street_light_out", "channel": "LAKSA", **values}
    fields = {"v": "1", "id": event_id, "type": event_type, "at": at.isoformat(), "source": "laksa"}
    return {**fields, "data": json.dumps(values)}


def an_ingester(
    client: "redis.Redis",
    repository: Repository,
    city: CityProfile,
    owner: str = "one",
    published: list[Saved] | None = None,
) -> StreamIngester:
    sink: list[Saved] = [] if published is None else published
    reader = StreamReader(client, KEY, "liveroom", owner)
    limits = IngestLimits(batch=100, block_ms=1)
    return StreamIngester(
        Stream.COMPLAINTS, reader, Decoder(city), repository, sink.append, StoppedClock(), owner, limits
    )


def add(client: "redis.Redis", fields: Mapping[str, str | bytes], position: str = "*") -> str:
    """One entry; answers its id."""
    added = client.xadd(KEY, dict(fields.items()), id=position)
    assert isinstance(added, bytes)
    return added.decode()


def drain(ingester: StreamIngester) -> int:
    total = 0
    while stored := ingester.step():
        total += stored
    return total


def test_an_event_is_stored_published_and_acknowledged(
    any_redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    add(any_redis_client, entry("e1"))
    published: list[Saved] = []
    assert drain(an_ingester(any_redis_client, repository, tangerang, published=published)) == 1
    (complaint,) = published[0].complaints
    assert (complaint.complaint_id, complaint.agency, complaint.is_open) == ("K-1", "DISHUB", True)
    assert list(live_entities(repository, "complaint", NOW)) == [complaint]
    assert any_redis_client.xpending(KEY, "liveroom")["pending"] == 0


def test_a_repeated_event_is_counted_as_a_duplicate(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    for _ in range(3):
        add(redis_client, entry("e1"))
    add(redis_client, entry("e2", "complaint.resolved"))
    drain(an_ingester(redis_client, repository, tangerang))
    add(redis_client, entry("e2", "complaint.resolved"))
    drain(an_ingester(redis_client, repository, tangerang))
    (balance,) = repository.balances()
    assert (balance.received, balance.stored, balance.duplicates) == (5, 2, 3)
    assert balance.is_balanced


class FailingRepository(Repository):
    def save(self, batch: Batch) -> Saved:
        raise OperationalError("save", {}, Exception("disk full"))


def test_nothing_is_acknowledged_while_the_store_is_down(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    """The entry stays pending, and is stored once the store is back, also by a new process."""
    add(redis_client, entry("e1"))
    broken = an_ingester(redis_client, FailingRepository(repository.store, repository.rules), tangerang, "one")
    with pytest.raises(OperationalError):
        broken.step()
    assert redis_client.xpending(KEY, "liveroom")["pending"] == 1
    broken.stop()
    assert drain(an_ingester(redis_client, repository, tangerang, "two")) == 1
    assert redis_client.xpending(KEY, "liveroom")["pending"] == 0


def test_only_the_holder_of_the_lease_ingests(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    add(redis_client, entry("e1"))
    first = an_ingester(redis_client, repository, tangerang, "one")
    second = an_ingester(redis_client, repository, tangerang, "two")
    assert first.step() == 1
    add(redis_client, entry("e2", "complaint.verified"))
    assert second.step() == 0
    first.stop()
    assert second.step() == 1


def test_an_ingester_that_was_overtaken_stores_nothing_twice(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    """A paused process whose lease ran out finds the position moved, and starts anew."""
    first = an_ingester(redis_client, repository, tangerang, "one")
    add(redis_client, entry("e1"))
    first.step()
    first.stop()
    second = an_ingester(redis_client, repository, tangerang, "two")
    add(redis_client, entry("e2", "complaint.verified"))
    second.step()
    second.stop()
    add(redis_client, entry("e3", "complaint.resolved"))
    assert drain(first) == 0
    assert drain(first) == 1
    (balance,) = repository.balances()
    assert (balance.received, balance.stored, balance.is_balanced) == (3, 3, True)


def test_a_lost_group_is_created_anew_at_the_stored_position(
    any_redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    ingester = an_ingester(any_redis_client, repository, tangerang)
    add(any_redis_client, entry("e1"))
    drain(ingester)
    any_redis_client.xgroup_destroy(KEY, "liveroom")
    add(any_redis_client, entry("e2", "complaint.verified"))
    ingester.step()
    drain(ingester)
    (balance,) = repository.balances()
    assert (balance.received, balance.stored, balance.duplicates) == (2, 2, 0)


def test_a_stream_that_lost_everything_goes_on_above_the_stored_position(
    any_redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    ingester = an_ingester(any_redis_client, repository, tangerang)
    add(any_redis_client, entry("e1"), "9999999999999-5")
    drain(ingester)
    any_redis_client.delete(KEY)
    ingester.step()
    ingester.step()
    add(any_redis_client, entry("e2", "complaint.verified"))
    assert drain(ingester) == 1


def test_trimming_leaves_what_is_not_stored(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    reader = StreamReader(redis_client, KEY, "liveroom", "one")
    ids = [add(redis_client, entry(f"e{number}")) for number in range(500)]
    reader.trim(ids[300])
    left = {position.decode() for position, _ in redis_client.xrange(KEY) or [] if isinstance(position, bytes)}
    assert set(ids[300:]) <= left
    assert len(left) < 500


def test_poison_is_set_aside_with_its_bytes_and_the_rest_goes_on(
    any_redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    add(any_redis_client, entry("e1"))
    add(any_redis_client, {**entry("e2"), "data": b"\xff\xfe"})
    add(any_redis_client, entry("e3", "complaint.verified"))
    drain(an_ingester(any_redis_client, repository, tangerang))
    (balance,) = repository.balances()
    assert (balance.stored, balance.dead_lettered, balance.is_balanced) == (2, 1, True)


def test_an_event_ahead_of_the_clock_is_flagged(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    add(redis_client, entry("e1", at=NOW + timedelta(minutes=3)))
    add(redis_client, entry("e2", "complaint.verified", at=NOW + timedelta(minutes=1)))
    published: list[Saved] = []
    drain(an_ingester(redis_client, repository, tangerang, published=published))
    assert [event.is_skewed for event in published[0].events] == [True, False]
