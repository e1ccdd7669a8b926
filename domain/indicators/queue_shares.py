"""Shares of today's numbers: called in time, not come, given up; of a site, a service or the whole city."""

import numpy as np

from domain.complaints import UNSET_MS
from domain.indicators import waits
from domain.indicators.portion import Portion
from domain.indicators.waits import Moment
from domain.live_table import Rows
from domain.queues import TicketState


def within_target(tickets: Rows, moment: Moment) -> Portion:
    """Called within the promise, of all called today and of those who waited longer without a call (C03).

    So who gave up beyond the promise, or still waits beyond it, is a failure. Who gave up within it, or waits for less
    as yet, is in neither number: that the promise would have been kept, or not, is not known.
    """
    waited, targets = waits.waited_ms(tickets, moment), moment.targets_ms[tickets["service"]]
    is_called = tickets["called_ms"] != UNSET_MS
    counted = waits.has_wait(tickets, moment) & (targets > 0) & (is_called | (waited > targets))
    met = counted & is_called & (waited <= targets)
    return Portion(int(np.count_nonzero(met)), int(np.count_nonzero(counted)), moment.rules.smallest_n)


def no_show(tickets: Rows, moment: Moment) -> Portion:
    """Called and not come, of all called today; who came to a later call did come (C05)."""
    is_called = moment.is_today(tickets["day_ms"]) & (tickets["called_ms"] != UNSET_MS)
    skipped = is_called & (tickets["state"] == TicketState.SKIPPED)
    return Portion(int(np.count_nonzero(skipped)), int(np.count_nonzero(is_called)), moment.rules.smallest_n)


def abandoned(tickets: Rows, moment: Moment) -> Portion:
    """Cancelled, or online and skipped without ever having checked in, of all numbers for today up to now (C05)."""
    is_due = moment.is_today(tickets["day_ms"]) & (tickets["day_ms"] <= moment.now_ms)
    never_came = tickets["is_online"] & (tickets["checked_in_ms"] == UNSET_MS)
    is_left = (tickets["state"] == TicketState.CANCELLED) | (never_came & (tickets["state"] == TicketState.SKIPPED))
    return Portion(int(np.count_nonzero(is_due & is_left)), int(np.count_nonzero(is_due)), moment.rules.smallest_n)


def not_served(tickets: Rows, moment: Moment) -> Portion:
    """Skipped or cancelled, of today's numbers that wait no more: called, served, or over (C05)."""
    is_past = moment.is_today(tickets["day_ms"]) & (tickets["state"] >= TicketState.CALLED)
    is_lost = is_past & np.isin(tickets["state"], (TicketState.SKIPPED, TicketState.CANCELLED))
    return Portion(int(np.count_nonzero(is_lost)), int(np.count_nonzero(is_past)), moment.rules.smallest_n)
