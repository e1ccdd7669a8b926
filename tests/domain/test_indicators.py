"""Indicators against a recomputation in plain Python, and the cases at their edges."""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import ComplaintFrame, complaint_frame
from domain.complaints import Complaint, ComplaintState
from domain.indicators import complaints as indicators
from domain.indicators.complaints import BoardRules, ComplaintCounts, Share
from domain.scoring import shrunken_share
from domain.secrecy import Secrecy, Secrets
from tests.domain.lives import DAY_MS, HOUR_MS, NOW_MS, city, some_complaints

MIDNIGHT_MS = NOW_MS - 10 * HOUR_MS
CALENDAR = city().calendar
SECRETS = Secrets.from_profile(city())
cities = st.builds(some_complaints, st.integers(0, 10_000), st.integers(0, 80))


def frame_of(complaints: Sequence[Complaint]) -> ComplaintFrame:
    return complaint_frame(complaints, city())


def a_complaint(number: int = 1, **changes: object) -> Complaint:
    values: dict[str, object] = {
        "state": ComplaintState.IN_PROGRESS,
        "category": "pothole",
        "agency": "DPUPR",
        "opened_ms": NOW_MS - 20 * DAY_MS,
        "due_ms": NOW_MS - DAY_MS,
    }
    return Complaint(complaint_id=f"K-{number}", **{**values, **changes})  # type: ignore[arg-type]  # any field


# --- the same rules once more, complaint by complaint


def secrecy_of(complaint: Complaint) -> Secrecy:
    return SECRETS.of(complaint.category, complaint.classification)


def is_of_an_agency(complaint: Complaint) -> bool:
    """A report on misconduct is in no agency's numbers."""
    return bool(complaint.agency) and secrecy_of(complaint) is not Secrecy.MISCONDUCT


def is_paused(complaint: Complaint) -> bool:
    return complaint.state == ComplaintState.WAITING_REPORTER and not complaint.resumed_ms


def is_overdue(complaint: Complaint) -> bool:
    clock_ms = min(NOW_MS, complaint.paused_from_ms) if is_paused(complaint) else NOW_MS
    return complaint.is_open and 0 < complaint.due_ms < clock_ms


def is_due_soon(complaint: Complaint) -> bool:
    if (
        not complaint.is_open
        or complaint.due_ms < NOW_MS
        or (is_paused(complaint) and complaint.paused_from_ms <= NOW_MS)
    ):
        return False
    return CALENDAR.one_working_day_before_ms(complaint.due_ms) <= NOW_MS


def owes_a_solution(complaint: Complaint, days: int, until_ms: int = NOW_MS) -> bool:
    if complaint.state > ComplaintState.RESOLVED or not until_ms - days * DAY_MS < complaint.due_ms <= until_ms:
        return False
    return not (is_paused(complaint) and complaint.paused_from_ms < complaint.due_ms)


def is_solved_on_time(complaint: Complaint) -> bool:
    return complaint.state == ComplaintState.RESOLVED and complaint.closed_ms <= complaint.due_ms


def is_answered_on_time(complaint: Complaint) -> bool:
    return 0 < complaint.response_ms <= complaint.response_due_ms


def count(complaints: Sequence[Complaint], holds: Callable[[Complaint], bool]) -> int:
    return sum(holds(complaint) for complaint in complaints)


@given(cities)
def test_counts_equal_a_plain_recomputation(complaints: list[Complaint]) -> None:
    expected = ComplaintCounts(
        open=count(complaints, lambda complaint: complaint.is_open),
        overdue=count(complaints, is_overdue),
        due_soon=count(complaints, is_due_soon),
        due_soon_not_started=count(complaints, lambda one: is_due_soon(one) and one.state < ComplaintState.IN_PROGRESS),
        filed_today=count(complaints, lambda complaint: MIDNIGHT_MS <= complaint.opened_ms <= NOW_MS),
    )
    assert indicators.complaint_counts(frame_of(complaints), NOW_MS, MIDNIGHT_MS, CALENDAR) == expected


