"""The live city: the live set of every service as columns, an id -> row index, patched in O(1) by one thread."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

import numpy as np
from numpy.typing import NDArray

from domain.clock import epoch_ms
from domain.complaints import FIRST_CLOSED_STATE, UNSET_MS, Complaint, ComplaintState
from domain.events import ComplaintClass
from domain.live_services import LiveServices
from domain.live_table import LiveTable, index_of
from domain.profile import CityProfile
from domain.secrecy import Secrecy, Secrets
from domain.unfiled import UNFILED_DTYPE, Unfiled, unfiled_of, unfiled_values

LIVE_WINDOW = timedelta(days=180)
"""Closed complaints stay live for the longest live window (90 days) and the one before it."""

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
        ("channel", np.int16),
        ("handoffs", np.int16),
        ("reopenings", np.int16),
        ("stars", np.int8),
        ("is_complete", np.bool_),
        ("opened_ms", np.int64),
        ("response_ms", np.int64),
        ("closed_ms", np.int64),
        ("response_due_ms", np.int64),
        ("due_ms", np.int64),
        ("legal_due_ms", np.int64),
        ("clock_stop_ms", np.int64),
        ("lat", np.float64),
        ("lon", np.float64),
    ]
)
"""One row a complaint. `key` is a number of its own that names it on the map; codes are indices into the profile.

`_ms` columns are milliseconds since 1970 UTC, 0 when it has not happened; `clock_stop_ms` is the start of a running
pause, else the greatest integer; `lat`, `lon` are NaN where the place is unknown; `stars` are 0 where nobody rated;
`is_complete` says whether category, class, agency and a place inside the city are known (F04).
Of a sensitive complaint neither category nor place is here, of a report on misconduct no agency and no channel either:
what is not here reaches no screen.
"""

ComplaintColumns = NDArray[np.void]

_CLASSES = frozenset(ComplaintClass)


@dataclass(frozen=True, slots=True)
class Codes:
    """Column codes of a city: the index of each agency, category, ward and channel in its profile."""

    agencies: Sequence[str]
    categories: Sequence[str]
    wards: Sequence[str]
    channels: Sequence[str]
    agency_index: Mapping[str, int]
    category_index: Mapping[str, int]
    ward_index: Mapping[str, int]
    channel_index: Mapping[str, int]
    secrets: Secrets

    @classmethod
    def from_profile(cls, profile: CityProfile) -> "Codes":
        """The codes of a city's folder, in its order."""
        agencies, categories, wards = tuple(profile.agencies), tuple(profile.categories), tuple(profile.wards)
        channels = tuple(profile.channels)
        indices = (index_of(agencies), index_of(categories), index_of(wards), index_of(channels))
        return cls(agencies, categories, wards, channels, *indices, Secrets.from_profile(profile))


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
    """The live set of complaints (open, or closed or due within the live window) and of all other services.

    Complaints of which only later events have come are kept apart: they count nowhere. Not thread-safe: one owner.
    """

    def __init__(self, profile: CityProfile) -> None:
        self.services = LiveServices(profile)
        self._codes = Codes.from_profile(profile)
        self._complaints = LiveTable(COMPLAINT_DTYPE, self._values, is_live)
        self._unfiled = LiveTable(UNFILED_DTYPE, unfiled_values, is_unfiled)

    def __len__(self) -> int:
        return len(self._complaints)

    def __contains__(self, complaint_id: object) -> bool:
        return complaint_id in self._complaints

    def apply(self, complaint: Complaint, now: datetime) -> None:
        """Patch one complaint: add, replace or, when it has left the live set, remove it. An older fold is ignored."""
        self._complaints.apply(complaint, now)
        self._unfiled.apply(complaint, now)

    def load(self, complaints: Iterable[Complaint], now: datetime) -> None:
        """Rebuild from the store."""
        for complaint in complaints:
            self.apply(complaint, now)

    def drop_past(self, now: datetime) -> None:
        """Remove what is no longer live: complaints that were closed, and fell due, before the live window."""
        self.services.drop_past(now)
        rows = self._complaints.live_rows
        last_ms = np.maximum.reduce([rows["closed_ms"], rows["due_ms"], rows["legal_due_ms"]])
        past_ms = epoch_ms(now - LIVE_WINDOW)
        self._complaints.drop((rows["closed_ms"] != UNSET_MS) & (last_ms < past_ms))
        unfiled = self._unfiled.live_rows
        self._unfiled.drop((unfiled["closed_ms"] != UNSET_MS) & (unfiled["closed_ms"] < past_ms))

    def frame(self) -> ComplaintFrame:
        """The rows of this instant, as a copy that stays as it is."""
        return ComplaintFrame(self._complaints.copy_rows(), self._codes)

    def ids(self) -> Sequence[str]:
        """Complaint ids in row order."""
        return self._complaints.ids()

    def unfiled(self) -> Sequence[Unfiled]:
        """Complaints that events speak of although their filing never came, the newest first."""
        return unfiled_of(self._unfiled.ids(), self._unfiled.live_rows)

    def key_of(self, complaint_id: str) -> int | None:
        """The number that names a complaint on the map, while it is live."""
        return self._complaints.key_of(complaint_id)

    def _values(self, complaint: Complaint) -> tuple[object, ...]:
        return complaint_values(complaint, self._codes)


