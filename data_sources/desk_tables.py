"""The operators' desks: what is done with rows, who drives a wall, who is there, what was decided and handed over."""

from sqlalchemy import JSON, BigInteger, Column, Index, Integer, String, Table, Text

from data_sources.tables import metadata

desk_entries = Table(
    "desk_entries",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("login", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("ref", String(200), nullable=False),
    Column("act", String(20), nullable=False),
    Column("text", Text, nullable=False),
    Column("until_ms", BigInteger, nullable=False),
    Index("ix_desk_entries_ref", "kind", "ref"),
    Index("ix_desk_entries_at", "at_ms"),
)
"""Rows are only added; how a row of the work list stands is their fold (domain/desk.py)."""

wall_steering = Table(
    "wall_steering",
    metadata,
    Column("wall", String(80), primary_key=True),
    Column("view", JSON, nullable=False),
    Column("driver", String(80), nullable=False),
    Column("driver_name", String(120), nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("touched_ms", BigInteger, nullable=False),
)

desk_presence = Table(
    "desk_presence",
    metadata,
    Column("session_id", String(40), primary_key=True),
    Column("login", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("desk", String(40), nullable=False),
    Column("since_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
)
"""`since_ms` is the city's clock, `seen_ms` the machine's: a desk that was not seen for a while is not there."""

desk_decisions = Table(
    "desk_decisions",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("login", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("about", String(230), nullable=False),
    Column("text", Text, nullable=False),
    Column("numbers", JSON, nullable=False),
    Index("ix_desk_decisions_at", "at_ms"),
)

handovers = Table(
    "handovers",
    metadata,
    Column("shift_from_ms", BigInteger, primary_key=True, autoincrement=False),
    Column("shift_to_ms", BigInteger, nullable=False),
    Column("shift", String(40), nullable=False),
    Column("made_ms", BigInteger, nullable=False),
    Column("login", String(80), nullable=False),
    Column("name", String(120), nullable=False),
    Column("sheet", JSON, nullable=False),
    Column("remarks", Text, nullable=False),
    Column("signed_by", String(80), nullable=False),
    Column("signed_name", String(120), nullable=False),
    Column("signed_ms", BigInteger, nullable=False),
)
"""One sheet a shift; once it is signed off it stays as it is."""

desk_revision = Table(
    "desk_revision",
    metadata,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("value", BigInteger, nullable=False),
)
"""Counts the changes of all of these, so that every process notices those of another."""
