"""The work list of an operator's desk: one row for each thing that waits for a person, what will be lost first first.

The order is by bands, and within a band by the instant at which something is lost (or was). It is total: two rows of
one list never stand equal, so a list does not flicker. Instants are milliseconds since 1970 UTC, city time.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum
from math import floor

import numpy as np

from domain.alarms.board import AlarmBoard
from domain.alarms.priority import Priority
from domain.city import NEVER_MS, NO_CODE, ComplaintFrame
from domain.complaints import UNSET_MS
from domain.emergencies import CallFrame
from domain.indicators.emergencies import is_waiting
from domain.indicators.queues import QueueBoard, SiteQueue
from domain.map_points import NEAR_PRESSURE
from domain.patterns import PatternBoard
from domain.profile import CityProfile

MINUTE_MS = 60_000
HOUR_MS = 60 * MINUTE_MS
QUEUE_STEP_MS = MINUTE_MS
"""A queue's instant is told to the minute: it is computed back from a share, and must not tremble."""


class WorkKind(StrEnum):
    """What waits."""

    CALL = "call"
    ALARM = "alarm"
    INCIDENT = "incident"
    QUEUE = "queue"
    COMPLAINT = "complaint"


class WorkClock(StrEnum):
    """Which clock runs: the arrival at an emergency, a queue's promise, or one of a complaint's."""

    ARRIVAL = "arrival"
    PROMISE = "promise"
    RESPONSE = "response"
    RESOLUTION = "resolution"
    NONE = ""


class Band(IntEnum):
    """The order of the list. People in danger come first, then what can still be kept, then what is lost already."""

    LIFE = 0
    NOW = 1
    SOON = 2
    LOST = 3
    LATER = 4
    PAUSED = 5


