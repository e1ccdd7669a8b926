"""Slow facts of a city that no stream brings: counts and indexes that somebody published for a period."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

DOWNLOADS = "downloads"
VERIFIED_ACCOUNTS = "verified_accounts"
POPULATION = "population"
COMPLAINTS_RECEIVED = "complaints_received"
COMPLAINTS_DONE = "complaints_done"
COMPLAINTS_IN_PROCESS = "complaints_in_process"
COMPLAINTS_WAITING = "complaints_waiting"

COUNTED_IN = {
    DOWNLOADS: "downloads",
    VERIFIED_ACCOUNTS: "accounts",
    POPULATION: "people",
    COMPLAINTS_RECEIVED: "complaints",
    COMPLAINTS_DONE: "complaints",
    COMPLAINTS_IN_PROCESS: "complaints",
    COMPLAINTS_WAITING: "complaints",
}
"""The unit of the figures that an indicator counts with: whole ones, never thousands of them."""


@dataclass(frozen=True, slots=True)
class Figure:
    """One published value. `as_of` is the day that it was true on, as far as its source tells."""

    name: str
    period: str
    value: float
    unit: str
    source: str
    as_of: date


def latest(figures: Iterable[Figure], name: str) -> Figure | None:
    """The newest figure of a name by its as-of day; None where none is known."""
    named = [figure for figure in figures if figure.name == name]
    return max(named, key=lambda figure: (figure.as_of, figure.period), default=None)


def of_period(figures: Iterable[Figure], name: str, period: str) -> Figure | None:
    """The figure of a name for one period; None where none is known."""
    return next((figure for figure in figures if (figure.name, figure.period) == (name, period)), None)
