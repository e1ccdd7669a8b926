"""How the columns of a publisher's file read as events: the shape of a schema file, of which there are three kinds."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import ClassVar, Literal

import yaml
from pydantic import Field, ValidationError, model_validator

from data_sources.replay.schema_parts import CityPart, Columns, CoordinateRule, Part, Text, TimeRule
from domain import events as ev
from domain.profile import Bounds


class ReplayError(ValueError):
    """A file or a schema that cannot be replayed: what was expected, what came, what to do."""


class FileSchema(Part):
    """What every schema says, whatever the rows of its file are."""

    reads: str
    source: Text
    title: Text
    time: TimeRule
    columns: Columns
    coordinates: CoordinateRule = CoordinateRule()
    city: CityPart

    @property
    def bounds(self) -> Bounds:
        """The city's rectangle."""
        part = self.city.bounds
        return Bounds(part.south, part.west, part.north, part.east)

    @property
    def needed_columns(self) -> tuple[str, ...]:
        """The columns that the file must have."""
        return tuple(dict.fromkeys(name for rule in self.columns.values() for name in rule.column))

    @model_validator(mode="after")
    def _has_whole_places(self) -> "FileSchema":
        if ("lat" in self.columns) != ("lon" in self.columns):
            raise ValueError("expected both lat and lon in columns, or neither")
        return self


# --- one row is one complaint


class StateRule(Part):
    """What a status of the file says has happened since the filing; `open` is nothing so far."""

    event: Literal[
        "open",
        "complaint.started",
        "complaint.resolved",
        "complaint.rejected",
        "complaint.duplicate",
        "complaint.archived",
    ]
    reason: Text | None = None

    @model_validator(mode="after")
    def _has_reason_where_it_counts(self) -> "StateRule":
        if self.reason is not None and self.event != ev.ComplaintRejected.type:
            raise ValueError("expected a reason with complaint.rejected only; remove it")
        return self


class ComplaintSchema(FileSchema):
    """A file with one complaint in each row, and what its status says has become of it."""

    NEEDED: ClassVar = ("key", "opened", "status", "category", "channel")
    KNOWN: ClassVar = (*NEEDED, "status_at", "closed", "closed_after_days", "due", "agency", "lat", "lon")

    reads: Literal["complaints"]
    required: tuple[Text, ...]
    states: dict[str, StateRule] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_it_needs(self) -> "ComplaintSchema":
        if unknown := [name for name in self.columns if name not in self.KNOWN]:
            raise ValueError(f"columns: unknown {', '.join(unknown)}; a complaint has {', '.join(self.KNOWN)}")
        missing = [name for name in (*self.NEEDED, *self.required) if name not in self.columns]
        if missing:
            raise ValueError(f"expected a column for each required field; add {', '.join(missing)} to columns")
        if optional := [name for name in self.NEEDED if name not in self.required]:
            raise ValueError(f"an event needs {', '.join(optional)}; add them to required")
        return self


# --- one row has the instants of several steps


class StepRule(Part):
    """One event that a row tells of: its type, the column of its instant, and its data from columns.

    `per` says how many events the rows about the same thing make: one for each `row`; one for all of them, which say
    the same (`once`); one at their `earliest` instant; or one at their `last`, if all of them have it. Without
    `is_optional` a row that lacks the instant is set aside. An instant is moved to that of `not_before` or `not_after`
    where it contradicts them.
    """

    event: Text
    at: Text
    per: Literal["row", "once", "earliest", "last"] = "row"
    is_optional: bool = False
    not_before: Text | None = None
    not_after: Text | None = None
    data: Mapping[str, Text]

    @property
    def payload(self) -> type[ev.Payload]:
        """The type of the event's data."""
        return ev.PAYLOAD_BY_TYPE[self.event]

    @property
    def names(self) -> tuple[str, ...]:
        """All columns that the rule speaks of."""
        return tuple(name for name in (self.at, self.not_before, self.not_after, *self.data.values()) if name)

    @model_validator(mode="after")
    def _fits_the_contract(self) -> "StepRule":
        if self.event not in ev.PAYLOAD_BY_TYPE or self.event == ev.Heartbeat.type:
            raise ValueError(f"event: expected a type of the contract, got {self.event!r}")
        if unknown := sorted(set(self.data) - set(self.payload.__struct_fields__)):
            raise ValueError(f"data: {self.event} has no {', '.join(unknown)}; remove it")
        if self.payload.key not in self.data:
            raise ValueError(f"data: expected {self.payload.key}, which says what {self.event} is about; add it")
        return self


class StepSchema(FileSchema):
    """A file whose rows have the instants of several steps, such as a unit sent to a call, or an action on a case.

    `ordered_at` is the column by which rows are expected to be in order; it changes no event.
    """

    reads: Literal["steps"]
    ordered_at: Text
    steps: tuple[StepRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _names_what_it_uses(self) -> "StepSchema":
        used = dict.fromkeys(["key", self.ordered_at, *(name for step in self.steps for name in step.names)])
        if missing := [name for name in used if name not in self.columns]:
            raise ValueError(f"expected each name that a step uses in columns; add {', '.join(missing)}")
        return self


# --- one row has the waits of all sites


class SitePart(Part):
    """What the sites of the file have in common."""

    agency: Text
    kind: Text
    service: Text


class WaitSchema(FileSchema):
    """A file with a row for each instant (column `at`) and, in every other column, the wait posted by one site.

    A number in `closed_values` says that the site gave no figure: it was closed.
    """

    reads: Literal["waits"]
    closed_values: tuple[float, ...] = ()
    sites: SitePart

    @model_validator(mode="after")
    def _knows_when(self) -> "WaitSchema":
        if list(self.columns) != ["at"]:
            raise ValueError("expected only the column at; every other column of the file is a site")
        return self


KINDS: Mapping[str, type[FileSchema]] = {"complaints": ComplaintSchema, "steps": StepSchema, "waits": WaitSchema}


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
        content = yaml.safe_load(path.read_text(encoding="utf-8"))
        return _kind_of(path, content).model_validate(content)
    except FileNotFoundError:
        raise ReplayError(f"{path}: expected a schema file, found none; correct the path") from None
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ReplayError(f"{path}: expected YAML in UTF-8, {error}") from error
    except ValidationError as error:
        raise ReplayError("\n".join(f"{path}: {text}" for text in _problems(error))) from error


def _kind_of(path: Path, content: object) -> type[FileSchema]:
    reads = str(content.get("reads")) if isinstance(content, Mapping) else ""
    if reads not in KINDS:
        raise ReplayError(f"{path}: reads: expected one of {', '.join(KINDS)}, got {reads!r}")
    return KINDS[reads]


def _problems(error: ValidationError) -> Iterator[str]:
    for problem in error.errors(include_url=False):
        place = ".".join(str(part) for part in problem["loc"]) or "(whole file)"
        yield f"{place}: {problem['msg'].removeprefix('Value error, ')}, got {str(problem['input'])[:120]!r}"
