"""The real pages in a real browser, of a city that a test makes up: no stream and no store, and nothing to wait for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace

from werkzeug.serving import make_server

from app import create_app
from domain.identity import Identity
from domain.snapshot import Snapshot
from layouts.text import INDONESIAN, Texts
from tests.fakes import GUEST_SCREEN, FakeDoor, FakeSnapshots, fake_services

HEARTBEAT_SECONDS = 1.0
"""A screen takes a server that is silent for longer than 2.5 s for lost."""


class Pictured:
    """A server of one city's picture at an address; another picture can be shown at any time."""

    def __init__(self, url: str, snapshots: FakeSnapshots) -> None:
        self.url = url
        self._snapshots = snapshots
        self._lock = threading.Lock()
        self._shown: Snapshot | None = None
        self._number = 0

    def show(self, snapshot: Snapshot) -> None:
        """From now on this is the city."""
        self._shown = snapshot
        self.beat()

    def beat(self) -> None:
        """Publish what is shown once more, as the product does every second."""
        with self._lock:
            if self._shown is not None:
                self._number += 1
                self._snapshots.publish(replace(self._shown, number=self._number))


@contextmanager
def pictured(texts: Texts = INDONESIAN, visitor: Identity = GUEST_SCREEN) -> Iterator[Pictured]:
    """A server in this process, on a port of its own; whoever comes is the visitor."""
    snapshots = FakeSnapshots()
    services = replace(fake_services(snapshots, door=FakeDoor(visitor)), texts=texts)
    server = make_server("127.0.0.1", 0, create_app(services=services), threaded=True)
    city, ended = Pictured(f"http://127.0.0.1:{server.server_port}", snapshots), threading.Event()

    def go_on() -> None:
        while not ended.wait(HEARTBEAT_SECONDS):
            city.beat()

    threads = [
        threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True),
        threading.Thread(target=go_on, daemon=True),
    ]
    for thread in threads:
        thread.start()
    try:
        yield city
    finally:
        ended.set()
        server.shutdown()
        server.server_close()
        for thread in threads:
            thread.join()
