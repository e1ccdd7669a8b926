"""Reviews from the store: the frame of one agency, the shares of all, and the list of cases; only SQL and folds."""

from collections import OrderedDict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from datetime import datetime
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import Select, and_, func, or_, select

from data_sources.agency_tallies import city_tallies
from data_sources.kinds import COMPLAINT
from data_sources.repository import Repository
from data_sources.review_cases import (
    case_of,
    is_chosen,
    is_met,
    is_misconduct,
    is_open,
    is_shown,
    meets,
    order_by,
    owes,
    select_cases,
)
from data_sources.review_places import PlaceRules, agency_places
from data_sources.tables import complaints
from domain.cases import CasePage, CaseQuery
from domain.city import ComplaintFrame, complaint_frame
from domain.clock import Clock, epoch_ms
from domain.complaints import UNSET_MS
from domain.composite import ScoreRules
from domain.filters import ReviewFilters, Show
from domain.gatherings import AgencyPlaces
from domain.indicators.agency_scores import CityTallies, ScoreBoard, score_board
from domain.indicators.complaints import DAY_MS, BoardRules, due_soon_until
from domain.indicators.reviews import Review, review
from domain.profile import CityProfile

FRAMES_KEPT = 8
ROWS_AT_ONCE = 2_000
PLACES_KEPT_MS = 60_000
"""How long hot-spots and proposed duplicates are kept, by the city's clock."""

TALLIES_KEPT_MS = 60_000
"""How long what scores count is kept, by the city's clock."""


