"""Readings: one for each indicator of the catalogue, with its number or the reason why there is none."""

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from domain.clock import epoch_ms
from domain.figures import (
    ACTIVE_ACCOUNTS,
    APP_FAILURES,
    APP_SESSIONS,
    IKM,
    VERIFICATIONS_SUBMITTED,
    VERIFICATIONS_WITHIN_DAY,
    VERIFIED_ACCOUNTS,
    Figure,
)
from domain.indicators.adoption import adoption
from domain.indicators.catalogue import CATALOGUE, Apart, Unit, by_key
from domain.indicators.channels import ChannelCounts, Channels, ServiceChannels
from domain.indicators.complaints import Share
from domain.indicators.forecasts import ForecastBoard
from domain.indicators.portion import Portion
from domain.indicators.published import surveyed_index
from domain.indicators.readings import NOT_COMPUTED, Known, Part, Reading, Reason, readings
from domain.indicators.satisfaction import ElementResult, SurveyResult
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.indicators.store_rating import RatingMonth, StoreRatings, store_reviews
from domain.indicators.windowed import UsualDay
from domain.indicators.workload import NO_WORK
from domain.patterns import PatternBoard
from domain.snapshot import BalanceTotals, Facts, FeedHealth, FeedState, Lag, Snapshot
from layouts.text_readings import reason_words
from tests.busy_morning import busy_services
from tests.factories import NOW_MS, a_snapshot, tangerang
from tests.layouts.test_hotspots import a_spot

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


def test_hot_spots_are_counted_with_their_complaints_and_by_category() -> None:
    spots = (a_spot(5), a_spot(4, category="flood"), a_spot(3))
    board = PatternBoard(hotspots=spots, as_of_ms=NOW_MS - 9000)
    found = read(replace(a_snapshot(tangerang()), patterns=board))["hot_spots"]
    assert (found.value, found.n, found.as_of_ms) == (3, 12, NOW_MS - 9000)
    assert found.parts == (Part("pothole", 2, 8), Part("flood", 1, 4))
    assert read(replace(a_snapshot(tangerang()), patterns=PatternBoard()))["hot_spots"].value == 0


def with_pranks(pranks: Portion | None) -> Snapshot:
    snapshot = a_snapshot(tangerang())
    calls = replace(snapshot.services.emergencies, pranks=pranks)
    return replace(snapshot, services=replace(snapshot.services, emergencies=calls))


@pytest.mark.parametrize(
    ("pranks", "value", "n", "reason"),
    [
        (Portion(9, 20), 45.0, 20, None),
        (Portion(0, 20), 0.0, 20, None),
        (Portion(9, 9), None, 9, Reason.TOO_FEW),
        (None, None, None, Reason.NO_DATA),
    ],
)
def test_the_share_of_pranks_is_withheld_of_few_and_where_no_class_is_one(
    pranks: Portion | None, value: float | None, n: int | None, reason: Reason | None
) -> None:
    found = read(with_pranks(pranks))["prank_share"]
    assert (found.value, found.n, found.reason) == (value, n, reason)


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


# --- the app, its channels and what is published


def test_what_nobody_supplied_has_no_number() -> None:
    found = read(a_snapshot(tangerang()))
    keys = ("verification", "active_accounts", "app_errors", "store_rating", "satisfaction")
    assert {key: found[key].reason for key in keys} == dict.fromkeys(keys, Reason.NO_DATA)


def test_supplied_figures_of_the_app_are_read_as_shares_of_their_period() -> None:
    """300 of 400 verifications, 99,000 of 495,000 accounts and 48 of 4,800 sessions."""
    values = {
        VERIFICATIONS_WITHIN_DAY: 300,
        VERIFICATIONS_SUBMITTED: 400,
        ACTIVE_ACCOUNTS: 99_000,
        VERIFIED_ACCOUNTS: 495_000,
        APP_FAILURES: 48,
        APP_SESSIONS: 4_800,
    }
    figures = tuple(Figure(name, "2026-10", n, "", "told", date(2026, 10, 31)) for name, n in values.items())
    found = read(replace(a_snapshot(tangerang()), figures=figures))
    assert [found[key].value for key in ("verification", "active_accounts", "app_errors")] == [75.0, 20.0, 1.0]
    assert (found["verification"].n, found["app_errors"].n) == (400, 4_800)
    assert found["verification"].as_of_ms == epoch_ms(datetime(2026, 10, 31, tzinfo=UTC))


