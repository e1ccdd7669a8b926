"""The slow facts of a city: Tangerang's, none at all, and each way they can be wrong."""

from pathlib import Path

import pytest

from data_sources.city_figures import load_figures
from data_sources.city_files import CityFolderError
from domain.figures import COUNTED_IN, latest
from tests.domain.lives import city

HEADER = "name,period,value,unit,source,as_of"


def test_every_figure_of_tangerang_has_a_source_and_what_is_counted_with_its_value() -> None:
    figures = city().figures
    assert all(figure.source for figure in figures)
    newest = {name: latest(figures, name) for name in COUNTED_IN}
    assert {name: figure.value for name, figure in newest.items() if figure} == {
        "downloads": 1_280_000,
        "verified_accounts": 495_000,
        "population": 1_912_679,
        "complaints_received": 12_080,
        "complaints_done": 11_668,
        "complaints_in_process": 19,
        "complaints_waiting": 193,
    }
    assert city().citizen_app == "Tangerang LIVE"


def test_what_was_not_found_has_no_row() -> None:
    """The city's SPBE index was not found, and no other value stands in for it."""
    assert not [figure for figure in city().figures if "spbe" in figure.name]


def test_a_city_may_know_no_figures() -> None:
    assert load_figures(Path("nowhere") / "figures.csv", "") == ()


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        ("Downloads,2024,5,downloads,x,2024-12-31", r"line 2: name: .*got 'Downloads'"),
        ("imdi,,5,index,x,2024-12-31", r"line 2: period: required, but absent; add it"),
        (f"imdi,{'y' * 41},5,index,x,2024-12-31", r"line 2: period: .*at most 40 characters"),
        ("imdi,2024,many,index,x,2024-12-31", r"line 2: value: .*got 'many'"),
        ("imdi,2024,nan,index,x,2024-12-31", r"line 2: value: .*finite"),
        ("imdi,2024,-1,index,x,2024-12-31", r"line 2: value: .*got '-1'"),
        ("imdi,2024,5,index,,2024-12-31", r"line 2: source: required"),
        ("imdi,2024,5,index,x,2024", r"line 2: as_of: .*got '2024'"),
        ("imdi,2024,5,index,x,2024-12-31,more", r"line 2: .*unknown key"),
        (
            "downloads,2024,1280,thousand downloads,x,2024-12-31",
            r"line 2: .*expected downloads as a whole number with the unit 'downloads'; write it out",
        ),
        ("population,2024,1.5,people,x,2024-12-31", r"line 2: .*expected population as a whole number"),
        ("downloads,2024,5.5,downloads,x,2024-12-31", r"line 2: .*expected downloads as a whole number"),
        ("app_sessions,2024,5,visits,x,2024-12-31", r"line 2: .*with the unit 'sessions'"),
        (
            "imdi,2023,5,index,x,2023-12-31\nimdi,2024,5,index,x,2024-12-31\nimdi,2023,6,index,x,2024-12-31",
            r"line 4: 'imdi' for '2023' is already on line 2; .*remove one",
        ),
    ],
)
def test_spoilt_figures_are_refused_with_file_line_and_remedy(tmp_path: Path, lines: str, message: str) -> None:
    path = tmp_path / "figures.csv"
    path.write_text(f"{HEADER}\n{lines}\n", encoding="utf-8")
    with pytest.raises(CityFolderError, match=rf"figures\.csv: {message}"):
        load_figures(path, "Tangerang LIVE")


def test_counts_of_an_app_need_its_title(tmp_path: Path) -> None:
    """Else a screen would speak of the adoption of nothing."""
    path = tmp_path / "figures.csv"
    path.write_text(f"{HEADER}\npopulation,2023,9,people,x,2023-12-31\ndownloads,2024,5,downloads,x,2024-12-31\n")
    with pytest.raises(CityFolderError, match=r"line 3: 'downloads' is of an app.*add citizen_app"):
        load_figures(path, "")


def test_a_figure_may_be_of_a_district(tmp_path: Path) -> None:
    path = tmp_path / "figures.csv"
    lines = [f"population,2023,{n},people,x,2023-12-31,{place}" for n, place in ((9, ""), (4, "N"), (5, "S"))]
    path.write_text("\n".join([f"{HEADER},district", *lines]) + "\n", encoding="utf-8")
    figures = load_figures(path, "", {"N", "S"})
    assert [(figure.value, figure.district) for figure in figures] == [(9, ""), (4, "N"), (5, "S")]
    with pytest.raises(CityFolderError, match=r"line 4: district 'S' is the district_code of no ward; correct it"):
        load_figures(path, "", {"N"})
