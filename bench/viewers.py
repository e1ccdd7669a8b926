"""What viewers cost the server: its CPU time with one, ten and fifty screens that all follow every frame."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

import psutil

from bench import city
from bench.product import Producer, Product
from bench.report import Row, met, named

COUNTS = (1, 10, 50)
PER_SECOND = 2
TARGET_PERCENT = {50: 40.0}


@dataclass
class Seen:
    """What the viewers were sent; filled in when they have gone."""

    frames: int = 0
    fewest: int = 0
    sent_bytes: int = 0


@contextmanager
def viewers(product: Product, count: int) -> Iterator[Seen]:
    """So many viewers, in a process of their own, each with its first frame."""
    process = subprocess.Popen(
        [sys.executable, "-m", "bench.viewer", product.url, product.token, str(count)],
        cwd=city.ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    seen = Seen()
    try:
        assert process.stdout is not None
        line = process.stdout.readline().strip()
        if line != "ready":
            raise RuntimeError(f"viewers: expected that {count} connect, got {line!r}; see the lines above")
        yield seen
        answer, _ = process.communicate("", timeout=60)
        values = json.loads(answer)
        seen.frames, seen.fewest, seen.sent_bytes = values["frames"], values["fewest"], values["bytes"]
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(timeout=20)


def measure(
    product: Product, producer: Producer, seconds: float, counts: Sequence[int] = COUNTS, beside: str = ""
) -> list[Row]:
    """A row for each number of viewers; `beside` names what else goes on meanwhile."""
    return [_measure_one(product, producer, count, seconds, beside) for count in counts]


def _measure_one(product: Product, producer: Producer, count: int, seconds: float, beside: str) -> Row:
    server = psutil.Process(product.pid)
    with viewers(product, count) as seen:
        time.sleep(2.0)
        busy, start = _cpu_seconds(server), time.perf_counter()
        producer.send_for(seconds, PER_SECOND)
        spent, lasted = _cpu_seconds(server) - busy, time.perf_counter() - start
    percent, target = 100 * spent / lasted, TARGET_PERCENT.get(count)
    each = seen.sent_bytes / max(1, seen.frames)
    return Row(
        "viewers",
        named(f"server with {count} viewer{'s' if count > 1 else ''}, {PER_SECOND} events/s", beside),
        f"{percent:.0f} % of one core",
        f"≤ {target:.0f} %" if target else "",
        met(percent <= target) if target else "",
        f"{seen.frames:,} frames, fewest {seen.fewest} a viewer, mean {each:,.0f} bytes",
        figures=(percent,),
    )


def _cpu_seconds(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)
