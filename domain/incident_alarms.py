"""Alarms: which report has more others of its category around it, in the hours before, than can be expected.

The expectation is that of the same hours of the week in the weeks before, times the share of the category and of the
place, or what this place itself had in those hours. Where the rest of the city has more of a category now than usual
(rain), that is expected here too, so that an alarm is local. Given a report, the number of others under chance alone
is negative binomial (Poisson, with a mean that is known from few counts); its tail is held against the false alarms
that are allowed, divided by all looks of a week.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from math import exp, lgamma, log

import numpy as np
from numpy.typing import NDArray

from domain.nearby import Grid

HOUR_MS = 3_600_000
DAY_MS = 24 * HOUR_MS
SMALLEST_TERM = 1e-18
HALF = 0.5
"""Added to counts, so that where nothing was ever reported something is still expected."""

Numbers = NDArray[np.int64]
Degrees = NDArray[np.float64]
Floats = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class IncidentRules:
    """When reports are an incident; all are proposals of this project, tuned on published data.

    `false_alarms` are allowed in a week. A city is judged after `least_weeks` of reports, against at most `most_weeks`;
    fewer than `least_expected` are never expected. An incident ends `quiet_hours` after its last report, and after
    `longest_hours` reports begin another one; `lookback_days` are looked at anew each time.
    """

    false_alarms: float = 1.0
    smallest_n: int = 3
    least_expected: float = 0.05
    hours: tuple[int, ...] = (1, 3, 6)
    radii_m: tuple[float, ...] = (500.0, 1000.0)
    least_weeks: int = 4
    most_weeks: int = 8
    week_days: int = 7
    quiet_hours: float = 6.0
    longest_hours: float = 48.0
    lookback_days: int = 7

    @property
    def week_ms(self) -> int:
        """A week, milliseconds."""
        return self.week_days * DAY_MS

    @property
    def looks(self) -> int:
        """How many ways a report is looked at."""
        return len(self.hours) * len(self.radii_m)


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports with a place, as columns: milliseconds since 1970 UTC, degrees, and the number of the category."""

    at_ms: Numbers
    lat: Degrees
    lon: Degrees
    category: Numbers

    def __len__(self) -> int:
        return len(self.at_ms)

    def taken(self, chosen: Numbers) -> "Reports":
        """Some of them, in this order."""
        return Reports(self.at_ms[chosen], self.lat[chosen], self.lon[chosen], self.category[chosen])


@dataclass(frozen=True, slots=True)
class Evidence:
    """Why it is an incident: so many reports within metres and hours, so many expected, and the chance of as many."""

    observed: int
    expected: float
    hours: int
    radius_m: float
    chance: float


@dataclass(frozen=True, slots=True)
class Alarm:
    """A report that raises one, the others around it, and why."""

    report: int
    others: Numbers
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class _Looks:
    """Reports looked at in one way: their numbers, and the pairs (report, other one that came before it near by)."""

    hours: int
    radius_m: float
    reports: Numbers
    others: Numbers
    pairs: tuple[Numbers, Numbers]


def alarms(reports: Reports, begin_ms: int, rules: IncidentRules) -> dict[int, Alarm]:
    """The strongest alarm of each report that raises one, by its number."""
    strongest: dict[int, Alarm] = {}
    if not len(reports):
        return strongest
    weeks = _weeks(reports, rules)
    for looks in _looks(reports, begin_ms, rules):
        judged = weeks[looks.reports] >= rules.least_weeks
        numbers, others = looks.reports[judged], looks.others[judged]
        if not len(numbers):
            continue
        expected = _expected(reports, numbers, others, weeks[numbers], looks, rules)
        limits = rules.false_alarms / (expected.rate * rules.looks)
        columns = (numbers, others, expected.mean, expected.shape, limits)
        for number, n, mean, shape, limit in zip(*(column.tolist() for column in columns), strict=True):
            chance = tail(n, mean, shape)
            known = strongest.get(number)
            if chance <= limit and (known is None or chance < known.evidence.chance):
                evidence = Evidence(n + 1, mean, looks.hours, looks.radius_m, chance)
                strongest[number] = Alarm(number, looks.pairs[1][looks.pairs[0] == number], evidence)
    return strongest


def _weeks(reports: Reports, rules: IncidentRules) -> Numbers:
    """How many whole weeks of reports lie before each."""
    passed = (reports.at_ms - reports.at_ms[0]) // rules.week_ms
    weeks: Numbers = np.minimum(passed, rules.most_weeks)
    return weeks


def _looks(reports: Reports, begin_ms: int, rules: IncidentRules) -> Iterator[_Looks]:
    """Those with enough others around them, for each distance and each number of hours."""
    longest_ms = max(rules.hours) * HOUR_MS
    first = int(np.searchsorted(reports.at_ms, begin_ms - longest_ms, side="right"))
    recent = reports.taken(np.arange(first, len(reports)))
    for radius_m in rules.radii_m:
        grid = Grid(recent.lat, recent.lon, radius_m, recent.category)
        later, earlier = grid.near(recent.lat, recent.lon, recent.category)
        is_pair = (earlier < later) & (recent.at_ms[later] > begin_ms)
        later, earlier = later[is_pair], earlier[is_pair]
        apart_ms = recent.at_ms[later] - recent.at_ms[earlier]
        for hours in rules.hours:
            is_within = apart_ms < hours * HOUR_MS
            counts = np.bincount(later[is_within], minlength=len(recent))
            enough = np.flatnonzero(counts >= rules.smallest_n - 1)
            pairs = later[is_within] + first, earlier[is_within] + first
            yield _Looks(hours, radius_m, enough + first, counts[enough], pairs)


