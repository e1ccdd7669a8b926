"""Service queues: every site on every working day, its numbers, counters, posted waits and survey answers."""

from collections.abc import Iterator, Sequence
from datetime import date
from random import Random

from data_sources.simulator.counters import Counter, Line, Visit, staffed
from data_sources.simulator.dice import dice_of
from data_sources.simulator.local_day import MS_PER_HOUR, LocalDay
from data_sources.simulator.numbers import factor_on
from data_sources.simulator.posted_waits import posted
from data_sources.simulator.service_config import QueueNumbers, ServiceDesk, SiteNumbers
from data_sources.simulator.steps import Life, Step
from data_sources.simulator.surveys import survey
from data_sources.simulator.visitors import Crowd, Opening
from domain.clock import from_epoch_ms
from domain.events import Stream
from domain.profile import CityProfile, Site
from domain.working_time import DayHours


class QueuePlan:
    """A plan of queues: everything of a day ends on that day, only answers to surveys may come after midnight."""

    stream = Stream.QUEUES
    reach_days = 1

    def __init__(self, profile: CityProfile, config: QueueNumbers, seed: int) -> None:
        self.source = config.source
        self._profile = profile
        self._config = config
        self._seed = seed
        self._crowd = Crowd(config)
        self._sizes = {
            code: dice_of(seed, f"{code}:size").lognormvariate(0, config.site_spread) for code in profile.sites
        }

    def steps(self, day: date) -> Iterator[Step]:
        """All that happens at the sites on a local day; nothing on a site's day off."""
        local = LocalDay.of(day, self._profile.timezone)
        rushed = self._rushed(day)
        for code, site in self._profile.sites.items():
            hours = self._hours(code, day)
            if hours is None:
                continue
            rng = dice_of(self._seed, f"{day}:queue:{code}")
            if site.kind in self._config.kinds:
                yield from self._site(site, _opening(self._config.kinds[site.kind], hours, local), code in rushed, rng)
            elif site.kind in self._config.posted.site_kinds:
                yield from posted(self._seed, site, local, hours, self._config.posted, rng)

    def _hours(self, site: str, day: date) -> DayHours | None:
        """The site's own hours; the desks of one that never closes, as polyclinics, keep those of the city."""
        own = self._profile.calendar_of(site)
        return (self._profile.calendar if own.never_closes else own).hours_on(day)

    def _rushed(self, day: date) -> Sequence[str]:
        """The sites that are overrun on this day."""
        codes = [code for code, site in self._profile.sites.items() if site.kind in self._config.kinds]
        count = min(self._config.rush.sites, len(codes))
        return dice_of(self._seed, f"{day}:rush").sample(codes, count)

    def _site(self, site: Site, opening: Opening, is_rushed: bool, rng: Random) -> Iterator[Step]:
        config = self._config
        factor = self._sizes[site.code] * rng.lognormvariate(0, config.day_spread)
        factor *= factor_on(config.weekday_factor, opening.local.day.weekday())
        factor *= config.rush.factor if is_rushed else 1
        first = 1
        for place, desk in enumerate(config.kinds[site.kind].desks):
            yield from self._desk(site, desk, chr(ord("A") + place), first, factor, opening, rng)
            first += desk.counters

    def _desk(
        self, site: Site, desk: ServiceDesk, letter: str, first: int, factor: float, opening: Opening, rng: Random
    ) -> Iterator[Step]:
        counters = staffed(first, desk.counters, opening, self._config.breaks, rng)
        visitors = self._crowd.visitors(desk, desk.tickets * factor, opening, rng)
        visits = list(Line(self._config, desk.serve_minutes, opening, rng).visits(visitors, counters))
        for counter in counters:
            yield from self._turns(site, counter, opening)
        in_order = sorted(visits, key=lambda visit: visit.visitor.issued_ms)
        for number, visit in enumerate(in_order, start=1):
            ticket_id = f"{site.code}-{opening.local.day:%Y%m%d}-{letter}{number:03d}"
            yield from self._ticket(ticket_id, site, visit, rng)
            if visit.served_ms is not None and rng.random() < self._config.survey.chance:
                yield survey(self._seed, ticket_id, site, visit, self._config.survey, rng)

    def _turns(self, site: Site, counter: Counter, opening: Opening) -> Iterator[Step]:
        prefix = f"sim-{self._seed}-{site.code}-{opening.local.day:%Y%m%d}-L{counter.code}"
        for number, (name, at_ms) in enumerate(counter.turns(opening.closes_ms)):
            data = {"counter": counter.code, "site": site.code}
            yield Step(at_ms, f"{prefix}-{number:02d}", f"counter.{name}", data)

    def _ticket(self, ticket_id: str, site: Site, visit: Visit, rng: Random) -> Sequence[Step]:
        life, visitor = Life(self._seed, "ticket", ticket_id, rng), visit.visitor
        booked = {} if visitor.slot_ms is None else {"is_online": True, "slot_at": self._text_of(visitor.slot_ms)}
        life.add("issued", visitor.issued_ms, site=site.code, service=visitor.service, **booked)
        if visitor.checked_in_ms is not None:
            life.add("checked_in", visitor.checked_in_ms)
        if visit.cancelled_ms is not None:
            life.add("cancelled", visit.cancelled_ms)
        elif visit.called_ms is not None:
            life.add("called", visit.called_ms, counter=visit.counter)
            if visit.skipped_ms is not None:
                life.add("skipped", visit.skipped_ms)
            if visit.serving_ms is not None and visit.served_ms is not None:
                life.add("serving", visit.serving_ms, counter=visit.counter)
                life.add("served", visit.served_ms)
        return life.steps

    def _text_of(self, at_ms: int) -> str:
        return from_epoch_ms(at_ms).astimezone(self._profile.timezone).isoformat()


def _opening(numbers: SiteNumbers, hours: DayHours, local: LocalDay) -> Opening:
    """The hours of a kind of site, within the city's service hours; numbers end an hour before a shorter day does."""
    closes_ms = min(local.at(numbers.counters[1]), local.at(hours.closes))
    return Opening(
        local=local,
        numbers_from_ms=local.at(numbers.numbers[0]),
        numbers_to_ms=min(local.at(numbers.numbers[1]), closes_ms - MS_PER_HOUR),
        opens_ms=local.at(numbers.counters[0]),
        closes_ms=closes_ms,
    )
