"""The picture of a populated city, measured: nothing overlaps, is cut off, or is too small to be read."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from domain.profile import CityProfile
from layouts.ids import Id
from layouts.theme import SMALLEST_ARC_MINUTES
from tests.browser.conftest import OpenWall
from tests.browser.geometry import (
    VIVID_AT_MOST,
    TextBox,
    arc_minutes,
    crosses,
    overflow,
    overlaps,
    spilling,
    text_boxes,
    vivid_share,
)
from tests.browser.populated import finished_complaints, open_complaints
from tests.browser.product import Producer, Product, running
from tests.browser.wall import Wall, new_page
from tests.servers import RedisServer, wait_until
from tests.walls import shipped_plan

pytestmark = pytest.mark.browser

SCREEN = shipped_plan().screens["wall-165"]
WALLS = [(1920, 1080), (3840, 2160)]
DESKS = [(1440, 900), (1180, 820), (820, 1180)]
SIZES_AT_MOST = 3
HEADLINES_AT_MOST = 7
HEADLINE_FROM = 45.0
"""Arc-minutes: between a title and a headline number."""

PAGED_MS = 1300
"""Lists look once a second how many rows fit."""

QUICK = ("overview", "queues", "adoption")
"""The scenes of the quick form."""


def name_of(size: tuple[int, int]) -> str:
    return f"{size[0]}x{size[1]}"


@pytest.fixture(scope="module")
def product(
    product_folder: Path, product_redis: RedisServer, producer: Producer, tangerang: CityProfile
) -> Iterator[Product]:
    """The product, started on a store that holds months of a city, so that its leaderboard is complete at once."""
    with running(Product(product_folder, product_redis)) as product:
        producer.tell_all([*finished_complaints(tangerang), *open_complaints(tangerang)])
        wait_until(lambda: product.waiting() == 0, "the city in the store")
        product.stop()
        yield product.start()


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


def check_parts(wall: Wall, screen: str, size: tuple[int, int], scenes: Sequence[str]) -> None:
    """Every part of some scenes: nothing overlaps, spills, is cut off, too small, or scrolls; few headline numbers."""
    profile = shipped_plan().screens[screen]
    seams = [size[0] * seam / profile.bezels.across for seam in range(1, profile.bezels.across)]
    for part in parts_of(wall, screen, scenes):
        boxes = text_boxes(wall.page)
        told = [box for box in boxes if not box.is_map]
        assert overlaps(told) == [], part
        assert [box.words for box in boxes if box.is_clipped] == [], part
        assert spilling(wall.page) == [], part
        assert overflow(wall.page) == (0, 0), part
        small = {box.words for box in boxes if arc_minutes(box.size, size[0], profile) < SMALLEST_ARC_MINUTES}
        assert small == set(), part
        assert len({round(box.size, 1) for box in boxes}) <= SIZES_AT_MOST, part
        assert sum(arc_minutes(box.size, size[0], profile) > HEADLINE_FROM for box in boxes) <= HEADLINES_AT_MOST, part
        if screen == "wall-165":
            assert [box.words for box in told if crosses(box, seams) and not is_header(box, size)] == [], part
    assert wall.complaints == []


def parts_of(wall: Wall, screen: str, scenes: Sequence[str]) -> Iterator[str]:
    """The parts of some scenes, each as it is shown."""
    wall.page.goto(f"{wall.product.url}/wall?profile={screen}")
    wall.until(lambda: bool(shown_scenes(wall)), "a scene")
    found: list[list[str]] = wall.page.evaluate(
        "[...document.querySelectorAll('[data-scene-mark]')].map((m) => [m.dataset.sceneMark, m.dataset.sceneOf])"
    )
    for part, scene in found:
        if scene in scenes:
            wall.page.goto(f"{wall.product.url}/wall?profile={screen}&scene={part}")
            wall.until(partial(is_shown, wall, part), "the first frame of the part")
            wall.page.evaluate("document.fonts.ready.then(() => null)")
            wall.page.wait_for_timeout(PAGED_MS)
            yield part


def is_shown(wall: Wall, part: str) -> bool:
    """Whether a part stands there with its values."""
    return shown_scenes(wall) == [part] and wall.text(Id.HEADER_CLOCK) not in ("", "–")


def is_header(box: TextBox, size: tuple[int, int]) -> bool:
    """Words of the header and of the strips below, which run over the whole width."""
    return box.bottom < 0.08 * size[1] or box.top > 0.85 * size[1]


def test_scenes_fit_the_usual_wall(turning_wall: Callable[[tuple[int, int]], Wall]) -> None:
    """Three scenes; all of them, on all kinds of screens, are in test_pixels."""
    check_parts(turning_wall(WALLS[0]), "wall-165", WALLS[0], QUICK)


@pytest.mark.long
@pytest.mark.parametrize("size", DESKS, ids=name_of)
def test_every_scene_can_be_read_on_a_desk(
    size: tuple[int, int], turning_wall: Callable[[tuple[int, int]], Wall]
) -> None:
    """On a desk or a tablet nothing overlaps, and nobody scrolls sideways."""
    wall = turning_wall(size)
    for part in parts_of(wall, "wall-165", [scene.name for scene in shipped_plan().scenes]):
        boxes = text_boxes(wall.page)
        assert overflow(wall.page)[0] == 0, part
        assert overlaps([box for box in boxes if not box.is_map]) == [], part


def shown_scenes(wall: Wall) -> list[str]:
    """The parts that the mark under the header says are shown."""
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
