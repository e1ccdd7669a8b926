"""Queues as columns: tickets, counters and posted waits of the city's day, for live tables and for reviews."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import numpy as np
from numpy.typing import NDArray

from domain.city_day import day_span
from domain.clock import ONE_MS
from domain.live_table import LiveTable, Rows, index_of, name_number
from domain.profile import CityProfile
from domain.queues import FIRST_ENDED_STATE, Counter, CounterState, SiteWait, Ticket

CARRY_OVER = timedelta(days=7)
"""How long a ticket or a counter that was not closed on its day stays live, to be counted as a data error."""

NO_SITE = NO_SERVICE = -1
"""The column code of a site or service that the city's folder no longer has."""

TICKET_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("site", np.int16),
        ("service", np.int16),
        ("counter", np.int64),
        ("state", np.int8),
        ("is_online", np.bool_),
        ("calls", np.int16),
        ("day_ms", np.int64),
        ("checked_in_ms", np.int64),
        ("wait_from_ms", np.int64),
        ("called_ms", np.int64),
        ("serving_ms", np.int64),
        ("ended_ms", np.int64),
    ]
)
"""One row a ticket, see `Ticket`; `site` and `service` are indices into the profile, -1 when it has them no more.

`counter` is the number of the counter that called it, see `counter_number`, 0 before any call."""

COUNTER_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("site", np.int16),
        ("counter", np.int64),
        ("state", np.int8),
        ("since_ms", np.int64),
        ("open_before_ms", np.int64),
    ]
)
"""One row a counter, see `Counter`; `counter` is its `counter_number`, by which tickets name it."""

WAIT_DTYPE = np.dtype(
    [
        ("key", np.int64),
        ("revision", np.int64),
        ("site", np.int16),
        ("reported_ms", np.int64),
        ("wait_minutes", np.float64),
        ("waiting", np.int32),
    ]
)
"""One row a site that posts its wait, see `SiteWait`; `waiting` is -1 where no number was told."""

UNTOLD = -1
"""In the column `waiting`: the site told no number of people."""

Mask = NDArray[np.bool_]


@dataclass(frozen=True, slots=True)
class QueueCodes:
    """Column codes of a city: the index of each site and service in its profile."""

    sites: Sequence[str]
    services: Sequence[str]
    site_index: Mapping[str, int]
    service_index: Mapping[str, int]

    @classmethod
    def from_profile(cls, profile: CityProfile) -> "QueueCodes":
        """The codes of a city's folder, in its order."""
        sites, services = tuple(profile.sites), tuple(profile.services)
        return cls(sites, services, index_of(sites), index_of(services))


@dataclass(frozen=True, slots=True)
class QueueFrame:
    """Queues at one instant: what every indicator of queues is computed from, live or historical."""

    tickets: Rows
    counters: Rows
    waits: Rows
    codes: QueueCodes


# --- rows


def ticket_values(ticket: Ticket, codes: QueueCodes) -> tuple[object, ...]:
    """One row of `TICKET_DTYPE` after key and revision."""
    return (
        codes.site_index.get(ticket.site, NO_SITE),
        codes.service_index.get(ticket.service, NO_SERVICE),
        counter_number(ticket.site, ticket.counter),
        ticket.state,
        ticket.is_online,
        min(ticket.calls, np.iinfo(np.int16).max),
        ticket.day_ms,
        ticket.checked_in_ms,
        ticket.wait_from_ms,
        ticket.called_ms,
        ticket.serving_ms,
        ticket.ended_ms,
    )


def counter_values(counter: Counter, codes: QueueCodes) -> tuple[object, ...]:
    """One row of `COUNTER_DTYPE` after key and revision."""
    site = codes.site_index.get(counter.site, NO_SITE)
    number = counter_number(counter.site, counter.counter)
    return site, number, counter.state, counter.since_ms, counter.open_before_ms


def counter_number(site: str, counter: str) -> int:
    """A number that stands for a counter of a site, in tickets as in counters; 0 for none."""
    return name_number(f"{site}/{counter}") if counter else 0


def wait_values(wait: SiteWait, codes: QueueCodes) -> tuple[object, ...]:
    """One row of `WAIT_DTYPE` after key and revision."""
    waiting = UNTOLD if wait.waiting is None else wait.waiting
    return codes.site_index.get(wait.site, NO_SITE), wait.reported_ms, wait.wait_minutes, waiting


