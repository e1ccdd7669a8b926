"""The complaints of the simulated city: filed each day, and lived through to their end."""

from collections.abc import Iterator, Mapping
from datetime import date

from data_sources.simulator.arrivals import Arrivals
from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.lives import Lives
from data_sources.simulator.steps import Step
from domain.events import Stream
from domain.profile import CityProfile, UnknownCodeError
from domain.sla import LegalLimits
from geo.boundaries import Boundaries


class Complaints:
    """A plan of complaints: each one belongs to the day on which it was filed."""

    stream = Stream.COMPLAINTS

    def __init__(
        self,
        profile: CityProfile,
        config: SimulatorConfig,
        seed: int,
        boundaries: Boundaries | None,
        limits: LegalLimits,
    ) -> None:
        check_codes(profile, config)
        self.source = config.source
        self.reach_days = config.longest_life_days
        self.arrivals = Arrivals(profile, config, seed, boundaries)
        self._lives = Lives(profile, config, seed, limits)

    def steps(self, day: date) -> Iterator[Step]:
        """All that ever happens to the complaints of a day."""
        for life in self.lives(day):
            yield from life

    def lives(self, day: date) -> Iterator[list[Step]]:
        """The same, complaint by complaint."""
        return (self._lives.steps(filing) for filing in self.arrivals.filings(day))


def check_codes(profile: CityProfile, config: SimulatorConfig) -> None:
    """Every code of simulator.yaml must be one of the city."""
    categories = {*config.weather.weights, *config.weather.flood.weights, *config.district_takes}
    categories |= {code for part in (config.chronic, config.bursts) if part for code in part.weights}
    districts: Mapping[str, object] = profile.districts if profile.wards else dict(config.places.district_weights)
    checks: tuple[tuple[str, set[str], Mapping[str, object]], ...] = (
        ("category", categories | set(config.oversight_categories), profile.categories),
        ("agency", set(config.agencies) - {"default"}, profile.agencies),
        ("agency", {*config.handover.to, *config.handover.to.values()}, profile.agencies),
        ("channel", set(config.channels), dict.fromkeys(profile.channels)),
        ("district", set(config.places.district_weights), districts),
        ("agency", {"default"}, config.agencies),
        ("agency", _agencies_of_services(config), profile.agencies),
        ("service", _services(config), profile.services),
    )
    for kind, used, known in checks:
        for code in sorted(used - set(known)):
            raise UnknownCodeError(f"simulator.yaml: {kind} {code!r} is not one of {profile.name}; correct it")


def _agencies_of_services(config: SimulatorConfig) -> set[str]:
    answering = {kind.agency for kind in config.calls.emergencies.values()} if config.calls else set()
    shifts = config.field.shifts.values() if config.field else ()
    return answering | {agency for shift in shifts for agency in shift.crews}


def _services(config: SimulatorConfig) -> set[str]:
    kinds = config.queues.kinds.values() if config.queues else ()
    return {service for kind in kinds for desk in kind.desks for service in desk.services}
