"""Erlang C: how long people wait at counters that share one line, when all comes and goes at a steady rate.

For planning the next hour, never for a forecast: counters open and close, and arrivals come in waves. Numbers arrive at
random (Poisson), hold a counter for random times (exponential), are called in order, and nobody gives up.
"""

from dataclasses import dataclass
from math import exp

MINUTES_PER_HOUR = 60
MOST_COUNTERS = 200
"""Above this nobody is advised; the recursion is exact far beyond it."""


@dataclass(frozen=True, slots=True)
class Load:
    """What comes to one line: numbers an hour, and how long each holds a counter, minutes. Both are above zero."""

    arrivals_per_hour: float
    service_minutes: float

    def __post_init__(self) -> None:
        if not (self.arrivals_per_hour > 0 and self.service_minutes > 0):
            raise ValueError(
                f"a load has arrivals and a service time above zero, got {self.arrivals_per_hour} an hour and"
                f" {self.service_minutes} min; ask for no advice where nobody comes"
            )

    @property
    def erlangs(self) -> float:
        """How many counters would be busy all the time."""
        return self.arrivals_per_hour * self.service_minutes / MINUTES_PER_HOUR


def is_stable(load: Load, counters: int) -> bool:
    """Whether the counters can keep up at all; else the line grows without end."""
    return counters > load.erlangs


def waiting_probability(load: Load, counters: int) -> float:
    """The share that has to wait at all, 0 to 1; 1 where the counters cannot keep up.

    By the recursion of Erlang B, whose terms stay between 0 and 1: no factorial, no overflow.
    """
    if not is_stable(load, counters):
        return 1.0
    blocked = 1.0
    for open_counters in range(1, counters + 1):
        blocked = load.erlangs * blocked / (open_counters + load.erlangs * blocked)
    busy = load.erlangs / counters
    return blocked / (1 - busy * (1 - blocked))


def mean_wait_minutes(load: Load, counters: int) -> float | None:
    """The mean wait of all that come (ASA), minutes; None where the counters cannot keep up."""
    if not is_stable(load, counters):
        return None
    return waiting_probability(load, counters) * load.service_minutes / (counters - load.erlangs)


def service_level(load: Load, counters: int, within_minutes: float) -> float:
    """The share called within so many minutes, 0 to 1; 0 where the counters cannot keep up."""
    if not is_stable(load, counters):
        return 0.0
    lasting = exp(-(counters - load.erlangs) * within_minutes / load.service_minutes)
    return 1 - waiting_probability(load, counters) * lasting


def counters_needed(load: Load, within_minutes: float, share: float, most: int = MOST_COUNTERS) -> int | None:
    """The fewest counters at which `share` (0 to 1, below 1) is called in time; None if more than `most` would be."""
    first = int(load.erlangs) + 1
    enough = (n for n in range(first, most + 1) if service_level(load, n, within_minutes) >= share)
    return next(enough, None)
