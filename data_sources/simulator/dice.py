"""The dice of the simulated city: repeatable ones for each subject, and draws by weight."""

from collections.abc import Iterator, Mapping
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


def random_times(expected: float, rng: Random) -> Iterator[float]:
    """Shares of a period, from 0 to 1, at which things come at random, `expected` of them on average; in order."""
    if expected <= 0:
        return
    at = rng.expovariate(expected)
    while at < 1:
        yield at
        at += rng.expovariate(expected)
