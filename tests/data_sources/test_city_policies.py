"""The promises by stage of a city's folder, and each way they can be wrong."""

from datetime import date
from pathlib import Path

import pytest

from data_sources.city_files import CityFolderError
from data_sources.city_policies import load_stage_policies
from domain.stages import Stage
from tests.domain.lives import city
from tests.factories import TANGERANG

LIMITS = (TANGERANG / "policies.yaml").read_text(encoding="utf-8").partition("stages:")[0]
FIRST = "- {code: a, stage: verification, target_days: 2, valid_to: 2026-05-01, source: x}"


def load(folder: Path, *rows: str) -> object:
    path = folder / "policies.yaml"
    path.write_text(LIMITS + "stages:\n" + "".join(f"  {row}\n" for row in rows), encoding="utf-8")
    return load_stage_policies(path, city().categories)


def test_tangerang_verifies_within_two_working_days_and_says_that_this_is_provisional() -> None:
    (row,) = city().stage_policies
    assert (row.stage, row.target_days, row.legal_days, row.is_provisional) == (Stage.VERIFICATION, 2, None, True)
    assert "Ponorogo" in row.source


def test_rows_of_one_subject_follow_each_other_and_others_may_overlap(tmp_path: Path) -> None:
    rows = load(
        tmp_path,
        FIRST,
        "- {code: b, stage: verification, target_days: 3, valid_from: 2026-05-01, source: x}",
        "- {code: c, stage: verification, target_days: 1, category: pothole, source: x}",
    )
    assert isinstance(rows, tuple)
    assert [(row.code, row.valid_from) for row in rows][1] == ("b", date(2026, 5, 1))


@pytest.mark.parametrize(
    ("row", "message"),
    [
        ("- {code: b, stage: verification, target_days: 3, valid_from: 2026-04-01, source: x}", "b: .*overlap; make"),
        ("- {code: b, stage: verification, target_days: 3, valid_from: 2026-06-01, source: x}", "b: .*leave a gap"),
        ("- {code: b, stage: response, category: volcano, target_days: 1, source: x}", "'volcano' is not in categ"),
        ("- {code: b, stage: response, classification: rumour, target_days: 1, source: x}", "classification.*'rumour'"),
        ("- {code: b, stage: judgement, target_days: 1, source: x}", r"stages\.1\.stage: .*'judgement'"),
        ("- {code: b, stage: response, target_days: 1}", r"stages\.1\.source: required"),
        ("- {code: b, stage: response, source: x}", "expected target_days, legal_days or both"),
        ("- {code: b, stage: response, target_days: -1, source: x}", "target_days: .*got -1"),
        ("- {code: a, stage: response, target_days: 1, source: x}", "'a' occurs twice"),
        ("- {code: b, stage: response, target_hours: 48, source: x}", "target_hours: unknown key"),
        (
            "- {code: b, stage: response, target_days: 1, valid_from: 2026-05-01, valid_to: 2026-05-01, source: x}",
            "expected valid_from before valid_to",
        ),
    ],
)
def test_a_spoilt_row_is_refused_with_its_line(tmp_path: Path, row: str, message: str) -> None:
    line = len(LIMITS.splitlines()) + 3
    with pytest.raises(CityFolderError, match=rf"(?s)policies\.yaml: line {line}: .*{message}"):
        load(tmp_path, FIRST, row)
