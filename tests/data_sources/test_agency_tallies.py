"""What scores count, from the store: the same as the rules of the domain count in a frame."""

from datetime import datetime, timedelta
from random import Random
from typing import Any

import pytest
from msgspec.structs import asdict

from data_sources.agency_tallies import city_tallies
from data_sources.clock import SystemClock
from data_sources.repository import Repository
from data_sources.reviews import StoreReviews
from data_sources.store import Store
from data_sources.tables import complaints, tasks
from domain.case_mix import Tally
from domain.city import ComplaintFrame, complaint_frame
from domain.clock import from_epoch_ms
from domain.complaints import Complaint, ComplaintRules
from domain.composite import ScorePart
from domain.field_columns import field_frame
from domain.field_work import Task
from domain.indicators.agency_scores import CityTallies, complaint_tallies, resolved_in
from domain.indicators.complaints import BoardRules, counts_by_agency
from domain.indicators.field_work import evidence_share
from domain.profile import CityProfile
from tests.domain.field_lives import random_task
from tests.domain.lives import NOW_MS as TASKS_NOW_MS
from tests.factories import NOW_MS
from tests.reviews import DAY_MS, fill, many_rows

pytestmark = pytest.mark.services

WINDOW_MS = 90 * DAY_MS


def outcomes(row: dict[str, Any], random: Random) -> dict[str, Any]:
    """A row that was answered, reopened and rated, or not."""
    due = row["opened_ms"] + 3 * DAY_MS
    return {
        **row,
        "response_due_ms": random.choice((0, due)),
        "response_ms": random.choice((0, due - 1, due, due + 1)),
        "reopenings": random.choices((0, 1, 2), (8, 1, 1))[0],
        "stars": random.randrange(6),
    }


@pytest.fixture(scope="module")
def rows(tangerang: CityProfile) -> list[dict[str, Any]]:
    random = Random(5)
    return [outcomes(row, random) for row in many_rows(4_000, NOW_MS, tangerang)]


@pytest.fixture
def frame(rows: list[dict[str, Any]], tangerang: CityProfile) -> ComplaintFrame:
    return complaint_frame((Complaint(**row) for row in rows), tangerang)


def counted(store: Store, city: CityProfile, now_ms: int = NOW_MS) -> CityTallies:
    with store.reading() as connection:
        return city_tallies(connection, city, now_ms, 90)


def test_sql_and_frames_count_alike(
    store: Store, rows: list[dict[str, Any]], frame: ComplaintFrame, tangerang: CityProfile
) -> None:
    """Each indicator of each agency, and how many could be rated."""
    fill(store, iter(rows))
    found, expected = counted(store, tangerang), complaint_tallies(frame, NOW_MS, 90)
    parts = {code: {part: one for part, one in parts.items() if one.n} for code, parts in found.parts.items()}
    assert {code: one for code, one in parts.items() if one} == expected
    could_be = counts_by_agency(frame, resolved_in(frame, NOW_MS - WINDOW_MS, NOW_MS))
    assert {code: n for code, n in found.resolved.items() if n} == could_be
    assert len(expected) > 20


def test_categories_add_up_to_their_agency(store: Store, rows: list[dict[str, Any]], tangerang: CityProfile) -> None:
    fill(store, iter(rows))
    found = counted(store, tangerang)
    for agency, parts in found.parts.items():
        own = [tally for (code, _), tally in found.on_time.items() if code == agency]
        assert parts[ScorePart.ON_TIME] == Tally(sum(one.met for one in own), sum(one.n for one in own))


def test_evidence_is_counted_as_in_a_frame(store: Store, tangerang: CityProfile) -> None:
    """Tasks without a place are left out, those far from it are not complete."""
    random = Random(9)
    made: list[Task] = [random_task(number, random) for number in range(400)]
    with store.writing() as connection:
        connection.execute(tasks.insert(), [asdict(task) for task in made])
    found = counted(store, tangerang, TASKS_NOW_MS).parts
    for agency in ("DPUPR", "DLH"):
        mine = field_frame([task for task in made if task.agency == agency], [], [], tangerang)
        share = evidence_share(mine, TASKS_NOW_MS - WINDOW_MS, TASKS_NOW_MS)
        assert found[agency][ScorePart.EVIDENCE] == Tally(share.complete, share.n)
        assert 0 < share.complete < share.n


class HandClock:
    """A clock that a test sets."""

    is_real = False

    def __init__(self) -> None:
        self.at = from_epoch_ms(NOW_MS)

    def now(self) -> datetime:
        return self.at


def test_counts_are_kept_for_a_minute(store: Store, rules: ComplaintRules, rows: list[dict[str, Any]]) -> None:
    fill(store, iter(rows))
    clock = HandClock()
    reviews = StoreReviews(Repository(store, rules), clock, BoardRules())
    before = reviews.scores("SETDA").own.n
    with store.writing() as connection:
        connection.execute(complaints.delete())
    clock.at += timedelta(seconds=59)
    kept = reviews.scores("SETDA").own.n
    clock.at += timedelta(seconds=1)
    assert (before > 0, kept, reviews.scores("SETDA").own.n) == (True, before, 0)


def test_a_board_is_read_from_the_store(store: Store, rules: ComplaintRules, rows: list[dict[str, Any]]) -> None:
    """An agency that the city knows has one, whatever it did."""
    fill(store, iter(rows))
    reviews = StoreReviews(Repository(store, rules), SystemClock(), BoardRules())
    for agency in rules.profile.agencies:
        assert reviews.scores(agency).own.agency == agency
