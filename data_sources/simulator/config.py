"""The numbers of a simulated city: the checked content of its simulator.yaml."""

from math import log
from pathlib import Path
from random import Random
from typing import Annotated

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from data_sources.city_files import CityFolderError
from data_sources.city_shapes import WEEKDAYS, ClockTime, Weekday
from domain.events import ComplaintClass

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
