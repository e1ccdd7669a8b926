"""The monthly counts of store reviews, from a file that the installation names; read again when it changes."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Annotated, ClassVar

import structlog
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError, model_validator

from data_sources.city_files import problems_of
from domain.indicators.store_rating import RatingMonth, StoreRatings, Topic

Count = Annotated[int, Field(ge=0)]
KEPT_PROBLEMS = 5
"""So many are told in words; of the others only how many there are."""


def _month(value: object) -> object:
    return f"{value}-01" if isinstance(value, str) and len(value) == len("2026-02") else value


class RatingRow(BaseModel):
    """A line of the file; other columns are passed over."""

    model_config = ConfigDict(extra="ignore", frozen=True)
    COLUMNS: ClassVar = (
        *("month", "reviews", *(f"rating_{star}" for star in range(1, 6))),
        *(f"mentions_{topic}" for topic in Topic),
    )

    month: Annotated[date, BeforeValidator(_month)]
    reviews: Count
    rating_1: Count
    rating_2: Count
    rating_3: Count
    rating_4: Count
    rating_5: Count
    mentions_verification: Count
    mentions_login: Count
    mentions_bug: Count
    mentions_slow: Count
    mentions_storage: Count

    @property
    def stars(self) -> tuple[int, int, int, int, int]:
        """Reviews with one to five stars."""
        return self.rating_1, self.rating_2, self.rating_3, self.rating_4, self.rating_5

    @property
    def mentions(self) -> Mapping[Topic, int]:
        """Reviews that mention each topic."""
        return {topic: getattr(self, f"mentions_{topic}") for topic in Topic}

    @model_validator(mode="after")
    def _adds_up(self) -> "RatingRow":
        if self.month.day != 1:
            raise ValueError(f"expected a month as 2026-02, got {self.month}")
        if sum(self.stars) != self.reviews:
            raise ValueError(f"expected rating_1 to rating_5 to sum to {self.reviews} reviews, got {sum(self.stars)}")
        if more := [topic for topic, count in self.mentions.items() if count > self.reviews]:
            raise ValueError(f"expected at most {self.reviews} mentions of {', '.join(more)}, one a review")
        return self


@dataclass(slots=True)
class RatingsFile:
    """The file as it is now. A line that cannot be read is set aside and told; the others count."""

    path: Path | None
    source: str = ""
    _read: StoreRatings = field(default_factory=StoreRatings)
    _stamp: tuple[int, int] | None = None

    def ratings(self) -> StoreRatings:
        """All months; none where no file is configured or it cannot be read."""
        if self.path is None:
            return self._read
        try:
            stamp = (self.path.stat().st_mtime_ns, self.path.stat().st_size)
            if stamp != self._stamp:
                self._take(read_ratings(self.path, self.source), stamp)
        except (OSError, UnicodeDecodeError, csv.Error) as error:
            problem = f"{self.path}: expected monthly counts as CSV in UTF-8, {error}; correct store_ratings.file"
            if self._read.problems != (problem,):
                self._take(StoreRatings((), self.source, (problem,)), None)
        return self._read

    def _take(self, ratings: StoreRatings, stamp: tuple[int, int] | None) -> None:
        for problem in ratings.problems[:KEPT_PROBLEMS]:
            structlog.get_logger("store_ratings").warning("store reviews set aside", problem=problem)
        self._read, self._stamp = ratings, stamp


def read_ratings(path: Path, source: str) -> StoreRatings:
    """The months of a file, oldest first, and what was wrong with its other lines. Raises OSError and csv.Error."""
    months: dict[date, RatingMonth] = {}
    problems: list[str] = []
    with path.open(encoding="utf-8-sig", newline="") as file:
        reader = csv.DictReader(file)
        if missing := [name for name in RatingRow.COLUMNS if name not in (reader.fieldnames or ())]:
            return StoreRatings(
                (), source, (f"{path}: line 1: expected the columns {', '.join(missing)} too; add them",)
            )
        for row in reader:
            problems += [f"{path}: line {reader.line_num}: {problem}" for problem in _add(row, months)]
    return StoreRatings(tuple(months[day] for day in sorted(months)), source, tuple(problems))


def _add(row: Mapping[str, str], months: dict[date, RatingMonth]) -> Iterator[str]:
    """Take a line's month, or say why not."""
    try:
        read = RatingRow.model_validate({key: value for key, value in row.items() if value})
    except ValidationError as error:
        yield from (told for _, told in problems_of(error))
        return
    if read.month in months:
        yield f"month: {read.month:%Y-%m} is there already; a month has one line, remove one"
        return
    months[read.month] = RatingMonth(read.month, read.stars, read.mentions)
