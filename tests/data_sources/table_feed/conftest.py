"""Databases that are sources of rows, and pollers of them."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import create_engine

from data_sources.repository import Repository
from domain.profile import CityProfile
from tests.data_sources.polling import MakePoller, Poller, SourceDatabase, a_spec
from tests.servers import create_database


@pytest.fixture(scope="session")
def postgres_source_url(postgres_server: str) -> str:
    """One database for all tests: to make and to flush one for each takes longer than the tests."""
    return create_database(postgres_server, f"source_{os.getpid()}")


@pytest.fixture
def postgres_source(postgres_source_url: str) -> Iterator[SourceDatabase]:
    """Without a table yet."""
    engine = create_engine(postgres_source_url, pool_size=8)
    database = SourceDatabase(postgres_source_url, engine)
    database.run("DROP TABLE IF EXISTS laporan, lama")
    yield database
    engine.dispose()


@pytest.fixture
def source(store_url: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[SourceDatabase]:
    """Of the other kind than the store, so that SQLite and PostgreSQL are met in both roles."""
    if store_url.startswith("sqlite"):
        database: SourceDatabase = request.getfixturevalue("postgres_source")
    else:
        url = f"sqlite:///{tmp_path / 'a city.db'}"
        database = SourceDatabase(url, create_engine(url))
    database.create()
    yield database
    database.engine.dispose()


@pytest.fixture
def sqlite_source(tmp_path: Path) -> Iterator[SourceDatabase]:
    url = f"sqlite:///{tmp_path / 'source.db'}"
    engine = create_engine(url)
    yield SourceDatabase(url, engine)
    engine.dispose()


@pytest.fixture
def make_poller(repository: Repository, tangerang: CityProfile) -> Iterator[MakePoller]:
    made: list[Poller] = []

    def make(url: str, **changes: Any) -> Poller:
        made.append(Poller(a_spec(url, **changes), repository, tangerang))
        return made[-1]

    yield make
    for poller in made:
        poller.feed.close()


@pytest.fixture
def poller(source: SourceDatabase, make_poller: MakePoller) -> Poller:
    return make_poller(source.url)
