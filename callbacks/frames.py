"""Frames: what changed on an audience's screens since their own number, as bytes made once for all of them."""

import secrets
from collections.abc import Callable, Mapping
from threading import Lock
from time import monotonic
from typing import Any

import msgspec
from plotly.utils import PlotlyJSONEncoder

from callbacks.point_log import PointLog
from domain.points import MapPoints
from domain.snapshot import Snapshot, data_ages, worst_states

Props = Mapping[str, Mapping[str, object]]
Builder = Callable[[Snapshot], Props]

CACHED_ANSWERS = 64
COMPLAINTS_LAYER, CREWS_LAYER, SITES_LAYER, HOTSPOTS_LAYER = "complaints", "crews", "sites", "hotspots"
LAYERS = (COMPLAINTS_LAYER, CREWS_LAYER, SITES_LAYER, HOTSPOTS_LAYER)


def new_boot() -> str:
    """A name for this start of the server: numbers of another start mean nothing."""
    return secrets.token_hex(6)


class FrameLog:
    """The last value of every live prop and map point of one audience, each with the number at which it changed.

    Written by the hub's thread and, where the desks changed, by another; read by all screens.
    """

    def __init__(
        self, boot: str, build: Builder, latency: tuple[str, str], elapsed: Callable[[], float] = monotonic
    ) -> None:
        self._boot = boot
        self._build = build
        self._latency_id, self._latency_template = latency
        self._elapsed = elapsed
        self._updated: float | None = None
        self._updating = Lock()
        self._lock = Lock()
        self._seq = 0
        self._built: Props = {}
        self._props: dict[tuple[str, str], tuple[int, bytes]] = {}
        self._layers = {name: PointLog() for name in LAYERS}
        self._mark: tuple[int, int | None] = (0, None)
        self._snapshot: Snapshot | None = None
        self._answers: dict[int, bytes] = {}

    def update(self, snapshot: Snapshot) -> int:
        """Take over a snapshot; the number grows only when something on the screen changed."""
        with self._updating:
            return self._take(snapshot)

    def again(self) -> Snapshot | None:
        """Build the newest snapshot once more, since something beside it changed; None before the first."""
        with self._updating:
            snapshot = self._snapshot
            if snapshot is not None:
                self._take(snapshot, is_news=False)
            return snapshot

    def _take(self, snapshot: Snapshot, is_news: bool = True) -> int:
        built = self._build(snapshot)
        values = encoded_props({name: props for name, props in built.items() if props != self._built.get(name)})
        with self._lock:
            seq = self._seq + 1
            self._built = built
            changed = self._change_props(values, seq)
            for name, points in layers_of(snapshot).items():
                changed |= self._layers[name].update(points, seq)
            changed |= self._change_mark(snapshot, seq)
            self._snapshot = snapshot
            if is_news:
                self._updated = self._elapsed()
            if changed:
                self._seq = seq
                self._answers.clear()
            return self._seq

    def silent_seconds(self) -> float:
        """For how long no snapshot has come; 0 before the first."""
        with self._lock:
            return 0.0 if self._updated is None else self._elapsed() - self._updated

    def pulse(self) -> dict[str, object]:
        """The heartbeat: which number is current, and how the feeds are."""
        with self._lock:
            return self._heading()

    def _heading(self) -> dict[str, object]:
        snapshot = self._snapshot
        feeds = {code: state.value for code, state in worst_states(snapshot.feeds).items()} if snapshot else {}
        ages = {code: int(age) for code, age in data_ages(snapshot.feeds).items()} if snapshot else {}
        now_ms = snapshot.now_ms if snapshot else 0
        return {"boot": self._boot, "seq": self._seq, "now": now_ms, "feeds": feeds, "ages": ages}

    def answer(self, boot: str, since: int) -> bytes:
        """The frame for a screen that stands at `since` of a boot: JSON bytes, the same for all who stand there."""
        with self._lock:
            start = since if boot == self._boot and self._oldest() <= since <= self._seq else -1
            if start not in self._answers:
                if len(self._answers) >= CACHED_ANSWERS:
                    self._answers.clear()
                self._answers[start] = self._encode(start)
            return self._answers[start]

    def _oldest(self) -> int:
        return max(layer.forgotten for layer in self._layers.values())

    def _change_props(self, values: Mapping[tuple[str, str], bytes], seq: int) -> bool:
        changed = {
            key: (seq, value) for key, value in values.items() if key not in self._props or self._props[key][1] != value
        }
        self._props.update(changed)
        return bool(changed)

    def _change_mark(self, snapshot: Snapshot, seq: int) -> bool:
        mark = snapshot.newest.point_key if snapshot.newest else None
        if mark == self._mark[1]:
            return False
        self._mark = (seq, mark)
        return True

    def _encode(self, since: int) -> bytes:
        props: dict[str, dict[str, msgspec.Raw]] = {}
        for (component, prop), (seq, value) in self._props.items():
            if seq > since:
                props.setdefault(component, {})[prop] = msgspec.Raw(value)
        frame = {
            **self._heading(),
            "full": since < 0,
            "props": props,
            "layers": {name: self._layer(name, since) for name in LAYERS},
            "latency": self._latency(),
        }
        return msgspec.json.encode(frame)

    def _latency(self) -> dict[str, object] | None:
        newest = self._snapshot.newest if self._snapshot else None
        if newest is None or newest.lag_ms is None:
            return None
        return {"id": self._latency_id, "template": self._latency_template, "server_ms": newest.lag_ms}

    def _layer(self, name: str, since: int) -> dict[str, object]:
        change = self._layers[name].since(since)
        return {**change, "mark": self._mark[1]} if name == COMPLAINTS_LAYER else change


def layers_of(snapshot: Snapshot) -> Mapping[str, MapPoints]:
    """The points of a snapshot, by the layer that draws them."""
    return {
        COMPLAINTS_LAYER: snapshot.points,
        CREWS_LAYER: snapshot.crews,
        SITES_LAYER: snapshot.sites,
        HOTSPOTS_LAYER: snapshot.patterns.points(),
    }


def encoded_props(props: Props) -> dict[tuple[str, str], bytes]:
    """Each prop as JSON, so that what is equal on the screen compares equal."""
    encoder = PlotlyJSONEncoder(separators=(",", ":"), ensure_ascii=False)
    named = ((component, prop, value) for component, values in props.items() for prop, value in values.items())
    return {(str(component), prop): _json(value, encoder) for component, prop, value in named}


def _json(value: Any, encoder: PlotlyJSONEncoder) -> bytes:
    if isinstance(value, str):
        return msgspec.json.encode(value)
    encoded: str = encoder.encode(value)
    return encoded.encode()
