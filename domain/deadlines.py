"""A deadline that explains itself: which days were counted, which were skipped, and why.

The three clocks of the city's promises: plain time around the clock, working days (hari kerja) up to the close of the
last one, and minutes of the service window. The rules are those of `Calendar`.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from domain.clock import epoch_ms, from_epoch_ms
from domain.working_time import ONE_DAY, Calendar

_BUDGET = re.compile(r"\s*(\d{1,6})\s*([A-Za-z]+)\s*")


class BudgetError(ValueError):
    """A budget that is none of the three clocks'."""


class BudgetClock(StrEnum):
    """Which time a budget counts, by its sign: hari kerja, jam (around the clock), menit layanan."""

    WORKING_DAYS = "HK"
    HOURS = "JAM"
    SERVICE_MINUTES = "MNT"


@dataclass(frozen=True, slots=True)
class Budget:
    """How much time a promise gives."""

    amount: int
    clock: BudgetClock

    def __str__(self) -> str:
        return f"{self.amount}{self.clock.value}"


class DayKind(StrEnum):
    """What a day is to a deadline."""

    RECEIPT = "receipt"
    COUNTED = "counted"
    AFTER_CUT_OFF = "after_cut_off"
    HOLIDAY = "holiday"
    CLOSED_WEEKDAY = "closed_weekday"


@dataclass(frozen=True, slots=True)
class DeadlineDay:
    """One day on the way.

    `number` is how many working days are counted up to it, `served` how much service time it gave, `name` that of the
    holiday or collective leave.
    """

    day: date
    kind: DayKind
    number: int = 0
    served: timedelta = timedelta()
    name: str = ""


@dataclass(frozen=True, slots=True)
class ExplainedDeadline:
    """A deadline in UTC, the calendar it was computed with, and every day from its receipt to its end."""

    received: datetime
    budget: Budget
    due: datetime
    calendar_version: str
    days: tuple[DeadlineDay, ...]


def parse_budget(words: str) -> Budget:
    """`5HK`, `24JAM` or `90MNT`. Raises BudgetError."""
    found = _BUDGET.fullmatch(words)
    signs = [clock.value for clock in BudgetClock]
    if found is None or found[2].upper() not in signs:
        raise BudgetError(f"expected a number and one of {', '.join(signs)}, as 5HK; got {words!r}")
    return Budget(int(found[1]), BudgetClock(found[2].upper()))


def explain_deadline(received: datetime, budget: Budget, calendar: Calendar) -> ExplainedDeadline:
    """When a budget ends that began with a receipt. Raises CalendarRangeError beyond the calendar's ends."""
    due = _due(received, budget, calendar)
    days = tuple(_days(received, due, budget, calendar))
    return ExplainedDeadline(received, budget, due, calendar.version, days)


def _due(received: datetime, budget: Budget, calendar: Calendar) -> datetime:
    match budget.clock:
        case BudgetClock.WORKING_DAYS:
            return calendar.deadline(received, budget.amount)
        case BudgetClock.HOURS:
            return from_epoch_ms(epoch_ms(received)) + timedelta(hours=budget.amount)
        case BudgetClock.SERVICE_MINUTES:
            return calendar.add_service_time(received, timedelta(minutes=budget.amount))


def _days(received: datetime, due: datetime, budget: Budget, calendar: Calendar) -> Iterator[DeadlineDay]:
    """Every day from the receipt to the deadline; around the clock none is skipped, so none is listed."""
    first, last = calendar.local_date(received), calendar.local_date(due)
    if budget.clock is BudgetClock.HOURS:
        return
    days = (first + offset * ONE_DAY for offset in range((last - first).days + 1))
    if budget.clock is BudgetClock.WORKING_DAYS:
        yield from _working_days(days, received, calendar)
    else:
        yield from _service_days(days, received, due, calendar)


def _working_days(days: Iterator[date], received: datetime, calendar: Calendar) -> Iterator[DeadlineDay]:
    receipt, number = calendar.receipt_day(received), 0
    for day in days:
        closed = _closed(day, calendar)
        if closed:
            yield closed
        elif day < receipt:
            yield DeadlineDay(day, DayKind.AFTER_CUT_OFF)
        elif day == receipt:
            yield DeadlineDay(day, DayKind.RECEIPT)
        else:
            number += 1
            yield DeadlineDay(day, DayKind.COUNTED, number)


def _service_days(days: Iterator[date], received: datetime, due: datetime, calendar: Calendar) -> Iterator[DeadlineDay]:
    for day in days:
        start = max(received, _midnight(day, calendar))
        end = min(due, _midnight(day + ONE_DAY, calendar))
        served = calendar.service_time_between(start, end)
        yield _closed(day, calendar) or DeadlineDay(day, DayKind.COUNTED, served=served)


def _closed(day: date, calendar: Calendar) -> DeadlineDay | None:
    """Why a day does not count, None when it does."""
    if calendar.is_working_day(day):
        return None
    name = calendar.day_name(day)
    return DeadlineDay(day, DayKind.HOLIDAY if name else DayKind.CLOSED_WEEKDAY, name=name)


def _midnight(day: date, calendar: Calendar) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=calendar.timezone)
