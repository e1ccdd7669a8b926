"""Where one agency's cases gather: its own hot-spots with their cases, and cases that may be duplicates."""

from dataclasses import dataclass, field

from sqlalchemy import and_

from data_sources.kinds import COMPLAINT
from data_sources.repository import Repository
from data_sources.review_cases import is_hidden
from data_sources.tables import complaints
from domain.city import complaint_frame
from domain.duplicates import DuplicateRules, possible_originals
from domain.gatherings import AgencyPlaces, SpotCases
from domain.hotspots import DAY_MS, HotspotRules, hotspots


@dataclass(frozen=True, slots=True)
class PlaceRules:
    """When cases are a hot-spot, and when two may be one matter."""

    hotspots: HotspotRules = field(default_factory=HotspotRules)
    duplicates: DuplicateRules = field(default_factory=DuplicateRules)


def agency_places(repository: Repository, agency: str, now_ms: int, rules: PlaceRules) -> AgencyPlaces:
    """Of the cases that an agency may be told the place of, filed within the days of a hot-spot and of a duplicate."""
    profile, table = repository.rules.profile, complaints.c
    days = rules.hotspots.days + rules.duplicates.days
    is_recent = and_(table.opened_ms > now_ms - days * DAY_MS, table.opened_ms <= now_ms)
    condition = and_(table.agency == agency, is_recent, table.lat.is_not(None), ~is_hidden(profile))
    cases = list(repository.entities(COMPLAINT, condition))
    frame, ids = complaint_frame(cases, profile), [one.complaint_id for one in cases]
    spots = (SpotCases(spot, tuple(ids[row] for row in spot.rows)) for spot in hotspots(frame, now_ms, rules.hotspots))
    return AgencyPlaces(tuple(spots), possible_originals(frame, ids, rules.duplicates), rules.hotspots, now_ms)
