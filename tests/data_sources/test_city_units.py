"""The schedule of a city: Tangerang's, none at all, and each way it can be wrong."""

from pathlib import Path

import pytest

from data_sources.city_files import CityFolderError
from data_sources.city_units import load_headcounts
from domain.profile import Headcount
from tests.domain.lives import city


def test_every_agency_of_tangerang_has_a_schedule_that_says_it_is_assumed() -> None:
    assert set(city().headcounts) == set(city().agencies)
    assert all("assumption" in headcount.source for headcount in city().headcounts.values())


def test_a_city_may_know_no_schedule() -> None:
    assert Headcount(3, 4) == Headcount(office=3, field=4, source="")
    assert load_headcounts(Path("nowhere") / "units.csv", city().agencies) == {}


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("NONE,1,1,x", r"agency 'NONE' is not in agencies\.csv"),
        ("DLH,1,1,x\nDLH,2,2,x", r"agency: 'DLH' occurs twice"),
        ("DLH,-1,1,x", r"line 2: headcount_office: .*got '-1'"),
        ("DLH,1,1,", r"line 2: source: required"),
    ],
)
def test_a_spoilt_schedule_is_refused_with_its_reason(tmp_path: Path, line: str, message: str) -> None:
    path = tmp_path / "units.csv"
    path.write_text(f"agency,headcount_office,headcount_field,source\n{line}\n")
    with pytest.raises(CityFolderError, match=message):
        load_headcounts(path, city().agencies)
