"""Makes snapshots: from the live city and the feeds, what each audience sees at one instant."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Protocol

import numpy as np

from data_sources.lags import Lags
from domain.alarms.board import NO_ALARMS, AlarmBoard
from domain.alarms.rule import AlarmRule
from domain.alarms.signals import Observation, Seen, observed
from domain.areas import (
    AreaBoard,
    Timeliness,
    area_board,
    people_by_district,
    waiting_by_district,
    ward_timeliness,
)
from domain.choropleth import AreaIndicator, Starts
from domain.city import ComplaintFrame, LiveCity
from domain.city_day import day_span
from domain.city_status import StatusEntry, StatusRule
from domain.clock import Clock, epoch_ms
from domain.events import Stream
from domain.figures import Figure
from domain.indicators import complaints as indicators
from domain.indicators.channels import Channels, channels
from domain.indicators.complaints import AgencyBoard, BoardRules
from domain.indicators.forecasts import ForecastBoard
from domain.indicators.integration import Integration, integration
from domain.indicators.published import surveyed_index
from domain.indicators.reconciliation import Reconciliation, reconciliation
from domain.indicators.services import ServiceBoards, ServiceFrames, ServiceRules, service_boards
from domain.indicators.store_rating import StoreRatings, store_reviews
from domain.indicators.windowed import WindowedBoard, windowed_board
from domain.map_points import complaint_points, crew_fixes, crew_points, site_points, with_headings
from domain.measures import city_state
from domain.news import News
from domain.patterns import PatternBoard, PatternRules, pattern_board
from domain.points import POINT_DTYPE, MapPoints
from domain.privacy import Audience, Sight
from domain.profile import CityProfile
from domain.snapshot import BalanceTotals, CityDay, Facts, FeedHealth, FeedState, Snapshot
from domain.staffing import StaffingRules
from domain.trails import Trails, extended
from domain.work_list import (
    NO_WORK,
    WorkBoard,
    WorkRules,
    alarm_items,
    call_items,
    complaint_items,
    incident_items,
    queue_items,
    work_board,
)

SLOW_SECONDS = 30.0
"""How often what needs a window of months is computed: the leaderboard, the windowed board, what gathers, the rest."""

EMPTY_BOARD_SECONDS = 2.0
SERVICE_SECONDS = 2.0
"""How often queues, staff and crews are computed; percentiles of thousands of tickets cost some 20 ms."""

WORK_SECONDS = 0.9
"""How often the work list of the desks is made anew."""

FORECAST_MS = 30_000
"""How often forecasts of waits are made anew, by the city's clock: what became of all of the day's costs some 25 ms."""

OBSERVE_SECONDS = 1.0
"""How often the rules of the alarms are shown the city."""

NO_POINTS = np.zeros(0, dtype=POINT_DTYPE)
Snapshots = Mapping[Audience, Snapshot]


@dataclass(frozen=True, slots=True)
class MapRules:
    """For how long the trail of a crew is drawn, and of how many cases a share of a ward is told at least."""

    trail_minutes: float = 15.0
    smallest_n: int = 10

    @property
    def trail_ms(self) -> int:
        """How long, milliseconds."""
        return int(60_000 * self.trail_minutes)


@dataclass(frozen=True, slots=True)
class Targets:
    """Targets and windows of the gauges; shares are 0 to 1, windows calendar days."""

    on_time: float = 0.90
    first_response: float = 0.95
    window_days: int = 28
    board: BoardRules = field(default_factory=BoardRules)
    services: ServiceRules = field(default_factory=ServiceRules)
    patterns: PatternRules = field(default_factory=PatternRules)
    map: MapRules = field(default_factory=MapRules)
    status: tuple[StatusRule, ...] = ()
    work: WorkRules = field(default_factory=WorkRules)


@dataclass(frozen=True, slots=True)
class MachineTime:
    """The machine's own time: `elapsed` seconds never jump, `wall_ms` is comparable with Redis's stream ids."""

    elapsed: Callable[[], float]
    wall_ms: Callable[[], int]


class Feeds(Protocol):
    """What tells how the feeds are: the monitor of this process, or a record of the past."""

    def states(self, now_ms: int) -> tuple[FeedHealth, ...]:
        """The health of every feed at the city's now (epoch ms), in the order of the configuration."""


@dataclass(frozen=True, slots=True)
class _SlowLane:
    made: float
    board: AgencyBoard
    integration: Integration
    patterns: PatternBoard
    channels: Channels


@dataclass(frozen=True, slots=True)
class _WindowedLane:
    made: float
    board: WindowedBoard
    reconciliation: Reconciliation


