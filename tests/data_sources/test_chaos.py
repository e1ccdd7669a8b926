"""Nothing lost, nothing twice: whatever is killed, and when; and a checker that finds what it is there to find.

An entry that was read is stored or read again, whoever read it and however the reading ended.
"""

from pathlib import Path

import pytest

from domain.complaints import ComplaintRules
from tests.data_sources.chaos_check import Report
from tests.data_sources.chaos_run import Plan, run_chaos

pytestmark = pytest.mark.services

BOTH_POINTS = ("read", "committed")
"""Where a kill hurts most: read and not stored, stored and not acknowledged."""


def told(plan: Plan, folder: Path, store_url: str, rules: ComplaintRules) -> Report:
    """The report of a run, which it also prints in one line."""
    report, faults = run_chaos(plan, folder, store_url, rules)
    counts = ", ".join(f"{count:,} {name}" for name, count in report.counts.items())
    print(f"\n{store_url.partition(':')[0]}: {counts}; {len(faults)} kills; {len(report.problems)} problems")  # noqa: T201
    return report


def test_on_sqlite_nothing_is_lost_and_nothing_counted_twice(
    tmp_path: Path, sqlite_url: str, rules: ComplaintRules
) -> None:
    plan = Plan(50_000, rate=4000, kills=5, redis_kills=2, pauses=BOTH_POINTS)
    assert told(plan, tmp_path, sqlite_url, rules).problems == {}


def test_on_postgresql_nothing_is_lost_and_nothing_counted_twice(
    tmp_path: Path, postgres_url: str, rules: ComplaintRules
) -> None:
    plan = Plan(10_000, rate=1200, kills=5, redis_kills=2, pauses=BOTH_POINTS)
    assert told(plan, tmp_path, postgres_url, rules).problems == {}


def test_trimming_loses_nothing(tmp_path: Path, sqlite_url: str, rules: ComplaintRules) -> None:
    plan = Plan(10_000, rate=2500, kills=1, redis_kills=1, pauses=BOTH_POINTS, trim_every=500)
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
    plan = Plan(50_000, rate=1500, kills=18, redis_kills=5, pauses=BOTH_POINTS, seed=seed)
    for kind in ("sqlite_url", "postgres_url"):
        folder = tmp_path / kind
        folder.mkdir()
        assert told(plan, folder, request.getfixturevalue(kind), rules).problems == {}


@pytest.mark.parametrize(
    ("fault", "point", "expected"),
    [
        ("ack_first", "acked", {"lost", "complaints"}),
        ("count_every_delivery", "committed", {"received liveroom:complaints", "duplicates liveroom:complaints"}),
        ("skip_pending", "read", {"lost", "pending liveroom:complaints"}),
    ],
)
def test_a_planted_fault_is_found(
    fault: str, point: str, expected: set[str], tmp_path: Path, sqlite_url: str, rules: ComplaintRules
) -> None:
    """The ingester is killed exactly where its fault shows, so that the checker must find it each time."""
    plan = Plan(6_000, rate=4000, pauses=(point,), fault=fault)
    assert expected <= told(plan, tmp_path, sqlite_url, rules).problems.keys()
