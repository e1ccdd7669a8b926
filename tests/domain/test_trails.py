"""Trails of crews: in whatever order positions come, the newest is where a crew is, and what is too old goes."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import from_epoch_ms
from domain.field_columns import position_table
from domain.field_work import CrewPosition
from domain.trails import DIRECTIONS, MOST_FIXES, Fix, Trails, extended, heading
from tests.domain.lives import NOW_MS, city

KEEP_MS = 15 * 60_000
LAT, LON = -6.18, 106.63
STEP = 0.001
"""Degrees: some 111 m."""

fixes = st.builds(
    Fix,
    st.integers(NOW_MS - 2 * KEEP_MS, NOW_MS),
    st.floats(-6.3, -6.1).map(lambda lat: round(lat, 5)),
    st.floats(106.5, 106.8).map(lambda lon: round(lon, 5)),
)
news = st.lists(st.tuples(st.integers(1, 3), fixes), min_size=1, max_size=30)


@given(st.data(), news)
def test_an_older_position_never_overwrites_a_newer_one(data: st.DataObject, told: list[tuple[int, Fix]]) -> None:
    """Told at once or one by one, in any order, and twice: the trail is the same, and ends with the newest."""
    crews = {key for key, _ in told}
    whole = extended({}, told, NOW_MS, KEEP_MS)
    trails: Trails = {}
    for key, fix in data.draw(st.permutations([*told, *told])):
        others = [(one, trails[one][-1]) for one in trails if one != key and trails[one]]
        trails = extended(trails, [(key, fix), *others], NOW_MS, KEEP_MS)
    assert {key: trails.get(key, ()) for key in crews} == whole
    for key in crews:
        recent = [fix for one, fix in told if one == key and fix.at_ms > NOW_MS - KEEP_MS]
        assert list(whole[key]) == sorted(set(recent))[-MOST_FIXES:]
        assert not recent or whole[key][-1] == max(recent)


@given(st.permutations(range(6)))
def test_the_live_position_is_the_latest_fold_whatever_came_last(order: list[int]) -> None:
    table = position_table(city())
    now = from_epoch_ms(NOW_MS)
    for number in order:
        table.apply(
            CrewPosition(
                crew_id="C-1",
                event_id=f"e{number}",
                revision=number,
                agency="DLH",
                occurred_ms=NOW_MS - 60_000 * (6 - number),
                lat=LAT + number * STEP,
                lon=LON,
            ),
            now,
        )
    assert table.live_rows["lat"].tolist() == [LAT + 5 * STEP]
    assert table.live_rows["occurred_ms"].tolist() == [NOW_MS - 60_000]


def test_what_is_older_than_allowed_goes_and_a_crew_off_duty_has_no_trail() -> None:
    old, new = Fix(NOW_MS - KEEP_MS, LAT, LON), Fix(NOW_MS - 1, LAT, LON + STEP)
    trails = extended({}, [(1, old), (1, new), (2, new)], NOW_MS, KEEP_MS)
    assert trails == {1: (new,), 2: (new,)}
    assert extended(trails, [(1, new)], NOW_MS + timedelta(hours=1) // timedelta(milliseconds=1), KEEP_MS) == {1: ()}


@pytest.mark.parametrize(
    ("north", "east", "expected"),
    [
        (STEP, 0, 1),
        (STEP, STEP, 3),
        (0, STEP, 5),
        (-STEP, 0, 9),
        (0, -STEP, 13),
        (STEP, -0.0001, 1),
        (0.0001, 0, 0),  # 11 m are within the error of a fix
    ],
)
def test_a_crew_heads_where_it_went_last(north: float, east: float, expected: object) -> None:
    start = Fix(NOW_MS - 60_000, LAT, LON)
    assert heading((start, Fix(NOW_MS, LAT + north, LON + east))) == expected


def test_a_crew_that_stands_keeps_no_heading_of_its_noise_and_one_alone_has_none() -> None:
    stands = tuple(Fix(NOW_MS + second, LAT + 0.00001 * (second % 2), LON) for second in range(5))
    assert heading(stands) == 0
    assert heading(()) == heading(stands[:1]) == 0


@given(st.lists(fixes, max_size=6).map(lambda all_: tuple(sorted(set(all_)))))
def test_a_heading_is_one_of_sixteen_or_unknown(known: tuple[Fix, ...]) -> None:
    assert 0 <= heading(known) <= DIRECTIONS
