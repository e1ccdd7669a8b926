"""The score of an agency: how near it comes to its targets, with an interval, and tiers instead of places.

After Boston's CityScore (actual by target, averaged), with what it lacked: ratios are clipped so that no single one
moves the whole, shares of few cases are drawn to the city's, weights are public, and a score has an interval. The
NHS's experience with league tables is that chance and case mix dominate them (Adab et al., BMJ 324, 2002).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import sqrt
from types import MappingProxyType

from domain.case_mix import Tally
from domain.scoring import ShrunkenShare, Tier, shrunken_share

HIGHEST = 1.2
"""No indicator counts for more than 1.2 times its target."""

SEPARATION_ERROR = 0.03
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
    """The agencies of one peer group that have a score, tier by tier, the best first.

    Whose intervals overlap do not differ. An agency is above when it is surely better than more than half of its
    peers, below when surely worse than more than half, else level with them. So agencies that do not differ are never
    one above and one below: any two majorities share an agency, which would lie between them. Clusters of overlapping
    intervals would say less: one agency of few cases, with its wide interval, would tie all the others together.

    Two 90 % intervals that do not touch are a difference of 2.3 standard errors, 2 in 100 by chance. Of agencies that
    truly do alike one is set apart from its group in less than `SEPARATION_ERROR` of all groups. Places are bolder:
    among eight that do alike some two differ in one group of seven, among eight large ones in one of four.
    """
    known = [score for score in scores if score.value is not None]
    placed = [_standing(score, known) for score in known]
    return tuple(sorted(placed, key=lambda one: (_ORDER[one.tier], -(one.score.value or 0), one.score.agency)))


_ORDER = {Tier.ABOVE: 0, Tier.AROUND: 1, Tier.BELOW: 2}


def _standing(score: AgencyScore, known: Sequence[AgencyScore]) -> Standing:
    better = sum(other.low > score.high for other in known)
    worse = sum(other.high < score.low for other in known)
    return Standing(score, _tier(better, worse, len(known) - 1), 1 + better, len(known) - worse)


def _tier(better: int, worse: int, peers: int) -> Tier:
    """By how many peers are surely better, and surely worse."""
    if 2 * worse > peers:
        return Tier.ABOVE
    return Tier.BELOW if 2 * better > peers else Tier.AROUND


def is_level(placed: Sequence[Standing]) -> bool:
    """Whether no agency surely differs from any other."""
    return all(one.best_place == 1 and one.last_place == len(placed) for one in placed)
