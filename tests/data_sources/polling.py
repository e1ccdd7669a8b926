"""A city database that changes under a feed, and a feed with all it needs."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Protocol

from sqlalchemy import Engine, text

from data_sources.decode import Decoder
from data_sources.repository import Repository, Saved
from data_sources.table_feed import TableFeed, TableFeedSpec
from domain.balance import Balance
from domain.events import Event
from domain.profile import CityProfile

NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
JAKARTA = timezone(timedelta(hours=7))


def naive(*parts: int) -> datetime:
    """A timestamp without an offset, as databases give them."""
    return datetime(*parts, tzinfo=UTC).replace(tzinfo=None)  # type: ignore[misc,arg-type]  # parts are no zone


class StoppedClock:
    is_real = True

    def __init__(self) -> None:
        self.at = NOW

    def now(self) -> datetime:
        return self.at


@dataclass
class SourceDatabase:
    """A city's database, written by somebody else; timestamps have no offset and are Jakarta's."""

    url: str
    engine: Engine

    def run(self, statement: str, **values: object) -> None:
        with self.engine.begin() as connection:
            connection.execute(text(statement), values)

    def create(self) -> None:
        stamp = "TEXT" if self.is_sqlite else "TIMESTAMP"
        number = "NUMERIC" if self.is_sqlite else "NUMERIC(9, 6)"
        self.run(
            f"CREATE TABLE laporan (id INTEGER PRIMARY KEY, kategori TEXT, lintang {number}, bujur {number},"
            f" isi TEXT, pelapor TEXT, dibuat {stamp}, diubah {stamp})"
        )

    @property
    def is_sqlite(self) -> bool:
        return self.engine.dialect.name == "sqlite"

    def stamp(self, seconds: float) -> Any:
        """An instant some seconds from now as this database keeps it."""
        local = (NOW + timedelta(seconds=seconds)).astimezone(JAKARTA).replace(tzinfo=None)
        return local.isoformat(" ", "milliseconds") if self.is_sqlite else local

    def put(self, key: int, changed: float, category: str = "pothole", connection: Any = None) -> None:
        """Insert or update a row whose watermark lies `changed` seconds from now."""
        values = {"id": key, "kategori": category, "dibuat": self.stamp(-3600), "diubah": self.stamp(changed)}
        statement = text(
            "INSERT INTO laporan (id, kategori, dibuat, diubah) VALUES (:id, :kategori, :dibuat, :diubah)"
            " ON CONFLICT (id) DO UPDATE SET kategori = excluded.kategori, diubah = excluded.diubah"
        )
        if connection is not None:
            connection.execute(statement, values)
            return
        with self.engine.begin() as own:
            own.execute(statement, values)


def a_spec(url: str = "sqlite:///x.db", **changes: Any) -> TableFeedSpec:
    values: dict[str, Any] = {
        "name": "sp4n",
        "url": url,
        "table": "laporan",
        "key": "id",
        "watermark": "diubah",
        "type": "complaint.filed",
        "at": "dibuat",
        "timezone": "Asia/Jakarta",
        "batch": 3,
        "fields": {"complaint_id": "id", "category": "kategori", "lat": "lintang", "lon": "bujur", "text": "isi"},
        "constants": {"channel": "SP4N-LAPOR"},
    }
    return TableFeedSpec(**{**values, **changes})


@dataclass
class Poller:
    """A feed with all it needs, and what it published."""

    spec: TableFeedSpec
    repository: Repository
    city: CityProfile
    published: list[Saved] = field(default_factory=list)
    clock: StoppedClock = field(default_factory=StoppedClock)
    seconds: float = 0.0

    def __post_init__(self) -> None:
        self.start()

    def restart(self) -> None:
        self.feed.close()
        self.start()

    def start(self) -> None:
        decoder = Decoder(self.city)
        self.feed = TableFeed(
            self.spec, decoder, self.repository, self.published.append, self.clock, lambda: self.seconds
        )

    def poll(self) -> int:
        """Until nothing new is found; the poll after the last row is the one that looks back."""
        total = 0
        while worked := self.feed.step() + self.feed.step():
            total += worked
        return total

    def balance(self) -> Balance:
        (balance,) = self.repository.balances()
        assert balance.is_balanced, balance
        assert balance.stream == "feed:sp4n"
        return balance

    def events(self) -> list[Event]:
        return sorted(self.repository.newest_events("complaint", 1000), key=lambda event: event.event_id)


class MakePoller(Protocol):
    """Makes a poller of a source; `changes` are those of its specification."""

    def __call__(self, url: str, **changes: Any) -> Poller: ...
