"""What each audience may see, decided before a snapshot is made: precision of places, hidden categories."""

from collections.abc import Callable, Collection
from dataclasses import dataclass, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from domain.city import ComplaintFrame
from domain.points import MapPoints
from domain.profile import CityProfile


class Audience(StrEnum):
    """Who looks. Strangers read the wall, so the guest's view is the default."""

    WALL_GUEST = "wall-guest"
    WALL_STAFF = "wall-staff"
    MAYOR = "mayor"


WALL_AUDIENCES = (Audience.WALL_GUEST, Audience.WALL_STAFF)
"""Those for whom the wall is made; every other audience has a page of its own."""


SMALLEST_UNIT = 10
"""Numbers about employees are shown of units with at least so many people (a rule of this project, UU PDP 27/2022)."""


def shows_unit(people: int, smallest: int = SMALLEST_UNIT) -> bool:
    """Whether a number about a unit of so many people may be shown to anybody.

    A total is made of shown units only: else a hidden one is the total less the others.
    """
    return people >= smallest


Coordinates = NDArray[np.float64]
Snap = Callable[[Coordinates, Coordinates], tuple[Coordinates, Coordinates]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one audience sees of a complaint: which categories (None: all), and how its place is coarsened.

    A category that the city's folder no longer has may have been a sensitive one: it is not among those shown.
    """

    audience: Audience
    shown_categories: frozenset[str] | None
    snap: Snap | None

    def shows(self, category: str) -> bool:
        """Whether single complaints of a category may be seen at all."""
        return self.shown_categories is None or category in self.shown_categories

    def frame_for_map(self, frame: ComplaintFrame) -> ComplaintFrame:
        """The rows that may be drawn, at the precision that may be known."""
        rows = frame.rows
        if self.shown_categories is not None:
            rows = rows[np.isin(rows["category"], _codes(frame, self.shown_categories))]
        if self.snap is not None:
            rows = rows.copy()
            rows["lat"], rows["lon"] = self.snap(rows["lat"], rows["lon"])
        return replace(frame, rows=rows)

    def points_for_map(self, points: MapPoints) -> MapPoints:
        """Points at the precision that may be known."""
        if self.snap is None:
            return points
        seen = points.copy()
        seen["lat"], seen["lon"] = self.snap(points["lat"], points["lon"])
        return seen


def _codes(frame: ComplaintFrame, categories: Collection[str]) -> list[int]:
    index = frame.codes.category_index
    return [index[category] for category in categories if category in index]


def sights(profile: CityProfile, snap: Snap) -> dict[Audience, Sight]:
    """The rules of all audiences: a guest sees no sensitive case and no exact place.

    Nor does the mayor: each case counts in the numbers, and nothing that is decided on that page needs to know where
    one of them is, while a tablet is carried into rooms where others look at it.
    """
    harmless = frozenset(code for code, category in profile.categories.items() if not category.is_sensitive)
    return {
        Audience.WALL_GUEST: Sight(Audience.WALL_GUEST, harmless, snap),
        Audience.WALL_STAFF: Sight(Audience.WALL_STAFF, None, None),
        Audience.MAYOR: Sight(Audience.MAYOR, harmless, snap),
    }
