"""The score of an agency: how near it comes to its targets, with an interval, and tiers instead of places.

After Boston's CityScore (actual by target, averaged), with what it lacked: ratios are clipped so that no single one
moves the whole, shares of few cases are drawn to the city's, weights are public, and a score has an interval. The
NHS's experience with league tables is that chance and case mix dominate them (Adab et al., BMJ 324, 2002).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from statistics import median
from types import MappingProxyType

from domain.case_mix import Tally
from domain.scoring import ShrunkenShare, Tier, shrunken_share

HIGHEST = 1.2
"""No indicator counts for more than 1.2 times its target."""

SEPARATION_ERROR = 0.02
"""In how many of groups of agencies that truly do alike chance may set one of them apart, at most."""


class ScorePart(StrEnum):
    """The indicators of a score, in the order in which they are shown."""

    ON_TIME = "on_time"
    FIRST_RESPONSE = "first_response"
    REOPENED = "reopened"
    RATING = "rating"
    EVIDENCE = "evidence"


@dataclass(frozen=True, slots=True)
class PartRule:
    """Target (0 to 1) and weight of an indicator; with `is_most` lower is better. Fewer cases are not judged."""

    target: float
    weight: float
    is_most: bool = False
    smallest_n: int = 10


USUAL_PARTS: Mapping[ScorePart, PartRule] = MappingProxyType(
    {
        ScorePart.ON_TIME: PartRule(0.90, 0.40),
        ScorePart.FIRST_RESPONSE: PartRule(0.95, 0.20),
        ScorePart.REOPENED: PartRule(0.05, 0.10, is_most=True),
        ScorePart.RATING: PartRule(0.80, 0.15, smallest_n=30),
        ScorePart.EVIDENCE: PartRule(0.95, 0.15),
    }
)
"""A ratio of rare events is mostly chance, so what is reopened weighs least."""


class WeightsError(ValueError):
    """Weights that make no mean."""


@dataclass(frozen=True, slots=True)
class ScoreRules:
    """How agencies are scored. Raises WeightsError when the weights are negative or do not sum to 1."""

    parts: Mapping[ScorePart, PartRule] = field(default_factory=lambda: USUAL_PARTS)
    window_days: int = 90
    smallest_n: int = 20
    smallest_parts: int = 3
    prior_weight: float = 20.0

    def __post_init__(self) -> None:
        check_weights({part: rule.weight for part, rule in self.parts.items()})


def check_weights(weights: Mapping[ScorePart, float]) -> None:
    """Raise WeightsError unless the weights are a share each and sum to 1."""
    told = ", ".join(f"{part.value} {weight:g}" for part, weight in weights.items())
    if any(weight < 0 for weight in weights.values()):
        raise WeightsError(f"expected weights of 0 or more, got {told}")
    total = sum(weights.values())
    if abs(total - 1) > 1e-6:
        raise WeightsError(f"expected weights that sum to 1, got {total:g} ({told}); change one of them")


@dataclass(frozen=True, slots=True)
class PartScore:
    """One indicator of a score. `weight` is the public one; the `contribution` is None where n is too small.

    `score`, `low` and `high` are the clipped ratio to the target and its 90 % interval.
    """

    part: ScorePart
    tally: Tally
    rule: PartRule
    share: ShrunkenShare | None = None
    score: float = 0.0
    low: float = 0.0
    high: float = 0.0
    contribution: float | None = None


@dataclass(frozen=True, slots=True)
class AgencyScore:
    """The weighted mean of the indicators with enough cases: 1 when each is at its target.

    `value` and its interval are None where data are too few: `n` is the number of cases that fell due.
    """

    agency: str
    n: int
    parts: tuple[PartScore, ...]
    value: float | None = None
    low: float = 0.0
    high: float = 0.0


@dataclass(frozen=True, slots=True)
class Standing:
    """An agency among its peers: its tier, and the places that it may hold, from the best to the last."""

    score: AgencyScore
    tier: Tier
    best_place: int
    last_place: int


def clipped_ratio(actual: float, target: float, *, is_most: bool) -> float:
    """How near `actual` comes to its target: actual by target, or target by actual where lower is better."""
    if is_most:
        return min(HIGHEST, target / actual) if actual > 0 else HIGHEST
    return min(HIGHEST, actual / target) if target > 0 else HIGHEST


def agency_score(
    agency: str, tallies: Mapping[ScorePart, Tally], city: Mapping[ScorePart, Tally], rules: ScoreRules
) -> AgencyScore:
    """The score of one agency; `city` has the same indicators of the whole city.

    The interval is that of a sum of independent estimates from the intervals of each (MOVER: Zou and Donner,
    Statistics in Medicine 27, 2008): with d the distance of each part's bound, √Σ (weight × d)². Indicators of the
    same cases go together somewhat, which it does not know.
    """
    parts = [_part(part, rule, tallies, city, rules.prior_weight) for part, rule in rules.parts.items()]
    judged = [part for part in parts if part.share is not None]
    total, n = sum(part.rule.weight for part in judged), tallies.get(ScorePart.ON_TIME, Tally()).n
    if n < rules.smallest_n or len(judged) < rules.smallest_parts or total <= 0:
        return AgencyScore(agency, n, tuple(parts))
    value = sum(part.rule.weight * part.score for part in judged) / total
    below = sqrt(sum((part.rule.weight * (part.score - part.low)) ** 2 for part in judged)) / total
    above = sqrt(sum((part.rule.weight * (part.high - part.score)) ** 2 for part in judged)) / total
    shown = tuple(_contributing(part, total) for part in parts)
    return AgencyScore(agency, n, shown, value, max(0.0, value - below), min(HIGHEST, value + above))


def _part(
    part: ScorePart,
    rule: PartRule,
    tallies: Mapping[ScorePart, Tally],
    city: Mapping[ScorePart, Tally],
    prior_weight: float,
) -> PartScore:
    tally, whole = tallies.get(part, Tally()), city.get(part, Tally())
    if tally.n < max(1, rule.smallest_n) or not whole.n:
        return PartScore(part, tally, rule)
    share = shrunken_share(tally.met, tally.n, whole.met / whole.n, prior_weight)
    low, score, high = sorted(
        clipped_ratio(actual, rule.target, is_most=rule.is_most) for actual in (share.low, share.share, share.high)
    )
    return PartScore(part, tally, rule, share, score, low, high)


def _contributing(part: PartScore, total_weight: float) -> PartScore:
    if part.share is None:
        return part
    contribution = part.rule.weight * part.score / total_weight
    return PartScore(part.part, part.tally, part.rule, part.share, part.score, part.low, part.high, contribution)


def standings(scores: Sequence[AgencyScore]) -> tuple[Standing, ...]:
    """The agencies of one peer group that have a score, best first, with their tiers.

    Whose intervals overlap, directly or through others between them, are in one tier: there is no real difference.
    A cluster that lies wholly above the group's median is above, one wholly below it is below. Of agencies that truly
    do alike one is set apart in less than `SEPARATION_ERROR` of all groups: two 90 % intervals that do not touch are
    a difference of 2.3 standard errors, and the clusters leave only the outermost to differ.
    """
    known = sorted((one for one in scores if one.value is not None), key=lambda one: (-(one.value or 0), one.agency))
    if not known:
        return ()
    middle = median(one.value or 0 for one in known)
    return tuple(
        _standing(one, known, _tier(cluster, middle)) for cluster in _clusters(known) for one in _in_order(cluster)
    )


def _in_order(cluster: Sequence[AgencyScore]) -> list[AgencyScore]:
    return sorted(cluster, key=lambda one: (-(one.value or 0), one.agency))


def _clusters(scores: Sequence[AgencyScore]) -> list[list[AgencyScore]]:
    """Scores whose intervals hang together, the highest first."""
    clusters: list[list[AgencyScore]] = []
    for one in sorted(scores, key=lambda one: -one.high):
        if clusters and one.high >= min(other.low for other in clusters[-1]):
            clusters[-1].append(one)
        else:
            clusters.append([one])
    return clusters


def _tier(cluster: Sequence[AgencyScore], middle: float) -> Tier:
    if min(one.low for one in cluster) > middle:
        return Tier.ABOVE
    if max(one.high for one in cluster) < middle:
        return Tier.BELOW
    return Tier.AROUND


def _standing(score: AgencyScore, known: Sequence[AgencyScore], tier: Tier) -> Standing:
    better = sum(other.low > score.high for other in known)
    worse = sum(other.high < score.low for other in known)
    return Standing(score, tier, 1 + better, len(known) - worse)
