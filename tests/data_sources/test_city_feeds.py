"""The producers of a city: read from its folder, unless the installation names its own."""

from pathlib import Path

import pytest

from data_sources.city_feeds import FeedRow, load_feeds
from data_sources.city_files import CityFolderError
from domain.events import Stream
from domain.snapshot import Facts
from rules_of_settings import feed_sources
from settings import Settings, TableFeedSettings

ROW = "feeds:\n  - {code: laksa, label: LAKSA, stream: complaints, brings: [complaints]}\n"


def feeds_file(folder: Path, content: str) -> Path:
    path = folder / "feeds.yaml"
    path.write_text(content, encoding="utf-8")
    return path


def test_a_city_without_the_file_names_no_producer(tmp_path: Path) -> None:
    assert load_feeds(tmp_path / "feeds.yaml") == ()


def test_the_producers_of_tangerang_in_their_order() -> None:
    feeds = feed_sources(Settings())
    assert [feed.code for feed in feeds] == ["laksa", "siaga112", "antrean", "presensi", "petugas"]
    assert feeds[1].brings == frozenset({Facts.CALLS})
    assert feeds[2].stream is Stream.QUEUES


def test_what_an_installation_names_wins_and_its_tables_come_after() -> None:
    table = TableFeedSettings(
        name="sp4n", url="sqlite://", table="t", key="id", watermark="w", type="complaint.filed", at="at", fields={}
    )
    own = (FeedRow(code="own", label="Own", stream=Stream.ACTIVITY),)
    assert [feed.code for feed in feed_sources(Settings(feeds=own, table_feeds=(table,)))] == ["own", "sp4n"]
    assert feed_sources(Settings(feeds=())) == []


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (ROW.replace("complaints, brings", "letters, brings"), r"feeds\.0\.stream: .*got 'letters'"),
        (ROW.replace("[complaints]", "[weather]"), r"feeds\.0\.brings\.0: .*got 'weather'"),
        (ROW.replace("label: LAKSA", "name: LAKSA"), r"feeds\.0\.label: required"),
        (ROW + ROW.partition("feeds:\n")[2], r"'laksa' stands twice for complaints; name it once for a stream"),
    ],
)
def test_spoilt_producers_are_refused(tmp_path: Path, content: str, message: str) -> None:
    with pytest.raises(CityFolderError, match=rf"feeds\.yaml: .*{message}"):
        load_feeds(feeds_file(tmp_path, content))


def test_one_producer_of_two_streams_has_a_line_for_each(tmp_path: Path) -> None:
    both = ROW + ROW.partition("feeds:\n")[2].replace("stream: complaints, brings: [complaints]", "stream: activity")
    assert [row.stream for row in load_feeds(feeds_file(tmp_path, both))] == [Stream.COMPLAINTS, Stream.ACTIVITY]
