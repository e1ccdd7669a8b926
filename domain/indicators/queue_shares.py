"""Shares of today's numbers: called in time, not come, given up; of a site, a service or the whole city."""

from dataclasses import dataclass

import numpy as np

from domain.complaints import UNSET_MS
from domain.indicators import waits
from domain.indicators.waits import Moment
from domain.live_table import Rows
from domain.queues import TicketState


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
