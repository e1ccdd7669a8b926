"""Four days of posted waits at thirty branches: the plan and the wall against what pandas reads in the file."""

from pathlib import Path

import pandas as pd
import pytest
import redis

from data_sources.replay.plan import ReplayPlan
from data_sources.store import Store
from domain.events import SiteWaitReported
from tests.data_sources.published import POSTGRESQL_WHEN_LONG, events_until, published_plan, published_table
from tests.data_sources.recount_waits import VALID, local_instant, read_table, recount
from tests.data_sources.road import LiveRoom, Published, Seen, assert_as_counted, published_city

BUSY = ("2015-07-14 09:30:00", "2015-07-15 12:00:00", "2015-07-17 16:40:00")
INSTANTS = (*BUSY, "2015-07-16 17:58:00", "2015-07-17 08:00:00")
"""Three busy hours, an evening when some have closed, and a morning before all open."""

SHOWN_AND_CLOSED = {BUSY[0]: (30, 0), BUSY[1]: (30, 0), INSTANTS[3]: (25, 14), INSTANTS[4]: (0, 14)}
"""Branches with a valid wait, and branches whose last cell says closed."""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table(published_table("rmv_waits"))


@pytest.fixture(scope="module")
def plan() -> ReplayPlan:
    return published_plan("rmv_waits")


def valid_waits(plan: ReplayPlan, at: pd.Timestamp) -> dict[str, float]:
    """The last report of each site that is not too old."""
    waits: dict[str, float] = {}
    for event in events_until(plan, "site", at):
        if isinstance(event.payload, SiteWaitReported) and event.at >= at - VALID:
            waits[plan.sites[event.payload.site]] = event.payload.wait_minutes
    return waits


@pytest.mark.parametrize("instant", INSTANTS)
def test_the_wait_at_each_branch_is_as_pandas_reads_it(plan: ReplayPlan, table: pd.DataFrame, instant: str) -> None:
    at = local_instant(instant)
    waits = valid_waits(plan, at)
    assert waits == counted(table, at)
    shown_and_closed = (len(waits), int(recount(table, at)["is_closed"].sum()))
    assert shown_and_closed == SHOWN_AND_CLOSED.get(instant, shown_and_closed)


def shown(seen: Seen, published: Published) -> dict[str, float]:
    """The minutes that each branch posts on the wall; nobody is known to stand in a queue."""
    sites = seen.boards.queues.sites
    assert len(sites) == 30
    assert all(site.has_data == (site.posted is not None) and site.tickets.issued == 0 for site in sites)
    return {published.profile.sites[site.site].name: site.posted.minutes for site in sites if site.posted}


def counted(table: pd.DataFrame, at: pd.Timestamp) -> dict[str, float]:
    return {str(site): float(minutes) for site, minutes in recount(table, at)["minutes"].dropna().items()}


@pytest.mark.services
@POSTGRESQL_WHEN_LONG
@pytest.mark.parametrize("which", [BUSY[:2], pytest.param(INSTANTS, marks=pytest.mark.long)], ids=["two days", "all"])
def test_the_wall_shows_what_the_file_says(
    redis_client: "redis.Redis", store: Store, table: pd.DataFrame, tmp_path: Path, which: tuple[str, ...]
) -> None:
    """The wait that each branch posts: live, rebuilt and in history."""
    published = published_city("rmv_waits", tmp_path)
    room, instants = LiveRoom(redis_client, store, published), sorted(map(local_instant, which))
    assert_as_counted(room, instants, lambda seen: shown(seen, published), lambda at: counted(table, at))


def test_a_closed_branch_is_shown_no_longer_once_its_last_wait_is_old(plan: ReplayPlan, table: pd.DataFrame) -> None:
    """A closing is no event: branches that closed within the hour still show their last wait."""
    at = local_instant("2015-07-16 17:58:00")
    expected, shown = recount(table, at), set(valid_waits(plan, at))
    closed = {str(site) for site in table.columns[expected["is_closed"]]}
    assert (len(closed), len(closed - shown), len(closed & shown)) == (14, 5, 9)


@pytest.mark.parametrize("minutes", [-1, 1])
def test_at_some_instant_an_error_of_one_minute_would_show(table: pd.DataFrame, minutes: int) -> None:
    instants = [local_instant(text) for text in BUSY]
    assert any(not recount(table, at).equals(recount(table, at + pd.Timedelta(minutes=minutes))) for at in instants)


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_error_of_one_hour_would_show(table: pd.DataFrame, hours: int) -> None:
    for instant in BUSY[1:]:
        at = local_instant(instant)
        assert not recount(table, at).equals(recount(table, at + pd.Timedelta(hours=hours)))
