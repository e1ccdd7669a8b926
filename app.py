"""The composition root: settings -> adapters -> services -> Dash and Socket.IO. Only `main` starts anything."""

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path

from dash import Dash
from flask import Flask
from flask_socketio import SocketIO
from werkzeug.middleware.proxy_fix import ProxyFix

import access_commands
import administration_commands
import alarm_commands
import callbacks
import commands
import privacy_commands
from alarm_commands import AlarmOffice
from callbacks.live import FrameLogs, whole_frame
from callbacks.services import Services
from callbacks.sockets import MOST_SAID, SocketGate
from commands import Operations
from data_sources.access import Access
from data_sources.administration import Administration
from data_sources.alarm_sender import TargetError
from data_sources.alarm_watch import words_of
from data_sources.as_of import History
from data_sources.case_files import CaseFiles
from data_sources.city_feeds import FeedRow
from data_sources.city_files import CityFolderError
from data_sources.city_folder import load_city
from data_sources.city_policies import load_legal_limits
from data_sources.city_status import stored_statuses
from data_sources.clock import SystemClock
from data_sources.demonstration import (
    STEP_SECONDS,
    Demonstration,
    DemonstrationClock,
    first_instant,
)
from data_sources.desk import StoreDesk
from data_sources.embedded_redis import EmbeddedRedis, EmbeddedRedisError, running_url
from data_sources.erasure import Erasure
from data_sources.figures import stored_figures
from data_sources.first_start import INSTALLER, demonstration, end_demonstration, first_password
from data_sources.frozen import FREEZE_SECONDS, Freezer, record_at
from data_sources.handovers import Handovers
from data_sources.ingest import IngestLimits
from data_sources.installation import Installation, Parts, Source, Streams
from data_sources.oidc_provider import OidcClient, OidcProvider
from data_sources.past import StorePast
from data_sources.release import release_of
from data_sources.replay.schema import ReplayError, schema_path
from data_sources.repository import latest_occurred
from data_sources.retention import Periods, Retention
from data_sources.review_places import PlaceRules
from data_sources.reviews import StoreReviews
from data_sources.screen_fleet import KEEP_SECONDS, ScreenFleet
from data_sources.screen_pictures import ScreenPictures
from data_sources.sessions import SessionLimits
from data_sources.simulator.city import SimulatedCity
from data_sources.simulator.config import load_simulator_config
from data_sources.single_sign_on import SingleSignOn
from data_sources.snapshot_maker import MachineTime
from data_sources.store import Store, StoreUrlError, migrate, open_store
from data_sources.store_ratings import RatingsFile
from data_sources.stream import connect
from data_sources.subjects import Subjects
from data_sources.table_feed import TableFeedSpecError
from domain.alarms.rule import AlarmRuleError
from domain.clock import Clock
from domain.complaints import ComplaintRules
from domain.desk import DeskRules
from domain.duplicates import DuplicateRules
from domain.privacy import sights
from domain.profile import CityProfile
from domain.single_sign_on import ClaimRules, RoleRow
from domain.steering import SteeringRules
from geo.boundaries import Boundaries, BoundariesError, load_boundaries
from geo.layers import snap_arrays
from geo.locate import Locator
from layouts.text import texts_for
from rules_of_settings import (
    alarm_plan,
    console_rules,
    demonstration_plan,
    feed_monitor,
    letter_sources,
    pattern_rules,
    plan_of,
    score_rules,
    table_spec,
    targets_of,
)
from running import (
    INSTALLATION,
    Address,
    Greeting,
    installation_of,
    log_plainly,
    prepare_replay,
    run_replay,
    serve,
    warn_of_calendar_end,
)
from settings import (
    EMBEDDED,
    Settings,
    SettingsError,
    SimulationSettings,
    StoreSettings,
    load_settings,
)
from sign_on_settings import OidcSettings
from status_command import register_status

