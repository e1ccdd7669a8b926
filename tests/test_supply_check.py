"""The audit says yes only where every package was asked about, and the list of parts is the lock file's."""

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from supply_check import judged, main, normal
from tests.conftest import ROOT

CLEAN = {"name": "flask", "version": "3.1.2", "vulns": []}
SKIPPED = {"name": "redis", "skip_reason": "Dependency not found on PyPI and could not be audited: redis (8.0.0)"}
FLAWED = {
    "name": "Jinja2",
    "version": "3.1.4",
    "vulns": [{"id": "GHSA-q2x7-8rv6-6q7h", "fix_versions": ["3.1.5"], "aliases": [], "description": "…"}],
}


@pytest.mark.parametrize(
    ("packages", "expected", "code", "told"),
    [
        ([CLEAN], {"flask"}, 0, "1 of 1 packages audited, 0 vulnerabilities"),
        ([CLEAN, SKIPPED], {"flask", "redis"}, 2, "not audited: redis: Dependency not found on PyPI"),
        ([CLEAN], {"flask", "redis"}, 2, "not audited: redis: not in the report"),
        ([CLEAN, FLAWED], {"flask", "jinja2"}, 1, "vulnerable: Jinja2 3.1.4: GHSA-q2x7-8rv6-6q7h, mended in 3.1.5"),
        ([SKIPPED, FLAWED], {"redis", "jinja2"}, 1, "not audited: redis"),
        ([], set(), 2, "0 of 0 packages audited"),
    ],
)
def test_a_report_is_judged(packages: list[Any], expected: set[str], code: int, told: str) -> None:
    lines, found = judged({"dependencies": packages}, expected)
    assert found == code
    assert told in "\n".join(lines)


def test_names_are_compared_as_indexes_do() -> None:
    assert normal("Flask_SocketIO") == normal("flask.socketio") == "flask-socketio"


@pytest.mark.parametrize("said", ["", "{", "No known vulnerabilities found"])
def test_without_a_report_there_is_no_yes(
    said: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran = SimpleNamespace(stdout=said, stderr="ConnectionError: no route", returncode=0)
    monkeypatch.setattr("supply_check.subprocess.run", lambda *_, **__: ran)
    assert main(["audit"]) == 3
    assert "ConnectionError" in capsys.readouterr().out


def test_the_list_of_parts_is_that_of_the_lock(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    path = tmp_path / "parts" / "sbom.json"
    assert main(["sbom", str(path)]) == 0
    told = json.loads(path.read_text(encoding="utf-8"))
    locked = {
        normal(line.partition("==")[0])
        for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines()
        if "==" in line and not line.startswith((" ", "#"))
    }
    assert (told["bomFormat"], told["specVersion"]) == ("CycloneDX", "1.6")
    assert {normal(part["name"]) for part in told["components"]} == locked
    assert all(part["version"] for part in told["components"])


def test_what_is_no_command_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["x"]) == 2
    assert "supply_check.py audit" in capsys.readouterr().out
