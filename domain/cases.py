"""The list of cases behind a review: its columns, how it is sorted and narrowed, and one row of it.

A row holds no personal data. Of a sensitive case it holds neither category nor place; misconduct is in no list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.filters import ReviewFilters, Window
from domain.sla import Countdown, TimeTaken

DAY_MS = 86_400_000
NO_TIME = TimeTaken(0, 0)


class CaseColumn(StrEnum):
    """The columns, in their order on the screen and in an export."""

    ID = "id"
    CATEGORY = "category"
    WARD = "ward"
    DISTRICT = "district"
    STATE = "state"
    OPENED = "opened"
    DUE = "due"
    CLOSED = "closed"
    TAKEN = "taken"
    TAKEN_NET = "taken_net"
    LATENESS = "lateness"
    HANDOFFS = "handoffs"
    VERIFY_BY = "verify_by"
    DUPLICATE = "duplicate"


TIME_COLUMNS = (CaseColumn.OPENED, CaseColumn.DUE, CaseColumn.CLOSED, CaseColumn.VERIFY_BY)
NUMBER_COLUMNS = (CaseColumn.TAKEN, CaseColumn.TAKEN_NET, CaseColumn.LATENESS, CaseColumn.HANDOFFS)
UNSORTED_COLUMNS = (CaseColumn.DUPLICATE,)
"""What is looked up for the rows that are shown only: no list is sorted or narrowed by it."""


class Comparison(StrEnum):
    """How a column is compared with a value."""

    CONTAINS = "contains"
    STARTS_WITH = "starts_with"
    EQUAL = "equal"
    ABOVE = "above"
    AT_LEAST = "at_least"
    BELOW = "below"
    AT_MOST = "at_most"
    BETWEEN = "between"


@dataclass(frozen=True, slots=True)
class CaseCondition:
    """One column's filter. Instants are milliseconds since 1970 UTC; `until` is the end of a BETWEEN, not included."""

    column: CaseColumn
    comparison: Comparison
    value: str | float
    until: float = 0


@dataclass(frozen=True, slots=True)
class CaseSort:
    """One column of the order."""

    column: CaseColumn
    is_descending: bool = False


NEWEST_FIRST = (CaseSort(CaseColumn.OPENED, is_descending=True),)


@dataclass(frozen=True, slots=True)
class CaseQuery:
    """The list that a person looks at."""

    filters: ReviewFilters
    sorts: tuple[CaseSort, ...] = NEWEST_FIRST
    conditions: tuple[CaseCondition, ...] = ()


@dataclass(frozen=True, slots=True)
class Case:
    """One row. `_ms` is 0 when it has not happened, `late_ms` is 0 when it is not late.

    `taken` is the time to the closing or up to now. What waits for its verification has a `verify_by_ms`, and a
    `verification` that tells how that deadline stands, None where the calendar has ended. One that `is_hidden` has
    no category and no place. `possible_original` is an earlier case that it may repeat.
    """

    complaint_id: str
    category: str
    ward: str
    district: str
    state: int
    opened_ms: int
    due_ms: int
    closed_ms: int
    late_ms: int
    handoffs: int
    is_hidden: bool = False
    taken: TimeTaken = NO_TIME
    verify_by_ms: int = 0
    verification: Countdown | None = None
    possible_original: str = ""

    @property
    def late_days(self) -> float | None:
        """Calendar days past the deadline, to a tenth and rounded up; None when it is not late."""
        return tenths_of_days(self.late_ms) if self.late_ms > 0 else None

    @property
    def taken_days(self) -> float:
        """Calendar days from intake to the closing or to now, to a tenth and rounded up."""
        return tenths_of_days(self.taken.gross_ms)

    @property
    def net_days(self) -> float | None:
        """The same without the wait for the reporter; None where there was none."""
        return tenths_of_days(self.taken.net_ms) if self.taken.was_paused else None


def tenths_of_days(span_ms: int) -> float:
    """Calendar days to a tenth, rounded up."""
    return -(-span_ms * 10 // DAY_MS) / 10


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some rows of a list, and how many it has; `now_ms` and `window` are what they were chosen by."""

    cases: Iterable[Case]
    total: int
    now_ms: int
    window: Window
