"""The policies of a city's folder: promises by stage, category and classification, each with validity and source."""

from collections.abc import Collection, Iterable
from itertools import pairwise
from pathlib import Path

from data_sources.city_files import CityFolderError, read_yaml
from data_sources.city_lines import where
from data_sources.city_shapes import PoliciesFile, StageRow
from domain.sla import LegalLimits
from domain.stages import StagePolicy


def load_legal_limits(folder: Path) -> LegalLimits:
    """What the law allows at most, from the city's policies.yaml."""
    return LegalLimits(**read_yaml(folder / "policies.yaml", PoliciesFile).legal_limits.model_dump())


def load_stage_policies(path: Path, categories: Collection[str]) -> tuple[StagePolicy, ...]:
    """The rows of policies.yaml; a city without the file has none.

    Raises CityFolderError for an unknown category, a code that occurs twice, and rows of one subject that overlap or
    leave a gap between them.
    """
    if not path.exists():
        return ()
    rows = [_policy(row) for row in read_yaml(path, PoliciesFile).stages]
    for row in rows:
        _check_codes(path, row, rows, categories)
    for subject in {row.subject for row in rows}:
        _check_order(path, sorted((row for row in rows if row.subject == subject), key=lambda row: row.valid_from))
    return tuple(rows)


def _policy(row: StageRow) -> StagePolicy:
    return StagePolicy(**row.model_dump() | {"classification": str(row.classification)})


def _check_codes(path: Path, row: StagePolicy, rows: Iterable[StagePolicy], categories: Collection[str]) -> None:
    if row.category and row.category not in categories:
        raise CityFolderError(
            f"{where(path, row.code)}: {row.code}: category {row.category!r} is not in categories.yaml;"
            " add it there, correct it, or leave it out for all"
        )
    if sum(other.code == row.code for other in rows) > 1:
        raise CityFolderError(
            f"{where(path, row.code, 2)}: code: {row.code!r} occurs twice; codes are unique, rename or remove one"
        )


def _check_order(path: Path, rows: Iterable[StagePolicy]) -> None:
    for earlier, later in pairwise(rows):
        if later.valid_from != earlier.valid_to:
            what = "overlap" if later.valid_from < earlier.valid_to else "leave a gap"
            raise CityFolderError(
                f"{where(path, later.code)}: {later.code}: valid_from {later.valid_from} and the valid_to"
                f" {earlier.valid_to} of {earlier.code} {what}; make them equal"
            )
