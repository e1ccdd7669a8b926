"""A table feed: polls the rows of a city database by their watermark and saves each new version of a row once.

Rows are read in the order of (watermark, key), so rows that share a watermark may be spread over batches. Before each
read onwards the feed looks back: a transaction may commit after a later one was read, so the rows whose watermark lies
within the overlap below the position are read again, and what is stored already is dropped without being counted. Thus
no row is lost that is committed within the overlap of its watermark, whatever the poll interval and however long the
feed or its database was away. Looking back is bounded: a few thousand rows at a time, the newest first.
"""

import time
from collections.abc import Callable, Sequence
from datetime import datetime

import structlog

from data_sources.decode import LATEST_AHEAD, Decoder
from data_sources.ingest import Publish, sorted_out
from data_sources.repository import Batch, PositionMovedError, Repository, Saved
from data_sources.stream import FIRST_POSITION
from data_sources.table_feed_spec import TableFeedError, TableFeedSpec, TableFeedSpecError
from data_sources.table_rows import Place, Row, RowReader, earlier, place_from, place_text
from data_sources.table_source import TableSource
from domain.clock import Clock, epoch_ms
from domain.events import Event, Heartbeat, Stream, kind_of

__all__ = ["TableFeed", "TableFeedError", "TableFeedSpec", "TableFeedSpecError"]

LOOK_BACK_ROWS = 5_000
"""The most rows read again at once (two batches if those are more); in a backlog, after half as many new ones."""

SHORTEST_INTERVAL_SECONDS = 5.0
UNREADABLE_CHECK_SECONDS = 300.0


