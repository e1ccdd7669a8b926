"""The numbers of a simulated city: the checked content of its simulator.yaml."""

from pathlib import Path
from typing import Annotated

import yaml
from pydantic import Field, ValidationError

from data_sources.city_files import CityFolderError
from data_sources.city_shapes import ClockTime, Weekday
from data_sources.simulator.activity_config import AttendanceNumbers, FieldNumbers
from data_sources.simulator.numbers import Amount, Chance, HourWeights, Part, Positive, Wait, Weights, factor_on
from data_sources.simulator.service_config import CallNumbers, QueueNumbers
from domain.events import ComplaintClass

WeekHours = dict[Weekday, tuple[ClockTime, ClockTime]]


class ArrivalNumbers(Part):
    """How many complaints come, and when."""

    per_day: Amount
    weekday_factor: dict[Weekday, Amount]
    holiday_factor: Amount
    repeat_chance: Chance
    repeat_chance_in_flood: Chance
    hour_weights: HourWeights

    def factor_on(self, weekday: int) -> float:
        """Times the average day; Monday is 0."""
        return factor_on(self.weekday_factor, weekday)


class PlaceNumbers(Part):
    """Where they come from."""

    district_weights: Weights = Field(default_factory=dict)
    area_exponent: float = 0.5
    spots_per_ward: Annotated[int, Field(ge=1)] = 5
    spot_chance: Chance = 0.5
    spot_spread_m: Amount = 100
    without_point_chance: Chance = 0


class ChronicNumbers(Part):
    """Places where the same trouble comes back."""

    places: Annotated[int, Field(ge=1)]
    chance: Chance
    spread_m: Amount
    weights: Weights


class BurstNumbers(Part):
    """Something happens, and several people report it within a short time."""

    chance: Chance
    complaints: tuple[int, int]
    spread_m: Amount
    from_hours: tuple[float, float]
    hours: Positive
    weights: Weights


class FloodNumbers(Part):
    """A burst of complaints from a few wards."""

    chance: Chance
    complaints: tuple[int, int]
    wards: Annotated[int, Field(ge=1)]
    hours: Positive
    weights: Weights
    late_chance: Chance


class WeatherNumbers(Part):
    """What rain adds."""

    rain_chance: Annotated[list[Chance], Field(min_length=12, max_length=12)]
    start_hours: tuple[int, int]
    hours: tuple[int, int]
    after_hours: Amount
    per_hour: Amount
    weights: Weights
    flood: FloodNumbers


class OverlookedNumbers(Part):
    """Complaints that nobody touches in time."""

    chance: Chance
    short_chance: Chance
    late_hours: Wait


class DeskNumbers(Part):
    """The control room."""

    hours: WeekHours
    verify_minutes: Wait
    assign_minutes: Wait
    check_minutes: Wait
    overlooked: OverlookedNumbers


class TriageNumbers(Part):
    """What becomes of complaints that go to no agency."""

    rejected: Chance
    archived: Chance
    reject_reasons: Annotated[list[str], Field(min_length=1)]


class WorkNumbers(Part):
    """How the work goes, whoever does it."""

    pace_certainty: Positive
    late_hours: Wait
    emergency_late_share: Wait
    answer_chance: Chance
    photos: tuple[int, int]
    photos_group: str


class Habits(Part):
    """How one agency works."""

    on_time: Chance
    pace: Annotated[float, Field(gt=0, lt=1)]
    duty: Chance


class HandoverNumbers(Part):
    """Passing on to another agency."""

    chance: Chance
    after_hours: Wait
    to: dict[str, str]


class WaitingNumbers(Part):
    """Asking the reporter."""

    chance: Chance
    reply_days: Wait
    silent_chance: Chance
    archive_days: Positive


class ReopeningNumbers(Part):
    """Coming back after it was resolved."""

    chance: Chance
    after_hours: Wait
    repair_hours: Wait


class RatingNumbers(Part):
    """What reporters think of it."""

    chance: Chance
    after_hours: Wait
    stars_on_time: Annotated[list[Amount], Field(min_length=5, max_length=5)]
    stars_late: Annotated[list[Amount], Field(min_length=5, max_length=5)]


class SimulatorConfig(Part):
    """All numbers of a city's simulator; their units and meaning stand in its simulator.yaml."""

    source: Annotated[str, Field(min_length=1)]
    heartbeat_seconds: Positive
    longest_life_days: Annotated[int, Field(gt=0)]
    arrivals: ArrivalNumbers
    channels: Weights
    classes: dict[ComplaintClass, Amount]
    oversight_categories: list[str] = Field(default_factory=list)
    places: PlaceNumbers
    chronic: ChronicNumbers | None = None
    bursts: BurstNumbers | None = None
    weather: WeatherNumbers
    desk: DeskNumbers
    triage: TriageNumbers
    duty_hours: WeekHours
    work: WorkNumbers
    agencies: dict[str, Habits]
    district_agencies: Habits
    district_takes: dict[str, Chance] = Field(default_factory=dict)
    handover: HandoverNumbers
    waiting: WaitingNumbers
    reopening: ReopeningNumbers
    rating: RatingNumbers
    calls: CallNumbers | None = None
    queues: QueueNumbers | None = None
    attendance: AttendanceNumbers | None = None
    field: FieldNumbers | None = None


def load_simulator_config(path: Path) -> SimulatorConfig:
    """The numbers of a city's simulator.yaml; unknown and missing ones are named in the error."""
    try:
        return SimulatorConfig.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except (OSError, yaml.YAMLError, ValidationError) as error:
        raise CityFolderError(f"{path}: expected the numbers of a simulated city, {error}") from error
