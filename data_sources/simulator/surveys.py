"""Answers to the satisfaction survey of those who were served."""

from random import Random

from data_sources.simulator.counters import Visit
from data_sources.simulator.local_day import MS_PER_MINUTE
from data_sources.simulator.service_config import SurveyNumbers
from data_sources.simulator.steps import Step, whole_seconds
from domain.profile import Site

TIME_ELEMENT = 2
"""The third of the nine elements asks about time: it suffers first from a long wait."""

CROSS_AFTER_MINUTES = 45.0


def survey(seed: int, ticket_id: str, site: Site, visit: Visit, numbers: SurveyNumbers, rng: Random) -> Step:
    """The answer of one who was served: nine scores from 1 to 4, lower for time after a long wait."""
    assert visit.called_ms is not None
    assert visit.served_ms is not None
    scores = [rng.choices((1, 2, 3, 4), weights)[0] for weights in numbers.scores]
    waited_minutes = (visit.called_ms - visit.visitor.ready_ms) / MS_PER_MINUTE
    if waited_minutes > CROSS_AFTER_MINUTES or rng.random() < numbers.cross_chance:
        scores[TIME_ELEMENT] = max(1, scores[TIME_ELEMENT] - 1)
    at_ms = whole_seconds(visit.served_ms + numbers.after_minutes.draw(rng) * MS_PER_MINUTE)
    survey_id = f"{ticket_id}-SKM"
    data = {"survey_id": survey_id, "site": site.code, "service": visit.visitor.service, "scores": scores}
    return Step(at_ms, f"sim-{seed}-{survey_id}", "survey.answered", data)
