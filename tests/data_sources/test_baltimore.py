"""The proof: five years of a real city go through Redis and a store, and the wall shows what pandas counts in the file.

`recount.py` reads the published file with pandas alone and knows nothing of this project. Here the same file is
replayed up to an instant, drained, and compared; then on to the next instant.
"""

from collections.abc import Sequence
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest
import redis

from data_sources.replay.plan import Quirk
from data_sources.store import Store
from domain.indicators import complaints as indicators
from tests.data_sources.published import POSTGRESQL_WHEN_LONG, published_table
from tests.data_sources.recount import backlog, local_instant, months, read_table, recount, usual_days
from tests.data_sources.road import (
    LiveRoom,
    Published,
    Seen,
    assert_as_counted,
    assert_nothing_lost,
    published_city,
    running,
)

BUSY_HOURS = ("2016-07-01 12:00:00", "2017-12-28 10:00:00")
INSTANTS = (*BUSY_HOURS, "2017-12-31 23:59:59", "2019-02-13 23:59:59")
"""With much open: two hours so busy that an hour more or less shows, in summer and in winter, and two ends of a day."""
AFTER_EARLY_CLOSINGS = "2016-11-01 00:00:00"
"""A day on which two requests fell due in the last 90 days that had been closed more than 180 days ago."""
MEASURES = ("open", "overdue", "due_90", "on_time_90", "due_28", "on_time_28")

Counts = dict[str, dict[str, int]]
Headlines = tuple[list[int], dict[str, tuple[int, int]]]
Windows = tuple[list[tuple[int, int]], dict[str, tuple[int, int]], tuple[int, ...]]


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published_city("baltimore_311", tmp_path_factory.mktemp("city"))


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table(published_table("baltimore_311"))


# --- the same figures from both sides


def recounted(table: pd.DataFrame, at: pd.Timestamp) -> Counts:
    """What pandas counts, for each agency that has anything to count."""
    counts = recount(table, at)
    return {str(agency): {name: int(row[name]) for name in MEASURES} for agency, row in counts.iterrows() if row.any()}


def shown(seen: Seen, published: Published) -> Counts:
    """What the indicators of the wall say, for each agency that has anything to show."""
    frame, now_ms = seen.complaints, seen.boards.as_of_ms
    masks: dict[str, indicators.Mask] = {"open": frame.is_open, "overdue": indicators.overdue(frame, now_ms)}
    for days in (90, 28):
        cohort, met = indicators.resolution_cohort(frame, now_ms - days * indicators.DAY_MS, now_ms)
        masks |= {f"due_{days}": cohort, f"on_time_{days}": met}
    tables = {name: indicators.counts_by_agency(frame, mask) for name, mask in masks.items()}
    agencies = {agency for table in tables.values() for agency in table}
    return {published.agency_name(one): {name: tables[name].get(one, 0) for name in MEASURES} for one in agencies}


def total(counts: Counts, measure: str) -> int:
    return sum(row[measure] for row in counts.values())


def recounted_headlines(counts: Counts) -> Headlines:
    """Open, overdue, on time of those due in 28 days, and of those due in 90 days of agencies with enough of them."""
    numbers = [total(counts, measure) for measure in ("open", "overdue", "on_time_28", "due_28")]
    board = {name: (row["on_time_90"], row["due_90"]) for name, row in counts.items() if row["due_90"] >= 20}
    return numbers, board


def headlines(seen: Seen, published: Published) -> Headlines:
    """The same of the big numbers, the gauge and the leaderboard of the wall."""
    assert seen.on_time.window_days == 28
    numbers = [seen.counts.open, seen.counts.overdue, seen.on_time.successes, seen.on_time.n]
    shares = {published.agency_name(row.agency): row.share for row in seen.agencies.standings}
    return numbers, {name: (share.successes, share.n) for name, share in shares.items()}


def recounted_windows(table: pd.DataFrame, at: pd.Timestamp) -> Windows:
    """What came in and was closed in 7 and 28 days, months, and the same weekday of eight weeks."""
    return [backlog(table, at, days) for days in (7, 28)], months(table, at), usual_days(table, at)


