"""Raw fields of an entry -> a typed Event, or Rejected with a reason from the closed list. Pure."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Protocol

import msgspec
from msgspec import UNSET, Raw

from domain.clock import epoch_ms, from_epoch_ms
from domain.events import (
    CONTRACT_VERSION,
    PAYLOAD_BY_TYPE,
    PAYLOADS,
    DeadLetterReason,
    Event,
    Heartbeat,
    Payload,
    Rejected,
    Stream,
    kind_of,
)
from domain.profile import CityProfile
from domain.working_time import CalendarRangeError

MAX_DATA_BYTES = 32_768
MAX_VALUE_LENGTH = 120
EARLIEST = datetime(2000, 1, 1, tzinfo=UTC)
SKEW_LIMIT = timedelta(minutes=2)
LATEST_AHEAD = timedelta(days=1)
REQUIRED_FIELDS = ("v", "id", "type", "at", "source", "data")
MAX_FIELD_LENGTH = 200
MOST_DIGITS = 10
MAX_DEPTH = 100
"""How deep `data` may be nested: far below the recursion limit that reading it back has to keep."""

_PATH = re.compile(r" - at `\$\.?([^`]*)`$")
_MISSING = re.compile(r"missing required field `([^`]*)`")
_WORDS = re.compile(r"[\s@]")
_TIME_FIELD = re.compile(r"(^|_)at$")
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_DECODERS = {name: msgspec.json.Decoder(payload) for name, payload in PAYLOAD_BY_TYPE.items()}
_UNREAD = msgspec.json.Decoder(dict[str, Raw])
"""The fields of a payload without reading their values: those that no model names stay as they came."""

_PERSONAL = tuple(sorted({name for payload in PAYLOADS for name in payload.personal}))
"""Taken out of every payload, also of one whose model does not name them."""

Fields = Mapping[bytes, bytes]
NO_FIELDS: Fields = {}


class WardLookup(Protocol):
    """Finds the ward of a place."""

    def ward_at(self, lat: float, lon: float) -> str | None:
        """The code of the ward that holds a point, None when none does."""


class _RefusalError(Exception):
    def __init__(self, reason: DeadLetterReason, field: str, value: object) -> None:
        super().__init__(reason)
        self.reason, self.field, self.value = reason, field, str(value)[:MAX_VALUE_LENGTH]


@dataclass(frozen=True, slots=True)
class Decoder:
    """Decodes the entries of one city. `wards` fills in the ward of a place that came without one."""

    profile: CityProfile
    wards: WardLookup | None = None

    def decode(self, fields: Fields | None, position: str, stream: Stream, now: datetime) -> Event | Rejected:
        """One entry of a stream as an event, or why it is none. `now` is aware UTC; None are trimmed fields."""
        try:
            return self._event(_texts(fields), position, stream, now)
        except _RefusalError as refusal:
            return Rejected(
                position=position,
                source=_printable((fields or NO_FIELDS).get(b"source", b"")),
                reason=refusal.reason,
                field=refusal.field,
                value=refusal.value,
                raw=msgspec.msgpack.encode(dict(fields or NO_FIELDS)),
                received_ms=epoch_ms(now),
            )

    def _event(self, texts: Mapping[str, str], position: str, stream: Stream, now: datetime) -> Event:
        if texts["v"] != CONTRACT_VERSION:
            raise _RefusalError(DeadLetterReason.WRONG_VERSION, "v", as_told("v", texts["v"]))
        occurred = _occurred_at(texts["at"], now, self._earliest())
        payload, raw = _payload(texts["type"], texts["data"], stream)
        self._check_codes(payload)
        self._check_place(payload)
        self._check_due(payload)
        payload, raw = self._with_ward(payload, raw)
        data, personal = _split_personal(raw)
        return Event(
            event_id=texts["id"],
            type=texts["type"],
            kind=kind_of(texts["type"]),
            entity_id=payload.entity_id,
            occurred_ms=epoch_ms(occurred),
            received_ms=epoch_ms(now),
            source=texts["source"],
            payload=payload,
            data=data,
            personal=personal,
            position=position,
            is_skewed=occurred > now + SKEW_LIMIT,
        )

    def _earliest(self) -> datetime:
        first_day = self.profile.calendar.first_day
        first = datetime(first_day.year, first_day.month, first_day.day, tzinfo=self.profile.timezone)
        return max(EARLIEST, first + timedelta(days=1))

    def _check_codes(self, payload: Payload) -> None:
        profile = self.profile
        known: tuple[tuple[str, Callable[[str], bool], DeadLetterReason], ...] = (
            ("agency", profile.agencies.__contains__, DeadLetterReason.UNKNOWN_AGENCY),
            ("ward", profile.wards.__contains__, DeadLetterReason.UNKNOWN_WARD),
            ("site", profile.sites.__contains__, DeadLetterReason.UNKNOWN_SITE),
            ("service", profile.services.__contains__, DeadLetterReason.UNKNOWN_SERVICE),
        )
        if payload.type == "complaint.filed":
            known += (
                ("category", profile.categories.__contains__, DeadLetterReason.UNKNOWN_CATEGORY),
                ("channel", profile.channels.__contains__, DeadLetterReason.UNKNOWN_CHANNEL),
            )
        if payload.type == "task.assigned":
            known += (("category", profile.categories.__contains__, DeadLetterReason.UNKNOWN_CATEGORY),)
        if payload.type == "call.received" and profile.call_classes:
            known += (("category", profile.call_classes.__contains__, DeadLetterReason.UNKNOWN_CATEGORY),)
        for field, is_known, reason in known:
            value = getattr(payload, field, UNSET)
            if value is not UNSET and not is_known(value):
                raise _RefusalError(reason, f"data.{field}", as_told(field, value))

    def _check_place(self, payload: Payload) -> None:
        lat, lon = getattr(payload, "lat", UNSET), getattr(payload, "lon", UNSET)
        if (lat is UNSET) != (lon is UNSET):
            raise _RefusalError(DeadLetterReason.MISSING_FIELD, "data.lat" if lat is UNSET else "data.lon", "")
        if isinstance(lat, float) and isinstance(lon, float) and not self.profile.bounds.contains(lat, lon):
            raise _RefusalError(DeadLetterReason.OUTSIDE_CITY, "data.lat,data.lon", f"{round(lat, 2)},{round(lon, 2)}")

    def _check_due(self, payload: Payload) -> None:
        """A deadline beyond the calendar could be compared with no working day."""
        due_at = getattr(payload, "due_at", UNSET)
        if not isinstance(due_at, datetime):
            return
        try:
            self.profile.calendar.one_working_day_before(due_at)
        except (CalendarRangeError, OverflowError) as error:
            raise _RefusalError(DeadLetterReason.ABSURD_TIME, "data.due_at", due_at.isoformat()) from error

    def _with_ward(self, payload: Payload, raw: bytes) -> tuple[Payload, bytes]:
        if self.wards is None or getattr(payload, "ward", None) is not UNSET:
            return payload, raw
        lat, lon = getattr(payload, "lat", UNSET), getattr(payload, "lon", UNSET)
        ward = self.wards.ward_at(lat, lon) if isinstance(lat, float) and isinstance(lon, float) else None
        if ward is None:
            return payload, raw
        return msgspec.structs.replace(payload, ward=ward), msgspec.json.encode({**_UNREAD.decode(raw), "ward": ward})


def _texts(fields: Fields | None) -> dict[str, str]:
    if fields is None:
        raise _RefusalError(DeadLetterReason.BODY_MISSING, "", "trimmed before it was stored")
    texts = {name: _text(name, fields) for name in REQUIRED_FIELDS}
    for name in ("id", "source", "type"):
        if not 0 < len(texts[name]) <= MAX_FIELD_LENGTH:
            raise _RefusalError(DeadLetterReason.OUT_OF_RANGE, name, as_told(name, texts[name]))
    return texts


def as_told(field: str, value: str) -> str:
    """What is told of a value that came from outside: a word or a number, as it is; else only how long it is.

    A field that was filled from a wrong column holds a name, words or a number of a person: what has a space or an
    at sign, or more digits than the code of a ward has, is not told. Times have many.
    """
    has_many = sum(character.isdigit() for character in value) > MOST_DIGITS and not _TIME_FIELD.search(field)
    is_harmless = not has_many and not _WORDS.search(value)
    return value if is_harmless else f"({len(value)} characters)"


def _text(name: str, fields: Fields) -> str:
    raw = fields.get(name.encode())
    if raw is None:
        raise _RefusalError(DeadLetterReason.MISSING_FIELD, name, "")
    if len(raw) > MAX_DATA_BYTES:
        raise _RefusalError(DeadLetterReason.OVERSIZED, name, f"{len(raw)} bytes, at most {MAX_DATA_BYTES}")
    try:
        text = raw.decode()
    except UnicodeDecodeError as error:
        raise _RefusalError(DeadLetterReason.BAD_UTF8, name, f"byte {error.start}") from error
    if "\x00" in text:  # a database text cannot hold it
        raise _RefusalError(DeadLetterReason.BAD_UTF8, name, "NUL")
    return text


def _occurred_at(text: str, now: datetime, earliest: datetime) -> datetime:
    try:
        at = datetime.fromisoformat(text)
    except ValueError as error:
        raise _RefusalError(DeadLetterReason.WRONG_TYPE, "at", as_told("at", text)) from error
    if at.tzinfo is None:
        raise _RefusalError(DeadLetterReason.NAIVE_TIME, "at", text)
    if not earliest <= at <= now + LATEST_AHEAD:
        raise _RefusalError(DeadLetterReason.ABSURD_TIME, "at", text)
    return from_epoch_ms(epoch_ms(at))


def _payload(event_type: str, data: str, stream: Stream) -> tuple[Payload, bytes]:
    decoder = _DECODERS.get(event_type)
    if decoder is None:
        raise _RefusalError(DeadLetterReason.UNKNOWN_TYPE, "type", as_told("type", event_type))
    payload_type = PAYLOAD_BY_TYPE[event_type]
    if payload_type is not Heartbeat and payload_type.stream is not stream:
        raise _RefusalError(DeadLetterReason.WRONG_STREAM, "type", f"{event_type} on {stream}")
    raw = data.encode()
    if b"\\u0000" in raw:
        raise _RefusalError(DeadLetterReason.BAD_UTF8, "data", "NUL")
    if _depth(raw) > MAX_DEPTH:
        raise _RefusalError(DeadLetterReason.OUT_OF_RANGE, "data", f"nested deeper than {MAX_DEPTH} levels")
    try:
        return decoder.decode(raw), raw
    except msgspec.ValidationError as error:
        raise _refusal_of(error, payload_type, data) from error
    except msgspec.DecodeError as error:
        raise _RefusalError(DeadLetterReason.NOT_JSON, "data", type(error).__name__) from error


def _depth(raw: bytes) -> int:
    """How deep arrays and objects are nested; exact only when there are enough of them to matter."""
    if raw.count(b"[") + raw.count(b"{") <= MAX_DEPTH:
        return 0
    depth = deepest = 0
    for byte in _STRING.sub(b"", raw):
        depth += (byte in b"[{") - (byte in b"]}")
        deepest = max(deepest, depth)
    return deepest


def _refusal_of(error: msgspec.ValidationError, payload_type: type[Payload], data: str) -> _RefusalError:
    message = str(error)
    place = _PATH.search(message)
    path = place.group(1) if place else ""
    field = _join("data", path)
    if missing := _MISSING.search(message):
        return _RefusalError(DeadLetterReason.MISSING_FIELD, _join(field, missing.group(1)), "")
    if not path:
        return _RefusalError(DeadLetterReason.WRONG_TYPE, field, message)  # the value is the whole payload
    is_personal = path.partition(".")[0] in payload_type.personal
    return _RefusalError(
        _reason_of(message), field, "(personal)" if is_personal else as_told(path, _value_at(data, path))
    )


def _reason_of(message: str) -> DeadLetterReason:
    if "timezone component" in message:
        return DeadLetterReason.NAIVE_TIME
    if ", got " in message or "RFC3339" in message:
        return DeadLetterReason.WRONG_TYPE
    return DeadLetterReason.OUT_OF_RANGE


def _join(*parts: str) -> str:
    return ".".join(part for part in parts if part)


def _value_at(data: str, path: str) -> str:
    """The value that was refused; empty when it cannot be read, since what follows it may be no JSON."""
    value = Raw(data.encode())
    try:
        for name in path.partition("[")[0].split("."):
            value = _UNREAD.decode(value)[name]
        text = msgspec.json.decode(value)
    except (msgspec.DecodeError, KeyError):
        return ""
    return text if isinstance(text, str) else bytes(value).decode()


def _split_personal(raw: bytes) -> tuple[bytes, dict[str, Any] | None]:
    """Take personal fields out of the payload's JSON; unknown optional fields stay as they came."""
    values = _UNREAD.decode(raw)
    found = [name for name in _PERSONAL if name in values]
    if not found:
        return raw, None
    try:
        personal = {name: msgspec.json.decode(values.pop(name)) for name in found}
    except msgspec.DecodeError as error:
        raise _RefusalError(DeadLetterReason.OUT_OF_RANGE, f"data.{found[0]}", "(personal)") from error
    return msgspec.json.encode(values), personal


def raw_fields(raw: bytes) -> Fields:
    """The fields of a rejected entry, from its raw bytes."""
    return msgspec.msgpack.decode(raw, type=dict[bytes, bytes])


def raw_id(rejected: Rejected) -> str:
    """The event id that a rejected entry came with, as far as it can be read."""
    return _printable(raw_fields(rejected.raw).get(b"id", b""))


def _printable(raw: bytes) -> str:
    return raw.decode(errors="replace").replace("\x00", "")[:MAX_FIELD_LENGTH]
