"""Reads the rows of one city database in the order of their watermarks; never writes there."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any
from urllib.parse import quote

from sqlalchemy import (
    ColumnClause,
    ColumnElement,
    DateTime,
    Engine,
    FromClause,
    Select,
    and_,
    column,
    create_engine,
    event,
    false,
    func,
    literal,
    or_,
    select,
    table,
    text,
)
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from data_sources.errors import first_line
from data_sources.table_feed_spec import TableFeedError, TableFeedSpec, unusable_url
from data_sources.table_rows import Place, Row, as_watermark

READ_ONLY = "-c default_transaction_read_only=on -c statement_timeout=30000"
BUSY_TIMEOUT_SECONDS = 10


class TableSource:
    """The rows of one feed. Every read raises TableFeedError when the database is away or not as configured."""

    def __init__(self, spec: TableFeedSpec) -> None:
        self._spec = spec
        self._engine = open_source(spec)
        self._rows = _from_clause(spec)
        self._columns = [self._rows.c[name] for name in spec.columns]
        self._watermark = self._rows.c[spec.watermark]
        self._key = self._rows.c[spec.key]
        self._sample: Any = None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    def page(self, after: Place | None, until: datetime) -> Sequence[Row]:
        """The next rows above a place, at most a batch, whose watermark does not lie beyond an instant."""
        if self._sample_watermark() is None:
            return ()
        is_next = self._is_readable(until)
        if after is not None:
            is_next &= self._is_above(after)
        query = select(*self._columns).where(is_next).order_by(self._watermark, self._key).limit(self._spec.batch)
        rows = self._read(query)
        self._sample = rows[-1][self._spec.watermark] if rows else self._sample
        return rows

    def window(self, floor: Any, until: Place, limit: int) -> Sequence[Row]:
        """The newest rows from a watermark up to a place, newest first."""
        if self._sample_watermark() is None:
            return ()
        is_in = self._is_since() & (self._watermark >= _bound(floor)) & ~self._is_above(until)
        query = select(*self._columns).where(is_in, self._key.is_not(None))
        return self._read(query.order_by(self._watermark.desc(), self._key.desc()).limit(limit))

    def waiting(self, after: Place | None, until: datetime) -> int:
        """How many rows lie above a place."""
        if self._sample_watermark() is None:
            return 0
        above = self._is_readable(until) if after is None else self._is_readable(until) & self._is_above(after)
        return self._count(above)

    def unreadable(self, until: datetime) -> int:
        """How many rows are passed over: without key or watermark, or with a watermark beyond an instant."""
        if self._sample_watermark() is None:
            return self._count(self._watermark.is_(None))
        return self._count(or_(self._watermark.is_(None), self._key.is_(None), self._is_beyond(until)))

    def _is_readable(self, until: datetime) -> ColumnElement[bool]:
        is_known = and_(self._watermark.is_not(None), self._key.is_not(None))
        return is_known & self._is_since() & ~self._is_beyond(until)

    def _is_above(self, place: Place) -> ColumnElement[bool]:
        watermark, key = _bound(place.watermark), _bound(place.key)
        return and_(self._watermark >= watermark, or_(self._watermark > watermark, self._key > key))

    def _is_beyond(self, until: datetime) -> ColumnElement[bool]:
        limit = as_watermark(self._spec, until, self._sample)
        return false() if limit is None else self._watermark > _bound(limit)

    def _is_since(self) -> ColumnElement[bool]:
        since = self._spec.since
        if since is None:
            return self._watermark.is_not(None)
        if isinstance(since, datetime):
            first = as_watermark(self._spec, self._spec.local(since), self._sample)
        else:
            first = since if isinstance(self._sample, int | float | Decimal) else None
        if first is None:
            raise TableFeedError(
                f"table feed {self._spec.name}: since: expected a value as those of {self._spec.watermark}, "
                f"for instance {self._sample!r}, got {since}; give an instant for instants, a number for numbers"
            )
        return self._watermark >= _bound(first)

    def _sample_watermark(self) -> Any:
        """Some watermark, since a query's columns have no types; None while there are no rows."""
        if self._sample is None:
            rows = self._read(select(self._watermark).where(self._watermark.is_not(None)).limit(1))
            self._sample = rows[0][self._spec.watermark] if rows else None
        return self._sample

    def _count(self, condition: ColumnElement[bool]) -> int:
        (row,) = self._read(select(func.count().label("n")).select_from(self._rows).where(condition))
        return int(row["n"])

    def _read(self, query: Select[Any]) -> Sequence[Row]:
        try:
            connection = self._engine.connect()
        except SQLAlchemyError as error:
            raise self._trouble("a database that answers", error, "it goes on by itself once it does") from error
        with connection:
            try:
                return [
                    {name: _portable(value) for name, value in row.items()} for row in self._mappings(connection, query)
                ]
            except SQLAlchemyError as error:
                expected = f"{self._spec.source_text} with the columns {', '.join(self._spec.columns)}"
                cure = "correct the feed, or give the columns back; it goes on from where it stood"
                raise self._trouble(expected, error, cure) from error

    @staticmethod
    def _mappings(connection: Any, query: Select[Any]) -> Sequence[Row]:
        rows: Sequence[Row] = connection.execute(query).mappings().all()
        return rows

    def _trouble(self, expected: str, error: SQLAlchemyError, cure: str) -> TableFeedError:
        self._sample = None  # the table may come back with another type of watermark
        said = first_line(getattr(error, "orig", None) or error)
        return TableFeedError(f"table feed {self._spec.name}: expected {expected}, got: {said}; {cure}")


def open_source(spec: TableFeedSpec) -> Engine:
    """An engine that only reads, where the database can promise it; connects when first used."""
    try:
        url = make_url(spec.url)
        backend = url.get_backend_name()
        if backend == "sqlite":
            return _open_sqlite(url)
        if backend == "postgresql":
            url = url.set(drivername="postgresql+psycopg") if url.drivername == "postgresql" else url
            options = {"connect_timeout": 5, "options": READ_ONLY}
            return create_engine(
                url, hide_parameters=True, pool_pre_ping=True, pool_size=1, max_overflow=1, connect_args=options
            )
        return create_engine(url, hide_parameters=True, pool_pre_ping=True)
    except (ArgumentError, ImportError) as error:
        raise unusable_url(spec, error) from error


def _open_sqlite(url: URL) -> Engine:
    path = quote(str(Path(url.database or "").absolute()))
    read_only = URL.create("sqlite", database=f"file:{path}", query={"mode": "ro", "uri": "true"})
    engine = create_engine(
        read_only, hide_parameters=True, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False}
    )
    event.listen(engine, "connect", _keep_bad_bytes)
    return engine


def _keep_bad_bytes(connection: Any, _record: object) -> None:
    """A text that is no UTF-8 must reach the dead letters instead of stopping the feed."""
    connection.text_factory = lambda raw: raw.decode(errors="surrogateescape")


def _from_clause(spec: TableFeedSpec) -> FromClause:
    columns: list[ColumnClause[Any]] = [column(name) for name in spec.columns]
    if spec.table is not None:
        schema, _, name = spec.table.rpartition(".")
        return table(name, *columns, schema=schema or None)
    query = (spec.query or "").strip().rstrip(";").replace(":", r"\:")  # a colon is no parameter here
    return text(query).columns(*columns).subquery("feed")


def _bound(value: Any) -> ColumnElement[Any]:
    if isinstance(value, datetime):
        return literal(value, DateTime(timezone=value.tzinfo is not None))
    return literal(value)


def _portable(value: Any) -> Any:
    return bytes(value) if isinstance(value, bytearray | memoryview) else value
