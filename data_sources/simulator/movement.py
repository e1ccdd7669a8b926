"""Where a crew is at each moment of its duty: on the way, at work, or going round near its base."""

from bisect import bisect_right
from collections.abc import Iterator
from random import Random
from typing import NamedTuple

from data_sources.simulator.activity_config import FieldNumbers
from data_sources.simulator.duties import Duty, Point
from data_sources.simulator.local_day import MS_PER_MINUTE
from data_sources.simulator.places import moved
from domain.nearby import distance_m
from domain.profile import Bounds


class _Stop(NamedTuple):
    """Being at a place at an instant; between two of them the crew moves straight on."""

    at_ms: float
    place: Point


class Route:
    """The way of one crew through one duty."""

    def __init__(self, duty: Duty, config: FieldNumbers, bounds: Bounds, rng: Random) -> None:
        self._duty = duty
        self._config = config
        self._bounds = bounds
        self._rng = rng
        self._stops = [_Stop(duty.from_ms, duty.base)]
        for task in sorted(duty.tasks, key=lambda one: one.assigned_ms):
            self._roam(task.accepted_ms)
            self._stops += [_Stop(task.arrived_ms, task.place), _Stop(task.finished_ms, task.place)]
        self._roam(duty.to_ms)
        self._times = [stop.at_ms for stop in self._stops]

    def at(self, at_ms: int) -> Point:
        """The place at an instant."""
        number = bisect_right(self._times, at_ms)
        if number == 0:
            return self._stops[0].place
        if number == len(self._stops):
            return self._stops[-1].place
        before, after = self._stops[number - 1], self._stops[number]
        share = (at_ms - before.at_ms) / (after.at_ms - before.at_ms)
        return (
            before.place[0] + share * (after.place[0] - before.place[0]),
            before.place[1] + share * (after.place[1] - before.place[1]),
        )

    def _roam(self, until_ms: int) -> None:
        """Go round near the base, with rests, and stand still when the time comes."""
        for at_ms, place in self._rounds(until_ms):
            self._stops.append(_Stop(at_ms, place))
        self._stops.append(_Stop(max(until_ms, self._stops[-1].at_ms), self._stops[-1].place))

    def _rounds(self, until_ms: int) -> Iterator[tuple[float, Point]]:
        rng, config = self._rng, self._config
        at_ms, place = self._stops[-1]
        while True:
            leaves_ms = at_ms + rng.uniform(*config.rest_minutes) * MS_PER_MINUTE
            goal = self._goal()
            way_ms = (1 + distance_m(*place, *goal) / 1000 * config.minutes_per_km) * MS_PER_MINUTE
            if leaves_ms + way_ms >= until_ms:
                return
            yield leaves_ms, place
            at_ms, place = leaves_ms + way_ms, goal
            yield at_ms, place

    def _goal(self) -> Point:
        spread = self._config.roam_m
        goal = moved(self._duty.base, self._rng.gauss(0, spread), self._rng.gauss(0, spread))
        return goal if self._bounds.contains(*goal) else self._duty.base
