"""Sixteen months of a permit desk: the plan's events against what pandas counts in the file."""

from collections import Counter, defaultdict
from datetime import datetime

import pandas as pd
import pytest

from data_sources.replay.plan import ReplayPlan
from domain.events import ComplaintFiled, ComplaintResolved, TaskAssigned, TaskFinished
from tests.data_sources.published import events_until, published_plan, published_table
from tests.data_sources.recount_permits import read_table, recount_cases, recount_groups

INSTANTS = ("2011-03-27T12:00:00+02:00", "2011-06-30T12:00:00+02:00", "2011-10-31T11:00:00+01:00")
END = "2012-01-23T23:59:59+01:00"
ALL = (*INSTANTS, END)
"""Ten hours after the clocks went forward, a summer's day, the morning after they went back, and the end."""

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


def with_any(counts: dict[str, dict[str, int]]) -> dict[str, dict[str, int]]:
    return {group: row for group, row in counts.items() if any(row.values())}


@pytest.mark.parametrize("instant", ALL)
def test_actions_and_missed_deadlines_of_each_group_are_as_pandas_counts_them(
    plan: ReplayPlan, table: pd.DataFrame, instant: str
) -> None:
    at = pd.Timestamp(instant)
    expected = recount_groups(table, at)
    shown = {str(group): {str(name): int(n) for name, n in row.items()} for group, row in expected.iterrows()}
    assert with_any(actions_by_group(plan, at)) == with_any(shown)


@pytest.mark.parametrize("instant", ALL)
def test_cases_and_their_missed_deadlines_are_as_pandas_counts_them(
    plan: ReplayPlan, table: pd.DataFrame, instant: str
) -> None:
    at = pd.Timestamp(instant)
    counted = case_counts(plan, at)
    assert counted == recount_cases(table, at).to_dict()
    assert counted == CASES.get(instant, counted)


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
