"""What the score of agencies counts: pure functions of a frame, by agency. Instants are epoch milliseconds.

The store counts the same in SQL for all agencies at once (data_sources/agency_tallies.py); a test holds both to one
rule.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from domain.case_mix import CaseMix, CategoryTallies, Tally, case_mix
from domain.city import ComplaintFrame
from domain.complaints import ComplaintState
from domain.composite import AgencyScore, ScorePart, ScoreRules, Standing, agency_score, standings
from domain.funnel import FunnelPlace, funnel_place
from domain.indicators.complaints import DAY_MS, Mask, Share, counts_by_agency, first_response_cohort, resolution_cohort
from domain.profile import CityProfile

REOPENED_AFTER_DAYS = 28
"""Complaints are asked whether they were reopened when they came in so long ago: younger ones had no time to be."""

GOOD_STARS = 4
SMALLEST_RATED = 30
"""Fewer ratings are hidden (A17)."""

SMALLEST_IN_FUNNEL = 10

AgencyTallies = Mapping[str, Mapping[ScorePart, Tally]]


@dataclass(frozen=True, slots=True)
class CityTallies:
    """All that scores are made of: each indicator by agency, what fell due by category too, and what was resolved."""

    parts: AgencyTallies
    on_time: CategoryTallies
    resolved: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class FunnelPoint:
    """One agency in the funnel: its on-time cases of those that fell due, and where that lies."""

    agency: str
    tally: Tally
    place: FunnelPlace


@dataclass(frozen=True, slots=True)
class ScoreBoard:
    """An agency's score beside those of its peer group, and its share on time beside those of the whole city.

    `insufficient` are peers without a score; `resolved` is how many cases of the agency could have been rated.
    """

    own: AgencyScore
    standings: tuple[Standing, ...]
    insufficient: tuple[AgencyScore, ...]
    mix: CaseMix
    funnel: tuple[FunnelPoint, ...]
    city: Tally
    resolved: int
    rules: ScoreRules

    @property
    def own_point(self) -> FunnelPoint | None:
        """The agency's own point in the funnel, None where its cases are too few."""
        return next((point for point in self.funnel if point.agency == self.own.agency), None)

    @property
    def standing(self) -> Standing | None:
        """The agency's own place, None where its data are too few."""
        return next((one for one in self.standings if one.score.agency == self.own.agency), None)


# --- cohorts


def reopened_cohort(frame: ComplaintFrame, from_ms: int, to_ms: int) -> tuple[Mask, Mask]:
    """Complaints received in (from, to - 28 days] that were closed as resolved, and those reopened since (A13).

    A reopened one counts whatever it had been closed as: also a rejection that did not stand.
    """
    rows = frame.rows
    opened, was_reopened = rows["opened_ms"], rows["reopenings"] > 0
    is_ripe = (opened > from_ms) & (opened <= to_ms - REOPENED_AFTER_DAYS * DAY_MS)
    cohort: Mask = is_ripe & ((rows["state"] == ComplaintState.RESOLVED) | was_reopened)
    return cohort, cohort & was_reopened


def rated_cohort(frame: ComplaintFrame, from_ms: int, to_ms: int) -> tuple[Mask, Mask]:
    """Complaints resolved in (from, to] whose reporter rated them, and those given 4 or 5 stars (A17)."""
    stars = frame.rows["stars"]
    cohort: Mask = resolved_in(frame, from_ms, to_ms) & (stars > 0)
    return cohort, cohort & (stars >= GOOD_STARS)


def resolved_in(frame: ComplaintFrame, from_ms: int, to_ms: int) -> Mask:
    """Complaints resolved in (from, to]: those that could be rated."""
    rows = frame.rows
    closed = rows["closed_ms"]
    mask: Mask = (rows["state"] == ComplaintState.RESOLVED) & (closed > from_ms) & (closed <= to_ms)
    return mask


COHORTS = {
    ScorePart.ON_TIME: resolution_cohort,
    ScorePart.FIRST_RESPONSE: first_response_cohort,
    ScorePart.REOPENED: reopened_cohort,
    ScorePart.RATING: rated_cohort,
}


def reopened_share(frame: ComplaintFrame, now_ms: int, window_days: int = 90, target: float = 0.05) -> Share:
    """How many of those closed came back (A13); the `target` is the most that is good."""
    cohort, met = reopened_cohort(frame, now_ms - window_days * DAY_MS, now_ms)
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, window_days)


def rating_share(frame: ComplaintFrame, now_ms: int, window_days: int = 90, target: float = 0.80) -> Share:
    """Four and five stars of all ratings (A17)."""
    cohort, met = rated_cohort(frame, now_ms - window_days * DAY_MS, now_ms)
    return Share(int(np.count_nonzero(met)), int(np.count_nonzero(cohort)), target, window_days, SMALLEST_RATED)


def response_rate(frame: ComplaintFrame, now_ms: int, window_days: int = 90) -> Share:
    """How many of those that could be rated were: what A17 rests on."""
    from_ms = now_ms - window_days * DAY_MS
    rated, _ = rated_cohort(frame, from_ms, now_ms)
    could_be = resolved_in(frame, from_ms, now_ms)
    return Share(int(np.count_nonzero(rated)), int(np.count_nonzero(could_be)), 0.0, window_days)


# --- the board


def complaint_tallies(frame: ComplaintFrame, now_ms: int, window_days: int) -> AgencyTallies:
    """The indicators of a score that rest on complaints, by agency."""
    from_ms = now_ms - window_days * DAY_MS
    tallies: dict[str, dict[ScorePart, Tally]] = {}
    for part, cohort_of in COHORTS.items():
        cohort, met = cohort_of(frame, from_ms, now_ms)
        done = counts_by_agency(frame, met)
        for agency, n in counts_by_agency(frame, cohort).items():
            tallies.setdefault(agency, {})[part] = Tally(done.get(agency, 0), n)
    return tallies


def score_board(tallies: CityTallies, own: str, profile: CityProfile, rules: ScoreRules) -> ScoreBoard:
    """An agency among its peers. Whom the city's folder does not know moves nobody."""
    parts = {code: tallies.parts.get(code, {}) for code in profile.agencies}
    city = {part: _total(part, parts) for part in rules.parts}
    city_on_time = _total(ScorePart.ON_TIME, parts)
    group = profile.agencies[own].group
    peers = [code for code, agency in profile.agencies.items() if agency.group == group]
    scores = {code: agency_score(code, parts[code], city, rules) for code in peers}
    known = {key: tally for key, tally in tallies.on_time.items() if key[0] in profile.agencies}
    return ScoreBoard(
        own=scores[own],
        standings=standings(list(scores.values())),
        insufficient=tuple(score for score in scores.values() if score.value is None),
        mix=case_mix(known, own),
        funnel=_funnel(parts, city_on_time),
        city=city_on_time,
        resolved=tallies.resolved.get(own, 0),
        rules=rules,
    )


def _funnel(parts: AgencyTallies, city: Tally) -> tuple[FunnelPoint, ...]:
    """The agencies with enough cases to be drawn."""
    tallies = {agency: own.get(ScorePart.ON_TIME, Tally()) for agency, own in parts.items()}
    return tuple(
        FunnelPoint(agency, tally, funnel_place(tally.met, tally.n, city.met / city.n))
        for agency, tally in tallies.items()
        if tally.n >= SMALLEST_IN_FUNNEL
    )


def _total(part: ScorePart, parts: AgencyTallies) -> Tally:
    total = Tally()
    for tallies in parts.values():
        total = total.plus(tallies.get(part, Tally()))
    return total
