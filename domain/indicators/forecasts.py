"""How long one waits who draws a number now (C04), and how the day's earlier forecasts came out.

The band is not a formula's: a point forecast (`courses.py`) is made for every wait of the day at its beginning, and
what the waits became, as multiples of their forecasts, gives the median and the ninetieth percentile of the next ones.
A forecast uses only what was known when its half hour began; those who still wait, or gave up, count as at least so
long.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import ceil

import numpy as np
from numpy.typing import NDArray

from domain.clock import from_epoch_ms
from domain.complaints import UNSET_MS
from domain.indicators import waits
from domain.indicators.courses import CallRate, Course, course_of
from domain.indicators.staffed import LineCounters, Staffing, holding_minutes, line_counters, staffing
from domain.indicators.waits import Moment, QueueRules
from domain.live_table import Rows
from domain.profile import CityProfile, Site
from domain.queue_columns import QueueFrame
from domain.queue_lines import Line, Lines, Numbers, lines_of
from domain.survival import MINUTE_MS, quantiles, share_ended_within

RATIO = 1000
"""Multiples of a forecast are counted in thousandths."""


@dataclass(frozen=True, slots=True)
class ForecastRules:
    """How forecasts are made and judged: proposals of this project, after C04 (80 to 95 % below the upper end).

    What forecasts became is learnt anew every `lesson_minutes`, from `fewest_past` that ended at least. Bands are
    rounded up to `step_minutes`.
    """

    rate: CallRate = field(default_factory=CallRate)
    lesson_minutes: int = 30
    fewest_past: int = 30
    step_minutes: int = 5
    median: float = 0.5
    upper: float = 0.9
    least_below: float = 0.80
    most_below: float = 0.95


@dataclass(frozen=True, slots=True)
class WaitForecast:
    """Half wait less than `median_minutes`, nine in ten less than `upper_minutes`, both rounded up.

    With `is_at_least` too many still wait to say more than a lower bound. One that is not `is_tested` rests on the time
    of a service and the open counters, since too few were called: what became of such forecasts is not known.
    """

    median_minutes: int
    upper_minutes: int
    ahead: int
    is_tested: bool = True
    is_at_least: bool = False


@dataclass(frozen=True, slots=True)
class Calibration:
    """The share of today's `n` forecasts whose wait was below the upper end, 0 to 1; None when they are too few."""

    below: float | None
    n: int

    def is_kept(self, rules: ForecastRules) -> bool | None:
        """Whether forecasts can be trusted; None when it is not known."""
        return None if self.below is None else rules.least_below <= self.below <= rules.most_below


@dataclass(frozen=True, slots=True)
class LineForecast:
    """One line: services of a site that share counters. Without `wait` or `staffing` too little is known to say."""

    site: str
    services: tuple[str, ...]
    waiting: int
    counters_open: int
    wait: WaitForecast | None
    staffing: Staffing | None


