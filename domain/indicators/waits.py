"""Who waits in the queues, and how long: what the indicators of queues are made of.

The wait runs from issue, for online numbers from the later of check-in and slot, to the first call. A number of an
earlier day is a data error and waits no more. `now_ms` is milliseconds since 1970 UTC.
"""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from domain.city_day import DaySpan, day_span
from domain.clock import from_epoch_ms
from domain.complaints import UNSET_MS
from domain.live_table import Rows
from domain.profile import CityProfile, Site
from domain.queue_columns import UNTOLD
from domain.queues import FIRST_ENDED_STATE, CounterState, TicketState
from domain.survival import MINUTE_MS, Percentile, percentile, percentiles

Mask = NDArray[np.bool_]
Durations = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class QueueRules:
    """How queues are judged: proposals of this project, after indicators C02 to C06 of the catalogue.

    `percentile` and `service_level` (C03) are shares from 0 to 1. Shares and percentiles of fewer than `smallest_n`
    cases are withheld. A service that runs for more than `longest_service_minutes` counts as forgotten.
    Where a site never closes, a number that was drawn within `overnight_minutes` waits on over midnight.
    """

    window_minutes: int = 60
    percentile: float = 0.90
    smallest_n: int = 10
    longest_service_minutes: int = 60
    smallest_open_minutes: int = 30
    posted_valid_minutes: int = 60
    overnight_minutes: int = 720
    service_level: float = 0.80


@dataclass(frozen=True, slots=True)
class PostedWait:
    """A wait that the site posts itself; `waiting` is None where it tells no number of people."""

    minutes: float
    waiting: int | None
    reported_ms: int


@dataclass(frozen=True, slots=True)
class Moment:
    """What every function below asks: when it is, and what was promised (milliseconds by service, 0 without)."""

    now_ms: int
    day: DaySpan
    targets_ms: NDArray[np.int64]
    rules: QueueRules

    def is_today(self, at_ms: NDArray[np.int64]) -> Mask:
        """Which instants lie in the city's day."""
        mask: Mask = (at_ms >= self.day.start_ms) & (at_ms < self.day.end_ms)
        return mask


def moment_of(now_ms: int, profile: CityProfile, rules: QueueRules) -> Moment:
    """The moment at an instant."""
    now = from_epoch_ms(now_ms)
    targets = [(service.wait_target_minutes or 0) * MINUTE_MS for service in profile.services.values()]
    return Moment(
        now_ms=now_ms,
        day=day_span(now, profile.timezone),
        targets_ms=np.array([*targets, 0], dtype=np.int64),  # the last one is that of the code -1
        rules=rules,
    )


def through_the_night(tickets: Rows, counters: Rows, moment: Moment, never_closing: Mask) -> tuple[Rows, Rows]:
    """Tickets and counters with those of today that sites which never close kept open over midnight.

    `never_closing` tells of each site whether it is such a one, and last of none. A counter counts from midnight on.
    """
    start_ms = moment.day.start_ms
    oldest_ms = moment.now_ms - moment.rules.overnight_minutes * MINUTE_MS
    waits_on = never_closing[tickets["site"]] & is_carried_over(tickets, moment) & (tickets["day_ms"] >= oldest_ms)
    stays_open = (counters["state"] != CounterState.CLOSED) & (counters["since_ms"] < start_ms)
    stays_open &= never_closing[counters["site"]]
    if not waits_on.any() and not stays_open.any():
        return tickets, counters
    tickets, counters = tickets.copy(), counters.copy()
    tickets["day_ms"][waits_on] = start_ms
    counters["since_ms"][stays_open], counters["open_before_ms"][stays_open] = start_ms, 0
    return tickets, counters


def is_waiting(tickets: Rows, moment: Moment) -> Mask:
    """Come today and not called."""
    mask: Mask = (
        moment.is_today(tickets["day_ms"])
        & (tickets["state"] < TicketState.CALLED)
        & (tickets["wait_from_ms"] != UNSET_MS)
    )
    return mask


def is_carried_over(tickets: Rows, moment: Moment) -> Mask:
    """Left open on an earlier day."""
    mask: Mask = (tickets["day_ms"] < moment.day.start_ms) & (tickets["state"] < FIRST_ENDED_STATE)
    return mask


