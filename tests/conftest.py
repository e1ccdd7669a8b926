"""Fixtures that many tests share: the city, real servers, and stores of both kinds."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
import redis
from hypothesis import settings

from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.repository import Repository
from data_sources.store import Store, migrate, open_store
from data_sources.stream import connect
from domain.complaints import ComplaintRules
from domain.profile import CityProfile
from tests.servers import (
    RedisServer,
    create_database,
    drop_database,
    embedded_redis_binary,
    redis_binary,
    running_postgres,
    running_redis,
)
from tests.sharing import Shares, rank

ROOT = Path(__file__).resolve().parent.parent
CITY = ROOT / "cities" / "tangerang"
_numbers = count(1)

settings.register_profile("house", deadline=None)  # speed is measured in bench/, not by a clock in a test
settings.load_profile("house")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long comes first."""
    items.sort(key=lambda item: rank(item.nodeid))


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config) -> Shares:
    """The shares, where several processes run the tests."""
    return Shares(config)


@pytest.fixture(scope="session")
def tangerang() -> CityProfile:
    return load_city(CITY)


@pytest.fixture(scope="session")
def rules(tangerang: CityProfile) -> ComplaintRules:
    return ComplaintRules(tangerang, load_legal_limits(CITY))


@pytest.fixture(scope="session")
def server_folder() -> Iterator[Path]:
    """A short path, since sockets allow no long one; readable for the user that PostgreSQL runs as."""
    with tempfile.TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        yield Path(folder)


@pytest.fixture(scope="session")
def redis_server(server_folder: Path) -> Iterator[RedisServer]:
    with running_redis(server_folder / "redis7", redis_binary()) as server:
        yield server


@pytest.fixture(scope="session")
def embedded_redis_server(server_folder: Path) -> Iterator[RedisServer]:
    with running_redis(server_folder / "redis6", embedded_redis_binary()) as server:
        yield server


@pytest.fixture
def redis_client(redis_server: RedisServer) -> Iterator["redis.Redis"]:
    yield from _clean_client(redis_server)


@pytest.fixture(params=["redis7", "embedded"])
def any_redis_client(request: pytest.FixtureRequest) -> Iterator["redis.Redis"]:
    """A clean Redis 7 and, in a second run, the embedded one."""
    name = "redis_server" if request.param == "redis7" else "embedded_redis_server"
    yield from _clean_client(request.getfixturevalue(name))


def _clean_client(server: RedisServer) -> Iterator["redis.Redis"]:
    client = connect(server.url)
    client.flushall()
    yield client
    client.close()


@pytest.fixture(scope="session")
def postgres_server(server_folder: Path) -> Iterator[str]:
    with running_postgres(server_folder / "postgres") as url:
        yield url


@pytest.fixture
def postgres_url(postgres_server: str) -> str:
    """An empty PostgreSQL database of its own."""
    return create_database(postgres_server, f"test_{os.getpid()}_{next(_numbers)}")


@pytest.fixture
def sqlite_url(tmp_path: Path) -> str:
    return f"sqlite:///{tmp_path / 'store.db'}"


@pytest.fixture(scope="session")
def migrated_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A migrated, empty SQLite store, to be copied: the migrations run but once."""
    path = tmp_path_factory.mktemp("migrated") / "store.db"
    migrate(f"sqlite:///{path}", ROOT / "migrations")
    return path


@pytest.fixture(scope="session")
def migrated_database(postgres_server: str) -> str:
    """The name of a migrated, empty PostgreSQL database, to be copied."""
    name = f"migrated_{os.getpid()}"
    migrate(create_database(postgres_server, name), ROOT / "migrations")
    return name


@pytest.fixture
def migrated_sqlite_url(migrated_file: Path, tmp_path: Path) -> str:
    """A migrated, empty SQLite store of its own."""
    return f"sqlite:///{shutil.copy(migrated_file, tmp_path / 'store.db')}"


@pytest.fixture
def migrated_postgres_url(postgres_server: str, migrated_database: str) -> Iterator[str]:
    """A migrated, empty PostgreSQL database of its own, which is gone after the test."""
    name = f"test_{os.getpid()}_{next(_numbers)}"
    yield create_database(postgres_server, name, migrated_database)
    drop_database(postgres_server, name)


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest) -> str:
    """A migrated, empty store: SQLite and, in a second run, PostgreSQL."""
    url: str = request.getfixturevalue(f"migrated_{'sqlite' if request.param == 'sqlite' else 'postgres'}_url")
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    opened = open_store(store_url)
    yield opened
    opened.dispose()


@pytest.fixture
def repository(store: Store, rules: ComplaintRules) -> Repository:
    return Repository(store, rules)
