"""The list of cases behind a review: its columns, how it is sorted and narrowed, and one row of it.

A row holds no personal data. Of a sensitive case it holds neither category nor place; misconduct is in no list.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from domain.filters import ReviewFilters, Window

DAY_MS = 86_400_000


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
    LATENESS = "lateness"
    HANDOFFS = "handoffs"
    DUPLICATE = "duplicate"


TIME_COLUMNS = (CaseColumn.OPENED, CaseColumn.DUE, CaseColumn.CLOSED)
UNSORTED_COLUMNS = (CaseColumn.DUPLICATE,)
"""What is looked up for the rows that are shown only: no list is sorted or narrowed by it."""

NUMBER_COLUMNS = (CaseColumn.LATENESS, CaseColumn.HANDOFFS)


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

    One that `is_hidden` has no category and no place. `possible_original` is an earlier case that it may repeat.
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
    possible_original: str = ""

    @property
    def late_days(self) -> float | None:
        """Calendar days past the deadline, to a tenth and rounded up; None when it is not late."""
        return -(-self.late_ms * 10 // DAY_MS) / 10 if self.late_ms > 0 else None


@dataclass(frozen=True, slots=True)
class CasePage:
    """Some rows of a list, and how many it has; `now_ms` and `window` are what they were chosen by."""

    cases: Iterable[Case]
    total: int
    now_ms: int
    window: Window