ROOT = Path(__file__).resolve().parent
MIGRATIONS = ROOT / "migrations"
PAGE_CODE = tuple(ROOT / name for name in ("assets", "layouts", "callbacks", "domain", "geo"))
"""What decides how a page looks and behaves, beside the city's folder."""

REPLAY_FOLDER = Path("var/replay")
MS_IN_NS = 1_000_000
FRAMES = "live_room_frames"
FLEET = "live_room_screens"
ADMINISTRATION = "live_room_administration"
RETENTION_SECONDS = 3600.0
DESK_SECONDS = 0.5
"""How often what another process did at its desks is looked for."""
EXPLAINED = (
    SettingsError,
    CityFolderError,
    BoundariesError,
    EmbeddedRedisError,
    StoreUrlError,
    ReplayError,
    TableFeedSpecError,
    AlarmRuleError,
    TargetError,
)


def create_app(settings: Settings | None = None, services: Services | None = None, clock: Clock | None = None) -> Flask:
    """The web application. Starts no thread and opens no connection; may be called more than once in a process."""
    if services is not None:
        return _web(services)
    settings = settings or load_settings()
    log_plainly()
    installation, boundaries = assemble(settings, clock)
    administration = _administration(settings, installation)
    fleet = ScreenFleet(administration.access.store, administration.access.screens, SystemClock())
    history = history_of(installation)
    server = _web(services_of(settings, installation, boundaries, administration, fleet, history))
    server.extensions |= {INSTALLATION: installation, ADMINISTRATION: administration, FLEET: fleet}
    commands.register(server, installation, _operations(settings, history))
    access, parts = administration.access, installation.parts
    access_commands.register(server, access, fleet, settings.screens.reports)
    administration_commands.register(server, administration)
    office = AlarmOffice(
        installation.desk, installation.outbox, parts.alarms.health, parts.clock, access, settings.wall.language
    )
    alarm_commands.register(server, office)
    register_status(server, installation.status, parts.clock, parts.rules.profile.timezone)
    privacy_commands.register(server, erasure_of(installation), retention_of(settings, installation, access))
    return server


def _administration(settings: Settings, installation: Installation) -> Administration:
    access, sources = _access(settings, installation.parts.store), letter_sources(settings)
    return Administration(access, installation, sources, settings.configuration(), SystemClock())


def administration_of(server: Flask) -> Administration:
    """The administrators' side of an app that was made from settings."""
    administration: Administration = server.extensions[ADMINISTRATION]
    return administration


def _operations(settings: Settings, history: History) -> Operations:
    return Operations(
        migrate=lambda: migrate(settings.store.url, MIGRATIONS),
        replay=lambda file, schema, speed: replay_file(settings, file, schema, speed),
        redis_url=lambda: _redis_url(settings),
        history=history,
        language=settings.wall.language,
    )


def history_of(installation: Installation) -> History:
    """What answers questions about an installation's past."""
    parts = installation.parts
    return History(
        installation.repository,
        parts.sights,
        parts.targets,
        partial(record_at, parts.store),
        partial(stored_figures, parts.store),
        parts.ratings,
        lambda at: stored_statuses(parts.store, until=at),
    )


def _web(services: Services) -> Flask:
    server = Flask("live_room")
    app = Dash(
        "live_room",
        server=server,  # type: ignore[arg-type]  # a Flask app, as the documentation has it
        title=services.profile.title,
        update_title="",
        assets_folder=str(ROOT / "assets"),
        assets_ignore="screen_watchdog",  # a thread of its own, which assets/screen.js starts
        serve_locally=True,
    )
    socketio = SocketIO(
        server, async_mode="threading", ping_interval=10, ping_timeout=5, max_http_buffer_size=MOST_SAID
    )
    server.wsgi_app = SocketGate(server, services)  # type: ignore[method-assign]
    if services.proxies:  # outermost, so that sockets too are judged by what the browser asked for
        server.wsgi_app = ProxyFix(server.wsgi_app, x_for=services.proxies, x_proto=services.proxies)  # type: ignore[method-assign]
    server.extensions[FRAMES] = callbacks.register(app, socketio, services)
    return server