def test_channels_have_a_number_each_and_services_too() -> None:
    complaints = ChannelCounts((("LAKSA", 30), ("Situs web", 10)))
    services = (ServiceChannels("permit", 3, 12), ServiceChannels("property_tax", 3, 9))
    found = read(replace(a_snapshot(tangerang()), channels=Channels(complaints, services)))["channel_share"]
    assert (found.value, found.n, found.reason) == (None, 40, Reason.EACH_CHANNEL)
    assert [(part.name, part.value, part.n) for part in found.parts] == [
        ("LAKSA", 75.0, 40),
        ("Situs web", 25.0, 40),
        ("permit", 25.0, 12),
        ("property_tax", None, 9),
    ]


def test_store_reviews_have_a_mean_once_there_are_enough() -> None:
    def reviewed(*stars: int) -> Reading:
        month = RatingMonth(date(2026, 10, 1), stars, {})  # type: ignore[arg-type]  # five of them
        reviews = store_reviews(StoreRatings((month,)), date(2026, 11, 23))
        return read(replace(a_snapshot(tangerang()), reviews=reviews))["store_rating"]

    found = reviewed(5, 0, 0, 0, 15)
    assert (found.value, found.n, found.unit) == (4.0, 20, Unit.STARS)
    assert found.parts == (Part("one_star", 25.0, 20),)
    assert found.as_of_ms == epoch_ms(datetime(2026, 11, 1, tzinfo=UTC))
    assert reviewed(9, 0, 0, 0, 0).reason is Reason.TOO_FEW


def test_the_satisfaction_index_is_that_of_the_survey_else_as_published() -> None:
    snapshot = a_snapshot(tangerang())
    told = Figure(IKM, "2025", 85.4, "index", "told", date(2025, 12, 31))
    assert read(replace(snapshot, figures=(told,)))["satisfaction"].value == 85.4
    held = SurveyResult("", "2025", (ElementResult(40, 3.0),) * 9, "report", date(2025, 12, 31))
    found = read(replace(snapshot, figures=(told,), surveyed=surveyed_index([held])))["satisfaction"]
    assert (found.value, found.n, found.unit) == (75.0, 40, Unit.POINTS)
    assert [part.name for part in found.parts] == [f"U{number}" for number in range(1, 10)]
    few = surveyed_index([replace(held, elements=(ElementResult(9, 3.0),) * 9)])
    assert read(replace(snapshot, surveyed=few))["satisfaction"].reason is Reason.TOO_FEW


# --- queues, staff and crews

BUSY = replace(a_snapshot(tangerang()), services=busy_services(tangerang(), a_snapshot(tangerang()).now_ms))


def parts(reading: Reading) -> dict[str, tuple[float | None, int]]:
    return {part.name: (part.value, part.n) for part in reading.parts}


def test_a_forecast_is_that_of_the_longest_line_with_how_forecasts_came_out() -> None:
    found = read(BUSY)["forecast_wait"]
    assert (found.value, found.n, found.unit) == (75, 2015, Unit.MINUTES)
    assert parts(found) == {"median": (45.0, 36), "below_upper": (pytest.approx(91.7), 2015)}
    none = replace(BUSY, services=replace(BUSY.services, forecasts=ForecastBoard(as_of_ms=7)))
    assert (read(none)["forecast_wait"].reason, read(none)["forecast_wait"].value) == (Reason.TOO_FEW, None)


def test_shares_of_queues_are_those_of_the_city() -> None:
    found = read(BUSY)
    assert found["within_target"].value == pytest.approx(100 * 781 / 902)
    assert found["not_served"].value == pytest.approx(100 * 83 / 794)
    assert found["not_served"].n == 794
    assert set(parts(found["not_served"])) == {"no_show", "abandoned"}
    assert (found["utilisation"].value, parts(found["utilisation"])["forgotten"][0]) == (78.0, 2.0)


def test_the_streams_tell_of_no_document_so_no_promise_is_said_to_be_kept() -> None:
    assert read(BUSY)["promise_kept"].reason is Reason.NO_DATA


def test_work_in_the_field_has_its_legs_agencies_and_distances_as_parts() -> None:
    found = read(BUSY)
    assert found["crews"].value == 64
    assert parts(found["crews"])["heard"][0] == pytest.approx(100 * 61 / 64)
    assert {"accept", "travel", "on_site"} <= set(parts(found["arrival"]))
    assert found["workload"].value == pytest.approx(57 / 64)
    assert found["workload"].n == 64
    assert set(parts(found["workload"])) == {"DLH", "DPUPR"}
    assert parts(found["evidence"])["distance_p90_m"] == (64.2, 71)


