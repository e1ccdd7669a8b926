"""Deadlines and their states: what is promised at intake and how it stands later."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms, from_epoch_ms
from domain.events import ComplaintClass
from domain.profile import ServicePolicy
from domain.sla import (
    LegalLimits,
    SlaState,
    at_risk_from_ms,
    clock_of,
    paused_deadline,
    sla_state,
    sla_state_ms,
    stamp,
)
from domain.working_time import DayHours, build_calendar

JAKARTA = ZoneInfo("Asia/Jakarta")
WEEK = {day: DayHours(time(8), time(16)) for day in range(4)} | {4: DayHours(time(8), time(16, 30))}
CALENDAR = build_calendar(JAKARTA, 2025, 2027, {date(2026, 8, 17): "Independence Day"}, WEEK, version="2026.1")
ROADS = ServicePolicy(code="roads", source="test", response_days=1, resolution_days=5)
FIRE = ServicePolicy(code="fire", source="test", resolution_minutes=15)
LIMITS = LegalLimits()

moments = st.integers(epoch_ms(datetime(2025, 1, 6, tzinfo=UTC)), epoch_ms(datetime(2027, 6, 30, tzinfo=UTC)))
budgets = st.integers(1, 60)
waits_ms = st.integers(0, 30 * 24 * 3_600_000)


def jakarta(year: int, month: int, day: int, hour: int = 0, minute: int = 0) -> datetime:
    """A local instant in Tangerang."""
    return datetime(year, month, day, hour, minute, tzinfo=JAKARTA)


MONDAY = jakarta(2026, 7, 6, 10)


@pytest.mark.parametrize(
    ("classification", "due"),
    [
        (ComplaintClass.INFORMATION_REQUEST, jakarta(2026, 7, 13, 16)),
        (ComplaintClass.ASPIRATION, jakarta(2026, 7, 13, 16)),
        (ComplaintClass.WITHOUT_OVERSIGHT, jakarta(2026, 7, 24, 16, 30)),
        (ComplaintClass.WITH_OVERSIGHT, jakarta(2026, 9, 29, 16)),
    ],
)
def test_the_legal_ceiling_follows_the_classification(classification: ComplaintClass, due: datetime) -> None:
    """5, 5, 14 and 60 working days; a holiday in August moves the last one."""
    assert from_epoch_ms(stamp(epoch_ms(MONDAY), ROADS, classification, CALENDAR, LIMITS).legal_due_ms) == due


def test_a_stamp_keeps_both_promises_and_their_origin() -> None:
    """Service target and legal limit side by side, with the policy and the calendar that made them."""
    deadlines = stamp(epoch_ms(MONDAY), ROADS, ComplaintClass.WITHOUT_OVERSIGHT, CALENDAR, LIMITS)
    assert from_epoch_ms(deadlines.response_due_ms) == jakarta(2026, 7, 7, 16)
    assert from_epoch_ms(deadlines.response_legal_ms) == jakarta(2026, 7, 9, 16)
    assert from_epoch_ms(deadlines.resolution_due_ms) == jakarta(2026, 7, 13, 16)
    assert (deadlines.policy_code, deadlines.calendar_version) == ("roads", "2026.1")


def test_limits_of_another_law_are_values() -> None:
    """A city elsewhere brings its own figures."""
    limits = replace(LIMITS, response_days=1, without_oversight_days=2, source="another law")
    deadlines = stamp(epoch_ms(MONDAY), ROADS, ComplaintClass.WITHOUT_OVERSIGHT, CALENDAR, limits)
    assert from_epoch_ms(deadlines.response_legal_ms) == jakarta(2026, 7, 7, 16)
    assert from_epoch_ms(deadlines.legal_due_ms) == jakarta(2026, 7, 8, 16)


def test_an_emergency_runs_around_the_clock() -> None:
    """A fire on Saturday night is due in 15 minutes, and so is the first response."""
    saturday_night = jakarta(2026, 7, 11, 23, 50)
    deadlines = stamp(epoch_ms(saturday_night), FIRE, ComplaintClass.WITHOUT_OVERSIGHT, CALENDAR, LIMITS)
    assert from_epoch_ms(deadlines.resolution_due_ms) == jakarta(2026, 7, 12, 0, 5)
    assert deadlines.response_due_ms == deadlines.resolution_due_ms
    assert clock_of(FIRE, CALENDAR) is None
    assert clock_of(ROADS, CALENDAR) is CALENDAR


@pytest.mark.parametrize(
    ("now", "state"),
    [
        (jakarta(2026, 7, 10, 16, 29), SlaState.ON_TIME),
        (jakarta(2026, 7, 10, 16, 30), SlaState.AT_RISK),
        (jakarta(2026, 7, 12, 12), SlaState.AT_RISK),
        (jakarta(2026, 7, 13, 16), SlaState.AT_RISK),
        (jakarta(2026, 7, 13, 16, 1), SlaState.BREACHED),
    ],
)
def test_a_short_promise_is_at_risk_one_working_day_before(now: datetime, state: SlaState) -> None:
    """Two days due on Monday: at risk from Friday's close, breached only after the deadline."""
    assert sla_state(jakarta(2026, 7, 9, 10), jakarta(2026, 7, 13, 16), None, now, CALENDAR) is state


