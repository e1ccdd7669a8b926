"""A local day of the city as instants."""

from dataclasses import dataclass
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

from domain.clock import epoch_ms

MS_PER_MINUTE = 60_000
MS_PER_HOUR = 3_600_000
MS_PER_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class LocalDay:
    """One day; `midnight_ms` is its start, milliseconds since 1970 UTC."""

    day: date
    midnight_ms: int
    timezone: ZoneInfo

    @classmethod
    def of(cls, day: date, timezone: ZoneInfo) -> "LocalDay":
        """The day of a city."""
        return cls(day, epoch_ms(datetime.combine(day, time.min, tzinfo=timezone)), timezone)

    def at_hour(self, hour: float) -> int:
        """The instant so many hours after midnight; on a day on which clocks change it is not the hour they show."""
        return self.midnight_ms + int(hour * MS_PER_HOUR)

    def at(self, local: time) -> int:
        """The instant at which the clocks show a time of day, also on a day on which they change."""
        return epoch_ms(datetime.combine(self.day, local, tzinfo=self.timezone))


def hours_of(local: time) -> float:
    """A time of day as hours after midnight."""
    return local.hour + local.minute / 60
