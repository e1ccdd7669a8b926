"""Where crews were in the last minutes, and which way they go: never more, and only while they are on duty."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import atan2, cos, degrees, hypot, radians
from typing import NamedTuple

METRES_PER_DEGREE = 111_320.0
LEAST_MOVE_M = 15.0
"""A crew that moved less stands still, as far as a fix can tell; it heads nowhere."""

DIRECTIONS = 16
MOST_FIXES = 40


class Fix(NamedTuple):
    """A place and when a crew was there, milliseconds since 1970 UTC; ordered by time."""

    at_ms: int
    lat: float
    lon: float


Trails = Mapping[int, tuple[Fix, ...]]
"""Of each crew, by its key on the map, the fixes of the last minutes; the newest comes last."""


@dataclass(frozen=True, slots=True)
class Trail:
    """What is drawn of one crew: places from the oldest to the newest."""

    key: int
    fixes: tuple[Fix, ...]


def extended(trails: Trails, news: Iterable[tuple[int, Fix]], now_ms: int, keep_ms: int) -> Trails:
    """The trails with what came, in whatever order it came; what is older than `keep_ms` goes.

    A crew of which nothing came has left the map (it is off duty), and its trail with it.
    """
    fixes: dict[int, set[Fix]] = {}
    for key, fix in news:
        fixes.setdefault(key, set(trails.get(key, ()))).add(fix)
    return {
        key: tuple(sorted(fix for fix in known if fix.at_ms > now_ms - keep_ms)[-MOST_FIXES:])
        for key, known in fixes.items()
    }


def heading(fixes: tuple[Fix, ...]) -> int:
    """Which way a crew goes: from 1, north, clockwise to 16; 0 where it stands still or nobody knows."""
    if not fixes:
        return 0
    last = fixes[-1]
    for earlier in reversed(fixes[:-1]):
        east, north = _metres(earlier, last)
        if hypot(east, north) >= LEAST_MOVE_M:
            turn = degrees(atan2(east, north)) % 360
            return round(turn / 360 * DIRECTIONS) % DIRECTIONS + 1
    return 0


def _metres(start: Fix, end: Fix) -> tuple[float, float]:
    """How far east and how far north."""
    east = (end.lon - start.lon) * METRES_PER_DEGREE * cos(radians(end.lat))
    return east, (end.lat - start.lat) * METRES_PER_DEGREE
