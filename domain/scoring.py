"""Fair comparison of agencies whose numbers are small: shrinkage, intervals, tiers."""

from dataclasses import dataclass
from enum import StrEnum
from math import sqrt

Z_90 = 1.6448536269514722
"""The normal quantile of a two-sided 90 % interval."""


class Tier(StrEnum):
    """Three bands instead of ranks: an interval wholly above, around, or wholly below the target."""

    ABOVE = "above"
    AROUND = "around"
    BELOW = "below"


@dataclass(frozen=True, slots=True)
class ShrunkenShare:
    """A share pulled towards the city's by `prior_weight` imaginary cases, with its 90 % interval."""

    share: float
    low: float
    high: float
    successes: int
    n: int


def shrunken_share(successes: int, n: int, city_share: float, prior_weight: float = 20.0) -> ShrunkenShare:
    """(k + m * p0) / (n + m) with a Wilson interval of the same pseudo-sample; shares are 0 to 1."""
    total = n + prior_weight
    share = (successes + prior_weight * city_share) / total
    low, high = wilson_interval(share, total)
    return ShrunkenShare(share, low, high, successes, n)


def wilson_interval(share: float, n: float, z: float = Z_90) -> tuple[float, float]:
    """Wilson's score interval of a share of `n` cases."""
    if n <= 0:
        return 0.0, 1.0
    centre = (share + z * z / (2 * n)) / (1 + z * z / n)
    half = z / (1 + z * z / n) * sqrt(share * (1 - share) / n + z * z / (4 * n * n))
    return max(0.0, centre - half), min(1.0, centre + half)


def tier(share: ShrunkenShare, target: float) -> Tier:
    """The band: only an interval that excludes the target leaves the middle."""
    if share.low > target:
        return Tier.ABOVE
    if share.high < target:
        return Tier.BELOW
    return Tier.AROUND