@given(cities, st.integers(1, 100))
def test_shares_equal_a_plain_recomputation(complaints: list[Complaint], days: int) -> None:
    frame = frame_of(complaints)
    cohort = [complaint for complaint in complaints if owes_a_solution(complaint, days)]
    on_time = indicators.on_time_share(frame, NOW_MS, days, 0.9)
    assert on_time == Share(count(cohort, is_solved_on_time), len(cohort), 0.9, days)
    asked = [one for one in complaints if NOW_MS - days * DAY_MS < one.response_due_ms <= NOW_MS]
    answered = indicators.first_response_share(frame, NOW_MS, days, 0.95)
    assert answered == Share(count(asked, is_answered_on_time), len(asked), 0.95, days)


@given(cities)
def test_open_by_ward_and_by_agency_equal_a_plain_recomputation(complaints: list[Complaint]) -> None:
    frame = frame_of(complaints)
    wards = Counter(one.ward for one in complaints if one.is_open and one.ward and secrecy_of(one) is Secrecy.NONE)
    assert dict(zip(city().wards, indicators.open_by_ward(frame).tolist(), strict=True)) == {
        ward: wards[ward] for ward in city().wards
    }
    agencies = Counter(one.agency for one in complaints if one.is_open and is_of_an_agency(one))
    assert indicators.counts_by_agency(frame, frame.is_open) == dict(agencies)


@given(cities)
def test_overdue_due_soon_and_the_rest_never_overlap(complaints: list[Complaint]) -> None:
    """Breached means that the deadline is past; both are part of what is open."""
    frame = frame_of(complaints)
    overdue, soon = indicators.overdue(frame, NOW_MS), indicators.due_soon(frame, NOW_MS, CALENDAR)
    assert not np.any(overdue & soon)
    assert not np.any((overdue | soon) & ~frame.is_open)
    assert np.all(frame.rows["due_ms"][overdue] < NOW_MS)
    assert np.all(frame.rows["due_ms"][soon] >= NOW_MS)


@given(st.integers(0, 10_000), st.integers(0, 400))
def test_the_board_equals_a_plain_recomputation(seed: int, size: int) -> None:
    complaints, rules = some_complaints(seed, size), BoardRules()
    cohort = [one for one in complaints if is_of_an_agency(one) and owes_a_solution(one, rules.window_days)]
    due = Counter(complaint.agency for complaint in cohort)
    met = Counter(complaint.agency for complaint in cohort if is_solved_on_time(complaint))
    city_share = met.total() / max(1, due.total())
    board = indicators.agency_board(frame_of(complaints), NOW_MS, rules)
    shown = {standing.agency: standing.share for standing in board.standings}
    assert shown == {
        agency: shrunken_share(met[agency], n, city_share, rules.prior_weight)
        for agency, n in due.items()
        if n >= rules.smallest_n
    }
    assert board.insufficient == len(city().agencies) - len(shown)
    shares = [standing.share.share for standing in board.standings]
    assert shares == sorted(shares, reverse=True)


def test_a_city_without_data_has_counts_of_zero_and_no_shares() -> None:
    frame = frame_of([])
    assert indicators.complaint_counts(frame, NOW_MS, MIDNIGHT_MS, CALENDAR) == ComplaintCounts(0, 0, 0, 0, 0)
    share = indicators.on_time_share(frame, NOW_MS, 28, 0.9)
    assert (share.n, share.value, share.is_below_target) == (0, None, False)
    board = indicators.agency_board(frame, NOW_MS, BoardRules())
    assert (board.standings, board.insufficient) == ((), len(city().agencies))
    assert indicators.open_by_ward(frame).tolist() == [0] * len(city().wards)


@pytest.mark.parametrize(("n", "value"), [(9, None), (10, 0.5)])
def test_a_share_of_fewer_than_ten_has_no_value(n: int, value: float | None) -> None:
    solved = {"state": ComplaintState.RESOLVED, "closed_ms": NOW_MS - 2 * DAY_MS}
    complaints = [a_complaint(number, **(solved if number % 2 else {})) for number in range(n)]
    share = indicators.on_time_share(frame_of(complaints), NOW_MS, 28, 0.9)
    assert (share.n, share.value) == (n, value)


def on_time(*complaints: Complaint) -> tuple[int, int]:
    share = indicators.on_time_share(frame_of(complaints), NOW_MS, 28, 0.9)
    return share.successes, share.n


def test_on_time_counts_what_is_open_and_overdue_as_failed() -> None:
    """Else the share would be best in a city that never closes a late complaint."""
    assert on_time(a_complaint()) == (0, 1)


