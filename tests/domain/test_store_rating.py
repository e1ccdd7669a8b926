"""The store's reviews: the last months by hand, what is too few, and the trend with its gaps."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from domain.indicators.store_rating import (
    RatingMonth,
    StoreRatings,
    Topic,
    add_months,
    rating_trend,
    recent_rating,
)

TODAY = date(2026, 3, 10)
Stars = tuple[int, int, int, int, int]


def month(year: int, number: int, stars: Stars, slow: int = 0) -> RatingMonth:
    return RatingMonth(date(year, number, 1), stars, {Topic.SLOW: slow})


WINTER = StoreRatings(
    (
        month(2025, 11, (9, 0, 0, 0, 9)),
        month(2025, 12, (10, 1, 1, 3, 5), slow=3),
        month(2026, 1, (12, 2, 2, 0, 4), slow=2),
        month(2026, 2, (8, 0, 1, 1, 2), slow=1),
    )
)


def test_the_last_three_months_by_hand() -> None:
    """52 reviews with 119 stars, 30 of them with one; November is no part of it."""
    rating = recent_rating(WINTER, TODAY)
    assert rating
    assert (rating.n, rating.mean, rating.one_star) == (52, 119 / 52, 30 / 52)
    assert (rating.first_day, rating.last_day) == (date(2025, 12, 1), date(2026, 2, 1))
    assert rating.mentions[Topic.SLOW] == 6
    assert rating.mentions[Topic.BUG] == 0
    assert not rating.is_old


def test_the_last_three_months_are_of_the_calendar_not_the_last_three_lines() -> None:
    """A month without reviews has no line: it is not made up for by an older one."""
    rating = recent_rating(StoreRatings((WINTER.months[0], WINTER.months[3])), TODAY)
    assert rating
    assert (rating.first_day, rating.n) == (date(2025, 12, 1), 12)


def test_what_came_after_the_day_is_not_known_on_it() -> None:
    rating = recent_rating(WINTER, date(2026, 1, 31))
    assert rating
    assert rating.last_day == date(2026, 1, 1)
    assert recent_rating(WINTER, date(2025, 10, 31)) is None
    assert recent_rating(StoreRatings(), TODAY) is None


def test_a_rating_is_old_when_the_last_full_month_is_missing() -> None:
    ages = {day: recent_rating(WINTER, day) for day in (date(2026, 3, 31), date(2026, 4, 1))}
    assert [rating.is_old for rating in ages.values() if rating] == [False, True]


def test_few_reviews_have_no_mean() -> None:
    nine, ten = ((StoreRatings((month(2026, 2, (1, 0, 0, 0, n)),))) for n in (8, 9))
    few, enough = recent_rating(nine, TODAY), recent_rating(ten, TODAY)
    assert few
    assert enough
    assert (few.n, few.mean, few.one_star) == (9, None, None)
    assert (enough.n, enough.mean, enough.one_star) == (10, 4.6, 0.1)


def test_the_trend_has_a_gap_where_a_month_has_no_reviews() -> None:
    trend = rating_trend(StoreRatings((WINTER.months[0], WINTER.months[3])), TODAY, 5)
    assert [day.month for day, _ in trend] == [10, 11, 12, 1, 2]
    assert [one.n if one else None for _, one in trend] == [None, 18, None, None, 12]
    assert rating_trend(StoreRatings(), TODAY, 5) == ()


@given(st.dates(date(1990, 1, 1), date(2090, 1, 1)), st.integers(-400, 400))
def test_months_can_be_added_and_taken_off_again(day: date, months: int) -> None:
    first = day.replace(day=1)
    later = add_months(first, months)
    assert add_months(later, -months) == first
    assert (later > first) == (months > 0)
    assert later.day == 1
