"""How fast the calendar's clocks run over a column: a million deadlines at once."""

from collections.abc import Callable, Sequence
from datetime import datetime
from time import perf_counter

import numpy as np

from bench.city import profile
from bench.report import Row, met
from domain.clock import epoch_ms
from domain.working_columns import ColumnClock

DEADLINES = 1_000_000
TARGET_SECONDS = 1.0
LEGAL_DAYS = (3, 5, 14, 60)
RUNS = 5


def measure() -> Sequence[Row]:
    """A million receipts all over one year, each with a budget of its own: the slowest of some runs."""
    calendar = profile().calendar
    year = calendar.last_day.year - 1
    from_ms, to_ms = (epoch_ms(datetime(one, 1, 1, tzinfo=calendar.timezone)) for one in (year, year + 1))
    random = np.random.default_rng(1)
    received = random.integers(from_ms, to_ms, DEADLINES, dtype=np.int64)
    days = random.choice(LEGAL_DAYS, DEADLINES)
    clock = ColumnClock(calendar)
    deadlines = max(_seconds(lambda: clock.deadlines_ms(received, days)) for _ in range(RUNS))
    due = clock.deadlines_ms(received, days)
    spans = max(_seconds(lambda: clock.service_ms_between(received, due)) for _ in range(RUNS))
    return [_row(f"{DEADLINES:,} deadlines", deadlines), _row(f"{DEADLINES:,} spans of service time", spans)]


def _seconds(work: Callable[[], object]) -> float:
    begun = perf_counter()
    work()
    return perf_counter() - begun


def _row(what: str, seconds: float) -> Row:
    target = f"at most {TARGET_SECONDS:g} s"
    note = f"the slowest of {RUNS} runs"
    return Row("clocks", what, f"{seconds:.3f} s", target, met(seconds <= TARGET_SECONDS), note)
