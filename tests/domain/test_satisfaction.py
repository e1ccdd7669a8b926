"""The satisfaction index: the formula of PermenPANRB 14/2017, its grades and the traps of both."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators.satisfaction import Grade, grade_of, satisfaction

answers = st.lists(st.lists(st.integers(1, 4), min_size=9, max_size=9), min_size=2, max_size=60)


@given(answers)
def test_the_index_is_the_sum_of_element_means_by_a_ninth_by_25(rows: list[list[int]]) -> None:
    result = satisfaction(rows, smallest_n=1)
    means = [sum(row[element] for row in rows) / len(rows) for element in range(9)]
    assert result.elements == pytest.approx(means)
    assert result.index == pytest.approx(sum(mean / 9 for mean in means) * 25)
    assert result.low is not None
    assert result.high is not None
    assert 25 <= result.low <= (result.index or 0) + 1e-9 <= result.high + 2e-9 <= 100 + 3e-9


def test_everybody_answering_good_is_a_c() -> None:
    result = satisfaction([[3] * 9] * 30)
    assert (result.index, result.grade) == (75.0, Grade.C)


def test_everybody_answering_very_good_reaches_a_hundred() -> None:
    """With weights rounded to 0.11 it would be 99."""
    assert satisfaction([[4] * 9] * 30).index == 100.0


@pytest.mark.parametrize(
    ("index", "grade"),
    [
        (100, Grade.A),
        (88.31, Grade.A),
        (88.305, Grade.B),
        (76.61, Grade.B),
        (76.605, Grade.C),
        (65, Grade.C),
        (64.995, Grade.D),
        (25, Grade.D),
    ],
)
def test_grades_are_cut_on_the_unrounded_index(index: float, grade: Grade) -> None:
    assert grade_of(index) == grade


@pytest.mark.parametrize(("n", "has_index", "has_grade"), [(0, 0, 0), (9, 0, 0), (10, 1, 0), (29, 1, 0), (30, 1, 1)])
def test_few_answers_have_no_index_and_more_have_no_grade(n: int, has_index: int, has_grade: int) -> None:
    result = satisfaction([[3, 4] * 4 + [4]] * n)
    assert (result.n, result.index is not None, result.grade is not None) == (n, bool(has_index), bool(has_grade))
