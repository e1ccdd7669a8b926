"""How long something takes when some of it still goes on: Kaplan-Meier.

Leaving out those who still wait makes a queue look best when it stands still: they enter as "at least so long".
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MINUTE_MS = 60_000
ROUNDING = 1e-9
"""A product of shares may miss a round share by so much."""

Durations = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Percentile:
    """A percentile of durations, in minutes, of `n` cases of which `censored` had not ended.

    `minutes` is None when `n` is too small to say. With `is_at_least` so many go on that only a lower bound is known.
    """

    n: int
    censored: int
    minutes: float | None
    is_at_least: bool = False


def kaplan_meier(durations: Durations, has_ended: Mask) -> tuple[Durations, NDArray[np.float64]]:
    """The distinct durations at which something ended, and the share that lasts longer than each.

    A case that goes on counts among those at risk up to and including its duration so far.
    """
    times, ended = np.unique(durations[has_ended], return_counts=True)
    at_risk = len(durations) - np.searchsorted(np.sort(durations), times, side="left")
    return times, np.asarray(np.cumprod(1.0 - ended / at_risk), dtype=np.float64)


def percentile(durations: Durations, has_ended: Mask, share: float = 0.9, smallest_n: int = 10) -> Percentile:
    """The duration within which `share` (0 to 1) of the cases end; durations are in milliseconds."""
    return percentiles(durations, has_ended, (share,), smallest_n)[0]


def percentiles(
    durations: Durations, has_ended: Mask, shares: Sequence[float], smallest_n: int = 10
) -> tuple[Percentile, ...]:
    """Several percentiles of the same cases, by one curve."""
    n, censored = len(durations), int(np.count_nonzero(~has_ended))
    if n < max(1, smallest_n):
        return (Percentile(n, censored, None),) * len(shares)
    found = quantiles(durations, has_ended, shares)
    return tuple(Percentile(n, censored, longest / MINUTE_MS, is_at_least) for longest, is_at_least in found)


def quantiles(durations: Durations, has_ended: Mask, shares: Sequence[float]) -> list[tuple[float, bool]]:
    """The durations within which shares (0 to 1) of the cases end, and whether so many go on that it is a lower bound.

    There must be a case.
    """
    times, lasting = kaplan_meier(durations, has_ended)
    found = []
    for share in shares:
        reached = np.flatnonzero(lasting <= 1.0 - share + ROUNDING)
        found.append((float(times[reached[0]]), False) if len(reached) else (float(durations.max()), True))
    return found


def share_ended_within(durations: Durations, has_ended: Mask, limit: int) -> float:
    """The share of cases, 0 to 1, that end within `limit`; those that go on or broke off count for as long as known."""
    times, lasting = kaplan_meier(durations, has_ended)
    within = int(np.searchsorted(times, limit, side="right"))
    return 1.0 - float(lasting[within - 1]) if within else 0.0
