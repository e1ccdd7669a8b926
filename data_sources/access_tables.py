"""Who may come in, and what they did: accounts, sessions, screens, one-time codes, and the audit trail."""

from sqlalchemy import JSON, BigInteger, Boolean, Column, Index, Integer, String, Table, Text

from data_sources.tables import metadata

accounts = Table(
    "accounts",
    metadata,
    Column("login", String(80), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(40), nullable=False),
    Column("agencies", JSON, nullable=False),
    Column("password_hash", Text, nullable=False),
    Column("totp_secret", String(64), nullable=False),
    Column("must_change", Boolean, nullable=False),
    Column("is_disabled", Boolean, nullable=False),
    Column("created_ms", BigInteger, nullable=False),
)
"""`password_hash` is empty where an account comes in by other means only, `totp_secret` without a second factor."""

screens = Table(
    "screens",
    metadata,
    Column("screen_id", String(80), primary_key=True),
    Column("name", String(120), nullable=False),
    Column("role", String(40), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("is_revoked", Boolean, nullable=False),
)

screen_reports = Table(
    "screen_reports",
    metadata,
    Column("screen_id", String(80), primary_key=True),
    Column("session_id", String(40), nullable=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("report", Text, nullable=False),
)
"""What each screen told last of itself, as JSON, so that it is known after a restart."""

sessions = Table(
    "sessions",
    metadata,
    Column("token_hash", String(64), primary_key=True),
    Column("session_id", String(40), nullable=False, unique=True),
    Column("kind", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("created_ms", BigInteger, nullable=False),
    Column("seen_ms", BigInteger, nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
    Column("revoked_ms", BigInteger, nullable=False),
    Index("ix_sessions_subject", "kind", "subject"),
)
"""Only the hash of a token is kept: who reads the table cannot become anybody."""

one_time_codes = Table(
    "one_time_codes",
    metadata,
    Column("code_hash", String(64), primary_key=True),
    Column("purpose", String(20), nullable=False),
    Column("subject", String(80), nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
    Column("used_ms", BigInteger, nullable=False),
)

sign_in_attempts = Table(
    "sign_in_attempts",
    metadata,
    Column("state_hash", String(64), primary_key=True),
    Column("browser_hash", String(64), nullable=False),
    Column("nonce", String(64), nullable=False),
    Column("verifier", String(128), nullable=False),
    Column("path", Text, nullable=False),
    Column("login", String(80), nullable=False),
    Column("subject", String(255), nullable=False),
    Column("ends_ms", BigInteger, nullable=False),
)
"""Sign-ins through an identity provider that were begun; a row is gone when the browser is back, or is too old."""

audit_trail = Table(
    "audit_trail",
    metadata,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at_ms", BigInteger, nullable=False),
    Column("who", String(80), nullable=False),
    Column("role", String(40), nullable=False),
    Column("action", String(60), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("detail", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("hash", String(64), nullable=False),
    Index("ix_audit_trail_at", "at_ms"),
    Index("ix_audit_trail_action", "action", "who", "at_ms"),
)
"""Rows are added, never changed: triggers of the store refuse it, and each row's hash holds the one before."""

configurations = Table(
    "configurations",
    metadata,
    Column("hash", String(64), primary_key=True),
    Column("started_ms", BigInteger, nullable=False),
    Column("content", JSON, nullable=False),
)
"""What an installation started with, without secrets; `started_ms` is its latest start with it."""
