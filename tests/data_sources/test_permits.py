"""Sixteen months of a permit desk: the plan's events, and the live city, against what pandas counts in the file."""

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime

import pandas as pd
import pytest
import redis

from data_sources.replay.plan import ReplayPlan
from data_sources.store import Store
from domain.city_day import day_span
from domain.clock import from_epoch_ms
from domain.events import ComplaintFiled, ComplaintResolved, TaskAssigned, TaskFinished
from domain.indicators import field_work as indicators
from domain.indicators.workload import Workload
from tests.data_sources.published import POSTGRESQL_WHEN_LONG, events_until, published_plan, published_table
from tests.data_sources.recount_permits import read_table, recount_cases, recount_groups
from tests.data_sources.road import LiveRoom, Published, Seen, assert_as_counted, published_city

INSTANTS = ("2011-03-27T12:00:00+02:00", "2011-06-30T12:00:00+02:00", "2011-10-31T11:00:00+01:00")
END = "2012-01-23T23:59:59+01:00"
ALL = (*INSTANTS, END)
"""Ten hours after the clocks went forward, a summer's day, the morning after they went back, and the end."""

DEADLINES = ("2011-02-24T00:30:00+01:00", "2011-08-19T00:36:40+02:00")
"""Half an hour after 18 deadlines were missed at once, and half an hour before."""

CASES = {
    INSTANTS[0]: {"filed": 626, "open": 249, "due": 372, "missed": 128},
    INSTANTS[1]: {"filed": 939, "open": 229, "due": 732, "missed": 244},
    END: {"filed": 1_434, "open": 105, "due": 1_340, "missed": 416},
}
"""At the end 377 cases were late, and 39 had not ended."""


@pytest.fixture(scope="module")
def table() -> pd.DataFrame:
    return read_table(published_table("wabo_receipt"))


@pytest.fixture(scope="module")
def plan() -> ReplayPlan:
    return published_plan("wabo_receipt")


def instants(plan: ReplayPlan, at: pd.Timestamp, kind: str) -> dict[str, dict[str, datetime]]:
    """For each thing of a kind, when each of its steps happened."""
    found: dict[str, dict[str, datetime]] = defaultdict(dict)
    for event in events_until(plan, kind, at):
        found[event.payload.entity_id][event.payload.type] = event.at
    return found


def actions_by_group(plan: ReplayPlan, at: pd.Timestamp) -> dict[str, dict[str, int]]:
    """For each group: actions done, and of those whose deadline passed, how many were not done by then."""
    steps = instants(plan, at, "task")
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for event in events_until(plan, "task", at):
        payload = event.payload
        if isinstance(payload, TaskAssigned) and isinstance(payload.due_at, datetime):
            done = steps[payload.task_id].get(TaskFinished.type)
            fell_due = payload.due_at <= at
            is_missed = fell_due and (done is None or done > payload.due_at)
            counts[plan.agencies[payload.agency]].update(done=done is not None, due=fell_due, missed=is_missed)
    return {group: {name: each[name] for name in ("done", "due", "missed")} for group, each in counts.items()}


def case_counts(plan: ReplayPlan, at: pd.Timestamp) -> dict[str, int]:
    steps, counts = instants(plan, at, "complaint"), Counter[str]()
    for event in events_until(plan, "complaint", at):
        payload = event.payload
        if isinstance(payload, ComplaintFiled) and isinstance(payload.due_at, datetime):
            ended = steps[payload.complaint_id].get(ComplaintResolved.type)
            fell_due = payload.due_at <= at
            is_missed = fell_due and (ended is None or ended > payload.due_at)
            counts.update(filed=1, open=ended is None, due=fell_due, missed=is_missed)
    return dict(counts)


def numbers_of(counts: pd.DataFrame, names: Sequence[str]) -> dict[str, dict[str, int]]:
    """Some columns of a recount, for each group."""
    return {str(group): {name: int(row[name]) for name in names} for group, row in counts.iterrows()}


