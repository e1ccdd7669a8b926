"""The choice of a reviewer on its way between an address and the controls; whatever the browser sends is checked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Self
from urllib.parse import parse_qsl

from callbacks.access import may_review
from callbacks.services import Services
from domain.filters import USUAL_DAYS, ReviewFilters, review_filters
from layouts.review import DATES

PATH = re.compile(r"/agency(?:/([^/]{1,200}))?/?")
LONGEST_SEARCH = 2_000
MOST_WORDS = 20


def is_review(pathname: str) -> bool:
    """Whether an address is that of a review."""
    return PATH.fullmatch(pathname) is not None


def code_in(pathname: str | None) -> str:
    """The agency's code in an address, empty without one."""
    match = PATH.fullmatch(pathname or "")
    return (match[1] or "") if match else ""


def words_in(search: str | None) -> Mapping[str, str]:
    """The words of the query part of an address; none of one that no page wrote."""
    words = (search or "").removeprefix("?")
    try:
        return dict(parse_qsl(words[:LONGEST_SEARCH], max_num_fields=MOST_WORDS))
    except ValueError:
        return {}


def choice_at(pathname: str | None, words: Mapping[str, str], services: Services) -> ReviewFilters:
    """The choice in an address, checked. Raises FilterError, ClosedReviewError."""
    reviews = may_review(services, code_in(pathname))
    return review_filters(
        code_in(pathname), words, services.profile, services.profile.calendar.local_date(reviews.now())
    )


@dataclass(frozen=True, slots=True)
class Controls:
    """What stands in the controls of the page, in their order."""

    period: str | None
    first: str | None
    last: str | None
    category: str | None
    district: str | None
    show: str | None

    @classmethod
    def of(cls, filters: ReviewFilters, today: date) -> Self:
        """The controls that show a choice; dates are filled in before somebody asks for them."""
        period = filters.period
        first = period.first or today - timedelta(days=(period.days or USUAL_DAYS) - 1)
        return cls(
            period=DATES if period.first else str(period.days),
            first=first.isoformat(),
            last=(period.last or today).isoformat(),
            category=filters.category or None,
            district=filters.district or None,
            show=filters.show.value,
        )

    def words(self) -> Mapping[str, str]:
        """The words of an address; empty ones are left out."""
        dates = {"from": (self.first or "")[:10], "to": (self.last or "")[:10]}
        period = dates if self.period == DATES else {"days": self.period or ""}
        words = {**period, "category": self.category, "district": self.district, "show": self.show}
        return {key: str(word) for key, word in words.items() if word}

    @property
    def is_half(self) -> bool:
        """Whether the second of two dates is still being chosen."""
        return self.period == DATES and not (self.first and self.last)
