"""Calls to 112: a call is a fold over the set of its events. Emergencies and other calls are kept apart always."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum

import numpy as np
from msgspec import UNSET, Struct, field
from numpy.typing import NDArray

from domain import events as ev
from domain.clock import ONE_MS, epoch_ms
from domain.complaints import UNSET_MS, StoredFact
from domain.facts import in_order
from domain.live_table import LiveTable, Rows, index_of
from domain.profile import CityProfile

LIVE_WINDOW = timedelta(hours=25)
"""Calls received so long ago are live: those of 24 hours, and of a whole day also where it has 25."""

LEFT_OPEN = timedelta(days=7)
"""An emergency that nobody closed stays live for so long; other calls leave with the window."""

NO_CODE = -1
UNTOLD = -1.0


class CallState(IntEnum):
    """Where a call stands; the order is that of the work."""

    UNKNOWN = 0
    RECEIVED = 1
    DISPATCHED = 2
    ARRIVED = 3
    CLOSED = 4


class CallUnit(Struct, kw_only=True):
    """A unit at a call. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened."""

    unit_id: str
    agency: str = ""
    dispatched_ms: int = UNSET_MS
    arrived_ms: int = UNSET_MS


class Call(Struct, kw_only=True):
    """One call. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened.

    `dispatched_ms` and `arrived_ms` are those of the first unit; `units` are in the order of their first event.
    `ring_seconds` is how long it rang before it was answered, None when that was not told.
    """

    call_id: str
    state: int = CallState.UNKNOWN
    category: str = ""
    is_emergency: bool = False
    ward: str = ""
    lat: float | None = None
    lon: float | None = None
    received_ms: int = UNSET_MS
    dispatched_ms: int = UNSET_MS
    arrived_ms: int = UNSET_MS
    closed_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    outcome: str = ""
    ring_seconds: float | None = None
    units: list[CallUnit] = field(default_factory=list)
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The call's id."""
        return self.call_id

    @property
    def is_known(self) -> bool:
        """Whether its receipt has arrived; before that it counts nowhere."""
        return self.received_ms != UNSET_MS

    @property
    def is_open(self) -> bool:
        """Received and not closed."""
        return self.is_known and self.closed_ms == UNSET_MS

    @property
    def is_waiting(self) -> bool:
        """An open emergency at which no unit has arrived."""
        return self.is_open and self.is_emergency and self.arrived_ms == UNSET_MS


# --- the fold


def fold_call(call_id: str, facts: Iterable[StoredFact]) -> Call:
    """The call that a set of facts describes."""
    call = Call(call_id=call_id)
    for fact in in_order(facts):
        _HANDLERS[type(fact.payload)](call, fact)
        call.changed_ms = fact.occurred_ms
    return call


def _received(call: Call, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.CallReceived)
    if not call.is_known:
        call.received_ms = fact.occurred_ms
    call.state = max(call.state, CallState.RECEIVED)
    call.category, call.is_emergency = payload.category, payload.is_emergency
    call.ward = "" if payload.ward is UNSET else payload.ward
    call.lat = None if payload.lat is UNSET else payload.lat
    call.lon = None if payload.lon is UNSET else payload.lon
    call.ring_seconds = None if payload.ring_seconds is UNSET else payload.ring_seconds


def _dispatched(call: Call, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.CallDispatched)
    unit = _unit(call, payload.unit_id)
    unit.dispatched_ms = unit.dispatched_ms or fact.occurred_ms
    unit.agency = unit.agency if payload.agency is UNSET else payload.agency
    call.dispatched_ms = call.dispatched_ms or fact.occurred_ms
    call.state = max(call.state, CallState.DISPATCHED)


def _arrived(call: Call, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.CallArrived)
    unit = _unit(call, payload.unit_id)
    unit.arrived_ms = unit.arrived_ms or fact.occurred_ms
    call.arrived_ms = call.arrived_ms or fact.occurred_ms
    call.state = max(call.state, CallState.ARRIVED)


def _unit(call: Call, unit_id: str) -> CallUnit:
    found = next((unit for unit in call.units if unit.unit_id == unit_id), None)
    if found is None:
        found = CallUnit(unit_id=unit_id)
        call.units.append(found)
    return found


def _closed(call: Call, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.CallClosed)
    call.closed_ms = call.closed_ms or fact.occurred_ms
    call.outcome = call.outcome if payload.outcome is UNSET else payload.outcome
    call.state = CallState.CLOSED


