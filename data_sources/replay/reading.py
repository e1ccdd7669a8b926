"""Reads a published file into a plan, row by row."""

import csv
import gzip
import zlib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path
from typing import IO

from data_sources.decode import EARLIEST
from data_sources.replay.names import Names
from data_sources.replay.plan import Fault, Quirk, RejectedRow, ReplayEvent, ReplayPlan
from data_sources.replay.rows import Row, RowError
from data_sources.replay.schema import FileSchema, ReplayError
from data_sources.replay.table import Lines, open_table, records
from domain import events as ev


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


@dataclass
class _Reading:
    """A file while it is read."""

    schema: FileSchema
    events: list[ReplayEvent] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    notes: Counter[Quirk] = field(default_factory=Counter)
    rows: int = 0
    keys: set[str] = field(default_factory=set)
    names: Names = field(default_factory=Names)
    previous: datetime = EARLIEST

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

    def _check_header(self, header: Sequence[str], path: Path) -> None:
        if missing := [column for column in self.schema.columns.values() if column not in header]:
            raise ReplayError(
                f"{path}: expected the columns {', '.join(missing)}, got {', '.join(header)[:400] or 'an empty file'};"
                " correct the columns in the schema or choose the schema of this file"
            )

    def _take(self, header: Sequence[str], line: int, cells: Sequence[str]) -> None:
        try:
            row = Row(dict(zip(header, cells, strict=True)), self.schema)
            self._keep(row, row.events())
        except RowError as error:
            self.rejected.append(RejectedRow(line, error.reason, error.value, error.column))

    def _keep(self, row: Row, events: Sequence[ReplayEvent]) -> None:
        key = row.text("key")
        if key in self.keys:
            row.refuse(Fault.REPEATED_KEY, "key")
        self.keys.add(key)
        self.events += events
        if events[0].at < self.previous:
            row.quirks.append(Quirk.OUT_OF_ORDER)
        self.previous = events[0].at
        row.quirks += self.names.take(row.text("agency"), row.text("category"), row.text("channel"))
        self.notes.update(row.quirks)

    def plan(self) -> ReplayPlan:
        return ReplayPlan(
            source=self.schema.source,
            timezone=self.schema.time.zone,
            events=tuple(sorted(self.events, key=_order)),
            rejected=tuple(self.rejected),
            notes=dict(self.notes),
            rows=self.rows,
            agencies=dict(sorted(self.names.agencies.items())),
            categories=self.names.category_uses(),
            channels=tuple(sorted(self.names.channels)),
        )


def _order(event: ReplayEvent) -> tuple[datetime, bool, str]:
    return event.at, event.payload.type != ev.ComplaintFiled.type, event.event_id
