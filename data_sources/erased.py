"""What was erased stays erased: facts that come again for an erased reference are stored without the person.

References are kept as keyed hashes (HMAC-SHA-256). The key lies in the store: without it nothing would be recognised
when it comes again, so it must live and be restored with the hashes. It keeps a list of hashes that got out from being
guessed through; who has the whole store has the key.
"""

import hmac
import json
import secrets
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, literal, select

from data_sources.decode import raw_fields
from data_sources.folding import chunks, insert_once
from data_sources.tables import erased_references, erasure_keys
from domain.events import Event, Rejected
from domain.subjects import CASE_KEYS, without_person

KEY_BYTES = 32
ERASED_VALUE = "(erased)"
EVENT = "event"
"""The kind of a reference that is the id of an event, also of one that could not be read."""

Reference = tuple[str, str]
"""A kind and an id."""


def remember(connection: Connection, references: Iterable[Reference], now_ms: int) -> None:
    """Keep that these were erased, within the transaction that erases them."""
    insert_once(connection, erasure_keys, [{"id": 1, "key": secrets.token_bytes(KEY_BYTES)}])
    key = _key(connection)
    rows = [{"reference_hash": _hash(key, one), "erased_ms": now_ms} for one in references]
    if rows:
        insert_once(connection, erased_references, rows)


def erased_among(connection: Connection, references: Sequence[Reference]) -> frozenset[Reference]:
    """Those of the references that were erased before; costs one short read where nothing ever was."""
    if connection.scalar(select(literal(1)).select_from(erased_references).limit(1)) is None:
        return frozenset()
    key, column = _key(connection), erased_references.c.reference_hash
    hashes = {_hash(key, one): one for one in references}
    found = (connection.scalars(select(column).where(column.in_(chunk))) for chunk in chunks(list(hashes)))
    return frozenset(hashes[one] for chunk in found for one in chunk)


def events_without_erased(connection: Connection, fresh: Sequence[Event]) -> Sequence[Event]:
    """New events as they may be stored: those of an erased reference without the person."""
    erased = erased_among(connection, [reference for event in fresh for reference in _references(event)])
    return [_cleaned(event) if erased.intersection(_references(event)) else event for event in fresh]


def letters_without_erased(connection: Connection, rejected: Sequence[Rejected]) -> frozenset[str]:
    """The positions of entries that could not be read and are of an erased reference: their bytes are not kept."""
    named = {letter.position: references_of(raw_fields(letter.raw)) for letter in rejected}
    erased = erased_among(connection, [one for references in named.values() for one in references])
    return frozenset(position for position, references in named.items() if erased.intersection(references))


def references_of(fields: Mapping[bytes, bytes]) -> frozenset[Reference]:
    """What an entry is about, as far as it can be read: its own id, and the things that its data names."""
    event_id = fields.get(b"id", b"").decode(errors="replace")
    data = _json(fields.get(b"data", b""))
    named = ((kind, data.get(key)) for kind, key in CASE_KEYS.items())
    found = {(kind, value) for kind, value in named if isinstance(value, str) and value}
    return frozenset(found | ({(EVENT, event_id)} if event_id else set()))


def _json(data: bytes) -> Mapping[str, Any]:
    """An object, or what stands in one that is cut off: its keys are found all the same."""
    try:
        value = msgspec.json.decode(data)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return _keys_in(data.decode(errors="replace"))
    return value if isinstance(value, dict) else {}


def _keys_in(words: str) -> Mapping[str, Any]:
    found: dict[str, Any] = {}
    for key in CASE_KEYS.values():
        _, is_there, rest = words.partition(f'"{key}"')
        value = rest.lstrip(" \t\r\n:")
        if is_there and value.startswith('"'):
            found[key] = _first_string(value)
    return found


def _first_string(words: str) -> str | None:
    try:
        value, _ = json.JSONDecoder(strict=False).raw_decode(words)
    except ValueError:
        return None
    return str(value)


def _references(event: Event) -> tuple[Reference, Reference]:
    return (event.kind, event.entity_id), (EVENT, event.event_id)


def _cleaned(event: Event) -> Event:
    return msgspec.structs.replace(event, data=without_person(event.type, event.data), personal=None)


def _key(connection: Connection) -> bytes:
    key: bytes | None = connection.scalar(select(erasure_keys.c.key))
    if key is None:
        raise LookupError(
            "erasure_keys: expected the key of the erased references, found none; restore it from a backup"
        )
    return key


def _hash(key: bytes, reference: Reference) -> str:
    return hmac.digest(key, json.dumps(reference).encode(), "sha256").hex()