def with_any(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {group: row for group, row in counts.items() if any(row.values())}


@pytest.mark.parametrize("instant", ALL)
def test_actions_and_missed_deadlines_of_each_group_are_as_pandas_counts_them(
    plan: ReplayPlan, table: pd.DataFrame, instant: str
) -> None:
    at = pd.Timestamp(instant)
    expected = numbers_of(recount_groups(table, at), ("done", "due", "missed"))
    assert with_any(actions_by_group(plan, at)) == with_any(expected)


@pytest.mark.parametrize("instant", ALL)
def test_cases_and_their_missed_deadlines_are_as_pandas_counts_them(
    plan: ReplayPlan, table: pd.DataFrame, instant: str
) -> None:
    at = pd.Timestamp(instant)
    counted = case_counts(plan, at)
    expected = recount_cases(table, at)
    assert counted == {name: int(expected[name]) for name in counted}
    assert counted == CASES.get(instant, counted)


# --- the wall


LIVE_NAMES = ("done_today", "in_hand", "late")
CASE_NAMES = ("open", "overdue", "due_28", "met_28")
Figures = tuple[dict[str, dict[str, int]], dict[str, int]]


def named(tables: Mapping[str, Mapping[str, int]], published: Published) -> dict[str, dict[str, int]]:
    """Numbers by code as rows by the group's name."""
    codes = {code for table in tables.values() for code in table}
    return {published.agency_name(code): {name: table.get(code, 0) for name, table in tables.items()} for code in codes}


def shown(seen: Seen, published: Published) -> Figures:
    """Of each group: actions done today, in hand, and of those the late ones; of the cases the headlines."""
    work, now_ms = seen.services.field_work, seen.boards.as_of_ms
    midnight_ms = day_span(from_epoch_ms(now_ms), published.profile.timezone).start_ms
    tables = (
        indicators.finished_by_agency(work, midnight_ms, now_ms),
        indicators.tasks_by_agency(work, indicators.in_hand(work)),
        indicators.late_by_agency(work, now_ms),
    )
    assert seen.boards.finished_today == sum(tables[0].values())
    assert seen.boards.crews.tasks_in_hand == sum(tables[1].values())
    assert seen.boards.work.city == Workload("", 0, 0), "actions of single employees are in no crew's load"
    assert seen.boards.on_site.median.n == 0, "no action was reported on site"
    cases = (seen.counts.open, seen.counts.overdue, seen.on_time.n, seen.on_time.successes)
    groups = named(dict(zip(LIVE_NAMES, tables, strict=True)), published)
    return groups, dict(zip(CASE_NAMES, cases, strict=True))


def counted(table: pd.DataFrame, at: pd.Timestamp) -> Figures:
    cases = recount_cases(table, at)
    groups = numbers_of(recount_groups(table, at), LIVE_NAMES)
    return with_any(groups), {name: int(cases[name]) for name in CASE_NAMES}


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Published:
    return published_city("wabo_receipt", tmp_path_factory.mktemp("city"))


@pytest.mark.services
@POSTGRESQL_WHEN_LONG
def test_the_live_city_shows_what_the_file_says(
    redis_client: "redis.Redis", store: Store, table: pd.DataFrame, published: Published
) -> None:
    """Actions in hand and late of each group, and the cases; in history also all that were done and fell due."""
    room = LiveRoom(redis_client, store, published)
    assert_as_counted(
        room,
        sorted(map(pd.Timestamp, (*ALL, *DEADLINES))),
        lambda seen: shown(seen, published),
        lambda at: counted(table, at),
    )
    for instant in (INSTANTS[2], END):
        at = pd.Timestamp(instant)
        expected = numbers_of(recount_groups(table, at), ("done", "due", "missed"))
        assert until(room.past(at.to_pydatetime()), published) == with_any(expected)


def until(seen: Seen, published: Published) -> dict[str, dict[str, int]]:
    """Of each group, in all the time before: actions done, fallen due, and of those how many missed their deadline."""
    work, now_ms = seen.services.field_work, seen.boards.as_of_ms
    due = indicators.fell_due(work, 0, now_ms)
    tables = {
        "done": indicators.finished_by_agency(work, 0, now_ms),
        "due": indicators.tasks_by_agency(work, due),
        "missed": indicators.tasks_by_agency(work, due & indicators.is_late(work)),
    }
    missed = indicators.deadlines(work, 0, now_ms).missed
    assert missed == sum(tables["missed"].values())
    return named(tables, published)


# --- what the comparisons stand on


def test_the_recount_stands_on_numbers_worth_comparing(table: pd.DataFrame) -> None:
    """All rows are counted at the end, those without a known group too."""
    counts = recount_groups(table, pd.Timestamp(END))
    assert counts["done"].sum() == len(table) == 8_577
    assert counts.loc["Unknown group", "done"] == 1_936
    assert counts["missed"].sum() == (table["done"] > table["due"]).sum() == 380


def test_an_action_belongs_to_an_employee_and_to_its_case(plan: ReplayPlan, table: pd.DataFrame) -> None:
    tasks = [event.payload for event in plan.events if isinstance(event.payload, TaskAssigned)]
    assert len({task.employee_id for task in tasks}) == table["employee"].nunique() == 48
    assert {task.complaint_id for task in tasks} == set(table["case"])


@pytest.mark.parametrize("hours", [-1, 1])
def test_an_error_of_one_hour_would_show(table: pd.DataFrame, hours: int) -> None:
    """So that an offset that is ignored cannot pass."""
    at = pd.Timestamp(INSTANTS[2])
    assert not recount_groups(table, at).equals(recount_groups(table, at + pd.Timedelta(hours=hours)))


@pytest.mark.parametrize(("instant", "hours"), [(DEADLINES[0], -1), (DEADLINES[1], 1)])
def test_a_deadline_that_is_read_an_hour_wrong_would_show(table: pd.DataFrame, instant: str, hours: int) -> None:
    at = pd.Timestamp(instant)
    late = [int(recount_groups(table, each)["late"].sum()) for each in (at, at + pd.Timedelta(hours=hours))]
    assert abs(late[0] - late[1]) == 18
