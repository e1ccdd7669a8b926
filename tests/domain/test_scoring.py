"""Fair comparison of small numbers: Wilson's interval, shrinkage and tiers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.scoring import ShrunkenShare, Tier, shrunken_share, tier, wilson_interval

Z_95 = 1.959963984540054
shares = st.floats(0, 1)
counts = st.integers(0, 5000).flatmap(lambda n: st.tuples(st.integers(0, n), st.just(n)))


@pytest.mark.parametrize(
    ("successes", "n", "low", "high"),
    [(3, 3, 0.4385, 1.0), (0, 3, 0.0, 0.5615), (9, 10, 0.5958, 0.9821), (81, 263, 0.2553, 0.3662), (0, 0, 0.0, 1.0)],
)
def test_wilsons_interval_has_the_published_values(successes: int, n: int, low: float, high: float) -> None:
    """95 %; three of three is "44 to 100 %", 81 of 263 is the example of Newcombe (1998)."""
    assert wilson_interval(successes / n if n else 0.0, n, Z_95) == pytest.approx((low, high), abs=5e-5)


def test_three_of_three_shrinks_to_91_percent() -> None:
    share = shrunken_share(3, 3, city_share=0.90)
    assert round(share.share, 2) == 0.91
    assert (share.successes, share.n) == (3, 3)


@given(counts, shares)
def test_a_shrunken_share_lies_between_its_own_and_the_citys(count: tuple[int, int], city_share: float) -> None:
    successes, n = count
    own = successes / n if n else city_share
    share = shrunken_share(successes, n, city_share)
    assert min(own, city_share) - 1e-12 <= share.share <= max(own, city_share) + 1e-12
    assert 0 <= share.low <= share.share + 1e-12
    assert share.share - 1e-12 <= share.high <= 1


@given(st.integers(0, 200), shares)
def test_without_cases_the_share_is_the_citys(weight: int, city_share: float) -> None:
    assert shrunken_share(0, 0, city_share, weight + 1).share == pytest.approx(city_share)


@given(counts, shares)
def test_more_of_the_same_cases_move_the_share_towards_its_own_and_narrow_it(
    count: tuple[int, int], city_share: float
) -> None:
    successes, n = count
    if n == 0:
        return
    few, many = shrunken_share(successes, n, city_share), shrunken_share(successes * 10, n * 10, city_share)
    own = successes / n
    assert abs(many.share - own) <= abs(few.share - own) + 1e-12
    assert wilson_width(own, n * 10) <= wilson_width(own, n) + 1e-12


def wilson_width(share: float, n: float) -> float:
    low, high = wilson_interval(share, n)
    return high - low


@given(st.integers(1, 400), shares, st.data())
def test_one_more_success_never_lowers_a_share(n: int, city_share: float, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n - 1))
    assert shrunken_share(successes + 1, n, city_share).share > shrunken_share(successes, n, city_share).share


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        (0.91, 0.97, Tier.ABOVE),
        (0.90, 0.97, Tier.AROUND),
        (0.85, 0.95, Tier.AROUND),
        (0.80, 0.90, Tier.AROUND),
        (0.80, 0.89, Tier.BELOW),
    ],
)
def test_only_an_interval_that_excludes_the_target_leaves_the_middle(low: float, high: float, expected: Tier) -> None:
    assert tier(ShrunkenShare((low + high) / 2, low, high, 1, 1), 0.90) is expected


@given(st.integers(0, 20), st.floats(0.5, 0.95))
def test_one_failure_puts_no_agency_below_in_a_city_at_its_target(successes: int, target: float) -> None:
    assert tier(shrunken_share(successes, successes + 1, target), target) is not Tier.BELOW


def test_a_large_agency_far_from_the_target_is_told_apart() -> None:
    assert tier(shrunken_share(980, 1000, 0.9), 0.9) is Tier.ABOVE
    assert tier(shrunken_share(700, 1000, 0.9), 0.9) is Tier.BELOW
    assert tier(shrunken_share(3, 3, 0.9), 0.9) is Tier.AROUND
    assert tier(shrunken_share(0, 1, 0.9), 0.9) is Tier.AROUND
