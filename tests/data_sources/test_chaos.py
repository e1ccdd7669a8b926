"""Nothing lost, nothing twice: whatever is killed, and when; and a checker that finds what it is there to find.

An entry that was read is stored or read again, whoever read it and however the reading ended.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
import redis

from data_sources import ingest
from data_sources.repository import Repository
from data_sources.stream import Entry, StreamReader
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.profile import CityProfile
from tests.data_sources.chaos_check import Report
from tests.data_sources.chaos_plan import complaint_entry
from tests.data_sources.chaos_run import Pause, Plan, run_chaos
from tests.data_sources.test_ingest import KEY, an_ingester, drain

pytestmark = pytest.mark.services

COMPLAINTS, QUEUES, ACTIVITY = Stream
BOTH_POINTS = (("read", COMPLAINTS), ("committed", COMPLAINTS))
"""Where a kill hurts most: read and not stored, stored and not acknowledged."""

EVERY_STREAM = (*BOTH_POINTS, ("read", QUEUES), ("committed", QUEUES), ("read", ACTIVITY), ("committed", ACTIVITY))


def told(plan: Plan, folder: Path, store_url: str, rules: ComplaintRules) -> Report:
    """The report of a run, which it also prints in one line."""
    report, faults = run_chaos(plan, folder, store_url, rules)
    counts = ", ".join(f"{count:,} {name}" for name, count in report.counts.items())
    print(f"\n{store_url.partition(':')[0]}: {counts}; {len(faults)} kills; {len(report.problems)} problems")  # noqa: T201
    return report


def test_on_sqlite_nothing_is_lost_and_nothing_counted_twice(
    tmp_path: Path, sqlite_url: str, rules: ComplaintRules
) -> None:
    """On all three streams at once, of which each is killed where it hurts most."""
    plan = Plan(15_000, rate=4000, kills=2, redis_kills=1, pauses=EVERY_STREAM)
    assert told(plan, tmp_path, sqlite_url, rules).problems == {}


def test_on_postgresql_nothing_is_lost_and_nothing_counted_twice(
    tmp_path: Path, postgres_url: str, rules: ComplaintRules
) -> None:
    plan = Plan(5_000, rate=1200, kills=2, redis_kills=1, pauses=(*BOTH_POINTS, ("read", ACTIVITY)))
    assert told(plan, tmp_path, postgres_url, rules).problems == {}


def test_trimming_loses_nothing(tmp_path: Path, sqlite_url: str, rules: ComplaintRules) -> None:
    plan = Plan(6_000, rate=2500, kills=1, redis_kills=1, pauses=BOTH_POINTS, trim_every=500)
    report = told(plan, tmp_path, sqlite_url, rules)
    assert report.problems == {}
    assert report.counts["held"] < report.counts["entries"] // 2


@pytest.mark.long
@pytest.mark.timeout(900)
@pytest.mark.parametrize("seed", [1, 2, 3])
def test_many_kills_lose_nothing_and_count_nothing_twice(
    seed: int, tmp_path: Path, request: pytest.FixtureRequest, rules: ComplaintRules
) -> None:
    """On both stores, each with 20 kills of the ingester and five of Redis."""
    plan = Plan(50_000, rate=1500, kills=14, redis_kills=5, pauses=EVERY_STREAM, seed=seed)
    for kind in ("sqlite_url", "postgres_url"):
        folder = tmp_path / kind
        folder.mkdir()
        assert told(plan, folder, request.getfixturevalue(kind), rules).problems == {}


@pytest.mark.parametrize(
    ("fault", "pause", "expected"),
    [
        ("ack_first", ("acked", COMPLAINTS), {"lost", "folds complaint"}),
        ("count_every_delivery", ("committed", QUEUES), {"received liveroom:queues", "duplicates liveroom:queues"}),
        ("skip_pending", ("read", ACTIVITY), {"lost", "pending liveroom:activity"}),
    ],
    ids=["acknowledged first", "counted at every delivery", "pending skipped"],
)
def test_a_planted_fault_is_found(
    fault: str, pause: Pause, expected: set[str], tmp_path: Path, sqlite_url: str, rules: ComplaintRules
) -> None:
    """The ingester is killed exactly where its fault shows, so that the checker must find it each time."""
    plan = Plan(6_000, rate=4000, pauses=(pause,), fault=fault)
    assert expected <= told(plan, tmp_path, sqlite_url, rules).problems.keys()


# --- the same, one interruption at a time


class Interrupted(StreamReader):
    """Does something just before and just after it reads what is new."""

    def __init__(self, client: "redis.Redis", before: Callable[[], object], after: Callable[[], object]) -> None:
        super().__init__(client, KEY, "liveroom", "overtaken")
        self.before, self.after = before, after

    def read_new(self, count: int, block_ms: int) -> Sequence[Entry]:
        self.before()
        entries = super().read_new(count, block_ms)
        self.after()
        return entries


def test_an_entry_read_by_an_ingester_that_lost_its_lease_meanwhile_is_not_skipped(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile
) -> None:
    """Frozen between its lease and its reading, it still gets an entry: the other one must not store the next first."""
    second = an_ingester(redis_client, repository, tangerang, "second")

    def overtaken() -> None:
        redis_client.delete(f"{KEY}:lease")
        second.step()
        redis_client.xadd(KEY, complaint_entry("e1"))

    def overtaking() -> None:
        redis_client.xadd(KEY, complaint_entry("e2", "complaint.verified"))
        second.step()

    first = an_ingester(redis_client, repository, tangerang, "first")
    first._reader = Interrupted(redis_client, overtaken, overtaking)
    first.step()
    drain(second)
    (balance,) = repository.balances()
    assert (balance.received, balance.stored, balance.is_balanced) == (2, 2, True)


def test_an_answer_that_was_lost_on_its_way_loses_no_entry(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Redis has delivered the entries, and the ingester never saw them: they come first at the next turn."""
    ingester = an_ingester(redis_client, repository, tangerang)
    ingester.step()
    redis_client.xadd(KEY, complaint_entry("e1"))
    receive = redis.Connection.read_response
    lost: list[object] = []

    def lose_one(connection: "redis.Connection", *arguments: Any, **options: Any) -> Any:
        answer = receive(connection, *arguments, **options)
        if not lost and isinstance(answer, list) and answer and answer[0][0] == KEY.encode():
            lost.append(answer)
            connection.disconnect()  # type: ignore[no-untyped-call]  # not typed there
            raise redis.ConnectionError("lost on its way")
        return answer

    monkeypatch.setattr(redis.Connection, "read_response", lose_one)
    with pytest.raises(redis.ConnectionError):
        ingester.step()
    redis_client.xadd(KEY, complaint_entry("e2", "complaint.verified"))
    assert (len(lost), drain(ingester)) == (1, 2)
    assert redis_client.xpending(KEY, "liveroom")["pending"] == 0


def test_what_could_not_be_acknowledged_is_acknowledged_later(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    ingester = an_ingester(redis_client, repository, tangerang)
    redis_client.xadd(KEY, complaint_entry("e1"))

    def away(*_: object) -> int:
        raise redis.ConnectionError("away")

    with monkeypatch.context() as broken:
        broken.setattr(StreamReader, "ack", away)
        with pytest.raises(redis.ConnectionError):
            ingester.step()
    drain(ingester)
    (balance,) = repository.balances()
    assert (balance.received, redis_client.xpending(KEY, "liveroom")["pending"]) == (1, 0)


def test_a_standby_rests_between_its_looks_at_the_lease(
    redis_client: "redis.Redis", repository: Repository, tangerang: CityProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else it would keep a processor and Redis busy for nothing."""
    rests: list[float] = []
    monkeypatch.setattr(ingest, "sleep", rests.append)
    an_ingester(redis_client, repository, tangerang, "first").step()
    assert not rests
    assert an_ingester(redis_client, repository, tangerang, "second").step() == 0
    assert rests == [ingest.STANDBY_SECONDS]
