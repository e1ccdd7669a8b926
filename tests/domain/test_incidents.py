"""Emerging incidents: what raises an alarm, how an incident lives, and what tells of none."""

from dataclasses import replace
from math import comb, exp, factorial
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.incident_alarms import DAY_MS, HOUR_MS, IncidentRules, Reports, tail
from domain.incidents import Incident, all_incidents, has_history, incidents
from tests.domain.lives import NOW_MS

RULES = IncidentRules()
LAT, LON = -6.17, 106.63
METRE = 1 / 111_195.0
Row = tuple[int, float, float, int]
MINUTE_MS = 60_000


def anywhere(random: Random) -> tuple[float, float]:
    """A place in a city of ten by ten kilometres."""
    return LAT + random.uniform(0, 10_000) * METRE, LON + random.uniform(0, 10_000) * METRE


def usual(weeks: int = 9, a_day: int = 37, seed: int = 1, until_ms: int = NOW_MS) -> list[Row]:
    """A city that reports at random by day, in ten categories, up to an instant."""
    random = Random(seed)
    return [
        (
            until_ms - day * DAY_MS - random.randrange(16 * HOUR_MS),
            *anywhere(random),
            random.randrange(10),
        )
        for day in range(weeks * 7)
        for _ in range(a_day)
    ]


def burst(n: int, begin_ms: int, category: int = 3, apart_minutes: float = 8, north_m: float = 0) -> list[Row]:
    """Some reports around one corner, one after another."""
    return [
        (
            begin_ms + int(number * apart_minutes * MINUTE_MS),
            LAT + (5000 + north_m + 60 * (number % 3)) * METRE,
            LON + 0.04,
            category,
        )
        for number in range(n)
    ]


def reports_of(rows: list[Row]) -> Reports:
    columns = np.array(rows, dtype=np.float64).reshape(-1, 4).T
    at_ms = np.array([row[0] for row in rows], dtype=np.int64)
    return Reports(at_ms, columns[1], columns[2], columns[3].astype(np.int64))


def found(rows: list[Row], now_ms: int = NOW_MS, rules: IncidentRules = RULES) -> list[Incident]:
    return incidents(reports_of(rows), now_ms, rules)


# --- the tail, against sums in plain Python


@pytest.mark.parametrize(
    ("n", "mean", "shape"), [(1, 0.05, 3.0), (4, 0.2, 1.0), (9, 2.5, 6.0), (3, 40.0, 2.0), (0, 1.0, 1.0)]
)
def test_the_tail_of_a_count(n: int, mean: float, shape: float) -> None:
    """For whole shapes the negative binomial is a matter of counting."""
    odds = mean / (mean + shape)
    below = sum(comb(k + int(shape) - 1, k) * odds**k * (1 - odds) ** shape for k in range(n))
    assert tail(n, mean, shape) == pytest.approx(1 - below, rel=1e-6)


def test_what_is_well_known_is_nearly_poisson() -> None:
    poisson = 1 - sum(exp(-0.8) * 0.8**k / factorial(k) for k in range(4))
    assert tail(4, 0.8, 1e7) == pytest.approx(poisson, rel=1e-4)
    assert tail(4, 0.8, 2.0) > 2 * poisson


# --- alarms


def test_seven_reports_of_an_hour_around_a_corner_are_an_incident() -> None:
    rows = [*usual(), *burst(7, NOW_MS - HOUR_MS)]
    (one,) = found(rows)
    assert one.category == 3
    assert len(one.members) >= 7
    assert (one.start_ms, one.last_ms) == (NOW_MS - HOUR_MS, NOW_MS - HOUR_MS + 48 * MINUTE_MS)
    assert one.evidence.observed >= 7
    assert one.evidence.expected < 1
    assert one.evidence.chance < RULES.false_alarms / 259 / RULES.looks
    assert {rows[member][3] for member in one.members} == {3}


def test_an_ordinary_day_has_none() -> None:
    assert found(usual()) == []


def strewn(rows: list[Row]) -> list[Row]:
    """The same, two kilometres from one to the next."""
    return [(at_ms, lat + 0.018 * number, lon, kind) for number, (at_ms, lat, lon, kind) in enumerate(rows)]


def of_all_kinds(rows: list[Row]) -> list[Row]:
    return [(*row[:3], number) for number, row in enumerate(rows)]


SEVEN = burst(7, NOW_MS - HOUR_MS)


@pytest.mark.parametrize(
    "rows",
    [burst(7, NOW_MS - HOUR_MS, apart_minutes=600), of_all_kinds(SEVEN), strewn(SEVEN), burst(2, NOW_MS - HOUR_MS)],
    ids=["over days", "of all kinds", "all over the city", "only two"],
)
def test_what_is_no_incident(rows: list[Row]) -> None:
    assert found([*usual(), *rows]) == []


def test_where_there_always_is_as_much_it_is_none() -> None:
    """The same hour of every week before saw as many."""
    weekly = [row for week in range(9) for row in burst(7, NOW_MS - HOUR_MS - week * RULES.week_ms)]
    assert found([*usual(), *weekly]) == []


def test_when_the_whole_city_has_more_of_it_it_is_none() -> None:
    """Rain: two hundred reports of one category within the hour, everywhere; a corner with a few of them is no news."""
    random = Random(5)
    rain = [(NOW_MS - random.randrange(HOUR_MS), *anywhere(random), 3) for _ in range(200)]
    dry, wet = found([*usual(), *burst(4, NOW_MS - HOUR_MS)]), found([*usual(), *rain, *burst(4, NOW_MS - HOUR_MS)])
    assert (len(dry), len(wet)) == (1, 0)