@dataclass(frozen=True, slots=True)
class ForecastBoard:
    """All lines that were open, in the city's order of sites; `as_of_ms` is when they were computed."""

    lines: tuple[LineForecast, ...] = ()
    calibration: Calibration = Calibration(None, 0)
    by_site: Mapping[str, Calibration] = field(default_factory=dict)
    as_of_ms: int = UNSET_MS

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all could be said."""
        return not self.lines and not self.calibration.n

    def of_site(self, site: str) -> tuple[LineForecast, ...]:
        """The lines of a site."""
        return tuple(line for line in self.lines if line.site == site)

    def longest_at(self, site: str) -> WaitForecast | None:
        """The forecast of the line of a site in which one waits longest."""
        known = [line.wait for line in self.of_site(site) if line.wait is not None]
        return max(known, key=lambda wait: (wait.upper_minutes, wait.median_minutes), default=None)

    def advised(self) -> tuple[LineForecast, ...]:
        """The lines for which more counters are advised, those that lack most first."""
        lacking = [line for line in self.lines if line.staffing is not None and line.staffing.more]
        return tuple(sorted(lacking, key=lambda line: (-line.staffing.more if line.staffing else 0, line.site)))


@dataclass(frozen=True, slots=True)
class _Lesson:
    """What waits became, as multiples of their forecasts."""

    median: float
    upper: float
    is_at_least: bool


def forecast_board(
    frame: QueueFrame, now_ms: int, profile: CityProfile, rules: QueueRules, forecasts: ForecastRules
) -> ForecastBoard:
    """The forecasts of this instant. Sites that give out no numbers have none."""
    moment = waits.moment_of(now_ms, profile, rules)
    tickets = frame.tickets[(frame.tickets["site"] >= 0) & moment.is_today(frame.tickets["day_ms"])]
    lines = lines_of(tickets)
    course = course_of(tickets, lines, moment)
    points = course.points(course.line, course.from_ms, forecasts.rate)
    lessons = _lessons(course, points, moment, forecasts)
    told = _Told(tickets, lines, course, line_counters(lines, frame.counters, moment))
    uppers = points * _uppers(course, lessons, moment, forecasts)
    sites = np.array([line.site for line in lines.lines], dtype=np.int64)[course.line]
    return ForecastBoard(
        lines=tuple(_forecasts(told, lessons[_half_hour(now_ms, moment, forecasts)], moment, profile, forecasts)),
        calibration=_calibration(course, uppers, forecasts, np.ones(len(points), dtype=np.bool_)),
        by_site={
            code: _calibration(course, uppers, forecasts, sites == place)
            for place, code in enumerate(profile.sites)
            if (sites == place).any()
        },
        as_of_ms=now_ms,
    )


# --- what became of forecasts


def _half_hours(at_ms: Numbers, moment: Moment, rules: ForecastRules) -> Numbers:
    numbers: Numbers = (at_ms - moment.day.start_ms) // (rules.lesson_minutes * MINUTE_MS)
    return numbers


def _half_hour(at_ms: int, moment: Moment, rules: ForecastRules) -> int:
    return int(_half_hours(np.array([at_ms]), moment, rules)[0])


def _lessons(course: Course, points: NDArray[np.float64], moment: Moment, rules: ForecastRules) -> dict[int, _Lesson]:
    """For each half hour in which a wait began, and for the one that runs: what was known when it began."""
    is_told = ~np.isnan(points)
    began, until = course.from_ms[is_told], course.until_ms[is_told]
    is_called, told = course.is_called[is_told], points[is_told]
    half_hours = {*_half_hours(course.from_ms, moment, rules).tolist(), _half_hour(moment.now_ms, moment, rules)}
    lessons = {}
    for half_hour in half_hours:
        at_ms = moment.day.start_ms + half_hour * rules.lesson_minutes * MINUTE_MS
        past = slice(0, int(np.searchsorted(began, at_ms)))  # waits stand in the order of their beginning
        lasted = np.minimum(until[past], at_ms) - began[past]
        has_ended = is_called[past] & (until[past] <= at_ms)
        lessons[half_hour] = _lesson(_multiples(lasted, told[past]), has_ended, rules)
    return lessons


def _uppers(
    course: Course, lessons: Mapping[int, _Lesson], moment: Moment, rules: ForecastRules
) -> NDArray[np.float64]:
    """For each wait, as which multiple of its point forecast the upper end was told; NaN where none was."""
    half_hours, place = np.unique(_half_hours(course.from_ms, moment, rules), return_inverse=True)
    return np.array([lessons[half_hour].upper for half_hour in half_hours.tolist()], dtype=np.float64)[place]


def _lesson(multiples: Numbers, has_ended: NDArray[np.bool_], rules: ForecastRules) -> _Lesson:
    if np.count_nonzero(has_ended) < rules.fewest_past:
        return _Lesson(np.nan, np.nan, is_at_least=False)
    (median, _), (upper, is_at_least) = quantiles(multiples, has_ended, (rules.median, rules.upper))
    return _Lesson(median / RATIO, upper / RATIO, is_at_least)


def _multiples(lasted: Numbers, forecast: NDArray[np.float64]) -> Numbers:
    """Waits as multiples of their forecasts, in thousandths rounded up, at least one: nobody is promised no wait."""
    return np.maximum(1, np.ceil(lasted / forecast * RATIO)).astype(np.int64)


def _calibration(
    course: Course, uppers: NDArray[np.float64], rules: ForecastRules, among: NDArray[np.bool_]
) -> Calibration:
    """How many waits were below the upper end of their forecast: of all those made, so far as they are known."""
    is_in = among & ~np.isnan(uppers)
    n = int(np.count_nonzero(is_in))
    if n < rules.fewest_past:
        return Calibration(None, n)
    lasted = course.until_ms[is_in] - course.from_ms[is_in]
    share = share_ended_within(_multiples(lasted, uppers[is_in]), course.is_called[is_in], RATIO)
    return Calibration(share, n)


# --- forecasts of now


@dataclass(frozen=True, slots=True)
class _Told:
    tickets: Rows
    lines: Lines
    course: Course
    counters: tuple[LineCounters, ...]


def _forecasts(
    told: _Told, lesson: _Lesson, moment: Moment, profile: CityProfile, rules: ForecastRules
) -> list[LineForecast]:
    numbers = np.arange(len(told.lines.lines), dtype=np.int64)
    now_ms = np.full(len(numbers), moment.now_ms, dtype=np.int64)
    ahead, points = told.course.ahead(numbers, now_ms), told.course.points(numbers, now_ms, rules.rate)
    held = holding_minutes(told.tickets, told.lines, moment)
    sites, services, now = tuple(profile.sites.values()), tuple(profile.services), from_epoch_ms(moment.now_ms)
    found = []
    for number, (line, counters) in enumerate(zip(told.lines.lines, told.counters, strict=True)):
        site = sites[line.site]
        if not counters.open:
            continue
        wait = _wait(float(points[number]), int(ahead[number]), counters, held[number], lesson, rules)
        planned, promised = _planned(site, now, profile), _target_minutes(line, moment)
        staffed = staffing(told.course, number, counters, held[number], promised, moment, planned)
        names = tuple(services[service] for service in line.services if service >= 0)
        found.append(LineForecast(site.code, names, int(ahead[number]), counters.open, wait, staffed))
    return found


def _planned(site: Site, now: datetime, profile: CityProfile) -> int | None:
    """The counters of a site that should be open; None while it is closed, 0 where nobody knows its counters."""
    if not profile.calendar_of(site.code).is_open(now):
        return None
    return profile.counters_planned_at(site, now) or (None if site.counters_planned else 0)


def _target_minutes(line: Line, moment: Moment) -> float:
    """The shortest promise among the services of a line, minutes; 0 without any."""
    targets = [int(moment.targets_ms[service]) for service in line.services]
    return min((target for target in targets if target), default=0) / MINUTE_MS


def _wait(
    point: float, ahead: int, counters: LineCounters, held: float | None, lesson: _Lesson, rules: ForecastRules
) -> WaitForecast | None:
    is_tested = not np.isnan(point)
    if not is_tested and held is not None:
        point = (ahead + 1) * held * MINUTE_MS / counters.open
    if np.isnan(point) or np.isnan(lesson.upper):
        return None
    median, upper = (_rounded(point * times / MINUTE_MS, rules) for times in (lesson.median, lesson.upper))
    return WaitForecast(median, upper, ahead, is_tested, lesson.is_at_least)


def _rounded(minutes: float, rules: ForecastRules) -> int:
    """Rounded up to a whole step, at least one."""
    return max(1, ceil(minutes / rules.step_minutes - 1e-9)) * rules.step_minutes
