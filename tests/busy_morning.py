"""A busy Monday morning of all services beside complaints, as their boards judge it; all of it follows from a seed."""

from typing import Any

import numpy as np

from domain.indicators.counter_use import Counters
from domain.indicators.emergencies import EmergencyBoard, HourOfCalls
from domain.indicators.field_work import CrewCounts, EvidenceShare
from domain.indicators.forecasts import Calibration, ForecastBoard, LineForecast, WaitForecast
from domain.indicators.portion import Portion
from domain.indicators.queues import QueueBoard, SiteQueue, TicketCounts
from domain.indicators.services import ServiceBoards
from domain.indicators.staffed import Staffing
from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.indicators.task_times import StepTimes
from domain.indicators.workload import EvidenceDistance, WorkBoard, Workload
from domain.privacy import shows_unit
from domain.profile import CityProfile, Site
from domain.survival import Percentile

CREWED = (("DISDUKCAPIL", 74.0, 71, 1.55), ("MPP", 46.0, 64, 1.2), ("PKM-CIPONDOH", 66.0, 31, 1.1))
"""Sites beyond their promise: the longest wait in minutes, who waits, and the pressure."""

NEAR = (("KEC-07", 27.0, 9, 0.9), ("RSUD", 51.0, 58, 0.85))
SILENT = ("KEC-04", "PKM-PETIR")
"""Sites that have reported nothing today."""

LOW_UNITS = {("DLH", True): 0.91, ("SATPOLPP", True): 0.93, ("DPUPR", False): 0.925, ("KEC-05", False): 0.91}


def busy_services(city: CityProfile, now_ms: int, seed: int = 7) -> ServiceBoards:
    """The boards of the whole city."""
    random = np.random.default_rng(seed)
    return ServiceBoards(
        queues=_queues(city, random, now_ms),
        emergencies=EmergencyBoard(
            *(2, 9.2, 5, Percentile(14, 2, 12.4), 9, 11, 87, _hours(now_ms), now_ms), answered=Portion(104, 112)
        ),
        attendance=_attendance(city, random, now_ms),
        crews=CrewCounts(on_duty=64, available=23, on_task=41, silent=3, tasks_in_hand=57),
        accept=StepTimes(Percentile(88, 3, 3.6), Percentile(88, 3, 11.2)),
        arrive=StepTimes(Percentile(81, 9, 21.3), Percentile(81, 9, 43.8, is_at_least=True)),
        evidence=EvidenceShare(69, 74, 3),
        travel=StepTimes(Percentile(79, 6, 17.2), Percentile(79, 6, 34.5)),
        on_site=StepTimes(Percentile(70, 12, 33.8), Percentile(70, 12, 71.4, is_at_least=True)),
        work=WorkBoard(Workload("", 57, 64), (Workload("DLH", 19, 15), Workload("DPUPR", 14, 12))),
        distance=EvidenceDistance(71, 67, 13.0, 64.2),
        forecasts=_forecasts(city, now_ms),
        finished_today=74,
        as_of_ms=now_ms,
    )


