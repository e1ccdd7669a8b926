"""One case as an operator opens it: its history, its clocks with the days that they counted, and what belongs to it.

What the privacy table withholds of a case is not in its file: of a sensitive one neither category nor place, of a
report on misconduct no agency either. No file holds a person or a free text of a report.
"""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from domain.clock import from_epoch_ms
from domain.complaints import UNSET_MS, Complaint, ComplaintRules
from domain.deadlines import Budget, BudgetClock, DeadlineDay, explain_deadline
from domain.events import ComplaintAssigned, ComplaintClass, Event
from domain.field_work import Task
from domain.profile import ServicePolicy
from domain.secrecy import Secrecy
from domain.sla import Countdown, StagePromises, clock_of, countdown, stage_promises
from domain.stages import Stage
from domain.working_time import Calendar, CalendarRangeError

MINUTES_IN_HOUR = 60


@dataclass(frozen=True, slots=True)
class CaseEvent:
    """One fact of a case: its type, when it happened, and the agency that it was handed to, if it was."""

    at_ms: int
    type: str
    agency: str = ""


@dataclass(frozen=True, slots=True)
class CaseClock:
    """One of the clocks of a case; `done_ms` is 0 while it runs.

    `budget` is None where nobody knows it (the source gave the deadline, `is_sources`). `days` are those on the way,
    none around the clock. `is_moved` tells that a wait for the reporter moved the deadline; `left` is how a running
    clock stands, None where it has ended or the calendar has.
    """

    stage: Stage
    due_ms: int
    done_ms: int
    budget: Budget | None = None
    days: tuple[DeadlineDay, ...] = ()
    calendar: str = ""
    is_sources: bool = False
    is_moved: bool = False
    left: Countdown | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What a task of the case brought: photos, and how far from its place they were taken (metres, None: unknown)."""

    task_id: str
    agency: str
    assigned_ms: int
    arrived_ms: int
    finished_ms: int
    photos_before: int
    photos_after: int
    distance_m: float | None


@dataclass(frozen=True, slots=True)
class CaseFile:
    """A case as far as an operator is told of it; codes are empty and places None where they are not."""

    complaint_id: str
    secrecy: Secrecy
    state: int
    opened_ms: int
    closed_ms: int
    category: str = ""
    channel: str = ""
    ward: str = ""
    agency: str = ""
    lat: float | None = None
    lon: float | None = None
    handoffs: int = 0
    reopenings: int = 0
    stars: int = 0
    policy: str = ""
    events: tuple[CaseEvent, ...] = ()
    clocks: tuple[CaseClock, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    original: str = ""
    repeats: tuple[str, ...] = ()
    spot: tuple[str, ...] = ()
    as_of_ms: int = 0

    @property
    def is_told(self) -> bool:
        """Whether its category and place are told."""
        return self.secrecy is Secrecy.NONE


def case_events(events: Iterable[Event], secrecy: Secrecy) -> Iterator[CaseEvent]:
    """The facts in the order in which they happened; whom a report on misconduct went to is not told."""
    for event in sorted(events, key=lambda one: (one.occurred_ms, one.event_id)):
        is_handed = isinstance(event.payload, ComplaintAssigned) and secrecy is not Secrecy.MISCONDUCT
        agency = event.payload.agency if is_handed and isinstance(event.payload, ComplaintAssigned) else ""
        yield CaseEvent(event.occurred_ms, event.type, agency)


def evidence_of(tasks: Iterable[Task]) -> tuple[Evidence, ...]:
    """What the tasks of a case brought, the first assigned first."""
    known = sorted((task for task in tasks if task.is_known), key=lambda task: (task.assigned_ms, task.task_id))
    return tuple(
        Evidence(
            task.task_id,
            task.agency,
            task.assigned_ms,
            task.arrived_ms,
            task.finished_ms,
            task.photos_before,
            task.photos_after,
            task.distance_m,
        )
        for task in known
    )


# --- clocks


def case_clocks(complaint: Complaint, rules: ComplaintRules, now_ms: int) -> tuple[CaseClock, ...]:
    """The clocks of a case with the days they counted; none where its category promises nothing any more.

    The deadlines are those that are stored with the case; the days explain them.
    """
    category = rules.profile.categories.get(complaint.category)
    if category is None or not complaint.is_known:
        return ()
    day = rules.profile.calendar.local_date(from_epoch_ms(complaint.opened_ms))
    policy = category.policy_on(day)
    classification = ComplaintClass(complaint.classification)
    stages = stage_promises(rules.profile.stage_policies, complaint.category, classification, day)
    history = rules.history
    calendar = history.latest if complaint.closed_ms == UNSET_MS else history.at(complaint.closed_ms)
    found = (
        _response(complaint, stages, rules.limits.response_days, calendar),
        _resolution(complaint, policy, stages, calendar),
        _verification(complaint, stages, calendar),
    )
    return tuple(_standing(one, complaint, calendar, now_ms) for one in found if one.due_ms != UNSET_MS)


def _response(complaint: Complaint, stages: StagePromises, legal_days: int, calendar: Calendar) -> CaseClock:
    days = legal_days if stages.response.legal_days is None else stages.response.legal_days
    budget = Budget(days, BudgetClock.WORKING_DAYS)
    done_ms = complaint.response_ms
    return _explained(Stage.RESPONSE, complaint.opened_ms, complaint.response_due_ms, done_ms, budget, calendar)


def _resolution(complaint: Complaint, policy: ServicePolicy, stages: StagePromises, calendar: Calendar) -> CaseClock:
    if complaint.has_source_due:
        return CaseClock(Stage.RESOLUTION, complaint.due_ms, complaint.closed_ms, is_sources=True)
    budget = _resolution_budget(policy, stages, calendar)
    return _explained(Stage.RESOLUTION, complaint.opened_ms, complaint.due_ms, complaint.closed_ms, budget, calendar)


def _resolution_budget(policy: ServicePolicy, stages: StagePromises, calendar: Calendar) -> Budget | None:
    """In working days or in hours; None for minutes that are no whole hours."""
    if clock_of(policy, calendar, stages) is None:
        hours, rest = divmod(policy.resolution_minutes or 0, MINUTES_IN_HOUR)
        return None if rest or not hours else Budget(hours, BudgetClock.HOURS)
    days = policy.resolution_days if stages.resolution.target_days is None else stages.resolution.target_days
    return Budget(days, BudgetClock.WORKING_DAYS)


def _verification(complaint: Complaint, stages: StagePromises, calendar: Calendar) -> CaseClock:
    days, due_ms = stages.verification.target_days, complaint.verification_due_ms
    budget = None if days is None else Budget(days, BudgetClock.WORKING_DAYS)
    return _explained(Stage.VERIFICATION, complaint.completed_ms, due_ms, complaint.closed_ms, budget, calendar)


def _explained(
    stage: Stage, from_ms: int, due_ms: int, done_ms: int, budget: Budget | None, calendar: Calendar
) -> CaseClock:
    if due_ms == UNSET_MS or budget is None:
        return CaseClock(stage, due_ms, done_ms, budget)
    with suppress(CalendarRangeError):  # the calendar begins after, or ends before: the days cannot be told
        found = explain_deadline(from_epoch_ms(from_ms), budget, calendar)
        is_moved = found.due != from_epoch_ms(due_ms)
        return CaseClock(stage, due_ms, done_ms, budget, found.days, calendar.version, is_moved=is_moved)
    return CaseClock(stage, due_ms, done_ms, budget)


def _standing(one: CaseClock, complaint: Complaint, calendar: Calendar, now_ms: int) -> CaseClock:
    if one.done_ms != UNSET_MS:
        return one
    from_ms = complaint.completed_ms if one.stage is Stage.VERIFICATION else complaint.opened_ms
    is_plain = one.is_sources or (one.budget is not None and one.budget.clock is BudgetClock.HOURS)
    clock = None if is_plain else calendar
    left = None
    with suppress(CalendarRangeError):
        left = countdown(from_ms, one.due_ms, now_ms, clock)
    return CaseClock(
        one.stage,
        one.due_ms,
        one.done_ms,
        one.budget,
        one.days,
        one.calendar,
        one.is_sources,
        one.is_moved,
        left,
    )
