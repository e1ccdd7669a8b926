"""Rows of a database that changes under the feed: each version is an event once, however it came to be."""

import os
import re
import sqlite3
import uuid
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from pathlib import Path
from random import Random
from time import sleep
from typing import Any, Protocol

import pytest
import yaml
from sqlalchemy import create_engine, text
from structlog.testing import capture_logs

from data_sources import table_feed
from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.installation import with_rows_waiting
from data_sources.repository import Repository
from data_sources.table_feed import TableFeedError, TableFeedSpec, TableFeedSpecError
from data_sources.table_rows import place_from
from domain.profile import CityProfile
from domain.snapshot import FeedState
from tests.data_sources.polling import NOW, Poller, SourceDatabase, a_spec
from tests.servers import create_database


@pytest.fixture(scope="session")
def postgres_source_url(postgres_server: str) -> str:
    """One database for all tests: to make and to flush one for each takes longer than the tests."""
    return create_database(postgres_server, f"source_{os.getpid()}")


@pytest.fixture
def postgres_source(postgres_source_url: str) -> Iterator[SourceDatabase]:
    """Without a table yet."""
    engine = create_engine(postgres_source_url, pool_size=8)
    database = SourceDatabase(postgres_source_url, engine)
    database.run("DROP TABLE IF EXISTS laporan, lama")
    yield database
    engine.dispose()


@pytest.fixture
def source(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SourceDatabase]:
    """Of the other kind than the store, so that SQLite and PostgreSQL are met in both roles."""
    if store_url.startswith("sqlite"):
        database: SourceDatabase = request.getfixturevalue("postgres_source")
    else:
        url = f"sqlite:///{tmp_path / 'a city.db'}"
        database = SourceDatabase(url, create_engine(url))
    database.create()
    yield database
    database.engine.dispose()


@pytest.fixture
def sqlite_source(tmp_path: Path) -> Iterator[SourceDatabase]:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    engine = create_engine(url)
    yield SourceDatabase(url, engine)
    engine.dispose()


class MakePoller(Protocol):
    def __call__(self, url: str, **changes: Any) -> Poller: ...


@pytest.fixture
def make_poller(repository: Repository, tangerang: CityProfile) -> Iterator[MakePoller]:
    made: list[Poller] = []

    def make(url: str, **changes: Any) -> Poller:
        made.append(Poller(a_spec(url, **changes), repository, tangerang))
        return made[-1]

    yield make
    for poller in made:
        poller.feed.close()


@pytest.fixture
def poller(source: SourceDatabase, make_poller: MakePoller) -> Poller:
    return make_poller(source.url)


# --- rows that change, on both kinds of source and of store


@pytest.mark.services
def test_new_and_changed_rows_become_events(source: SourceDatabase, poller: Poller) -> None:
    source.run(
        "INSERT INTO laporan VALUES (7, 'pothole', -6.172900, 106.6319, 'Jalan rusak', 'Budi', :made, :changed)",
        made=source.stamp(-60),
        changed=source.stamp(-50),
    )
    assert poller.poll() == 1
    (event,) = poller.published[0].events
    version = source.stamp(-50) if source.is_sqlite else source.stamp(-50).isoformat(timespec="microseconds")
    assert (event.event_id, event.source, event.entity_id) == (f"sp4n:7:{version}", "sp4n", "7")
    assert (NOW - timedelta(seconds=60)).timestamp() * 1000 == event.occurred_ms
    assert event.personal == {"text": "Jalan rusak"}
    (complaint,) = poller.repository.live_complaints(NOW)
    assert (complaint.category, complaint.channel, complaint.lat) == ("pothole", "SP4N-LAPOR", -6.1729)
    source.put(7, -40, "road_damage")
    assert poller.poll() == 1
    (complaint,) = poller.repository.live_complaints(NOW)
    assert complaint.category == "road_damage"
    assert poller.balance().stored == 2


@pytest.mark.services
def test_rows_with_one_watermark_are_neither_lost_nor_repeated(source: SourceDatabase, poller: Poller) -> None:
    """Seventeen rows of one instant, in batches of three; more of the same instant come between the polls."""
    for key in range(1, 35, 2):
        source.put(key, -10)
    assert poller.feed.step() == 3
    for key in range(2, 36, 2):
        source.put(key, -10)
    poller.poll()
    assert sorted(int(event.entity_id) for event in poller.events()) == list(range(1, 35))
    assert (poller.balance().received, poller.balance().duplicates) == (34, 0)


