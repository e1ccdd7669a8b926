"""What was received of a source, and what became of it."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Balance:
    """Each received entry is exactly one of the others; `waiting` is what lies above the stored position.

    `waiting` is None where the source could not be asked; it is then no part of `received` either.
    """

    stream: str
    position: str
    received: int
    stored: int
    duplicates: int
    heartbeats: int
    dead_lettered: int
    waiting: int | None = 0

    @property
    def is_balanced(self) -> bool:
        """Whether nothing was lost and nothing counted twice."""
        return self.missing == 0

    @property
    def missing(self) -> int:
        """What was received and is nothing of the others; negative where something was counted twice."""
        told = self.stored + self.duplicates + self.heartbeats + self.dead_lettered
        return self.received - told - (self.waiting or 0)
