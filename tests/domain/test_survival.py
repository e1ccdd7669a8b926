"""Kaplan-Meier: against a plain implementation, and what it is for."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.survival import MINUTE_MS, kaplan_meier, percentile, share_ended_within

cases = st.lists(st.tuples(st.integers(0, 40), st.booleans()), min_size=1, max_size=60)


def plain(rows: list[tuple[int, bool]]) -> list[tuple[int, float]]:
    lasting, curve = 1.0, []
    for time in sorted({duration for duration, has_ended in rows if has_ended}):
        at_risk = sum(duration >= time for duration, _ in rows)
        ended = sum(has_ended and duration == time for duration, has_ended in rows)
        lasting *= 1 - ended / at_risk
        curve.append((time, lasting))
    return curve


def arrays(rows: list[tuple[int, bool]]) -> tuple[np.ndarray, np.ndarray]:
    return np.array([row[0] for row in rows], dtype=np.int64), np.array([row[1] for row in rows], dtype=np.bool_)


@given(cases)
def test_the_curve_is_that_of_a_plain_implementation(rows: list[tuple[int, bool]]) -> None:
    times, lasting = kaplan_meier(*arrays(rows))
    expected = plain(rows)
    assert times.tolist() == [time for time, _ in expected]
    assert lasting.tolist() == pytest.approx([share for _, share in expected])


@given(cases, st.sampled_from([0.5, 0.8, 0.9]))
def test_a_percentile_is_the_first_time_by_which_the_share_has_ended(
    rows: list[tuple[int, bool]], share: float
) -> None:
    result = percentile(*arrays(rows), share, smallest_n=1)
    reached = [time for time, lasting in plain(rows) if lasting <= 1 - share + 1e-9]
    assert result.is_at_least == (not reached)
    expected = reached[0] if reached else max(duration for duration, _ in rows)
    assert result.minutes == pytest.approx(expected / MINUTE_MS)
    assert (result.n, result.censored) == (len(rows), sum(not has_ended for _, has_ended in rows))


def test_where_everything_has_ended_it_is_the_plain_percentile() -> None:
    durations = np.arange(1, 11, dtype=np.int64) * MINUTE_MS
    result = percentile(durations, np.ones(10, dtype=np.bool_))
    assert (result.minutes, result.is_at_least) == (9.0, False)


def test_a_queue_that_stands_still_does_not_look_better_for_it() -> None:
    """Nine were called after 5 minutes; then the counters closed and nine wait for an hour: leaving them out says 5."""
    durations = np.array([5] * 9 + [60] * 9, dtype=np.int64) * MINUTE_MS
    has_ended = np.array([True] * 9 + [False] * 9)
    result = percentile(durations, has_ended)
    assert (result.minutes, result.is_at_least) == (60.0, True)


@pytest.mark.parametrize(("n", "is_told"), [(0, False), (9, False), (10, True)])
def test_below_ten_cases_nothing_is_said(n: int, is_told: bool) -> None:
    result = percentile(np.full(n, MINUTE_MS, dtype=np.int64), np.ones(n, dtype=np.bool_))
    assert (result.n, result.minutes is not None) == (n, is_told)


@given(cases, st.integers(-1, 50))
def test_a_share_within_a_limit_is_what_the_curve_says(rows: list[tuple[int, bool]], limit: int) -> None:
    lasting = [share for time, share in plain(rows) if time <= limit]
    assert share_ended_within(*arrays(rows), limit) == pytest.approx(1 - lasting[-1] if lasting else 0.0)


@given(st.lists(st.integers(0, 40), min_size=1), st.integers(0, 50))
def test_where_everything_has_ended_it_is_the_plain_share(durations: list[int], limit: int) -> None:
    found = share_ended_within(*arrays([(duration, True) for duration in durations]), limit)
    assert found == pytest.approx(sum(duration <= limit for duration in durations) / len(durations))


def test_who_breaks_off_early_tells_nothing_of_a_later_limit() -> None:
    """Two broke off after a minute, eight ended: half of those within the limit."""
    rows = [(1, False)] * 2 + [(10, True)] * 4 + [(30, True)] * 4
    assert share_ended_within(*arrays(rows), 20) == pytest.approx(0.5)
