"""The city's calendar in the store, version by version, and what each change did to open complaints.

The store decides which calendar the deadlines run on, so that every process that folds into it has the same ones.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field, replace
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Row, Table, select

from data_sources.folding import fold_again, keep, next_revision, read
from data_sources.kinds import complaint_kind
from data_sources.store import Store
from data_sources.tables import (
    calendar_changes,
    calendar_versions,
    complaints,
    moved_deadlines,
    working_calendar,
    working_hours,
)
from domain.calendar_history import CalendarHistory, CalendarVersion
from domain.calendar_record import (
    CalendarDayKind,
    CalendarRecord,
    RecordedDay,
    RecordedHours,
    record_of,
    unused_version,
)
from domain.clock import epoch_ms
from domain.complaints import FIRST_CLOSED_STATE, UNSET_MS, Complaint, ComplaintRules

DEADLINES = ("response_target_ms", "response_due_ms", "due_ms", "legal_due_ms", "verification_due_ms")
Deadlines = Mapping[str, int]
"""The deadlines of one complaint by their names, milliseconds since 1970 UTC, 0 for none."""


@dataclass(frozen=True, slots=True)
class MovedDeadlines:
    """One open complaint whose deadlines a change of the calendar moved."""

    complaint_id: str
    before: Deadlines
    after: Deadlines


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """What a new version did: `looked_at` open complaints, of which `moved` got other deadlines.

    `from_version` is empty for the first version of a store; `changed_ms` is by the city's clock.
    """

    changed_ms: int
    from_version: str
    to_version: str
    looked_at: int
    moved: int
    deadlines: Sequence[MovedDeadlines] = ()


@dataclass(frozen=True, slots=True)
class StoredVersion:
    """A version as it is listed: `closed_days` counts its holidays, leave and closures."""

    version: str
    content_hash: str
    in_force_ms: int
    days: Mapping[str, int] = field(default_factory=dict)


class CalendarBook:
    """The versions that a store holds; each is read once. Without any, the calendar of the city's folder holds."""

    def __init__(self, rules: ComplaintRules) -> None:
        self._read: tuple[tuple[tuple[str, int], ...], ComplaintRules] = ((), rules)

    def rules(self, connection: Connection) -> ComplaintRules:
        """What a fold asks of the city, with the calendars as they stand in the store now."""
        columns = (calendar_versions.c.version, calendar_versions.c.in_force_ms)
        rows = connection.execute(select(*columns).order_by(calendar_versions.c.in_force_ms)).all()
        known = tuple((row.version, row.in_force_ms) for row in rows)
        known_before, rules = self._read
        if known != known_before:
            versions = (CalendarVersion(read_record(connection, name).calendar, at_ms) for name, at_ms in known)
            rules = replace(rules, calendars=CalendarHistory(tuple(versions)) if known else None)
            self._read = (known, rules)
        return rules


def adopt_calendar(store: Store, rules: ComplaintRules, now: datetime) -> CalendarChange | None:
    """Store the calendar of the city's folder where it differs from the newest version, and recompute what is open.

    All in one transaction. Closed complaints keep their verdict. None where nothing changed.
    """
    told = rules.profile.calendar_record or record_of(rules.profile.calendar)
    with store.writing() as connection:
        stored = connection.execute(select(calendar_versions).order_by(calendar_versions.c.in_force_ms)).all()
        newest = stored[-1] if stored else None
        if newest is not None and newest.content_hash == told.content_hash:
            return None
        used = {row.version for row in stored}
        record = replace(told, version=unused_version(told, used.__contains__))
        in_force_ms = max(epoch_ms(now), newest.in_force_ms + 1 if newest else 0)
        _write(connection, record, in_force_ms)
        change = _recompute(connection, rules, newest.version if newest else "", record.version, in_force_ms)
        _log(connection, change)
        return change


def _recompute(
    connection: Connection, rules: ComplaintRules, from_version: str, to_version: str, at_ms: int
) -> CalendarChange:
    kind = complaint_kind(CalendarBook(rules).rules(connection))
    is_open = (complaints.c.state < FIRST_CLOSED_STATE.value) & (complaints.c.opened_ms != UNSET_MS)
    before = {one.complaint_id: one for one in read(connection, kind, is_open)}
    after = fold_again(connection, kind, sorted(before))
    if after:
        keep(connection, kind, after, next_revision(connection))
    moved = [
        MovedDeadlines(one.complaint_id, deadlines_of(before[one.complaint_id]), deadlines_of(one)) for one in after
    ]
    moved = [one for one in moved if one.before != one.after]
    return CalendarChange(at_ms, from_version, to_version, len(after), len(moved), moved)


