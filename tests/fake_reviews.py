"""A stand-in for the store's reviews: complaints that the test states, sorted and narrowed in Python."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime

from domain.case_mix import Tally
from domain.cases import Case, CaseColumn, CasePage, CaseQuery
from domain.city import complaint_frame
from domain.clock import epoch_ms, from_epoch_ms
from domain.complaints import Complaint, ComplaintState
from domain.composite import ScorePart, ScoreRules
from domain.duplicates import DuplicateRules, possible_originals
from domain.filters import ReviewFilters
from domain.gatherings import AgencyPlaces, SpotCases
from domain.hotspots import HotspotRules, hotspots
from domain.indicators.agency_scores import CityTallies, ScoreBoard, score_board
from domain.indicators.complaints import BoardRules
from domain.indicators.reviews import Review, case_mask, review
from domain.sla import Countdown, countdown, time_taken
from tests.factories import NOW_MS, tangerang

CITY = tangerang()
DAY_MS = 86_400_000
CALM = {"agency": "DPUPR", "category": "pothole", "ward": "36.71.07.1003", "state": ComplaintState.IN_PROGRESS}


def a_case(number: int, **changes: object) -> Complaint:
    """A pothole that DPUPR works on, filed some days ago and due tomorrow."""
    values = {"opened_ms": NOW_MS - number * DAY_MS, "due_ms": NOW_MS + DAY_MS, **CALM, **changes}
    return Complaint(complaint_id=str(values.pop("complaint_id", f"K-{number:04d}")), **values)  # type: ignore[arg-type]


def some_cases() -> list[Complaint]:
    """Twenty open ones, some of them late; thirty resolved ones."""
    late = [a_case(number, due_ms=NOW_MS - number * DAY_MS // 2) for number in range(1, 6)]
    waiting = [a_case(number) for number in range(6, 21)]
    done = [
        a_case(
            number,
            state=ComplaintState.RESOLVED,
            due_ms=NOW_MS - (number - 15) * DAY_MS,
            closed_ms=NOW_MS - (number - 20) * DAY_MS,
        )
        for number in range(21, 51)
    ]
    return [*late, *waiting, *done]


def some_tallies() -> CityTallies:
    """Three agencies with enough cases, DPUPR clearly behind, and one with too few."""
    on_time = {"DPUPR": (210, 300), "DLH": (285, 300), "DISHUB": (282, 300), "SATPOLPP": (5, 6)}
    others = {
        ScorePart.FIRST_RESPONSE: Tally(95, 100),
        ScorePart.REOPENED: Tally(5, 100),
        ScorePart.RATING: Tally(12, 20),
    }
    behind = {ScorePart.FIRST_RESPONSE: Tally(70, 100), ScorePart.REOPENED: Tally(30, 100)}
    parts = {agency: {ScorePart.ON_TIME: Tally(*tally), **others} for agency, tally in on_time.items()}
    parts["DPUPR"] = {**parts["DPUPR"], **behind}
    return CityTallies(parts, {(agency, "pothole"): Tally(*tally) for agency, tally in on_time.items()}, {"DPUPR": 80})


@dataclass
class FakeReviews:
    """Reviews of stated complaints at a stated instant."""

    complaints: list[Complaint] = field(default_factory=some_cases)
    asked: list[CaseQuery] = field(default_factory=list)
    is_broken: bool = False
    tallies: CityTallies = field(default_factory=some_tallies)

    def now(self) -> datetime:
        return from_epoch_ms(NOW_MS)

    def review(self, filters: ReviewFilters) -> Review:
        frame = complaint_frame([one for one in self.complaints if one.agency == filters.agency], CITY)
        shares = {"DPUPR": (30, 50), "DLH": (48, 50), "DISHUB": (90, 100)}
        return review(frame, filters, NOW_MS, CITY, BoardRules(), shares)

    def scores(self, agency: str) -> ScoreBoard:
        return score_board(self.tallies, agency, CITY, ScoreRules())

    def places(self, agency: str) -> AgencyPlaces:
        mine = [one for one in self.complaints if one.agency == agency]
        frame, ids = complaint_frame(mine, CITY), [one.complaint_id for one in mine]
        spots = [
            SpotCases(spot, tuple(ids[row] for row in spot.rows)) for spot in hotspots(frame, NOW_MS, HotspotRules())
        ]
        return AgencyPlaces(tuple(spots), possible_originals(frame, ids, DuplicateRules()), HotspotRules(), NOW_MS)

    @contextmanager
    def listing(self, query: CaseQuery, start: int, count: int) -> Iterator[CasePage]:
        self.asked.append(query)
        profile, mine = CITY, [one for one in self.complaints if one.agency == query.filters.agency]
        window = query.filters.period.window(self.now(), profile.timezone)
        frame = complaint_frame(mine, profile)
        mask = case_mask(frame, query.filters.show, window, NOW_MS, profile.calendar)
        originals = self.places(query.filters.agency).originals
        shown = [
            replace(self._case(one), possible_original=originals.get(one.complaint_id, ""))
            for one, is_shown in zip(mine, mask, strict=True)
            if is_shown
        ]
        sort = query.sorts[0]
        shown.sort(key=lambda case: (_KEYS[sort.column](case), case.complaint_id), reverse=sort.is_descending)
        yield CasePage(iter(shown[start : start + count]), len(shown), epoch_ms(self.now()), window)

    def _case(self, one: Complaint) -> Case:
        category = CITY.categories[one.category]
        ward = "" if category.is_sensitive else one.ward
        until, is_done = one.closed_ms or NOW_MS, one.state == ComplaintState.AWAITING_VERIFICATION
        late_ms = max(0, until - one.due_ms) if one.due_ms else 0
        return Case(
            complaint_id=one.complaint_id,
            category="" if category.is_sensitive else one.category,
            ward=ward,
            district=ward[:8],
            state=one.state,
            opened_ms=one.opened_ms,
            due_ms=one.due_ms,
            closed_ms=one.closed_ms,
            late_ms=late_ms,
            handoffs=one.handoffs,
            is_hidden=category.is_sensitive,
            taken=time_taken(one.opened_ms, until, one.paused_from_ms, one.resumed_ms),
            verify_by_ms=one.verification_due_ms if is_done else 0,
            verification=_verification(one) if is_done else None,
        )


def _verification(one: Complaint) -> Countdown:
    return countdown(one.completed_ms, one.verification_due_ms, NOW_MS, CITY.calendar)


_KEYS = {
    CaseColumn.ID: lambda case: case.complaint_id,
    CaseColumn.OPENED: lambda case: case.opened_ms,
    CaseColumn.LATENESS: lambda case: case.late_ms,
    CaseColumn.STATE: lambda case: case.state,
}
