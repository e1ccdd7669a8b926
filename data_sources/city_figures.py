"""The slow facts of a city's folder: figures.csv, each value with its period, source and as-of day."""

from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from data_sources.city_files import CityFolderError, read_csv_lines
from data_sources.city_shapes import Row, Text
from data_sources.tables import reference_figures
from domain.figures import COUNTED_IN, OF_APP, Figure


def _longest(column: str) -> int:
    length: int = reference_figures.c[column].type.length  # type: ignore[attr-defined]  # of a String column
    return length


Name = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=_longest("name"))]
Period = Annotated[Text, StringConstraints(max_length=_longest("period"))]
Unit = Annotated[Text, StringConstraints(max_length=_longest("unit"))]


class FigureRow(Row):
    """A line of figures.csv."""

    name: Name
    period: Period
    value: float = Field(ge=0, allow_inf_nan=False)
    unit: Unit
    source: Text
    as_of: date
    district: Annotated[str, StringConstraints(max_length=_longest("district"))] = ""

    @model_validator(mode="after")
    def _is_counted_whole(self) -> "FigureRow":
        counted_in = COUNTED_IN.get(self.name)
        if counted_in and (self.unit != counted_in or self.value % 1):
            raise ValueError(f"expected {self.name} as a whole number with the unit {counted_in!r}; write it out")
        return self


def load_figures(path: Path, citizen_app: str, districts: Collection[str] = ()) -> tuple[Figure, ...]:
    """The figures of a city and of its `districts` (codes); a city without the file knows none."""
    if not path.exists():
        return ()
    lines: dict[tuple[str, str, str], int] = {}
    figures: list[Figure] = []
    for line, row in read_csv_lines(path, FigureRow):
        earlier = lines.setdefault((row.name, row.period, row.district), line)
        if earlier != line:
            place = f" of {row.district}" if row.district else ""
            raise CityFolderError(
                f"{path}: line {line}: {row.name!r} for {row.period!r}{place} is already on line {earlier};"
                " a figure has one value a period, remove one"
            )
        _check_app(path, line, row, citizen_app)
        _check_district(path, line, row, districts)
        figures.append(Figure(**row.model_dump()))
    return tuple(figures)


def _check_app(path: Path, line: int, row: FigureRow, citizen_app: str) -> None:
    if row.name in OF_APP and not citizen_app:
        raise CityFolderError(
            f"{path}: line {line}: {row.name!r} is of an app, but city.yaml names none; add citizen_app there"
        )


def _check_district(path: Path, line: int, row: FigureRow, districts: Collection[str]) -> None:
    if row.district and row.district not in districts:
        raise CityFolderError(
            f"{path}: line {line}: district {row.district!r} is the district_code of no ward;"
            " correct it, or leave it out for the whole city"
        )
