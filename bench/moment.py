"""When the loaded city is measured: the morning of a working day, whatever the hour at which the bench runs."""

from datetime import UTC, datetime, time, timedelta
from functools import cache

from data_sources.clock import SystemClock
from domain.working_time import Calendar

MORNING = time(11, 0)
"""Local time: the queues are long, and who works by day has come."""


class ShiftedClock:
    """The machine's time, a constant span away; screens say WAKTU SIMULASI."""

    is_real = False

    def __init__(self, ahead: timedelta) -> None:
        self.ahead = ahead

    def now(self) -> datetime:
        """The city's now, UTC."""
        return datetime.now(UTC) + self.ahead


def working_morning(calendar: Calendar, until: datetime) -> datetime:
    """The morning of the latest working day up to the day of an instant."""
    day = calendar.local_date(until)
    while not calendar.is_working_day(day):
        day -= timedelta(days=1)
    return datetime.combine(day, MORNING, tzinfo=calendar.timezone).astimezone(UTC)


@cache
def city_clock(calendar: Calendar) -> ShiftedClock:
    """One clock for a whole run: it stands at the morning when it is first asked for."""
    now = SystemClock().now()
    return ShiftedClock(working_morning(calendar, now) - now)
