"""The waits that sites without tickets post on their own screens."""

from collections.abc import Iterator
from random import Random

from data_sources.simulator.local_day import MS_PER_HOUR, MS_PER_MINUTE, LocalDay
from data_sources.simulator.service_config import PostedNumbers
from data_sources.simulator.steps import Step, whole_seconds
from domain.profile import Site
from domain.working_time import DayHours

DRIFT = 0.75
"""How much of a deviation is left at the next posting: the line does not jump."""

DEVIATION = 0.28


def posted(
    seed: int, site: Site, local: LocalDay, hours: DayHours, numbers: PostedNumbers, rng: Random
) -> Iterator[Step]:
    """One posting after another while the site serves."""
    peak_minutes = numbers.peak_minutes.draw(rng)
    busiest = max(numbers.hour_weights) or 1
    every_ms = numbers.every_minutes * MS_PER_MINUTE
    at_ms: float = local.at(hours.opens) + rng.random() * every_ms
    deviation, number = 0.0, 0
    while at_ms < local.at(hours.closes):
        deviation = deviation * DRIFT + rng.gauss(0, DEVIATION)
        usual = _weight_at((at_ms - local.midnight_ms) / MS_PER_HOUR, numbers) / busiest
        minutes = round(peak_minutes * usual * max(0.0, 1 + deviation))
        data = {"site": site.code, "wait_minutes": minutes, "waiting": round(minutes / numbers.minutes_each)}
        event_id = f"sim-{seed}-{site.code}-{local.day:%Y%m%d}-W{number:03d}"
        yield Step(whole_seconds(at_ms), event_id, "site.wait_reported", data)
        at_ms, number = at_ms + every_ms, number + 1


def _weight_at(hour: float, numbers: PostedNumbers) -> float:
    """The weight between two full hours."""
    whole = int(hour)
    here, later = numbers.hour_weights[whole], numbers.hour_weights[(whole + 1) % 24]
    return here + (later - here) * (hour - whole)
