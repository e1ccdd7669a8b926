"""Complaints (aduan): a complaint is a fold over the set of its events.

The events are sorted by (occurred, event id), so any delivery order and any repetition give the same complaint.
First response is the earliest of verified, answered, started, waiting for the reporter, completed or any closing:
the national rule asks for a response, or verification and forwarding (PermenPANRB 62/2018).
"""

from collections.abc import Callable, Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from enum import IntEnum
from typing import NamedTuple

from msgspec import UNSET, Struct

from domain import events as ev
from domain.calendar_history import CalendarHistory, CalendarVersion
from domain.clock import epoch_ms, from_epoch_ms
from domain.profile import CityProfile, ServicePolicy
from domain.sla import Deadlines, LegalLimits, clock_of, paused_deadline, stage_promises, stamp
from domain.working_time import Calendar, CalendarRangeError

UNSET_MS = 0
"""An instant that has not happened; the columns of the live city use the same mark."""


class ComplaintState(IntEnum):
    """Where a complaint stands; the order is that of the work."""

    UNKNOWN = 0
    RECEIVED = 1
    VERIFIED = 2
    ASSIGNED = 3
    IN_PROGRESS = 4
    WAITING_REPORTER = 5
    AWAITING_VERIFICATION = 6
    REOPENED = 7
    RESOLVED = 8
    REJECTED = 9
    DUPLICATE = 10
    ARCHIVED = 11


FIRST_CLOSED_STATE = ComplaintState.RESOLVED
_STILL_DONE = (ComplaintState.AWAITING_VERIFICATION, ComplaintState.RECEIVED)


class StoredFact(NamedTuple):
    """What the fold needs of an event, sortable in the order that decides."""

    occurred_ms: int
    event_id: str
    payload: ev.Payload


@dataclass(frozen=True, slots=True)
class ComplaintRules:
    """What the fold asks of the city; `calendars` are the versions of its calendar that the store knows."""

    profile: CityProfile
    limits: LegalLimits
    calendars: CalendarHistory | None = None

    @property
    def history(self) -> CalendarHistory:
        """The versions of the calendar; the city's own alone where no other is known."""
        return self.calendars or CalendarHistory((CalendarVersion(self.profile.calendar, UNSET_MS),))


class Complaint(Struct, kw_only=True):
    """One complaint. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened.

    `due_ms` is the deadline of the solution: the source's own where it gave one (`has_source_due`), else the policy's.
    `response_due_ms` is the legal limit of the first response, `response_target_ms` the city's own target.
    `completed_ms` is the agency's claim that it is done, which the verification follows by `verification_due_ms`.
    `calendar` is the version that the deadlines were computed with, `intake_calendar` the one in force at intake.
    `revision` is the number of the store's commit that folded it.
    """

    complaint_id: str
    state: int = ComplaintState.UNKNOWN
    category: str = ""
    channel: str = ""
    ward: str = ""
    agency: str = ""
    classification: str = ev.ComplaintClass.WITHOUT_OVERSIGHT.value
    lat: float | None = None
    lon: float | None = None
    opened_ms: int = UNSET_MS
    response_ms: int = UNSET_MS
    closed_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    response_due_ms: int = UNSET_MS
    due_ms: int = UNSET_MS
    legal_due_ms: int = UNSET_MS
    has_source_due: bool = False
    paused_from_ms: int = UNSET_MS
    resumed_ms: int = UNSET_MS
    handoffs: int = 0
    reopenings: int = 0
    stars: int = 0
    policy: str = ""
    calendar: str = ""
    revision: int = 0
    response_target_ms: int = UNSET_MS
    completed_ms: int = UNSET_MS
    verification_due_ms: int = UNSET_MS
    intake_calendar: str = ""

    @property
    def entity_id(self) -> str:
        """Its id among complaints."""
        return self.complaint_id

    @property
    def is_known(self) -> bool:
        """Whether its filing has arrived; before that it counts nowhere."""
        return self.opened_ms != UNSET_MS

    @property
    def is_open(self) -> bool:
        """Filed and not resolved, rejected, duplicate or archived (indicator A02)."""
        return self.is_known and self.state < FIRST_CLOSED_STATE


