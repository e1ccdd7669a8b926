"""How long tasks take, leg by leg (D04): until they are accepted, on the way, and on site; also by category.

Instants are milliseconds since 1970 UTC; windows are open at `from_ms` and closed at `now_ms`, see `field_work.py`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum

import numpy as np

from domain.complaints import UNSET_MS
from domain.field_columns import FieldFrame
from domain.field_work import TaskState
from domain.staffing_columns import Mask
from domain.survival import Percentile, percentiles


class Leg(Enum):
    """A part of a task: the columns at which it begins and ends, and the state that it ends in."""

    ACCEPT = ("assigned_ms", "accepted_ms", TaskState.ACCEPTED)
    ARRIVE = ("assigned_ms", "arrived_ms", TaskState.ARRIVED)
    TRAVEL = ("accepted_ms", "arrived_ms", TaskState.ARRIVED)
    ON_SITE = ("arrived_ms", "finished_ms", TaskState.FINISHED)


@dataclass(frozen=True, slots=True)
class StepTimes:
    """Median and ninetieth percentile of one leg (D04)."""

    median: Percentile
    p90: Percentile


NO_TIMES = StepTimes(Percentile(0, 0, None), Percentile(0, 0, None))


def leg_times(
    frame: FieldFrame, leg: Leg, from_ms: int, now_ms: int, smallest_n: int = 10, among: Mask | None = None
) -> StepTimes:
    """How long a leg took that began in the window.

    Tasks still in it enter as "at least so long"; those that went past its end unreported are left out.
    """
    begins, ends, state = leg.value
    rows = frame.tasks
    began_ms, ended_ms = rows[begins], rows[ends]
    is_unreported = (ended_ms == UNSET_MS) & (rows["state"] >= state)
    cohort = (began_ms != UNSET_MS) & (began_ms > from_ms) & (began_ms <= now_ms) & ~is_unreported
    if among is not None:
        cohort &= among
    began_ms, ended_ms = began_ms[cohort], ended_ms[cohort]
    has_ended = ended_ms != UNSET_MS
    durations = np.maximum(0, np.where(has_ended, ended_ms, now_ms) - began_ms)
    return StepTimes(*percentiles(durations, has_ended, (0.5, 0.9), smallest_n))


def times_by_category(frame: FieldFrame, leg: Leg, from_ms: int, now_ms: int) -> Mapping[str, StepTimes]:
    """One leg of the tasks of each category; categories of too few are left out."""
    found = {}
    for place in np.unique(frame.tasks["category"]):
        if place >= 0:
            times = leg_times(frame, leg, from_ms, now_ms, among=frame.tasks["category"] == place)
            if times.median.minutes is not None:
                found[frame.categories[place]] = times
    return found
