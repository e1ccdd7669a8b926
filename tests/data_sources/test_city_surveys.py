"""Surveys and bands of a city's folder: how they are read, and each way they can be wrong."""

from pathlib import Path

import pytest

from data_sources.city_bands import load_bands
from data_sources.city_files import CityFolderError
from data_sources.city_surveys import load_surveys
from domain.indicators.published import surveyed_index
from domain.indicators.satisfaction import Grade

HEADER = "unit,period,element,n,mean,score_1,score_2,score_3,score_4,source,as_of"
MEANS = [f",2025,u{number},400,3.4,,,,,report,2025-12-31" for number in range(1, 10)]


def surveys_file(folder: Path, *lines: str) -> Path:
    path = folder / "surveys.csv"
    path.write_text("\n".join([HEADER, *lines]) + "\n", encoding="utf-8")
    return path


def test_means_and_counts_make_an_index(tmp_path: Path) -> None:
    """Eight elements of 3.4 and one of (100 x 2 + 300 x 4) / 400 = 3.5: 30.7 / 9 x 25."""
    counted = ",2025,u9,400,,0,100,0,300,report,2025-12-31"
    found = surveyed_index(load_surveys(surveys_file(tmp_path, *MEANS[:-1], counted), set()))
    assert found
    assert found.result.index == pytest.approx(30.7 / 9 * 25)
    assert (found.result.n, found.result.grade, found.survey.source) == (400, Grade.B, "report")


def test_units_have_surveys_of_their_own(tmp_path: Path) -> None:
    lines = [line.replace(",2025", "DINKES,2025", 1) for line in MEANS]
    surveys = load_surveys(surveys_file(tmp_path, *MEANS, *lines), {"DINKES"})
    assert [survey.unit for survey in surveys] == ["", "DINKES"]


def test_a_city_may_have_held_none(tmp_path: Path) -> None:
    assert load_surveys(tmp_path / "surveys.csv", set()) == ()
    assert load_bands(tmp_path / "bands.yaml") == {}


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (MEANS[:-1], r"line 9: the survey of the city, 2025, lacks u9; an index needs all 9 elements"),
        ([*MEANS, MEANS[0]], r"line 11: element u1 of the city, 2025, is already on line 2; remove one"),
        ([",2025,u10,400,3.4,,,,,report,2025-12-31"], r"line 2: element: .*got 'u10'"),
        ([",2025,u1,0,3.4,,,,,report,2025-12-31"], r"line 2: n: .*got '0'"),
        ([",2025,u1,400,85,,,,,report,2025-12-31"], r"line 2: mean: .*got '85'"),
        ([",2025,u1,400,,,,,,report,2025-12-31"], r"line 2: .*expected mean, or score_1 to score_4"),
        ([",2025,u1,400,,0,100,0,301,report,2025-12-31"], r"line 2: .*expected score_1 to score_4 to sum to n = 400"),
        ([",2025,u1,400,3.1,0,100,0,300,report,2025-12-31"], r"line 2: .*expected the mean of the counts, 3\.5000"),
        ([",2025,u1,400,3.4,,,,,,2025-12-31"], r"line 2: source: required"),
        (["DINKSE,2025,u1,400,3.4,,,,,report,2025-12-31"], r"line 2: unit 'DINKSE' is not in agencies\.csv"),
    ],
)
def test_spoilt_surveys_are_refused_with_file_line_and_remedy(tmp_path: Path, lines: list[str], message: str) -> None:
    with pytest.raises(CityFolderError, match=rf"surveys\.csv: {message}"):
        load_surveys(surveys_file(tmp_path, *lines), {"DINKES"})


BANDS = """
indexes:
  - name: spbe
    scale: [1, 5]
    edition: "2020"
    source: gazette
    bands:
      - {labels: {id: Baik}, lowest: 3}
      - {labels: {id: Kurang}, lowest: 1}
"""


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("lowest: 1}", "lowest: 2}", r"expected bands within 1 to 5, the last one from 1"),
        ("lowest: 3}", "lowest: 1}", r"expected bands from the highest to the lowest"),
        ("lowest: 3}", "lowest: 6}", r"expected bands within 1 to 5"),
        ("[1, 5]", "[5, 1]", r"expected a scale from low to high, got 5 to 1"),
        ("source: gazette", "source: ''", r"indexes\.0\.source"),
        ("{id: Baik}", "{}", r"indexes\.0\.bands\.0\.labels"),
        ("{id: Baik}", "{de: Gut}", r"indexes\.0\.bands\.0\.labels"),
    ],
)
def test_spoilt_bands_are_refused(tmp_path: Path, old: str, new: str, message: str) -> None:
    path = tmp_path / "bands.yaml"
    path.write_text(BANDS.replace(old, new), encoding="utf-8")
    with pytest.raises(CityFolderError, match=rf"bands\.yaml: .*{message}"):
        load_bands(path)


def test_an_index_is_named_once(tmp_path: Path) -> None:
    path = tmp_path / "bands.yaml"
    path.write_text(BANDS + BANDS.partition("indexes:")[2], encoding="utf-8")
    with pytest.raises(CityFolderError, match="'spbe' occurs twice"):
        load_bands(path)


def test_a_band_speaks_the_language_it_has(tmp_path: Path) -> None:
    path = tmp_path / "bands.yaml"
    path.write_text(BANDS, encoding="utf-8")
    band = load_bands(path)["spbe"].band_of(3)
    assert band
    assert (band.label("id"), band.label("en")) == ("Baik", "Baik")
