"""A row of a city database -> the raw fields of an entry, its place in the feed and its event id. Pure."""

import json
import re
from collections.abc import Callable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from math import ceil
from typing import Any, NamedTuple
from uuid import UUID

from msgspec import inspect

from data_sources.table_feed_spec import FieldType, TableFeedError, TableFeedSpec, field_types
from domain.events import CONTRACT_VERSION

MAX_POSITION_LENGTH = 200
SECONDS_OF_A_DAY = 86_400
LARGEST_INTEGER = 2**63 - 1
_ISO = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d.*)?")

Row = Mapping[str, Any]


class Place(NamedTuple):
    """Where a row stands in the order of its feed; the values are as the database gave them."""

    watermark: Any
    key: Any


# --- places


def place_text(spec: TableFeedSpec, place: Place) -> str:
    """A place as canonical JSON, which the store keeps: [watermark, key]."""
    text = json.dumps([_tagged(spec, value) for value in place], separators=(",", ":"))
    if len(text) > MAX_POSITION_LENGTH:
        raise TableFeedError(
            f"table feed {spec.name}: expected a key and a watermark of at most {MAX_POSITION_LENGTH} characters "
            f"together, got {len(text)}; choose a shorter column as `key`"
        )
    return text


def place_from(spec: TableFeedSpec, text: str) -> Place:
    """The place that a canonical JSON tells."""
    try:
        watermark, key = json.loads(text)
        return Place(_untagged(watermark), _untagged(key))
    except (ValueError, TypeError, KeyError) as error:
        raise TableFeedError(
            f"table feed {spec.name}: expected a stored position as [watermark, key], got {text!r}; give the feed "
            f"another name to read everything anew"
        ) from error


def _tagged(spec: TableFeedSpec, value: Any) -> Any:
    """JSON that remembers the type, since a comparison in the database needs it."""
    if isinstance(value, datetime):
        return {"datetime": _canonical_instant(value)}
    for kind, (tag, write, _) in _TAGS.items():
        if isinstance(value, kind):
            return {tag: write(value)}
    if isinstance(value, int | float | str) and not isinstance(value, bool):
        return value
    raise TableFeedError(
        f"table feed {spec.name}: expected numbers, texts, timestamps, UUIDs or bytes in {spec.key} and "
        f"{spec.watermark}, got {type(value).__name__}; cast the column in a `query`"
    )


_TAGS: dict[type, tuple[str, Callable[[Any], str], Callable[[str], Any]]] = {
    date: ("date", date.isoformat, date.fromisoformat),
    Decimal: ("decimal", str, Decimal),
    UUID: ("uuid", str, UUID),
    bytes: ("bytes", bytes.hex, bytes.fromhex),
}
_READERS: dict[str, Callable[[str], Any]] = {tag: read for tag, _, read in _TAGS.values()}


