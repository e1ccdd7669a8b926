"""What a feed usually brings, read from the store, and a living feed that is silent for too long."""

import pytest
from sqlalchemy import insert

from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.repository import Saved
from data_sources.rhythms import Habit, city_week, stored_habits
from data_sources.store import Store
from data_sources.tables import events
from domain.clock import from_epoch_ms
from domain.events import Event, Stream
from domain.profile import CityProfile
from domain.rhythm import HOUR_MS, WEEK_HOURS, Rhythm, RhythmRules
from domain.snapshot import FeedState, data_ages
from layouts.health import feed_words
from layouts.text import ENGLISH, INDONESIAN
from tests.data_sources.test_health import BEAT, WORD, Elapsed
from tests.domain.test_rhythm import MONDAY_MS

RULES = RhythmRules(expected=8, least_weeks=4, most_weeks=4)
LAST_MS = MONDAY_MS - 1000


def a_row(number: int, kind: str, at_ms: int) -> dict[str, object]:
    row = dict.fromkeys(("stream", "position", "type", "entity_id", "data"), "x")
    return {**row, "event_id": str(number), "kind": kind, "source": "petugas"} | {
        "occurred_ms": at_ms,
        "received_ms": at_ms,
        "is_skewed": False,
    }


@pytest.mark.services
def test_the_habit_of_a_feed_is_read_from_the_store(store: Store, tangerang: CityProfile) -> None:
    """Two tasks an hour for four weeks; calls of the same producer are another feed, and too few to tell."""
    hours = range(4 * WEEK_HOURS)
    rows = [a_row(2 * hour + half, "task", LAST_MS - hour * HOUR_MS - half) for hour in hours for half in (0, 1)]
    with store.writing() as connection:
        connection.execute(insert(events), [*rows, a_row(-1, "call", LAST_MS)])
    habits = stored_habits(store, city_week(tangerang), RULES, from_epoch_ms(MONDAY_MS))
    assert set(habits) == {("petugas", Stream.ACTIVITY), ("petugas", Stream.COMPLAINTS)}
    tasks = habits["petugas", Stream.ACTIVITY]
    assert tasks.rhythm is not None
    assert set(tasks.rhythm.per_hour) == {2.0}
    assert tasks.last_ms == LAST_MS
    assert habits["petugas", Stream.COMPLAINTS] == Habit(None, LAST_MS)


def a_living_monitor(tangerang: CityProfile, store_habit: Habit) -> FeedMonitor:
    monitor = FeedMonitor([FeedSource("petugas", "Petugas", Stream.ACTIVITY)], FeedRules(), Elapsed(), RULES)
    monitor.listen(Saved(heartbeats=[BEAT], stream=Stream.ACTIVITY))
    monitor.tell_habits({("petugas", Stream.ACTIVITY): store_habit}, city_week(tangerang))
    return monitor


def two_an_hour() -> Habit:
    return Habit(Rhythm((2.0,) * WEEK_HOURS), LAST_MS)


def test_a_living_feed_that_is_silent_for_too_long_is_late_and_says_so(tangerang: CityProfile) -> None:
    monitor = a_living_monitor(tangerang, two_an_hour())
    (usual,) = monitor.states(LAST_MS + 4 * HOUR_MS - 1)
    assert (usual.state, usual.silent_seconds, usual.data_age_seconds) == (FeedState.QUIET, None, None)
    (hushed,) = monitor.states(LAST_MS + 4 * HOUR_MS)
    assert (hushed.state, hushed.silent_seconds) == (FeedState.LATE, 4 * 3600)
    assert feed_words(hushed, INDONESIAN) == "lama: sepi 4 jam"
    assert feed_words(hushed, ENGLISH) == "late: nothing for 4 h"
    assert data_ages([usual, hushed]) == {"petugas": 4 * 3600}


def test_one_event_ends_it(tangerang: CityProfile) -> None:
    monitor = a_living_monitor(tangerang, two_an_hour())
    at_ms = LAST_MS + 5 * HOUR_MS
    event = Event(**{name: getattr(WORD, name) for name in WORD.__struct_fields__} | {"occurred_ms": at_ms})
    monitor.listen(Saved(events=[event], heartbeats=[BEAT], stream=Stream.ACTIVITY))
    assert monitor.states(at_ms)[0].state is FeedState.GOOD


def test_where_no_habit_is_known_silence_is_quiet(tangerang: CityProfile) -> None:
    monitor = a_living_monitor(tangerang, Habit(None, LAST_MS))
    assert monitor.states(LAST_MS + 100 * WEEK_HOURS * HOUR_MS)[0].state is FeedState.QUIET
