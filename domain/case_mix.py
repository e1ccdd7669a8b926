"""Comparison by case mix: what an agency did against what its own mix of categories lets one expect.

Indirect standardisation: works that take two weeks and questions answered in a day are not compared with each other,
each is compared with the city's share of its own category (Breslow and Day, "Statistical Methods in Cancer Research",
vol. 2, 1987, chapter 2; Lilford et al., "Use and misuse of process and outcome data", Lancet 363, 2004).
"""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from domain.scoring import wilson_interval


class Tally(NamedTuple):
    """So many cases of `n` that met what was asked."""

    met: int = 0
    n: int = 0

    def plus(self, other: "Tally") -> "Tally":
        """Both together."""
        return Tally(self.met + other.met, self.n + other.n)


ALONE = 0.9
"""An agency is alone in a category of which it has more than this share of the cases."""

CategoryTallies = Mapping[tuple[str, str], Tally]
"""By agency and category."""


@dataclass(frozen=True, slots=True)
class CaseMix:
    """Observed and expected number of cases that met what was asked, of `n`.

    `alone` are those of categories that hardly any other agency has: there the city's share is the agency's own, and
    expecting it compares nothing.
    """

    observed: int
    expected: float
    n: int
    alone: int = 0

    @property
    def ratio(self) -> float | None:
        """Observed by expected (O/E): 1 is as the whole city does with such cases; None when nothing is expected."""
        return self.observed / self.expected if self.expected > 0 else None

    @property
    def interval(self) -> tuple[float, float] | None:
        """The 90 % interval of O/E: Wilson's of the observed share, by the expected share, which is taken as known.

        A mix of categories varies less than n cases of one share would, so the interval is rather too wide.
        """
        if self.expected <= 0:
            return None
        low, high = wilson_interval(self.observed / self.n, self.n)
        return low * self.n / self.expected, high * self.n / self.expected


def city_tallies(tallies: CategoryTallies) -> Mapping[str, Tally]:
    """Each category in the whole city."""
    totals: dict[str, Tally] = defaultdict(Tally)
    for (_, category), tally in tallies.items():
        totals[category] = totals[category].plus(tally)
    return totals


def case_mix(tallies: CategoryTallies, agency: str) -> CaseMix:
    """An agency against the city: expected is the sum over its categories of its cases times the city's share.

    Of ten potholes 6 were on time, of twenty lamps 19: 25 of 30, 83 %. Where the city mends 60 % of its potholes and
    95 % of its lamps on time, 6 + 19 = 25 are expected, so O/E is 1: slow by its mix, not by its work.
    """
    city = city_tallies(tallies)
    own = {category: tally for (code, category), tally in tallies.items() if code == agency}
    expected = sum(tally.n * city[code].met / city[code].n for code, tally in own.items() if city[code].n)
    observed = sum(tally.met for tally in own.values())
    alone = sum(tally.n for code, tally in own.items() if tally.n > ALONE * city[code].n)
    return CaseMix(observed, expected, sum(tally.n for tally in own.values()), alone)
