"""Small cells: whoever knows all that is shown, and how it is chosen, can compute nothing that is hidden."""

from functools import cache
from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from numpy.typing import NDArray

from domain.small_cells import SMALLEST_CELL, hidden_cells, with_totals

Table = NDArray[np.int64]
Mask = NDArray[np.bool_]

tables = st.sampled_from([(1, 1), (1, 2), (1, 3), (2, 1), (2, 2), (2, 3)]).flatmap(
    lambda shape: arrays(np.int64, shape, elements=st.one_of(st.integers(0, 6), st.integers(0, 40)))
)


@cache
def other_fillings(rows: int, columns: int) -> Table:
    """All ways to change the cells of a table by one at most, with what that does to its totals."""
    changes = np.array(list(product((-1, 0, 1), repeat=rows * columns)), dtype=np.int64)
    return np.array([with_totals(change.reshape(rows, columns)) for change in changes])


def computed(counts: Table, hidden: Mask) -> Mask:
    """Hidden places that have the same number in every other table which shows the same.

    None is not a number that may be assumed of a place that holds some: it would be shown, where it can be.
    """
    table = with_totals(counts)
    others = table + other_fillings(*counts.shape)
    looks_the_same = (others == table)[:, ~hidden].all(axis=1)
    is_possible = ((others >= np.minimum(table, 1)) | ~hidden).all(axis=(1, 2))
    differs = (others != table)[looks_the_same & is_possible].any(axis=0)
    told: Mask = hidden & ~differs
    return told


@given(tables)
def test_nothing_that_is_hidden_can_be_computed(counts: Table) -> None:
    assert not computed(counts, hidden_cells(counts)).any()


@given(tables)
def test_nothing_small_is_shown(counts: Table) -> None:
    shown = with_totals(counts)[~hidden_cells(counts)]
    assert not ((shown > 0) & (shown < SMALLEST_CELL)).any()


@given(tables)
def test_where_nothing_is_small_nothing_is_hidden(counts: Table) -> None:
    table = with_totals(counts)
    assert hidden_cells(counts).any() == ((table > 0) & (table < SMALLEST_CELL)).any()


def test_the_law_sees_what_totals_tell() -> None:
    """Hiding the small cells alone is not enough, and the law says so."""
    counts = np.array([[3, 20, 30], [40, 50, 60]])
    only_small = with_totals(counts) < SMALLEST_CELL
    assert computed(counts, only_small).tolist() == only_small.tolist()


@pytest.mark.parametrize(
    ("counts", "shown"),
    [
        ([[3, 20, 30], [40, 50, 60]], [[None, None, 30, 53], [None, None, 60, 150], [43, 70, 90, 203]]),
        ([[3, 0, 30], [40, 0, 60]], [[None, 0, None, 33], [None, 0, None, 100], [43, 0, 90, 133]]),
        ([[7, 20]], [[7, 20, 27], [7, 20, 27]]),
        ([[0, 0]], [[0, 0, 0], [0, 0, 0]]),
        ([[3]], [[None, None], [None, None]]),
    ],
)
def test_little_more_than_needed_is_hidden(counts: list[list[int]], shown: list[list[int | None]]) -> None:
    table = np.array(counts)
    hidden = hidden_cells(table)
    told = with_totals(table).astype(object)
    told[hidden] = None
    assert told.tolist() == shown


def test_a_city_of_wards_and_categories_is_done_at_once() -> None:
    counts = np.random.default_rng(7).poisson(6, (104, 9)).astype(np.int64)
    assert 0 < hidden_cells(counts).mean() < 0.9
