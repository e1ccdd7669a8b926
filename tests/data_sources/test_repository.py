"""The store: rebuilding equals history, personal data stands apart, one writer, and it may go away and come back."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from itertools import pairwise
from threading import Event as StopSignal
from typing import Any, ClassVar, cast

import pytest
import redis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, func, select, text, true
from sqlalchemy.exc import OperationalError, SQLAlchemyError

from data_sources import ingest
from data_sources.decode import Decoder
from data_sources.ingest import run_source, sorted_out
from data_sources.kinds import COMPLAINT
from data_sources.live_set import live_entities
from data_sources.repository import Batch, PositionMovedError, Repository, Saved
from data_sources.store import BUSY_TIMEOUT_SECONDS, StoreUrlError, migrate, open_store
from data_sources.stream import as_fields
from data_sources.tables import complaints, events, metadata, personal_data
from domain.city import LiveCity
from domain.clock import epoch_ms
from domain.events import Stream
from domain.profile import CityProfile
from tests.conftest import ROOT
from tests.data_sources.chaos import StoppedClock
from tests.data_sources.chaos_check import Folds, attempted, batch_folds, live_rows, without_revisions
from tests.data_sources.chaos_lives import NOW
from tests.data_sources.chaos_plan import Attempt, Fields, complaint_entry, plan
from tests.data_sources.road import DrawnCity
from tests.data_sources.test_ingest import KEY, an_ingester, drain

pytestmark = pytest.mark.services

PEOPLE = ("Budi Santoso", "3671010101010001", "081234567890", "Jl. Merdeka 1", "Tolong rahasiakan nama saya")


def batch_of(repository: Repository, entries: list[Fields], stream: Stream, before: str) -> Batch:
    """Entries as one read brings them."""
    decoder, first = Decoder(repository.rules.profile), int(before.partition("-")[0])
    decoded = [
        decoder.decode(as_fields(cast("dict[str, str | bytes]", fields)), f"{first + number}-0", stream, NOW)
        for number, fields in enumerate(entries, start=1)
    ]
    return sorted_out(Batch(stream, before, f"{first + len(entries)}-0", len(entries)), decoded)


def save(repository: Repository, *entries: Fields, stream: Stream = Stream.COMPLAINTS) -> Saved:
    return repository.save(batch_of(repository, list(entries), stream, repository.position(stream)))


def save_lives(repository: Repository) -> list[Attempt]:
    """Random lives, repeated, delayed and poisoned, in batches in the order of sending."""
    attempts = plan(1000, 5, repository.rules.profile)
    for stream in Stream:
        mine = [attempt.fields for attempt in attempts if attempt.stream is stream]
        for start in range(0, len(mine), 150):
            save(repository, *mine[start : start + 150], stream=stream)
    return attempts


def folds_until(attempts: list[Attempt], at: datetime, repository: Repository) -> Folds:
    """A recomputation in one batch of the events up to an instant."""
    told = [attempted(attempt) for attempt in attempts if attempt.what == "event"]
    return batch_folds([one for one in told if one.at_ms <= epoch_ms(at)], repository.rules)


# --- history and the present


def test_history_at_now_is_what_the_tables_hold(repository: Repository) -> None:
    save_lives(repository)
    for kind in repository.kinds:
        table = without_revisions(repository.entities(kind, true()))
        assert table, kind
        assert without_revisions(repository.entities_at(kind, NOW)) == table
    assert len(list(repository.complaints_at(NOW))) > 50


@pytest.mark.parametrize("days", [0, 7, 30, 90, 300, 1000])
def test_history_at_an_instant_is_the_fold_of_the_events_up_to_it(repository: Repository, days: int) -> None:
    attempts = save_lives(repository)
    at = NOW - timedelta(days=days)
    expected = folds_until(attempts, at, repository)
    assert without_revisions(repository.complaints_at(at)) == expected.get(COMPLAINT, {})
    for kind in repository.kinds:
        assert without_revisions(repository.entities_at(kind, at)) == expected.get(kind, {})


def empty(repository: Repository) -> None:
    with repository.store.writing() as connection:
        for table in reversed(metadata.sorted_tables):
            connection.execute(table.delete())


def in_pieces(attempts: list[Attempt], cuts: set[int]) -> Iterator[list[Attempt]]:
    """Batches that end where they are cut."""
    edges = sorted({0, *cuts, len(attempts)})
    return (attempts[start:end] for start, end in pairwise(edges))


@settings(max_examples=20, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.data())
def test_any_order_any_repetition_and_any_batches_give_the_same_city(
    repository: Repository, data: st.DataObject
) -> None:
    """Of every kind: the entities in the store, what is live meanwhile, and what is live after a rebuild."""
    sent = [attempt for attempt in plan(200, 9, repository.rules.profile) if attempt.what == "event"]
    expected = folds_until(sent, NOW, repository)
    shuffled = data.draw(st.permutations([*sent, *data.draw(st.lists(st.sampled_from(sent), max_size=20))]))
    empty(repository)
    live = DrawnCity(repository.rules.profile, StoppedClock())
    for piece in in_pieces(shuffled, data.draw(st.sets(st.integers(0, len(shuffled)), max_size=12))):
        for stream in Stream:
            if mine := [attempt.fields for attempt in piece if attempt.stream is stream]:
                live.hub.submit(save(repository, *mine, stream=stream))
    live.hub.take_all()
    rebuilt = DrawnCity(repository.rules.profile, StoppedClock())
    rebuilt.hub.rebuild(repository)
    for kind in repository.kinds:
        assert without_revisions(repository.entities(kind, true())) == expected[kind]
    assert live_rows(live.city) == live_rows(rebuilt.city) == live_rows(live_city_of(expected, repository))


def live_city_of(folds: Folds, repository: Repository) -> LiveCity:
    """The live city that a batch of entities makes."""
    city = LiveCity(repository.rules.profile)
    city.load(folds[COMPLAINT].values(), NOW)
    for kind in city.services.kinds:
        city.services.load(kind, folds[kind].values(), NOW)
    return city


def test_folding_everything_anew_changes_nothing_but_the_number(repository: Repository) -> None:
    save_lives(repository)
    before = without_revisions(repository.entities(COMPLAINT, true()))
    assert repository.refold_all() == len(before)
    assert without_revisions(repository.entities(COMPLAINT, true())) == before


def test_the_live_complaints_are_those_that_a_live_city_keeps(repository: Repository) -> None:
    """The query and the rule of the live city say the same of every complaint."""
    save_lives(repository)
    everything, live = LiveCity(repository.rules.profile), LiveCity(repository.rules.profile)
    everything.load(repository.entities(COMPLAINT, true()), NOW)
    rows = list(live_entities(repository, "complaint", NOW))
    live.load(rows, NOW)
    assert len(rows) == len(live)
    assert live_rows(live) == live_rows(everything)


def test_each_batch_folds_under_a_number_of_its_own(repository: Repository) -> None:
    save(repository, complaint_entry("e1"), complaint_entry("e2", complaint_id="K-2"))
    save(repository, complaint_entry("e3", complaint_id="K-3"))
    save(repository, complaint_entry("e3", complaint_id="K-3"))
    assert repository.revision() == 2
    assert [one.entity_id for one in repository.entities_between(1, 2)[COMPLAINT]] == ["K-3"]


def test_the_newest_events_leave_out_what_is_ahead_of_the_clock(repository: Repository) -> None:
    save(
        repository,
        complaint_entry("e1", at=NOW - timedelta(hours=2)),
        complaint_entry("e2", at=NOW + timedelta(minutes=5), complaint_id="K-2"),
        complaint_entry("e3", at=NOW + timedelta(minutes=1), complaint_id="K-3"),
        complaint_entry("e4", at=NOW - timedelta(hours=1), complaint_id="K-4"),
    )
    assert [event.event_id for event in repository.newest_events("complaint", 10)] == ["e3", "e4", "e1"]
    assert [event.event_id for event in repository.newest_events("complaint", 1)] == ["e3"]


# --- personal data


def test_personal_data_stand_apart_from_the_facts(repository: Repository) -> None:
    """Who reported and what they wrote is in one table; neither the events nor the complaints hold any of it."""
    name, nik, phone, address, words = PEOPLE
    reporter = {"name": name, "nik": nik, "phone": phone, "address": address}
    save(repository, complaint_entry("e1", reporter=reporter, text=words, ward="36.71.01.1001"))
    save(repository, complaint_entry("e2", "complaint.answered", text=words))
    with repository.store.reading() as connection:
        for table in (events, complaints):
            shown = " ".join(str(row) for row in connection.execute(select(table)))
            assert "36.71.01.1001" in shown
            assert not [value for value in PEOPLE if value in shown]
        kept = {row.event_id: row.fields for row in connection.execute(select(personal_data))}
    assert kept == {"e1": {"reporter": reporter, "text": words}, "e2": {"text": words}}


def test_the_words_of_a_refused_report_are_not_in_what_is_shown_of_it(repository: Repository) -> None:
    """The raw bytes keep them, for a replay; the field and the value that are shown do not."""
    save(repository, complaint_entry("e1", reporter={"name": PEOPLE[0], "nik": "9" * 40}, text=PEOPLE[4]))
    with repository.store.reading() as connection:
        row = connection.execute(text("SELECT field, value, raw FROM dead_letters")).one()
    assert (row.field, row.value) == ("data.reporter.nik", "(personal)")
    assert PEOPLE[4].encode() in bytes(row.raw)


# --- one writer, one position


def test_a_batch_read_before_another_one_was_stored_is_refused_whole(repository: Repository) -> None:
    late = batch_of(
        repository, [complaint_entry("late"), {**complaint_entry("bad"), "v": "9"}], Stream.COMPLAINTS, "0-0"
    )
    save(
        repository,
        complaint_entry("e1"),
        complaint_entry("e2", complaint_id="K-2"),
        complaint_entry("e3", complaint_id="K-3"),
    )
    before = repository.balances()
    with pytest.raises(PositionMovedError):
        repository.save(late)
    assert repository.balances() == before
    assert repository.complaints_by_id(["K-1"])["K-1"].revision == 1


def test_a_failure_in_the_middle_of_a_batch_leaves_nothing_of_it(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    save(repository, complaint_entry("e1"))
    before = repository.balances()

    def full(*_: object) -> None:
        raise OSError("disk full")

    with monkeypatch.context() as broken:
        broken.setattr("data_sources.repository._save_rejected", full)
        with pytest.raises(OSError, match="disk full"):
            save(repository, complaint_entry("e2", complaint_id="K-2"))
    assert repository.balances() == before
    assert repository.complaints_by_id(["K-2"]) == {}
    save(repository, complaint_entry("e2", complaint_id="K-2"))
    assert repository.complaints_by_id(["K-2"])["K-2"].is_open


# --- the store's settings


def pragma(connection: Connection, name: str) -> object:
    return connection.scalar(text(f"PRAGMA {name}"))


@pytest.fixture
def sqlite_store(sqlite_url: str) -> Any:
    migrate(sqlite_url, ROOT / "migrations")
    store = open_store(sqlite_url)
    yield store
    store.dispose()


def test_sqlite_keeps_what_it_has_committed(sqlite_store: Any) -> None:
    """A write-ahead log, synced at each commit; readers never checkpoint it."""
    with sqlite_store.writing() as connection:
        assert pragma(connection, "journal_mode") == "wal"
        assert pragma(connection, "synchronous") == 2
        assert pragma(connection, "busy_timeout") == BUSY_TIMEOUT_SECONDS * 1000
    with sqlite_store.reading() as connection:
        assert pragma(connection, "wal_autocheckpoint") == 0


def test_the_reader_of_sqlite_cannot_write(sqlite_store: Any) -> None:
    with sqlite_store.reading() as connection, pytest.raises(OperationalError, match="readonly"):
        connection.execute(events.delete())


def test_a_writer_of_sqlite_takes_its_turn_before_it_reads(sqlite_store: Any, sqlite_url: str) -> None:
    """BEGIN IMMEDIATE: a second writer waits at the start, and never fails in the middle of what it has read."""
    begun: list[str] = []
    raw = sqlite_store.writer.raw_connection()
    raw.driver_connection.set_trace_callback(begun.append)
    raw.close()
    with sqlite_store.writing() as connection:
        assert connection.scalar(select(func.count()).select_from(events)) == 0
        other = open_store(sqlite_url)
        other_raw = other.writer.raw_connection()
        other_raw.execute("PRAGMA busy_timeout=0")
        other_raw.close()
        with pytest.raises(OperationalError, match="locked"), other.writing():
            pass
        other.dispose()
    assert begun[0] == "BEGIN IMMEDIATE"


def test_readers_see_the_last_commit_while_one_writes(repository: Repository) -> None:
    save(repository, complaint_entry("e1"))
    with repository.store.writing() as connection:
        connection.execute(events.update().values(source="changed"))
        with repository.store.reading() as reading:
            assert reading.scalar(select(events.c.source)) == "laksa"


@pytest.mark.parametrize("url", ["sqlite://", "sqlite:///:memory:", "mysql://localhost/x"])
def test_a_store_that_cannot_keep_facts_is_refused(url: str) -> None:
    with pytest.raises(StoreUrlError, match=r"store\.url: expected"):
        open_store(url)


def test_a_statement_that_failed_does_not_tell_its_parameters(store: Any) -> None:
    """Whoever logs the error would log a person."""
    for connecting in (store.writing, store.reading):
        with connecting() as connection, pytest.raises(SQLAlchemyError, match="nowhere") as caught:
            connection.execute(text("INSERT INTO nowhere VALUES (:person)"), {"person": PEOPLE[0]})
        assert PEOPLE[0] not in str(caught.value)


# --- away and back


class UnsteadyRepository(Repository):
    """Fails at some of its saves, before or after the commit."""

    failures: ClassVar[list[str]] = []

    def save(self, batch: Batch) -> Saved:
        failure = self.failures.pop(0) if self.failures else ""
        if failure == "before":
            raise OperationalError("save", {}, Exception("disk full"))
        saved = super().save(batch)
        if failure == "after":
            raise OperationalError("save", {}, Exception("the answer to COMMIT was lost"))
        return saved


@pytest.mark.parametrize("failures", [["before"], ["after"], ["before", "after", "before"]])
def test_a_store_that_was_away_gets_everything_once_it_is_back(
    failures: list[str],
    redis_client: "redis.Redis",
    repository: Repository,
    tangerang: CityProfile,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The same process goes on by itself: what it had read and not stored comes before anything new."""
    unsteady = UnsteadyRepository(repository.store, repository.rules)
    monkeypatch.setattr(UnsteadyRepository, "failures", list(failures))
    ingester, stop = an_ingester(redis_client, unsteady, tangerang), StopSignal()
    redis_client.xadd(KEY, complaint_entry("e1"))

    sent = iter(range(2, 7))

    def turn() -> int:
        number = next(sent, None)
        if number is not None:  # the world goes on, whatever becomes of this turn
            redis_client.xadd(KEY, complaint_entry(f"e{number}", complaint_id="K-2"))
        elif not unsteady.failures:
            stop.set()
        return ingester.step()

    monkeypatch.setattr(ingest, "FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(ingest, "LONGEST_PAUSE_SECONDS", 0.01)
    run_source("complaints", turn, stop)
    drain(ingester)
    (balance,) = repository.balances()
    assert (balance.received, balance.stored, balance.is_balanced) == (6, 6, True)


def test_a_source_pauses_longer_each_time_and_recovers_by_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    pauses: list[float] = []
    turns: list[Callable[[], int]] = [lambda: 1, _fail, _fail, _fail, _fail, _fail, _fail, lambda: 1, _fail, lambda: 0]

    class CountingStop(StopSignal):
        def wait(self, timeout: float | None = None) -> bool:
            pauses.append(timeout or 0.0)
            return not turns

    run_source("a feed", lambda: turns.pop(0)(), CountingStop(), idle_seconds=0.5)
    assert pauses == [0, 0, 1, 2, 4, 8, 10, 10, 0, 1, 0.5]


def _fail() -> int:
    raise redis.ConnectionError("away")
