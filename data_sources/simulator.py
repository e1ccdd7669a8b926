"""A believable city for demonstrations: complaints with whole lives, planned from a seed, written to the same stream.

Every day of filings is planned from (seed, day) alone and every life from (seed, complaint), so history, the live
feed and a feed that was restarted are parts of one plan, with the same event ids. Deadlines come from the city's own
policies and calendar; all numbers come from the city's simulator.yaml. Instants are milliseconds since 1970 UTC.
"""

import heapq
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from itertools import accumulate
from math import cos, log, radians, sqrt
from pathlib import Path
from random import Random
from typing import Annotated, Any, NamedTuple

import shapely
import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError
from redis import Redis

from data_sources.city_folder import WEEKDAYS, CityFolderError, ClockTime, Weekday
from data_sources.stream_entry import EntryFields, encode_entry
from domain.clock import epoch_ms, from_epoch_ms
from domain.events import ComplaintClass
from domain.profile import Bounds, CityProfile, UnknownCodeError, Ward
from domain.sla import MS_PER_MINUTE, LegalLimits, paused_deadline, stamp
from domain.working_time import Calendar, DayHours, build_calendar
from geo.boundaries import METRES_PER_DEGREE, Boundaries

MS_PER_SECOND = 1000
MS_PER_HOUR = 3_600_000
MS_PER_DAY = 86_400_000
SHORT_PROMISE_DAYS = 2
PIPELINE_ENTRIES = 500
SHAPE_TRIES = 20
WAKING_HOUR = 6
NEARBY_M = 15  # between two reports of the same thing

# --- the city's simulator.yaml

Chance = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Weights = dict[str, Amount]
WeekHours = dict[Weekday, tuple[ClockTime, ClockTime]]


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Wait(_Part):
    """A log-normal wait; the unit is that of its name."""

    median: Positive
    spread: Amount

    def draw(self, rng: Random) -> float:
        """One wait."""
        return rng.lognormvariate(log(self.median), self.spread)


class ArrivalNumbers(_Part):
    """How many complaints come, and when."""

    per_day: Amount
    weekday_factor: dict[Weekday, Amount]
    holiday_factor: Amount
    repeat_chance: Chance
    repeat_chance_in_flood: Chance
    hour_weights: Annotated[list[Amount], Field(min_length=24, max_length=24)]

    def factor_on(self, weekday: int) -> float:
        """Times the average day; Monday is 0."""
        return next((factor for name, factor in self.weekday_factor.items() if WEEKDAYS.index(name) == weekday), 1)


class PlaceNumbers(_Part):
    """Where they come from."""

    district_weights: Weights = {}
    area_exponent: float = 0.5
    spots_per_ward: Annotated[int, Field(ge=1)] = 5
    spot_chance: Chance = 0.5
    spot_spread_m: Amount = 100
    without_point_chance: Chance = 0


class FloodNumbers(_Part):
    """A burst of complaints from a few wards."""

    chance: Chance
    complaints: tuple[int, int]
    wards: Annotated[int, Field(ge=1)]
    hours: Positive
    weights: Weights
    late_chance: Chance


class WeatherNumbers(_Part):
    """What rain adds."""

    rain_chance: Annotated[list[Chance], Field(min_length=12, max_length=12)]
    start_hours: tuple[int, int]
    hours: tuple[int, int]
    after_hours: Amount
    per_hour: Amount
    weights: Weights
    flood: FloodNumbers


class OverlookedNumbers(_Part):
    """Complaints that nobody touches in time."""

    chance: Chance
    short_chance: Chance
    late_hours: Wait


class DeskNumbers(_Part):
    """The control room."""

    hours: WeekHours
    verify_minutes: Wait
    assign_minutes: Wait
    check_minutes: Wait
    overlooked: OverlookedNumbers


class TriageNumbers(_Part):
    """What becomes of complaints that go to no agency."""

    rejected: Chance
    archived: Chance
    reject_reasons: Annotated[list[str], Field(min_length=1)]


class WorkNumbers(_Part):
    """How the work goes, whoever does it."""

    pace_certainty: Positive
    late_hours: Wait
    emergency_late_share: Wait
    answer_chance: Chance
    photos: tuple[int, int]
    photos_group: str


class Habits(_Part):
    """How one agency works."""

    on_time: Chance
    pace: Annotated[float, Field(gt=0, lt=1)]
    duty: Chance


class HandoverNumbers(_Part):
    """Passing on to another agency."""

    chance: Chance
    after_hours: Wait
    to: dict[str, str]