def _forecasts(city: CityProfile, now_ms: int) -> ForecastBoard:
    """A line at each site; two lack a counter, one more than the plan has."""
    pressed = {"DISDUKCAPIL": (45, 75, 3), "MPP": (30, 50, 1), "PKM-CIPONDOH": (40, 65, 0)}
    services = tuple(city.services)[:2]
    lines = []
    for code in city.sites:
        if code not in SILENT:
            median, upper, more = pressed.get(code, (5, 10, 0))
            staffed = Staffing(74, 8.3, 30.0, 0.80, 8, 8 + more, 0.41 if more else 0.93, more)
            wait = WaitForecast(median, upper, ahead=median // 3, is_tested=code != "RSUD")
            lines.append(LineForecast(code, services, median // 3, 8, wait, staffed if code in pressed else None))
    found = Calibration(0.917, 2015)
    return ForecastBoard(tuple(lines), found, {"DISDUKCAPIL": Calibration(0.885, 312)}, now_ms)


def _hours(now_ms: int) -> tuple[HourOfCalls, ...]:
    return tuple(HourOfCalls(now_ms - (23 - hour) * 3_600_000, hour % 3, 2 + hour % 7) for hour in range(24))


def _queues(city: CityProfile, random: np.random.Generator, now_ms: int) -> QueueBoard:
    pressed = {code: (longest, waiting, pressure) for code, longest, waiting, pressure in (*CREWED, *NEAR)}
    sites = [_site(site, pressed.get(site.code), random) for site in city.sites.values()]
    sites.sort(key=lambda queue: (not queue.has_data, -(queue.pressure or 0.0), -queue.tickets.waiting))
    counters = [queue.counters for queue in sites]
    return QueueBoard(
        sites=tuple(sites),
        waiting=sum(queue.tickets.waiting for queue in sites),
        wait_window=Percentile(612, 310, 38.4),
        wait_today=Percentile(1043, 310, 33.1),
        counters=Counters(
            sum(c.open for c in counters), sum(c.paused for c in counters), sum(c.planned for c in counters)
        ),
        as_of_ms=now_ms,
        wait_median=Percentile(1043, 310, 11.2),
        within_target=Portion(781, 902),
        no_show=Portion(61, 771),
        abandoned=Portion(22, 1104),
        not_served=Portion(83, 794),
        utilisation=0.78,
        forgotten=2,
    )


def _site(site: Site, pressed: tuple[float, int, float] | None, random: np.random.Generator) -> SiteQueue:
    has_data = site.code not in SILENT
    pressure = float(random.uniform(0.1, 0.7))
    longest, waiting, pressure = pressed or (30 * pressure, int(random.integers(1, 9)), pressure)
    served = waiting * 4 + int(random.integers(3, 12))
    n = waiting + served
    return SiteQueue(
        site=site.code,
        tickets=TicketCounts(n + 3, waiting, 0, 2, served, 1, 0) if has_data else TicketCounts(0, 0, 0, 0, 0, 0, 0),
        longest_minutes=longest if has_data else None,
        pressure=pressure if has_data else None,
        over_target=0,
        wait_window=Percentile(n, waiting, longest * 0.8 if has_data else None),
        wait_today=Percentile(n, waiting, longest * 0.7 if has_data else None),
        within_target=Portion(int(served * (0.6 if pressure > 1 else 0.92)), n - waiting),
        no_show=Portion(int(served * 0.06), n),
        abandoned=Portion(int(n * 0.03), n),
        counters=Counters(_open(site, pressure) if has_data else 0, 0, site.counters_planned),
        utilisation=0.81 if has_data else None,
        wait_median=Percentile(n, waiting, longest * 0.3 if has_data else None),
        forgotten=0,
        carried_over=0,
        posted=None,
        has_data=has_data,
    )


def _open(site: Site, pressure: float) -> int:
    return max(1, site.counters_planned - (site.counters_planned // 3 if pressure > 0.8 else 0))


def _attendance(city: CityProfile, random: np.random.Generator, now_ms: int) -> AttendanceBoard:
    units = [
        _unit(agency, is_field, scheduled, random)
        for agency, count in city.headcounts.items()
        for is_field, scheduled in ((False, count.office), (True, count.field))
        if shows_unit(scheduled)
    ]
    return AttendanceBoard(tuple(units), 3, (), is_working_day=True, has_begun=True, as_of_ms=now_ms)


def _unit(agency: str, is_field: bool, scheduled: int, random: np.random.Generator) -> UnitAttendance:
    expected = max(10, scheduled - int(random.integers(0, 1 + scheduled // 20)))
    rate: Any = LOW_UNITS.get((agency, is_field), random.uniform(0.955, 1.0))
    present = int(np.ceil(expected * rate))
    timed = 0 if is_field else present
    return UnitAttendance(agency, is_field, expected, present, timed, int(timed * 0.93))