class StoreReviews:
    """What callbacks ask for a review. Answers from the store at the clock's now; may be called from any thread."""

    def __init__(
        self,
        repository: Repository,
        clock: Clock,
        rules: BoardRules,
        score_rules: ScoreRules | None = None,
        place_rules: PlaceRules | None = None,
    ) -> None:
        self._repository = repository
        self._clock = clock
        self._rules = rules
        self._score_rules = score_rules or ScoreRules()
        self._frames: OrderedDict[tuple[str, int, int], ComplaintFrame] = OrderedDict()
        self._tallies: tuple[int, CityTallies] | None = None
        self._place_rules = place_rules or PlaceRules()
        self._places: dict[str, AgencyPlaces] = {}
        self._lock = Lock()

    @property
    def _profile(self) -> CityProfile:
        return self._repository.rules.profile

    def now(self) -> datetime:
        """The city's now, UTC."""
        return self._clock.now()

    def review(self, filters: ReviewFilters) -> Review:
        """All numbers of one review, as of now."""
        now = self.now()
        frame = self._frame(filters, now)
        return review(frame, filters, epoch_ms(now), self._profile, self._rules, self.shares(filters, now))

    def shares(self, filters: ReviewFilters, now: datetime) -> Mapping[str, tuple[int, int]]:
        """On time and due in the window, of every agency, under the category and the district that were chosen."""
        window = filters.period.window(now, self._profile.timezone)
        counted = (complaints.c.agency, func.count().filter(is_met()), func.count())
        query = select(*counted).where(is_chosen(filters, self._profile), owes(window)).group_by(complaints.c.agency)
        with self._repository.store.reading() as connection:
            return {agency: (met, n) for agency, met, n in connection.execute(query)}

    def scores(self, agency: str) -> ScoreBoard:
        """An agency's score among its peers, over a window of its own: the period and the filters do not narrow it."""
        return score_board(self._city_tallies(epoch_ms(self.now())), agency, self._profile, self._score_rules)

    def _city_tallies(self, now_ms: int) -> CityTallies:
        """What all scores count, at most a minute old: a quarter's counts read the whole table."""
        kept = self._tallies
        if kept is not None and 0 <= now_ms - kept[0] < TALLIES_KEPT_MS:
            return kept[1]
        with self._repository.store.reading() as connection:
            tallies = city_tallies(connection, self._profile, now_ms, self._score_rules.window_days)
        self._tallies = now_ms, tallies
        return tallies

    @contextmanager
    def listing(self, query: CaseQuery, start: int, count: int) -> Iterator[CasePage]:
        """Some rows of the list, and how many it has. The rows are read while the context is open, not all at once."""
        now = self.now()
        now_ms, profile = epoch_ms(now), self._profile
        window = query.filters.period.window(now, profile.timezone)
        statement, total = self.statements(query, now)
        originals = self.places(query.filters.agency).originals
        with self._repository.store.reading() as connection:
            n = connection.execute(total).scalar_one()
            rows = connection.execute(
                statement.limit(count).offset(start).execution_options(yield_per=min(count, ROWS_AT_ONCE))
            )
            cases = (case_of(row, profile, now_ms) for row in rows)
            told = (replace(one, possible_original=originals.get(one.complaint_id, "")) for one in cases)
            yield CasePage(told, n, now_ms, window)

    def places(self, agency: str) -> AgencyPlaces:
        """Where an agency's own cases gather, as of now, at most a minute old."""
        now_ms = epoch_ms(self.now())
        with self._lock:
            kept = self._places.get(agency)
        if kept is not None and 0 <= now_ms - kept.as_of_ms < PLACES_KEPT_MS:
            return kept
        found = agency_places(self._repository, agency, now_ms, self._place_rules)
        with self._lock:
            self._places[agency] = found
        return found

    def statements(self, query: CaseQuery, now: datetime) -> tuple[Select[Any], Select[int]]:
        """What asks for the rows of a list, in order, and for their number."""
        now_ms, profile, filters = epoch_ms(now), self._profile, query.filters
        window = filters.period.window(now, profile.timezone)
        is_listed = and_(
            complaints.c.agency == filters.agency,
            is_chosen(filters, profile),
            is_shown(filters.show, window, now_ms, self._due_soon_until(filters, now)),
            meets(query.conditions, now_ms),
        )
        rows = select_cases(profile, now_ms).where(is_listed).order_by(*order_by(query, profile, now_ms))
        return rows, select(func.count()).select_from(complaints).where(is_listed)

    def _due_soon_until(self, filters: ReviewFilters, now: datetime) -> int:
        """The latest deadline within one working day, as the live count has it; asked of the store only when needed."""
        if filters.show is not Show.DUE_SOON:
            return UNSET_MS
        now_ms, table = epoch_ms(now), complaints.c
        query = select(table.due_ms).where(table.agency == filters.agency, is_open(), table.due_ms >= now_ms).distinct()
        with self._repository.store.reading() as connection:
            due = np.array(connection.scalars(query).all(), dtype=np.int64)
        return due_soon_until(due, now_ms, self._profile.calendar)

    def _frame(self, filters: ReviewFilters, now: datetime) -> ComplaintFrame:
        """All that may count in a review that begins on this day; kept until a complaint changes."""
        begin = filters.period.window(now, self._profile.timezone).from_ms // DAY_MS * DAY_MS
        key = (filters.agency, begin, self._revision())
        with self._lock:
            if key in self._frames:
                self._frames.move_to_end(key)
                return self._frames[key]
        frame = self._read_frame(filters.agency, begin)
        with self._lock:
            self._frames[key] = frame
            while len(self._frames) > FRAMES_KEPT:
                self._frames.popitem(last=False)
        return frame

    def _revision(self) -> int:
        """The number of the last commit that changed a complaint; other streams leave a review as it is."""
        with self._repository.store.reading() as connection:
            return connection.scalar(select(func.max(complaints.c.revision))) or 0

    def _read_frame(self, agency: str, begin: int) -> ComplaintFrame:
        table = complaints.c
        is_recent = or_(
            table.closed_ms == UNSET_MS, table.closed_ms > begin, table.due_ms > begin, table.opened_ms > begin
        )
        is_counted = and_(table.agency == agency, is_recent, ~is_misconduct(self._profile))
        return complaint_frame(self._repository.entities(COMPLAINT, is_counted), self._profile)
