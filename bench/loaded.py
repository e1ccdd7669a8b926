"""The running product under load: the same figures as with complaints alone, and their growth from a tenth of it."""

import json
import urllib.request
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from bench import drawing, latency, viewers
from bench.load import TENTH, Load
from bench.moment import ShiftedClock
from bench.product import Producer, Product, beating, lives_from, loaded_product
from bench.report import Row, with_growth
from bench.traffic import SOURCES, Traffic
from domain.identity import Role
from tests.signing_in import header, token_for

LIVES = 100_000
LATENCY, DRAWING, VIEWERS = "load-latency", "load-drawing", "load-viewers"
GROUPS = (LATENCY, DRAWING, VIEWERS)
MOST_VIEWERS = (max(viewers.COUNTS),)


@dataclass(frozen=True)
class Run:
    """How long each measurement lasts, seconds, how many days of complaints there were before, and what is tried."""

    seconds: float
    history_days: int
    rates: Sequence[int] = latency.RATES
    counts: Sequence[int] = viewers.COUNTS


QUICK_RATES = (5, 200)


@dataclass(frozen=True)
class Scene:
    """A product with its load, and who sends to it."""

    product: Product
    producer: Producer
    traffic: Traffic
    load: Load
    run: Run


def measure(place: Path, loads: Sequence[Load], clock: ShiftedClock, run: Run, groups: Sequence[str]) -> list[Row]:
    """Rows of the groups for each load, the full one with its growth; `loads` are a tenth and the full one."""
    found: list[Mapping[str, list[Row]]] = []
    for load in loads:
        with _scene(place / f"run-{load.folder.name}", load, clock, run) as scene:
            found.append({group: MEASURES[group](scene) for group in GROUPS if group in groups})
    tenth, full = found
    return [row for group in full for row in [*tenth[group], *with_growth(full[group], tenth[group])]]


@contextmanager
def _scene(place: Path, load: Load, clock: ShiftedClock, run: Run) -> Iterator[Scene]:
    place.mkdir()
    with (
        loaded_product(place, load, run.history_days, clock) as product,
        beating(product.redis_url, SOURCES, clock),
    ):
        producer = Producer(product.redis_url, lives_from(load.at, LIVES, run.history_days), clock)
        yield Scene(product, producer, Traffic(product.redis_url, load, clock), load, run)
        _check(product)


def _check(product: Product) -> None:
    """All that was sent arrived: a load whose events are refused measures nothing."""
    token = token_for(product.store_url, Role.ADMINISTRATOR)
    asked = urllib.request.Request(f"{product.url}/healthz?detail=1", headers=header(token))
    with urllib.request.urlopen(asked, timeout=10) as reply:
        balances = json.load(reply)["balance"]
    if refused := [one["stream"] for one in balances if one["dead_lettered"]]:
        raise RuntimeError(f"expected no dead letters, got some in {', '.join(refused)}; correct the load")


def _latency(scene: Scene) -> list[Row]:
    with scene.traffic.flowing():
        return latency.measure(scene.product, scene.producer, scene.run.seconds, scene.run.rates, scene.load.size.name)


def _drawing(scene: Scene) -> list[Row]:
    """At a tenth one screen will do for the growth."""
    screens = drawing.SCREENS[:1] if scene.load.size == TENTH else drawing.SCREENS
    beside, traffic = scene.load.size.name, scene.traffic.flowing
    return drawing.measure(scene.product, scene.producer, scene.run.seconds, screens, beside, traffic)


def _viewers(scene: Scene) -> list[Row]:
    """At a tenth the most viewers will do for the growth."""
    counts = MOST_VIEWERS if scene.load.size == TENTH else scene.run.counts
    with scene.traffic.flowing():
        return viewers.measure(scene.product, scene.producer, scene.run.seconds, counts, scene.load.size.name)


MEASURES = {DRAWING: _drawing, VIEWERS: _viewers, LATENCY: _latency}
