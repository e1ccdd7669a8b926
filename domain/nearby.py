"""What lies near what: pairs of points within some metres, found by way of a grid of squares.

A city crosses neither a pole nor the date line; there a square would have no neighbours.
"""

from collections.abc import Iterator
from math import asin, cos, pi, radians, sin, sqrt

import numpy as np
from numpy.typing import NDArray

Degrees = NDArray[np.float64]
Numbers = NDArray[np.int64]

EARTH_RADIUS_M = 6_371_008.8
"""The mean radius of the earth (IUGG), metres."""

CANDIDATES_AT_ONCE = 2_000_000
MARGIN = 1.001
"""A square is a little wider than the distance that is asked for, so that rounding hides no neighbour."""


def distance_m(lat: float, lon: float, other_lat: float, other_lon: float) -> float:
    """The way between two points in degrees along a great circle, metres (haversine)."""
    north, east = radians(other_lat - lat), radians(other_lon - lon)
    chord = sin(north / 2) ** 2 + cos(radians(lat)) * cos(radians(other_lat)) * sin(east / 2) ** 2
    return 2 * EARTH_RADIUS_M * asin(min(1.0, sqrt(chord)))


class Grid:
    """Points in squares of one distance. `groups` are whole numbers from 0 on; only points of one group are near."""

    def __init__(self, lat: Degrees, lon: Degrees, radius_m: float, groups: Numbers | None = None) -> None:
        self._places = _on_sphere(lat, lon)
        self._reach = (2 * sin(radius_m / EARTH_RADIUS_M / 2)) ** 2
        self._cell = radius_m * MARGIN / EARTH_RADIUS_M
        farthest = float(np.abs(np.radians(lat)).max(initial=0.0))
        self._narrowest = cos(min(farthest + self._cell, 0.49 * pi))
        rows, columns = self._squares(lat, lon)
        self._first = int(rows.min(initial=0)) - 1, int(columns.min(initial=0)) - 1
        self._shape = int(rows.max(initial=0)) - self._first[0] + 2, int(columns.max(initial=0)) - self._first[1] + 2
        codes = self._codes(rows, columns, np.zeros(len(lat), dtype=np.int64) if groups is None else groups)
        self._order = np.argsort(codes, kind="stable")
        self._sorted = codes[self._order]

    def near(self, lat: Degrees, lon: Degrees, groups: Numbers | None = None) -> tuple[Numbers, Numbers]:
        """All pairs (number of the place that is asked about, number of a point) within the distance, both included."""
        here = _on_sphere(lat, lon)
        asked, found = [np.zeros(0, dtype=np.int64)], [np.zeros(0, dtype=np.int64)]
        for queries, points in self._candidates(lat, lon, groups):
            is_near = _chords(here, queries, self._places, points) <= self._reach
            asked.append(queries[is_near])
            found.append(points[is_near])
        return np.concatenate(asked), np.concatenate(found)

    def _candidates(self, lat: Degrees, lon: Degrees, groups: Numbers | None) -> Iterator[tuple[Numbers, Numbers]]:
        """Pairs of places and points in the same square or in one beside it, some at a time."""
        rows, columns = self._squares(lat, lon)
        is_inside = (rows >= self._first[0]) & (rows < self._first[0] + self._shape[0])
        is_inside &= (columns >= self._first[1]) & (columns < self._first[1] + self._shape[1])
        inside = np.flatnonzero(is_inside)
        own = np.zeros(len(lat), dtype=np.int64) if groups is None else groups
        for beside in (-1, 0, 1):
            codes = self._codes(rows[inside] + beside, columns[inside], own[inside])
            low = np.searchsorted(self._sorted, codes - 1, side="left")
            high = np.searchsorted(self._sorted, codes + 1, side="right")
            for queries, places in _spread(low, high):
                yield inside[queries], self._order[places]

    def _squares(self, lat: Degrees, lon: Degrees) -> tuple[Numbers, Numbers]:
        rows = np.floor(np.radians(lat) / self._cell).astype(np.int64)
        return rows, np.floor(np.radians(lon) * self._narrowest / self._cell).astype(np.int64)

    def _codes(self, rows: Numbers, columns: Numbers, groups: Numbers) -> Numbers:
        """One number a square of a group; an empty square lies around all, so that beside the last comes no other."""
        (first_row, first_column), (height, width) = self._first, self._shape
        codes: Numbers = (groups * height + rows - first_row) * width + columns - first_column
        return codes


def _on_sphere(lat: Degrees, lon: Degrees) -> NDArray[np.float64]:
    """Points as columns x, y, z on a sphere of radius 1: chords tell the ways, without a sine for each pair."""
    north, east = np.radians(lat), np.radians(lon)
    return np.stack([np.cos(north) * np.cos(east), np.cos(north) * np.sin(east), np.sin(north)])


def _chords(here: NDArray[np.float64], queries: Numbers, there: NDArray[np.float64], points: Numbers) -> Degrees:
    """The squares of the chords from some places to some points, column by column: pairs are millions."""
    squares = np.zeros(len(queries))
    for own, other in zip(here, there, strict=True):
        squares += (own[queries] - other[points]) ** 2
    return squares


def _spread(low: Numbers, high: Numbers) -> Iterator[tuple[Numbers, Numbers]]:
    """Each range of places from `low` to `high` as pairs (number of the range, place), some at a time."""
    lengths = high - low
    ends = np.cumsum(lengths)
    start = 0
    while start < len(low):
        before = int(ends[start - 1]) if start else 0
        stop = max(start + 1, int(np.searchsorted(ends, before + CANDIDATES_AT_ONCE, side="right")))
        some = lengths[start:stop]
        queries = np.repeat(np.arange(start, stop), some)
        steps = np.arange(int(some.sum())) - np.repeat(np.cumsum(some) - some, some)
        yield queries, np.repeat(low[start:stop], some) + steps
        start = stop
