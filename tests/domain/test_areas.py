"""Wards and districts by their numbers: unknown is never zero, and too few cases are no share."""

from dataclasses import replace
from datetime import date

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.areas import AreaBoard, Timeliness, area_board, people_by_district, waiting_by_district, wards_of
from domain.choropleth import AreaIndicator
from domain.city import complaint_frame
from domain.figures import POPULATION, Figure
from domain.indicators.complaints import open_by_ward
from layouts.map_numbers import offered
from tests.domain.lives import NOW_MS, city, some_complaints
from tests.factories import no_services

CITY = city()
DISTRICT = next(iter(CITY.districts))
WARDS = len(CITY.wards)
NONE = np.zeros(WARDS, dtype=np.int64)


def a_board(**wards: dict[int, int]) -> AreaBoard:
    columns = {name: NONE.copy() for name in ("open", "overdue", "due", "met")}
    for name, counts in wards.items():
        for place, count in counts.items():
            columns[name][place] = count
    return AreaBoard(columns["open"], columns["overdue"], Timeliness(columns["due"], columns["met"]))


def test_a_share_of_too_few_is_not_told() -> None:
    board = a_board(open={0: 9, 1: 10}, overdue={0: 3, 1: 5}, due={0: 9, 1: 20}, met={0: 9, 1: 15})
    assert (board.ward(0).overdue_share, board.ward(1).overdue_share) == (None, 0.5)
    assert (board.ward(0).on_time, board.ward(1).on_time) == (None, 0.75)
    shares = board.values(AreaIndicator.ON_TIME, CITY)
    assert np.isnan(shares[0])
    assert shares[1] == 0.75


def test_a_ward_without_complaints_has_none_and_its_share_is_not_known() -> None:
    board = a_board()
    assert board.values(AreaIndicator.OPEN, CITY).tolist() == [0.0] * WARDS
    assert np.isnan(board.values(AreaIndicator.OVERDUE, CITY)).all()


def test_what_nobody_tells_of_a_district_is_not_zero() -> None:
    """No inhabitants are published of districts, and no site has told anything."""
    board = replace(a_board(open={0: 3}), waiting=waiting_by_district(no_services(CITY).queues, CITY))
    for one in (AreaIndicator.WAITING, AreaIndicator.PER_1000):
        assert np.isnan(board.values(one, CITY)).all()
    assert (board.district(DISTRICT, CITY).waiting, board.district(DISTRICT, CITY).per_1000) == (None, None)


def test_open_for_each_thousand_inhabitants_of_a_district() -> None:
    """By its newest figure; all its wards have the district's colour, the others none."""

    def figure(value: float, year: int) -> Figure:
        return Figure(POPULATION, str(year), value, "people", "register", date(year, 12, 31), DISTRICT)

    people = people_by_district((figure(1000, 2022), figure(2000, 2023)), CITY)
    places = wards_of(DISTRICT, CITY)
    board = replace(a_board(open={places[0]: 3, places[1]: 5}), people=people)
    assert board.district(DISTRICT, CITY).per_1000 == 4.0
    values = board.values(AreaIndicator.PER_1000, CITY)
    assert {place for place in range(WARDS) if values[place] == 4.0} == set(places)
    assert np.isnan(values[[place for place in range(WARDS) if place not in places]]).all()


def test_what_a_city_could_never_know_is_not_offered() -> None:
    assert AreaIndicator.PER_1000 not in offered(replace(CITY, figures=()))
    assert AreaIndicator.WAITING not in offered(replace(CITY, sites={}))
    assert offered(CITY)[:3] == [AreaIndicator.OPEN, AreaIndicator.OVERDUE, AreaIndicator.ON_TIME]


@pytest.mark.parametrize("smallest_n", [1, 10])
@given(seed=st.integers(0, 5000), count=st.integers(0, 60))
def test_wards_add_up_to_their_districts_and_the_map_counts_what_it_draws(
    seed: int, count: int, smallest_n: int
) -> None:
    frame = complaint_frame(some_complaints(seed, count), CITY)
    slow = Timeliness(NONE, NONE)
    board = area_board(frame, NOW_MS, CITY, slow, {}, {}, {}, smallest_n)
    assert board.open.tolist() == open_by_ward(frame).tolist()
    assert sum(board.district(code, CITY).open for code in CITY.districts) == board.open.sum()
    assert np.all(board.overdue <= board.open)
    assert set(board.starts) == set(AreaIndicator)
