"""Who drives a wall: one at a time, politely taken over, and nobody for ever."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.steering import (
    MINUTE_MS,
    DrivenByOtherError,
    Hand,
    Steering,
    SteeringRules,
    WallMode,
    WallView,
    guest_safe,
    released,
    settled,
    steered,
)

RULES = SteeringRules(idle_minutes=15)
SARI, BUDI = Hand("sari", "Sari", 5_000, 100), Hand("budi", "Budi", 6_000, 200)
QUEUES = WallView(scene="queues")
VIEWS = st.builds(
    WallView, scene=st.sampled_from(["", "queues"]), mode=st.sampled_from(WallMode), is_pinned=st.booleans()
)
HANDS = st.builds(
    Hand,
    login=st.sampled_from(["sari", "budi"]),
    name=st.just("x"),
    now_ms=st.integers(0, 10),
    machine_ms=st.integers(0, 40 * MINUTE_MS),
    is_confirmed=st.booleans(),
)


def test_a_wall_says_who_drives_it_since_when() -> None:
    driven = steered(Steering("w"), QUEUES, SARI, RULES)
    assert (driven.driver_name, driven.since_ms, driven.view.scene) == ("Sari", 5_000, "queues")
    again = steered(driven, WallView(), replace(SARI, now_ms=9_000, machine_ms=300), RULES)
    assert (again.since_ms, again.touched_ms) == (5_000, 300)


def test_another_asks_before_taking_over() -> None:
    driven = steered(Steering("w"), QUEUES, SARI, RULES)
    with pytest.raises(DrivenByOtherError) as raised:
        steered(driven, WallView(), BUDI, RULES)
    assert raised.value.steering.driver_name == "Sari"
    taken = steered(driven, WallView(), replace(BUDI, is_confirmed=True), RULES)
    assert (taken.driver, taken.since_ms) == ("budi", 6_000)
    with pytest.raises(DrivenByOtherError):
        released(taken, SARI)


def test_an_idle_driver_lets_go_and_the_wall_is_a_guests_again() -> None:
    driven = steered(Steering("w"), replace(QUEUES, mode=WallMode.STAFF), SARI, RULES)
    assert settled(driven, SARI.machine_ms + 15 * MINUTE_MS, RULES) == driven
    assert settled(driven, SARI.machine_ms + 15 * MINUTE_MS + 1, RULES) == Steering("w")
    assert released(driven, SARI) == Steering("w")


@given(st.lists(st.tuples(VIEWS, HANDS), max_size=8))
def test_nobody_loses_the_wheel_unasked(steps: list[tuple[WallView, Hand]]) -> None:
    wall = Steering("w")
    for view, hand in steps:
        before = settled(wall, hand.machine_ms, RULES)
        try:
            wall = steered(wall, view, hand, RULES)
        except DrivenByOtherError:
            assert before.driver not in ("", hand.login)
            assert not hand.is_confirmed
        else:
            assert before.driver in ("", hand.login) or hand.is_confirmed
            assert (wall.driver, wall.view, wall.touched_ms) == (hand.login, view, hand.machine_ms)


@given(VIEWS, st.booleans())
def test_a_screen_for_guests_is_never_asked_for_the_staffs_picture(view: WallView, is_capable: bool) -> None:
    safe = guest_safe(view, is_staff_capable=is_capable)
    assert safe.mode is (view.mode if is_capable else WallMode.GUEST)
    assert replace(safe, mode=view.mode) == view
