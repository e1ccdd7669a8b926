"""Who comes to a counter on a day: walk-in numbers, and numbers drawn online for a booked time."""

from bisect import bisect_right
from dataclasses import dataclass
from itertools import accumulate
from random import Random

from data_sources.simulator.dice import Mix, random_times
from data_sources.simulator.local_day import MS_PER_MINUTE, LocalDay
from data_sources.simulator.service_config import QueueNumbers, ServiceDesk
from data_sources.simulator.steps import whole_seconds

TO_THE_LINE_MS = 5_000
"""From drawing a number, or checking in, until it can be called."""


@dataclass(frozen=True, slots=True)
class Visitor:
    """One number. All `_ms` are milliseconds since 1970 UTC.

    `ready_ms` is when its place in the line begins: the issue, for an online number the later of check-in and slot;
    one whose holder never comes is called by its slot. `patience_ms` is how long its holder waits.
    """

    issued_ms: int
    ready_ms: int
    patience_ms: int
    service: str
    slot_ms: int | None = None
    checked_in_ms: int | None = None

    @property
    def is_absent(self) -> bool:
        """Booked, and never there."""
        return self.slot_ms is not None and self.checked_in_ms is None


@dataclass(frozen=True, slots=True)
class Opening:
    """The hours of one site on one day, milliseconds since 1970 UTC: of its numbers and of its counters."""

    local: LocalDay
    numbers_from_ms: int
    numbers_to_ms: int
    opens_ms: int
    closes_ms: int


class Crowd:
    """Draws the visitors of a day."""

    def __init__(self, config: QueueNumbers) -> None:
        self._config = config
        self._edges = [0.0, *accumulate(config.crowd)]

    def visitors(self, desk: ServiceDesk, expected: float, opening: Opening, rng: Random) -> list[Visitor]:
        """Everybody who draws a number of a desk, in the order of their places in the line."""
        services = Mix(desk.services)
        from_ms = opening.numbers_from_ms + int(desk.lag_minutes * MS_PER_MINUTE)
        to_ms = min(opening.numbers_to_ms + int(desk.lag_minutes * MS_PER_MINUTE), opening.closes_ms)
        come = [from_ms + int(self._spread(share) * (to_ms - from_ms)) for share in random_times(expected, rng)]
        visitors = [self._visitor(at_ms, services.draw(rng), desk.online, opening, rng) for at_ms in come]
        return sorted(visitors, key=lambda visitor: (visitor.ready_ms, visitor.issued_ms))

    def _spread(self, share: float) -> float:
        """A share of all visitors as the share of the time by which they have come."""
        at = share * self._edges[-1]
        part = min(bisect_right(self._edges, at) - 1, len(self._edges) - 2)
        within = (at - self._edges[part]) / (self._edges[part + 1] - self._edges[part])
        return (part + within) / (len(self._edges) - 1)

    def _visitor(self, at_ms: int, service: str, online: float, opening: Opening, rng: Random) -> Visitor:
        patience_ms = whole_seconds(self._config.patience_minutes.draw(rng) * MS_PER_MINUTE)
        slot_ms = self._slot(at_ms, opening)
        if rng.random() < online and slot_ms >= opening.opens_ms:
            return self._online(slot_ms, service, patience_ms, opening, rng)
        issued_ms = whole_seconds(at_ms)
        return Visitor(issued_ms, issued_ms + TO_THE_LINE_MS, patience_ms, service)

    def _slot(self, at_ms: int, opening: Opening) -> int:
        every_ms = self._config.online.slot_minutes * MS_PER_MINUTE
        midnight_ms = opening.local.midnight_ms
        return midnight_ms + (at_ms - midnight_ms) // every_ms * every_ms

    def _online(self, slot_ms: int, service: str, patience_ms: int, opening: Opening, rng: Random) -> Visitor:
        online = self._config.online
        first_ms, last_ms = (
            opening.local.at(online.booked_from),
            slot_ms - 2 * int(online.early_minutes * MS_PER_MINUTE),
        )
        issued_ms = whole_seconds(first_ms + rng.random() * max(0, last_ms - first_ms))
        if rng.random() < online.absent_chance:
            return Visitor(issued_ms, slot_ms, patience_ms, service, slot_ms)
        came = slot_ms + rng.uniform(-online.early_minutes, online.late_minutes) * MS_PER_MINUTE
        checked_in_ms = max(whole_seconds(came), issued_ms + MS_PER_MINUTE)
        return Visitor(
            issued_ms, max(slot_ms, checked_in_ms + TO_THE_LINE_MS), patience_ms, service, slot_ms, checked_in_ms
        )
