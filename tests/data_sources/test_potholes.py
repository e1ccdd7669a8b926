"""Eight weeks of pothole requests with a live backlog: the plan and the wall against what pandas counts in the file."""

from collections import Counter
from pathlib import Path

import pandas as pd
import pytest
import redis
from msgspec import UNSET

from data_sources.replay.plan import ReplayPlan
from data_sources.store import Store
from domain.events import ComplaintFiled
from domain.indicators import complaints as indicators
from tests.data_sources.published import events_until, published_plan, published_table
from tests.data_sources.recount_potholes import local_instant, read_table, recount
from tests.data_sources.road import LiveRoom, Published, Seen, assert_as_counted, published_city

INSTANTS = ("2020-01-20 12:00:00", "2020-02-14 15:30:00", "2020-02-25 23:59:59", "2020-02-29 12:00:00")
"""Two busy hours, the last second of the extract, and after the closings that have no date in it."""

OPEN = {INSTANTS[0]: 572, INSTANTS[1]: 2_050, INSTANTS[2]: 2_138, INSTANTS[3]: 1_681}
"""How many are open in all; the last is the number of rows that the file calls OPEN."""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table(published_table("kansascity_potholes"))


@pytest.fixture(scope="module")
def plan() -> ReplayPlan:
    return published_plan("kansascity_potholes")


def open_by_agency(plan: ReplayPlan, at: pd.Timestamp) -> dict[str, int]:
    """Filed and not resolved, under the agency's name."""
    agency_of: dict[str, str] = {}
    for event in events_until(plan, "complaint", at):
        if isinstance(event.payload, ComplaintFiled):
            agency_of[event.payload.complaint_id] = plan.agencies[str(event.payload.agency)]
        else:
            del agency_of[event.payload.entity_id]
    return dict(Counter(agency_of.values()))


@pytest.mark.parametrize("instant", INSTANTS)
def test_as_many_are_open_as_pandas_counts(plan: ReplayPlan, table: pd.DataFrame, instant: str) -> None:
    at = local_instant(instant)
    expected = recount(table, at)["open"]
    assert expected.sum() == OPEN[instant]
    assert open_by_agency(plan, at) == {str(agency): int(n) for agency, n in expected.items() if n}


def shown(seen: Seen, published: Published) -> tuple[int, dict[str, int]]:
    """How many the wall says are open, and how many each agency has; nothing is overdue without a deadline."""
    frame = seen.complaints
    by_agency = indicators.counts_by_agency(frame, frame.is_open)
    assert (seen.counts.overdue, seen.on_time.n) == (0, 0)
    return seen.counts.open, {published.agency_name(code): n for code, n in by_agency.items()}


@pytest.mark.services
def test_the_wall_shows_what_the_file_says(
    redis_client: "redis.Redis", store: Store, table: pd.DataFrame, tmp_path: Path
) -> None:
    """The backlog, in total and of each agency: live, rebuilt and in history."""
    published = published_city("kansascity_potholes", tmp_path)

    def counted(at: pd.Timestamp) -> tuple[int, dict[str, int]]:
        backlog = recount(table, at)["open"]
        return int(backlog.sum()), {str(agency): int(n) for agency, n in backlog.items() if n}

    room = LiveRoom(redis_client, store, published)
    assert_as_counted(room, map(local_instant, INSTANTS), lambda seen: shown(seen, published), counted)


def test_the_total_is_that_of_the_file(plan: ReplayPlan, table: pd.DataFrame) -> None:
    assert len(table) == sum(event.payload.type == "complaint.filed" for event in plan.events) == 4_493
    assert table["closed"].notna().sum() == 2_355 + 457
    assert table["is_far_away"].sum() == plan.notes["outside_bounds"] == 42


def test_the_verdict_of_the_city_is_counted_and_never_a_deadline(plan: ReplayPlan, table: pd.DataFrame) -> None:
    assert table["verdict"].value_counts().to_dict() == {"Y": 3_119, "N": 1_374}
    assert all(event.payload.due_at is UNSET for event in plan.events if isinstance(event.payload, ComplaintFiled))


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_error_of_one_hour_would_show(table: pd.DataFrame, hours: int) -> None:
    """So that a wrong time zone cannot pass; the two ends lie beyond all requests."""
    for instant in INSTANTS[:2]:
        at = local_instant(instant)
        assert not recount(table, at).equals(recount(table, at + pd.Timedelta(hours=hours)))
