"""What a table feed is told: which rows of which database are which event."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import msgspec
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from domain.events import PAYLOAD_BY_TYPE, Heartbeat, Payload, Stream

_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,59}")
FieldType = msgspec.inspect.Type
PayloadType = type[Payload]


class TableFeedSpecError(ValueError):
    """A table feed is configured so that it cannot work."""


class TableFeedError(SQLAlchemyError):
    """A feed's database cannot be read as configured; the feed stands still and tries again."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TableFeedSpec:
    """One feed. Exactly one of `table` and `query`; `fields` maps fields of the payload to columns.

    A dotted field, as `reporter.name`, is one of a nested object. `constants` fill in what no column gives.
    `timezone` is the zone of timestamps without an offset. `since` is the first watermark that is read.
    Rows may be committed `overlap_seconds` after the instant of their watermark, or, where the watermark is a number,
    after `overlap_count` greater numbers.
    """

    name: str
    url: str = field(repr=False)
    table: str | None = None
    query: str | None = None
    key: str
    watermark: str
    poll_seconds: float = 5.0
    batch: int = 500
    stream: str = Stream.COMPLAINTS.value
    type: str
    at: str
    timezone: str | None = None
    fields: Mapping[str, str]
    constants: Mapping[str, Any] = field(default_factory=dict)
    overlap_seconds: float = 60.0
    overlap_count: int = 1000
    since: datetime | int | None = None

    def __post_init__(self) -> None:
        """Refuse what could only fail later, row by row."""
        self._check_source()
        self._check_type()
        self._check_fields()
        self._check_times()

    def _check_source(self) -> None:
        if not _NAME.fullmatch(self.name):
            raise self._error("name", "1 to 60 letters, digits, '_', '.' or '-'", repr(self.name), "choose another one")
        if (self.table is None) == (self.query is None):
            got = "neither" if self.table is None else "both"
            raise self._error("table, query", "exactly one of them", got, "give one")

    def _check_type(self) -> None:
        payload = PAYLOAD_BY_TYPE.get(self.type)
        if payload is None or payload is Heartbeat:
            raise self._error("type", "a type of docs/streams.md", repr(self.type), "correct the spelling")
        if payload.stream.value != self.stream:
            raise self._error(
                "stream", f"{payload.stream.value} for {self.type}", self.stream, "correct one of the two"
            )

    def _check_fields(self) -> None:
        known = field_types(self.payload)
        given = {*self.fields, *self.constants}
        if unknown := sorted(given - set(known)):
            allowed = f"fields of {self.type} ({', '.join(known)})"
            raise self._error("fields", allowed, ", ".join(unknown), "correct the names or leave them out")
        required = {item.name for item in msgspec.structs.fields(self.payload) if item.required}
        if missing := sorted(required - given):
            wanted = f"a column or a constant for {', '.join(missing)}, required by {self.type}"
            raise self._error("fields", wanted, "none", "add it to `fields` or `constants`")

    def _check_times(self) -> None:
        try:
            zone = self.zone
        except (ZoneInfoNotFoundError, ValueError) as error:
            raise self._error("timezone", "a name as Asia/Jakarta", repr(self.timezone), "correct it") from error
        if isinstance(self.since, datetime) and self.since.tzinfo is None and zone is None:
            came = self.since.isoformat()
            raise self._error("since", "an instant with an offset", came, "add the offset, or give `timezone`")

    def _error(self, where: str, expected: str, got: str, cure: str) -> TableFeedSpecError:
        return TableFeedSpecError(f"table feed {self.name}: {where}: expected {expected}, got {got}; {cure}")

    @property
    def payload(self) -> PayloadType:
        """The model of the events."""
        return PAYLOAD_BY_TYPE[self.type]

    @property
    def zone(self) -> ZoneInfo | None:
        """The zone of timestamps without an offset."""
        return None if self.timezone is None else ZoneInfo(self.timezone)

    @property
    def position_key(self) -> str:
        """The name under which the store keeps the feed's position and counts."""
        return f"feed:{self.name}"

    @property
    def source_text(self) -> str:
        """What is read, in words for a message."""
        return "the query" if self.table is None else f"table {self.table}"

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that is read, each once."""
        return tuple(dict.fromkeys((self.key, self.watermark, self.at, *self.fields.values())))

    def local(self, at: datetime) -> datetime:
        """A database's timestamp with its offset. Raises TableFeedError when nothing says which it is."""
        if at.tzinfo is not None:
            return at
        if self.zone is None:
            raise TableFeedError(
                f"table feed {self.name}: expected timestamps with an offset, got {at.isoformat()}; "
                f"set `timezone` to the zone in which the database writes them"
            )
        return at.replace(tzinfo=self.zone)


def unusable_url(spec: TableFeedSpec, error: ArgumentError | ImportError) -> TableFeedSpecError:
    """A URL that names no database, or one without a driver here. The URL may hold a password and is not shown."""
    return TableFeedSpecError(
        f"table feed {spec.name}: url: expected a SQLAlchemy URL whose driver is installed, "
        f"got one that cannot be used ({type(error).__name__}); correct it, or install the driver"
    )


def field_types(payload: PayloadType) -> dict[str, FieldType]:
    """The fields of a payload and their types; those of nested objects with a dotted name."""
    return dict(_flattened(msgspec.inspect.type_info(payload), ""))


def _flattened(info: FieldType, prefix: str) -> list[tuple[str, FieldType]]:
    if not isinstance(info, msgspec.inspect.StructType):
        return []
    own = [(prefix + item.encode_name, item.type) for item in info.fields]
    return own + [inner for name, kind in own for inner in _flattened(kind, f"{name}.")]