def test_without_weeks_of_history_nothing_is_judged() -> None:
    rows = [*usual(weeks=3), *burst(9, NOW_MS - HOUR_MS)]
    assert found(rows) == []
    assert not has_history(reports_of(rows), NOW_MS, RULES)
    assert has_history(reports_of(usual(weeks=5)), NOW_MS, RULES)
    assert found([]) == []
    assert not has_history(reports_of([]), NOW_MS, RULES)


# --- how it lives


def test_an_incident_grows_under_one_name_and_ends_when_it_is_quiet() -> None:
    begin_ms = NOW_MS - 12 * HOUR_MS
    rows = [*usual(until_ms=begin_ms), *burst(12, begin_ms, apart_minutes=15)]
    sizes, names = [], set()
    for minutes in range(0, 24 * 60, 20):
        for one in found(rows, begin_ms + minutes * MINUTE_MS):
            names.add(one.key)
            sizes.append((minutes, len(one.members)))
    assert len(names) == 1
    assert [n for _, n in sizes] == sorted(n for _, n in sizes)
    assert sizes[-1][1] == 12
    assert sizes[-1][0] <= 165 + RULES.quiet_hours * 60 < sizes[-1][0] + 20
    assert [minutes for minutes, _ in sizes] == list(range(sizes[0][0], sizes[-1][0] + 1, 20))


def test_two_places_and_two_categories_are_incidents_of_their_own() -> None:
    rows = [*burst(6, NOW_MS - HOUR_MS), *burst(6, NOW_MS - 2 * HOUR_MS, north_m=4000), *burst(6, NOW_MS - HOUR_MS, 7)]
    told = sorted((one.category, round((one.lat - LAT) / METRE / 1000)) for one in found([*usual(), *rows]))
    assert told == [(3, 5), (3, 9), (7, 5)]


def test_it_does_not_wander_off() -> None:
    """A burst that moves 400 m each half hour: nothing belongs to an incident that began kilometres away."""
    begin_ms = NOW_MS - 6 * HOUR_MS
    rows = [(begin_ms + step * 6 * MINUTE_MS, LAT + (1000 + 80 * step) * METRE, LON + 0.04, 3) for step in range(60)]
    reports = reports_of([*usual(until_ms=NOW_MS - 7 * HOUR_MS), *rows])
    for one in incidents(reports, NOW_MS, RULES):
        reach_m = max(abs(reports.lat[member] - one.lat) for member in one.members) / METRE
        assert reach_m <= 3 * max(RULES.radii_m)


def test_after_two_days_it_is_another_one() -> None:
    begin_ms = NOW_MS - 60 * HOUR_MS
    rows = [*usual(weeks=9, until_ms=begin_ms), *burst(60, begin_ms, apart_minutes=60)]
    alarms = [one.alarm_ms - begin_ms for one in all_incidents(reports_of(rows), begin_ms - DAY_MS, NOW_MS, RULES)]
    assert len(alarms) == 2
    assert alarms[1] - alarms[0] > RULES.longest_hours * HOUR_MS


# --- laws


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(3, 12))
def test_the_order_of_reports_changes_nothing(seed: int, n: int) -> None:
    rows = [*usual(weeks=6, seed=seed), *burst(n, NOW_MS - 2 * HOUR_MS)]
    shuffled = list(rows)
    Random(seed).shuffle(shuffled)

    def told(given: list[Row]) -> list[object]:
        return [
            (one.key, one.start_ms, one.evidence, sorted(given[row] for row in one.members)) for one in found(given)
        ]

    assert told(rows) == told(shuffled)


@settings(max_examples=15, deadline=None)
@given(st.integers(0, 1000), st.integers(4, 12), st.integers(1, 300))
def test_what_comes_later_changes_nothing_of_what_was_found(seed: int, n: int, later_minutes: int) -> None:
    """An alarm rests on what came before it: so a picture of the past shows what was shown then."""
    rows = [*usual(weeks=6, seed=seed), *burst(n, NOW_MS - 2 * HOUR_MS)]
    later = [(NOW_MS + row[0] % (later_minutes * MINUTE_MS) + 1, *row[1:]) for row in usual(weeks=1, seed=seed + 1)]

    def told(given: list[Row]) -> list[object]:
        return [(one.key, one.members, one.evidence) for one in found(given)]

    assert told([*rows, *later]) == told(rows)
    begin_ms, end_ms = NOW_MS - DAY_MS, NOW_MS + later_minutes * MINUTE_MS
    afterwards = {one.key for one in all_incidents(reports_of([*rows, *later]), begin_ms, end_ms, RULES)}
    assert {one.key for one in all_incidents(reports_of(rows), begin_ms, NOW_MS, RULES)} <= afterwards


def test_fewer_false_alarms_allowed_are_fewer_alarms() -> None:
    rows = usual(weeks=12, a_day=120)
    begin_ms = NOW_MS - 6 * RULES.week_ms
    counts = [
        len(all_incidents(reports_of(rows), begin_ms, NOW_MS, replace(RULES, false_alarms=allowed)))
        for allowed in (50.0, 5.0, 0.5)
    ]
    assert counts == sorted(counts, reverse=True)
    assert counts[0] > counts[2]
    assert counts[2] <= 0.5 * 6 + 3
