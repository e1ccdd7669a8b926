"""The picture of a populated city, measured: nothing overlaps, is cut off, or is too small to be read."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.profile import CityProfile
from layouts.scenes import Scene
from layouts.theme import SMALLEST_ARC_MINUTES, ScreenProfile
from tests.browser.conftest import OpenWall
from tests.browser.geometry import arc_minutes, overflow, overlaps, text_boxes, vivid_share
from tests.browser.populated import finished_complaints, open_complaints
from tests.browser.product import Producer, Product
from tests.browser.wall import Wall, new_page
from tests.servers import RedisServer, wait_until

pytestmark = pytest.mark.browser

SCREEN = ScreenProfile(width_mm=6000, viewer_m=10)
WALLS = [(1920, 1080), (3840, 2160)]
DESKS = [(1440, 900), (1180, 820), (820, 1180)]
SIZES_AT_MOST = 3
HEADLINES_AT_MOST = 7
VIVID_AT_MOST = 0.05
SCENES = [scene.value for scene in Scene if scene is not Scene.OVERVIEW]


def name_of(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.fixture(scope="module")
def product(
    product_folder: Path, product_redis: RedisServer, producer: Producer, tangerang: CityProfile
) -> Iterator[Product]:
    """The product, started on a store that holds months of a city, so that its leaderboard is complete at once."""
    running = Product(product_folder, product_redis).start()
    try:
        producer.tell_all([*finished_complaints(tangerang), *open_complaints(tangerang)])
        wait_until(lambda: running.waiting() == 0, "the city in the store")
        running.stop()
        yield running.start()
    finally:
        running.stop()


@pytest.fixture(scope="module")
def turning_wall(browser: Browser, product: Product) -> Iterator[Callable[[tuple[int, int]], Wall]]:
    """One wall of each size, which the tests turn to their scenes: a browser parses the page's scripts but once."""
    walls: dict[tuple[int, int], Wall] = {}

    def wall_of(size: tuple[int, int]) -> Wall:
        if size not in walls:
            walls[size] = Wall(new_page(browser, size), product)
        walls[size].complaints.clear()
        return walls[size]

    yield wall_of
    for wall in walls.values():
        wall.page.context.close()


def settled(open_wall: OpenWall, size: tuple[int, int]) -> Wall:
    """A wall whose map has been drawn."""
    wall = open_wall(size).open()
    wall.page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => null)")
    wall.until(lambda: wall.pixels(0) > 0, "points on the map")
    wall.page.evaluate("new Promise(requestAnimationFrame)")
    return wall


@pytest.mark.parametrize("size", WALLS, ids=name_of)
def test_the_wall_is_one_picture(size: tuple[int, int], open_wall: OpenWall) -> None:
    """No scrollbar, no words over words, none cut off, on the map neither; the browser complains of nothing."""
    wall = settled(open_wall, size)
    boxes = text_boxes(wall.page)
    assert overflow(wall.page) == (0, 0)
    assert overlaps([box for box in boxes if not box.is_map]) == []
    assert overlaps([box for box in boxes if box.is_map]) == []
    assert [box.words for box in boxes if box.is_clipped] == []
    assert wall.complaints == []
    assert wall.strange_origins == set()


@pytest.mark.parametrize("size", WALLS, ids=name_of)
def test_everything_can_be_read_from_the_last_row(size: tuple[int, int], open_wall: OpenWall) -> None:
    """No word below sixteen arc-minutes; three sizes at most; no more headline numbers than a room keeps in mind."""
    boxes = text_boxes(settled(open_wall, size).page)
    sizes = {round(box.size, 1) for box in boxes}
    assert {box.words for box in boxes if arc_minutes(box.size, size[0], SCREEN) < SMALLEST_ARC_MINUTES} == set()
    assert len(sizes) <= SIZES_AT_MOST
    assert 0 < sum(round(box.size, 1) == max(sizes) for box in boxes) <= HEADLINES_AT_MOST


@pytest.mark.parametrize("scene", SCENES)
@pytest.mark.parametrize("size", [*WALLS, *DESKS], ids=name_of)
def test_every_scene_is_one_picture(
    size: tuple[int, int], scene: str, turning_wall: Callable[[tuple[int, int]], Wall]
) -> None:
    """As the overview: nothing overlaps, is cut off or too small, and no number is one too many."""
    wall = turning_wall(size).open(scene)
    wall.page.evaluate("document.fonts.ready.then(() => new Promise(requestAnimationFrame)).then(() => null)")
    wall.until(lambda: shown_scenes(wall) == [scene], "the scene")
    boxes = text_boxes(wall.page)
    assert overflow(wall.page)[0] == 0
    assert overlaps([box for box in boxes if not box.is_map]) == []
    assert [box.words for box in boxes if box.is_clipped] == []
    assert sum(round(box.size, 1) == max(round(box.size, 1) for box in boxes) for box in boxes) <= HEADLINES_AT_MOST
    if size in WALLS:
        assert overflow(wall.page) == (0, 0)
        assert {b.words for b in boxes if arc_minutes(b.size, size[0], SCREEN) < SMALLEST_ARC_MINUTES} == set()
    assert wall.complaints == []


def shown_scenes(wall: Wall) -> list[str]:
    """The scenes that the mark under the header says are shown."""
    found: list[str] = wall.page.evaluate(
        "[...document.querySelectorAll('[data-scene-mark][data-shown]')].map((mark) => mark.dataset.sceneMark)"
    )
    return found


def test_a_normal_hour_is_calm(browser: Browser, open_wall: OpenWall) -> None:
    """Colour is kept for what needs a person: hardly a pixel of it when nearly all is well."""
    wall = settled(open_wall, WALLS[0])
    assert 0 < vivid_share(browser, wall.page) < VIVID_AT_MOST


@pytest.mark.parametrize("size", DESKS, ids=name_of)
def test_the_wall_on_smaller_screens(size: tuple[int, int], open_wall: OpenWall) -> None:
    """On a desk or a tablet nothing overlaps or is cut off, and nobody scrolls sideways."""
    wall = settled(open_wall, size)
    boxes = text_boxes(wall.page)
    assert overflow(wall.page)[0] == 0
    assert overlaps([box for box in boxes if not box.is_map]) == []
    assert overlaps([box for box in boxes if box.is_map]) == []
    assert [box.words for box in boxes if box.is_clipped] == []
