"""What the scores of agencies count, in SQL: one pass over the complaints and one over the tasks.

The rules are those of domain/indicators/agency_scores.py and of `evidence_share`.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, and_, func, or_, select

from data_sources.review_cases import is_met, is_misconduct, owes
from data_sources.tables import complaints, tasks
from domain.case_mix import Tally
from domain.complaints import UNSET_MS, ComplaintState
from domain.composite import ScorePart
from domain.filters import Window
from domain.indicators.agency_scores import GOOD_STARS, REOPENED_AFTER_DAYS, CityTallies
from domain.indicators.complaints import DAY_MS
from domain.profile import CityProfile
from domain.secrecy import Secrets

NEAR_M = 100.0
"""How near the evidence is to the task's place (A16), metres."""

Condition = ColumnElement[bool]
Cohort = tuple[Condition, Condition]
"""Who is counted, and who of them met what was asked."""

ROW, TASK = complaints.c, tasks.c


def city_tallies(connection: Connection, profile: CityProfile, now_ms: int, window_days: int) -> CityTallies:
    """The counts of all agencies in the last days up to now.

    As in a frame, no agency is told of misconduct, and a sensitive case has no category.
    """
    harmless = Secrets.from_profile(profile).harmless
    window = Window(now_ms - window_days * DAY_MS, now_ms)
    parts: dict[str, dict[ScorePart, Tally]] = defaultdict(dict)
    on_time: dict[tuple[str, str], Tally] = {}
    resolved: dict[str, int] = defaultdict(int)
    for row in _complaint_counts(connection, window, is_misconduct(profile)):
        agency, category, could_be_rated, *counts = tuple(row)
        told = category if category in harmless else ""
        on_time[agency, told] = on_time.get((agency, told), Tally()).plus(Tally(*counts[:2]))
        resolved[agency] += could_be_rated
        for part, tally in zip(_complaint_cohorts(window), _pairs(counts), strict=True):
            parts[agency][part] = parts[agency].get(part, Tally()).plus(tally)
    for row in _evidence_counts(connection, window):
        agency, met, n = tuple(row)
        parts[agency][ScorePart.EVIDENCE] = Tally(met, n)
    return CityTallies(parts, on_time, resolved)


def _pairs(counts: Sequence[int]) -> list[Tally]:
    return [Tally(met, n) for met, n in zip(counts[::2], counts[1::2], strict=True)]


def _complaint_counts(connection: Connection, window: Window, is_secret: Condition) -> Sequence[Row[Any]]:
    counts = [
        func.count().filter(condition)
        for cohort, met in _complaint_cohorts(window).values()
        for condition in (and_(cohort, met), cohort)
    ]
    is_recent = or_(*(ROW[name] > window.from_ms for name in ("opened_ms", "closed_ms", "due_ms", "response_due_ms")))
    query = (
        select(ROW.agency, ROW.category, func.count().filter(_resolved_in(window)), *counts)
        .where(ROW.opened_ms != UNSET_MS, is_recent, ~is_secret)
        .group_by(ROW.agency, ROW.category)
    )
    return connection.execute(query).all()


def _complaint_cohorts(window: Window) -> Mapping[ScorePart, Cohort]:
    ripe = Window(window.from_ms, window.to_ms - REOPENED_AFTER_DAYS * DAY_MS)
    was_reopened = ROW.reopenings > 0
    return {
        ScorePart.ON_TIME: (owes(window), is_met()),
        ScorePart.FIRST_RESPONSE: (
            _within(ROW.response_due_ms, window),
            and_(ROW.response_ms != UNSET_MS, ROW.response_ms <= ROW.response_due_ms),
        ),
        ScorePart.REOPENED: (and_(_within(ROW.opened_ms, ripe), or_(_is_resolved(), was_reopened)), was_reopened),
        ScorePart.RATING: (and_(_resolved_in(window), ROW.stars > 0), ROW.stars >= GOOD_STARS),
    }


def _resolved_in(window: Window) -> Condition:
    return and_(_is_resolved(), _within(ROW.closed_ms, window))


def _is_resolved() -> Condition:
    return ROW.state == ComplaintState.RESOLVED.value


def _evidence_counts(connection: Connection, window: Window) -> Sequence[Row[Any]]:
    complete = and_(
        TASK.photos_before > 0,
        TASK.photos_after > 0,
        TASK.distance_m <= NEAR_M,
        TASK.finished_ms >= TASK.assigned_ms,
    )
    finished = and_(TASK.assigned_ms != UNSET_MS, TASK.lat.is_not(None), _within(TASK.finished_ms, window))
    query = select(TASK.agency, func.count().filter(complete), func.count()).where(finished).group_by(TASK.agency)
    return connection.execute(query).all()


def _within(instant: ColumnElement[Any], window: Window) -> Condition:
    return and_(instant > window.from_ms, instant <= window.to_ms)
