"""Possible duplicates: by hand, in any order of the cases, and against the definition pair by pair."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import complaint_frame
from domain.complaints import Complaint, ComplaintState
from domain.duplicates import DuplicateRules, possible_originals
from domain.nearby import distance_m
from tests.domain.lives import DAY_MS, NOW_MS, city
from tests.domain.test_hotspots import at

RULES = DuplicateRules()
SENSITIVE = next(code for code, category in city().categories.items() if category.is_sensitive)


def proposed(*cases: Complaint, rules: DuplicateRules = RULES) -> dict[str, str]:
    frame = complaint_frame(cases, city())
    return dict(possible_originals(frame, [one.complaint_id for one in cases], rules))


def test_the_later_case_may_repeat_the_earlier_one() -> None:
    """`at` files case n so many days ago."""
    assert proposed(at(0, 1), at(49, 8)) == {"K-1": "K-8"}


def test_the_earliest_of_the_last_days_is_proposed() -> None:
    """Seven days, both included; a chain of reports does not lead back to its beginning."""
    assert proposed(at(0, 1), at(0, 3), at(0, 8), at(0, 9)) == {"K-1": "K-8", "K-3": "K-9", "K-8": "K-9"}


@pytest.mark.parametrize(
    "other",
    [
        at(51, 2),
        at(0, 9),
        at(0, 2, category="flood"),
        at(0, 2, state=ComplaintState.DUPLICATE),
        at(0, 2, lat=None, lon=None),
    ],
    ids=["too far", "too long ago", "another category", "a duplicate itself", "without a place"],
)
def test_nothing_is_proposed(other: Complaint) -> None:
    assert proposed(at(0, 1), other) == {}


@pytest.mark.parametrize("state", [ComplaintState.RESOLVED, ComplaintState.DUPLICATE, ComplaintState.REJECTED])
def test_a_closed_case_is_proposed_nothing(state: ComplaintState) -> None:
    """There is nothing left to decide; but the one that it may repeat may be closed."""
    assert proposed(at(0, 1, state=state), at(0, 2)) == {}
    assert proposed(at(0, 1), at(0, 2, state=ComplaintState.RESOLVED)) == {"K-1": "K-2"}


def test_sensitive_cases_are_never_compared() -> None:
    assert proposed(at(0, 1, category=SENSITIVE), at(0, 2, category=SENSITIVE)) == {}


def test_of_one_instant_the_smaller_id_came_first() -> None:
    same = [at(0, number, opened_ms=NOW_MS - DAY_MS) for number in (2, 1, 3)]
    assert proposed(*same) == {"K-2": "K-1", "K-3": "K-1"}


# --- the definition, pair by pair

rows = st.lists(
    st.tuples(
        st.integers(0, 6), st.integers(0, 20), st.sampled_from(["pothole", "flood"]), st.sampled_from([2, 8, 10])
    ),
    max_size=14,
)


def naive(cases: list[Complaint], rules: DuplicateRules) -> dict[str, str]:
    found = {}
    for case in cases:
        earlier = [
            (other.opened_ms, other.complaint_id)
            for other in cases
            if other.category == case.category
            and other.state != ComplaintState.DUPLICATE
            and (other.opened_ms, other.complaint_id) < (case.opened_ms, case.complaint_id)
            and case.opened_ms - other.opened_ms <= rules.days * DAY_MS
            and distance_m(case.lat or 0, case.lon or 0, other.lat or 0, other.lon or 0) <= rules.radius_m
        ]
        if case.is_open and earlier:
            found[case.complaint_id] = min(earlier)[1]
    return found


@given(rows, st.integers(1, 9))
def test_they_are_those_of_the_definition(table: list[tuple[int, int, str, int]], days: int) -> None:
    cases = [
        at(north * 23.0, number, opened_ms=NOW_MS - day * DAY_MS, category=category, state=ComplaintState(state))
        for number, (north, day, category, state) in enumerate(table)
    ]
    rules = replace(RULES, days=days)
    assert proposed(*cases, rules=rules) == naive(cases, rules)
    assert proposed(*reversed(cases), rules=rules) == naive(cases, rules)
