"""The reviewer's choice: an agency, a period, a category, a district and which cases; one for screen and export.

Whatever comes from an address is checked here; a choice that exists is trusted.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from typing import NamedTuple
from zoneinfo import ZoneInfo

from domain.clock import epoch_ms
from domain.profile import CityProfile
from domain.secrecy import Secrets

PERIOD_DAYS = (7, 28, 90)
USUAL_DAYS = 28
LONGEST_DAYS = 366


class Problem(StrEnum):
    """What is wrong with a choice."""

    AGENCY = "agency"
    DAYS = "days"
    DATE = "date"
    ORDER = "order"
    FUTURE = "future"
    TOO_LONG = "too_long"
    CATEGORY = "category"
    DISTRICT = "district"
    SHOW = "show"


class FilterError(ValueError):
    """A choice that does not exist; `value` is what came, shortened."""

    def __init__(self, problem: Problem, value: str) -> None:
        self.problem = problem
        self.value = value[:40]
        super().__init__(f"{problem.value}: got {self.value!r}")


class Show(StrEnum):
    """Which of the cases of a review are listed; each but the first is what one number on the page counts."""

    ALL = "all"
    OPEN = "open"
    OVERDUE = "overdue"
    DUE_SOON = "due_soon"
    RECEIVED = "received"
    RESOLVED = "resolved"
    MISSED = "missed"


class Window(NamedTuple):
    """A stretch of time, milliseconds since 1970 UTC: after `from_ms`, up to and with `to_ms`."""

    from_ms: int
    to_ms: int


@dataclass(frozen=True, slots=True)
class Period:
    """The last `days` days up to now, to the second as the wall counts them; or whole city days, both included."""

    days: int | None = USUAL_DAYS
    first: date | None = None
    last: date | None = None

    def window(self, now: datetime, timezone: ZoneInfo) -> Window:
        """The period at an instant; it never reaches into the future."""
        if self.first is None or self.last is None:
            return Window(epoch_ms(now - timedelta(days=self.days or USUAL_DAYS)), epoch_ms(now))
        after_last = _midnight_ms(self.last + timedelta(days=1), timezone)
        return Window(_midnight_ms(self.first, timezone) - 1, min(after_last - 1, epoch_ms(now)))


@dataclass(frozen=True, slots=True)
class ReviewFilters:
    """One review; an empty category or district stands for all of them."""

    agency: str
    period: Period = Period()
    category: str = ""
    district: str = ""
    show: Show = Show.ALL

    def showing(self, show: Show) -> "ReviewFilters":
        """The same review with other cases listed."""
        return replace(self, show=show)

    def query(self) -> dict[str, str]:
        """The choice as the words of an address; what is usual is left out."""
        period = self.period
        words = {
            "days": str(period.days) if period.first is None and period.days != USUAL_DAYS else "",
            "from": period.first.isoformat() if period.first else "",
            "to": period.last.isoformat() if period.last else "",
            "category": self.category,
            "district": self.district,
            "show": "" if self.show is Show.ALL else self.show.value,
        }
        return {key: word for key, word in words.items() if word}


def review_filters(agency: str, query: Mapping[str, str], profile: CityProfile, today: date) -> ReviewFilters:
    """The choice that an address describes; words it does not know are left alone.

    A sensitive category cannot be chosen: the numbers of one are small cells. Raises FilterError.
    """
    if agency not in profile.agencies:
        raise FilterError(Problem.AGENCY, agency)
    category, district = query.get("category", ""), query.get("district", "")
    if category and category not in Secrets.from_profile(profile).harmless:
        raise FilterError(Problem.CATEGORY, category)
    if district and district not in profile.districts:
        raise FilterError(Problem.DISTRICT, district)
    return ReviewFilters(agency, _period(query, today), category, district, _show(query.get("show", "")))


def _show(word: str) -> Show:
    try:
        return Show(word) if word else Show.ALL
    except ValueError:
        raise FilterError(Problem.SHOW, word) from None


def _period(query: Mapping[str, str], today: date) -> Period:
    first, last, days = query.get("from", ""), query.get("to", ""), query.get("days", "")
    if first or last:
        return _dates(_day(first), _day(last), today)
    if not days:
        return Period()
    if days not in {str(known) for known in PERIOD_DAYS}:
        raise FilterError(Problem.DAYS, days)
    return Period(int(days))


def _dates(first: date, last: date, today: date) -> Period:
    span = f"{first} – {last}"
    if first > last:
        raise FilterError(Problem.ORDER, span)
    if first > today:
        raise FilterError(Problem.FUTURE, span)
    if (last - first).days >= LONGEST_DAYS:
        raise FilterError(Problem.TOO_LONG, span)
    return Period(None, first, last)


def _day(word: str) -> date:
    try:
        return datetime.strptime(word, "%Y-%m-%d").date()  # noqa: DTZ007  # a day has no zone
    except ValueError:
        raise FilterError(Problem.DATE, word) from None


def _midnight_ms(day: date, timezone: ZoneInfo) -> int:
    return epoch_ms(datetime.combine(day, time.min, tzinfo=timezone))
