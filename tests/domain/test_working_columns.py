"""The clocks over columns give what the calendar gives for each row, and refuse what it refuses."""

from collections.abc import Callable
from datetime import datetime, timedelta

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.clock import epoch_ms
from domain.working_columns import ColumnClock
from domain.working_time import Calendar, CalendarRangeError
from tests.domain.test_working_time import TANGERANG, calendars, instants, jakarta

rows = st.lists(st.tuples(instants.map(epoch_ms), instants.map(epoch_ms), st.integers(0, 60)), max_size=30)


def column(values: list[int]) -> "np.ndarray[tuple[int], np.dtype[np.int64]]":
    return np.array(values, dtype=np.int64)


@given(calendars, rows)
def test_columns_give_what_the_calendar_gives(calendar: Calendar, drawn: list[tuple[int, int, int]]) -> None:
    clock = ColumnClock(calendar)
    at, other, days = (column([row[place] for row in drawn]) for place in range(3))
    minutes = days * 60_000
    assert clock.deadlines_ms(at, days).tolist() == [calendar.deadline_ms(row[0], row[2]) for row in drawn]
    assert clock.deadlines_ms(at, 14).tolist() == [calendar.deadline_ms(row[0], 14) for row in drawn]
    assert clock.service_ms_between(at, other).tolist() == [calendar.service_ms_between(*row[:2]) for row in drawn]
    assert clock.add_service_ms(at, minutes).tolist() == [
        calendar.add_service_ms(row[0], row[2] * 60_000) for row in drawn
    ]
    due = clock.deadlines_ms(at, 1)
    assert clock.one_working_day_before_ms(due).tolist() == [
        calendar.one_working_day_before_ms(int(one)) for one in due
    ]


@given(calendars, rows)
def test_forward_and_backward_agree_over_columns(calendar: Calendar, drawn: list[tuple[int, int, int]]) -> None:
    """What was added is measured again, and a deadline lies one working day after the day before it."""
    clock = ColumnClock(calendar)
    at, days = column([row[0] for row in drawn]), column([row[2] for row in drawn])
    assert clock.service_ms_between(at, clock.add_service_ms(at, days * 60_000)).tolist() == (days * 60_000).tolist()
    before = clock.one_working_day_before_ms(clock.deadlines_ms(at, days + 1))
    assert before.tolist() == clock.deadlines_ms(at, days).tolist()


@pytest.mark.parametrize(
    ("received", "days", "due"),
    [
        (jakarta(2026, 3, 13, 10), 5, jakarta(2026, 3, 27, 16, 30)),
        (jakarta(2026, 3, 13, 10), 14, jakarta(2026, 4, 10, 16, 30)),
        (jakarta(2026, 3, 13, 10), 60, jakarta(2026, 6, 24, 16)),
        (jakarta(2026, 7, 10, 16, 31), 1, jakarta(2026, 7, 14, 16)),
        (jakarta(2025, 12, 31, 10), 1, jakarta(2026, 1, 2, 16, 30)),
        (jakarta(2026, 2, 18, 10), 1, jakarta(2026, 2, 19, 15)),
    ],
)
def test_the_known_deadlines_hold_over_columns(received: datetime, days: int, due: datetime) -> None:
    at = column([epoch_ms(received)] * 3)
    assert ColumnClock(TANGERANG).deadlines_ms(at, days).tolist() == [epoch_ms(due)] * 3


OUTSIDE, LAST = epoch_ms(jakarta(2028, 1, 1)), epoch_ms(jakarta(2027, 12, 31, 15))
REFUSED: list[tuple[Callable[[ColumnClock], object], Callable[[], object]]] = [
    (lambda clock: clock.deadlines_ms(column([OUTSIDE]), 1), lambda: TANGERANG.deadline_ms(OUTSIDE, 1)),
    (lambda clock: clock.deadlines_ms(column([LAST]), 5), lambda: TANGERANG.deadline_ms(LAST, 5)),
    (
        lambda clock: clock.service_ms_between(column([LAST]), column([OUTSIDE])),
        lambda: TANGERANG.service_ms_between(LAST, OUTSIDE),
    ),
    (lambda clock: clock.add_service_ms(column([LAST]), 9_000_000), lambda: TANGERANG.add_service_ms(LAST, 9_000_000)),
    (
        lambda clock: clock.one_working_day_before_ms(column([OUTSIDE])),
        lambda: TANGERANG.one_working_day_before_ms(OUTSIDE),
    ),
]


@pytest.mark.parametrize(("of_column", "of_one"), REFUSED)
def test_columns_refuse_in_the_same_words(
    of_column: Callable[[ColumnClock], object], of_one: Callable[[], object]
) -> None:
    with pytest.raises(CalendarRangeError) as one:
        of_one()
    with pytest.raises(CalendarRangeError) as many:
        of_column(ColumnClock(TANGERANG))
    assert str(many.value) == str(one.value)


def test_columns_refuse_negative_budgets() -> None:
    at = column([epoch_ms(jakarta(2026, 7, 6, 9))])
    with pytest.raises(ValueError, match="0 or more working days"):
        ColumnClock(TANGERANG).deadlines_ms(at, -1)
    with pytest.raises(ValueError, match="must be 0 or more"):
        ColumnClock(TANGERANG).add_service_ms(at, -1)


def test_an_empty_column_has_an_empty_answer() -> None:
    clock, none = ColumnClock(TANGERANG), column([])
    assert clock.deadlines_ms(none, 3).tolist() == clock.service_ms_between(none, none).tolist() == []


def test_no_closed_time_counts_over_columns() -> None:
    """From the close of a day to the opening of the next nothing passes, whatever lies between."""
    closes = column([epoch_ms(jakarta(2026, 3, 17, 15)), epoch_ms(jakarta(2026, 7, 10, 16, 30))])
    opens = column([epoch_ms(jakarta(2026, 3, 25, 8)), epoch_ms(jakarta(2026, 7, 13, 8))])
    assert ColumnClock(TANGERANG).service_ms_between(closes, opens).tolist() == [0, 0]
    assert (opens - closes > timedelta(hours=15) // timedelta(milliseconds=1)).all()