@pytest.mark.services
def test_a_row_that_commits_late_is_read_and_nothing_counted_twice(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -30)
    if source.is_sqlite:  # one writer at a time: the late row is simply written later
        source.put(3, -5)
        assert poller.poll() == 2
        source.put(2, -20)
    else:
        with source.engine.connect() as slow, slow.begin():
            source.put(2, -20, connection=slow)
            source.put(3, -5)
            assert poller.poll() == 2
    assert poller.poll() == 1
    assert poller.poll() == 0
    assert {event.entity_id for event in poller.events()} == {"1", "2", "3"}
    assert poller.balance().received == 3


@pytest.mark.services
def test_a_row_that_commits_late_while_the_feed_is_down_is_read(source: SourceDatabase, poller: Poller) -> None:
    """The feed looks back from where it stood, before it reads what has come since."""
    source.put(1, -3600)
    poller.poll()
    source.put(2, -3630)
    for key in range(3, 12):
        source.put(key, -60 - key)
    poller.restart()
    poller.poll()
    assert "2" in {event.entity_id for event in poller.events()}
    assert (poller.balance().received, poller.balance().duplicates) == (11, 0)


@pytest.mark.services
def test_a_row_later_than_the_overlap_is_not_seen_until_it_changes(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5)
    poller.poll()
    source.put(2, -70)
    assert poller.poll() == 0
    source.put(2, -2)
    assert poller.poll() == 1


@pytest.mark.services
def test_many_writers_that_commit_out_of_order_lose_nothing(
    postgres_source: SourceDatabase, make_poller: MakePoller
) -> None:
    """Each takes its number, waits, and commits; the feed polls all the while in small batches."""
    source = postgres_source
    source.run("CREATE TABLE laporan (id INTEGER PRIMARY KEY, kategori TEXT, lintang REAL, bujur REAL, isi TEXT,"
               " dibuat TIMESTAMP)")  # fmt: skip
    watermarks = count(1)

    def write(seed: int) -> None:
        random = Random(seed)
        for _ in range(25):
            with source.engine.begin() as connection:
                values = {"id": next(watermarks), "at": source.stamp(-5)}
                connection.execute(
                    text("INSERT INTO laporan (id, kategori, dibuat) VALUES (:id, 'pothole', :at)"), values
                )
                sleep(random.uniform(0.002, 0.02))

    poller = make_poller(source.url, watermark="id", overlap_count=100)
    with ThreadPoolExecutor(8) as writers:
        running = [writers.submit(write, seed) for seed in range(8)]
        while not all(writer.done() for writer in running):
            poller.feed.step()
    assert [writer.exception() for writer in running] == [None] * 8
    poller.poll()
    assert sorted(int(event.entity_id) for event in poller.events()) == list(range(1, 201))
    assert (poller.balance().received, poller.balance().duplicates) == (200, 0)


@pytest.mark.services
def test_a_deleted_row_leaves_its_events(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5)
    source.put(2, -4)
    poller.poll()
    source.run("DELETE FROM laporan WHERE id = 1")
    assert poller.poll() == 0
    assert {complaint.complaint_id for complaint in poller.repository.live_complaints(NOW)} == {"1", "2"}
    assert poller.balance().received == 2


@pytest.mark.services
def test_a_rejected_row_is_one_dead_letter_however_often_it_is_read(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5, "ufo")
    source.put(2, -4)
    assert poller.poll() == 2
    poller.restart()
    assert poller.poll() == 0
    balance = poller.balance()
    assert (balance.received, balance.stored, balance.dead_lettered) == (2, 1, 1)
    source.put(1, -3)
    assert poller.poll() == 1
    assert poller.balance().stored == 2