# --- what is live


def is_ticket_live(ticket: Ticket, now: datetime, timezone: ZoneInfo) -> bool:
    """Whether a ticket is for today or a day to come, or was left open on one of the days before."""
    start_ms = day_span(now, timezone).start_ms
    is_left_open = ticket.is_open and ticket.day_ms >= start_ms - CARRY_OVER // ONE_MS
    return ticket.is_known and (ticket.day_ms >= start_ms or is_left_open)


def is_counter_live(counter: Counter, now: datetime, timezone: ZoneInfo) -> bool:
    """Whether a counter changed today, or was not closed on one of the days before."""
    start_ms = day_span(now, timezone).start_ms
    is_left_open = counter.state != CounterState.CLOSED and counter.since_ms >= start_ms - CARRY_OVER // ONE_MS
    return counter.since_ms >= start_ms or is_left_open


def is_wait_live(wait: SiteWait, now: datetime, timezone: ZoneInfo) -> bool:
    """Whether a site posted its wait today."""
    return wait.reported_ms >= day_span(now, timezone).start_ms


def past_tickets(rows: Rows, now: datetime, timezone: ZoneInfo) -> Mask:
    """The rows that are no longer live, see `is_ticket_live`; asked when a day begins."""
    start_ms = day_span(now, timezone).start_ms
    is_left_open = (rows["state"] < FIRST_ENDED_STATE) & (rows["day_ms"] >= start_ms - CARRY_OVER // ONE_MS)
    mask: Mask = (rows["day_ms"] < start_ms) & ~is_left_open
    return mask


def past_counters(rows: Rows, now: datetime, timezone: ZoneInfo) -> Mask:
    """The rows that are no longer live, see `is_counter_live`; asked when a day begins."""
    start_ms = day_span(now, timezone).start_ms
    is_left_open = (rows["state"] != CounterState.CLOSED) & (rows["since_ms"] >= start_ms - CARRY_OVER // ONE_MS)
    mask: Mask = (rows["since_ms"] < start_ms) & ~is_left_open
    return mask


def past_waits(rows: Rows, now: datetime, timezone: ZoneInfo) -> Mask:
    """The rows that are no longer live, see `is_wait_live`; asked when a day begins."""
    mask: Mask = rows["reported_ms"] < day_span(now, timezone).start_ms
    return mask


# --- tables and frames


def ticket_table(profile: CityProfile) -> LiveTable[Ticket]:
    """An empty live set of tickets."""
    codes, timezone = QueueCodes.from_profile(profile), profile.timezone
    return LiveTable(
        TICKET_DTYPE,
        lambda ticket: ticket_values(ticket, codes),
        lambda ticket, now: is_ticket_live(ticket, now, timezone),
    )


def counter_table(profile: CityProfile) -> LiveTable[Counter]:
    """An empty live set of counters."""
    codes, timezone = QueueCodes.from_profile(profile), profile.timezone
    return LiveTable(
        COUNTER_DTYPE,
        lambda counter: counter_values(counter, codes),
        lambda counter, now: is_counter_live(counter, now, timezone),
    )


def wait_table(profile: CityProfile) -> LiveTable[SiteWait]:
    """An empty live set of posted waits."""
    codes, timezone = QueueCodes.from_profile(profile), profile.timezone
    return LiveTable(
        WAIT_DTYPE, lambda wait: wait_values(wait, codes), lambda wait, now: is_wait_live(wait, now, timezone)
    )


def queue_frame(
    tickets: Iterable[Ticket],
    counters: Iterable[Counter],
    waits: Iterable[SiteWait],
    profile: CityProfile,
    now: datetime,
) -> QueueFrame:
    """A frame of what the store held at an instant, for a review: the same rows as a live one."""
    ticket_rows, counter_rows, wait_rows = ticket_table(profile), counter_table(profile), wait_table(profile)
    ticket_rows.load(tickets, now)
    counter_rows.load(counters, now)
    wait_rows.load(waits, now)
    codes = QueueCodes.from_profile(profile)
    return QueueFrame(ticket_rows.copy_rows(), counter_rows.copy_rows(), wait_rows.copy_rows(), codes)
