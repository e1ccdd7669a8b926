"""How often incidents are false, and what they find: measured on published data, printed as tables.

`python -m bench.false_alarms FOLDER` reads three files of the folder with the published data (docs/incidents.md holds
what it printed). It takes some minutes. Four questions:

- how many incidents a real history has in a week;
- how many are left when every report keeps its place and its category, and their times are dealt out anew: then all
  are false. Dealt out over all of them, or only among reports of one hour of the week;
- what a file without categories other than one says of the same;
- of how many bursts that were put into a real history an incident tells, and how many of its reports it took.
"""

import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import pandas as pd

from domain.incident_alarms import DAY_MS, HOUR_MS, IncidentRules, Numbers, Reports
from domain.incidents import Incident, all_incidents
from domain.nearby import EARTH_RADIUS_M

SHUFFLES = 200
BURSTS = 200
SIZES = (3, 4, 5, 6, 8, 10)
BURST_RADIUS_M = 500.0
METRE = 180 / (np.pi * EARTH_RADIUS_M)
USUAL = IncidentRules()
Dice = np.random.Generator


@dataclass(frozen=True)
class History:
    """A published file: its reports in order, and the rules it is judged by."""

    name: str
    reports: Reports
    rules: IncidentRules

    @property
    def begin_ms(self) -> int:
        """When judging begins."""
        return int(self.reports.at_ms[0]) + self.rules.least_weeks * self.rules.week_ms

    @property
    def weeks(self) -> float:
        """For how many weeks of seven days it is judged."""
        return (int(self.reports.at_ms[-1]) - self.begin_ms) / (7 * DAY_MS)

    def found(self, reports: Reports | None = None) -> list[Incident]:
        """The incidents of the whole time."""
        judged = self.reports if reports is None else reports
        return all_incidents(judged, self.begin_ms, int(judged.at_ms[-1]), self.rules)


# --- the files


def histories(folder: Path) -> Iterator[History]:
    """Kansas City by two weeks of history, since it has eight in all; San Francisco by the day, since it has eight."""
    yield History("Kansas City, potholes", _potholes(folder), replace(USUAL, least_weeks=2))
    by_day = replace(USUAL, week_days=1, least_weeks=2, most_weeks=7)
    yield History("San Francisco, fire calls", _fire_calls(folder), by_day)
    yield History("Baltimore, 311 sample", _requests(folder), USUAL)


def _potholes(folder: Path) -> Reports:
    table = pd.read_csv(folder / "311_kansascity_potholes_dev.csv.gz", dtype=str, encoding="utf-8-sig")
    at = pd.to_datetime(table["CREATION DATE"] + " " + table["CREATION TIME"], format="%m/%d/%y %I:%M %p")
    return _in_order(at, table["LATITUDE"], table["LONGITUDE"], table["CATEGORY"])


def _requests(folder: Path) -> Reports:
    table = pd.read_csv(folder / "311_baltimore_dev.csv.gz", dtype=str)
    is_rounded = (table["Latitude"].astype(float) % 1 == 0) & (table["Longitude"].astype(float) % 1 == 0)
    table = table[~is_rounded]
    at = pd.to_datetime(table["CreatedDate"], format="%m/%d/%Y %I:%M:%S %p")
    return _in_order(at, table["Latitude"], table["Longitude"], table["SRType"])


def _fire_calls(folder: Path) -> Reports:
    table = pd.read_csv(folder / "queue_sffd_dev.csv.gz", dtype=str).drop_duplicates("Call Number")
    at = pd.to_datetime(table["Received DtTm"], format="%m/%d/%Y %I:%M:%S %p")
    place = table["Location"].str.extract(r"\(([-\d.]+), ([-\d.]+)\)")
    return _in_order(at, place[0], place[1], table["Call Type"])


def _in_order(at: pd.Series, lat: pd.Series, lon: pd.Series, category: pd.Series) -> Reports:
    """Local times as if they were UTC: an hour of the week is one of the city's clocks."""
    known = pd.DataFrame({"at": at, "lat": lat.astype(float), "lon": lon.astype(float), "category": category}).dropna()
    known = known.sort_values("at", kind="stable")
    at_ms = known["at"].to_numpy().astype("datetime64[ms]").astype(np.int64)
    codes = pd.factorize(known["category"])[0].astype(np.int64)
    return Reports(at_ms, known["lat"].to_numpy(), known["lon"].to_numpy(), codes)


# --- histories in which every incident is false


def dealt_out(history: History, dice: Dice) -> Reports:
    """Times dealt out anew among all reports."""
    return _timed(history.reports, history.reports.at_ms[dice.permutation(len(history.reports))])