@pytest.mark.parametrize(
    ("state", "closed_ms", "expected"),
    [
        (ComplaintState.RESOLVED, NOW_MS - DAY_MS, (1, 1)),
        (ComplaintState.RESOLVED, NOW_MS - DAY_MS + 1, (0, 1)),
        (ComplaintState.AWAITING_VERIFICATION, 0, (0, 1)),
        (ComplaintState.REOPENED, 0, (0, 1)),
        (ComplaintState.REJECTED, NOW_MS - 2 * DAY_MS, (0, 0)),
        (ComplaintState.DUPLICATE, NOW_MS - 2 * DAY_MS, (0, 0)),
        (ComplaintState.ARCHIVED, NOW_MS - 2 * DAY_MS, (0, 0)),
    ],
)
def test_on_time_is_resolved_by_the_deadline_to_the_millisecond(
    state: ComplaintState, closed_ms: int, expected: tuple[int, int]
) -> None:
    """What was rejected, a duplicate or archived owes no solution."""
    assert on_time(a_complaint(state=state, closed_ms=closed_ms)) == expected


def test_the_window_is_open_at_its_start_and_closed_at_now() -> None:
    start_ms = NOW_MS - 28 * DAY_MS
    assert [on_time(a_complaint(due_ms=due_ms))[1] for due_ms in (start_ms, start_ms + 1, NOW_MS, NOW_MS + 1)] == [
        0,
        1,
        1,
        0,
    ]


def test_a_paused_clock_stands_still() -> None:
    """Paused before its deadline it is not overdue and owes nothing yet; paused after it, it stays late."""
    paused = {"state": ComplaintState.WAITING_REPORTER}
    before = a_complaint(1, paused_from_ms=NOW_MS - 2 * DAY_MS, **paused)
    after = a_complaint(2, paused_from_ms=NOW_MS - HOUR_MS, **paused)
    running_out = a_complaint(3, paused_from_ms=NOW_MS - HOUR_MS, due_ms=NOW_MS + HOUR_MS, **paused)
    frame = frame_of([before, after, running_out])
    assert indicators.overdue(frame, NOW_MS).tolist() == [False, True, False]
    assert indicators.due_soon(frame, NOW_MS, CALENDAR).tolist() == [False, False, False]
    assert on_time(before) == (0, 0)
    assert on_time(after) == (0, 1)


def test_without_a_deadline_nothing_is_overdue_or_due_soon() -> None:
    frame = frame_of([a_complaint(due_ms=0)])
    assert indicators.complaint_counts(frame, NOW_MS, MIDNIGHT_MS, CALENDAR).overdue == 0
    assert indicators.complaint_counts(frame, NOW_MS, MIDNIGHT_MS, CALENDAR).due_soon == 0


@pytest.mark.parametrize(("n", "shown"), [(19, 0), (20, 1)])
def test_the_board_folds_agencies_with_fewer_than_twenty_cases(n: int, shown: int) -> None:
    board = indicators.agency_board(frame_of([a_complaint(number) for number in range(n)]), NOW_MS, BoardRules())
    assert len(board.standings) == shown
    assert board.insufficient == len(city().agencies) - shown


def movement(early_met: int, late_met: int, n: int = 60) -> int:
    def half(first: int, met: int, due_ms: int) -> list[Complaint]:
        solved = {"state": ComplaintState.RESOLVED, "closed_ms": due_ms}
        return [a_complaint(first + one, due_ms=due_ms, **(solved if one < met else {})) for one in range(n)]

    complaints = half(0, early_met, NOW_MS - 40 * DAY_MS) + half(n, late_met, NOW_MS - 10 * DAY_MS)
    (standing,) = indicators.agency_board(frame_of(complaints), NOW_MS, BoardRules()).standings
    return standing.movement


def test_the_board_moves_only_beyond_chance() -> None:
    assert [movement(30, 55), movement(55, 30), movement(50, 52), movement(60, 60)] == [1, -1, 0, 0]


def test_a_target_is_missed_only_by_a_value() -> None:
    share = Share(5, 10, 0.9, 28)
    assert share.is_below_target
    assert not replace(share, successes=9).is_below_target
    assert not replace(share, n=9, smallest_n=10).is_below_target
