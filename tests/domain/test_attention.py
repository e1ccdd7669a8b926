"""What needs attention first: one rule at a time, then their order."""

from dataclasses import replace
from typing import Any

import pytest

from domain.attention import (
    Attention,
    Kind,
    Section,
    Severity,
    attentions,
    most_overdue,
    promised_wait,
    promises_of,
)
from domain.indicators.complaints import ComplaintCounts, Share
from domain.indicators.counter_use import Counters
from domain.indicators.field_work import CrewCounts
from domain.indicators.queues import TicketCounts, reported_counters
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.patterns import PatternBoard
from domain.snapshot import BalanceTotals, FeedState, Snapshot
from domain.survival import Percentile
from tests.domain.test_hotspots import WARD
from tests.domain.test_patterns import an_incident
from tests.factories import NOW_MS, a_board, a_standing
from tests.layouts.mornings import CITY, a_busy_morning, a_calm_morning, a_queue

CALM = a_calm_morning()
NOTHING_ISSUED = TicketCounts(0, 0, 0, 0, 0, 0, 0)


def told(snapshot: Snapshot) -> list[Kind]:
    return [item.kind for item in attentions(snapshot, CITY)]


def only(snapshot: Snapshot) -> Attention:
    (item,) = attentions(snapshot, CITY)
    return item


def with_services(**changes: Any) -> Snapshot:
    return replace(CALM, services=replace(CALM.services, **changes))


def with_emergencies(**changes: Any) -> Snapshot:
    return with_services(emergencies=replace(CALM.services.emergencies, **changes))


def with_queue(queue: Any) -> Snapshot:
    return with_services(queues=replace(CALM.services.queues, sites=(queue,)))


def test_a_calm_city_needs_no_attention() -> None:
    assert attentions(CALM, CITY) == ()


def test_each_incident_is_told_with_its_evidence_and_its_place() -> None:
    board = PatternBoard(incidents=(an_incident(), an_incident(ward="", category="standing_water")))
    with_ward, without = attentions(replace(CALM, patterns=board), CITY)
    assert with_ward == Attention(
        Kind.INCIDENT, Severity.WARNING, Section.MAP, "A01", {"n": 7, "hours": 1, "usual": 1}, ("flood", WARD)
    )
    assert without.names == ("standing_water",)


def test_the_worst_comes_first_and_equals_keep_their_order() -> None:
    """Critical things before warnings; a feed that is gone before what it may have told."""
    assert told(a_busy_morning()) == [
        *(Kind.FEEDS_LOST, Kind.QUEUE_OVER_PROMISE),
        *(Kind.EMERGENCIES_WAITING, Kind.OVERDUE, Kind.DUE_SOON, Kind.COUNTERS_CLOSED, Kind.CREWS_SILENT),
        *(Kind.ON_TIME_LOW, Kind.AGENCIES_BELOW),
    ]
    levels = [item.severity for item in attentions(a_busy_morning(), CITY)]
    assert levels == sorted(levels)


# --- complaints


@pytest.mark.parametrize(
    ("overdue", "severity"), [(1, Severity.WARNING), (20, Severity.WARNING), (21, Severity.CRITICAL)]
)
def test_overdue_complaints_are_told_and_critical_beyond_a_tenth(overdue: int, severity: Severity) -> None:
    item = only(replace(CALM, counts=ComplaintCounts(200, overdue, 0, 0, 0), overdue_by_agency={"DPUPR": overdue}))
    assert (item.kind, item.severity, item.numbers["n"]) == (Kind.OVERDUE, severity, overdue)
    assert item.names == (("DPUPR",) if overdue > 1 else ())


@pytest.mark.parametrize(
    ("by_agency", "most"),
    [
        ({}, ("", 0)),
        ({"DLH": 1}, ("", 0)),
        ({"DLH": 2}, ("DLH", 2)),
        ({"DLH": 2, "DPUPR": 5}, ("DPUPR", 5)),
        ({"DLH": 5, "DPUPR": 5, "DISHUB": 1}, ("", 0)),
    ],
)
def test_nobody_is_named_where_two_are_equal(by_agency: dict[str, int], most: tuple[str, int]) -> None:
    assert most_overdue(by_agency) == most


def test_what_is_due_soon_is_told_only_where_it_was_not_started() -> None:
    assert told(replace(CALM, counts=ComplaintCounts(200, 0, 9, 0, 0))) == []
    item = only(replace(CALM, counts=ComplaintCounts(200, 0, 9, 2, 0)))
    assert (item.kind, dict(item.numbers)) == (Kind.DUE_SOON, {"n": 9, "not_started": 2})


@pytest.mark.parametrize(
    ("successes", "expected"),
    [(90, []), (89, [Severity.WARNING]), (75, [Severity.WARNING]), (74, [Severity.CRITICAL])],
)
def test_a_share_is_told_below_its_target(successes: int, expected: list[Severity]) -> None:
    found = attentions(replace(CALM, on_time=Share(successes, 100, 0.9, 28)), CITY)
    assert [item.severity for item in found] == expected


def test_too_few_cases_are_no_bad_news() -> None:
    assert told(replace(CALM, on_time=Share(0, 9, 0.9, 28), first_response=Share(0, 9, 0.95, 28))) == []


def test_agencies_surely_below_the_target_are_named_worst_first() -> None:
    board = a_board((a_standing("DLH", 95, 100), a_standing("DINSOS", 50, 80), a_standing("DPUPR", 20, 90)))
    item = only(replace(CALM, board=board))
    assert (item.kind, item.names, item.section) == (Kind.AGENCIES_BELOW, ("DPUPR", "DINSOS"), Section.AGENCIES)


