"""The promises of a city's services, and each way they can be wrong."""

from pathlib import Path

import pytest

from data_sources.city_files import CityFolderError
from data_sources.city_promises import load_promises
from domain.deadlines import Budget, BudgetClock
from domain.promises import ServiceKind, ServicePromise
from tests.domain.lives import city

FIRST = "- {service: permit, kind: permit}"


def load(folder: Path, *rows: str) -> dict[str, ServicePromise]:
    path = folder / "promises.yaml"
    path.write_text("promises:\n" + "".join(f"  {row}\n" for row in rows), encoding="utf-8")
    return dict(load_promises(path, city().services))


def test_every_service_of_tangerang_has_a_promise_that_cites_its_sources() -> None:
    for service in city().services.values():
        promise = service.promise
        assert promise is not None, service.code
        parts = [part for part in (promise.procedure, promise.time, promise.cost) if part]
        assert all(part.source for part in parts)


def test_civil_registration_is_free_and_takes_a_day_at_most() -> None:
    for code in ("identity_card", "family_card", "birth_certificate", "child_card"):
        promise = city().services[code].promise
        assert promise is not None
        assert promise.time is not None
        assert promise.cost is not None
        assert (promise.kind, promise.cost.rupiah) == (ServiceKind.POPULATION, 0)
        assert (promise.time.longest, promise.time.usual) == (
            Budget(24, BudgetClock.HOURS),
            Budget(1, BudgetClock.HOURS),
        )
        assert "belum diperiksa" in promise.time.source


def test_what_is_not_known_is_left_out_and_not_guessed(tmp_path: Path) -> None:
    assert load(tmp_path, FIRST) == {"permit": ServicePromise(ServiceKind.PERMIT)}
    assert load_promises(tmp_path / "nowhere.yaml", []) == {}
    permit = city().services["permit"].promise
    assert permit is not None
    assert (permit.time, permit.cost) == (None, None)


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- {service: passport, kind: other}", r"service 'passport' is not in services\.csv"),
        (FIRST, "'permit' occurs twice"),
        ("- {service: pharmacy, kind: magic}", r"promises\.1\.kind: .*'magic'"),
        ("- {service: pharmacy, kind: health, time: {longest: 1 day, source: x}}", "expected a number and one of HK"),
        ("- {service: pharmacy, kind: health, time: {longest: 0HK, source: x}}", "more than nothing"),
        ("- {service: pharmacy, kind: health, cost: {rupiah: -1, source: x}}", "rupiah: .*got -1"),
        ("- {service: pharmacy, kind: health, cost: {rupiah: 0}}", r"cost\.source: required"),
        ("- {service: pharmacy, kind: health, procedure: {steps: [], source: x}}", "procedure.steps"),
        ("- {service: pharmacy, kind: health, fee: 0}", "fee: unknown key"),
    ],
)
def test_a_spoilt_promise_is_refused_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    with pytest.raises(CityFolderError, match=rf"(?s)promises\.yaml: line 3: .*{message}"):
        load(tmp_path, FIRST, row)
