"""Indexes that others publish of the city: SPBE, IMDI, IKM and the Ombudsman's, each with its period and source.

They are never put into a score and never compared with an earlier edition, whose method may have been another.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from domain.bands import Band, IndexBands
from domain.figures import IKM, IMDI, IMDI_NATIONAL, OMBUDSMAN, SPBE, Figure, latest, of_period
from domain.indicators.satisfaction import Satisfaction, SurveyResult, latest_survey, satisfaction_of

PUBLISHED = (SPBE, IMDI, IKM, OMBUDSMAN)
NATIONAL = {IMDI: IMDI_NATIONAL}
"""The same index of the whole country, told beside it for the same period."""


@dataclass(frozen=True, slots=True)
class PublishedIndex:
    """The newest value of one index, None where nobody published it.

    `band` is its predicate, None where the city's folder has none for it; `is_other_edition` says that the bands are
    those of another edition than the value. `margin` is how far the value may err, in its own unit. `national` is the
    country's for the same period.
    """

    name: str
    figure: Figure | None = None
    band: Band | None = None
    is_other_edition: bool = False
    margin: float | None = None
    national: Figure | None = None


@dataclass(frozen=True, slots=True)
class SurveyedIndex:
    """The satisfaction index of a survey whose elements are known (C09)."""

    survey: SurveyResult
    result: Satisfaction


def published_index(name: str, figures: Sequence[Figure], bands: Mapping[str, IndexBands]) -> PublishedIndex:
    """What is known of one index."""
    figure, held = latest(figures, name), bands.get(name)
    if figure is None:
        return PublishedIndex(name)
    national = of_period(figures, NATIONAL[name], figure.period) if name in NATIONAL else None
    if held is None:
        return PublishedIndex(name, figure, national=national)
    return PublishedIndex(
        name=name,
        figure=figure,
        band=held.band_of(figure.value),
        is_other_edition=not held.is_of(figure.period),
        margin=None if held.margin is None else figure.value * held.margin,
        national=national,
    )


def surveyed_index(surveys: Sequence[SurveyResult], unit: str = "") -> SurveyedIndex | None:
    """The index of the newest survey of a unit, of the whole city without one; None where none was held."""
    survey = latest_survey(surveys, unit)
    return None if survey is None else SurveyedIndex(survey, satisfaction_of(survey.elements))