@pytest.mark.services
def test_positions_that_are_read_again_are_no_receipt(source: SourceDatabase, make_poller: MakePoller) -> None:
    """They are stored apart from the other events."""
    columns = {"crew_id": "isi", "lat": "lintang", "lon": "bujur"}
    source.put(1, -5)
    source.run("UPDATE laporan SET isi = 'DPUPR-R2', lintang = -6.1729, bujur = 106.6319")
    poller = make_poller(
        source.url, type="position.reported", stream="activity", fields=columns, constants={"agency": "DPUPR"}
    )
    assert poller.poll() == 1
    poller.restart()
    assert poller.poll() == 0
    assert (poller.balance().received, poller.balance().duplicates) == (1, 0)


@pytest.mark.services
def test_a_vanished_table_is_named_and_the_feed_goes_on_when_it_is_back(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5)
    poller.poll()
    source.run("ALTER TABLE laporan RENAME TO lama")
    with pytest.raises(TableFeedError, match=r"table feed sp4n: expected table laporan with the columns id, diubah, d"):
        poller.feed.step()
    source.run("ALTER TABLE lama RENAME TO laporan")
    source.put(2, -4)
    assert poller.poll() == 1
    source.run("ALTER TABLE laporan RENAME COLUMN kategori TO jenis")
    with pytest.raises(TableFeedError, match=r"got: .*kategori.*; correct the feed, or give the columns back"):
        poller.feed.step()
    source.run("ALTER TABLE laporan RENAME COLUMN jenis TO kategori")
    source.put(3, -3)
    assert poller.poll() == 1
    assert poller.balance().received == 3


@pytest.mark.services
def test_rows_without_a_watermark_are_named_once_and_read_when_they_get_one(
    source: SourceDatabase, poller: Poller
) -> None:
    source.put(1, -5)
    source.put(2, -4)
    source.run("UPDATE laporan SET diubah = NULL WHERE id = 1")
    with capture_logs() as logs:
        poller.poll()
        poller.seconds += 1000
        poller.poll()
        source.put(1, -3)
        poller.seconds += 1000
        assert poller.poll() == 1
        poller.seconds += 1000
        poller.poll()
    assert [(line["event"], line.get("rows")) for line in logs] == [
        ("rows are not read", 1),
        ("all rows are read again", None),
    ]


@pytest.mark.services
def test_a_watermark_far_ahead_holds_only_itself_back(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, 900 * 86_400)
    source.put(2, -4)
    with capture_logs() as logs:
        assert poller.poll() == 1
    assert logs[0]["rows"] == 1
    source.put(3, -3)
    assert poller.poll() == 1
    source.put(1, -2)
    assert poller.poll() == 1
    assert poller.feed.waiting() == 0


@pytest.mark.services
def test_two_processes_with_one_feed_do_no_harm(
    source: SourceDatabase, poller: Poller, make_poller: MakePoller
) -> None:
    other = make_poller(source.url)
    source.put(1, -30)
    source.put(2, -5)
    assert poller.poll() == 2
    assert other.poll() == 0
    source.put(3, -10)
    source.put(4, -11, "ufo")
    assert poller.poll() == 2
    assert other.poll() == 0  # it read the two late rows too; they are no receipt
    source.put(5, -1)
    assert other.poll() == 1
    assert poller.feed.step() == 0  # finds the position moved
    assert poller.poll() == 0
    source.put(6, 0)
    assert poller.poll() == 1
    assert (other.balance().received, other.balance().duplicates) == (6, 0)


@pytest.mark.services
def test_only_rows_since_an_instant_are_read(source: SourceDatabase, make_poller: MakePoller) -> None:
    source.put(1, -3700)
    source.put(2, -3600)
    source.put(3, -10)
    poller = make_poller(source.url, since=NOW - timedelta(hours=1))
    assert poller.feed.waiting() == 2
    assert poller.poll() == 2
    source.put(4, -3650)
    poller.restart()
    assert poller.poll() == 0
    assert {event.entity_id for event in poller.events()} == {"2", "3"}


@pytest.mark.services
def test_a_poll_proves_the_feed_alive_and_is_not_counted(source: SourceDatabase, poller: Poller) -> None:
    now = [0.0]
    monitor = FeedMonitor([FeedSource("sp4n", "SP4N")], FeedRules(), lambda: now[0])
    poller.feed.step()
    (saved,) = poller.published
    monitor.listen(saved)
    assert monitor.states()[0].state is FeedState.QUIET
    source.put(1, -5)
    poller.published.clear()
    poller.feed.step()
    for saved in poller.published:
        monitor.listen(saved)
    assert monitor.states()[0].state is FeedState.GOOD
    now[0] = 60.0
    assert monitor.states()[0].state is FeedState.LOST
    assert poller.balance().heartbeats == 0


