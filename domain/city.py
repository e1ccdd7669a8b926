"""The live city: the live set of every service as columns, an id -> row index, patched in O(1) by one thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.clock import epoch_ms
from domain.complaints import FIRST_CLOSED_STATE, UNSET_MS, Complaint, ComplaintState
from domain.profile import CityProfile

LIVE_WINDOW = timedelta(days=180)
"""Closed complaints stay live for the longest live window (90 days) and the one before it."""

LEFT_REMEMBERED = 10_000
"""How many complaints that left are remembered; folds overtake each other only within a moment."""

NO_CODE = -1
NEVER_MS = np.iinfo(np.int64).max

COMPLAINT_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("state", np.int8),
        ("category", np.int16),
        ("agency", np.int16),
        ("ward", np.int16),
        ("opened_ms", np.int64),
        ("response_ms", np.int64),
        ("closed_ms", np.int64),
        ("response_due_ms", np.int64),
        ("due_ms", np.int64),
        ("clock_stop_ms", np.int64),
        ("lat", np.float64),
        ("lon", np.float64),
    ]
)
"""One row a complaint. `key` is a number of its own that names it on the map; codes are indices into the profile.

`_ms` columns are milliseconds since 1970 UTC, 0 when it has not happened; `clock_stop_ms` is the start of a running
pause, else the greatest integer; `lat`, `lon` are NaN where the place is unknown.
"""

ComplaintColumns = NDArray[np.void]


@dataclass(frozen=True, slots=True)
class Codes:
    """Column codes of a city: the index of each agency, category and ward in its profile."""

    agencies: Sequence[str]
    categories: Sequence[str]
    wards: Sequence[str]
    agency_index: Mapping[str, int]
    category_index: Mapping[str, int]
    ward_index: Mapping[str, int]

    @classmethod
    def from_profile(cls, profile: CityProfile) -> "Codes":
        """The codes of a city's folder, in its order."""
        agencies, categories, wards = tuple(profile.agencies), tuple(profile.categories), tuple(profile.wards)
        return cls(agencies, categories, wards, _index(agencies), _index(categories), _index(wards))


def _index(codes: Sequence[str]) -> Mapping[str, int]:
    return {code: position for position, code in enumerate(codes)}


@dataclass(frozen=True, slots=True)
class ComplaintFrame:
    """Complaints at one instant: what every indicator is computed from, live or historical."""

    rows: ComplaintColumns
    codes: Codes

    def column(self, name: str) -> NDArray[np.generic]:
        """One column of all rows."""
        column: NDArray[np.generic] = self.rows[name]
        return column

    @property
    def is_open(self) -> NDArray[np.bool_]:
        """Filed and not closed."""
        mask: NDArray[np.bool_] = self.rows["state"] < FIRST_CLOSED_STATE
        return mask