class WaitingNumbers(_Part):
    """Asking the reporter."""

    chance: Chance
    reply_days: Wait
    silent_chance: Chance
    archive_days: Positive


class ReopeningNumbers(_Part):
    """Coming back after it was resolved."""

    chance: Chance
    after_hours: Wait
    repair_hours: Wait


class RatingNumbers(_Part):
    """What reporters think of it."""

    chance: Chance
    after_hours: Wait
    stars_on_time: Annotated[list[Amount], Field(min_length=5, max_length=5)]
    stars_late: Annotated[list[Amount], Field(min_length=5, max_length=5)]


class SimulatorConfig(_Part):
    """All numbers of a city's simulator; their units and meaning stand in its simulator.yaml."""

    source: Annotated[str, Field(min_length=1)]
    heartbeat_seconds: Positive
    longest_life_days: Annotated[int, Field(gt=0)]
    arrivals: ArrivalNumbers
    channels: Weights
    classes: dict[ComplaintClass, Amount]
    oversight_categories: list[str] = []
    places: PlaceNumbers
    weather: WeatherNumbers
    desk: DeskNumbers
    triage: TriageNumbers
    duty_hours: WeekHours
    work: WorkNumbers
    agencies: dict[str, Habits]
    district_agencies: Habits
    district_takes: dict[str, Chance] = {}
    handover: HandoverNumbers
    waiting: WaitingNumbers
    reopening: ReopeningNumbers
    rating: RatingNumbers


def load_simulator_config(path: Path) -> SimulatorConfig:
    """The numbers of a city's simulator.yaml; unknown and missing ones are named in the error."""
    try:
        return SimulatorConfig.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CityFolderError(f"{path}: expected the numbers of a simulated city, {error}") from error


# --- who complains when, where and about what


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


class _Occasion(NamedTuple):
    at_ms: int
    category: str
    wards: tuple[str, ...]  # any ward of the city when empty
    is_flood: bool


@dataclass(frozen=True, slots=True)
class _Rain:
    """The rain of one day, local hours."""

    from_hour: float
    hours: float
    is_flood: bool


def _random(seed: int, subject: object) -> Random:
    """The dice of one subject: the same ones whenever they are asked for."""
    return Random(f"{seed}:{subject}")  # noqa: S311  # a demonstration wants repeatable numbers, not secret ones


class _Mix:
    """Draws by weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._names = list(weights)
        self._cumulative = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> str:
        return rng.choices(self._names, cum_weights=self._cumulative)[0]


class _Places:
    """Where in the city complaints come from."""

    def __init__(self, profile: CityProfile, numbers: PlaceNumbers, seed: int, boundaries: Boundaries | None) -> None:
        self._profile = profile
        self._numbers = numbers
        self._shapes = _ward_shapes(boundaries)
        self._mix = _Mix(_ward_weights(profile, numbers)) if profile.wards else None
        self._spots = {code: self._ward_spots(ward, _random(seed, code)) for code, ward in profile.wards.items()}

    def ward(self, rng: Random) -> str:
        """A ward by the number of its people, as far as we know; empty in a city without wards."""
        return self._mix.draw(rng) if self._mix else ""

    def point(self, ward_code: str, rng: Random) -> tuple[float, float] | None:
        """A latitude and longitude in the ward, or None for a complaint that names none."""
        numbers = self._numbers
        if rng.random() < numbers.without_point_chance:
            return None
        if not ward_code:
            return _point_in(self._profile.bounds, rng)
        if rng.random() >= numbers.spot_chance:
            return self._anywhere(self._profile.wards[ward_code], rng)
        spot = rng.choice(self._spots[ward_code])
        near = _moved(spot, rng.gauss(0, numbers.spot_spread_m), rng.gauss(0, numbers.spot_spread_m))
        return near if self._holds(ward_code, near) else spot

    def _ward_spots(self, ward: Ward, rng: Random) -> list[tuple[float, float]]:
        return [self._anywhere(ward, rng) for _ in range(self._numbers.spots_per_ward)]

    def _anywhere(self, ward: Ward, rng: Random) -> tuple[float, float]:
        """A point in the ward's outline; without one, not far from its inner point."""
        centre, reach_m = (ward.lat, ward.lon), sqrt(ward.area_km2) * 1000
        shape = self._shapes.get(ward.code)
        for _ in range(SHAPE_TRIES if shape is not None else 1):
            if shape is None:
                near = _moved(centre, rng.uniform(-0.3, 0.3) * reach_m, rng.uniform(-0.3, 0.3) * reach_m)
            else:
                west, south, east, north = shape.bounds
                near = _point_in(Bounds(south, west, north, east), rng)
            if self._holds(ward.code, near):
                return near
        return centre

    def _holds(self, ward_code: str, point: tuple[float, float]) -> bool:
        if not self._profile.bounds.contains(*point):
            return False
        shape = self._shapes.get(ward_code)
        return shape is None or bool(shapely.contains_xy(shape, point[1], point[0]))


