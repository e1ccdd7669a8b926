"""The numbers of a review against a recomputation in plain Python, and the cases at their edges."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.city import ComplaintFrame, complaint_frame
from domain.clock import from_epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.filters import Period, ReviewFilters, Show, Window
from domain.indicators import reviews
from domain.indicators.complaints import BoardRules, agency_board, on_time_share
from domain.indicators.durations import AGE_LAST_DAYS, working_days_taken
from domain.indicators.reviews import Review, case_mask
from tests.domain.lives import DAY_MS, HOUR_MS, NOW, NOW_MS, city, some_complaints
from tests.domain.test_indicators import a_complaint, is_due_soon, is_overdue, is_solved_on_time, owes_a_solution

CALENDAR = city().calendar
RULES = BoardRules()
MONTH = Period(28)
cities = st.builds(some_complaints, st.integers(0, 10_000), st.integers(0, 60))
windows = st.sampled_from([Period(7), Period(28), Period(90), Period(None, date(2026, 10, 1), date(2026, 10, 20))])


def frame_of(complaints: Sequence[Complaint]) -> ComplaintFrame:
    return complaint_frame(complaints, city())


def shares_of(complaints: Sequence[Complaint], period: Period) -> dict[str, tuple[int, int]]:
    """On time and due, of every agency, one complaint after another."""
    window = period.window(NOW, city().timezone)
    shares: dict[str, tuple[int, int]] = {}
    for one in complaints:
        if is_owed(one, window):
            met, n = shares.get(one.agency, (0, 0))
            shares[one.agency] = (met + is_solved_on_time(one), n + 1)
    return shares


def is_owed(one: Complaint, window: Window) -> bool:
    days = (window.to_ms - window.from_ms) // DAY_MS + 1
    return window.from_ms < one.due_ms and owes_a_solution(one, days, window.to_ms)


def reviewed(complaints: Sequence[Complaint], period: Period = MONTH, **choice: Any) -> Review:
    filters = ReviewFilters("DPUPR", period, **choice)
    return reviews.review(frame_of(complaints), filters, NOW_MS, city(), RULES, shares_of(complaints, period))


def within(at_ms: int, window: Window) -> bool:
    return window.from_ms < at_ms <= window.to_ms


# --- what is counted


@given(cities, windows)
def test_each_number_has_its_cases(complaints: list[Complaint], period: Period) -> None:
    """The mask of a list holds exactly the cases of which the rule says so."""
    window = period.window(NOW, city().timezone)
    frame = frame_of(complaints)
    expected = {
        Show.OPEN: [one.is_open for one in complaints],
        Show.OVERDUE: [is_overdue(one) for one in complaints],
        Show.DUE_SOON: [is_due_soon(one) for one in complaints],
        Show.RECEIVED: [within(one.opened_ms, window) for one in complaints],
        Show.RESOLVED: [one.state == ComplaintState.RESOLVED and within(one.closed_ms, window) for one in complaints],
        Show.MISSED: [is_owed(one, window) and not is_solved_on_time(one) for one in complaints],
        Show.ALL: [
            one.is_open or any(within(at, window) for at in (one.opened_ms, one.closed_ms, one.due_ms))
            for one in complaints
        ],
    }
    for show in Show:
        assert case_mask(frame, show, window, NOW_MS, CALENDAR).tolist() == expected[show], show


@given(cities, windows)
def test_the_numbers_are_those_of_the_lists(complaints: list[Complaint], period: Period) -> None:
    """What a card counts, a click on it lists."""
    review, frame = reviewed(complaints, period), frame_of(complaints)
    counted = {show: int(case_mask(frame, show, review.window, NOW_MS, CALENDAR).sum()) for show in Show}
    assert review.counts.open == sum(review.ages) == counted[Show.OPEN]
    assert review.counts.overdue == counted[Show.OVERDUE]
    assert review.counts.due_soon == counted[Show.DUE_SOON]
    assert review.received == sum(one.received for one in review.trend) == counted[Show.RECEIVED]
    assert review.resolved == sum(one.resolved for one in review.trend) == counted[Show.RESOLVED]
    assert review.on_time.n - review.on_time.successes == counted[Show.MISSED]


def test_channels_are_those_of_what_was_received_in_the_window() -> None:
    """Two by LAKSA and one by the web site within the month; a fourth came before it."""
    told = [("LAKSA", 1), ("Situs web", 2), ("LAKSA", 3), ("LAKSA", 60)]
    complaints = [
        a_complaint(number, channel=channel, opened_ms=NOW_MS - days * DAY_MS)
        for number, (channel, days) in enumerate(told)
    ]
    review = reviewed(complaints)
    assert review.channels.counts[:3] == (("LAKSA", 2), ("Situs web", 1), ("WhatsApp", 0))
    assert review.channels.n == review.received == 3


@given(cities)
def test_the_share_is_that_of_the_wall(complaints: list[Complaint]) -> None:
    """The same cases in the same days give the same number."""
    ours = reviewed(complaints, Period(28)).on_time
    walls = on_time_share(frame_of(complaints), NOW_MS, 28, RULES.target)
    assert (ours.successes, ours.n, ours.window_days) == (walls.successes, walls.n, 28)


def test_a_category_and_a_district_narrow_everything() -> None:
    wards = list(city().wards)
    here, there = wards[0], wards[-1]
    complaints = [
        a_complaint(1, ward=here),
        a_complaint(2, ward=there),
        a_complaint(3, ward=""),
        a_complaint(4, ward=here, category="road_damage"),
    ]
    district = city().wards[here].district_code
    assert reviewed(complaints).counts.open == 4
    assert reviewed(complaints, category="pothole").counts.open == 3
    assert reviewed(complaints, district=district).counts.open == 2
    assert reviewed(complaints, category="pothole", district=district).counts.open == 1


def test_a_review_of_nothing_is_not_a_review_of_zeros() -> None:
    """Shares and durations are unknown, not zero and not perfect."""
    review = reviewed([])
    assert (review.on_time.value, review.resolution.median.days, review.resolution.p90.hours) == (None, None, None)
    assert review.peers.standings == ()
    assert review.ages == (0,) * (len(AGE_LAST_DAYS) + 1)
    assert len(review.trend) == 29


# --- trend


@pytest.mark.parametrize(("period", "bins"), [(Period(7), 8), (Period(28), 29), (Period(90), 14)])
def test_bins_are_city_days_or_weeks_from_monday(period: Period, bins: int) -> None:
    """Counted back from a Monday morning; the first bin and the last one are cut."""
    trend = reviewed([], period).trend
    local = [from_epoch_ms(one.start_ms).astimezone(city().timezone) for one in trend]
    assert len(trend) == bins
    assert {(at.hour, at.minute) for at in local} == {(0, 0)}
    assert period != Period(90) or {at.weekday() for at in local} == {0}
    assert [one.is_partial for one in trend] == [True, *[False] * (bins - 2), True]


def test_whole_days_of_the_past_are_whole_bins() -> None:
    trend = reviewed([], Period(None, date(2026, 11, 2), date(2026, 11, 8))).trend
    assert [one.is_partial for one in trend] == [False] * 7


def test_a_case_at_midnight_belongs_to_the_new_day() -> None:
    day = Period(None, date(2026, 11, 2), date(2026, 11, 3))
    midnight_ms = day.window(NOW, city().timezone).from_ms + 1 + DAY_MS
    trend = reviewed([a_complaint(1, opened_ms=midnight_ms), a_complaint(2, opened_ms=midnight_ms - 1)], day).trend
    assert [one.received for one in trend] == [1, 1]


# --- age and duration


def plain_working_days(opened_ms: int, until_ms: int) -> int:
    """Day by day, from the day of receipt."""
    day, last = CALENDAR.receipt_day(from_epoch_ms(opened_ms)), CALENDAR.local_date(from_epoch_ms(until_ms))
    days = 0
    while day < last:
        day += timedelta(days=1)
        days += CALENDAR.is_working_day(day)
    return days


@given(st.lists(st.tuples(st.integers(0, 200 * 24), st.integers(0, 100 * 24)), min_size=1, max_size=30))
def test_working_days_equal_counting_day_by_day(hours: list[tuple[int, int]]) -> None:
    opened = np.array([NOW_MS - ago * HOUR_MS for ago, _ in hours])
    until = np.minimum(NOW_MS, opened + np.array([later * HOUR_MS for _, later in hours]))
    taken = working_days_taken(opened, until, CALENDAR)
    assert taken.tolist() == [plain_working_days(*pair) for pair in zip(opened.tolist(), until.tolist(), strict=True)]


def test_a_promise_that_was_just_kept_took_as_many_days() -> None:
    """The clock of ages is that of deadlines: received late on Friday, due at the close of the first working day."""
    friday_evening = NOW_MS - 3 * DAY_MS + 9 * HOUR_MS
    for promised in range(5):
        due = CALENDAR.deadline_ms(friday_evening, promised)
        assert working_days_taken(np.array([friday_evening]), np.array([due]), CALENDAR).tolist() == [promised]


@given(cities)
def test_ages_equal_a_plain_recount(complaints: list[Complaint]) -> None:
    ages = [plain_working_days(one.opened_ms, NOW_MS) for one in complaints if one.is_open]
    counted = Counter(next((i for i, last in enumerate(AGE_LAST_DAYS) if age <= last), 5) for age in ages)
    assert reviewed(complaints).ages == tuple(counted[i] for i in range(6))


def resolved_after(number: int, days: int) -> Complaint:
    opened = NOW_MS - 20 * DAY_MS
    return a_complaint(number, state=ComplaintState.RESOLVED, opened_ms=opened, closed_ms=opened + days * DAY_MS)


def test_the_median_is_that_of_the_cases() -> None:
    resolution = reviewed([resolved_after(n, n) for n in range(1, 12)]).resolution
    assert (resolution.n, resolution.unfinished) == (11, 0)
    assert resolution.median.hours == pytest.approx(6 * 24)
    assert resolution.p90.hours == pytest.approx(10 * 24)
    assert resolution.median.days == plain_working_days(NOW_MS - 20 * DAY_MS, NOW_MS - 14 * DAY_MS)


def test_open_cases_make_it_longer_and_never_shorter() -> None:
    """Leaving them out would flatter who finishes the easy ones only."""
    done = [resolved_after(n, n) for n in range(1, 12)]
    waiting = [a_complaint(100 + n, opened_ms=NOW_MS - 20 * DAY_MS) for n in range(20)]
    resolution = reviewed([*done, *waiting]).resolution
    assert (resolution.n, resolution.unfinished) == (31, 20)
    assert resolution.median.is_at_least
    assert resolution.median.hours == pytest.approx(20 * 24)


@pytest.mark.parametrize("state", [ComplaintState.REJECTED, ComplaintState.DUPLICATE, ComplaintState.ARCHIVED])
def test_who_owes_no_solution_has_no_duration(state: ComplaintState) -> None:
    closed = a_complaint(1, state=state, closed_ms=NOW_MS - DAY_MS)
    assert reviewed([closed]).resolution.n == 0


def test_nine_cases_are_too_few() -> None:
    assert reviewed([resolved_after(n, n) for n in range(9)]).resolution.median.days is None


# --- peers


def cohort(agency: str, met: int, n: int) -> list[Complaint]:
    due = NOW_MS - 10 * DAY_MS
    states = [ComplaintState.RESOLVED] * met + [ComplaintState.IN_PROGRESS] * (n - met)
    return [
        a_complaint(i, agency=agency, state=state, due_ms=due, closed_ms=due - 1 if state == 8 else 0)
        for i, state in enumerate(states)
    ]


def test_peers_are_judged_as_on_the_leaderboard() -> None:
    """The same share, interval and band, drawn to the whole city's share, but only of the own group."""
    complaints = [*cohort("DPUPR", 30, 50), *cohort("DLH", 48, 50), *cohort("DISDUKCAPIL", 70, 80)]
    peers = reviewed(complaints, Period(90)).peers
    board = agency_board(frame_of(complaints), NOW_MS, RULES)
    walls = {standing.agency: (standing.share, standing.tier) for standing in board.standings}
    assert [peer.agency for peer in peers.standings] == ["DLH", "DPUPR"]
    assert all(walls[peer.agency] == (peer.share, peer.tier) for peer in peers.standings)


def test_who_has_too_few_cases_is_named_and_not_compared() -> None:
    peers = reviewed([*cohort("DPUPR", 3, 19), *cohort("DLH", 48, 50)], Period(90)).peers
    assert [peer.agency for peer in peers.standings] == ["DLH"]
    assert dict(peers.insufficient)["DPUPR"] == 19
    assert "DISDUKCAPIL" not in dict(peers.insufficient)


def test_an_agency_that_the_city_does_not_know_moves_nobody() -> None:
    """Nor does a complaint without an agency: the leaderboard leaves both out."""
    shares = {"DPUPR": (30, 50), "": (0, 1000), "GONE": (0, 1000)}
    known = reviews.peers({"DPUPR": (30, 50)}, "DPUPR", city(), RULES)
    assert reviews.peers(shares, "DPUPR", city(), RULES) == known
