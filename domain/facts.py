"""The order in which facts decide, the same for every kind of entity."""

from collections.abc import Iterable, Iterator

from domain.complaints import StoredFact


def in_order(facts: Iterable[StoredFact]) -> Iterator[StoredFact]:
    """Facts by (occurred, event id), each event id once: so any delivery order and any repetition fold alike."""
    previous = ""
    for fact in sorted(facts, key=lambda fact: (fact.occurred_ms, fact.event_id)):
        if fact.event_id != previous:
            yield fact
        previous = fact.event_id
