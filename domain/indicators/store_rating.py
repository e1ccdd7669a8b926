"""How the app's store reviews stand (E05): the mean of the last months, the share of one star, what they speak of.

The store's page shows reviews with text only, topics are a crude match of words, and a review is dated by its last
edit: so this is not the store's own rating.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

RECENT_MONTHS = 3
"""The counts are by month: the last 90 days are the last three months of which there are any."""

SMALLEST_N = 10
STARS = 5


class Topic(StrEnum):
    """What a review's text mentions."""

    VERIFICATION = "verification"
    LOGIN = "login"
    BUG = "bug"
    SLOW = "slow"
    STORAGE = "storage"


@dataclass(frozen=True, slots=True)
class RatingMonth:
    """The reviews of one month: how many gave one to five stars, and how many mention each topic."""

    first_day: date
    stars: tuple[int, int, int, int, int]
    mentions: Mapping[Topic, int]

    @property
    def n(self) -> int:
        """All reviews of the month."""
        return sum(self.stars)

    @property
    def mean(self) -> float | None:
        """The mean of the month's stars; None of too few reviews."""
        return _mean(self.stars)


@dataclass(frozen=True, slots=True)
class StoreRatings:
    """All months that are known, oldest first; `problems` are lines that could not be read, in words."""

    months: tuple[RatingMonth, ...] = ()
    source: str = ""
    problems: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rating:
    """The reviews from `first_day`'s month through `last_day`'s, first days of months.

    `mean` (1 to 5) and `one_star` (0 to 1) are None of fewer than ten reviews. `is_old` says that a newer month could
    be there: more than the last full month is missing.
    """

    first_day: date
    last_day: date
    n: int
    mean: float | None
    one_star: float | None
    mentions: Mapping[Topic, int]
    is_old: bool


TREND_MONTHS = 24


@dataclass(frozen=True, slots=True)
class StoreReviews:
    """What is known of the store's reviews on a day: the newest months together, and month by month.

    In `trend`, oldest first, a month is None where it has no reviews. `problems` are lines that could not be read.
    """

    recent: Rating | None = None
    trend: tuple[tuple[date, RatingMonth | None], ...] = ()
    source: str = ""
    problems: tuple[str, ...] = ()


def store_reviews(ratings: StoreRatings, today: date) -> StoreReviews:
    """What is known of them on the city's day."""
    trend = rating_trend(ratings, today, TREND_MONTHS)
    return StoreReviews(recent_rating(ratings, today), trend, ratings.source, ratings.problems)


def recent_rating(ratings: StoreRatings, today: date) -> Rating | None:
    """The newest three calendar months up to the city's day; None where no month is known by then."""
    known = [month for month in ratings.months if month.first_day <= today]
    if not known:
        return None
    last = known[-1].first_day
    first = add_months(last, 1 - RECENT_MONTHS)
    chosen = [month for month in known if month.first_day >= first]
    stars = [sum(month.stars[star] for month in chosen) for star in range(STARS)]
    n = sum(stars)
    return Rating(
        first_day=first,
        last_day=last,
        n=n,
        mean=_mean(stars),
        one_star=stars[0] / n if n >= SMALLEST_N else None,
        mentions={topic: sum(month.mentions.get(topic, 0) for month in chosen) for topic in Topic},
        is_old=last < add_months(today.replace(day=1), -1),
    )


def rating_trend(ratings: StoreRatings, today: date, months: int) -> tuple[tuple[date, RatingMonth | None], ...]:
    """The months up to the newest one by the city's day, oldest first; None where a month has no reviews."""
    known = {month.first_day: month for month in ratings.months if month.first_day <= today}
    if not known:
        return ()
    last = max(known)
    days = [add_months(last, back) for back in range(1 - months, 1)]
    return tuple((day, known.get(day)) for day in days)


def add_months(first_day: date, months: int) -> date:
    """The first day of the month so many months later."""
    count = first_day.year * 12 + first_day.month - 1 + months
    return date(count // 12, count % 12 + 1, 1)


def _mean(stars: Sequence[int]) -> float | None:
    n = sum(stars)
    return sum(star * count for star, count in enumerate(stars, 1)) / n if n >= SMALLEST_N else None
