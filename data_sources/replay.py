"""Replays a published table of complaints (CSV, or gzipped CSV): as events of the contract, in the order they happened.

A schema file in `schemas/` says how the columns of one publisher read; a new publisher is a new file, not new code.
Nothing is repaired in silence: each quirk met is counted, each row that cannot be read is set aside with its line.
"""

import csv
import gzip
import math
import re
import time
import zlib
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime
from enum import StrEnum
from hashlib import blake2b
from pathlib import Path
from threading import Event as Signal
from typing import IO, Annotated, Any, Literal, NoReturn
from zoneinfo import ZoneInfo

import msgspec
import yaml
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, ValidationError, model_validator
from redis import Redis
from tqdm import tqdm

from data_sources.city_shapes import Weekday
from data_sources.decode import EARLIEST
from data_sources.stream_entry import encode_entry
from domain import events as ev
from domain.clock import epoch_ms
from domain.profile import Bounds

LATEST = datetime(2100, 1, 1, tzinfo=UTC)
LONGEST_CODE = 60
GENERATED = "# Generated from a published table"


class ReplayError(ValueError):
    """A file or a schema that cannot be replayed: what was expected, what came, what to do."""


# --- the schema of a publisher's file


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


# --- what a file is read into


class Quirk(StrEnum):
    """What was met in rows that are replayed all the same, and how it was read."""

    OUT_OF_ORDER = "out_of_order"  # filed earlier than the row before it: sorted
    NO_DUE_DATE = "no_due_date"  # no deadline
    DUE_BEFORE_FILING = "due_before_filing"  # kept as the file says
    CLOSED_AT_FILING = "closed_at_filing"  # closed in the second it was filed: kept
    BEFORE_FILING = "before_filing"  # a later step dated before the filing: taken at the filing
    CLOSED_WITHOUT_DATE = "closed_without_date"  # closed at the time of its status
    CLOSING_DATE_OF_AN_OPEN_ROW = "closing_date_of_an_open_row"  # the status decides: the row is open
    AMBIGUOUS_HOUR = "ambiguous_hour"  # a local hour that comes twice: the first, unless that is before the filing
    NONEXISTENT_HOUR = "nonexistent_hour"  # a local hour that is skipped: one hour later
    NO_PLACE = "no_place"
    UNREADABLE_PLACE = "unreadable_place"  # not two numbers: no place
    WHOLE_DEGREES = "whole_degrees"  # rounded to the degree: no place
    OUTSIDE_BOUNDS = "outside_bounds"  # outside the city: no place
    OTHER_SPELLING = "other_spelling"  # a name that differs from an earlier one in case or marks only: the same


class Fault(StrEnum):
    """Why a row was set aside: the closed list."""

    MISSING_VALUE = "missing_value"
    BAD_DATE = "bad_date"
    BAD_TEXT = "bad_text"
    UNKNOWN_STATUS = "unknown_status"
    REPEATED_KEY = "repeated_key"
    MALFORMED_ROW = "malformed_row"
    BREAKS_CONTRACT = "breaks_contract"


@dataclass(frozen=True, slots=True)
class RejectedRow:
    """A row that was set aside. `line` is the line of the file on which it starts, the header being line 1."""

    line: int
    reason: Fault
    value: str
    column: str = ""

    def __str__(self) -> str:
        return f"line {self.line}: {self.reason} in {self.column or 'the row'}, got {self.value!r}"


@dataclass(frozen=True, slots=True)
class ReplayEvent:
    """One fact to write. `at` is UTC."""

    at: datetime
    event_id: str
    payload: ev.Payload


@dataclass(frozen=True, slots=True)
class CategoryUse:
    """A category of the file: how it is written, how many rows have it, and the agency that has most of them."""

    label: str
    rows: int
    agency: str


