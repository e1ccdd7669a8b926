"""Possible duplicates: an open case, and an earlier one of its category close by that may be the same matter.

They are proposed to people, who decide: nothing is merged or closed by itself.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from domain.city import NO_CODE, ComplaintFrame
from domain.complaints import ComplaintState
from domain.nearby import Grid

DAY_MS = 86_400_000


@dataclass(frozen=True, slots=True)
class DuplicateRules:
    """So near, metres, and so soon after one another, calendar days; as Ponorogo does."""

    radius_m: float = 50.0
    days: int = 7


def possible_originals(frame: ComplaintFrame, ids: Sequence[str], rules: DuplicateRules) -> Mapping[str, str]:
    """Of each open case that has one the earliest case that it may repeat; `ids` are those of the rows.

    Neither is closed as a duplicate. Of cases filed at the same instant, the one of the smaller id came first.
    """
    rows = frame.rows
    is_known = (rows["category"] != NO_CODE) & ~np.isnan(rows["lat"]) & (rows["state"] != ComplaintState.DUPLICATE)
    known = sorted(np.flatnonzero(is_known).tolist(), key=lambda row: (rows["opened_ms"][row], ids[row]))
    cases = rows[known]
    lat, lon, category = cases["lat"], cases["lon"], cases["category"].astype(np.int64)
    later, earlier = Grid(lat, lon, rules.radius_m, category).near(lat, lon, category)
    apart_ms = cases["opened_ms"][later] - cases["opened_ms"][earlier]
    is_open = frame.is_open[known]
    is_pair = (earlier < later) & (apart_ms <= rules.days * DAY_MS) & is_open[later]
    later, earlier = later[is_pair], earlier[is_pair]
    first = np.lexsort((earlier, later))
    cases_again, places = np.unique(later[first], return_index=True)
    originals = earlier[first][places]
    return {ids[known[case]]: ids[known[one]] for case, one in zip(cases_again, originals, strict=True)}
