"""Reviews from the store: pages equal sorting everything in Python, numbers equal the indicators, no injection."""

import tracemalloc
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.dialects import postgresql, sqlite

from data_sources.repository import Repository
from data_sources.review_cases import CaseQueryError
from data_sources.reviews import StoreReviews
from data_sources.store import Store, migrate, open_store
from data_sources.tables import complaints
from domain.cases import UNSORTED_COLUMNS, Case, CaseColumn, CaseCondition, CaseQuery, CaseSort, Comparison
from domain.city import complaint_frame
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import Complaint, ComplaintRules, ComplaintState
from domain.filters import Period, ReviewFilters, Show
from domain.indicators.complaints import BoardRules, agency_board, resolution_cohort
from domain.indicators.reviews import case_mask, chosen
from domain.profile import CityProfile
from domain.secrecy import Secrecy, Secrets
from domain.sla import TimeTaken, countdown, time_taken
from tests.conftest import ROOT
from tests.domain.lives import city
from tests.factories import NOW_MS
from tests.reviews import DAY_MS, fill, many_rows

pytestmark = pytest.mark.services

COUNT = 3_000
OWN = "SETDA"
"""The agency with the most of the generated complaints."""

NOW = from_epoch_ms(NOW_MS)
QUARTER = Period(90)


class StillClock:
    is_real = False

    def __init__(self, now: datetime = NOW) -> None:
        self._now = now

    def now(self) -> datetime:
        return self._now


@pytest.fixture(scope="module")
def rows(tangerang: CityProfile) -> list[dict[str, Any]]:
    return list(many_rows(COUNT, NOW_MS, tangerang))


@pytest.fixture
def reviews(store: Store, rules: ComplaintRules, rows: list[dict[str, Any]]) -> StoreReviews:
    fill(store, iter(rows))
    return StoreReviews(Repository(store, rules), StillClock(), BoardRules())


def listed(reviews: StoreReviews, query: CaseQuery, start: int = 0, count: int = COUNT) -> tuple[list[Case], int]:
    with reviews.listing(query, start, count) as page:
        return list(page.cases), page.total


def asked(*sorts: CaseSort, show: Show = Show.ALL, period: Period = QUARTER, **choice: Any) -> CaseQuery:
    query = CaseQuery(ReviewFilters(OWN, period, show=show, **choice))
    return replace(query, sorts=sorts) if sorts else query


# --- the same once more, in Python


def secrecy_of(row: dict[str, Any], profile: CityProfile) -> Secrecy:
    return Secrets.from_profile(profile).of(row["category"], row["classification"])


def is_secret(row: dict[str, Any], profile: CityProfile) -> bool:
    return secrecy_of(row, profile) is not Secrecy.NONE


def of_agencies(rows: Sequence[dict[str, Any]], profile: CityProfile) -> list[dict[str, Any]]:
    """The rows that any agency may be told of."""
    return [row for row in rows if secrecy_of(row, profile) is not Secrecy.MISCONDUCT]


def late(row: dict[str, Any]) -> int:
    until = row["closed_ms"] if row["state"] == ComplaintState.RESOLVED else NOW_MS
    if row["state"] == ComplaintState.WAITING_REPORTER:
        until = min(NOW_MS, row["paused_from_ms"])
    return max(0, until - row["due_ms"]) if row["due_ms"] and row["state"] <= ComplaintState.RESOLVED else 0


def taken(row: dict[str, Any]) -> TimeTaken:
    return time_taken(row["opened_ms"], row["closed_ms"] or NOW_MS, row["paused_from_ms"], row["resumed_ms"])


def verify_by(row: dict[str, Any]) -> int:
    return int(row["verification_due_ms"]) if row["state"] == ComplaintState.AWAITING_VERIFICATION else 0


