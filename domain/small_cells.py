"""Small numbers in a table whose totals are shown: what must be hidden so that no hidden number can be computed."""

import numpy as np
from numpy.typing import NDArray

SMALLEST_CELL = 5
"""Fewer people, ratings or sensitive cases are not told; that there are none is (UU PDP 27/2022, proposal)."""

Table = NDArray[np.int64]
Hidden = NDArray[np.bool_]
Cell = tuple[int, int]


def with_totals(counts: Table) -> Table:
    """The table with the totals of its rows as a last column and those of its columns as a last row."""
    rows = np.hstack([counts, counts.sum(axis=1, keepdims=True)])
    return np.vstack([rows, rows.sum(axis=0, keepdims=True)])


def hidden_cells(counts: Table, smallest: int = SMALLEST_CELL) -> Hidden:
    """What to hide of a table and its totals (the last row and column), all of which would be shown otherwise.

    First what is small, totals too. Then, for each hidden number that the rest still tells, the cheapest three places
    that make a rectangle with it: cells before totals, and one that holds none only when there is no other. Whoever
    knows how it is done still finds two ways at least to fill each hidden place.
    """
    table = with_totals(counts)
    hidden: Hidden = (table > 0) & (table < smallest)
    for cell in np.argwhere(hidden).tolist():
        if _is_told((cell[0], cell[1]), table, hidden):
            hidden |= _cover((cell[0], cell[1]), table, hidden)
    return hidden


def _cover(told: Cell, table: Table, hidden: Hidden) -> Hidden:
    """The cheapest rectangle around a told place that leaves it open; that of its totals and the grand total does."""
    for row, column in sorted(_opposite(told, table.shape), key=lambda corner: _cost(told, corner, table, hidden)):
        covered = hidden.copy()
        covered[np.ix_([told[0], row], [told[1], column])] = True
        if not _is_told(told, table, covered):
            return covered
    return np.ones_like(hidden)


def _opposite(cell: Cell, shape: tuple[int, ...]) -> list[Cell]:
    """The places that lie in another row and in another column."""
    return [
        (row, column) for row in range(shape[0]) for column in range(shape[1]) if row != cell[0] and column != cell[1]
    ]


def _cost(told: Cell, corner: Cell, table: Table, hidden: Hidden) -> tuple[int, int, int, Cell]:
    """What is newly hidden: how many totals, how many places without any, and how much in all."""
    others = (corner, (told[0], corner[1]), (corner[0], told[1]))
    fresh = [cell for cell in others if not hidden[cell]]
    last = (table.shape[0] - 1, table.shape[1] - 1)
    totals = sum((cell[0] == last[0]) + (cell[1] == last[1]) for cell in fresh)
    return totals, sum(table[cell] == 0 for cell in fresh), sum(int(table[cell]) for cell in fresh), corner


def _is_told(cell: Cell, table: Table, hidden: Hidden) -> bool:
    """Whether a hidden place can be filled in one way only.

    Rows and columns are the two sides of a graph; a step from a row to a column raises the place where they meet, a
    step back lowers it, and totals count against cells. A place is open when a closed walk of such steps changes it.
    """
    (row, column), forward, backward = cell, _may_rise(table, hidden), _may_fall(table, hidden)
    rises = forward[cell] and _leads_back(row, column, forward, backward)
    falls = backward[cell] and _leads_back(column, row, backward.T, forward.T)
    return not rises and not falls


def _counts_against(table: Table) -> Hidden:
    """Totals of one row or column, which grow as their cells grow: a rise of the sum is a fall of what is left."""
    against = np.zeros(table.shape, dtype=np.bool_)
    against[-1, :] = against[:, -1] = True
    against[-1, -1] = False
    return against


def _may_rise(table: Table, hidden: Hidden) -> Hidden:
    mask: Hidden = hidden & (~_counts_against(table) | _may_lose_one(table))
    return mask


def _may_fall(table: Table, hidden: Hidden) -> Hidden:
    mask: Hidden = hidden & (_counts_against(table) | _may_lose_one(table))
    return mask


def _may_lose_one(table: Table) -> Hidden:
    """Whether one less would still be something: that there are none is shown where it can be."""
    mask: Hidden = table > 1
    return mask


def _leads_back(start: int, end: int, there: Hidden, back: Hidden) -> bool:
    """Whether steps lead from a column (`end`) to a row (`start`) without undoing the step between the two."""
    seen, waiting = {end}, [end]
    while waiting:
        column = waiting.pop()
        for row in np.flatnonzero(back[:, column]):
            if row == start and column == end:
                continue
            if row == start:
                return True
            fresh = [int(one) for one in np.flatnonzero(there[row]) if int(one) not in seen]
            seen.update(fresh)
            waiting.extend(fresh)
    return False
