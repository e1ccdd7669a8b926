"""The score: bounded, monotone, open to recounting; and tiers that chance alone hardly makes."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from domain.case_mix import Tally
from domain.composite import (
    HIGHEST,
    SEPARATION_ERROR,
    USUAL_PARTS,
    AgencyScore,
    PartRule,
    ScorePart,
    ScoreRules,
    Standing,
    WeightsError,
    agency_score,
    clipped_ratio,
    is_level,
    standings,
)
from domain.funnel import ALARM, WARNING, is_beyond
from domain.scoring import Tier

RULES = ScoreRules()
PARTS = tuple(ScorePart)
CITY = {
    ScorePart.ON_TIME: Tally(9_000, 10_000),
    ScorePart.FIRST_RESPONSE: Tally(9_500, 10_000),
    ScorePart.REOPENED: Tally(500, 10_000),
    ScorePart.RATING: Tally(8_000, 10_000),
    ScorePart.EVIDENCE: Tally(9_500, 10_000),
}
"""A city that is at each of its targets."""

tally = st.integers(0, 400).flatmap(lambda n: st.builds(Tally, st.integers(0, n), st.just(n)))
agencies = st.fixed_dictionaries(dict.fromkeys(PARTS, tally))


def scored(**tallies: Tally) -> AgencyScore:
    return agency_score("A", {ScorePart(part): one for part, one in tallies.items()}, CITY, RULES)


# --- one score


def test_a_score_by_hand() -> None:
    """Shrunk by 20 cases of the city; reopened counts target by actual, and the two others are left out.

    On time (75 + 18) / 120 = 0.775, first response (80 + 19) / 120 = 0.825, reopened (20 + 1) / 120 = 0.175:
    0.775 / 0.90 = 0.86111, 0.825 / 0.95 = 0.86842, 0.05 / 0.175 = 0.28571; weights 0.40, 0.20, 0.10 of 0.70.
    """
    score = scored(on_time=Tally(75, 100), first_response=Tally(80, 100), reopened=Tally(20, 100), rating=Tally(20, 29))
    expected = (0.40 * 0.86111 + 0.20 * 0.86842 + 0.10 * 0.28571) / 0.70
    assert score.value == pytest.approx(expected, abs=1e-4)
    assert [part.score for part in score.parts[:3]] == pytest.approx([0.86111, 0.86842, 0.28571], abs=1e-4)
    assert [part.contribution is None for part in score.parts] == [False, False, False, True, True]
    assert sum(part.contribution or 0 for part in score.parts) == pytest.approx(score.value)


def test_an_agency_at_its_targets_scores_one() -> None:
    score = agency_score("A", CITY, CITY, RULES)
    assert score.value == pytest.approx(1.0, abs=1e-9)
    assert score.low < 1 < score.high


@pytest.mark.parametrize(
    ("actual", "target", "is_most", "ratio"),
    [
        (0.45, 0.90, False, 0.5),
        (0.99, 0.80, False, HIGHEST),
        (0.0, 0.80, False, 0.0),
        (0.10, 0.05, True, 0.5),
        (0.001, 0.05, True, HIGHEST),
        (0.0, 0.05, True, HIGHEST),
    ],
)
def test_ratios_are_clipped(actual: float, target: float, *, is_most: bool, ratio: float) -> None:
    assert clipped_ratio(actual, target, is_most=is_most) == pytest.approx(ratio)


@pytest.mark.parametrize("n", [0, 19, 20])
def test_fewer_than_twenty_cases_are_not_enough(n: int) -> None:
    score = scored(on_time=Tally(n, n), first_response=Tally(50, 50), evidence=Tally(50, 50))
    assert (score.value is None) == (n < 20)
    assert score.n == n


def test_two_indicators_are_not_enough() -> None:
    """A third one with too few cases does not count."""
    two = scored(on_time=Tally(100, 100), first_response=Tally(100, 100), rating=Tally(29, 29))
    assert two.value is None
    assert scored(on_time=Tally(100, 100), first_response=Tally(100, 100), rating=Tally(30, 30)).value is not None


@given(agencies)
def test_a_score_is_bounded_and_inside_its_interval(tallies: Mapping[ScorePart, Tally]) -> None:
    score = agency_score("A", tallies, CITY, RULES)
    if score.value is not None:
        assert 0 <= score.low <= score.value + 1e-12
        assert score.value - 1e-12 <= score.high <= HIGHEST
        assert sum(part.contribution or 0 for part in score.parts) == pytest.approx(score.value)


@given(agencies, st.sampled_from(PARTS))
def test_one_more_success_never_lowers_a_score(tallies: Mapping[ScorePart, Tally], part: ScorePart) -> None:
    """One more that was reopened never raises it."""
    met, n = tallies[part]
    more = {**tallies, part: Tally(min(met + 1, n), n)}
    before, after = (agency_score("A", one, CITY, RULES).value for one in (tallies, more))
    if before is not None and after is not None:
        assert (after - before) * (-1 if part is ScorePart.REOPENED else 1) >= -1e-12


@given(agencies)
def test_ten_times_as_many_cases_narrow_each_indicator(tallies: Mapping[ScorePart, Tally]) -> None:
    few = agency_score("A", tallies, CITY, RULES)
    many = agency_score("A", {part: Tally(10 * one.met, 10 * one.n) for part, one in tallies.items()}, CITY, RULES)
    for less, more in zip(few.parts, many.parts, strict=True):
        if less.share is not None and more.share is not None:
            assert more.share.high - more.share.low < less.share.high - less.share.low


# --- weights


def test_the_usual_weights_sum_to_one() -> None:
    assert sum(rule.weight for rule in USUAL_PARTS.values()) == pytest.approx(1)
    assert len(USUAL_PARTS) <= 8


@pytest.mark.parametrize(
    ("weights", "words"),
    [((0.5, 0.4), "sum to 1, got 0.9 (on_time 0.5, rating 0.4)"), ((1.5, -0.5), "weights of 0 or more, got on_time")],
)
def test_weights_that_make_no_mean_are_refused(weights: tuple[float, float], words: str) -> None:
    parts = zip((ScorePart.ON_TIME, ScorePart.RATING), weights, strict=True)
    with pytest.raises(WeightsError) as raised:
        ScoreRules({part: PartRule(0.9, weight) for part, weight in parts})
    assert words in str(raised.value)


# --- tiers


def known(agency: str, value: float, half: float) -> AgencyScore:
    return AgencyScore(agency, 100, (), value, value - half, value + half)


def tiers(*scores: AgencyScore) -> dict[str, Tier]:
    return {one.score.agency: one.tier for one in standings(scores)}


def test_no_real_difference_is_a_tie() -> None:
    """Also where A and C do not touch, but B touches both: each differs from one of two, no more than half."""
    level = [known("A", 1.0, 0.05), known("B", 0.95, 0.03), known("C", 0.93, 0.03)]
    chained = [known("A", 1.0, 0.03), known("B", 0.95, 0.03), known("C", 0.9, 0.03)]
    assert set(tiers(*level).values()) == set(tiers(*chained).values()) == {Tier.AROUND}
    assert (is_level(standings(level)), is_level(standings(chained))) == (True, False)


def test_one_agency_of_few_cases_does_not_tie_the_others_together() -> None:
    """W is so uncertain that it touches all; D is still worse than three of its four peers."""
    scores = [known("A", 1.03, 0.02), known("B", 1.02, 0.02), known("C", 1.01, 0.02), known("D", 0.94, 0.02)]
    assert tiers(*scores, known("W", 0.97, 0.08))["D"] is Tier.BELOW
    places = {
        one.score.agency: (one.best_place, one.last_place) for one in standings([*scores, known("W", 0.97, 0.08)])
    }
    assert (places["D"], places["W"]) == ((4, 5), (1, 5))


def test_who_stands_apart_is_above_or_below() -> None:
    scores = [known("A", 1.1, 0.02), known("B", 1.0, 0.03), known("C", 0.98, 0.03), known("D", 0.8, 0.05)]
    assert tiers(*scores) == {"A": Tier.ABOVE, "B": Tier.AROUND, "C": Tier.AROUND, "D": Tier.BELOW}
    places = {one.score.agency: (one.best_place, one.last_place) for one in standings(scores)}
    assert places == {"A": (1, 1), "B": (2, 3), "C": (2, 3), "D": (4, 4)}


def test_of_two_that_differ_one_is_above_and_one_below() -> None:
    assert tiers(known("A", 1.0, 0.02), known("B", 0.8, 0.02)) == {"A": Tier.ABOVE, "B": Tier.BELOW}


def test_one_alone_has_nobody_to_differ_from() -> None:
    assert tiers(known("A", 0.5, 0.02)) == {"A": Tier.AROUND}
    assert standings([replace(known("A", 0.5, 0.02), value=None)]) == ()


groups = st.lists(st.tuples(st.floats(0, 1.2), st.floats(0.001, 0.3)), min_size=1, max_size=12)


@given(groups)
def test_overlapping_intervals_are_never_above_and_below(pairs: list[tuple[float, float]]) -> None:
    """And places agree with who surely is better or worse."""
    placed = standings([known(f"A{i:02}", value, half) for i, (value, half) in enumerate(pairs)])
    assert len(placed) == len(pairs)
    for one in placed:
        assert 1 <= one.best_place <= one.last_place <= len(placed)
        for other in placed:
            overlap = one.score.low <= other.score.high and other.score.low <= one.score.high
            assert not overlap or {one.tier, other.tier} != {Tier.ABOVE, Tier.BELOW}
            assert one.last_place >= other.best_place or not overlap


@given(groups, st.randoms())
def test_the_order_of_asking_changes_nothing(pairs: list[tuple[float, float]], random: object) -> None:
    scores = [known(f"A{i:02}", value, half) for i, (value, half) in enumerate(pairs)]
    shuffled = list(scores)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # Hypothesis gives a Random
    assert standings(shuffled) == standings(scores)


# --- chance

RUNS = 1_000
TYPICAL = {part: one.met / one.n for part, one in CITY.items()}
WORSE = {
    ScorePart.ON_TIME: 0.75,
    ScorePart.FIRST_RESPONSE: 0.80,
    ScorePart.REOPENED: 0.10,
    ScorePart.RATING: 0.65,
    ScorePart.EVIDENCE: 0.80,
}
"""An agency that misses each target by as much as 75 % misses 90 %."""

SHARE_OF_N = {
    ScorePart.ON_TIME: 1.0,
    ScorePart.FIRST_RESPONSE: 1.0,
    ScorePart.REOPENED: 0.6,
    ScorePart.RATING: 0.3,
    ScorePart.EVIDENCE: 0.4,
}
"""How many of n cases each indicator has, roughly as in the simulated city."""


def drawn(
    truths: Sequence[Mapping[ScorePart, float]], sizes: list[int], seed: int, runs: int = RUNS
) -> dict[ScorePart, tuple[NDArray[np.int64], list[int]]]:
    """Binomial counts of each indicator, runs by agencies."""
    rng = np.random.default_rng(seed)
    counts = {}
    for part in PARTS:
        ns = [round(n * SHARE_OF_N[part]) for n in sizes]
        counts[part] = (rng.binomial(ns, [truth[part] for truth in truths], (runs, len(sizes))), ns)
    return counts


def simulated(
    truths: Sequence[Mapping[ScorePart, float]], sizes: list[int], seed: int, runs: int = RUNS
) -> list[list[Standing]]:
    """The standings of a peer group in many cities; the city's shares are those of the group."""
    counts, found = drawn(truths, sizes, seed, runs), []
    for run in range(runs):
        city = {part: Tally(int(met[run].sum()), sum(ns)) for part, (met, ns) in counts.items()}
        scores = [
            agency_score(
                f"A{i}", {part: Tally(int(met[run, i]), ns[i]) for part, (met, ns) in counts.items()}, city, RULES
            )
            for i in range(len(sizes))
        ]
        found.append(list(standings(scores)))
    return found