class LiveCity:
    """The live set of complaints: open, or closed or due within the live window. Not thread-safe: one owner."""

    def __init__(self, profile: CityProfile) -> None:
        self._codes = Codes.from_profile(profile)
        self._rows: ComplaintColumns = np.zeros(1024, dtype=COMPLAINT_DTYPE)
        self._ids: list[str] = []
        self._row_of: dict[str, int] = {}
        self._left: dict[str, int] = {}  # the revision at which a complaint left, for folds that come too late
        self._next_key = 1

    def __len__(self) -> int:
        return len(self._ids)

    def __contains__(self, complaint_id: object) -> bool:
        return complaint_id in self._row_of

    def apply(self, complaint: Complaint, now: datetime) -> None:
        """Patch one complaint: add, replace or, when it has left the live set, remove it. An older fold is ignored."""
        row = self._row_of.get(complaint.complaint_id)
        if self._revision_of(complaint.complaint_id, row) > complaint.revision:
            return
        if not complaint.is_known or is_past(complaint, now):
            self._remove(complaint.complaint_id, complaint.revision)
            return
        key = int(self._rows["key"][row]) if row is not None else self._take_key()
        if row is None:
            row = self._append(complaint.complaint_id)
        self._rows[row] = self._values(complaint, key)

    def load(self, complaints: Iterable[Complaint], now: datetime) -> None:
        """Rebuild from the store."""
        for complaint in complaints:
            self.apply(complaint, now)

    def drop_past(self, now: datetime) -> None:
        """Remove what was closed, and fell due, before the live window."""
        rows = self._rows[: len(self._ids)]
        last_ms = np.maximum(rows["closed_ms"], rows["due_ms"])
        gone = np.flatnonzero((rows["closed_ms"] != UNSET_MS) & (last_ms < epoch_ms(now - LIVE_WINDOW)))
        for complaint_id, revision in [(self._ids[row], int(rows["revision"][row])) for row in gone]:
            self._remove(complaint_id, revision)

    def frame(self) -> ComplaintFrame:
        """The rows of this instant, as a copy that stays as it is."""
        return ComplaintFrame(self._rows[: len(self._ids)].copy(), self._codes)

    def ids(self) -> Sequence[str]:
        """Complaint ids in row order."""
        return tuple(self._ids)

    def key_of(self, complaint_id: str) -> int | None:
        """The number that names a complaint on the map, while it is live."""
        row = self._row_of.get(complaint_id)
        return None if row is None else int(self._rows["key"][row])

    def _take_key(self) -> int:
        self._next_key += 1
        return self._next_key - 1

    def _append(self, complaint_id: str) -> int:
        row = len(self._ids)
        if row == len(self._rows):
            self._rows = np.concatenate([self._rows, np.zeros(row, dtype=COMPLAINT_DTYPE)])
        self._ids.append(complaint_id)
        self._left.pop(complaint_id, None)
        self._row_of[complaint_id] = row
        return row

    def _revision_of(self, complaint_id: str, row: int | None) -> int:
        return self._left.get(complaint_id, 0) if row is None else int(self._rows["revision"][row])

    def _remove(self, complaint_id: str, revision: int) -> None:
        self._left.pop(complaint_id, None)
        self._left[complaint_id] = revision
        if len(self._left) > LEFT_REMEMBERED:
            del self._left[next(iter(self._left))]
        row = self._row_of.pop(complaint_id, None)
        if row is None:
            return
        last = self._ids.pop()
        if last != complaint_id:
            self._rows[row] = self._rows[len(self._ids)]
            self._ids[row] = last
            self._row_of[last] = row

    def _values(self, complaint: Complaint, key: int) -> tuple[object, ...]:
        return complaint_values(complaint, key, self._codes)


def is_past(complaint: Complaint, now: datetime) -> bool:
    """Whether a complaint was closed, and fell due, before the live window: shares go by the due date."""
    last_ms = max(complaint.closed_ms, complaint.due_ms)
    return complaint.closed_ms != UNSET_MS and last_ms < epoch_ms(now - LIVE_WINDOW)


def complaint_values(complaint: Complaint, key: int, codes: Codes) -> tuple[object, ...]:
    """One row of `COMPLAINT_DTYPE`."""
    is_paused = (
        complaint.state == ComplaintState.WAITING_REPORTER
        and complaint.paused_from_ms != UNSET_MS
        and complaint.resumed_ms == UNSET_MS
    )
    return (
        key,
        complaint.revision,
        complaint.state,
        codes.category_index.get(complaint.category, NO_CODE),
        codes.agency_index.get(complaint.agency, NO_CODE),
        codes.ward_index.get(complaint.ward, NO_CODE),
        complaint.opened_ms,
        complaint.response_ms,
        complaint.closed_ms,
        complaint.response_due_ms,
        complaint.due_ms,
        complaint.paused_from_ms if is_paused else NEVER_MS,
        np.nan if complaint.lat is None else complaint.lat,
        np.nan if complaint.lon is None else complaint.lon,
    )


def complaint_frame(complaints: Iterable[Complaint], profile: CityProfile) -> ComplaintFrame:
    """A frame of complaints read from the store, for a review of any instant."""
    codes = Codes.from_profile(profile)
    known = (complaint for complaint in complaints if complaint.is_known)
    rows = [complaint_values(complaint, key, codes) for key, complaint in enumerate(known, start=1)]
    return ComplaintFrame(np.array(rows, dtype=COMPLAINT_DTYPE), codes)
