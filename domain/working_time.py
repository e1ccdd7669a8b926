"""Working days, service hours and closed days of a city: the clocks that deadlines run on.

Instants are aware datetimes or, where a name ends in `_ms`, whole milliseconds since 1970 in UTC.
Local time exists only in here: each working day is turned once into instants, the rest is bisection.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cached_property
from typing import NoReturn
from zoneinfo import ZoneInfo

from domain.clock import ONE_MS, epoch_ms, from_epoch_ms

ONE_DAY = timedelta(days=1)


class CalendarRangeError(ValueError):
    """A day or an instant that the calendar does not cover."""


@dataclass(frozen=True, slots=True)
class DayHours:
    """The service window of one day, local time. Lunch is not taken out: citizens are served in shifts."""

    opens: time
    closes: time

    def __post_init__(self) -> None:
        if self.opens >= self.closes:
            raise ValueError(f"service hours must open before they close, got {self.opens}-{self.closes}; swap them")


ALL_DAY = DayHours(time.min, time.max)
"""The hours of a day on which nothing closes."""


@dataclass(frozen=True, slots=True)
class HoursPeriod:
    """Other service hours for a while, such as Ramadan: `week` replaces the usual week from first to last day."""

    name: str
    from_date: date
    to_date: date
    week: Mapping[int, DayHours] = field(hash=False)

    def covers(self, day: date) -> bool:
        """Whether the period holds on a day, both ends included."""
        return self.from_date <= day <= self.to_date


@dataclass(frozen=True, slots=True)
class Windows:
    """Every working day of a calendar as instants in milliseconds, oldest first, index by index."""

    start_ms: int
    end_ms: int
    days: list[date]
    opens_ms: list[int]
    closes_ms: list[int]
    cut_offs_ms: list[int]
    served_ms: list[int]  # service time from the start of the calendar up to each day's close

    def elapsed_ms(self, at_ms: int) -> int:
        """Service time from the start of the calendar up to an instant."""
        i = bisect_right(self.opens_ms, at_ms) - 1
        if i < 0:
            return 0
        return self.served_ms[i] - max(0, self.closes_ms[i] - at_ms)


@dataclass(frozen=True)
class Calendar:
    """When a city works. `week` maps a weekday (Monday 0) to its hours; a weekday it lacks is closed.

    `closed_days` are the holidays and collective leave days, with their names. A report received after `cut_off`
    counts as received on the next working day. `first_day` and `last_day` are the days covered, both included;
    whatever falls outside raises CalendarRangeError. Of overlapping `periods` the first one holds.
    """

    timezone: ZoneInfo
    first_day: date
    last_day: date
    closed_days: Mapping[date, str] = field(hash=False, repr=False)
    week: Mapping[int, DayHours] = field(hash=False, repr=False)
    periods: tuple[HoursPeriod, ...] = ()
    cut_off: time = time(16)
    version: str = ""

    # --- days

    def hours_on(self, day: date) -> DayHours | None:
        """The service window of a day, None when the city is closed."""
        self._require_day(day)
        if day in self.closed_days:
            return None
        period = next((period for period in self.periods if period.covers(day)), None)
        return (period.week if period else self.week).get(day.weekday())

    def is_working_day(self, day: date) -> bool:
        """Whether a day counts as a working day (hari kerja)."""
        return self.hours_on(day) is not None

    @cached_property
    def never_closes(self) -> bool:
        """Whether every hour of every day is service time, as in a hospital."""
        weeks = (self.week, *(period.week for period in self.periods))
        hours = [week.get(weekday) for week in weeks for weekday in range(7)]
        return not self.closed_days and all(day == ALL_DAY for day in hours)

    def day_name(self, day: date) -> str:
        """The name of the holiday or collective leave on a day, empty when there is none."""
        self._require_day(day)
        return self.closed_days.get(day, "")

    def local_date(self, at: datetime) -> date:
        """The date on the city's wall calendar at an instant."""
        return at.astimezone(self.timezone).date()

    def receipt_day(self, at: datetime) -> date:
        """Day 0 of a report: the day it came in, or the next working day after the cut-off or on a closed day."""
        return self.windows.days[self._receipt_index(epoch_ms(at))]

    # --- deadlines in working days

    def deadline(self, at: datetime, working_days: int) -> datetime:
        """The close of the n-th working day after the receipt day, in UTC."""
        return from_epoch_ms(self.deadline_ms(epoch_ms(at), working_days))

    def deadline_ms(self, at_ms: int, working_days: int) -> int:
        """As `deadline`, in milliseconds: two list look-ups, made for rebuilding a whole city."""
        if working_days < 0:
            raise ValueError(f"a deadline needs 0 or more working days, got {working_days}; correct the policy")
        closes_ms = self.windows.closes_ms
        i = self._receipt_index(at_ms) + working_days
        if i >= len(closes_ms):
            self._refuse(f"the deadline {working_days} working days after {self._describe(at_ms)}")
        return closes_ms[i]

    def one_working_day_before(self, due: datetime) -> datetime:
        """The instant from which a deadline is due within one working day."""
        return from_epoch_ms(self.one_working_day_before_ms(epoch_ms(due)))

    def one_working_day_before_ms(self, due_ms: int) -> int:
        """As far before the previous working day's close as `due` is before its own day's close.

        A due time before opening leads to the opening of the previous working day.
        """
        self._require_instant(due_ms)
        windows = self.windows
        i = bisect_left(windows.closes_ms, due_ms)
        if not 0 < i < len(windows.days):
            self._refuse(f"a working day on either side of {self._describe(due_ms)}")
        before_close_ms = windows.closes_ms[i] - due_ms
        return max(windows.opens_ms[i - 1], windows.closes_ms[i - 1] - before_close_ms)

    # --- service time

    def is_open(self, at: datetime) -> bool:
        """Whether the service window is open at an instant (at the moment of closing it no longer is)."""
        at_ms = epoch_ms(at)
        self._require_instant(at_ms)
        i = bisect_right(self.windows.opens_ms, at_ms) - 1
        return i >= 0 and at_ms < self.windows.closes_ms[i]

    def service_time_between(self, start: datetime, end: datetime) -> timedelta:
        """The time the service window is open between two instants; negative when `end` comes first."""
        return timedelta(milliseconds=self.service_ms_between(epoch_ms(start), epoch_ms(end)))

    def service_ms_between(self, start_ms: int, end_ms: int) -> int:
        """As `service_time_between`, in milliseconds."""
        self._require_instant(start_ms)
        self._require_instant(end_ms)
        return self.windows.elapsed_ms(end_ms) - self.windows.elapsed_ms(start_ms)

    def add_service_time(self, at: datetime, service_time: timedelta) -> datetime:
        """The first instant by which this much service time has passed since `at`, in UTC."""
        return from_epoch_ms(self.add_service_ms(epoch_ms(at), service_time // ONE_MS))

    def add_service_ms(self, at_ms: int, service_ms: int) -> int:
        """As `add_service_time`, in milliseconds; no time at all leaves the instant as it is."""
        if service_ms < 0:
            raise ValueError(f"service time to add must be 0 or more, got {service_ms} ms; swap start and end")
        self._require_instant(at_ms)
        if service_ms == 0:
            return at_ms
        windows = self.windows
        target_ms = windows.elapsed_ms(at_ms) + service_ms
        i = bisect_left(windows.served_ms, target_ms)
        if i == len(windows.days):
            self._refuse(f"{service_ms} ms of service time after {self._describe(at_ms)}")
        return windows.closes_ms[i] - (windows.served_ms[i] - target_ms)

    # --- how the answers are found

    @cached_property
    def windows(self) -> Windows:
        """Every working day as instants; made when first asked for."""
        start_ms = self._instant_ms(self.first_day, time.min)
        end_ms = self._instant_ms(self.last_day + ONE_DAY, time.min)
        windows = Windows(start_ms, end_ms, [], [], [], [], [])
        served_ms = 0
        for offset in range((self.last_day - self.first_day).days + 1):
            day = self.first_day + timedelta(days=offset)
            hours = self.hours_on(day)
            if hours is None:
                continue
            opens_ms, closes_ms = self._instant_ms(day, hours.opens), self._instant_ms(day, hours.closes)
            served_ms += closes_ms - opens_ms
            windows.days.append(day)
            windows.opens_ms.append(opens_ms)
            windows.closes_ms.append(closes_ms)
            windows.cut_offs_ms.append(self._instant_ms(day, self.cut_off))
            windows.served_ms.append(served_ms)
        return windows

    def _receipt_index(self, at_ms: int) -> int:
        """Index of the receipt day: the first working day whose cut-off has not passed yet."""
        self._require_instant(at_ms)
        i = bisect_left(self.windows.cut_offs_ms, at_ms)
        if i == len(self.windows.days):
            self._refuse(f"a working day on or after {self._describe(at_ms)}")
        return i

    def _instant_ms(self, day: date, at: time) -> int:
        return epoch_ms(datetime.combine(day, at, tzinfo=self.timezone))

    def _describe(self, at_ms: int) -> str:
        return f"{from_epoch_ms(at_ms).astimezone(self.timezone):%Y-%m-%d %H:%M}"

    def _require_day(self, day: date) -> None:
        if not self.first_day <= day <= self.last_day:
            self._refuse(str(day))

    def _require_instant(self, at_ms: int) -> None:
        if not self.windows.start_ms <= at_ms < self.windows.end_ms:
            self._refuse(self._describe(at_ms))

    def _refuse(self, asked: str) -> NoReturn:
        raise CalendarRangeError(
            f"calendar {self.version or 'without version'} covers {self.first_day} to {self.last_day}, "
            f"but was asked for {asked}; add the missing years and their closed days to the city's calendar"
        )


def build_calendar(
    timezone: ZoneInfo,
    first_year: int,
    last_year: int,
    closed_days: Mapping[date, str],
    week: Mapping[int, DayHours],
    periods: tuple[HoursPeriod, ...] = (),
    cut_off: time = time(16),
    version: str = "",
) -> Calendar:
    """A calendar of whole years, both included; closed days of other years are left out."""
    return Calendar(
        timezone=timezone,
        first_day=date(first_year, 1, 1),
        last_day=date(last_year, 12, 31),
        closed_days={day: name for day, name in sorted(closed_days.items()) if first_year <= day.year <= last_year},
        week=dict(week),
        periods=tuple(periods),
        cut_off=cut_off,
        version=version,
    )