def services_of(
    settings: Settings,
    installation: Installation,
    boundaries: Boundaries,
    administration: Administration,
    fleet: ScreenFleet,
    history: History,
) -> Services:
    """What the screens need of an installation."""
    wall, profile, access = settings.wall, installation.parts.rules.profile, administration.access
    return Services(
        profile=profile,
        boundaries=boundaries,
        texts=texts_for(wall.language),
        plan=plan_of(settings),
        snapshots=installation.snapshots,
        health=installation.health,
        audiences=wall.audiences,
        tile_url=wall.tile_url,
        reviews=(reviews := _reviews(settings, installation)),
        past=StorePast(history, installation.parts.store, installation.parts.clock),
        screens=fleet,
        pictures=ScreenPictures(access.store, SystemClock()),
        release=release_of((*PAGE_CODE, settings.city), f"{settings.wall!r} {settings.screens!r}"),
        care=settings.screens.care,
        reports=settings.screens.reports,
        desk=desk_of(settings, installation),
        cases=CaseFiles(installation.repository, installation.parts.clock, reviews.places),
        alarms=installation.desk,
        status=installation.status,
        alarm_health=installation.parts.alarms.health,
        alarm_words=words_of(installation.parts.alarms.rules),
        handovers=Handovers(installation.parts.store, SystemClock()),
        console=console_rules(settings),
        door=access.door,
        administration=administration,
        is_tls=settings.server.tls,
        proxies=settings.server.proxies,
        is_demonstration=settings.sign_in.demonstration,
        case=lambda one: installation.repository.complaints_by_id([one]).get(one),
        single_sign_on=single_sign_on_of(settings.sign_in.oidc, access, profile) if settings.sign_in.oidc else None,
        provider_label=settings.sign_in.oidc.label if settings.sign_in.oidc else "",
    )


def single_sign_on_of(oidc: OidcSettings, access: Access, profile: CityProfile) -> SingleSignOn:
    """The way in through the identity provider; nothing is fetched yet. Raises SettingsError."""
    named = {agency for row in oidc.roles for agency in row.agencies}
    if unknown := sorted(named - set(profile.agencies)):
        known = ", ".join(sorted(profile.agencies))
        raise SettingsError(f"sign_in.oidc.roles: expected agencies of the city ({known}), got {', '.join(unknown)}")
    client = OidcClient(
        oidc.issuer,
        oidc.client_id,
        oidc.client_secret.get_secret_value(),
        oidc.address,
        scopes=oidc.scopes,
        ca_bundle=oidc.ca_bundle,
        timeout_seconds=oidc.timeout_seconds,
        keep=timedelta(minutes=oidc.keep_minutes),
        clock_skew=timedelta(seconds=oidc.clock_skew_seconds),
    )
    rows = [RoleRow(row.value, row.role, row.agencies) for row in oidc.roles]
    claims = ClaimRules(rows, oidc.roles_claim, oidc.name_claim, oidc.agencies_claim, frozenset(profile.agencies))
    return SingleSignOn(
        access,
        OidcProvider(client),
        claims,
        administrators_need_code=oidc.administrators_need_code,
        signs_out_there=oidc.sign_out_there,
    )


def desk_of(settings: Settings, installation: Installation) -> StoreDesk:
    """The operators' desks of an installation; its turns run with the other sources."""
    parts, console = installation.parts, settings.console
    rules = DeskRules(console.shelve_most_hours), SteeringRules(console.steering_idle_minutes)
    desk = StoreDesk(parts.store, parts.clock, SystemClock(), *rules)
    installation.add_source(("desks", desk.step, DESK_SECONDS))
    return desk


def _access(settings: Settings, store: Store) -> Access:
    """Who may come in, and what they did."""
    limits = SessionLimits(
        timedelta(minutes=settings.sign_in.idle_minutes), timedelta(hours=settings.sign_in.absolute_hours)
    )
    return Access.of(store, SystemClock(), limits)


