"""The store's tables, the same on SQLite and PostgreSQL. Instants are integers: milliseconds since 1970 UTC."""

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
)

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
    Index("ix_events_entity", "kind", "entity_id"),
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
    Column("calendar", String(80), nullable=False),
    Column("revision", BigInteger, nullable=False),
    Index("ix_complaints_live", "closed_ms", "opened_ms"),
    Index("ix_complaints_agency_opened", "agency", "opened_ms"),
    Index("ix_complaints_revision", "revision"),
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
)

stream_positions = Table(
    "stream_positions",
    metadata,
    Column("stream", String(80), primary_key=True),
    Column("position", String(200), nullable=False),
    Column("received", BigInteger, nullable=False),
    Column("duplicates", BigInteger, nullable=False),
    Column("heartbeats", BigInteger, nullable=False),
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

reference_figures = Table(
    "reference_figures",
    metadata,
    Column("name", String(80), primary_key=True),
    Column("period", String(40), primary_key=True),
    Column("value", Float, nullable=False),
    Column("unit", String(40), nullable=False),
    Column("source", Text, nullable=False),
    Column("as_of", Date, nullable=False),
)
