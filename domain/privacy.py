"""What each audience may see, as one table, and the view of the city that follows from it.

Applied before a snapshot is made: panels never hold what their audience may not see. Four audiences have live
screens; the others are here for the pages that come with signing in.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from domain.alarms.board import AlarmBoard, AlarmDetail, counts_only, groups_only, of_agency
from domain.cases import CaseColumn
from domain.city import ComplaintFrame
from domain.complaints import Complaint
from domain.hotspots import Hotspot
from domain.indicators.reconciliation import Reconciliation
from domain.patterns import LocalIncident, PatternBoard
from domain.points import MapPoints
from domain.profile import CityProfile
from domain.secrecy import Secrecy, Secrets
from domain.trails import Fix, Trail, Trails

# --- audiences


class Audience(StrEnum):
    """Who looks. Strangers read the wall, so the guest's view is the default."""

    WALL_GUEST = "wall-guest"
    WALL_STAFF = "wall-staff"
    OPERATOR = "operator"
    MAYOR = "mayor"
    AGENCY_HEAD = "agency-head"
    ADMINISTRATOR = "administrator"


WALL_AUDIENCES = (Audience.WALL_GUEST, Audience.WALL_STAFF)
"""Those for whom the wall is made; every other audience has a page of its own."""

SCREEN_AUDIENCES = (*WALL_AUDIENCES, Audience.MAYOR, Audience.OPERATOR)
"""Those that have a live screen."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """One who looks; the head of an agency is the head of one, and nobody else has one."""

    audience: Audience
    agency: str = ""

    def __post_init__(self) -> None:
        """Refuse a head of no agency, who would see everybody's."""
        if (self.audience is Audience.AGENCY_HEAD) != bool(self.agency):
            raise ValueError(f"{self.audience.value}: expected an agency for an agency head only, got {self.agency!r}")


# --- the table


class Precision(StrEnum):
    """How exactly a place is told."""

    NONE = "none"
    GRID = "200 m grid"
    WARD = "ward point"
    EXACT = "exact"


class Kinds(StrEnum):
    """Which kinds of complaints are on the map and in the ticker: sensitive ones and misconduct for nobody."""

    NONE = "none"
    HARMLESS = "harmless"


class Tickets(StrEnum):
    """How much of the ticket of a case in no state: it may be about misconduct, for nobody knows what it is about."""

    NONE = "none"
    END = "its end"
    WHOLE = "whole"


class Scope(StrEnum):
    """Whose complaints."""

    NOBODYS = "nobody's"
    OWN = "own agency's"
    CITYS = "whole city's"


Fields = frozenset[CaseColumn]
NOTHING: Fields = frozenset()
ALL_FIELDS: Fields = frozenset(CaseColumn)
UNTOLD: Fields = ALL_FIELDS - {CaseColumn.CATEGORY, CaseColumn.WARD, CaseColumn.DISTRICT, CaseColumn.DUPLICATE}
"""The ticket, its state and its times; no field of any list holds a person or a free text."""


@dataclass(frozen=True, slots=True)
class Permission:
    """One row of the table.

    `crews` are dots without a name, a number or an agency; `trails` are where they were in the last minutes. Then come
    the fields of a single case in a list: an ordinary one, a sensitive one, and a report on misconduct. `unaccounted`
    says how much is told of the tickets of cases in no state (F03), with where they were left and when: somebody has
    to look for them. `alarms` says how much of the open alarms is told; single ones hold tickets and what people wrote.
    """

    points: Precision
    kinds: Kinds
    crews: Precision
    trails: Precision
    scope: Scope
    ordinary: Fields = NOTHING
    sensitive: Fields = NOTHING
    misconduct: Fields = NOTHING
    unaccounted: Tickets = Tickets.NONE
    alarms: AlarmDetail = AlarmDetail.COUNTS


_EXACT, _GRID, _WARD, _NONE = Precision.EXACT, Precision.GRID, Precision.WARD, Precision.NONE
_SOME, _CITY, _OWN = Kinds.HARMLESS, Scope.CITYS, Scope.OWN