class TableFeed:
    """One feed on one thread. `step` is one poll; TableFeedError and errors of the store pass on."""

    def __init__(
        self,
        spec: TableFeedSpec,
        decoder: Decoder,
        repository: Repository,
        publish: Publish,
        clock: Clock,
        elapsed: Callable[[], float] = time.monotonic,
    ) -> None:
        self.spec = spec
        self._reader = RowReader(spec)
        self._source = TableSource(spec)
        self._decoder = decoder
        self._repository = repository
        self._publish = publish
        self._clock = clock
        self._elapsed = elapsed
        self._log = structlog.get_logger("ingest").bind(source=spec.position_key)
        self._position = ""
        self._place: Place | None = None
        self._looked_back_at: Place | None = None
        self._unlooked = 0
        self._look_back_rows = max(LOOK_BACK_ROWS, 2 * spec.batch)
        self._is_caught_up = True
        self._seen: set[str] = set()
        self._is_window_full = False
        self._unreadable = 0
        self._unreadable_checked: float | None = None

    def step(self) -> int:
        """One poll: how many rows were new. A poll that succeeds proves the feed alive, also without a row."""
        try:
            if not self._position:
                self._take_up()
            worked = self._look_back() + self._read_on()
        except PositionMovedError:  # another process polls the same feed: go on from where it stands
            self._position = ""
            return 0
        self._note_unreadable()
        self._publish(Saved(heartbeats=(self._heartbeat(),), stream=Stream(self.spec.stream)))
        return worked

    def waiting(self) -> int:
        """How many rows lie above the stored position."""
        position = self._repository.position(self.spec.position_key)
        return self._source.waiting(self._place_at(position), self._latest())

    def close(self) -> None:
        """Close the connections to the source."""
        self._source.close()

    def _take_up(self) -> None:
        """Start where the store stands."""
        self._position = self._repository.position(self.spec.position_key)
        self._place = self._looked_back_at = self._place_at(self._position)
        self._unlooked, self._is_caught_up = 0, True
        self._seen.clear()

    def _place_at(self, position: str) -> Place | None:
        return None if position == FIRST_POSITION else place_from(self.spec, position)

    def _latest(self) -> datetime:
        """A watermark beyond this is a mistake; following it would leave all that comes later behind."""
        return self._clock.now() + LATEST_AHEAD

    # --- reading

    def _look_back(self) -> int:
        """Save what was committed late, without moving the position."""
        is_due = self._is_caught_up or self._unlooked >= self._look_back_rows // 2
        if self._place is None or self._looked_back_at is None or not is_due:
            return 0
        floor = earlier(self.spec, self._looked_back_at.watermark)
        rows = self._source.window(floor, self._place, self._look_back_rows)
        by_position = {self._position_of(row): row for row in reversed(rows)}
        late = {position: row for position, row in by_position.items() if position not in self._seen}
        stored = sum(self._save(part, self._position) for part in _parts(late, self.spec.batch))
        self._seen = set(by_position)
        self._looked_back_at, self._unlooked = self._place, 0
        self._note_window(len(rows))
        return stored

    def _read_on(self) -> int:
        """Save the next rows and move on behind them."""
        rows = self._source.page(self._place, self._latest())
        self._is_caught_up = len(rows) < self.spec.batch
        if not rows:
            return 0
        by_position = {self._position_of(row): row for row in rows}
        if len(by_position) < len(rows):
            self._log.warning("rows share key and watermark", key=self.spec.key, hint="one of each is read; see `key`")
        fresh = {position: row for position, row in by_position.items() if position not in self._seen}
        after = self._position_of(rows[-1])
        stored = self._save(fresh, after) if fresh or after != self._position else 0
        self._place = self._reader.place(rows[-1])
        self._looked_back_at = self._looked_back_at or self._place
        self._seen.update(by_position)
        self._unlooked += len(rows)
        return stored

    def _position_of(self, row: Row) -> str:
        return place_text(self.spec, self._reader.place(row))

    # --- saving

    def _save(self, rows: dict[str, Row], after: str) -> int:
        """Decode and save rows by their positions; how many of them were new."""
        now, stream = self._clock.now(), Stream(self.spec.stream)
        decoded = [
            self._decoder.decode(self._reader.fields(row), position, stream, now) for position, row in rows.items()
        ]
        batch = Batch(self.spec.position_key, self._position, after, len(rows), is_reread=True)
        saved = self._repository.save(sorted_out(batch, decoded))
        self._position = after
        self._publish(saved)
        return len(saved.events) + saved.duplicates + saved.dead_letters

    # --- telling

    def _heartbeat(self) -> Event:
        """Made here, not received: it is published and never counted."""
        now_ms = epoch_ms(self._clock.now())
        interval = max(SHORTEST_INTERVAL_SECONDS, self.spec.poll_seconds)
        return Event(
            event_id=f"{self.spec.name}:heartbeat",
            type=Heartbeat.type,
            kind=kind_of(Heartbeat.type),
            entity_id=self.spec.name,
            occurred_ms=now_ms,
            received_ms=now_ms,
            source=self.spec.name,
            payload=Heartbeat(producer=self.spec.name, interval_seconds=interval),
            data=b"{}",
            position="",
        )

    def _note_window(self, rows: int) -> None:
        is_full = rows >= self._look_back_rows
        if is_full and not self._is_window_full:
            self._log.warning(
                "overlap holds more rows than are read again",
                rows=rows,
                hint="a row committed late may be missed; a smaller overlap_seconds or overlap_count is read whole",
            )
        self._is_window_full = is_full

    def _note_unreadable(self) -> None:
        """Say once when rows are passed over, and once when none is any more; asked for now and then."""
        now = self._elapsed()
        if self._unreadable_checked is not None and now - self._unreadable_checked < UNREADABLE_CHECK_SECONDS:
            return
        self._unreadable_checked = now
        count, before = self._source.unreadable(self._latest()), self._unreadable
        self._unreadable = count
        if count and not before:
            self._log.warning(
                "rows are not read",
                rows=count,
                expected=f"a {self.spec.key} and a {self.spec.watermark}, not more than a day ahead of the clock",
                hint="correct the rows; they are read once their watermark is right",
            )
        elif before and not count:
            self._log.info("all rows are read again")


def _parts(rows: dict[str, Row], size: int) -> Sequence[dict[str, Row]]:
    positions = list(rows)
    return [{name: rows[name] for name in positions[start : start + size]} for start in range(0, len(rows), size)]