@dataclass(frozen=True, slots=True)
class WorkRules:
    """When a clock is `soon` (hours of the city's clock), how long an arrival may take, and how many rows are told.

    15 minutes are the national limit for the arrival at a fire (B03), taken for all emergencies; the others are
    proposals of this project.
    """

    soon_hours: float = 24.0
    arrival_minutes: float = 15.0
    most_rows: int = 500


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One row. `ref` names it within its kind; `what`, `ward`, `agency` are codes, empty where not known or not told.

    `due_ms` is when its clock is lost, 0 without one; a paused clock stopped at `stopped_ms`, else 0. `n` counts what
    it is about: reports of an incident, people in a queue. `place` is where an alarm is raised, as its rule names it.
    """

    kind: WorkKind
    ref: str
    what: str = ""
    ward: str = ""
    agency: str = ""
    since_ms: int = UNSET_MS
    due_ms: int = UNSET_MS
    clock: WorkClock = WorkClock.NONE
    stopped_ms: int = UNSET_MS
    n: int = 0
    is_critical: bool = False
    place: str = ""

    @property
    def key(self) -> str:
        """What names it among all rows."""
        return f"{self.kind.value}:{self.ref}"


@dataclass(frozen=True, slots=True)
class WorkBoard:
    """The rows in their order as of an instant; `left_out` is how many more there are than are told."""

    items: tuple[WorkItem, ...] = ()
    left_out: int = 0
    as_of_ms: int = UNSET_MS


NO_WORK = WorkBoard()


def band(item: WorkItem, now_ms: int, rules: WorkRules) -> Band:
    """Where in the order an item belongs at an instant."""
    if item.kind is WorkKind.CALL or (item.kind is WorkKind.ALARM and item.is_critical):
        return Band.LIFE
    if item.kind in (WorkKind.ALARM, WorkKind.INCIDENT):
        return Band.NOW
    if item.stopped_ms != UNSET_MS and not is_lost(item, now_ms):
        return Band.PAUSED
    if item.due_ms == UNSET_MS:
        return Band.LATER
    if is_lost(item, now_ms):
        return Band.NOW if item.kind is WorkKind.QUEUE else Band.LOST
    return Band.SOON if item.due_ms - now_ms <= rules.soon_hours * HOUR_MS else Band.LATER


def is_lost(item: WorkItem, now_ms: int) -> bool:
    """Whether its clock ran out; a paused one ran up to its pause."""
    return item.due_ms != UNSET_MS and item.due_ms < (item.stopped_ms or now_ms)


def order_key(item: WorkItem, now_ms: int, rules: WorkRules) -> tuple[int, int, str, str]:
    """What a list is sorted by: its band, the instant of the loss (else of its beginning), its kind and its name."""
    return band(item, now_ms, rules), item.due_ms or item.since_ms, item.kind.value, item.ref


def ordered(items: Iterable[WorkItem], now_ms: int, rules: WorkRules) -> list[WorkItem]:
    """The items as an operator reads them."""
    return sorted(items, key=lambda item: order_key(item, now_ms, rules))


def work_board(items: Iterable[WorkItem], now_ms: int, rules: WorkRules) -> WorkBoard:
    """The list with its end cut off where it is too long to be read."""
    rows = ordered(items, now_ms, rules)
    return WorkBoard(tuple(rows[: rules.most_rows]), max(0, len(rows) - rules.most_rows), now_ms)


# --- complaints


def complaint_items(frame: ComplaintFrame, ids: Sequence[str], now_ms: int) -> Iterator[WorkItem]:
    """The open complaints; `ids` are those of the rows. What the frame does not hold of a secret one is not told."""
    codes, places = frame.codes, np.flatnonzero(frame.is_open)
    rows = frame.rows[places]
    columns = (rows[name].tolist() for name in _COLUMNS)  # a row of its own for each would cost ten times as much
    for place, category, ward, agency, opened_ms, stop_ms, *clocks in zip(places.tolist(), *columns, strict=True):
        ends_ms, response_ms, response_due_ms = clocks
        clock, due_ms = next_clock(ends_ms, response_ms, response_due_ms, now_ms)
        yield WorkItem(
            WorkKind.COMPLAINT,
            ids[place],
            what=_code(codes.categories, category),
            ward=_code(codes.wards, ward),
            agency=_code(codes.agencies, agency),
            since_ms=opened_ms,
            due_ms=due_ms,
            clock=clock,
            stopped_ms=UNSET_MS if stop_ms == NEVER_MS else stop_ms,
        )


_COLUMNS = ("category", "ward", "agency", "opened_ms", "clock_stop_ms", "due_ms", "response_ms", "response_due_ms")


def next_clock(due_ms: int, response_ms: int, response_due_ms: int, now_ms: int) -> tuple[WorkClock, int]:
    """The clock that can still be kept and ends first; where none can, that of the resolution."""
    running = [(due_ms, WorkClock.RESOLUTION)] if due_ms != UNSET_MS else []
    if response_ms == UNSET_MS and response_due_ms != UNSET_MS:
        running.append((response_due_ms, WorkClock.RESPONSE))
    kept = [one for one in running if one[0] >= now_ms]
    if not running:
        return WorkClock.NONE, UNSET_MS
    ends_ms, clock = min(kept) if kept else running[0]
    return clock, ends_ms


def _code(codes: Sequence[str], number: int) -> str:
    return "" if number == NO_CODE else codes[int(number)]


# --- 112


def call_items(frame: CallFrame, ids: Sequence[str], rules: WorkRules) -> Iterator[WorkItem]:
    """Open emergencies at which no unit has arrived; `ids` are those of the rows."""
    codes, limit_ms = frame.codes, int(rules.arrival_minutes * MINUTE_MS)
    for place in np.flatnonzero(is_waiting(frame.rows)).tolist():
        row = frame.rows[place]
        yield WorkItem(
            WorkKind.CALL,
            ids[place],
            what=_code(codes.categories, row["category"]),
            ward=_code(codes.wards, row["ward"]),
            since_ms=int(row["received_ms"]),
            due_ms=int(row["received_ms"]) + limit_ms,
            clock=WorkClock.ARRIVAL,
            n=int(row["units"]),
            is_critical=True,
        )


# --- queues


def queue_items(board: QueueBoard, profile: CityProfile) -> Iterator[WorkItem]:
    """Sites whose longest wait is near its promise or beyond it; sites without data are no work, and no calm either."""
    for queue in board.sites:
        site = profile.sites.get(queue.site)
        if site is not None and queue.has_data and (queue.pressure or 0.0) >= NEAR_PRESSURE:
            yield WorkItem(
                WorkKind.QUEUE,
                queue.site,
                what=queue.site,
                ward=site.ward,
                agency=site.agency,
                since_ms=board.as_of_ms,
                due_ms=_promise_ends_ms(queue, board.as_of_ms),
                clock=WorkClock.PROMISE,
                n=queue.people_waiting,
            )


def _promise_ends_ms(queue: SiteQueue, as_of_ms: int) -> int:
    """When the one who waits longest will have waited as long as promised; 0 where the wait is not known by ticket.

    The longest wait and its multiple of the promise are those of different tickets where a site's services promise
    different times; the promise is then taken from their ratio, and is near it.
    """
    if queue.longest_minutes is None or not queue.pressure:
        return UNSET_MS
    left_minutes = queue.longest_minutes / queue.pressure - queue.longest_minutes
    return floor((as_of_ms + left_minutes * MINUTE_MS) / QUEUE_STEP_MS) * QUEUE_STEP_MS


# --- alarms


def alarm_items(board: AlarmBoard) -> Iterator[WorkItem]:
    """The open alarms, those on the shelf among them; `what` is the rule."""
    for alarm in board.alarms:
        yield WorkItem(
            WorkKind.ALARM,
            str(alarm.alarm_id),
            what=alarm.origin.rule,
            ward=alarm.origin.ward,
            agency=alarm.origin.agency,
            since_ms=alarm.raised_ms,
            place=alarm.origin.place,
            is_critical=alarm.priority is Priority.CRITICAL,
        )


# --- incidents


def incident_items(board: PatternBoard) -> Iterator[WorkItem]:
    """What is emerging now, as the board tells it."""
    for one in board.incidents:
        yield WorkItem(
            WorkKind.INCIDENT,
            one.incident_id,
            what=one.category,
            ward=one.ward,
            agency=one.agency,
            since_ms=one.start_ms,
            n=one.n,
        )
