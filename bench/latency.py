"""From an event's entry in the stream to the first paint of a frame that holds it, by one machine's clock."""

from bisect import bisect_left
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from bench.browser import Record, Wall, open_wall
from bench.product import Producer, Product, Sent
from bench.report import Row, met, named
from data_sources.stream import position_key

RATES = (1, 5, 20, 200)
TARGET_MS = {1: 250, 5: 400, 20: 400, 200: 400}
OTHERS = {
    1: "a plain polling Dash wall 671 ms, NiceGUI 559 ms",
    20: "a plain polling Dash wall 1,115 ms, NiceGUI 522 ms",
}
"""For comparison. Figures that were given, not measured here."""


@dataclass(frozen=True)
class Latencies:
    """Milliseconds of each event, and how many were never painted."""

    drawn: Sequence[float]
    lost: int


def latencies(sent: Sequence[Sent], records: Sequence[Record]) -> Latencies:
    """Each event is drawn by the first paint whose newest position is not below its own."""
    reached, highest = [], (0, 0)
    for _, position in records:
        highest = max(highest, position)
        reached.append(highest)
    drawn, lost = [], 0
    for event in sent:
        place = bisect_left(reached, position_key(event.position))
        if place == len(records):
            lost += 1
        else:
            drawn.append(records[place][0] - event.at_ms)
    return Latencies(drawn, lost)


def send_and_watch(wall: Wall, producer: Producer, per_second: float, seconds: float) -> list[Sent]:
    """Send from a thread of its own while the browser goes on; then wait for what is still on the road."""
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(producer.send_for, seconds, per_second)
        while not sending.done():
            wall.rest(0.2)
    wall.rest(2.0)
    return sending.result()


def measure(
    product: Product, producer: Producer, seconds: float, rates: Sequence[int] = RATES, beside: str = ""
) -> list[Row]:
    """A row for each rate; `beside` names what else goes on meanwhile."""
    rows = []
    with open_wall(product.url, product.token, 1920, 1080) as wall:
        for rate in rates:
            before = wall.frames()
            sent = send_and_watch(wall, producer, rate, max(seconds, min(3 * seconds, 60 / rate)))
            frames = wall.frames() - before
            rows.append(_row(rate, latencies(sent, wall.records()), frames, beside))
    return rows


def _row(rate: int, found: Latencies, frames: int, beside: str) -> Row:
    p50, p95, p99 = np.percentile(found.drawn, [50, 95, 99])
    others = [f"given, not measured here: {OTHERS[rate]}"] if rate in OTHERS and not beside else []
    note = "; ".join([f"{len(found.drawn)} events in {frames} frames", *others])
    return Row(
        "latency",
        named(f"event to pixel at {rate} events/s, 1080p", beside),
        f"p50 {p50:.0f}, p95 {p95:.0f}, p99 {p99:.0f} ms" + (f", {found.lost} lost" if found.lost else ""),
        f"p95 ≤ {TARGET_MS[rate]} ms",
        met(p95 <= TARGET_MS[rate] and not found.lost),
        note,
        figures=(p50, p95),
    )
