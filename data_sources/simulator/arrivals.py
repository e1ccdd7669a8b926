"""Who complains when, where and about what: the filings of each day, by habit, by rain and by flood."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random
from typing import NamedTuple

from data_sources.simulator.config import SimulatorConfig
from data_sources.simulator.dice import Mix, dice_of, random_times
from data_sources.simulator.places import Places, nearby
from domain.clock import epoch_ms
from domain.events import ComplaintClass
from domain.profile import CityProfile
from geo.boundaries import Boundaries


@dataclass(frozen=True, slots=True)
class Filing:
    """One complaint as it comes in; `original_id` is the earlier one that it repeats."""

    complaint_id: str
    at_ms: int
    category: str
    channel: str
    classification: str
    ward: str
    district: str
    point: tuple[float, float] | None
    is_flood: bool
    original_id: str = ""


@dataclass(frozen=True, slots=True)
class ChronicPlace:
    """Where the same trouble comes back."""

    ward: str
    point: tuple[float, float]


class _Occasion(NamedTuple):
    at_ms: int
    category: str
    wards: tuple[str, ...]  # any ward of the city when empty
    is_flood: bool


@dataclass(frozen=True, slots=True)
class Rain:
    """The rain of one day, local hours."""

    from_hour: float
    hours: float
    is_flood: bool


BURST_NUMBERS = 9000
"""Complaints of a burst have numbers of their own, after all others of the day."""


class Arrivals:
    """The filings of one day, from the seed and the day alone."""

    def __init__(self, profile: CityProfile, config: SimulatorConfig, seed: int, boundaries: Boundaries | None) -> None:
        self._profile = profile
        self._config = config
        self._seed = seed
        self.places = Places(profile, config.places, seed, boundaries)
        self._categories = Mix({code: category.weight for code, category in profile.categories.items()})
        self._channels = Mix(config.channels)
        self._classes = Mix({code.value: weight for code, weight in config.classes.items()})
        self._rain_categories = Mix(config.weather.weights)
        self._flood_categories = Mix(config.weather.flood.weights)
        self._chronic = self._chronic_places()

    def _chronic_places(self) -> Mapping[str, Sequence[ChronicPlace]]:
        """By category; the same ones for as long as the city's folder and the seed are the same."""
        found: dict[str, list[ChronicPlace]] = {}
        numbers = self._config.chronic
        for place in range(numbers.places if numbers else 0):
            rng = dice_of(self._seed, f"chronic:{place}")
            ward = self.places.ward(rng)
            category = Mix(numbers.weights if numbers else {}).draw(rng)
            found.setdefault(category, []).append(ChronicPlace(ward, self.places.spot(ward, rng)))
        return found

    def rain(self, day: date) -> Rain | None:
        """The rain of a local day, None when it stays dry."""
        return self._rain(day, dice_of(self._seed, day))

    def filings(self, day: date) -> list[Filing]:
        """Everything that is filed on a local day, in order."""
        rng = dice_of(self._seed, day)
        rain = self._rain(day, rng)
        occasions = [*self._usual(day, rng), *self._by_rain(day, rain, rng), *self._by_flood(day, rain, rng)]
        occasions.sort(key=lambda occasion: occasion.at_ms)
        filings: list[Filing] = []
        for number, occasion in enumerate(occasions, start=1):
            filing = self._filing(day, number, occasion, rng)
            filings.append(self._repeated(filing, filings, rng))
        filings += self._burst(day)
        return sorted(filings, key=lambda filing: filing.at_ms)

    def _burst(self, day: date) -> Iterator[Filing]:
        """On some days something happens. Dice and numbers of its own leave the rest of the day as it is."""
        numbers, rng = self._config.bursts, dice_of(self._seed, f"{day}:burst")
        if numbers is None or rng.random() >= numbers.chance:
            return
        category, ward = Mix(numbers.weights).draw(rng), self.places.ward(rng)
        begin_hour, middle = (
            rng.uniform(*numbers.from_hours),
            self.places.spot(ward, dice_of(self._seed, f"{day}:spot")),
        )
        for number in range(1, rng.randint(*numbers.complaints) + 1):
            at_ms = self._instant(day, begin_hour + rng.random() * numbers.hours)
            occasion = _Occasion(at_ms, category, (ward,), is_flood=False)
            filing = self._filing(day, BURST_NUMBERS + number, occasion, rng)
            place_dice = dice_of(self._seed, f"{filing.complaint_id}:burst")
            yield replace(filing, point=self.places.around(ward, middle, numbers.spread_m, place_dice))

    def _rain(self, day: date, rng: Random) -> Rain | None:
        weather = self._config.weather
        if rng.random() >= weather.rain_chance[day.month - 1]:
            return None
        is_flood = rng.random() < weather.flood.chance
        return Rain(rng.uniform(*weather.start_hours), rng.uniform(*weather.hours), is_flood)

    def _usual(self, day: date, rng: Random) -> Iterator[_Occasion]:
        numbers = self._config.arrivals
        total = sum(numbers.hour_weights)
        for hour, weight in enumerate(numbers.hour_weights):
            for at_ms in self._times(day, hour, 1, self._expected(day) * weight / total, rng):
                yield _Occasion(at_ms, self._categories.draw(rng), (), is_flood=False)

    def _expected(self, day: date) -> float:
        numbers, calendar = self._config.arrivals, self._profile.calendar
        is_holiday = day.weekday() in calendar.week and not calendar.is_working_day(day)
        return numbers.per_day * numbers.factor_on(day.weekday()) * (numbers.holiday_factor if is_holiday else 1)

    def _by_rain(self, day: date, rain: Rain | None, rng: Random) -> Iterator[_Occasion]:
        if rain is None:
            return
        weather = self._config.weather
        hours = rain.hours + weather.after_hours
        for at_ms in self._times(day, rain.from_hour, hours, weather.per_hour * hours, rng):
            yield _Occasion(at_ms, self._rain_categories.draw(rng), (), is_flood=False)

    def _by_flood(self, day: date, rain: Rain | None, rng: Random) -> Iterator[_Occasion]:
        if rain is None or not rain.is_flood:
            return
        flood = self._config.weather.flood
        wards = tuple(self.places.ward(rng) for _ in range(flood.wards))
        for _ in range(rng.randint(*flood.complaints)):
            at_ms = self._instant(day, rain.from_hour + rng.random() * flood.hours)
            yield _Occasion(at_ms, self._flood_categories.draw(rng), wards, is_flood=True)

    def _times(self, day: date, from_hour: float, hours: float, expected: float, rng: Random) -> Iterator[int]:
        """Instants that come at random, `expected` of them on average."""
        return (self._instant(day, from_hour + at * hours) for at in random_times(expected, rng))

    def _instant(self, day: date, hour: float) -> int:
        """A local hour of the day in whole seconds; what would fall on the next day is filed in the last second."""
        midnight = datetime.combine(day, time.min, tzinfo=self._profile.timezone)
        local = midnight + timedelta(seconds=min(int(hour * 3600), 86_399))
        return epoch_ms(local)

    def _repeated(self, filing: Filing, earlier: Sequence[Filing], rng: Random) -> Filing:
        """Now and then the same matter as an earlier complaint of the day, reported by somebody else."""
        numbers = self._config.arrivals
        chance = numbers.repeat_chance_in_flood if filing.is_flood else numbers.repeat_chance
        originals = [other for other in earlier if not other.original_id and other.is_flood == filing.is_flood]
        if not originals or rng.random() >= chance:
            return filing
        original = rng.choice(originals)
        return replace(
            filing,
            category=original.category,
            classification=original.classification,
            ward=original.ward,
            district=original.district,
            point=nearby(original.point, rng),
            original_id=original.complaint_id,
        )

    def _chronic_place(self, complaint_id: str, category: str) -> ChronicPlace | None:
        """The place of old trouble that a complaint is about, for some of the categories that have one."""
        numbers, rng = self._config.chronic, dice_of(self._seed, f"{complaint_id}:chronic")
        known = self._chronic.get(category)
        if numbers is None or not known or rng.random() >= numbers.chance:
            return None
        place = rng.choice(known)
        return replace(place, point=self.places.around(place.ward, place.point, numbers.spread_m, rng))

    def _filing(self, day: date, number: int, occasion: _Occasion, rng: Random) -> Filing:
        ward = rng.choice(occasion.wards) if occasion.wards else self.places.ward(rng)
        classification = self._classes.draw(rng)
        if occasion.category in self._config.oversight_categories:
            classification = ComplaintClass.WITH_OVERSIGHT.value
        complaint_id = f"{self._config.source.upper()}-{day:%Y%m%d}-{number:04d}"
        # Dice of its own: how often they are thrown depends on the boundaries, and the plan must not.
        point = self.places.point(ward, dice_of(self._seed, f"{complaint_id}:place"))
        chronic = None if occasion.wards else self._chronic_place(complaint_id, occasion.category)
        if chronic is not None:
            ward, point = chronic.ward, chronic.point
        return Filing(
            complaint_id=complaint_id,
            at_ms=occasion.at_ms,
            category=occasion.category,
            channel=self._channels.draw(rng),
            classification=classification,
            ward=ward,
            district=self._profile.wards[ward].district_code if ward else "",
            point=point,
            is_flood=occasion.is_flood,
        )