def key_of(column: CaseColumn, profile: CityProfile) -> Callable[[dict[str, Any]], Any]:
    last = "\U0010ffff"

    def ward(row: dict[str, Any]) -> str:
        return "" if is_secret(row, profile) else row["ward"]

    def category(row: dict[str, Any]) -> tuple[str, str]:
        return (last, "") if is_secret(row, profile) else (profile.categories[row["category"]].label, row["category"])

    keys: dict[CaseColumn, Callable[[dict[str, Any]], Any]] = {
        CaseColumn.ID: lambda row: row["complaint_id"],
        CaseColumn.CATEGORY: category,
        CaseColumn.WARD: lambda row: (profile.wards[ward(row)].name, ward(row)) if ward(row) else (last, ""),
        CaseColumn.DISTRICT: lambda row: profile.wards[ward(row)].district if ward(row) else last,
        CaseColumn.STATE: lambda row: row["state"],
        CaseColumn.OPENED: lambda row: row["opened_ms"],
        CaseColumn.DUE: lambda row: row["due_ms"],
        CaseColumn.CLOSED: lambda row: row["closed_ms"],
        CaseColumn.VERIFY_BY: verify_by,
        CaseColumn.TAKEN: lambda row: taken(row).gross_ms,
        CaseColumn.TAKEN_NET: lambda row: taken(row).net_ms if taken(row).was_paused else 0,
        CaseColumn.LATENESS: late,
        CaseColumn.HANDOFFS: lambda row: row["handoffs"],
    }
    return keys[column]


def shown(rows: Sequence[dict[str, Any]], query: CaseQuery, profile: CityProfile) -> list[dict[str, Any]]:
    """The rows of a list in the order of the store, by the indicators' masks."""
    filters = query.filters
    mine = [row for row in of_agencies(rows, profile) if row["agency"] == filters.agency]
    frame = complaint_frame([Complaint(**row) for row in mine], profile)
    narrowed = set(chosen(frame, filters, profile).rows["key"].tolist())
    mask = case_mask(frame, filters.show, filters.period.window(NOW, profile.timezone), NOW_MS, profile.calendar)
    return [row for number, row in enumerate(mine, start=1) if mask[number - 1] and number in narrowed]


def ids(cases: Sequence[Case] | Sequence[dict[str, Any]]) -> list[str]:
    return [case.complaint_id if isinstance(case, Case) else case["complaint_id"] for case in cases]


# --- which cases


