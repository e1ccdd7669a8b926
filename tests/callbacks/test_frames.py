"""Frames: a screen that asks at any moment, from wherever it stands, ends with what everybody sees."""

from dataclasses import dataclass, field, replace
from typing import Any

import msgspec
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from callbacks import frames, point_log
from callbacks.frames import FrameLog, Props, encoded_props, new_boot
from domain.indicators.complaints import ComplaintCounts
from domain.points import POINT_DTYPE, MapPoints
from domain.snapshot import Newest, Snapshot
from tests.factories import a_snapshot, tangerang

BOOT = "this-start"
LATENCY = ("latency", "{s} s")
BASE = a_snapshot(tangerang(), newest=None)

Point = tuple[float, float, int, int]
Places = dict[int, Point]


def built(snapshot: Snapshot) -> Props:
    """Two components, one with two props."""
    counts = snapshot.counts
    return {
        "open": {"children": str(counts.open), "className": "many" if counts.open > 2 else "few"},
        "late": {"children": counts.overdue},
    }


def drawn(places: Places) -> MapPoints:
    """Points in the order of a dictionary: the live city keeps none."""
    return np.array([(key, *place, 0) for key, place in places.items()], dtype=POINT_DTYPE)


def a_moment(open_: int = 0, overdue: int = 0, places: Places | None = None, mark: int | None = None) -> Snapshot:
    newest = None if mark is None else Newest(1, "1-0", mark, 5)
    counts = ComplaintCounts(open_, overdue, 0, 0, 0)
    return replace(BASE, counts=counts, points=drawn(places or {}), newest=newest)


def a_log(*moments: Snapshot) -> FrameLog:
    log = FrameLog(BOOT, built, LATENCY)
    for moment in moments:
        log.update(moment)
    return log


@dataclass
class Screen:
    """A browser's memory, which applies frames as live.js and map.js do."""

    boot: str = ""
    seq: int = -1
    props: dict[tuple[str, str], Any] = field(default_factory=dict)
    points: dict[int, Any] = field(default_factory=dict)
    mark: int | None = None

    def ask(self, log: FrameLog) -> dict[str, Any]:
        frame: dict[str, Any] = msgspec.json.decode(log.answer(self.boot, self.seq))
        self.boot, self.seq = frame["boot"], frame["seq"]
        for component, values in frame["props"].items():
            self.props.update({(component, prop): value for prop, value in values.items()})
        layer = frame["layers"]["complaints"]
        if layer["full"]:
            self.points.clear()
        for key in layer["remove"]:
            self.points.pop(key, None)
        self.points.update({row[0]: row[1:] for row in layer["upsert"]})
        self.mark = layer["mark"]
        return frame


def a_screen(log: FrameLog) -> Screen:
    screen = Screen()
    screen.ask(log)
    return screen


def test_a_new_screen_gets_everything() -> None:
    """All props and all points, marked as the whole, with the number to ask from next time."""
    frame = Screen().ask(a_log(a_moment(3, 1, {7: (1.0, 2.0, 0, 1)}, mark=7)))
    assert frame["full"] is True
    assert frame["props"] == {"open": {"children": "3", "className": "many"}, "late": {"children": 1}}
    assert frame["layers"]["complaints"] == {"full": True, "upsert": [[7, 1.0, 2.0, 0, 1]], "remove": [], "mark": 7}
    assert (frame["boot"], frame["seq"]) == (BOOT, 1)


def test_before_the_first_snapshot_a_frame_is_empty() -> None:
    """A screen may come before the city is drawn; it gets the rest when there is something."""
    log = a_log()
    screen = a_screen(log)
    assert (screen.seq, screen.props, screen.points) == (0, {}, {})
    log.update(a_moment(3, places={1: (1.0, 2.0, 0, 0)}))
    screen.ask(log)
    assert screen == a_screen(log)


def test_what_changed_and_nothing_else() -> None:
    """Of a component with two props, only the one that changed travels; points likewise."""
    log = a_log(a_moment(3, 1, {1: (1.0, 1.0, 0, 0), 2: (2.0, 2.0, 0, 0)}))
    screen = a_screen(log)
    log.update(a_moment(4, 1, {1: (1.0, 1.0, 0, 0), 2: (2.0, 2.0, 2, 0)}))
    frame = screen.ask(log)
    assert frame["full"] is False
    assert frame["props"] == {"open": {"children": "4"}}
    assert frame["layers"]["complaints"]["upsert"] == [[2, 2.0, 2.0, 2, 0]]


def test_nothing_changed_and_the_number_stays() -> None:
    """A second passes in a quiet city: no screen needs to ask."""
    log = a_log(a_moment(3))
    assert log.update(replace(a_moment(3), number=2, now_ms=BASE.now_ms + 1000)) == 1
    assert a_screen(log).ask(log)["props"] == {}


def test_a_point_that_left_is_removed_and_one_that_came_back_is_drawn() -> None:
    """Gone points travel as their keys; a key that left and came back is not removed again."""
    place = (1.0, 1.0, 0, 0)
    log = a_log(a_moment(places={1: place, 2: place}))
    screen = a_screen(log)
    log.update(a_moment(places={}))
    log.update(a_moment(places={2: place}))
    layer = screen.ask(log)["layers"]["complaints"]
    assert layer["remove"] == [1]
    assert [row[0] for row in layer["upsert"]] == [2]


