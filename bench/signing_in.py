"""How long a good sign-in takes while others try 100 wrong passwords a minute, over HTTP, with the real hash.

Two attacks: each attempt from an address and for a name of its own, so that none is throttled and each costs a hash;
and all from four addresses that guess at one name each, which soon wait.
"""

import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from itertools import count
from pathlib import Path

import requests
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from bench.city import ROOT
from bench.report import Row, met
from data_sources.access import Access
from data_sources.clock import SystemClock
from data_sources.first_start import INSTALLER
from data_sources.sessions import SessionLimits
from data_sources.store import migrate, open_store
from domain.identity import Identity, Role
from tests.fakes import fake_services
from tests.servers import create_database, running_postgres

BAD_A_MINUTE = 100
TARGET_SECONDS = 1.0
EVERY_SECONDS = 0.5
SECONDS, QUICK_SECONDS = 60.0, 12.0
LOGIN, PASSWORD = "wati", "empat ekor kucing di atap"
GOOD_ADDRESS = "192.0.2.1"
FEW = 4

Attempt = Callable[[int], tuple[str, str]]
"""The number of an attempt -> its address and the name that it tries."""


@dataclass
class Attack:
    """What was tried and how it was answered."""

    answers: Counter[int] = field(default_factory=Counter)
    is_over: threading.Event = field(default_factory=threading.Event)


def measure(place: Path, is_quick: bool) -> list[Row]:
    """A sign-in twice a second, alone and under each attack, on PostgreSQL."""
    seconds = QUICK_SECONDS if is_quick else SECONDS
    bad = f"{BAD_A_MINUTE} wrong ones a minute"
    attacks: dict[str, Attempt | None] = {
        "nobody else tries": None,
        f"{bad}, each from another address": lambda number: (f"10.0.{number // 250}.{number % 250}", f"a{number}"),
        f"{bad} from {FEW} addresses": lambda number: (f"10.1.0.{number % FEW}", f"b{number % FEW}"),
    }
    with running_postgres(place / "postgres-door", is_durable=True) as server:
        urls = [_database(server, number) for number in range(len(attacks))]
        return [_row(what, url, how, seconds) for url, (what, how) in zip(urls, attacks.items(), strict=True)]


def _database(server: str, number: int) -> str:
    url = create_database(server, f"door_{number}")
    migrate(url, ROOT / "migrations")
    return url


def _row(what: str, store_url: str, attempt: Attempt | None, seconds: float) -> Row:
    with _door(store_url) as url:
        attack = Attack()
        attacker = threading.Thread(target=_try, args=(url, attempt, attack), daemon=True)
        attacker.start()
        took = sorted(_good_ones(url, seconds))
        attack.is_over.set()
        attacker.join()
    answered = ", ".join(f"{number} × {status}" for status, number in sorted(attack.answers.items()))
    measured = f"median {1000 * took[len(took) // 2]:.0f}, worst {1000 * took[-1]:.0f} ms"
    note = f"{len(took)} sign-ins in {seconds:.0f} s" + (f"; the others got {answered}" if answered else "")
    verdict = met(took[-1] <= TARGET_SECONDS)
    return Row("signing in", f"sign-in by password, {what}", measured, f"≤ {TARGET_SECONDS:g} s", verdict, note)


def _good_ones(url: str, seconds: float) -> Iterator[float]:
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        started = time.perf_counter()
        status = _sign_in(url, GOOD_ADDRESS, LOGIN, PASSWORD)
        yield time.perf_counter() - started
        if status != 303:
            raise RuntimeError(f"expected the good sign-in to be let in (303), got {status}")
        time.sleep(EVERY_SECONDS)


def _try(url: str, attempt: Attempt | None, attack: Attack) -> None:
    """Wrong passwords at an even pace, whatever the answers take."""
    if attempt is None:
        return
    pace, started = 60 / BAD_A_MINUTE, time.monotonic()
    for number in count():
        address, login = attempt(number)
        attack.answers[_sign_in(url, address, login, "salah semua ini")] += 1
        if attack.is_over.wait(max(0.0, started + (number + 1) * pace - time.monotonic())):
            return


def _sign_in(url: str, address: str, login: str, password: str) -> int:
    answer = requests.post(
        f"{url}/sign-in",
        data={"login": login, "password": password},
        headers={"Origin": url, "X-Forwarded-For": address},
        allow_redirects=False,
        timeout=30,
    )
    return answer.status_code


class _Quiet(WSGIRequestHandler):
    """A server that tells nothing of each request."""

    def log_request(self, code: int | str = "-", size: int | str = "-") -> None:
        """Nothing."""


@contextmanager
def _door(store_url: str) -> Iterator[str]:
    """The app with a door on a store, behind one proxy that says from where somebody comes."""
    store = open_store(store_url)
    access = Access.of(store, SystemClock(), SessionLimits())
    access.accounts.add(Identity(LOGIN, "Wati", Role.MAYOR), PASSWORD, INSTALLER)
    app = create_app(services=replace(fake_services(door=access.door), proxies=1))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
        store.dispose()
