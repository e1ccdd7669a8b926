"""The counters of one desk on one day: when each is open, and how it serves one number after another."""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from random import Random

from data_sources.simulator.local_day import MS_PER_MINUTE
from data_sources.simulator.numbers import Wait
from data_sources.simulator.service_config import BreakNumbers, QueueNumbers
from data_sources.simulator.steps import MS_PER_SECOND, whole_seconds
from data_sources.simulator.visitors import Opening, Visitor

FRIDAY = 4
LATEST_OPENING_MINUTES = 8
NEVER_MS = 1 << 62


@dataclass(slots=True)
class Counter:
    """One counter on one day; `free_ms` is when it can call again, `breaks` are its pauses, in order."""

    code: str
    opens_ms: int
    breaks: Sequence[tuple[int, int]]
    free_ms: int = 0
    served: list[tuple[int, int]] = field(default_factory=list)

    def ready_at(self, at_ms: int) -> int:
        """The first instant from `at_ms` on at which it can call a number."""
        at_ms = max(at_ms, self.opens_ms, self.free_ms)
        for from_ms, to_ms in self.breaks:
            if from_ms <= at_ms < to_ms:
                at_ms = to_ms
        return at_ms

    def turns(self, closes_ms: int) -> Iterator[tuple[str, int]]:
        """When it opened, paused and closed; whom it serves it serves to the end."""
        last_ms = max(closes_ms, *(until for _, until in self.served), self.opens_ms)
        yield "opened", self.opens_ms
        for from_ms, to_ms in self.breaks:
            paused_ms = self._busy_until(from_ms)
            if paused_ms < to_ms and paused_ms < last_ms:
                yield "paused", paused_ms
                if to_ms < last_ms:
                    yield "opened", to_ms
        yield "closed", last_ms

    def _busy_until(self, at_ms: int) -> int:
        place = bisect_right(self.served, (at_ms, NEVER_MS)) - 1
        return max(at_ms, self.served[place][1]) if place >= 0 else at_ms


@dataclass(frozen=True, slots=True)
class Visit:
    """What became of a number. All `_ms` are milliseconds since 1970 UTC, None when it did not happen."""

    visitor: Visitor
    counter: str = ""
    called_ms: int | None = None
    serving_ms: int | None = None
    served_ms: int | None = None
    skipped_ms: int | None = None
    cancelled_ms: int | None = None


def staffed(first: int, count: int, opening: Opening, numbers: BreakNumbers, rng: Random) -> list[Counter]:
    """The counters of a desk that are staffed on a day, at least one."""
    counters = [_counter(f"{first + place:02d}", place, opening, numbers, rng) for place in range(count)]
    present = [counter for counter in counters if rng.random() >= numbers.unstaffed_chance]
    return present or counters[:1]


def _counter(code: str, place: int, opening: Opening, numbers: BreakNumbers, rng: Random) -> Counter:
    opens_ms = opening.opens_ms + rng.randrange(LATEST_OPENING_MINUTES * 60) * MS_PER_SECOND
    breaks = [_noon(place, opening, numbers, rng)]
    if rng.random() < numbers.broken_chance:
        from_ms = whole_seconds(rng.uniform(opens_ms, opening.closes_ms))
        breaks.append((from_ms, from_ms + whole_seconds(numbers.broken_minutes.draw(rng) * MS_PER_MINUTE)))
    return Counter(code, opens_ms, _apart(breaks))


def _noon(place: int, opening: Opening, numbers: BreakNumbers, rng: Random) -> tuple[int, int]:
    """Prayers on Friday; lunch in two halves, so that some always serve."""
    local = opening.local
    if local.day.weekday() == FRIDAY and rng.random() < numbers.prayers_chance:
        return local.at(numbers.prayers[0]), local.at(numbers.prayers[1])
    from_ms, to_ms = local.at(numbers.lunch[0]), local.at(numbers.lunch[1])
    length_ms = int(numbers.lunch_minutes * MS_PER_MINUTE)
    starts_ms = from_ms if place % 2 == 0 else to_ms - length_ms
    return starts_ms, starts_ms + length_ms


def _apart(breaks: Sequence[tuple[int, int]]) -> Sequence[tuple[int, int]]:
    """Pauses in order, those that touch as one."""
    ordered = sorted(breaks)
    touching = [(one, other) for one, other in pairwise(ordered) if other[0] <= one[1]]
    return [(ordered[0][0], max(end for _, end in ordered))] if touching else ordered


class Line:
    """Numbers of one desk in the order of their places, each called by the counter that can first."""

    def __init__(self, config: QueueNumbers, serve_minutes: Wait, opening: Opening, rng: Random) -> None:
        self._config = config
        self._serve_minutes = serve_minutes
        self._last_ms = opening.closes_ms + int(config.overtime_minutes * MS_PER_MINUTE)
        self._closes_ms = opening.closes_ms
        self._rng = rng

    def visits(self, visitors: Sequence[Visitor], counters: Sequence[Counter]) -> Iterator[Visit]:
        """What becomes of each number."""
        for visitor in visitors:
            counter = min(counters, key=lambda each: (each.ready_at(visitor.ready_ms), each.free_ms))
            yield self._visit(visitor, counter, counter.ready_at(visitor.ready_ms))

    def _visit(self, visitor: Visitor, counter: Counter, called_ms: int) -> Visit:
        gives_up_ms = min(visitor.ready_ms + visitor.patience_ms, max(self._last_ms, visitor.ready_ms + MS_PER_MINUTE))
        if called_ms >= gives_up_ms or called_ms >= self._last_ms:
            return Visit(visitor, cancelled_ms=gives_up_ms)
        rng, config = self._rng, self._config
        if visitor.is_absent or rng.random() < config.no_show_chance:
            skipped_ms = called_ms + max(MS_PER_SECOND, self._seconds(config.skip_seconds))
            counter.free_ms = skipped_ms + self._seconds(config.next_seconds)
            counter.served.append((called_ms, skipped_ms))
            return Visit(visitor, counter.code, called_ms, skipped_ms=skipped_ms)
        serving_ms = called_ms + max(MS_PER_SECOND, self._seconds(config.seat_seconds))
        served_ms = serving_ms + whole_seconds(self._serve_minutes.draw(rng) * MS_PER_MINUTE) + MS_PER_SECOND
        counter.free_ms = served_ms + self._seconds(config.next_seconds)
        counter.served.append((called_ms, served_ms))
        return Visit(visitor, counter.code, called_ms, serving_ms, served_ms)

    def _seconds(self, wait: Wait) -> int:
        return whole_seconds(wait.draw(self._rng) * MS_PER_SECOND)
