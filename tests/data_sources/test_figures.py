"""The slow facts in both kinds of store: filled from the city's folder, and an installation's newer rows stay."""

import time
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date

import pytest
import redis

from data_sources import installation as installing
from data_sources.clock import SystemClock
from data_sources.figures import keep_figures, stored_figures
from data_sources.health import FeedMonitor, FeedRules
from data_sources.ingest import IngestLimits
from data_sources.installation import Installation, Parts, Streams
from data_sources.snapshot_maker import MachineTime, Targets
from data_sources.store import Store
from data_sources.tables import reference_figures
from domain.complaints import ComplaintRules
from domain.figures import DOWNLOADS, VERIFIED_ACCOUNTS, Figure, latest
from domain.privacy import sights
from tests.servers import wait_until

pytestmark = pytest.mark.services

TOLD = Figure(DOWNLOADS, "2025", 1_300_000, "downloads", "city", date(2025, 12, 31))


def store_rows(store: Store, *figures: Figure) -> None:
    """What an installation adds by itself, without the program."""
    with store.writing() as connection:
        connection.execute(reference_figures.insert(), [asdict(figure) for figure in figures])


def test_figures_come_back_as_they_were_stored(store: Store, rules: ComplaintRules) -> None:
    figures = rules.profile.figures
    keep_figures(store, figures)
    assert set(stored_figures(store)) == set(figures)
    assert len(stored_figures(store)) == len(figures)


def test_storing_them_at_each_start_changes_nothing(store: Store, rules: ComplaintRules) -> None:
    for _ in range(2):
        keep_figures(store, rules.profile.figures)
    assert len(stored_figures(store)) == len(rules.profile.figures)


def test_a_store_without_figures_holds_none(store: Store) -> None:
    keep_figures(store, ())
    assert stored_figures(store) == ()


def test_a_row_of_the_installation_stays_where_it_is_as_new_or_newer(store: Store) -> None:
    corrected = replace(TOLD, value=1_350_000, source="installation")
    store_rows(store, corrected)
    for as_of in (TOLD.as_of, date(2025, 6, 30)):
        keep_figures(store, [replace(TOLD, as_of=as_of)])
        assert stored_figures(store) == (corrected,)


def test_an_older_row_gives_way_to_the_citys(store: Store) -> None:
    store_rows(store, replace(TOLD, value=1, as_of=date(2025, 1, 1)))
    keep_figures(store, [TOLD])
    assert stored_figures(store) == (TOLD,)


def test_a_district_has_a_row_of_its_own(store: Store) -> None:
    keep_figures(store, [TOLD, replace(TOLD, value=9, district="36.71.01")])
    assert {figure.district: figure.value for figure in stored_figures(store)} == {"": 1_300_000, "36.71.01": 9}


def test_a_newer_period_of_the_installation_is_the_latest(store: Store, rules: ComplaintRules) -> None:
    store_rows(store, replace(TOLD, period="2026", as_of=date(2026, 10, 31)))
    keep_figures(store, rules.profile.figures)
    newest = latest(stored_figures(store), DOWNLOADS)
    assert newest
    assert newest.period == "2026"


@pytest.fixture
def installation(
    store: Store, rules: ComplaintRules, redis_client: "redis.Redis", monkeypatch: pytest.MonkeyPatch
) -> Iterator[Installation]:
    """An installation that looks the figures up every moment."""
    monkeypatch.setattr(installing, "BALANCE_SECONDS", 0.05)
    started = an_installation(store, rules, redis_client)
    started.start()
    yield started
    started.stop()


def an_installation(store: Store, rules: ComplaintRules, client: "redis.Redis") -> Installation:
    machine = MachineTime(time.monotonic, lambda: 0)
    return Installation(
        Parts(
            rules=rules,
            wards=None,
            sights=sights(rules.profile, lambda lat, lon: (lat, lon)),
            targets=Targets(),
            clock=SystemClock(),
            machine=machine,
            monitor=FeedMonitor([], FeedRules(), machine.elapsed),
            store=store,
            streams=Streams(client, "liveroom:", "liveroom", IngestLimits(block_ms=10)),
        )
    )


def accounts_seen(installation: Installation) -> set[float | None]:
    """The verified accounts in the latest snapshot of each audience, None where there are none."""
    seen = [installation.snapshots.latest(audience) for audience in installation.parts.sights]
    snapshots = seen or [None]
    accounts = [latest(snapshot.figures, VERIFIED_ACCOUNTS) if snapshot else None for snapshot in snapshots]
    return {figure.value if figure else None for figure in accounts}


def test_every_audience_sees_the_figures_and_what_an_installation_adds(installation: Installation) -> None:
    """Without a restart: they are read back as often as the balance is."""
    wait_until(lambda: accounts_seen(installation) == {495_000}, "the city's figures")
    newer = Figure(VERIFIED_ACCOUNTS, "2026", 610_000, "accounts", "installation", date(2026, 10, 31))
    store_rows(installation.parts.store, newer)
    wait_until(lambda: accounts_seen(installation) == {610_000}, "the newer figure")
    assert accounts_seen(installation) == {610_000}