PERMISSIONS: Mapping[Audience, Permission] = {
    #                                        points  kinds  crews   trails scope  ordinary    sensitive misconduct
    Audience.WALL_GUEST: Permission(_GRID, _SOME, _GRID, _NONE, _CITY),
    Audience.WALL_STAFF: Permission(_EXACT, _SOME, _GRID, _GRID, _CITY, alarms=AlarmDetail.GROUPS),
    Audience.OPERATOR: Permission(
        *(_EXACT, _SOME, _EXACT, _EXACT, _CITY, ALL_FIELDS, UNTOLD, UNTOLD, Tickets.WHOLE), alarms=AlarmDetail.WHOLE
    ),
    Audience.MAYOR: Permission(
        *(_GRID, _SOME, _GRID, _NONE, _CITY), unaccounted=Tickets.END, alarms=AlarmDetail.GROUPS
    ),
    Audience.AGENCY_HEAD: Permission(
        *(_WARD, _SOME, _NONE, _NONE, _OWN, ALL_FIELDS, UNTOLD, NOTHING), alarms=AlarmDetail.WHOLE
    ),
    Audience.ADMINISTRATOR: Permission(_NONE, Kinds.NONE, _NONE, _NONE, Scope.NOBODYS, unaccounted=Tickets.END),
}
"""What is not allowed here is not shown."""


def case_fields(viewer: Viewer, agency: str, secrecy: Secrecy) -> Fields:
    """The fields of a single case of an agency that a viewer may be listed; none when it may not be listed at all."""
    permission = PERMISSIONS[viewer.audience]
    if permission.scope is Scope.NOBODYS or (permission.scope is Scope.OWN and agency != viewer.agency):
        return NOTHING
    fields = {
        Secrecy.NONE: permission.ordinary,
        Secrecy.SENSITIVE: permission.sensitive,
        Secrecy.MISCONDUCT: permission.misconduct,
    }
    return fields[secrecy]


# --- units


SMALLEST_UNIT = 10
"""Numbers about employees are shown of units with at least so many people (a rule of this project, UU PDP 27/2022)."""


def shows_unit(people: int, smallest: int = SMALLEST_UNIT) -> bool:
    """Whether a number about a unit of so many people may be shown to anybody.

    A total is made of shown units only: else a hidden one is the total less the others.
    """
    return people >= smallest


# --- the view of an audience


Coordinates = NDArray[np.float64]
Gathering = TypeVar("Gathering", Hotspot, LocalIncident)
Snap = Callable[[Coordinates, Coordinates], tuple[Coordinates, Coordinates]]


