"""Indicators of field work: pure functions of (frame, window, now). Crews and agencies only, never a person.

Instants are milliseconds since 1970 UTC. A window is open at `from_ms` and closed at `now_ms`; on the live frame it
reaches back to the start of the city's day at most, since what was finished before has left the live set.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum

import numpy as np
from numpy.typing import NDArray

from domain.complaints import UNSET_MS
from domain.field_columns import FieldFrame
from domain.field_work import TaskState
from domain.live_table import Rows
from domain.staffing import StaffingRules
from domain.staffing_columns import Mask, on_duty

SECOND_MS = 1000
NO_CREW = 0
Instants = NDArray[np.int64]


class PositionAge(IntEnum):
    """How much a position may be trusted: drawn, drawn paler, or only known to be gone silent."""

    FRESH = 0
    FADING = 1
    SILENT = 2


@dataclass(frozen=True, slots=True)
class PositionAges:
    """Up to which age, in seconds, a position is fresh, and from beyond which a crew is silent (D03: 10 minutes)."""

    fresh_seconds: float = 120.0
    silent_seconds: float = 600.0

    def __post_init__(self) -> None:
        if not 0 <= self.fresh_seconds <= self.silent_seconds:
            raise ValueError(
                f"a position is fresh before it is silent, got {self.fresh_seconds} s and {self.silent_seconds} s;"
                " swap them"
            )


@dataclass(frozen=True, slots=True)
class CrewCounts:
    """Crews on duty now, and what they do. Available and on task are all of them; any may be silent as well."""

    on_duty: int
    available: int
    on_task: int
    silent: int
    tasks_in_hand: int

    @property
    def heard(self) -> int:
        """On duty and heard of lately (D03); the streams tell of shifts that began, not of those planned."""
        return self.on_duty - self.silent


@dataclass(frozen=True, slots=True)
class EvidenceShare:
    """Tasks finished with complete evidence, of the `n` finished whose own place is known.

    `unplaced` tasks have no place to compare with and are left out.
    """

    complete: int
    n: int
    unplaced: int
    smallest_n: int = 10

    @property
    def value(self) -> float | None:
        """0 to 1, or None when `n` is too small to say."""
        return self.complete / self.n if self.n >= self.smallest_n else None


@dataclass(frozen=True, slots=True)
class DeadlineCounts:
    """Tasks whose deadline fell in the window, and those of them not finished by it."""

    due: int
    missed: int


# --- crews


def crew_counts(frame: FieldFrame, now_ms: int, rules: StaffingRules, ages: PositionAges) -> CrewCounts:
    """The counts of this instant. A crew with any task in hand, accepted or not, is on task."""
    crews, started_ms = crews_on_duty(frame.shifts, now_ms, rules)
    open_tasks = frame.tasks[in_hand(frame)]
    busy = int(np.count_nonzero(np.isin(crews, open_tasks["crew"])))
    heard_ms = _heard(crews, started_ms, frame.positions)
    silent = int(np.count_nonzero(position_ages(heard_ms, now_ms, ages) == PositionAge.SILENT))
    return CrewCounts(len(crews), len(crews) - busy, busy, silent, len(open_tasks))


def crews_on_duty(shifts: Rows, now_ms: int, rules: StaffingRules) -> tuple[Instants, Instants]:
    """The numbers of the crews on duty, ascending, and when each began its latest duty."""
    open_shifts = shifts[on_duty(shifts, now_ms, rules)]
    crews, places = np.unique(open_shifts["crew"], return_inverse=True)
    started_ms = np.zeros(len(crews), dtype=np.int64)
    np.maximum.at(started_ms, places, open_shifts["started_ms"])
    return crews, started_ms


def _heard(crews: Instants, started_ms: Instants, positions: Rows) -> Instants:
    """When each crew was last heard of: its latest position, or the start of its duty, whichever is later."""
    heard_ms = started_ms.copy()
    known = positions[np.isin(positions["crew"], crews)]
    np.maximum.at(heard_ms, np.searchsorted(crews, known["crew"]), known["occurred_ms"])
    return heard_ms


def position_ages(occurred_ms: Instants, now_ms: int, ages: PositionAges) -> NDArray[np.int8]:
    """The `PositionAge` of each instant; one from the future, of a clock that is ahead, is fresh."""
    seconds = (now_ms - occurred_ms) / SECOND_MS
    is_late, is_silent = seconds > ages.fresh_seconds, seconds > ages.silent_seconds
    return is_late.astype(np.int8) + is_silent.astype(np.int8)


def tracked(frame: FieldFrame, now_ms: int, rules: StaffingRules) -> Mask:
    """Positions that may be drawn: of crews on duty, reported since that duty began. Off duty nobody is followed."""
    crews, started_ms = crews_on_duty(frame.shifts, now_ms, rules)
    positions = frame.positions
    mask: Mask = np.isin(positions["crew"], crews)
    since_ms = started_ms[np.searchsorted(crews, positions["crew"][mask])]
    mask[mask] = positions["occurred_ms"][mask] >= since_ms
    return mask


# --- tasks


def finished_in(frame: FieldFrame, from_ms: int, now_ms: int) -> Mask:
    """Tasks finished in the window."""
    finished_ms = frame.tasks["finished_ms"]
    mask: Mask = (finished_ms != UNSET_MS) & (finished_ms > from_ms) & (finished_ms <= now_ms)
    return mask


def finished_by_agency(frame: FieldFrame, from_ms: int, now_ms: int) -> Mapping[str, int]:
    """How many tasks each agency finished in the window; agencies with none are left out."""
    return tasks_by_agency(frame, finished_in(frame, from_ms, now_ms))


def tasks_by_agency(frame: FieldFrame, mask: Mask) -> Mapping[str, int]:
    """How many of the masked tasks each agency has; agencies with none are left out."""
    agencies = frame.tasks["agency"][mask]
    counts = np.bincount(agencies[agencies >= 0], minlength=len(frame.agencies))
    return {code: int(n) for code, n in zip(frame.agencies, counts, strict=True) if n}


def in_hand(frame: FieldFrame) -> Mask:
    """Tasks assigned and not finished."""
    mask: Mask = frame.tasks["state"] < TaskState.FINISHED
    return mask


def evidence_share(frame: FieldFrame, from_ms: int, now_ms: int, near_m: float = 100.0) -> EvidenceShare:
    """Finished in the window with complete evidence (A16).

    That is photos before and after, a place within `near_m` metres of the task's own (100 m is a proposal of this
    project), and a time that is not before the assignment.
    """
    rows = frame.tasks[finished_in(frame, from_ms, now_ms)]
    has_photos = (rows["photos_before"] > 0) & (rows["photos_after"] > 0)
    is_near = rows["distance_m"] <= near_m
    placed = ~np.isnan(rows["lat"])
    complete = placed & has_photos & is_near & (rows["finished_ms"] >= rows["assigned_ms"])
    n = int(np.count_nonzero(placed))
    return EvidenceShare(int(np.count_nonzero(complete)), n, len(rows) - n)


def deadlines(frame: FieldFrame, from_ms: int, now_ms: int) -> DeadlineCounts:
    """Deadlines of the window, and how many were missed: finished late, or not yet."""
    due = fell_due(frame, from_ms, now_ms)
    return DeadlineCounts(int(np.count_nonzero(due)), int(np.count_nonzero(due & is_late(frame))))


def fell_due(frame: FieldFrame, from_ms: int, now_ms: int) -> Mask:
    """Tasks whose deadline fell in the window."""
    due_ms = frame.tasks["due_ms"]
    mask: Mask = (due_ms != UNSET_MS) & (due_ms > from_ms) & (due_ms <= now_ms)
    return mask


def is_late(frame: FieldFrame) -> Mask:
    """Tasks not finished by their deadline; only of those that fell due is that known."""
    due_ms, finished_ms = frame.tasks["due_ms"], frame.tasks["finished_ms"]
    mask: Mask = (finished_ms == UNSET_MS) | (finished_ms > due_ms)
    return mask


def late_by_agency(frame: FieldFrame, now_ms: int) -> Mapping[str, int]:
    """How many tasks each agency has in hand whose deadline has passed; agencies with none are left out."""
    return tasks_by_agency(frame, in_hand(frame) & fell_due(frame, UNSET_MS, now_ms))
