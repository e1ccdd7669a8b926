"""The measures of the alarms, counted by hand."""

from typing import Any

import pytest

from domain.alarms.health import AlarmHealth, AlarmSource, HealthRules, alarm_health
from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.alarms.register import Register, followed
from tests.domain.alarms.making import MINUTE_MS, NOW_MS, raised, then

H = Happening
HOUR_MS = 60 * MINUTE_MS
SECOND_MS = 1000


def measured(events: list[AlarmEvent], hours: float = 1, **rules: Any) -> AlarmHealth:
    origins = {event.number: event.origin for event in events if event.origin is not None}
    still_open = followed(Register(), events).open.values()
    span = NOW_MS, NOW_MS + round(hours * HOUR_MS)
    return alarm_health(events, origins, still_open, span, HealthRules(**rules))


def test_of_nothing_there_are_no_shares() -> None:
    health = alarm_health([], {}, [], (NOW_MS, NOW_MS))
    assert (health.n, health.rate, health.crowded, health.top_share, health.answer_minutes) == (
        0,
        None,
        None,
        None,
        None,
    )


def test_rates_and_crowded_periods() -> None:
    """13 in the first ten minutes of an hour, 5 in the last: 3 a period, one of six crowded."""
    first = [raised(number, NOW_MS + number * SECOND_MS, place=f"A{number}") for number in range(1, 14)]
    last = [raised(number, NOW_MS + HOUR_MS - SECOND_MS, place=f"B{number}") for number in range(14, 19)]
    one = measured([*first, *last])
    assert (one.n, one.rate, one.peak) == (18, 3.0, 13)
    assert one.crowded == pytest.approx(1 / 6)
    two = measured([*first, *last], operators=2)
    assert (two.rate, two.crowded) == (1.5, 0.0)


def test_the_mix_is_by_the_priority_of_the_rule() -> None:
    loud = raised(1, priority=Priority.CRITICAL, place="a")
    quiet = [raised(number, priority=Priority.LOW, place=f"b{number}") for number in (2, 3)]
    assert measured([loud, *quiet]).mix == {Priority.CRITICAL: 1, Priority.LOW: 2}


def test_what_is_open_for_more_than_a_day_stands() -> None:
    old, new = raised(1, NOW_MS, place="old"), raised(2, NOW_MS + HOUR_MS, place="new")
    health = measured([old, new], hours=24.5)
    assert (health.open, health.standing) == (2, (1,))
    assert measured([old, new], hours=24).standing == ()


def rings(number: int, seconds: int) -> AlarmEvent:
    what = H.RAISED if number == 1 else H.RAISED_AGAIN
    origin = Origin(rule="queue", place="MPP", is_latching=True) if number == 1 else None
    at_ms = NOW_MS + seconds * SECOND_MS
    return AlarmEvent(what=what, at_ms=at_ms, number=number, alarm=0 if number == 1 else 1, origin=origin)


@pytest.mark.parametrize(("seconds", "chatters"), [((0, 30, 60), True), ((0, 30, 61), False), ((0, 60), False)])
def test_three_rings_within_a_minute_are_chatter(seconds: tuple[int, ...], chatters: bool) -> None:
    events = [rings(number, at) for number, at in enumerate(seconds, start=1)]
    assert bool(measured(events).chattering) is chatters


def test_the_loudest_sources_and_their_share() -> None:
    events = [raised(number, place="MPP" if number <= 6 else f"P{number}") for number in range(1, 11)]
    health = measured(events, top=2)
    assert health.top == (AlarmSource("queue", "MPP", 6), AlarmSource("queue", "P7", 1))
    assert health.top_share == 0.7


def test_how_long_an_answer_takes() -> None:
    """Those of alarms that rang in this time, to the first acknowledgement."""
    events = [
        raised(1, NOW_MS, place="a"),
        raised(2, NOW_MS, place="b"),
        raised(3, NOW_MS, place="c"),
        then(4, H.ACKNOWLEDGED, alarm=1, at_ms=NOW_MS + 4 * MINUTE_MS),
        then(5, H.ACKNOWLEDGED, alarm=2, at_ms=NOW_MS + 10 * MINUTE_MS),
        then(6, H.ACKNOWLEDGED, alarm=1, at_ms=NOW_MS + 30 * MINUTE_MS),
        then(7, H.ACKNOWLEDGED, alarm=99),
    ]
    health = measured(events)
    assert (health.answered, health.answer_minutes) == (2, 7.0)
