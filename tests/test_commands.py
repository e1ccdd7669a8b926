"""Commands as a person types them."""

from pathlib import Path

import pytest
from flask import Flask

from app import create_app
from settings import Settings, StoreSettings


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