def fold_complaint(complaint_id: str, facts: Iterable[StoredFact], rules: ComplaintRules) -> Complaint:
    """The complaint that a set of facts describes. Repeated event ids are taken once."""
    complaint = Complaint(complaint_id=complaint_id)
    previous = ""
    for fact in sorted(facts, key=lambda fact: (fact.occurred_ms, fact.event_id)):
        if fact.event_id == previous:
            continue
        previous = fact.event_id
        _HANDLERS[type(fact.payload)](complaint, fact)
        complaint.changed_ms = fact.occurred_ms
    return _stamped(complaint, rules) if complaint.is_known else complaint


def _filed(complaint: Complaint, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.ComplaintFiled)
    if not complaint.is_known:
        complaint.opened_ms = fact.occurred_ms
        _advance(complaint, ComplaintState.RECEIVED)
    complaint.category, complaint.channel = payload.category, payload.channel
    complaint.classification = payload.classification.value
    complaint.ward = "" if payload.ward is UNSET else payload.ward
    complaint.lat = None if payload.lat is UNSET else payload.lat
    complaint.lon = None if payload.lon is UNSET else payload.lon
    if payload.agency is not UNSET and not complaint.agency:
        complaint.agency = payload.agency
    if payload.due_at is not UNSET:
        complaint.due_ms, complaint.has_source_due = epoch_ms(payload.due_at), True


def _advance(complaint: Complaint, state: ComplaintState) -> None:
    """Move on; a closed complaint stays closed until it is reopened. What is taken up again was not done."""
    if complaint.state < FIRST_CLOSED_STATE:
        if complaint.state == ComplaintState.AWAITING_VERIFICATION and state not in _STILL_DONE:
            complaint.completed_ms = UNSET_MS
        complaint.state = max(state, complaint.state) if state is ComplaintState.RECEIVED else state


def _respond(complaint: Complaint, fact: StoredFact) -> None:
    if complaint.response_ms == UNSET_MS:
        complaint.response_ms = fact.occurred_ms


def _verified(complaint: Complaint, fact: StoredFact) -> None:
    _respond(complaint, fact)
    _advance(complaint, ComplaintState.VERIFIED)


def _assigned(complaint: Complaint, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.ComplaintAssigned)
    if complaint.agency and complaint.agency != payload.agency:
        complaint.handoffs += 1
    complaint.agency = payload.agency
    _advance(complaint, ComplaintState.ASSIGNED)


def _answered(complaint: Complaint, fact: StoredFact) -> None:
    _respond(complaint, fact)


def _started(complaint: Complaint, fact: StoredFact) -> None:
    _respond(complaint, fact)
    _advance(complaint, ComplaintState.IN_PROGRESS)


def _waiting(complaint: Complaint, fact: StoredFact) -> None:
    _respond(complaint, fact)
    if complaint.paused_from_ms == UNSET_MS:
        complaint.paused_from_ms = fact.occurred_ms
    _advance(complaint, ComplaintState.WAITING_REPORTER)


def _end_pause(complaint: Complaint, fact: StoredFact) -> None:
    if complaint.paused_from_ms != UNSET_MS and complaint.resumed_ms == UNSET_MS:
        complaint.resumed_ms = fact.occurred_ms


def _resumed(complaint: Complaint, fact: StoredFact) -> None:
    _end_pause(complaint, fact)
    _advance(complaint, ComplaintState.IN_PROGRESS)


def _completed(complaint: Complaint, fact: StoredFact) -> None:
    _respond(complaint, fact)
    _end_pause(complaint, fact)
    if complaint.state != ComplaintState.AWAITING_VERIFICATION and complaint.state < FIRST_CLOSED_STATE:
        complaint.completed_ms = fact.occurred_ms
    _advance(complaint, ComplaintState.AWAITING_VERIFICATION)


