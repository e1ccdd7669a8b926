"""Classes of a choropleth: five, of values that were counted, and the same from frame to frame."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.choropleth import (
    CLASSES,
    COUNTS,
    LADDERS,
    UNKNOWN,
    AreaIndicator,
    Starts,
    Values,
    next_starts,
    steps,
)

FIRST, SECOND = COUNTS[0], COUNTS[1]
values = st.lists(st.one_of(st.just(np.nan), st.floats(0, 5000)), max_size=30).map(np.array)
indicators = st.sampled_from(list(AreaIndicator))


@pytest.mark.parametrize(
    ("most", "before", "expected"),
    [
        (0, None, FIRST),
        (9, None, FIRST),
        (10, None, SECOND),
        (10, FIRST, SECOND),  # climbs as soon as it no longer fits
        (9, SECOND, SECOND),  # and steps down only when it clearly would: below 7.5
        (7, SECOND, FIRST),
        (9, (7, 8, 9, 10), FIRST),  # classes of another ladder mean nothing here
    ],
)
def test_a_city_climbs_at_once_and_steps_down_slowly(most: float, before: Starts | None, expected: object) -> None:
    assert next_starts(COUNTS, np.array([0.0, most]), before) == expected


def test_unknown_values_decide_nothing_and_have_no_class() -> None:
    nothing = np.array([np.nan, np.nan])
    assert next_starts(COUNTS, nothing) == FIRST
    assert steps(nothing, FIRST).tolist() == [UNKNOWN, UNKNOWN]


def test_a_value_at_the_start_of_a_class_is_in_it() -> None:
    assert steps(np.array([0.0, 1, 2, 3, 4, 5, 99]), FIRST).tolist() == [0, 1, 2, 3, 3, 4, 4]


def test_where_high_is_good_the_highest_is_the_lightest() -> None:
    shares = np.array([0.95, 0.9, 0.85, 0.6, 0.1, np.nan])
    assert steps(shares, LADDERS[AreaIndicator.ON_TIME][0], is_good_when_high=True).tolist() == [0, 0, 1, 3, 4, UNKNOWN]


@given(values, indicators, st.booleans())
def test_every_known_value_has_one_of_five_classes_and_they_keep_its_order(
    found: Values, one: AreaIndicator, is_good: bool
) -> None:
    drawn = steps(found, next_starts(LADDERS[one], found), is_good)
    is_known = ~np.isnan(found)
    assert np.all(drawn[~is_known] == UNKNOWN)
    assert np.all((drawn[is_known] >= 0) & (drawn[is_known] < CLASSES))
    moved = np.diff(drawn[is_known][np.argsort(found[is_known])])
    assert np.all(moved <= 0) if is_good else np.all(moved >= 0)


@given(values, values, indicators)
def test_the_same_numbers_never_change_the_classes_again(earlier: Values, now: Values, one: AreaIndicator) -> None:
    """Whatever stood before: a frame in which nothing happened changes no colour."""
    ladder = LADDERS[one]
    chosen = next_starts(ladder, now, next_starts(ladder, earlier))
    assert next_starts(ladder, now, chosen) == chosen


@given(st.lists(st.integers(75, 99), min_size=1, max_size=20))
def test_numbers_that_waver_around_a_bound_change_the_classes_once_at_most(wavering: list[int]) -> None:
    """Between 7.5 and 9.9 the classes stay what they were, whichever they were."""
    for before in (FIRST, SECOND):
        chosen = before
        for most in wavering:
            chosen = next_starts(COUNTS, np.array([most / 10]), chosen)
        assert chosen == before
