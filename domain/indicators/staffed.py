"""How many counters a line needs in the next hour, by Erlang C, and what that rests on.

Counters are those that called the line today and are open now. A counter of the site that is open and has called nobody
yet may be meant for any of its lines: it is counted as spare, and not advised a second time.
"""

from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from domain.complaints import UNSET_MS
from domain.erlang import Load, counters_needed, service_level
from domain.indicators.courses import Course
from domain.indicators.waits import Moment, QueueRules
from domain.live_table import Rows
from domain.queue_lines import Lines
from domain.queues import CounterState, TicketState
from domain.survival import MINUTE_MS

HOUR_MS = 60 * MINUTE_MS


@dataclass(frozen=True, slots=True)
class LineCounters:
    """Counters open for a line now; those of its site that are open and called nobody yet; all open at the site."""

    open: int
    spare: int
    at_site: int


@dataclass(frozen=True, slots=True)
class Staffing:
    """What Erlang C says of the next hour, and from what: its assumptions.

    `arrivals_per_hour` are those of the last hour, `held_minutes` the mean time that a number holds a counter today,
    from its call to its end. With the counters that are open `expected` (0 to 1) are called within `target_minutes`;
    `needed` counters would call `share` in time. `more` are those to open of the site's plan, at most.
    """

    arrivals_per_hour: int
    held_minutes: float
    target_minutes: float
    share: float
    open: int
    needed: int
    expected: float
    more: int

    @property
    def lacking(self) -> int:
        """How many would have to open, whatever the plan has."""
        return max(0, self.needed - self.open)


def line_counters(lines: Lines, counters: Rows, moment: Moment) -> tuple[LineCounters, ...]:
    """The open counters of each line."""
    is_open = moment.is_today(counters["since_ms"]) & (counters["state"] == CounterState.OPEN)
    at_site: dict[int, set[int]] = {}
    for row in counters[is_open]:
        at_site.setdefault(int(row["site"]), set()).add(int(row["counter"]))
    used: dict[int, set[int]] = {}
    for line in lines.lines:
        used.setdefault(line.site, set()).update(line.counters)
    return tuple(
        LineCounters(
            open=len(at_site.get(line.site, set()) & line.counters),
            spare=len(at_site.get(line.site, set()) - used[line.site]),
            at_site=len(at_site.get(line.site, set())),
        )
        for line in lines.lines
    )


def holding_minutes(tickets: Rows, lines: Lines, moment: Moment) -> tuple[float | None, ...]:
    """For each line how long a number holds a counter today on average: from its call to its end, also of no-shows.

    Each at most the 99th percentile of the line, since some counters forget to end a service; None of too few.
    """
    is_over = np.isin(tickets["state"], (TicketState.SERVED, TicketState.SKIPPED)) & (tickets["called_ms"] != UNSET_MS)
    line = lines.of_ticket[is_over]
    held = np.maximum(0, tickets["ended_ms"] - tickets["called_ms"])[is_over]
    order = np.argsort(line, kind="stable")
    edges = np.searchsorted(line[order], np.arange(len(lines.lines) + 1))
    parts = (held[order[start:end]] for start, end in pairwise(edges))
    return tuple(_mean_minutes(part, moment.rules) for part in parts)


def _mean_minutes(held: np.ndarray, rules: QueueRules) -> float | None:
    if len(held) < rules.smallest_n:
        return None
    return float(np.minimum(held, np.quantile(held, 0.99)).mean()) / MINUTE_MS


def staffing(
    course: Course,
    line: int,
    counters: LineCounters,
    held: float | None,
    target_minutes: float,
    moment: Moment,
    planned: int | None,
) -> Staffing | None:
    """What to open for a line; None outside service hours, without a promise, and where too little is known.

    Known must be a whole hour of arrivals, with `smallest_n` of them at least. `planned` are the counters of the site
    that should be open now: None while it is closed, 0 where nobody knows its counters.
    """
    came = course.from_ms[course.line == line]
    arrivals = int(np.count_nonzero((came > moment.now_ms - HOUR_MS) & (came <= moment.now_ms)))
    is_hour_known = bool(len(came)) and int(came[0]) <= moment.now_ms - HOUR_MS
    is_asked = bool(target_minutes) and bool(counters.open)
    if planned is None or not is_asked or not is_hour_known or arrivals < moment.rules.smallest_n or not held:
        return None
    load, share = Load(arrivals, held), moment.rules.service_level
    needed = counters_needed(load, target_minutes, share)
    if needed is None:
        return None
    expected = service_level(load, counters.open, target_minutes)
    more = max(0, needed - counters.open - counters.spare)
    if planned:
        more = min(more, max(0, planned - counters.at_site))
    return Staffing(arrivals, held, target_minutes, share, counters.open, needed, expected, more)
