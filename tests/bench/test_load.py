"""The load that is measured: as large as asked for, and read without a fault."""

from collections import Counter
from datetime import UTC, datetime

import pytest

from bench.folds import Folds
from bench.load import Load, Size, a_load, apportioned
from bench.moment import working_morning
from bench.report import Row, with_growth
from domain.city import LiveCity
from domain.events import Stream
from domain.profile import CityProfile

SMALL = Size("small", tickets=400, employees=300, crews=20)


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory, tangerang: CityProfile) -> Load:
    sunday = datetime(2026, 1, 11, 9, 0, tzinfo=UTC)
    return a_load(SMALL, tmp_path_factory.mktemp("load") / "city", working_morning(tangerang.calendar, sunday))


def test_the_load_has_its_size(load: Load) -> None:
    """So many tickets drawn, crews on duty and people on the schedule."""
    types = Counter(entry["type"] for entries in load.past.values() for entry in entries)
    assert types["ticket.issued"] == SMALL.tickets
    assert types["shift.started"] == len(load.fleet) == SMALL.crews
    headcounts = load.profile.headcounts.values()
    assert sum(people.office + people.field for people in headcounts) == SMALL.employees
    assert types["attendance.checked_in"] + types["attendance.excused"] > 0.85 * SMALL.employees


def test_all_of_it_is_live(load: Load) -> None:
    """Every entry decodes, and its folds belong to the live set of the morning."""
    folds, live = Folds(load.rules), LiveCity(load.profile).services
    for stream, entries in load.past.items():
        for kind, entities in folds.take(stream, entries, load.at).entities.items():
            live.load(kind, entities, load.at)
    assert (live.count("ticket"), live.count("position")) == (SMALL.tickets, SMALL.crews)


def test_the_day_goes_on_after_the_morning(load: Load) -> None:
    """The future is of both streams, at a rate of its own."""
    assert {stream for stream, _ in load.future} == {Stream.QUEUES, Stream.ACTIVITY}
    assert load.per_second > 0


def test_the_morning_is_on_a_working_day(tangerang: CityProfile) -> None:
    """A Sunday is measured as the Friday before."""
    sunday = datetime(2026, 1, 11, 9, 0, tzinfo=UTC)
    assert working_morning(tangerang.calendar, sunday) == datetime(2026, 1, 9, 4, 0, tzinfo=UTC)


def test_shares_of_a_total_are_whole_and_add_up() -> None:
    """The largest remainders get what is left."""
    assert apportioned([1, 1, 1], 10) == [4, 3, 3]


def test_growth_compares_the_same_measurement_at_both_loads() -> None:
    """A row without its like at a tenth has none."""
    full = [Row("g", "draw, 10,000 complaints, full load", "", figures=(30.0, 40.0)), Row("g", "other, full load", "")]
    tenth = [Row("g", "draw, 10,000 complaints, a tenth", "", figures=(10.0, 20.0))]
    assert [row.growth for row in with_growth(full, tenth)] == ["×3.00, ×2.00", ""]