def test_the_mark_alone_is_a_change() -> None:
    """The newest event may be one that changes no number and no point."""
    places = {1: (1.0, 1.0, 0, 0), 2: (2.0, 2.0, 0, 0)}
    log = a_log(a_moment(places=places, mark=1))
    screen = a_screen(log)
    assert log.update(a_moment(places=places, mark=2)) == 2
    screen.ask(log)
    assert screen.mark == 2


@pytest.mark.parametrize(("boot", "since"), [("another-start", 1), ("", 1), (BOOT, 99), (BOOT, -1), (BOOT, -7)])
def test_a_number_that_means_nothing_here_gets_everything(boot: str, since: int) -> None:
    """Numbers of another start, of the future, or none at all."""
    log = a_log(a_moment(3), a_moment(4))
    assert log.answer(boot, since) == log.answer(BOOT, -1)


def test_a_screen_behind_forgotten_removals_gets_everything(monkeypatch: pytest.MonkeyPatch) -> None:
    """The list of what left is bounded; who stands before its start cannot know what to take away."""
    monkeypatch.setattr(point_log, "REMOVALS_KEPT", 2)
    places: Places = dict.fromkeys(range(4), (1.0, 1.0, 0, 0))
    log = a_log(a_moment(places=places))
    behind = a_screen(log)
    log.update(a_moment(places={key: places[key] for key in (1, 2, 3)}))
    abreast = a_screen(log)
    log.update(a_moment(places={}))
    assert behind.ask(log)["full"] is True
    assert behind.points == {}
    assert abreast.ask(log)["full"] is True
    assert abreast.ask(log)["full"] is False


def test_all_who_stand_at_a_number_get_the_same_bytes() -> None:
    """A frame is made once, whatever the number of screens."""
    log = a_log(a_moment(3), a_moment(4))
    assert log.answer(BOOT, 1) is log.answer(BOOT, 1)
    assert log.answer(BOOT, -1) is log.answer("another-start", 17)


def test_answers_kept_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever asks from many numbers fills no memory."""
    monkeypatch.setattr(frames, "CACHED_ANSWERS", 3)
    log = a_log(*(a_moment(number) for number in range(10)))
    for since in range(10):
        log.answer(BOOT, since)
    assert len(log._answers) <= 3


def test_the_pulse_tells_number_time_and_feeds() -> None:
    """What a screen needs to know whether to ask, and whether what it shows is late."""
    log = a_log(a_moment(3))
    states = {feed.code: feed.state.value for feed in BASE.feeds}
    assert log.pulse() == {"boot": BOOT, "seq": 1, "now": BASE.now_ms, "feeds": states, "ages": {}}
    assert a_log().pulse() == {"boot": BOOT, "seq": 0, "now": 0, "feeds": {}, "ages": {}}


def test_a_log_knows_how_long_nothing_came() -> None:
    """A snapshot that changes nothing is a sign of life too."""
    seconds = iter([10.0, 12.0, 15.5])
    log = FrameLog(BOOT, built, LATENCY, lambda: next(seconds))
    assert log.silent_seconds() == 0
    log.update(a_moment())
    log.update(a_moment())
    assert log.silent_seconds() == 3.5


def test_a_frame_tells_how_long_the_newest_event_took() -> None:
    """Only where that is known: an event of a table feed has no place in a stream."""
    assert Screen().ask(a_log(a_moment(mark=1)))["latency"] == {"id": "latency", "template": "{s} s", "server_ms": 5}
    assert Screen().ask(a_log(a_moment()))["latency"] is None


def test_each_start_has_a_name_of_its_own() -> None:
    assert new_boot() != new_boot()


def test_props_that_look_alike_are_equal() -> None:
    """Compared is what travels: a numpy number is a number, an umlaut is itself."""
    ours, theirs = {"a": {"children": np.int64(3)}}, {"a": {"children": 3}}
    assert encoded_props(ours) == encoded_props(theirs) == {("a", "children"): b"3"}
    assert encoded_props({"a": {"children": "≤ ü"}}) == {("a", "children"): '"≤ ü"'.encode()}


PLACES = st.dictionaries(
    st.integers(1, 6), st.tuples(st.sampled_from([1.0, 2.0]), st.just(3.0), st.integers(0, 2), st.integers(0, 4))
)
MOMENTS = st.builds(a_moment, st.integers(0, 4), st.integers(0, 1), PLACES, st.none() | st.integers(1, 6))


@given(steps=st.lists(st.tuples(MOMENTS, st.booleans()), max_size=20), kept=st.integers(0, 8))
def test_a_screen_that_asks_at_any_moments_ends_as_a_new_one(steps: list[tuple[Snapshot, bool]], kept: int) -> None:
    """Whatever happened between its questions, and however little was remembered of what left."""
    log, screen = FrameLog(BOOT, built, LATENCY), Screen()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(point_log, "REMOVALS_KEPT", kept)
        for moment, is_asking in steps:
            log.update(moment)
            if is_asking:
                screen.ask(log)
                assert screen == a_screen(log)
        screen.ask(log)
    assert screen == a_screen(log)
