"""The bands of published indexes in a city's folder: bands.yaml, each with its edition and source."""

from itertools import pairwise
from pathlib import Path
from typing import Literal

from pydantic import Field, model_validator

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_shapes import Row, Text
from domain.bands import Band, IndexBands


class BandRow(Row):
    """A predicate by language, and the lowest value that earns it."""

    labels: dict[Literal["id", "en"], Text] = Field(min_length=1)
    lowest: float = Field(allow_inf_nan=False)


class IndexRow(Row):
    """One index; `bands` from the highest to the lowest, the last one from the bottom of the scale."""

    name: Text
    scale: tuple[float, float]
    edition: Text
    bands: list[BandRow] = Field(min_length=1)
    margin_percent: float | None = Field(default=None, gt=0, lt=100)
    source: Text

    @model_validator(mode="after")
    def _covers_its_scale(self) -> "IndexRow":
        lowest, highest = self.scale
        cuts = [band.lowest for band in self.bands]
        if lowest >= highest:
            raise ValueError(f"expected a scale from low to high, got {lowest:g} to {highest:g}; swap them")
        if any(above <= below for above, below in pairwise(cuts)):
            raise ValueError("expected bands from the highest to the lowest, each with a lowest below the one before")
        if cuts[-1] != lowest or cuts[0] > highest:
            raise ValueError(f"expected bands within {lowest:g} to {highest:g}, the last one from {lowest:g}")
        return self


class BandsFile(Row):
    """bands.yaml."""

    indexes: list[IndexRow]


def load_bands(path: Path) -> dict[str, IndexBands]:
    """The bands by the name of the index; a city without the file knows none."""
    if not path.exists():
        return {}
    found: dict[str, IndexBands] = {}
    for row in read_yaml(path, BandsFile).indexes:
        if row.name in found:
            raise CityFolderError(f"{path}: indexes: {row.name!r} occurs twice; give an index one entry")
        found[row.name] = _bands(row)
    return found


def _bands(row: IndexRow) -> IndexBands:
    return IndexBands(
        name=row.name,
        lowest=row.scale[0],
        highest=row.scale[1],
        bands=tuple(Band({str(key): label for key, label in band.labels.items()}, band.lowest) for band in row.bands),
        edition=row.edition,
        source=row.source,
        margin=None if row.margin_percent is None else row.margin_percent / 100,
    )
