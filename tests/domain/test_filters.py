"""The reviewer's choice: what an address may say, what it may not, and the time that it stands for."""

from datetime import date, timedelta
from itertools import product

import pytest

from domain.clock import epoch_ms
from domain.filters import FilterError, Period, Problem, ReviewFilters, Show, review_filters
from tests.domain.lives import DAY_MS, NOW, NOW_MS, city

TODAY = date(2026, 11, 23)
DISTRICT = next(iter(city().districts))


def chosen(agency: str = "DPUPR", **words: str) -> ReviewFilters:
    return review_filters(agency, {key.removesuffix("_"): word for key, word in words.items()}, city(), TODAY)


def test_without_words_it_is_the_last_four_weeks_of_everything() -> None:
    assert chosen() == ReviewFilters("DPUPR", Period(28), "", "", Show.ALL)


def test_the_words_of_a_choice_lead_back_to_it() -> None:
    """So that a link shows the same view."""
    periods: tuple[dict[str, str], ...] = (
        {},
        {"days": "7"},
        {"days": "90"},
        {"from_": "2026-11-01", "to": "2026-11-20"},
    )
    others: tuple[dict[str, str], ...] = ({}, {"category": "pothole"}, {"district": DISTRICT, "show": "overdue"})
    for period, other in product(periods, others):
        filters = chosen(**period, **other)
        assert review_filters("DPUPR", filters.query(), city(), TODAY) == filters


def test_the_usual_needs_no_words() -> None:
    assert chosen(days="28", show="all").query() == {}


WRONG: list[tuple[dict[str, str], Problem]] = [
    ({"agency": "dpupr"}, Problem.AGENCY),
    ({"agency": "' OR 1=1 --"}, Problem.AGENCY),
    ({"days": "13"}, Problem.DAYS),
    ({"days": "028"}, Problem.DAYS),
    ({"days": "9" * 5000}, Problem.DAYS),
    ({"from_": "2026-11-01"}, Problem.DATE),
    ({"to": "2026-11-01"}, Problem.DATE),
    ({"from_": "2026-02-30", "to": "2026-11-01"}, Problem.DATE),
    ({"from_": "20261101", "to": "2026-11-20"}, Problem.DATE),
    ({"from_": "2026-11-20", "to": "2026-11-01"}, Problem.ORDER),
    ({"from_": "2026-11-24", "to": "2026-11-25"}, Problem.FUTURE),
    ({"from_": "2025-11-20", "to": "2026-11-21"}, Problem.TOO_LONG),
    ({"category": "potholes"}, Problem.CATEGORY),
    ({"category": "violence_women_children"}, Problem.CATEGORY),
    ({"category": "extortion"}, Problem.CATEGORY),
    ({"category": "pothole' OR '1'='1"}, Problem.CATEGORY),
    ({"district": "Karawaci"}, Problem.DISTRICT),
    ({"show": "everything"}, Problem.SHOW),
]


@pytest.mark.parametrize(("words", "problem"), WRONG, ids=[str(next(iter(words.items())))[:40] for words, _ in WRONG])
def test_what_does_not_exist_is_told(words: dict[str, str], problem: Problem) -> None:
    """With what came, in short."""
    with pytest.raises(FilterError) as raised:
        chosen(**words)
    assert raised.value.problem is problem
    assert len(raised.value.value) <= 40


def test_words_of_other_tools_do_no_harm() -> None:
    """Mail programs add their own words to links."""
    assert review_filters("DPUPR", {"utm_source": "mail", "days": "7"}, city(), TODAY) == chosen(days="7")


def test_days_are_counted_back_from_now_as_on_the_wall() -> None:
    window = chosen(days="28").period.window(NOW, city().timezone)
    assert (window.from_ms, window.to_ms) == (NOW_MS - 28 * DAY_MS, NOW_MS)


def test_dates_are_whole_city_days() -> None:
    """Up to the last instant of the last day."""
    window = chosen(from_="2026-11-02", to="2026-11-02").period.window(NOW, city().timezone)
    midnight_ms = epoch_ms(NOW.astimezone(city().timezone).replace(day=2, hour=0))
    assert (window.from_ms, window.to_ms) == (midnight_ms - 1, midnight_ms + DAY_MS - 1)


def test_a_period_never_reaches_into_the_future() -> None:
    """A day that still runs ends now."""
    window = chosen(from_="2026-11-20", to="2026-12-31").period.window(NOW, city().timezone)
    assert window.to_ms == NOW_MS
    assert window.from_ms < epoch_ms(NOW - timedelta(days=2))
