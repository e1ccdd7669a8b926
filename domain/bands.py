"""The bands (predicates) of published indexes: data of a city, since editions differ and sources are secondary."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Band:
    """A predicate by language, and the lowest value that earns it."""

    labels: Mapping[str, str]
    lowest: float

    def label(self, language: str) -> str:
        """The predicate in a language, else in the first that the city wrote."""
        return self.labels.get(language) or next(iter(self.labels.values()))


@dataclass(frozen=True, slots=True)
class IndexBands:
    """One index: its scale and its bands from the highest to the lowest, as `edition` published them.

    `margin` is the share (0 to 1) by which a survey behind it may err, None where it is no survey or was not told.
    """

    name: str
    lowest: float
    highest: float
    bands: Sequence[Band]
    edition: str
    source: str
    margin: float | None = None

    def band_of(self, value: float) -> Band | None:
        """The band of a value, cut as it is: 80.999 is not 81. None outside the scale."""
        if not self.lowest <= value <= self.highest:
            return None
        return next((band for band in self.bands if value >= band.lowest), None)

    def is_of(self, period: str) -> bool:
        """Whether the bands were published with the edition of this period; those of another may differ."""
        return self.edition == period
