"""How soon somebody must respond to an alarm."""

from enum import IntEnum


class Priority(IntEnum):
    """How soon somebody must respond; the lower, the sooner."""

    CRITICAL = 0
    HIGH = 1
    MEDIUM = 2
    LOW = 3

    @property
    def word(self) -> str:
        """As config.yaml and the store write it."""
        return self.name.lower()

    @property
    def raised(self) -> "Priority":
        """One step up; the highest stays."""
        return Priority(max(0, self - 1))
