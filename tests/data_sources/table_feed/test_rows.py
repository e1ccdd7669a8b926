"""Rows of a database that changes under the feed: each version is an event once, however it came to be."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from itertools import count
from random import Random
from time import sleep

import pytest
from sqlalchemy import text
from structlog.testing import capture_logs

from data_sources.health import FeedMonitor, FeedRules, FeedSource
from data_sources.live_set import live_entities
from data_sources.table_feed import TableFeedError
from domain.snapshot import FeedState
from tests.data_sources.polling import NOW, MakePoller, Poller, SourceDatabase


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
    (complaint,) = live_entities(poller.repository, "complaint", NOW)
    assert (complaint.category, complaint.channel, complaint.lat) == ("pothole", "SP4N-LAPOR", -6.1729)
    source.put(7, -40, "road_damage")
    assert poller.poll() == 1
    (complaint,) = live_entities(poller.repository, "complaint", NOW)
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
    assert {complaint.complaint_id for complaint in live_entities(poller.repository, "complaint", NOW)} == {"1", "2"}
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
    assert monitor.states(0)[0].state is FeedState.QUIET
    source.put(1, -5)
    poller.published.clear()
    poller.feed.step()
    for saved in poller.published:
        monitor.listen(saved)
    assert monitor.states(0)[0].state is FeedState.GOOD
    now[0] = 60.0
    assert monitor.states(0)[0].state is FeedState.LOST
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
