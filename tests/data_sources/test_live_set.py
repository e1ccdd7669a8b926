"""What may have been live in a past: leaving the rest unread makes no difference, whatever came late."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from functools import partial
from typing import Any

import pytest
from sqlalchemy import update

from data_sources.folding import Until
from data_sources.live_set import past_entities
from data_sources.repository import Repository
from data_sources.tables import events, position_trail
from domain.city import LiveCity
from tests.data_sources.chaos_check import live_rows
from tests.data_sources.chaos_lives import NOW
from tests.data_sources.test_repository import save_lives

pytestmark = pytest.mark.services
DAY_MS = 86_400_000
DAYS = (0, 1, 3, 7, 30, 90, 300)
LATEST_DAYS = 400
"""Some events come in so many days late, and no two of one thing alike."""


def come_late(repository: Repository) -> None:
    with repository.store.writing() as connection:
        for table in (events, position_trail):
            lateness = (table.c.occurred_ms // 1000 % LATEST_DAYS) * DAY_MS
            connection.execute(update(table).values(received_ms=table.c.occurred_ms + lateness))


def live_city(repository: Repository, until: Until, entities: Callable[[str], Iterator[Any]]) -> LiveCity:
    city = LiveCity(repository.rules.profile)
    city.load(entities("complaint"), until.at)
    for kind in city.services.kinds:
        city.services.load(kind, entities(kind), until.at)
    return city


def test_what_is_left_unread_was_not_live(repository: Repository) -> None:
    save_lives(repository)
    come_late(repository)
    seen = set()
    for days in DAYS:
        at = NOW - timedelta(days=days)
        for until in (Until(at), Until(at, received_by=at)):
            some = live_city(repository, until, partial(past_entities, repository, until=until))
            every = live_city(repository, until, partial(repository.entities_known, until=until))
            assert live_rows(some) == live_rows(every), until
            seen |= {row.partition(" ")[0] for row in live_rows(some)}
    assert {"complaint", "call", "ticket", "task", "attendance"} <= seen
