"""What a published file is read into: events in order, rows that were set aside, and what was met on the way."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from domain import events as ev


class Quirk(StrEnum):
    """What was met in rows that are replayed all the same, and how it was read."""

    OUT_OF_ORDER = "out_of_order"  # earlier than the row before it: sorted
    NO_DUE_DATE = "no_due_date"  # no deadline
    DUE_BEFORE_FILING = "due_before_filing"  # kept as the file says
    CLOSED_AT_FILING = "closed_at_filing"  # closed in the second it was filed: kept
    BEFORE_FILING = "before_filing"  # a later step dated before the filing: taken at the filing
    CLOSED_WITHOUT_DATE = "closed_without_date"  # closed at the time of its status
    CLOSED_AFTER_DAYS = "closed_after_days"  # no closing date, but the days it took: that many days after the filing
    CLOSING_DATE_OF_AN_OPEN_ROW = "closing_date_of_an_open_row"  # the status decides: the row is open
    AMBIGUOUS_HOUR = "ambiguous_hour"  # a local hour that comes twice: the first, unless that is before the filing
    NONEXISTENT_HOUR = "nonexistent_hour"  # a local hour that is skipped: one hour later
    NO_PLACE = "no_place"
    UNREADABLE_PLACE = "unreadable_place"  # not two numbers: no place
    WHOLE_DEGREES = "whole_degrees"  # rounded to the degree: no place
    OUTSIDE_BOUNDS = "outside_bounds"  # outside the city: no place
    OTHER_SPELLING = "other_spelling"  # a name that differs from an earlier one in case or marks only: the same
    READ_AS = "read_as"  # a text that the schema reads as another one
    NO_STEP = "no_step"  # the file has no instant for a step: no event
    STEP_OUT_OF_SEQUENCE = "step_out_of_sequence"  # earlier than the step before it in the same row: kept
    STEP_MOVED = "step_moved"  # contradicts the step that bounds it: taken at that step
    OTHER_ACCOUNT = "other_account"  # a later row tells a thing differently: the first one counts
    CLOSED_SITE = "closed_site"  # the file's figure for a closed site: no event
    NO_FIGURE = "no_figure"  # an empty cell: no event
    REPEATED_FIGURE = "repeated_figure"  # the same instant and figure again: no second event
    CHANGED_FIGURE = "changed_figure"  # the same instant with another figure: a further version, which counts


class Fault(StrEnum):
    """Why a row was set aside: the closed list."""

    MISSING_VALUE = "missing_value"
    BAD_DATE = "bad_date"
    BAD_NUMBER = "bad_number"
    BAD_TEXT = "bad_text"
    UNKNOWN_STATUS = "unknown_status"
    REPEATED_KEY = "repeated_key"
    MALFORMED_ROW = "malformed_row"
    BREAKS_CONTRACT = "breaks_contract"


class RowError(Exception):
    """Why a row is set aside."""

    def __init__(self, reason: Fault, value: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value, self.column = reason, value[:120], column


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

    @property
    def stream(self) -> ev.Stream:
        """The stream that it belongs to."""
        return self.payload.stream


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """A category of the file: how it is written, how often it occurs, and the agency that has most of it."""

    label: str
    rows: int
    agency: str


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """All that a file says, ready to be written: events by time; of equal times the first step first, then by id.

    `notes` counts each quirk, by its name or by its name and what it was about.
    """

    source: str
    timezone: ZoneInfo
    streams: tuple[ev.Stream, ...]
    events: tuple[ReplayEvent, ...]
    rejected: tuple[RejectedRow, ...]
    notes: Mapping[str, int]
    rows: int
    agencies: Mapping[str, str]
    categories: Mapping[str, CategoryUse]
    channels: tuple[str, ...]
    sites: Mapping[str, str]

    def part(self, after: datetime | None = None, until: datetime | None = None) -> "ReplayPlan":
        """The same plan with only the events later than `after` and not later than `until`."""
        chosen = (event for event in self.events if after is None or event.at > after)
        return replace(self, events=tuple(event for event in chosen if until is None or event.at <= until))

    def describe(self) -> str:
        """What was read, in lines for a person: counts, quirks, and every row that was set aside."""
        lines = [f"{self.source}: {self.rows} rows, {len(self.events)} events, {len(self.rejected)} rows set aside"]
        lines += [f"  {quirk}: {count}" for quirk, count in sorted(self.notes.items())]
        return "\n".join([*lines, *(f"  {row}" for row in self.rejected)])
