"""The promises of a city's folder: promises.yaml, for each service its kind, procedure, time and cost."""

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Annotated

from pydantic import BeforeValidator, Field

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_lines import where_at
from data_sources.city_shapes import Row, Text
from domain.deadlines import Budget, parse_budget
from domain.promises import PromisedCost, PromisedSteps, PromisedTime, ServiceKind, ServicePromise


def _budget(value: object) -> Budget:
    budget = parse_budget(str(value))
    if not budget.amount:
        raise ValueError("expected a budget of more than nothing; leave the time out where it is not known")
    return budget


Time = Annotated[Budget, BeforeValidator(_budget)]


class ProcedureRow(Row):
    """The steps of a service."""

    steps: tuple[Text, ...] = Field(min_length=1)
    source: Text


class TimeRow(Row):
    """How long it takes."""

    longest: Time
    usual: Time | None = None
    source: Text


class CostRow(Row):
    """What it costs."""

    rupiah: int = Field(ge=0)
    source: Text


class PromiseRow(Row):
    """The promise for one service; a part that is left out is not known."""

    service: Text
    kind: ServiceKind
    procedure: ProcedureRow | None = None
    time: TimeRow | None = None
    cost: CostRow | None = None


class PromisesFile(Row):
    """promises.yaml."""

    promises: list[PromiseRow]


def load_promises(path: Path, services: Collection[str]) -> Mapping[str, ServicePromise]:
    """The promises by service; a city without the file knows none. Raises CityFolderError."""
    if not path.exists():
        return {}
    promises: dict[str, ServicePromise] = {}
    for place, row in enumerate(read_yaml(path, PromisesFile).promises):
        fault = _fault(row.service, services, promises)
        if fault:
            raise CityFolderError(f"{where_at(path, ['promises', place])}: service {row.service!r} {fault}")
        promises[row.service] = _promise(row)
    return promises


def _fault(service: str, services: Collection[str], promised: Collection[str]) -> str:
    """What is wrong with a promise for a service, after those that were read; empty if nothing."""
    if service not in services:
        return "is not in services.csv; add it there or correct it"
    return "occurs twice; give each service one promise" if service in promised else ""


def _promise(row: PromiseRow) -> ServicePromise:
    procedure, time, cost = row.procedure, row.time, row.cost
    return ServicePromise(
        kind=row.kind,
        procedure=None if procedure is None else PromisedSteps(procedure.steps, procedure.source),
        time=None if time is None else PromisedTime(time.longest, time.source, time.usual),
        cost=None if cost is None else PromisedCost(cost.rupiah, cost.source),
    )