_HANDLERS: dict[type[ev.Payload], Callable[[Call, StoredFact], None]] = {
    ev.CallReceived: _received,
    ev.CallDispatched: _dispatched,
    ev.CallArrived: _arrived,
    ev.CallClosed: _closed,
}


# --- columns

CALL_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("state", np.int8),
        ("is_emergency", np.bool_),
        ("is_prank", np.bool_),
        ("category", np.int16),
        ("ward", np.int16),
        ("units", np.int16),
        ("received_ms", np.int64),
        ("dispatched_ms", np.int64),
        ("arrived_ms", np.int64),
        ("closed_ms", np.int64),
        ("ring_seconds", np.float64),
        ("lat", np.float64),
        ("lon", np.float64),
    ]
)
"""One row a call, see `Call`. `category` and `ward` are indices into the profile, -1 when unknown; `units` is how many
were sent or came; `ring_seconds` is -1 where it was not told, `lat` and `lon` are NaN where the place is unknown.
`is_prank` says nothing where the codes know of no pranks."""


@dataclass(frozen=True, slots=True)
class CallCodes:
    """Column codes of a city: the index of each category and ward in its profile.

    `pranks` are the categories of prank and silent calls, None where the city does not say which these are.
    """

    categories: Sequence[str]
    wards: Sequence[str]
    category_index: Mapping[str, int]
    ward_index: Mapping[str, int]
    pranks: frozenset[str] | None = None

    @classmethod
    def from_profile(cls, profile: CityProfile) -> "CallCodes":
        """The codes of a city's folder, in its order."""
        categories, wards = tuple(profile.categories), tuple(profile.wards)
        return cls(categories, wards, index_of(categories), index_of(wards), profile.prank_classes)


@dataclass(frozen=True, slots=True)
class CallFrame:
    """Calls at one instant: what every indicator of emergencies is computed from, live or historical."""

    rows: Rows
    codes: CallCodes


def call_values(call: Call, codes: CallCodes) -> tuple[object, ...]:
    """One row of `CALL_DTYPE` after key and revision."""
    return (
        call.state,
        call.is_emergency,
        codes.pranks is not None and call.category in codes.pranks,
        codes.category_index.get(call.category, NO_CODE),
        codes.ward_index.get(call.ward, NO_CODE),
        min(len(call.units), np.iinfo(np.int16).max),
        call.received_ms,
        call.dispatched_ms,
        call.arrived_ms,
        call.closed_ms,
        UNTOLD if call.ring_seconds is None else call.ring_seconds,
        np.nan if call.lat is None else call.lat,
        np.nan if call.lon is None else call.lon,
    )


def is_call_live(call: Call, now: datetime) -> bool:
    """Whether a call came in within 25 hours, or is an emergency of the last 7 days that nobody closed."""
    age_ms = epoch_ms(now) - call.received_ms
    is_left_open = call.is_emergency and call.is_open and age_ms <= LEFT_OPEN // ONE_MS
    return call.is_known and (age_ms <= LIVE_WINDOW // ONE_MS or is_left_open)


def past_calls(rows: Rows, now: datetime) -> NDArray[np.bool_]:
    """The rows that are no longer live, see `is_call_live`; asked every few minutes."""
    age_ms = epoch_ms(now) - rows["received_ms"]
    is_left_open = rows["is_emergency"] & (rows["closed_ms"] == UNSET_MS) & (age_ms <= LEFT_OPEN // ONE_MS)
    mask: NDArray[np.bool_] = (age_ms > LIVE_WINDOW // ONE_MS) & ~is_left_open
    return mask


def call_table(profile: CityProfile) -> LiveTable[Call]:
    """An empty live set of calls."""
    codes = CallCodes.from_profile(profile)
    return LiveTable(CALL_DTYPE, lambda call: call_values(call, codes), is_call_live)


def call_frame(calls: Iterable[Call], profile: CityProfile) -> CallFrame:
    """A frame of calls read from the store, of any period, for a review."""
    codes = CallCodes.from_profile(profile)
    known = (call for call in calls if call.is_known)
    rows = [(key, call.revision, *call_values(call, codes)) for key, call in enumerate(known, start=1)]
    return CallFrame(np.array(rows, dtype=CALL_DTYPE), codes)
