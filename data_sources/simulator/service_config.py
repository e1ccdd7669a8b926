"""The numbers of calls to 112 and of service queues, as in simulator.yaml."""

from typing import Annotated

from pydantic import Field

from data_sources.city_shapes import ClockTime, Weekday
from data_sources.simulator.numbers import Amount, Chance, HourWeights, Part, Positive, Wait, Weights

Hours = tuple[ClockTime, ClockTime]


class EmergencyNumbers(Part):
    """One kind of emergency, and how it is answered."""

    weight: Amount
    agency: str
    unit: Annotated[str, Field(min_length=1)]
    units: tuple[int, int]
    response_minutes: Wait
    scene_minutes: Wait


class CallNumbers(Part):
    """Calls to 112."""

    source: Annotated[str, Field(min_length=1)]
    history_days: Annotated[int, Field(ge=1)]
    per_day: Amount
    hour_weights: HourWeights
    emergency_share: Chance
    rain_factor: Amount
    flood_calls: tuple[int, int]
    fleet: dict[str, Annotated[int, Field(ge=1)]]
    dispatch_seconds: Wait
    withdrawn_chance: Chance
    talk_seconds: Wait
    ring_seconds: Wait | None = None
    others: Weights
    emergencies: dict[str, EmergencyNumbers]


class ServiceDesk(Part):
    """Counters that share one line of numbers."""

    counters: Annotated[int, Field(ge=1)]
    tickets: Amount
    services: Weights
    serve_minutes: Wait
    online: Chance = 0
    lag_minutes: Amount = 0


class SiteNumbers(Part):
    """Sites of one kind."""

    numbers: Hours
    counters: Hours
    desks: Annotated[list[ServiceDesk], Field(min_length=1)]


class OnlineNumbers(Part):
    """Numbers drawn online for a booked time of the same day."""

    booked_from: ClockTime
    slot_minutes: Annotated[int, Field(ge=1)]
    early_minutes: Amount
    late_minutes: Amount
    absent_chance: Chance


class BreakNumbers(Part):
    """When counters pause."""

    lunch: Hours
    lunch_minutes: Amount
    prayers: Hours
    prayers_chance: Chance
    broken_chance: Chance
    broken_minutes: Wait
    unstaffed_chance: Chance


class RushNumbers(Part):
    """Sites that are overrun on a day."""

    sites: Annotated[int, Field(ge=0)]
    factor: Positive


class PostedNumbers(Part):
    """Waits that sites without tickets post."""

    site_kinds: list[str]
    every_minutes: Positive
    hour_weights: HourWeights
    peak_minutes: Wait
    minutes_each: Positive


class SurveyNumbers(Part):
    """Answers to the satisfaction survey."""

    chance: Chance
    after_minutes: Wait
    scores: Annotated[
        list[Annotated[list[Amount], Field(min_length=4, max_length=4)]], Field(min_length=9, max_length=9)
    ]
    cross_chance: Chance


class QueueNumbers(Part):
    """Service queues."""

    source: Annotated[str, Field(min_length=1)]
    history_days: Annotated[int, Field(ge=1)]
    weekday_factor: dict[Weekday, Amount]
    site_spread: Amount
    day_spread: Amount
    crowd: Annotated[list[Amount], Field(min_length=1)]
    no_show_chance: Chance
    patience_minutes: Wait
    seat_seconds: Wait
    skip_seconds: Wait
    next_seconds: Wait
    overtime_minutes: Amount
    online: OnlineNumbers
    breaks: BreakNumbers
    rush: RushNumbers
    kinds: dict[str, SiteNumbers]
    posted: PostedNumbers
    survey: SurveyNumbers
