"""Repeat hot-spots (A18): where the same trouble is reported again and again.

A hot-spot is a reported place with enough complaints of its category within some metres of it, itself counted. The
place with most is taken first and its complaints belong to it alone; then the next, of what is left. So none is wider
than twice the distance, where linking neighbour to neighbour would tie whole streets into one.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from domain.city import NO_CODE, ComplaintFrame
from domain.complaints import ComplaintState
from domain.nearby import Degrees, Grid, Numbers

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class HotspotRules:
    """So many complaints within so many metres of one of them, filed in so many days (calendar)."""

    radius_m: float = 50.0
    days: int = 90
    smallest_n: int = 3


@dataclass(frozen=True, slots=True)
class Hotspot:
    """One hot-spot around a place, with codes of the city; empty where the ward or the agency is not known.

    `ward` and `agency` are those of most of its `n` complaints; `open` are not closed. `rows` are their numbers in the
    frame. `lat`, `lon` are those of its middle, as exactly as whoever looks may know.
    """

    category: str
    ward: str
    agency: str
    lat: float
    lon: float
    n: int
    open: int
    first_ms: int
    last_ms: int
    key: int
    rows: tuple[int, ...] = ()


class Cluster(NamedTuple):
    """The number of the complaint in the middle, and of all within reach of it."""

    middle: int
    members: Numbers


def hotspots(frame: ComplaintFrame, now_ms: int, rules: HotspotRules) -> tuple[Hotspot, ...]:
    """The hot-spots of an instant, most complaints first.

    What was set aside, as a duplicate too, tells of no further trouble; what may not be told by its category is none.
    """
    rows = frame.rows
    is_counted = (rows["category"] != NO_CODE) & ~np.isnan(rows["lat"]) & (rows["state"] <= ComplaintState.RESOLVED)
    is_counted &= (rows["opened_ms"] > now_ms - rules.days * DAY_MS) & (rows["opened_ms"] <= now_ms)
    counted = np.flatnonzero(is_counted)
    places = rows[counted]
    found = clusters(places["lat"], places["lon"], places["category"].astype(np.int64), rules)
    spots = [_hotspot(frame, counted[one.middle], counted[one.members]) for one in found]
    return tuple(sorted(spots, key=lambda spot: (-spot.n, -spot.open, spot.category, spot.lat, spot.lon)))


def _hotspot(frame: ComplaintFrame, middle: int, members: Numbers) -> Hotspot:
    rows, codes = frame.rows[members], frame.codes
    ward, agency = most_frequent(rows["ward"]), most_frequent(rows["agency"])
    return Hotspot(
        category=codes.categories[int(frame.rows["category"][middle])],
        ward="" if ward == NO_CODE else codes.wards[ward],
        agency="" if agency == NO_CODE else codes.agencies[agency],
        lat=float(frame.rows["lat"][middle]),
        lon=float(frame.rows["lon"][middle]),
        n=len(members),
        open=int(np.count_nonzero(frame.is_open[members])),
        first_ms=int(rows["opened_ms"].min()),
        last_ms=int(rows["opened_ms"].max()),
        key=int(rows["key"].min()),
        rows=tuple(int(row) for row in members[np.lexsort((rows["key"], rows["opened_ms"]))]),
    )


def most_frequent(codes: NDArray[np.int16]) -> int:
    """The code that is there most often, of equals the smallest; NO_CODE where none is known."""
    known = codes[codes != NO_CODE]
    return int(np.bincount(known).argmax()) if len(known) else NO_CODE


# --- clusters


def clusters(lat: Degrees, lon: Degrees, groups: Numbers, rules: HotspotRules) -> list[Cluster]:
    """Disjoint clusters within groups, in no order that follows from that of the points.

    Of middles with as many around them, the one of the smaller group, latitude and longitude comes first.
    """
    order = np.lexsort((lon, lat, groups))
    starts = np.flatnonzero(_is_new(groups[order], lat[order], lon[order]))
    sizes = np.diff(np.append(starts, len(order)))
    spots = order[starts]
    near = _Neighbours.of(lat[spots], lon[spots], groups[spots], sizes, rules)
    ends = starts + sizes
    return [
        Cluster(int(spots[middle]), np.concatenate([order[starts[one] : ends[one]] for one in members]))
        for middle, members in _densest_first(near, rules.smallest_n)
    ]


def _is_new(*columns: NDArray[np.generic]) -> NDArray[np.bool_]:
    """Whether each row of sorted columns differs from the one before it."""
    is_new = np.ones(len(columns[0]), dtype=np.bool_)
    if len(is_new):
        is_new[1:] = np.logical_or.reduce([column[1:] != column[:-1] for column in columns])
    return is_new


@dataclass(frozen=True, slots=True)
class _Neighbours:
    """Places with so many points each, and which of them are within reach of one another, themselves included.

    Places whose surroundings hold too few are not asked for theirs.
    """

    sizes: Numbers
    counts: Numbers
    starts: Numbers
    others: Numbers

    @classmethod
    def of(cls, lat: Degrees, lon: Degrees, groups: Numbers, sizes: Numbers, rules: HotspotRules) -> "_Neighbours":
        """The neighbours of distinct places."""
        places, others = Grid(lat, lon, rules.radius_m, groups).near(lat, lon, groups)
        order = np.lexsort((others, places))
        starts = np.searchsorted(places[order], np.arange(len(sizes) + 1))
        counts = np.bincount(places, weights=sizes[others], minlength=len(sizes)).astype(np.int64)
        return cls(sizes, counts, starts, others[order])

    def around(self, place: int) -> Numbers:
        """The places within reach of one, ascending."""
        return self.others[self.starts[place] : self.starts[place + 1]]


def _densest_first(near: _Neighbours, smallest_n: int) -> Iterator[tuple[int, Sequence[int]]]:
    """Each middle with the places that it takes: the one with most points of what is left, again and again."""
    is_left = np.ones(len(near.sizes), dtype=np.bool_)
    waiting = [(-int(near.counts[place]), int(place)) for place in np.flatnonzero(near.counts >= smallest_n)]
    heapify(waiting)
    while waiting:
        count, place = heappop(waiting)
        if not is_left[place]:
            continue
        members = near.around(place)
        members = members[is_left[members]]
        left = int(near.sizes[members].sum())
        if left < -count:
            if left >= smallest_n:
                heappush(waiting, (-left, place))
            continue
        is_left[members] = False
        yield place, members.tolist()