def _closing(state: ComplaintState) -> Callable[[Complaint, StoredFact], None]:
    def close(complaint: Complaint, fact: StoredFact) -> None:
        _respond(complaint, fact)
        _end_pause(complaint, fact)
        if complaint.state < FIRST_CLOSED_STATE:
            complaint.state, complaint.closed_ms = state, fact.occurred_ms

    return close


def _reopened(complaint: Complaint, _fact: StoredFact) -> None:
    if complaint.state >= FIRST_CLOSED_STATE:
        complaint.state, complaint.closed_ms = ComplaintState.REOPENED, UNSET_MS
        complaint.completed_ms = UNSET_MS
        complaint.reopenings += 1


def _rated(complaint: Complaint, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.ComplaintRated)
    complaint.stars = payload.stars


_HANDLERS: dict[type[ev.Payload], Callable[[Complaint, StoredFact], None]] = {
    ev.ComplaintFiled: _filed,
    ev.ComplaintVerified: _verified,
    ev.ComplaintAssigned: _assigned,
    ev.ComplaintAnswered: _answered,
    ev.ComplaintStarted: _started,
    ev.ComplaintWaitingReporter: _waiting,
    ev.ComplaintResumed: _resumed,
    ev.ComplaintCompleted: _completed,
    ev.ComplaintResolved: _closing(ComplaintState.RESOLVED),
    ev.ComplaintRejected: _closing(ComplaintState.REJECTED),
    ev.ComplaintDuplicate: _closing(ComplaintState.DUPLICATE),
    ev.ComplaintArchived: _closing(ComplaintState.ARCHIVED),
    ev.ComplaintReopened: _reopened,
    ev.ComplaintRated: _rated,
}


def _stamped(complaint: Complaint, rules: ComplaintRules) -> Complaint:
    """Add the deadlines that hold for the day of filing, and the agency that leads when none was assigned yet."""
    profile = rules.profile
    day = profile.calendar.local_date(from_epoch_ms(complaint.opened_ms))
    category = profile.categories.get(complaint.category)
    if category is None:  # taken out of the city's folder since: no promise is known any more
        return complaint
    policy = category.policy_on(day)
    if not complaint.agency:
        complaint.agency = profile.lead_agency(complaint.category, complaint.ward or None, day)
    with suppress(CalendarRangeError):  # the calendar ends before a deadline: it counts as open, and has none yet
        _stamp(complaint, policy, day, rules)
    return complaint


def _calendar_of(complaint: Complaint, history: CalendarHistory) -> Calendar:
    """The newest calendar for an open complaint; a closed one keeps that of its closing, and with it its verdict."""
    return history.latest if complaint.closed_ms == UNSET_MS else history.at(complaint.closed_ms)


def _stamp(complaint: Complaint, policy: ServicePolicy, day: date, rules: ComplaintRules) -> None:
    classification, history = ev.ComplaintClass(complaint.classification), rules.history
    stages = stage_promises(rules.profile.stage_policies, complaint.category, classification, day)
    calendar = _calendar_of(complaint, history)
    deadlines = stamp(complaint.opened_ms, policy, classification, calendar, rules.limits, stages)
    complaint.policy, complaint.calendar = deadlines.policy_code, deadlines.calendar_version
    complaint.intake_calendar = history.at(complaint.opened_ms).version
    complaint.response_target_ms = deadlines.response_due_ms
    complaint.response_due_ms, complaint.legal_due_ms = deadlines.response_legal_ms, deadlines.legal_due_ms
    if not complaint.has_source_due and policy.has_promise:
        complaint.due_ms = _moved_by_pause(complaint, deadlines, clock_of(policy, calendar, stages))
    if complaint.completed_ms != UNSET_MS and deadlines.verification_days is not None:
        complaint.verification_due_ms = calendar.deadline_ms(complaint.completed_ms, deadlines.verification_days)


def _moved_by_pause(complaint: Complaint, deadlines: Deadlines, clock: Calendar | None) -> int:
    due = deadlines.resolution_due_ms
    if complaint.paused_from_ms == UNSET_MS or complaint.resumed_ms == UNSET_MS:
        return due
    return paused_deadline(due, complaint.paused_from_ms, complaint.resumed_ms, clock)
