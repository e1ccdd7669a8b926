"""Classes of a choropleth: at most five, in round numbers, and the same from one frame to the next.

A class that changed with every number would change the colour of a ward in which nothing happened. So the classes are
rungs of a ladder: a city climbs as soon as its largest value no longer fits, and steps down only when it clearly would.
"""

from collections.abc import Mapping, Sequence
from enum import StrEnum
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]
Steps = NDArray[np.int8]
Starts = tuple[float, ...]

CLASSES = 5
UNKNOWN = -1
"""The step of a place of which nothing is known, or too little: never the lowest one."""

FITS = 2.0
"""The largest value may be up to so many times the start of the highest class."""

CLEARLY = 0.75
"""A city steps down when its largest value is below this share of what the lower rung holds."""


class AreaIndicator(StrEnum):
    """What the wards may be coloured by."""

    OPEN = "open"
    OVERDUE = "overdue"
    ON_TIME = "on_time"
    PER_1000 = "per_1000"
    WAITING = "waiting"


COUNTS: Sequence[Starts] = (
    *((1, 2, 3, 5), (1, 3, 6, 10), (1, 5, 10, 20), (1, 10, 20, 40), (1, 25, 50, 100), (1, 50, 100, 200)),
    *((1, 100, 250, 500), (1, 250, 500, 1000)),
)
RATES: Sequence[Starts] = ((0.1, 0.3, 0.6, 1), (0.5, 1, 1.5, 2), (0.5, 1, 2, 4), (1, 2.5, 5, 10), (1, 5, 10, 20))

LADDERS: Mapping[AreaIndicator, Sequence[Starts]] = MappingProxyType(
    {
        AreaIndicator.OPEN: COUNTS,
        AreaIndicator.OVERDUE: ((0.05, 0.10, 0.20, 0.40),),
        AreaIndicator.ON_TIME: ((0.50, 0.70, 0.80, 0.90),),
        AreaIndicator.PER_1000: RATES,
        AreaIndicator.WAITING: COUNTS,
    }
)
"""Where the classes above the lowest begin. Shares have one rung: the same share has the same colour on every day."""

GOOD_WHEN_HIGH = frozenset({AreaIndicator.ON_TIME})
"""Dark is always what needs a person: where high is good, the highest class is the lightest."""


def next_starts(ladder: Sequence[Starts], values: Values, before: Starts | None = None) -> Starts:
    """The classes for these values, given those of the frame before. Unknown values (NaN) decide nothing."""
    most = float(np.nanmax(values)) if len(values) and not np.all(np.isnan(values)) else 0.0
    fresh = next((starts for starts in ladder if most < FITS * starts[-1]), ladder[-1])
    if before is None or before not in ladder or most >= FITS * before[-1]:
        return fresh
    is_lower = ladder.index(fresh) < ladder.index(before)
    return fresh if is_lower and most < CLEARLY * FITS * fresh[-1] else before


def steps(values: Values, starts: Starts, is_good_when_high: bool = False) -> Steps:
    """The step of each value from 0, the lightest, to `CLASSES` - 1; `UNKNOWN` where there is none."""
    found = np.searchsorted(starts, values, side="right")
    drawn = len(starts) - found if is_good_when_high else found
    result: Steps = np.where(np.isnan(values), UNKNOWN, drawn).astype(np.int8)
    return result
