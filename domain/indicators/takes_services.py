"""Numbers of queues and staff that have a shape of their own."""

from domain.indicators.staffing import AttendanceBoard, UnitAttendance
from domain.indicators.takes import PERCENT, Asked, Part, Reason, Take, Value, none


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


def attendance(asked: Asked) -> Value:
    """That of offices; offices and field are parts."""
    board = asked.snapshot.services.attendance
    if not board.is_working_day:
        return none(Reason.DAY_OFF)
    if not board.has_begun:
        return none(Reason.NOT_BEGUN)
    named = (("office", board.city(is_field=False)), ("field", board.city(is_field=True)))
    parts = tuple(_attendance_part(name, unit) for name, unit in named if unit is not None)
    office = named[0][1]
    if office is None:
        return none(_why_no_office(board), parts=parts)
    if not office.present:
        return none(Reason.NO_DATA, office.expected, parts)
    return Value(parts[0].value, office.expected, parts=parts)


def _attendance_part(name: str, unit: UnitAttendance) -> Part:
    return Part(name, None if unit.rate is None else unit.rate * PERCENT, unit.expected)


def _why_no_office(board: AttendanceBoard) -> Reason:
    if any(not unit.is_field for unit in board.units):
        return Reason.WRONG_SCHEDULE
    return Reason.TOO_FEW if board.hidden else Reason.NO_DATA
