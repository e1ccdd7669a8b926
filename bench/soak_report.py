"""What a soak's samples say, by bounds, and the page that tells it. Pure: samples in, rows and words out."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from statistics import fmean, median

from bench.report import Row, met, table

PER_SECOND = 4
"""Events sent each second; the wall draws a frame for each where the machine keeps up."""

LEAST_PER_SECOND = 3.0
WARM_SHARE = 0.2
"""The first part of the samples, while caches of code and fonts fill, is shown and not judged."""

MEGABYTE = 1_000_000
HEAP_BYTES_OF_10_000 = 1 * MEGABYTE
DOM_SHARE = 0.02
SERVER_SHARE = 0.05


@dataclass(frozen=True)
class Sample:
    """One look, `at_s` after the start: heap after a collection, layout shift since the page was opened."""

    at_s: float
    frames: int
    heap_bytes: int
    nodes: int
    listeners: int
    server_bytes: int
    shift: float
    load: float


@dataclass(frozen=True)
class Soak:
    """A whole run."""

    samples: Sequence[Sample]
    shift_before: float
    errors: Sequence[str]
    warnings: Sequence[str]
    history_days: int
    moved: Mapping[str, str] = field(default_factory=dict)

    @property
    def judged(self) -> Sequence[Sample]:
        """The samples after the warm part."""
        return self.samples[int(WARM_SHARE * len(self.samples)) :]


def slope(points: Sequence[tuple[float, float]]) -> float:
    """The straight line of least squares through points: how much y grows for one of x. Raises ValueError."""
    xs, ys = [x for x, _ in points], [y for _, y in points]
    if len(set(xs)) < 2:
        raise ValueError(f"expected points at two places at least, got {len(set(xs))}: soak for longer")
    middle, height = fmean(xs), fmean(ys)
    return sum((x - middle) * (y - height) for x, y in points) / sum((x - middle) ** 2 for x in xs)


def change(samples: Sequence[Sample], of: Callable[[Sample], int]) -> tuple[float, float, float]:
    """The medians of the first and of the last quarter of the samples, and the change between them as a share."""
    quarter = max(1, len(samples) // 4)
    before, after = median(map(of, samples[:quarter])), median(map(of, samples[-quarter:]))
    return before, after, after / before - 1


def rows(soak: Soak) -> list[Row]:
    """What was measured, each with its bound."""
    judged, last = soak.judged, soak.samples[-1]
    pace = (last.frames - soak.samples[0].frames) / (last.at_s - soak.samples[0].at_s)
    growth = slope([(one.frames, one.heap_bytes) for one in judged]) * 10_000
    heaps = [one.heap_bytes / MEGABYTE for one in judged]
    shift = last.shift
    return [
        _row(
            "frames drawn",
            f"{last.frames}, {pace:.2f} a second",
            f"≥ {LEAST_PER_SECOND:g} a second",
            pace >= LEAST_PER_SECOND,
        ),
        _row(
            "heap after collection, growth for 10,000 frames",
            f"{growth / MEGABYTE:+.2f} MB",
            "≤ 1 MB",
            growth <= HEAP_BYTES_OF_10_000,
            f"least squares over {len(judged)} samples; {min(heaps):.1f} to {max(heaps):.1f} MB",
        ),
        _changed("DOM nodes", judged, lambda one: one.nodes, DOM_SHARE),
        _changed("event listeners", judged, lambda one: one.listeners, DOM_SHARE),
        _changed("server's resident memory", judged, lambda one: one.server_bytes, SERVER_SHARE, MEGABYTE, " MB"),
        _row(
            "cumulative layout shift",
            f"{shift:.4f}",
            "0",
            shift == 0,
            f"{soak.shift_before:.4f} of it while it was loading",
        ),
        _row("console errors", str(len(soak.errors)), "0", not soak.errors, f"{len(soak.warnings)} warnings"),
    ]


def _row(what: str, measured: str, target: str, is_met: bool, note: str = "") -> Row:
    return Row("soak", what, measured, target, met(is_met), note)


def _changed(
    what: str, samples: Sequence[Sample], of: Callable[[Sample], int], bound: float, unit: int = 1, name: str = ""
) -> Row:
    before, after, share = change(samples, of)
    measured = f"{before / unit:.0f} → {after / unit:.0f}{name} ({100 * share:+.1f} %)"
    return _row(
        what, measured, f"within {100 * bound:g} %", abs(share) <= bound, "medians of the first and last quarter"
    )


def document(soak: Soak, found: Sequence[Row], started: datetime, machine: str) -> str:
    """The page of the report: what was run, what was measured, and no more."""
    lasted = soak.samples[-1].at_s / 60
    loads = [one.load for one in soak.samples]
    warm = f"{100 * WARM_SHARE:.0f}"
    when = f"{started:%Y-%m-%d} from {started:%H:%M} UTC"
    lines = [
        "# Soak",
        "",
        f"Written by `make soak`. One run of **{lasted:.0f} minutes** on {when}; it says nothing of longer times.",
        "",
        "```",
        table(found),
        "```",
        "",
        "One wall (1920 × 1080) in headless Chromium turned through all its scenes and never loaded its page anew,",
        f"on the product with {soak.history_days} days of complaints and a morning of queues, staff and crews at",
        f"a tenth of the full load; {PER_SECOND} events of complaints a second, and the load's own traffic beside.",
        f"{len(soak.samples)} samples, each after a collection of the heap; the first {warm} % are not judged.",
        f"The load average was {min(loads):.1f} to {max(loads):.1f} (median {median(loads):.1f}): server, browser,",
        "Redis and all else on the machine shared its processors.",
        "",
        machine,
        *(["", "What shifted, with one move of each (x, y, width, height):", ""] if soak.moved else []),
        *(f"- `{name[:100]}`: {how}" for name, how in soak.moved.items()),
        *(["", "What the console called errors:", ""] if soak.errors else []),
        *(f"- `{words[:200]}`" for words in dict.fromkeys(soak.errors)),
        "",
    ]
    return "\n".join(lines)
