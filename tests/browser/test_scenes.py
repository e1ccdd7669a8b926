"""An operator's hour at the wall: scenes follow each other, one can be held, and none moves while nothing is known."""

from collections.abc import Mapping
from itertools import pairwise
from typing import Any

import pytest

from data_sources.alarm_desk import AlarmDesk
from data_sources.alarm_log import AlarmLog
from data_sources.clock import SystemClock
from data_sources.store import open_store
from domain.alarms.life import AlarmEvent, Happening, Origin
from domain.alarms.priority import Priority
from domain.clock import epoch_ms
from domain.identity import Identity, Role
from domain.profile import CityProfile
from layouts.ids import Id
from tests.browser.conftest import OpenWall
from tests.browser.moves import MOVES
from tests.browser.product import Product
from tests.browser.wall import Wall
from tests.changing_city import moments
from tests.walls import deck_of

pytestmark = pytest.mark.browser

DWELL_SECONDS = 0.6
STIR_MS = 250
SLACK_SECONDS = 10.0
"""A busy machine may draw a scene late."""

USUAL_DWELL = "30"
"""What the page says of how long a scene stays, in seconds, where nobody configured it."""

HURRY = """(seconds) => {
  const marks = [...document.querySelectorAll("[data-scene-mark]")];
  const usual = marks[0].dataset.dwellSeconds;
  for (const mark of marks) mark.dataset.dwellSeconds = String(seconds);
  return usual;
}"""

# Each scene with when it began to be shown, as the mark under the header says: told at once, however busy the page is.
WATCH = """() => {
  window.isSamePage = true;
  window.turns = [];
  const look = () => {
    const mark = document.querySelector("[data-scene-mark][data-shown]");
    const name = mark && mark.dataset.sceneMark;
    const last = window.turns[window.turns.length - 1];
    if (name && (!last || last.name !== name)) window.turns.push({ name, at: performance.now() / 1000 });
  };
  look();
  const changes = { subtree: true, childList: true, attributeFilter: ["data-shown"] };
  new MutationObserver(look).observe(document.body, changes);
}"""

# Every layout shift from now on, with what moved; text by the element it stands in.
LISTEN = """() => {
  const { named, place } = window.moves;
  window.moved = [];
  new PerformanceObserver((list) => {
    for (const { value, sources } of list.getEntries()) {
      for (const { node, previousRect, currentRect } of sources) {
        window.moved.push(`${named(node)}: ${place(previousRect)} to ${place(currentRect)}, ${value.toFixed(5)}`);
      }
    }
  }).observe({ type: "layout-shift", buffered: true });
}"""

# Changes a part in two frames that follow each other, and tells frame by frame whether it is out of sight.
TWICE = """async () => {
  const part = document.querySelector(".legend-row");
  const told = [];
  const frame = () => new Promise(requestAnimationFrame).then(() => told.push("turning" in part.dataset));
  window.liveRoom.still(() => {}, [part]);
  await frame();
  window.liveRoom.still(() => {}, [part]);
  await frame();
  await frame();
  return told;
}"""

# Draws frames in turn as the page draws those of its server.
STIR = """([moments, everyMs]) => {
  const feeds = (n) => Object.fromEntries([...document.querySelectorAll("[data-feed]")].flatMap((element) =>
    element.dataset.feed.split(" ").map((code) => [code, ["lost", "good", "late"][n % 3]])));
  const state = { n: 0 };
  window.stirred = () => state.n;
  state.timer = setInterval(() => {
    window.liveRoom.drawPast({ props: moments[state.n % moments.length], feeds: feeds(state.n), ages: {} });
    state.n += 1;
  }, everyMs);
}"""

# The scenes of all parts that take room: each must stand in the one that is shown.
STRANGERS = """(name) => [...document.querySelectorAll("[data-scene]")]
  .filter((part) => part.checkVisibility() && !part.dataset.scene.split(" ").includes(name)).length"""


def stirring(city: CityProfile) -> list[Mapping[str, Any]]:
    """Moments of a city that changes much, without what would hold the scenes or arrange them otherwise.

    Whether a city is simulated is the product's to say, and never changes.
    """
    fixed = (Id.HEADER_SIMULATED_DATA, Id.HEADER_SIMULATED_CLOCK)
    held: Mapping[str, str] = {
        Id.ALARMS_STRIP: "data-alarm-critical",
        Id.HEADER_LEVEL: "data-city-level",
        Id.SPOTLIGHT: "data-spotlight-case",
    }
    return [
        {
            part: {name: value for name, value in props.items() if name != held.get(part)}
            for part, props in moment.items()
            if part not in fixed
        }
        for moment in moments(city).values()
    ]


@pytest.fixture
def turning(open_wall: OpenWall) -> Wall:
    """A wall that nobody holds, in a hurry, watched from its first frame on."""
    wall = open_wall()
    wall.page.add_init_script(f"({MOVES})()")
    wall.page.add_init_script(f"({LISTEN})()")
    wall.page.goto(f"{wall.product.url}/wall")
    wall.until(lambda: bool(shown(wall)), "a scene")
    assert wall.page.evaluate(HURRY, DWELL_SECONDS) == USUAL_DWELL
    wall.page.evaluate(WATCH)
    return wall