def test_a_city_without_a_crew_on_duty_has_no_load() -> None:
    idle = replace(BUSY, services=replace(BUSY.services, work=NO_WORK))
    assert read(idle)["workload"].reason is Reason.TOO_FEW


def test_who_came_on_time_is_told_of_offices_and_says_why_it_is_not() -> None:
    timely = replace(OFFICE, timed=30, on_time=27)
    found = read(with_attendance(timely))["punctual"]
    assert (found.value, found.n) == (90.0, 30)
    assert read(with_attendance(works=False))["punctual"].reason is Reason.DAY_OFF
    assert read(with_attendance(replace(OFFICE, timed=9)))["punctual"].reason is Reason.TOO_FEW
    assert read(with_attendance(replace(OFFICE, present=0)))["punctual"].reason is Reason.NO_DATA
    assert read(with_attendance(replace(OFFICE, is_field=True)))["punctual"].reason is Reason.NO_DATA


# --- days and months


def test_numbers_of_days_and_months_say_as_of_when_they_were_computed() -> None:
    snapshot = a_snapshot(tangerang())
    found = read(snapshot)
    board = snapshot.windowed
    assert board.as_of_ms < snapshot.now_ms == found["open"].as_of_ms
    for key in ("response_time", "legal_limit", "ages", "cohort_done", "backlog_28", "reopened", "completeness"):
        assert found[key].as_of_ms == board.as_of_ms, key
    assert (found["response_time"].value, found["response_time"].unit) == (7.6, Unit.HOURS)
    assert (found["backlog_28"].value, found["backlog_7"].value) == (15, -5)
    assert found["handoffs"].value == pytest.approx(611 / 3_377)


def test_today_is_read_beside_what_is_usual() -> None:
    snapshot = a_snapshot(tangerang())
    (usual,) = read(snapshot)["filed_today"].parts
    assert (usual.name, usual.value, usual.n) == ("usual", 37.0, 8)
    young = replace(snapshot, windowed=replace(snapshot.windowed, usual=UsualDay((3, 4))))
    assert read(young)["filed_today"].parts[0].value is None


def test_ages_are_named_by_their_working_days() -> None:
    parts = read(a_snapshot(tangerang()))["ages"].parts
    assert [part.name for part in parts] == ["0-1", "2-3", "4-7", "8-14", "15-30", ">30"]
    assert sum(part.value or 0 for part in parts) == parts[0].n


def test_a_cohort_is_told_of_the_last_full_month_with_how_mature_it_is() -> None:
    found = read(a_snapshot(tangerang()))["cohort_done"]
    october = next(part for part in found.parts if part.name == "2026-10")
    assert (found.value, found.n) == (october.value, october.n)
    assert october.value == pytest.approx(100 * 1_088 / 1_154)
    assert october.n == 1_154
    assert october.mature == pytest.approx(100 * 1_139 / 1_154)


def test_a_category_with_few_cases_has_no_time_of_its_own() -> None:
    parts = {part.name: part for part in read(a_snapshot(tangerang()))["resolution_p90"].parts}
    assert (parts["pothole"].value, parts["flood"].value, parts["flood"].n) == (14.0, None, 6)


def test_few_ratings_are_withheld_and_those_who_answered_are_told() -> None:
    snapshot = a_snapshot(tangerang())
    few = replace(snapshot.windowed, rating=Share(20, 29, 0.8, 90, 30))
    found = read(replace(snapshot, windowed=few))["rating"]
    assert (found.value, found.n, found.reason) == (None, 29, Reason.TOO_FEW)
    assert found.parts[0].value == pytest.approx(100 * 846 / 3_201)


# --- reconciliation and lag


def test_the_gap_of_complaints_stands_among_its_states() -> None:
    snapshot = a_snapshot(tangerang())
    found = read(snapshot)["complaint_gap"]
    assert (found.value, found.n) == (2, snapshot.reconciliation.received)
    assert sum(part.value or 0 for part in found.parts) + 2 == found.n


def test_the_gap_of_published_totals_is_that_of_the_newest() -> None:
    found = read(a_snapshot(tangerang()), NOTHING)["published_gap"]
    assert (found.value, found.n) == (200, 12_080)
    assert [part.value for part in found.parts] == [200, -40, 0]


def test_a_lag_that_was_not_recorded_is_unknown() -> None:
    snapshot = a_snapshot(tangerang())
    assert read(snapshot)["lag"].value == 0.34
    assert read(replace(snapshot, lag=Lag(4, None)))["lag"].reason is Reason.TOO_FEW
    assert read(replace(snapshot, lag=None))["lag"].reason is Reason.NOT_RECORDED
