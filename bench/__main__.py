"""`python -m bench` measures the road from a stream to the pixel and prints one table. It always exits with 0."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import (
    clocks,
    drawing,
    ingest,
    latency,
    load_ingest,
    load_snapshots,
    loaded,
    map_drawing,
    reviews,
    signing_in,
    snapshots,
    viewers,
)
from bench.city import HISTORY_DAYS, ROOT, profile
from bench.load import FULL, TENTH, a_load
from bench.moment import city_clock
from bench.product import SOURCE, Producer, beating, folder, lives_from, running_product
from bench.report import Row, document, table
from data_sources.clock import SystemClock
from domain.events import Stream

LOAD = "load"
LOAD_GROUPS = ("load-ingest", "load-snapshot", *loaded.GROUPS)
GROUPS = ("clocks", "ingest", "snapshot", "reviews", "signing-in", "latency", "drawing", "map", "viewers", *LOAD_GROUPS)
RESULTS = ROOT / "bench" / "results.md"
LIVES = 200_000
QUICK_HISTORY_DAYS = 45


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for, print the table, and write it down."""
    options = _parser().parse_args(arguments)
    groups = options.only or GROUPS
    started = SystemClock().now()
    with folder() as place:
        rows = list(_measured(groups, place, options.quick))
    print(table(rows))
    if options.quick or options.only:
        print(f"A part or a quick form: {RESULTS.name} keeps the last whole run.")
    else:
        before = RESULTS.read_text(encoding="utf-8") if RESULTS.exists() else ""
        RESULTS.write_text(document(rows, started, before), encoding="utf-8")


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    names = f"some of {','.join(GROUPS)}, or {LOAD} for all that begin with it"
    parser.add_argument("--only", metavar="GROUPS", type=_groups, help=names)
    parser.add_argument("--quick", action="store_true", help="shorter runs, to see whether everything works")
    return parser


def _groups(text: str) -> Sequence[str]:
    groups = [group for name in text.split(",") for group in (LOAD_GROUPS if name == LOAD else (name,))]
    if unknown := set(groups) - set(GROUPS):
        known = ",".join((*GROUPS, LOAD))
        raise argparse.ArgumentTypeError(f"expected some of {known}, got {','.join(sorted(unknown))}")
    return groups


def _measured(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    """The rows of each group; what needs no running product comes first."""
    if "clocks" in groups:
        yield from _told("clocks", clocks.measure())
    if "ingest" in groups:
        yield from _told("ingest", ingest.measure(place, is_quick))
    if "snapshot" in groups:
        yield from _told("snapshot", snapshots.measure(is_quick))
    if "reviews" in groups:
        yield from _told("reviews", reviews.measure(place, is_quick))
    if "signing-in" in groups:
        yield from _told("signing-in", signing_in.measure(place, is_quick))
    if set(groups) & {"latency", "drawing", "map", "viewers"}:
        yield from _on_the_product(groups, place, is_quick)
    if set(groups) & set(LOAD_GROUPS):
        yield from _under_load(groups, place, is_quick)


def _on_the_product(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    days, seconds = (QUICK_HISTORY_DAYS, 10.0) if is_quick else (HISTORY_DAYS, 20.0)
    with running_product(place, days) as product:
        producer = Producer(product.redis_url, lives_from(SystemClock().now(), LIVES, days))
        with beating(product.redis_url, {SOURCE: Stream.COMPLAINTS}):
            if "drawing" in groups:
                yield from _told("drawing", drawing.measure(product, producer, seconds))
            if "map" in groups:
                yield from _told("map", map_drawing.measure(product))
            if "viewers" in groups:
                yield from _told("viewers", viewers.measure(product, producer, seconds))
            if "latency" in groups:
                yield from _told("latency", latency.measure(product, producer, 1.5 * seconds))


def _under_load(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    clock = city_clock(profile().calendar)
    at = clock.now()
    loads = [a_load(size, place / f"city-{number}", at) for number, size in enumerate((TENTH, FULL))]
    if "load-ingest" in groups:
        yield from _told("load-ingest", load_ingest.measure(place, loads, clock))
    if "load-snapshot" in groups:
        yield from _told("load-snapshot", load_snapshots.measure(loads, clock, is_quick))
    if set(groups) & set(loaded.GROUPS):
        quick = loaded.Run(5.0, QUICK_HISTORY_DAYS, loaded.QUICK_RATES, loaded.MOST_VIEWERS)
        run = quick if is_quick else loaded.Run(15.0, HISTORY_DAYS)
        yield from _told("load on the product", loaded.measure(place, loads, clock, run, groups))


def _told(group: str, rows: Sequence[Row]) -> Sequence[Row]:
    print(f"{group}: measured", flush=True)
    return rows


if __name__ == "__main__":
    main()
