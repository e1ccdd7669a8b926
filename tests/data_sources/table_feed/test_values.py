"""Watermarks and values of every kind, and what a feed says of those it cannot use."""

import re
import sqlite3
import uuid
from pathlib import Path

import pytest
import yaml
from structlog.testing import capture_logs

from data_sources import table_feed
from data_sources.installation import with_rows_waiting
from data_sources.live_set import live_entities
from data_sources.repository import Repository
from data_sources.table_feed import TableFeedError, TableFeedSpec, TableFeedSpecError
from data_sources.table_rows import place_from
from tests.data_sources.polling import NOW, MakePoller, Poller, SourceDatabase, a_spec


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
    (complaint,) = live_entities(poller.repository, "complaint", NOW)
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
    page = (Path(__file__).resolve().parents[3] / "docs" / "table-feeds.md").read_text(encoding="utf-8")
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