@dataclass(frozen=True, slots=True)
class _ServiceLane:
    made: float
    boards: ServiceBoards
    crews: MapPoints
    sites: MapPoints
    trails: Trails
    frames: ServiceFrames


class SnapshotMaker:
    """Makes the snapshots of all audiences from one frame of the city."""

    def __init__(
        self,
        profile: CityProfile,
        sights: Mapping[Audience, Sight],
        targets: Targets,
        clock: Clock,
        machine: MachineTime,
    ) -> None:
        self._profile = profile
        self._sights = sights
        self._targets = targets
        self._clock = clock
        self._machine = machine
        self._slow: _SlowLane | None = None
        self._patterns: Mapping[Audience, PatternBoard] = {}
        self._timeliness: Mapping[Audience, Timeliness] = {}
        self._classes: dict[Audience, Mapping[AreaIndicator, Starts]] = {}
        self._windowed: _WindowedLane | None = None
        self._services: _ServiceLane | None = None
        self._balance: BalanceTotals | None = None
        self._figures: tuple[Figure, ...] = ()
        self._statuses: tuple[StatusEntry, ...] = ()
        self._ratings = StoreRatings()
        self._lag: tuple[str, int | None] = ("", None)
        self._lags = Lags()
        self._work: tuple[float, WorkBoard] | None = None
        self._rules: Sequence[AlarmRule] = ()
        self._observed_at: float | None = None
        self._observation: Observation | None = None
        self._board = NO_ALARMS
        self._alarms: Mapping[Audience, AlarmBoard] = dict.fromkeys(sights, NO_ALARMS)
        self._number = 0

    def make(self, city: LiveCity, news: News, monitor: Feeds) -> Snapshots:
        """Snapshot number n of every audience, at the clock's now."""
        now = self._clock.now()
        frame = city.frame()
        self._number += 1
        base = self._base(frame, city, now, monitor.states(epoch_ms(now)))
        self._observe(base, frame, city)
        alarms = self._alarms
        lag_ms = self._lag_ms(news)
        still_open = replace(frame, rows=frame.rows[frame.is_open])  # the map shows no others, and they are few
        return {
            audience: self._with_status(
                replace(
                    self._seen_by(sight, base, still_open),
                    patterns=self._patterns[audience],
                    work=self._work_for(sight, frame, city, base),
                    alarms=alarms[audience],
                    newest=news.newest_for(sight, city, lag_ms),
                    ticker=news.ticker_for(sight),
                )
            )
            for audience, sight in self._sights.items()
        }

    def _with_status(self, seen: Snapshot) -> Snapshot:
        """The city's status with what the rules propose from what this audience may see."""
        return replace(seen, status=city_state(self._statuses, seen, self._targets.status))

    def took_up(self, news: News) -> None:
        """What was read back from the store was not watched on its way: it has no lag."""
        self._lag = (news.newest_position, None)

    def tell_balance(self, balance: BalanceTotals) -> None:
        """Take note of the balance of all sources; it is asked for less often than snapshots are made."""
        self._balance = balance

    def tell_figures(self, figures: tuple[Figure, ...]) -> None:
        """Take note of the slow facts that are stored; they are asked for as often as the balance."""
        self._figures = figures

    def tell_statuses(self, statuses: tuple[StatusEntry, ...]) -> None:
        """Take note of the city's status as it is stored, newest first."""
        self._statuses = statuses

    def tell_ratings(self, ratings: StoreRatings) -> None:
        """Take note of the store's reviews."""
        self._ratings = ratings

    def watch(self, rules: Sequence[AlarmRule]) -> None:
        """Look at the city for the rules of the alarms from now on."""
        self._rules = rules

    def tell_alarms(self, board: AlarmBoard) -> None:
        """Take note of the open alarms; from any thread."""
        if board != self._board:
            self._board = board
            self._alarms = {audience: sight.alarms(board) for audience, sight in self._sights.items()}

    @property
    def observation(self) -> Observation | None:
        """What the rules of the alarms saw last; None before the first picture."""
        return self._observation

    def _observe(self, base: Snapshot, frame: ComplaintFrame, city: LiveCity) -> None:
        """Show the rules the whole city, before anything is taken out of it."""
        elapsed = self._machine.elapsed()
        if self._observed_at is not None and elapsed - self._observed_at < OBSERVE_SECONDS:
            return
        self._observed_at = elapsed
        live = city.services
        seen = Seen(base, frame, city.ids(), live.calls(), live.ids("call"), self._profile)
        self._observation = observed(self._rules, seen)

    @property
    def services_due(self) -> float:
        """When queues, staff and crews are computed anew, in the machine's elapsed seconds."""
        return self._services.made + SERVICE_SECONDS if self._services else self._machine.elapsed()

    def _base(self, frame: ComplaintFrame, city: LiveCity, now: datetime, feeds: tuple[FeedHealth, ...]) -> Snapshot:
        now_ms, targets, calendar = epoch_ms(now), self._targets, self._profile.calendar
        today = calendar.local_date(now)
        midnight_ms = day_span(now, self._profile.timezone).start_ms
        services = self._fresh_services(city, now)
        slow = self._fresh_slow(frame, services, feeds, now_ms)
        windowed = self._fresh_windowed(frame, city, now_ms)
        return Snapshot(
            audience="",
            number=self._number,
            now_ms=now_ms,
            day=self._day(now),
            counts=indicators.complaint_counts(frame, now_ms, midnight_ms, calendar),
            on_time=indicators.on_time_share(frame, now_ms, targets.window_days, targets.on_time),
            first_response=indicators.first_response_share(frame, now_ms, targets.window_days, targets.first_response),
            board=slow.board,
            windowed=windowed.board,
            reconciliation=windowed.reconciliation,
            services=services.boards,
            integration=slow.integration,
            lag=self._lags.lag(self._machine.elapsed()),
            facts=known_facts(frame, services.frames, feeds),
            balance=self._balance,
            ward_open=np.zeros(0, dtype=np.int64),
            points=NO_POINTS,
            crews=services.crews,
            sites=services.sites,
            newest=None,
            ticker=(),
            feeds=feeds,
            is_simulated_clock=not self._clock.is_real,
            is_simulated_data=any(feed.is_simulated for feed in feeds),
            overdue_by_agency=indicators.counts_by_agency(frame, indicators.overdue(frame, now_ms)),
            figures=self._figures,
            patterns=slow.patterns,
            reviews=store_reviews(self._ratings, today),
            surveyed=surveyed_index([survey for survey in self._profile.surveys if survey.as_of <= today]),
            channels=slow.channels,
        )

    def _seen_by(self, sight: Sight, base: Snapshot, frame: ComplaintFrame) -> Snapshot:
        seen = sight.frame_for_map(frame)
        return replace(
            base,
            audience=sight.audience.value,
            reconciliation=sight.cases_told(base.reconciliation),
            ward_open=indicators.open_by_ward(seen),
            areas=self._areas(sight, base, seen),
            points=complaint_points(seen, base.now_ms, self._profile),
            crews=sight.points_for_map(base.crews),
            trails=sight.trails(self._services.trails if self._services else {}),
        )

    def _work_for(self, sight: Sight, frame: ComplaintFrame, city: LiveCity, base: Snapshot) -> WorkBoard:
        """The work list, for whom single cases are told."""
        if not sight.lists_cases:
            return NO_WORK
        elapsed = self._machine.elapsed()
        if self._work is None or elapsed - self._work[0] >= WORK_SECONDS:
            self._work = elapsed, self._listed(frame, city, base, self._alarms[sight.audience])
        return self._work[1]

    def _listed(self, frame: ComplaintFrame, city: LiveCity, base: Snapshot, alarms: AlarmBoard) -> WorkBoard:
        rules, calls = self._targets.work, city.services.calls()
        items = (
            *complaint_items(frame, city.ids(), base.now_ms),
            *call_items(calls, city.services.ids("call"), rules),
            *queue_items(base.services.queues, self._profile),
            *incident_items(base.patterns),
            *alarm_items(alarms),
        )
        return work_board(items, base.now_ms, rules)

    def _areas(self, sight: Sight, base: Snapshot, seen: ComplaintFrame) -> AreaBoard:
        """Wards and districts as this audience may count them, in the classes that it has seen so far."""
        profile, audience = self._profile, sight.audience
        board = area_board(
            seen,
            base.now_ms,
            profile,
            self._timeliness[audience],
            waiting_by_district(base.services.queues, profile),
            people_by_district(base.figures, profile),
            self._classes.get(audience, {}),
            self._targets.map.smallest_n,
        )
        self._classes[audience] = board.starts
        return board

    def _fresh_services(self, city: LiveCity, now: datetime) -> _ServiceLane:
        elapsed = self._machine.elapsed()
        if self._services is None or elapsed >= self.services_due:
            self._services = self._service_lane(city, now, elapsed)
        return self._services

    def _service_lane(self, city: LiveCity, now: datetime, elapsed: float) -> _ServiceLane:
        live, rules = city.services, self._targets.services
        frames = ServiceFrames(live.calls(), live.queues(), live.attendance(), live.field())
        boards = service_boards(frames, now, self._profile, rules, self._recent_forecasts(epoch_ms(now)))
        now_ms, staffing = epoch_ms(now), StaffingRules(self._profile.timezone)
        before = self._services.trails if self._services else {}
        fixes = crew_fixes(frames.field_work, now_ms, staffing)
        trails = extended(before, fixes, now_ms, self._targets.map.trail_ms)
        crews = with_headings(crew_points(frames.field_work, now_ms, staffing, rules.ages), trails)
        return _ServiceLane(elapsed, boards, crews, site_points(boards.queues, self._profile), trails, frames)

    def _recent_forecasts(self, now_ms: int) -> ForecastBoard | None:
        """Forecasts that are recent enough; none of a city that told nothing yet, which may just be filling."""
        made = self._services.boards.forecasts if self._services else None
        is_recent = made is not None and abs(now_ms - made.as_of_ms) < FORECAST_MS
        return made if made is not None and is_recent and not made.is_empty else None

    def _fresh_slow(
        self, frame: ComplaintFrame, services: _ServiceLane, feeds: tuple[FeedHealth, ...], now_ms: int
    ) -> _SlowLane:
        elapsed = self._machine.elapsed()
        if self._slow is None or elapsed - self._slow.made >= self._slow_seconds():
            healthy = {stream: any(f.is_healthy for f in feeds if f.stream is stream) for stream in Stream}
            board = indicators.agency_board(frame, now_ms, self._targets.board)
            joined = integration(frame, services.frames, healthy, self._profile, now_ms)
            gathered = pattern_board(frame, now_ms, self._targets.patterns)
            came_by = channels(frame, services.frames.queues, self._profile, now_ms)
            self._slow = _SlowLane(elapsed, board, joined, gathered, came_by)
            self._patterns = {audience: sight.patterns(gathered) for audience, sight in self._sights.items()}
            days = self._targets.window_days
            self._timeliness = {
                audience: ward_timeliness(sight.frame_for_areas(frame), now_ms, days)
                for audience, sight in self._sights.items()
            }
        return self._slow

    def _fresh_windowed(self, frame: ComplaintFrame, city: LiveCity, now_ms: int) -> _WindowedLane:
        """Days and months of complaints; an empty city is looked at again soon, for it may just be filling."""
        elapsed, made = self._machine.elapsed(), self._windowed
        if made is None or elapsed - made.made >= (SLOW_SECONDS if made.board.n else EMPTY_BOARD_SECONDS):
            board = windowed_board(frame, now_ms, self._profile.calendar)
            made = _WindowedLane(elapsed, board, reconciliation(frame, city.ids(), city.unfiled(), now_ms))
            self._windowed = made
        return made

    def _slow_seconds(self) -> float:
        """What is empty is looked at again soon: the city may just be filling, and its feeds just be heard."""
        is_filled = self._slow and self._slow.board.standings and self._slow.integration.connected
        return SLOW_SECONDS if is_filled else EMPTY_BOARD_SECONDS

    def _lag_ms(self, news: News) -> int | None:
        """How long the newest event took from its stream to its first snapshot, by the machines' clocks."""
        position = news.newest_position
        if position != self._lag[0]:
            entered_ms = stream_ms(position)
            self._lag = (position, None if entered_ms is None else max(0, self._machine.wall_ms() - entered_ms))
            if self._lag[1] is not None:
                self._lags.tell(self._machine.elapsed(), self._lag[1])
        return self._lag[1]

    def _day(self, now: datetime) -> CityDay:
        calendar = self._profile.calendar
        day = calendar.local_date(now)
        return CityDay(calendar.is_working_day(day), calendar.day_name(day))


def known_facts(frame: ComplaintFrame, services: ServiceFrames, feeds: Sequence[FeedHealth]) -> frozenset[Facts]:
    """The facts of which anything is live, or whose feed was heard; a zero of any other says nothing."""
    queues, field_work = services.queues, services.field_work
    rows = {
        Facts.COMPLAINTS: (frame.rows,),
        Facts.CALLS: (services.calls.rows,),
        Facts.QUEUES: (queues.tickets, queues.counters, queues.waits),
        Facts.ATTENDANCE: (services.attendance.rows,),
        Facts.FIELD_WORK: (field_work.tasks, field_work.shifts, field_work.positions),
    }
    heard = [feed for feed in feeds if feed.state is not FeedState.UNKNOWN]
    return frozenset(
        facts for facts in Facts if any(map(len, rows[facts])) or any(feed.tells_of(facts) for feed in heard)
    )


def stream_ms(position: str) -> int | None:
    """The machine's milliseconds since 1970 at which an entry came into its stream; None for other sources."""
    milliseconds, dash, _ = position.partition("-")
    return int(milliseconds) if dash and milliseconds.isdigit() else None
