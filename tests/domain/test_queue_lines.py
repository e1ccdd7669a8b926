"""Lines: which services of a site share counters, from the day's calls; against a search from desk to desk."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from domain.live_table import Rows
from domain.queue_columns import TICKET_DTYPE
from domain.queue_lines import NO_COUNTER, Line, lines_of

Call = tuple[int, int, int]
"""Site, service and counter of a ticket."""


def rows(calls: list[Call]) -> Rows:
    table = np.zeros(len(calls), dtype=TICKET_DTYPE)
    for name, column in zip(("site", "service", "counter"), zip(*calls, strict=True), strict=False):
        table[name] = column
    return table


def test_services_that_share_a_counter_stand_in_one_line() -> None:
    found = lines_of(rows([(0, 3, 11), (0, 5, 11), (0, 5, 12), (0, 8, 13), (1, 3, 21), (0, 5, NO_COUNTER)]))
    assert found.lines == (
        Line(0, (3, 5), frozenset({11, 12})),
        Line(0, (8,), frozenset({13})),
        Line(1, (3,), frozenset({21})),
    )
    assert found.of_ticket.tolist() == [0, 0, 0, 1, 2, 0]


def test_before_any_call_each_service_is_a_line_of_its_own() -> None:
    found = lines_of(rows([(0, 3, NO_COUNTER), (0, 5, NO_COUNTER)]))
    assert [line.services for line in found.lines] == [(3,), (5,)]


def test_a_service_that_the_city_no_longer_has_is_a_line_too() -> None:
    assert lines_of(rows([(0, -1, 11), (0, 2, 11), (0, -1, 12)])).lines[0].services == (-1, 2)


def test_no_tickets_no_lines() -> None:
    found = lines_of(np.zeros(0, dtype=TICKET_DTYPE))
    assert (found.lines, len(found.of_ticket)) == ((), 0)


calls = st.lists(st.tuples(st.integers(0, 2), st.integers(-1, 4), st.integers(0, 3)), max_size=25).map(
    lambda drawn: [(site, service, counter and site * 10 + counter) for site, service, counter in drawn]
)


def naive(told: list[Call]) -> set[tuple[int, frozenset[int], frozenset[int]]]:
    """From each desk to all that share a counter with it, until no more are found."""
    desks, found = {(site, service) for site, service, _ in told}, set()
    for desk in desks:
        reached, at = {desk}, {NO_COUNTER}
        while True:
            at = {counter for site, service, counter in told if (site, service) in reached and counter}
            more = {(site, service) for site, service, counter in told if counter in at} | {desk}
            if more <= reached:
                break
            reached |= more
        found.add((desk[0], frozenset(service for _, service in reached), frozenset(at)))
    return found


@given(calls)
def test_lines_are_what_a_search_finds(told: list[Call]) -> None:
    found = lines_of(rows(told))
    assert {(line.site, frozenset(line.services), line.counters) for line in found.lines} == naive(told)
    for (site, service, counter), place in zip(told, found.of_ticket, strict=True):
        line = found.lines[place]
        assert line.site == site
        assert service in line.services
        assert not counter or counter in line.counters
