"""How long events took from their streams to a picture, over the last minutes of the machine (F05)."""

from collections import deque

import numpy as np

from domain.snapshot import Lag

LAG_SECONDS = 15 * 60.0
MOST_LAGS = 10_000
"""A picture every 100 ms for 15 minutes; a longer memory would tell nothing more."""

SMALLEST_N = 10
PERCENTILE = 95


class Lags:
    """The lag of each picture that had news. Times are seconds on the machine's own clock; one owner."""

    def __init__(self) -> None:
        self._told: deque[tuple[float, int]] = deque(maxlen=MOST_LAGS)

    def tell(self, elapsed: float, lag_ms: int) -> None:
        """A picture had news that took so long, milliseconds."""
        self._told.append((elapsed, lag_ms))

    def lag(self, elapsed: float) -> Lag:
        """The P95 of the last 15 minutes."""
        while self._told and self._told[0][0] <= elapsed - LAG_SECONDS:
            self._told.popleft()
        lags = [lag_ms for _, lag_ms in self._told]
        if len(lags) < SMALLEST_N:
            return Lag(len(lags), None)
        return Lag(len(lags), float(np.percentile(lags, PERCENTILE)) / 1000)
