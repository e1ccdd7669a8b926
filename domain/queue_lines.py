"""Lines: services of a site that share counters stand in one line, whatever number one draws.

No event says which counter serves what; the calls of the day tell it. Until both of two services were called to one
counter they count as lines of their own.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.live_table import Rows

Numbers = NDArray[np.int64]
NO_COUNTER = 0


@dataclass(frozen=True, slots=True)
class Line:
    """One line: its site, its services (column codes, ascending) and the counters that called it today."""

    site: int
    services: tuple[int, ...]
    counters: frozenset[int]


@dataclass(frozen=True, slots=True)
class Lines:
    """The lines of a day, by site; `of_ticket` is the place in `lines` of each ticket that was given."""

    lines: tuple[Line, ...]
    of_ticket: Numbers


def lines_of(tickets: Rows) -> Lines:
    """The lines in which tickets of one day stand: rows of `TICKET_DTYPE`, each of a known site."""
    site, service = tickets["site"].astype(np.int64), tickets["service"].astype(np.int64)
    desks, desk_of = np.unique((site << 32) | (service + 1), return_inverse=True)
    counters, counter_of = np.unique(tickets["counter"], return_inverse=True)
    served = _served(desk_of, counter_of, tickets["counter"] != NO_COUNTER)
    roots = _joined(len(desks), served)
    firsts, line_of_desk = np.unique(roots, return_inverse=True)
    lines = [
        Line(
            site=int(desks[first] >> 32),
            services=tuple(int(desks[desk] & 0xFFFFFFFF) - 1 for desk in np.flatnonzero(roots == first)),
            counters=frozenset(int(counters[counter]) for desk, counter in served if roots[desk] == first),
        )
        for first in firsts
    ]
    return Lines(tuple(lines), line_of_desk[desk_of])


def _served(desk_of: Numbers, counter_of: Numbers, is_called: NDArray[np.bool_]) -> list[tuple[int, int]]:
    """Which desk was called to which counter: each pair once, by counter."""
    pairs = np.unique((counter_of[is_called] << 32) | desk_of[is_called])
    return [(int(pair & 0xFFFFFFFF), int(pair >> 32)) for pair in pairs]


def _joined(desks: int, served: list[tuple[int, int]]) -> Numbers:
    """For each desk the first one that shares counters with it, directly or by others."""
    parent = list(range(desks))

    def root(desk: int) -> int:
        while parent[desk] != desk:
            parent[desk] = desk = parent[parent[desk]]
        return desk

    for (desk, counter), (other, another) in pairwise(served):
        if counter == another:
            first, second = sorted((root(desk), root(other)))
            parent[second] = first
    return np.array([root(desk) for desk in range(desks)], dtype=np.int64)
