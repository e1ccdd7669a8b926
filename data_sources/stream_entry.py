"""One entry of a stream as the bytes on the wire: what every producer of this project writes."""

from collections.abc import Mapping
from datetime import datetime

import msgspec

from domain.events import CONTRACT_VERSION

EntryFields = dict[str, bytes | str]
"""The fields of one entry, in the order of the contract."""


def encode_entry(event_type: str, event_id: str, at: datetime, source: str, data: Mapping[str, object]) -> EntryFields:
    """The fields of a fact that happened at `at`, an aware instant in the city's zone, written with its offset."""
    if at.tzinfo is None:
        raise ValueError(f"entry {event_id}: expected an instant with a time zone, got {at.isoformat()}; add the zone")
    return {
        "v": CONTRACT_VERSION,
        "id": event_id,
        "type": event_type,
        "at": at.isoformat(timespec="milliseconds"),
        "source": source,
        "data": msgspec.json.encode(data),
    }
