"""Viewers without a browser, in a process of their own: each does what live.js does, a pulse and then a question.

`python -m bench.viewer URL TOKEN COUNT`: prints "ready" when all have their first frame, stops at the end of its
input, and then prints what they were sent.
"""

import json
import os
import sys
import threading
import time
from typing import Any

import socketio

from tests.signing_in import header

START_SECONDS = 30


class Viewer:
    """One screen: at most one question on its way."""

    def __init__(self, url: str, token: str) -> None:
        self.frames = 0
        self.sent_bytes = 0
        self._lock = threading.Lock()
        self._pulse: dict[str, Any] = {}
        self._boot: str | None = None
        self._seq = -1
        self._is_asking = False
        self._client = socketio.Client(reconnection=False)
        self._client.on("pulse", self._on_pulse)
        self._client.on("connect", self._ask_if_newer)  # the first pulse comes before the connection is confirmed
        headers = {**header(token), "Origin": url}
        self._client.connect(url, headers=headers, transports=["websocket"], auth={"audience": "wall-guest"})

    def _on_pulse(self, pulse: dict[str, Any]) -> None:
        with self._lock:
            self._pulse = pulse
        self._ask_if_newer()

    def _ask_if_newer(self) -> None:
        with self._lock:
            is_behind = (self._pulse.get("boot"), self._pulse.get("seq")) != (self._boot, self._seq)
            if self._is_asking or not is_behind or "/" not in self._client.namespaces:
                return
            self._is_asking = True
            question = {"since": -1 if self._boot is None else self._seq, "boot": self._boot}
        self._client.emit("frame", question, callback=self._take)

    def _take(self, reply: str) -> None:
        frame = json.loads(reply)
        with self._lock:
            self._boot, self._seq = frame["boot"], frame["seq"]
            self._is_asking = False
            self.frames += 1
            self.sent_bytes += len(reply)
        self._ask_if_newer()


def main(url: str, token: str, count: int) -> None:
    """So many viewers until the input ends."""
    viewers = [Viewer(url, token) for _ in range(count)]
    deadline = time.monotonic() + START_SECONDS
    while any(viewer.frames == 0 for viewer in viewers):
        if time.monotonic() > deadline:
            raise TimeoutError(f"expected a first frame for {count} viewers within {START_SECONDS} s")
        time.sleep(0.05)
    first = [(viewer.frames, viewer.sent_bytes) for viewer in viewers]
    print("ready", flush=True)
    sys.stdin.read()
    frames = [viewer.frames - before for viewer, (before, _) in zip(viewers, first, strict=True)]
    sent = sum(viewer.sent_bytes for viewer in viewers) - sum(before for _, before in first)
    print(json.dumps({"frames": sum(frames), "fewest": min(frames), "bytes": sent}), flush=True)
    os._exit(0)  # a polite goodbye takes the client library three seconds for each viewer


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], int(sys.argv[3]))
