"""One example of every type: a story of one day in Kota Tangerang, which the generated documents and tests use."""

from datetime import datetime, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from data_sources.stream_entry import encode_entry
from domain.events import PAYLOADS, Heartbeat, Payload, Stream

START = datetime(2026, 1, 5, 8, 12, tzinfo=ZoneInfo("Asia/Jakarta"))
"""A Monday in the past, so that an example is accepted whenever it is run."""

SOURCES = {Stream.COMPLAINTS: "laksa", Stream.QUEUES: "antrean", Stream.ACTIVITY: "lapangan"}
"""The producer of each stream in the examples."""

_COMPLAINT: dict[str, object] = {"complaint_id": "K-2026-000123"}
_CALL: dict[str, object] = {"call_id": "112-2026-000045"}
_TICKET: dict[str, object] = {"ticket_id": "MPP-20260105-A017"}
_COUNTER: dict[str, object] = {"site": "MPP", "counter": "4"}
_EMPLOYEE: dict[str, object] = {"employee_id": "p-7f3a", "agency": "DPUPR"}
_SHIFT: dict[str, object] = {"shift_id": "DPUPR-20260105-1", "crew_id": "DPUPR-R2", "agency": "DPUPR"}
_TASK: dict[str, object] = {"task_id": "T-2026-000310"}
_PLACE: dict[str, object] = {"lat": -6.1729, "lon": 106.6319}

EXAMPLES: dict[str, dict[str, object]] = {
    "heartbeat": {"producer": "laksa", "interval_seconds": 5},
    "complaint.filed": {
        **_COMPLAINT,
        "category": "pothole",
        "channel": "LAKSA",
        "ward": "36.71.01.1001",
        **_PLACE,
        "reporter": {"name": "Warga Contoh", "phone": "0800-000-000"},
        "text": "Jalan berlubang di depan pasar",
    },
    "complaint.verified": _COMPLAINT,
    "complaint.assigned": {**_COMPLAINT, "agency": "DPUPR"},
    "complaint.answered": {**_COMPLAINT, "text": "Petugas akan datang hari ini"},
    "complaint.started": _COMPLAINT,
    "complaint.waiting_reporter": {**_COMPLAINT, "text": "Mohon foto lokasi"},
    "complaint.resumed": _COMPLAINT,
    "complaint.completed": {**_COMPLAINT, "photos_before": 1, "photos_after": 2, **_PLACE},
    "complaint.resolved": _COMPLAINT,
    "complaint.reopened": _COMPLAINT,
    "complaint.rejected": {"complaint_id": "K-2026-000124", "reason": "outside_authority"},
    "complaint.duplicate": {"complaint_id": "K-2026-000125", "original_id": "K-2026-000123"},
    "complaint.archived": {"complaint_id": "K-2026-000126"},
    "complaint.rated": {**_COMPLAINT, "stars": 5, "text": "Terima kasih"},
    "call.received": {**_CALL, "category": "fire", "ring_seconds": 4, "ward": "36.71.01.1001", **_PLACE},
    "call.dispatched": {**_CALL, "unit_id": "BPBD-03", "agency": "BPBD"},
    "call.arrived": {**_CALL, "unit_id": "BPBD-03"},
    "call.closed": {**_CALL, "outcome": "handled"},
    "ticket.issued": {**_TICKET, "site": "MPP", "service": "identity_card"},
    "ticket.checked_in": _TICKET,
    "ticket.called": {**_TICKET, "counter": "4"},
    "ticket.serving": {**_TICKET, "counter": "4"},
    "ticket.served": _TICKET,
    "ticket.skipped": {"ticket_id": "MPP-20260105-A018"},
    "ticket.cancelled": {"ticket_id": "MPP-20260105-A019"},
    "counter.opened": _COUNTER,
    "counter.paused": _COUNTER,
    "counter.closed": _COUNTER,
    "survey.answered": {"survey_id": "S-20260105-0007", "site": "MPP", "scores": [4, 4, 3, 4, 4, 3, 4, 4, 4]},
    "site.wait_reported": {"site": "RSUD", "wait_minutes": 35, "waiting": 22},
    "attendance.checked_in": {**_EMPLOYEE, "is_field": True},
    "attendance.checked_out": _EMPLOYEE,
    "attendance.excused": {"employee_id": "p-91bc", "agency": "DPUPR"},
    "shift.started": _SHIFT,
    "shift.ended": _SHIFT,
    "task.assigned": {**_TASK, "agency": "DPUPR", "crew_id": "DPUPR-R2", **_COMPLAINT, "category": "pothole", **_PLACE},
    "task.accepted": _TASK,
    "task.arrived": {**_TASK, **_PLACE},
    "task.finished": {**_TASK, "photos_before": 1, "photos_after": 2, **_PLACE},
    "position.reported": {"crew_id": "DPUPR-R2", "agency": "DPUPR", **_PLACE, "accuracy_m": 12},
}


class ExampleEntry(NamedTuple):
    """An entry as a producer writes it."""

    type: str
    stream: Stream
    fields: dict[str, str]


def example_entry(payload: type[Payload]) -> ExampleEntry:
    """The example of one type. A heartbeat stands for those of all streams, here that of the complaints."""
    stream = Stream.COMPLAINTS if payload is Heartbeat else payload.stream
    minutes = PAYLOADS.index(payload)
    name = payload.type.replace(".", "-")
    fields = encode_entry(
        payload.type,
        f"{SOURCES[stream]}-20260105-{minutes:03}-{name}",
        START + timedelta(minutes=minutes),
        SOURCES[stream],
        EXAMPLES[payload.type],
    )
    texts = {key: value if isinstance(value, str) else value.decode() for key, value in fields.items()}
    return ExampleEntry(payload.type, stream, texts)
