"""The store's tables, the same on SQLite and PostgreSQL. Instants are integers: milliseconds since 1970 UTC."""

from typing import Any, get_args, get_origin, get_type_hints

from msgspec import Struct
from sqlalchemy import (
    JSON,
    BigInteger,
    Boolean,
    Column,
    Date,
    Float,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    SmallInteger,
    String,
    Table,
    Text,
    Time,
)
from sqlalchemy.types import TypeEngine

from domain.emergencies import Call
from domain.field_work import CrewPosition, Task
from domain.queues import Counter, SiteWait, Survey, Ticket
from domain.staffing import Attendance, Shift

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(column_0_N_label)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

BigKey = BigInteger().with_variant(Integer, "sqlite")

events = Table(
    "events",
    metadata,
    Column("event_id", String(200), primary_key=True),
    Column("stream", String(80), nullable=False),
    Column("position", String(200), nullable=False),
    Column("type", String(60), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("entity_id", String(200), nullable=False),
    Column("source", String(200), nullable=False),
    Column("occurred_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("is_skewed", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_events_entity", "kind", "entity_id", "occurred_ms"),
    Index("ix_events_kind_time", "kind", "occurred_ms"),
)

complaints = Table(
    "complaints",
    metadata,
    Column("complaint_id", String(80), primary_key=True),
    Column("state", SmallInteger, nullable=False),
    Column("category", String(60), nullable=False),
    Column("channel", String(60), nullable=False),
    Column("ward", String(60), nullable=False),
    Column("agency", String(60), nullable=False),
    Column("classification", String(30), nullable=False),
    Column("lat", Float),
    Column("lon", Float),
    Column("opened_ms", BigInteger, nullable=False),
    Column("response_ms", BigInteger, nullable=False),
    Column("closed_ms", BigInteger, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("response_due_ms", BigInteger, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("legal_due_ms", BigInteger, nullable=False),
    Column("has_source_due", Boolean, nullable=False),
    Column("paused_from_ms", BigInteger, nullable=False),
    Column("resumed_ms", BigInteger, nullable=False),
    Column("handoffs", Integer, nullable=False),
    Column("reopenings", Integer, nullable=False),
    Column("stars", SmallInteger, nullable=False),
    Column("policy", String(80), nullable=False),
    Column("calendar", String(200), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Column("response_target_ms", BigInteger, nullable=False, server_default="0"),
    Column("completed_ms", BigInteger, nullable=False, server_default="0"),
    Column("verification_due_ms", BigInteger, nullable=False, server_default="0"),
    Column("intake_calendar", String(200), nullable=False, server_default=""),
    Index("ix_complaints_live", "closed_ms", "opened_ms"),
    Index("ix_complaints_agency_opened", "agency", "opened_ms"),
    Index("ix_complaints_revision", "revision"),
)

VERSION = String(200)

calendar_versions = Table(
    "calendar_versions",
    metadata,
    Column("version", VERSION, primary_key=True),
    Column("content_hash", String(64), nullable=False),
    Column("in_force_ms", BigInteger, nullable=False, unique=True),
    Column("timezone", String(80), nullable=False),
    Column("first_day", Date, nullable=False),
    Column("last_day", Date, nullable=False),
    Column("cut_off", Time, nullable=False),
)

working_calendar = Table(
    "working_calendar",
    metadata,
    Column("version", VERSION, primary_key=True),
    Column("day", Date, primary_key=True),
    Column("kind", String(30), primary_key=True),
    Column("name", Text, primary_key=True),
    Column("source", Text, nullable=False),
)

working_hours = Table(
    "working_hours",
    metadata,
    Column("version", VERSION, primary_key=True),
    Column("unit", String(200), primary_key=True),
    Column("period", String(200), primary_key=True),
    Column("weekday", SmallInteger, primary_key=True, autoincrement=False),
    Column("opens", Time, nullable=False),
    Column("closes", Time, nullable=False),
    Column("source", Text, nullable=False),
)

calendar_changes = Table(
    "calendar_changes",
    metadata,
    Column("to_version", VERSION, primary_key=True),
    Column("from_version", VERSION, nullable=False),
    Column("changed_ms", BigInteger, nullable=False),
    Column("looked_at", Integer, nullable=False),
    Column("moved", Integer, nullable=False),
)

moved_deadlines = Table(
    "moved_deadlines",
    metadata,
    Column("to_version", VERSION, primary_key=True),
    Column("complaint_id", String(80), primary_key=True),
    *(
        Column(f"{deadline}_{when}_ms", BigInteger, nullable=False)
        for deadline in ("response_target", "response_due", "due", "legal_due", "verification_due")
        for when in ("before", "after")
    ),
)

personal_data = Table(
    "personal_data",
    metadata,
    Column("event_id", String(200), primary_key=True),
    Column("kind", String(30), nullable=False),
    Column("entity_id", String(200), nullable=False),
    Column("fields", JSON, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Index("ix_personal_data_entity", "kind", "entity_id"),
    Index("ix_personal_data_received", "received_ms"),
)

erased_references = Table(
    "erased_references",
    metadata,
    Column("reference_hash", String(64), primary_key=True),
    Column("erased_ms", BigInteger, nullable=False),
)
"""Keyed hashes of what was erased, so that the same facts, should they come again, come without the person."""

erasure_keys = Table(
    "erasure_keys",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("key", LargeBinary, nullable=False),
)

retention_marks = Table(
    "retention_marks",
    metadata,
    Column("name", String(40), primary_key=True),
    Column("until_ms", BigInteger, nullable=False),
)
"""Up to when, by the time of receipt, something was cleaned already."""

stream_positions = Table(
    "stream_positions",
    metadata,
    Column("stream", String(80), primary_key=True),
    Column("position", String(200), nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("heartbeats", BigInteger, nullable=False),
    Column("expired", BigInteger, nullable=False, server_default="0"),
)

dead_letters = Table(
    "dead_letters",
    metadata,
    Column("id", BigKey, primary_key=True, autoincrement=True),
    Column("stream", String(80), nullable=False),
    Column("position", String(200), nullable=False),
    Column("source", String(200), nullable=False),
    Column("reason", String(30), nullable=False),
    Column("field", String(200), nullable=False),
    Column("value", String(200), nullable=False),
    Column("raw", LargeBinary),
    Column("received_ms", BigInteger, nullable=False),
    Column("replayed_ms", BigInteger, nullable=False),
    Index("ix_dead_letters_stream_position", "stream", "position", unique=True),
    Index("ix_dead_letters_received", "received_ms"),
)

producers = Table(
    "producers",
    metadata,
    Column("stream", String(80), primary_key=True),
    Column("producer", String(200), primary_key=True),
    Column("heard_ms", BigInteger, nullable=False),
    Column("interval_seconds", Float, nullable=False),
    Column("is_simulated", Boolean, nullable=False),
)

revisions = Table(
    "revisions",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
)

position_trail = Table(
    "position_trail",
    metadata,
    Column("event_id", String(200), primary_key=True),
    Column("stream", String(80), nullable=False),
    Column("position", String(200), nullable=False),
    Column("type", String(60), nullable=False),
    Column("kind", String(30), nullable=False),
    Column("entity_id", String(200), nullable=False),
    Column("source", String(200), nullable=False),
    Column("occurred_ms", BigInteger, nullable=False),
    Column("received_ms", BigInteger, nullable=False),
    Column("is_skewed", Boolean, nullable=False),
    Column("data", Text, nullable=False),
    Index("ix_position_trail_received", "received_ms"),
)

frozen_frames = Table(
    "frozen_frames",
    metadata,
    Column("audience", String(60), primary_key=True),
    Column("minute_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("frame", LargeBinary, nullable=False),
    Index("ix_frozen_frames_minute", "minute_ms"),
)

feed_records = Table(
    "feed_records",
    metadata,
    Column("minute_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("feeds", JSON, nullable=False),
    Column("balance", JSON, nullable=False),
    Column("lag", JSON),
)


def entity_table(name: str, entity: type[Struct], *indexes: Index) -> Table:
    """The table of a fold: one column for each of its fields, the first is the key."""
    hints = get_type_hints(entity)
    key, *others = entity.__struct_fields__
    columns = [Column(field, _column_type(hints[field]), nullable=_may_be_none(hints[field])) for field in others]
    keyed = Column(key, String(200), primary_key=True)
    return Table(name, metadata, keyed, *columns, Index(f"ix_{name}_revision", "revision"), *indexes)


def _may_be_none(hint: Any) -> bool:
    return type(None) in get_args(hint)


def _column_type(hint: Any) -> TypeEngine[Any]:
    if get_origin(hint) in (list, tuple):
        return JSON()
    plain = next((part for part in get_args(hint) if part is not type(None)), hint)
    types: dict[Any, TypeEngine[Any]] = {str: String(200), int: BigInteger(), float: Float(), bool: Boolean()}
    return types[plain]


calls = entity_table("calls", Call, Index("ix_calls_live", "closed_ms", "received_ms"))
tickets = entity_table(
    "tickets", Ticket, Index("ix_tickets_site_day", "site", "day_ms"), Index("ix_tickets_day", "day_ms")
)
counters = entity_table("counters", Counter)
site_waits = entity_table("site_waits", SiteWait)
surveys = entity_table("surveys", Survey, Index("ix_surveys_site_answered", "site", "answered_ms"))
attendances = entity_table("attendances", Attendance, Index("ix_attendances_agency_day", "agency", "day_ms"))
shifts = entity_table("shifts", Shift, Index("ix_shifts_live", "ended_ms", "started_ms"))
tasks = entity_table(
    "tasks",
    Task,
    Index("ix_tasks_live", "finished_ms", "assigned_ms"),
    Index("ix_tasks_agency_assigned", "agency", "assigned_ms"),
    Index("ix_tasks_complaint", "complaint_id"),
)
crew_positions = entity_table("crew_positions", CrewPosition)

reference_figures = Table(
    "reference_figures",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("period", String(40), primary_key=True),
    Column("district", String(40), primary_key=True, server_default=""),
    Column("value", Float, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("source", Text, nullable=False),
    Column("as_of", Date, nullable=False),
)
