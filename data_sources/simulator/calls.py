"""Calls to 112: many ask or play, a few are emergencies to which units are sent."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from random import Random

from data_sources.simulator.arrivals import Arrivals, Rain
from data_sources.simulator.dice import Mix, dice_of, random_times
from data_sources.simulator.local_day import MS_PER_MINUTE, LocalDay
from data_sources.simulator.service_config import CallNumbers, EmergencyNumbers
from data_sources.simulator.steps import MS_PER_SECOND, Life, Step
from domain.events import Stream
from domain.profile import CityProfile

FLOOD = "flood"
SHORTEST_RESPONSE_MINUTES = 3.0


@dataclass(slots=True)
class _Fleet:
    """The units of one kind, and until when each is away (milliseconds since 1970 UTC)."""

    kind: str
    size: int
    away_until: dict[int, int] = field(default_factory=dict)

    def take(self, at_ms: int, rng: Random) -> int:
        """A unit that is free, else the one that will be first."""
        free = [unit for unit in range(1, self.size + 1) if self.away_until.get(unit, 0) <= at_ms]
        return rng.choice(free) if free else min(self.away_until, key=lambda unit: self.away_until[unit])


class CallPlan:
    """A plan of calls to 112: each one belongs to the day on which it came in."""

    stream = Stream.COMPLAINTS
    reach_days = 1

    def __init__(self, profile: CityProfile, config: CallNumbers, seed: int, arrivals: Arrivals) -> None:
        self.source = config.source
        self._profile = profile
        self._config = config
        self._seed = seed
        self._arrivals = arrivals
        self._others = Mix(config.others)
        self._kinds = Mix({code: kind.weight for code, kind in config.emergencies.items()})

    def steps(self, day: date) -> Iterator[Step]:
        """All calls of a local day, to their end."""
        rng, rings = dice_of(self._seed, f"{day}:calls"), dice_of(self._seed, f"{day}:rings")
        rain = self._arrivals.rain(day)
        fleets = {kind: _Fleet(kind, size) for kind, size in self._config.fleet.items()}
        for number, (at_ms, category) in enumerate(sorted(self._received(day, rain, rng)), start=1):
            life = Life(self._seed, "call", f"112-{day:%Y%m%d}-{number:04d}", rng)
            rang = self._rang(rings)
            if category in self._config.emergencies:
                self._live_emergency(life, at_ms, category, fleets, rang)
            else:
                life.add("received", at_ms, category=category, is_emergency=False, **rang)
                life.add("closed", at_ms + self._config.talk_seconds.draw(rng) * MS_PER_SECOND, outcome="answered")
            yield from life.steps

    def _received(self, day: date, rain: Rain | None, rng: Random) -> Iterator[tuple[int, str]]:
        """When each call came in, and about what."""
        config, local = self._config, LocalDay.of(day, self._profile.timezone)
        total = sum(config.hour_weights)
        for hour, weight in enumerate(config.hour_weights):
            is_wet = rain is not None and rain.from_hour <= hour < rain.from_hour + rain.hours
            expected = config.per_day * weight / total * (config.rain_factor if is_wet else 1)
            for share in random_times(expected, rng):
                is_emergency = rng.random() < config.emergency_share
                yield local.at_hour(hour + share), (self._kinds if is_emergency else self._others).draw(rng)
        if rain is not None and rain.is_flood and FLOOD in config.emergencies:
            for _ in range(rng.randint(*config.flood_calls)):
                yield min(local.at_hour(rain.from_hour + rng.random() * 3), local.at_hour(24) - MS_PER_SECOND), FLOOD

    def _rang(self, rng: Random) -> dict[str, object]:
        """How long a call rang, in a city that tells it; with dice of its own, so that all else stays as it is."""
        wait = self._config.ring_seconds
        return {} if wait is None else {"ring_seconds": round(wait.draw(rng), 1)}

    def _live_emergency(
        self, life: Life, at_ms: int, category: str, fleets: dict[str, _Fleet], rang: dict[str, object]
    ) -> None:
        rng, config, kind = life.rng, self._config, self._config.emergencies[category]
        ward = self._arrivals.places.ward(rng)
        lat, lon = self._arrivals.places.spot(ward, rng)
        place = {**rang, **({"ward": ward} if ward else {})}
        received = life.add("received", at_ms, category=category, is_emergency=True, lat=lat, lon=lon, **place)
        dispatched = received + config.dispatch_seconds.draw(rng) * MS_PER_SECOND
        if rng.random() < config.withdrawn_chance:
            life.add("closed", dispatched, outcome="withdrawn")
            return
        self._answer(life, int(dispatched), received, kind, fleets[kind.unit])

    def _answer(self, life: Life, dispatched: int, received: int, kind: EmergencyNumbers, fleet: _Fleet) -> None:
        """The first unit arrives after the time of response, others a little later."""
        rng = life.rng
        response = max(kind.response_minutes.draw(rng), SHORTEST_RESPONSE_MINUTES)
        arrived = max(received + response * MS_PER_MINUTE, dispatched + MS_PER_MINUTE)
        closed = arrived + kind.scene_minutes.draw(rng) * MS_PER_MINUTE
        units: list[int] = []
        for _ in range(min(rng.randint(*kind.units), fleet.size)):
            unit = fleet.take(dispatched, rng)
            fleet.away_until[unit] = int(closed)
            if unit not in units:
                units.append(unit)
        names = [f"{fleet.kind}-{unit:02d}" for unit in units]
        for name in names:
            life.add("dispatched", dispatched, unit_id=name, agency=kind.agency)
        for place, name in enumerate(names):
            life.add("arrived", arrived + place * rng.uniform(1, 5) * MS_PER_MINUTE, unit_id=name)
        life.add("closed", closed, outcome="handled")
