"""A browser for the whole session; for each module the real product, its Redis, and a producer that reports to it."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.browser.product import Producer, Product, running
from tests.browser.wall import FULL_HD, Wall, new_page
from tests.servers import RedisServer, missing, redis_binary, running_redis

BROWSERS = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    *("--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
)
"""A browser that talks to the product only."""

OpenWall = Callable[..., Wall]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None:
        missing("Chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=list(QUIET))
        yield opened
        opened.close()


@pytest.fixture(scope="module")
def product_folder() -> Iterator[Path]:
    with TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as folder:
        yield Path(folder)


@pytest.fixture(scope="module")
def product_redis(product_folder: Path) -> Iterator[RedisServer]:
    with running_redis(product_folder / "redis", redis_binary()) as server:
        yield server


@pytest.fixture(scope="module")
def producer(product_redis: RedisServer) -> Iterator[Producer]:
    producer = Producer(product_redis.url)
    producer.speak()
    yield producer
    producer.close()


@pytest.fixture(scope="module")
def product(product_folder: Path, product_redis: RedisServer, producer: Producer) -> Iterator[Product]:
    with running(Product(product_folder, product_redis)) as product:
        yield product


@pytest.fixture
def open_wall(browser: Browser, product: Product) -> Iterator[OpenWall]:
    """Opens walls, in sizes, and closes them after the test."""
    walls: list[Wall] = []

    def open_one(size: tuple[int, int] = FULL_HD) -> Wall:
        walls.append(Wall(new_page(browser, size), product))
        return walls[-1]

    yield open_one
    for wall in walls:
        wall.page.context.close()


@pytest.fixture
def wall(open_wall: OpenWall) -> Wall:
    """A wall that has drawn its first frame."""
    return open_wall().open()
