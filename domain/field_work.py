"""Work in the field: tasks of crews, and where the crews are; each is a fold over the set of its events.

A task keeps the instant of its first assignment: a hand-over to another crew does not reset its clock, but it voids
the former crew's acceptance and arrival. Evidence is a photo before, one after, and a place near the task's own.
"""

from collections.abc import Callable, Iterable
from enum import IntEnum

from msgspec import UNSET, Struct

from domain import events as ev
from domain.clock import epoch_ms
from domain.complaints import UNSET_MS, StoredFact
from domain.facts import in_order
from domain.nearby import distance_m


class TaskState(IntEnum):
    """Where a task stands; the order is that of the work."""

    UNKNOWN = 0
    ASSIGNED = 1
    ACCEPTED = 2
    ARRIVED = 3
    FINISHED = 4


class Task(Struct, kw_only=True):
    """One task. All `_ms` are milliseconds since 1970 UTC, 0 when it has not happened.

    `assigned_ms` is the first assignment; `crew_id` and `employee_id` (a pseudonym) are those of the latest one.
    `category` is empty where none was told.
    `distance_m` is the way from the task's place to that of the evidence, None while one of them is unknown.
    """

    task_id: str
    state: int = TaskState.UNKNOWN
    agency: str = ""
    crew_id: str = ""
    employee_id: str = ""
    complaint_id: str = ""
    category: str = ""
    lat: float | None = None
    lon: float | None = None
    assigned_ms: int = UNSET_MS
    accepted_ms: int = UNSET_MS
    arrived_ms: int = UNSET_MS
    finished_ms: int = UNSET_MS
    due_ms: int = UNSET_MS
    changed_ms: int = UNSET_MS
    handovers: int = 0
    photos_before: int = 0
    photos_after: int = 0
    evidence_lat: float | None = None
    evidence_lon: float | None = None
    distance_m: float | None = None
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The task's id."""
        return self.task_id

    @property
    def is_known(self) -> bool:
        """Whether its assignment has arrived; before that it counts nowhere."""
        return self.assigned_ms != UNSET_MS

    @property
    def is_open(self) -> bool:
        """Assigned and not finished."""
        return self.is_known and self.state < TaskState.FINISHED


class CrewPosition(Struct, kw_only=True):
    """Where a crew was last: `occurred_ms` in milliseconds since 1970 UTC, `accuracy_m` the radius of the fix."""

    crew_id: str
    agency: str
    occurred_ms: int
    event_id: str
    lat: float
    lon: float
    accuracy_m: float | None = None
    revision: int = 0

    @property
    def entity_id(self) -> str:
        """The crew's id."""
        return self.crew_id


# --- folds


def fold_task(task_id: str, facts: Iterable[StoredFact]) -> Task:
    """The task that a set of facts describes."""
    task = Task(task_id=task_id)
    for fact in in_order(facts):
        _TASK_HANDLERS[type(fact.payload)](task, fact)
        task.changed_ms = fact.occurred_ms
    task.distance_m = _evidence_distance(task)
    return task


def _assigned(task: Task, fact: StoredFact) -> None:
    payload = fact.payload
    assert isinstance(payload, ev.TaskAssigned)
    _hand_over(task, payload)
    task.agency = payload.agency
    if payload.complaint_id is not UNSET:
        task.complaint_id = payload.complaint_id
    if payload.category is not UNSET:
        task.category = payload.category
    if payload.due_at is not UNSET:
        task.due_ms = epoch_ms(payload.due_at)
    if payload.lat is not UNSET and payload.lon is not UNSET:
        task.lat, task.lon = payload.lat, payload.lon
    task.assigned_ms = task.assigned_ms or fact.occurred_ms
    _advance(task, TaskState.ASSIGNED)


def _hand_over(task: Task, payload: ev.TaskAssigned) -> None:
    """Give an open task to whom the assignment names; one that names nobody leaves it where it is."""
    crew = "" if payload.crew_id is UNSET else payload.crew_id
    employee = "" if payload.employee_id is UNSET else payload.employee_id
    before = (task.crew_id, task.employee_id)
    if task.state == TaskState.FINISHED or not (crew or employee) or (crew, employee) == before:
        return
    task.crew_id, task.employee_id = crew, employee
    if any(before):
        task.handovers += 1
        task.state, task.accepted_ms, task.arrived_ms = TaskState.ASSIGNED, UNSET_MS, UNSET_MS


def _advance(task: Task, state: TaskState) -> None:
    task.state = max(task.state, state)


def _accepted(task: Task, fact: StoredFact) -> None:
    task.accepted_ms = task.accepted_ms or fact.occurred_ms
    _advance(task, TaskState.ACCEPTED)


def _arrived(task: Task, fact: StoredFact) -> None:
    task.arrived_ms = task.arrived_ms or fact.occurred_ms
    _advance(task, TaskState.ARRIVED)


def _finished(task: Task, fact: StoredFact) -> None:
    """The first finishing gives the time; evidence that is sent again replaces the former."""
    payload = fact.payload
    assert isinstance(payload, ev.TaskFinished)
    task.finished_ms = task.finished_ms or fact.occurred_ms
    task.photos_before, task.photos_after = payload.photos_before, payload.photos_after
    task.evidence_lat = None if payload.lat is UNSET else payload.lat
    task.evidence_lon = None if payload.lon is UNSET else payload.lon
    _advance(task, TaskState.FINISHED)


_TASK_HANDLERS: dict[type[ev.Payload], Callable[[Task, StoredFact], None]] = {
    ev.TaskAssigned: _assigned,
    ev.TaskAccepted: _accepted,
    ev.TaskArrived: _arrived,
    ev.TaskFinished: _finished,
}


def _evidence_distance(task: Task) -> float | None:
    if task.lat is None or task.lon is None or task.evidence_lat is None or task.evidence_lon is None:
        return None
    return distance_m(task.lat, task.lon, task.evidence_lat, task.evidence_lon)


def fold_position(facts: Iterable[StoredFact], known: CrewPosition | None = None) -> CrewPosition | None:
    """The latest of a crew's positions by (occurred, event id), and of the one known before; None without any.

    Positions are many and fold to the latest, so a new batch is folded onto the known one, not onto all before it.
    """
    latest = known
    for fact in facts:
        if latest is None or (fact.occurred_ms, fact.event_id) > (latest.occurred_ms, latest.event_id):
            latest = _position(fact)
    return latest


def _position(fact: StoredFact) -> CrewPosition:
    payload = fact.payload
    assert isinstance(payload, ev.PositionReported)
    return CrewPosition(
        crew_id=payload.crew_id,
        agency=payload.agency,
        occurred_ms=fact.occurred_ms,
        event_id=fact.event_id,
        lat=payload.lat,
        lon=payload.lon,
        accuracy_m=None if payload.accuracy_m is UNSET else payload.accuracy_m,
    )
