"""Commands as a person types them."""

import json
from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from data_sources.calendar_store import adopt_calendar
from data_sources.repository import Repository
from data_sources.store import migrate, open_store
from domain.indicators.catalogue import CATALOGUE
from settings import Settings, StoreSettings
from tests.conftest import ROOT
from tests.data_sources.test_calendar_store import DECREED, NEW, OLD, THURSDAY, tell, two_days
from tests.domain.test_working_time import jakarta


@pytest.fixture
def server(tmp_path: Path) -> Flask:
    return create_app(Settings(store=StoreSettings(url=f"sqlite:///{tmp_path / 'live.db'}")))


def deadline(server: Flask, *arguments: str) -> tuple[int, str]:
    result = server.test_cli_runner().invoke(args=["deadline", *arguments])
    return result.exit_code, result.output


def test_a_deadline_tells_how_it_came_about(server: Flask) -> None:
    code, said = deadline(server, "--received", "2026-03-13T10:00+07:00", "--budget", "5HK", "--explain")
    lines = [line.strip() for line in said.splitlines()]
    assert (code, lines[0]) == (0, "2026-03-27 16:30 WIB")
    assert "Fri 2026-03-13  day of receipt, day 0" in lines
    assert "Sat 2026-03-14  skipped: no service on this day of the week" in lines
    assert any(line.startswith("Thu 2026-03-19  skipped: Hari Suci Nyepi") for line in lines)
    assert "Fri 2026-03-27  working day 5" in lines
    assert lines[-1].endswith("budget 5HK")


def test_a_unit_has_its_own_clock(server: Flask) -> None:
    """The hospital works through the long holidays."""
    _, said = deadline(server, "--received", "2026-03-18T10:00+07:00", "--budget", "60MNT", "--unit", "RSUD")
    assert said == "2026-03-18 11:00 WIB\n"
    _, said = deadline(server, "--received", "2026-03-18T10:00+07:00", "--budget", "60MNT")
    assert said == "2026-03-25 09:00 WIB\n"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--received", "2026-03-13T10:00", "--budget", "5HK"), "expected a time with its offset"),
        (("--received", "yesterday", "--budget", "5HK"), "expected a time with its offset"),
        (("--received", "2026-03-13T10:00+07:00", "--budget", "5 days"), "expected a number and one of HK, JAM, MNT"),
        (("--received", "2026-03-13T10:00+07:00", "--budget", "5HK", "--unit", "BANK"), "unit 'BANK'"),
        (("--received", "2031-03-13T10:00+07:00", "--budget", "5HK"), "calendar 2026-1 covers"),
    ],
)
def test_what_cannot_be_answered_is_told(server: Flask, arguments: tuple[str, ...], words: str) -> None:
    code, said = deadline(server, *arguments)
    assert code == 1
    assert words in said


# --- the calendar's versions


def calendar(server: Flask, *arguments: str) -> tuple[int, str]:
    result = server.test_cli_runner().invoke(args=["calendar", *arguments])
    return result.exit_code, result.output


def test_the_calendar_lists_its_versions_and_the_deadlines_that_moved(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'live.db'}"
    migrate(url, ROOT / "migrations")
    store = open_store(url)
    server = create_app(Settings(store=StoreSettings(url=url)))
    assert calendar(server) == (0, "no version is stored yet; the first start stores that of the city's folder\n")
    adopt_calendar(store, OLD, jakarta(2025, 8, 1))
    tell(Repository(store, OLD), (THURSDAY, two_days("K-7")))
    adopt_calendar(store, NEW, DECREED)
    code, said = calendar(server)
    lines = said.splitlines()
    assert (code, len(lines)) == (0, 5)
    assert lines[0].startswith("version 2026-1  in force since 2025-08-01T00:00:00+07:00")
    assert lines[2] == "change 2025-08-01T00:00:00+07:00  (nothing) -> 2026-1  open complaints 0, moved 0"
    assert lines[3].endswith("open complaints 1, moved 1")
    assert "due 2025-08-18T16:00:00+07:00 -> 2025-08-19T16:00:00+07:00" in lines[4]
    told = json.loads(calendar(server, "--json")[1])
    assert [version["days"]["collective_leave"] for version in told["versions"]] == [36, 37]  # 10 + 10 or 11 + 8 + 8
    assert told["changes"][1]["deadlines"][0]["complaint"] == "K-7"
    store.dispose()


def test_the_calendar_without_a_store_says_what_to_do(server: Flask) -> None:
    code, said = calendar(server)
    assert code == 1
    assert "flask --app app migrate" in said


# --- readings of the past


@pytest.fixture
def migrated(server: Flask) -> Flask:
    """With a store that holds nothing yet."""
    assert server.test_cli_runner().invoke(args=["migrate"]).exit_code == 0
    return server


AS_OF = ("--as-of", "2026-03-13T10:00+07:00")


def indicators(server: Flask, *arguments: str) -> tuple[int, str]:
    result = server.test_cli_runner().invoke(args=["indicators", *arguments])
    return result.exit_code, result.output


def test_a_reading_tells_every_indicator_of_the_catalogue(migrated: Flask) -> None:
    """Where nothing is known, it says so and gives no number."""
    code, said = indicators(migrated, *AS_OF, "--audience", "mayor", "--known", "then", "--json")
    reading = json.loads(said)
    assert code == 0
    assert {name: reading[name] for name in ("as_of", "audience", "agency", "known")} == {
        "as_of": "2026-03-13T10:00:00+07:00",
        "audience": "mayor",
        "agency": None,
        "known": "then",
    }
    rows = reading["indicators"]
    assert [row["id"] for row in rows] == list(CATALOGUE)
    assert all({"key", "value", "n", "window", "unit", "as_of", "reason", "note"} <= row.keys() for row in rows)
    assert {row["value"] for row in rows} == {None}
    notes = {row["key"]: row["note"] for row in rows}
    assert notes["open"] == "belum ada data"
    assert notes["freshness"] == "keadaan sumber pada saat itu tidak tercatat"


def test_a_reading_of_one_agency_leaves_out_what_is_the_citys(migrated: Flask) -> None:
    _, said = indicators(migrated, *AS_OF, "--agency", "DPUPR", "--json")
    reasons = {row["key"]: row["reason"] for row in json.loads(said)["indicators"]}
    assert reasons["emergencies_waiting"] == "whole_city"
    assert reasons["overdue"] == "no_data"


def test_a_reading_can_be_read_by_a_person(migrated: Flask) -> None:
    code, said = indicators(migrated, *AS_OF)
    assert code == 0
    assert "A02  open  –  complaints  belum ada data" in said.splitlines()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("--as-of", "2026-03-13T10:00"), "expected a time with its offset"),
        (
            (*AS_OF, "--audience", "press"),
            "audience: expected one of wall-guest, wall-staff, mayor, operator, got 'press'",
        ),
        ((*AS_OF, "--agency", "NYPD"), "agency: expected one of"),
        (("--as-of", "2019-03-13T10:00+07:00"), "calendar 2026-1 covers"),
        (("--as-of", "2027-12-01T10:00+07:00"), "is still to come"),
    ],
)
def test_a_past_that_is_none_is_told(migrated: Flask, arguments: tuple[str, ...], words: str) -> None:
    code, said = indicators(migrated, *arguments)
    assert code == 1
    assert words in said


def test_a_reading_without_a_store_says_what_to_do(server: Flask) -> None:
    code, said = indicators(server, *AS_OF)
    assert code == 1
    assert "flask --app app migrate" in said
