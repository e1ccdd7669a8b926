"""The dice of the simulated city: repeatable ones for each subject, and draws by weight."""

from collections.abc import Mapping
from itertools import accumulate
from random import Random


def dice_of(seed: int, subject: object) -> Random:
    """The dice of one subject: the same ones whenever they are asked for."""
    return Random(f"{seed}:{subject}")  # noqa: S311  # a demonstration wants repeatable numbers, not secret ones


class Mix:
    """Draws by weight."""

    def __init__(self, weights: Mapping[str, float]) -> None:
        self._names = list(weights)
        self._cumulative = list(accumulate(weights.values()))

    def draw(self, rng: Random) -> str:
        """One of the names."""
        return rng.choices(self._names, cum_weights=self._cumulative)[0]
