"""How far the citizens took up the city's app: verified accounts, of its downloads and of the population (E01).

A download is no user: one person downloads twice, and most never verify an account.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from domain.figures import DOWNLOADS, POPULATION, VERIFIED_ACCOUNTS, Figure, latest, of_period


@dataclass(frozen=True, slots=True)
class Adoption:
    """The newest count of verified accounts, and what it is measured against; each may be unknown.

    Every figure carries its own period, as-of day and source, for they seldom have the same.
    """

    verified: Figure | None
    downloads: Figure | None
    population: Figure | None

    @property
    def of_downloads(self) -> float | None:
        """Verified accounts for each download; None where either is unknown."""
        return _share(self.verified, self.downloads)

    @property
    def of_population(self) -> float | None:
        """Verified accounts for each inhabitant; None where either is unknown."""
        return _share(self.verified, self.population)


def adoption(figures: Sequence[Figure]) -> Adoption:
    """What is known of the app, measured against figures of the same period, else against the newest ones."""
    verified = latest(figures, VERIFIED_ACCOUNTS)
    return Adoption(verified, _beside(verified, DOWNLOADS, figures), _beside(verified, POPULATION, figures))


def _beside(verified: Figure | None, name: str, figures: Sequence[Figure]) -> Figure | None:
    same = of_period(figures, name, verified.period) if verified else None
    return same or latest(figures, name)


def _share(part: Figure | None, whole: Figure | None) -> float | None:
    """Of nothing there is no share."""
    if part is None or whole is None or whole.value <= 0:
        return None
    return part.value / whole.value
