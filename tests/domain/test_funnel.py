"""Funnel limits: exact ones, near the published figures, and never wrong more often than announced."""

from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.funnel import ALARM, WARNING, FunnelPlace, funnel_limits, funnel_place, is_beyond

shares = st.floats(0.01, 0.99)
sizes = st.integers(1, 250)
coverages = st.sampled_from([WARNING, ALARM])


def chance(k: int, n: int, share: float) -> float:
    return comb(n, k) * share**k * (1 - share) ** (n - k)


@pytest.mark.parametrize(("n", "low", "high"), [(10, 71, 100), (30, 79, 100), (100, 84, 96), (300, 87, 93)])
def test_the_limits_of_ninety_percent_are_near_the_published_figures(n: int, low: float, high: float) -> None:
    """Those are p ± 1.96 √(pq/n), whole percent: an exact limit differs by one case of n, and half of the rounding."""
    limits = funnel_limits(0.9, n, WARNING)
    assert (limits.low * 100, limits.high * 100) == pytest.approx((low, high), abs=100 / n + 0.5)


def test_ten_cases_by_hand() -> None:
    """P(at most 6 of 10) at 90 % is 1.28 %, P(at most 7) is 7.02 %; all ten have a chance of 35 %."""
    assert funnel_limits(0.9, 10, WARNING) == (0.7, 1.0)
    assert is_beyond(6, 10, 0.9, WARNING)
    assert not is_beyond(7, 10, 0.9, WARNING)
    assert funnel_limits(0.5, 1, ALARM) == (0.0, 1.0)


@given(shares, sizes, coverages)
def test_chance_goes_beyond_no_more_often_than_announced(share: float, n: int, coverage: float) -> None:
    """On either side, for each number of cases; and the next case inside would be too much."""
    limits, tail = funnel_limits(share, n, coverage), (1 - coverage) / 2
    low, high = round(limits.low * n), round(limits.high * n)
    assert sum(chance(k, n, share) for k in range(low)) <= tail + 1e-9
    assert sum(chance(k, n, share) for k in range(low + 1)) > tail - 1e-9
    assert sum(chance(k, n, share) for k in range(high + 1, n + 1)) <= tail + 1e-9
    assert sum(chance(k, n, share) for k in range(high, n + 1)) > tail - 1e-9


@given(shares, sizes)
def test_the_outer_limits_hold_the_inner_ones(share: float, n: int) -> None:
    inner, outer = funnel_limits(share, n, WARNING), funnel_limits(share, n, ALARM)
    assert 0 <= outer.low <= inner.low <= inner.high <= outer.high <= 1


@given(shares, sizes, coverages)
def test_both_sides_of_a_share_are_alike(share: float, n: int, coverage: float) -> None:
    """Who counts the late ones gets the mirror of the funnel, but for the last digit of a machine."""
    limits, mirror = funnel_limits(share, n, coverage), funnel_limits(1 - share, n, coverage)
    assert (1 - mirror.high, 1 - mirror.low) == pytest.approx(limits, abs=1 / n + 1e-9)


@pytest.mark.parametrize("share", [0.0, 1.0])
def test_a_certain_share_has_no_funnel(share: float) -> None:
    assert funnel_limits(share, 40, WARNING) == (share, share)


def test_without_cases_everything_may_be() -> None:
    assert funnel_limits(0.9, 0, ALARM) == (0.0, 1.0)
    assert not is_beyond(0, 0, 0.9, WARNING)


def test_many_cases_make_a_narrow_funnel() -> None:
    """Also where factorials have long left the numbers of a machine: ± 1.96 √(0.09 / 100,000) is 0.19 points."""
    assert funnel_limits(0.9, 100_000, WARNING) == pytest.approx((0.8981, 0.9019), abs=1e-4)


@pytest.mark.parametrize(
    ("successes", "place"),
    [
        (240, FunnelPlace.FAR_LOW),
        (256, FunnelPlace.LOW),
        (270, FunnelPlace.WITHIN),
        (282, FunnelPlace.HIGH),
        (290, FunnelPlace.FAR_HIGH),
    ],
)
def test_places_of_three_hundred_cases_at_ninety_percent(successes: int, place: FunnelPlace) -> None:
    """One standard deviation is 5.2 cases of 270."""
    assert funnel_place(successes, 300, 0.9) is place
