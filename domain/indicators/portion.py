"""A share with its numbers, withheld of too few."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Portion:
    """`count` of `n` cases."""

    count: int
    n: int
    smallest_n: int = 10

    @property
    def value(self) -> float | None:
        """0 to 1, or None when `n` is too small to say."""
        return self.count / self.n if self.n >= max(1, self.smallest_n) else None


NO_PORTION = Portion(0, 0)
"""Of nothing."""
