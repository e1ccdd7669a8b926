"""The parts of a schema file that all kinds of files share: columns, time, places, the city."""

import re
from collections.abc import Mapping
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, StringConstraints, model_validator

from data_sources.city_shapes import Weekday


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (LookupError, ValueError) as error:
        raise ValueError("expected an IANA time zone such as America/New_York") from error


def _column(value: object) -> object:
    return {"column": value} if isinstance(value, str) else value


def _several(value: object) -> object:
    return (value,) if isinstance(value, str) else value


def _pattern(value: object) -> re.Pattern[str]:
    try:
        pattern = re.compile(str(value))
    except re.error as error:
        raise ValueError(f"expected a regular expression, {error}") from error
    if pattern.groups != 1:
        raise ValueError("expected a regular expression with one group, which is the value")
    return pattern


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Part(BaseModel):
    """A mapping of a schema file with exactly these keys."""

    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class ColumnRule(Part):
    """Where a value stands in a row, and how it is read: a plain text in `columns` is just the column's name.

    Several columns are joined by a space; `pattern` picks its group out of the text. `values` says how single texts
    read, and `otherwise` how all the others do; with `otherwise` alone and no column the value is the same in each row.
    `format` is that of this column's instants where it differs; a date alone is the last second of its local day
    with `is_end_of_day`.
    """

    column: Annotated[tuple[Text, ...], BeforeValidator(_several)] = ()
    pattern: Annotated[re.Pattern[str], BeforeValidator(_pattern)] | None = None
    values: Mapping[str, Text] = {}
    otherwise: Text | None = None
    format: Text | None = None
    is_end_of_day: bool = False

    @model_validator(mode="after")
    def _has_a_value(self) -> "ColumnRule":
        if not self.column and self.otherwise is None:
            raise ValueError("expected a column, or otherwise with the text that all rows have")
        return self


Columns = Mapping[str, Annotated[ColumnRule, BeforeValidator(_column)]]


class TimeRule(Part):
    """How the file writes instants; `format` is that of `strptime`, or `iso` for ISO 8601."""

    zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    format: Text


class CoordinateRule(Part):
    """What counts as a place."""

    whole_degrees_are_places: bool = True


class BoundsPart(Part):
    """The rectangle that holds every place of the city, in degrees."""

    south: float
    west: float
    north: float
    east: float
    source: Text


class WeekPart(Part):
    """The service hours of the city's offices."""

    source: Text
    hours: dict[Weekday, tuple[str, str]]


class CityPart(Part):
    """What the city of this file is called and how it works: copied into its folder."""

    name: Text
    title: Text
    timezone_label: Text
    boundary_credit: str = ""
    bounds: BoundsPart
    week: WeekPart
    legal_limits: dict[str, int | str]
