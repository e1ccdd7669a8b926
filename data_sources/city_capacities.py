"""What crews can do in a day, as far as anybody published it: capacities.csv of a city's folder."""

from collections.abc import Collection
from pathlib import Path
from typing import Annotated

from pydantic import Field, model_validator

from data_sources.city_files import CityFolderError, read_csv_lines
from data_sources.city_shapes import Row, Text
from domain.profile import Capacity

Tasks = Annotated[int, Field(ge=1)]


class CapacityRow(Row):
    """A line of capacities.csv: tasks a day of all crews together; `categories` are separated by semicolons."""

    name: Text
    categories: Text
    crews: Tasks
    low: Tasks
    high: Tasks
    source: Text

    @model_validator(mode="after")
    def _is_range(self) -> "CapacityRow":
        if self.low > self.high:
            raise ValueError(f"low: expected at most high ({self.high}), got {self.low}; swap them")
        return self


def load_capacities(path: Path, categories: Collection[str]) -> tuple[Capacity, ...]:
    """The capacities of a city; a city without the file knows none."""
    if not path.exists():
        return ()
    return tuple(_capacity(path, line, row, categories) for line, row in read_csv_lines(path, CapacityRow))


def _capacity(path: Path, line: int, row: CapacityRow, categories: Collection[str]) -> Capacity:
    codes = frozenset(row.categories.split(";"))
    for code in sorted(codes):
        if code not in categories:
            raise CityFolderError(
                f"{path}: line {line}: categories: expected codes of categories.yaml, got {code!r}; correct it"
            )
    return Capacity(row.name, codes, row.crews, row.low, row.high, row.source)
