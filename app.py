"""The composition root: settings -> adapters -> services -> Dash and Socket.IO. Only `main` starts anything."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import NoReturn

from dash import Dash
from flask import Flask
from flask_socketio import SocketIO

import callbacks
import commands
from callbacks.services import Services
from data_sources.city_folder import CityFolderError, load_city, load_legal_limits
from data_sources.clock import SystemClock
from data_sources.demonstration import STEP_SECONDS, Demonstration, DemonstrationClock, DemonstrationPlan, first_instant
from data_sources.embedded_redis import EmbeddedRedis, EmbeddedRedisError, running_url
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits
from data_sources.installation import Installation, Parts, Source, Streams
from data_sources.repository import latest_occurred
from data_sources.simulator import Simulator, load_simulator_config
from data_sources.snapshots import MachineTime, Targets
from data_sources.store import Store, StoreUrlError, migrate, open_store
from data_sources.stream import connect
from domain.clock import Clock
from domain.complaints import ComplaintRules
from domain.events import Stream
from domain.indicators.complaints import BoardRules
from domain.privacy import sights
from domain.profile import CityProfile
from geo.boundaries import Boundaries, BoundariesError, load_boundaries
from geo.layers import snap_arrays
from geo.locate import Locator
from layouts.text import texts_for
from layouts.theme import ScreenProfile
from settings import EMBEDDED, Settings, SettingsError, load_settings

ROOT = Path(__file__).resolve().parent
MIGRATIONS = ROOT / "migrations"
MS_IN_NS = 1_000_000
INSTALLATION = "live_room"


def create_app(settings: Settings | None = None, services: Services | None = None) -> Flask:
    """The web application. Starts no thread and opens no connection; may be called more than once in a process."""
    if services is None:
        settings = settings or load_settings()
        installation, boundaries = assemble(settings)
        services = services_of(settings, installation, boundaries)
        server = _web(services)
        server.extensions[INSTALLATION] = installation
        commands.register(server, installation)
        return server
    return _web(services)


def _web(services: Services) -> Flask:
    server = Flask("live_room")
    app = Dash(
        "live_room",
        server=server,
        title=services.profile.title,
        update_title="",
        assets_folder=str(ROOT / "assets"),
        serve_locally=True,
    )
    socketio = SocketIO(server, async_mode="threading", ping_interval=10, ping_timeout=5)
    callbacks.register(app, socketio, services)
    return server


def installation_of(server: Flask) -> Installation:
    """The installation behind an app that was made from settings."""
    installation: Installation = server.extensions[INSTALLATION]
    return installation


def socketio_of(server: Flask) -> SocketIO:
    """The Socket.IO server of an app."""
    return server.extensions["socketio"]


def services_of(settings: Settings, installation: Installation, boundaries: Boundaries) -> Services:
    """What the screens need of an installation."""
    wall = settings.wall
    return Services(
        profile=installation.parts.rules.profile,
        boundaries=boundaries,
        texts=texts_for(wall.language),
        screen=ScreenProfile(wall.width_mm, wall.aspect, wall.viewer_m),
        snapshots=installation.snapshots,
        health=installation.health,
        audiences=wall.audiences,
        tile_url=wall.tile_url,
    )


def assemble(settings: Settings) -> tuple[Installation, Boundaries]:
    """The installation that the settings describe, not yet started, and the boundaries of its city."""
    profile = load_city(settings.city)
    boundaries = load_boundaries(settings.boundaries, profile)
    store = open_store(settings.store.url)
    machine = MachineTime(time.monotonic, lambda: time.time_ns() // MS_IN_NS)
    labels = [(feed.code, feed.label) for feed in settings.feeds]
    installation = Installation(
        Parts(
            rules=ComplaintRules(profile, load_legal_limits(settings.city)),
            wards=Locator(boundaries) if profile.wards else None,
            sights=sights(profile, snap_arrays),
            targets=_targets(settings),
            clock=_clock(settings, profile, store, machine),
            machine=machine,
            monitor=FeedMonitor(labels, FeedRules(**settings.feed_rules.model_dump()), machine.elapsed),
            store=store,
            streams=_streams(settings),
        )
    )
    return installation, boundaries


def _clock(settings: Settings, profile: CityProfile, store: Store, machine: MachineTime) -> Clock:
    """The real clock; a demonstration's starts where its store ends."""
    if not settings.simulation.enabled:
        return SystemClock()
    plan, calendar = demonstration_plan(settings), profile.calendar

    def start() -> datetime:
        return latest_occurred(store, "complaint") or first_instant(datetime.now(UTC), plan, calendar)

    return DemonstrationClock(start, plan, calendar, machine.elapsed)


