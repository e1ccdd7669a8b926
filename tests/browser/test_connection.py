"""A wall never looks alive when it is not: the server, Redis or a feed goes away, and comes back."""

from collections.abc import Callable
from time import monotonic

import pytest

from tests.browser.product import Producer, Product
from tests.browser.wall import Wall
from tests.servers import RedisServer

pytestmark = pytest.mark.browser

SILENCE_SECONDS = 3.0
"""So long may a wall look alive after its server is gone."""

RECOVERY_SECONDS = 30.0
BEAT_SECONDS = 0.5

WATCH = """() => {
  window.isSamePage = true;
  window.losses = [];
  new MutationObserver(() => {
    if (document.documentElement.dataset.connection !== "lost") return;
    const banner = document.querySelector("[data-live=connection]");
    window.losses.push({ at: performance.now(), words: banner.innerText });
  }).observe(document.documentElement, { attributes: true, attributeFilter: ["data-connection"] });
}"""


def losses(wall: Wall) -> list[tuple[float, str]]:
    """When the wall said that its connection is lost, in this process's monotonic seconds, and in which words."""
    before = monotonic()
    page_ms = wall.page.evaluate("performance.now()")
    now = (before + monotonic()) / 2
    return [(now - (page_ms - loss["at"]) / 1000, loss["words"]) for loss in wall.page.evaluate("window.losses")]


def panel_states(wall: Wall) -> set[str]:
    """The states that the panels of the feed are marked with."""
    states: list[str] = wall.page.evaluate(
        "[...document.querySelectorAll('.panel[data-feed~=laksa]')].map((panel) => panel.dataset.feedState)"
    )
    return set(states)


@pytest.mark.parametrize("end", [Product.stop, Product.kill], ids=["stopped", "killed"])
def test_a_server_that_ends_is_told_and_heals(
    end: Callable[[Product], float], wall: Wall, product: Product, producer: Producer
) -> None:
    """Within three seconds the wall says so; later it goes on by itself, without a reload, and missed nothing."""
    wall.page.evaluate(WATCH)
    assert wall.connection == "ok"
    assert not wall.is_shown("[data-live=connection]")

    gone = end(product)
    wall.until(lambda: wall.connection == "lost", "the loss on the wall")
    at, words = losses(wall)[0]
    assert at - gone <= SILENCE_SECONDS
    assert words.startswith("PUTUS: data tidak mutakhir sejak ")
    assert wall.is_shown("[data-live=connection]")

    meanwhile = producer.file_complaint(f"meanwhile-{end.__name__}")
    product.start()
    wall.until(lambda: wall.connection == "ok", "the connection", RECOVERY_SECONDS)
    wall.until(lambda: wall.newest() == meanwhile, "what happened meanwhile", RECOVERY_SECONDS)
    assert not wall.is_shown("[data-live=connection]")
    assert wall.page.evaluate("window.isSamePage") is True


def test_a_server_that_hangs_is_told_and_heals(wall: Wall, product: Product) -> None:
    """Its connections are open, and nothing comes: that is no life either."""
    wall.page.evaluate(WATCH)
    frozen = product.freeze()
    try:
        wall.until(lambda: wall.connection == "lost", "the loss on the wall")
        assert losses(wall)[0][0] - frozen <= SILENCE_SECONDS
    finally:
        product.thaw()
    wall.until(lambda: wall.connection == "ok", "the connection")


def test_redis_that_ends_is_told_under_a_live_server(
    wall: Wall, product_redis: RedisServer, producer: Producer
) -> None:
    """The socket is healthy and the road behind it dead: the feed is lost. When Redis returns, so does the feed."""
    wall.page.evaluate(WATCH)
    producer.speak(BEAT_SECONDS)
    wall.until(lambda: panel_states(wall) <= {"good", "quiet"}, "a living feed")

    product_redis.stop()
    wall.until(lambda: panel_states(wall) == {"late"}, "late panels")
    wall.until(lambda: panel_states(wall) == {"lost"}, "lost panels")
    assert wall.connection == "ok"

    product_redis.start()
    producer.speak()
    returned = producer.file_complaint("after-redis")
    wall.until(lambda: wall.newest() == returned, "what Redis brought back", RECOVERY_SECONDS)
    wall.until(lambda: panel_states(wall) == {"good"}, "a good feed again")
    assert losses(wall) == []
    assert wall.page.evaluate("window.isSamePage") is True
