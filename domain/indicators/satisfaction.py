"""The satisfaction index (SKM, IKM) of PermenPANRB 14/2017: nine elements, equal weights of 1/9, times 25 (C09).

Computed from single answers, or from what a survey's report tells of each element.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum
from math import fsum, sqrt

import numpy as np
from numpy.typing import NDArray

ELEMENTS = 9
"""U1 requirements, U2 procedure, U3 time, U4 cost, U5 product, U6 competence, U7 conduct, U8 complaints, U9 place."""

LOWEST_SCORE, HIGHEST_SCORE = 1, 4

TO_INDEX = 25
"""A mean score of 1 to 4 becomes an index of 25 to 100."""

Z_95 = 1.959963984540054
"""The normal quantile of a two-sided 95 % interval."""


class Grade(StrEnum):
    """A very good, B good, C less good, D not good."""

    A = "A"
    B = "B"
    C = "C"
    D = "D"


LOWEST_INDEX = {Grade.A: 88.31, Grade.B: 76.61, Grade.C: 65.00}
"""The lower bounds of PermenPANRB 14/2017, cut on the unrounded index: between the published bounds lie gaps."""


@dataclass(frozen=True, slots=True)
class Satisfaction:
    """The index of `n` answers, 25 to 100, with its 95 % interval and the mean score (1 to 4) of each element.

    `index` and `elements` are withheld below the smallest n, `grade` below a larger one. The interval describes
    chance alone, not who chose to answer. With `is_widest` it is the widest that the told numbers allow.
    """

    n: int
    index: float | None = None
    low: float | None = None
    high: float | None = None
    grade: Grade | None = None
    elements: tuple[float, ...] = ()
    is_widest: bool = False


@dataclass(frozen=True, slots=True)
class ElementResult:
    """One element of a survey: its mean score, 1 to 4, of `n` answers.

    `counts` are the answers of each score from 1 to 4, empty where only the mean was told.
    """

    n: int
    mean: float
    counts: tuple[int, ...] = ()

    @classmethod
    def from_counts(cls, counts: Sequence[int]) -> "ElementResult":
        """The element that so many answers of each score make; at least one answer."""
        n = sum(counts)
        return cls(n, sum(score * count for score, count in enumerate(counts, LOWEST_SCORE)) / n, tuple(counts))

    @property
    def error(self) -> float:
        """The standard error of the mean; without counts the largest that a mean of scores within 1 to 4 can have."""
        if self.n < 2:
            return float(HIGHEST_SCORE - LOWEST_SCORE)
        widest = self.n * (self.mean - LOWEST_SCORE) * (HIGHEST_SCORE - self.mean)
        squares = (count * (score - self.mean) ** 2 for score, count in enumerate(self.counts, LOWEST_SCORE))
        return sqrt(max(0.0, fsum(squares) if self.counts else widest) / (self.n - 1) / self.n)


@dataclass(frozen=True, slots=True)
class SurveyResult:
    """A survey that was held: U1 to U9 of one unit (an agency's code, or empty for the whole city) and one period."""

    unit: str
    period: str
    elements: tuple[ElementResult, ...]
    source: str
    as_of: date


def satisfaction(
    answers: Sequence[Sequence[int]] | NDArray[np.int64], smallest_n: int = 10, smallest_graded_n: int = 30
) -> Satisfaction:
    """The index of answers, each of nine scores from 1 to 4 (C09)."""
    scores = np.asarray(answers, dtype=np.int64).reshape(-1, ELEMENTS)
    n = len(scores)
    if n < max(2, smallest_n):
        return Satisfaction(n)
    index = float(scores.sum()) * TO_INDEX / (ELEMENTS * n)
    spread = float(scores.mean(axis=1).std(ddof=1)) * TO_INDEX / n**0.5
    means = tuple(float(score) for score in scores.mean(axis=0))
    return _satisfaction(n, index, spread, means, smallest_graded_n)


def satisfaction_of(
    elements: Sequence[ElementResult], smallest_n: int = 10, smallest_graded_n: int = 30
) -> Satisfaction:
    """The index of nine elements, of as many answers as the element with the fewest has.

    How the elements of one answer hang together is not told, so the interval is that of elements that move as one.
    """
    if len(elements) != ELEMENTS:
        raise ValueError(f"expected {ELEMENTS} elements, U1 to U9, got {len(elements)}; complete the survey")
    n = min(element.n for element in elements)
    if n < max(2, smallest_n):
        return Satisfaction(n)
    index = fsum(element.mean for element in elements) * TO_INDEX / ELEMENTS
    spread = fsum(element.error for element in elements) * TO_INDEX / ELEMENTS
    means = tuple(element.mean for element in elements)
    return replace(_satisfaction(n, index, spread, means, smallest_graded_n), is_widest=True)


def _satisfaction(
    n: int, index: float, spread: float, elements: tuple[float, ...], smallest_graded_n: int
) -> Satisfaction:
    """An index with its 95 % interval, of the standard error `spread`, and a grade where there are enough answers."""
    return Satisfaction(
        n=n,
        index=index,
        low=max(float(TO_INDEX), index - Z_95 * spread),
        high=min(100.0, index + Z_95 * spread),
        grade=grade_of(index) if n >= smallest_graded_n else None,
        elements=elements,
    )


def latest_survey(surveys: Sequence[SurveyResult], unit: str = "") -> SurveyResult | None:
    """The newest survey of a unit by its as-of day; None where none is known."""
    held = [survey for survey in surveys if survey.unit == unit]
    return max(held, key=lambda survey: (survey.as_of, survey.period), default=None)


def grade_of(index: float) -> Grade:
    """The grade of an index; that of one element is the grade of its mean score times 25."""
    return next((grade for grade, lowest in LOWEST_INDEX.items() if index >= lowest), Grade.D)
