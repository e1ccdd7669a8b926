"""The product with the second city's folder: its wall and the mayor's page in a browser, filled by its own producer."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from playwright.sync_api import Browser

from data_sources.city_folder import load_city
from data_sources.simulator.city import Simulator
from data_sources.simulator.config import load_simulator_config
from data_sources.simulator.feed import write_entries
from data_sources.stream import connect
from domain.identity import Role
from layouts.ids import Id
from tests.browser.product import KEY, ROOT, Product
from tests.browser.wall import FULL_HD, Wall, new_page
from tests.servers import RedisServer, redis_binary, running_redis
from tests.signing_in import cookie

FOLDER = ROOT / "cities" / "baltimore"


@dataclass
class SecondCity(Product):
    """The same product, with another folder and the producers that stand in it."""

    def _config(self) -> Mapping[str, object]:
        own = {key: value for key, value in super()._config().items() if key != "feeds"}
        return own | {"city": "cities/baltimore", "wall": {"language": "en"}}


def fill(server: RedisServer) -> None:
    """Two days of requests and a heartbeat, as its simulator tells them up to now."""
    config = load_simulator_config(FOLDER / "simulator.yaml").model_copy(update={"longest_life_days": 7})
    simulator, now = Simulator(load_city(FOLDER), config, 7), datetime.now(UTC)
    entries = list(simulator.history(now - timedelta(minutes=1), days=2))
    beat = simulator.heartbeat(now)
    client = connect(server.url)
    write_entries(client, [(KEY, entry) for entry in [*entries, *([beat] if beat else [])]])
    client.close()


@pytest.fixture(scope="module")
def baltimore() -> Iterator[Product]:
    with TemporaryDirectory(prefix="lr-", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        with running_redis(folder / "redis", redis_binary()) as server:
            fill(server)
            running = SecondCity(folder, server, kept=())  # the boundaries are those of another city
            try:
                yield running.start()
            finally:
                running.stop()


@pytest.fixture
def wall(browser: Browser, baltimore: Product) -> Iterator[Wall]:
    opened = Wall(new_page(browser, FULL_HD), baltimore)
    yield opened
    opened.page.context.close()


def test_the_wall_and_the_mayors_page_show_the_city(wall: Wall) -> None:
    wall.open()
    wall.until(lambda: wall.number(Id.COMPLAINTS_OPEN) > 0, "open requests")
    assert "Baltimore Live Room" in wall.page.inner_text("h1")
    assert wall.page.inner_text("#health-feed-name-0") == "311"
    assert wall.is_shown("#agencies-panel")
    assert wall.page.locator("#queues-brief-panel").count() == 0
    wall.page.context.add_cookies([cookie(wall.product.token(Role.MAYOR), wall.product.url)])
    wall.page.goto(f"{wall.product.url}/mayor")
    wall.until(lambda: wall.text("mayor-figure-open-value") not in ("", "–"), "the mayor's numbers")
    assert wall.text(Id.MAYOR_CLOCK)
    assert wall.page.locator("#mayor-section-emergencies").count() == 0
    assert wall.complaints == []
