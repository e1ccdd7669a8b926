"""How long something takes when some of it still goes on: Kaplan-Meier.

Leaving out those who still wait makes a queue look best when it stands still: they enter as "at least so long".
"""

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
    n, censored = len(durations), int(np.count_nonzero(~has_ended))
    if n < max(1, smallest_n):
        return Percentile(n, censored, None)
    times, lasting = kaplan_meier(durations, has_ended)
    reached = np.flatnonzero(lasting <= 1.0 - share + ROUNDING)
    longest = times[reached[0]] if len(reached) else durations.max()
    return Percentile(n, censored, float(longest) / MINUTE_MS, is_at_least=not len(reached))
