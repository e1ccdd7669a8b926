"""What a complaint is promised and how it stands: deadlines stamped at intake, and their state at a given `now`.

Two promises run side by side: the service target of the city's policy and the legal ceiling by classification.
A calendar of None means the clock runs around the clock (emergencies).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from domain.clock import epoch_ms
from domain.events import ComplaintClass
from domain.profile import ServicePolicy
from domain.stages import NO_PROMISE, Stage, StagePolicy, StagePromise, stage_promise
from domain.working_time import Calendar

MS_PER_MINUTE = 60_000
NO_DEADLINE_MS = 0
RISK_PERCENT = 20  # at risk with less than this share of the budget left, unless a city says otherwise


class SlaState(StrEnum):
    """How one deadline stands: the first three while the complaint is open, the next two once it is closed."""

    ON_TIME = "on_time"
    AT_RISK = "at_risk"
    BREACHED = "breached"
    MET = "met"
    MISSED = "missed"
    NOT_APPLICABLE = "not_applicable"


@dataclass(frozen=True, slots=True)
class LegalLimits:
    """The ceilings of the law in working days, with their source.

    The law gives aspirations no figure of their own. They are answered without an investigation, like requests
    for information, so they share that ceiling by default.
    """

    response_days: int = 3
    information_request_days: int = 5
    aspiration_days: int = 5
    without_oversight_days: int = 14
    with_oversight_days: int = 60
    source: str = "PermenPANRB 62/2018 (3 / 5 / 14 / 60 working days); aspirations as information requests by choice"

    def resolution_days(self, classification: ComplaintClass) -> int:
        """Working days within which a report of this kind must be settled."""
        match classification:
            case ComplaintClass.INFORMATION_REQUEST:
                return self.information_request_days
            case ComplaintClass.ASPIRATION:
                return self.aspiration_days
            case ComplaintClass.WITHOUT_OVERSIGHT:
                return self.without_oversight_days
            case ComplaintClass.WITH_OVERSIGHT:
                return self.with_oversight_days


@dataclass(frozen=True, slots=True)
class Deadlines:
    """What was promised at intake, in epoch milliseconds, and by which policy and calendar it was computed.

    All are 0 where the policy promises nothing. `verification_days` are the working days from the agency's claim that
    it is done to the verification, None without a promise.
    """

    response_due_ms: int
    response_legal_ms: int
    resolution_due_ms: int
    legal_due_ms: int
    policy_code: str
    calendar_version: str
    verification_days: int | None = None


@dataclass(frozen=True, slots=True)
class StagePromises:
    """What rows of policies say of each stage on the day of intake, beside the category's policy and the law."""

    response: StagePromise = NO_PROMISE
    resolution: StagePromise = NO_PROMISE
    verification: StagePromise = NO_PROMISE


BY_CATEGORY_ALONE = StagePromises()


def stage_promises(
    policies: Sequence[StagePolicy], category: str, classification: ComplaintClass, day: date
) -> StagePromises:
    """The promises of every stage for a complaint that came in on a day."""
    return StagePromises(*(stage_promise(policies, stage, category, classification.value, day) for stage in Stage))


def stamp(
    opened_ms: int,
    policy: ServicePolicy,
    classification: ComplaintClass,
    calendar: Calendar,
    limits: LegalLimits,
    stages: StagePromises = BY_CATEGORY_ALONE,
) -> Deadlines:
    """The deadlines of a report opened at an instant. The first response is never due after the resolution.

    A stage's own rows come before the category's policy and the general limits; a target around the clock gives way
    to a row of its category only. Where the policy promises nothing, as in a city made from a file, no law is known
    either: all are 0.
    """
    if not policy.has_promise:
        return Deadlines(NO_DEADLINE_MS, NO_DEADLINE_MS, NO_DEADLINE_MS, NO_DEADLINE_MS, policy.code, calendar.version)
    response, resolution = stages.response, stages.resolution
    resolution_due_ms = _resolution_due_ms(opened_ms, policy, calendar, resolution)
    response_days = _first_known(response.target_days, policy.response_days)
    return Deadlines(
        response_due_ms=min(calendar.deadline_ms(opened_ms, response_days), resolution_due_ms),
        response_legal_ms=calendar.deadline_ms(opened_ms, _first_known(response.legal_days, limits.response_days)),
        resolution_due_ms=resolution_due_ms,
        legal_due_ms=calendar.deadline_ms(
            opened_ms, _first_known(resolution.legal_days, limits.resolution_days(classification))
        ),
        policy_code=policy.code,
        calendar_version=calendar.version,
        verification_days=stages.verification.target_days,
    )


def _first_known(days: int | None, otherwise: int) -> int:
    return otherwise if days is None else days


def clock_of(policy: ServicePolicy, calendar: Calendar, stages: StagePromises = BY_CATEGORY_ALONE) -> Calendar | None:
    """The clock the resolution target of a policy runs on: the calendar, or None for around the clock."""
    is_counted_in_days = stages.resolution.target_days is not None and stages.resolution.names_category
    return calendar if policy.resolution_minutes is None or is_counted_in_days else None