def dealt_out_by_hour(history: History, dice: Dice) -> Reports:
    """Times dealt out anew among the reports of one hour of the week."""
    reports, at_ms = history.reports, history.reports.at_ms.copy()
    hours = (at_ms % history.rules.week_ms) // HOUR_MS
    for hour in np.unique(hours):
        own = np.flatnonzero(hours == hour)
        at_ms[own] = at_ms[dice.permutation(own)]
    return _timed(reports, at_ms)


def _timed(reports: Reports, at_ms: Numbers) -> Reports:
    order = np.argsort(at_ms, kind="stable")
    return replace(reports.taken(order), at_ms=at_ms[order])


def false_alarms(history: History, deal: Callable[[History, Dice], Reports]) -> tuple[int, float]:
    """How many incidents there were in all, and of how many weeks."""
    dice = np.random.default_rng(20261122)
    found = sum(len(history.found(deal(history, dice))) for _ in range(SHUFFLES))
    return found, SHUFFLES * history.weeks


# --- bursts


def caught(history: History, size: int) -> tuple[int, list[int]]:
    """Of how many bursts an incident tells, and which report of each raised it.

    A burst is of a category and around a place of the history, chosen by its reports, all within 500 m and an hour.
    One tells of it when it holds three of its reports or more.
    """
    dice, told = np.random.default_rng(20261123), []
    for _ in range(BURSTS):
        reports, own = _with_burst(history, size, dice)
        at_ms = np.sort(reports.at_ms[own])
        found = all_incidents(reports, int(at_ms[0]) - DAY_MS, int(at_ms[-1]), history.rules)
        telling = [one for one in found if len(set(one.members) & set(own.tolist())) >= 3 and one.alarm_ms >= at_ms[0]]
        if telling:
            told.append(int(np.searchsorted(at_ms, min(one.alarm_ms for one in telling), side="right")))
    return len(told), told


def _with_burst(history: History, size: int, dice: Dice) -> tuple[Reports, Numbers]:
    reports = history.reports
    middle, begin_ms = dice.integers(len(reports)), dice.integers(history.begin_ms, int(reports.at_ms[-1]) - HOUR_MS)
    away_m, turn = BURST_RADIUS_M * np.sqrt(dice.random(size)), 2 * np.pi * dice.random(size)
    lat = reports.lat[middle] + away_m * np.cos(turn) * METRE
    lon = reports.lon[middle] + away_m * np.sin(turn) * METRE / np.cos(np.radians(reports.lat[middle]))
    at_ms = begin_ms + (HOUR_MS * dice.random(size)).astype(np.int64)
    category = np.full(size, reports.category[middle])
    columns = ((reports.at_ms, at_ms), (reports.lat, lat), (reports.lon, lon), (reports.category, category))
    return Reports(*(np.concatenate(pair) for pair in columns)), np.arange(len(reports), len(reports) + size)


# --- what is printed


def rate(n: int, weeks: float) -> str:
    """Incidents a week with the 95 % interval of a Poisson count (Wilson and Hilferty)."""
    low = n * (1 - 1 / (9 * n) - 1.96 / (3 * n**0.5)) ** 3 if n else 0.0
    high = (n + 1) * (1 - 1 / (9 * (n + 1)) + 1.96 / (3 * (n + 1) ** 0.5)) ** 3
    return f"{n / weeks:.2f} ({max(0.0, low) / weeks:.2f}–{high / weeks:.2f})"


def lines(folder: Path) -> Iterator[str]:
    """Both tables."""
    known = list(histories(folder))
    yield "| history | weeks | in fact, a week | all dealt out: false, a week | by the hour of the week |"
    yield "|---|---|---|---|---|"
    for history in known:
        real = rate(len(history.found()), history.weeks)
        dealt = [rate(*false_alarms(history, deal)) for deal in (dealt_out, dealt_out_by_hour)]
        yield f"| {history.name} | {history.weeks:.1f} | {real} | {' | '.join(dealt)} |"
    yield ""
    yield f"| history | {' | '.join(f'{size} reports' for size in SIZES)} |"
    yield f"|---|{'---|' * len(SIZES)}"
    for history in known:
        found = [caught(history, size) for size in SIZES]
        yield f"| {history.name} | {' | '.join(_told(n, raised) for n, raised in found)} |"


def _told(n: int, raised: Sequence[int]) -> str:
    return f"{100 * n / BURSTS:.0f} %" + (f", at the {np.median(raised):.0f}." if raised else "")


def main(arguments: Sequence[str]) -> None:
    """Measure and print."""
    for line in lines(Path(arguments[0])):
        print(line, flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
