"""Indicators of queues: pure functions of (frame, now, profile). `now_ms` is milliseconds since 1970 UTC.

Who waits and how long is in `waits.py`. The promises and their sources are those of the city's services.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from domain.clock import from_epoch_ms
from domain.indicators import queue_shares as shares
from domain.indicators import waits
from domain.indicators.counter_use import (
    Counters,
    CounterUse,
    counter_use,
    counters_now,
    counters_of_all,
    use_of_all,
)
from domain.indicators.portion import NO_PORTION, Portion
from domain.indicators.waits import Moment, PostedWait, QueueRules
from domain.live_table import Rows
from domain.profile import CityProfile, Service, Site
from domain.queue_columns import QueueFrame
from domain.queues import TicketState
from domain.survival import Percentile

NOTHING_WAITED = Percentile(0, 0, None)


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

    wait_median: Percentile = NOTHING_WAITED

    @property
    def gives_numbers(self) -> bool:
        """Whether it tells of numbers or counters today; some sites only post how long one waits there."""
        return bool(self.tickets.issued or self.counters.open or self.counters.paused)

    @property
    def is_posted_only(self) -> bool:
        """Whether the posted wait is all that is known: no numbers are given out there, no counter reports."""
        return self.posted is not None and not self.gives_numbers

    @property
    def people_waiting(self) -> int:
        """Who waits: those with numbers, else those of whom the site tells itself."""
        posted = self.posted.waiting if self.posted else None
        return self.tickets.waiting or posted or 0


@dataclass(frozen=True, slots=True)
class ServiceQueue:
    """One service at all its sites today; `longest_minutes` is None where nobody waits."""

    service: str
    waiting: int
    longest_minutes: float | None
    wait_median: Percentile
    wait_today: Percentile
    within_target: Portion
    no_show: Portion
    abandoned: Portion


@dataclass(frozen=True, slots=True)
class QueueBoard:
    """All sites, worst first, and the whole city; `as_of_ms` is when it was computed.

    `services` are those of which a number was given out today, in the city's order. `planned` of the city's counters
    counts silent sites too; see `reported_counters` for those of sites that tell.
    """

    sites: tuple[SiteQueue, ...]
    waiting: int
    wait_window: Percentile
    wait_today: Percentile
    counters: Counters
    as_of_ms: int
    wait_median: Percentile = NOTHING_WAITED
    within_target: Portion = NO_PORTION
    no_show: Portion = NO_PORTION
    abandoned: Portion = NO_PORTION
    not_served: Portion = NO_PORTION
    utilisation: float | None = None
    forgotten: int = 0
    services: tuple[ServiceQueue, ...] = ()

    @property
    def reported_counters(self) -> tuple[int, int]:
        """Counters open and planned at the sites that tell of theirs: what the others have open nobody knows."""
        return reported_counters(self.sites)


def reported_counters(sites: Iterable[SiteQueue]) -> tuple[int, int]:
    """Counters open and planned at those of some sites that tell of theirs."""
    known = [queue.counters for queue in sites if queue.gives_numbers]
    return sum(counters.open for counters in known), sum(counters.planned for counters in known)


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
        _by(tickets["site"], tickets, len(profile.sites)),
        _by(counters["site"], counters, len(profile.sites)),
        _by(frame.waits["site"], frame.waits, len(profile.sites)),
        strict=True,
    )
    found = [
        _site_queue(*row, profile.counters_planned_at(row[0], now), waits.posted_target(row[0], profile), moment)
        for row in rows
    ]
    today = waits.waits_today(tickets, moment)
    sites, use = [site for site, _ in found], use_of_all(use for _, use in found)
    sites.sort(key=lambda queue: (not queue.has_data, -(queue.pressure or 0.0), -queue.tickets.waiting, queue.site))
    return QueueBoard(
        sites=tuple(sites),
        waiting=sum(queue.tickets.waiting for queue in sites),
        wait_window=waits.wait_in_window(tickets, moment),
        wait_today=today.p90,
        counters=counters_of_all(queue.counters for queue in sites),
        as_of_ms=now_ms,
        wait_median=today.median,
        within_target=shares.within_target(tickets, moment),
        no_show=shares.no_show(tickets, moment),
        abandoned=shares.abandoned(tickets, moment),
        not_served=shares.not_served(tickets, moment),
        utilisation=use.share(rules),
        forgotten=use.forgotten,
        services=_services(tickets, profile, moment),
    )


def _services(tickets: Rows, profile: CityProfile, moment: Moment) -> tuple[ServiceQueue, ...]:
    by_service = _by(tickets["service"], tickets, len(profile.services))
    found = zip(profile.services.values(), by_service, strict=True)
    return tuple(
        _service_queue(service, rows, moment) for service, rows in found if moment.is_today(rows["day_ms"]).any()
    )


def _service_queue(service: Service, tickets: Rows, moment: Moment) -> ServiceQueue:
    waiting, today = waits.is_waiting(tickets, moment), waits.waits_today(tickets, moment)
    return ServiceQueue(
        service=service.code,
        waiting=int(np.count_nonzero(waiting)),
        longest_minutes=waits.longest_minutes(waits.waited_ms(tickets, moment)[waiting]),
        wait_median=today.median,
        wait_today=today.p90,
        within_target=shares.within_target(tickets, moment),
        no_show=shares.no_show(tickets, moment),
        abandoned=shares.abandoned(tickets, moment),
    )


def _by(place: NDArray[np.int16], rows: Rows, places: int) -> Iterator[Rows]:
    """Rows by the column code that each has; those of no code are left out."""
    order = np.argsort(place, kind="stable")
    edges = np.searchsorted(place[order], np.arange(places + 1))
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
) -> tuple[SiteQueue, CounterUse]:
    waiting, waited = waits.is_waiting(tickets, moment), waits.waited_ms(tickets, moment)
    targets = moment.targets_ms[tickets["service"]]
    posted = waits.posted_wait(posts, moment)
    use, today = counter_use(tickets, counters, moment), waits.waits_today(tickets, moment)
    has_today = bool(moment.is_today(tickets["day_ms"]).any() or moment.is_today(counters["since_ms"]).any())
    queue = SiteQueue(
        site=site.code,
        tickets=_ticket_counts(tickets, moment),
        longest_minutes=waits.longest_minutes(waited[waiting]),
        pressure=waits.pressure(waited[waiting], targets[waiting], posted, posted_target),
        over_target=int(np.count_nonzero(waiting & (targets > 0) & (waited > targets))),
        wait_window=waits.wait_in_window(tickets, moment),
        wait_today=today.p90,
        within_target=shares.within_target(tickets, moment),
        no_show=shares.no_show(tickets, moment),
        abandoned=shares.abandoned(tickets, moment),
        counters=counters_now(planned if has_today or posted is None else 0, counters, moment),
        utilisation=use.share(moment.rules),
        forgotten=use.forgotten,
        carried_over=int(np.count_nonzero(waits.is_carried_over(tickets, moment))),
        posted=posted,
        has_data=has_today or posted is not None,
        wait_median=today.median,
    )
    return queue, use


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