def at_risk_from_ms(opened_ms: int, due_ms: int, calendar: Calendar | None, risk_percent: int = RISK_PERCENT) -> int:
    """The first instant with less than `risk_percent` of the budget left, or with the deadline one working day away.

    The budget counts service time; around the clock it counts plain time, and the working-day rule does not apply.
    """
    if due_ms <= opened_ms:
        return opened_ms
    if calendar is None:
        return opened_ms + _spent_ms(due_ms - opened_ms, risk_percent)
    spent_ms = _spent_ms(calendar.service_ms_between(opened_ms, due_ms), risk_percent)
    share_from_ms = calendar.add_service_ms(opened_ms, spent_ms)
    return max(opened_ms, min(share_from_ms, calendar.one_working_day_before_ms(due_ms)))


def sla_state_ms(due_ms: int | None, risk_from_ms: int, closed_ms: int | None, now_ms: int) -> SlaState:
    """The state of a deadline at `now`, given the instant it comes at risk. A later closing has not happened yet."""
    if due_ms is None:
        return SlaState.NOT_APPLICABLE
    if closed_ms is not None and closed_ms <= now_ms:
        return SlaState.MET if closed_ms <= due_ms else SlaState.MISSED
    if now_ms > due_ms:
        return SlaState.BREACHED
    return SlaState.AT_RISK if now_ms >= risk_from_ms else SlaState.ON_TIME


def sla_state(
    opened_at: datetime,
    due_at: datetime | None,
    closed_at: datetime | None,
    now: datetime,
    calendar: Calendar | None,
    risk_percent: int = RISK_PERCENT,
) -> SlaState:
    """How a deadline stands at `now`; without a deadline the question does not apply."""
    if due_at is None:
        return SlaState.NOT_APPLICABLE
    due_ms = epoch_ms(due_at)
    risk_from_ms = at_risk_from_ms(epoch_ms(opened_at), due_ms, calendar, risk_percent)
    return sla_state_ms(due_ms, risk_from_ms, None if closed_at is None else epoch_ms(closed_at), epoch_ms(now))


def paused_deadline(due_ms: int, paused_from_ms: int, resumed_ms: int, calendar: Calendar | None) -> int:
    """The deadline after a wait for the reporter, moved by the paused service time (plain time around the clock).

    A pause that starts after the deadline changes nothing: what was late stays late. That a report pauses at most
    once is for the caller to hold.
    """
    if resumed_ms < paused_from_ms:
        raise ValueError(f"a pause must end after it starts, got {paused_from_ms} to {resumed_ms} ms; swap the two")
    if paused_from_ms >= due_ms:
        return due_ms
    if calendar is None:
        return due_ms + resumed_ms - paused_from_ms
    return calendar.add_service_ms(due_ms, calendar.service_ms_between(paused_from_ms, resumed_ms))


def _resolution_due_ms(opened_ms: int, policy: ServicePolicy, calendar: Calendar, stage: StagePromise) -> int:
    if stage.target_days is not None and (policy.resolution_minutes is None or stage.names_category):
        return calendar.deadline_ms(opened_ms, stage.target_days)
    if policy.resolution_minutes is None:
        return calendar.deadline_ms(opened_ms, policy.resolution_days)
    return opened_ms + policy.resolution_minutes * MS_PER_MINUTE


@dataclass(frozen=True, slots=True)
class Countdown:
    """A deadline's state, and how long it still has, negative once it has passed: service time, or plain time."""

    state: SlaState
    left_ms: int


def countdown(
    from_ms: int, due_ms: int, now_ms: int, calendar: Calendar | None, risk_percent: int = RISK_PERCENT
) -> Countdown:
    """How a running deadline stands that began at an instant; beyond the calendar's ends raises CalendarRangeError."""
    state = sla_state_ms(due_ms, at_risk_from_ms(from_ms, due_ms, calendar, risk_percent), None, now_ms)
    left_ms = due_ms - now_ms if calendar is None else calendar.service_ms_between(now_ms, due_ms)
    return Countdown(state, left_ms)


@dataclass(frozen=True, slots=True)
class TimeTaken:
    """How long a complaint took or takes, in milliseconds: gross, and net of the wait for its reporter."""

    gross_ms: int
    net_ms: int

    @property
    def was_paused(self) -> bool:
        """Whether the two differ."""
        return self.net_ms != self.gross_ms


def time_taken(opened_ms: int, until_ms: int, paused_from_ms: int, resumed_ms: int) -> TimeTaken:
    """The time from intake to an instant, around the clock; the pause counts as far as it lies before that instant.

    A pause that is 0 has not happened, one whose end is 0 goes on.
    """
    gross_ms = max(0, until_ms - opened_ms)
    if paused_from_ms == NO_DEADLINE_MS:
        return TimeTaken(gross_ms, gross_ms)
    ended_ms = min(resumed_ms or until_ms, until_ms)
    return TimeTaken(gross_ms, gross_ms - max(0, ended_ms - max(opened_ms, paused_from_ms)))


def _spent_ms(budget_ms: int, risk_percent: int) -> int:
    """The least use of a budget that leaves less than `risk_percent` of it."""
    return min(budget_ms, budget_ms * (100 - risk_percent) // 100 + 1)
