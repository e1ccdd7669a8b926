"""`python -m bench.soak --hours 1`: one wall for hours at four frames a second, and what grew meanwhile.

Prints the table, writes docs/soak.md, and ends with 1 where a bound was missed.
"""

import argparse
import os
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from bench.city import HISTORY_DAYS, ROOT, profile
from bench.load import TENTH, a_load
from bench.moment import city_clock
from bench.product import Producer, beating, folder, lives_from, loaded_product
from bench.report import machine, table
from bench.soak_page import SoakedWall, soaked_wall
from bench.soak_report import PER_SECOND, Sample, Soak, document, rows
from bench.traffic import SOURCES, Traffic
from data_sources.city_feeds import feed_source, load_feeds
from data_sources.clock import SystemClock

REPORT = ROOT / "docs" / "soak.md"
QUICK_HISTORY_DAYS = 45
SHORT_MINUTES = 20
MOST_SAMPLES = 120
LEAST_SECONDS = 10.0
SPARE_LIVES = 2_000
NO_NIGHT = '{"night_reload": null}'
"""The settings of the product: a soak through the night is one page's."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Soak for as long as was asked, and tell."""
    options = _parser().parse_args(arguments)
    minutes = options.minutes or 60 * options.hours
    started = SystemClock().now()
    with folder() as place:
        soak = run(place, 60 * minutes)
    found = rows(soak)
    print(table(found))
    REPORT.write_text(document(soak, found, started, machine()), encoding="utf-8")
    if any(row.verdict == "MISSED" for row in found):
        sys.exit("soak: a bound was missed")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench.soak", description=__doc__)
    parser.add_argument("--hours", type=float, default=1.0)
    parser.add_argument("--minutes", type=float, default=0.0, help="instead of hours")
    return parser


def run(place: Path, seconds: float) -> Soak:
    """The product on a full morning of the city, a wall that turns through all its scenes, and events for it."""
    os.environ["LIVEROOM_SCREENS"] = NO_NIGHT
    clock = city_clock(profile().calendar)
    load = a_load(TENTH, place / "city", clock.now())
    days = QUICK_HISTORY_DAYS if seconds <= 60 * SHORT_MINUTES else HISTORY_DAYS
    (place / "run").mkdir()
    feeds = {feed.code: feed.stream for feed in map(feed_source, load_feeds(load.folder / "feeds.yaml"))}
    with (
        loaded_product(place / "run", load, days, clock) as product,
        beating(product.redis_url, {**SOURCES, **feeds}, clock),
        Traffic(product.redis_url, load, clock).flowing(),
        soaked_wall(product.url, product.token) as wall,
    ):
        lives = lives_from(load.at, int(PER_SECOND * seconds) + SPARE_LIVES, days)
        producer = Producer(product.redis_url, lives, clock)
        samples = _watched(wall, producer, product.pid, seconds)
        return Soak(samples, wall.shift_before, tuple(wall.errors), tuple(wall.warnings), days, wall.moved())


def _watched(wall: SoakedWall, producer: Producer, pid: int, seconds: float) -> Sequence[Sample]:
    """Samples at even distances, of the page after a collection and of the server."""
    every, start = max(LEAST_SECONDS, seconds / MOST_SAMPLES), time.monotonic()
    samples: list[Sample] = []
    with ThreadPoolExecutor(1) as pool:
        sending = pool.submit(producer.send_for, seconds, PER_SECOND)
        while not sending.done():
            samples.append(wall.sample(time.monotonic() - start, pid))
            wall.rest(every)
        samples.append(wall.sample(time.monotonic() - start, pid))
        sending.result()
    return samples


if __name__ == "__main__":
    main()
