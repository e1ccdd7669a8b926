"""Dead letters: what is shown of them, and what becomes of them when they are read again."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.exc import OperationalError

from data_sources import dead_letters
from data_sources.dead_letters import expire, list_dead_letters, replay
from data_sources.decode import Decoder
from data_sources.ingest import sorted_out
from data_sources.live_set import live_entities
from data_sources.repository import Batch, Repository
from data_sources.store import Store
from data_sources.stream import FIRST_POSITION, as_fields
from data_sources.table_feed import TableFeed
from domain.balance import Balance
from domain.clock import epoch_ms
from domain.events import DeadLetterReason, Stream
from domain.letters import LetterChoice, ReplayResult
from domain.profile import CityProfile
from tests.data_sources.polling import a_spec

pytestmark = pytest.mark.services

KEY = "liveroom:complaints"
NOW = datetime(2026, 11, 18, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=3)
SECRET = "Budi Santoso"


class ClockAt:
    is_real = True

    def __init__(self, at: datetime) -> None:
        self.at = at

    def now(self) -> datetime:
        return self.at


def entry(event_id: str, category: str = "pothole", complaint_id: str = "K-1", **envelope: str) -> dict[bytes, bytes]:
    data = {"complaint_id": complaint_id, "category": category, "channel": "LAKSA", "text": SECRET}
    fields = {"v": "1", "id": event_id, "type": "complaint.filed", "at": NOW.isoformat(), "source": "laksa"}
    return as_fields({**fields, "data": json.dumps(data), **envelope})


def ingest(repository: Repository, city: CityProfile, *entries: dict[bytes, bytes] | None, key: str = KEY) -> None:
    """Save entries as the ingester does."""
    before = repository.position(key)
    first = int(before.partition("-")[0]) + 1
    decoder = Decoder(city)
    decoded = [
        decoder.decode(fields, f"{first + number}-0", Stream.COMPLAINTS, NOW) for number, fields in enumerate(entries)
    ]
    batch = Batch(key, before, f"{first + len(entries) - 1}-0", len(entries))
    repository.save(sorted_out(batch, decoded))


def with_category(city: CityProfile, code: str) -> CityProfile:
    """The city after somebody added a category to its folder."""
    added = replace(city.categories["pothole"], code=code)
    return replace(city, categories={**city.categories, code: added})


def again(repository: Repository, city: CityProfile, at: datetime = LATER) -> ReplayResult:
    return replay(repository, Decoder(city), KEY, Stream.COMPLAINTS, ClockAt(at))


def balance(repository: Repository) -> Balance:
    (found,) = repository.balances()
    assert found.is_balanced, found
    return found


def test_the_list_shows_what_was_wrong_and_nothing_personal(
    repository: Repository, store: Store, tangerang: CityProfile
) -> None:
    ingest(repository, tangerang, entry("e1", "ufo"), None, entry("e2"))
    ingest(repository, tangerang, entry("e3", "ghost"), key="liveroom:other")
    newest, trimmed, oldest = list_dead_letters(store, 10)
    assert (newest.stream, newest.value) == ("liveroom:other", "ghost")
    assert (trimmed.reason, trimmed.raw_bytes) == ("body_missing", 1)
    assert (oldest.reason, oldest.field, oldest.value, oldest.source) == (
        "unknown_category",
        "data.category",
        "ufo",
        "laksa",
    )
    assert (oldest.position, oldest.received_ms, oldest.replayed_ms) == ("1-0", epoch_ms(NOW), 0)
    assert oldest.raw_bytes is not None
    assert oldest.raw_bytes > 100
    assert SECRET not in repr((newest, trimmed, oldest))
    assert list_dead_letters(store, 1) == [newest]
    assert list_dead_letters(store, 10, LetterChoice(stream=KEY)) == [trimmed, oldest]


def test_a_letter_becomes_an_event_once_the_city_knows_its_code(
    repository: Repository, store: Store, tangerang: CityProfile
) -> None:
    """It keeps the time it was received and its place, its complaint is folded, and its personal data set apart."""
    ingest(repository, tangerang, entry("e1", "ufo"), entry("e2", complaint_id="K-2"))
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult(replayed=1)
    assert {complaint.complaint_id for complaint in live_entities(repository, "complaint", NOW)} == {"K-1", "K-2"}
    event = next(event for event in repository.newest_events("complaint", 9) if event.event_id == "e1")
    assert (event.received_ms, event.position) == (epoch_ms(NOW), "1-0")
    assert SECRET.encode() not in event.data
    (letter,) = list_dead_letters(store, 10)
    assert letter.replayed_ms == epoch_ms(LATER)
    found = balance(repository)
    assert (found.received, found.stored, found.dead_lettered, found.position) == (2, 2, 0, "2-0")
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult()


def test_a_replayed_complaint_is_seen_by_those_who_follow_the_store(
    repository: Repository, tangerang: CityProfile
) -> None:
    ingest(repository, tangerang, entry("e1", "ufo"), entry("e2", complaint_id="K-2"))
    before = repository.revision()
    again(repository, with_category(tangerang, "ufo"))
    (complaint,) = repository.entities_between(before, repository.revision())["complaint"]
    assert complaint.entity_id == "K-1"


def test_a_letter_that_was_sent_again_meanwhile_is_a_duplicate(repository: Repository, tangerang: CityProfile) -> None:
    """The producer corrected it under the same id, and another letter came twice."""
    ingest(repository, tangerang, entry("e1", "ufo"), entry("e2", "ufo"), entry("e2", "ufo"), entry("e1"))
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult(replayed=1, duplicates=2)
    found = balance(repository)
    assert (found.received, found.stored, found.duplicates, found.dead_lettered) == (4, 2, 2, 0)


def test_a_heartbeat_among_the_letters_is_counted_as_one(repository: Repository, tangerang: CityProfile) -> None:
    heartbeat = entry("h1", type="heartbeat", data='{"producer":"laksa"}', at=(NOW + timedelta(days=2)).isoformat())
    ingest(repository, tangerang, heartbeat, entry("e1"))
    assert again(repository, tangerang, NOW + timedelta(days=3)) == ReplayResult(heartbeats=1)
    found = balance(repository)
    assert (found.heartbeats, found.dead_lettered) == (1, 0)
    assert repository.known_producers() == []


def test_a_letter_that_is_still_wrong_stays_with_its_new_reason(
    repository: Repository, store: Store, tangerang: CityProfile
) -> None:
    """With the category known, the next mistake of the same entry comes to light."""
    data = json.dumps({"complaint_id": "K-1", "category": "ufo", "channel": "fax"})
    ingest(repository, tangerang, entry("e1", data=data), None)
    before = list_dead_letters(store, 10)
    assert again(repository, tangerang) == ReplayResult(still_rejected=2)
    assert list_dead_letters(store, 10) == before
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult(still_rejected=2)
    trimmed, letter = list_dead_letters(store, 10)
    assert (letter.reason, letter.field, letter.value) == (DeadLetterReason.UNKNOWN_CHANNEL, "data.channel", "fax")
    assert (letter.replayed_ms, letter.received_ms) == (0, epoch_ms(NOW))
    assert trimmed.reason == DeadLetterReason.BODY_MISSING
    assert balance(repository).dead_lettered == 2


def test_many_letters_go_in_chunks_and_other_sources_are_left_alone(
    repository: Repository, tangerang: CityProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dead_letters, "CHUNK", 3)
    mixed = [entry(f"e{number}", "ufo" if number % 3 else "ghost", f"K-{number}") for number in range(11)]
    ingest(repository, tangerang, *mixed)
    ingest(repository, tangerang, entry("other", "ufo"), key="liveroom:other")
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult(replayed=7, still_rejected=4)
    ours, others = repository.balances()
    assert (ours.stored, ours.dead_lettered, ours.is_balanced) == (7, 4, True)
    assert (others.stored, others.dead_lettered, others.is_balanced) == (0, 1, True)


class BreakingRepository(Repository):
    def add(self, *arguments: Any) -> Any:
        super().add(*arguments)
        raise OperationalError("add", {}, Exception("disk full"))


def test_a_replay_that_breaks_changes_nothing(repository: Repository, store: Store, tangerang: CityProfile) -> None:
    ingest(repository, tangerang, entry("e1", "ufo"))
    before = list_dead_letters(store, 10)
    broken = BreakingRepository(repository.store, repository.rules)
    with pytest.raises(OperationalError):
        again(broken, with_category(tangerang, "ufo"))
    assert list_dead_letters(store, 10) == before
    assert (balance(repository).stored, balance(repository).dead_lettered) == (0, 1)


def test_bytes_expire_and_the_letter_stays(repository: Repository, store: Store, tangerang: CityProfile) -> None:
    ingest(repository, tangerang, entry("e1", "ufo"))
    assert expire(store, NOW + timedelta(days=30), 30) == 0
    assert expire(store, NOW + timedelta(days=30, seconds=1), 30) == 1
    assert expire(store, NOW + timedelta(days=31), 30) == 0
    (letter,) = list_dead_letters(store, 10)
    assert (letter.raw_bytes, letter.reason) == (None, "unknown_category")
    assert again(repository, with_category(tangerang, "ufo")) == ReplayResult()
    assert balance(repository).dead_lettered == 1


def test_a_rejected_row_of_a_table_feed_can_be_replayed_and_is_not_read_again(
    repository: Repository, tangerang: CityProfile, tmp_path: Any
) -> None:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    engine = create_engine(url)
    with engine.begin() as connection:
        connection.execute(text("CREATE TABLE laporan (id INTEGER, kategori TEXT, dibuat TEXT)"))
        connection.execute(text("INSERT INTO laporan VALUES (1, 'ufo', '2026-11-18T10:00:00+07:00')"))
    engine.dispose()
    fields = {"complaint_id": "id", "category": "kategori"}
    spec = a_spec(url, watermark="id", fields=fields, timezone=None)
    wiser = with_category(tangerang, "ufo")
    for city, worked in ((tangerang, 1), (wiser, 0)):
        feed = TableFeed(spec, Decoder(city), repository, lambda _: None, ClockAt(NOW))
        assert feed.step() == worked
        feed.close()
    result = replay(repository, Decoder(wiser), "feed:sp4n", Stream.COMPLAINTS, ClockAt(LATER))
    assert result == ReplayResult(replayed=1)
    feed = TableFeed(spec, Decoder(wiser), repository, lambda _: None, ClockAt(LATER))
    assert feed.step() == 0
    feed.close()
    found = balance(repository)
    assert (found.received, found.stored, found.dead_lettered) == (1, 1, 0)


def test_a_source_without_letters_has_nothing_to_replay(repository: Repository, tangerang: CityProfile) -> None:
    assert repository.position(KEY) == FIRST_POSITION
    assert again(repository, tangerang) == ReplayResult()