def is_unfiled(complaint: Complaint, now: datetime) -> bool:
    """Whether events speak of a complaint that was never filed, and did so lately."""
    return not complaint.is_known and not is_past(complaint, now)


def is_complete(complaint: Complaint, codes: Codes) -> bool:
    """Whether category, class and agency are known, and a point inside the city (F04): one that lies in a ward."""
    is_classed = complaint.classification in _CLASSES
    is_placed = complaint.lat is not None and complaint.lon is not None and complaint.ward in codes.ward_index
    return (
        is_classed
        and is_placed
        and complaint.category in codes.category_index
        and complaint.agency in codes.agency_index
    )


def is_live(complaint: Complaint, now: datetime) -> bool:
    """Whether a complaint belongs to the live set: filed, and not past."""
    return complaint.is_known and not is_past(complaint, now)


def is_past(complaint: Complaint, now: datetime) -> bool:
    """Whether a complaint was closed, and fell due, before the live window: shares go by the due date.

    That of its promise (A07) and that of the law (A08), whichever is later.
    """
    last_ms = max(complaint.closed_ms, complaint.due_ms, complaint.legal_due_ms)
    return complaint.closed_ms != UNSET_MS and last_ms < epoch_ms(now - LIVE_WINDOW)


def complaint_values(complaint: Complaint, codes: Codes) -> tuple[object, ...]:
    """One row of `COMPLAINT_DTYPE`, without its key and revision."""
    is_paused = (
        complaint.state == ComplaintState.WAITING_REPORTER
        and complaint.paused_from_ms != UNSET_MS
        and complaint.resumed_ms == UNSET_MS
    )
    secrecy = codes.secrets.of(complaint.category, complaint.classification)
    is_told = secrecy is Secrecy.NONE
    return (
        complaint.state,
        codes.category_index.get(complaint.category, NO_CODE) if is_told else NO_CODE,
        codes.agency_index.get(complaint.agency, NO_CODE) if secrecy is not Secrecy.MISCONDUCT else NO_CODE,
        codes.ward_index.get(complaint.ward, NO_CODE) if is_told else NO_CODE,
        codes.channel_index.get(complaint.channel, NO_CODE) if secrecy is not Secrecy.MISCONDUCT else NO_CODE,
        complaint.handoffs,
        complaint.reopenings,
        complaint.stars,
        is_complete(complaint, codes),
        complaint.opened_ms,
        complaint.response_ms,
        complaint.closed_ms,
        complaint.response_due_ms,
        complaint.due_ms,
        complaint.legal_due_ms,
        complaint.paused_from_ms if is_paused else NEVER_MS,
        complaint.lat if is_told and complaint.lat is not None else np.nan,
        complaint.lon if is_told and complaint.lon is not None else np.nan,
    )


def complaint_frame(complaints: Iterable[Complaint], profile: CityProfile) -> ComplaintFrame:
    """A frame of complaints read from the store, for a review of any instant."""
    codes = Codes.from_profile(profile)
    known = (complaint for complaint in complaints if complaint.is_known)
    rows = [(key, one.revision, *complaint_values(one, codes)) for key, one in enumerate(known, start=1)]
    return ComplaintFrame(np.array(rows, dtype=COMPLAINT_DTYPE), codes)
