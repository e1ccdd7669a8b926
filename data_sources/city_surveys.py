"""The satisfaction surveys of a city's folder: surveys.csv, one line for each element of a survey that was held."""

from collections.abc import Collection, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated

from pydantic import Field, StringConstraints, model_validator

from data_sources.city_files import CityFolderError, read_csv_lines
from data_sources.city_shapes import Row, Text
from domain.indicators.satisfaction import ELEMENTS, ElementResult, SurveyResult

Count = Annotated[int, Field(ge=0)]
Element = Annotated[str, StringConstraints(pattern=rf"^u[1-{ELEMENTS}]$")]
Lines = Mapping[str, tuple[int, "SurveyRow"]]
CLOSE = 0.005
"""A mean that is told to two decimals may differ by so much from that of the counts."""


class SurveyRow(Row):
    """A line of surveys.csv: `n` answers with their `mean`, or how many gave each score; both must agree."""

    unit: str = ""
    period: Text
    element: Element
    n: int = Field(gt=0)
    mean: float | None = Field(default=None, ge=1, le=4, allow_inf_nan=False)
    score_1: Count | None = None
    score_2: Count | None = None
    score_3: Count | None = None
    score_4: Count | None = None
    source: Text
    as_of: date

    @property
    def counts(self) -> tuple[int, ...]:
        """The answers of each score, empty where they are not told."""
        told = (self.score_1, self.score_2, self.score_3, self.score_4)
        return tuple(count for count in told if count is not None)

    @model_validator(mode="after")
    def _tells_scores_once(self) -> "SurveyRow":
        if self.mean is None and len(self.counts) != 4:
            raise ValueError("expected mean, or score_1 to score_4; give one of them")
        if self.counts and (len(self.counts) != 4 or sum(self.counts) != self.n):
            raise ValueError(f"expected score_1 to score_4 to sum to n = {self.n}, got {sum(self.counts)}")
        if self.counts and self.mean is not None and abs(self.mean - self.result().mean) > CLOSE:
            raise ValueError(f"expected the mean of the counts, {self.result().mean:.4f}; correct one of them")
        return self

    def result(self) -> ElementResult:
        """What the line tells."""
        return ElementResult.from_counts(self.counts) if self.counts else ElementResult(self.n, self.mean or 0.0)


def load_surveys(path: Path, agencies: Collection[str]) -> tuple[SurveyResult, ...]:
    """The surveys of a city and of its agencies; a city without the file knows none."""
    if not path.exists():
        return ()
    found: dict[tuple[str, str], dict[str, tuple[int, SurveyRow]]] = {}
    for line, row in read_csv_lines(path, SurveyRow):
        if row.unit and row.unit not in agencies:
            raise CityFolderError(
                f"{path}: line {line}: unit {row.unit!r} is not in agencies.csv; correct it, or leave it out for the"
                " whole city"
            )
        lines = found.setdefault((row.unit, row.period), {})
        if row.element in lines:
            raise CityFolderError(
                f"{path}: line {line}: element {row.element} of {row.unit or 'the city'}, {row.period}, is already on"
                f" line {lines[row.element][0]}; remove one"
            )
        lines[row.element] = (line, row)
    return tuple(_survey(path, unit, period, lines) for (unit, period), lines in found.items())


def _survey(path: Path, unit: str, period: str, lines: Lines) -> SurveyResult:
    elements = [f"u{number}" for number in range(1, ELEMENTS + 1)]
    if missing := [element for element in elements if element not in lines]:
        raise CityFolderError(
            f"{path}: line {max(line for line, _ in lines.values())}: the survey of {unit or 'the city'}, {period},"
            f" lacks {', '.join(missing)}; an index needs all {ELEMENTS} elements"
        )
    rows = [lines[element][1] for element in elements]
    sources = ", ".join(dict.fromkeys(row.source for row in rows))
    return SurveyResult(unit, period, tuple(row.result() for row in rows), sources, max(row.as_of for row in rows))
