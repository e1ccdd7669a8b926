"""The shape of a rejected entry: which fields it had, of what kind and how long. Pure; nothing of a person is told.

Only the envelope's short fields are told as they came, and those as `as_told` allows. Of the payload the names that the
contract knows, and never a value: whatever stands in a wrong column may be somebody's name.
"""

from collections.abc import Mapping, Sequence
from types import MappingProxyType

import msgspec
from msgspec import Raw

from data_sources.decode import REQUIRED_FIELDS, Fields, as_told
from domain.events import PAYLOADS
from domain.letters import LetterPart, PartKind

DATA = "data"
KNOWN = frozenset(name for payload in PAYLOADS for name in payload.__struct_fields__)
PERSONAL = frozenset(name for payload in PAYLOADS for name in payload.personal)
MOST_PARTS = 100

KINDS: Mapping[bytes, PartKind] = MappingProxyType(
    {
        b'"': PartKind.TEXT,
        b"[": PartKind.LIST,
        b"{": PartKind.OBJECT,
        b"t": PartKind.SWITCH,
        b"f": PartKind.SWITCH,
        b"n": PartKind.NOTHING,
    }
)
"""What a JSON value is, by its first byte; all others are numbers."""

_FIELDS = msgspec.json.Decoder(dict[str, Raw])


def shape(fields: Fields) -> Sequence[LetterPart]:
    """The parts of an entry, in the order of the contract; what it does not know comes last and without a name."""
    known = [_envelope(name, fields[name.encode()]) for name in REQUIRED_FIELDS if name.encode() in fields]
    names = {name.encode() for name in REQUIRED_FIELDS}
    others = [LetterPart("", PartKind.UNNAMED, len(value)) for name, value in fields.items() if name not in names]
    data = _payload(fields[DATA.encode()]) if DATA.encode() in fields else []
    return [*known, *data, *others][:MOST_PARTS]


def _envelope(name: str, value: bytes) -> LetterPart:
    if name == DATA:
        return LetterPart(name, PartKind.OBJECT, len(value))
    try:
        text = value.decode()
    except UnicodeDecodeError:
        return LetterPart(name, PartKind.UNREADABLE, len(value))
    told = as_told(name, text)
    return LetterPart(name, PartKind.TEXT, len(value), told if told == text and len(text) <= 200 else "")


def _payload(data: bytes) -> Sequence[LetterPart]:
    try:
        values = _FIELDS.decode(data)
    except (msgspec.DecodeError, RecursionError):
        return [LetterPart(DATA, PartKind.UNREADABLE, len(data))]
    named = [_part(name, bytes(value)) for name, value in values.items() if name in KNOWN | PERSONAL]
    unnamed = [
        LetterPart("", PartKind.UNNAMED, len(bytes(value)))
        for name, value in values.items()
        if name not in KNOWN | PERSONAL
    ]
    return [*named, *unnamed]


def _part(name: str, value: bytes) -> LetterPart:
    if name not in KNOWN | PERSONAL:
        return LetterPart("", PartKind.UNNAMED, len(value))
    kind = PartKind.PERSONAL if name in PERSONAL else KINDS.get(value[:1], PartKind.NUMBER)
    return LetterPart(f"{DATA}.{name}", kind, len(value))