def _ward_shapes(boundaries: Boundaries | None) -> dict[str, shapely.geometry.base.BaseGeometry]:
    features = boundaries.wards["features"] if boundaries else []
    shapes = {str(each["properties"]["code"]): shapely.geometry.shape(each["geometry"]) for each in features}
    for shape in shapes.values():
        shapely.prepare(shape)
    return shapes


def _ward_weights(profile: CityProfile, numbers: PlaceNumbers) -> dict[str, float]:
    """Each district's weight, divided among its wards."""
    sizes = {code: ward.area_km2**numbers.area_exponent for code, ward in profile.wards.items()}
    totals = dict.fromkeys(profile.districts, 0.0)
    for code, ward in profile.wards.items():
        totals[ward.district_code] += sizes[code]
    return {
        code: numbers.district_weights.get(ward.district_code, 1) * sizes[code] / totals[ward.district_code]
        for code, ward in profile.wards.items()
    }


def _moved(point: tuple[float, float], north_m: float, east_m: float) -> tuple[float, float]:
    lat, lon = point
    east_degrees = east_m / (METRES_PER_DEGREE * cos(radians(lat)))
    return round(lat + north_m / METRES_PER_DEGREE, 6), round(lon + east_degrees, 6)


def _near(point: tuple[float, float] | None, rng: Random) -> tuple[float, float] | None:
    """Where somebody else says it is."""
    return point and _moved(point, rng.gauss(0, NEARBY_M), rng.gauss(0, NEARBY_M))


def _point_in(bounds: Bounds, rng: Random) -> tuple[float, float]:
    lat, lon = rng.uniform(bounds.south, bounds.north), rng.uniform(bounds.west, bounds.east)
    return round(lat, 6), round(lon, 6)


class _Arrivals:
    """The filings of one day, from the seed and the day alone."""

    def __init__(self, profile: CityProfile, config: SimulatorConfig, seed: int, boundaries: Boundaries | None) -> None:
        self._profile = profile
        self._config = config
        self._seed = seed
        self._places = _Places(profile, config.places, seed, boundaries)
        self._categories = _Mix({code: category.weight for code, category in profile.categories.items()})
        self._channels = _Mix(config.channels)
        self._classes = _Mix({code.value: weight for code, weight in config.classes.items()})
        self._rain_categories = _Mix(config.weather.weights)
        self._flood_categories = _Mix(config.weather.flood.weights)

    def filings(self, day: date) -> list[Filing]:
        """Everything that is filed on a local day, in order."""
        rng = _random(self._seed, day)
        rain = self._rain(day, rng)
        occasions = [*self._usual(day, rng), *self._by_rain(day, rain, rng), *self._by_flood(day, rain, rng)]
        occasions.sort(key=lambda occasion: occasion.at_ms)
        filings: list[Filing] = []
        for number, occasion in enumerate(occasions, start=1):
            filing = self._filing(day, number, occasion, rng)
            filings.append(self._repeated(filing, filings, rng))
        return filings

    def _rain(self, day: date, rng: Random) -> _Rain | None:
        weather = self._config.weather
        if rng.random() >= weather.rain_chance[day.month - 1]:
            return None
        is_flood = rng.random() < weather.flood.chance
        return _Rain(rng.uniform(*weather.start_hours), rng.uniform(*weather.hours), is_flood)

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

    def _by_rain(self, day: date, rain: _Rain | None, rng: Random) -> Iterator[_Occasion]:
        if rain is None:
            return
        weather = self._config.weather
        hours = rain.hours + weather.after_hours
        for at_ms in self._times(day, rain.from_hour, hours, weather.per_hour * hours, rng):
            yield _Occasion(at_ms, self._rain_categories.draw(rng), (), is_flood=False)

    def _by_flood(self, day: date, rain: _Rain | None, rng: Random) -> Iterator[_Occasion]:
        if rain is None or not rain.is_flood:
            return
        flood = self._config.weather.flood
        wards = tuple(self._places.ward(rng) for _ in range(flood.wards))
        for _ in range(rng.randint(*flood.complaints)):
            at_ms = self._instant(day, rain.from_hour + rng.random() * flood.hours)
            yield _Occasion(at_ms, self._flood_categories.draw(rng), wards, is_flood=True)

    def _times(self, day: date, from_hour: float, hours: float, expected: float, rng: Random) -> Iterator[int]:
        """Instants that come at random, `expected` of them on average."""
        if expected <= 0:
            return
        at = rng.expovariate(expected)
        while at < 1:
            yield self._instant(day, from_hour + at * hours)
            at += rng.expovariate(expected)

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
            point=_near(original.point, rng),
            original_id=original.complaint_id,
        )

    def _filing(self, day: date, number: int, occasion: _Occasion, rng: Random) -> Filing:
        ward = rng.choice(occasion.wards) if occasion.wards else self._places.ward(rng)
        classification = self._classes.draw(rng)
        if occasion.category in self._config.oversight_categories:
            classification = ComplaintClass.WITH_OVERSIGHT.value
        complaint_id = f"{self._config.source.upper()}-{day:%Y%m%d}-{number:04d}"
        return Filing(
            complaint_id=complaint_id,
            at_ms=occasion.at_ms,
            category=occasion.category,
            channel=self._channels.draw(rng),
            classification=classification,
            ward=ward,
            district=self._profile.wards[ward].district_code if ward else "",
            # Dice of its own: how often they are thrown depends on the boundaries, and the plan must not.
            point=self._places.point(ward, _random(self._seed, f"{complaint_id}:place")),
            is_flood=occasion.is_flood,
        )


