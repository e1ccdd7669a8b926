"""The contract of the streams: the envelope and the payload of every fact that a city reports.

One entry of a stream has the fields `v`, `id`, `type`, `at`, `source` and `data` (JSON, one of the payloads below).
Instants are ISO 8601 with an offset; coordinates are WGS 84 degrees; codes are those of the city's folder.
"""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, ClassVar

from msgspec import UNSET, Meta, Struct, UnsetType

CONTRACT_VERSION = "1"

Key = Annotated[str, Meta(min_length=1, max_length=80)]
Code = Annotated[str, Meta(min_length=1, max_length=60)]
Instant = Annotated[datetime, Meta(tz=True)]
Latitude = Annotated[float, Meta(ge=-90, le=90)]
Longitude = Annotated[float, Meta(ge=-180, le=180)]
Count = Annotated[int, Meta(ge=0, le=1_000_000)]
Minutes = Annotated[float, Meta(ge=0, le=100_000)]
RingSeconds = Annotated[float, Meta(ge=0, le=3600)]
Stars = Annotated[int, Meta(ge=1, le=5)]
Score = Annotated[int, Meta(ge=1, le=4)]
FreeText = Annotated[str, Meta(max_length=4000)]


class Stream(StrEnum):
    """The three streams; the Redis key is the configured prefix and this name."""

    COMPLAINTS = "complaints"
    QUEUES = "queues"
    ACTIVITY = "activity"


class ComplaintClass(StrEnum):
    """The national classes of a complaint (PermenPANRB 62/2018), which set its legal limit."""

    INFORMATION_REQUEST = "information_request"
    ASPIRATION = "aspiration"
    WITHOUT_OVERSIGHT = "without_oversight"
    WITH_OVERSIGHT = "with_oversight"