def _untagged(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    ((tag, text),) = value.items()
    return datetime.fromisoformat(text) if tag == "datetime" else _READERS[tag](text)


def _canonical_instant(at: datetime) -> str:
    try:
        at = at if at.tzinfo is None else at.astimezone(UTC)
    except OverflowError:  # the first or last hours that a timestamp can hold: one text for one value all the same
        return at.isoformat(timespec="microseconds")
    return at.isoformat(timespec="microseconds")


def version_text(watermark: Any) -> str:
    """A watermark as text that sorts as the watermark does: of two versions with one `at`, the later event id wins."""
    if isinstance(watermark, datetime):
        return _canonical_instant(watermark)
    if isinstance(watermark, int | float | Decimal):
        whole, dot, fraction = _decimal_text(Decimal(str(watermark))).partition(".")
        return f"{whole:0>20}{dot}{fraction}"
    return _text(watermark)


# --- windows of watermarks


def earlier(spec: TableFeedSpec, watermark: Any) -> Any:
    """The watermark from which rows are read again; of texts that are no instants, the same watermark only."""
    overlap = timedelta(seconds=spec.overlap_seconds)
    try:
        if isinstance(watermark, datetime):
            return watermark - overlap
        if isinstance(watermark, date):
            return watermark - timedelta(days=ceil(spec.overlap_seconds / SECONDS_OF_A_DAY))
        if isinstance(watermark, int | float | Decimal):
            return watermark - spec.overlap_count
        if is_instant_text(watermark):
            return min(watermark, _written_like(watermark, datetime.fromisoformat(watermark) - overlap))
    except (OverflowError, ValueError):
        return watermark
    return watermark


def as_watermark(spec: TableFeedSpec, at: datetime, sample: Any) -> Any:
    """An instant as a watermark of the same kind as `sample`; None when watermarks are no instants."""
    if isinstance(sample, datetime):
        return at if sample.tzinfo is not None else _naive(spec, at, sample)
    if isinstance(sample, date):
        return _naive(spec, at, datetime.combine(sample, time())).date()
    if is_instant_text(sample):
        written = datetime.fromisoformat(sample)
        return _written_like(sample, at.astimezone(written.tzinfo) if written.tzinfo else _naive(spec, at, written))
    return None


def is_instant_text(value: Any) -> bool:
    """Whether a text is an ISO date or instant, as SQLite keeps them."""
    if not isinstance(value, str) or not _ISO.fullmatch(value):
        return False
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return False
    return True


def _naive(spec: TableFeedSpec, at: datetime, sample: datetime) -> datetime:
    return at.astimezone(spec.local(sample).tzinfo).replace(tzinfo=None)


def _written_like(sample: str, at: datetime) -> str:
    """An instant as `sample` is written; without fraction and offset it sorts before those that have them."""
    return at.replace(tzinfo=None).isoformat(sample[10:11] or " ", "seconds")[: len(sample)]


# --- entries


class RowReader:
    """Makes entries of the rows of one feed."""

    def __init__(self, spec: TableFeedSpec) -> None:
        self._spec = spec
        self._types = field_types(spec.payload)

    def place(self, row: Row) -> Place:
        """Where a row stands."""
        return Place(row[self._spec.watermark], row[self._spec.key])

    def fields(self, row: Row) -> dict[bytes, bytes]:
        """The same raw fields that an entry of a stream has; without `at` when the row has none."""
        spec, place = self._spec, self.place(row)
        texts = {
            "v": CONTRACT_VERSION,
            "id": f"{spec.name}:{_text(place.key)}:{version_text(place.watermark)}",
            "type": spec.type,
            "source": spec.name,
            "data": json.dumps(self._data(row), ensure_ascii=False, separators=(",", ":"), default=_plain),
        }
        if row[spec.at] is not None:
            texts["at"] = str(self._instant(row[spec.at]))
        return {name.encode(): text.encode(errors="surrogateescape") for name, text in texts.items()}

    def _data(self, row: Row) -> dict[str, Any]:
        data: dict[str, Any] = {}
        for name, value in self._spec.constants.items():
            _put(data, name, value)
        for name, column in self._spec.fields.items():
            if row[column] is not None:
                _put(data, name, self._value(row[column], self._types[name]))
        return data

    def _value(self, value: Any, wanted: FieldType) -> Any:
        """A column's value as its field wants it; what does not fit is left for the decoder to refuse."""
        if isinstance(wanted, inspect.DateTimeType):
            return self._instant(value)
        if isinstance(wanted, inspect.StrType | inspect.EnumType):
            return _text(value)
        if isinstance(wanted, inspect.BoolType) and value in (0, 1):
            return bool(value)
        if isinstance(wanted, inspect.IntType) and isinstance(value, float) and value.is_integer():
            return int(value)
        if isinstance(wanted, inspect.ListType) and isinstance(value, str):
            return _list_from(value)
        return _plain(value)

    def _instant(self, value: Any) -> Any:
        """Timestamps, dates and ISO texts with their offset; anything else as it is."""
        if is_instant_text(value):
            value = datetime.fromisoformat(value)
        if isinstance(value, datetime):
            return self._spec.local(value).isoformat()
        if isinstance(value, date):
            return self._spec.local(datetime.combine(value, time())).isoformat()
        return _plain(value)


def _put(data: dict[str, Any], name: str, value: Any) -> None:
    outer, _, rest = name.partition(".")
    if rest:
        _put(data.setdefault(outer, {}), rest, value)
    else:
        data[outer] = value


def _list_from(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: Any) -> Any:
    """What JSON knows: whole decimals as integers, others as floats; unknown kinds as text."""
    if isinstance(value, Decimal) and value.is_finite():
        value = int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, int) and abs(value) > LARGEST_INTEGER:
        return str(value)
    if isinstance(value, bool | int | float | str | list | tuple | dict):
        return value
    return _text(value)


def _text(value: Any) -> str:
    """One text for one value: bytes as hex, whole decimals without a point."""
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, datetime):
        return _canonical_instant(value)
    if isinstance(value, Decimal) and value.is_finite():
        return _decimal_text(value)
    return str(value)


def _decimal_text(value: Decimal) -> str:
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text
