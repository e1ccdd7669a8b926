"""Indicators of complaints: pure functions of (frame, now, calendar). `now` is epoch milliseconds, UTC.

The sources and thresholds are those of the indicator catalogue (`catalogue.py`).
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.city import ComplaintFrame
from domain.complaints import UNSET_MS, ComplaintState
from domain.filters import Window
from domain.scoring import ShrunkenShare, Tier, shrunken_share, tier
from domain.working_columns import ColumnClock
from domain.working_time import Calendar

DAY_MS = 86_400_000
Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with all that explains it. `window_days` are calendar days up to now."""

    successes: int
    n: int
    target: float
    window_days: int
    smallest_n: int = 10

    @property
    def value(self) -> float | None:
        """0 to 1, or None when `n` is too small to say."""
        return self.successes / self.n if self.n >= self.smallest_n else None

    @property
    def is_below_target(self) -> bool:
        """Whether there is a value and it misses the target."""
        return self.value is not None and self.value < self.target


@dataclass(frozen=True, slots=True)
class ComplaintCounts:
    """What is open now (A02), overdue (A03), due within a working day (A04), and filed since midnight (A01)."""

    open: int
    overdue: int
    due_soon: int
    due_soon_not_started: int
    filed_today: int


@dataclass(frozen=True, slots=True)
class AgencyStanding:
    """One agency's on-time share of 90 days, with its band and the direction of its last 28 days (-1, 0, 1)."""

    agency: str
    share: ShrunkenShare
    tier: Tier
    movement: int


@dataclass(frozen=True, slots=True)
class AgencyBoard:
    """Agencies with enough cases, best first, and how many have too few. `as_of_ms` is when it was computed."""

    standings: tuple[AgencyStanding, ...]
    insufficient: int
    target: float
    window_days: int
    smallest_n: int
    as_of_ms: int


def within(instants: NDArray[np.int64], window: Window) -> Mask:
    """Which instants lie in a window."""
    mask: Mask = (instants > window.from_ms) & (instants <= window.to_ms)
    return mask


def overdue(frame: ComplaintFrame, now_ms: int) -> Mask:
    """Open past its deadline; the clock of a paused complaint stands still (A03)."""
    rows = frame.rows
    clock = np.minimum(rows["clock_stop_ms"], now_ms)
    mask: Mask = frame.is_open & (rows["due_ms"] != UNSET_MS) & (rows["due_ms"] < clock)
    return mask


def due_soon(frame: ComplaintFrame, now_ms: int, calendar: Calendar) -> Mask:
    """Open, not overdue, with at most one working day left; a paused clock is not running out (A04)."""
    rows = frame.rows
    running = frame.is_open & (rows["clock_stop_ms"] > now_ms) & (rows["due_ms"] >= now_ms)
    mask: Mask = running & (rows["due_ms"] <= due_soon_until(rows["due_ms"][running], now_ms, calendar))
    return mask


def due_soon_until(due_ms: NDArray[np.int64], now_ms: int, calendar: Calendar) -> int:
    """The latest of these deadlines that is within one working day (0 when none is)."""
    is_soon = ColumnClock(calendar).one_working_day_before_ms(due_ms) <= now_ms
    return int(due_ms[is_soon].max(initial=UNSET_MS))


def complaint_counts(frame: ComplaintFrame, now_ms: int, midnight_ms: int, calendar: Calendar) -> ComplaintCounts:
    """The counts of this instant; `midnight_ms` is the start of the city's day."""
    soon = due_soon(frame, now_ms, calendar)
    not_started = frame.rows["state"] < ComplaintState.IN_PROGRESS
    opened = frame.rows["opened_ms"]
    return ComplaintCounts(
        open=int(np.count_nonzero(frame.is_open)),
        overdue=int(np.count_nonzero(overdue(frame, now_ms))),
        due_soon=int(np.count_nonzero(soon)),
        due_soon_not_started=int(np.count_nonzero(soon & not_started)),
        filed_today=int(np.count_nonzero((opened >= midnight_ms) & (opened <= now_ms))),
    )


def resolution_cohort(frame: ComplaintFrame, from_ms: int, to_ms: int, deadline: str = "due_ms") -> tuple[Mask, Mask]:
    """Complaints whose deadline fell in (from, to], and those of them resolved by it (A07; A08 with `legal_due_ms`).

    Unfinished ones count as failed. Rejected, duplicate and archived ones, and those whose clock a pause has
    stopped before the deadline, owe no solution and are left out.
    """
    rows = frame.rows
    state, due = rows["state"], rows[deadline]
    owes = (state <= ComplaintState.RESOLVED) & (due <= rows["clock_stop_ms"])
    cohort: Mask = owes & (due > from_ms) & (due <= to_ms)
    met: Mask = cohort & (state == ComplaintState.RESOLVED) & (rows["closed_ms"] <= due)
    return cohort, met