class Payload(Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What all payloads share. Fields that a payload does not name are kept in the store and ignored elsewhere."""

    stream: ClassVar[Stream]
    type: ClassVar[str]
    key: ClassVar[str]
    personal: ClassVar[tuple[str, ...]] = ()

    @property
    def entity_id(self) -> str:
        """The id of the thing this fact is about."""
        return str(getattr(self, self.key))


class Reporter(Struct, frozen=True, kw_only=True):
    """Who reported: personal data, kept apart behind a reference."""

    name: Annotated[str, Meta(max_length=200)] = ""
    nik: Annotated[str, Meta(max_length=32)] = ""
    phone: Annotated[str, Meta(max_length=32)] = ""
    email: Annotated[str, Meta(max_length=200)] = ""
    address: Annotated[str, Meta(max_length=400)] = ""


class Heartbeat(Payload, frozen=True, kw_only=True):
    """A producer is alive, also when nothing happens; `interval_seconds` is when to expect the next one."""

    type: ClassVar[str] = "heartbeat"
    key: ClassVar[str] = "producer"

    producer: Key
    interval_seconds: Annotated[float, Meta(gt=0, le=86_400)] = 5.0
    simulated: bool = False


class _ComplaintPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.COMPLAINTS
    key: ClassVar[str] = "complaint_id"

    complaint_id: Key


class ComplaintFiled(_ComplaintPayload, frozen=True, kw_only=True):
    """A citizen complained. `due_at` is the source's own deadline, which then replaces the city's policy."""

    type: ClassVar[str] = "complaint.filed"
    personal: ClassVar[tuple[str, ...]] = ("reporter", "text")

    category: Code
    channel: Code
    ward: Code | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    agency: Code | UnsetType = UNSET
    classification: ComplaintClass = ComplaintClass.WITHOUT_OVERSIGHT
    due_at: Instant | UnsetType = UNSET
    reporter: Reporter | UnsetType = UNSET
    text: FreeText | UnsetType = UNSET


class ComplaintVerified(_ComplaintPayload, frozen=True, kw_only=True):
    """The control room checked the complaint and accepted it."""

    type: ClassVar[str] = "complaint.verified"


class ComplaintAssigned(_ComplaintPayload, frozen=True, kw_only=True):
    """The complaint went to an agency; a second assignment is a hand-off and does not reset the clock."""

    type: ClassVar[str] = "complaint.assigned"
    agency: Code


class ComplaintAnswered(_ComplaintPayload, frozen=True, kw_only=True):
    """The reporter got a first or a further answer."""

    type: ClassVar[str] = "complaint.answered"
    personal: ClassVar[tuple[str, ...]] = ("text",)
    text: FreeText | UnsetType = UNSET


class ComplaintStarted(_ComplaintPayload, frozen=True, kw_only=True):
    """Work on the complaint began."""

    type: ClassVar[str] = "complaint.started"


class ComplaintWaitingReporter(_ComplaintPayload, frozen=True, kw_only=True):
    """The agency waits for the reporter: the clock pauses, once per complaint."""

    type: ClassVar[str] = "complaint.waiting_reporter"
    personal: ClassVar[tuple[str, ...]] = ("text",)
    text: FreeText | UnsetType = UNSET


class ComplaintResumed(_ComplaintPayload, frozen=True, kw_only=True):
    """The reporter replied: the clock runs again."""

    type: ClassVar[str] = "complaint.resumed"


class ComplaintCompleted(_ComplaintPayload, frozen=True, kw_only=True):
    """The agency says it is done; the control room has yet to check it."""

    type: ClassVar[str] = "complaint.completed"
    photos_before: Count = 0
    photos_after: Count = 0
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET


class ComplaintResolved(_ComplaintPayload, frozen=True, kw_only=True):
    """The complaint is done and checked."""

    type: ClassVar[str] = "complaint.resolved"


class ComplaintReopened(_ComplaintPayload, frozen=True, kw_only=True):
    """A closed complaint was opened again."""

    type: ClassVar[str] = "complaint.reopened"


class ComplaintRejected(_ComplaintPayload, frozen=True, kw_only=True):
    """Not a matter of the city, or not a complaint."""

    type: ClassVar[str] = "complaint.rejected"
    reason: Code | UnsetType = UNSET


class ComplaintDuplicate(_ComplaintPayload, frozen=True, kw_only=True):
    """The same matter was reported before."""

    type: ClassVar[str] = "complaint.duplicate"
    original_id: Key | UnsetType = UNSET


class ComplaintArchived(_ComplaintPayload, frozen=True, kw_only=True):
    """Set aside without a solution, for instance since the reporter never replied."""

    type: ClassVar[str] = "complaint.archived"


class ComplaintRated(_ComplaintPayload, frozen=True, kw_only=True):
    """The reporter rated the handling."""

    type: ClassVar[str] = "complaint.rated"
    personal: ClassVar[tuple[str, ...]] = ("text",)
    stars: Stars
    text: FreeText | UnsetType = UNSET


class _CallPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.COMPLAINTS
    key: ClassVar[str] = "call_id"

    call_id: Key


class CallReceived(_CallPayload, frozen=True, kw_only=True):
    """A call to 112, of one of the city's call classes, was answered; information and prank calls are no emergency.

    `ring_seconds` is how long it rang before.
    """

    type: ClassVar[str] = "call.received"
    personal: ClassVar[tuple[str, ...]] = ("reporter", "text")
    category: Code
    is_emergency: bool = True
    ring_seconds: RingSeconds | UnsetType = UNSET
    ward: Code | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET
    reporter: Reporter | UnsetType = UNSET
    text: FreeText | UnsetType = UNSET


class CallDispatched(_CallPayload, frozen=True, kw_only=True):
    """A unit was sent; one event per unit."""

    type: ClassVar[str] = "call.dispatched"
    unit_id: Key
    agency: Code | UnsetType = UNSET


class CallArrived(_CallPayload, frozen=True, kw_only=True):
    """A unit reached the place."""

    type: ClassVar[str] = "call.arrived"
    unit_id: Key


class CallClosed(_CallPayload, frozen=True, kw_only=True):
    """The call is over."""

    type: ClassVar[str] = "call.closed"
    outcome: Code | UnsetType = UNSET


class _TicketPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.QUEUES
    key: ClassVar[str] = "ticket_id"

    ticket_id: Key


class TicketIssued(_TicketPayload, frozen=True, kw_only=True):
    """A queue number was drawn, at the site or online; `slot_at` is the booked time of an online one."""

    type: ClassVar[str] = "ticket.issued"
    site: Code
    service: Code
    is_online: bool = False
    slot_at: Instant | UnsetType = UNSET


class TicketCheckedIn(_TicketPayload, frozen=True, kw_only=True):
    """The holder of an online number has come."""

    type: ClassVar[str] = "ticket.checked_in"


class TicketCalled(_TicketPayload, frozen=True, kw_only=True):
    """The number was called to a counter."""

    type: ClassVar[str] = "ticket.called"
    counter: Code


class TicketServing(_TicketPayload, frozen=True, kw_only=True):
    """Service began."""

    type: ClassVar[str] = "ticket.serving"
    counter: Code | UnsetType = UNSET


class TicketServed(_TicketPayload, frozen=True, kw_only=True):
    """Service ended."""

    type: ClassVar[str] = "ticket.served"


class TicketSkipped(_TicketPayload, frozen=True, kw_only=True):
    """Called, and nobody came."""

    type: ClassVar[str] = "ticket.skipped"


class TicketCancelled(_TicketPayload, frozen=True, kw_only=True):
    """The holder or the site gave the number up."""

    type: ClassVar[str] = "ticket.cancelled"


class _CounterPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.QUEUES
    key: ClassVar[str] = "counter"

    counter: Code
    site: Code

    @property
    def entity_id(self) -> str:
        """Counters are numbered per site."""
        return f"{self.site}/{self.counter}"


class CounterOpened(_CounterPayload, frozen=True, kw_only=True):
    """A counter began to serve."""

    type: ClassVar[str] = "counter.opened"


class CounterPaused(_CounterPayload, frozen=True, kw_only=True):
    """A counter paused."""

    type: ClassVar[str] = "counter.paused"


class CounterClosed(_CounterPayload, frozen=True, kw_only=True):
    """A counter closed."""

    type: ClassVar[str] = "counter.closed"


class SurveyAnswered(Payload, frozen=True, kw_only=True):
    """One answer to the satisfaction survey (SKM, PermenPANRB 14/2017): nine elements, 1 to 4 each."""

    stream: ClassVar[Stream] = Stream.QUEUES
    type: ClassVar[str] = "survey.answered"
    key: ClassVar[str] = "survey_id"

    survey_id: Key
    site: Code
    service: Code | UnsetType = UNSET
    scores: Annotated[list[Score], Meta(min_length=9, max_length=9)]


class SiteWaitReported(Payload, frozen=True, kw_only=True):
    """A wait that a site posts itself, without tickets."""

    stream: ClassVar[Stream] = Stream.QUEUES
    type: ClassVar[str] = "site.wait_reported"
    key: ClassVar[str] = "site"

    site: Code
    wait_minutes: Minutes
    waiting: Count | UnsetType = UNSET


class _EmployeePayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.ACTIVITY
    key: ClassVar[str] = "employee_id"

    employee_id: Key
    agency: Code


class AttendanceCheckedIn(_EmployeePayload, frozen=True, kw_only=True):
    """An employee came to work; `employee_id` is a pseudonym, never a name or number of a person."""

    type: ClassVar[str] = "attendance.checked_in"
    is_field: bool = False


class AttendanceCheckedOut(_EmployeePayload, frozen=True, kw_only=True):
    """An employee left."""

    type: ClassVar[str] = "attendance.checked_out"


class AttendanceExcused(_EmployeePayload, frozen=True, kw_only=True):
    """An approved absence: leave, duty travel or illness are not told apart here."""

    type: ClassVar[str] = "attendance.excused"


class _ShiftPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.ACTIVITY
    key: ClassVar[str] = "shift_id"

    shift_id: Key
    crew_id: Key
    agency: Code


class ShiftStarted(_ShiftPayload, frozen=True, kw_only=True):
    """A crew came on duty."""

    type: ClassVar[str] = "shift.started"


class ShiftEnded(_ShiftPayload, frozen=True, kw_only=True):
    """A crew went off duty; its position is no longer tracked."""

    type: ClassVar[str] = "shift.ended"


class _TaskPayload(Payload, frozen=True, kw_only=True):
    stream: ClassVar[Stream] = Stream.ACTIVITY
    key: ClassVar[str] = "task_id"

    task_id: Key


class TaskAssigned(_TaskPayload, frozen=True, kw_only=True):
    """A crew or an employee got a task, often for a complaint; `category` is one of the categories of complaints."""

    type: ClassVar[str] = "task.assigned"
    agency: Code
    crew_id: Key | UnsetType = UNSET
    employee_id: Key | UnsetType = UNSET
    complaint_id: Key | UnsetType = UNSET
    category: Code | UnsetType = UNSET
    due_at: Instant | UnsetType = UNSET
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET


class TaskAccepted(_TaskPayload, frozen=True, kw_only=True):
    """The crew took the task."""

    type: ClassVar[str] = "task.accepted"


class TaskArrived(_TaskPayload, frozen=True, kw_only=True):
    """The crew is at the place."""

    type: ClassVar[str] = "task.arrived"
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET


class TaskFinished(_TaskPayload, frozen=True, kw_only=True):
    """The task is done; evidence is the number of photos, the place and this event's time."""

    type: ClassVar[str] = "task.finished"
    photos_before: Count = 0
    photos_after: Count = 0
    lat: Latitude | UnsetType = UNSET
    lon: Longitude | UnsetType = UNSET


class PositionReported(Payload, frozen=True, kw_only=True):
    """Where a crew on duty is; `accuracy_m` is the radius of the fix in metres."""

    stream: ClassVar[Stream] = Stream.ACTIVITY
    type: ClassVar[str] = "position.reported"
    key: ClassVar[str] = "crew_id"

    crew_id: Key
    agency: Code
    lat: Latitude
    lon: Longitude
    accuracy_m: Annotated[float, Meta(ge=0, le=100_000)] | UnsetType = UNSET


PAYLOADS: tuple[type[Payload], ...] = (
    ComplaintFiled,
    ComplaintVerified,
    ComplaintAssigned,
    ComplaintAnswered,
    ComplaintStarted,
    ComplaintWaitingReporter,
    ComplaintResumed,
    ComplaintCompleted,
    ComplaintResolved,
    ComplaintReopened,
    ComplaintRejected,
    ComplaintDuplicate,
    ComplaintArchived,
    ComplaintRated,
    CallReceived,
    CallDispatched,
    CallArrived,
    CallClosed,
    TicketIssued,
    TicketCheckedIn,
    TicketCalled,
    TicketServing,
    TicketServed,
    TicketSkipped,
    TicketCancelled,
    CounterOpened,
    CounterPaused,
    CounterClosed,
    SurveyAnswered,
    SiteWaitReported,
    AttendanceCheckedIn,
    AttendanceCheckedOut,
    AttendanceExcused,
    ShiftStarted,
    ShiftEnded,
    TaskAssigned,
    TaskAccepted,
    TaskArrived,
    TaskFinished,
    PositionReported,
    Heartbeat,
)

PAYLOAD_BY_TYPE: dict[str, type[Payload]] = {payload.type: payload for payload in PAYLOADS}


class Event(Struct, frozen=True, kw_only=True):
    """One fact, as stored: `occurred_ms` and `received_ms` are milliseconds since 1970 UTC.

    `data` is the payload's JSON without its personal fields, which travel in `personal`.
    `position` is the entry's place in its source (a stream id, or a feed's watermark).
    """

    event_id: str
    type: str
    kind: str
    entity_id: str
    occurred_ms: int
    received_ms: int
    source: str
    payload: Payload
    data: bytes
    position: str
    personal: dict[str, Any] | None = None
    is_skewed: bool = False


class DeadLetterReason(StrEnum):
    """Why an entry was set aside: the closed list."""

    BAD_UTF8 = "bad_utf8"
    NOT_JSON = "not_json"
    OVERSIZED = "oversized"
    MISSING_FIELD = "missing_field"
    WRONG_TYPE = "wrong_type"
    WRONG_VERSION = "wrong_version"
    UNKNOWN_TYPE = "unknown_type"
    WRONG_STREAM = "wrong_stream"
    NAIVE_TIME = "naive_time"
    ABSURD_TIME = "absurd_time"
    OUTSIDE_CITY = "outside_city"
    UNKNOWN_AGENCY = "unknown_agency"
    UNKNOWN_CATEGORY = "unknown_category"
    UNKNOWN_WARD = "unknown_ward"
    UNKNOWN_CHANNEL = "unknown_channel"
    UNKNOWN_SITE = "unknown_site"
    UNKNOWN_SERVICE = "unknown_service"
    OUT_OF_RANGE = "out_of_range"
    BODY_MISSING = "body_missing"


class Rejected(Struct, frozen=True, kw_only=True):
    """An entry that is no event: what was wrong with which field, and the bytes as they came."""

    position: str
    source: str
    reason: DeadLetterReason
    field: str
    value: str
    raw: bytes
    received_ms: int


def kind_of(event_type: str) -> str:
    """The kind of thing a type is about: `complaint` for `complaint.filed`."""
    return event_type.partition(".")[0]
