"""The facts of one complaint's life, in the order in which they happen."""

from random import Random
from typing import Any, NamedTuple

from data_sources.simulator.arrivals import Filing

MS_PER_SECOND = 1000


class Step(NamedTuple):
    """One fact of a complaint's life. Sorts by time, then id."""

    at_ms: int
    event_id: str
    type: str
    data: dict[str, Any]


class Life:
    """The steps of one complaint so far; time never runs back, nor past the longest life."""

    def __init__(self, seed: int, filing: Filing, longest_ms: int, rng: Random) -> None:
        self.steps: list[Step] = []
        self.rng = rng
        self._filing = filing
        self._last_ms = filing.at_ms + longest_ms
        self._id = f"sim-{seed}-{filing.complaint_id}"

    def add(self, name: str, at_ms: float, **data: object) -> int:
        """Add `complaint.<name>`, at least a second after the step before it; returns its instant."""
        after_ms = self.steps[-1].at_ms + MS_PER_SECOND if self.steps else 0
        whole_ms = int(at_ms) // MS_PER_SECOND * MS_PER_SECOND
        at = min(max(whole_ms, after_ms), self._last_ms)
        event_id = f"{self._id}-{len(self.steps):02d}"
        self.steps.append(Step(at, event_id, f"complaint.{name}", {"complaint_id": self._filing.complaint_id, **data}))
        return at
