"""Crews that move: each reports where it is every ten seconds, as it drives through the city."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from math import cos, pi, sin
from random import Random

from data_sources.simulator.places import moved
from data_sources.stream_entry import EntryFields, encode_entry
from domain.profile import Bounds

EVERY_SECONDS = 10.0
METRES_A_SECOND = (2.0, 9.0)
TURN = 0.35
"""Standard deviation of a change of direction between two reports, radians."""


@dataclass(frozen=True)
class Crew:
    """One crew on duty, and where it began."""

    crew_id: str
    agency: str
    base: tuple[float, float]


class Fleet:
    """All crews, one after another, so that each comes round after `EVERY_SECONDS`. Not thread-safe."""

    def __init__(self, crews: Sequence[Crew], bounds: Bounds, source: str, seed: int = 1) -> None:
        self._crews = crews
        self._bounds = bounds
        self._source = source
        self._rng = Random(seed)
        self._places = [crew.base for crew in crews]
        self._headings = [self._rng.uniform(0, 2 * pi) for _ in crews]
        self._reports = 0

    def __len__(self) -> int:
        return len(self._crews)

    @property
    def per_second(self) -> float:
        """How many reports the whole fleet gives in a second."""
        return len(self._crews) / EVERY_SECONDS

    def report(self, at: datetime) -> EntryFields:
        """Where the next crew is at an instant in the city's zone."""
        place = self._reports % len(self._crews)
        self._reports += 1
        lat, lon = self._drive(place)
        crew = self._crews[place]
        told = {"crew_id": crew.crew_id, "agency": crew.agency, "lat": lat, "lon": lon}
        accuracy_m = round(self._rng.uniform(4, 20), 1)
        event_id = f"bench-position-{self._reports:08d}"
        return encode_entry("position.reported", event_id, at, self._source, {**told, "accuracy_m": accuracy_m})

    def _drive(self, place: int) -> tuple[float, float]:
        """On for ten seconds; who would leave the city turns round."""
        heading = self._headings[place] + self._rng.gauss(0, TURN)
        way_m = self._rng.uniform(*METRES_A_SECOND) * EVERY_SECONDS
        there = moved(self._places[place], way_m * cos(heading), way_m * sin(heading))
        if not self._bounds.contains(*there):
            self._headings[place] = heading + pi
            return self._places[place]
        self._places[place], self._headings[place] = there, heading
        return there
