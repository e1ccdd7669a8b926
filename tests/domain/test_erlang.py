"""Erlang C: the vector of the city's facts, sums by factorials, and what must hold at any load."""

from fractions import Fraction
from math import factorial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.erlang import (
    MOST_COUNTERS,
    Load,
    counters_needed,
    is_stable,
    mean_wait_minutes,
    service_level,
    waiting_probability,
)

THIRTY = Load(arrivals_per_hour=30, service_minutes=8)

loads = st.builds(Load, st.floats(0.1, 2000), st.floats(0.1, 60))
counts = st.integers(1, MOST_COUNTERS)


def test_four_counters_cannot_keep_up() -> None:
    assert (is_stable(THIRTY, 4), mean_wait_minutes(THIRTY, 4), service_level(THIRTY, 4, 15)) == (False, None, 0.0)
    assert waiting_probability(THIRTY, 4) == 1.0


def test_five_and_six_counters_as_published() -> None:
    """Thirty an hour, eight minutes each."""
    assert THIRTY.erlangs / 5 == pytest.approx(0.80)
    assert mean_wait_minutes(THIRTY, 5) == pytest.approx(4.4, abs=0.05)
    assert service_level(THIRTY, 5, 15) == pytest.approx(0.915, abs=0.0005)
    assert mean_wait_minutes(THIRTY, 6) == pytest.approx(1.1, abs=0.05)


def test_one_counter_is_the_plain_queue() -> None:
    """M/M/1: busy for half the time, half have to wait, and as long on average as a service takes."""
    half = Load(6, 5)
    assert waiting_probability(half, 1) == pytest.approx(0.5)
    assert mean_wait_minutes(half, 1) == pytest.approx(5.0)


def test_the_fewest_counters_that_keep_a_promise() -> None:
    assert counters_needed(THIRTY, within_minutes=15, share=0.80) == 5
    assert counters_needed(THIRTY, within_minutes=15, share=0.95) == 6
    assert counters_needed(Load(2000, 60), 15, 0.8) is None


@pytest.mark.parametrize("load", [(0, 8), (30, 0), (-1, 8), (float("nan"), 8)])
def test_no_load_is_no_load(load: tuple[float, float]) -> None:
    with pytest.raises(ValueError, match="above zero"):
        Load(*load)


def by_factorials(load: Load, counters: int) -> float:
    """The textbook formula in exact fractions."""
    erlangs = Fraction(load.erlangs)
    last = erlangs**counters / factorial(counters) * counters / (counters - erlangs)
    return float(last / (sum(erlangs**k / factorial(k) for k in range(counters)) + last))


@given(counters=st.integers(1, 60), busy=st.floats(0.01, 0.99))
def test_the_recursion_is_the_textbook_formula(counters: int, busy: float) -> None:
    load = Load(60, busy * counters)
    assert waiting_probability(load, counters) == pytest.approx(by_factorials(load, counters), rel=1e-9)


@pytest.mark.parametrize("busy", [0.5, 0.9, 0.999])
def test_two_hundred_counters_overflow_nothing(busy: float) -> None:
    load = Load(60, busy * MOST_COUNTERS)
    assert waiting_probability(load, MOST_COUNTERS) == pytest.approx(by_factorials(load, MOST_COUNTERS), rel=1e-9)


@given(loads, counts, st.floats(0, 240))
def test_shares_are_shares(load: Load, counters: int, within: float) -> None:
    assert 0 <= waiting_probability(load, counters) <= 1
    assert 0 <= service_level(load, counters, within) <= 1
    assert is_stable(load, counters) == (mean_wait_minutes(load, counters) is not None)


@given(loads, st.integers(1, MOST_COUNTERS - 1), st.floats(0, 240))
def test_one_more_counter_never_makes_it_worse(load: Load, counters: int, within: float) -> None:
    more = counters + 1
    assert waiting_probability(load, more) <= waiting_probability(load, counters) + 1e-12
    assert service_level(load, more, within) >= service_level(load, counters, within) - 1e-12
    before, after = mean_wait_minutes(load, counters), mean_wait_minutes(load, more)
    assert before is None or (after is not None and after <= before + 1e-12)


@given(loads, counts, st.floats(0, 240), st.floats(1, 3))
def test_more_that_come_never_make_it_better(load: Load, counters: int, within: float, times: float) -> None:
    busier = Load(load.arrivals_per_hour * times, load.service_minutes)
    assert service_level(busier, counters, within) <= service_level(load, counters, within) + 1e-9


@given(loads, st.floats(0, 120), st.floats(0.01, 0.99))
def test_what_is_needed_is_enough_and_one_less_is_not(load: Load, within: float, share: float) -> None:
    needed = counters_needed(load, within, share)
    if needed is None:
        assert service_level(load, MOST_COUNTERS, within) < share
        return
    assert service_level(load, needed, within) >= share
    assert needed == 1 or service_level(load, needed - 1, within) < share