# --- 112, queues, people


@pytest.mark.parametrize(("minutes", "severity"), [(15.0, Severity.WARNING), (15.1, Severity.CRITICAL)])
def test_emergencies_without_a_unit_are_critical_beyond_the_limit(minutes: float, severity: Severity) -> None:
    item = only(with_emergencies(waiting=2, longest_minutes=minutes))
    assert (item.kind, item.severity) == (Kind.EMERGENCIES_WAITING, severity)


def test_a_slow_response_is_told() -> None:
    assert told(with_emergencies(response=Percentile(14, 0, 15.0))) == []
    assert told(with_emergencies(response=Percentile(14, 0, 16.2))) == [Kind.SLOW_RESPONSE]
    assert told(with_emergencies(response=Percentile(9, 0, None))) == []


@pytest.mark.parametrize(("minutes", "found"), [(30, []), (31, [Severity.WARNING]), (60, [Severity.CRITICAL])])
def test_a_queue_beyond_its_promise_is_told(minutes: int, found: list[Severity]) -> None:
    snapshot = with_queue(a_queue("DISDUKCAPIL", minutes, 9))
    assert [item.severity for item in attentions(snapshot, CITY)] == found


def test_the_wait_is_told_against_the_promise_where_there_is_one_only() -> None:
    """A clinic promises 60 minutes for a doctor and 30 for medicine: the longest wait may be for either."""
    office, clinic = a_queue("DISDUKCAPIL", 71, 44), a_queue("RSUD", 71, 44, promise=60)
    assert (promises_of("DISDUKCAPIL", CITY), promised_wait(office, CITY)) == ((30,), (71, 30))
    assert (promises_of("RSUD", CITY), promised_wait(clinic, CITY)) == ((30, 60), None)
    assert "promise" not in only(with_queue(clinic)).numbers
    assert promises_of("nowhere", CITY) == ()


def test_the_wait_for_a_service_without_a_promise_is_not_held_against_another() -> None:
    """At the mall one may wait two hours for an institution that promises nothing."""
    queue = replace(a_queue("MPP", 120, 60), pressure=0.5)
    assert promised_wait(queue, CITY) == (15, 30)
    assert told(with_queue(queue)) == []


@pytest.mark.parametrize(
    ("is_open", "found"), [(9, []), (8, [Severity.WARNING]), (7, [Severity.CRITICAL]), (0, [Severity.CRITICAL])]
)
def test_closed_counters_are_told(is_open: int, found: list[Severity]) -> None:
    snapshot = with_queue(a_queue("DISDUKCAPIL", 5, 3, Counters(is_open, 0, 10)))
    assert [item.severity for item in attentions(snapshot, CITY)] == found


def test_counters_that_are_closed_where_nobody_waits_are_no_news() -> None:
    closed = replace(a_queue("DISDUKCAPIL", 0, 0, Counters(0, 0, 10)), tickets=TicketCounts(90, 0, 0, 0, 90, 0, 0))
    assert told(with_queue(closed)) == []
    assert reported_counters([closed]) == (0, 10)


def test_a_site_that_only_posts_its_wait_says_nothing_of_its_counters() -> None:
    posting = replace(a_queue("KEC-01", 5, 0, Counters(0, 0, 3)), tickets=NOTHING_ISSUED)
    assert told(with_queue(posting)) == []
    assert reported_counters(with_queue(posting).services.queues.sites) == (0, 0)


def test_silent_crews_are_told_beyond_a_tenth() -> None:
    assert told(with_services(crews=CrewCounts(40, 20, 20, 4, 25))) == []
    assert told(with_services(crews=CrewCounts(40, 20, 20, 5, 25))) == [Kind.CREWS_SILENT]


@pytest.mark.parametrize(("present", "found"), [(95, []), (94, [Severity.WARNING]), (89, [Severity.CRITICAL]), (0, [])])
def test_low_attendance_is_told(present: int, found: list[Severity]) -> None:
    """Nobody at all is not an empty office: it is a system that reports nothing."""
    board = AttendanceBoard((UnitAttendance("DLH", False, 100, present, 80, 80),), 0, (), True, True, NOW_MS)
    assert [item.severity for item in attentions(with_services(attendance=board), CITY)] == found


# --- what everything rests on


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (FeedState.LOST, (Kind.FEEDS_LOST, Severity.CRITICAL)),
        (FeedState.LATE, (Kind.FEEDS_LATE, Severity.WARNING)),
        (FeedState.UNKNOWN, (Kind.FEEDS_UNKNOWN, Severity.WARNING)),
    ],
)
def test_a_city_that_is_not_heard_is_not_calm(state: FeedState, expected: tuple[Kind, Severity]) -> None:
    feeds = (replace(CALM.feeds[0], state=state), *CALM.feeds[1:])
    item = only(replace(CALM, feeds=feeds))
    assert ((item.kind, item.severity), item.names) == (expected, ("LAKSA",))


def test_a_quiet_feed_is_no_news() -> None:
    feeds = tuple(replace(feed, state=FeedState.QUIET) for feed in CALM.feeds)
    assert told(replace(CALM, feeds=feeds)) == []


@pytest.mark.parametrize("missing", [3, -3])
def test_entries_that_do_not_balance_are_told(missing: int) -> None:
    item = only(replace(CALM, balance=BalanceTotals(100, 97, 0, 0, missing)))
    assert (item.kind, item.numbers["n"]) == (Kind.ENTRIES_MISSING, 3)