@pytest.mark.parametrize(
    "sizes",
    [[300] * 2, [300] * 8, [100] * 13, [60, 60, 120, 300, 1000, 3000], [3000] * 8],
    ids=["two", "eight", "districts", "mixed", "large"],
)
def test_agencies_that_do_alike_are_hardly_ever_set_apart(sizes: list[int]) -> None:
    """In no more than the announced share of groups is any one of them in another tier."""
    runs = simulated([TYPICAL] * len(sizes), sizes, seed=len(sizes))
    apart = sum(len({one.tier for one in run}) > 1 for run in runs) / RUNS
    assert apart <= SEPARATION_ERROR


@pytest.mark.parametrize(
    "peers", [[300], [300] * 7, [60, 60, 120, 300, 1000], [30, 30, 30, 300, 1000]], ids=["one", "seven", "mixed", "few"]
)
def test_an_agency_that_does_worse_is_found(peers: list[int]) -> None:
    """The others at their targets, it at 75 % of 300 cases where they have 90 %, and as far off elsewhere."""
    runs = simulated([TYPICAL] * len(peers) + [WORSE], [*peers, 300], seed=7)
    worse = f"A{len(peers)}"
    found = sum(any(one.score.agency == worse and one.tier is Tier.BELOW for one in run) for run in runs) / RUNS
    assert found >= 0.95


def test_one_that_is_late_and_else_alike_is_found_by_the_funnel() -> None:
    """A score of five indicators dilutes one of them: that is what the funnel beside it is for."""
    rng = np.random.default_rng(3)
    late, typical = rng.binomial(300, 0.75, 2_000).tolist(), rng.binomial(300, 0.90, 2_000).tolist()
    assert np.mean([is_beyond(met, 300, 0.90, ALARM) for met in late]) >= 0.95
    assert np.mean([is_beyond(met, 300, 0.90, WARNING) for met in typical]) <= 0.05 + 0.01
