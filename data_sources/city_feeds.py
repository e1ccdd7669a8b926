"""The producers of a city: feeds.yaml, or the same list in an installation's configuration."""

from itertools import groupby
from pathlib import Path

from pydantic import Field

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_shapes import Row, Text
from data_sources.health import FeedSource
from domain.events import Stream
from domain.snapshot import Facts


class FeedRow(Row):
    """A producer on the strip of feeds; one that brings of two streams has a line for each."""

    code: Text
    label: Text
    stream: Stream = Stream.COMPLAINTS
    brings: frozenset[Facts] = Field(default=frozenset())


class FeedsFile(Row):
    """feeds.yaml."""

    feeds: tuple[FeedRow, ...]


def load_feeds(path: Path) -> tuple[FeedRow, ...]:
    """The producers in their order; a city without the file names none."""
    if not path.exists():
        return ()
    rows = read_yaml(path, FeedsFile).feeds
    for (code, stream), same in groupby(sorted(rows, key=_source), key=_source):
        if len(list(same)) > 1:
            raise CityFolderError(f"{path}: feeds: {code!r} stands twice for {stream.value}; name it once for a stream")
    return rows


def _source(row: FeedRow) -> tuple[str, Stream]:
    return row.code, row.stream


def feed_source(row: FeedRow) -> FeedSource:
    """The producer as the feeds' health knows it."""
    return FeedSource(row.code, row.label, row.stream, row.brings)