@dataclass(frozen=True, slots=True)
class Sight:
    """What one viewer sees of complaints and crews; `snap` moves places onto the grid."""

    viewer: Viewer
    profile: CityProfile
    secrets: Secrets
    snap: Snap

    @property
    def audience(self) -> Audience:
        """The audience of the viewer."""
        return self.viewer.audience

    @property
    def lists_cases(self) -> bool:
        """Whether single cases of the whole city may be listed to this viewer."""
        return self.permission.scope is Scope.CITYS and bool(self.permission.ordinary)

    @property
    def permission(self) -> Permission:
        """The row of the table that holds."""
        return PERMISSIONS[self.audience]

    def shows(self, complaint: Complaint) -> bool:
        """Whether a complaint may be seen by itself, on the map or in the ticker."""
        secrecy = self.secrets.of(complaint.category, complaint.classification)
        if self.permission.kinds is Kinds.NONE or secrecy is not Secrecy.NONE:
            return False
        return self.permission.scope is Scope.CITYS or complaint.agency == self.viewer.agency

    def frame_for_map(self, frame: ComplaintFrame) -> ComplaintFrame:
        """The rows that may be drawn, at the precision that may be known."""
        if self.permission.points is Precision.NONE:
            return replace(frame, rows=frame.rows[:0])
        rows = self.frame_for_areas(frame).rows
        if self.permission.points is Precision.WARD:
            rows["lat"], rows["lon"] = _ward_points(rows["ward"], self.profile)
        else:
            rows["lat"], rows["lon"] = self._placed(rows["lat"], rows["lon"], self.permission.points)
        return replace(frame, rows=rows)

    def frame_for_areas(self, frame: ComplaintFrame) -> ComplaintFrame:
        """The rows that may be counted by ward: of the kinds that may be drawn, open or not."""
        codes, rows = frame.codes, frame.rows
        if self.permission.kinds is Kinds.NONE:
            return replace(frame, rows=rows[:0])
        shown = np.isin(rows["category"], [codes.category_index[code] for code in self.secrets.harmless])
        if self.permission.scope is not Scope.CITYS:
            shown &= rows["agency"] == codes.agency_index.get(self.viewer.agency)
        return replace(frame, rows=rows[shown].copy())

    def cases_told(self, found: Reconciliation) -> Reconciliation:
        """The reconciliation, with its cases as far as their tickets may be told."""
        if self.permission.unaccounted is Tickets.NONE:
            return replace(found, cases=())
        if self.permission.unaccounted is Tickets.WHOLE:
            return found
        return replace(found, cases=tuple(replace(one, complaint_id=end_of(one.complaint_id)) for one in found.cases))

    def alarms(self, board: AlarmBoard) -> AlarmBoard:
        """The open alarms as far as they may be told; an agency's are its own."""
        if self.permission.alarms is AlarmDetail.COUNTS:
            return counts_only(board)
        if self.permission.alarms is AlarmDetail.GROUPS:
            return groups_only(board)
        return of_agency(board, self.viewer.agency) if self.permission.scope is Scope.OWN else board

    def points_for_map(self, points: MapPoints) -> MapPoints:
        """The crews at the precision that may be known; none where no place of theirs may be."""
        if self.permission.crews in (Precision.NONE, Precision.WARD):
            return points[:0]
        seen = points.copy()
        seen["lat"], seen["lon"] = self._placed(points["lat"], points["lon"], self.permission.crews)
        return seen

    def trails(self, trails: Trails) -> tuple[Trail, ...]:
        """Where crews were, as exactly as that may be known; a place that is told twice in a row is told once."""
        if self.permission.trails in (Precision.NONE, Precision.WARD):
            return ()
        return tuple(Trail(key, self._fixes(fixes)) for key, fixes in sorted(trails.items()) if len(fixes) > 1)

    def _fixes(self, fixes: tuple[Fix, ...]) -> tuple[Fix, ...]:
        lat, lon = np.array([fix.lat for fix in fixes]), np.array([fix.lon for fix in fixes])
        lats, lons = self._placed(lat, lon, self.permission.trails)
        moved = [Fix(fix.at_ms, *place) for fix, *place in zip(fixes, lats.tolist(), lons.tolist(), strict=True)]
        return tuple(fix for before, fix in zip([None, *moved], moved, strict=False) if _is_elsewhere(before, fix))

    def patterns(self, board: PatternBoard) -> PatternBoard:
        """Incidents and hot-spots, their places as exact as those of complaints; none where those have none."""
        permission = self.permission
        if permission.kinds is Kinds.NONE or permission.points is Precision.NONE:
            return replace(board, incidents=(), hotspots=())
        is_own = self.viewer.agency if permission.scope is Scope.OWN else None
        incidents = [self._moved(one) for one in board.incidents if is_own in (None, one.agency)]
        hotspots = [self._moved(one) for one in board.hotspots if is_own in (None, one.agency)]
        return replace(board, incidents=tuple(incidents), hotspots=tuple(hotspots))

    def _moved(self, place: Gathering) -> Gathering:
        """A hot-spot or an incident where it may be seen."""
        precision = self.permission.points
        if precision is Precision.EXACT:
            return place
        if precision is Precision.WARD:
            ward = self.profile.wards.get(place.ward)
            lat, lon = (ward.lat, ward.lon) if ward else (np.nan, np.nan)
        else:
            (lat,), (lon,) = self.snap(np.array([place.lat]), np.array([place.lon]))
        return replace(place, lat=float(lat), lon=float(lon))

    def _placed(self, lat: Coordinates, lon: Coordinates, precision: Precision) -> tuple[Coordinates, Coordinates]:
        return (lat, lon) if precision is Precision.EXACT else self.snap(lat, lon)


def _is_elsewhere(before: Fix | None, fix: Fix) -> bool:
    return before is None or (before.lat, before.lon) != (fix.lat, fix.lon)


def end_of(ticket: str) -> str:
    """The end of a ticket, at most half of it: enough to find it in the system that gave it, beside its time."""
    return "…" + ticket[len(ticket) - min(4, len(ticket) // 2) :]


def _ward_points(wards: NDArray[np.int16], profile: CityProfile) -> tuple[Coordinates, Coordinates]:
    """The points of wards; what has no ward has no place."""
    points = np.array([(ward.lat, ward.lon) for ward in profile.wards.values()] + [(np.nan, np.nan)])
    lat, lon = points[np.where(wards >= 0, wards, -1)].T
    return lat, lon


def sights(profile: CityProfile, snap: Snap) -> dict[Audience, Sight]:
    """The views of all audiences with a live screen."""
    return {audience: sight_of(Viewer(audience), profile, snap) for audience in SCREEN_AUDIENCES}


def sight_of(viewer: Viewer, profile: CityProfile, snap: Snap) -> Sight:
    """The view of one viewer."""
    return Sight(viewer, profile, Secrets.from_profile(profile), snap)
