"""Where crews were is kept for some days only, then nowhere; the balance still accounts for it."""

from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import func, select

import app
from data_sources.contract_examples import EXAMPLES
from data_sources.decode import Decoder
from data_sources.first_start import INSTALLER
from data_sources.ingest import sorted_out
from data_sources.repository import Batch, Repository
from data_sources.store import migrate
from data_sources.stream import as_fields
from data_sources.stream_entry import encode_entry
from data_sources.tables import crew_positions, events, position_trail
from domain.events import Stream
from running import installation_of
from settings import Settings
from tests.conftest import ROOT
from tests.data_sources.chaos_lives import NOW
from tests.servers import free_port

pytestmark = pytest.mark.services


def report(repository: Repository, crew: str, at: datetime) -> None:
    """A crew tells its place, and it is stored at once."""
    key, before = "liveroom:activity", repository.position("liveroom:activity")
    after = f"{int(before.partition('-')[0]) + 1}-0"
    data = {**EXAMPLES["position.reported"], "crew_id": crew}
    fields = encode_entry("position.reported", f"{crew}-{after}", at, "petugas", data)
    decoded = Decoder(repository.rules.profile).decode(as_fields(fields), after, Stream.ACTIVITY, at)
    repository.save(sorted_out(Batch(key, before, after, 1), [decoded]))


def kept(repository: Repository) -> dict[str, int]:
    """How many positions each crew has left."""
    crew = position_trail.c.entity_id
    with repository.store.reading() as connection:
        found = connection.execute(select(crew, func.count()).group_by(crew))
        return {row[0]: row[1] for row in found}


def latest(repository: Repository) -> set[str]:
    with repository.store.reading() as connection:
        return set(connection.scalars(select(crew_positions.c.crew_id)))


def test_positions_leave_when_they_are_old(repository: Repository) -> None:
    """Those of a crew that is still heard of one after the other, those of one that has fallen silent to the last."""
    for days in (40, 35, 31):
        report(repository, "silent", NOW - timedelta(days=days))
    for days in (40, 20, 0):
        report(repository, "heard", NOW - timedelta(days=days))
    assert repository.expire_trail(NOW - timedelta(days=30)) == 4
    assert (kept(repository), latest(repository)) == ({"heard": 2}, {"heard"})
    (balance,) = repository.balances()
    assert (balance.is_balanced, balance.stored) == (True, 6)
    assert repository.expire_trail(NOW - timedelta(days=30)) == 0


def test_no_other_table_keeps_a_position(repository: Repository) -> None:
    report(repository, "heard", NOW)
    with repository.store.reading() as connection:
        assert connection.scalar(select(func.count()).select_from(events)) == 0


@pytest.mark.parametrize(("configured", "left"), [({}, 2), ({"keep_trail_days": 7}, 1)])
def test_retention_lets_trails_expire(configured: dict[str, int], left: int, tmp_path: Path) -> None:
    """After the days of the configuration, thirty where it says nothing."""
    values: dict[str, Any] = {
        "streams": {"url": f"redis://127.0.0.1:{free_port()}/0"},
        "store": {"url": f"sqlite:///{tmp_path / 'store.db'}"},
        "field_work": configured,
        "simulation": {"enabled": False},
    }
    settings = Settings(**values)
    migrate(settings.store.url, ROOT / "migrations")
    server = app.create_app(settings)
    installation, access = installation_of(server), app.administration_of(server).access
    now = installation.parts.clock.now()
    for days in (31, 8, 0):
        report(installation.repository, "heard", now - timedelta(days=days))
    assert app.retention_of(settings, installation, access).run(INSTALLER)["trails"] == 3 - left
    assert kept(installation.repository) == {"heard": left}
    installation.parts.store.dispose()
