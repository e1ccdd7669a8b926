"""What was received is the sum of its states: of the complaints that are known, and of totals that were published."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import LIVE_WINDOW, LiveCity
from domain.complaints import Complaint, ComplaintState
from domain.figures import Figure
from domain.indicators.reconciliation import (
    COUNTED_STATES,
    MOST_CASES,
    Reconciliation,
    published_totals,
    reconciliation,
)
from domain.unfiled import Unfiled
from tests.domain.lives import NOW, NOW_MS, city, some_complaints
from tests.domain.test_indicators import a_complaint


def told(number: int, **changes: object) -> Complaint:
    """A complaint that events speak of, and whose filing never came."""
    values: dict[str, object] = {
        "complaint_id": f"U-{number}",
        "state": ComplaintState.IN_PROGRESS,
        "changed_ms": NOW_MS - number,
        "revision": 1,
    }
    return Complaint(**{**values, **changes})  # type: ignore[arg-type]  # any field may be stated


def reconciled(*complaints: Complaint) -> Reconciliation:
    live = LiveCity(city())
    live.load(complaints, NOW)
    return reconciliation(live.frame(), live.ids(), live.unfiled(), NOW_MS)


@given(st.builds(some_complaints, st.integers(0, 10_000), st.integers(0, 60)), st.integers(0, 70))
def test_the_gap_is_what_is_in_no_state(complaints: list[Complaint], lost: int) -> None:
    """Every other complaint is in exactly one state."""
    found = reconciled(*complaints, *(told(number) for number in range(lost)))
    in_states = {state: sum(one.state == state for one in complaints) for state in COUNTED_STATES}
    assert (found.received, found.gap) == (len(complaints) + lost, lost)
    assert dict(zip(COUNTED_STATES, found.states, strict=True)) == in_states
    assert len(found.cases) == min(lost, MOST_CASES)


def test_a_case_without_a_filing_is_named_with_where_it_was_left() -> None:
    found = reconciled(told(2), told(1, state=ComplaintState.RESOLVED, closed_ms=NOW_MS - 1))
    assert found.cases == (
        Unfiled("U-1", ComplaintState.RESOLVED, NOW_MS - 1),
        Unfiled("U-2", ComplaintState.IN_PROGRESS, NOW_MS - 2),
    )


def test_once_its_filing_comes_it_is_a_complaint_like_any_other() -> None:
    """Also where the older fold comes late."""
    live = LiveCity(city())
    before, filed = told(1, complaint_id="K-1"), a_complaint(1, revision=2)
    live.load([before, filed, before], NOW)
    assert (len(live), live.unfiled()) == (1, [])


def test_a_case_that_was_closed_long_ago_is_asked_after_no_more() -> None:
    live = LiveCity(city())
    live.apply(told(1, closed_ms=NOW_MS - 1), NOW)
    live.apply(told(2), NOW)
    live.drop_past(NOW + LIVE_WINDOW + timedelta(days=1))
    assert [case.complaint_id for case in live.unfiled()] == ["U-2"]


def test_a_filed_case_in_no_state_is_named_too() -> None:
    """No event leads there today; were one to, the sum would not hide it."""
    live = LiveCity(city())
    live.apply(a_complaint(1, state=ComplaintState.UNKNOWN), NOW)
    frame = live.frame()
    found = reconciliation(frame, live.ids(), (), NOW_MS)
    assert (found.gap, [case.complaint_id for case in found.cases]) == (1, ["K-1"])
    assert frame.rows["state"].dtype == np.int8


# --- published totals


def test_the_published_totals_of_tangerang_do_not_add_up() -> None:
    """12,080 received in 2025, 11,880 in a state; 40 too many in the spring of 2025; 2024 adds up."""
    totals = published_totals(city().figures)
    assert [(one.as_of, one.received, one.gap) for one in totals] == [
        (date(2025, 12, 15), 12_080, 200),
        (date(2025, 4, 14), 3_986, -40),
        (date(2024, 12, 20), 14_012, 0),
    ]
    assert all(one.source for one in totals)


@pytest.mark.parametrize("missing", ["complaints_done", "complaints_in_process", "complaints_waiting"])
def test_a_part_that_was_not_published_leaves_the_gap_unknown(missing: str) -> None:
    figures = [figure for figure in city().figures if figure.name != missing]
    assert {one.gap for one in published_totals(figures)} == {None}


def test_parts_are_those_of_their_own_period() -> None:
    received = Figure("complaints_received", "2026", 10, "complaints", "x", date(2026, 12, 31))
    (newest, *_) = published_totals([received, *city().figures])
    assert (newest.period, newest.done, newest.gap) == ("2026", None, None)
    assert replace(newest, done=7, in_process=2, waiting=0).gap == 1
