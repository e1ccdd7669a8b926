"""Indicators of queues: pure functions of (frame, now, profile). `now_ms` is milliseconds since 1970 UTC.

Who waits and how long is in `waits.py`. The promises and their sources are those of the city's services.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.clock import from_epoch_ms
from domain.complaints import UNSET_MS
from domain.indicators import waits
from domain.indicators.waits import Moment, PostedWait, QueueRules
from domain.live_table import Rows
from domain.profile import CityProfile, Site
from domain.queue_columns import QueueFrame
from domain.queues import CounterState, TicketState
from domain.survival import MINUTE_MS, Percentile


@dataclass(frozen=True, slots=True)
class Portion:
    """A share of today's cases, with its numbers."""

    count: int
    n: int
    smallest_n: int = 10

    @property
    def value(self) -> float | None:
        """0 to 1, or None when `n` is too small to say."""
        return self.count / self.n if self.n >= max(1, self.smallest_n) else None


@dataclass(frozen=True, slots=True)
class TicketCounts:
    """Today's tickets by where they stand; `issued` is the sum of the others.

    `waiting` have come and were not called (C01), `expected` are online numbers whose holder has not come,
    `at_counter` are called or being served.
    """

    issued: int
    waiting: int
    expected: int
    at_counter: int
    served: int
    skipped: int
    cancelled: int


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
class SiteQueue:
    """One site at one instant; minutes are None where there is nothing to measure, or too little.

    `pressure` is the longest wait as a multiple of its service's promise, `over_target` how many wait longer than
    promised. `utilisation` is busy time of open counter time today, at most 1 (C06); `forgotten` services run so long
    that their end was surely not reported. `carried_over` tickets of earlier days were never closed. Without
    `has_data` nothing is known, which is not the same as nobody waiting.
    """

    site: str
    tickets: TicketCounts
    longest_minutes: float | None
    pressure: float | None
    over_target: int
    wait_window: Percentile
    wait_today: Percentile
    within_target: Portion
    no_show: Portion
    abandoned: Portion
    counters: Counters
    utilisation: float | None
    forgotten: int
    carried_over: int
    posted: PostedWait | None
    has_data: bool

    @property
    def is_posted_only(self) -> bool:
        """Whether the posted wait is all that is known: no numbers are given out there, no counter reports."""
        reports = self.tickets.issued or self.counters.open or self.counters.paused
        return self.posted is not None and not reports


@dataclass(frozen=True, slots=True)
class QueueBoard:
    """All sites, worst first, and the whole city; `as_of_ms` is when it was computed."""

    sites: tuple[SiteQueue, ...]
    waiting: int
    wait_window: Percentile
    wait_today: Percentile
    counters: Counters
    as_of_ms: int


def queue_board(frame: QueueFrame, now_ms: int, profile: CityProfile, rules: QueueRules) -> QueueBoard:
    """Every site of the city, worst first: by pressure, then by how many wait; sites without data come last."""
    moment = waits.moment_of(now_ms, profile, rules)
    tickets = frame.tickets[frame.tickets["site"] >= 0]
    all_night = profile.never_closing_sites()
    never_closing = np.array([*(code in all_night for code in profile.sites), False])  # the last one is of the code -1
    tickets, counters = waits.through_the_night(tickets, frame.counters, moment, never_closing)
    now = from_epoch_ms(now_ms)
    rows = zip(
        profile.sites.values(),
        _by_site(tickets, len(profile.sites)),
        _by_site(counters, len(profile.sites)),
        _by_site(frame.waits, len(profile.sites)),
        strict=True,
    )
    sites = [
        _site_queue(*row, profile.counters_planned_at(row[0], now), waits.posted_target(row[0], profile), moment)
        for row in rows
    ]
    sites.sort(key=lambda queue: (not queue.has_data, -(queue.pressure or 0.0), -queue.tickets.waiting, queue.site))
    return QueueBoard(
        sites=tuple(sites),
        waiting=sum(queue.tickets.waiting for queue in sites),
        wait_window=waits.wait_in_window(tickets, moment),
        wait_today=waits.wait_today(tickets, moment),
        counters=Counters(
            sum(queue.counters.open for queue in sites),
            sum(queue.counters.paused for queue in sites),
            sum(queue.counters.planned for queue in sites),
        ),
        as_of_ms=now_ms,
    )


def _by_site(rows: Rows, sites: int) -> Iterator[Rows]:
    order = np.argsort(rows["site"], kind="stable")
    edges = np.searchsorted(rows["site"][order], np.arange(sites + 1))
    for start, end in pairwise(edges):
        yield rows[order[start:end]]


