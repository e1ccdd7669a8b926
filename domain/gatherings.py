"""Where one agency's cases gather, with the ids that only the agency is told."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from domain.hotspots import Hotspot, HotspotRules


@dataclass(frozen=True, slots=True)
class SpotCases:
    """A hot-spot of an agency's own cases and their ids, first filed first."""

    spot: Hotspot
    case_ids: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class AgencyPlaces:
    """An agency's hot-spots, most cases first, and of a case the earlier one that it may repeat, as of an instant."""

    spots: tuple[SpotCases, ...] = ()
    originals: Mapping[str, str] = field(default_factory=dict)
    rules: HotspotRules = field(default_factory=HotspotRules)
    as_of_ms: int = 0
