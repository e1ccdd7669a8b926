"""How far the citizens took up the city's app: verified accounts and of what (E01), and who uses it (E03).

Also how the verification and the app work (E02, E06), for the city and by district where such figures are supplied. A
download is no user: one person downloads twice, and most never verify an account.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from domain.figures import (
    ACTIVE_ACCOUNTS,
    APP_FAILURES,
    APP_SESSIONS,
    DOWNLOADS,
    POPULATION,
    VERIFICATIONS_SUBMITTED,
    VERIFICATIONS_WITHIN_DAY,
    VERIFIED_ACCOUNTS,
    Figure,
    latest,
    of_period,
    of_place,
)


@dataclass(frozen=True, slots=True)
class Ratio:
    """A figure and what it is a part of; each may be unknown. Each carries its own period, as-of day and source."""

    part: Figure | None
    whole: Figure | None

    @property
    def value(self) -> float | None:
        """The part for each of the whole; None where either is unknown. Of nothing there is no share."""
        if self.part is None or self.whole is None or self.whole.value <= 0:
            return None
        return self.part.value / self.whole.value


@dataclass(frozen=True, slots=True)
class Adoption:
    """The newest count of verified accounts, and what it is measured against; each may be unknown.

    `active` are accounts with a service action in 30 days, `approved` verifications within 24 hours of those
    submitted, `failing` sessions with a crash or a server's error of all; of these three only a whole of the same
    period will do.
    """

    verified: Figure | None
    downloads: Figure | None
    population: Figure | None
    active: Ratio
    approved: Ratio
    failing: Ratio

    @property
    def of_downloads(self) -> float | None:
        """Verified accounts for each download; None where either is unknown."""
        return Ratio(self.verified, self.downloads).value

    @property
    def of_population(self) -> float | None:
        """Verified accounts for each inhabitant; None where either is unknown."""
        return Ratio(self.verified, self.population).value


def adoption(figures: Sequence[Figure]) -> Adoption:
    """What is known of the app, measured against figures of the same period, else against the newest ones."""
    verified = latest(figures, VERIFIED_ACCOUNTS)
    return Adoption(
        verified,
        _beside(verified, DOWNLOADS, figures),
        _beside(verified, POPULATION, figures),
        _ratio(ACTIVE_ACCOUNTS, VERIFIED_ACCOUNTS, figures),
        _ratio(VERIFICATIONS_WITHIN_DAY, VERIFICATIONS_SUBMITTED, figures),
        _ratio(APP_FAILURES, APP_SESSIONS, figures),
    )


def adoption_by_district(figures: Sequence[Figure], districts: Mapping[str, str]) -> Mapping[str, Adoption]:
    """The same for each district of which any figure is known, in the city's order."""
    known = {figure.district for figure in figures if figure.district}
    return {code: adoption(_as_whole(figures, code)) for code in districts if code in known}


def _as_whole(figures: Sequence[Figure], district: str) -> Sequence[Figure]:
    return [replace(figure, district="") for figure in of_place(figures, district)]


def _ratio(part: str, whole: str, figures: Sequence[Figure]) -> Ratio:
    newest = latest(figures, part)
    return Ratio(newest, of_period(figures, whole, newest.period) if newest else None)


def _beside(verified: Figure | None, name: str, figures: Sequence[Figure]) -> Figure | None:
    same = of_period(figures, name, verified.period) if verified else None
    return same or latest(figures, name)