@dataclass(frozen=True, slots=True)
class ReplayPlan:
    """All that a file says, ready to be written: events by time, and for equal times the filing first, then by id."""

    source: str
    timezone: ZoneInfo
    events: tuple[ReplayEvent, ...]
    rejected: tuple[RejectedRow, ...]
    notes: Mapping[Quirk, int]
    rows: int
    agencies: Mapping[str, str]
    categories: Mapping[str, CategoryUse]
    channels: tuple[str, ...]

    def part(self, after: datetime | None = None, until: datetime | None = None) -> "ReplayPlan":
        """The same plan with only the events later than `after` and not later than `until`."""
        chosen = (event for event in self.events if after is None or event.at > after)
        return replace(self, events=tuple(event for event in chosen if until is None or event.at <= until))

    def describe(self) -> str:
        """What was read, in lines for a person: counts, quirks, and every row that was set aside."""
        lines = [f"{self.source}: {self.rows} rows, {len(self.events)} events, {len(self.rejected)} rows set aside"]
        lines += [f"  {quirk}: {count}" for quirk, count in sorted(self.notes.items())]
        return "\n".join([*lines, *(f"  {row}" for row in self.rejected)])


# --- reading


class _RowError(Exception):
    def __init__(self, reason: Fault, value: str, column: str = "") -> None:
        super().__init__(reason)
        self.reason, self.value, self.column = reason, value[:120], column


Record = tuple[int, list[str]]


def read_events(path: Path, schema: FileSchema) -> ReplayPlan:
    """The events of a published file. A row that cannot be read is set aside and never stops the others."""
    reading = _Reading(schema)
    try:
        with _open(path) as file:
            reading.take_all(file, path)
    except FileNotFoundError:
        raise ReplayError(f"{path}: expected a published table, found none; correct the path") from None
    except csv.Error as error:
        raise ReplayError(f"{path}: expected a header row of comma-separated names, {error}") from error
    except (EOFError, gzip.BadGzipFile, zlib.error) as error:
        raise ReplayError(f"{path}: expected a whole gzip file, {error}; fetch the file again") from error
    return reading.plan()


