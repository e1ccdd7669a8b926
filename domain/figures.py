"""Slow facts of a city that no stream brings: counts and indexes that somebody published for a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DOWNLOADS = "downloads"
VERIFIED_ACCOUNTS = "verified_accounts"
ACTIVE_ACCOUNTS = "active_accounts"
"""Verified accounts with a service action in the 30 days before the as-of day (E03)."""
VERIFICATIONS_SUBMITTED = "verifications_submitted"
VERIFICATIONS_WITHIN_DAY = "verifications_within_day"
"""Of those submitted in the same period, the ones approved within 24 hours (E02)."""
APP_SESSIONS = "app_sessions"
APP_FAILURES = "app_failures"
"""Sessions of the same period that met a crash or an error of the server (E06)."""
POPULATION = "population"
COMPLAINTS_RECEIVED = "complaints_received"
COMPLAINTS_DONE = "complaints_done"
COMPLAINTS_IN_PROCESS = "complaints_in_process"
COMPLAINTS_WAITING = "complaints_waiting"

COUNTED_IN = {
    DOWNLOADS: "downloads",
    VERIFIED_ACCOUNTS: "accounts",
    ACTIVE_ACCOUNTS: "accounts",
    VERIFICATIONS_SUBMITTED: "requests",
    VERIFICATIONS_WITHIN_DAY: "requests",
    APP_SESSIONS: "sessions",
    APP_FAILURES: "sessions",
    POPULATION: "people",
    COMPLAINTS_RECEIVED: "complaints",
    COMPLAINTS_DONE: "complaints",
    COMPLAINTS_IN_PROCESS: "complaints",
    COMPLAINTS_WAITING: "complaints",
}
"""The unit of the figures that an indicator counts with: whole ones, never thousands of them."""

OF_APP = frozenset(name for name, unit in COUNTED_IN.items() if unit not in ("people", "complaints"))
"""What counts the use of the citizens' app."""

SPBE = "spbe"
IMDI = "imdi"
IMDI_NATIONAL = "imdi_national"
OMBUDSMAN = "ombudsman"
IKM = "ikm"
"""Yearly indexes that others publish of the city; `ikm` is a published satisfaction index, without its answers."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value. `as_of` is the day that it was true on, as far as its source tells.

    `district` is the code of the district that it counts, empty for the whole city.
    """

    name: str
    period: str
    value: float
    unit: str
    source: str
    as_of: date
    district: str = ""


def of_place(figures: Iterable[Figure], district: str = "") -> tuple[Figure, ...]:
    """The figures of one district, or those of the whole city."""
    return tuple(figure for figure in figures if figure.district == district)


def latest(figures: Iterable[Figure], name: str) -> Figure | None:
    """The newest figure of a name for the whole city by its as-of day; None where none is known."""
    named = [figure for figure in of_place(figures) if figure.name == name]
    return max(named, key=lambda figure: (figure.as_of, figure.period), default=None)


def of_period(figures: Iterable[Figure], name: str, period: str) -> Figure | None:
    """The figure of a name for the whole city and one period; None where none is known."""
    return next((figure for figure in of_place(figures) if (figure.name, figure.period) == (name, period)), None)
