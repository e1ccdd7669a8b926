"""Reports of screens in the store: the last of each outlives a restart, and commands tell it."""

from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import update

from data_sources.access import Access
from data_sources.access_tables import screen_reports
from data_sources.first_start import INSTALLER
from data_sources.release import release_of
from data_sources.screen_fleet import ScreenFleet
from data_sources.sessions import SessionLimits
from data_sources.store import Store
from domain.identity import Kind, Role, Session
from tests.fake_screens import Machine, a_screen_report

pytestmark = pytest.mark.services


def test_the_last_report_of_a_screen_outlives_a_restart(store: Store) -> None:
    clock = Machine()
    access = Access.of(store, clock, SessionLimits())
    screen, _ = access.screens.add("Dinding kiri", Role.WALL_GUEST, INSTALLER)
    access.screens.add("Dinding kanan", Role.WALL_STAFF, INSTALLER)
    fleet = ScreenFleet(store, access.screens, clock)
    first, second = (Session(name, Kind.SCREEN, screen.identity) for name in ("s1", "s2"))

    assert fleet.tell(first, a_screen_report(seq=1))
    assert not fleet.tell(first, a_screen_report(seq=2)), "two within a moment"
    clock.at += timedelta(seconds=10)
    assert fleet.tell(first, a_screen_report(seq=3))
    clock.at += timedelta(seconds=1)
    assert fleet.tell(second, a_screen_report(seq=4)), "another browser of the same screen"
    right, left = fleet.view().screens
    assert [told.report.seq for told in left.reports] == [4, 3]
    assert right.reports == ()

    assert fleet.step() == 0
    restarted = ScreenFleet(store, access.screens, clock)
    assert [told.report.seq for told in restarted.view().screens[1].reports] == [4]
    clock.at += timedelta(seconds=10)
    restarted.tell(second, a_screen_report(seq=5))
    restarted.step()
    assert [told.report.seq for told in restarted.view().screens[1].reports] == [5]

    with store.writing() as connection:
        connection.execute(update(screen_reports).values(report='{"of": "another release"}'))
    assert ScreenFleet(store, access.screens, clock).view().screens[1].reports == ()


def test_a_release_is_another_one_where_a_file_or_a_setting_is(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    before = release_of([tmp_path], "x")
    assert before == release_of([tmp_path], "x")
    assert before != release_of([tmp_path], "y")
    (tmp_path / "__pycache__").mkdir()
    (tmp_path / "__pycache__" / "a.pyc").write_text("compiled")
    assert before == release_of([tmp_path], "x")
    (tmp_path / "a.js").write_text("2")
    assert before != release_of([tmp_path], "x")
