"""How the columns of a publisher's file read as events: the shape of a schema file."""

from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator

from data_sources.city_shapes import Weekday
from domain import events as ev
from domain.profile import Bounds


class ReplayError(ValueError):
    """A file or a schema that cannot be replayed: what was expected, what came, what to do."""


def _zone(value: object) -> ZoneInfo:
    try:
        return ZoneInfo(str(value))
    except (LookupError, ValueError) as error:
        raise ValueError("expected an IANA time zone such as America/New_York") from error


Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
FieldName = Literal[
    "key", "opened", "status", "status_at", "closed", "due", "agency", "category", "channel", "lat", "lon"
]
ClosingType = Literal["complaint.resolved", "complaint.rejected", "complaint.duplicate", "complaint.archived"]
ALWAYS_REQUIRED: tuple[FieldName, ...] = ("key", "opened", "status", "category", "channel")


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, arbitrary_types_allowed=True)


class TimeRule(_Part):
    """How the file writes instants; `format` is that of `strptime`."""

    zone: Annotated[ZoneInfo, BeforeValidator(_zone)]
    format: Text


class StateRule(_Part):
    """What a status of the file says has happened since the filing; `open` is nothing so far."""

    event: Literal["open", "complaint.started"] | ClosingType
    reason: Text | None = None

    @model_validator(mode="after")
    def _has_reason_where_it_counts(self) -> "StateRule":
        if self.reason is not None and self.event != ev.ComplaintRejected.type:
            raise ValueError("expected a reason with complaint.rejected only; remove it")
        return self


class CoordinateRule(_Part):
    """What counts as a place."""

    whole_degrees_are_places: bool = True


class BoundsPart(_Part):
    """The rectangle that holds every place of the city, in degrees."""

    south: float
    west: float
    north: float
    east: float
    source: Text


class WeekPart(_Part):
    """The service hours of the city's offices."""

    source: Text
    hours: dict[Weekday, tuple[str, str]]


class CityPart(_Part):
    """What the city of this file is called and how it works: copied into its folder."""

    name: Text
    title: Text
    timezone_label: Text
    boundary_credit: str = ""
    bounds: BoundsPart
    week: WeekPart
    legal_limits: dict[str, int | str]


class FileSchema(_Part):
    """How the columns of a publisher's file read as complaints."""

    source: Text
    title: Text
    time: TimeRule
    columns: dict[FieldName, Text]
    required: tuple[FieldName, ...]
    states: dict[str, StateRule] = Field(min_length=1)
    coordinates: CoordinateRule = CoordinateRule()
    city: CityPart

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> "FileSchema":
        missing = [name for name in (*ALWAYS_REQUIRED, *self.required) if name not in self.columns]
        if missing:
            raise ValueError(f"expected a column for each required field; add {', '.join(missing)} to columns")
        if optional := [name for name in ALWAYS_REQUIRED if name not in self.required]:
            raise ValueError(f"an event needs {', '.join(optional)}; add them to required")
        if ("lat" in self.columns) != ("lon" in self.columns):
            raise ValueError("expected both lat and lon in columns, or neither")
        return self

    @property
    def bounds(self) -> Bounds:
        """The city's rectangle."""
        part = self.city.bounds
        return Bounds(part.south, part.west, part.north, part.east)


def schema_path(name: str) -> Path:
    """The file of a schema that comes with the project, or a path of one's own. Raises ReplayError."""
    own, shipped = Path(name), Path(__file__).parent / "schemas" / f"{name}.yaml"
    if own.suffix in {".yaml", ".yml"}:
        return own
    if not shipped.exists():
        known = ", ".join(sorted(path.stem for path in shipped.parent.glob("*.yaml")))
        raise ReplayError(f"schema: expected one of {known}, or the path of a .yaml file, got {name!r}")
    return shipped


def read_schema(path: Path) -> FileSchema:
    """The schema of a publisher's file. Raises ReplayError that names the file, the field and the value."""
    try:
        return FileSchema.model_validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    except FileNotFoundError:
        raise ReplayError(f"{path}: expected a schema file, found none; correct the path") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReplayError(f"{path}: expected YAML in UTF-8, {error}") from error
    except ValidationError as error:
        raise ReplayError("\n".join(f"{path}: {text}" for text in _problems(error))) from error


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        place = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
        yield f"{place}: {problem['msg'].removeprefix('Value error, ')}, got {str(problem['input'])[:120]!r}"
