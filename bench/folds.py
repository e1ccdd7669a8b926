"""Entries as the ingester's batches bring them to the hub, folded in memory: for measurements without a store."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from data_sources.decode import Decoder
from data_sources.kinds import kinds_of
from data_sources.repository import Saved
from data_sources.stream_entry import EntryFields
from domain.complaints import ComplaintRules, StoredFact
from domain.events import Event, Stream

Key = tuple[str, str]
"""A kind, and the id of one of its things."""


class Folds:
    """All facts so far, by what they are about. Facts of what is new are folded with those known before."""

    def __init__(self, rules: ComplaintRules) -> None:
        self._decoder = Decoder(rules.profile)
        self._kinds = kinds_of(rules)
        self._facts: dict[Key, list[StoredFact]] = {}
        self._revision = 0

    def take(self, stream: Stream, entries: Iterable[EntryFields], now: datetime) -> Saved:
        """One batch of a stream."""
        self._revision += 1
        events = [self._event(entry, stream, now) for entry in entries]
        touched = dict.fromkeys((event.kind, event.entity_id) for event in events)
        for event in events:
            fact = StoredFact(event.occurred_ms, event.event_id, event.payload)
            self._facts.setdefault((event.kind, event.entity_id), []).append(fact)
        return Saved(events, self._folded(touched))

    def beats(self, beats: Iterable[tuple[Stream, EntryFields]], now: datetime) -> Saved:
        """Signs of life."""
        return Saved(heartbeats=[self._event(entry, stream, now) for stream, entry in beats])

    def _event(self, entry: EntryFields, stream: Stream, now: datetime) -> Event:
        decoded = self._decoder.decode(as_bytes(entry), "1-0", stream, now)
        if not isinstance(decoded, Event):
            raise TypeError(f"expected a load without faults, got {decoded}")
        return decoded

    def _folded(self, touched: Iterable[Key]) -> Mapping[str, Sequence[Any]]:
        entities: dict[str, list[Any]] = {}
        for kind, entity_id in touched:
            folded = self._kinds[kind].fold(entity_id, self._facts[kind, entity_id])
            folded.revision = self._revision
            entities.setdefault(kind, []).append(folded)
        return entities


def as_bytes(entry: EntryFields) -> dict[bytes, bytes]:
    """An entry as it comes back from Redis."""
    return {name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in entry.items()}
