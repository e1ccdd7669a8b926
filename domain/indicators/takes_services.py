"""Numbers of calls, queues and staff that have a shape of their own."""

from dataclasses import replace

from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.indicators.takes import PERCENT, Asked, Part, Reason, Take, Value, none, share_value
from domain.indicators.workload import Workload


def prank_share(asked: Asked) -> Value:
    """Prank and silent calls of all calls, where the city says which calls these are."""
    found = asked.snapshot.services.emergencies.pranks
    return none(Reason.NO_DATA) if found is None else share_value(found)


def at_sites(take: Take) -> Take:
    """A number of queues, where any site has told anything today: as on the screens, silence is not an empty queue."""

    def take_known(asked: Asked) -> Value:
        is_known = any(site.has_data for site in asked.snapshot.services.queues.sites)
        return take(asked) if is_known else none(Reason.NO_DATA)

    return take_known


def longest_wait(asked: Asked) -> Value:
    """The longest wait of all sites, in minutes."""
    board = asked.snapshot.services.queues
    longest = [site.longest_minutes for site in board.sites if site.longest_minutes is not None]
    return Value(max(longest), board.waiting) if longest else none(Reason.NOBODY_WAITS, board.waiting)


def forecast_wait(asked: Asked) -> Value:
    """The upper end for the line in which one would wait longest, in minutes; `n` are the forecasts of the day so far.

    Parts are the median of that line, and the share of the day's waits below their upper ends.
    """
    board = asked.snapshot.services.forecasts
    known = [line.wait for line in board.lines if line.wait is not None]
    if not known:
        return replace(none(Reason.TOO_FEW, board.calibration.n), as_of_ms=board.as_of_ms)
    worst = max(known, key=lambda wait: (wait.upper_minutes, wait.median_minutes))
    parts = (
        Part("median", float(worst.median_minutes), len(known)),
        Part("below_upper", _percent(board.calibration.below), board.calibration.n),
    )
    return Value(worst.upper_minutes, board.calibration.n, None, worst.is_at_least, parts, board.as_of_ms)


def not_served(asked: Asked) -> Value:
    """Skipped or cancelled, of the numbers that wait no more; parts are both shares by their own definitions."""
    board = asked.snapshot.services.queues
    named = (("no_show", board.no_show), ("abandoned", board.abandoned))
    parts = tuple(Part(name, _percent(portion.value), portion.n) for name, portion in named)
    return _told(_percent(board.not_served.value), board.not_served.n, parts)


def utilisation(asked: Asked) -> Value:
    """Busy of open counter time, of all sites that tell; a part says how many services seem to be forgotten."""
    board = asked.snapshot.services.queues
    return _told(_percent(board.utilisation), None, (Part("forgotten", float(board.forgotten), board.counters.open),))


def _percent(share: float | None) -> float | None:
    return None if share is None else share * PERCENT


def _told(value: float | None, n: int | None, parts: tuple[Part, ...] = ()) -> Value:
    """A number, or that there are too few cases for it."""
    return none(Reason.TOO_FEW, n, parts) if value is None else Value(value, n, parts=parts)


def punctual(asked: Asked) -> Value:
    """The offices' staff who came on time, of those whose coming is known."""
    board = asked.snapshot.services.attendance
    why_not = _too_early(board)
    if why_not is not None:
        return none(why_not)
    office = board.city(is_field=False)
    if office is None:
        return none(_why_no_office(board))
    return _told(_percent(office.on_time_share), office.timed) if office.present else none(Reason.NO_DATA)


def crews(asked: Asked) -> Value:
    """Crews on duty; a part is the share of them that was heard of lately."""
    found = asked.snapshot.services.crews
    heard = found.heard / found.on_duty * PERCENT if found.on_duty else None
    return Value(found.on_duty, found.on_duty, parts=(Part("heard", heard, found.on_duty),))


def arrival(asked: Asked) -> Value:
    """The median from order to arrival; parts are the medians of the legs, and those of each category."""
    services = asked.snapshot.services
    legs = {"accept": services.accept, "travel": services.travel, "on_site": services.on_site}
    medians = {name: times.median for name, times in (legs | dict(services.arrive_by_category)).items()}
    parts = tuple(Part(name, median.minutes, median.n) for name, median in medians.items())
    found = services.arrive.median
    return replace(_told(found.minutes, found.n, parts), is_at_least=found.is_at_least)


def workload(asked: Asked) -> Value:
    """Open tasks for each crew on duty, of `n` crews; parts are those of agencies with crews enough."""
    board = asked.snapshot.services.work
    return _told(board.city.per_crew, board.city.crews, tuple(_workload_part(one) for one in board.agencies))


def _workload_part(work: Workload) -> Part:
    return Part(work.agency, work.per_crew, work.crews)


def evidence(asked: Asked) -> Value:
    """Complete evidence; parts are metres between a task and its evidence, and the share of those that are near."""
    services = asked.snapshot.services
    found, distance = services.evidence, services.distance
    parts = (
        Part("distance_median_m", distance.median_m, distance.n),
        Part("distance_p90_m", distance.p90_m, distance.n),
        Part("near", _percent(distance.near_share), distance.n),
    )
    return _told(_percent(found.value), found.n, parts)


def attendance(asked: Asked) -> Value:
    """That of offices; offices and field are parts."""
    board = asked.snapshot.services.attendance
    why_not = _too_early(board)
    if why_not is not None:
        return none(why_not)
    named = (("office", board.city(is_field=False)), ("field", board.city(is_field=True)))
    parts = tuple(_attendance_part(name, unit) for name, unit in named if unit is not None)
    office = named[0][1]
    if office is None:
        return none(_why_no_office(board), parts=parts)
    if not office.present:
        return none(Reason.NO_DATA, office.expected, parts)
    return Value(parts[0].value, office.expected, parts=parts)


def _too_early(board: AttendanceBoard) -> Reason | None:
    if not board.is_working_day:
        return Reason.DAY_OFF
    return None if board.has_begun else Reason.NOT_BEGUN


def _attendance_part(name: str, unit: UnitAttendance) -> Part:
    return Part(name, None if unit.rate is None else unit.rate * PERCENT, unit.expected)


def _why_no_office(board: AttendanceBoard) -> Reason:
    if any(not unit.is_field for unit in board.units):
        return Reason.WRONG_SCHEDULE
    return Reason.TOO_FEW if board.hidden else Reason.NO_DATA
