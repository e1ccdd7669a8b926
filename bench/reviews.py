"""What a review costs in a store of a million complaints: one agency's quarter of 30,000, and the scores of all."""

import random
import time
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from pathlib import Path

import msgspec
import psycopg

from bench import city
from bench.report import Row, met
from data_sources.clock import SystemClock
from data_sources.repository import Repository
from data_sources.reviews import StoreReviews
from data_sources.store import migrate, open_store
from domain.cases import CaseQuery
from domain.clock import epoch_ms
from domain.complaints import Complaint
from domain.filters import Period, ReviewFilters, Show
from domain.indicators.complaints import BoardRules
from tests.servers import create_database, running_postgres

AGENCY = "DPUPR"
SIZE, QUICK_SIZE = 1_000_000, 60_000
IN_QUARTER = 30_000
QUARTER_DAYS = 90
OLDER_DAYS = 2_700
ROUNDS = 5
TARGET_SECONDS = 1.0
ROWS_OF_A_PAGE = 100


def measure(place: Path, is_quick: bool) -> list[Row]:
    """Every part of an agency's page, from a store that was just started and asked for the first time."""
    size, now = QUICK_SIZE if is_quick else SIZE, SystemClock().now()
    with running_postgres(place / "postgres-reviews", is_durable=True) as server:
        url = create_database(server, "reviews")
        migrate(url, city.ROOT / "migrations")
        _fill(url, size, now)
        store = open_store(url)
        try:
            repository = Repository(store, city.rules())
            return [_row(what, work, size, repository) for what, work in _parts().items()]
        finally:
            store.dispose()


Work = Callable[[StoreReviews], object]


def _parts() -> dict[str, Work]:
    quarter = ReviewFilters(AGENCY, Period(days=QUARTER_DAYS), show=Show.RECEIVED)

    def listing(reviews: StoreReviews) -> int:
        with reviews.listing(CaseQuery(quarter), 0, ROWS_OF_A_PAGE) as page:
            return len(list(page.cases))

    return {
        "numbers of a quarter's review": lambda reviews: reviews.review(quarter),
        "first page of a quarter's list": listing,
        "scores of all agencies": lambda reviews: reviews.scores(AGENCY),
    }


def _row(what: str, work: Work, size: int, repository: Repository) -> Row:
    """Each round asks anew: nothing is kept from the round before."""
    costs = sorted(_cost(work, repository) for _ in range(ROUNDS))
    worst = costs[-1]
    name = f"{what}, {IN_QUARTER:,} in a store of {size:,} on PostgreSQL"
    measured = f"median {1000 * costs[len(costs) // 2]:.0f}, worst {1000 * worst:.0f} ms"
    return Row("reviews", name, measured, "≤ 1 s", met(worst <= TARGET_SECONDS), f"{ROUNDS} times, {AGENCY}")


def _cost(work: Work, repository: Repository) -> float:
    reviews = StoreReviews(repository, SystemClock(), BoardRules())
    started = time.perf_counter()
    work(reviews)
    return time.perf_counter() - started


def _fill(url: str, size: int, now: datetime) -> None:
    """Write the folds alone: no review reads an event."""
    columns = ", ".join(Complaint.__struct_fields__)
    with psycopg.connect(url.replace("+psycopg", "")) as connection:
        with connection.cursor().copy(f"COPY complaints ({columns}) FROM STDIN") as copy:
            for complaint in _complaints(size, now):
                copy.write_row(msgspec.structs.astuple(complaint))
        connection.commit()
        connection.execute("ANALYZE complaints")


def _complaints(size: int, now: datetime) -> Iterator[Complaint]:
    """The agency's quarter as the simulator tells it, and older ones of all agencies, all closed."""
    pool, rng = city.a_pool(now), random.Random(1)
    since_ms = epoch_ms(now - timedelta(days=QUARTER_DAYS))
    of_quarter = [one for one in (*pool.open, *pool.closed) if one.opened_ms > since_ms]
    for number in range(IN_QUARTER):
        complaint = msgspec.structs.replace(rng.choice(of_quarter), agency=AGENCY)
        yield city.moved(complaint, f"B-{number:07d}", 0, rng)
    for number in range(IN_QUARTER, size):
        back_ms = rng.randrange(city.HISTORY_DAYS * city.DAY_MS, OLDER_DAYS * city.DAY_MS)
        yield city.moved(rng.choice(pool.closed), f"B-{number:07d}", back_ms, rng)
