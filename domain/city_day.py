"""The city's day: from one local midnight to the next."""

from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import epoch_ms


class DaySpan(NamedTuple):
    """A local day as instants, milliseconds since 1970 UTC; `end_ms` belongs to the next day."""

    start_ms: int
    end_ms: int

    def holds(self, at_ms: int) -> bool:
        """Whether an instant lies in the day."""
        return self.start_ms <= at_ms < self.end_ms


def day_span(at: datetime, timezone: ZoneInfo) -> DaySpan:
    """The city's day that holds an instant; it may last 23 or 25 hours where clocks are put forward and back."""
    day = at.astimezone(timezone).date()
    return DaySpan(_midnight_ms(day, timezone), _midnight_ms(day + timedelta(days=1), timezone))


def _midnight_ms(day: date, timezone: ZoneInfo) -> int:
    return epoch_ms(datetime.combine(day, time.min, tzinfo=timezone))