def gave_up(tickets: Rows) -> Mask:
    """Cancelled before any call."""
    mask: Mask = (tickets["state"] == TicketState.CANCELLED) & (tickets["called_ms"] == UNSET_MS)
    return mask


def waited_ms(tickets: Rows, moment: Moment) -> Durations:
    """The wait of each ticket in milliseconds: to the first call, to giving up, or so far; never below 0."""
    until = np.where(gave_up(tickets), tickets["ended_ms"], moment.now_ms)
    until = np.where(tickets["called_ms"] != UNSET_MS, tickets["called_ms"], until)
    waited: Durations = np.maximum(0, until - tickets["wait_from_ms"])
    return waited


def has_wait(tickets: Rows, moment: Moment) -> Mask:
    """Tickets of today whose wait is known, at least so far: called, given up or waiting."""
    is_called = tickets["called_ms"] != UNSET_MS
    is_known = is_called | gave_up(tickets) | is_waiting(tickets, moment)
    mask: Mask = moment.is_today(tickets["day_ms"]) & (tickets["wait_from_ms"] != UNSET_MS) & is_known
    return mask


@dataclass(frozen=True, slots=True)
class WaitsToday:
    """Median and P90 of all waits of today; those who gave up or still wait count as at least so long (C02)."""

    median: Percentile
    p90: Percentile


def waits_today(tickets: Rows, moment: Moment) -> WaitsToday:
    """The waits of some tickets."""
    rows, rules = tickets[has_wait(tickets, moment)], moment.rules
    is_called, shares = rows["called_ms"] != UNSET_MS, (0.5, rules.percentile)
    return WaitsToday(*percentiles(waited_ms(rows, moment), is_called, shares, rules.smallest_n))


def wait_in_window(tickets: Rows, moment: Moment) -> Percentile:
    """P90 of the waits that ended by a call or by giving up in the rolling window, and of those that go on (C02)."""
    from_ms = moment.now_ms - moment.rules.window_minutes * MINUTE_MS
    ended_ms = np.where(tickets["called_ms"] != UNSET_MS, tickets["called_ms"], tickets["ended_ms"])
    is_recent = (ended_ms > from_ms) & (ended_ms <= moment.now_ms)
    is_in = has_wait(tickets, moment) & (is_recent | is_waiting(tickets, moment))
    rows, rules = tickets[is_in], moment.rules
    return percentile(waited_ms(rows, moment), rows["called_ms"] != UNSET_MS, rules.percentile, rules.smallest_n)


def longest_minutes(waited: Durations) -> float | None:
    """The longest of some waits, given in milliseconds."""
    return float(waited.max()) / MINUTE_MS if len(waited) else None


def pressure(
    waited: Durations, targets: Durations, posted: PostedWait | None, posted_target: int | None
) -> float | None:
    """The longest wait as a multiple of its promise, 1 being just kept; None where nothing is promised.

    `waited` and `targets` are milliseconds of those who wait, `posted_target` are minutes.
    """
    is_promised = targets > 0
    ratios = [float(ratio) for ratio in waited[is_promised] / targets[is_promised]]
    if posted is not None and posted_target:
        ratios.append(posted.minutes / posted_target)
    return max(ratios, default=None)


def posted_target(site: Site, profile: CityProfile) -> int | None:
    """The shortest promise among a site's services, which its posted wait is held against."""
    services = (service for service in profile.services.values() if site.kind in service.site_kinds)
    return min((service.wait_target_minutes for service in services if service.wait_target_minutes), default=None)


def posted_wait(waits: Rows, moment: Moment) -> PostedWait | None:
    """What the site posted last, unless that is too long ago."""
    oldest_ms = moment.now_ms - moment.rules.posted_valid_minutes * MINUTE_MS
    rows = waits[waits["reported_ms"] >= oldest_ms]
    if not len(rows):
        return None
    waiting = int(rows["waiting"][0])
    return PostedWait(
        float(rows["wait_minutes"][0]), None if waiting == UNTOLD else waiting, int(rows["reported_ms"][0])
    )
