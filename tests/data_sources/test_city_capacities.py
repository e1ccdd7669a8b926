"""What crews can do in a day, as a city's folder tells it."""

from pathlib import Path

import pytest

from data_sources.city_capacities import load_capacities
from data_sources.city_files import CityFolderError
from domain.profile import Capacity, CityProfile

HEAD = "name,categories,crews,low,high,source\n"
KNOWN = {"tree_fallen", "tree_risk"}


def written(folder: Path, line: str) -> Path:
    path = folder / "capacities.csv"
    path.write_text(HEAD + line + "\n", encoding="utf-8")
    return path


def test_a_line_is_read_with_its_source(tmp_path: Path) -> None:
    path = written(tmp_path, "Pohon,tree_fallen;tree_risk,4,15,20,a newspaper")
    assert load_capacities(path, KNOWN) == (Capacity("Pohon", frozenset(KNOWN), 4, 15, 20, "a newspaper"),)


def test_a_city_without_the_file_knows_none(tmp_path: Path) -> None:
    assert load_capacities(tmp_path / "capacities.csv", KNOWN) == ()


@pytest.mark.parametrize(
    ("line", "told"),
    [
        ("Pohon,tree_fallen;trees,4,15,20,a newspaper", r"line 2: categories: .*'trees'"),
        ("Pohon,tree_risk,4,20,15,a newspaper", r"line 2: .*at most high \(15\), got 20"),
        ("Pohon,tree_risk,0,15,20,a newspaper", r"line 2: .*crews"),
        ("Pohon,tree_risk,4,15,20,", r"line 2: .*source"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(tmp_path: Path, line: str, told: str) -> None:
    with pytest.raises(CityFolderError, match=told):
        load_capacities(written(tmp_path, line), KNOWN)


def test_tangerang_says_where_its_capacity_comes_from(tangerang: CityProfile) -> None:
    (trees,) = tangerang.capacities
    assert (trees.crews, trees.low, trees.high) == (4, 15, 20)
    assert "24 November 2025" in trees.source