def _reviews(settings: Settings, installation: Installation) -> StoreReviews:
    board = targets_of(settings).board
    places = PlaceRules(
        pattern_rules(settings).hotspots, DuplicateRules(**settings.duplicates.model_dump(exclude={"source"}))
    )
    clock = installation.parts.clock
    return StoreReviews(installation.repository, clock, board, score_rules(settings), places)


def assemble(settings: Settings, clock: Clock | None = None) -> tuple[Installation, Boundaries]:
    """The installation that the settings describe, not yet started, and the boundaries of its city."""
    profile = load_city(settings.city)
    boundaries = load_boundaries(settings.boundaries, profile)
    store = open_store(settings.store.url)
    machine = MachineTime(time.monotonic, lambda: time.time_ns() // MS_IN_NS)
    installation = Installation(
        Parts(
            rules=ComplaintRules(profile, load_legal_limits(settings.city)),
            wards=Locator(boundaries) if profile.wards else None,
            sights=sights(profile, snap_arrays),
            targets=targets_of(settings),
            clock=clock or _clock(settings, profile, store, machine),
            machine=machine,
            monitor=feed_monitor(settings, machine),
            store=store,
            streams=_streams(settings),
            tables=[table_spec(feed) for feed in settings.table_feeds],
            ratings=RatingsFile(settings.store_ratings, profile.reviews_source).ratings,
            alarms=alarm_plan(settings, profile),
        )
    )
    return installation, boundaries


def _clock(settings: Settings, profile: CityProfile, store: Store, machine: MachineTime) -> Clock:
    """The real clock; a demonstration's starts where its store ends."""
    if not settings.simulation.enabled:
        return SystemClock()
    plan, calendar = demonstration_plan(settings), profile.calendar

    def start() -> datetime:
        return latest_occurred(store, "complaint") or first_instant(SystemClock().now(), plan, calendar)

    return DemonstrationClock(start, plan, calendar, machine.elapsed)


def _redis_url(settings: Settings) -> str:
    streams = settings.streams
    return running_url(streams.folder) if streams.url == EMBEDDED else streams.url


def _streams(settings: Settings) -> Streams:
    streams = settings.streams
    limits = IngestLimits(streams.batch, streams.block_ms, streams.trim_every)
    return Streams(connect(_redis_url(settings)), streams.prefix, streams.group, limits)


def main() -> None:
    """Run the dashboard: with embedded defaults all by itself, until Ctrl-C."""
    with explained_errors():
        settings = load_settings()
        with _redis(settings):
            migrate(settings.store.url, MIGRATIONS)
            server = create_app(settings)
            warn_of_calendar_end(installation_of(server))
            administration = administration_of(server)
            administration.tell_start(INSTALLER)
            greeting = greeting_of(settings, administration)
            serve(server, _address(settings), lambda _: _more_sources(settings, server), greeting)


def greeting_of(settings: Settings, administration: Administration) -> Greeting:
    """How the first ones come in: by a demonstration's links, or as the administrator with a one-time password."""
    access, profile = administration.access, administration.installation.parts.rules.profile
    if settings.sign_in.demonstration:
        today = profile.calendar.local_date(SystemClock().now())
        entrances = demonstration(access.accounts, access.screens, profile, today)
        return Greeting([(one.role.value, one.path) for one in entrances])
    end_demonstration(access.accounts, access.screens)
    return Greeting(first_password=first_password(access.accounts))


@contextmanager
def explained_errors() -> Iterator[None]:
    """What a person can mend is told in words, without a traceback."""
    try:
        yield
    except EXPLAINED as error:
        sys.exit(f"live room: {error}")


def _address(settings: Settings) -> Address:
    return Address(settings.server.host, settings.server.port)


@contextmanager
def _redis(settings: Settings) -> Iterator[None]:
    if settings.streams.url != EMBEDDED:
        yield
        return
    with EmbeddedRedis(settings.streams.folder):
        yield


def _more_sources(settings: Settings, server: Flask) -> Sequence[Source]:
    """What runs beside the city's own sources: a simulated city, what screens show and tell, retention."""
    installation, frames, access = installation_of(server), server.extensions[FRAMES], administration_of(server).access
    fleet: ScreenFleet = server.extensions[FLEET]
    return [
        *_simulator(settings, installation),
        ("frozen frames", freezer_of(installation, frames).step, FREEZE_SECONDS),
        ("retention", _housekeeping(settings, installation, access), RETENTION_SECONDS),
        ("screens", fleet.step, KEEP_SECONDS),
    ]


def _housekeeping(settings: Settings, installation: Installation, access: Access) -> Callable[[], int]:
    """Let what is kept for a time only expire, and look whether the audit trail is whole."""
    retention = retention_of(settings, installation, access)

    def step() -> int:
        access.chain.check()
        return retention.step()

    return step


def retention_of(settings: Settings, installation: Installation, access: Access) -> Retention:
    """What is kept for a time only, and for how long."""
    periods = Periods(
        personal=timedelta(days=settings.privacy.keep_personal_days),
        letters=timedelta(days=settings.dead_letters.keep_raw_days),
        trails=timedelta(days=settings.field_work.keep_trail_days),
        frames=timedelta(days=settings.snapshots.keep_days),
        alarms=timedelta(days=settings.alarms.keep_days),
    )
    parts = installation.parts
    return Retention(installation.repository, access.sessions, parts.clock, periods)


def erasure_of(installation: Installation) -> Erasure:
    """What finds, exports and erases the person behind a reference."""
    return Erasure(Subjects(installation.repository, SystemClock()), installation.parts.streams)


def freezer_of(installation: Installation, frames: FrameLogs) -> Freezer:
    """What keeps the frames of an installation's screens."""
    parts, audiences = installation.parts, tuple(frames)
    sources = {audience.value: partial(whole_frame, log) for audience, log in frames.items()}
    latest = partial(installation.snapshots.latest, audiences[0])
    return Freezer(parts.store, parts.clock, parts.machine.elapsed, sources, latest)


def _simulator(settings: Settings, installation: Installation) -> Sequence[Source]:
    """The simulated city's turn, after its past was filled in; nothing where the simulation is off."""
    parts = installation.parts
    clock = parts.clock
    if not isinstance(clock, DemonstrationClock):
        return []
    profile = parts.rules.profile
    boundaries = load_boundaries(settings.boundaries, profile) if settings.boundaries else None
    config = load_simulator_config(settings.city / "simulator.yaml")
    plan, seed = demonstration_plan(settings), settings.simulation.seed
    city = SimulatedCity(profile, config, seed, plan.history_days, boundaries, parts.rules.limits)
    demonstration = Demonstration(city, installation, clock, plan)
    feed = demonstration.prepare(SystemClock().now())
    return [("simulator", lambda: feed.step(clock.now()), STEP_SECONDS)]


def replay_file(settings: Settings, file: Path, schema: str, speed: str) -> None:
    """Replay a published file in a city, a store and a Redis of its own, and show its wall."""
    with explained_errors():
        plan, place = prepare_replay(file, schema_path(schema), REPLAY_FOLDER)
        own = {
            "city": place.city,
            "boundaries": None,
            "store": StoreSettings(url=place.store_url),
            "streams": settings.streams.model_copy(update={"url": EMBEDDED, "folder": place.redis}),
            "feeds": tuple(FeedRow(code=place.source, label=place.source, stream=one) for one in plan.streams),
            "table_feeds": (),
            "simulation": SimulationSettings(enabled=False),
        }
        replayed = settings.model_copy(update=own)
        with _redis(replayed):
            migrate(place.store_url, MIGRATIONS)
            run_replay(
                plan,
                place,
                speed,
                lambda _, clock: create_app(replayed, clock=clock),
                _address(replayed),
                lambda server: greeting_of(replayed, administration_of(server)),
            )


if __name__ == "__main__":
    main()