# --- what becomes of a complaint


class Step(NamedTuple):
    """One fact of a complaint's life. Sorts by time, then id."""

    at_ms: int
    event_id: str
    type: str
    data: dict[str, Any]


class _Life:
    """The steps of one complaint so far; time never runs back, nor past the longest life."""

    def __init__(self, seed: int, filing: Filing, longest_ms: int, rng: Random) -> None:
        self.steps: list[Step] = []
        self.rng = rng
        self._filing = filing
        self._last_ms = filing.at_ms + longest_ms
        self._id = f"sim-{seed}-{filing.complaint_id}"

    def add(self, name: str, at_ms: float, **data: object) -> int:
        """Add `complaint.<name>`, at least a second after the step before it; returns its instant."""
        after_ms = self.steps[-1].at_ms + MS_PER_SECOND if self.steps else 0
        whole_ms = int(at_ms) // MS_PER_SECOND * MS_PER_SECOND
        at = min(max(whole_ms, after_ms), self._last_ms)
        event_id = f"{self._id}-{len(self.steps):02d}"
        self.steps.append(Step(at, event_id, f"complaint.{name}", {"complaint_id": self._filing.complaint_id, **data}))
        return at


class _Lives:
    """Lives complaints through, by the habits of the control room and the agencies."""

    def __init__(self, profile: CityProfile, config: SimulatorConfig, seed: int, limits: LegalLimits) -> None:
        self._profile = profile
        self._config = config
        self._seed = seed
        self._limits = limits
        self._desk = _calendar(profile, config.desk.hours)
        self._duty = _calendar(profile, config.duty_hours)
        self._district_agency = {
            agency.district_code: agency.code for agency in profile.agencies.values() if agency.district_code
        }

    def steps(self, filing: Filing) -> list[Step]:
        """All that ever happens to a complaint."""
        rng = _random(self._seed, filing.complaint_id)
        life = _Life(self._seed, filing, self._config.longest_life_days * MS_PER_DAY, rng)
        life.add("filed", filing.at_ms, **_filed_data(filing))
        policy = self._profile.categories[filing.category].policy_on(self._day(filing))
        if policy.resolution_minutes is None:
            self._live_usual(life, filing)
        else:
            self._live_emergency(life, filing, policy.resolution_minutes * MS_PER_MINUTE)
        return life.steps

    def _day(self, filing: Filing) -> date:
        return self._profile.calendar.local_date(from_epoch_ms(filing.at_ms))

    # emergencies: minutes, at any hour

    def _live_emergency(self, life: _Life, filing: Filing, promised_ms: int) -> None:
        rng, config = life.rng, self._config
        agency = self._lead(filing)
        habits = self._habits(agency)
        on_time = habits.on_time - (config.weather.flood.late_chance if filing.is_flood else 0)
        share = self._share(habits, rng)
        if rng.random() >= on_time:
            share = 1 + config.work.emergency_late_share.draw(rng)
        taken_ms = share * promised_ms
        looked_at = filing.at_ms + taken_ms * rng.uniform(0.03, 0.12)
        if self._is_set_aside(life, filing, looked_at):
            return
        life.add("verified", looked_at)
        life.add("assigned", filing.at_ms + taken_ms * rng.uniform(0.13, 0.18), agency=agency)
        life.add("started", filing.at_ms + taken_ms * rng.uniform(0.25, 0.55))
        life.add("completed", filing.at_ms + taken_ms * rng.uniform(0.80, 0.93), **self._evidence(filing, agency, rng))
        resolved = life.add("resolved", filing.at_ms + taken_ms)
        self._rate(life, resolved, is_on_time=share <= 1)

    # all others: working days

    def _live_usual(self, life: _Life, filing: Filing) -> None:
        rng, config = life.rng, self._config
        policy = self._profile.categories[filing.category].policy_on(self._day(filing))
        deadlines = stamp(
            filing.at_ms, policy, ComplaintClass(filing.classification), self._profile.calendar, self._limits
        )
        is_short = policy.resolution_days <= SHORT_PROMISE_DAYS
        verified = self._first_look(filing.at_ms, deadlines.response_legal_ms, is_short, rng)
        if self._is_set_aside(life, filing, verified):
            return
        life.add("verified", verified)
        assigned = self._desk.add_service_ms(verified, int(config.desk.assign_minutes.draw(rng) * MS_PER_MINUTE))
        agency, assigned = self._assign(life, filing, assigned)
        habits = self._habits(agency)
        hours = self._duty if rng.random() < habits.duty else self._profile.calendar
        begun, due_ms, is_silent = self._ask_reporter(life, assigned, deadlines.resolution_due_ms, hours)
        if is_silent:
            return
        on_time = rng.random() < habits.on_time
        resolved = self._solve(life, filing, agency, _Window(begun, due_ms, hours), on_time)
        resolved = self._reopen(life, resolved, hours)
        self._rate(life, resolved, resolved <= due_ms)

    def _first_look(self, filed_ms: int, limit_ms: int, is_short: bool, rng: Random) -> int:
        """When the control room verifies: mostly soon, now and then after the legal limit."""
        desk = self._config.desk
        if rng.random() < (desk.overlooked.short_chance if is_short else desk.overlooked.chance):
            late_ms = int(desk.overlooked.late_hours.draw(rng) * MS_PER_HOUR)
            return self._profile.calendar.add_service_ms(limit_ms, late_ms)
        return self._desk.add_service_ms(filed_ms, int(desk.verify_minutes.draw(rng) * MS_PER_MINUTE))

    def _is_set_aside(self, life: _Life, filing: Filing, at_ms: float) -> bool:
        """Whether the complaint ends when the control room looks at it."""
        rng, triage = life.rng, self._config.triage
        drawn = rng.random()
        if filing.original_id:
            life.add("duplicate", at_ms, original_id=filing.original_id)
        elif drawn < triage.rejected:
            life.add("rejected", at_ms, reason=rng.choice(triage.reject_reasons))
        elif drawn < triage.rejected + triage.archived:
            life.add("archived", at_ms)
        else:
            return False
        return True

    def _assign(self, life: _Life, filing: Filing, at_ms: int) -> tuple[str, int]:
        """The agency that does the work in the end, and since when it has the complaint."""
        rng, handover = life.rng, self._config.handover
        agency = self._lead(filing)
        if rng.random() < self._config.district_takes.get(filing.category, 0):
            agency = self._district_agency.get(filing.district, agency)
        assigned = life.add("assigned", at_ms, agency=agency)
        successor = handover.to.get(agency)
        if successor is None or rng.random() >= handover.chance:
            return agency, assigned
        after_ms = int(handover.after_hours.draw(rng) * MS_PER_HOUR)
        return successor, life.add(
            "assigned", self._profile.calendar.add_service_ms(assigned, after_ms), agency=successor
        )

    def _ask_reporter(self, life: _Life, assigned: int, due_ms: int, hours: Calendar) -> tuple[int, int, bool]:
        """When the work can go on, until when, and whether it never does since the reporter stays silent."""
        rng, waiting = life.rng, self._config.waiting
        window_ms = hours.service_ms_between(assigned, due_ms)
        if rng.random() >= waiting.chance or window_ms <= 0:
            return assigned, due_ms, False
        life.add("started", hours.add_service_ms(assigned, int(window_ms * rng.uniform(0.05, 0.25))))
        asked = life.add("waiting_reporter", hours.add_service_ms(assigned, int(window_ms * rng.uniform(0.3, 0.5))))
        if rng.random() < waiting.silent_chance:
            life.add("archived", asked + waiting.archive_days * MS_PER_DAY)
            return asked, due_ms, True
        reply_ms = asked + min(waiting.reply_days.draw(rng), waiting.archive_days) * MS_PER_DAY
        resumed = life.add("resumed", self._awake(reply_ms))
        return resumed, paused_deadline(due_ms, asked, resumed, self._profile.calendar), False

    def _solve(self, life: _Life, filing: Filing, agency: str, window: "_Window", on_time: bool) -> int:
        """Work, complete and check; returns the instant it is resolved."""
        rng, work = life.rng, self._config.work
        completed = self._completion(window, self._habits(agency), on_time, rng)
        worked_ms = window.hours.service_ms_between(window.from_ms, completed)
        if not any(step.type == "complaint.started" for step in life.steps):
            life.add("started", window.hours.add_service_ms(window.from_ms, int(worked_ms * rng.uniform(0.1, 0.6))))
        if rng.random() < work.answer_chance:
            life.add("answered", window.hours.add_service_ms(window.from_ms, int(worked_ms * rng.uniform(0.6, 0.95))))
        completed = life.add("completed", completed, **self._evidence(filing, agency, rng))
        check_ms = int(self._config.desk.check_minutes.draw(rng) * MS_PER_MINUTE)
        checked = self._desk.add_service_ms(completed, check_ms)
        if on_time and completed < window.due_ms < checked:
            checked = completed + int((window.due_ms - completed) * rng.uniform(0.3, 0.9))
        return life.add("resolved", checked)

    def _completion(self, window: "_Window", habits: Habits, on_time: bool, rng: Random) -> int:
        usable_ms = window.hours.service_ms_between(window.from_ms, window.due_ms)
        if on_time and usable_ms > MS_PER_HOUR:
            return window.hours.add_service_ms(window.from_ms, int(usable_ms * self._share(habits, rng)))
        late_ms = int(self._config.work.late_hours.draw(rng) * MS_PER_HOUR)
        return window.hours.add_service_ms(max(window.from_ms, window.due_ms), late_ms)

    def _reopen(self, life: _Life, resolved: int, hours: Calendar) -> int:
        rng, numbers = life.rng, self._config.reopening
        if rng.random() >= numbers.chance:
            return resolved
        reopened = life.add("reopened", self._awake(resolved + numbers.after_hours.draw(rng) * MS_PER_HOUR))
        repair_ms = numbers.repair_hours.draw(rng) * MS_PER_HOUR
        life.add("started", hours.add_service_ms(reopened, int(repair_ms * 0.3)))
        life.add("completed", hours.add_service_ms(reopened, int(repair_ms)))
        return life.add("resolved", self._desk.add_service_ms(life.steps[-1].at_ms, MS_PER_HOUR))

    def _rate(self, life: _Life, resolved: int, is_on_time: bool) -> None:
        rng, rating = life.rng, self._config.rating
        if rng.random() < rating.chance:
            weights = rating.stars_on_time if is_on_time else rating.stars_late
            stars = rng.choices((1, 2, 3, 4, 5), weights)[0]
            life.add("rated", self._awake(resolved + rating.after_hours.draw(rng) * MS_PER_HOUR), stars=stars)

    def _awake(self, at_ms: float) -> float:
        """When a citizen does what comes to mind at an instant: those of the small hours wait for the morning."""
        hour = from_epoch_ms(int(at_ms)).astimezone(self._profile.timezone).hour
        return at_ms + WAKING_HOUR * MS_PER_HOUR if hour < WAKING_HOUR else at_ms

    # who and how

    def _lead(self, filing: Filing) -> str:
        return self._profile.lead_agency(filing.category, filing.ward or None, self._day(filing))

    def _habits(self, agency_code: str) -> Habits:
        agency = self._profile.agencies[agency_code]
        usual = self._config.district_agencies if agency.district_code else self._config.agencies["default"]
        return self._config.agencies.get(agency_code, usual)

    def _share(self, habits: Habits, rng: Random) -> float:
        """The share of the time up to the deadline that is used when it is kept."""
        certainty = self._config.work.pace_certainty
        return rng.betavariate(habits.pace * certainty, (1 - habits.pace) * certainty)

    def _evidence(self, filing: Filing, agency: str, rng: Random) -> dict[str, object]:
        work = self._config.work
        if self._profile.agencies[agency].group != work.photos_group:
            return {}
        place = _place_data(_near(filing.point, rng))
        return {"photos_before": rng.randint(*work.photos), "photos_after": rng.randint(*work.photos), **place}