def _site_queue(
    site: Site,
    tickets: Rows,
    counters: Rows,
    posts: Rows,
    planned: int,
    posted_target: int | None,
    moment: Moment,
) -> SiteQueue:
    waiting, waited = waits.is_waiting(tickets, moment), waits.waited_ms(tickets, moment)
    targets = moment.targets_ms[tickets["service"]]
    posted = waits.posted_wait(posts, moment)
    utilisation, forgotten = _utilisation(tickets, counters, moment)
    has_today = bool(moment.is_today(tickets["day_ms"]).any() or moment.is_today(counters["since_ms"]).any())
    return SiteQueue(
        site=site.code,
        tickets=_ticket_counts(tickets, moment),
        longest_minutes=waits.longest_minutes(waited[waiting]),
        pressure=waits.pressure(waited[waiting], targets[waiting], posted, posted_target),
        over_target=int(np.count_nonzero(waiting & (targets > 0) & (waited > targets))),
        wait_window=waits.wait_in_window(tickets, moment),
        wait_today=waits.wait_today(tickets, moment),
        within_target=_within_target(tickets, moment),
        no_show=_no_show(tickets, moment),
        abandoned=_abandoned(tickets, moment),
        counters=_counters(planned if has_today or posted is None else 0, counters, moment),
        utilisation=utilisation,
        forgotten=forgotten,
        carried_over=int(np.count_nonzero(waits.is_carried_over(tickets, moment))),
        posted=posted,
        has_data=has_today or posted is not None,
    )


# --- shares of today


def _ticket_counts(tickets: Rows, moment: Moment) -> TicketCounts:
    is_today = moment.is_today(tickets["day_ms"])
    states = np.bincount(tickets["state"][is_today], minlength=len(TicketState))
    waiting = int(np.count_nonzero(waits.is_waiting(tickets, moment)))
    return TicketCounts(
        issued=int(states.sum()),
        waiting=waiting,
        expected=int(states[: TicketState.CALLED].sum()) - waiting,
        at_counter=int(states[TicketState.CALLED] + states[TicketState.SERVING]),
        served=int(states[TicketState.SERVED]),
        skipped=int(states[TicketState.SKIPPED]),
        cancelled=int(states[TicketState.CANCELLED]),
    )


def _within_target(tickets: Rows, moment: Moment) -> Portion:
    """Called within the promise, of all called today and of those who waited longer without a call (C03).

    Who gave up or still waits within the promise is in neither number.
    """
    waited, targets = waits.waited_ms(tickets, moment), moment.targets_ms[tickets["service"]]
    is_called = tickets["called_ms"] != UNSET_MS
    counted = waits.has_wait(tickets, moment) & (targets > 0) & (is_called | (waited > targets))
    met = counted & is_called & (waited <= targets)
    return Portion(int(np.count_nonzero(met)), int(np.count_nonzero(counted)), moment.rules.smallest_n)


def _no_show(tickets: Rows, moment: Moment) -> Portion:
    """Called and not come, of all called today; who came to a later call did come (C05)."""
    is_called = moment.is_today(tickets["day_ms"]) & (tickets["called_ms"] != UNSET_MS)
    skipped = is_called & (tickets["state"] == TicketState.SKIPPED)
    return Portion(int(np.count_nonzero(skipped)), int(np.count_nonzero(is_called)), moment.rules.smallest_n)


def _abandoned(tickets: Rows, moment: Moment) -> Portion:
    """Cancelled, or online and skipped without ever having checked in, of all numbers for today up to now (C05)."""
    is_due = moment.is_today(tickets["day_ms"]) & (tickets["day_ms"] <= moment.now_ms)
    never_came = tickets["is_online"] & (tickets["checked_in_ms"] == UNSET_MS)
    is_left = (tickets["state"] == TicketState.CANCELLED) | (never_came & (tickets["state"] == TicketState.SKIPPED))
    return Portion(int(np.count_nonzero(is_due & is_left)), int(np.count_nonzero(is_due)), moment.rules.smallest_n)


# --- counters


def _counters(planned: int, counters: Rows, moment: Moment) -> Counters:
    """What was reported today: a counter left open on an earlier day is a forgotten closing."""
    states = counters["state"][moment.is_today(counters["since_ms"])]
    return Counters(
        open=int(np.count_nonzero(states == CounterState.OPEN)),
        paused=int(np.count_nonzero(states == CounterState.PAUSED)),
        planned=planned,
    )


def _utilisation(tickets: Rows, counters: Rows, moment: Moment) -> tuple[float | None, int]:
    """Busy time of open time today, and how many services seem to be forgotten (C06).

    A service counts at most the 99th percentile of today's finished ones: some counters forget to end it.
    """
    started = tickets[moment.is_today(tickets["day_ms"]) & (tickets["serving_ms"] != UNSET_MS)]
    is_running = started["state"] == TicketState.SERVING
    until = np.where(is_running, moment.now_ms, started["ended_ms"])
    served = np.maximum(0, until - started["serving_ms"])
    longest, open_ms = _longest_service_ms(served[~is_running], moment.rules), _open_ms(counters, moment)
    rules = moment.rules
    forgotten = int(np.count_nonzero(is_running & (served > rules.longest_service_minutes * MINUTE_MS)))
    if len(started) < rules.smallest_n or open_ms < rules.smallest_open_minutes * MINUTE_MS:
        return None, forgotten
    return min(1.0, _busy_ms(served, longest) / open_ms), forgotten


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
