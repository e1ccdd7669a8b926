"""Points for the map: what is where, and how it is drawn. Vectorised, since there may be ten thousand."""

import numpy as np

from domain.city import ComplaintFrame
from domain.field_columns import FieldFrame
from domain.indicators import complaints as indicators
from domain.indicators.field_work import PositionAges, position_ages, tracked
from domain.indicators.queues import QueueBoard, SiteQueue
from domain.points import POINT_DTYPE, MapPoints, PointKind
from domain.profile import CityProfile
from domain.staffing import StaffingRules
from domain.trails import Fix, Trails, heading

AGE_STEPS_DAYS = (1, 3, 7, 30)
NEAR_PRESSURE = 0.8
"""From this multiple of its promise on, the longest wait of a site is near it."""

MOST_LOAD = 300
"""Percent of the promise from which on a ring says no more."""


def complaint_points(frame: ComplaintFrame, now_ms: int, profile: CityProfile) -> MapPoints:
    """The open complaints with a place."""
    drawn = frame.is_open & ~np.isnan(frame.rows["lat"])
    rows = frame.rows[drawn]
    points = np.zeros(len(rows), dtype=POINT_DTYPE)
    points["key"], points["lat"], points["lon"] = rows["key"], rows["lat"], rows["lon"]
    points["kind"][indicators.due_soon(frame, now_ms, profile.calendar)[drawn]] = PointKind.DUE_SOON
    points["kind"][indicators.overdue(frame, now_ms)[drawn]] = PointKind.OVERDUE
    age_days = (now_ms - rows["opened_ms"]) // indicators.DAY_MS
    points["age"] = np.searchsorted(AGE_STEPS_DAYS, age_days, side="right")
    return points


def crew_points(frame: FieldFrame, now_ms: int, rules: StaffingRules, ages: PositionAges) -> MapPoints:
    """The crews on duty; `age` is the step of their position's age (`PositionAge`)."""
    rows = frame.positions[tracked(frame, now_ms, rules)]
    points = np.zeros(len(rows), dtype=POINT_DTYPE)
    points["key"], points["lat"], points["lon"] = rows["key"], rows["lat"], rows["lon"]
    points["age"] = position_ages(rows["occurred_ms"], now_ms, ages)
    return points


def crew_fixes(frame: FieldFrame, now_ms: int, rules: StaffingRules) -> list[tuple[int, Fix]]:
    """The latest position of each crew on duty, by its key on the map."""
    rows = frame.positions[tracked(frame, now_ms, rules)]
    columns = (rows["key"], rows["occurred_ms"], rows["lat"], rows["lon"])
    return [(key, Fix(*fix)) for key, *fix in zip(*(column.tolist() for column in columns), strict=True)]


def with_headings(crews: MapPoints, trails: Trails) -> MapPoints:
    """The crews, each with the way that it goes."""
    turned = crews.copy()
    turned["extra"] = [heading(trails.get(key, ())) for key in crews["key"].tolist()]
    return turned


def site_points(board: QueueBoard, profile: CityProfile) -> MapPoints:
    """The service sites with a place, by how their longest wait stands to its promise; `age` is 0 with data, else 1."""
    numbers = {code: number for number, code in enumerate(profile.sites, start=1)}
    placed = [queue for queue in board.sites if queue.site in numbers and profile.sites[queue.site].lat is not None]
    points = np.zeros(len(placed), dtype=POINT_DTYPE)
    for place, queue in enumerate(placed):
        site = profile.sites[queue.site]
        look = (_pressure_kind(queue), 0 if queue.has_data else 1, _load(queue))
        points[place] = (numbers[queue.site], site.lat, site.lon, *look)
    return points


def _load(queue: SiteQueue) -> int:
    """The longest wait in percent of its promise, as far as a ring can show it; 0 where there is none to tell."""
    return min(MOST_LOAD, round(100 * queue.pressure)) if queue.has_data and queue.pressure else 0


def _pressure_kind(queue: SiteQueue) -> PointKind:
    pressure = queue.pressure or 0.0
    if pressure > 1:
        return PointKind.OVERDUE
    return PointKind.DUE_SOON if pressure >= NEAR_PRESSURE else PointKind.ACTIVE