@pytest.mark.parametrize("period", [Period(28), Period(90)], ids=["28", "90"])
def test_each_list_is_what_its_number_counts(
    period: Period, reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    for show in Show:
        query = asked(show=show, period=period)
        cases, total = listed(reviews, query)
        expected = ids(shown(rows, query, tangerang))
        assert total == len(cases) == len(expected) > 0, show
        assert set(ids(cases)) == set(expected), show


def test_a_category_and_a_district_narrow_the_list(
    reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    told = [row["category"] for row in shown(rows, asked(), tangerang) if not is_secret(row, tangerang)]
    often = max(sorted(set(told)), key=told.count)
    for choice in ({"category": often}, {"district": "36.71.07"}, {"category": "fire", "district": "36.71.01"}):
        query = asked(**choice)
        cases, _ = listed(reviews, query)
        assert set(ids(cases)) == set(ids(shown(rows, query, tangerang)))
        assert cases or len(choice) == 2


def test_the_numbers_are_those_of_the_lists(reviews: StoreReviews, tangerang: CityProfile) -> None:
    """Read by two roads: a frame of folds, and SQL."""
    for choice in ({}, {"category": "pothole"}, {"district": "36.71.07"}):
        review = reviews.review(asked(**choice).filters)
        total = {show: listed(reviews, asked(show=show, **choice), count=1)[1] for show in Show}
        counts = review.counts
        assert (counts.open, counts.overdue, counts.due_soon) == tuple(
            total[show] for show in (Show.OPEN, Show.OVERDUE, Show.DUE_SOON)
        )
        assert (review.received, review.resolved) == (total[Show.RECEIVED], total[Show.RESOLVED])
        assert review.on_time.n - review.on_time.successes == total[Show.MISSED]


def test_shares_of_all_agencies_are_the_leaderboards(
    reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    frame = complaint_frame([Complaint(**row) for row in rows], tangerang)
    board = agency_board(frame, NOW_MS, BoardRules(smallest_n=2))
    walls = {one.agency: (one.share.successes, one.share.n) for one in board.standings}
    ours = reviews.shares(asked().filters, NOW)
    assert {agency: share for agency, share in ours.items() if share[1] >= 2} == walls
    assert len(walls) > 20


# --- order and pages


@pytest.mark.parametrize("is_descending", [False, True], ids=["up", "down"])
def test_the_order_is_that_of_a_person_who_sorts(
    is_descending: bool, reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    """By what stands in the cells, not by codes; equal ones by their ticket."""
    for column in set(CaseColumn) - set(UNSORTED_COLUMNS):
        query = asked(CaseSort(column, is_descending))
        keyed = [(key_of(column, tangerang)(row), row["complaint_id"]) for row in shown(rows, query, tangerang)]
        expected = [ticket for _, ticket in sorted(keyed, reverse=is_descending)]
        assert ids(listed(reviews, query)[0]) == expected, column


def test_pages_follow_one_another_without_gap_or_repetition(reviews: StoreReviews) -> None:
    """Also where many rows are equal."""
    query = asked(CaseSort(CaseColumn.HANDOFFS), CaseSort(CaseColumn.STATE, is_descending=True))
    whole, total = listed(reviews, query)
    pages = [case for start in range(0, total, 37) for case in listed(reviews, query, start, 37)[0]]
    assert ids(pages) == ids(whole)


def test_beyond_the_end_there_is_nothing(reviews: StoreReviews) -> None:
    cases, total = listed(reviews, asked(), start=10**6, count=100)
    assert (cases, total > 0) == ([], True)


# --- what is told of a case


def test_a_sensitive_case_has_neither_category_nor_place(
    reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    """Nor can it be found by one: a district's list leaves it out, and its order tells nothing."""
    secret = {row["complaint_id"] for row in of_agencies(rows, tangerang) if is_secret(row, tangerang)}
    cases, _ = listed(reviews, asked())
    assert {case.complaint_id for case in cases if case.is_hidden} == secret & set(ids(cases))
    assert {(case.category, case.ward, case.district) for case in cases if case.is_hidden} == {("", "", "")}
    for district in tangerang.districts:
        assert not secret & set(ids(listed(reviews, asked(district=district))[0]))


def test_no_agency_is_told_of_misconduct(
    store: Store, reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    """Neither a row nor a number of any agency changes when all such reports are taken away."""
    queries = [asked(show=show) for show in Show]
    agencies = [ReviewFilters(code, QUARTER) for code in tangerang.agencies]
    before = [listed(reviews, query) for query in queries], [reviews.review(one) for one in agencies]
    reports = [row["complaint_id"] for row in rows if secrecy_of(row, tangerang) is Secrecy.MISCONDUCT]
    assert len([row for row in rows if row["agency"] == OWN and row["complaint_id"] in reports]) > 10
    with store.writing() as connection:
        connection.execute(complaints.delete().where(complaints.c.complaint_id.in_(reports)))
    fresh = StoreReviews(reviews._repository, StillClock(), BoardRules())
    assert before == ([listed(fresh, query) for query in queries], [fresh.review(one) for one in agencies])


def test_a_sensitive_category_narrows_to_nothing(reviews: StoreReviews, tangerang: CityProfile) -> None:
    """Also when the choice was not checked: the number would be a small cell."""
    for code, category in tangerang.categories.items():
        if category.is_sensitive:
            assert listed(reviews, asked(category=code)) == ([], 0)
            review = reviews.review(asked(category=code).filters)
            assert (review.counts.open, review.received, review.on_time.n) == (0, 0, 0)


def test_a_row_says_what_the_fold_says(reviews: StoreReviews, rows: list[dict[str, Any]]) -> None:
    by_id, calendar = {row["complaint_id"]: row for row in rows}, city().calendar
    cases, _ = listed(reviews, asked())
    for case in cases:
        row = by_id[case.complaint_id]
        assert case.category == ("" if case.is_hidden else row["category"])
        names = ("state", "opened_ms", "due_ms", "closed_ms", "handoffs")
        assert [getattr(case, name) for name in names] == [row[name] for name in names]
        assert case.late_ms == late(row)
        assert (case.taken, case.verify_by_ms) == (taken(row), verify_by(row))
        waits = bool(verify_by(row))
        expected = countdown(row["completed_ms"], verify_by(row), NOW_MS, calendar) if waits else None
        assert case.verification == expected
    assert sum(case.taken.was_paused for case in cases) > 10
    assert len({case.verification.state for case in cases if case.verification}) == 3
    assert sum(case.late_ms > 0 for case in cases) > 10


# --- filters of columns


def met(reviews: StoreReviews, *conditions: CaseCondition) -> list[Case]:
    return listed(reviews, replace(asked(), conditions=conditions))[0]


def test_filters_of_columns_hold_for_each_row(reviews: StoreReviews) -> None:
    everything, _ = listed(reviews, asked())
    edge = NOW_MS - 20 * DAY_MS
    checks: list[tuple[CaseCondition, Callable[[Case], bool]]] = [
        (CaseCondition(CaseColumn.ID, Comparison.CONTAINS, "t-00001"), lambda c: "T-00001" in c.complaint_id),
        (CaseCondition(CaseColumn.ID, Comparison.STARTS_WITH, "T-0001"), lambda c: c.complaint_id[:6] == "T-0001"),
        (CaseCondition(CaseColumn.HANDOFFS, Comparison.AT_LEAST, 1), lambda c: c.handoffs >= 1),
        (CaseCondition(CaseColumn.HANDOFFS, Comparison.EQUAL, 2), lambda c: c.handoffs == 2),
        (CaseCondition(CaseColumn.LATENESS, Comparison.ABOVE, 3.5), lambda c: (c.late_days or 0) > 3.5),
        (CaseCondition(CaseColumn.LATENESS, Comparison.AT_MOST, 3.5), lambda c: 0 < (c.late_days or 0) <= 3.5),
        (CaseCondition(CaseColumn.TAKEN, Comparison.AT_MOST, 3.5), lambda c: c.taken_days <= 3.5),
        (CaseCondition(CaseColumn.TAKEN_NET, Comparison.ABOVE, 1.5), lambda c: (c.net_days or 0) > 1.5),
        (CaseCondition(CaseColumn.VERIFY_BY, Comparison.AT_LEAST, NOW_MS), lambda c: c.verify_by_ms >= NOW_MS),
        (CaseCondition(CaseColumn.OPENED, Comparison.AT_LEAST, edge), lambda c: c.opened_ms >= edge),
        (CaseCondition(CaseColumn.CLOSED, Comparison.BELOW, edge), lambda c: 0 < c.closed_ms < edge),
        (
            CaseCondition(CaseColumn.DUE, Comparison.BETWEEN, edge, edge + DAY_MS),
            lambda c: edge <= c.due_ms < edge + DAY_MS,
        ),
    ]
    for condition, holds in checks:
        expected = [case for case in everything if holds(case)]
        assert ids(met(reviews, condition)) == ids(expected), condition
        assert expected, condition


def test_signs_of_a_pattern_are_plain_words(reviews: StoreReviews) -> None:
    """Nobody's words become part of a statement or of a pattern."""
    for words in ("%", "_", "T-000000_", "\\", "'", "' OR 1=1 --", "%%"):
        assert met(reviews, CaseCondition(CaseColumn.ID, Comparison.CONTAINS, words)) == []


INJECTIONS: list[CaseQuery] = [
    asked(CaseSort("complaint_id; DROP TABLE complaints")),  # type: ignore[arg-type]  # what a browser might send
    asked(CaseSort("opened_ms")),  # type: ignore[arg-type]
    replace(asked(), conditions=(CaseCondition(CaseColumn.ID, "LIKE", "x"),)),  # type: ignore[arg-type]
    replace(asked(), conditions=(CaseCondition(CaseColumn.HANDOFFS, "= 1 OR 1", 1),)),  # type: ignore[arg-type]
    replace(asked(), conditions=(CaseCondition(CaseColumn.STATE, Comparison.EQUAL, 1),)),
    replace(asked(), conditions=(CaseCondition("lat", Comparison.EQUAL, 1),)),  # type: ignore[arg-type]
]


def test_what_the_list_does_not_have_is_refused(reviews: StoreReviews) -> None:
    for query in INJECTIONS:
        with pytest.raises(CaseQueryError):
            listed(reviews, query)


def test_values_are_bound_and_not_written_into_statements(reviews: StoreReviews) -> None:
    """Whatever a person typed is a parameter."""
    typed = "Robert'); DROP TABLE complaints;--"
    filters = ReviewFilters(typed, Period(28), category=typed)
    query = CaseQuery(filters, conditions=(CaseCondition(CaseColumn.ID, Comparison.EQUAL, typed),))
    for statement in reviews.statements(query, NOW):
        for dialect in (sqlite.dialect(), postgresql.dialect()):
            assert "DROP" not in str(statement.compile(dialect=dialect))
    assert listed(reviews, query) == ([], 0)


# --- frames that are kept


def test_a_frame_is_read_again_when_a_complaint_changes(reviews: StoreReviews, store: Store) -> None:
    """A tick of the clock or another stream leaves it as it is."""
    filters = asked().filters
    before = reviews.review(filters).counts.open
    with store.writing() as connection:
        connection.execute(complaints.delete().where(complaints.c.agency == OWN, complaints.c.closed_ms == 0))
    assert reviews.review(filters).counts.open == before  # nothing says that it changed
    with store.writing() as connection:
        connection.execute(complaints.update().where(complaints.c.revision == 1).values(revision=10**6))
    assert (before > 0, reviews.review(filters).counts.open) == (True, 0)


def test_of_many_reviews_only_the_last_are_kept(reviews: StoreReviews, tangerang: CityProfile) -> None:
    for agency in tangerang.agencies:
        reviews.review(ReviewFilters(agency, Period(7)))
    assert len(reviews._frames) == 8


# --- large stores


def explained(store: Store, reviews: StoreReviews, query: CaseQuery) -> str:
    """How the database means to find the rows of a first page."""
    statement, _ = reviews.statements(query, NOW)
    is_sqlite = store.reader.dialect.name == "sqlite"
    words = statement.limit(100).compile(dialect=store.reader.dialect, compile_kwargs={"literal_binds": True})
    with store.writing() as connection:
        connection.execute(text("ANALYZE"))
        plan = connection.exec_driver_sql(f"EXPLAIN {'QUERY PLAN ' if is_sqlite else ''}{words}".replace("%", "%%"))
        return "\n".join(str(line) for line in plan)


def test_the_list_is_found_by_an_index(
    store: Store, rules: ComplaintRules, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    """No list reads the complaints of other agencies, in whatever order."""
    fill(store, many_rows(50_000, NOW_MS, tangerang))
    reviews = StoreReviews(Repository(store, rules), StillClock(), BoardRules())
    small = ReviewFilters("KEC-13", Period(28))
    for query in (CaseQuery(small), CaseQuery(small, (CaseSort(CaseColumn.LATENESS, is_descending=True),))):
        plan = explained(store, reviews, query)
        assert "ix_complaints_agency_opened" in plan, plan
        assert "SCAN complaints" not in plan
        assert "Seq Scan" not in plan
    cases, total = listed(reviews, CaseQuery(ReviewFilters(OWN, Period(90))), count=100)
    assert (len(cases), total > 1_000) == (100, True)


@pytest.mark.long
def test_a_million_complaints_are_paged_without_reading_them(
    tmp_path: Path, rules: ComplaintRules, tangerang: CityProfile
) -> None:
    """A first page, a deep one and another order come in seconds, and hardly any memory is taken."""
    url = f"sqlite:///{tmp_path / 'million.db'}"
    migrate(url, ROOT / "migrations")
    store = open_store(url)
    fill(store, many_rows(1_000_000, NOW_MS, tangerang))
    reviews = StoreReviews(Repository(store, rules), StillClock(), BoardRules())
    today = rules.profile.calendar.local_date(NOW)
    year = Period(None, today.replace(year=today.year - 1), today)
    tracemalloc.start()
    for sort, start in ((CaseColumn.OPENED, 0), (CaseColumn.OPENED, 200_000), (CaseColumn.LATENESS, 0)):
        began = monotonic()
        query = CaseQuery(ReviewFilters(OWN, year), (CaseSort(sort, is_descending=True),))
        cases, total = listed(reviews, query, start, 100)
        assert (len(cases), total > 200_000) == (100, True)
        assert monotonic() - began < 20
    assert tracemalloc.get_traced_memory()[1] < 20e6
    tracemalloc.stop()
    store.dispose()


def test_a_cohort_is_one_rule_in_two_languages(
    reviews: StoreReviews, rows: list[dict[str, Any]], tangerang: CityProfile
) -> None:
    """SQL and NumPy agree on who owes a solution, also about pauses and at the edges of the window."""
    frame = complaint_frame([Complaint(**row) for row in of_agencies(rows, tangerang)], tangerang)
    for days in (7, 28, 90):
        cohort, met_ = resolution_cohort(frame, NOW_MS - days * DAY_MS, epoch_ms(NOW))
        shares = reviews.shares(ReviewFilters(OWN, Period(days)), NOW)
        assert sum(n for _, n in shares.values()) == cohort.sum()
        assert sum(met for met, _ in shares.values()) == met_.sum()