def tail(n: int, mean: float, shape: float) -> float:
    """The chance of `n` or more where `mean` are expected, known only as well as `shape` counts tell it.

    Negative binomial: a Poisson number whose mean is gamma distributed; the greater the shape, the nearer to Poisson.
    """
    if n <= 0:
        return 1.0
    odds = mean / (shape + mean)
    start = lgamma(n + shape) - lgamma(shape) - lgamma(n + 1)
    term = exp(start + n * log(odds) + shape * log(shape / (shape + mean)))
    total, k = 0.0, n
    while term > SMALLEST_TERM * total or k < mean:
        total += term
        term *= odds * (k + shape) / (k + 1)
        k += 1
    return min(1.0, total)


# --- what is expected


@dataclass(frozen=True, slots=True)
class _Expected:
    """How many others are expected around each report, as how many counts tell it, and the reports of a week."""

    mean: Floats
    shape: Floats
    rate: Floats


def _expected(
    reports: Reports, numbers: Numbers, others: Numbers, weeks: Numbers, looks: _Looks, rules: IncidentRules
) -> _Expected:
    """By the same hours of the weeks before, here or in the city; or by what the rest of it has now: the greater."""
    at_ms, window_ms = reports.at_ms[numbers], looks.hours * HOUR_MS
    low = np.searchsorted(reports.at_ms, at_ms - weeks * rules.week_ms, side="right")
    high = np.searchsorted(reports.at_ms, at_ms - window_ms, side="right")
    total = (high - low).astype(np.float64)
    near = _around(reports, numbers, low, high, looks, rules)
    here, alike_here = near.all, near.alike
    alike = _alike(reports, numbers, low, high)
    # The place's share of all reports, or of its own category: whichever is more, for a place may be known for it.
    of_all = (here + HALF) / (total + 2 * HALF)
    of_alike = np.where(alike_here > 0, (alike_here + HALF) / (alike + 2 * HALF), 0.0)
    share, known = np.maximum(of_all, of_alike), np.where(of_alike > of_all, alike_here, here)
    before = _same_hours(reports, at_ms, weeks, window_ms, rules)
    usual = (before + HALF) / weeks * (alike + HALF) / (total + 2 * HALF) * share
    elsewhere = _alike(reports, numbers, high, numbers) - others
    surge = elsewhere * share
    counted = np.where(surge > usual, elsewhere, before)
    mean, shape = np.maximum(usual, surge), 1 / (1 / (known + HALF) + 1 / (counted + HALF))
    own = near.same_hours / weeks
    mean, shape = np.maximum(mean, own), np.where(own > mean, near.same_hours + HALF, shape)
    mean = np.maximum(mean, rules.least_expected)
    this_week = numbers - np.searchsorted(reports.at_ms, at_ms - rules.week_ms, side="right") + 1
    return _Expected(mean, shape, np.maximum(total / weeks, this_week))


def _same_hours(reports: Reports, at_ms: Numbers, weeks: Numbers, window_ms: int, rules: IncidentRules) -> Floats:
    """How many reports of any category came in the same hours of all the weeks before."""
    counted = np.zeros(len(at_ms))
    for back in range(1, rules.most_weeks + 1):
        until_ms = at_ms - back * rules.week_ms
        n = np.searchsorted(reports.at_ms, until_ms, side="right")
        n -= np.searchsorted(reports.at_ms, until_ms - window_ms, side="right")
        counted += np.where(weeks >= back, n, 0)
    return counted


@dataclass(frozen=True, slots=True)
class _Near:
    """What was reported near by before: in all, of its own category, and of that in the same hours of the weeks."""

    all: Floats
    alike: Floats
    same_hours: Floats


def _around(
    reports: Reports, numbers: Numbers, low: Numbers, high: Numbers, looks: _Looks, rules: IncidentRules
) -> _Near:
    """Of the reports from `low` to `high` those near by; what shares a place (an office, say) is asked for once."""
    spots, which = np.unique(np.stack([reports.lat[numbers], reports.lon[numbers]]), axis=1, return_inverse=True)
    asked, found = Grid(reports.lat, reports.lon, looks.radius_m).near(spots[0], spots[1])
    pairs = np.sort(asked * len(reports) + found)  # one number a pair: millions of them, sorted by spot and by report
    starts = np.searchsorted(pairs, np.arange(spots.shape[1] + 1) * len(reports))
    counts = np.zeros((3, len(numbers)))
    for place, (number, spot) in enumerate(zip(numbers.tolist(), which.ravel().tolist(), strict=True)):
        near = pairs[starts[spot] : starts[spot + 1]] - spot * len(reports)
        before = near[np.searchsorted(near, low[place]) : np.searchsorted(near, high[place])]
        alike = before[reports.category[before] == reports.category[number]]
        ages_ms = (reports.at_ms[number] - reports.at_ms[alike]) % rules.week_ms
        counts[:, place] = len(before), len(alike), np.count_nonzero(ages_ms < looks.hours * HOUR_MS)
    return _Near(*counts)


def _alike(reports: Reports, numbers: Numbers, low: Numbers, high: Numbers) -> Floats:
    """How many of the reports from `low` to `high` are of each one's category."""
    counted = np.zeros(len(numbers))
    own = reports.category[numbers]
    for category in np.unique(own):
        places = np.flatnonzero(reports.category == category)
        mine = own == category
        counted[mine] = np.searchsorted(places, high[mine]) - np.searchsorted(places, low[mine])
    return counted
