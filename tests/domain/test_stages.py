"""Promises by stage: which row wins, when it holds, and what a complaint is stamped with."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain import events as ev
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import Complaint, ComplaintRules, ComplaintState, fold_complaint
from domain.sla import SlaState, TimeTaken, countdown, time_taken
from domain.stages import NO_PROMISE, Stage, StagePolicy, stage_promise
from tests.domain.lives import DAY_MS, HOUR_MS, city, city_rules, filed, life
from tests.domain.test_working_time import jakarta

DAY = date(2026, 11, 2)
MONDAY = jakarta(2026, 11, 2, 9)
ANY = StagePolicy("any", Stage.RESOLUTION, target_days=9, legal_days=14)
OF_CATEGORY = StagePolicy("category", Stage.RESOLUTION, target_days=4, category="pothole")
OF_CLASS = StagePolicy("class", Stage.RESOLUTION, target_days=2, classification="information_request")
OF_BOTH = StagePolicy("both", Stage.RESOLUTION, legal_days=7, category="pothole", classification="information_request")
ALL = (OF_BOTH, OF_CLASS, OF_CATEGORY, ANY)


@pytest.mark.parametrize(
    ("category", "classification", "target", "legal"),
    [
        ("flood", "without_oversight", 9, 14),
        ("pothole", "without_oversight", 4, 14),
        ("flood", "information_request", 2, 14),
        ("pothole", "information_request", 4, 7),
    ],
)
def test_the_row_that_names_more_wins_for_target_and_limit_by_themselves(
    category: str, classification: str, target: int, legal: int
) -> None:
    found = stage_promise(ALL, Stage.RESOLUTION, category, classification, DAY)
    assert (found.target_days, found.legal_days) == (target, legal)
    assert stage_promise(ALL, Stage.RESPONSE, category, classification, DAY) == NO_PROMISE


def test_a_row_holds_from_its_first_day_until_before_its_last() -> None:
    row = replace(ANY, valid_from=DAY, valid_to=DAY + timedelta(days=1))
    days = [stage_promise([row], Stage.RESOLUTION, "x", "aspiration", DAY + timedelta(days=n)) for n in (-1, 0, 1)]
    assert [one.target_days for one in days] == [None, 9, None]


def rules_with(*rows: StagePolicy) -> ComplaintRules:
    return ComplaintRules(replace(city(), stage_policies=rows), city_rules().limits)


def told(rules: ComplaintRules, *payloads: ev.Payload) -> Complaint:
    """Filed on Monday at 9.00, then one fact an hour."""
    return fold_complaint("K-1", life(*payloads, start=MONDAY), rules)


COMPLETED, RESOLVED = ev.ComplaintCompleted(complaint_id="K-1"), ev.ComplaintResolved(complaint_id="K-1")
STARTED, REOPENED = ev.ComplaintStarted(complaint_id="K-1"), ev.ComplaintReopened(complaint_id="K-1")


def test_the_verification_is_due_two_working_days_after_the_claim_of_completion() -> None:
    complaint = told(city_rules(), filed(), COMPLETED)
    assert complaint.state == ComplaintState.AWAITING_VERIFICATION
    assert complaint.completed_ms == epoch_ms(MONDAY) + HOUR_MS
    assert from_epoch_ms(complaint.verification_due_ms) == jakarta(2026, 11, 4, 16)
    repeated = told(city_rules(), filed(), COMPLETED, COMPLETED)
    assert repeated.verification_due_ms == complaint.verification_due_ms
    assert told(city_rules(), filed(), COMPLETED, RESOLVED).verification_due_ms == complaint.verification_due_ms


def test_work_that_is_taken_up_again_was_not_done() -> None:
    for again in (STARTED, ev.ComplaintAssigned(complaint_id="K-1", agency="DLH")):
        taken_up = told(city_rules(), filed(), COMPLETED, again)
        assert (taken_up.completed_ms, taken_up.verification_due_ms) == (0, 0)
    reopened = told(city_rules(), filed(), COMPLETED, RESOLVED, REOPENED)
    assert (reopened.completed_ms, reopened.verification_due_ms) == (0, 0)


def test_a_city_without_such_a_promise_has_no_such_deadline() -> None:
    complaint = told(rules_with(), filed(), COMPLETED)
    assert (complaint.completed_ms > 0, complaint.verification_due_ms) == (True, 0)


def test_the_policy_of_the_day_of_intake_holds_also_after_it_changed() -> None:
    old = StagePolicy("old", Stage.VERIFICATION, target_days=2, valid_to=date(2026, 11, 3))
    new = StagePolicy("new", Stage.VERIFICATION, target_days=5, valid_from=date(2026, 11, 3))
    facts = life(filed(), COMPLETED, every=timedelta(days=3), start=MONDAY)
    complaint = fold_complaint("K-1", facts, rules_with(old, new))
    assert from_epoch_ms(complaint.verification_due_ms) == jakarta(2026, 11, 9, 16)


def test_target_and_legal_limit_stand_side_by_side() -> None:
    rows = (
        StagePolicy("t1", Stage.RESPONSE, target_days=0, legal_days=2),
        StagePolicy("t2", Stage.RESOLUTION, target_days=3, legal_days=6, classification="aspiration"),
    )
    complaint = told(rules_with(*rows), filed(classification=ev.ComplaintClass.ASPIRATION))
    due = (complaint.response_target_ms, complaint.response_due_ms, complaint.due_ms, complaint.legal_due_ms)
    assert [from_epoch_ms(at).astimezone(MONDAY.tzinfo).day for at in due] == [2, 4, 5, 10]


def test_an_emergency_keeps_its_minutes_unless_a_row_names_its_category() -> None:
    of_all = told(rules_with(replace(ANY, target_days=9)), filed(category="fire"))
    assert of_all.due_ms == epoch_ms(MONDAY) + 15 * 60_000
    of_fire = told(rules_with(replace(ANY, category="fire")), filed(category="fire"))
    assert from_epoch_ms(of_fire.due_ms) == jakarta(2026, 11, 13, 16, 30)


def test_reassignment_does_not_reset_any_clock() -> None:
    one = told(city_rules(), filed())
    other = told(
        city_rules(), filed(), *(ev.ComplaintAssigned(complaint_id="K-1", agency=code) for code in ("DLH", "DPUPR"))
    )
    for name in ("response_target_ms", "response_due_ms", "due_ms", "legal_due_ms"):
        assert getattr(one, name) == getattr(other, name)
    assert other.handoffs == 1


def test_a_countdown_tells_the_service_time_that_is_left() -> None:
    """Due on Wednesday at 16.00: two days of eight hours and seven hours of today are left on Monday at 9.00."""
    due_ms = epoch_ms(jakarta(2026, 11, 4, 16))
    at = [
        countdown(epoch_ms(MONDAY), due_ms, epoch_ms(now), city().calendar)
        for now in (MONDAY, jakarta(2026, 11, 3, 16))
    ]
    assert [(one.state, one.left_ms // HOUR_MS) for one in at] == [(SlaState.ON_TIME, 23), (SlaState.AT_RISK, 8)]
    late = countdown(epoch_ms(MONDAY), due_ms, epoch_ms(jakarta(2026, 11, 5, 9)), city().calendar)
    assert (late.state, late.left_ms // HOUR_MS) == (SlaState.BREACHED, -1)
    around_the_clock = countdown(0, DAY_MS, DAY_MS // 2, None)
    assert (around_the_clock.state, around_the_clock.left_ms) == (SlaState.ON_TIME, DAY_MS // 2)


def test_gross_and_net_time_differ_by_the_wait_for_the_reporter() -> None:
    assert time_taken(100, 1000, 0, 0) == TimeTaken(900, 900)
    assert time_taken(100, 1000, 300, 500) == TimeTaken(900, 700)
    assert time_taken(100, 1000, 300, 0) == TimeTaken(900, 200)  # the pause goes on
    assert time_taken(100, 400, 500, 600) == TimeTaken(300, 300)  # it had not begun
    assert time_taken(100, 1000, 300, 500).was_paused
    assert not time_taken(100, 1000, 0, 0).was_paused


@given(st.lists(st.integers(1, 10_000), min_size=4, max_size=4))
def test_net_time_lies_between_nothing_and_gross_time(instants: list[int]) -> None:
    opened, paused, resumed, until = instants
    taken = time_taken(opened, until, paused, max(paused, resumed))
    assert 0 <= taken.net_ms <= taken.gross_ms
