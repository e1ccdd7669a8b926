"""The kinds of numbers that a simulated city is described by."""

from collections.abc import Mapping
from math import log
from random import Random
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from data_sources.city_shapes import WEEKDAYS, Weekday

Chance = Annotated[float, Field(ge=0, le=1)]
Amount = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Positive = Annotated[float, Field(gt=0, allow_inf_nan=False)]
Weights = dict[str, Amount]
HourWeights = Annotated[list[Amount], Field(min_length=24, max_length=24)]


class Part(BaseModel):
    """A part of simulator.yaml: exactly these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Wait(Part):
    """A log-normal wait; the unit is that of its name."""

    median: Positive
    spread: Amount

    def draw(self, rng: Random) -> float:
        """One wait."""
        return rng.lognormvariate(log(self.median), self.spread)


def factor_on(factors: Mapping[Weekday, float], weekday: int) -> float:
    """Times the average day; Monday is 0, a missing weekday is an average one."""
    return next((factor for name, factor in factors.items() if WEEKDAYS.index(name) == weekday), 1)