def deadlines_of(complaint: Complaint) -> Deadlines:
    """All deadlines of a complaint."""
    return {name: getattr(complaint, name) for name in DEADLINES}


# --- rows


def _write(connection: Connection, record: CalendarRecord, in_force_ms: int) -> None:
    head = {name: getattr(record, name) for name in ("version", "content_hash", "first_day", "last_day", "cut_off")}
    connection.execute(
        calendar_versions.insert(), [head | {"timezone": record.timezone.key, "in_force_ms": in_force_ms}]
    )
    version = {"version": record.version}
    _insert(connection, working_calendar, [version | asdict(row) | {"kind": row.kind.value} for row in record.days])
    _insert(connection, working_hours, [version | asdict(row) for row in record.hours])


def _log(connection: Connection, change: CalendarChange) -> None:
    names = ("changed_ms", "from_version", "to_version", "looked_at", "moved")
    connection.execute(calendar_changes.insert(), [{name: getattr(change, name) for name in names}])
    _insert(connection, moved_deadlines, [_moved_row(change.to_version, moved) for moved in change.deadlines])


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    if rows:
        connection.execute(table.insert(), rows)


def _column(deadline: str, when: str) -> str:
    return deadline.removesuffix("_ms") + f"_{when}_ms"


def _moved_row(to_version: str, moved: MovedDeadlines) -> dict[str, Any]:
    row: dict[str, Any] = {"to_version": to_version, "complaint_id": moved.complaint_id}
    for when, deadlines in (("before", moved.before), ("after", moved.after)):
        row |= {_column(name, when): at_ms for name, at_ms in deadlines.items()}
    return row


# --- reading


def read_record(connection: Connection, version: str) -> CalendarRecord:
    """A version as it was stored. Raises LookupError for one that the store does not hold."""
    is_mine = calendar_versions.c.version == version
    head = connection.execute(select(calendar_versions).where(is_mine)).first()
    if head is None:
        raise LookupError(f"calendar {version!r} is not stored; `flask --app app calendar` lists those that are")
    days = connection.execute(select(working_calendar).where(working_calendar.c.version == version))
    hours = connection.execute(select(working_hours).where(working_hours.c.version == version))
    return CalendarRecord(
        version,
        ZoneInfo(head.timezone),
        head.first_day,
        head.last_day,
        head.cut_off,
        tuple(sorted(RecordedDay(row.day, CalendarDayKind(row.kind), row.name, row.source) for row in days)),
        tuple(sorted(RecordedHours(*(getattr(row, name) for name in RecordedHours.__slots__)) for row in hours)),
    )


def stored_versions(store: Store) -> Sequence[StoredVersion]:
    """All versions, oldest first, with how many days each has of a kind."""
    days: dict[str, dict[str, int]] = defaultdict(dict)
    with store.reading() as connection:
        for row in connection.execute(select(working_calendar.c.version, working_calendar.c.kind)):
            days[row.version][row.kind] = days[row.version].get(row.kind, 0) + 1
        rows = connection.execute(select(calendar_versions).order_by(calendar_versions.c.in_force_ms)).all()
    return [StoredVersion(row.version, row.content_hash, row.in_force_ms, days[row.version]) for row in rows]


def logged_changes(store: Store) -> Sequence[CalendarChange]:
    """What each version did to open complaints, oldest first."""
    moved: dict[str, list[MovedDeadlines]] = defaultdict(list)
    with store.reading() as connection:
        for row in connection.execute(select(moved_deadlines).order_by(moved_deadlines.c.complaint_id)):
            moved[row.to_version].append(MovedDeadlines(row.complaint_id, _told(row, "before"), _told(row, "after")))
        rows = connection.execute(select(calendar_changes).order_by(calendar_changes.c.changed_ms)).all()
    return [
        CalendarChange(
            row.changed_ms, row.from_version, row.to_version, row.looked_at, row.moved, moved[row.to_version]
        )
        for row in rows
    ]


def _told(row: Row[Any], when: str) -> Deadlines:
    return {name: getattr(row, _column(name, when)) for name in DEADLINES}