def test_a_long_promise_is_at_risk_when_a_fifth_is_left() -> None:
    """Sixty working days from an opening: on time while exactly 20 % is left, at risk just after."""
    opened, due = jakarta(2026, 1, 5, 8), CALENDAR.deadline(jakarta(2026, 1, 5, 8), 60)
    budget = CALENDAR.service_time_between(opened, due)
    boundary = CALENDAR.add_service_time(opened, budget * 4 / 5)
    assert boundary < CALENDAR.one_working_day_before(due)
    assert sla_state(opened, due, None, boundary, CALENDAR) is SlaState.ON_TIME
    assert sla_state(opened, due, None, boundary + timedelta(milliseconds=1), CALENDAR) is SlaState.AT_RISK


def test_the_share_that_means_risk_is_a_value() -> None:
    """Half instead of a fifth."""
    opened, now, due = jakarta(2026, 7, 11, 12), jakarta(2026, 7, 11, 12, 6), jakarta(2026, 7, 11, 12, 10)
    assert sla_state(opened, due, None, now, None) is SlaState.ON_TIME
    assert sla_state(opened, due, None, now, None, risk_percent=50) is SlaState.AT_RISK


@pytest.mark.parametrize(
    ("minute", "state"),
    [(0, SlaState.ON_TIME), (12, SlaState.ON_TIME), (13, SlaState.AT_RISK), (16, SlaState.BREACHED)],
)
def test_an_emergency_is_at_risk_in_its_last_fifth_only(minute: int, state: SlaState) -> None:
    """The working-day rule would call every emergency at risk from the start."""
    opened = jakarta(2026, 7, 11, 23, 50)
    now, due = opened + timedelta(minutes=minute), opened + timedelta(minutes=15)
    assert sla_state(opened, due, None, now, None) is state


def test_a_closed_report_keeps_its_verdict() -> None:
    """Met until the very deadline, missed after it, whatever the time is now."""
    due, much_later = jakarta(2026, 7, 13, 16), jakarta(2026, 9, 1, 9)
    assert sla_state(MONDAY, due, due, much_later, CALENDAR) is SlaState.MET
    assert sla_state(MONDAY, due, due + timedelta(seconds=1), much_later, CALENDAR) is SlaState.MISSED


def test_a_closing_in_the_future_has_not_happened_yet() -> None:
    """A replayed history shows the report as it stood then."""
    due, closed = jakarta(2026, 7, 13, 16), jakarta(2026, 7, 9, 9)
    assert sla_state(MONDAY, due, closed, jakarta(2026, 7, 8, 9), CALENDAR) is SlaState.ON_TIME


def test_without_a_deadline_there_is_no_verdict() -> None:
    """Reports from before there were promises."""
    assert sla_state(MONDAY, None, None, MONDAY, CALENDAR) is SlaState.NOT_APPLICABLE
    assert sla_state_ms(None, 0, None, 0) is SlaState.NOT_APPLICABLE


def test_a_wait_for_the_reporter_moves_the_deadline_by_service_time() -> None:
    """Paused Tuesday 10:00 to Wednesday 12:00 is ten service hours: Monday's close becomes Wednesday 10:00."""
    due, paused, resumed = jakarta(2026, 7, 13, 16), jakarta(2026, 7, 7, 10), jakarta(2026, 7, 8, 12)
    moved = paused_deadline(epoch_ms(due), epoch_ms(paused), epoch_ms(resumed), CALENDAR)
    assert from_epoch_ms(moved) == jakarta(2026, 7, 15, 10)