@pytest.mark.services
def test_a_query_is_a_source_too(source: SourceDatabase, make_poller: MakePoller) -> None:
    source.put(1, -5)
    source.put(2, -4, "road_damage")
    query = "SELECT *, CAST(id AS TEXT) || ' :nomor 100%' AS nomor FROM laporan WHERE kategori <> 'pothole';"
    fields = {"complaint_id": "nomor", "category": "kategori"}
    poller = make_poller(source.url, table=None, query=query, fields=fields)
    assert poller.poll() == 1
    assert [event.entity_id for event in poller.events()] == ["2 :nomor 100%"]


# --- watermarks and values of other kinds


@pytest.mark.services
def test_of_versions_with_numbers_the_greatest_wins(
    source: SourceDatabase, repository: Repository, make_poller: MakePoller
) -> None:
    """Nine and ten: as texts they would sort the other way round, and the older version would stand."""
    source.run("ALTER TABLE laporan ADD COLUMN versi INTEGER")
    poller = make_poller(source.url, watermark="versi")
    for version, category in ((9, "pothole"), (10, "road_damage")):
        source.put(1, -5, category)
        source.run("UPDATE laporan SET versi = :versi", versi=version)
        assert poller.poll() == 1
    (complaint,) = poller.repository.live_complaints(NOW)
    assert complaint.category == "road_damage"
    assert poller.repository.position("feed:sp4n") == "[10,1]"
    source.put(2, -5)
    source.run("UPDATE laporan SET versi = 8 WHERE id = 2")
    assert poller.poll() == 1
    assert poller.balance().received == 3


@pytest.mark.services
def test_instants_with_an_offset_uuids_and_numerics_of_postgresql(
    postgres_source: SourceDatabase, repository: Repository, make_poller: MakePoller
) -> None:
    source = postgres_source
    source.run(
        "CREATE TABLE laporan (id UUID, kategori TEXT, lintang NUMERIC, bujur NUMERIC, isi TEXT,"
        " dibuat TIMESTAMPTZ, diubah TIMESTAMPTZ)"
    )
    keys = sorted(uuid.uuid5(uuid.NAMESPACE_URL, str(number)) for number in range(8))
    for key in keys:
        source.run("INSERT INTO laporan VALUES (:id, 'pothole', -6.1729, 106.63, NULL, :at, :at)", id=key, at=NOW)
    poller = make_poller(source.url.replace("+psycopg", ""), timezone=None)
    assert poller.poll() == 8
    poller.restart()
    assert poller.poll() == 0
    assert [event.entity_id for event in poller.events()] == [str(key) for key in keys]
    last = f'[{{"datetime":"2026-11-18T03:00:00.000000+00:00"}},{{"uuid":"{keys[-1]}"}}]'
    assert repository.position("feed:sp4n") == last


@pytest.mark.services
def test_timestamps_without_offset_need_a_zone(
    source: SourceDatabase, repository: Repository, make_poller: MakePoller
) -> None:
    source.put(1, -5)
    with pytest.raises(TableFeedError, match=r"got 2026-11-18T.*; set `timezone` to the zone"):
        make_poller(source.url, timezone=None).feed.step()
    assert repository.balances() == []


@pytest.mark.services
def test_rows_that_wait_are_part_of_the_balance(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5)
    poller.poll()
    source.put(2, -4)
    source.put(3, -3)
    balance = with_rows_waiting(poller.balance(), poller.feed)
    assert (balance.received, balance.stored, balance.waiting, balance.is_balanced) == (3, 1, 2, True)


@pytest.mark.services
def test_what_waits_in_a_source_that_is_away_is_unknown(source: SourceDatabase, poller: Poller) -> None:
    source.put(1, -5)
    poller.poll()
    source.run("DROP TABLE laporan")
    balance = with_rows_waiting(poller.balance(), poller.feed)
    assert (balance.received, balance.waiting, balance.is_balanced) == (1, None, True)


