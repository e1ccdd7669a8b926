"""Work in the field as columns: tasks open or finished today, and crews where they were last."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from domain.city_day import day_span
from domain.clock import epoch_ms
from domain.field_work import CrewPosition, Task, TaskState
from domain.live_table import LiveTable, Rows, index_of, name_number
from domain.profile import CityProfile
from domain.staffing import Shift
from domain.staffing_columns import NO_CODE, SHIFT_DTYPE, rows_of, shift_values

KEEP_POSITION = timedelta(hours=24)
"""How long the last position of a crew stays live; whether it may be drawn is decided by the crew's shift."""

Mask = NDArray[np.bool_]

TASK_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("state", np.int8),
        ("agency", np.int16),
        ("category", np.int16),
        ("crew", np.int64),
        ("assigned_ms", np.int64),
        ("accepted_ms", np.int64),
        ("arrived_ms", np.int64),
        ("finished_ms", np.int64),
        ("due_ms", np.int64),
        ("photos_before", np.int32),
        ("photos_after", np.int32),
        ("distance_m", np.float64),
        ("lat", np.float64),
        ("lon", np.float64),
    ]
)
"""One row a task. `crew` is its `name_number`, 0 for a task of a single employee; unknown numbers are NaN.

`agency` and `category` are indices into the profile, -1 when it has them not."""

POSITION_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("agency", np.int16),
        ("crew", np.int64),
        ("occurred_ms", np.int64),
        ("lat", np.float64),
        ("lon", np.float64),
        ("accuracy_m", np.float64),
    ]
)
"""One row a crew: its latest position; `accuracy_m` is NaN where unknown."""


def task_values(task: Task, agency_index: Mapping[str, int], category_index: Mapping[str, int]) -> tuple[object, ...]:
    """One row of `TASK_DTYPE` after key and revision."""
    return (
        task.state,
        agency_index.get(task.agency, NO_CODE),
        category_index.get(task.category, NO_CODE),
        name_number(task.crew_id),
        task.assigned_ms,
        task.accepted_ms,
        task.arrived_ms,
        task.finished_ms,
        task.due_ms,
        task.photos_before,
        task.photos_after,
        *_numbers(task.distance_m, task.lat, task.lon),
    )


def position_values(position: CrewPosition, agency_index: Mapping[str, int]) -> tuple[object, ...]:
    """One row of `POSITION_DTYPE` after key and revision."""
    agency, crew = agency_index.get(position.agency, NO_CODE), name_number(position.crew_id)
    return (agency, crew, position.occurred_ms, *_numbers(position.lat, position.lon, position.accuracy_m))


def _numbers(*values: float | None) -> tuple[float, ...]:
    return tuple(np.nan if value is None else value for value in values)


# --- what is live


def is_task_live(task: Task, now: datetime, timezone: ZoneInfo) -> bool:
    """Whether a task is in hand, or was finished today."""
    return task.is_known and (task.is_open or task.finished_ms >= day_span(now, timezone).start_ms)


def is_position_live(position: CrewPosition, now: datetime) -> bool:
    """Whether a position was reported within the time for which it is kept."""
    return position.occurred_ms >= epoch_ms(now - KEEP_POSITION)


def past_tasks(rows: Rows, now: datetime, timezone: ZoneInfo) -> Mask:
    """The rows that are no longer live, see `is_task_live`."""
    is_open = rows["state"] < TaskState.FINISHED
    mask: Mask = ~(is_open | (rows["finished_ms"] >= day_span(now, timezone).start_ms))
    return mask


def past_positions(rows: Rows, now: datetime) -> Mask:
    """The rows that are no longer live, see `is_position_live`."""
    mask: Mask = rows["occurred_ms"] < epoch_ms(now - KEEP_POSITION)
    return mask


# --- tables and frames


@dataclass(frozen=True, slots=True)
class FieldFrame:
    """Field work at one instant, live or historical; `agencies` are the codes of the columns `agency`.

    `categories` are those of the tasks' column `category`.
    """

    tasks: Rows
    shifts: Rows
    positions: Rows
    agencies: Sequence[str]
    categories: Sequence[str] = ()


def task_table(profile: CityProfile) -> LiveTable[Task]:
    """An empty live set of tasks."""
    agencies, categories = index_of(tuple(profile.agencies)), index_of(tuple(profile.categories))
    timezone = profile.timezone
    return LiveTable(
        TASK_DTYPE,
        lambda task: task_values(task, agencies, categories),
        lambda task, now: is_task_live(task, now, timezone),
    )


def position_table(profile: CityProfile) -> LiveTable[CrewPosition]:
    """An empty live set of crews' positions."""
    index = index_of(tuple(profile.agencies))
    return LiveTable(POSITION_DTYPE, lambda position: position_values(position, index), is_position_live)


def field_frame(
    tasks: Iterable[Task], shifts: Iterable[Shift], positions: Iterable[CrewPosition], profile: CityProfile
) -> FieldFrame:
    """A frame of what the store held at an instant, for a review; it reaches as far back as what is given."""
    agencies, categories = tuple(profile.agencies), tuple(profile.categories)
    index, known = index_of(agencies), index_of(categories)
    return FieldFrame(
        rows_of((task for task in tasks if task.is_known), TASK_DTYPE, lambda task: task_values(task, index, known)),
        rows_of((one for one in shifts if one.is_known), SHIFT_DTYPE, lambda shift: shift_values(shift, index)),
        rows_of(positions, POSITION_DTYPE, lambda position: position_values(position, index)),
        agencies,
        categories,
    )
