"""Readings: one for each indicator of the catalogue, with its number or the reason why there is none."""

from dataclasses import replace

import pytest

from domain.indicators.adoption import adoption
from domain.indicators.catalogue import CATALOGUE, Apart, Unit, by_key
from domain.indicators.readings import NOT_COMPUTED, Known, Reading, Reason, readings
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.snapshot import BalanceTotals, Facts, FeedHealth, FeedState, Snapshot
from layouts.text_readings import reason_words
from tests.factories import a_snapshot, tangerang

EVERYTHING = Known(frozenset(Facts), 1_000)
NOTHING = Known(frozenset(), None)


def read(snapshot: Snapshot, known: Known = EVERYTHING, agency: str = "") -> dict[str, Reading]:
    return {reading.key: reading for reading in readings(snapshot, known, agency=agency)}


def with_attendance(*units: UnitAttendance, hidden: int = 0, works: bool = True, begun: bool = True) -> Snapshot:
    snapshot = a_snapshot(tangerang())
    board = AttendanceBoard(units, hidden, (), works, begun, snapshot.now_ms)
    return replace(snapshot, services=replace(snapshot.services, attendance=board))


def test_every_indicator_is_read_in_the_order_of_the_catalogue() -> None:
    found = readings(a_snapshot(tangerang()), EVERYTHING)
    assert [(one.id, one.key, one.unit, one.window) for one in found] == [
        (one.id, one.key, one.unit, one.window) for one in CATALOGUE.values()
    ]
    assert all((one.value is None) == (one.reason is not None) for one in found)


def test_figures_that_were_published_need_no_feed() -> None:
    found = read(a_snapshot(tangerang()), NOTHING)["verified_accounts"]
    assert (found.reason, found.value) == (None, adoption(a_snapshot(tangerang()).figures).verified.value)  # type: ignore[union-attr]


def test_where_nothing_is_known_there_is_no_number() -> None:
    reasons = {reading.reason for reading in read(replace(a_snapshot(tangerang()), figures=()), NOTHING).values()}
    assert reasons == {Reason.NO_DATA, Reason.NOT_RECORDED}


def test_what_nothing_computes_is_no_data_and_never_zero() -> None:
    found = read(a_snapshot(tangerang()))
    for key in NOT_COMPUTED:
        assert (found[key].value, found[key].reason) == (None, Reason.NO_DATA)


def test_what_rests_on_several_facts_needs_them_all() -> None:
    """The facts of a row are those of the catalogue; what the app counts is brought by no stream."""
    assert all(indicator.rests_on for indicator in CATALOGUE.values())
    for key, reading in read(a_snapshot(tangerang()), NOTHING).items():
        if Apart.FIGURES not in by_key(key).rests_on:
            assert reading.value is None, key


def test_each_fact_is_known_for_itself() -> None:
    found = read(a_snapshot(tangerang()), Known(frozenset({Facts.CALLS}), None))
    assert found["units_busy"].value is not None
    assert found["open"].reason is Reason.NO_DATA


def test_a_share_is_in_percent_of_its_cases() -> None:
    snapshot = a_snapshot(tangerang())
    share = replace(snapshot.on_time, successes=9, n=12)
    found = read(replace(snapshot, on_time=share))["on_time"]
    assert (found.value, found.n, found.unit) == (75.0, 12, Unit.PERCENT)
    found = read(replace(snapshot, on_time=replace(share, n=9)))["on_time"]
    assert (found.value, found.n, found.reason) == (None, 9, Reason.TOO_FEW)


OFFICE = UnitAttendance("DPUPR", is_field=False, expected=40, present=30, timed=30, on_time=20)


@pytest.mark.parametrize(
    ("snapshot", "reason"),
    [
        (with_attendance(works=False), Reason.DAY_OFF),
        (with_attendance(begun=False), Reason.NOT_BEGUN),
        (with_attendance(hidden=2), Reason.TOO_FEW),
        (with_attendance(), Reason.NO_DATA),
        (with_attendance(replace(OFFICE, present=0)), Reason.NO_DATA),
        (with_attendance(replace(OFFICE, present=41)), Reason.WRONG_SCHEDULE),
    ],
)
def test_attendance_says_why_there_is_none(snapshot: Snapshot, reason: Reason) -> None:
    assert read(snapshot)["attendance"].reason is reason


def test_attendance_is_that_of_offices_with_the_field_as_a_part() -> None:
    crews = replace(OFFICE, is_field=True, expected=20, present=20)
    found = read(with_attendance(OFFICE, crews))["attendance"]
    assert (found.value, found.n) == (75.0, 40)
    assert [(part.name, part.value, part.n) for part in found.parts] == [("office", 75.0, 40), ("field", 100.0, 20)]


def test_sites_that_told_nothing_today_have_no_empty_queue() -> None:
    snapshot = a_snapshot(tangerang())
    services = snapshot.services
    silent = replace(services.queues, sites=tuple(replace(site, has_data=False) for site in services.queues.sites))
    found = read(replace(snapshot, services=replace(services, queues=silent)))
    assert {found[key].reason for key in ("waiting", "longest_wait", "wait_today", "counters")} == {Reason.NO_DATA}
    assert read(snapshot)["waiting"].value == services.queues.waiting


def test_the_feeds_are_as_old_as_their_latest_word() -> None:
    feeds = tuple(FeedHealth(str(age), "", FeedState.GOOD, age) for age in (8.0, 2.5, None))
    balance = BalanceTotals(100, 96, 2, 1, 1)
    found = read(replace(a_snapshot(tangerang()), feeds=feeds, balance=balance))
    assert (found["freshness"].value, found["freshness"].n, found["freshness"].as_of_ms) == (2.5, 2, 1_000)
    assert (found["balance"].value, found["balance"].n) == (1, 100)


@pytest.mark.parametrize("language", ["id", "en"])
def test_every_reason_has_words(language: str) -> None:
    words = {reason_words(reason, language) for reason in Reason}
    assert len(words) == len(Reason)
    assert all(words)
