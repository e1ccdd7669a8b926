"""Stand-ins for what callbacks/services.py asks for: snapshots are published by the test, health is what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache

from callbacks.services import Listener, Services
from domain.privacy import Audience
from domain.snapshot import Snapshot
from geo.boundaries import Boundaries, load_boundaries
from layouts.text import INDONESIAN
from layouts.theme import ScreenProfile
from tests.factories import tangerang


@dataclass
class FakeSnapshots:
    """Snapshots of a city without a hub."""

    held: dict[Audience, Snapshot] = field(default_factory=dict)
    listeners: list[Listener] = field(default_factory=list)

    def latest(self, audience: Audience) -> Snapshot | None:
        return self.held.get(audience)

    def subscribe(self, listener: Listener) -> None:
        self.listeners.append(listener)

    def publish(self, *snapshots: Snapshot) -> None:
        """Hand out snapshots, each to its audience."""
        self.held |= {Audience(snapshot.audience): snapshot for snapshot in snapshots}
        for listener in self.listeners:
            listener({Audience(snapshot.audience): snapshot for snapshot in snapshots})


@dataclass
class FakeHealth:
    """A health report; detail is given when it is asked for."""

    is_ok: bool = True

    def __call__(self, is_detailed: bool) -> Mapping[str, object]:
        return {"ok": self.is_ok, "balance": []} if is_detailed else {"ok": self.is_ok}


@cache
def approximate_boundaries() -> Boundaries:
    """The borders of Tangerang as they are drawn without a map of them."""
    return load_boundaries(None, tangerang())


def fake_services(
    snapshots: FakeSnapshots | None = None,
    health: FakeHealth | None = None,
    audiences: tuple[Audience, ...] = (Audience.WALL_GUEST,),
) -> Services:
    """All that the screens need, without streams, a store or a thread."""
    return Services(
        profile=tangerang(),
        boundaries=approximate_boundaries(),
        texts=INDONESIAN,
        screen=ScreenProfile(),
        snapshots=snapshots or FakeSnapshots(),
        health=health or FakeHealth(),
        audiences=audiences,
    )
