"""Reconciliation of complaints: whether what was received is the sum of its states (F03).

Once for the complaints that the live city knows, with the cases that remain; once for totals that were published,
whose cases nobody told.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import numpy as np

from domain.city import ComplaintFrame
from domain.complaints import ComplaintState
from domain.figures import (
    COMPLAINTS_DONE,
    COMPLAINTS_IN_PROCESS,
    COMPLAINTS_RECEIVED,
    COMPLAINTS_WAITING,
    Figure,
    of_period,
)
from domain.unfiled import Unfiled

COUNTED_STATES = tuple(state for state in ComplaintState if state is not ComplaintState.UNKNOWN)
MOST_CASES = 50
"""So many cases are named; the others are only counted."""


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """Complaints that any event told of, how many are in each state, and the newest cases that are in none."""

    received: int
    states: tuple[int, ...]
    cases: tuple[Unfiled, ...]
    as_of_ms: int

    @property
    def gap(self) -> int:
        """Those in no state: what was received less the sum of all states (F03)."""
        return self.received - sum(self.states)


def reconciliation(
    frame: ComplaintFrame, ids: Sequence[str], unfiled: Sequence[Unfiled], now_ms: int
) -> Reconciliation:
    """The live complaints by state, and what is in none: filed but in no counted state, or never filed.

    `ids` are those of the frame's rows.
    """
    state = frame.rows["state"]
    counts = np.bincount(state[state >= 0], minlength=max(COUNTED_STATES) + 1)
    lost = np.flatnonzero(~np.isin(state, COUNTED_STATES))
    cases = [Unfiled(ids[row], ComplaintState.UNKNOWN, int(frame.rows["opened_ms"][row])) for row in lost.tolist()]
    return Reconciliation(
        received=len(state) + len(unfiled),
        states=tuple(int(counts[one]) for one in COUNTED_STATES),
        cases=tuple([*cases, *unfiled][:MOST_CASES]),
        as_of_ms=now_ms,
    )


# --- published totals


@dataclass(frozen=True, slots=True)
class PublishedTotals:
    """What was published for one period; None where a part was not."""

    period: str
    as_of: date
    source: str
    received: int
    done: int | None
    in_process: int | None
    waiting: int | None

    @property
    def gap(self) -> int | None:
        """Received less the parts; None where one of them was not published."""
        if self.done is None or self.in_process is None or self.waiting is None:
            return None
        return self.received - self.done - self.in_process - self.waiting


def published_totals(figures: Iterable[Figure]) -> tuple[PublishedTotals, ...]:
    """The totals of every period that were published, the newest first."""
    known = tuple(figures)
    received = [figure for figure in known if figure.name == COMPLAINTS_RECEIVED]
    totals = (_totals(figure, known) for figure in received)
    return tuple(sorted(totals, key=lambda one: (one.as_of, one.period), reverse=True))


def _totals(received: Figure, known: Sequence[Figure]) -> PublishedTotals:
    parts = (
        of_period(known, name, received.period) for name in (COMPLAINTS_DONE, COMPLAINTS_IN_PROCESS, COMPLAINTS_WAITING)
    )
    counts = (None if part is None else round(part.value) for part in parts)
    return PublishedTotals(received.period, received.as_of, received.source, round(received.value), *counts)
