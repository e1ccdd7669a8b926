"""Reads a published file into a plan, row by row."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import IO, Protocol

from data_sources.decode import EARLIEST
from data_sources.replay.complaints import ComplaintReader
from data_sources.replay.names import Names
from data_sources.replay.plan import Quirk, RejectedRow, ReplayEvent, ReplayPlan, RowError
from data_sources.replay.rows import Rest, Row, Told
from data_sources.replay.schema import ComplaintSchema, FileSchema, ReplayError, StepSchema, WaitSchema
from data_sources.replay.steps import StepReader
from data_sources.replay.table import Lines, open_table, records
from data_sources.replay.waits import WaitReader
from domain import events as ev


class RowReader(Protocol):
    """Reads the rows of one kind of file."""

    def take(self, row: Row) -> Told:
        """What one row tells. Raises RowError, and has then kept nothing of it."""

    def rest(self) -> Rest:
        """What only all rows together tell."""


def row_reader(schema: FileSchema) -> RowReader:
    """The reader of the kind of file that a schema describes."""
    match schema:
        case ComplaintSchema():
            return ComplaintReader(schema)
        case StepSchema():
            return StepReader(schema)
        case WaitSchema():
            return WaitReader(schema)
    raise TypeError(f"expected a schema of a kind that can be read, got {type(schema).__name__}")


def read_events(path: Path, schema: FileSchema) -> ReplayPlan:
    """The events of a published file. A row that cannot be read is set aside and never stops the others."""
    reading = _Reading(schema)
    try:
        with open_table(path) as file:
            reading.take_all(file, path)
    except FileNotFoundError:
        raise ReplayError(f"{path}: expected a published table, found none; correct the path") from None
    except csv.Error as error:
        raise ReplayError(f"{path}: expected a header row of comma-separated names, {error}") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReplayError(f"{path}: expected a whole gzip file, {error}; fetch the file again") from error
    return reading.plan()


class _Reading:
    """A file while it is read."""

    def __init__(self, schema: FileSchema) -> None:
        self.schema, self.reader, self.names = schema, row_reader(schema), Names()
        self.events: list[ReplayEvent] = []
        self.rejected: list[RejectedRow] = []
        self.notes: Counter[str] = Counter()
        self.rows = 0
        self.previous: datetime = EARLIEST

    def take_all(self, file: IO[str], path: Path) -> None:
        lines = Lines(file)
        header = next(csv.reader(lines), [])
        self._check_header(header, path)
        for record in records(lines, len(header)):
            self.rows += 1
            if isinstance(record, RejectedRow):
                self.rejected.append(record)
            else:
                self._take(header, *record)
        rest = self.reader.rest()
        self.events += rest.events
        self.notes.update(rest.quirks)

    def _check_header(self, header: Sequence[str], path: Path) -> None:
        if missing := [column for column in self.schema.needed_columns if column not in header]:
            raise ReplayError(
                f"{path}: expected the columns {', '.join(missing)}, got {', '.join(header)[:400] or 'an empty file'};"
                " correct the columns in the schema or choose the schema of this file"
            )

    def _take(self, header: Sequence[str], line: int, cells: Sequence[str]) -> None:
        row = Row(dict(zip(header, cells, strict=True)), self.schema)
        try:
            self._keep(row, self.reader.take(row))
        except RowError as error:
            self.rejected.append(RejectedRow(line, error.reason, error.value, error.column))

    def _keep(self, row: Row, told: Told) -> None:
        self.events += told.events
        if told.at < self.previous:
            row.note(Quirk.OUT_OF_ORDER)
        self.previous = told.at
        for named in told.named:
            row.quirks += self.names.take(named)
        self.notes.update(row.quirks)

    def plan(self) -> ReplayPlan:
        streams = {event.stream for event in self.events}
        return ReplayPlan(
            source=self.schema.source,
            timezone=self.schema.time.zone,
            streams=tuple(stream for stream in ev.Stream if stream in streams),
            events=tuple(sorted(self.events, key=_order)),
            rejected=tuple(self.rejected),
            notes=dict(self.notes),
            rows=self.rows,
            agencies=dict(sorted(self.names.agencies.items())),
            categories=self.names.category_uses(),
            channels=tuple(sorted(self.names.channels)),
            sites=dict(sorted(self.names.sites.items())),
        )


def _ranks() -> Mapping[str, int]:
    """The contract lists the steps of each kind of thing in order; what follows a filing is told by its instant."""
    ranks = {payload.type: rank for rank, payload in enumerate(ev.PAYLOADS)}
    return ranks | {name: 1 for name in ranks if ev.kind_of(name) == "complaint" and name != ev.ComplaintFiled.type}


_RANKS = _ranks()


def _order(event: ReplayEvent) -> tuple[datetime, int, str]:
    """Of equal instants a filing comes before all that follows it."""
    return event.at, _RANKS[event.payload.type], event.event_id