@dataclass(frozen=True, slots=True)
class _Window:
    """The time an agency has, and the hours in which it works."""

    from_ms: int
    due_ms: int
    hours: Calendar


def _calendar(profile: CityProfile, week: WeekHours) -> Calendar:
    """Hours without holidays, over the years of the city's own calendar."""
    hours = {WEEKDAYS.index(day): DayHours(opens, closes) for day, (opens, closes) in week.items()}
    first, last = profile.calendar.first_day.year, profile.calendar.last_day.year
    return build_calendar(profile.timezone, first, last, {}, hours)


def _filed_data(filing: Filing) -> dict[str, object]:
    data: dict[str, object] = {
        "category": filing.category,
        "channel": filing.channel,
        "classification": filing.classification,
        **_place_data(filing.point),
    }
    if filing.ward:
        data["ward"] = filing.ward
    return data


def _place_data(point: tuple[float, float] | None) -> dict[str, object]:
    return {} if point is None else {"lat": point[0], "lon": point[1]}


# --- one plan, delivered in order


@dataclass(frozen=True, slots=True)
class _Outage:
    source: str
    from_ms: int
    to_ms: int

    def holds(self, source: str, at_ms: int) -> bool:
        return source == self.source and self.from_ms <= at_ms < self.to_ms


class Simulator:
    """One simulated city: its history, and then what happens as time goes on. Not thread-safe."""

    def __init__(
        self,
        profile: CityProfile,
        config: SimulatorConfig,
        seed: int,
        boundaries: Boundaries | None = None,
        limits: LegalLimits | None = None,
    ) -> None:
        _check_codes(profile, config)
        self.config = config
        self._profile = profile
        self._seed = seed
        self._arrivals = _Arrivals(profile, config, seed, boundaries)
        self._lives = _Lives(profile, config, seed, limits or LegalLimits())
        self._outages: list[_Outage] = []
        self._waiting: list[tuple[int, Step]] = []  # a heap of (delivered at, step)
        self._next_day: date | None = None

    def history(self, until: datetime, days: int = 120) -> Iterator[EntryFields]:
        """All entries up to `until`, of a city that began `days` days before; `due_until` goes on from there."""
        self._begin(self._profile.calendar.local_date(until) - timedelta(days=days))
        return iter(self.due_until(until))

    def resume(self, start_from: datetime, first_day: date | None = None) -> None:
        """Go on after an instant up to which everything was delivered.

        `first_day` is needed only where the history was shorter than the longest life of a complaint.
        """
        day = self._profile.calendar.local_date(start_from) - timedelta(days=self.config.longest_life_days)
        self._begin(max(day, first_day) if first_day else day)
        self._plan_until(start_from)
        start_ms = epoch_ms(start_from)
        self._waiting = [waiting for waiting in self._waiting if waiting[0] > start_ms]
        heapq.heapify(self._waiting)

    def due_until(self, now: datetime) -> list[EntryFields]:
        """The entries that have come due since the last call, in the order of their delivery."""
        self._plan_until(now)
        now_ms = epoch_ms(now)
        due: list[EntryFields] = []
        while self._waiting and self._waiting[0][0] <= now_ms:
            delivered_ms, step = heapq.heappop(self._waiting)
            later_ms = self._delivery_ms(delivered_ms)
            if later_ms > delivered_ms:
                heapq.heappush(self._waiting, (later_ms, step))
            else:
                due.append(self._entry(step))
        return due

    def outage(self, source: str, from_: datetime, to: datetime) -> None:
        """A source falls silent from one instant to another: no heartbeats, and its entries arrive afterwards."""
        if source != self.config.source:
            raise ValueError(f"outage of {source!r}: expected the source {self.config.source!r}; correct the name")
        if from_ >= to:
            raise ValueError(f"outage of {source!r}: expected an end after {from_}, got {to}; swap them")
        self._outages.append(_Outage(source, epoch_ms(from_), epoch_ms(to)))

    def complete_until(self, now: datetime) -> datetime:
        """The instant to resume from after a restart: all up to it is delivered, an outage's held entries included."""
        now_ms = epoch_ms(now)
        held = [outage.from_ms - 1 for outage in self._outages if outage.from_ms <= now_ms < outage.to_ms]
        return from_epoch_ms(min([now_ms, *held]))

    def heartbeat(self, now: datetime) -> EntryFields | None:
        """A sign of life of the source at `now`, None while it is out."""
        source, now_ms = self.config.source, epoch_ms(now)
        if any(outage.holds(source, now_ms) for outage in self._outages):
            return None
        data = {"producer": source, "interval_seconds": self.config.heartbeat_seconds, "simulated": True}
        event_id = f"sim-{self._seed}-heartbeat-{now_ms}"
        return encode_entry("heartbeat", event_id, now.astimezone(self._profile.timezone), source, data)

    def _begin(self, first_day: date) -> None:
        self._waiting = []
        self._next_day = max(first_day, self._profile.calendar.first_day + timedelta(days=1))

    def _plan_until(self, now: datetime) -> None:
        """Plan every day up to today, whole."""
        if self._next_day is None:
            raise RuntimeError("the simulated city has not begun; call history() or resume() first")
        today = self._profile.calendar.local_date(now)
        while self._next_day <= today:
            for step in self._steps_of(self._next_day):
                heapq.heappush(self._waiting, (step.at_ms, step))
            self._next_day += timedelta(days=1)

    def _steps_of(self, day: date) -> Iterator[Step]:
        for filing in self._arrivals.filings(day):
            yield from self._lives.steps(filing)

    def _delivery_ms(self, at_ms: int) -> int:
        source = self.config.source
        return max([at_ms, *(outage.to_ms for outage in self._outages if outage.holds(source, at_ms))])

    def _entry(self, step: Step) -> EntryFields:
        at = from_epoch_ms(step.at_ms).astimezone(self._profile.timezone)
        return encode_entry(step.type, step.event_id, at, self.config.source, step.data)


