"""Observed against expected: an agency is compared with the city's share of its own categories."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.case_mix import CategoryTallies, Tally, case_mix, city_tallies

tallies = st.integers(0, 60).flatmap(lambda n: st.builds(Tally, st.integers(0, n), st.just(n)))
cities: st.SearchStrategy[CategoryTallies] = st.dictionaries(
    st.tuples(st.sampled_from("ABCD"), st.sampled_from(["pothole", "lamp", "waste"])), tallies, min_size=1
)
AGENCIES = "ABCD"


def test_potholes_and_lamps_by_hand() -> None:
    """B has few potholes and A has many: A's 83 % is what its mix lets one expect, B's 85 % is less."""
    city = {
        ("A", "pothole"): Tally(6, 10),
        ("A", "lamp"): Tally(19, 20),
        ("B", "pothole"): Tally(6, 10),
        ("B", "lamp"): Tally(28, 30),
        ("C", "lamp"): Tally(48, 50),
    }
    assert city_tallies(city) == {"pothole": Tally(12, 20), "lamp": Tally(95, 100)}
    mine, theirs = case_mix(city, "A"), case_mix(city, "B")
    assert (mine.observed, mine.n) == (25, 30)
    assert mine.expected == pytest.approx(10 * 0.6 + 20 * 0.95)
    assert mine.ratio == pytest.approx(1.0)
    assert theirs.observed == 34
    assert theirs.expected == pytest.approx(34.5)
    assert theirs.ratio == pytest.approx(34 / 34.5)
    assert (mine.alone, case_mix({**city, ("A", "permit"): Tally(3, 7)}, "A").alone) == (0, 7)


def test_the_interval_is_wilsons_by_the_expected_share() -> None:
    """25 of 30 is 69.2 to 91.6 % at 90 %; the expected share is 25 / 30."""
    mix = case_mix({("A", "pothole"): Tally(25, 30)}, "A")
    assert mix.interval == pytest.approx((0.6938 * 30 / 25, 0.9169 * 30 / 25), abs=3e-3)


def test_where_nothing_is_expected_nothing_is_said() -> None:
    """No cases, or a city in which nobody met what was asked."""
    for city in ({}, {("A", "pothole"): Tally(0, 5)}):
        mix = case_mix(city, "A")
        assert (mix.ratio, mix.interval) == (None, None)


@given(cities)
def test_the_city_does_as_expected(city: CategoryTallies) -> None:
    """What all agencies together did is what is expected of all together."""
    mixes = [case_mix(city, agency) for agency in AGENCIES]
    assert sum(mix.expected for mix in mixes) == pytest.approx(sum(mix.observed for mix in mixes))


@given(cities)
def test_an_interval_holds_its_ratio(city: CategoryTallies) -> None:
    for agency in AGENCIES:
        mix = case_mix(city, agency)
        if mix.ratio is not None and mix.interval is not None:
            assert mix.interval[0] - 1e-9 <= mix.ratio <= mix.interval[1] + 1e-9
            assert 0 <= mix.expected <= mix.n + 1e-9


@given(cities)
def test_who_is_alone_in_its_categories_is_as_expected(city: CategoryTallies) -> None:
    """By construction: all its cases are told to be compared with nobody's."""
    mix = case_mix({key: tally for key, tally in city.items() if key[0] == "A"}, "A")
    assert mix.ratio in (None, pytest.approx(1.0))
    assert mix.alone == mix.n


@given(cities, st.integers(1, 30))
def test_with_one_category_it_is_the_share_by_the_citys(city: CategoryTallies, more: int) -> None:
    lamps = {(agency, "lamp"): tally for (agency, category), tally in city.items() if category == "lamp"}
    lamps["A", "lamp"] = lamps.get(("A", "lamp"), Tally()).plus(Tally(more, more))
    whole, own = city_tallies(lamps)["lamp"], lamps["A", "lamp"]
    assert case_mix(lamps, "A").ratio == pytest.approx((own.met / own.n) / (whole.met / whole.n))
