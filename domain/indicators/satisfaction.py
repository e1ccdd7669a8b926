"""The satisfaction index (SKM, IKM) of PermenPANRB 14/2017: nine elements, equal weights of 1/9, times 25."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

ELEMENTS = 9
"""U1 requirements, U2 procedure, U3 time, U4 cost, U5 product, U6 competence, U7 conduct, U8 complaints, U9 place."""

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
    chance alone, not who chose to answer.
    """

    n: int
    index: float | None = None
    low: float | None = None
    high: float | None = None
    grade: Grade | None = None
    elements: tuple[float, ...] = ()


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
    return Satisfaction(
        n=n,
        index=index,
        low=max(float(TO_INDEX), index - Z_95 * spread),
        high=min(100.0, index + Z_95 * spread),
        grade=grade_of(index) if n >= smallest_graded_n else None,
        elements=tuple(float(score) for score in scores.mean(axis=0)),
    )


def grade_of(index: float) -> Grade:
    """The grade of an index; that of one element is the grade of its mean score times 25."""
    return next((grade for grade, lowest in LOWEST_INDEX.items() if index >= lowest), Grade.D)