def _check_codes(profile: CityProfile, config: SimulatorConfig) -> None:
    """Every code of simulator.yaml must be one of the city."""
    categories = {*config.weather.weights, *config.weather.flood.weights, *config.district_takes}
    districts: Mapping[str, object] = profile.districts if profile.wards else dict(config.places.district_weights)
    checks: tuple[tuple[str, set[str], Mapping[str, object]], ...] = (
        ("category", categories | set(config.oversight_categories), profile.categories),
        ("agency", set(config.agencies) - {"default"}, profile.agencies),
        ("agency", {*config.handover.to, *config.handover.to.values()}, profile.agencies),
        ("channel", set(config.channels), dict.fromkeys(profile.channels)),
        ("district", set(config.places.district_weights), districts),
        ("agency", {"default"}, config.agencies),
    )
    for kind, used, known in checks:
        for code in sorted(used - set(known)):
            raise UnknownCodeError(f"simulator.yaml: {kind} {code!r} is not one of {profile.name}; correct it")


class SimulatorFeed:
    """Writes a simulated city to its stream: what has come due, and heartbeats. Calls come from one thread."""

    def __init__(
        self,
        simulator: Simulator,
        client: Redis,
        stream_key: str,
        monotonic: Callable[[], float],
        start_from: datetime | None = None,
        first_day: date | None = None,
    ) -> None:
        """With `start_from` it goes on after that instant; without, the simulator has told its history already."""
        self._simulator = simulator
        self._client = client
        self._key = stream_key
        self._monotonic = monotonic
        self._unsent: list[EntryFields] = []
        self._beat_after: float | None = None
        if start_from is not None:
            simulator.resume(start_from, first_day)

    def step(self, now: datetime) -> int:
        """Write what is due at `now`; returns how many entries were written.

        When Redis is away it raises `redis.RedisError` and keeps what it has for the next step. A batch whose reply
        was lost is written again under the same ids.
        """
        self._unsent += self._simulator.due_until(now)
        written = 0
        while self._unsent:
            batch = self._unsent[:PIPELINE_ENTRIES]
            self._write(batch)
            del self._unsent[: len(batch)]
            written += len(batch)
        return written + self._beat(now)

    def _beat(self, now: datetime) -> int:
        """A heartbeat when one is due by the real clock, whatever the speed of the city's."""
        elapsed = self._monotonic()
        if self._beat_after is not None and elapsed < self._beat_after:
            return 0
        entry = self._simulator.heartbeat(now)
        if entry is not None:
            self._write([entry])
        self._beat_after = elapsed + self._simulator.config.heartbeat_seconds
        return int(entry is not None)

    def _write(self, entries: Sequence[EntryFields]) -> None:
        with self._client.pipeline(transaction=True) as pipeline:
            for entry in entries:
                pipeline.xadd(self._key, dict(entry.items()))
            pipeline.execute()
