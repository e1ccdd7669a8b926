"""A network that lets no socket through: the wall asks again and again, and is as true as with one."""

import re
from collections.abc import Callable

import pytest

from layouts.ids import Id
from tests.browser.conftest import OpenWall
from tests.browser.product import Producer, Product
from tests.browser.wall import Wall

pytestmark = pytest.mark.browser

SOCKETS = re.compile(r"^(http|ws)s?://[^/]+/socket\.io/")
CLIENT = re.compile(r"/assets/.*socket\.io")


def without_sockets(wall: Wall) -> None:
    wall.page.route(SOCKETS, lambda route: route.abort())
    wall.page.route_web_socket(SOCKETS, lambda socket: socket.close())


def without_client(wall: Wall) -> None:
    wall.page.route(CLIENT, lambda route: route.abort())


@pytest.mark.parametrize("block", [without_sockets, without_client])
def test_a_wall_without_sockets_is_still_live(
    block: Callable[[Wall], None], open_wall: OpenWall, producer: Producer
) -> None:
    """What happens is drawn, and the connection counts as good."""
    wall = open_wall()
    block(wall)
    wall.open()
    filed = producer.file_complaint(f"polled-{block.__name__}")
    wall.until(lambda: wall.newest() == filed, "the complaint on the wall")
    wall.until(lambda: wall.connection == "ok", "the connection")
    assert wall.number(Id.COMPLAINTS_OPEN) > 0
    assert wall.frames == []


def test_a_wall_without_sockets_notices_the_end(open_wall: OpenWall, product: Product, producer: Producer) -> None:
    """A server that no longer answers is lost, with the last numbers left standing, and found again."""
    wall = open_wall()
    without_client(wall)
    wall.open()
    before = producer.file_complaint("before-the-end")
    wall.until(lambda: wall.newest() == before and wall.connection == "ok", "the complaint and the connection")
    shown = wall.number(Id.COMPLAINTS_OPEN)
    product.kill()
    wall.until(lambda: wall.connection == "lost", "the loss on the wall")
    assert (wall.newest(), wall.number(Id.COMPLAINTS_OPEN)) == (before, shown)
    product.start()
    after = producer.file_complaint("after-the-end")
    wall.until(lambda: wall.newest() == after, "the next complaint on the wall")
    wall.until(lambda: wall.connection == "ok", "the connection again")
    assert wall.number(Id.COMPLAINTS_OPEN) == shown + 1
    assert wall.frames == []