def _open(path: Path) -> IO[str]:
    """Bytes that are no UTF-8 are kept apart as surrogates, so that they spoil only their own row."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8-sig", errors="surrogateescape", newline="")
    return path.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


class _Lines:
    """The lines of a file, counted; those of a broken record can be read anew."""

    def __init__(self, file: IO[str]) -> None:
        self._file = file
        self._returned: deque[str] = deque()
        self._taken: list[str] = []
        self.number = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        line = self._returned.popleft() if self._returned else next(self._file)
        self._taken.append(line)
        self.number += 1
        return line

    def begin_record(self) -> int:
        """The number of the line on which the next record starts."""
        self._taken.clear()
        return self.number + 1

    def skip_one_line_only(self) -> None:
        """Give back all lines of the record but its first: a quote without an end must not swallow those after it."""
        rest = self._taken[1:]
        self._returned.extendleft(reversed(rest))
        self.number -= len(rest)


def _records(lines: _Lines, width: int) -> Iterator[Record | RejectedRow]:
    """Each record with the line on which it starts; a record may span lines. Blank lines are none."""
    reader = csv.reader(lines)
    while True:
        line = lines.begin_record()
        try:
            cells = next(reader)
            problem = "" if len(cells) in (0, width) else f"{len(cells)} cells, expected {width}"
        except StopIteration:
            return
        except csv.Error as error:
            cells, problem = [], str(error)
        if problem:
            lines.skip_one_line_only()
            yield RejectedRow(line, Fault.MALFORMED_ROW, problem)
        elif cells:
            yield line, cells


@dataclass
class _Reading:
    """A file while it is read."""

    schema: FileSchema
    events: list[ReplayEvent] = field(default_factory=list)
    rejected: list[RejectedRow] = field(default_factory=list)
    notes: Counter[Quirk] = field(default_factory=Counter)
    rows: int = 0
    keys: set[str] = field(default_factory=set)
    names: "_Names" = field(default_factory=lambda: _Names())
    previous: datetime = EARLIEST

    def take_all(self, file: IO[str], path: Path) -> None:
        lines = _Lines(file)
        header = next(csv.reader(lines), [])
        self._check_header(header, path)
        for record in _records(lines, len(header)):
            self.rows += 1
            if isinstance(record, RejectedRow):
                self.rejected.append(record)
            else:
                self._take(header, *record)

    def _check_header(self, header: Sequence[str], path: Path) -> None:
        if missing := [column for column in self.schema.columns.values() if column not in header]:
            raise ReplayError(
                f"{path}: expected the columns {', '.join(missing)}, got {', '.join(header)[:400] or 'an empty file'};"
                " correct the columns in the schema or choose the schema of this file"
            )

    def _take(self, header: Sequence[str], line: int, cells: Sequence[str]) -> None:
        try:
            row = _Row(dict(zip(header, cells, strict=True)), self.schema)
            self._keep(row, row.events())
        except _RowError as error:
            self.rejected.append(RejectedRow(line, error.reason, error.value, error.column))

    def _keep(self, row: "_Row", events: Sequence[ReplayEvent]) -> None:
        key = row.text("key")
        if key in self.keys:
            row.refuse(Fault.REPEATED_KEY, "key")
        self.keys.add(key)
        self.events += events
        if events[0].at < self.previous:
            row.quirks.append(Quirk.OUT_OF_ORDER)
        self.previous = events[0].at
        row.quirks += self.names.take(row)
        self.notes.update(row.quirks)

    def plan(self) -> ReplayPlan:
        return ReplayPlan(
            source=self.schema.source,
            timezone=self.schema.time.zone,
            events=tuple(sorted(self.events, key=_order)),
            rejected=tuple(self.rejected),
            notes=dict(self.notes),
            rows=self.rows,
            agencies=dict(sorted(self.names.agencies.items())),
            categories=self.names.category_uses(),
            channels=tuple(sorted(self.names.channels)),
        )


def _order(event: ReplayEvent) -> tuple[datetime, bool, str]:
    return event.at, event.payload.type != ev.ComplaintFiled.type, event.event_id


@dataclass
class _Names:
    """The names met in the file, by the code they get in events."""

    agencies: dict[str, str] = field(default_factory=dict)
    categories: dict[str, str] = field(default_factory=dict)
    channels: set[str] = field(default_factory=set)
    uses: Counter[tuple[str, str]] = field(default_factory=Counter)

    def take(self, row: "_Row") -> list[Quirk]:
        agency, category = row.text("agency"), row.text("category")
        self.channels.add(row.text("channel"))
        self.uses[code_of(category), code_of(agency) if agency else ""] += 1
        pairs = [(self.categories, category), (self.agencies, agency)]
        return [Quirk.OTHER_SPELLING for names, name in pairs if name and names.setdefault(code_of(name), name) != name]

    def category_uses(self) -> dict[str, CategoryUse]:
        return {code: self._use(code, label) for code, label in sorted(self.categories.items())}

    def _use(self, code: str, label: str) -> CategoryUse:
        counts = {agency: n for (category, agency), n in self.uses.items() if category == code}
        known = sorted((-n, agency) for agency, n in counts.items() if agency)
        return CategoryUse(label, sum(counts.values()), known[0][1] if known else "")


def code_of(name: str) -> str:
    """The code of an agency or a category in events: its name in lower case, words joined by underscores.

    A name that is too long, or has no letter or digit, gets a code that ends in a digest of the name.
    """
    words = re.sub(r"[\W_]+", "_", name.casefold()).strip("_")
    if words and len(words) <= LONGEST_CODE:
        return words
    digest = blake2b(name.casefold().encode(), digest_size=4).hexdigest()
    return f"{words[: LONGEST_CODE - len(digest) - 1]}_{digest}".strip("_")


@dataclass
class _Row:
    """One row while it is read: its cells, and the quirks met in it."""

    cells: Mapping[str, str]
    schema: FileSchema
    quirks: list[Quirk] = field(default_factory=list)

    def events(self) -> list[ReplayEvent]:
        """The filing and, where the status says so, the one step that followed it."""
        for name in self.schema.required:
            if not self.text(name):
                self.refuse(Fault.MISSING_VALUE, name)
        rule = self.schema.states.get(self.text("status"))
        if rule is None:
            self.refuse(Fault.UNKNOWN_STATUS, "status")
        opened = self.instant("opened")
        if opened is None:
            self.refuse(Fault.MISSING_VALUE, "opened")
        return [self._filed(opened), *self._step(rule, opened)]

    def text(self, name: FieldName) -> str:
        """The cell of a field, trimmed; empty where the file has no such column."""
        value = self.cells[self.schema.columns[name]].strip() if name in self.schema.columns else ""
        if "\x00" in value or any("\ud800" <= letter <= "\udfff" for letter in value):
            raise _RowError(Fault.BAD_TEXT, ascii(value), self.schema.columns[name])
        return value

    def refuse(self, reason: Fault, name: FieldName) -> NoReturn:
        raise _RowError(reason, self.text(name), self.schema.columns.get(name, name))

    def instant(self, name: FieldName, not_before: datetime | None = None) -> datetime | None:
        """The instant of a field in UTC, None where the cell is empty."""
        text, rule = self.text(name), self.schema.time
        if not text:
            return None
        try:
            at = self._in_utc(datetime.strptime(text, rule.format), not_before)  # noqa: DTZ007 the zone is the schema's
        except (ValueError, OverflowError):
            self.refuse(Fault.BAD_DATE, name)
        if not EARLIEST <= at < LATEST:
            self.refuse(Fault.BAD_DATE, name)
        return at

    def _in_utc(self, written: datetime, not_before: datetime | None) -> datetime:
        """Of an hour that comes twice the first, unless that lies before `not_before`; of a skipped one, one later."""
        if written.tzinfo is not None:
            return written.astimezone(UTC)
        zone = self.schema.time.zone
        early, late = (written.replace(tzinfo=zone, fold=fold).astimezone(UTC) for fold in (0, 1))
        if early < late:
            self.quirks.append(Quirk.AMBIGUOUS_HOUR)
            return late if not_before is not None and early < not_before else early
        if early > late:  # for a skipped hour, fold 0 is read with the offset that held before the gap
            self.quirks.append(Quirk.NONEXISTENT_HOUR)
        return early

    def _filed(self, opened: datetime) -> ReplayEvent:
        agency, place = self.text("agency"), self._place()
        due = self.instant("due", not_before=opened)
        if due is None:
            self.quirks.append(Quirk.NO_DUE_DATE)
        elif due < opened:
            self.quirks.append(Quirk.DUE_BEFORE_FILING)
        values: dict[str, object] = {"category": code_of(self.text("category")), "channel": self.text("channel")}
        values |= {"agency": code_of(agency)} if agency else {}
        values |= {"due_at": due} if due else {}
        values |= {"lat": place[0], "lon": place[1]} if place else {}
        return self._event(ev.ComplaintFiled, opened, values)

    def _step(self, rule: StateRule, opened: datetime) -> list[ReplayEvent]:
        is_closing = rule.event not in ("open", ev.ComplaintStarted.type)
        if not is_closing and self.text("closed"):
            self.quirks.append(Quirk.CLOSING_DATE_OF_AN_OPEN_ROW)
        if rule.event == "open":
            return []
        values = {"reason": rule.reason} if rule.reason else {}
        return [self._event(ev.PAYLOAD_BY_TYPE[rule.event], self._step_at(is_closing, opened), values)]

    def _step_at(self, is_closing: bool, opened: datetime) -> datetime:
        """When the status came about: never before the filing."""
        closed = self.instant("closed", not_before=opened) if is_closing else None
        at = closed or self.instant("status_at", not_before=opened)
        if at is None:
            self.refuse(Fault.MISSING_VALUE, "closed" if is_closing else "status_at")
        if is_closing and closed is None:
            self.quirks.append(Quirk.CLOSED_WITHOUT_DATE)
        if closed == opened:
            self.quirks.append(Quirk.CLOSED_AT_FILING)
        if at < opened:
            self.quirks.append(Quirk.BEFORE_FILING)
        return max(at, opened)

    def _place(self) -> tuple[float, float] | None:
        """The place as (lat, lon), or None and the reason why there is none."""
        texts = self.text("lat"), self.text("lon")
        if texts == ("", ""):
            self.quirks.append(Quirk.NO_PLACE)
            return None
        try:
            lat, lon = float(texts[0]), float(texts[1])
        except ValueError:
            lat = lon = math.nan
        quirk = self._flaw_of(lat, lon)
        self.quirks += [quirk] if quirk else []
        return None if quirk else (lat, lon)

    def _flaw_of(self, lat: float, lon: float) -> Quirk | None:
        if not (math.isfinite(lat) and math.isfinite(lon)):
            return Quirk.UNREADABLE_PLACE
        if lat.is_integer() and lon.is_integer() and not self.schema.coordinates.whole_degrees_are_places:
            return Quirk.WHOLE_DEGREES
        return None if self.schema.bounds.contains(lat, lon) else Quirk.OUTSIDE_BOUNDS

    def _event(self, payload_type: type[ev.Payload], at: datetime, values: Mapping[str, object]) -> ReplayEvent:
        key = self.text("key")
        try:
            payload = msgspec.convert({"complaint_id": key, **values}, payload_type)
        except msgspec.ValidationError as error:
            raise _RowError(Fault.BREAKS_CONTRACT, str(error)) from error
        return ReplayEvent(at, f"{self.schema.source}:{key}:{payload_type.type.partition('.')[2]}", payload)


# --- the city of a file


def generate_city(plan: ReplayPlan, schema: FileSchema, folder: Path) -> None:
    """Write the folder of the city that a file is about: its agencies and categories as they occur in it, no wards.

    Without a due date of the file nothing is promised. A folder that was not generated is never overwritten.
    """
    if not plan.categories:
        raise ReplayError(f"{schema.title}: expected rows to make a city of, found none; choose another file")
    folder.mkdir(parents=True, exist_ok=True)
    contents = {
        "city.yaml": _city_file(plan, schema),
        "calendar.yaml": _calendar_file(plan, schema),
        "categories.yaml": _categories_file(plan, schema),
        "policies.yaml": {"legal_limits": schema.city.legal_limits},
    }
    _check_is_ours(folder)
    for name, content in contents.items():
        text = yaml.safe_dump(content, sort_keys=False, allow_unicode=True, width=120)
        (folder / name).write_text(f"{GENERATED}: {schema.title}\n{text}", encoding="utf-8")
    _write_agencies(folder / "agencies.csv", _agencies(plan), schema.title)


def _check_is_ours(folder: Path) -> None:
    city = folder / "city.yaml"
    if city.exists() and not city.read_text(encoding="utf-8").startswith(GENERATED):
        raise ReplayError(f"{folder}: expected an empty or generated folder, found a city's own; choose another path")


def _city_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    city = schema.city
    return {
        "name": city.name,
        "title": city.title,
        "timezone": schema.time.zone.key,
        "timezone_label": city.timezone_label,
        "bounds": city.bounds.model_dump(),
        "channels": {"names": list(plan.channels), "source": schema.title},
        "boundary_credit": city.boundary_credit,
    }


def _calendar_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    """Every usual working day counts: no holidays. A year more on either side leaves room for deadlines."""
    days = [*(event.at.date() for event in plan.events), *_due_days(plan)]
    week = schema.city.week
    return {
        "version": f"{schema.source}-1",
        "first_year": min(days).year - 1,
        "last_year": max(days).year + 1,
        "week": {"source": week.source, "hours": {day: list(hours) for day, hours in week.hours.items()}},
    }


def _due_days(plan: ReplayPlan) -> Iterator[date]:
    for event in plan.events:
        if isinstance(event.payload, ev.ComplaintFiled) and isinstance(event.payload.due_at, datetime):
            yield event.payload.due_at.date()


def _categories_file(plan: ReplayPlan, schema: FileSchema) -> dict[str, object]:
    return {
        "weights": {"source": f"{schema.title}: rows of each category"},
        "response": {"days": 1, "source": "Default of this project; the file has no first response"},
        "categories": [_category(code, use, schema.title) for code, use in plan.categories.items()],
    }


def _category(code: str, use: CategoryUse, title: str) -> dict[str, object]:
    policy = {"code": f"{code}-none", "has_promise": False, "source": f"{title}: each row has a due date of its own"}
    return {
        "id": code,
        "label": use.label,
        "weight": use.rows,
        "routing": [{"agency": use.agency or _NO_AGENCY, "source": f"{title}: the agency with most of its rows"}],
        "policies": [policy],
    }


_NO_AGENCY = "unknown_agency"


def _agencies(plan: ReplayPlan) -> dict[str, str]:
    """Code to name; one more where a category never had an agency."""
    needs_more = any(not use.agency for use in plan.categories.values())
    return dict(plan.agencies) | ({_NO_AGENCY: "Unknown agency"} if needs_more else {})


def _write_agencies(path: Path, agencies: Mapping[str, str], title: str) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["code", "name", "short", "group", "district_code", "source"])
        writer.writerows([code, name, name, "city", "", title] for code, name in agencies.items())


# --- writing to the stream


class ReplayClock:
    """The clock of a replay: now is the event time reached so far. It never goes back."""

    is_real = False

    def __init__(self, start: datetime) -> None:
        self._now = start.astimezone(UTC)

    def now(self) -> datetime:
        """The event time reached so far, UTC."""
        return self._now

    def reach(self, at: datetime) -> None:
        """Move on to an instant; an earlier one changes nothing."""
        self._now = max(self._now, at.astimezone(UTC))


def parse_speed(text: str) -> float:
    """Event seconds for each real second: "60", or "max" for as fast as the consumer accepts (infinity)."""
    try:
        speed = math.inf if text.strip().lower() == "max" else float(text)
    except ValueError:
        speed = math.nan
    if not speed > 0:
        raise ReplayError(f"speed: expected a number above 0 such as 60, or max, got {text!r}; correct it")
    return speed


@dataclass(frozen=True, slots=True, kw_only=True)
class ReplayOptions:
    """How a replay is written. `speed` is event seconds for each real second, infinite for as fast as accepted.

    Writing pauses while more than `max_unread` entries wait for the consumer, and gives up when for
    `patience_seconds` it reads none of them. A heartbeat is written every `heartbeat_seconds`.
    """

    speed: float = math.inf
    batch: int = 500
    max_unread: int = 2_000
    tick_seconds: float = 0.05
    heartbeat_seconds: float = 5.0
    patience_seconds: float = 60.0
    has_progress_bar: bool = True


@dataclass(frozen=True, slots=True)
class ReplayReport:
    """What was written, and how far the replay came; it is not complete when it was stopped."""

    events: int
    heartbeats: int
    reached_at: datetime
    is_complete: bool


def replay(
    plan: ReplayPlan,
    redis_client: Redis,
    stream_key: str,
    clock: ReplayClock,
    backlog: Callable[[], int],
    options: ReplayOptions | None = None,
    stop: Signal | None = None,
    elapsed: Callable[[], float] = time.monotonic,
) -> ReplayReport:
    """Write the events of a plan to a stream in their order, and drive the clock along with them.

    Event time runs on from where the clock stands. `backlog` answers how many entries of the stream the consumer has
    not taken yet; `stop` ends the replay early. Writing the same plan again is harmless: its event ids are the same.
    """
    run = _Run(plan, redis_client, stream_key, clock, options or ReplayOptions(), stop or Signal(), elapsed)
    with tqdm(total=len(plan.events), unit="event", disable=None if run.options.has_progress_bar else True) as bar:
        while run.is_going:
            run.wait_for_consumer(backlog)
            bar.update(run.write_due())
            bar.set_postfix_str(f"{clock.now().astimezone(plan.timezone):%Y-%m-%d}", refresh=False)
    run.beat()
    return ReplayReport(run.position, run.heartbeats, clock.now(), run.position == len(plan.events))


@dataclass
class _Run:
    """A replay while it runs."""

    plan: ReplayPlan
    client: Redis
    stream_key: str
    clock: ReplayClock
    options: ReplayOptions
    stop: Signal
    elapsed: Callable[[], float]
    position: int = 0
    heartbeats: int = 0

    def __post_init__(self) -> None:
        self.began, self.starts_at = self.elapsed(), self.clock.now()
        self.next_beat = self.began

    @property
    def is_going(self) -> bool:
        return self.position < len(self.plan.events) and not self.stop.is_set()

    def wait_for_consumer(self, backlog: Callable[[], int]) -> None:
        """Pause while too much is unread; raises ReplayError when nothing is read for too long."""
        least, since = backlog(), self.elapsed()
        unread = least
        while unread > self.options.max_unread and not self.stop.is_set():
            self.beat_if_due()
            self.stop.wait(self.options.tick_seconds)
            unread = backlog()
            if unread < least:
                least, since = unread, self.elapsed()
            if self.elapsed() - since > self.options.patience_seconds:
                self._give_up(unread)

    def _give_up(self, unread: int) -> NoReturn:
        raise ReplayError(
            f"{self.stream_key}: expected the consumer to read on, but {unread} entries have waited for"
            f" {self.options.patience_seconds:g} seconds; start the ingester, then run the replay again"
        )

    def write_due(self) -> int:
        """Write what is due by now, at most one batch; waits one tick when nothing is."""
        events = self.plan.events[self.position : self.position + self.options.batch]
        reached = self._reached()
        if reached is not None:
            events = tuple(event for event in events if event.at <= reached)
            self.clock.reach(min(reached, self.plan.events[-1].at))
        if events:
            self.clock.reach(events[-1].at)  # before writing: nothing must seem to come from the future
            self._send([self._entry(event) for event in events])
            self.position += len(events)
        self.beat_if_due()
        if not events:
            self.stop.wait(self.options.tick_seconds)
        return len(events)

    def _reached(self) -> datetime | None:
        """The event time that is due by now; None when there is no pace to keep."""
        if math.isinf(self.options.speed):
            return None
        reached_ms = epoch_ms(self.starts_at) + (self.elapsed() - self.began) * self.options.speed * 1000
        return datetime.fromtimestamp(min(reached_ms, epoch_ms(LATEST)) / 1000, UTC)

    def beat_if_due(self) -> None:
        if self.elapsed() >= self.next_beat:
            self.beat()

    def beat(self) -> None:
        """Say that the source is alive."""
        self.next_beat = self.elapsed() + self.options.heartbeat_seconds
        self.heartbeats += 1
        at, source = self.clock.now().astimezone(self.plan.timezone), self.plan.source
        data = {"producer": source, "interval_seconds": self.options.heartbeat_seconds}
        self._send([encode_entry(ev.Heartbeat.type, f"{source}:heartbeat:{epoch_ms(at)}", at, source, data)])

    def _entry(self, event: ReplayEvent) -> Mapping[str, bytes | str]:
        at = event.at.astimezone(self.plan.timezone)
        return encode_entry(
            event.payload.type, event.event_id, at, self.plan.source, msgspec.to_builtins(event.payload)
        )

    def _send(self, entries: Sequence[Mapping[str, bytes | str]]) -> None:
        pipeline = self.client.pipeline(transaction=False)
        for entry in entries:
            fields: dict[Any, Any] = dict(entry)
            pipeline.xadd(self.stream_key, fields)
        pipeline.execute()
