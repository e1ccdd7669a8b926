"""What the room saw: once a minute the whole frame of each audience, compressed, and how the feeds were.

The frame is the very answer that a screen gets which knows nothing yet, so it can be drawn again. How the feeds and the
balance were cannot be told from events afterwards; a reading of the past takes it from here.
"""

import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select

from data_sources.as_of import NO_RECORD, FeedRecord
from data_sources.folding import insert_once
from data_sources.store import Store
from data_sources.tables import feed_records, frozen_frames
from domain.clock import Clock, epoch_ms
from domain.events import Stream
from domain.snapshot import BalanceTotals, Facts, FeedHealth, FeedState, Lag, Snapshot

MINUTE_MS = 60_000
FREEZE_SECONDS = 1.0
"""At most once in so many seconds of the machine, however fast the city's clock runs."""

RECORD_HOLDS = timedelta(minutes=15)
"""For how long the last record tells how the feeds were: an accelerated clock passes ten minutes in a second."""

FrameSource = Callable[[], bytes | None]
"""The whole frame of an audience; None where there is none to be shown."""


class Freezer:
    """Stores what the screens show. `step` is one look at the clock; calls come from one thread of its own."""

    def __init__(
        self,
        store: Store,
        clock: Clock,
        elapsed: Callable[[], float],
        frames: Mapping[str, FrameSource],
        latest: Callable[[], Snapshot | None],
    ) -> None:
        self._store = store
        self._clock = clock
        self._elapsed = elapsed
        self._frames = frames
        self._latest = latest
        self._minute_ms: int | None = None
        self._not_before = elapsed()

    def step(self) -> int:
        """Freeze this minute, unless it was; always 0, so that whoever drives it rests afterwards."""
        at_ms = epoch_ms(self._clock.now())
        minute_ms = at_ms // MINUTE_MS * MINUTE_MS
        if minute_ms == self._minute_ms or self._elapsed() < self._not_before:
            return 0
        if self._freeze(at_ms, minute_ms):
            self._minute_ms = minute_ms
            self._not_before = self._elapsed() + FREEZE_SECONDS
        return 0

    def _freeze(self, at_ms: int, minute_ms: int) -> bool:
        """Compress first, then write it all in one short transaction; another process may have had the minute."""
        whole = {audience: frame() for audience, frame in self._frames.items()}
        place = {"minute_ms": minute_ms, "at_ms": at_ms}
        rows = [
            {"audience": audience, **place, "frame": zlib.compress(frame)}
            for audience, frame in whole.items()
            if frame is not None
        ]
        snapshot = self._latest()
        if not rows or snapshot is None:
            return False
        record: dict[str, object] = {
            **place,
            "feeds": [_feed_row(feed) for feed in snapshot.feeds],
            "balance": _balance_row(snapshot),
            "lag": None if snapshot.lag is None else asdict(snapshot.lag),
        }
        with self._store.writing() as connection:
            insert_once(connection, frozen_frames, rows)
            insert_once(connection, feed_records, [record])
        return True


def _feed_row(feed: FeedHealth) -> dict[str, Any]:
    return {**asdict(feed), "brings": sorted(feed.brings)}


def _balance_row(snapshot: Snapshot) -> dict[str, int]:
    return asdict(snapshot.balance) if snapshot.balance is not None else {}


# --- reading back


@dataclass(frozen=True, slots=True)
class FrozenFrame:
    """What an audience's screens showed at `at_ms`: the bytes of the whole frame."""

    audience: str
    at_ms: int
    frame: bytes


def frozen_frame(store: Store, audience: str, at: datetime) -> FrozenFrame | None:
    """The last frame that was frozen up to an instant, None where there is none."""
    table = frozen_frames.c
    query = (
        select(table.audience, table.at_ms, table.frame)
        .where(table.audience == audience, table.at_ms <= epoch_ms(at))
        .order_by(table.minute_ms.desc())
        .limit(1)
    )
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    return None if row is None else FrozenFrame(row.audience, row.at_ms, zlib.decompress(row.frame))


def record_at(store: Store, at: datetime) -> FeedRecord:
    """How the feeds and the balance were at an instant, as recorded shortly before it."""
    table, at_ms = feed_records.c, epoch_ms(at)
    is_near = (table.at_ms <= at_ms) & (table.minute_ms >= epoch_ms(at - RECORD_HOLDS) - MINUTE_MS)
    query = select(feed_records).where(is_near).order_by(table.minute_ms.desc()).limit(1)
    with store.reading() as connection:
        row = connection.execute(query).one_or_none()
    if row is None:
        return NO_RECORD
    balance = BalanceTotals(**row.balance) if row.balance else None
    lag = Lag(**row.lag) if row.lag else None
    return FeedRecord(tuple(_feed(feed) for feed in row.feeds), balance, row.at_ms, lag)


def _feed(row: Mapping[str, Any]) -> FeedHealth:
    told = {"state": FeedState(row["state"]), "stream": Stream(row["stream"])}
    return FeedHealth(**{**row, **told, "brings": frozenset(Facts(facts) for facts in row["brings"])})


def expire_frozen(store: Store, now: datetime, keep_days: int) -> int:
    """Delete what was frozen more than so many days ago; how much that was."""
    limit = epoch_ms(now - timedelta(days=keep_days)) // MINUTE_MS * MINUTE_MS
    with store.writing() as connection:
        gone = [
            connection.execute(table.delete().where(table.c.minute_ms < limit)).rowcount
            for table in (frozen_frames, feed_records)
        ]
    return sum(gone)
