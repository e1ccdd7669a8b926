"""The points of one layer of the map, each with the number at which it changed."""

from collections import deque

import numpy as np

from domain.points import MapPoints

REMOVALS_KEPT = 5_000


class PointLog:
    """What is drawn, and what was taken away lately. Not thread-safe: its frame log holds the lock."""

    def __init__(self) -> None:
        self.forgotten = 0
        self._points: dict[int, tuple[int, list[object]]] = {}
        self._rows: MapPoints | None = None
        self._removed: deque[tuple[int, int]] = deque()

    def update(self, points: MapPoints, seq: int) -> bool:
        """Take over the points of a snapshot; whether anything changed."""
        points = points[np.argsort(points["key"])]
        if self._rows is not None and np.array_equal(points, self._rows):
            return False
        changed, gone = _difference(self._rows, points)
        self._rows = points
        for row in changed:
            self._points[int(row["key"])] = (seq, _point(row))
        for key in gone:
            del self._points[key]
            self._removed.append((seq, key))
        while len(self._removed) > REMOVALS_KEPT:
            self.forgotten = self._removed.popleft()[0]
        return bool(len(changed) or gone)

    def since(self, seq: int) -> dict[str, object]:
        """What a screen at a number needs; all of it below 0."""
        is_full = seq < 0
        gone = set() if is_full else {key for at, key in self._removed if at > seq} - self._points.keys()
        upsert = [point for at, point in self._points.values() if at > seq]
        return {"full": is_full, "upsert": upsert, "remove": sorted(gone)}


def _difference(before: MapPoints | None, after: MapPoints) -> tuple[MapPoints, list[int]]:
    """The points that are new or changed, and the keys of those that are gone; both inputs sorted by key."""
    if before is None or not len(before):
        return after, []
    place = np.minimum(np.searchsorted(before["key"], after["key"]), len(before) - 1)
    is_same = before[place] == after
    gone = before["key"][~np.isin(before["key"], after["key"])]
    return after[~is_same], [int(key) for key in gone]


def _point(row: np.void) -> list[object]:
    key, lat, lon, kind, age, extra = row.tolist()
    point = [key, round(lat, 6), round(lon, 6), kind, age]
    return [*point, extra] if extra else point
