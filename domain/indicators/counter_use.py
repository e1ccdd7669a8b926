"""Counters: how many are open, against the plan (C07), and how much of their open time they serve (C06)."""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.complaints import UNSET_MS
from domain.indicators.waits import Moment, QueueRules
from domain.live_table import Rows
from domain.queues import CounterState, TicketState
from domain.survival import MINUTE_MS


@dataclass(frozen=True, slots=True)
class Counters:
    """Counters open and paused now, and planned to be open (C07).

    `planned` is 0 outside the site's own service hours, and at a site that only posts its wait: nobody knows its
    counters.
    """

    open: int
    paused: int
    planned: int


@dataclass(frozen=True, slots=True)
class CounterUse:
    """Today's busy and open time, milliseconds, of `services` that began; `forgotten` run on beyond belief."""

    busy_ms: float
    open_ms: int
    services: int
    forgotten: int

    def share(self, rules: QueueRules) -> float | None:
        """Busy of open time, at most 1 (C06); None of too few services or too little time."""
        if self.services < rules.smallest_n or self.open_ms < rules.smallest_open_minutes * MINUTE_MS:
            return None
        return min(1.0, self.busy_ms / self.open_ms)


def counters_now(planned: int, counters: Rows, moment: Moment) -> Counters:
    """What was reported today: a counter left open on an earlier day is a forgotten closing."""
    states = counters["state"][moment.is_today(counters["since_ms"])]
    return Counters(
        open=int(np.count_nonzero(states == CounterState.OPEN)),
        paused=int(np.count_nonzero(states == CounterState.PAUSED)),
        planned=planned,
    )


def counters_of_all(sites: Iterable[Counters]) -> Counters:
    """The counters of several sites together."""
    known = tuple(sites)
    return Counters(*(sum(getattr(one, name) for one in known) for name in ("open", "paused", "planned")))


def counter_use(tickets: Rows, counters: Rows, moment: Moment) -> CounterUse:
    """The use of a site's counters today.

    A service counts at most the 99th percentile of today's finished ones: some counters forget to end it.
    """
    started = tickets[moment.is_today(tickets["day_ms"]) & (tickets["serving_ms"] != UNSET_MS)]
    is_running = started["state"] == TicketState.SERVING
    until = np.where(is_running, moment.now_ms, started["ended_ms"])
    served = np.maximum(0, until - started["serving_ms"])
    longest = _longest_service_ms(served[~is_running], moment.rules)
    forgotten = is_running & (served > moment.rules.longest_service_minutes * MINUTE_MS)
    return CounterUse(
        _busy_ms(served, longest), _open_ms(counters, moment), len(started), int(np.count_nonzero(forgotten))
    )


def use_of_all(sites: Iterable[CounterUse]) -> CounterUse:
    """The use of the counters of several sites together: of their times, not of their shares."""
    known = tuple(sites)
    return CounterUse(
        sum(use.busy_ms for use in known),
        sum(use.open_ms for use in known),
        sum(use.services for use in known),
        sum(use.forgotten for use in known),
    )


def _busy_ms(served: NDArray[np.int64], longest: float) -> float:
    """All services, each at most the longest. The sum is one of whole numbers: their order makes no difference."""
    is_longer = served > longest
    return int(served[~is_longer].sum()) + int(np.count_nonzero(is_longer)) * longest


def _longest_service_ms(finished: NDArray[np.int64], rules: QueueRules) -> float:
    if len(finished) < rules.smallest_n:
        return rules.longest_service_minutes * MINUTE_MS
    return float(np.quantile(finished, 0.99))


def _open_ms(counters: Rows, moment: Moment) -> int:
    today = counters[moment.is_today(counters["since_ms"])]
    running = np.where(today["state"] == CounterState.OPEN, np.maximum(0, moment.now_ms - today["since_ms"]), 0)
    return int((today["open_before_ms"] + running).sum())