def test_a_wait_over_the_weekend_moves_nothing() -> None:
    """No service time passed; around the clock the same wait moves the deadline by a day."""
    due, paused, resumed = jakarta(2026, 7, 13, 16), jakarta(2026, 7, 11, 9), jakarta(2026, 7, 12, 9)
    assert paused_deadline(epoch_ms(due), epoch_ms(paused), epoch_ms(resumed), CALENDAR) == epoch_ms(due)
    moved = paused_deadline(epoch_ms(due), epoch_ms(paused), epoch_ms(resumed), None)
    assert from_epoch_ms(moved) == due + timedelta(days=1)


def test_a_wait_after_the_deadline_does_not_heal_a_breach() -> None:
    """What was late stays late."""
    due_ms = epoch_ms(jakarta(2026, 7, 13, 16))
    assert paused_deadline(due_ms, due_ms, due_ms + 99_999_999, CALENDAR) == due_ms


def test_a_wait_that_ends_before_it_starts_is_refused() -> None:
    """The error names both ends."""
    with pytest.raises(ValueError, match="got 2 to 1 ms"):
        paused_deadline(3, 2, 1, CALENDAR)


@given(moments, budgets)
def test_risk_comes_between_opening_and_deadline(opened_ms: int, days: int) -> None:
    """Never before the report, never after its deadline."""
    due_ms = CALENDAR.deadline_ms(opened_ms, days)
    assert opened_ms <= at_risk_from_ms(opened_ms, due_ms, CALENDAR) <= due_ms
    assert opened_ms < at_risk_from_ms(opened_ms, due_ms, None) <= due_ms


@given(moments, budgets, moments)
def test_breached_means_the_deadline_is_past(opened_ms: int, days: int, now_ms: int) -> None:
    """And at risk means exactly: under a fifth of the budget left, or within one working day."""
    due_ms = CALENDAR.deadline_ms(opened_ms, days)
    now_ms = max(opened_ms, now_ms)
    state = sla_state(from_epoch_ms(opened_ms), from_epoch_ms(due_ms), None, from_epoch_ms(now_ms), CALENDAR)
    left_ms, budget_ms = (CALENDAR.service_ms_between(start_ms, due_ms) for start_ms in (now_ms, opened_ms))
    is_near = left_ms * 5 < budget_ms or now_ms >= CALENDAR.one_working_day_before_ms(due_ms)
    assert (state is SlaState.BREACHED) is (now_ms > due_ms)
    assert (state is SlaState.AT_RISK) is (now_ms <= due_ms and is_near)


@given(moments, budgets, st.floats(0, 1), waits_ms)
def test_a_wait_leaves_the_remaining_time_as_it_was(opened_ms: int, days: int, share: float, wait_ms: int) -> None:
    """At the end of the wait exactly the service time is left that was left at its start."""
    due_ms = CALENDAR.deadline_ms(opened_ms, days)
    paused_ms = min(due_ms - 1, opened_ms + int((due_ms - opened_ms) * share))
    moved_ms = paused_deadline(due_ms, paused_ms, paused_ms + wait_ms, CALENDAR)
    left_ms = CALENDAR.service_ms_between(paused_ms, due_ms)
    assert moved_ms >= due_ms
    assert CALENDAR.service_ms_between(paused_ms + wait_ms, moved_ms) == left_ms


@given(moments, st.sampled_from(ComplaintClass))
def test_promises_are_ordered(opened_ms: int, classification: ComplaintClass) -> None:
    """A response is due after intake and no later than the resolution."""
    deadlines = stamp(opened_ms, ROADS, classification, CALENDAR, LIMITS)
    assert opened_ms < deadlines.response_due_ms <= deadlines.resolution_due_ms
    assert deadlines.response_due_ms <= deadlines.response_legal_ms <= deadlines.legal_due_ms


def test_a_policy_without_a_promise_has_no_deadline() -> None:
    """A city made from a file: its source's due dates are the only ones."""
    policy = replace(ROADS, has_promise=False)
    deadlines = stamp(
        epoch_ms(datetime(2026, 3, 2, 3, tzinfo=UTC)), policy, ComplaintClass.ASPIRATION, CALENDAR, LIMITS
    )
    assert (deadlines.response_due_ms, deadlines.response_legal_ms) == (0, 0)
    assert (deadlines.resolution_due_ms, deadlines.legal_due_ms) == (0, 0)
