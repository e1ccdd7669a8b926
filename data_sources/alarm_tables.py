"""The alarms: everything that happened to them, who watches over the rules, and what is to be told outside."""

from sqlalchemy import BigInteger, Column, Index, Integer, SmallInteger, String, Table, Text, UniqueConstraint

from data_sources.tables import BigKey, metadata

alarm_events = Table(
    "alarm_events",
    metadata,
    Column("number", BigInteger, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("what", String(20), nullable=False),
    Column("alarm", BigInteger, nullable=False),
    Column("who", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("comment", String(500), nullable=False),
    Column("origin", Text, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    Column("to_role", String(40), nullable=False),
    Column("priority", SmallInteger),
    Index("ix_alarm_events_at", "at_ms"),
    Index("ix_alarm_events_alarm", "alarm"),
)
"""Rows are added, never changed: triggers of the store refuse it. `alarm` is the number of the event that raised it,
0 for all of them together; `at_ms` is the city's clock; `origin` is JSON, empty unless the event raised an alarm."""

alarm_watch = Table(
    "alarm_watch",
    metadata,
    Column("name", String(20), primary_key=True),
    Column("owner", String(120), nullable=False),
    Column("until_ms", BigInteger, nullable=False),
)
"""Which process judges the rules, and until when by the machine's clock: of several on one store only one does."""

alarm_messages = Table(
    "alarm_messages",
    metadata,
    Column("message_id", BigKey, primary_key=True),
    Column("event", BigInteger, nullable=False),
    Column("target", String(60), nullable=False),
    Column("state", String(20), nullable=False),
    Column("attempts", Integer, nullable=False),
    Column("due_ms", BigInteger, nullable=False),
    Column("told_ms", BigInteger, nullable=False),
    Column("reason", String(200), nullable=False),
    Column("title", String(200), nullable=False),
    Column("body", Text, nullable=False),
    Index("ix_alarm_messages_state", "state", "due_ms"),
    UniqueConstraint("event", "target", name="uq_alarm_messages_event"),
)
"""What goes out to whom, and what became of it: pending, delivered or failed. Times are the machine's clock."""