def shown(wall: Wall) -> list[str]:
    """The scenes that the mark under the header says are shown."""
    names: list[str] = wall.page.evaluate(
        "[...document.querySelectorAll('[data-scene-mark][data-shown]')].map((mark) => mark.dataset.sceneMark)"
    )
    return names


def seconds(wall: Wall) -> float:
    """The page's own clock."""
    now: float = wall.page.evaluate("performance.now() / 1000")
    return now


def turns(wall: Wall) -> list[tuple[str, float]]:
    """Each scene so far, with the second at which it began."""
    return [(turn["name"], turn["at"]) for turn in wall.page.evaluate("window.turns")]


def test_the_scenes_follow_each_other_by_themselves(turning: Wall, tangerang: CityProfile) -> None:
    """All of them, in their order and round again, each for its time, and only one at once.

    Since the page was opened nothing moves, whatever the city says meanwhile: layout shift is 0.
    """
    scenes = [part.name for part in deck_of(tangerang)]
    turning.page.evaluate(STIR, [stirring(tangerang), STIR_MS])
    turning.until(lambda: len(turns(turning)) > len(scenes) + 1, "a whole round", 30.0)
    told = turns(turning)
    assert turning.page.evaluate("window.moved.slice(0, 40).join('\\n')") == ""
    assert turning.page.evaluate("window.stirred()") > len(scenes)
    first = scenes.index(told[0][0])
    assert [name for name, _ in told] == [scenes[(first + step) % len(scenes)] for step in range(len(told))]
    stays = [later - earlier for (_, earlier), (_, later) in pairwise(told[1:])]
    assert all(stay <= DWELL_SECONDS + SLACK_SECONDS for stay in stays), stays
    assert sum(stays) >= 0.8 * DWELL_SECONDS * len(stays), stays  # one that was seen late seems to stay for less
    assert len(shown(turning)) == 1
    assert turning.page.evaluate("window.isSamePage") is True
    assert turning.complaints == []


def test_a_scene_that_is_held_stays_and_stands_alone(open_wall: OpenWall) -> None:
    """However long one looks; it lives on meanwhile, and no part of another scene takes room."""
    wall = open_wall().open("queues")
    wall.page.evaluate(HURRY, DWELL_SECONDS)
    wall.page.evaluate(WATCH)
    before = seconds(wall)
    wall.until(lambda: seconds(wall) - before > 4 * DWELL_SECONDS, "four turns' time")
    assert [name for name, _ in turns(wall)] == ["queues"]
    assert wall.page.evaluate(STRANGERS, "queues") == 0
    assert wall.connection == "ok"


def test_nothing_turns_while_the_connection_is_lost(turning: Wall, product: Product) -> None:
    """What was last known stays to be read; when the server is back the scenes go on, without a reload."""
    turning.until(lambda: len(turns(turning)) > 1, "a turn")
    product.freeze()
    try:
        turning.until(lambda: turning.connection == "lost", "the loss on the wall")
        held = turns(turning)
        lost = seconds(turning)
        turning.until(lambda: seconds(turning) - lost > 3 * DWELL_SECONDS, "three turns' time")
        assert turns(turning) == held
    finally:
        product.thaw()
    turning.until(lambda: len(turns(turning)) > len(held), "the next scene", 30.0)
    assert turning.connection == "ok"
    assert turning.page.evaluate("window.isSamePage") is True


def test_nothing_turns_while_a_critical_alarm_is_open(turning: Wall, product: Product) -> None:
    """It flashes for some seconds and then stands still; somebody's answer lets the scenes go on."""
    turning.until(lambda: len(turns(turning)) > 1, "a turn")
    store = open_store(product.store_url)
    log = AlarmLog(store)
    origin = Origin(rule="test", priority=Priority.CRITICAL, is_latching=True, owner=Role.OPERATOR)
    (raised,) = log.add(
        lambda _: [AlarmEvent(what=Happening.RAISED, at_ms=epoch_ms(SystemClock().now()), origin=origin)]
    )
    strip = turning.page.locator(".alarm-strip")
    turning.until(lambda: strip.get_attribute("data-alarm-critical") == "true", "the alarm on the wall")
    turning.until(lambda: strip.get_attribute("data-flashing") is not None, "the flashing")
    held, since = turns(turning), seconds(turning)
    turning.until(lambda: strip.get_attribute("data-flashing") is None, "the end of the flashing")
    assert seconds(turning) - since < 5 + SLACK_SECONDS
    assert strip.inner_text().split()[:2] == ["1", "KRITIS"]
    assert len(turns(turning)) <= len(held) + 1
    operator = Identity("oni", "Oni", Role.OPERATOR)
    AlarmDesk(log, SystemClock()).acknowledge(raised.number, operator, "", SystemClock().now())
    store.dispose()
    turning.until(lambda: strip.get_attribute("data-alarm-critical") == "false", "the answer on the wall")
    turning.until(lambda: len(turns(turning)) > len(held) + 1, "the next scene", 30.0)
    assert not strip.is_visible()
    assert turning.complaints == []


def test_what_changes_again_before_it_is_seen_stays_out_of_sight(wall: Wall) -> None:
    """Until the frame after its last change, however the changes follow each other."""
    assert wall.page.evaluate(TWICE) == [True, True, False]
