"""Funnel limits: how far the share of n cases strays from the city's by chance alone.

Funnel plots show who stands out without a ranking (Spiegelhalter, "Funnel plots for comparing institutional
performance", Statistics in Medicine 24, 2005). The limits are exact binomial ones: at most half of what the coverage
leaves lies beyond each. The usual approximation, p ± z √(p(1 - p)/n), is too narrow below a share of few cases: of
agencies at 90 % with ten cases it would call 7 in 100 too low, where 2.5 are announced.
"""

from enum import StrEnum
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

WARNING, ALARM = 0.95, 0.998
"""The coverage of the two pairs of limits: about two and three standard deviations."""


class Limits(NamedTuple):
    """The lowest and the highest share, 0 to 1, that chance alone explains."""

    low: float
    high: float


@lru_cache(maxsize=4096)
def funnel_limits(share: float, n: int, coverage: float) -> Limits:
    """The limits around a true `share` for `n` cases: a share outside of them is rarer than 1 - coverage."""
    if n <= 0:
        return Limits(0.0, 1.0)
    tail, below = (1 - coverage) / 2, _cumulative(share, n)
    low = int(np.searchsorted(below, tail, side="right"))  # P(fewer than low) <= tail
    above = 1 - np.concatenate(([0.0], below[:-1]))  # P(at least k)
    high = n - int(np.searchsorted(above[::-1], tail, side="right"))
    return Limits(min(low, n) / n, max(high, 0) / n)


def is_beyond(successes: int, n: int, share: float, coverage: float) -> bool:
    """Whether chance alone hardly explains `successes` of `n` cases in a city with this share."""
    limits = funnel_limits(share, n, coverage)
    return n > 0 and not limits.low <= successes / n <= limits.high


class FunnelPlace(StrEnum):
    """Where a share lies: chance may explain it, hardly does, or does not."""

    WITHIN = "within"
    LOW = "low"
    HIGH = "high"
    FAR_LOW = "far_low"
    FAR_HIGH = "far_high"


def funnel_place(successes: int, n: int, share: float) -> FunnelPlace:
    """The place of `successes` of `n` cases in the funnel around the city's share."""
    if not is_beyond(successes, n, share, WARNING):
        return FunnelPlace.WITHIN
    is_low, is_far = successes / n < share, is_beyond(successes, n, share, ALARM)
    if is_low:
        return FunnelPlace.FAR_LOW if is_far else FunnelPlace.LOW
    return FunnelPlace.FAR_HIGH if is_far else FunnelPlace.HIGH


def _cumulative(share: float, n: int) -> NDArray[np.float64]:
    """P(at most k of n) for k from 0 to n; by logarithms, since factorials leave the numbers of a machine."""
    if share <= 0 or share >= 1:
        certain: NDArray[np.float64] = (np.arange(n + 1) >= (n if share >= 1 else 0)).astype(np.float64)
        return certain
    k = np.arange(n + 1)
    factorials = np.concatenate(([0.0], np.cumsum(np.log(k[1:]))))
    logs = factorials[n] - factorials - factorials[::-1] + k * np.log(share) + (n - k) * np.log1p(-share)
    cumulative: NDArray[np.float64] = np.cumsum(np.exp(logs))
    cumulative /= cumulative[-1]
    return cumulative
