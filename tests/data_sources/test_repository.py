"""The store: rebuilding equals history, personal data stands apart, one writer, and it may go away and come back."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from threading import Event as StopSignal

import msgspec
import pytest
import redis
from sqlalchemy import Connection, select, text
from sqlalchemy.exc import OperationalError

from data_sources import ingest
from data_sources.decode import Decoder
from data_sources.ingest import run_source, sorted_out
from data_sources.repository import Batch, PositionMovedError, Repository, Saved
from data_sources.store import Store, StoreUrlError, migrate, open_store
from data_sources.tables import complaints, events, personal_data
from domain.clock import epoch_ms
from domain.complaints import Complaint, ComplaintRules
from domain.events import Stream
from domain.profile import CityProfile
from tests.conftest import ROOT
from tests.data_sources.chaos_check import Attempted, batch_folds
from tests.data_sources.chaos_plan import NOW, Attempt, Fields, plan
from tests.data_sources.chaos_plan import entry as an_entry
from tests.data_sources.test_ingest import KEY, an_ingester, drain, entry

pytestmark = pytest.mark.services

FILED: dict[str, object] = {"complaint_id": "K-1", "category": "pothole", "channel": "LAKSA"}


def save(repository: Repository, entries: list[Fields], stream: Stream = Stream.COMPLAINTS) -> Saved:
    """Save entries as one batch of a stream, after what is stored of it."""
    before = repository.position(stream)
    first = int(before.partition("-")[0])
    decoder = Decoder(repository.rules.profile)
    decoded = [
        decoder.decode(
            {name.encode(): value if isinstance(value, bytes) else value.encode() for name, value in fields.items()},
            f"{first + number}-0",
            stream,
            NOW,
        )
        for number, fields in enumerate(entries, start=1)
    ]
    return repository.save(sorted_out(Batch(stream, before, f"{first + len(entries)}-0", len(entries)), decoded))


def a_small_plan(repository: Repository, count: int = 800) -> list[Attempt]:
    """Random lives, saved in batches in the order in which they were sent."""
    attempts = plan(count, 5, repository.rules.profile)
    for stream in Stream:
        mine = [attempt.fields for attempt in attempts if attempt.stream is stream]
        for start in range(0, len(mine), 150):
            save(repository, mine[start : start + 150], stream)
    return attempts


def folds_until(attempts: list[Attempt], at_ms: int, rules: ComplaintRules) -> dict[str, Complaint]:
    """A recomputation in one batch, of the events up to an instant."""
    told = [
        Attempted("event", attempt.name, attempt.stream, "", *(str(attempt.fields[key]) for key in ("type", "at", "data")))
        for attempt in attempts
        if attempt.what == "event"
    ]
    return batch_folds([one for one in told if epoch_ms(ingest_time(one)) <= at_ms], rules)


def by_id(found: object) -> dict[str, Complaint]:
    """Complaints by their ids, without the numbers of their folds."""
    assert hasattr(found, "__iter__")
    return {one.complaint_id: msgspec.structs.replace(one, revision=0) for one in found}
