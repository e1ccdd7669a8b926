"""`python -m bench`: measures the road from a stream to the pixel and prints one table. Exit status 0: the table tells."""

import argparse
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path

from bench import drawing, ingest, latency, snapshots, viewers
from bench.city import HISTORY_DAYS, ROOT
from bench.product import Producer, beating, folder, lives_from_now, running_product
from bench.report import Row, machine, markdown, table, with_load
from data_sources.clock import SystemClock

GROUPS = ("ingest", "snapshot", "latency", "drawing", "viewers")
RESULTS = ROOT / "bench" / "results.md"
LIVES = 200_000
QUICK_HISTORY_DAYS = 45


def main(arguments: Sequence[str] | None = None) -> None:
    """Measure what was asked for, print the table, and write it down."""
    options = _parser().parse_args(arguments)
    groups = options.only.split(",") if options.only else list(GROUPS)
    if unknown := set(groups) - set(GROUPS):
        raise SystemExit(f"--only: expected some of {', '.join(GROUPS)}, got {', '.join(sorted(unknown))}")
    started = SystemClock().now().astimezone()
    with folder() as place:
        rows = list(_measured(groups, place, options.quick))
    print(table(rows))
    write_results(rows, started, options)


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--only", metavar="GROUPS", help=f"some of {','.join(GROUPS)}")
    parser.add_argument("--quick", action="store_true", help="shorter runs, to see whether everything works")
    return parser


def _measured(groups: Sequence[str], place: Path, is_quick: bool) -> Iterator[Row]:
    """The rows of each group; what needs no running product comes first."""
    if "ingest" in groups:
        yield from _told("ingest", ingest.measure(place, is_quick))
    if "snapshot" in groups:
        yield from _told("snapshot", snapshots.measure(is_quick))
    if set(groups) & {"latency", "drawing", "viewers"}:
        yield from _on_the_product(groups, place, is_quick)
