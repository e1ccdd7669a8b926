"""The file of store reviews: the published one against a naive count, and each way a line can be wrong."""

import csv
import os
import re
from datetime import date
from pathlib import Path

import pytest

from data_sources.store_ratings import RatingRow, RatingsFile, read_ratings
from domain.indicators.store_rating import Topic, rating_trend, recent_rating

HEADER = ",".join(RatingRow.COLUMNS)
GOOD = "2026-01,20,12,2,2,0,4,0,2,2,2,0"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "ratings.csv"


def written(file: Path, *lines: str) -> Path:
    file.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return file


def test_a_month_is_read_as_it_is_written(file: Path) -> None:
    ratings = read_ratings(written(file, GOOD), "who counted")
    (month,) = ratings.months
    assert (month.first_day, month.stars, month.n) == (date(2026, 1, 1), (12, 2, 2, 0, 4), 20)
    assert month.mentions == dict(zip(Topic, (0, 2, 2, 2, 0), strict=True))
    assert (ratings.source, ratings.problems) == ("who counted", ())


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("2026-13,20,12,2,2,0,4,0,2,2,2,0", r"line 3: month: .*got '2026-13"),
        ("2026-02-05,20,12,2,2,0,4,0,2,2,2,0", r"line 3: .*expected a month as 2026-02, got 2026-02-05"),
        ("2026-02,twenty,12,2,2,0,4,0,2,2,2,0", r"line 3: reviews: .*got 'twenty'"),
        ("2026-02,20,12,2,2,0,-4,0,2,2,2,0", r"line 3: rating_5: .*got '-4'"),
        ("2026-02,21,12,2,2,0,4,0,2,2,2,0", r"line 3: .*expected rating_1 to rating_5 to sum to 21 reviews, got 20"),
        ("2026-02,20,12,2,2,0,4,0,2,2,21,0", r"line 3: .*expected at most 20 mentions of slow"),
        ("2026-02,20,12,2,2,0,4,0,2,2,2", r"line 3: mentions_storage: required, but absent"),
        (GOOD, r"line 3: month: 2026-01 is there already; .*remove one"),
    ],
)
def test_a_bad_line_is_set_aside_with_file_and_line_and_the_others_count(file: Path, line: str, message: str) -> None:
    ratings = read_ratings(written(file, GOOD, line, "2025-12,20,10,1,1,3,5,0,2,1,3,0"), "")
    assert [month.first_day.month for month in ratings.months] == [12, 1]
    (problem,) = ratings.problems
    assert problem.startswith(f"{file}: ")
    assert re.search(message, problem), problem


def test_columns_that_are_missing_are_named(file: Path) -> None:
    file.write_text("month,reviews\n2026-01,3\n", encoding="utf-8")
    ratings = read_ratings(file, "")
    assert ratings.months == ()
    assert "line 1: expected the columns rating_1, " in ratings.problems[0]


def test_without_a_file_nothing_is_known() -> None:
    assert RatingsFile(None).ratings().months == ()


def test_a_file_that_comes_later_and_then_changes_is_read_by_itself(file: Path) -> None:
    reader = RatingsFile(file)
    (problem,) = reader.ratings().problems
    assert "No such file" in problem
    assert len(RatingsFile(written(file, GOOD)).ratings().months) == 1
    assert len(reader.ratings().months) == 1
    written(file, GOOD, "2026-02,0,0,0,0,0,0,0,0,0,0,0")
    assert len(reader.ratings().months) == 2
    file.unlink()
    assert reader.ratings().months == (), "what cannot be read any more is not known any more"


def test_an_unchanged_file_is_not_read_again(file: Path) -> None:
    reader = RatingsFile(written(file, GOOD))
    assert reader.ratings() is reader.ratings()


def test_text_that_is_not_utf8_is_told(file: Path) -> None:
    file.write_bytes(b"\xff\xfe\x00month")
    (problem,) = RatingsFile(file).ratings().problems
    assert "UTF-8" in problem


@pytest.mark.skipif("LIVEROOM_DATA" not in os.environ, reason="published data is not here")
def test_the_published_reviews_against_a_count_of_our_own() -> None:
    """Mean, one-star share, topics and trend of the last months, added up line by line."""
    path = Path(os.environ["LIVEROOM_DATA"]) / "tangerang_live_ratings_monthly.csv"
    ratings = read_ratings(path, "")
    assert (len(ratings.months), ratings.problems) == (115, ())
    assert sum(month.n for month in ratings.months) == 7_112
    with path.open(encoding="utf-8", newline="") as opened:
        rows = list(csv.DictReader(opened))
    recent = [row for row in rows if row["month"] >= "2025-12"]
    n = sum(int(row["reviews"]) for row in recent)
    stars = sum(star * int(row[f"rating_{star}"]) for row in recent for star in range(1, 6))
    rating = recent_rating(ratings, date(2026, 11, 22))
    assert rating
    assert (rating.n, rating.mean, rating.one_star) == (n, stars / n, sum(int(row["rating_1"]) for row in recent) / n)
    for topic in Topic:
        assert rating.mentions[topic] == sum(int(row[f"mentions_{topic}"]) for row in recent)
    by_month = {row["month"]: int(row["reviews"]) for row in rows}
    trend = rating_trend(ratings, date(2026, 11, 22), 24)
    assert [month.n if month else 0 for _, month in trend] == [by_month.get(f"{day:%Y-%m}", 0) for day, _ in trend]
