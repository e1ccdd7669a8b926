"""Published indexes: their bands as the city's folder has them, and what is not known."""

from datetime import date

import pytest

from domain.figures import IKM, IMDI, IMDI_NATIONAL, OMBUDSMAN, SPBE, Figure
from domain.indicators.published import published_index, surveyed_index
from domain.indicators.satisfaction import ElementResult, Grade, SurveyResult
from tests.domain.lives import city


def told(name: str, value: float, period: str = "2025") -> Figure:
    return Figure(name, period, value, "index", f"source of {name}", date(int(period), 12, 31))


@pytest.mark.parametrize(
    ("name", "value", "label"),
    [
        (SPBE, 5.0, "Memuaskan"),
        (SPBE, 4.2, "Memuaskan"),
        (SPBE, 4.199, "Sangat baik"),
        (SPBE, 3.5, "Sangat baik"),
        (SPBE, 3.499, "Baik"),
        (SPBE, 2.6, "Baik"),
        (SPBE, 2.599, "Cukup"),
        (SPBE, 1.8, "Cukup"),
        (SPBE, 1.799, "Kurang"),
        (IMDI, 57.77, "Sangat tinggi"),
        (IMDI, 57.76, "Tinggi"),
        (IMDI, 51.74, "Tinggi"),
        (IMDI, 51.73, "Cukup"),
        (IMDI, 43.81, "Cukup"),
        (IMDI, 39.70, "Cukup"),
        (IMDI, 39.69, "Rendah"),
        (IMDI, 33.65, "Sangat rendah"),
        (OMBUDSMAN, 81, "Zona hijau"),
        (OMBUDSMAN, 80.99, "Zona kuning"),
        (OMBUDSMAN, 74, "Zona kuning"),
        (OMBUDSMAN, 50.99, "Zona merah"),
    ],
)
def test_bands_of_tangerang(name: str, value: float, label: str) -> None:
    index = published_index(name, [told(name, value)], city().bands)
    assert index.band
    assert index.band.label("id") == label


def test_what_nobody_published_has_no_value_and_no_band() -> None:
    """The city's SPBE index was not found."""
    assert published_index(SPBE, city().figures, city().bands).figure is None
    assert published_index(SPBE, city().figures, city().bands).band is None


def test_the_known_indexes_of_tangerang() -> None:
    imdi, ombudsman = (published_index(name, city().figures, city().bands) for name in (IMDI, OMBUDSMAN))
    assert imdi.figure
    assert (imdi.figure.value, imdi.figure.period) == (43.81, "2023")
    assert imdi.national
    assert imdi.national.value == 43.18
    assert imdi.margin == pytest.approx(43.81 * 0.05)
    assert imdi.is_other_edition, "bands of 2025 for a value of 2023"
    assert ombudsman.figure
    assert (ombudsman.figure.value, ombudsman.is_other_edition, ombudsman.margin) == (74, False, None)


def test_the_country_is_told_for_the_same_period_only() -> None:
    figures = [told(IMDI, 44), told(IMDI_NATIONAL, 43.18, "2023")]
    assert published_index(IMDI, figures, {}).national is None


def test_a_value_beyond_its_scale_has_no_band() -> None:
    """An index out of 5 that is told out of 100 is not excellent."""
    assert published_index(SPBE, [told(SPBE, 70)], city().bands).band is None


def test_an_index_without_bands_is_a_value() -> None:
    index = published_index(IKM, [told(IKM, 85.4)], city().bands)
    assert index.figure
    assert (index.figure.value, index.band) == (85.4, None)


def test_a_survey_makes_an_index_and_none_makes_none() -> None:
    """Nobody published the elements of a survey of Tangerang in our sources."""
    assert city().surveys == ()
    assert surveyed_index(city().surveys) is None
    survey = SurveyResult("", "2025", tuple(ElementResult(400, 3.4) for _ in range(9)), "report", date(2025, 12, 31))
    found = surveyed_index([survey])
    assert found
    assert found.result.index == pytest.approx(85.0)
    assert found.result.grade == Grade.B
