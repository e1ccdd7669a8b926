"""Where complaints gather, as one board: what is emerging now, and where the same is reported again and again."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace

import numpy as np

from domain.city import NO_CODE, ComplaintFrame
from domain.hotspots import Hotspot, HotspotRules, hotspots, most_frequent
from domain.incident_alarms import Evidence, IncidentRules, Reports
from domain.incidents import Incident, has_history, incidents
from domain.points import POINT_DTYPE, MapPoints, PointKind


@dataclass(frozen=True, slots=True)
class PatternRules:
    """How hot-spots and incidents are found."""

    hotspots: HotspotRules = field(default_factory=HotspotRules)
    incidents: IncidentRules = field(default_factory=IncidentRules)


@dataclass(frozen=True, slots=True)
class LocalIncident:
    """An incident in the city's codes; `ward` is that of its first alarm, `agency` that of most of its `n` complaints.

    `incident_id` stays the same while it grows. `lat`, `lon` are as exact as whoever looks may know.
    """

    incident_id: str
    category: str
    ward: str
    agency: str
    lat: float
    lon: float
    n: int
    open: int
    start_ms: int
    last_ms: int
    evidence: Evidence
    key: int


@dataclass(frozen=True, slots=True)
class PatternBoard:
    """Incidents, the one that began last first, and hot-spots, most complaints first, as of an instant.

    Without history (`is_judged`) nothing is known of incidents.
    """

    incidents: tuple[LocalIncident, ...] = ()
    hotspots: tuple[Hotspot, ...] = ()
    is_judged: bool = False
    hotspot_days: int = 90
    as_of_ms: int = 0

    def points(self) -> MapPoints:
        """What the map draws: incidents above hot-spots."""
        places: list[Hotspot | LocalIncident] = [*self.hotspots, *self.incidents]
        points = np.zeros(len(places), dtype=POINT_DTYPE)
        for row, place in enumerate(places):
            is_incident = isinstance(place, LocalIncident)
            kind = PointKind.OVERDUE if is_incident else PointKind.ACTIVE
            points[row] = (-place.key if is_incident else place.key, place.lat, place.lon, kind, 0, 0)
        return points


NO_PATTERNS = PatternBoard()


def pattern_board(frame: ComplaintFrame, now_ms: int, rules: PatternRules) -> PatternBoard:
    """All that gathers somewhere, at exact places; of sensitive complaints the frame has neither category nor place."""
    reports = _reports(frame)
    numbers = np.flatnonzero(_is_placed(frame))
    found = [_local(frame, one, numbers) for one in incidents(reports, now_ms, rules.incidents)]
    is_judged = has_history(reports, now_ms, rules.incidents)
    spots = tuple(replace(spot, rows=()) for spot in hotspots(frame, now_ms, rules.hotspots))
    return PatternBoard(tuple(found), spots, is_judged, rules.hotspots.days, now_ms)


def _is_placed(frame: ComplaintFrame) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    mask: np.ndarray[tuple[int], np.dtype[np.bool_]]
    mask = (frame.rows["category"] != NO_CODE) & ~np.isnan(frame.rows["lat"])
    return mask


def _reports(frame: ComplaintFrame) -> Reports:
    """Whatever became of them: who reports what was reported before reports an incident too."""
    rows = frame.rows[_is_placed(frame)]
    return Reports(rows["opened_ms"], rows["lat"], rows["lon"], rows["category"].astype(np.int64))


def _local(frame: ComplaintFrame, one: Incident, numbers: np.ndarray[tuple[int], np.dtype[np.intp]]) -> LocalIncident:
    codes, members = frame.codes, numbers[one.members]
    first, rows = frame.rows[numbers[one.report]], frame.rows[members]
    category = codes.categories[one.category]
    ward = "" if first["ward"] == NO_CODE else codes.wards[int(first["ward"])]
    agency = most_frequent(rows["agency"])
    return LocalIncident(
        incident_id=f"{category}-{ward}-{one.alarm_ms}",
        category=category,
        ward=ward,
        agency="" if agency == NO_CODE else codes.agencies[agency],
        lat=one.lat,
        lon=one.lon,
        n=len(members),
        open=int(np.count_nonzero(frame.is_open[members])),
        start_ms=one.start_ms,
        last_ms=one.last_ms,
        evidence=one.evidence,
        key=int(first["key"]),
    )


def of_agency(board: PatternBoard, agency: str) -> Iterable[LocalIncident]:
    """The incidents that an agency leads."""
    return (one for one in board.incidents if one.agency == agency)
