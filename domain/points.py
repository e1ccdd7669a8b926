"""Points as the map draws them."""

from enum import IntEnum

import numpy as np
from numpy.typing import NDArray


class PointKind(IntEnum):
    """How a complaint is drawn: shape and colour."""

    ACTIVE = 0
    DUE_SOON = 1
    OVERDUE = 2


POINT_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("lat", np.float64),
        ("lon", np.float64),
        ("kind", np.int8),
        ("age", np.int8),
        ("extra", np.int16),
    ]
)
"""One open complaint on the map; `age` is a step from 0 (today) to 4 (older than 30 days), for fading.

`extra` is the heading of a crew, see `domain/trails.py`, and the load of a site, in percent of its promise; else 0."""

MapPoints = NDArray[np.void]
