"""The kinds of things that events are about: how each is folded, and the table that holds its folds."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from sqlalchemy import Table

from data_sources import tables
from domain.complaints import Complaint, ComplaintRules, StoredFact, fold_complaint
from domain.emergencies import Call, fold_call
from domain.field_work import CrewPosition, Task, fold_position, fold_task
from domain.queues import (
    Counter,
    SiteWait,
    Survey,
    Ticket,
    fold_counter,
    fold_site_wait,
    fold_survey,
    fold_ticket,
)
from domain.staffing import Attendance, Shift, StaffingRules, fold_attendance, fold_shift

Fold = Callable[[str, Sequence[StoredFact]], Any]
COMPLAINT = "complaint"
POSITION = "position"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind. `event_kind` is the first word of its event types; `entity` is the fold's type, `table` its rows'.

    A kind that `is_latest` folds to its latest event alone, so that a long history costs nothing.
    """

    event_kind: str
    entity: type[Struct]
    table: Table
    fold: Fold
    is_latest: bool = False


def kinds_of(rules: ComplaintRules) -> Mapping[str, Kind]:
    """All kinds, by the first word of their event types."""
    timezone = rules.profile.timezone
    staffing = StaffingRules(timezone)
    never_closing = rules.profile.never_closing_sites()
    kinds = (
        complaint_kind(rules),
        Kind("call", Call, tables.calls, fold_call),
        Kind("ticket", Ticket, tables.tickets, fold_ticket),
        Kind("counter", Counter, tables.counters, lambda key, facts: fold_counter(key, facts, timezone, never_closing)),
        Kind("site", SiteWait, tables.site_waits, fold_site_wait, is_latest=True),
        Kind("survey", Survey, tables.surveys, fold_survey),
        Kind("attendance", Attendance, tables.attendances, lambda key, facts: fold_attendance(key, facts, staffing)),
        Kind("shift", Shift, tables.shifts, fold_shift),
        Kind("task", Task, tables.tasks, fold_task),
        POSITIONS,
    )
    return MappingProxyType({kind.event_kind: kind for kind in kinds})


def complaint_kind(rules: ComplaintRules) -> Kind:
    """Complaints, folded by some rules: those change with the city's calendar."""
    return Kind(COMPLAINT, Complaint, tables.complaints, lambda key, facts: fold_complaint(key, facts, rules))


def _fold_new_positions(_crew_id: str, facts: Sequence[StoredFact]) -> CrewPosition | None:
    return fold_position(facts)


POSITIONS = Kind(POSITION, CrewPosition, tables.crew_positions, _fold_new_positions)
