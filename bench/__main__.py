"""`python -m bench` measures the road from a stream to the pixel and prints one table. It always exits with 0."""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from bench import drawing, ingest, latency, snapshots, viewers
from bench.city import HISTORY_DAYS, ROOT
from bench.product import Producer, beating, folder, lives_from_now, running_product
from bench.report import Row, document, table
from data_sources.clock import SystemClock

GROUPS = ("ingest", "snapshot", "latency", "drawing", "viewers")
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
    parser.add_argument("--only", metavar="GROUPS", type=_groups, help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="shorter runs, to see whether everything works")
    return parser


def _groups(text: str) -> Sequence[str]:
    groups = text.split(",")
    if unknown := set(groups) - set(GROUPS):
        raise argparse.ArgumentTypeError(f"expected some of {','.join(GROUPS)}, got {','.join(sorted(unknown))}")
    return groups


def _measured(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    """The rows of each group; what needs no running product comes first."""
    if "ingest" in groups:
        yield from _told("ingest", ingest.measure(place, is_quick))
    if "snapshot" in groups:
        yield from _told("snapshot", snapshots.measure(is_quick))
    if set(groups) & {"latency", "drawing", "viewers"}:
        yield from _on_the_product(groups, place, is_quick)


def _on_the_product(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    days, seconds = (QUICK_HISTORY_DAYS, 10.0) if is_quick else (HISTORY_DAYS, 30.0)
    with running_product(place, days) as product:
        producer = Producer(product.redis_url, lives_from_now(LIVES, days))
        with beating(Producer(product.redis_url, iter(()))):
            if "drawing" in groups:
                yield from _told("drawing", drawing.measure(product, producer, seconds))
            if "viewers" in groups:
                yield from _told("viewers", viewers.measure(product, producer, seconds))
            if "latency" in groups:
                yield from _told("latency", latency.measure(product, producer, seconds))


def _told(group: str, rows: Sequence[Row]) -> Sequence[Row]:
    print(f"{group}: measured", flush=True)
    return rows


if __name__ == "__main__":
    main()
