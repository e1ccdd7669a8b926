"""Database engines: one writer and read-only readers on SQLite, a checked pool on PostgreSQL; and migrations."""

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import sleep
from typing import Any

import structlog
from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, create_engine, event, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.pool import QueuePool

from data_sources.errors import first_line

WRITER_LOCK = 0x4C49_5645
"""The advisory lock that makes writers of one PostgreSQL store take turns, as SQLite's BEGIN IMMEDIATE does."""

BUSY_TIMEOUT_SECONDS = 10
LOG_TRIES, LOG_PAUSE_SECONDS = 100, 0.2


# Every engine hides the parameters of a statement that failed: among them are persons' names and words.


class StoreUrlError(ValueError):
    """A store's URL that is neither SQLite's nor PostgreSQL's."""


@dataclass(frozen=True, slots=True)
class Store:
    """Where facts live. Write through `writing()`, read through `reading()`."""

    writer: Engine
    reader: Engine

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction of the one writer at a time; commits at the end."""
        with self.writer.begin() as connection:
            if connection.dialect.name == "postgresql":
                connection.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": WRITER_LOCK})
            yield connection

    @contextmanager
    def reading(self, *, is_patient: bool = False) -> Iterator[Connection]:
        """A connection that sees one state of the store; a patient one may look through all of it."""
        with self.reader.connect() as connection, connection.begin():
            if is_patient and connection.dialect.name == "postgresql":
                connection.execute(text("SET LOCAL statement_timeout = 0"))
            yield connection

    def dispose(self) -> None:
        """Close all connections."""
        self.reader.dispose()
        self.writer.dispose()


class Rehearsal(Store):
    """The same store, where all that is written is taken back at the end of each transaction."""

    @contextmanager
    def writing(self) -> Iterator[Connection]:
        """One transaction that leaves nothing behind."""
        with self.writer.connect() as connection, connection.begin() as transaction:
            yield connection
            transaction.rollback()


def open_store(url: str) -> Store:
    """The store behind a SQLAlchemy URL; connects when first used. Raises StoreUrlError for other databases."""
    parsed = make_url(url)
    backend = parsed.get_backend_name()
    if backend == "sqlite":
        return _open_sqlite(parsed)
    if backend == "postgresql":
        return _open_postgresql(parsed)
    raise StoreUrlError(
        f"store.url: expected sqlite:///… or postgresql+psycopg://…, got {backend}://…; change config.yaml"
    )


def _open_sqlite(url: URL) -> Store:
    path = Path(url.database or "")
    if not url.database or url.database == ":memory:":
        raise StoreUrlError("store.url: expected a file, as in sqlite:///var/liveroom.db, got an in-memory database")
    path.parent.mkdir(parents=True, exist_ok=True)
    timeout = {"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
    writer = create_engine(
        url, hide_parameters=True, connect_args=timeout, poolclass=QueuePool, pool_size=1, max_overflow=0
    )
    event.listen(writer, "connect", _prepare_writer)
    event.listen(writer, "begin", _begin_immediate)
    read_only = f"sqlite:///file:{path.absolute()}?mode=ro&uri=true"
    reader = create_engine(
        read_only, hide_parameters=True, connect_args=timeout, poolclass=QueuePool, pool_size=5, max_overflow=5
    )
    event.listen(reader, "connect", _prepare_reader)
    event.listen(reader, "begin", _begin_deferred)
    return Store(writer, reader)


def _prepare_writer(connection: Any, _record: object) -> None:
    connection.isolation_level = None  # the driver must not begin transactions by itself
    connection.execute("PRAGMA journal_mode=WAL")
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA secure_delete=ON")  # what is deleted is overwritten: it may be a person's


def _prepare_reader(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    connection.execute("PRAGMA wal_autocheckpoint=0")  # only the one writer checkpoints


def _begin_immediate(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN IMMEDIATE")


def _begin_deferred(connection: Connection) -> None:
    connection.exec_driver_sql("BEGIN")


def _open_postgresql(url: URL) -> Store:
    if url.drivername == "postgresql":
        url = url.set(drivername="postgresql+psycopg")
    limits = "-c statement_timeout=30000 -c lock_timeout=10000"
    # A plan that was cached while a table was small scans the whole of it once it is large.
    options = f"{limits} -c plan_cache_mode=force_custom_plan"
    engine = create_engine(
        url,
        hide_parameters=True,
        pool_pre_ping=True,
        pool_size=5,
        max_overflow=5,
        connect_args={"connect_timeout": 2, "options": options},
    )
    return Store(engine, engine)


def scrub(store: Store, tables: Sequence[str]) -> bool:
    """Write anew what holds deleted bytes: SQLite's whole file, PostgreSQL's named tables. Writers wait meanwhile.

    False, and a line in the log, where that could not be done now: somebody held a lock, or read on in SQLite's log.
    """
    is_postgresql = store.writer.dialect.name == "postgresql"
    try:
        return _scrub_postgresql(store, tables) if is_postgresql else _scrub_sqlite(store)
    except (SQLAlchemyError, sqlite3.Error) as error:
        hint = "what was deleted may still lie in free pages; ask again"
        structlog.get_logger("store").warning("not written anew", error=first_line(error), hint=hint)
        return False


def _scrub_postgresql(store: Store, tables: Sequence[str]) -> bool:
    with store.writer.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("SET statement_timeout = 0"))
        try:
            for table in tables:
                connection.execute(text(f'VACUUM (FULL, ANALYZE) "{table}"'))
        finally:
            connection.invalidate()  # its timeout is nobody else's
    return True


def _scrub_sqlite(store: Store) -> bool:
    raw = store.writer.raw_connection()  # a connection of SQLAlchemy's would begin a transaction
    try:
        cursor = raw.cursor()
        cursor.execute("VACUUM")
        return any(_is_log_empty(cursor) for _ in range(LOG_TRIES))
    finally:
        raw.close()


def _is_log_empty(cursor: Any) -> bool:
    """Empty SQLite's log of old pages; not at once where another process does so, or a reader reads on in it."""
    (is_busy, _, _), *_ = cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()
    if is_busy:
        sleep(LOG_PAUSE_SECONDS)
    return not is_busy


def migrate(url: str, folder: Path) -> None:
    """Bring a store's tables to the newest version; `folder` holds the migrations."""
    store = open_store(url)
    config = Config()
    config.set_main_option("script_location", str(folder))
    try:
        with store.writer.connect() as connection:
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        store.dispose()
