"""The facts of one life (of a complaint, a call, a ticket, a task), in the order in which they happen."""

from random import Random
from typing import Any, NamedTuple

MS_PER_SECOND = 1000


class Step(NamedTuple):
    """One fact. Sorts by time, then id."""

    at_ms: int
    event_id: str
    type: str
    data: dict[str, Any]


class Life:
    """The steps of one thing so far; time never runs back, nor past the end that it must keep."""

    def __init__(self, seed: int, kind: str, entity_id: str, rng: Random, last_ms: int | None = None) -> None:
        """`kind` is the first word of its event types; the payloads name it as `<kind>_id`."""
        self.steps: list[Step] = []
        self.rng = rng
        self._kind = kind
        self._entity_id = entity_id
        self._last_ms = last_ms
        self._prefix = f"sim-{seed}-{entity_id}"

    def add(self, name: str, at_ms: float, **data: object) -> int:
        """Add `<kind>.<name>`, at least a second after the step before it; returns its instant."""
        after_ms = self.steps[-1].at_ms + MS_PER_SECOND if self.steps else 0
        at = max(whole_seconds(at_ms), after_ms)
        if self._last_ms is not None:
            at = min(at, self._last_ms)
        event_id = f"{self._prefix}-{len(self.steps):02d}"
        self.steps.append(Step(at, event_id, f"{self._kind}.{name}", {f"{self._kind}_id": self._entity_id, **data}))
        return at


def whole_seconds(at_ms: float) -> int:
    """An instant in milliseconds, without its fraction of a second."""
    return int(at_ms) // MS_PER_SECOND * MS_PER_SECOND
