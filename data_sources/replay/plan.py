"""What a published file is read into: events in order, rows that were set aside, and what was met on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain import events as ev


class Quirk(StrEnum):
    """What was met in rows that are replayed all the same, and how it was read."""

    OUT_OF_ORDER = "out_of_order"  # filed earlier than the row before it: sorted
    NO_DUE_DATE = "no_due_date"  # no deadline
    DUE_BEFORE_FILING = "due_before_filing"  # kept as the file says
    CLOSED_AT_FILING = "closed_at_filing"  # closed in the second it was filed: kept
    BEFORE_FILING = "before_filing"  # a later step dated before the filing: taken at the filing
    CLOSED_WITHOUT_DATE = "closed_without_date"  # closed at the time of its status
    CLOSING_DATE_OF_AN_OPEN_ROW = "closing_date_of_an_open_row"  # the status decides: the row is open
    AMBIGUOUS_HOUR = "ambiguous_hour"  # a local hour that comes twice: the first, unless that is before the filing
    NONEXISTENT_HOUR = "nonexistent_hour"  # a local hour that is skipped: one hour later
    NO_PLACE = "no_place"
    UNREADABLE_PLACE = "unreadable_place"  # not two numbers: no place
    WHOLE_DEGREES = "whole_degrees"  # rounded to the degree: no place
    OUTSIDE_BOUNDS = "outside_bounds"  # outside the city: no place
    OTHER_SPELLING = "other_spelling"  # a name that differs from an earlier one in case or marks only: the same


class Fault(StrEnum):
    """Why a row was set aside: the closed list."""

    MISSING_VALUE = "missing_value"
    BAD_DATE = "bad_date"
    BAD_TEXT = "bad_text"
    UNKNOWN_STATUS = "unknown_status"
    REPEATED_KEY = "repeated_key"
    MALFORMED_ROW = "malformed_row"
    BREAKS_CONTRACT = "breaks_contract"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was set aside. `line` is the line of the file on which it starts, the header being line 1."""

    line: int
    reason: Fault
    value: str
    column: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason} in {self.column or 'the row'}, got {self.value!r}"


@dataclass(frozen=True, slots=True)
class ReplayEvent:
    """One fact to write. `at` is UTC."""

    at: datetime
    event_id: str
    payload: ev.Payload


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """A category of the file: how it is written, how many rows have it, and the agency that has most of them."""

    label: str
    rows: int
    agency: str


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """All that a file says, ready to be written: events by time, and for equal times the filing first, then by id."""

    source: str
    timezone: ZoneInfo
    events: tuple[ReplayEvent, ...]
    rejected: tuple[RejectedRow, ...]
    notes: Mapping[Quirk, int]
    rows: int
    agencies: Mapping[str, str]
    categories: Mapping[str, CategoryUse]
    channels: tuple[str, ...]

    def part(self, after: datetime | None = None, until: datetime | None = None) -> "ReplayPlan":
        """The same plan with only the events later than `after` and not later than `until`."""
        chosen = (event for event in self.events if after is None or event.at > after)
        return replace(self, events=tuple(event for event in chosen if until is None or event.at <= until))

    def describe(self) -> str:
        """What was read, in lines for a person: counts, quirks, and every row that was set aside."""
        lines = [f"{self.source}: {self.rows} rows, {len(self.events)} events, {len(self.rejected)} rows set aside"]
        lines += [f"  {quirk}: {count}" for quirk, count in sorted(self.notes.items())]
        return "\n".join([*lines, *(f"  {row}" for row in self.rejected)])