def demonstration_plan(settings: Settings) -> DemonstrationPlan:
    """How the demonstration of an installation runs."""
    simulation = settings.simulation
    return DemonstrationPlan(
        history_days=simulation.history_days,
        start_time=simulation.start_time,
        speed=simulation.speed,
        night_speed=simulation.night_speed,
        marker=settings.streams.folder / "demonstration.json",
    )


def _targets(settings: Settings) -> Targets:
    targets = settings.targets
    board = BoardRules(
        target=targets.on_time,
        window_days=targets.board_window_days,
        movement_days=targets.board_movement_days,
        smallest_n=targets.board_smallest_n,
        prior_weight=targets.board_prior_weight,
    )
    return Targets(targets.on_time, targets.first_response, targets.window_days, board)


def _streams(settings: Settings) -> Streams:
    streams = settings.streams
    url = running_url(streams.folder) if streams.url == EMBEDDED else streams.url
    limits = IngestLimits(streams.batch, streams.block_ms, streams.trim_every)
    return Streams(connect(url), streams.prefix, streams.group, limits)


def main() -> None:
    """Run the dashboard: with embedded defaults all by itself, until Ctrl-C."""
    try:
        settings = load_settings()
        with _redis(settings):
            migrate(settings.store.url, MIGRATIONS)
            serve(settings)
    except (SettingsError, CityFolderError, BoundariesError, EmbeddedRedisError, StoreUrlError) as error:
        sys.exit(f"live room: {error}")


@contextmanager
def _redis(settings: Settings) -> Iterator[None]:
    if settings.streams.url != EMBEDDED:
        yield
        return
    with EmbeddedRedis(settings.streams.folder):
        yield


def serve(settings: Settings) -> None:
    """Start an installation and its web server; ends with a signal, and leaves nothing running."""
    server = create_app(settings)
    installation = installation_of(server)
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        installation.start(_more_sources(settings, installation))
        address = f"http://{settings.server.host}:{settings.server.port}/wall"
        print(f"Live Room: open {address}  (Ctrl-C stops it)", flush=True)  # noqa: T201  # for the person who started it
        socketio_of(server).run(
            server, settings.server.host, settings.server.port, allow_unsafe_werkzeug=True, log_output=False
        )
    except KeyboardInterrupt:
        print("Live Room: stopped", flush=True)  # noqa: T201
    finally:
        installation.stop()


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


def _more_sources(settings: Settings, installation: Installation) -> list[Source]:
    if not settings.simulation.enabled:
        return []
    feed = _demonstration(settings, installation).prepare(datetime.now(UTC), installation)
    clock = installation.parts.clock
    return [("simulator", lambda: feed.step(clock.now()), STEP_SECONDS)]


def _demonstration(settings: Settings, installation: Installation) -> Demonstration:
    parts = installation.parts
    profile, clock = parts.rules.profile, parts.clock
    assert isinstance(clock, DemonstrationClock)
    config = load_simulator_config(settings.city / "simulator.yaml")
    boundaries = load_boundaries(settings.boundaries, profile) if settings.boundaries else None
    simulator = Simulator(profile, config, settings.simulation.seed, boundaries, parts.rules.limits)
    key = parts.streams.key(Stream.COMPLAINTS)
    return Demonstration(
        simulator, parts.streams.client, key, clock, demonstration_plan(settings), parts.machine.elapsed
    )


if __name__ == "__main__":
    main()