def test_a_text_that_is_no_utf8_is_a_dead_letter(sqlite_source: SourceDatabase, make_poller: MakePoller) -> None:
    sqlite_source.create()
    sqlite_source.put(1, -5)
    sqlite_source.put(2, -4)
    sqlite_source.run("UPDATE laporan SET isi = CAST(x'ff41' AS TEXT) WHERE id = 1")
    poller = make_poller(sqlite_source.url)
    assert poller.poll() == 2
    assert (poller.balance().stored, poller.balance().dead_lettered) == (1, 1)


def test_rows_that_share_key_and_watermark_are_told_of(sqlite_source: SourceDatabase, make_poller: MakePoller) -> None:
    sqlite_source.create()
    sqlite_source.put(1, -5, "ufo")
    query = "SELECT * FROM laporan UNION ALL SELECT * FROM laporan"
    poller = make_poller(sqlite_source.url, table=None, query=query)
    with capture_logs() as logs:
        assert poller.poll() == 1
    assert logs[0]["event"] == "rows share key and watermark"
    assert poller.balance().received == 1


def test_a_database_that_is_away_is_named_without_its_password(tmp_path: Path, make_poller: MakePoller) -> None:
    for url in (f"sqlite:///{tmp_path / 'none.db'}", "postgresql://reader:secret@127.0.0.1:1/none"):
        poller = make_poller(url)
        with pytest.raises(TableFeedError, match="table feed sp4n: expected a database that answers, got") as caught:
            poller.feed.step()
        assert "secret" not in str(caught.value)
        assert "\n" not in str(caught.value)
    assert not (tmp_path / "none.db").exists()


def test_the_look_back_is_bounded_and_says_so(
    sqlite_source: SourceDatabase, monkeypatch: pytest.MonkeyPatch, make_poller: MakePoller
) -> None:
    monkeypatch.setattr(table_feed, "LOOK_BACK_ROWS", 8)
    sqlite_source.create()
    for key in range(1, 31):
        sqlite_source.put(key, -40 + key)
    poller = make_poller(sqlite_source.url)
    with capture_logs() as logs:
        poller.poll()
    assert [line["event"] for line in logs] == ["overlap holds more rows than are read again"]
    sqlite_source.put(40, -12.5)
    sqlite_source.put(41, -30.5)
    assert poller.poll() == 1
    assert (poller.balance().received, poller.balance().duplicates) == (31, 0)


@pytest.mark.parametrize("url", ["no url", "unknown+driver://host/db", "mysql+pymysql://user:secret@host/db"])
def test_a_url_that_cannot_be_used_is_refused_without_showing_it(url: str, make_poller: MakePoller) -> None:
    with pytest.raises(TableFeedSpecError, match="expected a SQLAlchemy URL whose driver is installed") as caught:
        make_poller(url)
    assert "secret" not in str(caught.value) + repr(a_spec(url))


def test_a_since_of_another_kind_than_the_watermark_is_named(
    sqlite_source: SourceDatabase, make_poller: MakePoller
) -> None:
    sqlite_source.create()
    sqlite_source.put(1, -5)
    with pytest.raises(TableFeedError, match=r"since: expected a value as those of diubah, for instance '2026-11-18"):
        make_poller(sqlite_source.url, since=5).feed.step()


def test_a_stored_position_of_another_kind_is_named(sqlite_source: SourceDatabase) -> None:
    with pytest.raises(TableFeedError, match=r"expected a stored position as \[watermark, key\], got '1-0'"):
        place_from(a_spec(), "1-0")


def test_the_example_of_the_documentation_works(tmp_path: Path, make_poller: MakePoller) -> None:
    page = (Path(__file__).resolve().parents[2] / "docs" / "table-feeds.md").read_text(encoding="utf-8")
    configured, history = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (schema,) = re.findall(r"```sql\n(.*?)```", page, re.DOTALL)
    (values,) = yaml.safe_load(configured)["table_feeds"]
    connection = sqlite3.connect(tmp_path / "sp4n.db")
    connection.executescript(schema)
    connection.close()
    poller = make_poller(**{**values, "url": f"sqlite:///{tmp_path / 'sp4n.db'}", "batch": 500})
    assert poller.poll() == 2
    assert {event.entity_id for event in poller.events()} == {"SP4N-1001", "SP4N-1002"}
    TableFeedSpec(**yaml.safe_load(history)[0])
