"""The schedule of a city's folder: how many people each agency has at work on a working day."""

from collections.abc import Collection
from pathlib import Path

from pydantic import Field

from data_sources.city_files import CityFolderError, read_csv
from data_sources.city_lines import where
from data_sources.city_shapes import Row, Text
from domain.profile import Headcount


class UnitRow(Row):
    """A line of units.csv: people scheduled on a working day. `source` says so where the numbers are assumed."""

    agency: Text
    headcount_office: int = Field(ge=0)
    headcount_field: int = Field(ge=0)
    source: Text


def load_headcounts(path: Path, agencies: Collection[str]) -> dict[str, Headcount]:
    """The headcount by agency; of an agency without a line, and in a city without the file, none is known."""
    if not path.exists():
        return {}
    headcounts: dict[str, Headcount] = {}
    for row in read_csv(path, UnitRow):
        if row.agency not in agencies:
            raise CityFolderError(
                f"{where(path, row.agency)}: agency {row.agency!r} is not in agencies.csv; add it there or correct it"
            )
        if row.agency in headcounts:
            raise CityFolderError(
                f"{where(path, row.agency, 2)}: agency: {row.agency!r} occurs twice; give each agency one line"
            )
        headcounts[row.agency] = Headcount(row.headcount_office, row.headcount_field, row.source)
    return headcounts
