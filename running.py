"""What runs on a person's command: the dashboard until Ctrl-C, and the replay of a published file."""

import logging
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from threading import Event as StopSignal
from threading import Thread
from typing import NoReturn

import structlog
from flask import Flask
from werkzeug.serving import WSGIRequestHandler, make_server

from data_sources.clock import SystemClock
from data_sources.installation import Installation, Source
from data_sources.replay.city import generate_city
from data_sources.replay.plan import ReplayPlan
from data_sources.replay.reading import read_events
from data_sources.replay.schema import read_schema
from data_sources.replay.writing import ReplayClock, ReplayOptions, parse_speed, replay
from data_sources.stream import StreamReader
from domain.clock import Clock

INSTALLATION = "live_room"
CALENDAR_MARGIN = timedelta(days=120)


def installation_of(server: Flask) -> Installation:
    """The installation behind an app that was made from settings."""
    installation: Installation = server.extensions[INSTALLATION]
    return installation


def warn_of_calendar_end(installation: Installation) -> None:
    """Say in time that the calendar must be continued: complaints beyond its end have no deadline."""
    calendar, today = installation.parts.rules.profile.calendar, SystemClock().now().date()
    if calendar.last_day - today < CALENDAR_MARGIN:
        say(f"Live Room: the calendar ends on {calendar.last_day}; continue calendar.yaml, no deadline lies beyond it")


def log_plainly() -> None:
    """Traces without the values of variables: among those are persons' names and words.

    structlog's own choice shows them wherever the package rich happens to be installed.
    """
    *processors, renderer = structlog.get_config()["processors"]
    if isinstance(renderer, structlog.dev.ConsoleRenderer):
        plain = structlog.dev.ConsoleRenderer(exception_formatter=structlog.dev.plain_traceback)
        structlog.configure(processors=[*processors, plain])


def say(words: str) -> None:
    """A line for the person who started the program."""
    print(words, flush=True)  # noqa: T201


@dataclass(frozen=True, slots=True)
class Address:
    """Where the screens are served."""

    host: str
    port: int


@dataclass(frozen=True, slots=True)
class Greeting:
    """What is said at the start: the links of a demonstration, each a role and a path; or a first password."""

    links: Sequence[tuple[str, str]] = ()
    first_password: str = ""

    def lines(self, url: str) -> Iterator[str]:
        """What is printed, where the screens are served at a URL."""
        yield f"Live Room: open {url}/wall  (Ctrl-C stops it)"
        if self.links:
            yield "Live Room: MODE DEMO; open it by the link of a role, good until the next start:"
        yield from (f"  {role:<14} {url}{path}" for role, path in self.links)
        if self.first_password:
            yield f"Live Room: sign in as admin with the one-time password {self.first_password}"


class PatientHandler(WSGIRequestHandler):
    """Waits for the next bytes of a request for so many seconds and no longer; sockets have a limit of their own."""

    timeout = 30


def serve(
    server: Flask,
    address: Address,
    more_sources: Callable[[Installation], Sequence[Source]],
    greeting: Greeting,
) -> None:
    """Start an installation and its web server; a signal ends both, and nothing is left running."""
    installation = installation_of(server)
    logging.getLogger("werkzeug").setLevel(logging.ERROR)  # a line for each request would bury the rest
    web = make_server(
        address.host, address.port, server, threaded=True, request_handler=PatientHandler
    )  # a port in use is told before any work
    with _interruptible():
        try:
            installation.start(more_sources(installation))
            for line in greeting.lines(f"http://{address.host}:{web.port}"):
                say(line)
            web.serve_forever()
        finally:
            installation.stop()
            say("Live Room: stopped")


@contextmanager
def _interruptible() -> Iterator[None]:
    """SIGTERM ends the program as Ctrl-C does, and both end it without a traceback."""
    before = signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    except KeyboardInterrupt:
        say("")
    finally:
        signal.signal(signal.SIGTERM, before)


def _interrupt(_signal: int, _frame: object) -> NoReturn:
    raise KeyboardInterrupt


@dataclass(frozen=True, slots=True)
class ReplayPlace:
    """Where one replay lives, apart from everything else: its city, its store and its Redis."""

    folder: Path
    source: str

    @property
    def city(self) -> Path:
        """The generated city folder."""
        return self.folder / "city"

    @property
    def redis(self) -> Path:
        """The data of the embedded Redis."""
        return self.folder / "redis"

    @property
    def store_url(self) -> str:
        """A SQLite store of its own."""
        return f"sqlite:///{self.folder / 'liveroom.db'}"


OpenReplay = Callable[[ReplayPlace, Clock], Flask]


def prepare_replay(file: Path, schema_path: Path, folder: Path) -> tuple[ReplayPlan, ReplayPlace]:
    """Read a file and make its city. Raises ReplayError when there is nothing to replay."""
    schema = read_schema(schema_path)
    plan = read_events(file, schema)
    say(plan.describe())
    place = ReplayPlace(folder / schema_path.stem, schema.source)
    generate_city(plan, schema, place.city)
    return plan, place


def run_replay(
    plan: ReplayPlan,
    place: ReplayPlace,
    speed: str,
    open_replay: OpenReplay,
    address: Address,
    greet: Callable[[Flask], Greeting],
) -> None:
    """Serve the wall of a replay while its file is written to its stream, and until Ctrl-C after that."""
    options = ReplayOptions(speed=parse_speed(speed))
    clock = ReplayClock(plan.events[0].at)
    server = open_replay(place, clock)
    stop = StopSignal()
    writer = Thread(target=_write, args=(plan, installation_of(server), clock, options, stop), daemon=True)

    def start_writing(_: Installation) -> Sequence[Source]:
        writer.start()
        return ()

    try:
        serve(server, address, start_writing, greet(server))
    finally:
        stop.set()
        if writer.is_alive():
            writer.join(10)


def _write(
    plan: ReplayPlan, installation: Installation, clock: ReplayClock, options: ReplayOptions, stop: StopSignal
) -> None:
    streams, position = installation.parts.streams, installation.repository.position
    keys = [streams.key(stream) for stream in plan.streams]
    readers = {key: StreamReader(streams.client, key, streams.group, "") for key in keys}
    report = replay(
        plan,
        streams.client,
        streams.key,
        clock,
        lambda: sum(reader.waiting_above(position(key)) for key, reader in readers.items()),
        options,
        stop,
    )
    say(f"replay: {report.events} events written, city time {report.reached_at:%Y-%m-%d %H:%M} UTC")
