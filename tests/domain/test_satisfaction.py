"""The satisfaction index: the formula of PermenPANRB 14/2017, its grades and the traps of both."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.indicators.satisfaction import (
    ElementResult,
    Grade,
    Satisfaction,
    SurveyResult,
    grade_of,
    latest_survey,
    satisfaction,
    satisfaction_of,
)

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


# --- from what a report tells of each element


def of_means(*means: float, n: int = 100) -> list[ElementResult]:
    return [ElementResult(n, mean) for mean in means]


def test_a_survey_by_hand() -> None:
    """NRR of nine elements, each weighed 1/9, times 25: (3.1 + 3.2 + ... + 3.9) / 9 x 25 = 3.5 x 25."""
    result = satisfaction_of(of_means(3.1, 3.2, 3.3, 3.4, 3.5, 3.6, 3.7, 3.8, 3.9))
    assert result.index == pytest.approx(87.5)
    assert (result.grade, result.n) == (Grade.B, 100)


def test_a_survey_of_threes_is_a_c_and_of_fours_a_hundred() -> None:
    """With weights rounded to 0.11 the first would be 74.25 and the second 99."""
    threes, fours = satisfaction_of(of_means(*[3.0] * 9)), satisfaction_of(of_means(*[4.0] * 9))
    assert (threes.index, threes.grade) == (75.0, Grade.C)
    assert (fours.index, fours.grade, fours.low, fours.high) == (100.0, Grade.A, 100.0, 100.0)


def test_not_the_older_bounds() -> None:
    """81.25 opened grade A before 2017, 62.50 grade B."""
    assert satisfaction_of(of_means(*[3.3] * 9)).grade == Grade.B
    assert satisfaction_of(of_means(*[2.6] * 9)).grade == Grade.C
    assert satisfaction_of(of_means(*[2.5] * 9)).grade == Grade.D


def test_the_element_with_the_fewest_answers_decides_whether_there_is_a_grade() -> None:
    elements = [*of_means(*[3.5] * 8), ElementResult(29, 3.5)]
    assert satisfaction_of(elements).grade is None
    assert satisfaction_of(elements).index == pytest.approx(87.5)
    assert satisfaction_of([*of_means(*[3.5] * 8), ElementResult(9, 3.5)]) == Satisfaction(9)


def test_an_index_needs_nine_elements() -> None:
    with pytest.raises(ValueError, match="expected 9 elements, U1 to U9, got 8"):
        satisfaction_of(of_means(*[3.5] * 8))


@given(answers)
def test_the_counts_of_answers_make_the_index_of_the_answers_and_an_interval_around_theirs(
    rows: list[list[int]],
) -> None:
    counts = [[sum(row[element] == score for row in rows) for score in range(1, 5)] for element in range(9)]
    told, single = satisfaction_of([ElementResult.from_counts(each) for each in counts], 2), satisfaction(rows, 2)
    assert told.index == pytest.approx(single.index)
    assert told.low is not None
    assert single.low is not None
    assert told.low <= single.low + 1e-6, "elements that move as one have the widest interval"


@given(answers)
def test_a_mean_alone_has_the_widest_interval(rows: list[list[int]]) -> None:
    counts = [sum(row[0] == score for row in rows) for score in range(1, 5)]
    told = ElementResult.from_counts(counts)
    assert ElementResult(told.n, told.mean).error >= told.error - 1e-9


def test_the_newest_survey_of_a_unit_counts() -> None:
    def held(unit: str, year: int) -> SurveyResult:
        return SurveyResult(unit, str(year), tuple(of_means(*[3.5] * 9)), "report", date(year, 12, 31))

    surveys = [held("", 2024), held("", 2025), held("DINKES", 2026)]
    newest = latest_survey(surveys)
    assert newest
    assert newest.period == "2025"
    assert latest_survey(surveys, "BAPENDA") is None
