"""Complaints over days and months against a recomputation in plain Python, one complaint after another."""

from collections import Counter
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from itertools import accumulate, pairwise
from statistics import median

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import ComplaintFrame, complaint_frame
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.indicators.durations import DaysTaken
from domain.indicators.windowed import MONTHS, UsualDay, WindowedBoard, usual_day, windowed_board
from domain.secrecy import Secrecy, Secrets
from tests.domain.lives import DAY_MS, HOUR_MS, NOW, NOW_MS, city, some_complaints
from tests.domain.test_indicators import a_complaint, is_paused

CALENDAR = city().calendar
ZONE = CALENDAR.timezone
SECRETS = Secrets.from_profile(city())
cities = st.builds(some_complaints, st.integers(0, 10_000), st.integers(0, 80))


def frame_of(complaints: Sequence[Complaint]) -> ComplaintFrame:
    return complaint_frame(complaints, city())


def board_of(*complaints: Complaint) -> WindowedBoard:
    return windowed_board(frame_of(complaints), NOW_MS, CALENDAR)


def received(complaints: Sequence[Complaint], days: int) -> list[Complaint]:
    return [one for one in complaints if NOW_MS - days * DAY_MS < one.opened_ms <= NOW_MS]


def counted(complaints: Sequence[Complaint], holds: Callable[[Complaint], bool]) -> tuple[int, int]:
    return sum(map(holds, complaints)), len(complaints)


# --- the same rules once more


def lasted(spans: Sequence[tuple[int, bool]], share: float) -> tuple[int | None, bool]:
    """The time within which a share of the cases ends, of (time so far, has ended): step by step.

    At each time those who ended leave of those who were there until then; None below ten cases.
    """
    if len(spans) < 10:
        return None, False
    times = sorted({time for time, has_ended in spans if has_ended})
    stay = (1 - sum(t == time and ended for t, ended in spans) / sum(t >= time for t, _ in spans) for time in times)
    going_on = accumulate(stay, lambda left, part: left * part)
    reached = next((time for time, left in zip(times, going_on, strict=True) if left <= 1 - share + 1e-9), None)
    return (max(time for time, _ in spans), True) if reached is None else (reached, False)


def working_days(one: Complaint) -> int:
    """From the day of receipt to that of the end, day after day."""
    end = CALENDAR.local_date(from_epoch_ms(one.closed_ms or NOW_MS))
    day, days = CALENDAR.receipt_day(from_epoch_ms(one.opened_ms)), 0
    while day < end:
        day += timedelta(days=1)
        days += CALENDAR.is_working_day(day)
    return days


def is_lawful(one: Complaint) -> bool:
    return one.state == ComplaintState.RESOLVED and one.closed_ms <= one.legal_due_ms


def owes_by_law(one: Complaint) -> bool:
    is_due = NOW_MS - 90 * DAY_MS < one.legal_due_ms <= NOW_MS
    is_stopped = is_paused(one) and one.paused_from_ms < one.legal_due_ms
    return one.state <= ComplaintState.RESOLVED and is_due and not is_stopped


def is_whole(one: Complaint) -> bool:
    return bool(one.category and one.agency and one.ward) and one.lat is not None


# --- windows


@given(cities)
def test_shares_are_those_of_the_cases(complaints: list[Complaint]) -> None:
    """Legal limit (A08), handed on (A14), rejected (A15) and complete (F04)."""
    board = board_of(*complaints)
    month, quarter = received(complaints, 28), received(complaints, 90)
    expected = (
        counted([one for one in complaints if owes_by_law(one)], is_lawful),
        counted(quarter, lambda one: one.handoffs >= 2),
        counted(month, lambda one: one.state == ComplaintState.REJECTED),
        counted(month, is_whole),
    )
    shares = (board.legal, board.handoffs.many, board.rejected, board.complete)
    assert tuple((share.successes, share.n) for share in shares) == expected
    assert [share.window_days for share in shares] == [90, 90, 28, 28]
    assert board.handoffs.total == sum(one.handoffs for one in quarter)


@given(cities)
def test_the_first_response_is_a_median_with_those_that_wait(complaints: list[Complaint]) -> None:
    spans = [
        (max(0, (one.response_ms or NOW_MS) - one.opened_ms), bool(one.response_ms)) for one in received(complaints, 28)
    ]
    found = board_of(*complaints).response
    time, is_at_least = lasted(spans, 0.5)
    assert (found.n, found.is_at_least) == (len(spans), is_at_least)
    assert found.minutes == (None if time is None else pytest.approx(time / 60_000))


@given(cities)
def test_the_time_to_a_solution_is_counted_in_working_days_of_all_and_of_each_category(
    complaints: list[Complaint],
) -> None:
    owed = [one for one in received(complaints, 90) if one.state <= ComplaintState.RESOLVED]
    told = [one for one in owed if SECRETS.of(one.category, one.classification) is Secrecy.NONE]
    found = board_of(*complaints).resolution
    assert (found.median, found.p90) == taken(owed)
    by_category = {
        code: taken([one for one in told if one.category == code]) for code in {one.category for one in told}
    }
    assert found.by_category == by_category


def taken(complaints: Sequence[Complaint]) -> tuple[DaysTaken, ...]:
    spans = [(working_days(one), bool(one.closed_ms)) for one in complaints]
    found = (lasted(spans, share) for share in (0.5, 0.9))
    return tuple(DaysTaken(len(spans), days, is_at_least) for days, is_at_least in found)