def windows(seen: Seen) -> Windows:
    """The same of the board of days and months."""
    board = seen.windowed
    told = {f"{one.month:%Y-%m}": (one.received, one.resolved) for one in board.cohorts}
    return [(one.received, one.closed) for one in (board.backlog_7, board.backlog_28)], told, board.usual.counts


# --- tests


def test_every_row_of_the_file_is_read_and_every_quirk_is_counted(published: Published) -> None:
    """As many of each as the file's description says."""
    plan = published.plan
    assert (plan.rows, len(plan.rejected)) == (10_000, 0)
    assert (len(plan.agencies), len(plan.categories)) == (16, 231)
    assert dict(plan.notes) == {
        Quirk.OUT_OF_ORDER: 5_016,
        Quirk.NO_DUE_DATE: 286,
        Quirk.CLOSED_AT_FILING: 2_080,
        Quirk.CLOSED_WITHOUT_DATE: 10,
        Quirk.NONEXISTENT_HOUR: 2,
        Quirk.NO_PLACE: 590,
        Quirk.WHOLE_DEGREES: 892,
        Quirk.OUTSIDE_BOUNDS: 149,
    }


def test_the_recount_stands_on_numbers_worth_comparing(table: pd.DataFrame) -> None:
    """At every instant there is much open, much overdue, and there are late closings in each window."""
    for instant in INSTANTS:
        counts = recounted(table, local_instant(instant))
        assert total(counts, "open") > 100
        assert total(counts, "overdue") > 40
        assert 0 < total(counts, "on_time_28") < total(counts, "due_28") < total(counts, "due_90")
        (week, month), of_months, days = recounted_windows(table, local_instant(instant))
        assert 0 < week[0] < month[0]
        assert len(days) == 8
        assert sum(done for _, done in of_months.values()) < sum(received for received, _ in of_months.values())


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_error_of_one_hour_would_show(table: pd.DataFrame, hours: int) -> None:
    """So that a wrong time zone cannot pass."""
    for instant in BUSY_HOURS:
        at = local_instant(instant)
        assert not recount(table, at).equals(recount(table, at + pd.Timedelta(hours=hours)))


@pytest.mark.services
@pytest.mark.parametrize("instants", [INSTANTS, [AFTER_EARLY_CLOSINGS]], ids=["busy", "after early closings"])
def test_the_wall_shows_what_the_file_says(
    redis_client: "redis.Redis", store: Store, published: Published, table: pd.DataFrame, instants: Sequence[str]
) -> None:
    """For each agency: open, overdue, and closed on time; the headlines, the gauge, the leaderboard and the windows.

    The share on time goes by the due date, which may lie up to 180 days after the closing.
    """

    def counted(at: pd.Timestamp) -> tuple[Counts, Headlines, Windows]:
        counts = recounted(table, at)
        return counts, recounted_headlines(counts), recounted_windows(table, at)

    assert_as_counted(
        LiveRoom(redis_client, store, published),
        map(local_instant, instants),
        lambda seen: (shown(seen, published), headlines(seen, published), windows(seen)),
        counted,
    )


@pytest.mark.services
@POSTGRESQL_WHEN_LONG
def test_no_place_outside_the_city_and_none_that_was_rounded_is_stored(
    redis_client: "redis.Redis", store: Store, published: Published
) -> None:
    """9,410 places in the file, less 892 whole degrees and 149 outside."""
    room = LiveRoom(redis_client, store, published)
    last = published.plan.events[-1].at
    with running(room):
        report = room.advance(None, last + timedelta(hours=1))
    assert_nothing_lost(room, [report])
    assert report.events == len(published.plan.events)
    rows = room.past(last).complaints.rows
    placed = rows[~np.isnan(rows["lat"])]
    assert len(placed) == 9_410 - 892 - 149
    bounds = published.profile.bounds
    assert all(bounds.contains(lat, lon) for lat, lon in zip(placed["lat"], placed["lon"], strict=True))
