"""What the rules look at: each place with its value, at one instant."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

import numpy as np
import pytest

from domain.alarms.rule import AlarmRule, Deadline, LeftOf, RuleKind, Source
from domain.alarms.signals import Seen, Sighting, observed
from domain.city import complaint_frame
from domain.clock import from_epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.emergencies import Call, CallState, call_frame
from domain.incident_alarms import Evidence
from domain.patterns import LocalIncident, PatternBoard
from domain.profile import CityProfile
from domain.snapshot import FeedState
from tests.domain.alarms.making import MINUTE_MS, a_rule
from tests.factories import FEEDS, NOW_MS, a_snapshot

DAY_MS = 86_400_000
COUNTDOWN: dict[str, Any] = {
    "kind": RuleKind.COUNTDOWN,
    "source": Source.COMPLAINT_CLOCK,
    "raise_at": 15,
    "clear_at": 30,
    "lapse_minutes": 60,
}


def a_case(number: int, due_minutes: float, **changes: Any) -> Complaint:
    """An open case with so many minutes left, in a category that is promised in minutes."""
    due_ms = NOW_MS + round(due_minutes * MINUTE_MS)
    values = {
        "state": ComplaintState.ASSIGNED,
        "category": "flood",
        "agency": "BPBD",
        "opened_ms": NOW_MS - DAY_MS,
        "due_ms": due_ms,
        "legal_due_ms": due_ms + DAY_MS,
        "response_due_ms": due_ms - MINUTE_MS,
        "revision": 1,
    }
    return Complaint(complaint_id=f"K-{number}", **{**values, **changes})


def seen(city: CityProfile, complaints: Sequence[Complaint] = (), calls: Sequence[Call] = (), **changes: Any) -> Seen:
    frame = complaint_frame(complaints, city)
    snapshot = a_snapshot(city, **changes)
    return Seen(
        snapshot,
        frame,
        [one.complaint_id for one in complaints],
        call_frame(calls, city),
        [c.call_id for c in calls],
        city,
    )


def sightings(rule: AlarmRule, city: Seen) -> tuple[Sighting, ...] | None:
    return observed([rule], city).sightings.get(rule.name)


def places(rule: AlarmRule, city: Seen) -> dict[str, float | None] | None:
    found = sightings(rule, city)
    return None if found is None else {one.place: one.value for one in found}


def test_minutes_left_of_open_cases_that_are_near_their_end(tangerang: CityProfile) -> None:
    """Far ones, backlog, closed, paused ones and other categories are left out."""
    city = seen(
        tangerang,
        [
            a_case(1, 10),
            a_case(2, 29),
            a_case(3, 30),
            a_case(4, -59),
            a_case(5, -60),
            a_case(6, 10, state=ComplaintState.RESOLVED, closed_ms=NOW_MS - 1),
            a_case(7, 10, state=ComplaintState.WAITING_REPORTER, paused_from_ms=NOW_MS - 1),
            a_case(8, 10, category="pothole"),
            a_case(9, 10, due_ms=0),
        ],
    )
    urgent = a_rule(**COUNTDOWN, categories=frozenset({"urgent"}))
    assert places(urgent, city) == {"K-1": 10, "K-2": 29, "K-4": -59}
    assert places(a_rule(**COUNTDOWN, categories=frozenset({"pothole"})), city) == {"K-8": 10}
    assert places(a_rule(**COUNTDOWN), city) == {"K-1": 10, "K-2": 29, "K-4": -59, "K-8": 10}


def test_a_case_tells_its_agency_and_a_sensitive_one_no_category_or_place(tangerang: CityProfile) -> None:
    ward = next(iter(tangerang.wards))
    hidden = next(code for code, one in tangerang.categories.items() if one.is_sensitive)
    city = seen(tangerang, [a_case(1, 10, ward=ward), a_case(2, 10, ward=ward, category=hidden)])
    assert sightings(a_rule(**COUNTDOWN), city) == (
        Sighting("K-1", 10.0, "BPBD", ward, "flood"),
        Sighting("K-2", 10.0, "BPBD"),
    )


def test_each_clock_of_a_case_has_its_deadline(tangerang: CityProfile) -> None:
    city = seen(tangerang, [a_case(1, 10), a_case(2, 10, response_ms=NOW_MS - 1)])
    assert places(a_rule(**COUNTDOWN, deadline=Deadline.RESPONSE), city) == {"K-1": 9}
    assert places(a_rule(**COUNTDOWN, deadline=Deadline.LEGAL), city) == {}


def test_minutes_of_service_are_those_in_which_the_city_serves(tangerang: CityProfile) -> None:
    """Monday 09.47 to Tuesday 09.47 is one service day of some hours, and 24 hours of the calendar."""
    city = seen(tangerang, [a_case(1, 24 * 60)])
    far = {**COUNTDOWN, "raise_at": 600, "clear_at": 1000}
    assert places(a_rule(**far), city) == {}
    served = tangerang.calendar.service_ms_between(NOW_MS, NOW_MS + DAY_MS) / MINUTE_MS
    assert 400 < served < 600
    assert places(a_rule(**far, left_of=LeftOf.SERVICE), city) == {"K-1": served}


# --- how many come


INTAKE: dict[str, Any] = {"source": Source.INTAKE, "raise_at": 101, "clear_at": 100}


def filed(days_ago: Sequence[int], each: int) -> list[Complaint]:
    return [
        Complaint(complaint_id=f"K-{day}-{n}", opened_ms=NOW_MS - day * DAY_MS - n * MINUTE_MS, revision=1)
        for day in days_ago
        for n in range(each)
    ]


def test_todays_complaints_are_held_against_the_same_weekday(tangerang: CityProfile) -> None:
    """Eight Mondays of 20, one of them of 40: their P95 is 33, and 38 came today."""
    mondays = filed([7 * week for week in range(1, 9)], 20) + filed([7], 40)[20:] + filed([65], 1)
    (sighting,) = sightings(a_rule(**INTAKE), seen(tangerang, mondays)) or ()
    assert sighting.value == pytest.approx(100 * 38 / np.quantile([20] * 7 + [40], 0.95))
    assert sighting.value == pytest.approx(100 * 38 / 33)


def test_without_enough_weeks_nothing_is_known_of_the_intake(tangerang: CityProfile) -> None:
    assert sightings(a_rule(**INTAKE), seen(tangerang, filed([7, 14, 21, 28], 5))) is None  # begins during the fourth
    assert sightings(a_rule(**INTAKE), seen(tangerang, filed([7, 14, 21, 28, 29], 5))) is not None
    assert sightings(a_rule(**INTAKE), seen(tangerang)) is None


# --- queues, calls, feeds, incidents, indicators


def test_a_site_of_which_nothing_is_known_has_no_value(tangerang: CityProfile) -> None:
    city = seen(tangerang)
    board = city.snapshot.services.queues
    known = places(a_rule(), city) or {}
    worst = board.sites[0]
    assert known[worst.site] == worst.pressure
    silent = replace(board, sites=(replace(worst, has_data=False),))
    empty = replace(city, snapshot=replace(city.snapshot, services=replace(city.snapshot.services, queues=silent)))
    assert places(a_rule(), empty) == {worst.site: None}


def test_emergencies_wait_for_a_unit_and_other_calls_do_not(tangerang: CityProfile) -> None:
    def call(name: str, minutes: int, **changes: Any) -> Call:
        received_ms = NOW_MS - minutes * MINUTE_MS
        values = {"state": CallState.RECEIVED, "is_emergency": True, "received_ms": received_ms, "revision": 1}
        return Call(call_id=name, **{**values, **changes})

    calls = [call("C-1", 16), call("C-2", 3, arrived_ms=NOW_MS), call("C-3", 9, is_emergency=False)]
    rule = a_rule(source=Source.CALL, raise_at=15, clear_at=0)
    assert places(rule, seen(tangerang, calls=calls)) == {"C-1": 16}


def test_a_feed_is_heard_late_lost_or_unknown(tangerang: CityProfile) -> None:
    states = (FeedState.GOOD, FeedState.LATE, FeedState.LOST, FeedState.UNKNOWN, FeedState.QUIET)
    feeds = tuple(replace(feed, state=state) for feed, state in zip(FEEDS, states, strict=True))
    rule = a_rule(kind=RuleKind.ABSENCE, source=Source.FEED, raise_at=2, clear_at=0)
    found = places(rule, seen(tangerang, feeds=feeds)) or {}
    assert found["siaga112/complaints"] == 1.0
    assert list(found.values()) == [0.0, 1.0, 2.0, None, 0.0]


def test_a_silence_counts_where_it_is_too_long_for_a_living_feed(tangerang: CityProfile) -> None:
    quiet, unknown = replace(FEEDS[0], silent_seconds=900.0), replace(FEEDS[1], state=FeedState.UNKNOWN)
    rule = a_rule(kind=RuleKind.ABSENCE, source=Source.SILENCE, raise_at=1, clear_at=0)
    found = places(rule, seen(tangerang, feeds=(quiet, unknown, *FEEDS[2:])))
    assert list((found or {}).values()) == [15.0, None, 0.0, 0.0, 0.0]


def test_incidents_are_places_and_without_history_nothing_is_known(tangerang: CityProfile) -> None:
    one = LocalIncident("flood-1", "flood", "w", "BPBD", 0, 0, 4, 4, 0, 0, Evidence(4, 0.1, 3, 500, 1e-6), 1)
    rule = a_rule(kind=RuleKind.INCIDENT, source=Source.INCIDENT)
    judged = seen(tangerang, patterns=PatternBoard((one,), is_judged=True))
    assert sightings(rule, judged) == (Sighting("flood-1", 1.0, "BPBD", "w", "flood"),)
    assert sightings(rule, seen(tangerang, patterns=PatternBoard())) is None


def test_an_indicator_is_the_number_of_the_catalogue(tangerang: CityProfile) -> None:
    overdue = a_rule(source=Source.INDICATOR, indicator="A03")
    assert places(overdue, seen(tangerang)) == {"": 11}
    unknown = seen(tangerang, facts=frozenset())
    assert places(overdue, unknown) == {"": None}


def test_the_times_of_these_tests_are_a_monday_morning(tangerang: CityProfile) -> None:
    local = from_epoch_ms(NOW_MS).astimezone(tangerang.timezone)
    assert (local.weekday(), local.utcoffset()) == (0, timedelta(hours=7))