@given(cities)
def test_the_backlog_grows_by_what_comes_in_and_is_not_closed(complaints: list[Complaint]) -> None:
    board = board_of(*complaints)
    for days, found in ((7, board.backlog_7), (28, board.backlog_28)):
        closed = [one for one in complaints if NOW_MS - days * DAY_MS < one.closed_ms <= NOW_MS]
        assert (found.received, found.closed) == (len(received(complaints, days)), len(closed))
        assert found.grown == found.received - found.closed


@given(cities)
def test_a_month_is_what_was_received_in_it(complaints: list[Complaint]) -> None:
    """Each complaint of the last five months is in one, and those that nobody decided are not done."""
    months = board_of(*complaints).cohorts
    of_month = Counter(from_epoch_ms(one.opened_ms).astimezone(ZONE).date().replace(day=1) for one in complaints)
    assert {one.month: one.received for one in months if one.received} == dict(of_month)
    assert len(months) <= MONTHS
    assert all(one.resolved <= one.mature <= one.received for one in months)
    resolved = sum(one.state == ComplaintState.RESOLVED for one in complaints)
    decided = sum(not one.is_open or 0 < one.due_ms <= NOW_MS for one in complaints)
    assert (sum(one.resolved for one in months), sum(one.mature for one in months)) == (resolved, decided)


@given(cities)
def test_every_open_case_has_one_age(complaints: list[Complaint]) -> None:
    days = [working_days(one) for one in complaints if one.is_open]
    found = board_of(*complaints).ages
    edges = [0, 2, 4, 8, 15, 31, 10_000]
    assert found.counts == tuple(sum(low <= age < high for age in days) for low, high in pairwise(edges))
    assert found.too_old == sum(age > 60 for age in days)


@given(cities)
def test_open_cases_make_no_time_shorter(complaints: list[Complaint]) -> None:
    """Another one that still waits moves no median down."""
    waiting = [a_complaint(1_000 + number, opened_ms=NOW_MS - 27 * DAY_MS) for number in range(5)]
    before, after = board_of(*complaints), board_of(*complaints, *waiting)
    for one, other in (
        (before.response.minutes, after.response.minutes),
        (before.resolution.median.days, after.resolution.median.days),
    ):
        assert one is None or (other is not None and other >= one)


# --- the usual day


def filed_at(*instants_ms: int) -> list[Complaint]:
    return [a_complaint(number, opened_ms=at_ms) for number, at_ms in enumerate(instants_ms)]


def usual(*instants_ms: int) -> UsualDay:
    return usual_day(frame_of(filed_at(*instants_ms)), NOW_MS, CALENDAR)


def test_a_day_is_compared_with_the_same_weekday_up_to_the_same_time() -> None:
    """NOW is 10.00: of the week before, what came at 9.59 counts; at 10.01, or on the day before, is another time."""
    week = 7 * DAY_MS
    start = NOW_MS - 30 * week
    times = [NOW_MS - week - 60_000, NOW_MS - week + 60_000, NOW_MS - week - 11 * HOUR_MS, NOW_MS - 2 * week]
    assert usual(start, *times).counts == (1, 1, 0, 0, 0, 0, 0, 0)


def test_the_usual_day_is_a_median_of_the_weeks_that_are_known() -> None:
    assert UsualDay((1, 9, 3, 5)).median == median([1, 9, 3, 5]) == 4
    assert UsualDay((1, 9, 3)).median is None
    assert usual().counts == ()


def test_before_the_first_complaint_nobody_counted() -> None:
    """A city that has been known for three weeks has three weeks, not eight with zeros."""
    known = usual(NOW_MS - 22 * DAY_MS)
    assert (known.counts, known.median) == ((0, 0, 0), None)


# --- by hand


def test_a_complaint_without_an_answer_waits_at_least_so_long() -> None:
    """Nine of twenty answered after an hour, eleven wait since a day: half of them have not been answered."""
    answered = [
        a_complaint(number, opened_ms=NOW_MS - DAY_MS, response_ms=NOW_MS - DAY_MS + HOUR_MS) for number in range(9)
    ]
    waiting = [a_complaint(100 + number, opened_ms=NOW_MS - DAY_MS) for number in range(11)]
    found = board_of(*answered, *waiting).response
    assert (found.minutes, found.is_at_least, found.n, found.censored) == (24 * 60, True, 20, 11)


def test_months_follow_the_citys_own_calendar() -> None:
    """The first minute of October in Tangerang is September in UTC."""
    midnight = epoch_ms(NOW.astimezone(ZONE).replace(month=10, day=1, hour=0, minute=0))
    months = board_of(*filed_at(midnight - 1, midnight)).cohorts
    assert {one.month: one.received for one in months} == {
        date(2026, 9, 1): 1,
        date(2026, 10, 1): 1,
        date(2026, 11, 1): 0,
    }


def test_an_empty_city_has_numbers_of_nothing() -> None:
    board = board_of()
    assert (board.n, board.cohorts, board.usual.counts) == (0, (), ())
    assert (board.response.minutes, board.resolution.median.days, board.handoffs.mean) == (None, None, None)
    assert sum(board.ages.counts) == board.backlog_28.grown == 0


def test_a_hundred_thousand_live_complaints_cost_columns_and_no_rows() -> None:
    """The columns of a large city, drawn at random: the board counts them all."""
    few = frame_of(some_complaints(7, 500))
    rows = np.tile(few.rows, 200)
    board = windowed_board(ComplaintFrame(rows, few.codes), NOW_MS, CALENDAR)
    assert (board.n, sum(board.ages.counts)) == (100_000, 200 * int(np.count_nonzero(few.is_open)))