def on_time_share(frame: ComplaintFrame, now_ms: int, window_days: int, target: float) -> Share:
    """Resolved by the deadline, of all whose deadline fell in the window (A07)."""
    cohort, met = resolution_cohort(frame, now_ms - window_days * DAY_MS, now_ms)
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, window_days)


def first_response_share(frame: ComplaintFrame, now_ms: int, window_days: int, target: float) -> Share:
    """First response by the legal limit, of all whose limit fell in the window (A05)."""
    cohort, met = first_response_cohort(frame, now_ms - window_days * DAY_MS, now_ms)
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, window_days)


def first_response_cohort(frame: ComplaintFrame, from_ms: int, to_ms: int) -> tuple[Mask, Mask]:
    """Complaints whose legal limit for a first response fell in (from, to], and those answered by it (A05)."""
    due, response = frame.rows["response_due_ms"], frame.rows["response_ms"]
    cohort: Mask = (due > from_ms) & (due <= to_ms)
    met: Mask = cohort & (response != UNSET_MS) & (response <= due)
    return cohort, met


def open_by_ward(frame: ComplaintFrame) -> NDArray[np.int64]:
    """Open complaints of each ward, in the profile's order."""
    wards = frame.rows["ward"][frame.is_open]
    counts: NDArray[np.int64] = np.bincount(wards[wards >= 0], minlength=len(frame.codes.wards))
    return counts


def counts_by_agency(frame: ComplaintFrame, mask: Mask) -> Mapping[str, int]:
    """How many of the masked complaints each agency has; agencies with none are left out."""
    agencies = frame.rows["agency"][mask]
    counts = np.bincount(agencies[agencies >= 0], minlength=len(frame.codes.agencies))
    return {code: int(n) for code, n in zip(frame.codes.agencies, counts, strict=True) if n}


@dataclass(frozen=True, slots=True)
class BoardRules:
    """How the leaderboard judges; shares are 0 to 1."""

    target: float = 0.90
    window_days: int = 90
    movement_days: int = 28
    smallest_n: int = 20
    prior_weight: float = 20.0


def agency_board(frame: ComplaintFrame, now_ms: int, rules: BoardRules) -> AgencyBoard:
    """Agencies by their shrunken on-time share; those below the smallest n are only counted."""
    cohort, met = resolution_cohort(frame, now_ms - rules.window_days * DAY_MS, now_ms)
    due, done = counts_by_agency(frame, cohort), counts_by_agency(frame, met)
    movements = _movements(frame, now_ms, rules)
    city_share = sum(done.values()) / max(1, sum(due.values()))
    standings = [
        _standing(agency, done.get(agency, 0), n, city_share, movements.get(agency, 0), rules)
        for agency, n in due.items()
        if n >= rules.smallest_n
    ]
    standings.sort(key=lambda standing: (-standing.share.share, standing.agency))
    insufficient = len(frame.codes.agencies) - len(standings)
    return AgencyBoard(tuple(standings), insufficient, rules.target, rules.window_days, rules.smallest_n, now_ms)


def _standing(
    agency: str, successes: int, n: int, city_share: float, movement: int, rules: BoardRules
) -> AgencyStanding:
    share = shrunken_share(successes, n, city_share, rules.prior_weight)
    return AgencyStanding(agency, share, tier(share, rules.target), movement)


def _movements(frame: ComplaintFrame, now_ms: int, rules: BoardRules) -> Mapping[str, int]:
    """Up or down only where the last days and the same number of days before differ beyond chance (90 %)."""
    span = rules.movement_days * DAY_MS
    late, late_met = resolution_cohort(frame, now_ms - span, now_ms)
    early, early_met = resolution_cohort(frame, now_ms - 2 * span, now_ms - span)
    tables = [counts_by_agency(frame, mask) for mask in (late, late_met, early, early_met)]
    return {agency: _movement(*(table.get(agency, 0) for table in tables)) for agency in tables[0]}


def _movement(late_n: int, late_met: int, early_n: int, early_met: int) -> int:
    if not late_n or not early_n:
        return 0
    pooled = (late_met + early_met) / (late_n + early_n)
    spread = (pooled * (1 - pooled) * (1 / late_n + 1 / early_n)) ** 0.5
    difference = late_met / late_n - early_met / early_n
    return 0 if abs(difference) <= 1.645 * spread else (1 if difference > 0 else -1)
