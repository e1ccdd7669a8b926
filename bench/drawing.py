"""What a frame costs the browser's main thread: the time of all its tasks, less what it needs when nothing happens."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext

from bench.browser import Wall, open_wall
from bench.latency import send_and_watch
from bench.product import Producer, Product
from bench.report import Row, met, named

SCREENS = ((1920, 1080), (3840, 2160))
PER_SECOND = 5
TARGET_MS = {1080: 130.0}
SHARES = {"ScriptDuration": "script", "RecalcStyleDuration": "style", "LayoutDuration": "layout"}


def measure(
    product: Product,
    producer: Producer,
    seconds: float,
    screens: Sequence[tuple[int, int]] = SCREENS,
    beside: str = "",
    traffic: Callable[[], AbstractContextManager[None]] = nullcontext,
) -> list[Row]:
    """A row for each size of screen. `traffic`, named by `beside`, is there while frames are drawn, not before."""
    rows = []
    for width, height in screens:
        with open_wall(product.url, product.token, width, height) as wall:
            idle = _per_second(wall, seconds / 2)
            before, frames_before = wall.busy_seconds(), wall.frames()
            with traffic():
                send_and_watch(wall, producer, PER_SECOND, seconds)
            frames = wall.frames() - frames_before
            spent = _less(wall.busy_seconds(), before)
            rows.append(_row((width, height), spent, idle, frames, seconds + 2, beside))
    return rows


def _per_second(wall: Wall, seconds: float) -> dict[str, float]:
    """What the main thread does each second by itself: pulses, and the watch over them."""
    before = wall.busy_seconds()
    wall.rest(seconds)
    return {name: spent / seconds for name, spent in _less(wall.busy_seconds(), before).items()}


def _less(after: Mapping[str, float], before: Mapping[str, float]) -> dict[str, float]:
    return {name: value - before[name] for name, value in after.items()}


def _row(
    size: tuple[int, int],
    busy: Mapping[str, float],
    idle: Mapping[str, float],
    frames: int,
    seconds: float,
    beside: str,
) -> Row:
    cost = {name: 1000 * (spent - idle[name] * seconds) / frames for name, spent in busy.items()}
    target, ms = TARGET_MS.get(size[1]), cost["TaskDuration"]
    parts = ", ".join(f"{word} {cost[name]:.0f}" for name, word in SHARES.items())
    return Row(
        "drawing",
        named(f"main thread for a frame, {size[0]}x{size[1]}", beside),
        f"{ms:.0f} ms",
        f"≤ {target:.0f} ms" if target else "",
        met(ms <= target) if target else "",
        f"{frames} frames at {PER_SECOND} events/s; {parts} ms; idle {1000 * idle['TaskDuration']:.0f} ms/s taken off",
        figures=(ms,),
    )
